# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches the items of a schedule with sessions of the programme, when a file comes again. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from checkin.core.programme.programme import Session
from checkin.core.programme.programme_ids import tag, tag_of
from checkin.core.schedules.schedule import ScheduledSession
from checkin.core.text_folding import fold_text

_T = TypeVar("_T")
_Keys = tuple[Callable[[ScheduledSession], Hashable], Callable[[Session], Hashable]]


def match_sessions(items: Sequence[ScheduledSession], sessions: Sequence[Session]) -> dict[int, Session]:
    """Return the session of an item's index. Matched by the file's own identity, then title and time, then a title that
    is unique on both sides.
    """
    found: dict[int, Session] = {}
    for item_key, session_key in _KEYS:
        taken = {session.id for session in found.values()}
        left = {n: item for n, item in enumerate(items) if n not in found}
        by_key = _only((session_key(s), s) for s in sessions if s.id not in taken)
        for key, number in _only((item_key(item), n) for n, item in left.items()).items():
            if key is not None and key in by_key:
                found[number] = by_key[key]
    return found


def _only(pairs: Iterable[tuple[Hashable, _T]]) -> dict[Hashable, _T]:
    """Return the values with a unique key."""
    seen: dict[Hashable, _T] = {}
    twice: set[Hashable] = set()
    for key, value in pairs:
        if key in seen:
            twice.add(key)
        seen[key] = value
    return {key: value for key, value in seen.items() if key not in twice}


_KEYS: tuple[_Keys, ...] = (
    (lambda item: tag(item.uid), lambda session: tag_of(session.id)),
    (lambda item: item.uid, lambda session: session.id),
    (lambda item: item.uid.partition("@")[0], lambda session: session.id),
    (lambda item: (fold_text(item.title), item.starts), lambda session: (fold_text(session.title), session.starts)),
    (lambda item: fold_text(item.title), lambda session: fold_text(session.title)),
)
