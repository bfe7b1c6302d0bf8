# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the columns that say who goes to which session, where their titles alone do not. Pure.

    A1 – Rivières | A2 – Sols     marks under titles of one pattern: letter and number, a time, "Visite 1"
    Ateliers (a band) above       marks under titles that one band of sessions covers
    Choix 1                       cells that are themselves names of sessions: "Atelier 3", "A1 – Rivières"

A consent, a meal, a newsletter or the right to a photograph is ticked like a session, and is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.attendee import OFF_STATUSES
from checkin.core.lists.cell_kinds import CellKind, is_blank, says_no_session, says_when, says_yes
from checkin.core.lists.cell_text import one_line, plain_title
from checkin.core.lists.column_contents import SAMPLE, ColumnContents
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_titles import is_about_something_else
from checkin.core.lists.list_fields import UNKNOWN_SESSION, ListField, ListRow, RowProblem, reports
from checkin.core.lists.listed_person import SURE_CUTS, ListedPerson, SessionNames
from checkin.core.programme.programme import Programme, Session
from checkin.core.text_folding import fold_text

Claims = Sequence[Mapping[ListField, int]]
"""Of each column the fields that its title names, each with its strength."""


def session_points(  # noqa: PLR0913 (all that a column is seen beside)
    titles: Sequence[str],
    claims: Claims,
    contents: Sequence[ColumnContents],
    rows: Sequence[ListRow],
    header: int,
    planned: SessionNames,
) -> dict[int, float]:
    """Return what speaks for columns being of sessions, besides their titles, and against those of ticked consents and
    the like. `header` is the number of the row with the titles, `planned` the sessions of the event.
    """
    marked = [index for index, column in enumerate(contents) if _is_marked(column)]
    free = [index for index in marked if claims[index].keys() <= {ListField.SESSIONS}]
    ticked = {*_of_one_pattern(titles, free), *_under_bands(titles, marked, _above(rows, header))}
    below = [row for row in rows if row.number > header]
    found = {index: _TICKED_POINTS for index in ticked if not claims[index]}
    found |= {i: _NAMED_POINTS for i in range(len(contents)) if not claims[i] and _names_sessions(below, i)}
    if planned:
        named = (i for i in marked if not _is_agreed_or_served(titles[i]) and planned.find(titles[i]))
        found |= dict.fromkeys(named, _PLANNED_POINTS)
        filled = (i for i, column in enumerate(contents) if i not in marked and not column.is_empty)
        found |= dict.fromkeys(
            (i for i in filled if not claims[i] and _says_planned(below, i, planned)), _PLANNED_POINTS
        )
    agreed = (
        i for i, claim in enumerate(claims) if ListField.SESSIONS in claim and _is_consent(titles[i], contents[i])
    )
    return found | dict.fromkeys(agreed, -_AGAINST)


def _of_one_pattern(titles: Sequence[str], free: Sequence[int]) -> Iterator[int]:
    """Yield the columns of marks whose titles share a pattern with another's. A word of something else in one of them
    belongs to the name of a session: "2. Data commons" beside "1. Sols" and "3. Eau".
    """
    shapes = {index: _shape(titles[index]) for index in free}
    times = Counter(shape for index, shape in shapes.items() if not is_about_something_else(titles[index]))
    yield from (index for index, shape in shapes.items() if shape and times[shape] >= _SEVERAL)


def _under_bands(titles: Sequence[str], marked: Sequence[int], above: Sequence[str]) -> Iterator[int]:
    """Yield the columns of marks that a band of sessions covers. A band stands above its first column only, and that
    is one of marks: "Séminaire des ateliers" above the names is the name of the event.
    """
    is_band = False
    for index, title in enumerate(titles):
        if band := plain_title(above[index]) if index < len(above) else "":
            is_band = index in marked and bool(_SESSION.search(band)) and not _AGREED.search(band)
        if is_band and index in marked and not _is_other(title):
            yield index


def _above(rows: Sequence[ListRow], header: int) -> Sequence[str]:
    return next((row.cells for row in rows if header and row.number == header - 1), ())


def _is_marked(column: ColumnContents) -> bool:
    return bool(column.filled) and column.share(CellKind.MARK) > _HALF


def _is_consent(title: str, column: ColumnContents) -> bool:
    """Whether a column of sessions is ticked for something else, or by nobody: "Newsletter des ateliers"."""
    return (column.is_empty or _is_marked(column)) and bool(_AGREED.search(plain_title(title)))


def _shape(title: str) -> str:
    """Return the pattern of a session's title; "" for a title that has none."""
    plain = plain_title(title)
    if _AGREED.search(plain):
        return ""
    if _TIMED.match(_DAY_AHEAD.sub("", title.strip().casefold(), count=1)):
        return "" if _TICKED.search(plain) else "time"
    if (code := _CODED.match(title.strip())) and code[1] not in _DAYS:
        return "code"
    word = _SESSION.match(plain)
    if word is None and (number := _NUMBERED.match(plain)) and not _TICKED.search(plain):
        return "" if _NO_SESSIONS.fullmatch(number[1] or "") else f"number {number[1]}"
    return f"word {word[0]}" if word else ""


def _is_other(title: str) -> bool:
    return is_about_something_else(title) or _is_agreed_or_served(title)


def _is_agreed_or_served(title: str) -> bool:
    plain = plain_title(title)
    return bool(_TICKED.search(plain) or _AGREED.search(plain))


def _says_planned(rows: Sequence[ListRow], index: int, planned: SessionNames) -> bool:
    """Whether nearly all cells name sessions of the event, and nothing else."""
    read = [planned.read(cell) for cell in _sampled(rows, index)]
    return len(read) >= _SEVERAL and sum(bool(ids) and not rest for ids, rest in read) >= _NEARLY_ALL * len(read)


def _sampled(rows: Sequence[ListRow], index: int) -> list[str]:
    sample = rows[:: max(1, len(rows) // SAMPLE)]
    cells = [one_line(row.cells[index]) for row in sample if index < len(row.cells)]
    return [cell for cell in cells if not is_blank(cell)]


def _names_sessions(rows: Sequence[ListRow], index: int) -> bool:
    """Whether nearly all cells begin as the names of sessions do."""
    filled = _sampled(rows, index)
    named = sum(bool(_NAMED.match(plain_title(cell)) or _CODED_NAME.match(cell)) for cell in filled)
    return len(filled) >= _ENOUGH and named >= _NEARLY_ALL * len(filled)


_NEARLY_ALL, _HALF = 0.8, 0.5
_SEVERAL = 2
"""The fewest columns that share a pattern."""
_ENOUGH = 3
_TICKED_POINTS, _NAMED_POINTS, _PLANNED_POINTS, _AGAINST = 12.0, 10.0, 14.0, 100.0

_SESSION = re.compile(
    r"\b(ateliers?|seances?|sessions?|conferences?|visites?|tables? rondes?|plenieres?|parcours|tutoriels?|formations?"
    r"|workshops?|talks?|tracks?|tutorials?|breakouts?|excursions?|panels?|masterclass(?:es)?"
    r"|vortrage?|sitzung(?:en)?|fuhrung(?:en)?|laborator\w+|sessioni?|taller(?:es)?|sesion(?:es)?|visitas?)\b"
)
_NAMED = re.compile(
    r"(?:atelier|seance|session|conference|visite|table ronde|workshop|talk|tutorial|laboratorio|taller)\b"
)
_CODED = re.compile(r"([A-Z]{1,2})\s?\d{1,2}(?!\w)|[A-Z]\s?[.):]\s+\w")
_DAY_AHEAD = re.compile(r"(?:[^\W\d]+\.? )?\d{1,2}(?:er)? [^\W\d]{3,9}\.?,? (?:à )?(?=\d{1,2}\s?[h:])", re.IGNORECASE)
"""The day before the time in the slots of a poll: "mar. 8 déc. 9h-10h30"."""
_CODED_NAME = re.compile(r"[A-Z]\d{1,2}\s?[-–—:.]\s?\w")
_NUMBERED = re.compile(r"(?:([a-z]{3,}) )?\d{1,2}(?= \w)")
"""Of a pattern with others: "Oficina 1 – Sols", "2. Habitatge"."""
_NO_SESSIONS = re.compile(
    "jour|day|tag|dag|dia|giorno|dzien|den|nuit|night|question|option|choix|choice|personne|person|guest|invite|q"
)
_DAYS = frozenset("JQ")
"""J1, J2 are days, Q1, Q2 questions."""
_TIMED = re.compile(r"\d{1,2}\s?(?:h|:|\.(?=\d\d)|heures?\b|[ap]m\b)\s?\d{0,2}(?!\d)")
_AGREED = re.compile(
    r"\b(newsletters?|lettre d information|infolettre|consent\w*|accepte\w*|j accepte|autoris\w+|accord|rgpd|gdpr|dsgvo"
    r"|droits? (?:a|d) l? ?images?|photo (?:rights?|consent|release)|mailing|cgu|cgv|conditions|reglement|charte)\b"
)
"""What is agreed to, whatever it is called after."""
_TICKED = re.compile(
    r"\b(photos?|photographie\w*|images?|repas|dejeuners?|petit dej\w*|diners?|cocktails?|buffets?|pauses?|cafe|accueil"
    r"|aperitif|apero|gala|vegetarien\w*|vegan|halal|allergi\w+|regime\w*|hebergement|hotel|parking|navettes?|transport"
    r"|pmr|accessibilite|badges?|attestation|certificat\w*|present\w*|presence|membre|adherent\w*|presse|benevole\w*"
    r"|lunch|breakfast|dinner|coffee|meals?|reception|shuttle|vegetarian|member|press|volunteer|attended|certificate"
    r"|mittagessen|abendessen|fruhstuck|empfang|pranzo|cena|almuerzo|comida)\b"
)
"""What people tick besides sessions."""


# Titles of sessions found in a list, for an event without a programme yet.

MOST = 40
"""The most sessions; a column with more holds free text."""

_COMMA = re.compile(r",\s+")


def find_session_titles(cells: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the titles in natural order ("Atelier 2" before "Atelier 10"). `cells` are a column's title and a text in
    it.
    """
    pieces: dict[str, str] = {}
    for cell in cells:
        for piece in _pieces(*cell):
            pieces.setdefault(fold_text(piece), piece)
    times = Counter(fold_text(part) for piece in pieces.values() for part in set(_COMMA.split(piece)))
    found: dict[str, str] = {}
    for piece in pieces.values():
        parts = _COMMA.split(piece)
        is_several = all(times[fold_text(part)] > 1 for part in parts)  # a title may itself hold commas
        for title in parts if is_several else [piece]:
            found.setdefault(fold_text(title), title)
    titles = sorted(found.values(), key=_order)
    return tuple(titles) if len(titles) <= MOST else ()


def _pieces(column: str, text: str) -> Iterator[str]:
    """Yield the names in a cell; a tick means the title of its column."""
    for piece in filter(None, (" ".join(part.split()).strip(" ,") for part in SURE_CUTS.split(text))):
        if says_yes(piece):
            yield column
        elif not says_no_session(piece) and not says_when(piece):
            yield piece


def _order(title: str) -> str:
    return re.sub(r"\d+", lambda number: number[0].zfill(6), fold_text(title))


# How many people of a list are registered for each session, for the organiser to see before the import.


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
