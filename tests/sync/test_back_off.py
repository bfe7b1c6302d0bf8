# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.sync.postgres_peer import LASTING_S, LONGEST_S, BackOff


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def spans(chance, failures, **how):
    clock = Clock()
    back_off = BackOff(clock, lambda: chance)
    found = []
    for _ in range(failures):
        back_off.failed(**how)
        found.append(back_off.left)
        clock.now += back_off.left
        assert back_off.left == 0
    return found


def test_it_is_tried_less_and_less_often_but_always_again():
    assert spans(1.0, 6) == pytest.approx([0.1, 0.2, 0.4, 0.8, LONGEST_S, LONGEST_S])


@given(st.floats(0, 1), st.integers(1, 12))
def test_not_all_at_once_and_never_longer_than_promised(chance, failures):
    for span, longest in zip(spans(chance, failures), spans(1.0, failures), strict=True):
        assert longest / 2 <= span <= longest + 1e-9


def test_a_clear_no_is_not_asked_again_and_again():
    assert spans(1.0, 2, is_lasting=True) == [LASTING_S, LASTING_S]


def test_after_a_success_it_begins_at_the_beginning():
    clock = Clock()
    back_off = BackOff(clock, lambda: 1.0)
    for _ in range(9):
        back_off.failed()
    back_off.succeeded()
    assert back_off.left == 0
    back_off.failed()
    assert back_off.left == 0.1
