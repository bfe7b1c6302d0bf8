# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of an event in which nobody can be recognised. Pure.

A cell of fewer than `MIN_CELL_COUNT` people is merged with its neighbour, or called "fewer than";
its figure is never given.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MIN_CELL_COUNT = 5
"""The least number of people in a cell that is given away."""

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class StatisticsCell:
    """People of these `labels` together; `count` None: fewer than `MIN_CELL_COUNT`, but not nobody."""

    labels: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of those who came in at a door. `quarters` begin at the moments of their labels (ISO 8601, the clock of the
    hall). `remote` are codes, not people: those of whoever watched and never came in.
    """

    came: StatisticsCell
    categories: tuple[StatisticsCell, ...]
    sessions: tuple[StatisticsCell, ...]
    quarters: tuple[StatisticsCell, ...]
    remote: StatisticsCell = StatisticsCell(("",), 0)


def statistics(
    categories: Mapping[str, int],
    sessions: Mapping[str, int],
    arrivals: Iterable[tuple[datetime, int]],
    remote: int = 0,
) -> Statistics:
    """`arrivals`: when how many people came, on the clock of the hall."""
    return Statistics(
        suppressed_cell("", sum(categories.values())),
        tuple(group_small_counts(categories)),
        tuple(suppressed_cell(session, count) for session, count in sessions.items()),
        tuple(neighbours(_quarters(arrivals))),
        suppressed_cell("", remote),
    )


def suppressed_cell(label: str, count: int) -> StatisticsCell:
    return StatisticsCell((label,), None if 0 < count < MIN_CELL_COUNT else count)


def group_small_counts(counts: Mapping[str, int]) -> list[StatisticsCell]:
    """In their order; the small ones are one cell, the last. If that is still small, the next larger is in it too."""
    by_size = sorted(((label, n) for label, n in counts.items() if n), key=lambda pair: (pair[1], pair[0]))
    small = [pair for pair in by_size if pair[1] < MIN_CELL_COUNT]
    large = by_size[len(small) :]
    while small and large and sum(n for _, n in small) < MIN_CELL_COUNT:
        small.append(large.pop(0))
    cells = [StatisticsCell((label,), n) for label, n in counts.items() if (label, n) in large]
    return [*cells, _joined([pair for pair in counts.items() if pair in small])] if small else cells


def neighbours(counts: Sequence[tuple[str, int]]) -> list[StatisticsCell]:
    """In order: each cell takes in the next until it is large enough, the last one goes to the one before."""
    cells: list[list[tuple[str, int]]] = []
    for pair in counts:
        if not cells or sum(n for _, n in cells[-1]) >= MIN_CELL_COUNT:
            cells.append([])
        cells[-1].append(pair)
    if len(cells) > 1 and sum(n for _, n in cells[-1]) < MIN_CELL_COUNT:
        last = cells.pop()
        cells[-1] += last
    return [_joined(cell) for cell in cells]


def _joined(pairs: Sequence[tuple[str, int]]) -> StatisticsCell:
    return StatisticsCell(tuple(label for label, _ in pairs), suppressed_cell("", sum(n for _, n in pairs)).count)


def _quarters(arrivals: Iterable[tuple[datetime, int]]) -> list[tuple[str, int]]:
    """Those in which somebody came."""
    found = Counter[datetime]()
    for at, people in arrivals:
        found[at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)] += people
    return [(quarter.isoformat(timespec="minutes"), found[quarter]) for quarter in sorted(found)]
