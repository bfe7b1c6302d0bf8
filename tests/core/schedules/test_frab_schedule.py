# SPDX-License-Identifier: GPL-3.0-or-later
"""The schedule of pretalx and frab as ours."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.core.programme.programme import Event, Programme
from checkin.core.schedules.foreign_schedules import read_frab
from checkin.core.schedules.programme_update import CurrentProgramme, Schedule, ScheduledSession, ScheduledSpeaker

NOBODY = CurrentProgramme(Programme(Event("journée")), is_described=False)
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


def read(*talks: Any, basis: CurrentProgramme = NOBODY, **conference: Any) -> Schedule:
    return read_frab(document(*talks, **conference), basis)


def only(**fields: Any) -> ScheduledSession:
    (item,) = read(TALK | fields).items
    return item


def test_a_talk_is_a_session_with_its_time_room_and_speakers() -> None:
    item = only()
    assert (item.uid, item.title, item.room) == (TALK["guid"], "Animer le dialogue", "Salle Loire")
    assert item.starts == datetime(2023, 7, 4, 7, tzinfo=UTC)
    assert item.ends == datetime(2023, 7, 4, 7, 30, tzinfo=UTC)
    assert item.speakers == (ScheduledSpeaker("Zoé Ba"), ScheduledSpeaker("Max Petit"))
    assert (item.is_confirmed, item.is_booked, item.capacity) == (None, False, 0)


def test_the_zone_is_the_conferences_until_the_event_has_its_own() -> None:
    assert read(TALK, time_zone_name="Indian/Reunion").timezone == "Indian/Reunion"
    mine = CurrentProgramme(Programme(Event("R", timezone="Pacific/Tahiti")), is_described=True)
    assert read(TALK, basis=mine, time_zone_name="Indian/Reunion").timezone == "Pacific/Tahiti"
    assert read(TALK, time_zone_name=["x"]).timezone == "Europe/Paris"


def test_a_talk_without_a_moment_has_the_hour_of_its_day() -> None:
    assert only(date=None).starts == datetime(2023, 7, 4, 7, tzinfo=UTC)
    assert only(date="2023-07-04").starts == datetime(2023, 7, 4, 7, tzinfo=UTC)
    assert read(TALK | {"date": None, "start": None}).items == ()


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("00:30", 30), ("12:05", 725), ("1:02:30", 1590), ("00:00", None), (30, None), ("half", None)],
)
def test_durations(said: Any, minutes: int | None) -> None:
    item = only(duration=said)
    lasts = item.ends - item.starts if item.ends and item.starts else None
    assert (lasts.total_seconds() / 60 if lasts else None) == minutes


@pytest.mark.parametrize(
    ("state", "is_confirmed"), [("confirmed", True), ("accepted", False), ("submitted", False), ("", None)]
)
def test_a_talk_that_its_speakers_have_not_confirmed_is_to_be_confirmed(state: str, is_confirmed: bool | None) -> None:
    assert only(state=state).is_confirmed is is_confirmed


@pytest.mark.parametrize("state", ["canceled", "withdrawn", "rejected"])
def test_a_talk_that_does_not_take_place_is_told(state: str) -> None:
    schedule = read(TALK | {"state": state})
    assert schedule.items == ()
    assert [note.fields["titles"] for note in schedule.notes] == ["Animer le dialogue"]


def test_seats_are_those_of_the_room() -> None:
    rooms = [{"name": "Salle Loire", "capacity": 40}, {"name": "X", "capacity": None}, {"name": "Y", "capacity": True}]
    assert read(TALK, rooms=rooms).items[0].capacity == 40
    assert read(TALK | {"room": "X"}, rooms=rooms).items[0].capacity == 0


def test_one_registers_for_a_workshop_by_its_type_or_track() -> None:
    assert only(type="Workshop").is_booked
    assert only(track={"fr": "Ateliers"}).is_booked
    assert not only(type="Talk").is_booked


def test_texts_in_several_languages_are_taken_in_french_then_english_then_any() -> None:
    assert only(title={"en": "Hello", "fr": "Bonjour"}).title == "Bonjour"
    assert only(title={"de": "Hallo", "en": "Hello", "fr": ""}).title == "Hello"
    assert only(title={"de": "Hallo"}).title == "Hallo"


@pytest.mark.parametrize("nothing", [[], {}, {"schedule": []}, {"schedule": {"conference": {"days": {}}}}, 3, None])
def test_what_is_no_schedule_is_one_sentence(nothing: Any) -> None:
    with pytest.raises(UserError) as raised:
        read_frab(nothing, NOBODY)
    assert "no schedule in this file" in str(raised.value)


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
    for item in read(TALK | fields, rooms=rooms, title=title).items:
        assert item.starts is not None
        assert item.title
        assert item.uid


def test_the_title_of_the_event_is_that_of_the_conference() -> None:
    schedule = read(TALK, title={"fr": "La rencontre\n", "en": "x"})
    assert schedule.title == "La rencontre"
    assert schedule.items[0].starts is not None
    assert schedule.items[0].starts.date() == date(2023, 7, 4)
