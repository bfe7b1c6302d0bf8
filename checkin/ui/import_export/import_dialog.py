# SPDX-License-Identifier: GPL-3.0-or-later
"""How a list is understood, seen and changed before it is imported. Writes nothing: agreed to, it has a `preview`."""

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.errors import CheckinError
from checkin.core.lists.status_values import unknown
from checkin.core.message import Message
from checkin.desk.lists.list_preview import AS_GUESSED, ListChoice, ListPreview
from checkin.desk.lists.list_worker import ListWorker, OpenedList
from checkin.language import error_text, translate
from checkin.ui.import_export.event_file_chooser import EventFileChooser
from checkin.ui.import_export.import_form import ImportForm
from checkin.ui.import_export.import_progress import ImportProgress
from checkin.ui.import_export.import_statuses import status_question
from checkin.ui.import_export.import_summary import import_summary, no_names_warning
from checkin.ui.look.theme import LARGE
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.scrolling import fit_height

SIZE = QSize(1240, 690)
"""Pixels; fits a screen of 1366x768 with its bars."""
NOTHING = QSize(720, 0)
"""With nothing to show but why: as low as that takes."""


class ImportDialog(QDialog):
    """`worker` is this dialog's alone, and is told to end with it. `place` is shown where an event is to be made.

    Enter agrees from the start: if the whole list was not looked at yet, as soon as it was.
    """

    def __init__(
        self, worker: ListWorker, place: EventFileChooser | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.preview: ListPreview | None = None
        self._worker = worker
        self._seen: ListPreview | None = None
        self._is_agreed = False
        self._held: QWidget | None = None
        self.setWindowTitle(translate(Message("file", "Import a list")))
        self.form, self.progress = ImportForm(), ImportProgress()
        self.go_on, self.cancel = QPushButton(translate(_CONTINUE)), QPushButton(translate(_CANCEL))
        self._assemble(place)
        self._connect()
        self.resize(SIZE)
        self._read(AS_GUESSED)

    def done(self, result: int) -> None:
        self._worker.leave()
        super().done(result)

    def _read(self, choice: ListChoice) -> None:
        self._wait_for(_READING)
        self._worker.read(choice)

    def _take_list(self, opened: object) -> None:
        assert isinstance(opened, OpenedList)
        self.form.setEnabled(True)
        self.go_on.setText(translate(_CONTINUE if opened.basis.people else _IMPORT))
        self.form.show_list(opened)
        first = self.go_on if self.go_on.isEnabled() else self.form.table.header.choices[0]
        (self._held or first).setFocus()

    def _look(self) -> None:
        """The list is understood in another way: look at the whole of it again."""
        opened, mapping = self.form.opened, self.form.mapping
        assert opened
        assert mapping
        self._seen = None
        why = no_names_warning(mapping)
        self._allow(why)
        if why:
            self._worker.forget()
            self.progress.end("")
        else:
            self.progress.begin(_LOOKING)
            self._worker.compare(opened, mapping)

    def _take_seen(self, seen: object) -> None:
        """Answers to what is no longer asked may still come in."""
        assert isinstance(seen, ListPreview)
        if seen.roster.mapping is not self.form.mapping:
            return
        self._seen = seen
        self.progress.end(import_summary(seen))
        if self._is_agreed and not self._is_news(seen):
            self._agree()
            return
        self.form.setEnabled(True)
        self.form.show_seen(seen)
        self._allow(status_question(seen.roster.statuses))
        asked = self.form.statuses.first_unknown()
        if self._is_agreed or (asked and self.focusWidget() in (self.go_on, self.cancel)):
            self._is_agreed = False
            (asked or self.go_on).setFocus()

    def _allow(self, why_not: str) -> None:
        self.go_on.setDisabled(bool(why_not))
        self.go_on.setAccessibleDescription(why_not)
        self.go_on.setToolTip(why_not)

    def _is_news(self, seen: ListPreview) -> bool:
        """Whether Enter came before what the words of the list mean was shown, for the first time or to be asked."""
        statuses, opened = seen.roster.statuses, self.form.opened
        is_remembered = opened is not None and seen.roster.mapping.signature in opened.basis.remembered
        return bool(unknown(statuses)) or (bool(statuses) and not is_remembered)

    def _agree(self) -> None:
        self.preview, self._is_agreed = self._seen, True
        if self.preview:
            self.accept()
        else:
            self._wait_for(_LOOKING)

    def _wait_for(self, what: Message) -> None:
        """Nothing can be changed meanwhile; only given up."""
        self._held = self.focusWidget() if self.form.opened else None
        self.form.setEnabled(False)
        self.go_on.setEnabled(False)
        self.progress.begin(what)

    def _refuse(self, error: CheckinError) -> None:
        """Told here: the desk's own line is behind this window. A text can be read in another way."""
        self._seen, self._is_agreed = None, False
        self.form.setEnabled(True)
        self.form.refuse(error_text(error))
        self.go_on.setEnabled(False)
        self.progress.end("")
        (self._held or self.cancel).setFocus()
        if self.form.opened is None:
            fit_height(self, NOTHING)

    def _fail(self, fault: Exception) -> None:
        """A bug: admitted here, told to the one handler for the log."""
        self._refuse(CheckinError(_FAULT))
        sys.excepthook(type(fault), fault, fault.__traceback__)

    def _connect(self) -> None:
        worker, form = self._worker, self.form
        worker.opened.connect(self._take_list)
        worker.compared.connect(self._take_seen)
        worker.told.connect(self.progress.tell)
        worker.refused.connect(self._refuse)
        worker.failed.connect(self._fail)
        form.changed.connect(self._look)
        form.read_wanted.connect(self._read)
        self.go_on.clicked.connect(self._agree)
        self.cancel.clicked.connect(self.reject)

    def _assemble(self, place: EventFileChooser | None) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self._worker.file.name, LARGE, 600))
        column.addWidget(self.form, 1)
        if place:
            column.addWidget(place)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.progress, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.cancel)
        column.addLayout(row)
        self.go_on.setDefault(True)
        self.cancel.setAutoDefault(False)


def ask_list(
    file: Path, event: Path | None, parent: QWidget | None, place: EventFileChooser | None = None
) -> ListPreview | None:
    """What somebody agreed to import, None if they went back. `event` None: of one that is still to be made."""
    worker = ListWorker(file, event)
    worker.launch()
    dialog = ImportDialog(worker, place, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.preview


_CONTINUE = Message("import", "Continue")
_IMPORT = Message("import", "Import")
_CANCEL = Message("import", "Cancel")
_READING = Message("import", "Reading the list…")
_LOOKING = Message("import", "Looking at everybody…")
_FAULT = Message(
    "app", "The program itself made a mistake. What was recorded is safe; go on. Details are in the log file."
)
