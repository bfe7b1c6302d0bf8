# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people of a list are registered for each session, for the organiser to see before the import. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.attendee import OFF_STATUSES
from checkin.core.lists.cell_words import says_yes
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.new_session_titles import find_session_titles
from checkin.core.lists.row_problems import UNKNOWN_SESSION, RowProblem, reports
from checkin.core.lists.session_lookup import SessionNames
from checkin.core.programme.programme import Programme, Session


@dataclass(frozen=True, slots=True)
class SessionCount:
    """A session by its title, and the people registered for it who are expected. Not `is_planned`: only the list names
    it so far.
    """

    title: str
    people: int
    is_planned: bool = True


def count_sessions(
    people: Sequence[ListedPerson], mapping: ColumnMapping, programme: Programme
) -> tuple[SessionCount, ...]:
    """Return the sessions that `people` are registered for, in the order of the programme; without a programme those
    that the list itself names.
    """
    titles = [mapping.titles[index] for index, kind in mapping.columns.items() if kind is ListField.SESSIONS]
    if not titles:
        return ()
    expected = [person for person in people if person.status not in OFF_STATUSES]
    if programme.sessions:
        return _counted(programme.sessions, ((person, person.sessions) for person in expected), are_planned=True)
    cells = {(title, person.custom[title]) for person in people for title in titles if title in person.custom}
    sessions = [Session(title, title) for title in find_session_titles(sorted(cells))]
    names = SessionNames(sessions)
    return _counted(sessions, ((person, _named(person, titles, names)) for person in expected), are_planned=False)


def unknown_sessions(problems: Iterable[RowProblem]) -> tuple[tuple[str, int], ...]:
    """Return the words that name no session, each with its number of rows."""
    rows = Counter[str]()
    for problem in problems:
        if reports(problem, UNKNOWN_SESSION):
            rows[str(problem.fields["word"])] += int(str(problem.fields.get("count", 1)))
    return tuple(rows.most_common())


def _counted(
    sessions: Sequence[Session], registered: Iterable[tuple[ListedPerson, Iterable[str]]], *, are_planned: bool
) -> tuple[SessionCount, ...]:
    people = Counter[str]()
    for person, ids in registered:
        people.update(dict.fromkeys(ids, person.places))
    return tuple(
        SessionCount(session.title, people[session.id], are_planned) for session in sessions if people[session.id]
    )


def _named(person: ListedPerson, titles: Sequence[str], names: SessionNames) -> set[str]:
    cells = ((title, person.custom.get(title, "")) for title in titles)
    return {session for title, text in cells for session in names.read(title if says_yes(text) else text)[0]}
