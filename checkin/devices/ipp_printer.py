# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer behind IPP: a CUPS queue of this or another computer, or the printer itself. Draws nothing.

A CUPS queue of this computer only knows the state after its last job, so the printer behind it is asked too if it
speaks IPP.
"""

from collections.abc import Callable
from dataclasses import replace

from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.core.printing.print_plan import Medium
from checkin.devices import ipp_states
from checkin.devices.ipp_client import NOT_FOUND, IppClient, IppRefusedError
from checkin.devices.ipp_message import Attributes, IppAttribute, IppValueTag
from checkin.devices.ipp_states import NO_HISTORY, JobTimeouts
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.translation import translate

PDF = "application/pdf"
HERE = ("localhost", "127.0.0.1", "::1")


class IppPrinter:
    """A printer or queue with an IPP address. `ask` makes the client of an address."""

    form = PrintFormat.PDF

    def __init__(
        self, address: str, medium: Medium, ask: Callable[[str], IppClient], patience: JobTimeouts | None = None
    ) -> None:
        self._queue, self._ask = ask(address), ask
        self._medium = medium
        self._patience = patience or JobTimeouts()
        self._had_no_history: bool | None = None
        self._had_jammed = False
        self._away: set[str] = set()

    def state(self) -> PrinterState:
        try:
            queue = self._queue.printer([*ipp_states.PRINTER, *ipp_states.PAPER])
        except PrinterError as error:
            return _no_answer(error)
        state = ipp_states.read_printer_state(queue)
        if state.is_ready:
            state = self._wrong_paper(queue)
        if state.is_ready:
            state = self._device_state(queue)
        return replace(state, reports_paper=ipp_states.reports_paper_output(queue))

    def send(self, document: PrintDocument) -> str:
        queue = self._queue.printer([*ipp_states.PRINTER, *ipp_states.PAPER])
        paper = ipp_states.match_paper(document.medium, queue)
        if paper is None:
            raise PrinterError(_NO_PAPER, width=f"{document.medium.width:g}", height=f"{document.medium.height:g}")
        self._had_no_history = NO_HISTORY in ipp_states.texts(queue, "printer-state-reasons")
        self._had_jammed = ipp_states.has_jammed(queue)
        about = [
            IppAttribute(IppValueTag.NAME, "job-name", [document.title]),
            IppAttribute(IppValueTag.MIME_TYPE, "document-format", [PDF]),
        ]
        return str(self._queue.print_job(document.content, about, _exactly_on(paper)))

    def follow(self, reference: str) -> JobProgress:
        try:
            job = self._queue.job(int(reference), ipp_states.JOB)
            queue = self._queue.printer(ipp_states.PRINTER)
        except PrinterError as error:
            is_forgotten = isinstance(error, IppRefusedError) and error.status == NOT_FOUND
            return JobProgress(JobState.UNCERTAIN) if is_forgotten else _waiting(_no_answer(error))
        if ipp_states.has_ended(job):
            return self._end(reference, job, queue)
        if ipp_states.is_given_up(job):
            self.cancel(reference)  # else a user could resume it, for a second badge
            return JobProgress(
                JobState.UNCERTAIN, PrinterTrouble.OTHER, ipp_states.first_text(job, "job-printer-state-message")
            )
        return self._at_work(reference, job, queue)

    def cancel(self, reference: str) -> None:
        try:
            self._queue.cancel(int(reference))
        except PrinterError:
            return  # ended meanwhile, or unreachable: `follow` reports it

    def _end(self, reference: str, job: Attributes, queue: Attributes) -> JobProgress:
        progress = ipp_states.finished_job_progress(job, queue)
        if progress.state is not JobState.PRINTED:
            return progress
        if ipp_states.has_jammed(queue) and not self._had_jammed:  # CUPS may miss that the printer gave the job up
            return JobProgress(JobState.UNCERTAIN, PrinterTrouble.JAM)
        return JobProgress(JobState.UNCERTAIN) if self._was_lost(reference, queue) else progress

    def _was_lost(self, reference: str, queue: Attributes) -> bool:
        """Whether CUPS reports a job as completed that it lost sight of.

        The sign of it stays on the queue for good; so it counts only if it is new, or if the printer was away during
        this job.
        """
        has_no_history = NO_HISTORY in ipp_states.texts(queue, "printer-state-reasons")
        return has_no_history and (self._had_no_history is not True or reference in self._away)

    def _at_work(self, reference: str, job: Attributes, queue: Attributes) -> JobProgress:
        found = ipp_states.unfinished_job_trouble(job, queue, self._patience)
        if found.is_ready or found.trouble is PrinterTrouble.SLOW:
            device = self._device_state(queue)
            found = found if device.is_ready else device
        if found.trouble is PrinterTrouble.UNREACHABLE:
            self._away.add(reference)
        return _waiting(found)

    def _device_state(self, queue: Attributes) -> PrinterState:
        """Return the state that the printer behind a queue of this computer reports itself, if it speaks IPP too."""
        uri = ipp_states.first_text(queue, "device-uri")
        is_here = self._queue.endpoint.host in HERE
        if not is_here or not uri.startswith(("ipp:", "ipps:")) or "._tcp" in uri:
            return PrinterState()
        try:
            return ipp_states.read_printer_state(self._ask(uri).printer(ipp_states.PRINTER))
        except PrinterError as error:
            return _no_answer(error)

    def _wrong_paper(self, queue: Attributes) -> PrinterState:
        if ipp_states.match_paper(self._medium, queue) is None:
            return PrinterState(PrinterTrouble.WRONG_PAPER, f"{self._medium.width:g} × {self._medium.height:g} mm")
        formats = ipp_states.texts(queue, "document-format-supported")
        return (
            PrinterState(PrinterTrouble.OTHER, translate(_NO_PDF)) if formats and PDF not in formats else PrinterState()
        )


def _exactly_on(paper: tuple[int, int]) -> list[IppAttribute]:
    """Return the settings for one copy in original size and without a banner page: "fit" moved codes by a
    centimetre.
    """
    width, height = (
        IppAttribute(IppValueTag.INTEGER, f"{axis}-dimension", [length])
        for axis, length in zip("xy", paper, strict=True)
    )
    return [
        IppAttribute(IppValueTag.INTEGER, "copies", [1]),
        IppAttribute(IppValueTag.KEYWORD, "print-scaling", ["none"]),
        IppAttribute(IppValueTag.KEYWORD, "job-sheets", ["none"]),
        IppAttribute(
            IppValueTag.COLLECTION, "media-col", [IppAttribute(IppValueTag.COLLECTION, "media-size", [width, height])]
        ),
    ]


def _waiting(state: PrinterState) -> JobProgress:
    return JobProgress(JobState.PRINTING, state.trouble, state.detail)


def _no_answer(error: PrinterError) -> PrinterState:
    if not isinstance(error, IppRefusedError):
        return PrinterState(PrinterTrouble.UNREACHABLE)
    return PrinterState(PrinterTrouble.GONE if error.status == NOT_FOUND else PrinterTrouble.OTHER, error.reason)


_NO_PAPER = Message(
    "printing",
    "This printer has no paper of {width} × {height} mm. Nothing was printed; choose its paper, or another printer.",
)
_NO_PDF = Message(
    "printing", "This printer does not accept PDF. Add it to this computer’s printers, and choose it there."
)
