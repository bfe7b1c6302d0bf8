# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's files to the journal: a list of people, a programme. All of a file or nothing."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.history import attendee_body
from checkin.core.lists.roster import SAME_CODE, Listed, RowProblem, read_roster
from checkin.core.model import Attendee
from checkin.core.programme import Programme
from checkin.core.programme_file import read_programme
from checkin.core.search import fold
from checkin.core.tokens import Origin
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.documents.spreadsheets import read_rows
from checkin.storage.connection import write


@dataclass(frozen=True, slots=True)
class Imported:
    """`known` people were in the event already and were left as they are."""

    added: int
    known: int
    problems: tuple[RowProblem, ...]


def import_list(event: EventFile, path: Path, *, at: datetime, desk: str) -> Imported:
    """Bring in the people of a CSV or XLSX file who are not here yet, giving a code to those without one.

    Someone is here already if a person has their code or, for a row without a code, their name, e-mail and
    organisation. Raises `UserError` if the file is no list; then nothing was changed.
    """
    roster = read_roster(read_rows(path).rows, event.programme())
    with write(event.db):
        gathering = _Gathering(event)
        for listed in roster.people:
            gathering.add(listed)
        facts = [(Kind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in gathering.new]
        event.journal.append_all(facts, at=at, desk=desk)
    problems = sorted((*roster.problems, *gathering.problems), key=lambda p: p.row)
    known = len(roster.people) - len(gathering.new) - len(gathering.problems)
    return Imported(len(gathering.new), known, tuple(problems))


def import_programme(event: EventFile, path: Path, *, at: datetime, desk: str) -> Programme:
    """Replace the programme by that of a TOML file (docs/programme.md). Raises `UserError`, changing nothing."""
    programme = load_programme(path)
    event.plan(programme, at=at, desk=desk)
    return programme


def load_programme(path: Path) -> Programme:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” cannot be read. Nothing was changed; choose another file.",
            ),
            name=path.name,
        ) from exc
    except ValueError as exc:  # not TOML, or not UTF-8
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” is not written as it should be: {what}. Nothing was changed.",
            ),
            name=path.name,
            what=str(exc),
        ) from exc
    return read_programme(document)


class _Gathering:
    """The people of a list who are not in the event yet, and rows that cannot be taken in."""

    def __init__(self, event: EventFile) -> None:
        self.new: list[Attendee] = []
        self.problems: list[RowProblem] = []
        self._event = event
        self._known = {_likeness(attendee) for attendee, _ in event.attendees.all()}
        self._rows: dict[str, int] = {}  # code as the desk reads it → row: two spellings may be one code

    def add(self, listed: Listed) -> None:
        person = _person(self._event, listed)
        if not listed.ticket_code:
            if _likeness(person) not in self._known:
                self.new.append(person)
            return
        holder = self._event.attendees.by_code(person.ticket_code)
        if (first := self._rows.setdefault(person.ticket_code, listed.row)) != listed.row:
            self.problems.append(RowProblem(listed.row, SAME_CODE, {"other": first}))
        elif holder and self._is_replaced(holder, person.ticket_code):
            self.problems.append(RowProblem(listed.row, REPLACED_CODE))
        elif holder is None:
            self.new.append(person)

    def _is_replaced(self, holder: str, code: str) -> bool:
        """Whether `code` was taken from its holder: nobody can be given it again."""
        attendee = self._event.attendees.get(holder)
        return attendee is not None and attendee.ticket_code != code


def _person(event: EventFile, listed: Listed) -> Attendee:
    """`listed` with an id and a code. A code of ours that the list brings gives its id, as when it was issued."""
    token = event.key.read(listed.ticket_code) if listed.ticket_code else event.issue_code()
    if token.origin is Origin.GENUINE:
        return listed.as_attendee(token.id, token.code)
    return listed.as_attendee(event.issue_code().id, token.code or listed.ticket_code)


def _likeness(attendee: Attendee) -> tuple[str, str, str]:
    return fold(attendee.name), attendee.email.casefold(), fold(attendee.organisation)


REPLACED_CODE = Words(
    "list",
    "This ticket code was replaced at the desk and is no longer valid. This row was left out; give it another code.",
)
