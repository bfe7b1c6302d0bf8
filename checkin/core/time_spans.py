# SPDX-License-Identifier: GPL-3.0-or-later
"""Time spans, and their total length without counting a minute twice. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span between two aware times. One that would end before it begins has no length."""

    begins: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            object.__setattr__(self, "ends", self.begins)

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    def within(self, other: "TimeSpan") -> "TimeSpan | None":
        """Return the part that lies in `other`; None if they only touch."""
        begins = self.begins if self.begins > other.begins else other.begins
        ends = self.ends if self.ends < other.ends else other.ends
        if begins is other.begins and ends is other.ends:
            return other if begins < ends else None
        return TimeSpan(begins, ends) if begins < ends else None


def union(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Return the spans in order, overlapping ones joined."""
    joined: list[TimeSpan] = []
    for span in sorted(spans, key=lambda s: (s.begins, s.ends)):
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = TimeSpan(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return tuple(joined)


def without(whole: TimeSpan, holes: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Return the parts of `whole` outside of all `holes`, in order."""
    left, begins = [], whole.begins
    inner = parts(holes, whole)
    if not inner:
        return [whole] if whole.length else []
    for hole in union(inner):
        left.append(TimeSpan(begins, hole.begins))
        begins = hole.ends
    return [part for part in (*left, TimeSpan(begins, whole.ends)) if part.length]


def length(spans: Iterable[TimeSpan]) -> timedelta:
    every = [*spans]
    return every[0].length if len(every) == 1 else sum((span.length for span in union(every)), timedelta())


def parts(spans: Iterable[TimeSpan], whole: TimeSpan) -> list[TimeSpan]:
    """Return the parts of `spans` within `whole`."""
    return [part for span in spans if (part := span.within(whole))]


def minutes(duration: timedelta) -> int:
    """Return the whole minutes, rounded down: evidence never rounds up."""
    return duration.days * 24 * 60 + duration.seconds // 60
