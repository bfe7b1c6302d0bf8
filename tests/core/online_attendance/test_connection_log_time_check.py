# SPDX-License-Identifier: GPL-3.0-or-later
"""A log in another zone, or of another day, is noticed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.attendance.connection_log import Watcher, check_connection_log_times
from checkin.core.local_time import TimeSpan

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2023, 7, 4, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROGRAMME = (TimeSpan(NINE, NINE + 3.5 * HOUR), TimeSpan(NINE + 5 * HOUR, NINE + 8 * HOUR))


def watching(begins, hours=3):
    return Watcher("lea", "Léa", "", (TimeSpan(begins, begins + hours * HOUR),))


@pytest.mark.parametrize(
    ("begins", "share", "is_doubtful", "hours"),
    [
        (NINE, 1.0, False, 0),
        (NINE - HOUR, 2 / 3, False, 1),
        (NINE - 2 * HOUR, 1 / 3, True, 2),  # written in UTC, read in Paris
        (NINE + 24 * HOUR, 0.0, True, 0),
    ],
)
def test_how_much_of_a_log_lies_within_the_programme(begins, share, is_doubtful, hours):
    found = check_connection_log_times([watching(begins)], PROGRAMME, PARIS)
    assert found.share == pytest.approx(share)
    assert (found.is_doubtful, found.hours) == (is_doubtful, hours)
    assert found.day == begins.date()


def test_the_nearest_hours_are_proposed_that_do_as_well_as_any():
    """Who joined early would fit a little better still an hour later."""
    found = check_connection_log_times([watching(NINE - 2.1 * HOUR)], (PROGRAMME[0],), PARIS)
    assert (found.hours, found.shifted) == (2, pytest.approx(2.9 / 3))


def test_the_day_is_that_of_most_of_it():
    assert (
        check_connection_log_times([watching(NINE, 1), watching(NINE + 24 * HOUR)], PROGRAMME, PARIS).day
        == (NINE + 24 * HOUR).date()
    )


@pytest.mark.parametrize(("watchers", "programme"), [([], PROGRAMME), ([watching(NINE)], ())])
def test_of_nothing_nothing_is_said(watchers, programme):
    assert check_connection_log_times(watchers, programme, PARIS) is None
