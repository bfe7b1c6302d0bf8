# SPDX-License-Identifier: GPL-3.0-or-later
"""Proposals for a programme: control points for the arrival and for each workshop, with the hours they open and close,
and categories named by a list. Pure.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from checkin.core.programme.programme import ARRIVAL, Category, ControlPoint, Programme, Session
from checkin.core.programme.programme_edits import provisional_id, put_item
from checkin.core.programme.programme_ids import readable_id, unique_id
from checkin.core.programme.programme_wording import short_title
from checkin.core.text_folding import fold_text

OPENS_BEFORE = timedelta(minutes=30)
"""How long before its session a control point opens. It closes when the session ends."""

LONGEST_NAME = 40
"""The most letters of a title in a control point's name."""


def proposed_points(sessions: Iterable[Session]) -> tuple[ControlPoint, ...]:
    points = [ARRIVAL]
    for session in sessions:
        if session.is_booked:
            points.append(propose_session_point(session, points))
    return tuple(points)


def propose_session_point(session: Session, beside: Iterable[ControlPoint]) -> ControlPoint:
    """Return the control point of a session, under a name and an id that none of `beside` has."""
    others = tuple(beside)
    name = unique_name(_called(session.title), {fold_text(p.name) for p in others})
    return ControlPoint(
        unique_id(readable_id(name), {p.id for p in others}),
        name,
        session.id,
        session.starts - OPENS_BEFORE if session.starts else None,
        session.ends,
    )


def is_of_speakers(category: str) -> bool:
    """Whether a category's name is one of speakers."""
    return bool(_SPEAKERS.search(fold_text(category)))


def with_categories(programme: Programme, named: Iterable[str]) -> Programme:
    """Return `programme` with the categories of a list that it does not know; those of speakers call attention."""
    for name in named:
        if programme.category_named(name) is None:
            new = Category(provisional_id(programme), name, calls_attention=is_of_speakers(name))
            programme = put_item(programme, new)
    return programme


def _called(title: str) -> str:
    name = short_title(title)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rpartition(' ')[0] or name[:LONGEST_NAME]}…"


def unique_name(name: str, taken: set[str]) -> str:
    """Return `name`, or "name 2" …; `taken` are folded."""
    number, found = 1, name
    while fold_text(found) in taken:
        number += 1
        found = f"{name} {number}"
    return found


_SPEAKERS = re.compile(
    r"\b(intervenant|orateur|oratrice|conferencier|speaker|keynote|relator|ponente|referent|vortragend)"
)
