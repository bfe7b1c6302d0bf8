# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as organisers send them, made without any knowledge of how Checkin reads them.

Their titles come from twenty languages, from technical exports and from nowhere; what a column holds is told by its
cells and by the columns beside it. A careful person reads each list by looking at it. A list is a function of its seed.
Of three seeds the third is kept back (`is_kept_back`): nobody looks at these lists, the report counts them alone.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from openpyxl import Workbook

from tests.lists.unknown.guests import Guest, draw_guests
from tests.lists.unknown.unknown_columns import Titling, UnknownColumn, other_columns, own_columns

ENCODINGS, SEPARATORS = ("utf-8", "utf-8", "utf-8-sig", "utf-8-sig", "utf-16", "workbook"), (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class UnknownList:
    """A list and the truth about it. `lines` are all its rows; `guests` maps row numbers, the first is 1, to guests."""

    seed: int
    columns: tuple[UnknownColumn, ...]
    lines: tuple[tuple[str, ...], ...]
    header: int
    guests: dict[int, Guest]
    encoding: str
    separator: str

    def write(self, folder: Path) -> Path:
        if self.encoding == "workbook":
            path, book = folder / f"unknown_{self.seed}.xlsx", Workbook()
            for line in self.lines:
                book.active.append([cell or None for cell in line])
            book.save(path)
            return path
        path = folder / f"unknown_{self.seed}.csv"
        with path.open("w", encoding=self.encoding, newline="") as file:
            csv.writer(file, delimiter=self.separator).writerows(self.lines)
        return path


def is_kept_back(seed: int) -> bool:
    return seed % 3 == 2


def make_list(seed: int) -> UnknownList:
    rng = Random(f"unknown list {seed}")
    guests = draw_guests(rng, rng.choice((12, 25, 40, 60, 90)))
    titling = Titling(rng, rng.choice((0.1, 0.4, 0.7, 1.0)), set())
    own, others = own_columns(rng, titling, guests), other_columns(rng, titling, guests)
    columns = _in_some_order(rng, own, others)
    has_titles = any(column.is_told for column in columns) or rng.random() < 0.9
    above = [("Liste 2026",), ()] if has_titles and rng.random() < 0.2 else []
    header = [tuple(column.title for column in columns)] if has_titles else []
    lines: list[tuple[str, ...]] = [*above, *header]
    placed: dict[int, Guest] = {}
    for guest, cells in zip(guests, zip(*(column.cells for column in columns), strict=True), strict=True):
        if rng.random() < 0.01:
            lines.append(())
        lines.append(cells)
        placed[len(lines)] = guest
    width = len(columns)
    lines = [(*line, *[""] * (width - len(line))) for line in lines]
    encoding, separator = rng.choice(ENCODINGS), rng.choice(SEPARATORS)
    return UnknownList(seed, tuple(columns), tuple(lines), len(above) + len(header), placed, encoding, separator)


def _in_some_order(rng: Random, own: list[UnknownColumn], others: list[UnknownColumn]) -> list[UnknownColumn]:
    """Names stay together and sessions too; the columns of others stand before, behind or among those of the guests."""
    names, rest = [one for one in own if "name" in one.kind], [one for one in own if "name" not in one.kind]
    marks = [one for one in rest if one.kind == "sessions"]
    rest = [one for one in rest if one.kind != "sessions"]
    payers = [one for one in others if one.kind.startswith("payer")]
    others = [one for one in others if one not in payers]
    blocks = [names, payers, marks, *([one] for one in rest), *([one] for one in others)]
    if rng.random() < 0.6:
        rng.shuffle(blocks)
    return [one for block in blocks for one in block]
