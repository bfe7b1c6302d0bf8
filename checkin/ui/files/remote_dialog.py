# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of a stream, looked at before anything is written: who is who, what is doubtful, who is nobody here.

Asks only: accepted means record. Whoever is doubtful is recorded only if somebody says who they are.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.desk.lists.list_preview import ENCODINGS
from checkin.desk.lists.remote_importing import RemotePreview, RemoteWish
from checkin.desk.lists.remote_words import doubt_about_times
from checkin.language import say, sentence
from checkin.ui.files.difference_table import TableView, tabs_of
from checkin.ui.files.import_source import ENCODING_NAMES
from checkin.ui.files.remote_proposals import RemoteProposals
from checkin.ui.files.remote_rows import brief_table, matched_table, unmatched_table
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import LARGE
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.form_fields import Choice
from checkin.ui.parts.labels import Notice, Paragraph, caption, label
from checkin.ui.parts.typed_choice import TypedChoice
from checkin.ui.parts.wrapping import Wrapping

SIZE = QSize(1000, 600)
"""Pixels; fits the least window."""

ZONES = ("", "UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles")
"""Offered; any other name can be typed."""

Look = Callable[[RemoteWish], RemotePreview]


class RemoteDialog(QDialog):
    """`look` reads the log as somebody wishes; `wish` is what they chose."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.wish = RemoteWish()
        self.found = look(self.wish)
        self.setWindowTitle(say(Words("remote", "Log of the stream")))
        self.zone, self.enough, self.notice = _zone_box(self.found.zone), _minutes_box(self.wish.enough), Notice()
        self.encoding = _encoding_box()
        self.text = Paragraph()
        self.tabs = QTabWidget()
        self._buttons = do_or_go_back(self, say(Words("remote", "Record")))
        self._record = self._buttons.buttons()[0]
        self._assemble()
        self.zone.currentTextChanged.connect(self._again)
        self.enough.valueChanged.connect(self._again)
        self.encoding.currentIndexChanged.connect(self._again)
        self._buttons.accepted.connect(self.accept)
        self._show()
        self.resize(SIZE)

    def _assemble(self) -> None:
        column, row = QVBoxLayout(self), Wrapping(gap=16)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(say(_HEADLINE), LARGE, 600))
        column.addWidget(self.text)
        for words, field in ((_ZONE, self.zone), (_ENOUGH, self.enough), (_ENCODING, self.encoding)):
            row.addWidget(_named(say(words), field))
        column.addLayout(row)
        self._column = column
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        column.addWidget(self._buttons)

    def _again(self) -> None:
        """Something else was chosen: a name that is no zone yet is told, and what was shown stays."""
        typed = self.zone.currentText().strip()
        zone = "" if typed == self.zone.itemText(0) else typed
        self._try(RemoteWish(zone, self.encoding.currentData(), self.enough.value(), self.wish.decided))

    def _decide(self, decided: dict[str, str]) -> None:
        self.wish = RemoteWish(self.wish.zone, self.wish.encoding, self.wish.enough, decided)

    def _try(self, wish: RemoteWish) -> None:
        try:
            self.found = self._look(wish)
        except UserError as error:
            self.notice.setText(sentence(error))
            self._record.setEnabled(False)
            return
        self.wish = wish
        self._record.setEnabled(True)
        self._show()

    def _show(self) -> None:
        found, old = self.found, self.tabs
        proposals = RemoteProposals(found.matching.proposed, dict(self.wish.decided))
        proposals.decided.connect(self._decide)
        unmatched = TableView(unmatched_table(found.matching.unmatched))
        self.tabs = tabs_of([TableView(matched_table(found)), unmatched, TableView(brief_table(found.brief))])
        title = say(Words("remote", "To decide ({count})"), count=len(found.matching.proposed))
        self.tabs.insertTab(0, proposals, title)
        self.tabs.setTabEnabled(0, bool(found.matching.proposed))
        if found.matching.proposed:
            self.tabs.setCurrentIndex(0)
        self._column.replaceWidget(old, self.tabs)
        old.hide()
        old.deleteLater()
        self.text.show_text(_summary(found))
        self.notice.setText(doubt_about_times(found, say))


def _summary(found: RemotePreview) -> str:
    parts = [say(_SUMMARY, matched=len(found.matching.matched), new=found.new_people)]
    if found.unread:
        parts.append(say(_UNREAD, rows=", ".join(map(str, found.unread[:10]))))
    return " ".join(parts)


def _named(name: str, field: QWidget) -> QWidget:
    """`field` after its name."""
    place, text = QWidget(), caption(name, field)
    text.setWordWrap(False)
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(text)
    row.addWidget(field, 1)
    return place


def _zone_box(own: str) -> QComboBox:
    box = TypedChoice(say(_ZONE))
    box.addItems([own, *(zone for zone in ZONES if zone not in ("", own))])
    box.setMinimumWidth(sized(220))
    return box


def _encoding_box() -> Choice:
    box = Choice(say(_ENCODING))
    box.addItem(say(_FOUND_OUT), "")
    for encoding in ENCODINGS:
        box.addItem(ENCODING_NAMES.get(encoding, encoding.upper()), encoding)
    box.show_whole()
    return box


def _minutes_box(minutes: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 600)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setValue(minutes)
    return box


_HEADLINE = Words("remote", "Before anything is written: who watched online")
_SUMMARY = Words(
    "remote",
    "{matched} {matched:person|people} of the log {matched:was|were} recognised; of {new} there is something new. "
    "Time on site and online is counted once. “Undo the last import” takes it back.",
)
_UNREAD = Words("remote", "Rows with times that cannot be understood: {rows}.")
_ZONE = Words("remote", "Time zone of the log")
_ENCODING = Words("import", "Encoding")
_FOUND_OUT = Words("remote", "found by itself")
_ENOUGH = Words("remote", "Least minutes")
