# SPDX-License-Identifier: GPL-3.0-or-later
"""What two desks did while they did not hear of each other, and a person has to look at. Pure; decides nothing.

A conflict is read from the entries, never stored as a fact of its own: so every desk that has them lists the same ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.entries import WRITTEN_AT, Entry


class ConflictKind(StrEnum):
    """The words are stable: they are part of the keys by which a conflict is settled."""

    DOUBLE_ADMISSION = "double_admission"
    CORRECTED_TWICE = "corrected_twice"
    SAME_WALK_IN = "same_walk_in"
    OVERRUN = "overrun"
    ONE_ID = "one_id"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries that did not know of each other, in the order of ids. `field` is what both corrected."""

    kind: ConflictKind
    first: Entry
    second: Entry
    field: str = ""

    @property
    def key(self) -> str:
        """The same at every desk, whatever came to it first."""
        return ":".join(filter(None, (self.kind, self.first.id.hex(), self.second.id.hex(), self.field)))


def is_unaware(entry: Entry) -> bool:
    """Whether an arrival was written by a desk that did not know the person to be in already. One that let them in all
    the same, or where everybody may come and go, knew.
    """
    return entry.body.get("over") != "already_arrived" and entry.body.get("reason") != "reentry"


def double_admission(arrived: Entry, again: Entry) -> Conflict | None:
    """An arrival while inside. Under two records of one person it was settled when these were merged; who enters what
    was written on paper is told what is known already.
    """
    is_from_paper = WRITTEN_AT in arrived.body or WRITTEN_AT in again.body
    is_one = arrived.subject == again.subject and is_unaware(again) and not is_from_paper
    return Conflict(ConflictKind.DOUBLE_ADMISSION, arrived, again) if is_one else None


def corrected_twice(before: Entry | None, entry: Entry, field: str) -> Conflict | None:
    """A correction by somebody who did not know of `before`, the last one of this field, if there was one."""
    return Conflict(ConflictKind.CORRECTED_TWICE, before, entry, field) if before else None


def unresolved(conflicts: Iterable[Conflict], settled: Iterable[str]) -> tuple[Conflict, ...]:
    """Those that nobody has looked at."""
    done = set(settled)
    return tuple(conflict for conflict in conflicts if conflict.key not in done)


def overrun_key(session: str, inside: int) -> str:
    """Of so many people in a session: who has seen these has seen fewer."""
    return f"{ConflictKind.OVERRUN}:{session}:{inside}"


def accepted_overruns(keys: Iterable[str]) -> dict[str, int]:
    """By session, the most people inside that somebody has looked at, of the keys of what was settled."""
    most: dict[str, int] = {}
    for key in keys:
        kind, _, rest = key.partition(":")
        session, _, inside = rest.rpartition(":")
        if kind == ConflictKind.OVERRUN and inside.isdecimal() and inside.isascii() and len(inside) <= 9:
            most[session] = max(most.get(session, 0), int(inside))
    return most
