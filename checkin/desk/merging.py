# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries that make one person of two records, and those that take it back (docs/adr/0018). Writes none itself."""

from collections.abc import Iterable, Mapping

from checkin.core.entries import Entry, Kind
from checkin.core.filling import filling
from checkin.core.history import undone_by
from checkin.core.lists.difference import Change, FieldChange
from checkin.core.lists.said import value_of
from checkin.core.merging import MERGED
from checkin.core.model import Attendee
from checkin.desk.list_entries import Fact, corrections


def merge_facts(keep: Attendee, drop: Attendee, marked: Mapping[str, object]) -> list[Fact]:
    """`drop` is `keep` from now on, and leaves to them what they do not say. `marked` is in every body."""
    news = filling(keep, drop)
    change = Change(0, keep, {name: FieldChange(value_of(keep, name), new) for name, new in news.items()})
    fills = corrections([change], {**marked, MERGED: drop.id}) if news else ()
    return [*fills, (Kind.ATTENDEE_MERGED, drop.id, {"into": keep.id, **marked})]


def unmerge_facts(drop_id: str, person: str, about: Iterable[Entry], marked: Mapping[str, object]) -> list[Fact]:
    """The record `drop_id` is nobody else's any more, whatever desks have said. `about`: all entries of `person`, whose
    it was. Whose entries they are, is the subject of what undoes them. Nothing, if it was not merged.
    """
    entries = list(about)
    undone = undone_by(entries)
    targets: dict[str, list[str]] = {}
    for entry in entries:
        if entry.id.hex() not in undone and _is_of_merge(entry, drop_id, person):
            targets.setdefault(entry.subject, []).append(entry.id.hex())
    return [(Kind.UNDONE, subject, {"targets": named, **marked}) for subject, named in targets.items()]


def _is_of_merge(entry: Entry, drop_id: str, person: str) -> bool:
    """A merge of the kept one into a record of their own does not count; it would, were only the other undone."""
    if entry.kind == Kind.ATTENDEE_MERGED:
        return entry.subject in (drop_id, person)
    return entry.kind == Kind.ATTENDEE_CORRECTED and entry.body.get(MERGED) == drop_id
