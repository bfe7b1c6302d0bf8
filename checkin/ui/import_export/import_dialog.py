# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that shows how a list is understood and lets the user change it before the import. Writes nothing."""

import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton, QWidget

from checkin.core.lists.column_mapping import unknown
from checkin.core.lists.list_interpretation import list_totals
from checkin.core.message import CheckinError, Message, told_error
from checkin.services.lists.list_preview import AS_GUESSED, ListChoice, ListPreview, OpenedList
from checkin.services.lists.list_worker import ListWorker
from checkin.translation import error_text, translate
from checkin.ui.import_export.file_choosing import EventFileChooser
from checkin.ui.import_export.import_form import ImportForm
from checkin.ui.import_export.import_summary import import_summary, no_names_warning
from checkin.ui.look.theme import LARGE, scale_px
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import label
from checkin.ui.widgets.screen_page import fit_height

SIZE = QSize(1240, 690)
"""Pixels; fits a screen of 1366x768 with its bars."""
NOTHING = QSize(720, 0)
"""The size with only an error to show: as low as possible."""

PATIENCE_MS = 300
"""Milliseconds before a bar appears: a flashing bar would only irritate."""


class ImportDialog(Dialog):
    """The dialog; accepted, it has a `preview`. `place` is shown when a new event is to be made.

    It owns `worker`, a thread, and ends it. Enter agrees from the start: if the whole list has not been compared yet,
    the dialog is accepted as soon as it has.
    """

    def __init__(
        self, worker: ListWorker, place: EventFileChooser | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("file", "Import a list")), parent)
        self.preview: ListPreview | None = None
        self._worker = worker
        self._seen: ListPreview | None = None
        self._is_agreed = False
        self._held: QWidget | None = None
        self.form, self.progress = ImportForm(), ImportProgress()
        self.go_on, self.cancel = QPushButton(translate(_CONTINUE)), QPushButton(translate(Message("import", "Cancel")))
        column_of(
            label(self._worker.file.name, LARGE, 600),
            wide(self.form),
            place if place else None,
            row_of(wide(self.progress), self.go_on, self.cancel, spacing=12),
            spacing=12,
            around=(24, 20, 24, 20),
            of=self,
        )
        self.go_on.setDefault(True)
        self.cancel.setAutoDefault(False)
        self._connect()
        self.resize(SIZE)
        self._read(AS_GUESSED)

    def done(self, result: int) -> None:
        self._worker.end()  # some milliseconds or one comparison later
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a choice opens it: it does not import before the choice was made."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(choice := self.focusWidget(), QComboBox):
            choice.showPopup()
        else:
            super().keyPressEvent(event)

    def _read(self, choice: ListChoice) -> None:
        self._wait_for(Message("import", "Reading the list…"))
        self._worker.read(choice)

    def _take_list(self, opened: object) -> None:
        assert isinstance(opened, OpenedList)
        self.form.setEnabled(True)
        self.go_on.setText(translate(_CONTINUE if opened.basis.people else Message("import", "Import")))
        self.form.show_list(opened)
        first = self.go_on if self.go_on.isEnabled() else self.form.table.header.choices[0]
        (self._held or first).setFocus()

    def _look(self) -> None:
        """Compare the whole list again with the changed mapping."""
        opened = self.form.opened
        assert opened
        self._seen = None
        why = no_names_warning(opened.mapping)
        self._allow(why)
        if why:
            self._worker.forget()
            self.progress.end("")
        else:
            self.progress.begin(_LOOKING)
            self._worker.compare(opened)

    def _take_seen(self, seen: object) -> None:
        """Show a preview, unless it answers an outdated mapping."""
        assert isinstance(seen, ListPreview)
        opened = self.form.opened
        if not opened or seen.interpreted.mapping is not opened.mapping or seen.changes is not opened.read.changes:
            return
        self._seen = seen
        self.progress.end(import_summary(seen))
        if self._is_agreed and not self._is_news(seen):
            self._agree()
            return
        self.form.setEnabled(True)
        self.form.show_seen(seen)
        if seen.is_first:
            self.go_on.setText(translate(_IMPORT_PEOPLE, count=list_totals(seen.interpreted.people).people))
        self._allow(self.form.question)
        asked = self.form.asked
        if self._is_agreed or (asked and self.focusWidget() in (self.go_on, self.cancel)):
            self._is_agreed = False
            (asked or self.go_on).setFocus()

    def _stop(self, why: CheckinError) -> None:
        """Show that nobody can be imported as the list is understood now; columns and rows can be changed."""
        self._is_agreed = False
        self.form.setEnabled(True)
        self.form.strip.warn(error_text(why))
        self._allow(error_text(why))
        self.progress.end("")

    def _allow(self, why_not: str) -> None:
        self.go_on.setDisabled(bool(why_not))
        self.go_on.setAccessibleDescription(why_not)
        self.go_on.setToolTip(why_not)

    def _is_news(self, seen: ListPreview) -> bool:
        """Return whether the user must still be asked something, or shown the meaning of the list's status words, so
        that an early Enter does not count.
        """
        statuses, opened = seen.interpreted.statuses, self.form.opened
        is_remembered = opened is not None and seen.interpreted.mapping.signature in opened.basis.remembered
        is_asked = bool(unknown(statuses) or seen.doubts) or seen.shortfall.is_far_fewer
        return is_asked or seen.difference.is_of_others or (bool(statuses) and not is_remembered)

    def _agree(self) -> None:
        self.preview, self._is_agreed = self._seen, True
        if self.preview:
            self.accept()
        else:
            self._wait_for(_LOOKING)

    def _wait_for(self, what: Message) -> None:
        """Block the form while the worker is busy; only cancelling is possible."""
        self._held = self.focusWidget() if self.form.opened else None
        self.form.setEnabled(False)
        self.go_on.setEnabled(False)
        self.progress.begin(what)

    def _refuse(self, error: CheckinError) -> None:
        """Show an error here, because the desk is covered; the file can then be read with other options."""
        self._seen, self._is_agreed = None, False
        self.form.setEnabled(True)
        self.form.refuse(error_text(error))
        self.go_on.setEnabled(False)
        self.progress.end("")
        (self._held or self.cancel).setFocus()
        if self.form.opened is None:
            fit_height(self, NOTHING)

    def _fail(self, fault: Exception) -> None:
        """Report a bug here, and to the error handler for the log."""
        self._refuse(told_error(fault) or CheckinError(_FAULT))
        sys.excepthook(type(fault), fault, fault.__traceback__)

    def _connect(self) -> None:
        worker, form = self._worker, self.form
        worker.opened.connect(self._take_list)
        worker.compared.connect(self._take_seen)
        worker.progressed.connect(self.progress.show_progress)
        worker.refused.connect(self._refuse)
        worker.unusable.connect(self._stop)
        worker.failed.connect(self._fail)
        form.changed.connect(self._look)
        form.answered.connect(lambda: self._allow(self.form.question))
        form.read_wanted.connect(self._read)
        self.go_on.clicked.connect(self._agree)
        self.cancel.clicked.connect(self.reject)


def ask_list(
    file: Path, event: Path | None, parent: QWidget | None, place: EventFileChooser | None = None
) -> ListPreview | None:
    """Return the preview that the user agreed to import, None if cancelled.

    `event` None: the event is still to be made.
    """
    worker = ListWorker(file, event)
    worker.launch()
    dialog = ImportDialog(worker, place, parent)
    asked(dialog)
    return dialog.preview


class ImportProgress(QWidget):
    """The progress of reading a list, a bar if it takes more than a moment, and then its result. Measures nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bar = label(""), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self.bar.show)
        column_of(self.text, self.bar, spacing=8, of=self)

    def begin(self, what: Message) -> None:
        """Begin work of unknown length."""
        self.text.setText(translate(what))
        self.bar.setAccessibleName(translate(what))
        self.bar.setRange(0, 0)
        self._patience.start()

    def show_progress(self, done: int, total: int) -> None:
        """Show the progress; `total` 0 means unknown."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self, text: str) -> None:
        self._patience.stop()
        self.bar.hide()
        self.text.setText(text)


_CONTINUE = Message("import", "Continue")
_IMPORT_PEOPLE = Message("import", "Import {count} {count:person|people}")
_LOOKING = Message("import", "Reading everyone…")
_FAULT = Message(
    "app", "Checkin has made a mistake. Everything recorded is safe; carry on. Details are in the log file."
)
