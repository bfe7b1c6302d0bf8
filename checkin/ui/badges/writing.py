# SPDX-License-Identifier: GPL-3.0-or-later
"""The PDF of badges from the question to the file."""

from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.desk.badges.board import BadgeBoard, badges_in_order
from checkin.desk.badges.worker import badges_pdf
from checkin.language import say
from checkin.ui.badges.files import BadgeFiles
from checkin.ui.badges.pdf import PdfDialog
from checkin.ui.parts.paper_writing import PaperWriting
from checkin.ui.parts.writing_progress import BadgesProgress


class BadgesWriting(PaperWriting):
    """Asks which badges, in `parent`, and where to."""

    def __init__(self, files: BadgeFiles, progress: BadgesProgress, parent: QWidget) -> None:
        super().__init__(progress, _STOPPED, parent)
        self._files, self._window = files, parent

    def ask(self, board: BadgeBoard, shown: Attendee | None, name: str) -> None:
        """`shown` is whose badge is on the screen, `name` what the file might be called."""
        if not self.is_free:
            return
        dialog = PdfDialog(board, shown, self._window)
        is_wanted, choice = dialog.exec(), dialog.choice
        dialog.deleteLater()
        if is_wanted and (path := self._files.pdf_to(name)):
            make = partial(badges_in_order, board, choice.people, choice.order)
            self.write(
                badges_pdf(path, make, choice.stock, choice.first),
                lambda pages: say(_WRITTEN, badges=len(choice.people), pages=pages, name=path.name),
            )


_WRITTEN = Words("badge", "{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.")
_STOPPED = Words("badges", "Stopped: no PDF was written.")
