# SPDX-License-Identifier: GPL-3.0-or-later
"""The paper tick list: the attendee list of this minute, to go on without a computer (docs/paper.md). Read-only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.badges.badge_problems import LEAST_MODULE
from checkin.core.admission import counting_point
from checkin.core.attendee import Attendee, Status
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.people.people_filter import TAIL_LETTERS, PersonAtPoint
from checkin.core.person_state import PersonState, person_state, state_text
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.desk.event_file import EventFile
from checkin.desk.person_state_queries import read_standings
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.code_images import qr_matrix
from checkin.pdf_reports.tick_list_pdf import CODE_SIDE, TickRow, TickTexts, build_tick_list

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class TickListHeader:
    """The heading of a tick list: time of printing in the event's zone, desk, and control point."""

    at: datetime
    desk: str
    point: ControlPoint


@dataclass(frozen=True, slots=True)
class TickListWritten:
    """The list's `people`, `pages`, and how many `arrived`. `is_small`: a code is too small to scan well."""

    people: int
    arrived: int
    pages: int
    is_small: bool


def write_tick_list(event: EventFile, path: Path, moment: TickListHeader, say: Say) -> TickListWritten:
    """Write the list of everyone who may come, by name. Raises `UserError` if there are none.

    An existing file is replaced completely or not at all.
    """
    programme = event.programme()
    door = counting_point(programme, moment.point)
    people = [a for a, _ in event.attendees.all() if _may_come(a)]
    if not people:
        raise UserError(_NOBODY)
    rows = [_row(standing, moment, say) for standing in read_standings(event, people, door.id, programme)]
    content, pages = build_tick_list(rows, _texts(programme, moment, say))
    write_file_atomically(path, content, ".pdf")
    return TickListWritten(len(rows), sum(1 for row in rows if row.arrived), pages, any(map(_is_small, rows)))


def _may_come(person: Attendee) -> bool:
    """Whether to list a person. A purged one has neither a name nor a code any more."""
    return person.status not in (Status.CANCELLED, Status.BLOCKED) and not is_anonymous(person.id)


def tick_list_sentence(done: TickListWritten, path: Path, say: Say) -> str:
    """Return the sentence shown after the list is written."""
    told = say(_WRITTEN, people=done.people, pages=done.pages, name=path.name)
    return f"{told} {say(_SMALL)}" if done.is_small else told


def _is_small(row: TickRow) -> bool:
    return CODE_SIDE / len(qr_matrix(row.code)) < LEAST_MODULE


def _row(standing: PersonAtPoint, moment: TickListHeader, say: Say) -> TickRow:
    """Return a person's row. The last name goes first, as the paper is searched by it; open questions stand below."""
    person = standing.attendee
    name = f"{person.last_name} {person.first_name}".strip()
    name += f" (×{person.places})" if person.places > 1 else ""
    arrived = _time(standing.arrived_at, moment.at) if standing.arrived_at else ""
    is_plain = bool(arrived) or person_state(standing) is PersonState.EXPECTED
    state = "" if is_plain else state_text(standing, say, lambda at: _time(at, moment.at))
    below = " · ".join(part for part in (state, person.organisation) if part)
    return TickRow(name, below, person.ticket_code[-TAIL_LETTERS:], person.ticket_code, arrived)


def _time(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"


def _texts(programme: Programme, moment: TickListHeader, say: Say) -> TickTexts:
    printed = say(_PRINTED, date=f"{moment.at:%d/%m/%Y}", time=f"{moment.at:%H:%M}", desk=moment.desk)
    columns = (
        say(Message("paper", "Time of arrival")),
        say(Message("paper", "Name")),
        say(Message("paper", "Organisation")),
        say(Message("paper", "Code")),
    )
    title = f"{programme.event.title} – {moment.point.name}"
    page = say(Message("paper", "Page {page} / {pages}"), page="{page}", pages="{pages}")
    return TickTexts(title, programme.event.title, printed, say(_HOW_TO), page, columns)


_PRINTED = Message("paper", "List at {time} on {date}, printed at {desk}. In grey: already arrived.")
_HOW_TO = Message(
    "paper",
    "Tick each person who arrives and write down the time. Afterwards, in the desk’s menu: “Enter arrivals "
    "noted on paper…”.",
)
_WRITTEN = Message("paper", "{people} {people:person|people} on {pages} {pages:page|pages} written to {name}.")
_SMALL = Message("paper", "Some codes are long and print small: for these people, type the name instead.")
_NOBODY = Message("paper", "Nobody is on the list yet. Nothing was written; import a list first.")
