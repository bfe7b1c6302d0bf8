# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of writing a list, with Cancel. Short writing shows nothing; the work itself is `ListWriting`'s."""

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.services.lists.list_importing import ListImportResult, ListWriting
from checkin.services.lists.list_worker import uncollected
from checkin.services.sync.background_task import BackgroundTask
from checkin.translation import translate
from checkin.ui.sync.progress_dialog import ProgressDialog

PATIENCE_MS = 300
"""Milliseconds before the dialog appears: a flashing window would only irritate."""


class ListWritingDialog(ProgressDialog):
    """The dialog; it closes by itself once the list is written."""


def write_list(writing: ListWriting, parent: QWidget | None) -> ListImportResult | None:
    """Write the list in a thread and return the result; None if it was cancelled or refused (and that was shown).

    The window goes on meanwhile, and codes in front of the camera are recorded as ever.
    """

    def work(report: ReportProgress) -> ListImportResult:
        with uncollected():
            return writing.run(report)

    task = BackgroundTask(work)
    title = translate(_WRITING, count=len(writing.seen.interpreted.people))
    dialog = ListWritingDialog(task, title, lambda _: "", parent)
    task.done.connect(dialog.accept)
    task.failed.connect(dialog.fail)
    dialog.start()
    _wait_for(task, PATIENCE_MS)
    if task.result is None:
        dialog.exec()
    task.cancel()  # the end of the program ends the dialog too
    _wait_for(task)  # past its last report the list is written: only the end of the thread says so
    task.wait()  # where the program ends, no loop has waited
    dialog.deleteLater()
    return task.result if isinstance(task.result, ListImportResult) else None


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
