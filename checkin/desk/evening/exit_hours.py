# SPDX-License-Identifier: GPL-3.0-or-later
"""The hours at which people whose exit nobody scanned are taken to have left, confirmed by the organiser: each is an
entry, which other desks hear of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.evening.exits import ConfirmedExit, confirmation
from checkin.core.evening.half_days import HalfDay
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.evening.attendance import Evidence, true_moment
from checkin.desk.event_file import EventFile


@dataclass(frozen=True, slots=True)
class ExitHour:
    """A half-day and its exit hour: the one that was `confirmed`, else the `proposed` end of the programme."""

    half_day: HalfDay
    proposed: datetime
    confirmed: ConfirmedExit | None = None
    is_over: bool = True

    @property
    def hour(self) -> datetime:
        return self.confirmed.hour if self.confirmed else self.proposed


class ExitHours:
    """The exit hours of an event's half-days, as the organiser sees and confirms them at a desk."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def all(self) -> tuple[ExitHour, ...]:
        """Every half-day that has begun, on the clock of the hall."""
        return tuple(self._begun())

    def confirm(self, half_day: str, hour: datetime | None) -> None:
        """Write that everybody without a scanned exit left at `hour`; None takes that away again. Nothing is written
        where it says so already. Raises `UserError` for an hour outside the half-day, or one that has not passed.
        """
        with self._event.writing():
            evidence = Evidence(self._event, self._now())
            halves = evidence.occasions.half_days
            found = next(((h, after) for h, after in zip_longest(halves, halves[1:]) if h.id == half_day), None)
            if found is None:
                raise UserError(_UNKNOWN)
            before = evidence.occasions.exits.get(half_day)
            if hour == (before.hour if before else None):
                return
            if hour:
                _check(hour, *found, evidence.now)
            body, at = confirmation(half_day, hour), self._desk.now()
            self._event.journal.append(Kind.EXIT_CONFIRMED, "", body, at=at, desk=self._desk.name)

    def _begun(self) -> Iterator[ExitHour]:
        occasions = Evidence(self._event, self._now()).occasions
        for half in occasions.half_days:
            if half.time.begins <= occasions.now:
                proposed, confirmed = half.time.ends.astimezone(occasions.zone), occasions.exits.get(half.id)
                yield ExitHour(half, proposed, confirmed, occasions.is_over(half.time))

    def _now(self) -> datetime:
        return true_moment(self._event, self._desk.now())


def _check(hour: datetime, half: HalfDay, after: HalfDay | None, now: datetime) -> None:
    if hour > now:
        raise UserError(_TO_COME, time=f"{hour:%H:%M}")
    if hour <= half.time.begins or (after and hour > after.time.begins):
        raise UserError(_OUTSIDE, time=f"{hour:%H:%M}")


_UNKNOWN = Words(
    "closing", "The programme has no such half-day any more. Nothing was confirmed; look at the hours again."
)
_TO_COME = Words("closing", "{time} is still to come. Nothing was confirmed; confirm the hour once it has passed.")
_OUTSIDE = Words(
    "closing",
    "{time} lies before this half-day, or in the next one. Nothing was confirmed; type the hour at which people left.",
)
