# SPDX-License-Identifier: GPL-3.0-or-later
"""Merged records of one person: which person each record belongs to, and their common history (docs/adr/0018). Pure.

A merge is an entry about the record that goes. Its codes and passages become the person's, its fields do not: what they
add to the person is written as a correction of that person (`merge_fields`), so that an undo restores both.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from checkin.core.attendee import CUSTOM, Attendee, FieldValue, field_value
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import Correction, History, HistoryFold, Visit, fold_history
from checkin.core.paper_entries import order_paper_entries
from checkin.core.sync.conflicts import undone_ids, without_shared_ids

MERGED = "merged"
"""The field of a `Correction` about a merged record (its name and code); in a body, the person it was merged into."""

_OF_ALL = (
    EntryKind.CHECKED_IN,
    EntryKind.CHECKED_OUT,
    EntryKind.THING_LENT,
    EntryKind.PAYMENT_RECEIVED,
    EntryKind.WAITING_JOINED,
    EntryKind.WAITING_LEFT,
    EntryKind.CONFLICT_SETTLED,
)
"""Kinds of entries that count for the person whichever record they name."""
_GIVE_CODES = (EntryKind.ATTENDEE_ADDED, EntryKind.ATTENDEE_CORRECTED, EntryKind.CODE_REPLACED)


def persons_by_record(merges: Iterable[Entry], undone: Collection[str] = ()) -> dict[str, str]:
    """Return the person of every merged record. `undone`: hex ids of entries that do not count.

    Of two merges of one record the first counts, and none that would close a circle does: so desks that exchange their
    entries agree, whatever arrived first.
    """
    counting = _counting(merges, undone)
    into = {record: str(merge.body["into"]) for record, merge in counting.items()}
    return {record: _root(into, record) for record in counting}


def _counting(merges: Iterable[Entry], undone: Collection[str]) -> dict[str, Entry]:
    """Return the merge that counts, by its record."""
    counting: dict[str, Entry] = {}
    into: dict[str, str] = {}
    for entry in sorted(merges, key=lambda e: e.id):
        record, keep = entry.subject, entry.body.get("into")
        if not isinstance(keep, str) or not keep or not record:
            continue  # the entry may come from another program
        if entry.id.hex() not in undone and record not in into and _root(into, keep) != record:
            counting[record], into[record] = entry, keep
    return counting


def _root(into: dict[str, str], record: str) -> str:
    """Return the person at the end of the merges. Every record on the way is led there at once from now on, so that a
    long chain is walked once.
    """
    way = []
    while record in into:
        way.append(record)
        record = into[record]
    into |= dict.fromkeys(way, record)
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
    counting = _counting(merges, undone)
    merged = _MergedHistory(persons_by_record(merges, undone).get(subject, subject), counting)
    for entry in order_paper_entries(entries):
        if entry.id.hex() in undone:
            merged.undo(entry)
        else:
            merged.take(entry)
    return merged.person, merged.history()


class _MergedHistory:
    """The fold over all records of a person. `_whole` has the person's own entries and the passages of all records,
    `_records` each record by itself.
    """

    def __init__(self, person: str, counting: Mapping[str, Entry]) -> None:
        self.person = person
        self._counting = counting
        self._whole = HistoryFold()
        self._records = {person: HistoryFold()}
        self._into: dict[str, str] = {}
        self._admitting: dict[str, set[str]] = {}
        """By record, those merged into it with codes that may admit, their own or of records merged into them."""

    def take(self, entry: Entry) -> None:
        record = entry.subject
        fold = self._records.setdefault(record, HistoryFold())
        if entry.kind == EntryKind.ATTENDEE_MERGED:
            self._merge(entry, fold)
        fold.take(entry)
        if record == self.person or entry.kind in _OF_ALL:
            self._whole.take(entry)
        if entry.kind in _GIVE_CODES:
            self._note_admitting(record)
        if entry.kind == EntryKind.CODE_REPLACED:
            self._revoke_below(record)

    def undo(self, entry: Entry) -> None:
        self._whole.undo(entry)

    def history(self) -> History:
        folded = {subject: fold.history() for subject, fold in self._records.items()}
        others = [history for subject, history in folded.items() if subject != self.person]
        whole = self._whole.history()
        attendee = whole.attendee or next((r.attendee for r in others if r.attendee), None)
        visits = _bounded(whole, folded.values())
        whole = replace(whole, attendee=replace(attendee, id=self.person) if attendee else None)
        return replace(_with_codes(whole, others), visits=visits, photograph=_photograph(whole, others))

    def _merge(self, entry: Entry, fold: HistoryFold) -> None:
        if self._counting.get(entry.subject) is entry:
            self._into[entry.subject] = str(entry.body["into"])
            self._note_admitting(entry.subject)
            name = _record_text(fold.attendee, entry.subject)
            self._whole.add_correction(Correction(MERGED, name, "", entry.at, entry.desk))

    def _note_admitting(self, record: str) -> None:
        while above := self._into.get(record):
            known = self._admitting.setdefault(above, set())
            if record in known:
                return  # it is known further up too
            known.add(record)
            record = above

    def _revoke_below(self, record: str) -> None:
        """Revoke the codes of all records that had been merged into this one when its badge was replaced."""
        below = [*self._admitting.pop(record, ())]
        while below:
            merged = below.pop()
            self._records[merged].revoke_codes()
            below += self._admitting.pop(merged, ())


def _bounded(whole: History, records: Iterable[History]) -> dict[str, Visit]:
    """Return the visits with their people bounded: of a group under two records the same people may have been counted
    twice.
    """
    places = whole.attendee.places if whole.attendee else 1
    people = {point: min(visit.people, places) for point, visit in whole.visits.items()}
    for record in records:
        for point, visit in record.visits.items():
            people[point] = max(people.get(point, 0), visit.people)
    return {point: replace(visit, people=people[point]) for point, visit in whole.visits.items()}


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


def _record_text(attendee: Attendee | None, subject: str) -> str:
    return f"{attendee.name} ({attendee.ticket_code})" if attendee else subject


# Fields of two records of one person taken together: the kept one's value, or the other's where it has none.

LONGEST_NOTE = 3_000
"""The most bytes of a note made of two; with the note it replaces it must fit one entry."""

_FILLED = ("organisation", "role", "email", "phone", "category", "sessions", "note", "places")
"""The fields that a merge may fill. Never the name; the codes are the person's anyway; status, presence and consent
belong to one record alone.
"""


def merge_fields(keep: Attendee, drop: Attendee) -> dict[str, FieldValue]:
    """Return the fields of `keep` that `drop` changes, each with its new value."""
    names = (*_FILLED, *(CUSTOM + title for title in drop.custom))
    both = {name: merge_values(name, field_value(keep, name), field_value(drop, name)) for name in names}
    return {name: value for name, value in both.items() if value != field_value(keep, name)}


def is_mergeable(name: str) -> bool:
    return name in _FILLED or name.startswith(CUSTOM)


def merge_values(name: str, first: FieldValue, other: FieldValue) -> FieldValue:
    """Return the value of one field that both records fill, the first one's before the other's."""
    if not is_mergeable(name):
        return first
    if name == "sessions":
        return (*first, *(session for session in other if session not in first))
    if name == "places":
        return max(str(first), str(other), key=lambda said: int(said or 1))
    if name == "note":
        both = merge_notes(str(first), str(other))
        return both if not first or len(both.encode()) <= LONGEST_NOTE else first
    return first or other


def merge_notes(first: str, other: str) -> str:
    """Return two notes as one, without repeating lines of the other."""
    lines = first.split("\n") if first else []
    return "\n".join([*lines, *(line for line in other.split("\n") if line and line not in lines)])
