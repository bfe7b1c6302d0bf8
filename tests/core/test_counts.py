# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has come, how fast, and how full it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.counts import (
    ArrivalShare,
    Namesake,
    SpeakerArrival,
    SpeakerState,
    Tally,
    comes_to,
    event_entry,
    overdue_speakers,
    pace,
    speaker_statuses,
)
from checkin.core.live.live_figures import ArrivalCounts
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session, Speaker
from tests.builders import MORNING, a_programme, an_attendee

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("tally", "share"),
    [
        (Tally(3, 10, 2, capacity=4), 0.5),
        (Tally(9, 10, 5, capacity=4), 1.0),
        (Tally(3, 10, 2), 0.3),
        (Tally(3, 10, 3, unexpected=2), 0.1),
        (Tally(3, 0, 3), 0.0),
    ],
)
def test_the_share_is_of_the_seats_or_of_those_who_are_expected(tally, share):
    assert tally.share == pytest.approx(share)


def test_the_pace_is_that_of_the_last_five_minutes_of_all_desks():
    assert pace([60, 1, 2, 3, 4, 5]) == 3
    assert pace([5]) == 1
    this = int(MORNING.timestamp()) // 60
    counted = ArrivalCounts([("A", this - 9, 40), ("A", this - 4, 3), ("B", this, 2), ("B", this + 1, 9)], MORNING)
    assert (counted.pace, counted.working, counted.total) == (1, 2, 54)
    assert counted.edges == [(MORNING + n * MINUTE).replace(second=0) for n in (-9, 1)]
    assert ArrivalCounts([("A", this - 5, 3)], MORNING).working == 0
    assert (ArrivalShare("Accueil 1", 3).missing, ArrivalShare("Accueil 2", 0).missing) == (0, 0)
    assert ArrivalShare("presse", 3, 5, unexpected=1).missing == 3


@pytest.mark.parametrize(
    ("days", "point", "expected"),
    [
        ("mardi", ControlPoint("a", "A"), True),
        ("mardi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + timedelta(hours=3)), True),
        ("mercredi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + timedelta(hours=3)), False),
        ("mercredi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + DAY), True),
        ("mercredi", ControlPoint("b", "B", "atelier-b"), False),
        ("un jour", ControlPoint("b", "B", "atelier-b"), True),
        ("", ControlPoint("b", "B", "atelier-b"), True),
        ("mardi: non; mercredi: absente", ControlPoint("b", "B", "atelier-b"), False),
        ("mercredi: non", ControlPoint("b", "B", "atelier-b"), True),
    ],
)
def test_who_says_on_which_days_they_come_is_expected_on_those(days, point, expected):
    """The fourth of July 2023 is a Tuesday."""
    event = Event("R", MORNING.date(), last_day=(MORNING + DAY).date())
    assert comes_to(days, Programme(event, sessions=a_programme().sessions), point) is expected


STARTS = MORNING + 60 * MINUTE
SESSION = Session("s", "Plénière", STARTS, STARTS + 45 * MINUTE)
SPEAKER = Speaker("s/1", "Sylvain REYMOND", "Directeur", "Les Entreprises", "s")
SYLVAIN = an_attendee(1, first_name="Sylvain", last_name="Reymond")
DOOR = ControlPoint("door", "Plénière", "s")

POINTS = (
    ControlPoint("other", "Atelier", "t"),
    ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
    ControlPoint("accueil", "Accueil"),
    DOOR,
)


def programme(*speakers, sessions=(SESSION,)):
    return a_programme(sessions=sessions, speakers=speakers or (SPEAKER,), control_points=POINTS)


def came(at="accueil", minutes=5, person=SYLVAIN):
    return Namesake(person, {at: SpeakerArrival(MORNING + minutes * MINUTE, "Accueil 1")})


def the_line(*people, at=MORNING, speaker=SPEAKER, sessions=(SESSION,)):
    (line,) = speaker_statuses(programme(speaker, sessions=sessions), people, at)
    return line


@pytest.mark.parametrize(
    ("minutes_before", "is_confirmed", "state", "left", "is_alert"),
    [
        (60, True, SpeakerState.CONFIRMED, 60, False),
        (31, True, SpeakerState.CONFIRMED, 31, False),
        (31, False, SpeakerState.TO_CONFIRM, 31, False),
        (30.1, False, SpeakerState.TO_CONFIRM, 31, False),
        (30, True, SpeakerState.MISSING, 30, True),
        (30, False, SpeakerState.MISSING, 30, True),
        (24.5, True, SpeakerState.MISSING, 25, True),
        (0, True, SpeakerState.MISSING, 0, True),
        (-5, True, SpeakerState.MISSING, -5, True),
        (-44, False, SpeakerState.MISSING, -44, True),
        (-45, False, SpeakerState.MISSING, -45, False),
    ],
)
def test_who_has_not_arrived_is_missing_from_thirty_minutes_before(minutes_before, is_confirmed, state, left, is_alert):
    at, speaker = STARTS - minutes_before * MINUTE, replace(SPEAKER, is_confirmed=is_confirmed)
    for people in ((), (Namesake(SYLVAIN),)):
        line = the_line(*people, at=at, speaker=speaker)
        assert (line.state, line.minutes, line.is_alert) == (state, left, is_alert)


@pytest.mark.parametrize(
    ("point", "minutes", "state"),
    [
        ("accueil", 5, SpeakerState.ARRIVED),
        ("door", 5, SpeakerState.ARRIVED),
        ("other", 5, SpeakerState.ARRIVED),
        ("sortie", 5, SpeakerState.MISSING),
        ("other", -24 * 60, SpeakerState.MISSING),
        ("accueil", -24 * 60, SpeakerState.ARRIVED),  # one door for all days
    ],
)
def test_they_are_found_wherever_they_come_in(point, minutes, state):
    assert the_line(came(point, minutes), at=STARTS).state is state


def test_the_first_arrival_counts_wherever_one_scans_first():
    points = (ControlPoint("sortie", "Sortie", mode=PointMode.EXIT), ControlPoint("other", "Atelier", "t"), DOOR)
    (line,) = speaker_statuses(replace(programme(), control_points=points), [came("other")], STARTS)
    assert line.state is SpeakerState.ARRIVED, "an event without an arrival is arrived at where one scans first"
    person = Namesake(SYLVAIN, came(minutes=20).arrivals | came("door", 9).arrivals)
    assert the_line(person).arrival == SpeakerArrival(MORNING + 9 * MINUTE, "Accueil 1")


@pytest.mark.parametrize("name", ["Reymond Sylvain", "sylvain reymond", "SYLVAIN Reymônd"])
def test_a_speaker_is_the_person_of_that_name(name):
    assert the_line(Namesake(SYLVAIN), speaker=replace(SPEAKER, name=name)).attendee == SYLVAIN
    assert the_line(Namesake(SYLVAIN), speaker=replace(SPEAKER, name=f"{name} Martin")).attendee is None


def test_of_several_of_that_name_it_is_the_one_who_came_or_who_is_expected_and_one_may_speak_twice():
    cancelled = Namesake(replace(SYLVAIN, id="B", status=Status.CANCELLED))
    assert the_line(cancelled, Namesake(SYLVAIN)).attendee == SYLVAIN
    assert the_line(cancelled).attendee == cancelled.attendee
    arrived = came(person=replace(SYLVAIN, id="C"))
    assert the_line(cancelled, Namesake(SYLVAIN), arrived).attendee == arrived.attendee
    second = Session("t", "Clôture", STARTS + 300 * MINUTE)
    planned = programme(SPEAKER, replace(SPEAKER, id="t/1", session="t"), sessions=(SESSION, second))
    lines = speaker_statuses(planned, [came()], STARTS)
    assert [line.state for line in lines] == [SpeakerState.ARRIVED, SpeakerState.ARRIVED], "one person may speak twice"


def test_who_speaks_from_a_distance_or_without_a_time_is_not_missed_and_without_an_end_for_an_hour():
    online = Namesake(replace(SYLVAIN, presence=Presence.REMOTE))
    assert the_line(online, at=STARTS).state is SpeakerState.CONFIRMED
    assert the_line(came(person=online.attendee), at=STARTS).state is SpeakerState.ARRIVED
    untimed = replace(SESSION, starts=None, ends=None)
    for line in (the_line(sessions=(untimed,), at=STARTS), the_line(sessions=(), at=STARTS)):
        assert (line.state, line.minutes, line.is_alert) == (SpeakerState.CONFIRMED, None, False)
    endless = replace(SESSION, ends=None)
    assert the_line(sessions=(endless,), at=STARTS + 59 * MINUTE).is_alert
    assert not the_line(sessions=(endless,), at=STARTS + 60 * MINUTE).is_alert


def test_alerts_begin_with_the_session_that_began_first_and_with_those_who_said_they_come():
    later = Session("t", "Suite", STARTS + 25 * MINUTE)
    speakers = (
        replace(SPEAKER, id="t/1", name="Later One", session="t"),
        replace(SPEAKER, id="s/2", name="Perhaps Comes", is_confirmed=False),
        SPEAKER,
        replace(SPEAKER, id="s/3", name="Is Here"),
    )
    here = came(person=an_attendee(3, first_name="Is", last_name="Here"))
    lines = speaker_statuses(programme(*speakers, sessions=(SESSION, later)), [here], STARTS)
    assert [line.speaker.id for line in overdue_speakers(lines)] == ["s/1", "s/2", "t/1"]


NAMES = ["Ana Lys", "Lys ANA", "Bo Li", "Zoé Ba"]

PEOPLE = st.builds(
    lambda number, name, points, presence, status: Namesake(
        an_attendee(number, first_name=name.split()[0], last_name=name.split()[1], presence=presence, status=status),
        {point: SpeakerArrival(MORNING + number * MINUTE, "d") for point in points},
    ),
    st.integers(1, 90),
    st.sampled_from(NAMES),
    st.sets(st.sampled_from([point.id for point in POINTS])),
    st.sampled_from(Presence),
    st.sampled_from(Status),
)

SPEAKERS = st.lists(
    st.builds(
        lambda name, session, is_confirmed: Speaker("", name, "", "", session, is_confirmed),
        st.sampled_from([*NAMES, "Nobody Here"]),
        st.sampled_from(["s", "gone"]),
        st.booleans(),
    ),
    max_size=6,
).map(lambda speakers: [replace(speaker, id=f"s/{number}") for number, speaker in enumerate(speakers)])


@settings(max_examples=150)
@given(SPEAKERS, st.lists(PEOPLE, max_size=5), st.integers(-200, 200))
def test_each_speaker_is_in_one_state_and_who_arrived_is_never_missing(speakers, people, minutes):
    now = STARTS + minutes * MINUTE
    lines = speaker_statuses(replace(programme(), speakers=tuple(speakers)), people, now)
    assert [line.speaker for line in lines] == speakers
    for line in lines:
        assert (line.state is SpeakerState.ARRIVED) == (line.arrival is not None)
        assert not line.is_alert or line.state is SpeakerState.MISSING
        assert line.state is not SpeakerState.CONFIRMED or line.speaker.is_confirmed
        assert line.state is not SpeakerState.TO_CONFIRM or not line.speaker.is_confirmed
    told = overdue_speakers(lines)
    assert sorted(line.speaker.id for line in told) == sorted(line.speaker.id for line in lines if line.is_alert)
    assert [line.minutes for line in told] == sorted(line.minutes for line in told)


@settings(max_examples=80)
@given(SPEAKERS, st.lists(PEOPLE, max_size=4), PEOPLE, st.integers(-200, 200))
def test_whoever_arrives_takes_an_alert_away_and_gives_none(speakers, people, newcomer, minutes):
    at, planned = STARTS + minutes * MINUTE, replace(programme(), speakers=tuple(speakers))
    newcomer = replace(newcomer, arrivals=came().arrivals)
    before, after = (
        {line.speaker.id for line in speaker_statuses(planned, known, at) if line.state is SpeakerState.MISSING}
        for known in (people, [*people, newcomer])
    )
    assert after <= before


@pytest.mark.parametrize(("day", "expected"), [(None, "lundi"), (4, "lundi"), (5, "mardi"), (6, "lundi")])
def test_on_a_later_day_people_arrive_at_its_own_entrance_and_at_no_table_or_room(day, expected):
    tuesday = MORNING + timedelta(days=1)
    points = (
        ControlPoint("lundi", "Accueil", opens=MORNING, closes=MORNING + 60 * MINUTE),
        ControlPoint("casques", "Casques", opens=tuesday, gives="casque"),
        ControlPoint("salle", "Plénière", "s", opens=tuesday),
        ControlPoint("toujours", "Cour"),
        ControlPoint("mardi", "Accueil", opens=tuesday),
    )
    assert event_entry(a_programme(control_points=points), day and date(2023, 7, day)).id == expected
