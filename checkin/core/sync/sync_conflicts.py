# SPDX-License-Identifier: GPL-3.0-or-later
"""Conflicts between what two desks did without hearing of each other, for a user to resolve. Pure; decides nothing.

A conflict is read from the entries, never stored as a fact of its own: so every desk that has them lists the same ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.entries import WRITTEN_AT, Entry


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
