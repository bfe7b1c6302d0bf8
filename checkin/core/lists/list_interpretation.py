# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a whole list of people: its rows become people and problems to show. Pure.

Never splits or merges people, and never drops a row with content without reporting it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_titles import fullest_row
from checkin.core.lists.companions import (
    NO_COMPANIONS,
    Companions,
    CompanionTotals,
    columns_of,
    count_companions,
    read_companions,
    shared_titles,
    with_companions,
)
from checkin.core.lists.list_fields import CompanionHandling, ListRow
from checkin.core.lists.list_knowledge import NOTHING_KNOWN, ListKnowledge
from checkin.core.lists.listed_person import ListedPerson, RowLayout, read_person
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.lists.personal_names import FirstNames
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.lists.repeated_answers import EarlierAnswer, earlier_answers
from checkin.core.lists.repeated_people import repeated_person
from checkin.core.lists.row_problems import SAME_CODE, TWO_PEOPLE, UNDIVIDED, RowProblem, group_problems
from checkin.core.lists.rows_without_person import rows_without_person
from checkin.core.lists.session_counts import SessionCount, count_sessions
from checkin.core.lists.status_values import StatusValue, status_values
from checkin.core.message import Message
from checkin.core.name_similarity import name_key
from checkin.core.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class InterpretedList:
    """A list as read by `mapping`. `ignored` are the numbers of rows of totals and remarks, and those of `earlier`
    answers that do not count; there are `repeated` of them, counted or not. `statuses` are the words of its
    status columns, `sessions` those that people are registered for, `companions` the people brought along.
    """

    people: tuple[ListedPerson, ...]
    problems: tuple[RowProblem, ...]
    mapping: ColumnMapping
    ignored: tuple[int, ...] = ()
    statuses: tuple[StatusValue, ...] = ()
    sessions: tuple[SessionCount, ...] = ()
    companions: CompanionTotals = NO_COMPANIONS
    earlier: tuple[EarlierAnswer, ...] = ()
    repeated: int = 0


def interpret_list(  # noqa: PLR0913 (what is known, and what the user said)
    rows: Sequence[ListRow],
    programme: Programme,
    mapping: ColumnMapping | None = None,
    report: ReportProgress = ignore_progress,
    known: ListKnowledge = NOTHING_KNOWN,
    *,
    taken_in: Collection[int] = (),
) -> InterpretedList:
    """Return the people of `rows`, a whole sheet, by the guessed mapping if `mapping` is None. Rows `taken_in` are
    people, whatever they look like. Raises `UserError` if no column holds names.
    """
    mapping = mapping or guess_mapping(rows, known=known)
    if not mapping.names_people:
        raise UserError(_NO_NAMES, headers=_seen(rows))
    header = next((row for row in rows if row.number == mapping.header), ListRow(0, ()))
    layout = RowLayout.of(mapping, programme, known.first_names)
    below = [row for row in rows if row.number > mapping.header and any(map(one_line, row.cells))]
    left_out = set(rows_without_person(below, header, mapping)) - set(taken_in)
    rest = [row for row in below if row.number not in left_out]
    found = [(row, *read_person(row, layout)) for row in report_while(rest, report, len(rest))]
    answers = earlier_answers([person for _, person, _ in found if person], {row.number: row for row in rest}, mapping)
    earlier = tuple(each for each in answers if each.is_left_out(mapping.answers) and each.person.row not in taken_in)
    again = {answer.person.row for answer in earlier}
    gathering = _Gathering(mapping, known.first_names)
    for row, person, of_row in found:
        if row.number not in again:
            gathering.add(row, person, of_row)
    named = {person.row for person in gathering.people}
    statuses = status_values((row for row in below if row.number in named), mapping)
    people, problems = tuple(gathering.people), group_problems(gathering.problems)
    sessions = count_sessions(people, mapping, programme)
    companions = count_companions(gathering.companions)
    ignored = tuple(sorted({*left_out, *again}))
    return InterpretedList(people, problems, mapping, ignored, statuses, sessions, companions, earlier, len(answers))


def _seen(rows: Sequence[ListRow]) -> str:
    """Return the titles of the fullest row, shortened, for the user to recognise."""
    titles = [" ".join(cell.split())[:40] for cell in fullest_row(rows).cells if cell.strip()]
    return " · ".join(titles[:12]) or "–"


class _Gathering:
    """The people so far, and the rows that repeat an earlier one."""

    def __init__(self, mapping: ColumnMapping, known: FirstNames) -> None:
        self.people: list[ListedPerson] = []
        self.companions: list[Companions] = []
        self._handling, self._known = mapping.companions or CompanionHandling.KEEP, known
        used = {*mapping.columns, *mapping.left_out}
        self._columns = columns_of(mapping)
        self._shared = shared_titles(mapping.titles, set(range(len(mapping.titles))) - used, mapping.contents)
        self.problems: list[RowProblem] = []
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, tuple[ListedPerson, ...]] = {}

    def add(self, listed: ListRow, person: ListedPerson | None, problems: Sequence[RowProblem]) -> None:
        row = listed.number
        if person is None:
            self.problems += problems
            return
        found = read_companions(listed, person, self._columns, self._known)
        is_settled = found.host is not None and self._handling is not CompanionHandling.KEEP
        self.problems += (p for p in problems if not (is_settled and p.words in (TWO_PEOPLE, UNDIVIDED)))
        if person.ticket_code and (first := self._by_code.setdefault(person.ticket_code, row)) != row:
            self.problems.append(RowProblem(row, SAME_CODE, {"other": first}))
            return
        name = name_key(person.first_name, person.last_name)
        namesakes = self._by_name.get(name, ())
        self._by_name[name] = (*namesakes, person)
        if problem := repeated_person(person, namesakes):
            self.problems.append(problem)
        self.companions.append(found)
        self.people += with_companions(person, found, self._handling, self._shared)


_NO_NAMES = Message(
    "list",
    "No column of names was found. Found: {headers}. Nothing was imported; give the list a header row with "
    "“Last name” and “First name”, or “Name”.",
)
