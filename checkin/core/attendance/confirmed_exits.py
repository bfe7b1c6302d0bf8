# SPDX-License-Identifier: GPL-3.0-or-later
"""Exit hours confirmed by the organiser for people whose exit was not scanned, and the evidence for an exit. Pure
(docs/attendance.md, adr/0048).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.entries import Entry, EntryKind, parse_moment
from checkin.core.supervisor import Authority

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
    """The exit hour of a half-day, and which desk confirmed it when. `by` is the supervisor who did, "" where none was
    named; `why` their reason.
    """

    hour: datetime
    desk: str
    at: datetime
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawnExit:
    """The withdrawal of a confirmed hour, with the same evidence."""

    desk: str
    at: datetime
    by: str = ""
    why: str = ""


ExitDecision = ConfirmedExit | WithdrawnExit


def confirmation(half_day: str, hour: datetime | None, authority: Authority | None = None) -> dict[str, object]:
    """Return the body of the entry; an `hour` of None withdraws an earlier confirmation."""
    body: dict[str, object] = {HALF_DAY: half_day, HOUR: hour.isoformat() if hour else None}
    return body | (authority.body() if authority else {})


def exit_decisions(entries: Iterable[Entry]) -> Mapping[str, tuple[ExitDecision, ...]]:
    """Return all confirmations and withdrawals of each half-day, by its id, in id order. The last one counts."""
    found: dict[str, tuple[ExitDecision, ...]] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        half_day, decision = entry.body.get(HALF_DAY), _decision(entry)
        if isinstance(half_day, str) and decision:
            found[half_day] = (*found.get(half_day, ()), decision)
    return found


def confirmed_exits(decisions: Mapping[str, Sequence[ExitDecision]]) -> Mapping[str, ConfirmedExit]:
    """Return the confirmation that counts for each half-day, by its id."""
    newest = ((half_day, of_half_day[-1]) for half_day, of_half_day in decisions.items())
    return {half_day: decision for half_day, decision in newest if isinstance(decision, ConfirmedExit)}


def _decision(entry: Entry) -> ExitDecision | None:
    """Return what an entry decides; None for another kind, or an hour that cannot be read."""
    hour, by, why = (entry.body.get(name) for name in (HOUR, "allowed_by", "why"))
    signed = (by if isinstance(by, str) else "", why if isinstance(why, str) else "")
    if entry.kind != EntryKind.EXIT_CONFIRMED:
        return None
    if hour is None:
        return WithdrawnExit(entry.desk, entry.at, *signed)
    return ConfirmedExit(at, entry.desk, entry.at, *signed) if (at := parse_moment(hour)) else None
