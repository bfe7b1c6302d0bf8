# SPDX-License-Identifier: GPL-3.0-or-later
"""Matches watchers with the people of the event: by address, then by name; similar ones are proposed to the user. Pure.

It never guesses: two people of one name, or a name one letter off, are only proposed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.name_similarity import are_near, deletion_variants, name_key
from checkin.core.online_attendance.connection_log import Watcher

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class WatcherProposal:
    """A watcher, and the people they may be, the likeliest first."""

    watcher: Watcher
    candidates: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class WatcherMatches:
    """The result. `matched` pairs watchers and people; several watchers may be one person with two devices."""

    matched: tuple[tuple[Watcher, Attendee], ...]
    proposed: tuple[WatcherProposal, ...]
    unmatched: tuple[Watcher, ...]


def match_watchers(
    watchers: Iterable[Watcher], people: Sequence[Attendee], decided: Mapping[str, str]
) -> WatcherMatches:
    """Return the matches. `decided`: watcher's key → id of a person as the user decided, now or at an earlier log; ""
    for no person.
    """
    known = _Known(people)
    matched, proposed, unmatched = [], [], []
    for watcher in watchers:
        person = known.by_id.get(decided[watcher.key]) if watcher.key in decided else known.certain(watcher)
        candidates = () if person or watcher.key in decided else known.alike(watcher)
        if person:
            matched.append((watcher, person))
        elif candidates:
            proposed.append(WatcherProposal(watcher, candidates))
        else:
            unmatched.append(watcher)
    return WatcherMatches(tuple(matched), tuple(proposed), tuple(unmatched))


class _Known:
    """People by everything they may be recognised by."""

    def __init__(self, people: Sequence[Attendee]) -> None:
        self.by_id = {person.id: person for person in people}
        self._emails: dict[str, list[Attendee]] = {}
        self._names: dict[str, list[Attendee]] = {}
        self._words: dict[str, list[Attendee]] = {}
        self._slips: dict[str, list[Attendee]] = {}
        for person in people:
            key = name_key(person.first_name, person.last_name)
            self._emails.setdefault(person.email.strip().casefold(), []).append(person)
            self._names.setdefault(key, []).append(person)
            for word in key.split():
                self._words.setdefault(word, []).append(person)
            for slip in deletion_variants(key):
                self._slips.setdefault(slip, []).append(person)

    def certain(self, watcher: Watcher) -> Attendee | None:
        """Return the only one with this address (of several, the one with this name too), else the only one of this
        name.
        """
        key = name_key(watcher.name, "")
        same = self._emails.get(watcher.email, []) if watcher.email else []
        if len(same) > 1:
            same = [p for p in same if name_key(p.first_name, p.last_name) == key]
        if not same:
            same = self._names.get(key, []) if len(key.split()) > 1 else []
        return same[0] if len(same) == 1 else None

    def alike(self, watcher: Watcher) -> tuple[Attendee, ...]:
        key = name_key(watcher.name, "")
        shared = [p for word in key.split() for p in self._words.get(word, [])]
        near = [p for p in shared if are_near(key, name_key(p.first_name, p.last_name))]
        slipped = [p for slip in deletion_variants(key) for p in self._slips.get(slip, [])] if len(key) > 3 else []
        same = self._emails.get(watcher.email, []) if watcher.email else []
        found = {p.id: p for p in (*same, *self._names.get(key, []), *slipped, *near)}
        return tuple(found.values())[:MOST_CANDIDATES]
