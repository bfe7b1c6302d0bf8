# SPDX-License-Identifier: GPL-3.0-or-later
"""The PDF of badges from the question to the file, with how far it is. The drawing is a thread's."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.errors import CheckinError
from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.desk.badges.board import BadgeBoard, badges_in_order
from checkin.desk.badges.worker import BadgeWriter, PdfWish
from checkin.language import say, sentence
from checkin.ui.badges.files import BadgeFiles
from checkin.ui.badges.pdf import PdfDialog
from checkin.ui.parts.writing_progress import BadgesProgress


class BadgesWriting(QObject):
    """One PDF at a time. `told` says how it ended."""

    told = Signal(str)

    def __init__(self, files: BadgeFiles, progress: BadgesProgress, parent: QWidget) -> None:
        super().__init__(parent)
        self._files, self._progress, self._window = files, progress, parent
        self._writer: BadgeWriter | None = None
        progress.stopped.connect(self.stop)

    def ask(self, board: BadgeBoard, shown: Attendee | None, name: str) -> None:
        """`shown` is whose badge is on the screen, `name` what the file might be called."""
        if self._writer is not None:
            self.told.emit(say(_ONE_AT_A_TIME))
            return
        dialog = PdfDialog(board, shown, self._window)
        is_wanted, choice = dialog.exec(), dialog.choice
        dialog.deleteLater()
        if is_wanted and (path := self._files.pdf_to(name)):
            make = partial(badges_in_order, board, choice.people, choice.order)
            self.write(PdfWish(path, make, choice.stock, choice.first))

    def write(self, wish: PdfWish) -> None:
        """Begin; whatever screen is shown meanwhile."""
        self._writer = writer = BadgeWriter(wish)
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

    def _tell_written(self, badges: int, pages: int) -> None:
        name = self._writer.wish.path.name if self._writer else ""
        self._end(say(_WRITTEN, badges=badges, pages=pages, name=name))

    def _tell_stopped(self) -> None:
        self._end(say(_STOPPED))

    def _tell_refused(self, error: CheckinError) -> None:
        self._end(sentence(error))

    def _fail(self, fault: Exception) -> None:
        self._end("")
        raise fault

    def _end(self, told: str) -> None:
        self._writer = None
        self._progress.hide()
        self.told.emit(told)


_WRITTEN = Words("badge", "{badges} badges on {pages} pages written to {name}.")
_STOPPED = Words("badges", "Stopped: no PDF was written.")
_ONE_AT_A_TIME = Words("badges", "A PDF is being drawn. Wait for it, or stop it.")
