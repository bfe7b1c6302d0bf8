# SPDX-License-Identifier: GPL-3.0-or-later
"""What desks did without knowing of each other: listed for a person, and settled by their word, which is an entry."""

from collections.abc import Iterator

from checkin.core.access import door_of
from checkin.core.admission import Reason
from checkin.core.conflicts import ConflictKind
from checkin.core.entries import Entry, Kind
from checkin.core.errors import UserError
from checkin.core.model import Attendee
from checkin.core.programme import Session
from checkin.core.settlement import OpenConflict, Settlement, Side
from checkin.core.words import Words
from checkin.desk.door import Door
from checkin.desk.event_file import EventFile
from checkin.desk.registration import Registration
from checkin.storage.conflicts import ConflictRow


class Conflicts:
    """Of the desk that stands at `door`."""

    def __init__(self, event: EventFile, door: Door, registration: Registration) -> None:
        self._event, self._door, self._registration = event, door, registration
        self._table = event.attendees.conflicts

    def open(self) -> list[OpenConflict]:
        """All that nobody has looked at, the same at every desk that has the same entries."""
        settled = self._table.settled()
        others = (*self._walk_ins(), *self._overruns())
        return [*filter(None, map(self._of_person, self._table.all())), *(c for c in others if c.key not in settled)]

    def count(self) -> int:
        """How many there are: cheap enough for every refresh."""
        settled = self._table.settled()
        others = (*self._pairs(), *(key for key, _, _ in self._crowded()))
        return self._table.count() + sum(key not in settled for key in others)

    def settle(self, conflict: OpenConflict, way: Settlement) -> None:
        """One transaction. Raises `UserError` if somebody else settled it meanwhile, or `way` is none for its kind."""
        if way not in conflict.ways:
            raise UserError(_SETTLED)
        if way is Settlement.MERGE and conflict.person and conflict.other:
            self._registration.merge(conflict.person.id, conflict.other.id)
            return
        with self._event.writing():
            if conflict.key not in {now.key for now in self.open()}:
                raise UserError(_SETTLED)
            subject = conflict.person.id if conflict.person else ""
            self._write(conflict, way, subject)
            self._door.append(Kind.CONFLICT_SETTLED, subject, {"conflict": conflict.key, "how": way})

    def _write(self, conflict: OpenConflict, way: Settlement, subject: str) -> None:
        """What the word of a person changes."""
        first, second = conflict.first, conflict.second
        if first is None or second is None:
            return
        match way:
            case Settlement.FIRST_WRONG:
                self._door.append(Kind.UNDONE, subject, {"targets": [first.entry.hex()]})
            case Settlement.SECOND_WRONG | Settlement.SAME_PERSON:
                self._door.append(Kind.UNDONE, subject, {"targets": [second.entry.hex()]})
            case Settlement.KEEP_FIRST:
                changes = {conflict.field: [self._value(second, conflict.field), self._value(first, conflict.field)]}
                self._door.append(Kind.ATTENDEE_CORRECTED, subject, {"changes": changes})

    def _value(self, side: Side, field: str) -> object:
        """As its entry wrote it."""
        entry = self._event.journal.entry(side.entry)
        return _written(entry, field) if entry else ""

    # Each kind

    def _of_person(self, row: ConflictRow) -> OpenConflict | None:
        first, second = self._event.journal.entry(row.first), self._event.journal.entry(row.second)
        person = self._event.attendees.get(row.attendee)
        if first is None or second is None:
            return None
        point = self._door.programme.control_point(str(second.body.get("control_point")))
        sides = (_side(first, row.field), _side(second, row.field))
        return OpenConflict(row.key, ConflictKind(row.kind), person, None, *sides, field=row.field, point=point)

    def _pairs(self) -> dict[str, tuple[str, str]]:
        pairs = self._table.walk_ins_of_one_name()
        return {f"{ConflictKind.SAME_WALK_IN}:{one}:{other}": (one, other) for one, other in pairs}

    def _walk_ins(self) -> Iterator[OpenConflict]:
        for key, pair in self._pairs().items():
            (one, first), (other, second) = (self._added(attendee_id) for attendee_id in pair)
            if one and other and first and second:
                yield OpenConflict(key, ConflictKind.SAME_WALK_IN, one, other, first, second)

    def _added(self, attendee_id: str) -> tuple[Attendee | None, Side | None]:
        entries = self._event.journal.about(attendee_id)
        added = next((e for e in entries if e.kind == Kind.ATTENDEE_ADDED and e.subject == attendee_id), None)
        return self._event.attendees.get(attendee_id), _side(added) if added else None

    def _overruns(self) -> Iterator[OpenConflict]:
        for key, session, people in self._crowded():
            yield OpenConflict(key, ConflictKind.OVERRUN, session=session, people=people)

    def _crowded(self) -> Iterator[tuple[str, Session, int]]:
        """Sessions with more people inside than seats, those aside whom somebody let in over "full"."""
        for session in self._door.programme.sessions:
            door = door_of(self._door.programme, session) if session.capacity else None
            if door is None:
                continue
            inside = self._event.attendees.inside(door.id)
            over = inside - session.capacity
            if over > 0 and (over := over - self._table.inside_over(door.id, Reason.FULL)) > 0:
                yield f"{ConflictKind.OVERRUN}:{session.id}:{inside}", session, over


def _side(entry: Entry, field: str = "") -> Side:
    value = _written(entry, field)
    return Side(entry.at, entry.desk, entry.id, ", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _written(entry: Entry, field: str) -> object:
    changes = entry.body.get("changes")
    pair = changes.get(field) if isinstance(changes, dict) else None
    return pair[1] if isinstance(pair, list) and len(pair) == 2 else ""


_SETTLED = Words("conflict", "Somebody has settled this already. Nothing was changed.")
