# SPDX-License-Identifier: GPL-3.0-or-later
"""Which word on a conflict stands where desks settled it apart, and what entries take back of others. Pure.

Of the settlements that did not know of each other the first in the order of ids stands, at every desk. What another one
changed is void: its entries name the conflict and how it was settled.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.entries import Entry, EntryKind

CONFLICT, HOW = "conflict", "how"
"""In the body of a settlement, and of each entry that carries it out: the key of the conflict, and what was decided."""
OVER = "over"
"""In the body of a settlement: the ids of those it knew of and stands in the place of."""
RESOLUTION_ID = "settlement"
"""In the body of one that is about two people: the id of the entry in which the first of them was told the same."""

INSTEAD = "instead"
"""In the body of an undo of an id under which two desks hold different entries: the id of the copy of one of them
(`twins`).
"""

_MEANING = {"second_wrong": "same_person"}
"""Another word for the same: the second counts no more."""


@dataclass(frozen=True, slots=True)
class RecordedResolution:
    """What a person decided at a desk. `id` is that of its entry, in hex."""

    id: str
    how: str
    entry: Entry

    @property
    def meaning(self) -> str:
        return _MEANING.get(self.how, self.how)


def resolutions_by_conflict(entries: Iterable[Entry]) -> dict[str, list[RecordedResolution]]:
    """By the key of their conflict, in the order of ids, those in whose place no later one stands: the first counts."""
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
    """Whether desks decided differently, and none of them knew."""
    return len({head.meaning for head in heads}) > 1


def colliding_ids(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the hex ids under which two desks hold different entries, each with the ids of its copies: what stands
    here under them says nothing.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if _is_of_twins(entry):
            for target in _texts(entry.body.get("targets")):
                found[target].add(str(entry.body[INSTEAD]))
    return found


def _is_of_twins(entry: Entry) -> bool:
    return entry.kind == EntryKind.UNDONE and re.fullmatch("[0-9a-f]{32}", str(entry.body.get(INSTEAD))) is not None


def undone_ids(entries: Iterable[Entry]) -> set[str]:
    """Hex ids of what these entries take back; also of those that carry out a settlement that does not stand."""
    rows = list(entries)
    standing = {key: heads[0].how for key, heads in resolutions_by_conflict(rows).items()}
    undone, shared = set[str](), colliding_ids(rows)
    for entry in sorted(rows, key=lambda e: e.id) if standing else rows:
        if _is_void(entry, standing, undone):
            undone.add(entry.id.hex())
        elif entry.kind == EntryKind.UNDONE:
            undone.update(_texts(entry.body.get("targets")))
            if shared and not _is_of_twins(entry):  # who took it back meant whichever of both they knew
                undone.update(*(shared.get(target, ()) for target in _texts(entry.body.get("targets"))))
    return undone


def _is_void(entry: Entry, standing: Mapping[str, str], undone: set[str]) -> bool:
    """Also if the entry that it holds to be right was taken back before: of two arrivals one is always left."""
    key = entry.body.get(CONFLICT)
    if entry.kind == EntryKind.CONFLICT_SETTLED or not isinstance(key, str):
        return False
    how = str(entry.body.get(HOW))
    if standing.get(key, how) != how:
        return True
    right = {*key.split(":")[1:3]} - {*_texts(entry.body.get("targets"))}
    return entry.kind == EntryKind.UNDONE and not right.isdisjoint(undone)


def _texts(said: object) -> Sequence[str]:
    return [str(each) for each in said] if isinstance(said, list) else ()
