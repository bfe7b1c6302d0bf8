# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of writing a list or a file, with Cancel. Short writing shows nothing; the desk does the work."""

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.core.progress import ReportProgress
from checkin.services.lists.list_importing import ListImportResult, ListWriting
from checkin.services.lists.list_worker import uncollected
from checkin.services.threads import BackgroundTask
from checkin.translation import translate
from checkin.ui.sync.progress_dialog import ProgressDialog

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
