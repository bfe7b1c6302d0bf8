# SPDX-License-Identifier: GPL-3.0-or-later
"""The import of an attendee list into the journal, all of its people or none, and the entries for it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core import attendee
from checkin.core.entries import Entry, EntryKind, body_text
from checkin.core.history import UNDERSTOOD
from checkin.core.lists.column_mapping import ColumnMapping, to_body
from checkin.core.lists.known_people import BY_LIST, KINDS, mark
from checkin.core.lists.list_difference import FieldChange, ListDifference, PersonChange
from checkin.core.lists.list_fields import RowProblem
from checkin.core.lists.list_interpretation import NO_TOTALS, ListTotals, list_totals
from checkin.core.lists.list_matching import MatchDecisions
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.merged_records import MERGED, merge_fields
from checkin.core.message import WHOLE, CombinedProgress, Message, ReportProgress, UserError, ignore_progress
from checkin.core.sync.conflicts import undone_ids
from checkin.core.tokens import CodeOrigin
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import BESIDE, CONTINUES, read_mappings
from checkin.services.lists.list_preview import ListPreview, build_preview, read_basis, read_list

# The entries of a list import: a difference turned into facts for the journal (docs/adr/0011). Writes none itself.

Fact = tuple[str, str, dict[str, object]]
"""Kind, subject and body of an entry to write."""

SHORT = 200
"""Characters kept of an old value, where it and the new one do not fit into one entry."""


def list_facts(
    event: EventFile, difference: ListDifference, off: set[str], marked: dict[str, object], hosts: dict[int, str]
) -> list[Fact]:
    """Return all facts of `difference`, and put the ids of those added with a row into `hosts`. `off` holds the ids of
    people to cancel for having left the list.
    """
    changes = (*difference.changed, *difference.noted)
    added = make_attendees(event, difference.added, hosts)
    return [
        *((EntryKind.ATTENDEE_ADDED, person.id, attendee.attendee_body(person) | marked) for person in added),
        *correction_facts(changes, marked),
        *_gone(difference, off, marked),
    ]


def correction_facts(changes: Iterable[PersonChange], marked: dict[str, object]) -> Iterator[Fact]:
    """Yield one or more entries for each change; an import's entry is marked as no correction by a person.

    A change of a merged record's row is marked with that record: it is undone when the record is unmerged.
    """
    marked = _of_an_import(marked)
    for change in changes:
        of_nobody = {name: value for name, value in marked.items() if name != "by"}
        own = of_nobody | {MERGED: change.record} if change.record else marked
        for body in _bodies(change, own):
            yield EntryKind.ATTENDEE_CORRECTED, change.person.id, body


def _gone(difference: ListDifference, off: set[str], marked: dict[str, object]) -> Iterator[Fact]:
    """Yield that the list left people out, so that importing the same list again changes nothing."""
    for person in difference.gone:
        changes = {"status": [person.status.value, attendee.Status.CANCELLED.value]} if person.id in off else {}
        yield EntryKind.ATTENDEE_CORRECTED, person.id, {"changes": changes, "gone": True, **_of_an_import(marked)}


def _of_an_import(marked: dict[str, object]) -> dict[str, object]:
    """Return `marked`, flagged as written by an import if it is one."""
    return marked | {UNDERSTOOD: True} if "import" in marked else marked


def _bodies(change: PersonChange, marked: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield one body, or several where a person's change is too long for one entry."""
    names = [*change.fields, *(name for name in change.listed if name not in change.fields)]
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in change.fields.items()}
    body: dict[str, object] = {"changes": changes, **marked}
    if change.listed:
        body["listed"] = {name: _plain(value) for name, value in change.listed.items()}
    if fits_entry(body):
        yield body
    elif len(names) > 1:
        for some in (names[: len(names) // 2], names[len(names) // 2 :]):
            fields = {name: change.fields[name] for name in some if name in change.fields}
            listed = {name: change.listed[name] for name in some if name in change.listed}
            yield from _bodies(replace(change, fields=fields, listed=listed), marked)
    else:
        yield {**body, "changes": {name: [str(old)[:SHORT] + " …", new] for name, (old, new) in changes.items()}}


def fits_entry(body: dict[str, object]) -> bool:
    """Whether the journal accepts an entry with this body."""
    try:
        body_text(body)
    except UserError:
        return False
    return True


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def make_attendees(
    event: EventFile, people: Sequence[ListedPerson], hosts: dict[int, str]
) -> Iterator[attendee.Attendee]:
    """Yield these people with ids and codes. A code issued by this event brings its id along. `hosts` holds the id of
    the first person made of each row, whom others of that row accompany; it grows.
    """
    tokens = [event.key.read(listed.ticket_code) for listed in people]
    issued = iter(event.issue_codes(sum(token.origin is not CodeOrigin.GENUINE for token in tokens)))
    for listed, token in zip(people, tokens, strict=True):
        own = token if token.origin is CodeOrigin.GENUINE else next(issued)
        if listed.place and not listed.host:
            listed = replace(listed, host=hosts.get(listed.row, ""))
        hosts.setdefault(listed.row, own.id)
        yield listed.as_attendee(own.id, (token.code or listed.ticket_code) if listed.ticket_code else own.code)


# The entries that merge two records of one person, and those that unmerge them (docs/adr/0018). Writes none itself.


def merge_facts(keep: attendee.Attendee, drop: attendee.Attendee, marked: Mapping[str, object]) -> list[Fact]:
    """Return the facts that merge `drop` into `keep`, filling the fields `keep` lacks. Every body has `marked`."""
    news = merge_fields(keep, drop)
    change = PersonChange(
        0, keep, {name: FieldChange(attendee.field_value(keep, name), new) for name, new in news.items()}
    )
    fills = correction_facts([change], {**marked, MERGED: drop.id}) if news else ()
    return [*fills, (EntryKind.ATTENDEE_MERGED, drop.id, {"into": keep.id, **marked})]


def joined_facts(
    event: EventFile, difference: ListDifference, marked: dict[str, object], hosts: dict[int, str]
) -> Iterator[Fact]:
    """Yield the facts for a second row of a person in the same list: a record of its own, merged at once. `hosts` are
    the ids of the people added with the list, by row, who may bring the person along.
    """
    people: dict[str, attendee.Attendee] = {}
    drops = make_attendees(event, [listed for listed, _ in difference.joined], hosts)
    for drop, (_, into) in zip(drops, difference.joined, strict=True):
        keep = people.get(into.id, _after(into, difference.changed))
        yield EntryKind.ATTENDEE_ADDED, drop.id, attendee.attendee_body(drop) | marked
        yield from merge_facts(keep, drop, {"import": marked["import"]})
        people[into.id] = _with(keep, merge_fields(keep, drop))


def _after(person: attendee.Attendee, changes: Iterable[PersonChange]) -> attendee.Attendee:
    """Return the person as they are once the rest of the list is imported."""
    for change in changes:
        if change.person.id == person.id:
            person = _with(person, {name: new for name, (_, new) in change.fields.items()})
    return person


def _with(person: attendee.Attendee, news: Mapping[str, attendee.FieldValue]) -> attendee.Attendee:
    body = attendee.attendee_body(person)
    for name, value in news.items():
        attendee.set_field(body, name, value)
    return attendee.attendee_from_body(person.id, body)


def unmerge_facts(drop_id: str, person: str, about: Iterable[Entry], marked: Mapping[str, object]) -> list[Fact]:
    """Return the undo entries that give record `drop_id` back to itself, whatever desks have merged it.

    `about` holds all entries of `person`, the record it was merged into; each undo has the subject of what it undoes.
    Empty if the record was not merged.
    """
    entries = list(about)
    undone = undone_ids(entries)
    targets: dict[str, list[str]] = {}
    for entry in entries:
        if entry.id.hex() not in undone and _is_of_merge(entry, drop_id, person):
            targets.setdefault(entry.subject, []).append(entry.id.hex())
    return [(EntryKind.UNDONE, subject, {"targets": named, **marked}) for subject, named in targets.items()]


def _is_of_merge(entry: Entry, drop_id: str, person: str) -> bool:
    """Whether an entry belongs to this merge.

    A merge of `person` itself is void as long as this one stands (it would close a circle), and would come into force
    if only this one were undone: both are.
    """
    if entry.kind == EntryKind.ATTENDEE_MERGED:
        return entry.subject in (drop_id, person)
    return entry.kind == EntryKind.ATTENDEE_CORRECTED and entry.body.get(MERGED) == drop_id


ATTEMPTS = 3
"""Times the people are computed, if desks change people meanwhile."""
COMPUTED = WHOLE * 6 // 10
"""Share of the progress bar for computing; the rest is storing."""


@dataclass(frozen=True, slots=True)
class ListImportResult:
    """The result of an import: `added` + `changed` + `known` + `merged` are the rows of the list.

    People in `known` were unchanged; `merged` rows are a further row of a person in the event. `gone` people are no
    longer on the list; `cancelled` of them were cancelled for it. `totals` are those of the people in `added`.
    """

    added: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: int = 0
    gone: int = 0
    cancelled: int = 0
    merged: int = 0
    totals: ListTotals = NO_TOTALS

    @property
    def has_groups(self) -> bool:
        """Whether some of those in `added` stand for several people, so that their number is not that of people."""
        return self.totals.people != self.added


def apply_list(  # noqa: PLR0913 (all of it is decided by the user at the preview)
    event: EventFile,
    seen: ListPreview,
    *,
    at: datetime,
    desk: str,
    cancel_gone: bool = False,
    replaces: bool = False,
    same: MatchDecisions | None = None,
    report: ReportProgress = ignore_progress,
) -> ListImportResult:
    """Import what the preview showed, all or nothing, as one step that `undo_import` undoes.

    The people are computed first; the file is locked only while finished rows are stored, in one transaction
    (docs/adr/0071). Desks record arrivals meanwhile, and what they recorded stays.

    A list that leaves out most people is one beside theirs (`ListDifference.is_beside`), and they stay as they are,
    unless `replaces`: it takes the place of theirs. `cancel_gone` cancels people who left the list and have not
    arrived, and so says that it replaces theirs. `same` maps rows to ids of people in the event,
    as the user decided at the preview; None keeps the preview's own decisions. Raises `UserError`, writing nothing, if
    people were changed since the preview (arrivals do not matter), or for an impossible decision. Whatever `report`
    raises ends the import, until the commit, and nothing is written.
    """
    disturbing = [*KINDS, *([EntryKind.CHECKED_IN] if cancel_gone else [])]
    bar = CombinedProgress(report)
    for _ in range(ATTEMPTS):
        event.guard.reconnect_if_replaced()
        moment = event.moment()
        agreed = _agreed(event, seen, same)
        computing = bar.part(COMPUTED)
        computing(0, WHOLE)
        facts, done = _facts(event, agreed, cancel_gone=cancel_gone, replaces=replaces or cancel_gone)
        made = event.journal.prepare(_taken(facts), at=at, desk=desk, since=moment.place, report=computing)
        if event.commit_prepared(made, moment, disturbing, bar.part(WHOLE)):
            return done
    raise UserError(_CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class ListWriting:
    """The writing of an agreed list into the event at `path`, for a thread other than the one that has it open.

    `run` may be ended by its progress report, until the commit: nothing is written then, nor if the process is killed.
    """

    path: Path
    seen: ListPreview
    at: datetime
    desk: str
    cancel_gone: bool = False
    same: MatchDecisions | None = None
    replaces: bool = False

    def run(self, report: ReportProgress = ignore_progress) -> ListImportResult:
        """Write the list. Raises `UserError`, writing nothing, if people were changed since the preview."""
        with closing(EventFile.open(self.path)) as event:
            return apply_list(
                event,
                self.seen,
                at=self.at,
                desk=self.desk,
                cancel_gone=self.cancel_gone,
                replaces=self.replaces,
                same=self.same,
                report=report,
            )


def import_list(  # noqa: PLR0913 (what a preview would ask)
    event: EventFile, path: Path, *, at: datetime, desk: str, cancel_gone: bool = False, replaces: bool = False
) -> ListImportResult:
    """Import the people of a file without a preview. People without a code get one.

    Raises `UserError` if the file is no list; nothing is changed then.
    """
    seen = build_preview(read_basis(event), read_list(path))
    return apply_list(event, seen, at=at, desk=desk, cancel_gone=cancel_gone, replaces=replaces)


def _agreed(event: EventFile, seen: ListPreview, same: MatchDecisions | None) -> ListPreview:
    """Return the preview with the user's last decisions. Raises `UserError` if people were changed since."""
    people = seen.basis.people
    if not seen.basis.is_of(event):
        people = read_basis(event).people
        if seen.compared(people, seen.same) != seen.difference:
            raise UserError(_CHANGED_MEANWHILE)
    return seen if same is None else replace(seen, difference=seen.compared(people, same), same=same)


def _facts(
    event: EventFile, seen: ListPreview, *, cancel_gone: bool, replaces: bool
) -> tuple[list[Fact], ListImportResult]:
    """Return what the import records, and its result. A list with no news records nothing, or only its mapping if that
    is new.
    """
    is_beside = seen.difference.is_beside and not replaces
    difference = replace(seen.difference, gone=()) if is_beside else seen.difference
    added, changed, gone = len(difference.added), len(difference.changed), len(difference.gone)
    off = {a.id for a in difference.gone if cancel_gone and _may_cancel(event, a)}
    marked, hosts = mark(secrets.token_hex(8)), dict[int, str]()
    facts = list_facts(event, difference, off, marked, hosts)
    facts += joined_facts(event, difference, marked, hosts)
    counts = {"added": added, "changed": changed, "gone": gone}
    merged = len(difference.joined)
    if facts:
        more = ({"merged": merged} if merged else {}) | _lineage(difference, is_beside)
        facts.insert(0, _head(marked | counts | more, seen.interpreted.mapping))
    elif read_mappings(event).get(seen.interpreted.mapping.signature) != to_body(seen.interpreted.mapping):
        facts.append(_head({"by": BY_LIST}, seen.interpreted.mapping))
    totals = list_totals(difference.added)
    return facts, ListImportResult(added, difference.unchanged, seen.problems, changed, gone, len(off), merged, totals)


def _lineage(difference: ListDifference, is_beside: bool) -> dict[str, object]:
    """Return which earlier list an import is a newer version of."""
    if is_beside:
        return {BESIDE: True, CONTINUES: ""}
    return {CONTINUES: difference.continues} if difference.continues else {}


def _taken(facts: list[Fact]) -> Iterator[Fact]:
    """Yield the facts and hold none of them any longer: a list of many people fills much memory."""
    facts.reverse()
    while facts:
        yield facts.pop()


def _head(body: dict[str, object], mapping: ColumnMapping) -> Fact:
    """Return the import's own fact, with the mapping for the next list with this header, if it fits into an entry."""
    whole = body | {"mapping": to_body(mapping)}
    return EntryKind.LIST_IMPORTED, "", whole if fits_entry(whole) else body


def _may_cancel(event: EventFile, person: attendee.Attendee) -> bool:
    is_off = person.status in attendee.OFF_STATUSES
    return not is_off and not any(event.attendees.visits(person.id))


_CHANGED_MEANWHILE = Message(
    "list", "People were changed while you were looking at the list. Nothing was imported; choose the list again."
)
