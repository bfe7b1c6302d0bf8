# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets and drafts written to files, from the question where to the last file. A thread does the drawing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.badges.badge_output import PageProgress
from checkin.core.attendee import Attendee
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.proposed_file_names import plain, propose_file_name
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_accounts import read_mail_account
from checkin.services.mail.mail_drafts import write_drafts
from checkin.services.pdf_writer import PdfJob
from checkin.services.tickets.ticket_files import write_tickets
from checkin.services.tickets.ticket_making import TicketMaker
from checkin.translation import error_text, translate
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress


class TicketWriting(PdfWriting):
    """The writing, with dialogs over `parent`. `refused_text` carries the sentence for what could not be written."""

    refused_text = Signal(str)

    def __init__(self, event: EventFile, progress: WritingProgress, parent: QWidget) -> None:
        super().__init__(progress, _STOPPED, parent)
        self._event, self._window = event, parent
        self.written.connect(lambda text, _path: self.reported.emit(text))
        self.refused.connect(self._tell)

    def ask_pdf(self, maker: TicketMaker, people: Sequence[Attendee]) -> None:
        """Ask for a file, and write one PDF with everybody's ticket."""
        if not self.is_free:
            return
        name = propose_file_name(maker.programme.event, self._event.clock()(), translate(_FILE))
        start = str(self._event.path.parent / f"{name}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._window, translate(_PDF_TITLE), start, "PDF (*.pdf)")
        self._event.relock()
        if chosen:
            path = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
            self._write_tickets(path, people, maker)

    def ask_folder(self, maker: TicketMaker, people: Sequence[Attendee]) -> None:
        """Ask for a folder, and write a PDF named after each person into a new one in it."""
        if self.is_free and (folder := self._ask_folder(maker, translate(_FILE))):
            self._write_tickets(folder, people, maker)

    def ask_drafts(self) -> None:
        """Ask for a folder, and write a draft for each message into a new one in it."""
        maker = TicketMaker(self._event)
        if self.is_free and (folder := self._ask_folder(maker, translate(_DRAFTS_FOLDER))):
            job = PdfJob(folder, partial(_write_drafts, self._event.path, folder))
            self.write(job, lambda count: translate(_DRAFTS, count=count, name=folder.name))

    def _write_tickets(self, out: Path, people: Sequence[Attendee], maker: TicketMaker) -> None:
        self.write(
            PdfJob(out, lambda report: write_tickets(people, maker, out, report, by_name=True)),
            lambda count: translate(_WRITTEN, count=count, name=out.name),
        )

    def _ask_folder(self, maker: TicketMaker, what: str) -> Path | None:
        """Return a new folder, in the one that the user chose: hundreds of files do not belong among others."""
        start = str(self._event.path.parent)
        chosen = QFileDialog.getExistingDirectory(self._window, translate(_FOLDER_TITLE), start)
        self._event.relock()
        name = propose_file_name(maker.programme.event, self._event.clock()(), what)
        return Path(chosen) / plain(name) if chosen else None

    def _tell(self, error: CheckinError) -> None:
        self.refused_text.emit(error_text(error))


def _write_drafts(path: Path, folder: Path, report: PageProgress) -> int:
    """Write the drafts, in the thread of the writing, which opens the event for itself."""

    def tell(done: int, total: int | None) -> None:
        report(done, total or 0)

    event = EventFile.open(path)
    try:
        return write_drafts(event, folder, read_mail_account(event), translate, tell).messages
    finally:
        event.close()


_FILE, _DRAFTS_FOLDER = Message("file", "tickets"), Message("file", "drafts")
_PDF_TITLE = Message("tickets", "Save the tickets as")
_FOLDER_TITLE = Message("tickets", "A folder is made here for the files")
_WRITTEN = Message("tickets", "{count} {count:ticket|tickets} written to “{name}”.")
_DRAFTS = Message(
    "tickets", "{count} {count:draft|drafts} written to “{name}”. Nothing was sent: open them in your mail program."
)
_STOPPED = Message("tickets", "Stopped: nothing was written.")
