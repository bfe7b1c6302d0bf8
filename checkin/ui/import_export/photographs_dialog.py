# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a folder of photographs: whose each file is, what cannot be brought in and why, who has none.

Accepted means write. Nothing is decided here but the column in which files are looked for.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.photographs.photograph_matching import MatchedBy
from checkin.services.photograph_importing import PhotographPreview
from checkin.services.photograph_wording import photograph_problems, preview_sentence, shown_file
from checkin.translation import translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import build_table_tabs
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import Paragraph, caption, label

SIZE = QSize(1000, 600)
"""Pixels; fits the smallest window."""

Look = Callable[[str], PhotographPreview | None]
"""Reads the folder again, looking for files in a column of the list; None if that was cancelled or refused."""


class PhotographsDialog(QDialog):
    """The dialog. `found` is the preview that the user looks at."""

    def __init__(self, found: PhotographPreview, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self._look = found, look
        self.setWindowTitle(translate(_TITLE))
        self.text, self.tabs = Paragraph(), QTabWidget()
        self.column = _column_box(found)
        self._buttons = add_confirm_buttons(self, translate(_BRING))
        self._bring = self._buttons.buttons()[0]
        self._assemble()
        self.column.currentIndexChanged.connect(self._look_again)
        self._buttons.accepted.connect(self.accept)
        self._show()
        self.resize(SIZE)

    def _look_again(self) -> None:
        """Read again by the chosen column; the earlier preview stays if that was cancelled."""
        if found := self._look(self.column.currentData()):
            self.found = found
            self._show()

    def _show(self) -> None:
        found, old = self.found, self.tabs
        self.tabs = build_table_tabs([matched_table(found), problem_table(found), without_table(found)])
        self._rows.replaceWidget(old, self.tabs)
        old.hide()
        old.deleteLater()
        self.text.show_text(preview_sentence(found, translate))
        self._bring.setEnabled(bool(found.new))

    def _assemble(self) -> None:
        self._rows = column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(_HEADLINE), LARGE, 600))
        column.addWidget(self.text)
        if self.found.columns:
            column.addLayout(self._choice())
        column.addWidget(self.tabs, 1)
        column.addWidget(self._buttons)

    def _choice(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), caption(translate(_BY), self.column)
        words.setWordWrap(False)
        row.addWidget(words)
        row.addWidget(self.column)
        row.addStretch(1)
        return row


def matched_table(found: PhotographPreview) -> TextTable:
    """Return the files that are brought in, each with its person and what it was recognised by."""
    rows = tuple((shown_file(m.file), m.person.name, m.person.organisation, translate(_BYS[m.by])) for m in found.new)
    header = (translate(_FILE), translate(_PERSON), translate(_ORGANISATION), translate(_RECOGNISED))
    return TextTable(translate(_READY, count=len(rows)), header, rows, narrow=(3,))


def problem_table(found: PhotographPreview) -> TextTable:
    """Return the files that are not brought in, each with the reason."""
    rows = tuple(photograph_problems(found, translate))
    return TextTable(translate(_NOT, count=len(rows)), (translate(_FILE), translate(_REASON)), rows, narrow=())


def without_table(found: PhotographPreview) -> TextTable:
    """Return the people who will have no photograph."""
    rows = tuple((person.name, person.organisation, person.ticket_code) for person in found.without)
    header = (translate(_PERSON), translate(_ORGANISATION), translate(_CODE))
    return TextTable(translate(_WITHOUT, count=len(rows)), header, rows, narrow=(2,))


def _column_box(found: PhotographPreview) -> ComboBox:
    box = ComboBox(translate(_BY))
    box.addItem(translate(_ANY), "")
    for title in found.columns:
        box.addItem(title, title)
    box.show_whole()
    return box


_TITLE = Message("photograph", "Photographs")
_HEADLINE = Message("photograph", "Nothing is written yet: whose photographs these are")
_BRING = Message("photograph", "Bring in")
_BY = Message("photograph", "Files are called by")
_ANY = Message("photograph", "code, e-mail, a column or the name")
_READY = Message("photograph", "To bring in ({count})")
_NOT = Message("photograph", "Not brought in ({count})")
_WITHOUT = Message("photograph", "Without a photograph ({count})")
_FILE, _PERSON = Message("photograph", "File"), Message("photograph", "Person")
_ORGANISATION, _CODE = Message("photograph", "Organisation"), Message("photograph", "Code")
_RECOGNISED, _REASON = Message("photograph", "Recognised by"), Message("photograph", "Why")
_BYS = {
    MatchedBy.CODE: Message("photograph", "code"),
    MatchedBy.EMAIL: Message("photograph", "e-mail"),
    MatchedBy.COLUMN: Message("photograph", "column"),
    MatchedBy.NAME: Message("photograph", "name"),
}
