# SPDX-License-Identifier: GPL-3.0-or-later
"""Stretches of time, and how long several of them are together without counting a minute twice. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Aware times. Never ends before it begins: what would is of no length."""

    begins: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            object.__setattr__(self, "ends", self.begins)

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    def within(self, other: "TimeSpan") -> "TimeSpan | None":
        """The part of it that lies in `other`; None if they only touch."""
        begins, ends = max(self.begins, other.begins), min(self.ends, other.ends)
        return TimeSpan(begins, ends) if begins < ends else None


def union(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The same stretches in order, each minute once."""
    joined: list[TimeSpan] = []
    for span in sorted(spans, key=lambda s: (s.begins, s.ends)):
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = TimeSpan(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return tuple(joined)


def without(whole: TimeSpan, holes: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Return what of `whole` lies in none of the `holes`, in order."""
    left, begins = [], whole.begins
    for hole in union(part for each in holes if (part := each.within(whole))):
        left.append(TimeSpan(begins, hole.begins))
        begins = hole.ends
    return [part for part in (*left, TimeSpan(begins, whole.ends)) if part.length]


def length(spans: Iterable[TimeSpan]) -> timedelta:
    return sum((span.length for span in union(spans)), timedelta())


def parts(spans: Iterable[TimeSpan], whole: TimeSpan) -> list[TimeSpan]:
    """What of `spans` lies within `whole`."""
    return [part for span in spans if (part := span.within(whole))]


def minutes(duration: timedelta) -> int:
    """Whole minutes, those that were begun left out: evidence never rounds up."""
    return int(duration.total_seconds() // 60)
