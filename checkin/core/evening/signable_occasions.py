# SPDX-License-Identifier: GPL-3.0-or-later
"""Occasions that a person at a control point may sign for now. Pure."""

from collections.abc import Sequence
from datetime import datetime

from checkin.core.evening.sign_in_sheet import Occasion, list_occasions
from checkin.core.evening.stays import EventOccasions
from checkin.core.programme.programme import ControlPoint, Programme


def occasions_to_sign(
    programme: Programme, all_of_it: EventOccasions, point: ControlPoint, now: datetime
) -> tuple[Occasion, ...]:
    """Return the half-days and sessions of this day, the likeliest first; on a day without any, those of all days.
    Empty where the programme has no times.
    """
    every = list_occasions(programme, all_of_it)
    today = now.astimezone(all_of_it.zone).date()
    of_today = [o for o in every if o.time.begins.astimezone(all_of_it.zone).date() == today] or every
    likely = _likeliest(of_today, point, now)
    return (likely, *(o for o in of_today if o is not likely)) if likely else ()


def _likeliest(occasions: Sequence[Occasion], point: ControlPoint, now: datetime) -> Occasion | None:
    """Return the session at whose door they are; else the current, the next or the last half-day."""
    own = [o for o in occasions if o.session and o.session.id == point.session]
    halves = [o for o in occasions if o.half_day]
    to_come = [o for o in halves if o.time.ends > now]
    return next(iter((*own, *to_come, *reversed(halves), *occasions)), None)
