# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sessions run, which are over, and their order."""

from datetime import timedelta

import pytest

from checkin.core.programme.programme import Session, is_running, is_session_over, sort_by_time
from tests.builders import MORNING

HOUR = timedelta(hours=1)
SESSION = Session("a", "A", MORNING, MORNING + 2 * HOUR)
ENDLESS = Session("b", "B", MORNING)
UNTIMED = Session("c", "C")


@pytest.mark.parametrize(
    ("session", "hours", "runs", "over"),
    [
        (SESSION, -0.1, False, False),
        (SESSION, 0, True, False),
        (SESSION, 1.9, True, False),
        (SESSION, 2, False, True),
        (ENDLESS, 0.9, True, False),
        (ENDLESS, 1, False, True),
        (UNTIMED, 0, False, False),
    ],
)
def test_a_session_runs_from_its_beginning_until_its_end(session, hours, runs, over):
    at = MORNING + hours * HOUR
    assert (is_running(session, at), is_session_over(session, at)) == (runs, over)


def test_sessions_stand_as_the_day_goes_and_those_without_a_time_last():
    late = Session("d", "D", MORNING + HOUR)
    assert sort_by_time([UNTIMED, late, ENDLESS, SESSION]) == [ENDLESS, SESSION, late, UNTIMED]
