# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges or papers on their way to a file, with how far they are. The drawing is a thread's."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.errors import CheckinError
from checkin.core.words import Words
from checkin.desk.paper_writer import PaperWish, PaperWriter
from checkin.language import say, sentence
from checkin.ui.parts.writing_progress import BadgesProgress


class PaperWriting(QObject):
    """One file at a time. `told` says how it ended; `stopped` is said of one that was stopped."""

    told = Signal(str)

    def __init__(self, progress: BadgesProgress, stopped: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._progress, self._stopped = progress, stopped
        self._writer: PaperWriter | None = None
        self._written: Callable[[int], str] = str
        progress.stopped.connect(self.stop)

    @property
    def is_free(self) -> bool:
        """Says so where it is not."""
        if self._writer is not None:
            self.told.emit(say(_ONE_AT_A_TIME))
        return self._writer is None

    def write(self, wish: PaperWish, written: Callable[[int], str]) -> None:
        """Begin; whatever screen is shown meanwhile. `written` says how many pages or files there are in the end; in a
        window that is made anew meanwhile, nobody does.
        """
        self._writer = writer = PaperWriter(wish)
        self._written = written
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
        self._end(self._written(count))

    def _tell_stopped(self) -> None:
        self._end(say(self._stopped))

    def _tell_refused(self, error: CheckinError) -> None:
        self._end(sentence(error))

    def _fail(self, fault: Exception) -> None:
        self._end("")
        raise fault

    def _end(self, told: str) -> None:
        self._writer = None
        self._progress.hide()
        self.told.emit(told)


_ONE_AT_A_TIME = Words("badges", "A PDF is being drawn. Wait for it, or stop it.")
