# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a programme from being kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checkin.core.programme.programme import Category, ControlPoint, Event, Programme, Requirement, Session, Speaker
from checkin.core.programme.programme_difference import mistakes
from checkin.paths import resources
from checkin.services.programme.programme_importing import load_programme
from tests.builders import MORNING, a_programme

GOOD = replace(
    a_programme(),
    control_points=(
        *a_programme().control_points,
        ControlPoint("elus", "Élus", requires=(Requirement("role", ("Élue",)), Requirement("custom:A", ("x",)))),
    ),
)
HOUR = timedelta(hours=1)


def with_event(**fields: Any) -> Programme:
    return replace(GOOD, event=replace(GOOD.event, **fields))


def with_session(**fields: Any) -> Programme:
    return replace(GOOD, sessions=(*GOOD.sessions, Session(**{"id": "x", "title": "X", **fields})))


def with_point(**fields: Any) -> Programme:
    return replace(GOOD, control_points=(*GOOD.control_points, ControlPoint(**{"id": "x", "name": "X", **fields})))


@pytest.mark.parametrize(
    ("programme", "kind", "field", "says"),
    [
        (replace(GOOD, event=Event(" ")), Event, "title", "needs a name"),
        (with_event(last_day=date(2023, 7, 3)), Event, "last_day", "before the first"),
        (with_event(last_day=date(2024, 7, 4)), Event, "last_day", "at most 100 days"),
        (with_event(day=None, last_day=date(2023, 7, 5)), Event, "day", "no first one"),
        (with_point(gives="casque", is_daily=True), ControlPoint, "gives", "another day"),
        (with_session(title=""), Session, "title", "needs a name"),
        (with_session(starts=MORNING, ends=MORNING - HOUR), Session, "ends", "before the start"),
        (with_session(starts=MORNING, ends=MORNING), Session, "ends", "before the start"),
        (with_session(ends=MORNING), Session, "starts", "no start"),
        (with_session(waiting=3), Session, "waiting", "number of seats"),
        (with_point(name=""), ControlPoint, "name", "needs a name"),
        (with_point(name="ACCUEIL"), ControlPoint, "name", "“ACCUEIL” already exists"),
        (with_point(opens=MORNING, closes=MORNING - HOUR), ControlPoint, "closes", "before the opening"),
        (with_point(requires=(Requirement("role", ()),)), ControlPoint, "requires", "needs a field"),
        (with_point(requires=(Requirement("", ("x",)),)), ControlPoint, "requires", "needs a field"),
        (with_point(requires=(Requirement("role", ("x",)),) * 2), ControlPoint, "requires", "two lines"),
        (
            with_point(requires=tuple(Requirement(field, ("x",)) for field in ("role", "organisation", "Role"))),
            ControlPoint,
            "requires",
            "two lines",
        ),
        (replace(GOOD, categories=(*GOOD.categories, Category("x", "presse"))), Category, "name", "already exists"),
        (replace(GOOD, categories=(*GOOD.categories, Category("x", ""))), Category, "name", "needs a name"),
    ],
)
def test_a_mistake_is_told_at_its_field(programme: Programme, kind: type, field: str, says: str) -> None:
    (mistake,) = mistakes(programme)
    assert (mistake.kind, mistake.id, mistake.field) == (kind, "" if kind is Event else "x", field)
    assert says in mistake.words.text.format(**mistake.fields)


def test_one_name_may_speak_in_two_sessions_but_not_twice_in_one() -> None:
    sessions = (Session("a", "A"), Session("b", "B"))
    twice = (Speaker("a/1", "Zoé Ba", "", "", "a"), Speaker("b/1", "ZOE BA", "", "", "b"))
    programme = replace(GOOD, sessions=sessions, speakers=twice, control_points=GOOD.control_points[:1])
    assert mistakes(programme) == ()
    others = (Speaker("b/2", "Zoé Ba", "", "", "b"), Speaker("b/3", "", "", "", "b"))
    again = replace(programme, speakers=(*twice, *others))
    assert [(m.id, m.field) for m in mistakes(again)] == [("b/3", "name"), ("b/2", "name")]


def test_the_programme_of_the_demonstration_has_none() -> None:
    assert mistakes(load_programme(resources() / "demo" / "programme.toml")) == ()
    assert mistakes(GOOD) == ()
