# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the clock says a desk should stand. Proposes: whoever is at the desk decides, if there is a choice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.access import is_open
from checkin.core.programme.programme import ControlPoint, PointMode, Programme

SOON = timedelta(minutes=10)
"""Before a control point opens, and after: how long it is proposed. People come early, and volunteers need to walk."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The control points where somebody may be wanted now, in the order of the programme. `is_over`: where this desk
    stands has closed.
    """

    points: tuple[ControlPoint, ...]
    is_over: bool

    @property
    def only(self) -> ControlPoint | None:
        """Where to go, if that is no question: the own control point has closed and one is left."""
        return self.points[0] if self.is_over and len(self.points) == 1 else None


def handover(programme: Programme, here: ControlPoint, now: datetime) -> Handover | None:
    """None while the desk is well where it is."""
    is_over = here.closes is not None and now >= here.closes
    wanted = tuple(p for p in programme.control_points if p.id != here.id and _is_wanted(p, here, now, is_over))
    return Handover(wanted, is_over) if wanted else None


def _is_wanted(point: ControlPoint, here: ControlPoint, now: datetime, is_over: bool) -> bool:
    """One that opens about now; if the own one is over, any that is open. Not one that began before the own one did."""
    if point.mode is not PointMode.ENTRY or point.opens is None or (here.opens and point.opens <= here.opens):
        return False
    if is_over and is_open(point, now):
        return True
    return point.opens - SOON <= now < point.opens + SOON
