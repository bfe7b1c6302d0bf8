# SPDX-License-Identifier: GPL-3.0-or-later
"""Exit hours: when people without a scanned exit are taken to have left, confirmed by the organiser as entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from checkin.core.attendance.confirmed_exits import ConfirmedExit, confirmation
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import EventOccasions
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, correct_clock
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile


@dataclass(frozen=True, slots=True)
class ExitHour:
    """A half-day's exit hour: the one that was `confirmed`, else the `proposed` end of the programme."""

    half_day: HalfDay
    proposed: datetime
    confirmed: ConfirmedExit | None = None
    is_over: bool = True

    @property
    def hour(self) -> datetime:
        return self.confirmed.hour if self.confirmed else self.proposed


def exit_hours(occasions: EventOccasions) -> tuple[ExitHour, ...]:
    """Return the exit hour of every half-day that has begun, in the event's time zone."""
    return tuple(
        ExitHour(
            half, half.time.ends.astimezone(occasions.zone), occasions.exits.get(half.id), occasions.is_over(half.time)
        )
        for half in occasions.half_days
        if half.time.begins <= occasions.now
    )


class ExitHours:
    """The exit hours of an event's half-days, as confirmed at a desk."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def news(self, hours: Mapping[str, datetime | None]) -> dict[str, datetime | None]:
        """Return which of these hours differ from those that count. Raises `UserError` for an hour outside its
        half-day, or in the future.
        """
        now = correct_clock(self._event, self._desk.now())
        occasions = AttendanceEvidence(self._event, now).occasions
        known = {half_day: confirmed.hour for half_day, confirmed in occasions.exits.items()}
        news = {half_day: hour for half_day, hour in hours.items() if hour != known.get(half_day)}
        for half_day, hour in news.items():
            _check(occasions, half_day, hour)
        return news

    def confirm(self, hours: Mapping[str, datetime | None], authority: Authority | None = None) -> int:
        """Confirm exit hours by half-day, all or none; None withdraws one. Return how many are new. `authority` is the
        supervisor's, where one is named.

        Raises `UserError` as `news` does.
        """
        with self._event.transaction():
            news = self.news(hours)
            bodies = (confirmation(half_day, hour, authority) for half_day, hour in news.items())
            facts = [(EntryKind.EXIT_CONFIRMED, "", body) for body in bodies]
            self._event.journal.append_all(facts, at=self._desk.now(), desk=self._desk.name)
        return len(news)


def _check(occasions: EventOccasions, half_day: str, hour: datetime | None) -> None:
    halves = occasions.half_days
    half, after = next(((h, a) for h, a in zip_longest(halves, halves[1:]) if h.id == half_day), (None, None))
    if half is None:
        raise UserError(_UNKNOWN)
    if hour is None:
        return
    if hour > occasions.now:
        raise UserError(_TO_COME, time=f"{hour:%H:%M}")
    if hour <= half.time.begins or (after and hour > after.time.begins):
        raise UserError(_OUTSIDE, time=f"{hour:%H:%M}")


_UNKNOWN = Message(
    "closing", "That half-day is no longer in the programme. Nothing was confirmed; look at the times again."
)
_TO_COME = Message("closing", "{time} has not passed yet. Nothing was confirmed; confirm it once it has.")
_OUTSIDE = Message(
    "closing",
    "{time} is before this half-day, or in the next one. Nothing was confirmed; type the time people left.",
)
