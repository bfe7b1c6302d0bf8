# SPDX-License-Identifier: GPL-3.0-or-later
"""Minutes that rest on an hour that nobody wrote: of a session without an end, of a half-day that it leaves open."""

from dataclasses import replace

import pytest

from checkin.core.attendance.stays import ConfirmedExit
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from tests.core.test_attendance_rules import Day, at

MORNING, AFTERNOON, EVENING = "2023-07-04/morning", "2023-07-04/afternoon", "2023-07-04/evening"
PROGRAMME = Programme(
    Event("Assises"),
    sessions=(
        Session("pleniere", "Plénière", at("9:30")),
        Session("table", "Table ronde", at("11:00")),
        Session("atelier", "Atelier", at("14:00"), at("16:00")),
        Session("diner", "Dîner", at("20:00")),
    ),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
        ControlPoint("salle", "Salle", "diner"),
    ),
)
WHOLE_DAY = replace(PROGRAMME, sessions=(Session("journee", "Journée", at("9:00"), at("17:00")),))


def assumed(*scans, programme=PROGRAMME, **as_of):
    """Return the half-days and sessions whose minutes rest on an assumed hour."""
    day = Day()
    for scan in scans:
        way, when, *point = scan.split(" ")
        (day.arrives if way == "in" else day.leaves)(when, *point)
    found = day.judged(programme=programme, **as_of)
    every = {**found.half_days, **found.sessions}
    return {occasion for occasion, each in every.items() if each.is_assumed_hour}


TABLE = [
    ("no exit: to the assumed end", ["in 9:15"], {MORNING, "pleniere", "table"}),
    ("an exit that was read later: the sessions have no end", ["in 9:15", "out 16:00"], {MORNING, "pleniere", "table"}),
    ("an exit that was read before the assumed end", ["in 9:15", "out 10:15"], set()),
    ("in a session with both hours", ["in 14:00"], set()),
    ("at the door of the dinner", ["in 20:00 salle"], {EVENING, "diner"}),
    ("out of the dinner, while it was assumed to go on", ["in 20:00 salle", "out 20:40 salle"], set()),
    ("not there", [], set()),
]


@pytest.mark.parametrize(("scans", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_which_minutes_rest_on_an_hour_that_nobody_wrote(scans, expected):
    assert assumed(*scans) & {MORNING, AFTERNOON, EVENING, "pleniere", "table", "atelier", "diner"} == expected


def test_a_day_in_one_piece_is_divided_at_an_hour_that_nobody_wrote():
    assert assumed("in 9:00", "out 17:00", programme=WHOLE_DAY) == set()  # both halves together are as written
    assert assumed("in 9:00", programme=WHOLE_DAY) == {MORNING, "journee"}


def test_an_hour_that_the_organiser_confirmed_was_written():
    exits = {MORNING: ConfirmedExit(at("12:00"), "Accueil", at("18:00"))}
    assert MORNING not in assumed("in 9:15", exits=exits)
    assert "pleniere" in assumed("in 9:15", exits=exits)  # when it ended, nobody said


def test_what_goes_on_is_counted_to_now_and_rests_on_nothing():
    assert assumed("in 9:30", now=at("10:00")) == set()
