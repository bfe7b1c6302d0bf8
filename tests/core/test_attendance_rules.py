# SPDX-License-Identifier: GPL-3.0-or-later
"""Presence as evidence: the rules of docs/attendance.md, a line of the table each, and their laws."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendance.attendance_rules import judge_attendance
from checkin.core.attendance.stays import (
    WHOLE_EVENT,
    ConfirmedExit,
    EventOccasions,
    ExitProof,
    Stay,
    WithdrawnExit,
    confirmation,
    confirmed_exits,
    exit_decisions,
    stays,
)
from checkin.core.attendee import Presence
from checkin.core.entries import Entry, EntryKind
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import ClockOffsets
from tests.builders import MORNING as DAYBREAK
from tests.builders import Steps

PARIS = ZoneInfo("Europe/Paris")


def at(clock, day=4):
    hour, minute = map(int, clock.split(":"))
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


PROGRAMME = Programme(
    Event("Rencontre"),
    sessions=(
        Session("pleniere", "Plénière", at("9:00"), at("12:30"), is_streamed=True),
        Session("dejeuner", "Déjeuner", at("12:30"), at("14:00")),
        Session("atelier", "Atelier", at("14:00"), at("16:00"), is_booked=True),
        Session("visite", "Visite", at("16:00"), at("17:00"), is_booked=True),
        Session("suite", "Suite", at("9:00", 5), at("12:00", 5)),
    ),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("porte", "Atelier", "atelier"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
    ),
)

OCCASIONS = EventOccasions.of(PROGRAMME, PARIS)
MORNING, AFTERNOON, NEXT = "2023-07-04/morning", "2023-07-04/afternoon", "2023-07-05/morning"
IN, OUT = EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT


class Day:
    """Entries in the order in which they are written. `at` is "9:00", or "5 9:00" for the next day."""

    def __init__(self):
        self.entries, self._numbers = [], count(1)

    def _add(self, kind, when, desk="Accueil 1", **body):
        day, _, clock = when.rpartition(" ")
        entry_id = next(self._numbers).to_bytes(16, "big")
        self.entries.append(Entry(entry_id, kind, "A", desk, at(clock, int(day or 4)), body))
        return self.entries[-1]

    def arrives(self, when, point="accueil", desk="Accueil 1"):
        return self._add(IN, when, desk, control_point=point)

    def leaves(self, when, point="accueil", desk="Accueil 1"):
        return self._add(OUT, when, desk, control_point=point)

    def undo(self, *entries):
        self._add(EntryKind.UNDONE, "9:00", targets=[e.id.hex() for e in entries])

    def judged(self, booked=(), *, clocks=(), remote=(), programme=PROGRAMME, **as_of):
        """`as_of`: the moment, `now`, and the `exits` that were confirmed; later than everything if none is named."""
        occasions = EventOccasions.of(programme, PARIS, **as_of)
        seen = (*stays(occasions, self.entries, ClockOffsets(clocks)), *remote)
        return judge_attendance(programme, occasions, seen, booked)


TABLE = [
    # what was scanned, minutes of the morning, of the afternoon, at the workshop
    ("an arrival without an exit lasts to the end of the half-day", ["in 9:00"], 210, 0, 0),
    ("before the doors: from the beginning of the programme", ["in 8:10"], 210, 0, 0),
    ("an exit ends it", ["in 9:00", "out 10:00"], 60, 0, 0),
    ("an exit in the evening proves the afternoon, and lunch is no work", ["in 9:00", "out 17:00"], 210, 180, 0),
    ("in the lunch break: the afternoon", ["in 13:10"], 0, 180, 0),
    ("after the end: nothing", ["in 18:10"], 0, 0, 0),
    ("several visits are summed", ["in 9:00", "out 9:30", "in 11:30"], 90, 0, 0),
    ("in again without an exit is not counted twice", ["in 9:00", "in 10:00"], 210, 0, 0),
    ("in again after lunch proves the afternoon", ["in 9:00", "in 14:30"], 210, 150, 0),
    ("an exit without an arrival proves nothing", ["out 11:00"], 0, 0, 0),
    ("a second exit changes nothing", ["in 9:00", "out 10:00", "out 12:00"], 60, 0, 0),
    ("an exit of the next day does not make a night of it", ["in 9:00", "out 5 11:00"], 210, 0, 0),
    ("a badge fetched the evening before is no morning", ["in 3 18:00"], 0, 0, 0),
    ("a door of a session lasts to the end of the session", ["in 14:30 porte"], 0, 90, 90),
    ("and is time at the event, once", ["in 14:00", "in 14:30 porte"], 0, 180, 90),
    ("who leaves the event leaves the session", ["in 14:00 porte", "out 15:00"], 0, 60, 60),
    ("who leaves the session is still at the event", ["in 14:00", "in 14:00 porte", "out 15:00 porte"], 0, 180, 60),
    ("early at the door: from the beginning", ["in 13:50 porte"], 0, 120, 120),
    ("a door that is planned no more was one of the event", ["in 9:30 ancienne"], 180, 0, 0),
    ("a clock set back in between: of no length, never less", ["in 10:00", "out 9:30"], 0, 0, 0),
]


@pytest.mark.parametrize(
    ("scans", "morning", "afternoon", "workshop"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_minutes(scans, morning, afternoon, workshop):
    found = scanned(scans).judged()
    assert (found.half_days[MORNING].minutes, found.half_days[AFTERNOON].minutes) == (morning, afternoon)
    assert found.sessions["atelier"].minutes == workshop
    assert found.minutes == morning + afternoon + found.half_days[NEXT].minutes


def test_the_total_is_the_sum_of_the_minutes_shown():
    """Two half-days of 60 minutes and 40 seconds are 120 minutes."""
    day = Day()
    for begins in ("9:00", "14:00"):
        arrived, left = day.arrives(begins), day.leaves(begins.replace(":00", ":59"))
        day.entries[-1] = replace(left, at=arrived.at + timedelta(minutes=60, seconds=40))
    found = day.judged()
    assert [half.minutes for half in found.half_days.values()] == [60, 60, 0]
    assert found.minutes == 120


def scanned(scans):
    day = Day()
    for scan in scans:
        kind, *when = scan.split(" ")
        point = when.pop() if not when[-1][0].isdigit() else "accueil"
        (day.arrives if kind == "in" else day.leaves)(" ".join(when), point)
    return day


@pytest.mark.parametrize(
    ("scans", "is_present", "is_late", "is_assumed"),
    [
        (["in 9:15"], True, False, True),
        (["in 9:16"], True, True, True),
        (["in 9:00", "out 10:45"], True, False, False),
        (["in 9:00", "out 10:44"], False, False, False),
        (["in 9:00", "out 9:30", "in 11:30", "out 12:30"], False, False, False),
        ([], False, False, False),
    ],
)
def test_present_for_half_of_it_and_late_after_a_quarter_of_an_hour(scans, is_present, is_late, is_assumed):
    half = scanned(scans).judged().half_days[MORNING]
    assert (half.is_present, half.is_late, half.is_assumed) == (is_present, is_late, is_assumed)


def test_a_session_without_a_door_is_proved_at_the_event_where_it_needs_no_registration():
    day = scanned(["in 9:00", "out 17:00"])
    sessions = day.judged().sessions
    assert (sessions["pleniere"].minutes, sessions["pleniere"].at_own_entrance) == (210, False)
    assert sessions["visite"].minutes == 0
    assert day.judged(booked=["visite"]).sessions["visite"].minutes == 60
    assert day.judged(booked=["atelier"]).sessions["atelier"].minutes == 0, "it has a door, and nobody passed it"
    assert scanned(["in 14:00 porte"]).judged().sessions["atelier"].at_own_entrance


def test_what_was_undone_is_no_evidence_and_a_clock_that_was_wrong_is_put_right():
    day = Day()
    day.arrives("9:00")
    day.undo(day.leaves("9:30"))
    assert day.judged().half_days[MORNING].minutes == 210
    day = Day()
    entry = day.arrives("10:00", desk="Accueil 2")
    body = {"offset": 3600, "identity": "a"}
    found = day.judged(clocks=[Entry(bytes(16), EntryKind.CLOCK_MEASURED, "", "Accueil 2", at("8:00"), body)])
    assert found.half_days[MORNING].minutes == 210
    assert found.stays[0].time.begins == at("9:00")
    assert found.stays[0].arrived.at == entry.at == at("10:00")


@pytest.mark.parametrize(
    ("now", "morning", "afternoon", "workshop", "proof"),
    [
        ("8:30", 0, 0, 0, None),
        ("10:00", 60, 0, 0, ExitProof.ONGOING),
        ("12:30", 210, 0, 0, ExitProof.ASSUMED),
        ("13:15", 210, 0, 0, ExitProof.ASSUMED),
        ("14:45", 210, 45, 15, ExitProof.ASSUMED),
        ("17:00", 210, 180, 90, ExitProof.ASSUMED),
    ],
)
def test_nothing_is_counted_past_now(now, morning, afternoon, workshop, proof):
    found = scanned(["in 8:10", "in 14:00", "in 14:30 porte"]).judged(now=at(now))
    assert (found.half_days[MORNING].minutes, found.half_days[AFTERNOON].minutes) == (morning, afternoon)
    assert (found.sessions["atelier"].minutes, found.half_days[MORNING].exit) == (workshop, proof)
    assert found.minutes == morning + afternoon


def test_an_exit_that_was_scanned_is_told_from_one_that_is_assumed():
    read = scanned(["in 9:00", "out 12:10"]).judged().half_days[MORNING]
    assert (read.exit, read.left, read.is_assumed) == (ExitProof.READ, at("12:10"), False)
    assumed = scanned(["in 9:00"]).judged().half_days[MORNING]
    assert (assumed.exit, assumed.left, assumed.is_assumed) == (ExitProof.ASSUMED, at("12:30"), True)
    assert Day().judged().half_days[MORNING].exit is None
    half = scanned(["in 9:00"]).judged(now=at("10:00")).half_days[MORNING]
    assert (half.is_present, half.is_over, half.left) == (False, False, at("10:00"))


def confirmed(hour, half_day=AFTERNOON):
    return {half_day: ConfirmedExit(at(hour), "Accueil 1", at("18:00"))}


@pytest.mark.parametrize(
    ("hour", "afternoon", "workshop", "proof"),
    [
        ("16:30", 150, 120, ExitProof.CONFIRMED),
        ("15:20", 80, 80, ExitProof.CONFIRMED),
        ("16:00", 120, 120, ExitProof.CONFIRMED),
        ("17:00", 180, 120, ExitProof.CONFIRMED),
        ("18:30", 180, 120, ExitProof.CONFIRMED),
        ("13:30", 180, 120, ExitProof.ASSUMED),
        ("5 10:00", 180, 120, ExitProof.ASSUMED),
    ],
)
def test_an_hour_the_organiser_confirmed_takes_the_place_of_the_programme_s(hour, afternoon, workshop, proof):
    """Past the programme nothing is counted all the same; an hour before the half-day or after the next one is none."""
    day, _, clock = hour.rpartition(" ")
    exits = {AFTERNOON: ConfirmedExit(at(clock, int(day or 4)), "Accueil 1", at("18:00"))}
    found = scanned(["in 9:00", "in 14:00", "in 14:00 porte"]).judged(exits=exits)
    assert (found.half_days[MORNING].minutes, found.half_days[AFTERNOON].minutes) == (210, afternoon)
    assert (found.sessions["atelier"].minutes, found.half_days[AFTERNOON].exit) == (workshop, proof)


def test_a_confirmed_hour_moves_no_exit_that_was_scanned_or_is_of_a_session_or_still_to_come():
    half = scanned(["in 14:00 porte"]).judged(exits=confirmed("16:30")).half_days[AFTERNOON]
    assert (half.minutes, half.exit, half.left) == (120, ExitProof.SESSION, at("16:00"))
    assert scanned(["in 14:00 porte"]).judged().half_days[AFTERNOON].exit is ExitProof.ASSUMED
    found = scanned(["in 14:00", "out 16:45"]).judged(exits=confirmed("16:00"))
    assert (found.half_days[AFTERNOON].minutes, found.half_days[AFTERNOON].exit) == (165, ExitProof.READ)
    found = scanned(["in 14:00"]).judged(exits=confirmed("18:00"), now=at("17:30"))
    assert found.half_days[AFTERNOON].exit is ExitProof.ONGOING


NOON = [
    # scans around the lunch session, which is in no half-day; hours confirmed; the exit from lunch, and when
    (["in 13:10"], {AFTERNOON: "16:30"}, ExitProof.CONFIRMED, "16:30"),
    (["in 13:10 table"], {AFTERNOON: "16:30"}, ExitProof.SESSION, "14:00"),
    (["in 9:00"], {MORNING: "12:45", AFTERNOON: "16:30"}, ExitProof.CONFIRMED, "12:45"),
    (["in 9:00"], {MORNING: "12:45"}, ExitProof.CONFIRMED, "12:45"),
    (["in 13:10"], {MORNING: "12:45"}, ExitProof.ASSUMED, "17:00"),
    (["in 13:10 table"], {MORNING: "12:45"}, ExitProof.ASSUMED, "14:00"),
    (["in 13:10", "out 13:40"], {}, ExitProof.READ, "13:40"),
]


@pytest.mark.parametrize(("scans", "hours", "proof", "left"), NOON)
def test_a_session_in_the_break_is_final_once_the_hour_is_confirmed_that_it_was_counted_by(scans, hours, proof, left):
    table = ControlPoint("table", "Déjeuner", "dejeuner")
    points = (*PROGRAMME.control_points, *([table] if "table" in scans[0] else []))
    programme = replace(PROGRAMME, control_points=points)
    exits = {half: ConfirmedExit(at(hour), "Accueil 1", at("18:00")) for half, hour in hours.items()}
    lunch = scanned(scans).judged(exits=exits, programme=programme).sessions["dejeuner"]
    assert (lunch.exit, lunch.left) == (proof, at(left))


MISSED = [
    # booked the workshop of 14:00 to 16:00, which has a control point; minutes of the afternoon, at the debate after it
    ("was not scanned there: that time is nobody's", ["in 13:30"], 60, ("atelier",)),
    ("nor is it with an exit of the event", ["in 13:30", "out 16:30"], 30, ("atelier",)),
    ("was scanned there: all of it", ["in 13:30", "in 14:30 porte"], 180, ()),
    ("was there before it ran, and left before", ["in 13:30", "in 13:40 porte", "out 13:50 porte"], 60, ("atelier",)),
    ("was nowhere: nothing to take off", [], 0, ()),
]


@pytest.mark.parametrize(("scans", "afternoon", "missed"), [row[1:] for row in MISSED], ids=[r[0] for r in MISSED])
def test_a_booked_session_with_a_control_point_takes_its_time_off_who_was_not_scanned_there(scans, afternoon, missed):
    found = scanned(scans).judged(booked=["atelier"])
    half = found.half_days[AFTERNOON]
    assert (half.minutes, half.missed, found.minutes) == (afternoon, missed, afternoon)


ELSEWHERE = [
    # booked the workshop of 14:00 to 16:00 and was not scanned there; minutes of the afternoon
    ("at the event and at lunch", ["in 9:00", "in 12:40 table", "out 15:25"], 0),
    ("at the plenary's door alone", ["in 8:55 hall", "out 15:25"], 0),
    ("at lunch, out and in again", ["in 9:00", "in 12:40 table", "out 13:50", "in 13:55", "out 15:25"], 0),
    ("at lunch, to the debate after it", ["in 9:00", "in 12:40 table", "out 16:30"], 30),
    ("in a parallel one instead", ["in 9:00", "in 14:10 annexe", "out 15:25"], 75),
]


@pytest.mark.parametrize(("scans", "afternoon"), [row[1:] for row in ELSEWHERE], ids=[r[0] for r in ELSEWHERE])
def test_another_door_proves_no_booked_session_unless_it_was_passed_meanwhile(scans, afternoon):
    sessions = (*PROGRAMME.sessions, Session("ailleurs", "Ailleurs", at("14:00"), at("16:00"), is_booked=True))
    doors = {"table": "dejeuner", "hall": "pleniere", "annexe": "ailleurs"}
    points = [ControlPoint(door, door, session) for door, session in doors.items() if door in " ".join(scans)]
    programme = replace(PROGRAMME, sessions=sessions, control_points=(*PROGRAMME.control_points, *points))
    half = scanned(scans).judged(["atelier"], programme=programme).half_days[AFTERNOON]
    assert (half.minutes, half.missed) == (afternoon, ("atelier",))


def from_afar(begins, ends, session=WHOLE_EVENT):
    seen = Entry(bytes(16), "remote_seen", "A", "import", at(begins), {})
    return Stay(TimeSpan(at(begins), at(ends)), session, seen, seen, is_online=True)


def test_on_site_and_from_afar_are_one_person_and_without_times_there_are_no_half_days():
    day = scanned(["in 9:00", "out 11:00"])
    half = day.judged(remote=[from_afar("10:00", "12:00")]).half_days[MORNING]
    assert (half.minutes, half.way) == (180, Presence.BOTH)
    assert (half.on_site, half.online) == (timedelta(hours=2), timedelta(hours=2))
    assert day.judged().half_days[MORNING].way is Presence.ON_SITE
    only = Day().judged(remote=[from_afar("10:00", "12:00")])
    assert (only.half_days[MORNING].way, only.half_days[AFTERNOON].way) == (Presence.REMOTE, None)
    assert (only.sessions["pleniere"].minutes, only.sessions["suite"].minutes) == (120, 0), "only what is streamed"
    bare = Programme(Event("Rencontre"))
    found = judge_attendance(bare, EventOccasions.of(bare, PARIS), (), ())
    assert (found.half_days, found.sessions, found.minutes, found.was_there) == ({}, {}, 0, False)


# Laws

scan = st.tuples(st.booleans(), st.integers(0, 48 * 60), st.sampled_from(["accueil", "porte", "ancienne"]))
days = st.lists(scan, max_size=12)


def a_day(scans):
    day = Day()
    for is_in, minute, point in scans:
        moment = at("0:00") + timedelta(minutes=minute)
        when = f"{moment.day} {moment:%H:%M}"
        (day.arrives if is_in else day.leaves)(when, point)
    return day


@given(days, st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=3))
def test_never_longer_than_the_event_and_nobody_is_counted_twice(scans, watched):
    found = a_day(scans).judged(booked=["visite"], remote=[_watched(*times) for times in watched])
    for each in (*found.half_days.values(), *found.sessions.values()):
        assert max(each.on_site, each.online) <= each.total <= each.on_site + each.online
        assert each.total <= each.time.length
        assert each.came is None or each.time.begins <= each.came <= each.time.ends
    assert timedelta(minutes=found.minutes) <= sum((half.time.length for half in OCCASIONS.half_days), timedelta())


def _watched(begins, ends):
    seen = Entry(bytes(16), "remote_seen", "A", "import", at("0:00"), {})
    span = TimeSpan(at("0:00") + timedelta(minutes=begins), at("0:00") + timedelta(minutes=ends))
    return Stay(span, WHOLE_EVENT, seen, seen, is_online=True)


@given(
    days,
    st.integers(0, 48 * 60),
    st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=3),
    st.none() | st.integers(0, 48 * 60),
    st.sets(st.sampled_from(["atelier", "visite"])),
)
def test_no_attested_minute_lies_after_now(scans, now, watched, confirmed_at, booked):
    """Whatever the journal says: clocks that run ahead, exits of tomorrow, a log of a stream that goes on for ever."""
    moment = at("0:00") + timedelta(minutes=now)
    hour = at("0:00") + timedelta(minutes=confirmed_at or 0)
    exits = {MORNING: ConfirmedExit(hour, "A", hour), AFTERNOON: ConfirmedExit(hour, "A", hour)}
    remote = [_watched(*times) for times in watched]
    found = a_day(scans).judged(booked, now=moment, remote=remote, exits=exits if confirmed_at is not None else None)
    for each in (*found.half_days.values(), *found.sessions.values()):
        assert each.total <= TimeSpan(each.time.begins, min(each.time.ends, moment)).length
        assert each.left is None or each.left <= moment
        assert each.is_over == (each.time.ends <= moment)
        assert each.is_over or each.exit in (None, ExitProof.READ) or each.exit.is_provisional or each.left <= moment
    later = a_day(scans).judged(booked, now=moment + timedelta(hours=1), remote=remote)
    assert later.minutes >= a_day(scans).judged(booked, now=moment, remote=remote).minutes, "time only adds"


@given(days, st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_does_not_matter(scans, draw):
    day = a_day(scans)
    before = day.judged()
    draw.shuffle(day.entries)
    assert day.judged() == before


@given(days, days)
def test_what_is_undone_counts_nothing(scans, mistakes):
    """Mixed in among the others, and then taken back."""
    mixed = Day()
    order = [(True, s) for s in scans] + [(False, s) for s in mistakes]
    random.Random(len(scans)).shuffle(order)
    wanted = a_day([s for is_kept, s in order if is_kept])
    taken_back = []
    for is_kept, (is_in, minute, point) in order:
        moment = at("0:00") + timedelta(minutes=minute)
        entry = (mixed.arrives if is_in else mixed.leaves)(f"{moment.day} {moment:%H:%M}", point)
        taken_back += [] if is_kept else [entry]
    mixed.undo(*taken_back)
    assert mixed.judged().half_days == wanted.judged().half_days
    assert mixed.judged().sessions == wanted.judged().sessions


@pytest.mark.parametrize(
    ("programme", "now", "has_ended"),
    [
        (PROGRAMME, at("11:00"), False),
        (PROGRAMME, at("12:40"), False),
        (PROGRAMME, at("17:00"), False),
        (PROGRAMME, at("12:00", day=5), True),
        (Programme(Event("R", at("0:00").date())), at("23:59"), False),
        (Programme(Event("R", at("0:00").date())), at("0:00", day=5), True),
        (Programme(Event("R")), at("8:00"), True),
    ],
)
def test_an_event_has_ended_with_its_last_half_day_or_its_day_if_it_tells_no_times(programme, now, has_ended):
    assert EventOccasions.of(programme, PARIS, now).have_ended == has_ended


EVENING = "2023-07-04/evening"
OPEN_PROGRAMME = Programme(
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

WHOLE_DAY = replace(OPEN_PROGRAMME, sessions=(Session("journee", "Journée", at("9:00"), at("17:00")),))


def assumed(*scans, programme=OPEN_PROGRAMME, **as_of):
    """Return the half-days and sessions whose minutes rest on an assumed hour."""
    day = Day()
    for scan in scans:
        way, when, *point = scan.split(" ")
        (day.arrives if way == "in" else day.leaves)(when, *point)
    found = day.judged(programme=programme, **as_of)
    every = {**found.half_days, **found.sessions}
    return {occasion for occasion, each in every.items() if each.is_assumed_hour}


ASSUMED = [
    ("no exit: to the assumed end", ["in 9:15"], {MORNING, "pleniere", "table"}),
    ("an exit read later: the sessions have no end", ["in 9:15", "out 16:00"], {MORNING, "pleniere", "table"}),
    ("an exit that was read before the assumed end", ["in 9:15", "out 10:15"], set()),
    ("in a session with both hours", ["in 14:00"], set()),
    ("at the door of the dinner", ["in 20:00 salle"], {EVENING, "diner"}),
    ("out of the dinner, while it was assumed to go on", ["in 20:00 salle", "out 20:40 salle"], set()),
    ("not there", [], set()),
]


@pytest.mark.parametrize(("scans", "expected"), [row[1:] for row in ASSUMED], ids=[row[0] for row in ASSUMED])
def test_which_minutes_rest_on_an_hour_that_nobody_wrote(scans, expected):
    assert assumed(*scans) & {MORNING, AFTERNOON, EVENING, "pleniere", "table", "atelier", "diner"} == expected


def test_a_day_in_one_piece_is_divided_at_an_hour_that_nobody_wrote_unless_it_was_confirmed_or_goes_on():
    assert assumed("in 9:00", "out 17:00", programme=WHOLE_DAY) == set()  # both halves together are as written
    assert assumed("in 9:00", programme=WHOLE_DAY) == {MORNING, "journee"}
    exits = {MORNING: ConfirmedExit(at("12:00"), "Accueil", at("18:00"))}
    assert MORNING not in assumed("in 9:15", exits=exits), "an hour that the organiser confirmed was written"
    assert "pleniere" in assumed("in 9:15", exits=exits)  # when it ended, nobody said
    assert assumed("in 9:30", now=at("10:00")) == set(), "what goes on is counted to now and rests on nothing"


EXIT_NOON = DAYBREAK + timedelta(hours=4)


def hours(*bodies, kind=EntryKind.EXIT_CONFIRMED):
    steps = Steps()
    entries = [steps.entry(kind, "", **body) for body in bodies]
    found = confirmed_exits(exit_decisions(reversed(entries)))
    return {half: each.hour for half, each in found.items()}


def test_the_newest_decision_counts_and_only_what_was_read_or_confirmed_is_final():
    later = EXIT_NOON + timedelta(minutes=15)
    told = [confirmation(MORNING, EXIT_NOON), confirmation(AFTERNOON, EXIT_NOON), confirmation(MORNING, later)]
    assert hours(*told) == {MORNING: later, AFTERNOON: EXIT_NOON}, "the newest of a half day counts"
    assert hours(confirmation(MORNING, EXIT_NOON), confirmation(MORNING, None)) == {}, "it can be taken away"
    strange = [
        {"half_day": MORNING, "hour": said} for said in ("half past five", 17, "2023-07-04T17:30:00", [], "9999")
    ]
    assert hours(confirmation(MORNING, EXIT_NOON), *strange, {"half_day": 3, "hour": None}, {}) == {MORNING: EXIT_NOON}
    assert hours(confirmation(MORNING, EXIT_NOON), kind=EntryKind.SIGNED) == {}
    final = [each for each in ExitProof if not each.is_provisional]
    assert final == [ExitProof.READ, ExitProof.CONFIRMED, ExitProof.SESSION]


def test_every_decision_is_kept_with_the_supervisor_who_took_it():
    steps, anne = Steps(), Authority("Anne Martin", "They left earlier")
    bodies = [confirmation(MORNING, EXIT_NOON), confirmation(MORNING, None, anne), confirmation(MORNING, EXIT_NOON)]
    bodies[2] |= {"allowed_by": 7, "why": None}
    told = [steps.entry(EntryKind.EXIT_CONFIRMED, "", "Accueil 2", **body) for body in bodies]
    first, second, third = (entry.at for entry in told)
    decisions = exit_decisions(reversed(told))
    assert decisions == {
        MORNING: (
            ConfirmedExit(EXIT_NOON, "Accueil 2", first),
            WithdrawnExit("Accueil 2", second, "Anne Martin", "They left earlier"),
            ConfirmedExit(EXIT_NOON, "Accueil 2", third),
        )
    }
    (found,) = confirmed_exits(decisions).values()
    assert (found.desk, found.at, found.by, found.why) == ("Accueil 2", third, "", "")
