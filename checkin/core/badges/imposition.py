# SPDX-License-Identifier: GPL-3.0-or-later
"""Stocks of paper for badges, and imposition: where each badge goes on which page. Pure; draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checkin.core.badges.template import BadgeTemplate, FoldDirection
from checkin.core.message import Message, UserError
from checkin.core.print_jobs import Calibration, Medium

# Stocks of paper for badges: the cells of sheets and the labels of rolls, in mm.
# Sources: ISO 216; the label database of gLabels (glabels-data) for Avery, Sigel, Geha and Dataline; the layouts of
# the pretix badges plug-in for Durable BADGEMAKER. Plain sheets are ours, centred on A4, to be cut along their marks.

A4 = (210.0, 297.0)


class StockCell(NamedTuple):
    """The upper left corner of a badge on its page, and the page (from 0)."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stock:
    """A paper with places for badges. `x`, `y` is the corner of the first badge, `dx`, `dy` from one to the next.

    `is_cut`: a plain sheet, on which marks are drawn. `also`: other papers with the same places.
    """

    id: str
    name: str
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    x: float = 0.0
    y: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    is_cut: bool = False
    page: tuple[float, float] = A4
    also: str = ""

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def cell(self, number: int) -> StockCell:
        """Return the place of the badge of this number (from 0), row by row."""
        page, place = divmod(number, self.per_page)
        row, column = divmod(place, self.columns)
        return StockCell(page, self.x + column * self.dx, self.y + row * self.dy)


SHEETS = (
    Stock("a6", "A6", 105, 148, 2, 2, 0, 0.5, 105, 148, is_cut=True),
    Stock("90x55", "90 × 55 mm", 90, 55, 2, 5, 15, 11, 90, 55, is_cut=True),
    Stock("86x54", "86 × 54 mm", 86, 54, 2, 5, 19, 13.5, 86, 54, is_cut=True),
    Stock("durable-1445", "Durable BADGEMAKER 1445", 90, 54, 2, 5, 15, 12, 90, 54),
    Stock("durable-1456", "Durable BADGEMAKER 1456", 90, 60, 2, 4, 15, 28.5, 90, 60),
    Stock("durable-1453", "Durable BADGEMAKER 1453", 75, 40, 2, 6, 30, 28.5, 75, 40),
    Stock("avery-l4785", "Avery L4785", 80, 50, 2, 5, 18, 13, 95, 55, also="L4784, L4786, L4787"),
    Stock("herma-4412", "Herma 4412", 80, 50, 2, 5, 17.5, 13.5, 95, 55),
    Stock("avery-c32011", "Avery C32011", 85, 54, 2, 5, 15, 13.5, 95, 54, also="Geha P70"),
    Stock("avery-32015", "Avery 32015", 85, 54, 2, 4, 17, 31.5, 91, 60),
    Stock("sigel-lp795", "Sigel LP795", 85, 55, 2, 5, 14, 10.5, 95, 55),
    Stock("dataline-57127", "Dataline 57127", 86, 54, 2, 5, 20.5, 10.5, 91, 55.5),
)

BOUGHT = tuple(stock for stock in SHEETS if not stock.is_cut)
"""The stocks whose cells give a badge its size."""


def find_stock(stock_id: str) -> Stock | None:
    return next((stock for stock in SHEETS if stock.id == stock_id), None)


def single(width: float, height: float) -> Stock:
    """Return a stock of one badge a page: a roll, a card, a page as large as the badge."""
    return Stock("single", f"{width:g} × {height:g} mm", width, height, page=(width, height))


PLAY = 0.5
"""Millimetres that a badge may be larger than its paper: nothing stands so near its edge."""


class Placement(NamedTuple):
    """Side `side` of badge number `badge` with its upper left corner at `x`, `y` mm; turned by 180° there if
    `is_turned`.
    """

    badge: int
    side: int
    x: float
    y: float
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class PageTransform:
    """The transformation of a page onto its paper: `x`, `y` mm from the upper left, the scale, and a quarter turn
    clockwise around that point if `is_turned`.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class ImposedPage:
    """A page with its badges. `size` is width and height of the paper in mm."""

    size: tuple[float, float]
    placements: tuple[Placement, ...]
    transform: PageTransform = PageTransform()


def impose(badges: Sequence[BadgeTemplate], stock: Stock | None, first: int = 0) -> list[ImposedPage]:
    """Return the pages for these badges. Without a stock each has pages of its own, as large as the badge unfolded.

    On a stock, `first` cells of the first sheet were used already, and a sheet with second sides is followed by its
    back, mirrored for printing on both sides along the long edge. Raises `UserError` for a badge larger than its cell.
    """
    if stock is None:
        return [page for number, template in enumerate(badges) for page in _own_pages(number, template)]
    if any(w > stock.width + PLAY or h > stock.height + PLAY for w, h in (t.unfolded_size for t in badges)):
        raise UserError(_TOO_LARGE, stock=stock.name)
    of_page: dict[int, list[Placement]] = {}
    backs: dict[int, list[Placement]] = {}
    for number, template in enumerate(badges):
        cell = stock.cell(first + number)
        width, height = template.unfolded_size
        x, y = cell.x + (stock.width - width) / 2, cell.y + (stock.height - height) / 2
        of_page.setdefault(cell.page, []).extend(_fronts(number, template, x, y))
        if template.sides == 2 and template.fold is FoldDirection.NONE:
            backs.setdefault(cell.page, []).append(Placement(number, 2, stock.page[0] - x - width, y))
    return [
        ImposedPage(stock.page, tuple(placed))
        for number, front in of_page.items()
        for placed in (front, backs.get(number))
        if placed
    ]


def place_on_paper(pages: Sequence[ImposedPage], medium: Medium, calibration: Calibration) -> list[ImposedPage]:
    """Return each page centred on a printer's paper, turned if it fits only so, and corrected by the calibration.

    Nothing is scaled to fit: raises `UserError` for a page that is larger.
    """
    return [_laid(page, medium, calibration) for page in pages]


def fits(size: tuple[float, float], medium: Medium) -> bool:
    """Whether a badge fits the paper, upright or turned."""
    return _lies(size, medium) or _lies(size[::-1], medium)


def _lies(size: tuple[float, float], medium: Medium) -> bool:
    return size[0] <= medium.width + PLAY and (not medium.height or size[1] <= medium.height + PLAY)


def _laid(page: ImposedPage, medium: Medium, calibration: Calibration) -> ImposedPage:
    if not fits(page.size, medium):
        paper = f"{medium.width:g} × {medium.height:g}" if medium.height else f"{medium.width:g}"
        raise UserError(_LARGER, badge=f"{page.size[0]:g} × {page.size[1]:g}", paper=paper)
    is_turned = not _lies(page.size, medium)
    width, height = page.size[::-1] if is_turned else page.size
    paper_size = (medium.width, medium.height or height)
    left, top = (paper_size[0] - width) / 2, (paper_size[1] - height) / 2
    x = calibration.x + calibration.scale * (left + width if is_turned else left)
    y = calibration.y + calibration.scale * top
    return ImposedPage(paper_size, page.placements, PageTransform(x, y, calibration.scale, is_turned))


def _own_pages(number: int, template: BadgeTemplate) -> list[ImposedPage]:
    size = single(*template.unfolded_size).page
    pages = [ImposedPage(size, tuple(_fronts(number, template, 0, 0)))]
    if template.sides == 2 and template.fold is FoldDirection.NONE:
        pages.append(ImposedPage(size, (Placement(number, 2, 0, 0),)))
    return pages


def _fronts(number: int, template: BadgeTemplate, x: float, y: float) -> list[Placement]:
    """Return what is on the upper face of the paper: of a folded badge both sides."""
    match template.fold:
        case FoldDirection.BESIDE:
            return [Placement(number, 1, x + template.width, y), Placement(number, 2, x, y)]
        case FoldDirection.OVER:
            below = Placement(number, 1, x, y + template.height)
            return [below, Placement(number, 2, x, y, is_turned=True)]
    return [Placement(number, 1, x, y)]


_LARGER = Message(
    "printing",
    "The badge ({badge} mm) is larger than the paper ({paper} mm). Nothing was printed; "
    "choose a smaller badge, or larger paper.",
)
_TOO_LARGE = Message(
    "badge", "This badge does not fit the labels of “{stock}”. Nothing was written; choose other paper."
)
