# SPDX-License-Identifier: GPL-3.0-or-later
"""Anonymous statistics of an event: figures in which no person can be recognised. Pure.

A cell of fewer than `MIN_CELL_COUNT` people is merged with its neighbour, or shown as "fewer than"; its figure is never
given.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

MIN_CELL_COUNT = 5
"""The least number of people in a cell that is published."""


@dataclass(frozen=True, slots=True)
class StatisticsCell:
    """The people of these `labels` together; `count` is None for 1 to `MIN_CELL_COUNT` - 1."""

    labels: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of those who came. `quarters` are labelled by the moments they begin (ISO 8601, local time of the
    venue). `remote` counts codes, not people: those that watched and never came.
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
    """Return the statistics. `arrivals`: when how many people came, in the local time of the venue."""
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
    """Return the counts in their order; small ones become one last cell, which takes the next larger in while it is
    small.
    """
    by_size = sorted(((label, n) for label, n in counts.items() if n), key=lambda pair: (pair[1], pair[0]))
    small = [pair for pair in by_size if pair[1] < MIN_CELL_COUNT]
    large = by_size[len(small) :]
    while small and large and sum(n for _, n in small) < MIN_CELL_COUNT:
        small.append(large.pop(0))
    cells = [StatisticsCell((label,), n) for label, n in counts.items() if (label, n) in large]
    return [*cells, _joined([pair for pair in counts.items() if pair in small])] if small else cells


def neighbours(counts: Sequence[tuple[str, int]]) -> list[StatisticsCell]:
    """Return the counts in order: each cell takes in the next until it is large enough, the last joins the one
    before.
    """
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
    """Return the quarters of an hour with arrivals."""
    found = Counter[datetime]()
    for at, people in arrivals:
        found[at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)] += people
    return [(quarter.isoformat(timespec="minutes"), found[quarter]) for quarter in sorted(found)]
