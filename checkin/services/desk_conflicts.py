# SPDX-License-Identifier: GPL-3.0-or-later
"""Conflict resolution at a desk: what desks did independently is listed, and resolved by an entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from checkin.core.admission_rules import session_entry
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import CodeClaim, is_tie, tied_code
from checkin.core.message import Message, UserError
from checkin.core.people.registration_form import find_duplicate_walk_ins
from checkin.core.programme.programme import Session
from checkin.core.programme.programme_edits import find_point
from checkin.core.purge import walk_in_pair
from checkin.core.sync.conflicts import (
    CONFLICT,
    HOW,
    OVER,
    RESOLUTION_ID,
    RESOLUTIONS,
    Conflict,
    ConflictKind,
    ConflictSide,
    OpenConflict,
    RecordedResolution,
    Resolution,
    RivalResolution,
    SessionArrival,
    accepted_overruns,
    are_divergent,
    overrun_key,
    resolutions_by_conflict,
)
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import contested_codes
from checkin.services.registration import Registration
from checkin.storage.attendees import ConflictRow, VisitRow

# Conflicts about codes: one that desks tied to two people without knowledge of each other (docs/adr/0079).


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


class Conflicts:
    """The sync conflicts of an event, as one desk sees and resolves them."""

    def __init__(self, event: EventFile, admission: AdmissionService, registration: Registration) -> None:
        self._event, self._admission, self._registration = event, admission, registration
        self._table = event.attendees.conflicts
        self._codes = CodeConflicts(event, admission)
        self._pairs_as_of: int | None = None
        self._found_pairs: Mapping[str, tuple[str, str]] = {}
        self._twins_as_of: int | None = None
        self._found_twins: Mapping[str, tuple[bytes, ...]] = {}
        self._booked_as_of: int | None = None
        self._found_booked: dict[str, int] = {}
        self._touched: list[str] = []

    def open(self) -> list[OpenConflict]:
        """Return all conflicts that are unresolved, or that desks resolved differently without knowing of each other.

        Desks with the same entries get the same list.
        """
        words = self._words()
        walk_ins = (conflict for conflict in self._walk_ins() if conflict.key not in words)
        of_people = filter(None, map(self._of_person, self._table.all()))
        twins = (self._twin(key, *ids) for key, ids in self._twins().items() if key not in words)
        codes = (self._codes.open(key) for key in self._codes.current_keys() if key not in words)
        return [*of_people, *codes, *walk_ins, *self._overruns(words), *self._apart(words), *twins]

    def count(self) -> int:
        """Return the number of open conflicts. Cheap enough for every refresh: what it reads is cached."""
        words = self._words()
        walk_ins = sum(key not in words for key in self._pairs())
        others = (*self._crowded(words), *self._apart(words))
        twins = sum(key not in words for key in self._twins())
        codes = sum(key not in words for key in self._codes.current_keys())
        return self._table.count() + walk_ins + len(others) + twins + codes

    def resolve(self, conflict: OpenConflict, way: Resolution) -> None:
        """Resolve a conflict in one transaction, by one of its `resolutions`.

        Raises `UserError` if it was resolved meanwhile, or if `way` does not fit its kind.
        """
        if way not in conflict.resolutions:
            raise UserError(_SETTLED)
        with self._event.transaction():
            if (conflict.key, conflict.choices) not in {(now.key, now.choices) for now in self.open()}:
                raise UserError(_SETTLED)
            values: dict[str, object] = {CONFLICT: conflict.key, HOW: way}
            if conflict.choices:  # rival resolutions: what each of them changed is applied already
                values[OVER] = [head.id for head in self._words()[conflict.key]]
            else:
                self._carry_out(conflict, way, values)
            first, *others = conflict.subjects
            entry = self._admission.append(EntryKind.CONFLICT_SETTLED, first, values)
            for other in others:
                self._admission.append(EntryKind.CONFLICT_SETTLED, other, {**values, RESOLUTION_ID: entry.id.hex()})

    def _words(self) -> dict[str, list[RecordedResolution]]:
        return resolutions_by_conflict(self._event.journal.settlements())

    def _carry_out(self, conflict: OpenConflict, way: Resolution, values: Mapping[str, object]) -> None:
        """Write the undo, correction or merge that a resolution stands for."""
        first, second, subject = conflict.first, conflict.second, conflict.subjects[0]
        if first is None or second is None:
            return
        match way:
            case _ if conflict.kind is ConflictKind.CODE_OF_TWO:
                self._codes.take_code(conflict, way, values)
            case Resolution.FIRST_WRONG:
                self._admission.append(EntryKind.UNDONE, subject, {"targets": [first.entry.hex()], **values})
            case Resolution.SECOND_WRONG | Resolution.SAME_PERSON:
                self._admission.append(EntryKind.UNDONE, subject, {"targets": [second.entry.hex()], **values})
            case Resolution.KEEP_FIRST:
                changes = {conflict.field: [self._value(second, conflict.field), self._value(first, conflict.field)]}
                self._admission.append(EntryKind.ATTENDEE_CORRECTED, subject, {"changes": changes, **values})
            case Resolution.MERGE:
                keep, drop = conflict.subjects
                self._registration.merge_in_write(keep, drop, values)

    def _value(self, side: ConflictSide, field: str) -> object:
        """Return the value that the side's entry wrote."""
        entry = self._event.journal.entry(side.entry)
        return _written(entry, field) if entry else ""

    # Each kind

    def _of_person(self, row: ConflictRow) -> OpenConflict | None:
        return self._of_entries(row.key, ConflictKind(row.kind), (row.first, row.second), row.field)

    def _of_entries(self, key: str, kind: ConflictKind, ids: tuple[bytes, bytes], field: str) -> OpenConflict | None:
        first, second = map(self._event.journal.entry, ids)
        if first is None or second is None:
            return None
        person = self._event.attendees.get(first.subject)
        point = find_point(self._admission.programme, str(second.body.get("control_point")))
        sides = (_side(first, field), _side(second, field))
        return OpenConflict(key, kind, (first.subject,), person, None, *sides, field=field, point=point)

    def _apart(self, words: Mapping[str, Sequence[RecordedResolution]]) -> Iterator[OpenConflict]:
        for key, heads in words.items():
            conflict = self._named(key) if are_divergent(heads) else None
            known = [head for head in heads if conflict and head.how in RESOLUTIONS[conflict.kind]]
            if conflict and known:
                yield replace(conflict, choices=tuple(map(_choice, known)))

    def _named(self, key: str) -> OpenConflict | None:
        """Return the conflict of a key, if its kind has more than one resolution; None for others and unknown keys."""
        if pair := walk_in_pair(key):
            return self._walk_in(key, *pair)
        try:
            match key.split(":", 3):
                case [ConflictKind.CODE_OF_TWO, first, second]:
                    return self._codes.of_entries(key, bytes.fromhex(first), bytes.fromhex(second))
                case [ConflictKind.DOUBLE_ADMISSION | ConflictKind.CORRECTED_TWICE as kind, first, second, *field]:
                    ids = (bytes.fromhex(first), bytes.fromhex(second))
                    return self._of_entries(key, ConflictKind(kind), ids, "".join(field))
        except ValueError:  # the key may come from another program
            pass
        return None

    def _twins(self) -> Mapping[str, tuple[bytes, ...]]:
        """Return the copies of entries that arrived under one id, by conflict key. Cached until an undo is written."""
        journal = self._event.journal
        newest = journal.newest_place()
        if self._twins_as_of is None or journal.has_entry_since([EntryKind.UNDONE], self._twins_as_of):
            self._found_twins = {f"{ConflictKind.ONE_ID}:{shared}": ids for shared, ids in journal.twins().items()}
        self._twins_as_of = newest
        return self._found_twins

    def _twin(self, key: str, *copies: bytes) -> OpenConflict:
        """Return the conflict of entries under one id: of more than two, the first and the last."""
        entries = [entry for entry in map(self._event.journal.entry, copies) if entry]
        person = next((self._event.attendees.get(e.subject) for e in entries if e.subject), None)
        sides = [_entry_side(entry) for entry in (entries[:1] + entries[1:][-1:])]
        first, second = (*sides, None, None)[:2]
        return OpenConflict(key, ConflictKind.ONE_ID, person=person, first=first, second=second)

    def _pairs(self) -> Mapping[str, tuple[str, str]]:
        """Return pairs of walk-ins who may be one person, by conflict key.

        Cached until an entry comes that may change them: they are counted after every scan.
        """
        journal = self._event.journal
        newest = journal.newest_place()
        if self._pairs_as_of is None or journal.has_entry_since(_OF_PEOPLE, self._pairs_as_of):
            found = find_duplicate_walk_ins(self._table.walk_ins())
            self._found_pairs = {f"{ConflictKind.SAME_WALK_IN}:{one}:{other}": (one, other) for one, other in found}
        self._pairs_as_of = newest
        return self._found_pairs

    def _walk_ins(self) -> Iterator[OpenConflict]:
        return filter(None, (self._walk_in(key, *pair) for key, pair in self._pairs().items()))

    def _walk_in(self, key: str, *pair: str) -> OpenConflict | None:
        (one, first), (other, second) = map(self._added, pair)
        if one and other and first and second:
            if one.name != other.name:
                first, second = replace(first, value=one.name), replace(second, value=other.name)
            return OpenConflict(key, ConflictKind.SAME_WALK_IN, pair, one, other, first, second)
        return None

    def _added(self, attendee_id: str) -> tuple[Attendee | None, ConflictSide | None]:
        entries = self._event.journal.about(attendee_id)
        added = next((e for e in entries if e.kind == EntryKind.ATTENDEE_ADDED and e.subject == attendee_id), None)
        return self._event.attendees.get(attendee_id), _side(added) if added else None

    def _overruns(self, words: Iterable[str]) -> Iterator[OpenConflict]:
        for key, entrance, session, people in self._crowded(words):
            visits = sorted(self._event.attendees.visits_inside(entrance), key=lambda v: v.arrived_at, reverse=True)
            inside = tuple(map(self._came_in, visits))
            yield OpenConflict(key, ConflictKind.OVERRUN, session=session, people=people, inside=inside)

    def _crowded(self, words: Iterable[str]) -> Iterator[tuple[str, str, Session, int]]:
        """Yield key, control point, session and surplus of each session with more people inside than seats.

        Not counted: people with a booking, people admitted in spite of "full", and a surplus already acknowledged.
        """
        seen = accepted_overruns(words)
        for session in self._admission.programme.sessions:
            entrance = session_entry(self._admission.programme, session) if session.capacity else None
            if entrance is None:
                continue
            inside = self._event.attendees.inside(entrance.id)
            if inside <= max(session.capacity, seen.get(session.id, 0)):
                continue
            over = inside - self._table.count_overridden_inside(entrance.id, Reason.FULL)
            if over > session.capacity and over > self._booked(session):
                yield overrun_key(session.id, inside), entrance.id, session, over - session.capacity

    def _booked(self, session: Session) -> int:
        """Return how many people booked this session. They are valid even where it is overbooked.

        Cached until an entry comes that may change it.
        """
        if not session.is_booked:
            return 0
        journal = self._event.journal
        newest = journal.newest_place()
        if self._booked_as_of is None or journal.has_entry_since(_OF_PEOPLE, self._booked_as_of):
            self._found_booked, self._touched = {}, self._table.touched_at_desks()
        self._booked_as_of = newest
        if session.id not in self._found_booked:
            self._found_booked[session.id] = self._table.booked(session.id, self._touched)
        return self._found_booked[session.id]

    def _came_in(self, visit: VisitRow) -> SessionArrival:
        person = self._event.attendees.get(visit.attendee)
        return SessionArrival(person.name if person else "", visit.arrived_at, visit.desk, visit.people)


def _choice(head: RecordedResolution) -> RivalResolution:
    return RivalResolution(Resolution(head.how), head.entry.at, head.entry.desk, head.id)


def _side(entry: Entry, field: str = "") -> ConflictSide:
    value = _written(entry, field)
    return ConflictSide(
        entry.at, entry.desk, entry.id, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    )


def _entry_side(entry: Entry) -> ConflictSide:
    """Return a whole entry in short: its kind, and for a correction the values it wrote."""
    changes = entry.body.get("changes")
    fields = list(changes) if isinstance(changes, dict) else []
    value = ", ".join(filter(None, (_side(entry, field).value for field in fields)))
    return ConflictSide(entry.at, entry.desk, entry.id, value, entry.kind)


def _written(entry: Entry, field: str) -> object:
    changes = entry.body.get("changes")
    pair = changes.get(field) if isinstance(changes, dict) else None
    return pair[1] if isinstance(pair, list) and len(pair) == 2 else ""


_OF_PEOPLE = (
    EntryKind.ATTENDEE_ADDED,
    EntryKind.ATTENDEE_CORRECTED,
    EntryKind.ATTENDEE_MERGED,
    EntryKind.UNDONE,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.EVENT_PURGED,
)
_SETTLED = Message("conflict", "Someone has already settled this. Nothing was changed.")
