# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a whole list of people: its rows become people and problems to show. Pure.

Never splits or merges people, and never drops a row with content without reporting it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.column_guessing import fullest_row
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import NAMES, ListRow
from checkin.core.lists.list_knowledge import NOTHING_KNOWN, ListKnowledge
from checkin.core.lists.listed_person import ListedPerson, RowLayout, read_person
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.lists.personal_names import is_name
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.lists.row_problems import SAME_CODE, SAME_PERSON, RowProblem, group_problems
from checkin.core.lists.status_values import StatusValue, status_values
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text

_TOTAL = re.compile(
    r"(sous |grand )?(sub ?|zwischen)?(totale?s?|totaux|summe|gesamt|somma|suma|nombre d ?inscrits|effectif)\b"
)
_EXAMPLE = re.compile(
    r"\W*(?:(?:ex|p\.? ?ex|e\. ?g|z\. ?b|bsp|p\.? ?es|p\.? ?ej)[.:]|(?:par )?exemple|example|beispiel|esempio"
    r"|ejemplo)(?!\w).*",
    re.IGNORECASE,
)
_EXAMPLES_WITHIN = 2
"""The rows right below the titles among which an example of how to fill in the list may stand."""
_LONGEST_SEPARATOR = 2
"""The letters of a separator between people in alphabetical order: "A", "Mc"."""
_SEVERAL_COLUMNS = 3
"""The columns that are understood of a list in which nobody is just a name."""
_FEW_WORDS, _MOST_WORDS = 2, 6
"""The most words of a name that is alone on its row; a longer text is a remark below the list."""


@dataclass(frozen=True, slots=True)
class InterpretedList:
    """A list as read by `mapping`. `ignored` are the numbers of rows of totals and remarks; `statuses` the words of its
    status columns.
    """

    people: tuple[ListedPerson, ...]
    problems: tuple[RowProblem, ...]
    mapping: ColumnMapping
    ignored: tuple[int, ...] = ()
    statuses: tuple[StatusValue, ...] = ()


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
    left_out = {row.number for row in below[:_EXAMPLES_WITHIN] if mapping.header and _is_example(row)}
    left_out -= set(taken_in)
    gathering = _Gathering()
    for row in report_while(below, report, len(below)):
        if row.number in left_out or (row.number not in taken_in and _is_no_person(row, header, layout)):
            left_out.add(row.number)
        else:
            gathering.add(row.number, *read_person(row, layout))
    named = {person.row for person in gathering.people}
    statuses = status_values((row for row in below if row.number in named), mapping)
    problems = group_problems(gathering.problems)
    return InterpretedList(tuple(gathering.people), problems, mapping, tuple(sorted(left_out)), statuses)


def _seen(rows: Sequence[ListRow]) -> str:
    """Return the titles of the fullest row, shortened, for the user to recognise."""
    titles = [" ".join(cell.split())[:40] for cell in fullest_row(rows).cells if cell.strip()]
    return " · ".join(titles[:12]) or "–"


class _Gathering:
    """The people so far, and the rows that repeat an earlier one."""

    def __init__(self) -> None:
        self.people: list[ListedPerson] = []
        self.problems: list[RowProblem] = []
        self._by_code: dict[str, int] = {}
        self._by_likeness: dict[tuple[str, str], int] = {}

    def add(self, row: int, person: ListedPerson | None, found: Sequence[RowProblem]) -> None:
        self.problems += found
        if person is None:
            return
        if person.ticket_code and (first := self._by_code.setdefault(person.ticket_code, row)) != row:
            self.problems.append(RowProblem(row, SAME_CODE, {"other": first}))
            return
        likeness = (fold_text(f"{person.first_name} {person.last_name}"), person.email.casefold())
        if person.email and (first := self._by_likeness.setdefault(likeness, row)) != row:
            self.problems.append(RowProblem(row, SAME_PERSON, {"other": first}))
        self.people.append(person)


def _is_no_person(row: ListRow, header: ListRow, layout: RowLayout) -> bool:
    """Whether the row is a total, a separator, a remark below the list, or the header repeated on the next page."""
    filled = {index: text for index, cell in enumerate(row.cells) if (text := one_line(cell))}
    if row.cells == header.cells:
        return True
    first, text = next(iter(filled.items()))
    kind = layout.columns.get(first)
    if len(filled) == 1 and len(layout.columns) >= _SEVERAL_COLUMNS:
        is_separator = len(text) <= _LONGEST_SEPARATOR or bool(_TOTAL.match(fold_text(text)))
        return is_separator or kind is None or (kind in NAMES and _is_sentence(text))
    names = [filled.get(index, "") for index, field in layout.columns.items() if field in NAMES and index != first]
    is_named = any(any(map(str.isalpha, name)) and not any(map(str.isdigit, name)) for name in names)
    sums_only = not any(map(str.isalpha, "".join(other for index, other in filled.items() if index != first)))
    return bool(_TOTAL.match(fold_text(text))) and not is_named and (kind is None or kind in NAMES or sums_only)


def _is_example(row: ListRow) -> bool:
    """Whether the row shows how to fill in the list: "ex. DUPONT", "Oui "
    "/ Non" where one is to choose, or "required" and
    "(as on the badge)" in most cells.
    """
    texts = [one_line(cell) for cell in row.cells if cell.strip()]
    hints = sum(bool(_HINT.search(fold_text(text))) for text in texts)
    return any(_EXAMPLE.fullmatch(text) or _TO_CHOOSE.fullmatch(fold_text(text)) for text in texts) or hints * 2 > len(
        texts
    )


_HINT = re.compile(
    r"^\(.*\)|\b(?:obligatoire|facultatif|si possible|voir (?:notice|guide|mode d emploi)|required|mandatory|optional"
    r"|see guide|as on the"
    r" badge|pflichtfeld|pflicht|siehe hinweis\w*|obbligatorio|facoltativo|obligatorio|opcional|en majuscules"
    r"|in capitals)\b"
)


_TO_CHOOSE = re.compile(
    r"(?:oui|yes|ja|si) ?(?:/|ou|or|oder|o) ?(?:non|no|nein)|jj/mm/a+|dd/mm/y+|tt\.mm\.j+|signature"
)


def _is_sentence(text: str) -> bool:
    is_long = len(text.split()) > _MOST_WORDS or (len(text.split()) > _FEW_WORDS and not is_name(text))
    return bool(_TOTAL.match(fold_text(text))) or any(map(str.isdigit, text)) or is_long


_NO_NAMES = Message(
    "list",
    "No column of names was found. Found: {headers}. Nothing was imported; give the list a header row with "
    "“Last name” and “First name”, or “Name”.",
)
