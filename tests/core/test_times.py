# SPDX-License-Identifier: GPL-3.0-or-later
"""Days and times as people type them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import local_time
from checkin.core.entries import EntryKind
from checkin.core.sync.sync_status import ClockOffsets
from tests.builders import MORNING, Steps

DAY = date(2023, 7, 4)


HALF_PAST_NINE = "09:30|9h30|9 h 30|9.30|0930| 9:30 |9\u00a0h\u00a030|4/7 9 h 30"
TIMES = {
    datetime(2023, 7, 4, 9): "9H|9h",
    datetime(2023, 7, 5, 14): "5/7 14:00|05/07 14h|5.7. 14:00",
    datetime(2024, 7, 5, 9, 15): "05/07/2024 9:15|5/7/24 9:15|2024-07-05 9:15",
}
WRITTEN = {datetime(2023, 7, 4, 9, 30): HALF_PAST_NINE, **TIMES}


@pytest.mark.parametrize(("typed", "read"), [(typed, at) for at, said in WRITTEN.items() for typed in said.split("|")])
def test_a_time_is_on_the_day_of_the_event_or_on_the_day_that_stands_before_it(typed, read):
    assert local_time.read_time(typed, DAY) == read


@pytest.mark.parametrize(
    "typed", ["neuf heures", "9", "25:00", "9:60", "9:3", "31/6 9:00", "5/7", "12345", ":30", "1/1/0900 9h"]
)
def test_what_is_no_time_is_not_guessed(typed):
    with pytest.raises(local_time.NotATime):
        local_time.read_time(typed, DAY)


def test_days_and_what_has_none():
    assert (
        local_time.read_day("4/7/2023") == local_time.read_day("2023-07-04") == local_time.read_day("04.07.23") == DAY
    )
    assert local_time.read_day("4/7", date(2025, 1, 1)) == date(2025, 7, 4)
    assert local_time.read_day("") is None
    for wrong in ("4/7", "4 juillet", "31/6/2023", "4/7/0203"):
        with pytest.raises(local_time.NotATime):
            local_time.read_day(wrong)
    for typed in ("9:30", "5/7 9:30"):
        with pytest.raises(local_time.NotATime):
            local_time.read_time(typed, None)
    assert local_time.read_time("5/7/2023 9:30", None) == datetime(2023, 7, 5, 9, 30)
    assert local_time.read_time(" ", None) is None


_LOCAL = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map(lambda t: t.replace(second=0, microsecond=0))
_DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@given(st.none() | _LOCAL, st.none() | _DAYS)
def test_what_is_written_is_read_back(local, day):
    assert local_time.read_time(local_time.written_time(local, day), day) == local
    assert local_time.read_day(local_time.written_day(day)) == day


moments = st.integers(0, 600).map(lambda n: MORNING + timedelta(minutes=n))
spans = st.builds(local_time.TimeSpan, moments, moments)


@given(st.lists(spans, max_size=8))
def test_a_minute_is_counted_once_and_none_is_lost(found):
    assert all(a.ends < b.begins for a, b in pairwise(local_time.union(found)))
    seen = {m for s in found for m in range(int((s.begins - MORNING).total_seconds()) // 60, _last(s))}
    assert local_time.length(found) == timedelta(minutes=len(seen))


def _last(span):
    return int((span.ends - MORNING).total_seconds()) // 60


@given(st.lists(spans, max_size=8), spans)
def test_parts_lie_within_and_are_never_longer_than_the_whole(found, whole):
    assert local_time.length(local_time.parts(found, whole)) <= whole.length
    assert all(whole.begins <= p.begins < p.ends <= whole.ends for p in local_time.parts(found, whole))


def test_what_would_end_before_it_begins_is_of_no_length_and_minutes_are_never_rounded_up():
    assert local_time.TimeSpan(MORNING, MORNING - timedelta(hours=1)).length == timedelta()
    assert local_time.minutes(timedelta(minutes=29, seconds=59)) == 29


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


def test_the_measure_before_counts_and_before_all_the_first(day):
    entries = [arrival(day), measured(day, 600), arrival(day), measured(day, 0), arrival(day)]
    assert put_right(ClockOffsets(entries), *entries[::2], arrival(day, "Accueil 1")) == [600, 600, 0, 0]
    odd = [measured(day, "much"), measured(day, 600, identity=7), measured(day, 600, identity="")]
    assert put_right(ClockOffsets(odd), arrival(day)) == [0], "of another version"


def test_what_was_written_before_a_clock_was_put_right_is_corrected_although_its_time_is_later(day):
    """At 9:25 it says 9:35; at 9:30 it is put right by hand."""
    day.at += timedelta(minutes=10)
    wrong, before = measured(day, 600), arrival(day)
    day.at -= timedelta(minutes=8)
    right, after = measured(day, 0), arrival(day)
    assert after.at < before.at
    assert put_right(ClockOffsets([right, wrong]), before, after) == [600, 0]


def test_a_name_that_several_computers_bear_is_not_corrected_until_it_is_clear_again(day):
    assert put_right(ClockOffsets([measured(day, 600), measured(day, 0, identity=SOUTH)]), arrival(day)) == [0]
    alike = [measured(day, 600), measured(day, 600, identity=SOUTH)]
    assert put_right(ClockOffsets(alike), arrival(day)) == [600]
    entries = [measured(day, 600), measured(day, 120, identity=SOUTH)]
    between = arrival(day)
    entries.append(measured(day, 600, "Accueil 3"))
    assert put_right(ClockOffsets(entries), between, arrival(day), arrival(day, "Accueil 3")) == [0, 120, 600]
    entries = [measured(day, 600), measured(day, 600, "Porte B")]
    assert put_right(ClockOffsets(entries), arrival(day), arrival(day, "Porte B")) == [600, 600]


def test_what_is_not_known_yet_of_a_name_or_computer_is_worth_an_entry(day):
    assert ClockOffsets([]).is_worth_recording("Accueil 2", NORTH, 700.0)
    assert not ClockOffsets([]).is_worth_recording("Accueil 2", NORTH, 0.4)
    wrong = ClockOffsets([measured(day, 698.0)])
    assert not wrong.is_worth_recording("Accueil 2", NORTH, 700.0)
    assert wrong.is_worth_recording("Accueil 2", NORTH, 0.0)
    wrong = ClockOffsets([measured(day, 600)])
    assert wrong.is_worth_recording("Porte B", NORTH, 600.0, is_renamed=True)
    assert not wrong.is_worth_recording("Porte B", NORTH, 600.0), "another window of it bears the old name"
    assert wrong.is_worth_recording("Accueil 2", SOUTH, 0.0)
    assert not wrong.is_worth_recording("Porte B", SOUTH, 0.0)
    doubtful = [measured(day, 600), measured(day, 0, identity=SOUTH)]
    third = "c" * 16
    assert ClockOffsets(doubtful).is_worth_recording("Accueil 2", third, 0.0)
    assert not ClockOffsets([*doubtful, measured(day, 0, identity=third)]).is_worth_recording("Accueil 2", third, 0.0)


def test_how_far_ahead_a_clock_is_follows_the_computer_through_its_names(day):
    renamed = ClockOffsets([measured(day, 600)])
    assert renamed.ahead("Porte B", NORTH) == 600
    assert renamed.ahead("Porte B", SOUTH) == 0
    both = ClockOffsets([measured(day, 600), measured(day, 0, identity=SOUTH)])
    assert (both.ahead("Accueil 2", NORTH), both.ahead("Accueil 2", SOUTH)) == (600, 0)
    assert ClockOffsets([measured(day, 600), measured(day, 1, "Porte B")]).ahead("Accueil 2", NORTH) == 1


@pytest.mark.parametrize("identity", ["", "c" * 16])
def test_a_computer_of_which_nothing_is_known_may_be_as_wrong_as_any_of_its_name(day, identity):
    others = [measured(day, -700, identity="d"), measured(day, -900, identity="d"), measured(day, 600)]
    clocks = ClockOffsets([*others, measured(day, 0, identity=SOUTH), measured(day, 5000, "Porte B", "e")])
    assert clocks.ahead("Accueil 2", identity) == -900


@pytest.mark.parametrize("night", [datetime(2023, 10, 29, 0, 40, tzinfo=UTC), datetime(2023, 3, 26, 0, 40, tzinfo=UTC)])
def test_as_summer_time_begins_or_ends_each_moment_is_corrected_by_what_passed(day, night):
    """20 minutes before and 10 after; the clock of the hall jumps, entries and moments keep their order."""
    hall, entries = ZoneInfo("Europe/Paris"), []
    wrong = measured(day, 600)
    for passed in (0, 15, 30):
        day.at = local_time.convert_to_zone(night + timedelta(minutes=passed), hall)
        entries.append(arrival(day))
    assert len({entry.at.utcoffset() for entry in entries}) == 2
    corrected = [ClockOffsets([wrong]).corrected(entry) for entry in entries]
    assert [entry.at - at for entry, at in zip(entries, corrected, strict=True)] == [timedelta(minutes=10)] * 3
    assert corrected == sorted(corrected)
    assert [e.id for e in entries] == sorted(e.id for e in entries)
