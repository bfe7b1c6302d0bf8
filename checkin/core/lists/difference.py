# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list says now beside what the lists said before: new, changed, gone, probably twice. Pure.

A field changes only where the list itself changed it: what a desk corrected stays otherwise (docs/lists.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from checkin.core.filling import LONGEST_NOTE, lines_of_both
from checkin.core.history import attendee_of
from checkin.core.lists.duplicates import ProbableDuplicate, probable_duplicates
from checkin.core.lists.known import Known
from checkin.core.lists.listed import Listed
from checkin.core.lists.matching import match
from checkin.core.lists.problems import RowProblem
from checkin.core.lists.said import WHOLE_NAME, Value, value_of
from checkin.core.model import Attendee, Status


class FieldChange(NamedTuple):
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One known person in this list. `fields` are what will change; `listed` what the list says besides, where a
    desk's word stands or already agrees. `is_back`: an earlier list had left them out.
    """

    row: int
    person: Attendee
    fields: Mapping[str, FieldChange]
    listed: Mapping[str, Value] = field(default_factory=dict)
    is_back: bool = False

    @property
    def is_seen(self) -> bool:
        return bool(self.fields) or self.is_back


@dataclass(frozen=True, slots=True)
class Difference:
    """`gone` were on the list before and are not now; who was written down at a desk never is.

    `unchanged` is the number of people of this list who are as they were. Among them are the `noted`: the list said
    something new where a desk's word stands. `left_out` tells of rows whose code they cannot have.
    """

    added: tuple[Listed, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Attendee, ...] = ()
    probable_duplicates: tuple[ProbableDuplicate, ...] = ()
    unchanged: int = 0
    noted: tuple[Change, ...] = ()
    left_out: tuple[RowProblem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing that anyone would see."""
        return not (self.added or self.changed or self.gone)


def compare(known: Sequence[Known], people: Sequence[Listed], said: Sequence[str]) -> Difference:
    """`said` are the fields this list says anything about (`said.fields_said`). Codes as the event has them."""
    pairs, left_out = match(known, people, said)
    rows = {row.row for _, row in pairs} | {problem.row for problem in left_out}
    matched = {k.attendee.id: row.row for k, row in pairs}
    added = tuple(person for person in people if person.row not in rows)
    changes = [_change(k, row, said) for k, row in pairs]
    changed = tuple(c for c in changes if c.is_seen)
    gone = (k for k in known if k.is_from_list and not k.is_gone and k.attendee.id not in matched)
    return Difference(
        added,
        changed,
        tuple(k.attendee for k in gone),
        probable_duplicates([k.attendee for k in known], added, matched),
        len(pairs) - len(changed),
        tuple(c for c in changes if c.listed and not c.is_seen),
        tuple(left_out),
    )


def _change(known: Known, row: Listed, said: Sequence[str]) -> Change:
    before = known.listed or attendee_of("", {})
    fields: dict[str, FieldChange] = {}
    listed: dict[str, Value] = {}
    for name in _compared(before, row, said):
        old, new = value_of(before, name), value_of(row, name)
        if name == "ticket_code":
            if new and not (not old and new in known.codes):
                fields[name] = FieldChange(old, new)
            continue
        becomes = _becomes(known, name, old, new)
        if becomes != value_of(known.attendee, name):
            fields[name] = FieldChange(value_of(known.attendee, name), becomes)
        if becomes != new or name not in fields:
            listed[name] = new
    if reinstated := _reinstated(known, row, said):
        fields["status"] = FieldChange(Status.CANCELLED.value, reinstated)
    return Change(row.row, known.attendee, fields, listed, known.is_gone)


def _compared(before: Attendee, row: Listed, said: Sequence[str]) -> list[str]:
    """The fields of which this list says something else than the lists did."""
    whole = sorted(row.last_name.split()) == sorted(before.name.split()) and not row.first_name
    same = WHOLE_NAME if whole else ()  # a list with one column of names does not undo what another divided
    return [name for name in said if name not in same and not _agree(before, row, name)]


def _agree(before: Attendee, row: Listed, name: str) -> bool:
    """The order of sessions is that of somebody's answer, and says nothing."""
    old, new = value_of(before, name), value_of(row, name)
    return set(old) == set(new) if name == "sessions" else old == new


def _becomes(known: Known, name: str, old: Value, new: Value) -> Value:
    """The value the person has afterwards, when the lists said `old` so far and this one says `new`."""
    now = value_of(known.attendee, name)
    if known.listed is None:
        return now or new  # a desk wrote them down: a list fills in what is missing
    if name == "status" and now == Status.BLOCKED and old != Status.BLOCKED:
        return now
    if name == "note" and now != old:
        return _both(str(now), str(old), str(new))
    return new


def _both(note: str, old: str, new: str) -> str:
    """A desk's `note` with the list's part of it, `old`, exchanged for `new`."""
    kept = "\n".join(line for line in note.split("\n") if line not in old.split("\n"))
    both = lines_of_both(kept, new)
    return both if len(both.encode()) <= LONGEST_NOTE else note


def _reinstated(known: Known, row: Listed, said: Sequence[str]) -> str | None:
    """The status of somebody who was cancelled for being left out, and is on the list again."""
    if not known.was_cancelled or known.attendee.status is not Status.CANCELLED:
        return None
    status = row.status if "status" in said or known.listed is None else known.listed.status
    return None if status is Status.CANCELLED else status.value
