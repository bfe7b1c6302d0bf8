# SPDX-License-Identifier: GPL-3.0-or-later
"""Days and times as people type them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.local_time import NotATime, read_day, read_time, written_day, written_time

DAY = date(2023, 7, 4)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("09:30", 9, 30),
        ("9h30", 9, 30),
        ("9 h 30", 9, 30),
        ("9H", 9, 0),
        ("9h", 9, 0),
        ("9.30", 9, 30),
        ("0930", 9, 30),
        (" 14:05 ", 14, 5),
        ("9\u00a0h\u00a030", 9, 30),
    ],
)
def test_a_time_is_on_the_day_of_the_event(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed, DAY) == datetime(2023, 7, 4, hour, minute)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5/7 14:00", datetime(2023, 7, 5, 14)),
        ("05/07 14h", datetime(2023, 7, 5, 14)),
        ("5.7. 14:00", datetime(2023, 7, 5, 14)),
        ("05/07/2024 9:15", datetime(2024, 7, 5, 9, 15)),
        ("5/7/24 9:15", datetime(2024, 7, 5, 9, 15)),
        ("2024-07-05 9:15", datetime(2024, 7, 5, 9, 15)),
        ("5/7 9 h 30", datetime(2023, 7, 5, 9, 30)),
    ],
)
def test_or_on_the_day_that_stands_before_it(typed: str, read: datetime) -> None:
    assert read_time(typed, DAY) == read


@pytest.mark.parametrize(
    "typed", ["neuf heures", "9", "25:00", "9:60", "9:3", "31/6 9:00", "5/7", "12345", ":30", "1/1/0900 9h"]
)
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    with pytest.raises(NotATime):
        read_time(typed, DAY)


def test_without_a_day_there_is_no_time() -> None:
    with pytest.raises(NotATime):
        read_time("9:30", None)
    with pytest.raises(NotATime):
        read_time("5/7 9:30", None)
    assert read_time("5/7/2023 9:30", None) == datetime(2023, 7, 5, 9, 30)
    assert read_time(" ", None) is None


def test_days() -> None:
    assert read_day("4/7/2023") == read_day("2023-07-04") == read_day("04.07.23") == DAY
    assert read_day("4/7", date(2025, 1, 1)) == date(2025, 7, 4)
    assert read_day("") is None
    for wrong in ("4/7", "4 juillet", "31/6/2023", "4/7/0203"):
        with pytest.raises(NotATime):
            read_day(wrong)


_LOCAL = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map(lambda t: t.replace(second=0, microsecond=0))
_DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@given(st.none() | _LOCAL, st.none() | _DAYS)
def test_what_is_written_is_read_back(local: datetime | None, day: date | None) -> None:
    assert read_time(written_time(local, day), day) == local


@given(st.none() | _DAYS)
def test_what_is_written_of_a_day_is_read_back(day: date | None) -> None:
    assert read_day(written_day(day)) == day
