# SPDX-License-Identifier: GPL-3.0-or-later
"""The paper tick list: the attendee list of this minute, to go on without a computer (docs/paper.md). Read-only."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.badges.badge_problems import LEAST_MODULE
from checkin.core.admission_rules import counting_point
from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.errors import UserError
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message, Translate
from checkin.core.people.people_filter import TAIL_LETTERS, PersonAtPoint
from checkin.core.person_state import PersonState, person_state, state_text
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.code_images import qr_matrix
from checkin.pdf_reports.tick_list_pdf import CODE_SIDE, TickRow, TickTexts, build_tick_list
from checkin.services.event_file import EventFile
from checkin.services.person_state_queries import read_standings


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


def write_tick_list(
    event: EventFile,
    path: Path,
    moment: TickListHeader,
    translate: Translate,
    report: ReportProgress = ignore_progress,
) -> TickListWritten:
    """Write the list of everyone who may come, by name. Raises `UserError` if there are none.

    An existing file is replaced completely or not at all; not if `report` raises.
    """
    programme = event.programme()
    entrance = counting_point(programme, moment.point)
    people = [a for a, _ in event.attendees.all() if _may_come(a)]
    if not people:
        raise UserError(_NOBODY)
    rows = [_row(standing, moment, translate) for standing in read_standings(event, people, entrance.id, programme)]
    content, pages = build_tick_list(rows, _texts(programme, moment, translate), report)
    write_file_atomically(path, content, ".pdf")
    return TickListWritten(len(rows), sum(1 for row in rows if row.arrived), pages, any(map(_is_small, rows)))


def _may_come(person: Attendee) -> bool:
    """Whether to list a person. A purged one has neither a name nor a code any more."""
    return person.status not in OFF_STATUSES and not is_anonymous(person.id)


def tick_list_sentence(done: TickListWritten, path: Path, translate: Translate) -> str:
    """Return the sentence shown after the list is written."""
    sentence = translate(_WRITTEN, people=done.people, pages=done.pages, name=path.name)
    return f"{sentence} {translate(_SMALL)}" if done.is_small else sentence


def _is_small(row: TickRow) -> bool:
    return CODE_SIDE / len(qr_matrix(row.code)) < LEAST_MODULE


def _row(standing: PersonAtPoint, moment: TickListHeader, translate: Translate) -> TickRow:
    """Return a person's row. The last name goes first, as the paper is searched by it; open questions stand below."""
    person = standing.attendee
    name = f"{person.last_name} {person.first_name}".strip()
    name += f" (×{person.places})" if person.places > 1 else ""
    arrived = _time(standing.arrived_at, moment.at) if standing.arrived_at else ""
    is_plain = bool(arrived) or person_state(standing) is PersonState.EXPECTED
    state = "" if is_plain else state_text(standing, translate, lambda at: _time(at, moment.at))
    below = " · ".join(part for part in (state, person.organisation) if part)
    return TickRow(name, below, person.ticket_code[-TAIL_LETTERS:], person.ticket_code, arrived)


def _time(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"


def _texts(programme: Programme, moment: TickListHeader, translate: Translate) -> TickTexts:
    printed = translate(_PRINTED, date=f"{moment.at:%d/%m/%Y}", time=f"{moment.at:%H:%M}", desk=moment.desk)
    columns = (
        translate(Message("paper", "Time of arrival")),
        translate(Message("paper", "Name")),
        translate(Message("paper", "Organisation")),
        translate(Message("paper", "Code")),
    )
    title = f"{programme.event.title} – {moment.point.name}"
    page = translate(Message("paper", "Page {page} / {pages}"), page="{page}", pages="{pages}")
    return TickTexts(title, programme.event.title, printed, translate(_HOW_TO), page, columns)


_PRINTED = Message("paper", "List at {time} on {date}, printed at {desk}. In grey: already arrived.")
_HOW_TO = Message(
    "paper",
    "Tick each person who arrives and write down the time. Afterwards, in the desk’s menu: “Enter arrivals "
    "noted on paper…”.",
)
_WRITTEN = Message("paper", "{people} {people:person|people} on {pages} {pages:page|pages} written to {name}.")
_SMALL = Message("paper", "Some codes are long and print small: for these people, type the name instead.")
_NOBODY = Message("paper", "Nobody is on the list yet. Nothing was written; import a list first.")
