# SPDX-License-Identifier: GPL-3.0-or-later
"""Stocks of paper for badges: the cells of sheets and the labels of rolls, in mm.

Sources: ISO 216; the label database of gLabels (glabels-data) for Avery, Sigel, Geha and Dataline; the layouts of the
pretix badges plug-in for Durable BADGEMAKER. Plain sheets are ours, centred on A4, to be cut along their marks.
"""

from dataclasses import dataclass
from typing import NamedTuple

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
