# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer behind IPP: a CUPS queue of this or another computer, or the printer itself. Draws nothing.

A CUPS queue of this computer only knows the state after its last job, so the printer behind it is asked too if it
speaks IPP.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkin.core.message import Message
from checkin.core.print_jobs import JobProgress, JobState, Medium, PrinterState, PrinterTrouble
from checkin.devices.ipp_client import (
    NOT_FOUND,
    Attributes,
    IppAttribute,
    IppClient,
    IppRefusedError,
    IppValueTag,
    Value,
)
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.translation import translate

# Interpretation of IPP answers from printers and CUPS: printer state, job progress, matching paper.
# Asks nothing; decides by keywords and numbers, never by messages, which may be in any language. Learnt from CUPS 2.4
# and its simulator (docs/adr/0020): an idle queue gives the reasons of its last job, a printer calls an empty tray a
# warning while it still tries, and CUPS counts a sheet when it has computed it.

PRINTER = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "printer-type",
    "device-uri",
)
PAPER = ("media-size-supported", "document-format-supported")
JOB = (
    "job-state",
    "job-state-reasons",
    "job-state-message",
    "job-printer-state-message",
    "job-impressions-completed",
    "job-media-sheets-completed",
    "job-printer-up-time",
    "time-at-creation",
    "time-at-processing",
)

NO_HISTORY = "cups-ipp-missing-job-history"
"""CUPS lost sight of a job, or the printer remembers none, and it was called completed all the same. This reason stays
on the queue for good.
"""

_STOPPED = 5
_HELD, _JOB_STOPPED, _CANCELLED, _ABORTED, _COMPLETED = 4, 6, 7, 8, 9
_GIVEN_UP = "job-completed-with-errors"

_ANY = ("", "error", "warning", "report")

_TROUBLES = {
    "media-jam": PrinterTrouble.JAM,
    "cover-open": PrinterTrouble.COVER_OPEN,
    "door-open": PrinterTrouble.COVER_OPEN,
    "interlock-open": PrinterTrouble.COVER_OPEN,
    "media-empty": PrinterTrouble.OUT_OF_PAPER,
    "media-needed": PrinterTrouble.OUT_OF_PAPER,
    "input-tray-missing": PrinterTrouble.OUT_OF_PAPER,
    "toner-empty": PrinterTrouble.OUT_OF_INK,
    "marker-supply-empty": PrinterTrouble.OUT_OF_INK,
    "developer-empty": PrinterTrouble.OUT_OF_INK,
    "output-area-full": PrinterTrouble.OTHER,
    "marker-waste-full": PrinterTrouble.OTHER,
    "offline": PrinterTrouble.UNREACHABLE,
    "connecting-to-device": PrinterTrouble.UNREACHABLE,
    "timed-out": PrinterTrouble.UNREACHABLE,
    "paused": PrinterTrouble.STOPPED,
    "moving-to-paused": PrinterTrouble.STOPPED,
    "shutdown": PrinterTrouble.STOPPED,
}
"""The most serious first."""

_TOLERANCE = 100
"""Hundredths of a millimetre by which a driver's paper size may differ from the one asked for."""


@dataclass(frozen=True, slots=True)
class JobTimeouts:
    """Seconds that a job may be active until a warning counts as trouble, and until silence does."""

    warned: int = 6
    silent: int = 45


def read_printer_state(printer: Attributes) -> PrinterState:
    """Return whether the printer can print now, and else why not."""
    is_stopped = number(printer, "printer-state") == _STOPPED
    trouble = gravest_trouble(printer) if is_stopped or not is_queue(printer) else PrinterTrouble.NONE
    if is_stopped and not trouble:
        trouble = PrinterTrouble.STOPPED
    if not trouble and number(printer, "printer-is-accepting-jobs") == 0:
        trouble = PrinterTrouble.REJECTING
    return PrinterState(trouble, first_text(printer, "printer-state-message") if trouble else "")


def gravest_trouble(printer: Attributes, severities: tuple[str, ...] = ("", "error")) -> PrinterTrouble:
    """Return the most serious reason of these severities; "" is a reason without severity, which means an error."""
    found = {_reason(text) for text in texts(printer, "printer-state-reasons")}
    return next(
        (t for name, t in _TROUBLES.items() if any((name, s) in found for s in severities)), PrinterTrouble.NONE
    )


def _reason(text: str) -> tuple[str, str]:
    name, _, severity = text.rpartition("-")
    return (name, severity) if severity in ("error", "warning", "report") else (text, "")


def is_queue(printer: Attributes) -> bool:
    """Whether this is a CUPS queue; otherwise it is a printer."""
    return "printer-type" in printer


def reports_paper_output(printer: Attributes) -> bool:
    """Whether "completed" comes from the printer, and not from CUPS after it sent the last byte."""
    speaks_ipp = not is_queue(printer) or first_text(printer, "device-uri").startswith(("ipp:", "ipps:"))
    return speaks_ipp and NO_HISTORY not in texts(printer, "printer-state-reasons")


def has_jammed(printer: Attributes) -> bool:
    """Whether the printer reports a jam at any severity: once it gave a job up, it calls its jam a mere report."""
    return gravest_trouble(printer, _ANY) is PrinterTrouble.JAM


def has_ended(job: Attributes) -> bool:
    return number(job, "job-state") in (_CANCELLED, _ABORTED, _COMPLETED)


def is_given_up(job: Attributes) -> bool:
    """Whether CUPS stopped the job for good: it neither continues nor ends."""
    return number(job, "job-state") == _JOB_STOPPED and _GIVEN_UP in texts(job, "job-state-reasons")


def finished_job_progress(job: Attributes, printer: Attributes) -> JobProgress:
    """Return the outcome of a job that has ended.

    It is certain that nothing was printed only if the job was never active, or if the printer itself counted no sheet
    and has not jammed.
    """
    if number(job, "job-state") == _COMPLETED and _GIVEN_UP not in texts(job, "job-state-reasons"):
        return JobProgress(JobState.PRINTED)
    by_person = "job-canceled-by-user" in texts(job, "job-state-reasons")
    trouble = PrinterTrouble.NONE if by_person else gravest_trouble(printer, _ANY)
    is_certain = number(job, "time-at-processing") is None or (not is_queue(printer) and _counted(job) == 0)
    state = JobState.FAILED if is_certain and trouble is not PrinterTrouble.JAM else JobState.UNCERTAIN
    return JobProgress(state, trouble, _state_message(job))


def _counted(job: Attributes) -> int | None:
    counts = [number(job, name) for name in ("job-impressions-completed", "job-media-sheets-completed")]
    return max((count for count in counts if count is not None), default=None)


def unfinished_job_trouble(job: Attributes, printer: Attributes, patience: JobTimeouts) -> PrinterState:
    """Return what delays a job that has not ended, as far as printer or queue report it."""
    age = _age(job)
    state = read_printer_state(printer)
    if state.trouble not in (PrinterTrouble.NONE, PrinterTrouble.REJECTING):
        return state
    if number(job, "job-state") == _HELD:
        return PrinterState(PrinterTrouble.STOPPED, _state_message(job))
    if age >= patience.warned and (trouble := gravest_trouble(printer, ("", "error", "warning"))):
        return PrinterState(trouble, first_text(printer, "printer-state-message"))
    if age >= patience.silent:
        return PrinterState(PrinterTrouble.SLOW, _state_message(job))
    return PrinterState()


def _age(job: Attributes) -> int:
    """Return the seconds since the job became active, or since it was created."""
    now = number(job, "job-printer-up-time")
    began = number(job, "time-at-processing") or number(job, "time-at-creation")
    return now - began if now is not None and began is not None else 0


def _state_message(job: Attributes) -> str:
    return first_text(job, "job-printer-state-message") or first_text(job, "job-state-message")


def match_paper(medium: Medium, printer: Attributes) -> tuple[int, int] | None:
    """Return width and height in 1/100 mm as the printer defines this paper; None if it has no such paper.

    CUPS rotates a badge for paper that is defined the other way round; printers themselves may not.
    """
    wanted = round(medium.width * 100), round(medium.height * 100)
    known = [size for size in printer.get("media-size-supported", []) if isinstance(size, dict)]
    if not known:
        return wanted
    ways = [wanted, wanted[::-1]] if is_queue(printer) else [wanted]
    fits = (_fit(way, size) for way in ways for size in known)
    return next((fit for fit in fits if fit), None)


def papers(printer: Attributes) -> list[tuple[float, float]]:
    """Return width and height in mm of each paper that the printer lists, without custom sizes."""
    sizes = [size for size in printer.get("media-size-supported", []) if isinstance(size, dict)]
    named = [(next(iter(s.get("x-dimension", [])), 0), next(iter(s.get("y-dimension", [])), 0)) for s in sizes]
    return [(w / 100, h / 100) for w, h in named if isinstance(w, int) and isinstance(h, int) and w and h]


def _fit(wanted: tuple[int, int], size: dict[str, list[Value]]) -> tuple[int, int] | None:
    width, height = (
        _near(length, next(iter(size.get(name, [])), None))
        for length, name in zip(wanted, ("x-dimension", "y-dimension"), strict=True)
    )
    return (width, height) if width is not None and height is not None else None


def _near(length: int, known: Value) -> int | None:
    if isinstance(known, tuple):
        return length if known[0] <= length <= known[-1] else None
    return known if isinstance(known, int) and abs(known - length) <= _TOLERANCE else None


def texts(attributes: Attributes, name: str) -> list[str]:
    return [value for value in attributes.get(name, []) if isinstance(value, str)]


def first_text(attributes: Attributes, name: str) -> str:
    return next(iter(texts(attributes, name)), "")


def number(attributes: Attributes, name: str) -> int | None:
    return next((value for value in attributes.get(name, []) if isinstance(value, int)), None)


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
            queue = self._queue.printer([*PRINTER, *PAPER])
        except PrinterError as error:
            return _no_answer(error)
        state = read_printer_state(queue)
        if state.is_ready:
            state = self._wrong_paper(queue)
        if state.is_ready:
            state = self._device_state(queue)
        return replace(state, reports_paper=reports_paper_output(queue))

    def send(self, document: PrintDocument) -> str:
        queue = self._queue.printer([*PRINTER, *PAPER])
        paper = match_paper(document.medium, queue)
        if paper is None:
            raise PrinterError(_NO_PAPER, width=f"{document.medium.width:g}", height=f"{document.medium.height:g}")
        self._had_no_history = NO_HISTORY in texts(queue, "printer-state-reasons")
        self._had_jammed = has_jammed(queue)
        about = [
            IppAttribute(IppValueTag.NAME, "job-name", [document.title]),
            IppAttribute(IppValueTag.MIME_TYPE, "document-format", [PDF]),
        ]
        return str(self._queue.print_job(document.content, about, _exactly_on(paper)))

    def follow(self, reference: str) -> JobProgress:
        try:
            job = self._queue.job(int(reference), JOB)
            queue = self._queue.printer(PRINTER)
        except PrinterError as error:
            is_forgotten = isinstance(error, IppRefusedError) and error.status == NOT_FOUND
            return JobProgress(JobState.UNCERTAIN) if is_forgotten else _waiting(_no_answer(error))
        if has_ended(job):
            return self._end(reference, job, queue)
        if is_given_up(job):
            self.cancel(reference)  # else a user could resume it, for a second badge
            return JobProgress(JobState.UNCERTAIN, PrinterTrouble.OTHER, first_text(job, "job-printer-state-message"))
        return self._at_work(reference, job, queue)

    def cancel(self, reference: str) -> None:
        try:
            self._queue.cancel(int(reference))
        except PrinterError:
            return  # ended meanwhile, or unreachable: `follow` reports it

    def _end(self, reference: str, job: Attributes, queue: Attributes) -> JobProgress:
        progress = finished_job_progress(job, queue)
        if progress.state is not JobState.PRINTED:
            return progress
        if has_jammed(queue) and not self._had_jammed:  # CUPS may miss that the printer gave the job up
            return JobProgress(JobState.UNCERTAIN, PrinterTrouble.JAM)
        return JobProgress(JobState.UNCERTAIN) if self._was_lost(reference, queue) else progress

    def _was_lost(self, reference: str, queue: Attributes) -> bool:
        """Whether CUPS reports a job as completed that it lost sight of.

        The sign of it stays on the queue for good; so it counts only if it is new, or if the printer was away during
        this job.
        """
        has_no_history = NO_HISTORY in texts(queue, "printer-state-reasons")
        return has_no_history and (self._had_no_history is not True or reference in self._away)

    def _at_work(self, reference: str, job: Attributes, queue: Attributes) -> JobProgress:
        found = unfinished_job_trouble(job, queue, self._patience)
        if found.is_ready or found.trouble is PrinterTrouble.SLOW:
            device = self._device_state(queue)
            found = found if device.is_ready else device
        if found.trouble is PrinterTrouble.UNREACHABLE:
            self._away.add(reference)
        return _waiting(found)

    def _device_state(self, queue: Attributes) -> PrinterState:
        """Return the state that the printer behind a queue of this computer reports itself, if it speaks IPP too."""
        uri = first_text(queue, "device-uri")
        is_here = self._queue.endpoint.host in HERE
        if not is_here or not uri.startswith(("ipp:", "ipps:")) or "._tcp" in uri:
            return PrinterState()
        try:
            return read_printer_state(self._ask(uri).printer(PRINTER))
        except PrinterError as error:
            return _no_answer(error)

    def _wrong_paper(self, queue: Attributes) -> PrinterState:
        if match_paper(self._medium, queue) is None:
            return PrinterState(PrinterTrouble.WRONG_PAPER, f"{self._medium.width:g} × {self._medium.height:g} mm")
        formats = texts(queue, "document-format-supported")
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
