# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrivals written on paper while the desk could not record, and entered afterwards (docs/adr/0032). Pure.

Such an entry has a late id, but took place before others that are known by then.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

from checkin.core.entries import WRITTEN_AT, Entry, EntryKind
from checkin.core.local_time import NotATime, convert_to_zone, read_time
from checkin.core.message import Message, UserError

_PASSAGES = (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)


def parse_paper_time(typed: str, now: datetime) -> datetime:
    """Return the moment written on paper, in the zone of `now`: today unless a day is named. Raises `UserError` for a
    text that is no time, or for a time still to come.
    """
    try:
        local = read_time(typed, now.date())
    except NotATime:
        local = None
    if local is None or now.tzinfo is None:
        raise UserError(_NO_TIME, text=typed)
    written = convert_to_zone(local.replace(tzinfo=now.tzinfo), now.tzinfo)
    if written > now:
        raise UserError(_STILL_TO_COME, time=f"{written:%d/%m %H:%M}")
    return written


def order_paper_entries(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return one person's entries in id order, but each from paper before the first passage at the same control point
    that took place later. So every desk that has them folds them alike.
    """
    if not any(WRITTEN_AT in entry.body for entry in entries):
        return entries
    end = len(entries)
    ahead, following = {end: end}, {end: end}  # a ring of places among `entries`
    latest: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    """By control point, the passages that took place later than all which come before them, with their places."""
    for place, entry in enumerate(entries):
        successor = end
        if entry.kind in _PASSAGES:
            known, at = latest[str(entry.body.get("control_point"))], entry.happened_at
            later = bisect_right(known, at, key=itemgetter(0))
            is_last = later == len(known)
            if entry.written_at and not is_last:
                successor = known[later][1]
            if (is_last or successor != end) and (later == 0 or known[later - 1][0] < at):
                known.insert(later, (at, place))
        before = ahead[successor]
        ahead[place], following[place] = before, successor
        following[before] = ahead[successor] = place
    return [entries[place] for place in _walked(following, end)]


def _walked(following: Mapping[int, int], end: int) -> Iterator[int]:
    place = following[end]
    while place != end:
        yield place
        place = following[place]


def known_at(entries: Iterable[Entry], moment: datetime) -> list[Entry]:
    """Return one person's entries without the passages after `moment`: what the desk would have known then."""
    return [e for e in entries if e.kind not in _PASSAGES or e.happened_at <= moment]


_NO_TIME = Message(
    "paper",
    "“{text}” is not a time. Type it as 8:45 or 8h45, with the day if it was not today: 4/7 8:45. Nothing changed.",
)
_STILL_TO_COME = Message("paper", "{time} has not passed yet. Type the time written on the paper. Nothing changed.")
