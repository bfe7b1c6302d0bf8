# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars, and the schedules of pretalx and frab, as ours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError, fill_message
from checkin.core.programme.programme import Event, Programme
from checkin.core.schedules.foreign_schedules import (
    Calendar,
    CalendarEntry,
    RecurrenceRule,
    days,
    read_calendar,
    read_frab,
    read_rule,
)
from checkin.core.schedules.programme_update import CurrentProgramme, Schedule, ScheduledSession, ScheduledSpeaker

DAY = date(2023, 7, 4)
NOBODY = CurrentProgramme(Programme(Event("journée")), is_described=False)
NEW_YORK = ZoneInfo("America/New_York")


def at(hour: int, minute: int = 0, day: int = 4, zone: Any = None) -> datetime:
    return datetime(2023, 7, day, hour, minute, tzinfo=zone)


def entry(title: str = "Plénière", starts: date | None = None, **fields: Any) -> CalendarEntry:
    return CalendarEntry(**{"uid": f"{title}@x", "title": title, "starts": starts or at(9), **fields})


def read(*entries: CalendarEntry, basis: CurrentProgramme = NOBODY, **calendar: Any) -> Schedule:
    return read_calendar(Calendar(entries, **calendar), basis)


def only(schedule: Schedule) -> ScheduledSession:
    (item,) = schedule.items
    return item


def told(schedule: Schedule) -> list[str]:
    return [fill_message(note.words.text, note.fields) for note in schedule.notes]


def described(zone: str = "Europe/Paris", day: date | None = DAY) -> CurrentProgramme:
    return CurrentProgramme(Programme(Event("Rencontre", day, timezone=zone)), is_described=True)


def test_a_floating_time_is_that_of_the_hall_and_the_zone_the_events_own_or_what_the_calendar_says():
    assert only(read(entry(starts=at(9)))).starts == at(7, zone=UTC)
    assert only(read(entry(starts=at(9)), basis=described("Indian/Reunion"))).starts == at(5, zone=UTC)
    there = only(read(entry(starts=at(20, zone=NEW_YORK)), basis=described())).starts
    assert there.isoformat() == "2023-07-05T02:00:00+02:00"
    said = {"timezone": "Indian/Reunion", "zones": ("Pacific/Tahiti", "Europe/Rome", "Europe/Rome")}
    assert read(entry(), **said).timezone == "Indian/Reunion"
    assert read(entry(), zones=said["zones"]).timezone == "Europe/Rome"
    assert read(entry(), timezone="Mars/Olympus").timezone == "Europe/Paris"
    assert read(entry(), basis=described(), **said).timezone == "Europe/Paris"
    (unknown,) = told(read(entry(), unknown_zones=("Mars/Olympus",)))
    assert "Mars/Olympus" in unknown


def test_what_is_no_session_and_an_end_before_the_beginning_are_left_out_and_told():
    cancelled = (entry("Visite", status="cancelled"), entry("Dîner", status="CANCELLED"))
    schedule = read(entry(), *cancelled, entry("Journée", DAY), CalendarEntry("u", "Sans heure"), entry("", at(9)))
    assert [item.title for item in schedule.items] == ["Plénière"]
    assert [line.split(": ")[1] for line in told(schedule)] == ["Visite, Dîner.", "Journée.", "Sans heure.", "1."]
    schedule = read(entry(ends=at(8)))
    assert (only(schedule).ends, len(schedule.notes)) == (None, 1), "an end before the beginning is left out and told"
    assert read(entry(ends=at(9))).notes == ()


def test_who_speaks_is_whom_the_file_says_speaks():
    speakers = (("Zoé Ba", "TENTATIVE"), ("Max Petit", "accepted"), ("Ana", ""), ("Luc", "DECLINED"), ("", ""))
    item = only(read(entry(speakers=speakers, status="CONFIRMED")))
    expected = (("Zoé Ba", False), ("Max Petit", True), ("Ana", None))
    assert item.speakers == tuple(ScheduledSpeaker(*each) for each in expected)
    assert item.is_confirmed is True
    assert only(read(entry())).speakers is None
    assert only(read(entry(status="TENTATIVE"))).is_confirmed is False


def test_pretalx_writes_the_speakers_behind_the_title():
    product = "-//pretalx//programme.example//pionniers"
    item = only(read(entry("Projets - de quoi parle-t-on ? - Josiane C., Laurent L."), product=product))
    assert item.title == "Projets - de quoi parle-t-on ?"
    assert item.speakers == (ScheduledSpeaker("Josiane C."), ScheduledSpeaker("Laurent L."))
    nobody = only(read(entry("Et après ? - "), product=product))
    assert (nobody.title, nobody.speakers) == ("Et après ?", None)
    assert only(read(entry("Projets - de quoi ?"))).title == "Projets - de quoi ?"


@pytest.mark.parametrize(
    ("title", "categories", "is_booked"),
    [
        ("Atelier A – Animer", (), True),
        ("Workshop: notes", (), True),
        ("Animer", ("Ateliers",), True),
        ("L’atelier du peintre", (), False),
        ("Ateliers-débats", (), True),
        ("Plénière", ("Débat",), False),
    ],
)
def test_one_registers_for_what_calls_itself_a_workshop(
    title: str, categories: tuple[str, ...], is_booked: bool
) -> None:
    assert only(read(entry(title, categories=categories))).is_booked is is_booked


def test_what_comes_every_day_is_taken_on_the_days_of_the_event_only_and_while_it_begins_in_time():
    repeats = {"FREQ": ["DAILY"], "UNTIL": [datetime(2023, 7, 31, tzinfo=UTC)]}
    hours = {"ends": at(9, day=1), "without": (at(8, 30, day=5),)}
    coffee = entry("Café", at(8, 30, day=1), repeats=repeats, **hours)
    late = entry("Café", at(10, day=6), uid="Café@x", instead_of=at(8, 30, day=6))
    schedule = read(coffee, late, entry(), entry("Clôture", at(9, day=7)))
    found = sorted((i.starts, i.title, i.uid) for i in schedule.items if i.starts)
    coffees = [(starts.day, starts.hour) for starts, title, _ in found if title == "Café"]
    assert coffees == [(4, 8), (6, 10), (7, 8)]
    assert len({uid for *_, uid in found}) == 5
    assert schedule.notes == ()

    def times(until: datetime) -> int:
        coffee = entry("Café", at(9), repeats={"FREQ": ["DAILY"], "UNTIL": [until]})
        return len(read(coffee, entry(), entry("Fin", at(9, day=8))).items) - 2

    assert times(at(7, day=6, zone=UTC)) == 3
    assert times(at(6, 59, day=6, zone=UTC)) == 2


def test_what_repeats_is_not_understood_or_is_of_other_days_is_told():
    monthly = {"FREQ": ["MONTHLY"]}
    once = read(entry(repeats=monthly))
    assert (len(once.items), [line.split(": ")[1] for line in told(once)]) == (1, ["Plénière."])
    away = read(entry(), entry("Bureau", at(9, day=1), repeats=monthly))
    assert [item.title for item in away.items] == ["Plénière"]
    assert [line.split(": ")[1] for line in told(away)] == ["Bureau."]
    year = [entry(f"Réunion {month}", datetime(2023, month, 4, 9)) for month in range(1, 13)]
    schedule = read(*year, entry("Le lendemain", at(9, day=5)), basis=described())
    assert [item.title for item in schedule.items] == ["Réunion 7", "Le lendemain"]
    assert [line.split()[0] for line in told(schedule)] == ["11"]
    with pytest.raises(UserError, match="04/01/2023 to 04/12/2023"):
        read(*year)
    with pytest.raises(UserError):
        read(*year, basis=described(day=date(2024, 7, 4)))


_MOMENTS = st.datetimes(datetime(2023, 7, 3), datetime(2023, 7, 6)).flatmap(
    lambda t: st.sampled_from([t, t.replace(tzinfo=UTC), t.replace(tzinfo=NEW_YORK), t.date()])
)

_ENTRIES = st.builds(
    CalendarEntry,
    st.sampled_from(["a", "b", "a@x", ""]),
    st.text(max_size=8),
    st.none() | _MOMENTS,
    st.none() | _MOMENTS,
    status=st.sampled_from(["", "CANCELLED", "TENTATIVE"]),
    speakers=st.just(()) | st.tuples(st.tuples(st.text(max_size=4), st.sampled_from(["", "DECLINED"]))),
    repeats=st.none()
    | st.fixed_dictionaries(
        {"FREQ": st.tuples(st.sampled_from(["DAILY", "WEEKLY", "YEARLY"]))},
        optional={"COUNT": st.tuples(st.integers(1, 4)), "UNTIL": st.tuples(_MOMENTS)},
    ),
    without=st.tuples(_MOMENTS),
    instead_of=st.none() | _MOMENTS,
)


@settings(max_examples=60)
@given(st.lists(_ENTRIES, max_size=6))
def test_whatever_is_in_a_calendar_its_items_can_be_sessions(entries: list[CalendarEntry]) -> None:
    for item in read(*entries).items:
        assert item.title.strip()
        assert item.starts is not None
        assert item.starts.utcoffset() is not None
        assert item.ends is None or item.ends > item.starts
        assert item.starts + timedelta(days=400) > datetime(2023, 7, 3, tzinfo=UTC)


TALK = {
    "guid": "8079583e-8321-506c-95af-fd2903a5f075",
    "id": 25,
    "date": "2023-07-04T09:00:00+02:00",
    "start": "09:00",
    "duration": "00:30",
    "room": "Salle Loire",
    "title": "Animer le dialogue",
    "type": "Talk",
    "persons": [{"id": 1, "public_name": "Zoé Ba"}, {"code": "X", "name": "Max Petit", "public_name": "max"}],
}


def document(*talks: Any, room: str = "Salle Loire", **conference: Any) -> dict[str, Any]:
    days = [{"index": 1, "date": "2023-07-04", "rooms": {room: list(talks)}}]
    return {"schedule": {"version": "1", "conference": {"title": "Rencontre", "days": days, **conference}}}


def read_document(*talks: Any, basis: CurrentProgramme = NOBODY, **conference: Any) -> Schedule:
    return read_frab(document(*talks, **conference), basis)


def only_talk(**fields: Any) -> ScheduledSession:
    (item,) = read_document(TALK | fields).items
    return item


def test_a_talk_is_a_session_with_its_time_room_and_speakers():
    item = only_talk()
    assert (item.uid, item.title, item.room) == (TALK["guid"], "Animer le dialogue", "Salle Loire")
    assert (item.starts, item.ends) == (at(7, zone=UTC), at(7, 30, zone=UTC))
    assert item.speakers == (ScheduledSpeaker("Zoé Ba"), ScheduledSpeaker("Max Petit"))
    assert (item.is_confirmed, item.is_booked, item.capacity) == (None, False, 0)
    assert only_talk(date=None).starts == datetime(2023, 7, 4, 7, tzinfo=UTC)
    assert only_talk(date="2023-07-04").starts == datetime(2023, 7, 4, 7, tzinfo=UTC)
    assert read_document(TALK | {"date": None, "start": None}).items == ()
    rooms = [{"name": "Salle Loire", "capacity": 40}, {"name": "X", "capacity": None}, {"name": "Y", "capacity": True}]
    assert read_document(TALK, rooms=rooms).items[0].capacity == 40, "seats are those of the room"
    assert read_document(TALK | {"room": "X"}, rooms=rooms).items[0].capacity == 0


@pytest.mark.parametrize(
    ("said", "minutes"), [("00:30", 30), ("12:05", 725), ("1:02:30", 1590), ("00:00", None), (30, None), ("half", None)]
)
def test_durations(said: Any, minutes: int | None) -> None:
    item = only_talk(duration=said)
    lasts = item.ends - item.starts if item.ends and item.starts else None
    assert (lasts.total_seconds() / 60 if lasts else None) == minutes


@pytest.mark.parametrize(
    ("state", "is_confirmed"), [("confirmed", True), ("accepted", False), ("submitted", False), ("", None)]
)
def test_a_talk_that_its_speakers_have_not_confirmed_is_to_be_confirmed(state: str, is_confirmed: bool | None) -> None:
    assert only_talk(state=state).is_confirmed is is_confirmed


@pytest.mark.parametrize("state", ["canceled", "withdrawn", "rejected"])
def test_a_talk_that_does_not_take_place_is_told(state: str) -> None:
    schedule = read_document(TALK | {"state": state})
    assert schedule.items == ()
    assert [note.fields["titles"] for note in schedule.notes] == ["Animer le dialogue"]


def test_one_registers_for_a_workshop_by_its_type_or_track():
    assert only_talk(type="Workshop").is_booked
    assert only_talk(track={"fr": "Ateliers"}).is_booked
    assert not only_talk(type="Talk").is_booked


def test_texts_are_taken_in_french_then_english_and_the_zone_and_title_from_the_conference():
    assert only_talk(title={"en": "Hello", "fr": "Bonjour"}).title == "Bonjour"
    assert only_talk(title={"de": "Hallo", "en": "Hello", "fr": ""}).title == "Hello"
    assert only_talk(title={"de": "Hallo"}).title == "Hallo"
    assert read_document(TALK, time_zone_name="Indian/Reunion").timezone == "Indian/Reunion"
    mine = CurrentProgramme(Programme(Event("R", timezone="Pacific/Tahiti")), is_described=True)
    assert read_document(TALK, basis=mine, time_zone_name="Indian/Reunion").timezone == "Pacific/Tahiti"
    assert read_document(TALK, time_zone_name=["x"]).timezone == "Europe/Paris"
    schedule = read_document(TALK, title={"fr": "La rencontre\n", "en": "x"})
    assert (schedule.title, schedule.items[0].starts.date()) == ("La rencontre", DAY)


@pytest.mark.parametrize("nothing", [[], {}, {"schedule": []}, {"schedule": {"conference": {"days": {}}}}, 3, None])
def test_what_is_no_schedule_is_one_sentence(nothing: Any) -> None:
    with pytest.raises(UserError, match="no schedule in this file"):
        read_frab(nothing, NOBODY)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["09:00", "00:30"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "fr", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from([*TALK, "state", "track"]), _ANY), _ANY, _ANY)
def test_fields_of_any_kind_are_read_or_passed_over(fields: dict[str, Any], rooms: Any, title: Any) -> None:
    for item in read_document(TALK | fields, rooms=rooms, title=title).items:
        assert item.starts is not None
        assert item.title
        assert item.uid


def on(rule: RecurrenceRule, until: date) -> list[int]:
    return [day.day for day in days(rule, DAY, until)]


def test_days_come_as_often_as_the_rule_says_and_on_those_that_are_named():
    assert on(RecurrenceRule(is_weekly=False), date(2023, 7, 7)) == [4, 5, 6, 7]
    assert on(RecurrenceRule(is_weekly=False, interval=2), date(2023, 7, 9)) == [4, 6, 8]
    assert on(RecurrenceRule(is_weekly=False, count=3), date(2023, 7, 31)) == [4, 5, 6]
    assert on(RecurrenceRule(is_weekly=False, until=date(2023, 7, 6)), date(2023, 7, 31)) == [4, 5, 6]
    assert on(RecurrenceRule(is_weekly=True), date(2023, 7, 20)) == [4, 11, 18]
    assert on(RecurrenceRule(is_weekly=True, weekdays=frozenset((1, 3))), date(2023, 7, 14)) == [4, 6, 11, 13]
    assert on(RecurrenceRule(is_weekly=True, interval=2, weekdays=frozenset((0,))), date(2023, 7, 31)) == [4, 17, 31]
    assert len(list(days(RecurrenceRule(is_weekly=False), date(1970, 1, 1), date(2999, 1, 1)))) == 4001


_WEEKDAYS, _UNTIL = st.frozensets(st.integers(0, 6)), st.none() | st.dates(date(2023, 6, 1), date(2023, 9, 1))
_RULES = st.builds(RecurrenceRule, st.booleans(), st.integers(1, 5), _WEEKDAYS, st.integers(0, 9), _UNTIL)


@given(_RULES, st.integers(-3, 60))
def test_days_come_in_order_none_twice_none_outside(rule: RecurrenceRule, length: int) -> None:
    last = DAY + timedelta(days=length)
    found = list(days(rule, DAY, last))
    assert found == sorted(set(found))
    assert all(DAY <= day <= min(last, rule.until or last) for day in found)
    assert not rule.count or len(found) <= rule.count


@pytest.mark.parametrize(
    "raw",
    [
        {"FREQ": ["MONTHLY"]},
        {"FREQ": ["DAILY"], "BYDAY": ["MO"]},
        {"FREQ": ["WEEKLY"], "BYDAY": ["1MO"]},
        {"FREQ": ["WEEKLY"], "INTERVAL": [2], "WKST": ["SU"]},
        {"FREQ": ["DAILY"], "BYHOUR": [9]},
        {"FREQ": ["DAILY"], "INTERVAL": [0]},
        {"RDATE": []},
        {},
    ],
)
def test_what_is_not_understood_is_no_rule(raw: dict[str, Any]) -> None:
    assert read_rule(raw, None) is None


def test_what_is_understood():
    assert read_rule({"FREQ": ["daily"], "COUNT": [3]}, None) == RecurrenceRule(is_weekly=False, count=3)
    weekly = read_rule({"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU"], "WKST": ["SU"]}, DAY)
    assert weekly == RecurrenceRule(is_weekly=True, weekdays=frozenset((0, 1)), until=DAY)
