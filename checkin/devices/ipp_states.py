# SPDX-License-Identifier: GPL-3.0-or-later
"""What the answers of printers and of CUPS mean for a badge. Asks nothing; decides on keywords and numbers, never on
sentences, which are in anybody's language.

Learnt from CUPS 2.4 and its simulator (docs/adr/0020): an idle queue gives the reasons of its last job, a printer calls
an empty tray a warning while it still tries, and CUPS counts a sheet when it has computed it.
"""

from dataclasses import dataclass

from checkin.core.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.core.print_plan import Medium
from checkin.devices.ipp_message import Attributes, Value

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
"""CUPS lost sight of a job, or the printer remembers none, and it was called completed all the same. It stays on the
queue for good."""

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
"""The gravest first."""

_TOLERANCE = 100
"""Hundredths of a millimetre between the paper asked for and what a driver calls it."""


@dataclass(frozen=True, slots=True)
class JobTimeouts:
    """Seconds a job may be at work until a warning counts as trouble, and until silence does."""

    warned: int = 6
    silent: int = 45


def read_printer_state(printer: Attributes) -> PrinterState:
    """Whether it can print now."""
    is_stopped = number(printer, "printer-state") == _STOPPED
    trouble = gravest_trouble(printer) if is_stopped or not is_queue(printer) else PrinterTrouble.NONE
    if is_stopped and not trouble:
        trouble = PrinterTrouble.STOPPED
    if not trouble and number(printer, "printer-is-accepting-jobs") == 0:
        trouble = PrinterTrouble.REJECTING
    return PrinterState(trouble, first_text(printer, "printer-state-message") if trouble else "")


def gravest_trouble(printer: Attributes, severities: tuple[str, ...] = ("", "error")) -> PrinterTrouble:
    """The gravest of the reasons given with one of these severities; "" is none given, which means an error."""
    found = {_reason(text) for text in texts(printer, "printer-state-reasons")}
    return next(
        (t for name, t in _TROUBLES.items() if any((name, s) in found for s in severities)), PrinterTrouble.NONE
    )


def _reason(text: str) -> tuple[str, str]:
    name, _, severity = text.rpartition("-")
    return (name, severity) if severity in ("error", "warning", "report") else (text, "")


def is_queue(printer: Attributes) -> bool:
    """Of a CUPS; otherwise it is a printer itself."""
    return "printer-type" in printer


def reports_paper_output(printer: Attributes) -> bool:
    """Whether "completed" comes from the printer, not from whoever sent it the last byte."""
    speaks_ipp = not is_queue(printer) or first_text(printer, "device-uri").startswith(("ipp:", "ipps:"))
    return speaks_ipp and NO_HISTORY not in texts(printer, "printer-state-reasons")


def has_jammed(printer: Attributes) -> bool:
    """It says so in whatever way: once it gave a job up, a printer calls its jam a mere report."""
    return gravest_trouble(printer, _ANY) is PrinterTrouble.JAM


def has_ended(job: Attributes) -> bool:
    return number(job, "job-state") in (_CANCELLED, _ABORTED, _COMPLETED)


def is_given_up(job: Attributes) -> bool:
    """Stopped for good by CUPS: it neither goes on nor ends."""
    return number(job, "job-state") == _JOB_STOPPED and _GIVEN_UP in texts(job, "job-state-reasons")


def finished_job_progress(job: Attributes, printer: Attributes) -> JobProgress:
    """What became of a job that has ended. Nothing is on paper for certain only if it was never at work, or if the
    printer itself counted nothing and has not jammed.
    """
    if number(job, "job-state") == _COMPLETED and _GIVEN_UP not in texts(job, "job-state-reasons"):
        return JobProgress(JobState.PRINTED)
    by_person = "job-canceled-by-user" in texts(job, "job-state-reasons")
    trouble = PrinterTrouble.NONE if by_person else gravest_trouble(printer, _ANY)
    is_certain = number(job, "time-at-processing") is None or (not is_queue(printer) and _counted(job) == 0)
    state = JobState.FAILED if is_certain and trouble is not PrinterTrouble.JAM else JobState.UNCERTAIN
    return JobProgress(state, trouble, _said_of(job))


def _counted(job: Attributes) -> int | None:
    counts = [number(job, name) for name in ("job-impressions-completed", "job-media-sheets-completed")]
    return max((count for count in counts if count is not None), default=None)


def unfinished_job_trouble(job: Attributes, printer: Attributes, patience: JobTimeouts) -> PrinterState:
    """What keeps a job that has not ended, as far as the printer or queue tells."""
    age = _age(job)
    state = read_printer_state(printer)
    if state.trouble not in (PrinterTrouble.NONE, PrinterTrouble.REJECTING):
        return state
    if number(job, "job-state") == _HELD:
        return PrinterState(PrinterTrouble.STOPPED, _said_of(job))
    if age >= patience.warned and (trouble := gravest_trouble(printer, ("", "error", "warning"))):
        return PrinterState(trouble, first_text(printer, "printer-state-message"))
    if age >= patience.silent:
        return PrinterState(PrinterTrouble.SLOW, _said_of(job))
    return PrinterState()


def _age(job: Attributes) -> int:
    """Seconds since it is at work, or since it waits for that."""
    now = number(job, "job-printer-up-time")
    began = number(job, "time-at-processing") or number(job, "time-at-creation")
    return now - began if now is not None and began is not None else 0


def _said_of(job: Attributes) -> str:
    return first_text(job, "job-printer-state-message") or first_text(job, "job-state-message")


def match_paper(medium: Medium, printer: Attributes) -> tuple[int, int] | None:
    """Width and height in 1/100 mm as the printer calls this paper; None if it has none like it.

    CUPS turns a badge onto paper that is named the other way round; printers themselves are not trusted to.
    """
    wanted = round(medium.width * 100), round(medium.height * 100)
    known = [size for size in printer.get("media-size-supported", []) if isinstance(size, dict)]
    if not known:
        return wanted
    ways = [wanted, wanted[::-1]] if is_queue(printer) else [wanted]
    fits = (_fit(way, size) for way in ways for size in known)
    return next((fit for fit in fits if fit), None)


def papers(printer: Attributes) -> list[tuple[float, float]]:
    """Width and height in mm of each paper it names; not of those that may have any size."""
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
