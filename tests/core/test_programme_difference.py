# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes one programme another, item by item and field by field."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings

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
from checkin.core.programme.programme_difference import compare_programmes, item_name, programme_difference_as_json
from checkin.core.programme.programme_file import read_programme
from tests.builders import MORNING, a_programme
from tests.core.test_programme_file import DOCUMENTS


def test_each_item_is_added_changed_gone_or_as_it_was() -> None:
    old = a_programme()
    new = replace(
        old,
        event=replace(old.event, place="Rennes"),
        sessions=(*old.sessions, Session("c", "Atelier C")),
        control_points=(replace(old.control_points[0], name="Entrée"), *old.control_points[2:]),
    )
    difference = compare_programmes(old, new)
    assert [item_name(item) for item in difference.added] == ["Atelier C"]
    assert [(item_name(c.item), c.changed) for c in difference.changed] == [
        ("9ᵉ Rencontre", {"place": ("", "Rennes")}),
        ("Entrée", {"name": ("Accueil", "Entrée")}),
    ]
    assert [item_name(item) for item in difference.gone] == ["Atelier B"]
    assert difference.unchanged == 1 + 1 + 2 + 3


def test_order_is_no_difference_and_a_speaker_is_known_by_name() -> None:
    speakers = (Speaker("a/1", "Zoé Ba", "", "", "a"), Speaker("a/2", "Max", "", "", "a"))
    old = Programme(Event("R"), sessions=(Session("a", "A"), Session("b", "B")), speakers=speakers)
    moved = (Speaker("a/1", "MAX", "", "", "a"), Speaker("a/2", "Zoé Ba", "", "", "a"))
    difference = compare_programmes(old, replace(old, sessions=old.sessions[::-1], speakers=moved))
    assert [c.changed for c in difference.changed] == [{"name": ("Max", "MAX")}]
    assert not difference.added + difference.gone


def test_the_point_of_an_event_without_points_never_goes() -> None:
    point = ControlPoint("p", "P")
    bare = Programme(Event("R"))
    assert compare_programmes(bare, replace(bare, control_points=(point,))).gone == ()
    assert compare_programmes(bare, replace(bare, control_points=(ARRIVAL, point))).added == (point,)


def test_for_scripts_kinds_and_fields_are_called_as_in_the_file() -> None:
    old = a_programme()
    session = Session("c", "Atelier C", MORNING, None, "Loire", 12, is_booked=True)
    new = replace(
        old,
        sessions=(replace(old.sessions[0], starts=None, is_booked=False), session),
        speakers=(),
        control_points=(
            replace(old.control_points[0], requires=(Requirement("role", ("Élue",)),), categories=("presse",)),
            *old.control_points[1:],
        ),
    )
    assert json.loads(json.dumps(programme_difference_as_json(compare_programmes(old, new)))) == {
        "added": [
            {
                "kind": "session",
                "id": "c",
                "title": "Atelier C",
                "starts": "2023-07-04T06:40:00+00:00",
                "room": "Loire",
                "capacity": 12,
                "booked": True,
            }
        ],
        "changed": [
            {
                "kind": "session",
                "id": "atelier-b",
                "title": "Atelier B",
                "fields": {"starts": ["2023-07-04T06:40:00+00:00", None], "booked": [True, False]},
            },
            {
                "kind": "control_point",
                "id": "accueil",
                "name": "Accueil",
                "fields": {"categories": [[], ["presse"]], "requires": [[], [{"role": ["Élue"]}]]},
            },
        ],
        "gone": [{"kind": "speaker", "id": "s/1", "name": "Sylvain REYMOND", "session": "s"}],
        "unchanged": 6,
    }


def test_a_category_and_the_event_can_change_too() -> None:
    old = Programme(Event("R", date(2023, 7, 4)), (Category("a", "A"),))
    new = Programme(Event("S", date(2023, 7, 5)), (Category("a", "A", calls_attention=True),))
    told = programme_difference_as_json(compare_programmes(old, new))["changed"]
    assert [c["fields"] for c in told] == [
        {"title": ["R", "S"], "day": ["2023-07-04", "2023-07-05"]},
        {"attention": [False, True]},
    ]


@settings(max_examples=40)
@given(DOCUMENTS, DOCUMENTS)
def test_a_programme_differs_from_another_but_not_from_itself(one: dict[str, Any], other: dict[str, Any]) -> None:
    old, new = read_programme(one), read_programme(other)
    assert compare_programmes(old, old).is_empty
    json.dumps(programme_difference_as_json(compare_programmes(old, new)))


def test_the_example_of_the_file_differs_from_nothing_by_all_it_has() -> None:
    programme = read_programme(tomllib.loads('[event]\ntitle="R"\n[[category]]\nid="a"\nname="A"\n'))
    assert compare_programmes(Programme(Event("R")), programme).added == programme.categories
