# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people change a programme at one time: both changes are there."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.programme.programme import Category, ControlPoint, Programme, Session, Speaker
from checkin.core.programme.programme_difference import merge_programmes
from checkin.core.programme.programme_edits import move_item, put_item, remove_item, with_speakers
from checkin.core.programme.programme_file import read_programme
from tests.builders import a_programme
from tests.core.test_programme_file import DOCUMENTS

OPENED = a_programme()
WORKSHOP, DOOR = OPENED.sessions[0], OPENED.control_points[1]


def test_two_fields_of_one_session_are_both_changed() -> None:
    mine = put_item(OPENED, replace(WORKSHOP, room="Salle 3", title="Atelier B – Lire"))
    theirs = put_item(OPENED, replace(WORKSHOP, capacity=40, title="Atelier Bé"))
    session = merge_programmes(OPENED, mine, theirs).sessions[0]
    assert (session.room, session.capacity, session.title) == ("Salle 3", 40, "Atelier B – Lire")


def test_what_each_adds_and_removes_is_added_and_removed() -> None:
    mine = put_item(remove_item(OPENED, OPENED.control_points[2]), Session("c", "C"))
    theirs = put_item(remove_item(OPENED, OPENED.categories[2]), ControlPoint("q", "Q"))
    both = merge_programmes(OPENED, mine, theirs)
    assert [s.id for s in both.sessions] == ["atelier-b", "c"]
    assert [p.id for p in both.control_points] == ["accueil", "atelier-b", "sortie", "q"]
    assert [c.id for c in both.categories] == ["participant", "officiel"]


def test_what_a_new_door_names_comes_back_and_what_nobody_knows_is_named_no_more() -> None:
    door = ControlPoint("q", "Q", "forum", categories=("presse", "inconnue"))
    theirs = remove_item(OPENED, OPENED.categories[2])
    both = merge_programmes(OPENED, put_item(OPENED, door), theirs)
    assert [c.id for c in both.categories] == ["participant", "officiel", "presse"]
    assert (both.control_points[-1].session, both.control_points[-1].categories) == ("", ("presse",))


def test_what_one_removed_and_the_other_changed_stays() -> None:
    gone = remove_item(OPENED, OPENED.control_points[3])
    changed = put_item(OPENED, replace(OPENED.control_points[3], name="Porte"))
    for mine, theirs in ((gone, changed), (changed, gone)):
        assert merge_programmes(OPENED, mine, theirs).control_points[-1].name == "Porte"


def test_a_session_that_a_changed_door_guards_comes_back() -> None:
    gone = remove_item(OPENED, WORKSHOP)
    changed = put_item(OPENED, replace(DOOR, name="Porte"))
    for mine, theirs in ((gone, changed), (changed, gone)):
        both = merge_programmes(OPENED, mine, theirs)
        assert both.sessions == (WORKSHOP,)
        assert both.control_points[-1].session == both.sessions[0].id or both.control_points[1].session == "atelier-b"


def test_an_order_that_was_changed_is_kept() -> None:
    mine = move_item(OPENED, OPENED.control_points[3], -2)
    theirs = put_item(OPENED, ControlPoint("q", "Q"))
    assert [p.id for p in merge_programmes(OPENED, mine, theirs).control_points] == [
        "accueil",
        "sortie",
        "atelier-b",
        "dejeuner",
        "q",
    ]


def test_two_new_speakers_of_one_session_are_two() -> None:
    mine, theirs = (with_speakers(OPENED, "atelier-b", [Speaker("", n, "", "", "")]) for n in ("Zoé", "Max"))
    both = [(s.id, s.name) for s in merge_programmes(OPENED, mine, theirs).speakers if s.session == "atelier-b"]
    assert sorted(both) == [("atelier-b/1", "Max"), ("atelier-b/2", "Zoé")]


def test_both_of_two_changes_of_the_event() -> None:
    mine = replace(OPENED, event=replace(OPENED.event, place="Rennes"))
    theirs = replace(OPENED, event=replace(OPENED.event, organiser="Réseau"))
    event = merge_programmes(OPENED, mine, theirs).event
    assert (event.place, event.organiser) == ("Rennes", "Réseau")


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


def test_a_category_that_a_door_names_comes_back() -> None:
    presse = OPENED.categories[2]
    mine = put_item(OPENED, replace(DOOR, categories=("presse",)))
    both = merge_programmes(OPENED, mine, remove_item(OPENED, presse))
    assert both.categories[-1] == presse
    assert isinstance(both, Programme)
    assert Category("presse", "Presse") in both.categories
