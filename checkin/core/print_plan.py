# SPDX-License-Identifier: GPL-3.0-or-later
"""How a computer prints badges: on which printers, on what paper, made up for what each does wrong, and when.

Values only.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.print_jobs import PrintPolicy

FURTHEST, LEAST_SCALE, MOST_SCALE = 20.0, 0.9, 1.1
"""What can be made up for: mm, and how much smaller or larger. Beyond it something else is wrong."""


@dataclass(frozen=True, slots=True)
class Medium:
    """The paper a printer prints on, in mm, and for dots and pictures the printer's dots an inch.

    The badge is drawn for exactly this: nothing is scaled or turned afterwards. Without a height: a roll without end.
    """

    width: float
    height: float
    dpi: int = 300


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """`name` is for people; `media` what it says it can print on, the smallest first."""

    address: str
    name: str
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class PageMeasurement:
    """What somebody measured on a test page, in mm: from the paper's left and upper edge to the mark that should be at
    `mark` from both, and the line that should be `line` long.
    """

    left: float
    top: float
    length: float
    mark: float
    line: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything is drawn so many mm further right and down, and so much larger, seen from the paper's upper left."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def after(self, page: PageMeasurement) -> "Calibration":
        """What makes the next badge right, when a page that was drawn with this one came out so.

        Raises `UserError` for what no printer does: then it was not measured, or the paper is another.
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
    """What this computer keeps of one printer. `name` is for people; without a `medium` its paper is as large as the
    badge.
    """

    name: str = ""
    medium: Medium | None = None
    calibration: Calibration = AS_DRAWN


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """The printer's address ("" for none) and that of the one that takes over (docs/printing.md), the template ("" for
    each category its own), when an arrival prints, and at which control points; with none named at the first one.
    """

    printer: str = ""
    second: str = ""
    template: str = ""
    policy: PrintPolicy = PrintPolicy.NEVER
    points: tuple[str, ...] = ()
    setups: Mapping[str, PrinterSetup] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def printers(self) -> tuple[str, ...]:
        """Those in use, the first choice first."""
        return tuple(dict.fromkeys(filter(None, (self.printer, self.second))))

    def prints_at(self, point: str, first: str) -> bool:
        """Whether an arrival at this control point prints, in an event whose first one is `first`."""
        return point in (self.points or (first,))

    def fallback_for(self, address: str) -> str:
        """Who takes over from a printer; "" for nobody."""
        return self.second if address == self.printer != self.second else ""

    def setup(self, address: str) -> PrinterSetup:
        return self.setups.get(address, PrinterSetup())

    def name_of(self, address: str) -> str:
        """What people call a printer; one that nobody named by the end of its address."""
        return self.setup(address).name or address.rstrip("/").rpartition("/")[2] or address


NO_PLAN = PrintPlan()

_NOT_MEASURED = Message(
    "printing",
    "These are not the measures of the test page: no printer is so far off. Nothing was changed; "
    "look whether it was printed on the paper that is chosen, and measure again.",
)
