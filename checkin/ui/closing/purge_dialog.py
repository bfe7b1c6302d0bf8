# SPDX-License-Identifier: GPL-3.0-or-later
"""What a purge takes, leaves and cannot reach: whoever wants it all the same types the event's title. Only asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from checkin.core.privacy.privacy import BEYOND, GOES, STAYS, PurgePreview
from checkin.core.search import fold
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.theme import GAP, SMALL, TEXT
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.form_fields import labelled, line
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph, label
from checkin.ui.parts.scrolling import once

WIDTH, HEIGHT = 1000, 580
"""Pixels; fits the smallest window."""


class PurgeDialog(QDialog):
    """Accepted means: go on to whoever may allow it. `reason` says why it is proposed, "" where somebody asked;
    `exported` what of the attendance is in somebody's hands.
    """

    def __init__(self, found: PurgePreview, exported: str, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = found.title
        self.setWindowTitle(say(_WINDOW))
        self.typed = line(say(_TYPE, title=found.title))
        self.buttons = do_or_go_back(self, say(_FORGET), is_danger=True)
        self.go_on = self.buttons.buttons()[0]
        self.go_on.setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.typed.textChanged.connect(self._look)
        self._assemble(found, exported, reason)
        self.resize(WIDTH, HEIGHT)
        self.typed.setFocus()

    def _look(self, text: str) -> None:
        """Capitals, accents and spaces do not matter: it has to be meant, not to be spelt."""
        self.go_on.setEnabled(bool(text.strip()) and fold(text) == fold(self._title))

    def _assemble(self, found: PurgePreview, exported: str, reason: str) -> None:
        column = dialog_column(self, say(_QUESTION, people=found.people), 12)
        column.addWidget(label(f"{reason} {say(_FOR_GOOD)}".strip()))
        column.addWidget(label(exported, weight=600))
        column.addWidget(once(_Columns(found)), 1)
        column.addWidget(labelled(self.typed, say(_TYPE, title=found.title)))
        column.addWidget(self.buttons)


class _Columns(QWidget):
    """Three lists side by side."""

    def __init__(self, found: PurgePreview) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        out_of_reach = [*map(say, BEYOND), *_desks(found)]
        for title, lines in ((_GOES, _goes(found)), (_STAYS, _stays(found)), (_BEYOND, out_of_reach)):
            row.addWidget(_card(title, lines), 1)


def _card(title: Words, lines: Sequence[str]) -> Group:
    group = Group(label(say(title), TEXT, 700))
    for each in lines:
        told = Paragraph(SMALL)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        told.show_text(each)
        group.column.addWidget(told)
    group.column.addStretch(1)
    return group


def _goes(found: PurgePreview) -> list[str]:
    counted = say(_COUNTED, people=found.people, speakers=found.speakers, supervisors=found.supervisors)
    backups = [say(_BACKUPS, count=len(found.backups))] if found.backups else []
    return [counted, *map(say, GOES), *backups]


def _stays(found: PurgePreview) -> list[str]:
    return [say(_ARRIVALS, arrivals=found.arrivals, entries=found.entries), *map(say, STAYS)]


def _desks(found: PurgePreview) -> list[str]:
    return [say(_DESK, desk=desk, at=f"{last:%d/%m/%Y %H:%M}") for desk, last in found.desks]


_WINDOW = Words("privacy", "Erase personal data")
_QUESTION = Words("privacy", "Erase the personal data of this event ({people} {people:person|people})?")
_FOR_GOOD = Words("privacy", "There is no way back. Export first what you still need.")
_GOES, _STAYS, _BEYOND = (
    Words("privacy", "What goes"),
    Words("privacy", "What stays"),
    Words("privacy", "What cannot be reached from here"),
)
_COUNTED = Words("privacy", "People: {people}; speakers: {speakers}; supervisors: {supervisors}")
_BACKUPS = Words("privacy", "Backups beside the event: {count}")
_ARRIVALS = Words("privacy", "Arrivals: {arrivals}; entries of the journal: {entries}")
_DESK = Words("privacy", "“{desk}” wrote last on {at}")
_TYPE = Words("privacy", "Type the title of the event: {title}")
_FORGET = Words("privacy", "Erase personal data…")
