# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing of badges: jobs and their states, the print plan of a computer, label printers and rolls. Values only.

Printing is never exactly once: between "handed over" and "on paper" anything may happen. So a job whose end is unknown
has a state of its own, and is never printed again without a person's decision.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from checkin.core.message import Message, UserError


class JobState(StrEnum):
    """The state of a job: WAITING, PRINTING, then PRINTED, FAILED (certainly nothing on paper) or UNCERTAIN (a person
    has to look).
    """

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


OPEN_JOB_STATES = frozenset({JobState.WAITING, JobState.PRINTING})
LOST_JOB_STATES = frozenset({JobState.FAILED, JobState.UNCERTAIN})
"""The states in which there may be no badge, and nothing more happens without a person."""


class BadgeNotWantedError(UserError):
    """The refusal to print a badge of a batch whose attendee does not come any more. Nothing went wrong."""


class PrinterTrouble(StrEnum):
    """The reason that a printer gives for not printing."""

    NONE = ""
    OUT_OF_PAPER = "out_of_paper"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    OUT_OF_INK = "out_of_ink"
    STOPPED = "stopped"
    REJECTING = "rejecting"
    WRONG_PAPER = "wrong_paper"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    GONE = "gone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """The state of a printer. `detail` is the printer's own sentence, in its language; nothing is decided on it.
    `reports_paper`: "printed" means on paper, not merely bytes accepted.
    """

    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""
    reports_paper: bool = True

    @property
    def is_ready(self) -> bool:
        return self.trouble is PrinterTrouble.NONE


READY = PrinterState()


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A printer's report on a job it was handed."""

    state: JobState
    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""


def is_folder(printer: str) -> bool:
    """Whether badges for this address are written as files instead of printed."""
    return printer.startswith("pdf:")


class PrintPolicy(StrEnum):
    """The rule by which an arrival prints a badge by itself."""

    NEVER = "never"
    ONCE = "once"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A badge that is asked for, before it is a job."""

    attendee: str
    template: str
    printer: str
    is_urgent: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One badge for one attendee on one printer, from the request until its end is known.

    Jobs are kept in the event file by the computer that prints and survive a restart; other desks never see them.
    WAITING becomes PRINTING before the first byte leaves, and then PRINTED, FAILED, UNCERTAIN or CANCELLED. A job that
    certainly printed nothing may wait again; one that has ended stays ended, except that a person resolves an
    UNCERTAIN one. A reprint is a new job with the next `copy` (counted from 1) and a reason in `why`. The journal gets
    its entry (`printed_body`) only once the badge is PRINTED. `is_urgent` is for an attendee at the desk: before every
    job of a batch. `reference` is the printer's own name for the job, `trouble` and `detail` what it last reported. An
    empty `attendee` makes a test page (`is_test`).

        if job.state in LOST_JOB_STATES: ...  # offer a reprint
    """

    id: int
    attendee: str
    template: str
    printer: str
    copy: int
    why: str
    is_urgent: bool
    state: JobState
    created_at: datetime
    sent_at: datetime | None = None
    done_at: datetime | None = None
    reference: str = ""
    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""

    @property
    def is_test(self) -> bool:
        """Whether this is a test page, no attendee's badge."""
        return not self.attendee

    def printed_body(self) -> dict[str, object]:
        """Return the body of the entry for a badge that is on paper."""
        return {"template": self.template, "copy": self.copy} | ({"why": self.why} if self.why else {})


@dataclass(frozen=True, slots=True)
class RequestedBadge:
    """The badge asked for by an arrival: its job, the state of its printer then, and the address of the printer that
    could take over, "" for none. `is_by_hand`: a user asked for it, and is told what becomes of it.
    """

    job: PrintJob
    printer: PrinterState = READY
    second: str = ""
    is_by_hand: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether the attendee has to wait for a printer that was in trouble when they came."""
        return self.job.state in OPEN_JOB_STATES and not self.printer.is_ready

    @property
    def is_lost(self) -> bool:
        return self.job.state in LOST_JOB_STATES

    @property
    def can_go_to_second(self) -> bool:
        return bool(self.second) and self.job.state is JobState.WAITING and self.job.printer != self.second


def is_print_due(policy: PrintPolicy, states: Collection[JobState]) -> bool:
    """Whether an arrival prints a badge, given the states of the attendee's earlier jobs. A badge that may have been
    printed is not printed again without a person.
    """
    if policy is PrintPolicy.ONCE:
        return not any(s in OPEN_JOB_STATES or s in (JobState.PRINTED, JobState.UNCERTAIN) for s in states)
    return policy is PrintPolicy.ALWAYS


# Print plan of a computer: its printers, paper, calibration, and when an arrival prints. Values only.

FURTHEST, LEAST_SCALE, MOST_SCALE = 20.0, 0.9, 1.1
"""The limits of a calibration: mm of shift, and scale. Beyond them something else is wrong."""


@dataclass(frozen=True, slots=True)
class Medium:
    """The paper a printer prints on, in mm, and its dots an inch where dots are sent.

    The badge is drawn for exactly this: nothing is scaled or turned afterwards. A height of 0 is an endless roll.
    """

    width: float
    height: float
    dpi: int = 300


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that was found. `name` is for people; `media` is what it can print on, the smallest first."""

    address: str
    name: str
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class PageMeasurement:
    """Measurements of a test page in mm: from the paper's left and upper edge to the mark that should be `mark` from
    both, and the length of the line that should be `line` long.
    """

    left: float
    top: float
    length: float
    mark: float
    line: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A correction of everything drawn: a shift right and down in mm and a scale, from the paper's upper left."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def after(self, page: PageMeasurement) -> "Calibration":
        """Return the calibration that corrects a page printed with this one.

        Raises `UserError` for values that no printer produces: a wrong measurement, or other paper.
        """
        if not all(map(math.isfinite, (page.left, page.top, page.length))) or page.length <= 0:
            raise UserError(_NOT_MEASURED)
        scale = self.scale * page.line / page.length
        x = self.x + self.scale * page.mark - scale * page.left
        y = self.y + self.scale * page.mark - scale * page.top
        if not LEAST_SCALE <= scale <= MOST_SCALE or max(abs(x), abs(y)) > FURTHEST:
            raise UserError(_NOT_MEASURED)
        return Calibration(round(x, 2), round(y, 2), round(scale, 4))


AS_DRAWN = Calibration()


@dataclass(frozen=True, slots=True)
class PrinterSetup:
    """The settings of one printer on this computer. `name` is for people; without a `medium` the paper is as large as
    the badge.
    """

    name: str = ""
    medium: Medium | None = None
    calibration: Calibration = AS_DRAWN


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """A computer's plan for printing badges. `printer` is the address of the first choice ("" for none), `second` of
    the one that takes over (docs/printing.md), `template` the badge ("" for each category's own), `policy` when an
    arrival prints, `points` at which control points; empty means the first one.
    """

    printer: str = ""
    second: str = ""
    template: str = ""
    policy: PrintPolicy = PrintPolicy.NEVER
    points: tuple[str, ...] = ()
    setups: Mapping[str, PrinterSetup] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def printers(self) -> tuple[str, ...]:
        """The addresses in use, the first choice first."""
        return tuple(dict.fromkeys(filter(None, (self.printer, self.second))))

    def prints_at(self, point: str, first: str) -> bool:
        """Whether an arrival at control point `point` prints, in an event whose first one is `first`."""
        return point in (self.points or (first,))

    def fallback_for(self, address: str) -> str:
        """Return the address of the printer that takes over from this one; "" for none."""
        return self.second if address == self.printer != self.second else ""

    def setup(self, address: str) -> PrinterSetup:
        return self.setups.get(address, PrinterSetup())

    def name_of(self, address: str) -> str:
        """Return the name people know a printer by, else the end of its address."""
        return self.setup(address).name or address.rstrip("/").rpartition("/")[2] or address


NO_PLAN = PrintPlan()

_NOT_MEASURED = Message(
    "printing",
    "These cannot be the measurements of the test page: no printer is that far off. Nothing was changed; check "
    "that it was printed on the chosen paper, and measure again.",
)


# Labels left on a printer's roll: what was on it when it was put in, less what was printed since.
# A count, not a measurement: it misses labels torn off by hand or fed by the printer itself, so it warns early.

LOW = 20


@dataclass(frozen=True, slots=True)
class LabelRoll:
    """A roll that held `labels`, of which `printed` are gone, those of uncertain jobs included."""

    labels: int
    printed: int

    @property
    def left(self) -> int:
        return max(0, self.labels - self.printed)

    @property
    def is_low(self) -> bool:
        return self.left < LOW

    @property
    def warning(self) -> Message | None:
        """The warning to show, with the field `left`; None while enough are left."""
        if self.left == 0:
            return Message("printing", "The roll should be empty. Put in a new one, then click “New roll…”.")
        return _LOW if self.is_low else None


_LOW = Message("printing", "About {left} {left:label is|labels are} left on the roll. Have a new one ready.")


# Brother QL label printers, and the DK rolls they take. Lengths in mm; a dot is 1/300 inch.
# Source: Brother's raster command references by way of the tables of brother_ql-inventree, with which the tests
# compare.

DPI = 300

MARGIN = 35
"""Dots (3 mm) that a printer feeds before and after the print on an endless roll. They belong to the badge."""


@dataclass(frozen=True, slots=True)
class BrotherTape:
    """A roll of labels. `dots` across and `rows` along can be printed on; `offset` dots of the head lie right of them.

    An endless roll has length 0. `has_red`: two-colour paper, which a printer refuses from a program that sends black
    only.
    """

    id: str
    width: int
    length: int
    dots: int
    rows: int
    offset: int
    has_red: bool = False

    @property
    def is_endless(self) -> bool:
        return self.length == 0


@dataclass(frozen=True, slots=True)
class BrotherModel:
    """A printer model. A line of its head is `row` bytes; `offset` further dots of the head lie right of every roll.

    `packs`: rows may be compressed; `switches`: it has other command languages to switch from; `cuts`: it cuts each
    label; `widens`: it knows the command that cuts at the end. `reset` zero bytes cancel whatever it was sent before.
    """

    id: str
    row: int = 90
    offset: int = 0
    packs: bool = True
    switches: bool = True
    cuts: bool = True
    widens: bool = True
    has_red: bool = False
    reset: int = 200


TAPES = (
    BrotherTape("12", 12, 0, 106, 0, 29),
    BrotherTape("29", 29, 0, 306, 0, 6),
    BrotherTape("38", 38, 0, 413, 0, 12),
    BrotherTape("50", 50, 0, 554, 0, 12),
    BrotherTape("54", 54, 0, 590, 0, 0),
    BrotherTape("62", 62, 0, 696, 0, 12),
    BrotherTape("62red", 62, 0, 696, 0, 12, has_red=True),
    BrotherTape("102", 102, 0, 1164, 0, 12),
    BrotherTape("17x54", 17, 54, 165, 566, 0),
    BrotherTape("17x87", 17, 87, 165, 956, 0),
    BrotherTape("23x23", 23, 23, 202, 202, 42),
    BrotherTape("29x42", 29, 42, 306, 425, 6),
    BrotherTape("29x90", 29, 90, 306, 991, 6),
    BrotherTape("38x90", 38, 90, 413, 991, 12),
    BrotherTape("39x48", 39, 48, 425, 495, 6),
    BrotherTape("52x29", 52, 29, 578, 271, 0),
    BrotherTape("60x86", 60, 87, 672, 954, 18),
    BrotherTape("62x29", 62, 29, 696, 271, 12),
    BrotherTape("62x100", 62, 100, 696, 1109, 12),
    BrotherTape("102x51", 102, 51, 1164, 526, 12),
    BrotherTape("102x152", 102, 153, 1164, 1660, 12),
)

_WIDE = 162

MODELS = (
    BrotherModel("QL-500", packs=False, switches=False, cuts=False, widens=False),
    BrotherModel("QL-550", packs=False, switches=False),
    BrotherModel("QL-560", packs=False, switches=False),
    BrotherModel("QL-570", packs=False, switches=False),
    BrotherModel("QL-580N"),
    BrotherModel("QL-600"),
    BrotherModel("QL-650TD"),
    BrotherModel("QL-700", packs=False, switches=False),
    BrotherModel("QL-710W"),
    BrotherModel("QL-720NW"),
    BrotherModel("QL-800", packs=False, has_red=True, reset=400),
    BrotherModel("QL-810W", has_red=True, reset=400),
    BrotherModel("QL-820NWB", has_red=True, reset=400),
    BrotherModel("QL-1050", _WIDE, 44),
    BrotherModel("QL-1060N", _WIDE, 44),
    BrotherModel("QL-1100", _WIDE, 44),
    BrotherModel("QL-1110NWB", _WIDE, 44),
)


def tape(tape_id: str) -> BrotherTape | None:
    return next((each for each in TAPES if each.id == tape_id), None)


def model(name: str) -> BrotherModel | None:
    """Return the model of this name; None if unknown. Accepts the suffix of later builds, as in QL-820NWBc."""
    plain = name.strip().upper().removesuffix("C")
    return next((each for each in MODELS if each.id == plain), None)


def takes(printer: BrotherModel, roll: BrotherTape) -> bool:
    """Whether the roll fits under the printer's head and the printer can print its colours."""
    return roll.dots + roll.offset + printer.offset <= printer.row * 8 and (printer.has_red or not roll.has_red)
