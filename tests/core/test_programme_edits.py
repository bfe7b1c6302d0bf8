# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a programme: one a verb, everything else as it was."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.programme.programme import ARRIVAL, Category, ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_difference import assign_ids
from checkin.core.programme.programme_edits import (
    MOST_STEPS,
    ProgrammeDraft,
    move_item,
    points_only_for,
    provisional_id,
    put_item,
    remove_item,
    session_points,
    sort_sessions,
    speakers_of,
    with_event,
    with_speakers,
)
from tests.builders import MORNING, a_programme

PROGRAMME = a_programme()
WORKSHOP = PROGRAMME.sessions[0]
DOOR = PROGRAMME.control_points[1]
LUNCH = PROGRAMME.control_points[2]


def test_an_item_takes_its_own_place_and_a_new_one_the_last() -> None:
    renamed = replace(DOOR, name="Porte")
    points = put_item(PROGRAMME, renamed).control_points
    assert [p.name for p in points] == ["Accueil", "Porte", "Déjeuner", "Sortie"]
    assert put_item(PROGRAMME, Session("c", "C", MORNING)).sessions[-1].id == "c"


def test_a_session_leaves_with_its_speakers_and_doors() -> None:
    with_speaker = with_speakers(PROGRAMME, "atelier-b", [Speaker("", "Zoé", "", "", "")])
    assert speakers_of(with_speaker, "atelier-b") == (Speaker("atelier-b/1", "Zoé", "", "", "atelier-b"),)
    left = remove_item(with_speaker, WORKSHOP)
    assert (left.sessions, left.speakers) == ((), PROGRAMME.speakers)
    assert [p.name for p in left.control_points] == ["Accueil", "Déjeuner", "Sortie"]
    assert session_points(PROGRAMME, "atelier-b") == (DOOR,)


def test_the_last_control_point_cannot_leave() -> None:
    programme = Programme(Event("R"), control_points=(DOOR,))
    assert remove_item(programme, DOOR).control_points == (ARRIVAL,)


def test_a_category_leaves_the_doors_that_name_it() -> None:
    participant = PROGRAMME.categories[0]
    assert points_only_for(PROGRAMME, participant.id) == (LUNCH,)
    left = remove_item(PROGRAMME, participant)
    assert participant not in left.categories
    assert left.control_points[2] == replace(LUNCH, categories=())


@pytest.mark.parametrize(("step", "order"), [(-1, "bacd"), (1, "acbd"), (-5, "bacd"), (9, "acdb")])
def test_control_points_change_places(step: int, order: str) -> None:
    programme = Programme(Event("R"), control_points=tuple(ControlPoint(c, c) for c in "abcd"))
    assert "".join(p.id for p in move_item(programme, programme.control_points[1], step).control_points) == order


def test_sessions_in_the_order_of_the_day() -> None:
    late = Session("x", "X", MORNING - timedelta(hours=1))
    programme = sort_sessions(put_item(PROGRAMME, late))
    assert [s.id for s in programme.sessions] == ["x", "atelier-b"]


def test_speakers_are_replaced_each_in_its_place_and_a_new_one_gets_a_free_number() -> None:
    one, two, other = (Speaker(i, i, "", "", s) for i, s in (("a/1", "a"), ("a/2", "a"), ("b/1", "b")))
    programme = Programme(Event("R"), sessions=(Session("a", "A"), Session("b", "B")), speakers=(one, two, other))
    new = with_speakers(programme, "a", [replace(two, name="Zoé"), Speaker("", "Max", "", "", "")])
    assert [(s.id, s.name) for s in new.speakers] == [("a/2", "Zoé"), ("b/1", "b/1"), ("a/3", "Max")]


def test_on_another_day_every_time_moves_with_the_event_by_the_clock_of_the_hall() -> None:
    nine = datetime(2023, 10, 28, 7, tzinfo=UTC)
    event = Event("R", date(2023, 10, 28))
    programme = Programme(event, sessions=(Session("a", "A", nine, nine + timedelta(hours=1)),))
    winter = with_event(programme, replace(event, day=date(2023, 10, 29)))
    assert winter.sessions[0].starts == datetime(2023, 10, 29, 8, tzinfo=UTC)
    tahiti = with_event(programme, replace(event, timezone="Pacific/Tahiti"))
    assert tahiti.sessions[0].starts == datetime(2023, 10, 28, 19, tzinfo=UTC)
    assert with_event(programme, replace(event, title="S")).sessions == programme.sessions
    assert with_event(programme, replace(event, day=None)).sessions == programme.sessions


# New items


def test_new_items_get_ids_of_their_names_wherever_they_are_named() -> None:
    session = Session(provisional_id(PROGRAMME), "Atelier B – Lire")
    programme = put_item(PROGRAMME, session)
    category = Category(provisional_id(programme), "Élus & presse")
    programme = put_item(programme, category)
    point = ControlPoint(provisional_id(programme), "Atelier B !", session.id, categories=("presse", category.id))
    programme = with_speakers(put_item(programme, point), session.id, [Speaker("", "Zoé", "", "", "")])
    new = assign_ids(programme, PROGRAMME)
    assert new.sessions[-1].id == "atelier-b-lire"
    assert new.categories[-1].id == "elus-presse"
    assert new.control_points[-1] == replace(
        point, id="atelier-b-2", session="atelier-b-lire", categories=("presse", "elus-presse")
    )
    assert (new.speakers[-1].id, new.speakers[-1].session) == ("atelier-b-lire/1", "atelier-b-lire")
    assert assign_ids(new, PROGRAMME, new) == new
    twice = put_item(put_item(PROGRAMME, Category("n1", "Élus")), Category("n2", "Élus"))
    assert [each.id for each in assign_ids(twice, PROGRAMME).categories[-2:]] == ["elus", "elus-2"]


def test_what_comes_in_the_place_of_what_goes_is_not_taken_for_it() -> None:
    programme = put_item(remove_item(PROGRAMME, WORKSHOP), Session("new", "Atelier B"))
    assert assign_ids(programme, PROGRAMME).sessions[0].id == "atelier-b-2"


def test_what_somebody_else_removed_meanwhile_keeps_its_id() -> None:
    edited = put_item(PROGRAMME, replace(WORKSHOP, title="Lire"))
    assert assign_ids(edited, PROGRAMME, remove_item(PROGRAMME, WORKSHOP)) == edited


def test_a_name_without_letters_still_makes_an_id() -> None:
    assert assign_ids(put_item(PROGRAMME, Category("new", "!")), PROGRAMME).categories[-1].id == "category"


# Steps


@given(st.lists(st.sampled_from(["title", "place", "undo", "redo"]), max_size=30))
def test_every_step_can_be_undone_and_done_again(steps: list[str]) -> None:
    draft = ProgrammeDraft(PROGRAMME, PROGRAMME)
    model, future = [PROGRAMME], list[Programme]()
    for number, step in enumerate(steps):
        if step == "undo":
            draft = draft.undone()
            if len(model) > 1:
                future.insert(0, model.pop())
        elif step == "redo":
            draft = draft.redo()
            if future:
                model.append(future.pop(0))
        else:
            new = replace(draft.now, event=replace(draft.now.event, **{step: str(number)}))
            draft = draft.with_change(new, (step, str(number)))
            model.append(new)
            future.clear()
        assert draft.now == model[-1]
        assert draft.is_changed == (draft.now != PROGRAMME)


def test_typing_on_in_one_field_is_one_step() -> None:
    draft = ProgrammeDraft(PROGRAMME, PROGRAMME)
    for text in ("R", "Re", "Ren"):
        draft = draft.with_change(replace(PROGRAMME, event=replace(PROGRAMME.event, title=text)), ("event", "title"))
    assert draft.undone().now == PROGRAMME
    again = draft.undone().with_change(replace(PROGRAMME, event=Event("X")), ("event", "title"))
    assert again.undone().now == PROGRAMME
    assert draft.with_change(draft.now) is draft


def test_steps_are_not_remembered_for_ever() -> None:
    draft = ProgrammeDraft(PROGRAMME, PROGRAMME)
    for number in range(MOST_STEPS + 10):
        draft = draft.with_change(replace(PROGRAMME, event=Event(str(number))))
    assert len(draft.past) == MOST_STEPS


def test_arrivals_are_counted_on_each_day_of_an_event_that_gets_a_last_day_and_as_planned_of_one_that_has_it() -> None:
    one_day = with_event(PROGRAMME, replace(PROGRAMME.event, title="R"))
    assert one_day.control_points == PROGRAMME.control_points
    two_days = with_event(PROGRAMME, replace(PROGRAMME.event, last_day=date(2023, 7, 5)))
    assert two_days.control_points[0].is_daily
    once = put_item(two_days, replace(two_days.control_points[0], is_daily=False))
    assert with_event(once, replace(once.event, last_day=date(2023, 7, 6))).control_points == once.control_points
