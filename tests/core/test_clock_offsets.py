# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.entries import EntryKind
from checkin.core.local_time import convert_to_zone
from checkin.core.sync.sync_status import ClockOffsets
from tests.builders import Steps

NORTH, SOUTH = "a" * 16, "b" * 16
"""Two computers."""


@pytest.fixture
def day():
    return Steps()


def measured(day, offset, desk="Accueil 2", identity=NORTH):
    return day.entry(EntryKind.CLOCK_MEASURED, "", desk, offset=offset, identity=identity)


def arrival(day, desk="Accueil 2"):
    return day.entry(EntryKind.CHECKED_IN, "A", desk, control_point="accueil")


def put_right(clocks, *entries):
    """By how many seconds each is."""
    return [(entry.at - clocks.corrected(entry)).total_seconds() for entry in entries]


def test_a_desk_of_which_nothing_is_known_is_right(day):
    wrong, entry = measured(day, 600), arrival(day, "Accueil 1")
    assert put_right(ClockOffsets([wrong]), entry) == [0]


def test_the_measure_before_counts_and_before_all_the_first(day):
    entries = [arrival(day), measured(day, 600), arrival(day), measured(day, 0), arrival(day)]
    assert put_right(ClockOffsets(entries), *entries[::2]) == [600, 600, 0]


def test_what_was_written_before_a_clock_was_put_right_is_corrected_although_its_time_is_later(day):
    """At 9:25 it says 9:35; at 9:30 it is put right by hand."""
    day.at += timedelta(minutes=10)
    wrong, before = measured(day, 600), arrival(day)
    day.at -= timedelta(minutes=8)
    right, after = measured(day, 0), arrival(day)
    assert after.at < before.at
    assert put_right(ClockOffsets([right, wrong]), before, after) == [600, 0]


def test_a_right_computer_is_not_corrected_because_another_of_its_name_is_wrong(day):
    """Nobody can say whose an entry is: its time stays as it was written."""
    entries = [measured(day, 600), measured(day, 0, identity=SOUTH)]
    assert put_right(ClockOffsets(entries), arrival(day)) == [0]
    alike = [measured(day, 600), measured(day, 600, identity=SOUTH)]
    assert put_right(ClockOffsets(alike), arrival(day)) == [600]


def test_one_of_two_with_one_name_renamed_both_are_clear_again(day):
    entries = [measured(day, 600), measured(day, 120, identity=SOUTH)]
    between = arrival(day)
    entries.append(measured(day, 600, "Accueil 3"))
    assert put_right(ClockOffsets(entries), between, arrival(day), arrival(day, "Accueil 3")) == [0, 120, 600]


def test_what_is_not_known_yet_is_worth_an_entry(day):
    assert ClockOffsets([]).is_worth_recording("Accueil 2", NORTH, 700.0)
    assert not ClockOffsets([]).is_worth_recording("Accueil 2", NORTH, 0.4)
    wrong = ClockOffsets([measured(day, 698.0)])
    assert not wrong.is_worth_recording("Accueil 2", NORTH, 700.0)
    assert wrong.is_worth_recording("Accueil 2", NORTH, 0.0)


def test_a_new_name_and_another_computer_of_a_wrong_ones_name_are_worth_an_entry(day):
    wrong = ClockOffsets([measured(day, 600)])
    assert wrong.is_worth_recording("Porte B", NORTH, 600.0, is_renamed=True)
    assert not wrong.is_worth_recording("Porte B", NORTH, 600.0), (
        "another window of the same computer bears the old name"
    )
    assert wrong.is_worth_recording("Accueil 2", SOUTH, 0.0)
    assert not wrong.is_worth_recording("Porte B", SOUTH, 0.0)


def test_how_far_ahead_a_clock_is_follows_the_computer_through_its_names(day):
    renamed = ClockOffsets([measured(day, 600)])
    assert renamed.ahead("Porte B", NORTH) == 600
    assert renamed.ahead("Porte B", SOUTH) == 0
    both = ClockOffsets([measured(day, 600), measured(day, 0, identity=SOUTH)])
    assert (both.ahead("Accueil 2", NORTH), both.ahead("Accueil 2", SOUTH)) == (600, 0)
    put_right_since = ClockOffsets([measured(day, 600), measured(day, 1, "Porte B")])
    assert put_right_since.ahead("Accueil 2", NORTH) == 1


@pytest.mark.parametrize("identity", ["", "c" * 16])
def test_a_computer_of_which_nothing_is_known_may_be_as_wrong_as_any_of_its_name(day, identity):
    others = [measured(day, -700, identity="d"), measured(day, -900, identity="d"), measured(day, 600)]
    clocks = ClockOffsets([*others, measured(day, 0, identity=SOUTH), measured(day, 5000, "Porte B", "e")])
    assert clocks.ahead("Accueil 2", identity) == -900


def test_who_is_right_under_a_name_that_another_makes_doubtful_says_so_once(day):
    doubtful = [measured(day, 600), measured(day, 0, identity=SOUTH)]
    third = "c" * 16
    assert ClockOffsets(doubtful).is_worth_recording("Accueil 2", third, 0.0)
    assert not ClockOffsets([*doubtful, measured(day, 0, identity=third)]).is_worth_recording("Accueil 2", third, 0.0)


def test_a_name_that_nobody_else_bears_stays_that_of_its_computer(day):
    """There and back, or at two windows at once."""
    entries = [measured(day, 600), measured(day, 600, "Porte B")]
    assert put_right(ClockOffsets(entries), arrival(day), arrival(day, "Porte B")) == [600, 600]


def test_an_entry_of_another_version_is_passed_over(day):
    odd = [measured(day, "much"), measured(day, 600, identity=7), measured(day, 600, identity="")]
    assert put_right(ClockOffsets(odd), arrival(day)) == [0]


@pytest.mark.parametrize("night", [datetime(2023, 10, 29, 0, 40, tzinfo=UTC), datetime(2023, 3, 26, 0, 40, tzinfo=UTC)])
def test_as_summer_time_begins_or_ends_each_moment_is_corrected_by_what_passed(day, night):
    """20 minutes before and 10 after; the clock of the hall jumps, entries and moments keep their order."""
    hall, entries = ZoneInfo("Europe/Paris"), []
    wrong = measured(day, 600)
    for minutes in (0, 15, 30):
        day.at = convert_to_zone(night + timedelta(minutes=minutes), hall)
        entries.append(arrival(day))
    assert len({entry.at.utcoffset() for entry in entries}) == 2
    corrected = [ClockOffsets([wrong]).corrected(entry) for entry in entries]
    assert [entry.at - at for entry, at in zip(entries, corrected, strict=True)] == [timedelta(minutes=10)] * 3
    assert corrected == sorted(corrected)
    assert [e.id for e in entries] == sorted(e.id for e in entries)
