# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a day is divided, the account of it, and what is certified."""

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import tokens
from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, code, content, language_of
from checkin.core.attendance.day_report import (
    MIN_CELL_COUNT,
    DayReport,
    StatisticsCell,
    group_small_counts,
    make_day_report,
    neighbours,
    statistics,
)
from checkin.core.attendance.day_report_lines import DayReportLine, DayReportPerson
from checkin.core.attendance.half_days import DayPart, HalfDay, half_days
from checkin.core.attendance.stays import WHOLE_EVENT, ExitProof
from checkin.core.attendee import Presence, Status
from checkin.core.history import Correction
from checkin.core.local_time import TimeSpan
from checkin.core.merged_records import MERGED
from checkin.core.programme.programme import Event, Programme, Session
from checkin.core.programme.programme_file import read_programme
from checkin.paths import resources
from tests.builders import KEY, MORNING, a_programme, an_attendee

PROGRAMME = a_programme()


def report_of(*people):
    return make_day_report(PROGRAMME, people)


def test_a_category_is_one_however_it_is_spelt_and_groups_are_counted_by_people_and_by_codes():
    names = ["Presse", "presse", "vip", ""]
    found = report_of(*(DayReportPerson(an_attendee(n, category=name), {}) for n, name in enumerate(names))).categories
    assert {name: line.registered for name, line in found.items()} == {"": 1, "presse": 2, "vip": 1}
    made = report_of(DayReportPerson(an_attendee(1, places=5), {"accueil": 3}), DayReportPerson(an_attendee(2), {}))
    assert (made.total.registered, made.total.places, made.total.people) == (2, 6, 3)
    made = report_of(DayReportPerson(an_attendee(1, status=Status.CANCELLED), {"accueil": 1}))
    assert (made.total.present, made.total.cancelled) == (1, 0), "who came although cancelled is present"


def test_who_was_seen_only_at_the_door_of_a_session_was_present():
    """A workshop may scan its own door and the welcome desk somebody's not: they were at the event."""
    booked = an_attendee(1, sessions=("atelier-b",))
    group = DayReportPerson(an_attendee(2, places=4), {"accueil": 2, "atelier-b": 3})
    off = DayReportPerson(an_attendee(3, status=Status.BLOCKED), {"dejeuner": 1})
    gone = DayReportPerson(an_attendee(4), {"a door of yesterday": 1})
    door = {"atelier-b": 1}
    made = report_of(DayReportPerson(booked, door), group, off, gone, DayReportPerson(None, door))
    assert (made.total.registered, made.total.present, made.total.absent, made.total.cancelled) == (4, 4, 0, 0)
    assert (made.total.people, made.total.others, made.total.remote) == (7, 1, 0), "of a group those who came at most"
    assert made.came_cancelled == 1
    session = made.sessions["atelier-b"]
    assert (session.registered, session.present, session.people, session.others) == (1, 1, 5, 2)
    assert made.is_balanced


def test_who_watched_is_present_and_counted_apart():
    seen = frozenset([WHOLE_EVENT, "atelier-b"])
    booked = an_attendee(1, sessions=("atelier-b",))
    both = DayReportPerson(an_attendee(2), {"accueil": 1}, watched=seen)
    off = DayReportPerson(an_attendee(3, status=Status.CANCELLED), {}, watched=frozenset([WHOLE_EVENT]))
    made = report_of(DayReportPerson(booked, {}, watched=seen), both, off)
    assert (made.total.present, made.total.remote, made.total.absent, made.total.cancelled) == (3, 2, 0, 0)
    assert (made.total.people, made.came_cancelled) == (1, 1), "nobody came in at a door from afar"
    session = made.sessions["atelier-b"]
    assert (session.registered, session.present, session.remote, session.others) == (1, 1, 1, 1)
    assert made.is_balanced


def test_corrections_merges_and_conflicts_are_told():
    changed = Correction("email", "", "a@b.example", MORNING, "Accueil 1")
    undone = Correction("checked_in:accueil", "", "", MORNING, "Accueil 1")
    merged = Correction(MERGED, "Anne Le Goff (ABC)", "", MORNING, "Accueil 1")
    made = report_of(DayReportPerson(an_attendee(1), {}, corrections=(changed, undone, merged), conflicts=2))
    assert (made.corrections, made.undone, made.merges, made.conflicts) == (1, 1, ("Anne Le Goff (ABC)",), 2)
    made = report_of(DayReportPerson(None, {}, corrections=(undone,)), DayReportPerson(an_attendee(1), {}))
    assert (made.total.registered, made.total.others, made.undone) == (1, 0, 1)
    switched = Correction("presence", "remote", "on_site", MORNING, "Accueil 1")
    back = Correction("presence", "on_site", "remote", MORNING, "Accueil 1")
    made = report_of(DayReportPerson(an_attendee(1), {}, corrections=(switched, back)))
    assert (made.switches, made.corrections) == (1, 1), "the switch that the door makes is no correction of anybody"


def test_what_does_not_add_up_is_seen_and_who_is_counted_is_named():
    good = DayReportLine(3, 1, 1, 1, people=1)
    assert DayReport(good, {"": good}).is_balanced
    assert not DayReport(replace(good, present=2), {"": good}).is_balanced
    assert not DayReport(good, {"a": replace(good, registered=2, absent=0)}).is_balanced
    assert not DayReport(good, {"": good}, {"s": replace(good, cancelled=0)}).is_balanced
    assert not DayReport(good, {"": replace(good, people=2)}).is_balanced
    walk_in = DayReportPerson(an_attendee(2), {"accueil": 1}, is_walk_in=True)
    ticket = DayReportPerson(None, {"accueil": 1}, ticket="unheard", is_walk_in=True)
    made = report_of(DayReportPerson(an_attendee(1), {}), walk_in, ticket)
    assert made.walk_ins == 1
    assert made.counted == {an_attendee(1).id, an_attendee(2).id, "unheard"}


counts = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12), max_size=8)


def is_safe(cell):
    return cell.count is None or cell.count == 0 or cell.count >= MIN_CELL_COUNT


@given(counts)
def test_small_categories_are_put_together_and_everybody_is_in_one_cell(found):
    cells = group_small_counts(found)
    assert all(map(is_safe, cells))
    assert sorted(label for cell in cells for label in cell.labels) == sorted(k for k, n in found.items() if n)
    for cell in cells:
        assert cell.count is None or cell.count == sum(found[label] for label in cell.labels)
    if sum(found.values()) >= MIN_CELL_COUNT:
        assert sum(cell.count for cell in cells) == sum(found.values())


@given(st.lists(st.integers(1, 12), max_size=10))
def test_small_quarters_go_to_their_neighbours_in_order(numbers):
    pairs = [(str(n), count) for n, count in enumerate(numbers)]
    cells = neighbours(pairs)
    assert all(map(is_safe, cells))
    assert [label for cell in cells for label in cell.labels] == [label for label, _ in pairs]


def test_a_day_in_figures():
    arrivals = [(MORNING + timedelta(minutes=m), 1) for m in (0, 1, 2, 3, 4, 21, 22, 23, 24, 25, 26, 61)]
    found = statistics({"participant": 9, "presse": 2, "officiel": 1}, {"atelier-b": 3, "atelier-c": 0}, arrivals)
    assert found.came.count == 12
    assert found.remote.count == 0
    assert statistics({}, {}, (), remote=4).remote.count is None
    assert found.categories == (StatisticsCell(("participant", "presse", "officiel"), 12),), "three are a small cell"
    assert found.sessions == (StatisticsCell(("atelier-b",), None), StatisticsCell(("atelier-c",), 0))
    assert [(cell.labels[0][11:16], cell.count) for cell in found.quarters] == [("06:30", 5), ("07:00", 7)]
    cells = group_small_counts({"participant": 9, "officiel": 2, "presse": 30, "équipe": 4})
    assert [cell.labels for cell in cells] == [("participant",), ("presse",), ("officiel", "équipe")]


HALF = CertifiedHalfDay(HalfDay(date(2023, 7, 4), DayPart.MORNING, TimeSpan(MORNING, MORNING)), 180, Presence.ON_SITE)
SAID = Certificate("person", "Ève Zola", "Mairie", "", Event("9ᵉ Rencontre", date(2023, 7, 4)), (HALF,), 180)


@given(st.text(max_size=30), st.text(max_size=30), st.integers(1, 10_000))
def test_a_code_is_known_again_however_it_is_typed(person, name, minutes):
    said = replace(SAID, person=person, name=name, minutes=minutes)
    made = code(KEY, said)
    found = tokens.read_certificate_code(KEY, f" {tokens.in_groups(made).lower()} ")
    assert (found.standing, found.number) == (tokens.CodeValidity.GENUINE, tokens.number(KEY, person))
    assert found.content == content(KEY, said)
    assert len(made) == tokens.CERTIFICATE_CODE_LENGTH


@given(st.integers(3, tokens.CERTIFICATE_CODE_LENGTH - 1), st.sampled_from(tokens.ALPHABET))
def test_a_changed_letter_is_refused(place, letter):
    made = code(KEY, SAID)
    changed = made[:place] + letter + made[place + 1 :]
    expected = tokens.CodeValidity.GENUINE if changed == made else tokens.CodeValidity.FORGED
    assert tokens.read_certificate_code(KEY, changed).standing is expected


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text):
    assert tokens.read_certificate_code(KEY, text).standing in tokens.CodeValidity


def test_another_event_another_secret_no_code_and_another_language():
    other = tokens.EventKey("another", KEY.secret)
    stolen = tokens.EventKey(KEY.event, bytes(32))
    assert tokens.read_certificate_code(other, code(KEY, SAID)).standing is tokens.CodeValidity.OTHER_EVENT
    assert tokens.read_certificate_code(stolen, code(KEY, SAID)).standing is tokens.CodeValidity.FORGED
    assert tokens.read_certificate_code(KEY, an_attendee(1).ticket_code).standing is tokens.CodeValidity.UNREADABLE
    assert KEY.read(code(KEY, SAID)).origin is tokens.CodeOrigin.UNREADABLE, "a certificate is no ticket"
    assert code(KEY, replace(SAID, language="en")) == code(KEY, SAID), "its language does not matter to the code"


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ève Zolà"},
        {"organisation": ""},
        {"minutes": 181},
        {"halves": (replace(HALF, minutes=181),)},
        {"halves": (replace(HALF, exit=ExitProof.ASSUMED),)},
        {"halves": (replace(HALF, way=Presence.BOTH),)},
        {"arrived": datetime(2023, 7, 4, 9)},
        {"event": Event("9ᵉ Rencontre", date(2023, 7, 5))},
    ],
)
def test_whatever_it_says_is_sealed(other):
    assert content(KEY, replace(SAID, **other)) != content(KEY, SAID)


@pytest.mark.parametrize(
    ("custom", "language"),
    [
        ({"Langue": "Anglais"}, "en"),
        ({"LANGUAGE": "english"}, "en"),
        ({"langue": "EN"}, "en"),
        ({"Langue": "français"}, "fr"),
        ({"Langue": "deutsch"}, ""),
        ({"Repas": "anglais"}, ""),
        ({}, ""),
    ],
)
def test_the_language_column(custom, language):
    assert language_of(an_attendee(custom=custom)) == language


def test_one_half_day_that_rests_on_something_assumed_is_enough_to_say_so():
    assumed, unsure = replace(HALF, is_assumed_hour=True), replace(HALF, exit=ExitProof.ASSUMED)
    assert (SAID.is_assumed_hour, SAID.is_provisional) == (False, False)
    assert replace(SAID, halves=(HALF, assumed)).is_assumed_hour
    assert replace(SAID, halves=(HALF, unsure)).is_provisional
    assert replace(SAID, is_early=True).is_provisional


PARIS = ZoneInfo("Europe/Paris")


def a_session(written):
    """Of "9:00-10:00 Title", or "5 9:00 Title" on the fifth."""
    day, times, title = re.fullmatch(r"(5 )?(\S+) ?(.*)", written).groups()
    begins, _, ends = times.partition("-")
    return Session(title, title or "Exposé", at(begins, 5 if day else 4), at(ends, 5 if day else 4) if ends else None)


def at(clock, day=4):
    hour, minute = map(int, clock.split(":"))
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


def told(*sessions):
    programme = Programme(Event("Rencontre"), sessions=sessions)
    return [
        f"{half.day.day} {half.part} {_local(half.time.begins)}-{_local(half.time.ends)}"
        for half in half_days(programme, PARIS)
    ]


def _local(moment):
    return f"{moment.astimezone(PARIS):%H:%M}"


NIGHT = Session("nuit", "Nuit", at("22:00"), at("10:00", 5))


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        # the meal of the programme, wherever else there is a gap
        (["9:00-12:15", "12:30-14:00 Déjeuner", "14:00-17:00"], ["4 morning 09:00-12:30", "4 afternoon 14:00-17:00"]),
        (["9:00-12:00", "12:00-13:30 Buffet", "14:30-17:00"], ["4 morning 09:00-12:00", "4 afternoon 13:30-17:00"]),
        # breakfast and dinner are no lunch; the longest gap around noon is
        (
            ["8:00-9:00 Petit déjeuner", "9:00-12:10", "13:40-17:00"],
            ["4 morning 08:00-12:10", "4 afternoon 13:40-17:00"],
        ),
        (["9:00-11:40", "12:10-13:00", "14:00-16:00"], ["4 morning 09:00-13:00", "4 afternoon 14:00-16:00"]),
        # a coffee break is none, nor the way to the next room
        (["9:00-10:00", "10:40-12:45", "13:00-16:00"], ["4 morning 09:00-12:30", "4 afternoon 12:30-16:00"]),
        # only a morning, only an afternoon
        (["9:00-12:00"], ["4 morning 09:00-12:00"]),
        (["14:00-17:00"], ["4 afternoon 14:00-17:00"]),
        # an evening stands by itself, and the dinner does not make the afternoon longer
        (["14:00-17:00", "19:30-23:00 Repas de gala"], ["4 afternoon 14:00-17:00", "4 evening 19:30-23:00"]),
        # two days, and a night that reaches into the next morning: they share no time
        (["9:00-12:00", "5 9:00-12:00 Suite"], ["4 morning 09:00-12:00", "5 morning 09:00-12:00"]),
        ([NIGHT, "5 9:00-12:00 Suite"], ["4 evening 22:00-10:00", "5 morning 10:00-12:00"]),
        # a session that does not say when it ends lasts an hour (running.UNTOLD)
        (["9:00"], ["4 morning 09:00-10:00"]),
        ([], []),
    ],
)
def test_half_days(sessions, expected):
    assert told(*(each if each is NIGHT else a_session(each) for each in sessions)) == expected


def test_a_day_is_a_day_of_the_hall_as_in_the_published_programme():
    tokyo = ZoneInfo("Asia/Tokyo")
    session = Session("s", "S", datetime(2023, 7, 3, 23, tzinfo=ZoneInfo("UTC")), None)
    (half,) = half_days(Programme(Event("x"), sessions=(session,)), tokyo)
    assert (half.day, half.id) == (date(2023, 7, 4), "2023-07-04/morning")
    programme = read_programme(tomllib.loads((resources() / "demo/programme.toml").read_text(encoding="utf-8")))
    found = half_days(programme, PARIS)
    assert [(h.part, _local(h.time.begins), _local(h.time.ends)) for h in found] == [
        ("morning", "08:30", "12:30"),
        ("afternoon", "14:00", "18:30"),
    ]
