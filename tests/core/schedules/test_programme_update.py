# SPDX-License-Identifier: GPL-3.0-or-later
"""A schedule that comes again brings the programme up to date, and touches nothing that it cannot know."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.programme.programme import ARRIVAL, Category, ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_edits import event_days
from checkin.core.schedules.programme_update import (
    CurrentProgramme,
    ProgrammeUpdate,
    Schedule,
    ScheduledSession,
    ScheduledSpeaker,
    update_programme,
)

NINE = datetime(2023, 7, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def item(uid: str = "u1", title: str = "Atelier A – Écouter", **fields: Any) -> ScheduledSession:
    hours = {"starts": NINE, "ends": NINE + HOUR, "room": "Loire"}
    return ScheduledSession(**{"uid": uid, "title": title, **hours, **fields})


def first(*items: ScheduledSession, **said: Any) -> Programme:
    """Of an event of which nobody has said anything."""
    basis = CurrentProgramme(Programme(Event("journée")), is_described=False)
    return update_programme(basis, Schedule(items, **{"timezone": "Europe/Paris", **said})).programme


def again(programme: Programme, *items: ScheduledSession, **said: Any) -> ProgrammeUpdate:
    basis = CurrentProgramme(programme, is_described=True)
    return update_programme(basis, Schedule(items, **{"timezone": "Europe/Paris", **said}))


def test_a_first_schedule_describes_the_event_and_proposes_doors():
    items = (item(is_booked=True, capacity=40), item("u2", "Plénière", starts=NINE - HOUR))
    other = item("u3", "Atelier A : lire", is_booked=True)
    programme = first(*items, other, title="Rencontre", timezone="Europe/Rome")
    assert programme.event == Event("Rencontre", date(2023, 7, 4), timezone="Europe/Rome")
    assert [s.title for s in programme.sessions] == ["Plénière", "Atelier A – Écouter", "Atelier A : lire"]
    arrival, door, other = programme.control_points
    assert arrival == ARRIVAL
    assert (door.id, door.name, door.session) == ("atelier-a", "Atelier A", programme.sessions[1].id)
    assert (door.opens, door.closes) == (NINE - HOUR / 2, NINE + HOUR)
    assert (other.id, other.name) == ("atelier-a-2", "Atelier A 2")
    assert programme.sessions[1].capacity == 40
    title = "Workshop about everything that anybody might ever want to know of alliances"
    programme = first(item(title=title, is_booked=True))
    assert programme.control_points[1].name == "Workshop about everything that anybody…"


def test_a_session_is_known_by_the_identity_of_the_file_whatever_its_title_and_time():
    items = (item(is_booked=True, speakers=(ScheduledSpeaker("Zoé Ba"),)), item("u2", "Plénière"))
    programme = first(*items, title="Rencontre")
    renewal = again(programme, *reversed(items))
    assert renewal == ProgrammeUpdate(programme, ()), "the same schedule again changes nothing"
    programme = first(item(is_booked=True), item("u2", "Plénière"))
    moved = item(title="Atelier A – Lire", starts=NINE + HOUR, ends=NINE + 3 * HOUR, room="Rhône")
    renewed = again(programme, moved, item("u2", "Plénière")).programme
    before, after = programme.session(programme.control_points[1].session), renewed.sessions[1]
    assert before, "a session is known by the identity of the file whatever its title and time"
    assert after == replace(before, title="Atelier A – Lire", starts=NINE + HOUR, ends=NINE + 3 * HOUR, room="Rhône")
    door = renewed.control_points[1]
    assert (door.opens, door.closes) == (NINE + HOUR / 2, NINE + 3 * HOUR)


def planned(*sessions: Session, **fields: Any) -> Programme:
    return Programme(Event("Rencontre", date(2023, 7, 4)), sessions=sessions, **fields)


def test_a_programme_written_by_hand_is_known_by_its_ids_then_title_and_time_then_title():
    pauses = Session("b", "Pause", NINE), Session("c", "PAUSE", NINE + HOUR)
    programme = planned(Session("atelier-a", "Un", NINE), *pauses, Session("d", "Clôture", NINE))
    said = (item("atelier-a@x", "Deux"), item("x", "pause", starts=NINE + HOUR), item("y", "Pause"))
    renewal = again(programme, *said, item("z", "Clôture", starts=NINE + 4 * HOUR))
    assert [s.id for s in renewal.programme.sessions] == ["atelier-a", "b", "c", "d"]
    assert renewal.gone == ()
    programme = planned(Session("b", "Pause", NINE), Session("c", "Pause", NINE + HOUR))
    renewal = again(programme, item("x", "Pause", starts=NINE + 5 * HOUR))
    assert renewal.gone == ("b", "c"), "two of one title at another time are not guessed at"
    assert len(renewal.programme.sessions) == 3


def test_what_the_file_cannot_say_or_does_not_name_is_kept_and_told():
    session = Session("atelier-a", "Atelier A", NINE, NINE + HOUR, "Loire", 12, True, True, 3)
    points = (ControlPoint("x", "X", note="Badges"), ControlPoint("p", "P", "atelier-a", categories=("presse",)))
    programme = planned(session, categories=(Category("presse", "Presse"),), control_points=points)
    renewed = again(programme, item("atelier-a", "Atelier A", capacity=40, room="", ends=None)).programme
    assert renewed == programme
    lunch = Session("dejeuner", "Déjeuner", NINE + 3 * HOUR)
    renewal = again(planned(lunch), item())
    assert renewal.gone == ("dejeuner",)
    assert renewal.programme.sessions[-1] == lunch
    programme = planned(Session("a", "A", NINE))
    assert again(programme, item("a", "A"), title="Autre").programme.event == programme.event


def speaker(name: str, number: int = 1, **fields: Any) -> Speaker:
    return replace(Speaker(f"a/{number}", name, "Maire", "Ville", "a", is_confirmed=False), **fields)


def spoken(*before: Speaker, **said: Any) -> tuple[Speaker, ...]:
    programme = planned(Session("a", "A", NINE), speakers=before)
    return again(programme, item("a", "A", **said)).programme.speakers


ZOE, MAX = speaker("Zoé BA"), speaker("Max Petit", 2)
ANA, LUC = Speaker("a/3", "Ana", "", "", "a"), speaker("Luc Ray", replaces="Zoé Ba", is_confirmed=True)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ((ZOE, MAX), [("Ana",), ("zoe ba", True), ("Ana",)], (ANA, replace(ZOE, name="zoe ba", is_confirmed=True))),
        ((ZOE,), None, (ZOE,)),
        ((ZOE,), [], ()),
        ((LUC,), [("Zoé Ba", False)], (LUC,)),  # kept while the file names whom they came for
        ((LUC,), [("Zoé Ba",), ("Luc Ray",)], (LUC,)),
    ],
)
def test_speakers_are_the_files_and_keep_what_is_known_of_them(before, said, after):
    named = said if said is None else tuple(ScheduledSpeaker(*each) for each in said)
    assert spoken(*before, speakers=named) == after


def test_a_file_that_does_not_name_all_speakers_leaves_the_others_and_may_confirm_them():
    assert spoken(ZOE, is_confirmed=True) == (replace(ZOE, is_confirmed=True),)
    said = (ScheduledSpeaker("Ana"), ScheduledSpeaker("Max Petit", True))
    found = spoken(ZOE, MAX, speakers=said, has_all_speakers=False)
    assert found == (ZOE, replace(MAX, is_confirmed=True), ANA)


def test_the_event_moves_to_another_day_with_all_its_sessions_only():
    programme = first(item(), item("u2", "Plénière"), title="Rencontre")
    later = NINE + timedelta(days=30)
    moved = again(programme, item(starts=later), item("u2", "Plénière", starts=later)).programme
    assert (moved.event.title, moved.event.day) == ("Rencontre", date(2023, 8, 3))
    assert again(programme, item(starts=later), item("u2", "Plénière")).programme.event == programme.event


def test_a_first_schedule_of_several_days_counts_arrivals_on_each_of_them():
    next_day = NINE + timedelta(days=1)
    programme = first(item(is_booked=True), item("u2", "Plénière", starts=next_day, ends=next_day + HOUR))
    assert event_days(programme.event) == (NINE.date(), next_day.date())
    assert [(p.session != "", p.is_daily) for p in programme.control_points] == [(False, True), (True, False)]
    third = NINE + timedelta(days=2)
    longer = again(programme, item("u3", "Bilan", starts=third, ends=third + HOUR)).programme
    assert longer.event.last_day == third.date()
    assert first(item(), item("u2", starts=NINE + timedelta(days=400))).event.last_day is None


_ITEMS = st.lists(
    st.builds(
        ScheduledSession,
        st.sampled_from(["a", "b", "c@x", "d"]),
        st.sampled_from(["Atelier A", "atelier a", "Pause", "…"]),
        st.none() | st.sampled_from([NINE, NINE + HOUR]),
        speakers=st.none()
        | st.lists(st.sampled_from(["Zoé", "ZOE", "Max"]).map(ScheduledSpeaker), max_size=3).map(tuple),
        is_booked=st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=80)
@given(_ITEMS, _ITEMS)
def test_no_id_is_there_twice_and_the_second_time_changes_nothing(
    one: list[ScheduledSession], other: list[ScheduledSession]
) -> None:
    programme = again(first(*one), *other).programme
    for items in (programme.sessions, programme.speakers, programme.control_points):
        ids = [i.id for i in items]
        assert len(ids) == len(set(ids))
    assert len(programme.sessions) >= len(other)
    if all(len({i.uid for i in items}) == len(items) for items in (one, other)):
        assert again(programme, *other).programme == programme
