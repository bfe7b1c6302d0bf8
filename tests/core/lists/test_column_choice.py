# SPDX-License-Identifier: GPL-3.0-or-later
"""Of all ways to give each field a column, the one worth most is found, however many columns could be anything."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.column_choice import assign_columns
from checkin.core.lists.list_fields import ListField

POINTS = st.one_of(st.none(), st.integers(1, 20).map(float))
GAINS = st.lists(st.lists(POINTS, min_size=5, max_size=5), max_size=5).map(
    lambda table: {
        kind: [(points, index) for index, points in enumerate(row) if points]
        for kind, row in zip(ListField, table, strict=False)
    }
)


def most_points(gains, taken):
    """By trying everything."""
    choices = [[(0, None), *((p, i) for p, i in found if i not in taken)] for found in gains.values()]
    sums = [0.0]
    for choice in product(*choices):
        used = [index for _, index in choice if index is not None]
        if len(used) == len(set(used)):
            sums.append(sum(points for points, _ in choice))
    return max(sums)


@given(GAINS, st.frozensets(st.integers(0, 4), max_size=2))
def test_no_other_way_to_give_fields_to_columns_is_worth_more(gains, taken):
    points, found = assign_columns(gains, taken)
    assert not taken & found.keys()
    assert len(set(found.values())) == len(found)
    assert points == sum(dict((i, p) for p, i in gains[kind])[index] for index, kind in found.items())
    assert abs(points - most_points(gains, taken)) < 1e-4


def test_forty_columns_of_which_each_may_hold_anything_are_no_riddle():
    kinds = [*ListField][:9]
    gains = {kind: [(20.0, 0), *((5.0 + index % 3, index) for index in range(1, 40))] for kind in kinds}
    points, found = assign_columns(gains, ())
    assert (points, len(found), found[0] in kinds) == (20 + 8 * 7, 9, True)
