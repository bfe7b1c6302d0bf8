# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a folder of photographs: whose each file is, what cannot be brought in and why, who has none.

Accepted means write. Nothing is decided here but the column in which files are looked for.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from checkin.core.message import Message, ReportProgress
from checkin.core.picture_entries import MatchedBy
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.photograph_importing import (
    PhotographFolder,
    PhotographPreview,
    PhotographWriting,
    photograph_problems,
    preview_sentence,
    shown_file,
    written_sentence,
)
from checkin.translation import translate
from checkin.ui.import_export.programme_difference_dialog import TextTable, build_table_tabs
from checkin.ui.look.theme import LARGE
from checkin.ui.sync.progress_dialog import write_beside
from checkin.ui.widgets.boxes import dismiss
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, Paragraph, caption, label

SIZE = QSize(1000, 600)
"""Pixels; fits the smallest window."""

Look = Callable[[str], PhotographPreview | None]
"""Reads the folder again, looking for files in a column of the list; None if that was cancelled or refused."""


class PhotographsDialog(Dialog):
    """The dialog. `found` is the preview that the user looks at."""

    def __init__(self, found: PhotographPreview, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("photograph", "Photographs")), parent)
        self.found, self._look = found, look
        self.text, self.tabs = Paragraph(), QTabWidget()
        self.column = _column_box(found)
        self._buttons = self.confirm(translate(Message("photograph", "Bring in")))
        self._bring = self._buttons.buttons()[0]
        self._rows = column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(_HEADLINE), LARGE, 600))
        column.addWidget(self.text)
        if self.found.columns:
            column.addLayout(self._choice())
        column.addWidget(self.tabs, 1)
        column.addWidget(self._buttons)
        self.column.currentIndexChanged.connect(self._look_again)
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
        dismiss(old)
        self.text.show_text(preview_sentence(found, translate))
        self._bring.setEnabled(bool(found.new))

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
    box.addItem(translate(Message("photograph", "code, e-mail, a column or the name")), "")
    for title in found.columns:
        box.addItem(title, title)
    box.show_whole()
    return box


_HEADLINE = Message("photograph", "Nothing is written yet: whose photographs these are")
_BY = Message("photograph", "Files are called by")
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


class PhotographFlow(QObject):
    """A folder of photographs: read beside the window, shown, then written. `changed`: photographs were written;
    `reported`: a sentence for the user.
    """

    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._event, self._desk, self._window = event, desk, window

    def ask_folder(self) -> None:
        """Ask for a folder and bring in its photographs."""
        start = str(self._event.path.parent)
        chosen = QFileDialog.getExistingDirectory(self._window, translate(_CHOOSE), start)
        self._event.relock()
        if chosen:
            self.bring(Path(chosen))

    def bring(self, folder: Path) -> None:
        """Show whose photographs are in the folder, then write them. Cancel keeps what was written so far."""
        looked_at = PhotographFolder(folder)

        def look(column: str = "") -> PhotographPreview | None:
            def read(report: ReportProgress) -> PhotographPreview:
                with self._event.reader() as event:
                    return looked_at.preview(event, column, report)

            return write_beside(read, translate(_READING, name=folder.name), self._window)

        if (found := look()) and (agreed := self._agreed(found, look)):
            self._write(agreed)
        else:
            self.reported.emit(translate(Message("photograph", "No photograph was brought in.")))

    def _agreed(self, found: PhotographPreview, look: Look) -> PhotographPreview | None:
        dialog = PhotographsDialog(found, look, self._window)
        return dialog.found if asked(dialog) else None

    def _write(self, agreed: PhotographPreview) -> None:
        writing = PhotographWriting(self._event.path, agreed.ready, self._desk.now(), self._desk.name)
        write_beside(writing.run, translate(_WRITING, count=len(agreed.ready)), self._window)
        self.changed.emit()
        self.reported.emit(written_sentence(writing, translate))


_CHOOSE = Message("photograph", "Choose the folder with the photographs")
_READING = Message("photograph", "Reading the photographs in “{name}”…")
_WRITING = Message("photograph", "Writing {count} {count:photograph|photographs}…")
