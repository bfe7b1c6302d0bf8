# SPDX-License-Identifier: GPL-3.0-or-later
"""In the figures nobody can be recognised, and nobody is lost."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendance.day_report import (
    MIN_CELL_COUNT,
    StatisticsCell,
    group_small_counts,
    neighbours,
    statistics,
)
from tests.builders import MORNING

counts = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12), max_size=8)


def is_safe(cell):
    return cell.count is None or cell.count == 0 or cell.count >= MIN_CELL_COUNT


@given(counts)
def test_small_categories_are_put_together_and_everybody_is_in_one_cell(found):
    cells = group_small_counts(found)
    assert all(map(is_safe, cells))
    assert sorted(label for cell in cells for label in cell.labels) == sorted(k for k, n in found.items() if n)
    for cell in cells:
        assert cell.count is None or cell.count == sum(found[label] for label in cell.labels)
    if sum(found.values()) >= MIN_CELL_COUNT:
        assert sum(cell.count for cell in cells) == sum(found.values())


def test_categories_keep_the_order_of_the_programme_but_for_the_small_ones_together():
    cells = group_small_counts({"participant": 9, "officiel": 2, "presse": 30, "équipe": 4})
    assert [cell.labels for cell in cells] == [("participant",), ("presse",), ("officiel", "équipe")]


@given(st.lists(st.integers(1, 12), max_size=10))
def test_small_quarters_go_to_their_neighbours_in_order(numbers):
    pairs = [(str(n), count) for n, count in enumerate(numbers)]
    cells = neighbours(pairs)
    assert all(map(is_safe, cells))
    assert [label for cell in cells for label in cell.labels] == [label for label, _ in pairs]


def test_a_day_in_figures():
    arrivals = [(MORNING + timedelta(minutes=m), 1) for m in (0, 1, 2, 3, 4, 21, 22, 23, 24, 25, 26, 61)]
    found = statistics({"participant": 9, "presse": 2, "officiel": 1}, {"atelier-b": 3, "atelier-c": 0}, arrivals)
    assert found.came.count == 12
    assert found.remote.count == 0
    assert statistics({}, {}, (), remote=4).remote.count is None
    assert found.categories == (StatisticsCell(("participant", "presse", "officiel"), 12),), (
        "three people are a small cell"
    )
    assert found.sessions == (StatisticsCell(("atelier-b",), None), StatisticsCell(("atelier-c",), 0))
    assert [(cell.labels[0][11:16], cell.count) for cell in found.quarters] == [("06:30", 5), ("07:00", 7)]
