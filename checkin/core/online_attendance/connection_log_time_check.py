# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks whether the times of a connection log fit the event: an untold time zone, or the log of another day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from checkin.core.online_attendance.connection_log import Watcher
from checkin.core.time_spans import TimeSpan, length, parts, union

WHOLE = 0.5
"""The share of a log's time within the programme from which the user is not asked to check."""

CLEARLY = 0.25
"""The gain in share from which another zone is proposed."""

HARDLY = 0.05
"""A gain in share that does not justify a larger shift."""

HOURS = range(-12, 15)
"""The hours between the extreme time zones."""


@dataclass(frozen=True, slots=True)
class ConnectionLogTimeFit:
    """How a connection log fits. `share` of the time watched lies within the programme, from 0 to 1; `day` is that of
    most of it. Shifted by `hours`, `shifted` of it would.
    """

    share: float
    day: date
    hours: int = 0
    shifted: float = 0.0

    @property
    def is_doubtful(self) -> bool:
        return self.share < WHOLE


def check_connection_log_times(
    watchers: Iterable[Watcher], programme: Iterable[TimeSpan], zone: tzinfo
) -> ConnectionLogTimeFit | None:
    """Return the fit; None where there is nothing to compare. `programme` are its time spans, `zone` is the venue's."""
    watched = [span for watcher in watchers for span in watcher.spans]
    times = union(programme)
    total = sum((span.length for span in watched), timedelta())
    if not times or not total:
        return None
    days = {span.begins.astimezone(zone).date(): timedelta() for span in watched}
    for span in watched:
        days[span.begins.astimezone(zone).date()] += span.length
    shares = {hours: _within(watched, times, timedelta(hours=hours)) / total for hours in HOURS}
    enough = max(shares.values()) - HARDLY
    best = min((hours for hours in HOURS if shares[hours] >= enough), key=abs)
    now = ConnectionLogTimeFit(shares[0], max(days, key=lambda day: days[day]))
    return ConnectionLogTimeFit(now.share, now.day, best, shares[best]) if shares[best] >= now.share + CLEARLY else now


def _within(watched: Sequence[TimeSpan], times: Sequence[TimeSpan], later: timedelta) -> timedelta:
    moved = (TimeSpan(span.begins + later, span.ends + later) for span in watched)
    return sum((length(parts(times, span)) for span in moved), timedelta())
