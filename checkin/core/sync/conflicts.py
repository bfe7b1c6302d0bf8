# SPDX-License-Identifier: GPL-3.0-or-later
"""Conflicts between what two desks did without hearing of each other, and their resolution by a user. Pure.

A conflict is read from the entries, never stored as a fact of its own: so every desk that has them lists the same ones.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee
from checkin.core.entries import WRITTEN_AT, Entry, EntryKind
from checkin.core.programme.programme import ControlPoint, Session


class ConflictKind(StrEnum):
    """The kind of a conflict. The values are stable: they are part of the keys by which conflicts are resolved."""

    DOUBLE_ADMISSION = "double_admission"
    CORRECTED_TWICE = "corrected_twice"
    SAME_WALK_IN = "same_walk_in"
    OVERRUN = "overrun"
    ONE_ID = "one_id"
    CODE_OF_TWO = "code_of_two"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries written without knowledge of each other, in id order. `field` is what both corrected."""

    kind: ConflictKind
    first: Entry
    second: Entry
    field: str = ""

    @property
    def key(self) -> str:
        """The key of the conflict, the same at every desk, whatever order entries came in."""
        return ":".join(filter(None, (self.kind, self.first.id.hex(), self.second.id.hex(), self.field)))


def is_unaware(entry: Entry) -> bool:
    """Whether an arrival was written by a desk that did not know the person to be in already. An admission over that
    reason, or a return where re-entry is allowed, knew.
    """
    return entry.body.get("over") != "already_arrived" and entry.body.get("reason") != "reentry"


def double_admission(arrived: Entry, again: Entry) -> Conflict | None:
    """Return the conflict of an arrival while inside; None for two records of one person (resolved when they were
    merged), for two tickets that one person has of a ticketing, and for entries from paper, whose author sees what is
    known.
    """
    is_from_paper = WRITTEN_AT in arrived.body or WRITTEN_AT in again.body
    is_one = arrived.subject == again.subject and is_unaware(again) and not is_from_paper
    tickets = {entry.body.get("position") for entry in (arrived, again)} - {None}
    is_one = is_one and len(tickets) < 2
    return Conflict(ConflictKind.DOUBLE_ADMISSION, arrived, again) if is_one else None


def corrected_twice(before: Entry | None, entry: Entry, field: str) -> Conflict | None:
    """Return the conflict of a correction made without knowledge of `before`, the last one of this field, if there was
    one.
    """
    return Conflict(ConflictKind.CORRECTED_TWICE, before, entry, field) if before else None


def unresolved(conflicts: Iterable[Conflict], resolved: Iterable[str]) -> tuple[Conflict, ...]:
    """Return the conflicts that no resolution covers."""
    done = set(resolved)
    return tuple(conflict for conflict in conflicts if conflict.key not in done)


def overrun_key(session: str, inside: int) -> str:
    """Return the conflict key of an overrun with so many people; resolving it covers fewer people too."""
    return f"{ConflictKind.OVERRUN}:{session}:{inside}"


def accepted_overruns(keys: Iterable[str]) -> dict[str, int]:
    """Return, by session, the most people inside whose overrun was accepted, from the keys of resolved conflicts."""
    most: dict[str, int] = {}
    for key in keys:
        kind, _, rest = key.partition(":")
        session, _, inside = rest.rpartition(":")
        if kind == ConflictKind.OVERRUN and inside.isdecimal() and inside.isascii() and len(inside) <= 9:
            most[session] = max(most.get(session, 0), int(inside))
    return most


# An open conflict as shown to the user: both sides, and the ways to resolve it. Values only.


class Resolution(StrEnum):
    """A user's decision. The values are stable: entries store them."""

    SAME_PERSON = "same_person"
    FIRST_WRONG = "first_wrong"
    SECOND_WRONG = "second_wrong"
    ANOTHER_PERSON = "another_person"
    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"
    MERGE = "merge"
    TWO_PEOPLE = "two_people"
    ACCEPT = "accept"
    SEEN = "seen"


RESOLUTIONS = {
    ConflictKind.DOUBLE_ADMISSION: (
        Resolution.SAME_PERSON,
        Resolution.SECOND_WRONG,
        Resolution.FIRST_WRONG,
        Resolution.ANOTHER_PERSON,
    ),
    ConflictKind.CORRECTED_TWICE: (Resolution.KEEP_FIRST, Resolution.KEEP_SECOND),
    ConflictKind.SAME_WALK_IN: (Resolution.MERGE, Resolution.TWO_PEOPLE),
    ConflictKind.OVERRUN: (Resolution.ACCEPT,),
    ConflictKind.ONE_ID: (Resolution.SEEN,),
    ConflictKind.CODE_OF_TWO: (Resolution.SECOND_WRONG, Resolution.FIRST_WRONG),
}
"""The ways to resolve each kind, the likeliest first; each is chosen with Alt and its number."""


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the two sides. `entry` is the id of its entry; `value` what a correction wrote; `kind` that of the entry,
    where the two may differ in it.
    """

    at: datetime
    desk: str
    entry: bytes
    value: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RivalResolution:
    """A desk's decision that another, made without knowledge of it, contradicts. `entry` is the id of its entry."""

    way: Resolution
    at: datetime
    desk: str
    entry: str


@dataclass(frozen=True, slots=True)
class SessionArrival:
    """An arrival of a person who is in an overfull session. `person` is "" for an unknown ticket."""

    person: str
    at: datetime
    desk: str
    people: int


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict to be resolved. `person` is the one it is about, `other` the second of two walk-ins, or of two people
    with one code; `point` where both were admitted.

    An overrun of `session` has no sides, but `people` beyond its capacity and who is `inside`, the last to come first.
    `field` is the one that was corrected twice, or the code that two people have.
    `subjects` are the records that its resolution is written to. `choices` are contradicting decisions of desks that
    did not hear of each other: the first counts until a user decides between them.
    """

    key: str
    kind: ConflictKind
    subjects: tuple[str, ...] = ("",)
    person: Attendee | None = None
    other: Attendee | None = None
    first: ConflictSide | None = None
    second: ConflictSide | None = None
    field: str = ""
    point: ControlPoint | None = None
    session: Session | None = None
    people: int = 0
    inside: tuple[SessionArrival, ...] = ()
    choices: tuple[RivalResolution, ...] = ()

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        return tuple(dict.fromkeys(choice.way for choice in self.choices)) or RESOLUTIONS[self.kind]


# Resolution of conflicts that desks decided separately, and what entries undo.
# Of resolutions made without knowledge of each other the first in id order counts, at every desk. What another one
# changed is void: its entries name the conflict and how it was resolved.

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
(`journal_queries`).
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
