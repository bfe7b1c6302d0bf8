# SPDX-License-Identifier: GPL-3.0-or-later
"""Print plan of a computer: its printers, paper, calibration, and when an arrival prints. Values only."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.printing.print_jobs import PrintPolicy

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
