# SPDX-License-Identifier: GPL-3.0-or-later
"""The explanation of a purge: what it erases, keeps and cannot reach. To go on, the user types the event's title."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.privacy.purge_summary import BEYOND, DESK_BEYOND, GOES, STAYS, PurgePreview
from checkin.core.text_folding import fold_text
from checkin.translation import translate
from checkin.ui.look.theme import GAP, SMALL, TEXT
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import labelled_field, line_field
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.layouts import CardGroup, dialog_column
from checkin.ui.widgets.scrolling import scroll_unless_large

WIDTH, HEIGHT = 1000, 580
"""Pixels; fits the smallest window."""


class PurgeDialog(QDialog):
    """The dialog; accepted, a supervisor is asked next.

    `reason` says why it is proposed, "" if the user asked for it; `exported` is the state of the last export.
    """

    def __init__(self, found: PurgePreview, exported: str, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = found.title
        self.setWindowTitle(translate(_WINDOW))
        self.typed = line_field(translate(_TYPE, title=found.title))
        self.notice = label("", SMALL)
        self.buttons = add_confirm_buttons(self, translate(_FORGET), is_danger=True)
        self.go_on = self.buttons.buttons()[0]
        self.go_on.setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.typed.textChanged.connect(self._look)
        self._assemble(found, exported, reason)
        self.resize(WIDTH, HEIGHT)
        self.typed.setFocus()

    def _look(self, text: str) -> None:
        """Enable the button if the title matches, ignoring case, accents and spaces; else say why it is not."""
        is_same = bool(text.strip()) and fold_text(text) == fold_text(self._title)
        self.go_on.setEnabled(is_same)
        self.notice.setText(translate(_DIFFERENT) if text.strip() and not is_same else "")

    def _assemble(self, found: PurgePreview, exported: str, reason: str) -> None:
        column = dialog_column(self, translate(_QUESTION, people=found.people), 12)
        column.addWidget(label(f"{reason} {translate(_FOR_GOOD)}".strip()))
        column.addWidget(label(exported, weight=600))
        column.addWidget(scroll_unless_large(_Columns(found)), 1)
        column.addWidget(labelled_field(self.typed, translate(_TYPE, title=found.title)))
        column.addWidget(self.notice)
        column.addWidget(self.buttons)


class _Columns(QWidget):
    """Three lists side by side."""

    def __init__(self, found: PurgePreview) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        out_of_reach = [*_desks(found), *map(translate, BEYOND)]
        for title, lines in ((_GOES, _goes(found)), (_STAYS, _stays(found)), (_BEYOND, out_of_reach)):
            row.addWidget(_card(title, lines), 1)


def _card(title: Message, lines: Sequence[str]) -> CardGroup:
    group = CardGroup(label(translate(title), TEXT, 700))
    for each in lines:
        paragraph = Paragraph(SMALL)
        paragraph.setAlignment(Qt.AlignmentFlag.AlignTop)
        paragraph.show_text(each)
        group.column.addWidget(paragraph)
    group.column.addStretch(1)
    return group


def _goes(found: PurgePreview) -> list[str]:
    counted = translate(_COUNTED, people=found.people, speakers=found.speakers, supervisors=found.supervisors)
    backups = [translate(_BACKUPS, count=len(found.backups))] if found.backups else []
    return [counted, *map(translate, GOES), translate(_KEYS), *backups]


def _stays(found: PurgePreview) -> list[str]:
    return [translate(_ARRIVALS, arrivals=found.arrivals, entries=found.entries), *map(translate, STAYS)]


def _desks(found: PurgePreview) -> list[str]:
    return [translate(DESK_BEYOND, desk=desk, at=f"{last:%d/%m/%Y %H:%M}") for desk, last in found.desks]


_WINDOW = Message("privacy", "Erase personal data")
_QUESTION = Message("privacy", "Erase the personal data of this event ({people} {people:registration|registrations})?")
_FOR_GOOD = Message("privacy", "This cannot be undone. Export anything you still need first.")
_GOES, _STAYS, _BEYOND = (
    Message("privacy", "What will be erased"),
    Message("privacy", "What stays"),
    Message("privacy", "What cannot be reached from here"),
)
_COUNTED = Message("privacy", "Registrations: {people}; speakers: {speakers}; supervisors: {supervisors}")
_KEYS = Message("privacy", "This event’s data on the USB drives plugged in now: names, and the invitation")
_BACKUPS = Message("privacy", "Backups next to the event: {count}")
_ARRIVALS = Message(
    "privacy", "Arrivals, one per person and control point: {arrivals}; entries of the journal: {entries}"
)
_TYPE = Message("privacy", "Type the title of the event: {title}")
_DIFFERENT = Message("privacy", "That is not the title yet.")
_FORGET = Message("privacy", "Erase personal data…")
