# SPDX-License-Identifier: GPL-3.0-or-later
"""How many labels a roll still has."""

import pytest

from checkin.core.print_jobs import LOW, LabelRoll


@pytest.mark.parametrize(
    ("printed", "left", "warns"),
    [(0, 300, False), (280, LOW, False), (281, 19, True), (300, 0, True), (310, 0, True)],
)
def test_what_was_printed_is_gone_and_the_last_are_told(printed, left, warns):
    roll = LabelRoll(300, printed)
    assert (roll.left, roll.warning is not None) == (left, warns)


def test_an_empty_roll_is_told_otherwise_than_one_that_ends():
    assert LabelRoll(10, 10).warning != LabelRoll(10, 9).warning
