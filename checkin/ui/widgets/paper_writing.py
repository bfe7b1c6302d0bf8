# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges or papers on their way to a file, with how far they are. The drawing is a thread's."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.desk.paper_writer import PaperJob, PaperWriter
from checkin.language import translate
from checkin.ui.widgets.writing_progress import WritingProgress


class PaperWriting(QObject):
    """One file at a time. `written` says what was, and where it lies; `refused` carries the error of one that could not
    be. `told` is of what was stopped, by the words for it.
    """

    told = Signal(str)
    written = Signal(str, object)
    refused = Signal(object)

    def __init__(self, progress: WritingProgress, stopped: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._progress, self._stopped = progress, stopped
        self._writer: PaperWriter | None = None
        self._of: tuple[Path, Callable[[int], str]] = (Path(), str)
        progress.stopped.connect(self.stop)

    @property
    def is_free(self) -> bool:
        """Says so where it is not."""
        if self._writer is not None:
            self.told.emit(translate(_ONE_AT_A_TIME))
        return self._writer is None

    def write(self, wish: PaperJob, written: Callable[[int], str]) -> None:
        """Begin; whatever screen is shown meanwhile. `written` says how many pages or files there are in the end; in a
        window that is made anew meanwhile, nobody does.
        """
        self._writer = writer = PaperWriter(wish)
        self._of = wish.path, written
        writer.progressed.connect(self._progress.tell)
        writer.written.connect(self._tell_written)
        writer.cancelled.connect(self._tell_stopped)
        writer.refused.connect(self._tell_refused)
        writer.failed.connect(self._fail)
        self._progress.tell(0, 0)
        writer.launch()

    def stop(self) -> None:
        if self._writer:
            self._writer.cancel()

    def _tell_written(self, count: int) -> None:
        self._end()
        path, sentence = self._of
        self.written.emit(sentence(count), path)

    def _tell_stopped(self) -> None:
        self._end()
        self.told.emit(translate(self._stopped))

    def _tell_refused(self, error: CheckinError) -> None:
        self._end()
        self.refused.emit(error)

    def _fail(self, fault: Exception) -> None:
        self._end()
        raise fault

    def _end(self) -> None:
        self._writer = None
        self._progress.hide()


_ONE_AT_A_TIME = Message("badges", "A PDF is being drawn. Wait for it, or stop it.")
