# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars as ours: which entries are sessions, when they are in the hall, who speaks, what is told of the rest."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError, fill_message
from checkin.core.programme.programme import Event, Programme
from checkin.core.schedules.foreign_schedules import Calendar, CalendarEntry, read_calendar
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


def test_a_floating_time_is_that_of_the_hall_and_any_other_is_brought_there() -> None:
    assert only(read(entry(starts=at(9)))).starts == at(7, zone=UTC)
    assert only(read(entry(starts=at(9)), basis=described("Indian/Reunion"))).starts == at(5, zone=UTC)
    there = only(read(entry(starts=at(20, zone=NEW_YORK)), basis=described())).starts
    assert there is not None
    assert there.isoformat() == "2023-07-05T02:00:00+02:00"


def test_the_zone_is_the_events_own_or_else_what_the_calendar_says_or_most_of_its_entries() -> None:
    said = {"timezone": "Indian/Reunion", "zones": ("Pacific/Tahiti", "Europe/Rome", "Europe/Rome")}
    assert read(entry(), **said).timezone == "Indian/Reunion"
    assert read(entry(), zones=said["zones"]).timezone == "Europe/Rome"
    assert read(entry(), timezone="Mars/Olympus").timezone == "Europe/Paris"
    assert read(entry(), basis=described(), **said).timezone == "Europe/Paris"


def test_a_zone_that_nobody_knows_is_told() -> None:
    assert told(read(entry(), unknown_zones=("Mars/Olympus",))) == [
        "The time zone “Mars/Olympus” is not known; its times were taken as local to the venue."
    ]


def test_what_is_no_session_is_left_out_and_told_one_sentence_a_reason() -> None:
    schedule = read(
        entry(),
        entry("Visite", status="cancelled"),
        entry("Dîner", status="CANCELLED"),
        entry("Journée", DAY),
        CalendarEntry("u", "Sans heure"),
        entry("", at(9)),
    )
    assert [item.title for item in schedule.items] == ["Plénière"]
    assert told(schedule) == [
        "Cancelled, and left out: Visite, Dîner.",
        "Left out, because it lasts all day: Journée.",
        "Left out, because it has no time: Sans heure.",
        "Entries without a title, left out: 1.",
    ]


def test_an_end_before_the_beginning_is_left_out_and_told() -> None:
    schedule = read(entry(ends=at(8)))
    assert (only(schedule).ends, told(schedule)) == (
        None,
        ["Ends before it starts, so the end was left out: Plénière."],
    )
    assert read(entry(ends=at(9))).notes == ()


def test_who_speaks_is_whom_the_file_says_speaks() -> None:
    speakers = (("Zoé Ba", "TENTATIVE"), ("Max Petit", "accepted"), ("Ana", ""), ("Luc", "DECLINED"), ("", ""))
    item = only(read(entry(speakers=speakers, status="CONFIRMED")))
    assert item.speakers == (
        ScheduledSpeaker("Zoé Ba", False),
        ScheduledSpeaker("Max Petit", True),
        ScheduledSpeaker("Ana", None),
    )
    assert item.is_confirmed is True
    assert only(read(entry())).speakers is None
    assert only(read(entry(status="TENTATIVE"))).is_confirmed is False


def test_pretalx_writes_the_speakers_behind_the_title() -> None:
    product = "-//pretalx//programme.example//pionniers"
    item = only(read(entry("Projets - de quoi parle-t-on ? - Josiane C., Laurent L."), product=product))
    assert (item.title, item.speakers) == (
        "Projets - de quoi parle-t-on ?",
        (ScheduledSpeaker("Josiane C."), ScheduledSpeaker("Laurent L.")),
    )
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


def test_what_comes_every_day_is_taken_on_the_days_of_the_event_only() -> None:
    coffee = entry(
        "Café",
        at(8, 30, day=1),
        ends=at(9, day=1),
        repeats={"FREQ": ["DAILY"], "UNTIL": [datetime(2023, 7, 31, tzinfo=UTC)]},
        without=(at(8, 30, day=5),),
    )
    late = entry("Café", at(10, day=6), uid="Café@x", instead_of=at(8, 30, day=6))
    schedule = read(coffee, late, entry(), entry("Clôture", at(9, day=7)))
    found = sorted((i.starts, i.title, i.uid) for i in schedule.items if i.starts)
    assert [(starts.day, starts.hour, title) for starts, title, _ in found] == [
        (4, 8, "Café"),
        (4, 9, "Plénière"),
        (6, 10, "Café"),
        (7, 8, "Café"),
        (7, 9, "Clôture"),
    ]
    assert len({uid for *_, uid in found}) == 5
    assert schedule.notes == ()


def test_the_last_time_is_the_one_that_still_begins_in_time() -> None:
    def times(until: datetime) -> int:
        coffee = entry("Café", at(9), repeats={"FREQ": ["DAILY"], "UNTIL": [until]})
        return len(read(coffee, entry(), entry("Fin", at(9, day=8))).items) - 2

    assert times(at(7, day=6, zone=UTC)) == 3
    assert times(at(6, 59, day=6, zone=UTC)) == 2


def test_a_rule_that_is_not_understood_is_told_and_taken_once() -> None:
    monthly = {"FREQ": ["MONTHLY"]}
    assert told(read(entry(repeats=monthly))) == [
        "Only the first time was taken, because how it repeats is not understood: Plénière."
    ]
    away = read(entry(), entry("Bureau", at(9, day=1), repeats=monthly))
    assert [item.title for item in away.items] == ["Plénière"]
    assert told(away) == ["Left out, because how it repeats is not understood: Bureau."]


def test_of_a_whole_year_only_the_days_of_the_event_are_taken() -> None:
    year = [entry(f"Réunion {month}", datetime(2023, month, 4, 9)) for month in range(1, 13)]
    schedule = read(*year, entry("Le lendemain", at(9, day=5)), basis=described())
    assert [item.title for item in schedule.items] == ["Réunion 7", "Le lendemain"]
    assert told(schedule) == ["11 entries on other days were left out."]
    with pytest.raises(UserError) as raised:
        read(*year)
    assert "runs from 04/01/2023 to 04/12/2023" in str(raised.value)
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
