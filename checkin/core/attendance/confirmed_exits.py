# SPDX-License-Identifier: GPL-3.0-or-later
"""Exit hours confirmed by the organiser for people whose exit was not scanned, and the evidence for an exit. Pure
(docs/attendance.md, adr/0048).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.entries import Entry, EntryKind, parse_moment

HALF_DAY, HOUR = "half_day", "hour"
"""Keys of the body: the id of the half-day, and the hour with its offset; null withdraws the confirmation."""


class ExitProof(StrEnum):
    """The evidence for when a person left. The values are stable: JSON exports carry them."""

    READ = "read"
    """Scanned, or the end of the stream's log."""
    CONFIRMED = "confirmed"
    """Assumed, at the hour that the organiser confirmed."""
    SESSION = "session"
    """Assumed, at the end of the session at whose door they were scanned, before the confirmed hour."""
    ASSUMED = "assumed"
    """Assumed, at the end that the programme gives."""
    ONGOING = "ongoing"
    """Not over: the time is counted to the moment of the reading."""

    @property
    def is_provisional(self) -> bool:
        """Whether the time may still change without another scan."""
        return self in (ExitProof.ASSUMED, ExitProof.ONGOING)


@dataclass(frozen=True, slots=True)
class ConfirmedExit:
    """The exit hour of a half-day, and which desk confirmed it when."""

    hour: datetime
    desk: str
    at: datetime


def confirmation(half_day: str, hour: datetime | None) -> dict[str, object]:
    """Return the body of the entry; an `hour` of None withdraws an earlier confirmation."""
    return {HALF_DAY: half_day, HOUR: hour.isoformat() if hour else None}


def confirmed_exits(entries: Iterable[Entry]) -> Mapping[str, ConfirmedExit]:
    """Return the confirmation that counts for each half-day, by its id: the newest in id order."""
    found: dict[str, ConfirmedExit] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        half_day, hour = entry.body.get(HALF_DAY), entry.body.get(HOUR)
        if entry.kind != EntryKind.EXIT_CONFIRMED or not isinstance(half_day, str):
            continue
        if hour is None:
            found.pop(half_day, None)
        elif at := parse_moment(hour):
            found[half_day] = ConfirmedExit(at, entry.desk, entry.at)
    return found
