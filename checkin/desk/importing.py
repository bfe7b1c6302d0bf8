# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's files to the journal: a list of people, a programme. All of a file or nothing."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.history import attendee_body
from checkin.core.lists.roster import Listed, RowProblem, read_roster
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
        new = list(_new_people(event, roster.people))
        facts = [(Kind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in new]
        event.journal.append_all(facts, at=at, desk=desk)
    return Imported(len(new), len(roster.people) - len(new), roster.problems)


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


def _new_people(event: EventFile, people: tuple[Listed, ...]) -> Iterator[Attendee]:
    known = {_likeness(attendee) for attendee, _ in event.attendees.all()}
    for listed in people:
        person = _person(event, listed)
        if listed.ticket_code:
            if event.attendees.by_code(person.ticket_code):
                continue
        elif _likeness(person) in known:
            continue
        yield person


def _person(event: EventFile, listed: Listed) -> Attendee:
    """`listed` with an id and a code. A code of ours that the list brings gives its id, as when it was issued."""
    token = event.key.read(listed.ticket_code) if listed.ticket_code else event.issue_code()
    if token.origin is Origin.GENUINE:
        return listed.as_attendee(token.id, token.code)
    return listed.as_attendee(event.issue_code().id, token.code or listed.ticket_code)


def _likeness(attendee: Attendee) -> tuple[str, str, str]:
    return fold(attendee.name), attendee.email.casefold(), fold(attendee.organisation)
