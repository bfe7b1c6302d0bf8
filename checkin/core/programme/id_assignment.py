# SPDX-License-Identifier: GPL-3.0-or-later
"""Assigns ids to items added by an editor, made from their names once these are known. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checkin.core.programme.programme import Category, Column, ControlPoint, Programme, Session
from checkin.core.programme.programme_difference import item_name
from checkin.core.programme.programme_edits import list_items
from checkin.core.programme.programme_ids import readable_id, unique_id
from checkin.core.text_folding import fold_text

MOST_TITLES = 24
"""The most earlier titles by which a session is known. The first stays for good: it is the one that lists have."""


def assign_ids(edited: Programme, *known: Programme) -> Programme:
    """Return the programme with each provisional id (one that none of the `known` programmes has) replaced wherever it
    stands.

    The new id is of no known item either, so that registrations for a removed session do not count for a new one.
    """
    ids = {kind: _renamed(kind, edited, known) for kind in (Category, Session, ControlPoint, Column)}
    sessions, categories = ids[Session], ids[Category]
    return replace(
        edited,
        categories=tuple(replace(c, id=categories.get(c.id, c.id)) for c in edited.categories),
        sessions=tuple(replace(s, id=sessions.get(s.id, s.id)) for s in edited.sessions),
        speakers=tuple(
            replace(s, id=f"{sessions[s.session]}/{s.id.rpartition('/')[2]}", session=sessions[s.session])
            if s.session in sessions
            else s
            for s in edited.speakers
        ),
        control_points=tuple(
            replace(
                p,
                id=ids[ControlPoint].get(p.id, p.id),
                session=sessions.get(p.session, p.session),
                categories=tuple(categories.get(c, c) for c in p.categories),
            )
            for p in edited.control_points
        ),
        columns=tuple(
            replace(
                c, id=ids[Column].get(c.id, c.id), only_for=tuple(categories.get(each, each) for each in c.only_for)
            )
            for c in edited.columns
        ),
    )


def keep_old_titles(new: Programme, old: Programme) -> Programme:
    """Return `new` with the old titles of each renamed session of `old` in `also_called`."""
    before = {session.id: session for session in old.sessions}
    return replace(new, sessions=tuple(_also_called(s, before.get(s.id)) for s in new.sessions))


def _also_called(session: Session, before: Session | None) -> Session:
    had = (*before.also_called, before.title) if before else ()
    titles = {fold_text(title): title for title in (*session.also_called, *had) if title}
    titles.pop(fold_text(session.title), None)
    first, *later = titles.values() or [""]
    return replace(session, also_called=(first, *later[1 - MOST_TITLES :]) if first else ())


def _renamed(kind: type, edited: Programme, known: Sequence[Programme]) -> Mapping[str, str]:
    """Return the new id of each provisional id."""
    taken = {item.id for programme in known for item in list_items(programme, kind)}
    fresh: list[Any] = [item for item in list_items(edited, kind) if item.id not in taken]
    found: dict[str, str] = {}
    for item in fresh:
        found[item.id] = unique_id(readable_id(item_name(item)) or kind.__name__.lower(), taken)
        taken.add(found[item.id])
    return found
