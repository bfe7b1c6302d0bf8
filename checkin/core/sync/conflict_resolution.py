# SPDX-License-Identifier: GPL-3.0-or-later
"""Resolution of conflicts that desks decided separately, and what entries undo. Pure.

Of resolutions made without knowledge of each other the first in id order counts, at every desk. What another one
changed is void: its entries name the conflict and how it was resolved.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checkin.core.entries import Entry, EntryKind

CONFLICT, HOW = "conflict", "how"
"""Keys in the body of a resolution, and of each entry that carries it out: the key of the conflict, and the
decision.
"""
OVER = "over"
"""The key in the body of a resolution for the ids of those it knew of and replaces."""
RESOLUTION_ID = "settlement"
"""The key in the body of a resolution about two people for the id of the first person's entry."""

INSTEAD = "instead"
"""The key in the body of an undo of a shared id for the id of the copy of one of the two entries
(`core/id_collisions`).
"""

_ID = re.compile("[0-9a-f]{32}")

_UNDOING = frozenset({EntryKind.UNDONE, EntryKind.CONFLICT_SETTLED})

_MEANING = {"second_wrong": "same_person"}
"""Decisions with the same effect: the second arrival does not count."""


@dataclass(frozen=True, slots=True)
class RecordedResolution:
    """A user's decision on a conflict. `id` is that of its entry, in hex."""

    id: str
    how: str
    entry: Entry

    @property
    def meaning(self) -> str:
        return _MEANING.get(self.how, self.how)


def resolutions_by_conflict(entries: Iterable[Entry]) -> dict[str, list[RecordedResolution]]:
    """Return the resolutions by conflict key in id order, without those that a later one replaces; the first counts."""
    found: dict[str, dict[str, RecordedResolution]] = defaultdict(dict)
    replaced: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind == EntryKind.CONFLICT_SETTLED:
            key, own = str(entry.body.get(CONFLICT)), str(entry.body.get(RESOLUTION_ID) or entry.id.hex())
            found[key].setdefault(own, RecordedResolution(own, str(entry.body.get(HOW)), entry))
            replaced[key] |= {other for other in _texts(entry.body.get(OVER)) if other < own}
    return {key: _standing(by_id, replaced[key]) for key, by_id in found.items()}


def _standing(by_id: Mapping[str, RecordedResolution], replaced: set[str]) -> list[RecordedResolution]:
    return [by_id[own] for own in sorted(by_id) if own not in replaced]


def are_divergent(heads: Iterable[RecordedResolution]) -> bool:
    """Whether desks decided differently without knowing of each other."""
    return len({head.meaning for head in heads}) > 1


def colliding_ids(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the hex ids under which two desks hold different entries, each with the ids of its copies. Entries under
    these ids do not count.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind == EntryKind.UNDONE and _is_of_twins(entry):
            for target in filter(_ID.fullmatch, _texts(entry.body.get("targets"))):
                found[target].add(str(entry.body[INSTEAD]))
    return found


def without_shared_ids(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries of one person without those under an id that two desks gave to different entries.

    An undo that names a copy is believed only where the copy is there and says what the entry said: else it would take
    away an arrival without a trace.
    """
    copies = colliding_ids(entries)
    if not copies:
        return entries
    by_id = {entry.id.hex(): entry for entry in entries}
    return [entry for entry in entries if not _has_copy(entry, copies.get(entry.id.hex(), ()), by_id)]


def _has_copy(entry: Entry, copies: Iterable[str], by_id: Mapping[str, Entry]) -> bool:
    return any(by_id[copy] == replace(entry, id=by_id[copy].id) for copy in copies if copy in by_id)


def _is_of_twins(entry: Entry) -> bool:
    return entry.kind == EntryKind.UNDONE and _ID.fullmatch(str(entry.body.get(INSTEAD))) is not None


def undone_ids(entries: Iterable[Entry]) -> set[str]:
    """Return the hex ids of the entries that these entries undo, and of those that carry out a resolution which does
    not count.
    """
    rows = list(entries)
    if _UNDOING.isdisjoint(entry.kind for entry in rows):
        return set()
    standing = {key: heads[0].how for key, heads in resolutions_by_conflict(rows).items()}
    undone, shared = set[str](), colliding_ids(rows)
    for entry in sorted(rows, key=lambda e: e.id) if standing else rows:
        if _is_void(entry, standing, undone):
            undone.add(entry.id.hex())
        elif entry.kind == EntryKind.UNDONE:
            undone.update(_texts(entry.body.get("targets")))
            if shared and not _is_of_twins(entry):  # the undo meant whichever of the two its desk knew
                for target in _texts(entry.body.get("targets")):
                    undone |= shared.pop(target, set())
    return undone


def _is_void(entry: Entry, standing: Mapping[str, str], undone: set[str]) -> bool:
    """Whether the entry carries out a void resolution, or undoes in favour of an entry that was undone before: of two
    arrivals one always remains.
    """
    key = entry.body.get(CONFLICT)
    if entry.kind == EntryKind.CONFLICT_SETTLED or not isinstance(key, str):
        return False
    how = str(entry.body.get(HOW))
    if standing.get(key, how) != how:
        return True
    right = {*key.split(":")[1:3]} - {*_texts(entry.body.get("targets"))}
    return entry.kind == EntryKind.UNDONE and not right.isdisjoint(undone)


def _texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list) else ()
