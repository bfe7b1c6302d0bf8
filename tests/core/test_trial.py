# SPDX-License-Identifier: GPL-3.0-or-later
"""The code a scanner is tried with, through every keyboard it may take itself for."""

import pytest

from checkin.core.keyboards import US, layout_of, layouts
from checkin.core.tokens import LONGEST_FOREIGN
from checkin.core.trial import TRIAL_CODE, means_trial


def typed_on(layout, text):
    return "".join(layout.keys[US.index(character)] for character in text)


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_it_is_known_through_every_layout_and_says_that_one_was_in_the_way(layout):
    typed = typed_on(layout, TRIAL_CODE)
    assert means_trial(typed)
    assert (layout_of(typed, TRIAL_CODE) is None) == (typed == TRIAL_CODE)


def test_as_it_is_no_keyboard_was_in_the_way():
    assert means_trial(TRIAL_CODE)
    assert layout_of(TRIAL_CODE, TRIAL_CODE) is None
    assert len(TRIAL_CODE) < LONGEST_FOREIGN


@pytest.mark.parametrize("typed", ["", "CHECKIN", "checkin test", TRIAL_CODE + "XYZ", "3760123450017" * 3])
def test_nothing_else_is_taken_for_it(typed):
    assert not means_trial(typed)
