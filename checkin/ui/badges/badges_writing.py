# SPDX-License-Identifier: GPL-3.0-or-later
"""The PDF of badges, from its options to the file."""

from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.services.badges.badge_checker import badges_pdf
from checkin.services.badges.badge_overview import BadgeOverview, make_sorted_badges
from checkin.translation import translate
from checkin.ui.badges.badge_file_dialogs import BadgeFiles
from checkin.ui.badges.badges_pdf_dialog import BadgesPdfDialog
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress


class BadgesWriting(PdfWriting):
    """The writing of a PDF, with dialogs over `parent`."""

    def __init__(self, files: BadgeFiles, progress: WritingProgress, parent: QWidget) -> None:
        super().__init__(progress, _STOPPED, parent)
        self._files, self._window = files, parent

    def ask(self, overview: BadgeOverview, shown: Attendee | None, name: str) -> None:
        """Ask for the options and the file, then write.

        `shown` is the person on the screen, `name` the proposed file name.
        """
        if not self.is_free:
            return
        dialog = BadgesPdfDialog(overview, shown, self._window)
        is_wanted, choice = dialog.exec(), dialog.choice
        dialog.deleteLater()
        if is_wanted and (path := self._files.ask_pdf_target(name)):
            make = partial(make_sorted_badges, overview, choice.people, choice.order)
            self.write(
                badges_pdf(path, make, choice.stock, choice.first),
                lambda pages: translate(_WRITTEN, badges=len(choice.people), pages=pages, name=path.name),
            )


_WRITTEN = Message("badge", "{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.")
_STOPPED = Message("badges", "Stopped: no PDF was written.")
