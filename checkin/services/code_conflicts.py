# SPDX-License-Identifier: GPL-3.0-or-later
"""Conflicts about codes: one that desks tied to two people without knowledge of each other (docs/adr/0079)."""

from collections.abc import Mapping

from checkin.core.entries import Entry, EntryKind
from checkin.core.sync.open_conflict import ConflictSide, OpenConflict, Resolution
from checkin.core.sync.sync_conflicts import Conflict, ConflictKind
from checkin.core.tied_codes import CodeClaim, is_tie, tied_code
from checkin.services.admission_service import AdmissionService
from checkin.services.code_owners import contested_codes
from checkin.services.event_file import EventFile


class CodeConflicts:
    """The codes of an event that several people validly have, by conflict key: each with the first two of them."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission
        self._as_of: int | None = None
        self._found: Mapping[str, tuple[str, CodeClaim, CodeClaim]] = {}

    def current_keys(self) -> list[str]:
        """Return the keys of the conflicts. Cached until an entry comes that may change them."""
        journal = self._event.journal
        newest = journal.newest_place()
        if self._as_of is None or journal.has_entry_since(_OF_CODES, self._as_of):
            contested = contested_codes(self._event).items()
            self._found = {_key(one, other): (code, one, other) for code, (one, other, *_) in contested}
        self._as_of = newest
        return [*self._found]

    def open(self, key: str) -> OpenConflict:
        """Return the conflict of one of `current_keys`."""
        code, one, other = self._found[key]
        return self._between(key, code, (one.person, one.entry), (other.person, other.entry))

    def of_entries(self, key: str, *ids: bytes) -> OpenConflict | None:
        """Return the conflict of two entries that gave one code, whatever became of it since."""
        entries = [entry for entry in map(self._event.journal.entry, ids) if entry]
        code = next(filter(None, map(tied_code, entries)), "")
        given = [(self._event.journal.person(entry.subject), entry) for entry in entries]
        return self._between(key, code, given[0], given[1]) if len(given) == 2 else None

    def take_code(self, conflict: OpenConflict, way: Resolution, values: Mapping[str, object]) -> None:
        """Take the code from the wrong person: a tie is undone; of a list's code they get one of ours instead."""
        is_first = way is Resolution.FIRST_WRONG
        side = conflict.first if is_first else conflict.second
        entry = self._event.journal.entry(side.entry) if side else None
        if side is None or entry is None:
            return
        if is_tie(entry):
            self._admission.append(EntryKind.UNDONE, entry.subject, {"targets": [entry.id.hex()], **values})
        else:
            changes = {"ticket_code": [conflict.field, self._event.issue_code().code]}
            person = conflict.subjects[0 if is_first else 1]
            self._admission.append(EntryKind.ATTENDEE_CORRECTED, person, {"changes": changes, **values})

    def _between(self, key: str, code: str, one: tuple[str, Entry], other: tuple[str, Entry]) -> OpenConflict:
        people = self._event.attendees.get(one[0]), self._event.attendees.get(other[0])
        first, second = (
            ConflictSide(entry.at, entry.desk, entry.id, person.name if person else "")
            for person, (_, entry) in zip(people, (one, other), strict=True)
        )
        return OpenConflict(key, ConflictKind.CODE_OF_TWO, (one[0], other[0]), *people, first, second, field=code)


def _key(one: CodeClaim, other: CodeClaim) -> str:
    return Conflict(ConflictKind.CODE_OF_TWO, one.entry, other.entry).key


_OF_CODES = (
    EntryKind.ATTENDEE_ADDED,
    EntryKind.ATTENDEE_CORRECTED,
    EntryKind.ATTENDEE_MERGED,
    EntryKind.CODE_REPLACED,
    EntryKind.UNDONE,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.EVENT_PURGED,
)
