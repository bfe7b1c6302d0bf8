# SPDX-License-Identifier: GPL-3.0-or-later
"""Difference between a list and what earlier lists said: new, changed, gone, probable duplicates. Pure.

A field changes only where the list itself changed it; a desk's correction stays otherwise (docs/lists.md).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from checkin.core.attendee import (
    CUSTOM,
    OFF_STATUSES,
    Attendee,
    FieldValue,
    Status,
    attendee_from_body,
    field_value,
    fields_reader,
)
from checkin.core.lists import list_matching
from checkin.core.lists.cell_text import column_letters
from checkin.core.lists.companions import companion_facts, match_companions
from checkin.core.lists.duplicates import ProbableDuplicate, probable_duplicates
from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_fields import HAS_OWN_ROW, WHOLE_NAME, CompanionHandling, ListField, RowProblem
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.merged_records import LONGEST_NOTE, is_mergeable, merge_notes, merge_values
from checkin.core.text_folding import fold_text, name_key


class FieldChange(NamedTuple):
    old: FieldValue
    new: FieldValue


FEW_PEOPLE, LEAST_COMMON = 5, 0.1
"""An event of no more people is seen at a glance; of a larger one, the least share that is on its next list too."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One known person in this list. `fields` are what will change; `listed` what the list says besides, where a desk's
    correction stands or already agrees.

    `is_back`: an earlier list had left them out. `record` is the id of a record merged into theirs, if its row says it
    and their own does not.
    """

    row: int
    person: Attendee
    fields: Mapping[str, FieldChange]
    listed: Mapping[str, FieldValue] = field(default_factory=dict)
    is_back: bool = False
    record: str = ""

    @property
    def is_seen(self) -> bool:
        return bool(self.fields) or self.is_back


@dataclass(frozen=True, slots=True)
class ListDifference:
    """The effect of importing a list. `gone` were on an earlier list and are not on this one; a person registered at a
    desk never is.

    `listed_twice` are companions who are new and have a new row of their own. `continues` is an import of the list of
    which this one is a newer version, "" where none has most of its people.

    `unchanged` is the number of rows whose people stay as they were. Among them are the `noted`: the list said
    something new where a desk's correction stands, or of a merged record. `left_out` are rows with a code they cannot
    have, `joined` those that are another row of a known person.
    """

    added: tuple[ListedPerson, ...] = ()
    changed: tuple[PersonChange, ...] = ()
    gone: tuple[Attendee, ...] = ()
    probable_duplicates: tuple[ProbableDuplicate, ...] = ()
    unchanged: int = 0
    noted: tuple[PersonChange, ...] = ()
    left_out: tuple[RowProblem, ...] = ()
    joined: tuple[list_matching.MergedRow, ...] = ()
    listed_twice: tuple[RowProblem, ...] = ()
    continues: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether importing would change nothing visible."""
        return not (self.added or self.changed or self.gone or self.joined)

    @property
    def still_listed(self) -> int:
        """How many people of earlier lists are on this one too."""
        return self.unchanged + len(self.changed)

    @property
    def is_of_others(self) -> bool:
        """Whether hardly anybody of the earlier lists is on this one: it may be the list of another event."""
        before = self.still_listed + len(self.gone)
        return before > FEW_PEOPLE and self.still_listed < LEAST_COMMON * before

    @property
    def is_beside(self) -> bool:
        """Whether the list leaves out most people of the newest one: it is of another source, beside it."""
        return len(self.gone) > self.still_listed - sum(change.is_back for change in self.changed)


def compare_list(  # noqa: PLR0913 (the last three have defaults)
    known: Sequence[KnownPerson],
    people: Sequence[ListedPerson],
    stated: Sequence[str],
    same: list_matching.MatchDecisions = list_matching.UNDECIDED,
    stated_beside: Sequence[str] = (),
    sources: Sequence[frozenset[str]] = (),
) -> ListDifference:
    """Return the difference between `people` and `known`. `stated` are the fields this list has (`stated_fields`), and
    `stated_beside` those that it has of companions besides. `same` are the user's decisions; raises `UserError` where
    one is impossible. `sources` are the imports of each list in force, the newest last: a list leaves out nobody of
    another one.
    """
    hosts = [person for person in people if not person.place]
    found, left_out = list_matching.match_people([k for k in known if not k.attendee.companion], hosts, stated)
    pairs, joined = list_matching.apply_decisions(known, hosts, found, same)
    rows = {row.row for _, row in pairs} | {problem.row for problem in left_out} | {j.person.row for j in joined}
    unknown = tuple(person for person in hosts if person.row not in rows)
    beside = match_companions(known, people, pairs, {problem.row for problem in left_out}, joined)
    pairs = sorted([*pairs, *beside.pairs], key=lambda pair: (pair[1].row, pair[1].place))
    companions, of_companions = list_matching.join_companions(known, beside.added, same)
    joined += of_companions
    matched = {j.into.id: j.person.row for j in joined} | {k.person: row.row for k, row in reversed(pairs)}
    added = tuple(sorted((*unknown, *companions), key=lambda person: (person.row, person.place)))
    changes, of_records = _changes(known, pairs, stated, stated_beside)
    changed = tuple(c for c in changes if c.is_seen)
    persons = [k for k in known if not k.merged_into]
    source = _source_in_common([k for k, _ in pairs], sources)
    others = frozenset[str]().union(*sources) - source if source else ()
    own = (k for k in persons if k.is_from_list and not k.is_gone and k.source not in others)
    gone = (k for k in own if k.attendee.id not in matched)
    return ListDifference(
        added,
        changed,
        tuple(k.attendee for k in gone),
        probable_duplicates([k.attendee for k in persons], added, matched),
        len(pairs) - len(changed),
        (*(c for c in changes if c.listed and not c.is_seen), *(c for c in of_records if c.listed or c.is_seen)),
        tuple(left_out),
        tuple(joined),
        tuple(_listed_twice(companions, unknown)),
        min(source, default=""),
    )


def _source_in_common(matched: Sequence[KnownPerson], sources: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the source that brought most of these people, the newest of several; empty if none did."""
    brought = Counter(k.source for k in matched)
    counts = [(sum(brought[each] for each in source), source) for source in reversed(sources)]
    count, source = max(counts, key=itemgetter(0), default=(0, frozenset[str]()))
    return source if count else frozenset()


def _listed_twice(companions: Sequence[ListedPerson], others: Sequence[ListedPerson]) -> Iterator[RowProblem]:
    if not companions:
        return
    rows = {name_key(person.first_name, person.last_name): person.row for person in reversed(others)}
    for person in companions:
        own = rows.get(name_key(person.first_name, person.last_name), person.row)
        if own != person.row:
            yield RowProblem(person.row, HAS_OWN_ROW, {"name": person.name, "other": own})


def without_left_out(
    difference: ListDifference, known: Sequence[KnownPerson], left_out: Sequence[ListedPerson], stated: Sequence[str]
) -> ListDifference:
    """Return `difference` without the people of rows that the user left out among those no longer on the list: the
    list has them, and they stay as they are.
    """
    ids = {attendee.id for attendee in difference.gone}
    if not ids or not left_out:
        return difference
    still = compare_list([k for k in known if k.person in ids], left_out, stated).gone
    return replace(difference, gone=still)


class _Words(NamedTuple):
    """The values that lists gave a person so far and now: in their own row, then in those of records merged into
    theirs. A missing row keeps what it said. `codes` are those of the merged records.
    """

    before: tuple[Attendee, ...]
    now: tuple[Attendee | ListedPerson, ...]
    codes: frozenset[str]

    def old(self, name: str) -> FieldValue:
        return reduce(
            lambda own, other: merge_values(name, own, other), (field_value(said, name) for said in self.before)
        )

    def new(self, name: str) -> FieldValue:
        return reduce(lambda own, other: merge_values(name, own, other), (field_value(said, name) for said in self.now))

    def is_new_before(self, record: int, name: str) -> bool:
        """Whether a row before this record's says something new of the field: then it decides."""
        pairs = zip(self.before[:record], self.now[:record], strict=True)
        return not all(_are_same(name, field_value(old, name), field_value(new, name)) for old, new in pairs)


_NOTHING_SAID = attendee_from_body("", {})


def _words(records: Sequence[KnownPerson], rows: Mapping[str, ListedPerson]) -> _Words:
    before = tuple(k.listed or _NOTHING_SAID for k in records)
    now = tuple(rows.get(k.attendee.id, said) for k, said in zip(records, before, strict=True))
    return _Words(before, now, frozenset(code for k in records[1:] for code in k.codes))


def _changes(
    known: Sequence[KnownPerson], pairs: Sequence[list_matching.Pair], of_hosts: Sequence[str], besides: Sequence[str]
) -> tuple[list[PersonChange], list[PersonChange]]:
    """Return the changes of people, row by row; and what the list now says of merged records, for these alone."""
    rows = {k.attendee.id: row for k, row in pairs}
    records: dict[str, list[KnownPerson]] = {}
    for k in sorted(known, key=lambda k: bool(k.merged_into)):
        records.setdefault(k.person, []).append(k)
    of_people, of_records = list[PersonChange](), list[PersonChange]()
    of_companions = tuple(dict.fromkeys((*of_hosts, *besides)))
    read_host, read_companion = fields_reader(of_hosts), fields_reader(of_companions)
    for k, row in pairs:
        stated, fields = (of_companions, read_companion) if row.place else (of_hosts, read_host)
        is_alone = not k.merged_into and len(records[k.person]) == 1
        if is_alone and k.listed and not k.was_cancelled and fields(k.listed) == fields(row):
            of_people.append(PersonChange(row.row, k.attendee, {}, {}, k.is_gone))  # the list says what it said
            continue
        words = _words(records[k.person], rows)
        if k.merged_into:
            of_records.append(_change(k, row, stated, _words([k], rows)))
            of_people.append(_carried(records[k.person], k, row, stated, words))
        else:
            of_people.append(_change(k, row, stated, words))
    return of_people, of_records


def _change(known: KnownPerson, row: ListedPerson, stated: Sequence[str], words: _Words) -> PersonChange:
    """Return what a person's own row changes."""
    fields: dict[str, FieldChange] = {}
    listed: dict[str, FieldValue] = {}
    for name in _compared(words.before[0], row, stated):
        before, now = field_value(words.before[0], name), field_value(known.attendee, name)
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
        if becomes != field_value(row, name) or name not in fields:
            listed[name] = field_value(row, name)
    if reinstated := _reinstated(known, row, stated):
        fields["status"] = FieldChange(Status.CANCELLED.value, reinstated)
    return PersonChange(row.row, known.attendee, fields, listed, known.is_gone)


def _carried(
    records: Sequence[KnownPerson], record: KnownPerson, row: ListedPerson, stated: Sequence[str], words: _Words
) -> PersonChange:
    """Return what the row of a merged record changes, unless a row before it does. A desk's correction stands."""
    person = records[0]
    fields: dict[str, FieldChange] = {}
    for name in filter(is_mergeable, _compared(record.listed or _NOTHING_SAID, row, stated)):
        old, new, now = words.old(name), words.new(name), field_value(person.attendee, name)
        if words.is_new_before(records.index(record), name) or _are_same(name, old, new):
            continue
        becomes = new if not now or _are_same(name, now, old) else now
        if name == "note":
            becomes = _both(str(now), str(old), str(new))
        if becomes != now:
            fields[name] = FieldChange(now, becomes)
    return PersonChange(row.row, person.attendee, fields, record=record.attendee.id)


def _compared(before: Attendee, row: ListedPerson, stated: Sequence[str]) -> list[str]:
    """Return the fields of which this list says something else than earlier lists."""
    whole = sorted(row.last_name.split()) == sorted(before.name.split()) and not row.first_name
    same = WHOLE_NAME if whole else ()  # a list with one column of names does not undo a division made by another
    return [
        name
        for name in stated
        if name not in same and not _are_same(name, field_value(before, name), field_value(row, name))
    ]


def _are_same(name: str, one: FieldValue, other: FieldValue) -> bool:
    """Whether two values are equal, the order of sessions aside."""
    return set(one) == set(other) if name == "sessions" else one == other


def _becomes(known: KnownPerson, name: str, old: FieldValue, new: FieldValue) -> FieldValue:
    """Return the value the person has afterwards, when the lists said `old` so far and this one says `new`."""
    now = field_value(known.attendee, name)
    if known.listed is None:
        return now or new  # a desk registered them: a list only fills what is missing
    if name == "status" and now == Status.BLOCKED and old != Status.BLOCKED:
        return now
    if name == "note" and now != old:
        return _both(str(now), str(old), str(new))
    return new


def _both(note: str, old: str, new: str) -> str:
    """Return a desk's `note` with the list's part of it, `old`, replaced by `new`."""
    kept = "\n".join(line for line in note.split("\n") if line not in old.split("\n"))
    both = merge_notes(kept, new)
    return both if len(both.encode()) <= LONGEST_NOTE else note


def _reinstated(known: KnownPerson, row: ListedPerson, stated: Sequence[str]) -> str | None:
    """Return the status of a person who was cancelled for being left out and is on the list again; None for any
    other.
    """
    if not known.was_cancelled or known.attendee.status is not Status.CANCELLED:
        return None
    status = row.status if "status" in stated or known.listed is None else known.listed.status
    return None if status is Status.CANCELLED else status.value


# The changes of a list by kind: cancellations first, the organiser's own columns last, noise named as such.
# Groups only decide what is shown; muted columns and noise are imported like all others.

NOISE_SHARE, NOISE_ROWS = 0.9, 5
"""A column is noise only if it changes in this share of the known rows, and in no fewer than this number."""

ON_LIST = "on_list"
"""Stands for a field where somebody is on the list again whom an earlier one had left out."""


class ChangeKind(StrEnum):
    """What a change is about, the most important kind first; part of the JSON of `checkin import --dry-run`."""

    CANCELLATION = "cancellation"
    STATE = "state"
    CODE = "code"
    SESSIONS = "sessions"
    PERSON = "person"
    OWN_COLUMN = "own_column"


class ShownChange(NamedTuple):
    """One field of one person. `name` is the field, or `ON_LIST`."""

    person: PersonChange
    name: str
    change: FieldChange


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind, or of one own column, whose title is `column`. People who have arrived come first.

    `is_noise`: the column changes with every export; `is_muted`: the user does not want to see its changes.
    """

    kind: ChangeKind
    column: str
    changes: tuple[ShownChange, ...]
    is_noise: bool = False
    is_muted: bool = False

    @property
    def is_shown(self) -> bool:
        return not (self.is_noise or self.is_muted)


def group_changes(
    difference: ListDifference, here: Collection[str] = (), muted: Collection[str] = ()
) -> tuple[ChangeGroup, ...]:
    """Return the changes in groups, arranged (`find_groups`, `arrange_groups`)."""
    return arrange_groups(find_groups(difference), here, muted)


def find_groups(difference: ListDifference) -> tuple[ChangeGroup, ...]:
    """Return the changes in groups, each by row: what takes long of many, and is the same whatever is shown."""
    found: dict[tuple[ChangeKind, str], list[ShownChange]] = defaultdict(list)
    for person in difference.changed:
        if person.is_back:
            found[ChangeKind.STATE, ""].append(ShownChange(person, ON_LIST, FieldChange("", "")))
        for name, change in person.fields.items():
            found[_group_of(name, change)].append(ShownChange(person, name, change))
    known = len(difference.changed) + difference.unchanged
    by_row = {key: tuple(sorted(changes, key=lambda c: c.person.row)) for key, changes in found.items()}
    return tuple(
        ChangeGroup(kind, column, changes, bool(column) and _is_noise(changes, known))
        for (kind, column), changes in by_row.items()
    )


def arrange_groups(
    groups: Iterable[ChangeGroup], here: Collection[str] = (), muted: Collection[str] = ()
) -> tuple[ChangeGroup, ...]:
    """Return the groups as they are shown: those that are only named last, with every muted column. `here` are the ids
    of people who have arrived, `muted` the titles of columns.
    """
    own = {group.column for group in groups if group.column}
    every = [*groups, *(ChangeGroup(ChangeKind.OWN_COLUMN, column, ()) for column in muted if column not in own)]
    shown = [replace(each, changes=_first(each.changes, here), is_muted=each.column in muted) for each in every]
    order = list(ChangeKind)
    return tuple(sorted(shown, key=lambda group: (not group.is_shown, order.index(group.kind), group.column)))


def _first(changes: tuple[ShownChange, ...], here: Collection[str]) -> tuple[ShownChange, ...]:
    """Return the changes with those of people who are here first."""
    return tuple(sorted(changes, key=lambda c: c.person.person.id not in here)) if here else changes


def shown_people(groups: Sequence[ChangeGroup]) -> int:
    """Return the number of people with a change that is shown."""
    return len({change.person.person.id for group in groups if group.is_shown for change in group.changes})


def _group_of(name: str, change: FieldChange) -> tuple[ChangeKind, str]:
    if name.startswith(CUSTOM):
        return ChangeKind.OWN_COLUMN, name.removeprefix(CUSTOM)
    if name == "status" and change.new in OFF_STATUSES:
        return ChangeKind.CANCELLATION, ""
    return _KINDS.get(name, ChangeKind.PERSON), ""


_KINDS = {
    "status": ChangeKind.STATE,
    "presence": ChangeKind.STATE,
    "ticket_code": ChangeKind.CODE,
    "sessions": ChangeKind.SESSIONS,
    "category": ChangeKind.SESSIONS,
    "places": ChangeKind.SESSIONS,
}


def _is_noise(changes: Sequence[ShownChange], known: int) -> bool:
    """Whether a column changes in nearly every row, and holds dates or numbers that only rise from row to row. The
    changes are by row.
    """
    if len(changes) < max(NOISE_ROWS, NOISE_SHARE * known):
        return False
    values = [str(c.change.new) for c in changes]
    return all(map(_DATE.fullmatch, values)) or _rises(values)


def _rises(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal()]
    return len(numbers) == len(values) and all(one < other for one, other in pairwise(numbers))


_TIME = r"([ T,]+(à |at )?\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?"
_DATE = re.compile(rf"(\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}){_TIME}")


# A list difference as plain values for scripts (docs/command-line.md); its keys are a stable interface.

_SHOWN = ("first_name", "last_name", "organisation", "email")


def list_difference_as_json(
    difference: ListDifference, muted: Collection[str] = (), *, replaces: bool = False
) -> dict[str, Any]:
    """Return the difference as JSON values. `row` is the row number a spreadsheet shows, `id` an attendee's id.
    `muted` are the titles of columns whose changes are not to be shown, `beside` people of the other list, who stay as
    they are unless this one `replaces` it.
    """
    groups = group_changes(difference, muted=muted)
    is_beside = difference.is_beside and not replaces
    absent = [_known(attendee) for attendee in difference.gone]
    return {
        "added": [_listed(person) for person in difference.added],
        "changed": [_change_as_json(change) for change in difference.changed],
        "gone": [] if is_beside else absent,
        "beside": absent if is_beside else [],
        "probable_duplicates": [_duplicate(d) for d in difference.probable_duplicates],
        "merged": [{**_listed(person), "into": _known(into)} for person, into in difference.joined],
        "unchanged": difference.unchanged,
        "kinds": [_kind(group) for group in groups if group.is_shown],
        "muted": [_kind(group) for group in groups if group.is_muted],
        "noise": [_kind(group) for group in groups if group.is_noise and not group.is_muted],
    }


def _kind(group: ChangeGroup) -> dict[str, Any]:
    return {"kind": group.kind.value, "column": group.column, "changes": len(group.changes)}


def _person(person: Attendee | ListedPerson) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _SHOWN}


def _listed(person: ListedPerson) -> dict[str, Any]:
    return {"row": person.row, **({"place": person.place} if person.place else {}), **_person(person)}


def _known(attendee: Attendee) -> dict[str, Any]:
    return {"id": attendee.id, **_person(attendee), "ticket_code": attendee.ticket_code}


def _change_as_json(change: PersonChange) -> dict[str, Any]:
    fields: dict[str, Any] = {name: [_plain(old), _plain(new)] for name, (old, new) in change.fields.items()}
    if change.is_back:
        fields["on_list"] = [False, True]
    return {"row": change.row, **_known(change.person), "fields": fields}


def _duplicate(duplicate: ProbableDuplicate) -> dict[str, Any]:
    other = {"row": duplicate.other_row, **_known(duplicate.other)}
    return {**_listed(duplicate.person), "why": duplicate.why, "other": other}


def _plain(value: FieldValue) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


# The fields that a list states of its people.
# A missing column states nothing; an empty cell of a column states "empty". A column that only numbers the rows
# states nothing of a person: it changes with the order.


def stated_fields(interpreted: InterpretedList) -> tuple[str, ...]:
    """Return the names of fields in the order a person is shown, then the other columns by their titles.

    Every column is among the latter, for it may keep what its own field could not read.
    """
    mapped = set(interpreted.mapping.columns.values())
    names = [field.value for field in ListField if field in mapped and field is not ListField.FULL_NAME]
    if ListField.FULL_NAME in mapped:
        names = [*WHOLE_NAME, *(name for name in names if name not in WHOLE_NAME)]
    if interpreted.mapping.companions not in (None, CompanionHandling.KEEP) and "places" not in names:
        names.append("places")
    unread = interpreted.mapping.left_out
    titles = ((index, title) for index, title in enumerate(interpreted.mapping.titles) if index not in unread)
    others = (title for index, title in titles if not _counts_rows(interpreted, index, title))
    return (*names, *(CUSTOM + title for title in others))


def stated_of_companions(interpreted: InterpretedList) -> tuple[str, ...]:
    """Return the fields that the columns about companions alone state of these, not of the person of the row."""
    return tuple(dict.fromkeys(fact.field for fact in companion_facts(interpreted.mapping)))


def _counts_rows(interpreted: InterpretedList, index: int, title: str) -> bool:
    """Whether the column is titled "N°" or nothing, with numbers that rise from row to row."""
    if re.sub(r"[^a-z#]", "", fold_text(title)) not in _COUNTS and title != column_letters(index):
        return False
    numbers = [person.custom[title] for person in interpreted.people if title in person.custom]
    if not all(text.isdecimal() and len(text) < _LONGEST_COUNT for text in numbers):
        return False
    return all(int(one) < int(next_one) for one, next_one in pairwise(numbers))


_COUNTS = frozenset({"n", "no", "nr", "num", "numero", "number", "rang", "ligne", "ordre", "row", "line", "#"})
_LONGEST_COUNT = 8
"""Digits. A longer number is a person's, not a row's."""
