# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration's day, minute by minute, up to an hour of it: who arrives, and where."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from checkin.core.attendee import Attendee
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from scripts.backstage import Prepare

MINUTE = timedelta(minutes=1)
DESKS = ("Accueil 1", "Accueil 2", "Entrée des partenaires et de la presse")


def arrive(event: EventFile, now: datetime, desks: int = 3, seconds: float = 0.0) -> None:
    """Everybody who comes before `now`, each at one of the desks; `seconds` a guest keep the others waiting."""
    nine = now.replace(hour=9, minute=0)
    for minutes, person, desk in _arrivals([person for person, _ in event.attendees.all()], desks, seconds):
        at = nine + minutes * MINUTE
        if at > now:
            return
        Desk(event, lambda at=at: at, DESKS[desk]).check_in(person.id)  # type: ignore[misc]


def _arrivals(people: list[Attendee], desks: int, seconds: float) -> Iterator[tuple[float, Attendee, int]]:
    """In order: the minute after nine, who, and the number of the desk."""
    draw = random.Random(4)
    came = sorted(
        (draw.triangular(-30, 0, -10) if draw.random() < 0.8 else draw.uniform(-45, 30), n)
        for n in range(len(people))
        if draw.random() < 0.85
    )
    free = [-90.0] * desks
    for minutes, n in came:
        desk = min(range(desks), key=lambda d: (free[d] > minutes, draw.random() if free[d] <= minutes else free[d]))
        free[desk] = max(minutes, free[desk]) + seconds / 60
        yield free[desk], people[n], desk


def rush(event: EventFile, now: datetime) -> None:
    """The busiest minutes; somebody came twice, and somebody with a code of nobody."""
    arrive(event, now)
    desk = Desk(event, lambda: now, DESKS[1])
    _, first, _ = next(_arrivals([person for person, _ in event.attendees.all()], 3, 0))
    desk.scan(first.ticket_code)
    desk.scan("3760123450017")


RUSH_AT = time(8, 52)
RUSH: Prepare = rush
EARLY: Prepare = partial(arrive)
QUEUE: Prepare = partial(arrive, desks=2, seconds=21)
