# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries that merge two records of one person, and those that unmerge them (docs/adr/0018). Writes none itself."""

from collections.abc import Iterable, Iterator, Mapping

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import FieldValue, attendee_body, attendee_from_body, field_value, set_field
from checkin.core.entries import Entry, EntryKind
from checkin.core.lists.list_difference import FieldChange, ListDifference, PersonChange
from checkin.core.merged_fields import merge_fields
from checkin.core.merged_records import MERGED
from checkin.core.sync.conflict_resolution import undone_ids
from checkin.services.event_file import EventFile
from checkin.services.list_import_entries import Fact, correction_facts, make_attendees


def merge_facts(keep: Attendee, drop: Attendee, marked: Mapping[str, object]) -> list[Fact]:
    """Return the facts that merge `drop` into `keep`, filling the fields `keep` lacks. Every body has `marked`."""
    news = merge_fields(keep, drop)
    change = PersonChange(0, keep, {name: FieldChange(field_value(keep, name), new) for name, new in news.items()})
    fills = correction_facts([change], {**marked, MERGED: drop.id}) if news else ()
    return [*fills, (EntryKind.ATTENDEE_MERGED, drop.id, {"into": keep.id, **marked})]


def joined_facts(
    event: EventFile, difference: ListDifference, marked: dict[str, object], hosts: dict[int, str]
) -> Iterator[Fact]:
    """Yield the facts for a second row of a person in the same list: a record of its own, merged at once. `hosts` are
    the ids of the people added with the list, by row, who may bring the person along.
    """
    people: dict[str, Attendee] = {}
    drops = make_attendees(event, [listed for listed, _ in difference.joined], hosts)
    for drop, (_, into) in zip(drops, difference.joined, strict=True):
        keep = people.get(into.id, _after(into, difference.changed))
        yield EntryKind.ATTENDEE_ADDED, drop.id, attendee_body(drop) | marked
        yield from merge_facts(keep, drop, {"import": marked["import"]})
        people[into.id] = _with(keep, merge_fields(keep, drop))


def _after(person: Attendee, changes: Iterable[PersonChange]) -> Attendee:
    """Return the person as they are once the rest of the list is imported."""
    for change in changes:
        if change.person.id == person.id:
            person = _with(person, {name: new for name, (_, new) in change.fields.items()})
    return person


def _with(person: Attendee, news: Mapping[str, FieldValue]) -> Attendee:
    body = attendee_body(person)
    for name, value in news.items():
        set_field(body, name, value)
    return attendee_from_body(person.id, body)


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
