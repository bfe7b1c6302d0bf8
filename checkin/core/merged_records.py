# SPDX-License-Identifier: GPL-3.0-or-later
"""Merged records of one person: which person each record belongs to, and their common history (docs/adr/0018). Pure.

A merge is an entry about the record that goes. Its codes and passages become the person's, its fields do not: what they
add to the person is written as a correction of that person (`merge_fields`), so that an undo restores both.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from checkin.core.entries import Entry, EntryKind
from checkin.core.history import Correction, History, Visit, apply_entry, apply_undone, fold_history
from checkin.core.paper_entries import order_paper_entries
from checkin.core.sync.conflict_resolution import undone_ids, without_shared_ids

MERGED = "merged"
"""The field of a `Correction` about a merged record (its name and code); in a body, the person it was merged into."""

_OF_ALL = (
    EntryKind.CHECKED_IN,
    EntryKind.CHECKED_OUT,
    EntryKind.THING_LENT,
    EntryKind.WAITING_JOINED,
    EntryKind.WAITING_LEFT,
    EntryKind.CONFLICT_SETTLED,
)
"""Kinds of entries that count for the person whichever record they name."""


def persons_by_record(merges: Iterable[Entry], undone: Collection[str] = ()) -> dict[str, str]:
    """Return the person of every merged record. `undone`: hex ids of entries that do not count.

    Of two merges of one record the first counts, and none that would close a circle does: so desks that exchange their
    entries agree, whatever arrived first.
    """
    into: dict[str, str] = {}
    for entry in sorted(merges, key=lambda e: e.id):
        if entry.id.hex() not in undone:
            _join(into, entry)
    return {record: _root(into, record) for record in into}


def _join(into: dict[str, str], merge: Entry) -> bool:
    """Whether the merge counts; then it is added to `into`."""
    keep = merge.body.get("into")
    if not isinstance(keep, str) or not keep or not merge.subject:
        return False  # the entry may come from another program
    if merge.subject in into or _root(into, keep) == merge.subject:
        return False
    into[merge.subject] = keep
    return True


def _root(into: Mapping[str, str], record: str) -> str:
    while record in into:
        record = into[record]
    return record


def fold_records(subject: str, entries: Sequence[Entry]) -> tuple[str, History]:
    """Return the person that record `subject` belongs to, and their history.

    `entries`: those of all records of that person, in id order. Entries whose id two entries share do not count.
    """
    entries = without_shared_ids(entries)
    merges = [entry for entry in entries if entry.kind == EntryKind.ATTENDEE_MERGED]
    if not merges:
        return subject, fold_history(entries)
    undone = undone_ids(entries)
    person = persons_by_record(merges, undone).get(subject, subject)
    merged = _MergedHistory(person)
    for entry in order_paper_entries(entries):
        if entry.id.hex() in undone:
            merged.undo(entry)
        else:
            merged.take(entry)
    return person, merged.history()


class _MergedHistory:
    """The fold over all records of a person. `_whole` has the person's own entries and the passages of all records,
    `_records` each record by itself.
    """

    def __init__(self, person: str) -> None:
        self._person = person
        self._whole = History()
        self._records = {person: History()}
        self._into: dict[str, str] = {}

    def take(self, entry: Entry) -> None:
        if entry.kind == EntryKind.ATTENDEE_MERGED:
            self._merge(entry)
        self._records[entry.subject] = apply_entry(self._record(entry), entry)
        if entry.subject == self._person or entry.kind in _OF_ALL:
            self._whole = apply_entry(self._whole, entry)
        if entry.kind == EntryKind.CODE_REPLACED:
            self._revoke_of(entry.subject)

    def undo(self, entry: Entry) -> None:
        self._whole = apply_undone(self._whole, entry)

    def history(self) -> History:
        others = [record for subject, record in self._records.items() if subject != self._person]
        attendee = self._whole.attendee or next((r.attendee for r in others if r.attendee), None)
        whole = replace(self._whole, attendee=replace(attendee, id=self._person) if attendee else None)
        visits = {point: self._counted(point, visit) for point, visit in whole.visits.items()}
        return replace(_with_codes(whole, others), visits=visits, photograph=_photograph(whole, others))

    def _merge(self, entry: Entry) -> None:
        if _join(self._into, entry):
            correction = Correction(MERGED, _record_text(self._record(entry), entry.subject), "", entry.at, entry.desk)
            self._whole = replace(self._whole, corrections=(*self._whole.corrections, correction))

    def _record(self, entry: Entry) -> History:
        return self._records.get(entry.subject, History())

    def _revoke_of(self, subject: str) -> None:
        """Revoke the codes of all records that had been merged into `subject` when its badge was replaced."""
        for record, history in self._records.items():
            if record != subject and self._leads_to(record, subject):
                self._records[record] = replace(history, revoked_codes=(*history.revoked_codes, *_opening(history)))

    def _leads_to(self, record: str, subject: str) -> bool:
        while record in self._into and record != subject:
            record = self._into[record]
        return record == subject

    def _counted(self, point: str, visit: Visit) -> Visit:
        """Return the visit with its people bounded: of a group under two records the same people may have been counted
        twice.
        """
        places = self._whole.attendee.places if self._whole.attendee else 1
        each = (record.visit(point).people for record in self._records.values())
        return replace(visit, people=max(min(visit.people, places), *each))


def _with_codes(whole: History, others: Sequence[History]) -> History:
    """Return `whole` with the codes of the other records. Its own codes win; among the others a code that one revoked
    is invalid.
    """
    own = {*whole.revoked_codes, *_opening(whole)}
    revoked = dict.fromkeys(c for h in others for c in h.revoked_codes if c not in own)
    opening = dict.fromkeys(c for h in others for c in _opening(h) if c not in own and c not in revoked)
    return replace(
        whole,
        revoked_codes=(*whole.revoked_codes, *revoked),
        other_codes=(*whole.other_codes, *opening),
        code_entries=_code_entries((whole, *others)),
    )


def _code_entries(records: Iterable[History]) -> dict[str, Entry]:
    """Return by code the first entry that gave it to one of these records."""
    given = sorted(((code, e) for h in records for code, e in h.code_entries.items()), key=lambda pair: pair[1].id)
    return {code: entry for code, entry in reversed(given)}


def _photograph(whole: History, others: Sequence[History]) -> Entry | None:
    """Return the person's own photograph, or that it was removed; without either, the newest of the other records."""
    known = (record.photograph for record in others if record.photograph)
    return whole.photograph or max(known, key=lambda entry: entry.id, default=None)


def _opening(history: History) -> tuple[str, ...]:
    code = history.attendee.ticket_code if history.attendee else ""
    return tuple(filter(None, (code, *history.other_codes)))


def _record_text(record: History, subject: str) -> str:
    attendee = record.attendee
    return f"{attendee.name} ({attendee.ticket_code})" if attendee else subject
