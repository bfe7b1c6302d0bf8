# SPDX-License-Identifier: GPL-3.0-or-later
"""The scans sheet: one row per journal entry, with names, to settle disputes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import attendee_from_body
from checkin.core.entries import THING, Entry, EntryKind
from checkin.core.exports.export_columns import LENT
from checkin.core.exports.export_wording import ANSWERS, BY_THE_LIST, CODE_GIVEN, KIND_NAMES, SENT_ELSEWHERE
from checkin.core.history import UNDERSTOOD
from checkin.core.message import Message, Translate
from checkin.core.payments import MEANS
from checkin.core.tied_codes import is_tie, tied_code
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.event_file import EventFile
from checkin.services.exports.export_source import ExportSource


class Scan(NamedTuple):
    """One journal entry as exported: no PIN, no picture; of a correction only that there was one.

    The corrections sheet has the rest. `control_point` is an id, `entry` the entry's id in hex, `thing` the number of
    what was lent or came back. `what` is the kind as the sheet words it: not every entry of the kind "corrected" was
    written because a person corrected something.
    """

    at: datetime
    at_corrected: datetime
    desk: str
    kind: str
    name: str
    code: str
    control_point: str
    answer: str
    why: str
    allowed_by: str
    is_undone: bool
    entry: str
    thing: str = ""
    what: str = ""


def scans(event: EventFile, source: ExportSource) -> Iterator[Scan]:
    """Yield all entries in the order of ids, without the parts of photographs: bytes that say nothing of a scan."""
    undone, things = event.journal.all_undone(), _LentThings()
    people: dict[str, Attendee | None] = {person.id: person.attendee for person in source.people if person.attendee}
    for entry in event.journal.each():
        if entry.kind == EntryKind.PHOTOGRAPH_KEPT:
            continue
        subject = entry.subject
        if subject not in people:
            people[subject] = _unlisted(event, subject)
        yield _scan(entry, people[subject], source, entry.id.hex() in undone, things.number(entry))


def _unlisted(event: EventFile, subject: str) -> Attendee | None:
    """Return the person of a merged record; for an undone walk-in, who is in no table, the entry that added them has
    the name.
    """
    if not subject:
        return None
    if person := event.attendees.get(subject):
        return person
    added = [entry for entry in event.journal.of_record(subject) if entry.kind == EntryKind.ATTENDEE_ADDED]
    return attendee_from_body(subject, added[-1].body) if added else None


def _scan(entry: Entry, person: Attendee | None, source: ExportSource, is_undone: bool, thing: str) -> Scan:
    body = entry.body
    at, took_place = source.moments(entry)
    return Scan(  # without the names of its fields, which would take half of the time
        at,
        took_place,
        entry.desk,
        entry.kind,
        person.name if person else "",
        tied_code(entry) or str(body.get("ticket") or body.get("read") or (person.ticket_code if person else "")),
        str(body.get("control_point", "")),
        str(body.get("reason") or body.get(MEANS) or ""),
        str(body.get("why", "")),
        str(body.get("allowed_by", "")),
        is_undone,
        entry.id.hex(),
        thing,
        _what(entry),
    )


class _LentThings:
    """The numbers of things as one entry after the other lends them and brings them back."""

    def __init__(self) -> None:
        self._lent: dict[tuple[str, str], str] = {}

    def number(self, entry: Entry) -> str:
        """Return the number of the thing that an entry lends or takes back; "" for any other entry."""
        at = (entry.subject, str(entry.body.get("control_point")))
        if entry.kind == EntryKind.THING_LENT:
            thing = entry.body.get(THING)
            self._lent[at] = thing if isinstance(thing, str) else ""
            return self._lent[at]
        return self._lent.pop(at, "") if entry.kind == EntryKind.CHECKED_OUT else ""


def _what(entry: Entry) -> str:
    """Return the key of the word for an entry. A list that comes again, and a programme by whose words it is read
    again, note what it says of a person, most often without changing anything.
    """
    if is_tie(entry):
        return CODE_GIVEN
    if entry.kind != EntryKind.ATTENDEE_CORRECTED:
        return entry.kind
    if entry.body.get(UNDERSTOOD) is True:
        return BY_THE_LIST
    return SENT_ELSEWHERE if "moved_to" in entry.body else entry.kind


def scans_json(found: Iterable[Scan]) -> Iterator[dict[str, object]]:
    """Yield the scans with the kinds of the journal, which never change their meaning."""
    names = Scan._fields[:-1]
    return (dict(zip(names, scan, strict=False)) for scan in found)


def scans_table(found: Iterable[Scan], count: int, source: ExportSource, translate: Translate) -> OutputTable:
    columns = [
        OutputColumn(translate(Message("export", "Time written")), "datetime", 19),
        OutputColumn(translate(Message("export", "Time corrected")), "datetime", 19),
        OutputColumn(translate(Message("export", "Desk")), width=14),
        OutputColumn(translate(Message("export", "What")), width=24),
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        OutputColumn(translate(Message("export", "Control point")), width=18),
        OutputColumn(translate(Message("export", "Answer")), width=20),
        OutputColumn(translate(Message("export", "Why")), width=24),
        OutputColumn(translate(Message("export", "Allowed by")), width=20),
        OutputColumn(translate(Message("export", "Undone")), "yes_no", 12, (translate(_YES), translate(_NO))),
        OutputColumn(translate(Message("export", "Entry")), width=34),
        OutputColumn(translate(LENT.title), width=LENT.width),
    ]
    points = {point.id: point.name for point in source.written.control_points}
    kinds, answers = ({word: translate(name) for word, name in names.items()} for names in (KIND_NAMES, ANSWERS))
    rows = (
        [
            *(at, moment, desk, kinds.get(what, what), name, code),
            *(points.get(point, point), answers.get(word, word), *rest),
        ]
        for at, moment, desk, _, name, code, point, word, *rest, what in found
    )
    return OutputTable(translate(Message("export", "All scans")), columns, rows, count)


_YES, _NO = Message("export", "yes"), Message("export", "no")
