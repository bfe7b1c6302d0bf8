# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a programme that concern more than one of its items. Pure: a programme in, another out."""

from collections.abc import Collection
from dataclasses import replace

from checkin.core.programme import ARRIVAL, ControlPoint, Programme


def without_sessions(programme: Programme, ids: Collection[str]) -> Programme:
    """Sessions leave with their speakers and the control points that guard them. One point always stays."""
    points = tuple(p for p in programme.control_points if p.session not in ids)
    return replace(
        programme,
        sessions=tuple(s for s in programme.sessions if s.id not in ids),
        speakers=tuple(s for s in programme.speakers if s.session not in ids),
        control_points=points or (ARRIVAL,),
    )


def guards(programme: Programme, session_id: str) -> tuple[ControlPoint, ...]:
    """The control points of a session."""
    return tuple(p for p in programme.control_points if p.session == session_id)
