# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that was written down, a row for each entry: what a dispute is settled with. With names."""

from collections.abc import Iterator

from checkin.core.entries import Entry, Kind
from checkin.core.export_words import ANSWERS, KIND_NAMES
from checkin.core.history import attendee_of, undone_by
from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.export_people import Say
from checkin.desk.export_source import ExportSource
from checkin.documents.cells import Column, Table


class ScansTable:
    """In the order of ids, as every reading of the journal. Of what an entry holds only this is told: no PIN, no
    picture, and of a correction only that there was one (what it was is in the column of corrections).
    """

    def __init__(self, event: EventFile, source: ExportSource, say: Say) -> None:
        self._event, self._source, self._say = event, source, say
        self._people: dict[str, Attendee | None] = {}
        self._added: dict[str, Attendee] = {}

    def table(self) -> Table:
        say = self._say
        columns = [
            Column(say(Words("export", "Time written")), "datetime", 19),
            Column(say(Words("export", "Time corrected")), "datetime", 19),
            Column(say(Words("export", "Desk")), width=14),
            Column(say(Words("export", "What")), width=24),
            Column(say(Words("export", "Who")), width=28),
            Column(say(Words("export", "Code")), width=24),
            Column(say(Words("export", "Control point")), width=18),
            Column(say(Words("export", "Answer")), width=20),
            Column(say(Words("export", "Why")), width=24),
            Column(say(Words("export", "Allowed by")), width=20),
            Column(say(Words("export", "Taken back")), "yes_no", 12, (say(_YES), say(_NO))),
            Column(say(Words("export", "Entry")), width=34),
        ]
        return Table(say(Words("export", "All scans")), columns, self._rows())

    def _rows(self) -> Iterator[list[object]]:
        entries = self._event.journal.everything()
        undone = undone_by(entries)
        self._added = {e.subject: attendee_of(e.subject, e.body) for e in entries if e.kind == Kind.ATTENDEE_ADDED}
        for entry in entries:
            yield [*self._when(entry), *self._who_and_what(entry), entry.id.hex() in undone, entry.id.hex()]

    def _when(self, entry: Entry) -> list[object]:
        return [self._source.in_hall(entry.at), self._source.happened(entry), entry.desk]

    def _who_and_what(self, entry: Entry) -> list[object]:
        person = self._person(entry.subject)
        body = entry.body
        code = body.get("ticket") or body.get("read") or (person.ticket_code if person else "")
        point = self._source.programme.control_point(str(body.get("control_point", "")))
        return [
            self._named(KIND_NAMES, entry.kind),
            person.name if person else "",
            str(code),
            point.name if point else str(body.get("control_point", "")),
            self._named(ANSWERS, str(body.get("reason", ""))),
            str(body.get("why", "")),
            str(body.get("allowed_by", "")),
        ]

    def _named(self, names: dict[str, Words], word: str) -> str:
        return self._say(names[word]) if word in names else word

    def _person(self, subject: str) -> Attendee | None:
        """Whoever was taken back again is in no table; the entry that added them still says who they were."""
        if subject not in self._people:
            found = self._event.attendees.get(subject) if subject else None
            self._people[subject] = found or self._added.get(subject)
        return self._people[subject]


_YES, _NO = Words("export", "yes"), Words("export", "no")
