# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list says now beside what the lists said before: new, changed, gone, probably twice. Pure.

A field changes only where the list itself changed it: what a desk corrected stays otherwise (docs/lists.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from checkin.core.field_values import Value, value_of
from checkin.core.filling import LONGEST_NOTE, can_be_filled, lines_of_both, together
from checkin.core.history import attendee_of
from checkin.core.lists.decisions import UNDECIDED, Joined, Same, decide
from checkin.core.lists.duplicates import ProbableDuplicate, probable_duplicates
from checkin.core.lists.known import Known
from checkin.core.lists.listed import Listed
from checkin.core.lists.matching import Pair, match
from checkin.core.lists.problems import RowProblem
from checkin.core.lists.said import WHOLE_NAME
from checkin.core.model import Attendee, Status


class FieldChange(NamedTuple):
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One known person in this list. `fields` are what will change; `listed` what the list says besides, where a
    desk's word stands or already agrees. `is_back`: an earlier list had left them out. `record` is the id of a record
    merged into theirs, if its row says it and their own does not.
    """

    row: int
    person: Attendee
    fields: Mapping[str, FieldChange]
    listed: Mapping[str, Value] = field(default_factory=dict)
    is_back: bool = False
    record: str = ""

    @property
    def is_seen(self) -> bool:
        return bool(self.fields) or self.is_back


@dataclass(frozen=True, slots=True)
class Difference:
    """`gone` were on the list before and are not now; who was written down at a desk never is.

    `unchanged` is the number of rows of this list whose people are as they were. Among them are the `noted`: the list
    said something new where a desk's word stands, or of a record that was merged. `left_out` tells of rows whose code
    they cannot have, `joined` of those that are another row of somebody known.
    """

    added: tuple[Listed, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Attendee, ...] = ()
    probable_duplicates: tuple[ProbableDuplicate, ...] = ()
    unchanged: int = 0
    noted: tuple[Change, ...] = ()
    left_out: tuple[RowProblem, ...] = ()
    joined: tuple[Joined, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing that anyone would see."""
        return not (self.added or self.changed or self.gone or self.joined)


def compare(
    known: Sequence[Known], people: Sequence[Listed], said: Sequence[str], same: Same = UNDECIDED
) -> Difference:
    """`said` are the fields this list says anything about (`said.fields_said`). Codes as the event has them. `same`:
    what a person decided; raises `UserError` where that cannot be.
    """
    found, left_out = match(known, people, said)
    pairs, joined = decide(known, people, found, same)
    rows = {row.row for _, row in pairs} | {problem.row for problem in left_out} | {j.person.row for j in joined}
    matched = {k.person: row.row for k, row in reversed(pairs)}
    added = tuple(person for person in people if person.row not in rows)
    changes, of_records = _changes(known, pairs, said)
    changed = tuple(c for c in changes if c.is_seen)
    persons = [k for k in known if not k.merged_into]
    gone = (k for k in persons if k.is_from_list and not k.is_gone and k.attendee.id not in matched)
    return Difference(
        added,
        changed,
        tuple(k.attendee for k in gone),
        probable_duplicates([k.attendee for k in persons], added, matched),
        len(pairs) - len(changed),
        (*(c for c in changes if c.listed and not c.is_seen), *(c for c in of_records if c.listed or c.is_seen)),
        tuple(left_out),
        tuple(joined),
    )


class _Words(NamedTuple):
    """What the lists said of a person so far and say now: in their own row, then in those of records merged into
    theirs. A row that is not there says what it said. `codes` are those of the merged records.
    """

    before: tuple[Attendee, ...]
    now: tuple[Attendee | Listed, ...]
    codes: frozenset[str]

    def old(self, name: str) -> Value:
        return reduce(lambda own, other: together(name, own, other), (value_of(said, name) for said in self.before))

    def new(self, name: str) -> Value:
        return reduce(lambda own, other: together(name, own, other), (value_of(said, name) for said in self.now))

    def is_new_before(self, record: int, name: str) -> bool:
        """Whether a row that comes before this record's says something new of a field: then it speaks for them all."""
        pairs = zip(self.before[:record], self.now[:record], strict=True)
        return not all(_are_same(name, value_of(old, name), value_of(new, name)) for old, new in pairs)


_NOTHING_SAID = attendee_of("", {})


def _words(records: Sequence[Known], rows: Mapping[str, Listed]) -> _Words:
    before = tuple(k.listed or _NOTHING_SAID for k in records)
    now = tuple(rows.get(k.attendee.id, said) for k, said in zip(records, before, strict=True))
    return _Words(before, now, frozenset(code for k in records[1:] for code in k.codes))


def _changes(known: Sequence[Known], pairs: Sequence[Pair], said: Sequence[str]) -> tuple[list[Change], list[Change]]:
    """What changes of people, row by row; and what the list says now of records that were merged, for these alone."""
    rows = {k.attendee.id: row for k, row in pairs}
    records: dict[str, list[Known]] = {}
    for k in sorted(known, key=lambda k: bool(k.merged_into)):
        records.setdefault(k.person, []).append(k)
    of_people, of_records = list[Change](), list[Change]()
    for k, row in pairs:
        words = _words(records[k.person], rows)
        if k.merged_into:
            of_records.append(_change(k, row, said, _words([k], rows)))
            of_people.append(_carried(records[k.person], k, row, said, words))
        else:
            of_people.append(_change(k, row, said, words))
    return of_people, of_records


def _change(known: Known, row: Listed, said: Sequence[str], words: _Words) -> Change:
    """What a person's own row says anew."""
    fields: dict[str, FieldChange] = {}
    listed: dict[str, Value] = {}
    for name in _compared(words.before[0], row, said):
        before, now = value_of(words.before[0], name), value_of(known.attendee, name)
        if name == "ticket_code":
            if row.ticket_code and not (
                row.ticket_code in words.codes or (not before and row.ticket_code in known.codes)
            ):
                fields[name] = FieldChange(before, row.ticket_code)
            continue
        old, new = words.old(name), words.new(name)
        becomes = now if _are_same(name, old, new) else _becomes(known, name, old, new)
        if becomes != now:
            fields[name] = FieldChange(now, becomes)
        if becomes != value_of(row, name) or name not in fields:
            listed[name] = value_of(row, name)
    if reinstated := _reinstated(known, row, said):
        fields["status"] = FieldChange(Status.CANCELLED.value, reinstated)
    return Change(row.row, known.attendee, fields, listed, known.is_gone)


def _carried(records: Sequence[Known], record: Known, row: Listed, said: Sequence[str], words: _Words) -> Change:
    """What the row of a merged record says anew, and no row before it does. A desk's word stands."""
    person = records[0]
    fields: dict[str, FieldChange] = {}
    for name in filter(can_be_filled, _compared(record.listed or _NOTHING_SAID, row, said)):
        old, new, now = words.old(name), words.new(name), value_of(person.attendee, name)
        if words.is_new_before(records.index(record), name) or _are_same(name, old, new):
            continue
        becomes = new if not now or _are_same(name, now, old) else now
        if name == "note":
            becomes = _both(str(now), str(old), str(new))
        if becomes != now:
            fields[name] = FieldChange(now, becomes)
    return Change(row.row, person.attendee, fields, record=record.attendee.id)


def _compared(before: Attendee, row: Listed, said: Sequence[str]) -> list[str]:
    """The fields of which this list says something else than the lists did."""
    whole = sorted(row.last_name.split()) == sorted(before.name.split()) and not row.first_name
    same = WHOLE_NAME if whole else ()  # a list with one column of names does not undo what another divided
    return [
        name for name in said if name not in same and not _are_same(name, value_of(before, name), value_of(row, name))
    ]


def _are_same(name: str, one: Value, other: Value) -> bool:
    """The order of sessions is that of somebody's answer, and says nothing."""
    return set(one) == set(other) if name == "sessions" else one == other


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
