# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.keystrokes import OUT_OF_VIEW_S, ScanDebouncer

FRAME = 1 / 30


def test_a_code_held_for_a_minute_is_answered_once():
    sightings = ScanDebouncer()
    answers = [sightings.new(["A"], number * FRAME) for number in range(1800)]
    assert [texts for texts in answers if texts] == [("A",)]


def test_a_code_that_flickers_is_answered_once():
    sightings = ScanDebouncer()
    answers = [sightings.new(["A"] if number % 30 == 0 else [], number * FRAME) for number in range(1800)]
    assert sum(map(len, answers)) == 1


def test_a_code_shown_again_after_it_was_gone_is_answered_again():
    sightings = ScanDebouncer()
    assert sightings.new(["A"], 0) == ("A",)
    assert sightings.new([], OUT_OF_VIEW_S / 2) == ()
    assert sightings.new(["A"], OUT_OF_VIEW_S - 0.01) == ()
    assert sightings.new([], 2 * OUT_OF_VIEW_S) == ()
    assert sightings.new(["A"], 2 * OUT_OF_VIEW_S + FRAME) == ("A",)


def test_a_code_that_stays_while_a_busy_computer_looks_at_no_frame_is_answered_once():
    sightings = ScanDebouncer()
    assert sightings.new(["A"], 0) == ("A",)
    assert sightings.new(["A"], 4 * OUT_OF_VIEW_S) == ()


def test_two_codes_in_one_picture_are_both_answered_in_their_order():
    sightings = ScanDebouncer()
    assert sightings.new(["B", "A"], 0) == ("B", "A")
    assert sightings.new(["A", "B"], FRAME) == ()


def test_a_second_person_is_answered_while_the_first_code_is_still_in_view():
    sightings = ScanDebouncer()
    sightings.new(["A"], 0)
    assert sightings.new(["A", "B"], FRAME) == ("B",)


def test_a_text_named_twice_in_a_frame_is_answered_once():
    assert ScanDebouncer().new(["A", "A"], 0) == ("A",)


def test_an_hour_with_nothing_in_view_leaves_no_memory():
    sightings = ScanDebouncer()
    sightings.new(["A", "B"], 0)
    sightings.new([], 3600)
    assert len(sightings) == 0


def test_ten_thousand_codes_leave_only_the_latest_in_memory():
    sightings = ScanDebouncer()
    for number in range(10_000):
        assert sightings.new([str(number)], number * FRAME) == (str(number),)
        assert len(sightings) <= OUT_OF_VIEW_S / FRAME + 2


# Binary fractions, so that sums are exact.
VIEWS = st.lists(
    st.tuples(st.lists(st.sampled_from("ABC")), st.integers(0, 64).map(lambda ticks: ticks / 32)), max_size=60
)


@given(VIEWS)
def test_a_text_is_answered_exactly_when_a_look_found_it_gone_for_that_many_seconds(views):
    sightings, seen_at, at = ScanDebouncer(), {}, 0.0
    for texts, later in views:
        at += later
        assert list(sightings.new(texts, at)) == [text for text in dict.fromkeys(texts) if text not in seen_at]
        seen_at |= dict.fromkeys(texts, at)
        seen_at = {text: last for text, last in seen_at.items() if at - last < OUT_OF_VIEW_S}


@given(VIEWS)
def test_nothing_is_remembered_longer_than_gone_seconds(views):
    sightings, seen_at, at = ScanDebouncer(), {}, 0.0
    for texts, later in views:
        at += later
        sightings.new(texts, at)
        seen_at |= dict.fromkeys(texts, at)
        assert len(sightings) == sum(at - last < OUT_OF_VIEW_S for last in seen_at.values())
