# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a programme, one a verb; what makes one programme another, and what keeps it from being kept."""

import json
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.programme import programme_edits as edits
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    ControlPoint,
    Event,
    Programme,
    Requirement,
    Session,
    Speaker,
)
from checkin.core.programme.programme_difference import (
    assign_ids,
    compare_programmes,
    item_name,
    merge_programmes,
    mistakes,
    programme_difference_as_json,
)
from checkin.core.programme.programme_file import read_programme
from checkin.paths import resources
from checkin.services.programme.programme_importing import load_programme
from tests.builders import MORNING, a_programme
from tests.core.programme.test_programme_file import DOCUMENTS

PROGRAMME = a_programme()
WORKSHOP = PROGRAMME.sessions[0]
DOOR = PROGRAMME.control_points[1]
LUNCH = PROGRAMME.control_points[2]


def test_an_item_takes_its_own_place_and_sessions_the_order_of_the_day():
    points = edits.put_item(PROGRAMME, replace(DOOR, name="Porte")).control_points
    assert [p.name for p in points] == ["Accueil", "Porte", "Déjeuner", "Sortie"]
    assert edits.put_item(PROGRAMME, Session("c", "C", MORNING)).sessions[-1].id == "c"
    programme = edits.sort_sessions(edits.put_item(PROGRAMME, Session("x", "X", MORNING - timedelta(hours=1))))
    assert [s.id for s in programme.sessions] == ["x", "atelier-b"]


def test_a_session_leaves_with_its_speakers_and_doors_and_a_category_the_doors_that_name_it():
    with_speaker = edits.with_speakers(PROGRAMME, "atelier-b", [Speaker("", "Zoé", "", "", "")])
    assert edits.speakers_of(with_speaker, "atelier-b") == (Speaker("atelier-b/1", "Zoé", "", "", "atelier-b"),)
    left = edits.remove_item(with_speaker, WORKSHOP)
    assert (left.sessions, left.speakers) == ((), PROGRAMME.speakers)
    assert [p.name for p in left.control_points] == ["Accueil", "Déjeuner", "Sortie"]
    assert edits.session_points(PROGRAMME, "atelier-b") == (DOOR,)
    participant = PROGRAMME.categories[0]
    assert edits.points_only_for(PROGRAMME, participant.id) == (LUNCH,)
    left = edits.remove_item(PROGRAMME, participant)
    assert participant not in left.categories
    assert left.control_points[2] == replace(LUNCH, categories=())
    assert edits.remove_item(Programme(Event("R"), control_points=(DOOR,)), DOOR).control_points == (ARRIVAL,)


@pytest.mark.parametrize(("step", "order"), [(-1, "bacd"), (1, "acbd"), (-5, "bacd"), (9, "acdb")])
def test_control_points_change_places(step: int, order: str) -> None:
    programme = Programme(Event("R"), control_points=tuple(ControlPoint(c, c) for c in "abcd"))
    assert "".join(p.id for p in edits.move_item(programme, programme.control_points[1], step).control_points) == order


def test_speakers_are_replaced_each_in_its_place_and_a_new_one_gets_a_free_number():
    one, two, other = (Speaker(i, i, "", "", s) for i, s in (("a/1", "a"), ("a/2", "a"), ("b/1", "b")))
    programme = Programme(Event("R"), sessions=(Session("a", "A"), Session("b", "B")), speakers=(one, two, other))
    new = edits.with_speakers(programme, "a", [replace(two, name="Zoé"), Speaker("", "Max", "", "", "")])
    assert [(s.id, s.name) for s in new.speakers] == [("a/2", "Zoé"), ("b/1", "b/1"), ("a/3", "Max")]


def test_with_another_day_every_time_moves_by_the_clock_of_the_hall_and_a_last_day_makes_arrivals_daily():
    nine = datetime(2023, 10, 28, 7, tzinfo=UTC)
    event = Event("R", date(2023, 10, 28))
    programme = Programme(event, sessions=(Session("a", "A", nine, nine + timedelta(hours=1)),))
    winter = edits.with_event(programme, replace(event, day=date(2023, 10, 29)))
    assert winter.sessions[0].starts == datetime(2023, 10, 29, 8, tzinfo=UTC)
    tahiti = edits.with_event(programme, replace(event, timezone="Pacific/Tahiti"))
    assert tahiti.sessions[0].starts == datetime(2023, 10, 28, 19, tzinfo=UTC)
    assert edits.with_event(programme, replace(event, title="S")).sessions == programme.sessions
    assert edits.with_event(programme, replace(event, day=None)).sessions == programme.sessions
    one_day = edits.with_event(PROGRAMME, replace(PROGRAMME.event, title="R"))
    assert one_day.control_points == PROGRAMME.control_points
    two_days = edits.with_event(PROGRAMME, replace(PROGRAMME.event, last_day=date(2023, 7, 5)))
    assert two_days.control_points[0].is_daily
    once = edits.put_item(two_days, replace(two_days.control_points[0], is_daily=False))
    assert edits.with_event(once, replace(once.event, last_day=date(2023, 7, 6))).control_points == once.control_points


def test_new_items_get_ids_of_their_names_wherever_they_are_named():
    session = Session(edits.provisional_id(PROGRAMME), "Atelier B – Lire")
    programme = edits.put_item(PROGRAMME, session)
    category = Category(edits.provisional_id(programme), "Élus & presse")
    programme = edits.put_item(programme, category)
    point = ControlPoint(edits.provisional_id(programme), "Atelier B !", session.id, categories=("presse", category.id))
    programme = edits.with_speakers(edits.put_item(programme, point), session.id, [Speaker("", "Zoé", "", "", "")])
    new = assign_ids(programme, PROGRAMME)
    assert new.sessions[-1].id == "atelier-b-lire", "new items get ids of their names wherever they are named"
    assert new.categories[-1].id == "elus-presse"
    named = {"session": "atelier-b-lire", "categories": ("presse", "elus-presse")}
    assert new.control_points[-1] == replace(point, id="atelier-b-2", **named)
    assert (new.speakers[-1].id, new.speakers[-1].session) == ("atelier-b-lire/1", "atelier-b-lire")
    assert assign_ids(new, PROGRAMME, new) == new
    twice = edits.put_item(edits.put_item(PROGRAMME, Category("n1", "Élus")), Category("n2", "Élus"))
    assert [each.id for each in assign_ids(twice, PROGRAMME).categories[-2:]] == ["elus", "elus-2"]
    assert assign_ids(edits.put_item(PROGRAMME, Category("new", "!")), PROGRAMME).categories[-1].id == "category"
    programme = edits.put_item(edits.remove_item(PROGRAMME, WORKSHOP), Session("new", "Atelier B"))
    assert assign_ids(programme, PROGRAMME).sessions[0].id == "atelier-b-2"
    edited = edits.put_item(PROGRAMME, replace(WORKSHOP, title="Lire"))
    assert assign_ids(edited, PROGRAMME, edits.remove_item(PROGRAMME, WORKSHOP)) == edited


@given(st.lists(st.sampled_from(["title", "place", "undo", "redo"]), max_size=30))
def test_every_step_can_be_undone_and_done_again(steps: list[str]) -> None:
    draft = edits.ProgrammeDraft(PROGRAMME, PROGRAMME)
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


def test_typing_on_in_one_field_is_one_step_and_steps_are_not_remembered_for_ever():
    draft = edits.ProgrammeDraft(PROGRAMME, PROGRAMME)
    for text in ("R", "Re", "Ren"):
        draft = draft.with_change(replace(PROGRAMME, event=replace(PROGRAMME.event, title=text)), ("event", "title"))
    assert draft.undone().now == PROGRAMME
    again = draft.undone().with_change(replace(PROGRAMME, event=Event("X")), ("event", "title"))
    assert again.undone().now == PROGRAMME
    assert draft.with_change(draft.now) is draft
    draft = edits.ProgrammeDraft(PROGRAMME, PROGRAMME)
    for number in range(edits.MOST_STEPS + 10):
        draft = draft.with_change(replace(PROGRAMME, event=Event(str(number))))
    assert len(draft.past) == edits.MOST_STEPS


def test_an_id_is_the_first_words_of_the_name():
    assert edits.readable_id("Atelier A – Écouter et cartographier un écosystème") == "atelier-a-ecouter-et"
    assert edits.readable_id("L’Œuvre d’aujourd’hui !") == "l-oeuvre-d-aujourd-hui"
    assert edits.readable_id("Donaudampfschifffahrtsgesellschaftskapitän") == "donaudampfschifffahrtsgesell"
    assert edits.readable_id("Открытие") == "открытие"
    assert edits.readable_id(" – ! ") == ""


@given(st.text())
def test_no_name_makes_an_id_that_is_long_or_has_spaces(name: str) -> None:
    made = edits.readable_id(name)
    assert len(made) <= edits.LONGEST
    assert made == made.strip("-")
    assert not any(c.isspace() for c in made)


@given(st.lists(st.sampled_from(["Atelier", "atelier", "ATELIER 2", "", "?", "x"]), max_size=12))
def test_no_id_is_given_twice(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = edits.unique_id(edits.readable_id(name), taken)
        assert made
        assert made not in taken
        taken.add(made)


@given(st.text(), st.text(), st.text())
def test_a_tagged_id_tells_its_origin_whatever_the_title(one: str, other: str, uid: str) -> None:
    assert edits.tag_of(edits.tagged(one, uid)) == edits.tag_of(edits.tagged(other, uid)) == edits.tag(uid)
    assert len(edits.tag(uid)) == 6


def test_each_item_is_added_changed_gone_or_as_it_was():
    old = a_programme()
    event, points = replace(old.event, place="Rennes"), old.control_points
    new = replace(old, event=event, sessions=(*old.sessions, Session("c", "Atelier C")))
    difference = compare_programmes(old, replace(new, control_points=(replace(points[0], name="Entrée"), *points[2:])))
    assert [item_name(item) for item in difference.added] == ["Atelier C"]
    changed = {item_name(c.item): c.changed for c in difference.changed}
    assert changed == {"9ᵉ Rencontre": {"place": ("", "Rennes")}, "Entrée": {"name": ("Accueil", "Entrée")}}
    assert [item_name(item) for item in difference.gone] == ["Atelier B"]
    assert difference.unchanged == 1 + 1 + 2 + 3


def test_order_is_no_difference_and_the_point_of_an_event_without_points_never_goes():
    speakers = (Speaker("a/1", "Zoé Ba", "", "", "a"), Speaker("a/2", "Max", "", "", "a"))
    old = Programme(Event("R"), sessions=(Session("a", "A"), Session("b", "B")), speakers=speakers)
    moved = (Speaker("a/1", "MAX", "", "", "a"), Speaker("a/2", "Zoé Ba", "", "", "a"))
    difference = compare_programmes(old, replace(old, sessions=old.sessions[::-1], speakers=moved))
    assert [c.changed for c in difference.changed] == [{"name": ("Max", "MAX")}]
    assert not difference.added + difference.gone
    point = ControlPoint("p", "P")
    bare = Programme(Event("R"))
    assert compare_programmes(bare, replace(bare, control_points=(point,))).gone == ()
    assert compare_programmes(bare, replace(bare, control_points=(ARRIVAL, point))).added == (point,)
    programme = read_programme(tomllib.loads('[event]\ntitle="R"\n[[category]]\nid="a"\nname="A"\n'))
    assert compare_programmes(Programme(Event("R")), programme).added == programme.categories


def test_for_scripts_kinds_and_fields_are_called_as_in_the_file():
    old, at = a_programme(), "2023-07-04T06:40:00+00:00"
    session = Session("c", "Atelier C", MORNING, None, "Loire", 12, is_booked=True)
    sessions = (replace(old.sessions[0], starts=None, is_booked=False), session)
    door = replace(old.control_points[0], requires=(Requirement("role", ("Élue",)),), categories=("presse",))
    new = replace(old, sessions=sessions, speakers=(), control_points=(door, *old.control_points[1:]))
    told = json.loads(json.dumps(programme_difference_as_json(compare_programmes(old, new))))
    (added,), (of_session, of_point), gone = told["added"], told["changed"], told["gone"]
    assert (added.pop("kind"), added.pop("id"), added.pop("title")) == ("session", "c", "Atelier C")
    assert added == {"starts": at, "room": "Loire", "capacity": 12, "booked": True}
    assert of_session.pop("fields") == {"starts": [at, None], "booked": [True, False]}
    assert of_session == {"kind": "session", "id": "atelier-b", "title": "Atelier B"}
    assert of_point.pop("fields") == {"categories": [[], ["presse"]], "requires": [[], [{"role": ["Élue"]}]]}
    assert of_point == {"kind": "control_point", "id": "accueil", "name": "Accueil"}
    assert gone == [{"kind": "speaker", "id": "s/1", "name": "Sylvain REYMOND", "session": "s"}]
    assert told["unchanged"] == 6
    old = Programme(Event("R", date(2023, 7, 4)), (Category("a", "A"),))
    new = Programme(Event("S", date(2023, 7, 5)), (Category("a", "A", calls_attention=True),))
    fields = [change["fields"] for change in programme_difference_as_json(compare_programmes(old, new))["changed"]]
    assert fields == [{"title": ["R", "S"], "day": ["2023-07-04", "2023-07-05"]}, {"attention": [False, True]}]


@settings(max_examples=40)
@given(DOCUMENTS, DOCUMENTS)
def test_a_programme_differs_from_another_but_not_from_itself(one: dict[str, Any], other: dict[str, Any]) -> None:
    old, new = read_programme(one), read_programme(other)
    assert compare_programmes(old, old).is_empty
    json.dumps(programme_difference_as_json(compare_programmes(old, new)))


def test_both_of_two_changes_are_there_of_a_session_and_of_the_event():
    mine = edits.put_item(PROGRAMME, replace(WORKSHOP, room="Salle 3", title="Atelier B – Lire"))
    theirs = edits.put_item(PROGRAMME, replace(WORKSHOP, capacity=40, title="Atelier Bé"))
    session = merge_programmes(PROGRAMME, mine, theirs).sessions[0]
    assert (session.room, session.capacity, session.title) == ("Salle 3", 40, "Atelier B – Lire")
    mine = replace(PROGRAMME, event=replace(PROGRAMME.event, place="Rennes"))
    theirs = replace(PROGRAMME, event=replace(PROGRAMME.event, organiser="Réseau"))
    event = merge_programmes(PROGRAMME, mine, theirs).event
    assert (event.place, event.organiser) == ("Rennes", "Réseau")


def test_what_each_adds_and_removes_is_added_and_removed_but_what_is_named_comes_back():
    mine = edits.put_item(edits.remove_item(PROGRAMME, PROGRAMME.control_points[2]), Session("c", "C"))
    theirs = edits.put_item(edits.remove_item(PROGRAMME, PROGRAMME.categories[2]), ControlPoint("q", "Q"))
    both = merge_programmes(PROGRAMME, mine, theirs)
    assert [s.id for s in both.sessions] == ["atelier-b", "c"]
    assert [p.id for p in both.control_points] == ["accueil", "atelier-b", "sortie", "q"]
    assert [c.id for c in both.categories] == ["participant", "officiel"]
    door = ControlPoint("q", "Q", "forum", categories=("presse", "inconnue"))
    theirs = edits.remove_item(PROGRAMME, PROGRAMME.categories[2])
    both = merge_programmes(PROGRAMME, edits.put_item(PROGRAMME, door), theirs)
    assert [c.id for c in both.categories] == ["participant", "officiel", "presse"]
    assert (both.control_points[-1].session, both.control_points[-1].categories) == ("", ("presse",))
    presse = PROGRAMME.categories[2]
    mine = edits.put_item(PROGRAMME, replace(DOOR, categories=("presse",)))
    assert merge_programmes(PROGRAMME, mine, edits.remove_item(PROGRAMME, presse)).categories[-1] == presse


def test_what_one_removed_and_the_other_changed_stays_with_the_session_it_guards():
    gone = edits.remove_item(PROGRAMME, PROGRAMME.control_points[3])
    changed = edits.put_item(PROGRAMME, replace(PROGRAMME.control_points[3], name="Porte"))
    for mine, theirs in ((gone, changed), (changed, gone)):
        assert merge_programmes(PROGRAMME, mine, theirs).control_points[-1].name == "Porte"
    gone = edits.remove_item(PROGRAMME, WORKSHOP)
    changed = edits.put_item(PROGRAMME, replace(DOOR, name="Porte"))
    for mine, theirs in ((gone, changed), (changed, gone)):
        both = merge_programmes(PROGRAMME, mine, theirs)
        assert both.sessions == (WORKSHOP,)
        assert both.control_points[-1].session == both.sessions[0].id or both.control_points[1].session == "atelier-b"


def test_an_order_that_was_changed_is_kept_and_two_new_speakers_of_one_session_are_two():
    mine = edits.move_item(PROGRAMME, PROGRAMME.control_points[3], -2)
    both = merge_programmes(PROGRAMME, mine, edits.put_item(PROGRAMME, ControlPoint("q", "Q"))).control_points
    assert [p.id for p in both] == ["accueil", "sortie", "atelier-b", "dejeuner", "q"]
    mine, theirs = (edits.with_speakers(PROGRAMME, "atelier-b", [Speaker("", n, "", "", "")]) for n in ("Zoé", "Max"))
    both = [(s.id, s.name) for s in merge_programmes(PROGRAMME, mine, theirs).speakers if s.session == "atelier-b"]
    assert sorted(both) == [("atelier-b/1", "Max"), ("atelier-b/2", "Zoé")]


@settings(max_examples=60)
@given(DOCUMENTS, DOCUMENTS, st.none() | DOCUMENTS)
def test_nobodys_change_is_the_other_programme_and_all_fits(
    opened: dict[str, Any], edited: dict[str, Any], now: dict[str, Any] | None
) -> None:
    old, mine = read_programme(opened), read_programme(edited)
    assert merge_programmes(old, mine, old) == mine
    assert merge_programmes(old, old, mine) == mine
    both = merge_programmes(old, mine, read_programme(now) if now else mine)
    for items in (both.sessions, both.speakers, both.control_points, both.categories):
        ids = [item.id for item in items]
        assert len(ids) == len(set(ids))
    assert all(both.session(p.session) or not p.session for p in both.control_points)
    assert all(both.category(c) for p in both.control_points for c in p.categories)
    assert both.control_points


ELUS = ControlPoint("elus", "Élus", requires=(Requirement("role", ("Élue",)), Requirement("custom:A", ("x",))))
GOOD = replace(PROGRAMME, control_points=(*PROGRAMME.control_points, ELUS))

AN_HOUR = timedelta(hours=1)
THREE_LINES = tuple(Requirement(field, ("x",)) for field in ("role", "organisation", "Role"))


def good_but(**fields: Any) -> Programme:
    return replace(GOOD, event=replace(GOOD.event, **fields))


def with_session(**fields: Any) -> Programme:
    return replace(GOOD, sessions=(*GOOD.sessions, Session(**{"id": "x", "title": "X", **fields})))


def with_point(**fields: Any) -> Programme:
    return replace(GOOD, control_points=(*GOOD.control_points, ControlPoint(**{"id": "x", "name": "X", **fields})))


@pytest.mark.parametrize(
    ("programme", "kind", "field", "says"),
    [
        (replace(GOOD, event=Event(" ")), Event, "title", "needs a name"),
        (good_but(last_day=date(2023, 7, 3)), Event, "last_day", "before the first"),
        (good_but(last_day=date(2024, 7, 4)), Event, "last_day", "at most 100 days"),
        (good_but(day=None, last_day=date(2023, 7, 5)), Event, "day", "no first one"),
        (with_point(gives="casque", is_daily=True), ControlPoint, "gives", "another day"),
        (with_session(title=""), Session, "title", "needs a name"),
        (with_session(starts=MORNING, ends=MORNING - AN_HOUR), Session, "ends", "before the start"),
        (with_session(starts=MORNING, ends=MORNING), Session, "ends", "before the start"),
        (with_session(ends=MORNING), Session, "starts", "no start"),
        (with_session(waiting=3), Session, "waiting", "number of seats"),
        (with_point(name=""), ControlPoint, "name", "needs a name"),
        (with_point(name="ACCUEIL"), ControlPoint, "name", "“ACCUEIL” already exists"),
        (with_point(opens=MORNING, closes=MORNING - AN_HOUR), ControlPoint, "closes", "before the opening"),
        (with_point(requires=(Requirement("role", ()),)), ControlPoint, "requires", "needs a field"),
        (with_point(requires=(Requirement("", ("x",)),)), ControlPoint, "requires", "needs a field"),
        (with_point(requires=(Requirement("role", ("x",)),) * 2), ControlPoint, "requires", "two lines"),
        (with_point(requires=THREE_LINES), ControlPoint, "requires", "two lines"),
        (replace(GOOD, categories=(*GOOD.categories, Category("x", "presse"))), Category, "name", "already exists"),
        (replace(GOOD, categories=(*GOOD.categories, Category("x", ""))), Category, "name", "needs a name"),
    ],
)
def test_a_mistake_is_told_at_its_field(programme: Programme, kind: type, field: str, says: str) -> None:
    (mistake,) = mistakes(programme)
    assert (mistake.kind, mistake.id, mistake.field) == (kind, "" if kind is Event else "x", field)
    assert says in mistake.words.text.format(**mistake.fields)


def test_one_name_may_speak_in_two_sessions_but_not_twice_in_one():
    sessions = (Session("a", "A"), Session("b", "B"))
    twice = (Speaker("a/1", "Zoé Ba", "", "", "a"), Speaker("b/1", "ZOE BA", "", "", "b"))
    programme = replace(GOOD, sessions=sessions, speakers=twice, control_points=GOOD.control_points[:1])
    assert mistakes(programme) == (), "one name may speak in two sessions but not twice in one"
    others = (Speaker("b/2", "Zoé Ba", "", "", "b"), Speaker("b/3", "", "", "", "b"))
    again = replace(programme, speakers=(*twice, *others))
    assert [(m.id, m.field) for m in mistakes(again)] == [("b/3", "name"), ("b/2", "name")]
    assert mistakes(load_programme(resources() / "demo" / "programme.toml")) == ()
    assert mistakes(GOOD) == ()
