# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs of background work, with progress, result and Cancel: an event on a USB drive, a list or file written."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QEventLoop, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QProgressBar, QPushButton, QWidget

from checkin.core.message import CheckinError, Message, ReportProgress
from checkin.core.sync.invitation import CarriedEvent, UsbDriveContents, Volume
from checkin.services.lists.list_importing import ListImportResult, ListWriting
from checkin.services.lists.list_worker import uncollected
from checkin.services.threads import BackgroundTask
from checkin.translation import clock_time, error_text, translate
from checkin.ui.look.screen_reader import announce_after_key
from checkin.ui.look.theme import LARGE, SMALL, TEXT, scale_px
from checkin.ui.sync.sync_dialog import UsbDriveWatch
from checkin.ui.widgets.boxes import REST, Placed, column_of, dismiss, row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import FormMessage, Paragraph, label
from checkin.ui.widgets.layouts import CardGroup

WIDTH = 480


class ProgressDialog(Dialog):
    """The dialog. `result_of_work` is the result, None without one; `describe` makes a sentence of it to be read.

    Without `describe` the dialog closes as soon as there is a result.
    """

    can_be_left = True
    """Whether it may be cancelled; not where work elsewhere would continue unnoticed."""

    def __init__(
        self,
        errand: BackgroundTask,
        title: str,
        describe: Callable[[object], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.result_of_work: object = None
        self._is_reported = False
        self._errand, self._describe = errand, describe
        self._heading, self._text, self._bar = Paragraph(LARGE, 600), Paragraph(), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)  # no default button
        self._buttons.rejected.connect(self._cancel)
        self._buttons.accepted.connect(self.accept)
        self._assemble(title)
        errand.progressed.connect(self._show_progress)
        errand.done.connect(self._show_done)
        errand.refused.connect(self._show_refused)
        errand.finished.connect(self._show_over)

    def go_to_the_end(self, why: str) -> None:
        """Offer no Cancel, and say `why`."""
        self.can_be_left = False
        self._buttons.hide()
        self._text.show_text(why)

    def start(self) -> "ProgressDialog":
        """Start the work and return the dialog, on which the caller calls `exec`."""
        self._buttons.setVisible(self.can_be_left)
        self._errand.start()
        return self

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _show_done(self, result: object) -> None:
        self.result_of_work = result
        if self._describe:
            self._end(self._describe(result))
        else:
            self._is_reported = True
            self.accept()

    def _show_refused(self, error: CheckinError) -> None:
        self._end(error_text(error))

    def _show_over(self) -> None:
        """Report that the work stopped if the thread ended without a result."""
        if not self._is_reported:
            self._stand_still(Message("errand", "Stopped. Nothing is lost: start again whenever you like."))

    def fail(self, fault: Exception) -> None:
        """Pass a bug to the error handler."""
        self._bar.hide()
        self.reject()
        raise fault

    def _end(self, text: str) -> None:
        self._is_reported = True
        self._bar.hide()
        self._buttons.show()
        self._text.show_text(text)
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Ok)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()
        announce_after_key(self, text)

    def _stand_still(self, words: Message) -> None:
        self._bar.hide()
        self._buttons.show()
        self._text.show_text(translate(words))
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        announce_after_key(self, translate(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _cancel(self) -> None:
        """Ask the work to stop and do not wait for it, because a step may take long."""
        if self._bar.isHidden():
            self.reject()
        elif self.can_be_left:
            self._errand.end()
            self._stand_still(Message("errand", "Stopping… Nothing is lost; you can close this window."))

    def reject(self) -> None:
        """Handle closing; the window's close button comes here too."""
        if self.can_be_left or self._bar.isHidden():
            super().reject()

    def done(self, result: int) -> None:
        self._errand.leave()
        super().done(result)

    def _assemble(self, title: str) -> None:
        self._heading.show_text(title)
        column_of(
            self._heading, self._bar, self._text, REST, self._buttons, spacing=12, around=(24, 20, 24, 20), of=self
        )
        self.setFixedWidth(scale_px(WIDTH))


def run_with_progress(
    work: Callable[[], object], title: str, parent: QWidget | None = None, *, can_be_left: bool = True
) -> object:
    """Run `work` in a thread and return its result; None if it was refused (and that was shown) or cancelled."""
    errand = BackgroundTask(lambda _: work())
    dialog = ProgressDialog(errand, title, parent=parent)
    dialog.can_be_left = can_be_left
    errand.failed.connect(dialog.fail)
    asked(dialog.start())
    return dialog.result_of_work


# The dialog to carry the event on a USB drive to computers that do not have it: copy, check, remove.
# Only emits signals; drives are looked for while it is open.


FindContents = Callable[[Iterable[Volume]], tuple[UsbDriveContents, ...]]
"""A function that returns the contents of the drives and of folders chosen by hand."""


class UsbEventDialog(Dialog):
    """`put_wanted` and `removal_wanted` carry the `Volume`; a folder that the user chose is one too. Where the
    event `is_erased`, taking it off a drive is what is proposed.
    """

    put_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, event: str, parent: QWidget | None = None, *, is_erased: bool = False) -> None:
        super().__init__(translate(_TITLE), parent)
        self._event, self._is_erased = event, is_erased
        self._looked_up: list[Volume] = []
        self.rows: dict[str, UsbDriveRow] = {}
        self._none = label(translate(Message("together", "No USB drive is plugged in. Plug one in: it appears here.")))
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_contents)
        self._card = CardGroup(self._none, is_divided=True)
        care = FormMessage()
        care.warn(translate(_CARE))
        self.other = push_button(translate(Message("together", "Another folder…")), self._ask_folder)
        self.arrange(
            label(translate(_WHAT)), care, self._card, REST, row_of(self.other, wide(self.closing())), width=620
        )

    def watch(self, find: FindContents) -> None:
        """Look for drives with `find` while visible."""
        self.watcher.use(lambda: find(tuple(self._looked_up)))

    def show_contents(self, found: tuple[UsbDriveContents, ...]) -> None:
        """Show the drives; existing rows stay in place, so that no other one is pressed by mistake."""
        here = {contents.drive.root: contents for contents in found}
        for root in self.rows.keys() - here.keys():
            gone = self.rows.pop(root)
            dismiss(gone)
        for root, contents in here.items():
            is_first, is_new = not self.rows, root not in self.rows
            if is_new:
                self.rows[root] = self._row()
            self.rows[root].show_contents(contents, self._event, is_erased=self._is_erased)
            if is_first or (is_new and self._wants_removal(self.rows[root])):
                self.rows[root].begin(self._is_erased)
        self._none.setVisible(not here)

    def asks_before_removal(self, drive: Volume) -> bool:
        """Whether only an exchange left entries on the drive: other desks may still wait for it."""
        return drive.root in self.rows and self.rows[drive.root].is_for_exchange

    def _wants_removal(self, row: "UsbDriveRow") -> bool:
        return self._is_erased and not row.removal.isHidden()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()

    def _row(self) -> "UsbDriveRow":
        row = UsbDriveRow()
        row.put_wanted.connect(self.put_wanted)
        row.removal_wanted.connect(self.removal_wanted)
        self._card.column.addWidget(row)
        return row

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(Message("together", "The folder or drive")), ""):
            drive = Volume(Path(chosen).as_posix())
            self._looked_up.append(drive)
            self.put_wanted.emit(drive)


class UsbDriveRow(QWidget):
    """One drive: its name, whether the event is on it, and the actions."""

    put_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._drive, self.is_for_exchange = Volume(""), False
        self.name, self.state = Paragraph(TEXT, 600), Paragraph(SMALL)
        self.put, self.removal = QPushButton(), QPushButton(translate(Message("together", "Remove it")))
        for button, signal in ((self.put, self.put_wanted), (self.removal, self.removal_wanted)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._drive))
        row_of(
            wide(column_of(self.name, self.state, spacing=2)),
            Placed(self.removal, where=Qt.AlignmentFlag.AlignVCenter),
            Placed(self.put, where=Qt.AlignmentFlag.AlignVCenter),
            spacing=8,
            of=self,
        )

    def show_contents(self, contents: UsbDriveContents, event: str, *, is_erased: bool) -> None:
        self._drive, carried = contents.drive, contents.find(event)
        free = QLocale().formattedDataSize(self._drive.free, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        self.name.setText(translate(_KEY, key=self._drive.name, free=free) if self._drive.free else self._drive.name)
        self.is_for_exchange = carried is None and contents.has_entries
        self.state.setText(_state(carried, contents.has_entries, is_erased))
        self.put.setText(translate(_PUT_AGAIN if carried else Message("together", "Put it on this drive")))
        self.put.setAccessibleDescription(self._drive.name)
        self.removal.setVisible(carried is not None or contents.has_entries)
        self.removal.setAccessibleDescription(self._drive.name)

    def begin(self, is_erased: bool) -> None:
        """Take the focus: on taking the event off where it is erased and still there."""
        (self.removal if is_erased and not self.removal.isHidden() else self.put).setFocus()


def _state(carried: CarriedEvent | None, has_entries: bool, is_erased: bool) -> str:
    if carried is None and has_entries:
        return translate(_LINES if is_erased else _ENTRIES)
    if carried is None:
        return translate(Message("together", "The event is not on this drive."))
    return translate(_THERE, people=carried.people, day=f"{carried.at:%d/%m}", time=clock_time(carried.at))


_TITLE = Message("together", "Take the event on a USB drive")
_WHAT = Message(
    "together",
    "For a computer that does not have the event yet: people, programme, badges and arrivals go on the drive.",
)
_CARE = Message(
    "together",
    "Anyone who has the drive can see the list of people. Remove the event from it when your computers have it.",
)
_KEY = Message("together", "{key} · {free} free")
_LINES = Message("together", "It holds the event’s entries: it was used to exchange.")
_ENTRIES = Message("together", "It holds the event’s entries, with names: it was used to exchange.")
_THERE = Message("together", "The event is on it: {people} {people:registration|registrations}, as of {day} at {time}.")
_PUT_AGAIN = Message("together", "Put it on again")


# The progress of writing a list or a file, with Cancel. Short writing shows nothing; the desk does the work.

PATIENCE_MS = 300
"""Milliseconds before the dialog appears: a flashing window would only irritate."""

Written = TypeVar("Written")


class WritingDialog(ProgressDialog):
    """The dialog; it closes by itself once the work is done."""


def write_list(writing: ListWriting, parent: QWidget | None) -> ListImportResult | None:
    """Write the list beside the window (`write_beside`)."""
    title = translate(_WRITING, count=len(writing.seen.interpreted.people))
    return write_beside(writing.run, title, parent)


def write_beside(
    write: Callable[[ReportProgress], Written], title: str, parent: QWidget | None, *, no_cancel: str = ""
) -> Written | None:
    """Run `write` in a thread and return its result; None if it was cancelled or refused (and that was shown).

    The window goes on meanwhile, and codes in front of the camera are recorded as ever. `no_cancel` is the sentence
    that says why the work cannot be cancelled, "" if it can.
    """

    def work(report: ReportProgress) -> Written:
        with uncollected():
            return write(report)

    task = BackgroundTask(work)
    dialog = WritingDialog(task, title, parent=parent)
    task.failed.connect(dialog.fail)
    if no_cancel:
        dialog.go_to_the_end(no_cancel)
    dialog.start()
    _wait_for(task, PATIENCE_MS)
    if task.result is None:
        dialog.exec()
    if dialog.can_be_left:
        task.end()  # the end of the program ends the dialog too
    _wait_for(task)  # past its last report the work is done: only the end of the thread says so
    task.wait()  # where the program ends, no loop has waited
    dialog.deleteLater()
    return cast(Written | None, task.result)


def _wait_for(task: BackgroundTask, at_most_ms: int | None = None) -> None:
    """Wait without a dialog while the window goes on; keys and clicks wait as well."""
    loop = QEventLoop()
    task.finished.connect(loop.quit)  # before it is asked: it may end in between
    if task.isFinished():
        return
    if at_most_ms is not None:
        QTimer.singleShot(at_most_ms, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


_WRITING = Message("import", "Importing {count} {count:person|people}…")
