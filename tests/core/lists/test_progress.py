# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.progress import WHOLE, CombinedProgress


def told_by(*parts):
    told = []
    bar = CombinedProgress(lambda done, total: told.append((done, total)))
    for last, said in parts:
        tell = bar.part(last)
        for done, total in said:
            tell(done, total)
    return told


def test_each_part_goes_on_where_the_one_before_ended():
    told = told_by((400, [(0, 4), (1, 4), (9, 4)]), (1000, [(0, 2), (1, 2), (2, 2)]))
    assert [done for done, _ in told] == [0, 100, 400, 400, 700, 1000]
    assert {total for _, total in told} == {WHOLE}


def test_a_part_with_nothing_to_do_leaves_the_bar_to_the_others():
    assert [done for done, _ in told_by((400, []), (1000, [(1, 2)]))] == [500]


def test_what_nobody_knows_is_told_as_that():
    assert told_by((400, [(7, None), (7, 0)])) == [(7, None), (7, None)]


said = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=4)


@given(st.lists(st.tuples(st.integers(0, WHOLE), said), max_size=4))
def test_a_bar_never_goes_back_and_never_too_far(parts):
    done = [done for done, _ in told_by(*parts)]
    assert done == sorted(done)
    assert all(0 <= each <= WHOLE for each in done)
