# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a whole list of people: its rows become people and problems to show. Pure.

Never splits or merges people, and never drops a row with content without reporting it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from checkin.core.attendee import Status
from checkin.core.lists import list_fields
from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import FirstNames, one_line, plain_title
from checkin.core.lists.column_mapping import ColumnMapping, StatusValue, status_values
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
from checkin.core.lists.duplicates import have_same_phone
from checkin.core.lists.listed_person import ListedPerson, RowLayout, read_person
from checkin.core.lists.mapping_guess import guess_mapping, rows_without_person
from checkin.core.lists.platforms import NOTHING_KNOWN, ListKnowledge
from checkin.core.lists.session_columns import SessionCount, count_sessions
from checkin.core.local_time import MONTHS
from checkin.core.message import Message, ReportProgress, Translate, UserError, ignore_progress, report_while
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text, name_key

# Rows of one list that may name the same person twice. They are shown, never merged.


def repeated_person(person: ListedPerson, namesakes: Iterable[ListedPerson]) -> list_fields.RowProblem | None:
    """Return which of the earlier rows with the same name may be this person; None if none may. Tickets of one order
    often have the name of who bought them. Of a code that comes twice more is told when the list is compared.
    """
    namesakes = list(namesakes)
    if same := next((other for other in namesakes if _have_same_email(person, other)), None):
        return list_fields.RowProblem(person.row, list_fields.SAME_PERSON, {"other": same.row})
    others = (
        other for other in namesakes if not _have_same_order(person, other) and not _have_same_code(person, other)
    )
    alike = next((other for other in others if may_be_one(person, other) or _have_same_house(person, other)), None)
    return list_fields.RowProblem(person.row, list_fields.SAME_NAME, {"other": alike.row}) if alike else None


def may_be_one(one: ListedPerson, other: ListedPerson) -> bool:
    """Whether nothing tells two people of the same name apart."""
    if _have_same_email(one, other) or have_same_phone(one, other):
        return True
    differ = any(mine and theirs for mine, theirs in ((one.email, other.email), (one.phone, other.phone)))
    return not differ and (_have_same_house(one, other) or not (one.organisation and other.organisation))


def _have_same_order(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.order) and one.order == other.order


def _have_same_code(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.ticket_code) and one.ticket_code.casefold() == other.ticket_code.casefold()


def _have_same_email(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()


def _have_same_house(one: ListedPerson, other: ListedPerson) -> bool:
    return bool(one.organisation) and fold_text(one.organisation) == fold_text(other.organisation)


# Finds the rows of a form that one person answered again later.
# Somebody who corrects an answer, or declines after all, fills in the form a second time. The import window proposes
# that the later answer counts; where nobody can be asked, both do unless they say different things of whether the
# person comes. Tickets and orders are no answers: one name on two of them is two people.

Moment = tuple[int, ...]
"""Year, month, day, hour, minute, second; only to be compared."""


class EarlierAnswer(NamedTuple):
    """A person as an earlier answer has them, and the row and the status of their latest."""

    person: ListedPerson
    latest: int
    status: Status

    def is_left_out(self, handling: list_fields.AnswerHandling | None) -> bool:
        """Whether it does not count. Until a user was asked that is so where the latest says something else of whether
        they come: nobody who declined is expected.
        """
        return handling is list_fields.AnswerHandling.LATEST or (
            handling is None and self.person.status is not self.status
        )


def earlier_answers(
    people: Sequence[ListedPerson], rows: Mapping[int, list_fields.ListRow], mapping: ColumnMapping
) -> list[EarlierAnswer]:
    """Return the earlier answers of people who answered again. `rows` are those of `people`, by number. None in a list
    without a column of times at which its rows were answered.
    """
    index = _time_column(mapping)
    if index is None:
        return []
    times = _moments({number: one_line(list_fields.cell_of(row, index)) for number, row in rows.items()})
    found: list[EarlierAnswer] = []
    for alike in _people_alike([person for person in people if person.row in times]):
        latest = max(alike, key=lambda person: (times[person.row], person.row))
        found += (
            EarlierAnswer(each, latest.row, latest.status) for each in alike if times[each.row] < times[latest.row]
        )
    return found


def has_answer_times(mapping: ColumnMapping) -> bool:
    """Whether the list says when its rows were answered, so that one person may have answered twice."""
    return _time_column(mapping) is not None


def _time_column(mapping: ColumnMapping) -> int | None:
    """Return the index of the column of times, the end of an answer before its beginning; None in a list of tickets."""
    if {list_fields.ListField.TICKET_CODE, list_fields.ListField.ORDER} & set(mapping.columns.values()):
        return None
    named = [
        (not _END.search(plain), index)
        for index, plain in enumerate(map(plain_title, mapping.titles))
        if _ANSWERED.search(plain) and index < len(mapping.contents) and index not in mapping.columns
    ]
    times = [each for each in sorted(named) if mapping.contents[each[1]].share(CellKind.DATE) > _MOST]
    return times[0][1] if times else None


def _people_alike(people: Sequence[ListedPerson]) -> Iterator[list[ListedPerson]]:
    """Yield those who answered more than once: one name, and nothing that tells two people apart."""
    named: dict[str, list[ListedPerson]] = defaultdict(list)
    for person in people:
        named[name_key(person.first_name, person.last_name)].append(person)
    for namesakes in named.values():
        groups: list[list[ListedPerson]] = []
        for person in namesakes:
            same = next((group for group in groups if all(may_be_one(person, other) for other in group)), None)
            if same is None:
                groups.append([person])
            else:
                same.append(person)
        yield from (group for group in groups if len(group) > 1)


def _moments(texts: Mapping[int, str]) -> dict[int, Moment]:
    """Return the times by row, without those that are none. A month stands first where a day over 12 shows it."""
    found = {number: match for number, text in texts.items() if (match := _TIME.match(_in_figures(text)))}
    firsts, seconds = ([int(match[name]) for match in found.values() if match[name]] for name in ("first", "second"))
    is_month_first = max(seconds, default=0) > _MONTHS >= max(firsts, default=0)
    return {number: _moment(match, is_month_first=is_month_first) for number, match in found.items()}


def _in_figures(text: str) -> str:
    """Return a time with its month in figures: "Oct 05, 2026 08:03 AM", "5 octobre 2026 à 8h03"."""
    found = _NAMED_MONTH.match(text)
    month = MONTHS.get(fold_text(found["ahead"] or found["behind"])) if found else None
    return f"{found['year']}-{month}-{found['day']}{text[found.end() :]}" if found and month else text


def _moment(match: re.Match[str], *, is_month_first: bool) -> Moment:
    if match["year"]:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        one, other = int(match["first"]), int(match["second"])
        year, (month, day) = int(match["last"]), (one, other) if is_month_first else (other, one)
    hour = int(match["hour"])
    if half := match["half"]:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    return year, month, day, hour, int(match["minute"] or 0), int(match["second_of"] or 0)


_NAMED_MONTH = re.compile(
    r"(?:(?P<ahead>[^\W\d]{3,9})\.? )?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?,?"
    r"(?: (?P<behind>[^\W\d]{3,9})\.?)?,? (?P<year>\d{4})"
)
_TIME = re.compile(
    r"(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<last>\d{2,4}))"
    r"[ T,]+(?:à |at )?(?P<hour>\d{1,2})[:h](?P<minute>\d{2})?(?::(?P<second_of>\d{2}))?"
    r"[\d.]*\s?(?:(?P<half>[AaPp])\.?[Mm])?"
)
_ANSWERED = re.compile(
    r"\b(?:horodat\w+|timestamp|zeitstempel|marca temporal|informazioni cronologiche|heure de (?:debut|fin|la derniere)"
    r"|start time|completion time|startzeit|fertigstellungszeit|hora de (?:inicio|finalizacion)"
    r"|ora di (?:inizio|completamento)"
    r"|submi\w+|soumi\w+|repondu|date (?:de |d )?(?:la )?(?:reponse|envoi|inscription|enregistrement)|date submitted"
    r"|submitdate|datestamp|created|cree le|eingereicht|inviat\w+|enviad\w+)\b"
)
"""Titles of the time at which a row of a form was answered."""
_END = re.compile(r"\b(?:fin|completion|fertigstellungszeit|finalizacion|completamento|submi\w+|soumi\w+)\b")
_MOST, _MONTHS = 0.6, 12


@dataclass(frozen=True, slots=True)
class InterpretedList:
    """A list as read by `mapping`. `ignored` are the numbers of rows of totals and remarks, and those of `earlier`
    answers that do not count; there are `repeated` of them, counted or not. `statuses` are the words of its
    status columns, `sessions` those that people are registered for, `companions` the people brought along.
    """

    people: tuple[ListedPerson, ...]
    problems: tuple[list_fields.RowProblem, ...]
    mapping: ColumnMapping
    ignored: tuple[int, ...] = ()
    statuses: tuple[StatusValue, ...] = ()
    sessions: tuple[SessionCount, ...] = ()
    companions: CompanionTotals = NO_COMPANIONS
    earlier: tuple[EarlierAnswer, ...] = ()
    repeated: int = 0


def interpret_list(  # noqa: PLR0913 (what is known, and what the user said)
    rows: Sequence[list_fields.ListRow],
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
    mapping = mapping or guess_mapping(rows, known=replace(known, sessions=programme.sessions))
    if not mapping.names_people:
        raise UserError(_NO_NAMES, headers=_seen(rows))
    header = next((row for row in rows if row.number == mapping.header), list_fields.ListRow(0, ()))
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
    people, problems = tuple(gathering.people), list_fields.group_problems(gathering.problems)
    sessions = count_sessions(people, mapping, programme)
    companions = count_companions(gathering.companions)
    ignored = tuple(sorted({*left_out, *again}))
    return InterpretedList(people, problems, mapping, ignored, statuses, sessions, companions, earlier, len(answers))


def _seen(rows: Sequence[list_fields.ListRow]) -> str:
    """Return the titles of the fullest row, shortened, for the user to recognise."""
    titles = [" ".join(cell.split())[:40] for cell in fullest_row(rows).cells if cell.strip()]
    return " · ".join(titles[:12]) or "–"


class _Gathering:
    """The people so far, and the rows that repeat an earlier one."""

    def __init__(self, mapping: ColumnMapping, known: FirstNames) -> None:
        self.people: list[ListedPerson] = []
        self.companions: list[Companions] = []
        self._handling, self._known = mapping.companions or list_fields.CompanionHandling.KEEP, known
        used = {*mapping.columns, *mapping.left_out}
        self._columns = columns_of(mapping)
        self._shared = shared_titles(mapping.titles, set(range(len(mapping.titles))) - used, mapping.contents)
        self.problems: list[list_fields.RowProblem] = []
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, tuple[ListedPerson, ...]] = {}

    def add(
        self, listed: list_fields.ListRow, person: ListedPerson | None, problems: Sequence[list_fields.RowProblem]
    ) -> None:
        row = listed.number
        if person is None:
            self.problems += problems
            return
        found = read_companions(listed, person, self._columns, self._known)
        is_settled = found.host is not None and self._handling is not list_fields.CompanionHandling.KEEP
        self.problems += (
            p for p in problems if not (is_settled and p.words in (list_fields.TWO_PEOPLE, list_fields.UNDIVIDED))
        )
        if person.ticket_code and (first := self._by_code.setdefault(person.ticket_code, row)) != row:
            self.problems.append(list_fields.RowProblem(row, list_fields.SAME_CODE, {"other": first}))
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


@dataclass(frozen=True, slots=True)
class ListTotals:
    """The `registrations`, each the record of a person or a group, how many `people` would come by them, and how many
    of the registrations are `companions` of another.
    """

    registrations: int
    people: int
    companions: int = 0

    def sentence(self, translate: Translate) -> str:
        """Return the numbers; "" where every registration is one person, and nobody is a companion."""
        return self.both(translate) if self.companions or self.people != self.registrations else ""

    def both(self, translate: Translate) -> str:
        words = _WITH_COMPANIONS if self.companions else _REGISTRATIONS
        told = translate(words, registrations=self.registrations, companions=self.companions)
        people = "" if self.companions and self.people == self.registrations else translate(_PEOPLE, people=self.people)
        return ", ".join(filter(None, (told, people)))


NO_TOTALS = ListTotals(0, 0)


def list_totals(people: Iterable[ListedPerson]) -> ListTotals:
    """Return the totals of the people of a list."""
    counted = list(people)
    companions = sum(bool(person.place) for person in counted)
    return ListTotals(len(counted), sum(person.places for person in counted), companions)


_REGISTRATIONS = Message("list", "{registrations} {registrations:registration|registrations}")
_WITH_COMPANIONS = Message(
    "list",
    "{registrations} {registrations:registration|registrations}, {companions} of them "
    "{companions:companion|companions}",
)
_PEOPLE = Message("list", "{people} {people:person|people}")


# Tells that far fewer people than rows would be imported, and why: then a column or a row was misread.

FEW_ROWS = 5
"""A list of no more rows is seen at a glance."""
LEAST_SHARE = 0.5
"""The least share of the rows that become people without a question. Our choice."""


@dataclass(frozen=True, slots=True)
class ListShortfall:
    """How many `rows` with content become only `people`; of the others `unnamed` have no name, `repeated` the ticket
    code of another row, `ignored` are no people (totals, remarks), `too_long` cannot be kept.
    """

    rows: int
    people: int
    unnamed: int = 0
    repeated: int = 0
    ignored: int = 0
    too_long: int = 0

    @property
    def is_far_fewer(self) -> bool:
        """Whether the user must be asked. Rows that they left out themselves are not counted, nor are totals and
        remarks beside many people: these are shown as what they are.
        """
        rows = self.rows - (self.ignored if self.people > self.ignored / 2 else 0)
        return self.rows > FEW_ROWS and self.people < LEAST_SHARE * rows

    def sentence(self, translate: Translate) -> str:
        """Return how many people there would be, and why not more."""
        kinds = (
            (Message("list", "{count} without a name"), self.unnamed),
            (Message("list", "{count} with the ticket code of another"), self.repeated),
            (Message("list", "{count} {count:total or remark|totals or remarks}"), self.ignored),
            (Message("list", "{count} too long to keep"), self.too_long),
        )
        why = ", ".join(translate(words, count=count) for words, count in kinds if count)
        return translate(_FEW, people=self.people, rows=self.rows, why=why)


def list_shortfall(interpreted: InterpretedList, refused: Iterable[int] = ()) -> ListShortfall:
    """Return what became of the rows of a list; `refused` are rows whose code another person of the event has."""
    lost = Counter(
        p.words
        for p in interpreted.problems
        if p.words in (list_fields.NO_NAME, list_fields.SAME_CODE, list_fields.CANNOT_BE_KEPT)
    )
    others = len(set(refused))
    people = len(interpreted.people) - others
    ignored = len(interpreted.ignored) - len(interpreted.earlier)
    return ListShortfall(
        len(interpreted.people) + lost.total() + ignored,
        people,
        lost[list_fields.NO_NAME],
        lost[list_fields.SAME_CODE] + others,
        ignored,
        lost[list_fields.CANNOT_BE_KEPT],
    )


_FEW = Message("list", "Only {people} of {rows} rows would be imported: {why}.")
