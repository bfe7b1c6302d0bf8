# SPDX-License-Identifier: GPL-3.0-or-later
"""The writing of badges or reports to a file, with its progress. A thread does the drawing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from checkin.badges import badge_fonts
from checkin.badges.badge_problems import PageProgress
from checkin.core.message import CheckinError, Message
from checkin.services.threads import BackgroundTask
from checkin.translation import translate
from checkin.ui.look.theme import scale_px
from checkin.ui.widgets.form_fields import label

_WRITING = Message("badges", "Drawing badges: {done} of {total}")
_STOP = Message("badges", "Stop")


TELL_EVERY = 10
"""Pages between two progress reports."""


class WritingProgress(QWidget):
    """A progress bar with a button to stop, hidden while nothing is written.

    `words` has the fields {done} and {total}.
    """

    stopped = Signal()

    def __init__(self, words: Message = _WRITING) -> None:
        super().__init__()
        self._words = words
        self.text, self.bar = label(""), QProgressBar()
        self.text.setWordWrap(False)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        stop = QPushButton(translate(_STOP))
        stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(stop)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        self.text.setText(translate(self._words, done=done, total=total))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()


class PdfWriting(QObject):
    """The writing of one file at a time.

    `written` carries a sentence and the path; `refused` the error of a file that could not be written; `reported` the
    sentence for a cancelled one.
    """

    reported = Signal(str)
    written = Signal(str, object)
    refused = Signal(object)

    def __init__(self, progress: WritingProgress, stopped: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self._progress, self._stopped = progress, stopped
        self._writer: BackgroundTask | None = None
        self._of: tuple[Path, Callable[[int], str]] = (Path(), str)
        progress.stopped.connect(self.stop)

    @property
    def is_free(self) -> bool:
        """Whether no file is being written; otherwise this is reported too."""
        if self._writer is not None:
            self.reported.emit(translate(_ONE_AT_A_TIME))
        return self._writer is None

    def write(self, path: Path, write: Callable[[PageProgress], int], written: Callable[[int], str]) -> None:
        """Begin to write. `write` makes the file or folder `path`, all of it or nothing, and returns the number of its
        pages or files; `written` makes a sentence from that number.

        The thread goes on whatever screen is shown; after the window is rebuilt, its result is no longer shown.
        """
        badge_fonts.load()  # in the UI thread
        self._writer = writer = BackgroundTask(write, every=TELL_EVERY)
        self._of = path, written
        writer.progressed.connect(self._progress.show_progress)
        writer.done.connect(self._report_written)
        writer.cancelled.connect(self._report_stopped)
        writer.refused.connect(self._report_refused)
        writer.failed.connect(self._fail)
        self._progress.show_progress(0, 0)
        writer.launch()

    def stop(self) -> None:
        if self._writer:
            self._writer.end()

    def _report_written(self, count: int) -> None:
        self._end()
        path, sentence = self._of
        self.written.emit(sentence(count), path)

    def _report_stopped(self) -> None:
        self._end()
        self.reported.emit(translate(self._stopped))

    def _report_refused(self, error: CheckinError) -> None:
        self._end()
        self.refused.emit(error)

    def _fail(self, fault: Exception) -> None:
        self._end()
        raise fault

    def _end(self) -> None:
        self._writer = None
        self._progress.hide()


_ONE_AT_A_TIME = Message("badges", "A PDF is being made. Wait for it, or stop it.")
