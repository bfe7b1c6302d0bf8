# SPDX-License-Identifier: GPL-3.0-or-later
"""Guesses the mapping of a list: its header row, the platform it is from, what each column holds. Pure.

    rows ──▶ find_header ──▶ column_titles, platforms   (what each title says) ────────────┐
                 ├─────────▶ column_contents            (what stands below it) ────────────┤
                 └─────────▶ column_relations, session_points, day_points, status_points ──┴──▶ choose_columns
                             (what columns say of one another)

An event remembers how its lists were read: a list with the same header is read the same way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checkin.core.lists import column_mapping
from checkin.core.lists.cell_kinds import GROUP_WORDS, CellKind, cell_kinds
from checkin.core.lists.cell_text import FirstNames, is_name, is_plus_one, one_line, unique_titles
from checkin.core.lists.column_choice import SeenColumn, choose_columns
from checkin.core.lists.column_contents import ColumnContents, column_contents, sample
from checkin.core.lists.column_relations import Relations
from checkin.core.lists.column_titles import MEANT, WEAK, fullest_row, header_strength, title_strengths
from checkin.core.lists.found_columns import day_points, status_points
from checkin.core.lists.list_fields import (
    HEADER_WITHIN,
    NAMES,
    SEVERAL,
    AnswerHandling,
    ColumnReason,
    CompanionHandling,
    ListField,
    ListRow,
)
from checkin.core.lists.listed_person import SessionNames
from checkin.core.lists.platforms import NOTHING_KNOWN, ListKnowledge, RecognisedExport, exported_header, recognise
from checkin.core.lists.session_columns import session_points
from checkin.core.text_folding import fold_text

# Finds the row with the titles of a list, by its words or by what stands below it.
# A list may have none: then its first row is a person like the next. Titles may stand on two rows, a group above its
# parts ("Contact" above "Mél" and "Tél."); the upper title counts where the lower is empty.

NONE = ListRow(0, ())
"""Stands for the titles of a list without any."""

Marked = Mapping[int, tuple[tuple[CellKind, ...], bool]]
"""Columns that tell people from titles, by index: the kinds of their cells, and whether all others are of them."""


def find_header(rows: Sequence[ListRow], known: FirstNames) -> ListRow | None:
    """Return the row of the titles, `NONE` if the first row is a person already, None if neither shows."""
    marked = _marked_columns(column_contents(rows, known))
    by_words = _likeliest(rows, marked, known)
    if by_words and not _stands_alone(by_words, rows) and not _is_like_the_rest(by_words, marked, known):
        return by_words
    above = list(_above_the_people(rows, marked, known))
    if above:
        return max(above, key=lambda row: (sum(map(bool, row.cells)), row.number))
    return NONE if rows and (marked or _is_said_again(rows[0], rows)) else None


def _is_said_again(row: ListRow, rows: Sequence[ListRow]) -> bool:
    """Whether what `row` says stands in several columns of other rows: a category, an employer. Titles do not, unless
    they are repeated on the next page.
    """
    others = [other.cells for other in rows if other.cells != row.cells]
    said = (any(text in cells[i : i + 1] for cells in others) for i, text in enumerate(row.cells) if text)
    return sum(said) >= _GROUPS


def _likeliest(rows: Sequence[ListRow], marked: Marked, known: FirstNames) -> ListRow | None:
    """Return the first row that names most fields, with what stands above it, a name among them; None without one.
    Below the first person nothing is looked for: titles that are repeated on the next page are none. An employer called
    "Agence …" and a role are no titles where others have them too.
    """
    best, most = None, 0
    for row in rows[:HEADER_WITHIN]:
        if best and _is_like_the_rest(row, marked, known):
            break
        strength = header_strength(ListRow(row.number, column_titles(rows, row)))
        if strength > most and not _is_said_again(row, rows):
            best, most = row, strength
    return best


def _stands_alone(row: ListRow, rows: Sequence[ListRow]) -> bool:
    """Whether it has one text where others have several: the name of a group of people, not a title."""
    most = max((sum(map(bool, other.cells)) for other in rows[:HEADER_WITHIN]), default=0)
    return sum(map(bool, row.cells)) < _GROUPS < most


def column_titles(rows: Sequence[ListRow], header: ListRow) -> tuple[str, ...]:
    """Return the titles of the columns: those of `header`, and of the row right above where they are empty, if that
    groups columns.
    """
    above = next((row for row in rows if row.number == header.number - 1), None)
    if above is None or sum(map(bool, above.cells)) < _GROUPS:
        return header.cells
    width = max(len(header.cells), len(above.cells))
    lower, upper = ([*row.cells, *[""] * (width - len(row.cells))] for row in (header, above))
    return tuple(low or up for low, up in zip(lower, upper, strict=True))


def _marked_columns(contents: Sequence[ColumnContents]) -> Marked:
    """Return the columns whose cells are nearly all of kinds that no title is of. Beside these also those in capitals:
    a title may be in capitals too, but no person among them is not.
    """
    full = {index: column for index, column in enumerate(contents) if column.filled >= _ENOUGH}
    kinds = {i: tuple(kind for kind in _NO_TITLES if column.share(kind) > _MOST) for i, column in full.items()}
    if not any(kinds.values()):
        return {}
    capitals = {
        i: (CellKind.CAPITALS,) for i, each in full.items() if not kinds[i] and _are_all(each, CellKind.CAPITALS)
    }
    marked = {i: own for i, own in (kinds | capitals).items() if own}
    return {i: (own, any(_are_all(full[i], kind) for kind in own)) for i, own in marked.items()}


def _are_all(column: ColumnContents, kind: CellKind) -> bool:
    """Whether all cells are of this kind, the title aside."""
    return column.kinds.get(kind, 0) >= min(column.filled - 1, _ALL * column.filled)


def _is_like_the_rest(row: ListRow, marked: Marked, known: FirstNames) -> bool:
    """Whether at least half of its cells in the marked columns are of the kinds of the rows below. A cell that is not,
    where all others are, weighs more than one that is: "Adı" is a first name, and a title beside "t_tel".
    """
    alike = list(_likenesses(row, marked, known))
    return bool(alike) and sum(alike) >= 0


def _likenesses(row: ListRow, marked: Marked, known: FirstNames) -> Iterator[float]:
    for index, (kinds, are_all) in marked.items():
        text = one_line(row.cells[index]) if index < len(row.cells) else ""
        if text and not is_plus_one(text):  # "+1" is a title as well as a number
            if not set(kinds) & set(cell_kinds(text, known)):
                yield -1.5 if are_all else -1.0
            elif kinds != (CellKind.CAPITALS,):
                yield 1.0


def _above_the_people(rows: Sequence[ListRow], marked: Marked, known: FirstNames) -> Iterator[ListRow]:
    """Yield the rows before the first that is like those below it; none if no column is marked."""
    for row in rows[:HEADER_WITHIN] if marked else ():
        if _is_like_the_rest(row, marked, known) or _is_said_again(row, rows):
            return
        if sum(map(bool, row.cells)) >= _GROUPS:
            yield row


_NO_TITLES = (
    CellKind.EMAIL,
    CellKind.PHONE,
    CellKind.DATE,
    CellKind.NUMBER,
    CellKind.MARK,
    CellKind.FIRST_NAME,
    CellKind.WHOLE_NAME,
)
_MOST, _ALL = 0.6, 0.95
_ENOUGH = 3
_GROUPS = 2
"""The fewest titles of a row that has any; a single one is the name of the event, or a letter between people."""


# The rows of a list that are nobody: totals, letters and groups between people, examples and hints below the titles,
# remarks at the end, the titles repeated on the next page.
# Whoever might be a person is one: a row is left out only for a reason named here, and shown as left out.


def rows_without_person(
    below: Sequence[ListRow], header: ListRow, mapping: column_mapping.ColumnMapping
) -> Iterator[int]:
    """Yield the numbers of the rows of `below`, those under `header` that are not empty, that are no person."""
    groups = _groups(below, mapping)
    for place, row in enumerate(below):
        is_shown = place < _EXAMPLES_WITHIN and (_is_example(row) or _names_are_hints(row, mapping))
        if is_shown or row.cells == header.cells or _is_nobody(row, mapping, groups):
            yield row.number


def _is_nobody(row: ListRow, mapping: column_mapping.ColumnMapping, groups: frozenset[str]) -> bool:
    filled = {index: text for index, cell in enumerate(row.cells) if (text := one_line(cell))}
    first, text = next(iter(filled.items()))
    kind = mapping.columns.get(first)
    is_total = bool(_TOTAL.match(fold_text(text)))
    if len(filled) == 1 and len(mapping.titles) >= _SEVERAL_COLUMNS:
        is_between = len(text) <= _LONGEST_SEPARATOR or _plain_group(text) in groups
        return is_total or is_between or kind is None or (kind in NAMES and _is_sentence(text))
    others = [other for index, other in filled.items() if index != first]
    names = [filled.get(index, "") for index, field in mapping.columns.items() if field in NAMES and index != first]
    is_named = any(_has_letters(name) and not any(map(str.isdigit, name)) for name in names)
    return is_total and not is_named and (kind is None or kind in NAMES or not _has_letters("".join(others)))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_sentence(text: str) -> bool:
    words = len(text.split())
    return any(map(str.isdigit, text)) or words > _MOST_WORDS or (words > _FEW_WORDS and not is_name(text))


def _is_example(row: ListRow) -> bool:
    """Whether the row shows how to fill in the list: "ex. DUPONT", "Oui / Non" where one is to choose, or "required"
    and "(as on the badge)" in most cells.
    """
    texts = [one_line(cell) for cell in row.cells if cell.strip()]
    hints = sum(bool(_HINT.search(fold_text(text))) for text in texts)
    shown = (_EXAMPLE.fullmatch(text) or _TO_CHOOSE.fullmatch(fold_text(text)) for text in texts)
    return any(shown) or hints * 2 > len(texts)


def _names_are_hints(row: ListRow, mapping: column_mapping.ColumnMapping) -> bool:
    """Whether hints stand where the names would: "(obligatoire)" is nobody, whatever the other columns say."""
    cells = (row.cells[i] for i, kind in mapping.columns.items() if kind in NAMES and i < len(row.cells))
    names = [fold_text(text) for cell in cells if (text := one_line(cell))]
    return bool(names) and all(map(_HINT.search, names))


def _groups(below: Sequence[ListRow], mapping: column_mapping.ColumnMapping) -> frozenset[str]:
    """Return what may be the name of a group of people above them: the list's categories, and usual words."""
    columns = [index for index, kind in mapping.columns.items() if kind is ListField.CATEGORY]
    cells = (row.cells[index] for row in below for index in columns if index < len(row.cells))
    return GROUP_WORDS | {fold_text(one_line(cell)) for cell in cells}


def _plain_group(text: str) -> str:
    """Return the name of a group without the number of its people: "Presse (12)"."""
    return fold_text(_COUNT.sub("", text))


_EXAMPLES_WITHIN = 2
"""The rows right below the titles among which an example of how to fill in the list may stand."""
_LONGEST_SEPARATOR = 2
"""The letters of a separator between people in alphabetical order: "A", "Mc"."""
_SEVERAL_COLUMNS = 3
"""The columns of a list in which nobody is just a name."""
_FEW_WORDS, _MOST_WORDS = 2, 6
"""The most words of a name that is alone on its row; a longer text is a remark below the list."""

_COUNT = re.compile(r"[\s:(]*\d*\)?\s*:?$")
_TOTAL = re.compile(
    r"(sous |grand )?(sub ?|zwischen)?(totale?s?|totaux|summe|gesamt|somma|suma|nombre d ?inscrits|effectif)\b"
)
_EXAMPLE = re.compile(
    r"\W*(?:(?:ex|p\.? ?ex|e\. ?g|z\. ?b|bsp|p\.? ?es|p\.? ?ej)[.:]|(?:par )?exemple|example|beispiel|esempio|ejemplo)"
    r"(?!\w).*",
    re.IGNORECASE,
)
_TO_CHOOSE = re.compile(
    r"(?:oui|yes|ja|si) ?(?:/|ou|or|oder|o) ?(?:non|no|nein)|jj/mm/a+|dd/mm/y+|tt\.mm\.j+|signature"
)
_HINT = re.compile(
    r"^\(.*\)|\b(?:obligatoire|facultatif|si possible|voir (?:notice|guide|mode d emploi)|en majuscules"
    r"|required|mandatory|optional|see guide|as on the badge|in capitals|pflichtfeld|pflicht|siehe \w+"
    r"|freiwillig|wie auf dem"
    r"|obbligatorio|facoltativo|obligatorio|opcional)\b"
)


def guess_mapping(
    rows: Sequence[ListRow], header: int | None = None, known: ListKnowledge = NOTHING_KNOWN
) -> column_mapping.ColumnMapping:
    """Return the likeliest mapping of a sheet; `header` is the number of its header row if the user named it (0: none).

    Never raises: if no row looks like a header, the fullest is taken and `names_people` is False.
    """
    row = _header(rows, header, known)
    titles = column_titles(rows, row) if row.number else ()
    below = [each for each in rows if each.number > row.number]
    contents = column_contents(below, known.first_names)
    titles += ("",) * (len(contents) - len(titles))
    export = recognise(row.cells, known.platforms)
    relations = Relations(contents, below)
    planned = SessionNames(known.sessions)
    chosen = choose_columns(_seen_columns(titles, contents, rows, row.number, export, relations, planned), relations)
    mapping = column_mapping.ColumnMapping(
        row.number,
        unique_titles(titles),
        column_mapping.header_signature(row.cells),
        {index: choice.kind for index, choice in sorted(chosen.items())},
        platform=export.platform if export else None,
        reasons={index: choice.reason for index, choice in chosen.items()},
        contents=contents,
    )
    return _with_split(mapping, row, below, known)


def _seen_columns(  # noqa: PLR0913 (all that a column is seen beside)
    titles: Sequence[str],
    contents: Sequence[ColumnContents],
    rows: Sequence[ListRow],
    header: int,
    export: RecognisedExport | None,
    relations: Relations,
    planned: SessionNames,
) -> list[SeenColumn]:
    """Return the columns with all that speaks for what they hold."""
    below = [row for row in rows if row.number > header]
    contents = [*contents, *[ColumnContents()] * (len(titles) - len(contents))]
    known = export.means if export else {}
    claims = _strengths(titles, export)
    points = {
        ListField.SESSIONS: session_points(titles, claims, contents, rows, header, planned),
        ListField.DAYS: day_points(titles, claims, contents, below),
        ListField.STATUS: status_points(below, titles, claims, known),
        ListField.FULL_NAME: {i: 12 * relations.names_whole(i) for i in range(len(titles))},
        ListField.ORGANISATION: {i: 6 * relations.owns_domain(i) for i in range(len(titles))},
    }
    return [
        SeenColumn(
            index,
            title,
            claims[index],
            contents[index],
            {kind: found[index] for kind, found in points.items() if index in found},
            index in known,
        )
        for index, title in enumerate(titles)
    ]


def _with_split(
    mapping: column_mapping.ColumnMapping, header: ListRow, below: Sequence[ListRow], known: ListKnowledge
) -> column_mapping.ColumnMapping:
    """Return the mapping with how to divide the names of the list, if they stand whole in one column."""
    kinds = mapping.columns
    index = next((index for index, kind in kinds.items() if kind is ListField.FULL_NAME), None)
    if index is None or {ListField.FIRST_NAME, ListField.LAST_NAME} & set(kinds.values()):
        return mapping
    rows = [row for row in sample(below) if any(map(one_line, row.cells))]
    nobody = set(rows_without_person(rows, header, mapping))
    cells = (one_line(row.cells[index]) for row in rows if row.number not in nobody and index < len(row.cells))
    return replace(
        mapping, split=column_mapping.proposed_split([name for name in cells if is_name(name)], known.first_names)
    )


def _strengths(titles: Sequence[str], export: RecognisedExport | None) -> list[Mapping[ListField, int]]:
    """Return what each title claims: what it means in the exports of the platform, which beats all words, and what its
    words say for a question that an organiser added. Of two columns with one title the last is meant.
    """
    found: list[Mapping[ListField, int]] = [title_strengths(title) for title in titles]
    if export is None:
        return found
    last = {kind: index for index, kind in export.means.items() if kind not in SEVERAL}
    for index, kind in export.means.items():
        found[index] = {kind: MEANT} if kind and last.get(kind, index) == index else {}
    for index, kind in export.at_need.items():
        found[index] = {kind: WEAK}
    return found


def _header(rows: Sequence[ListRow], number: int | None, known: ListKnowledge) -> ListRow:
    if number == 0:
        return NONE
    named = next((row for row in rows if row.number == number), None)
    if named:
        return named
    return exported_header(rows, known.platforms) or find_header(rows, known.first_names) or fullest_row(rows)


def suggest_mapping(
    rows: Sequence[ListRow], remembered: column_mapping.Remembered, known: ListKnowledge = NOTHING_KNOWN
) -> column_mapping.ColumnMapping:
    """Return the mapping by which a list with this header was read before, else that of `guess_mapping`."""
    for row in rows[:HEADER_WITHIN]:
        sign = column_mapping.header_signature(row.cells)
        if sign != column_mapping.NO_HEADER and (body := remembered.get(sign)):
            return _recalled(guess_mapping(rows, row.number, known), body)
    guessed = guess_mapping(rows, known=known)
    if (not guessed.header or not guessed.names_people) and (body := remembered.get(column_mapping.NO_HEADER)):
        return _recalled(guess_mapping(rows, 0, known), body)
    return guessed


def list_likeness(rows: Sequence[ListRow]) -> tuple[int, int, int]:
    """Return a key that is greater the more a sheet looks like a list of people: whether its header names people with
    something of them, then its length, then the fields it names.
    """
    fields = _named_fields(rows)
    return min(fields, _ENOUGH), len(rows), fields


def is_list_of_people(rows: Sequence[ListRow]) -> bool:
    """Whether a sheet has a header that names people with something of them."""
    return _named_fields(rows) >= _OF_A_LIST


def _named_fields(rows: Sequence[ListRow]) -> int:
    return max(map(header_strength, rows[:HEADER_WITHIN]), default=0)


_OF_A_LIST = 2
"""The fewest fields, a name among them, that the header of a list of people names."""


def _recalled(guessed: column_mapping.ColumnMapping, body: Mapping[str, Any]) -> column_mapping.ColumnMapping:
    """Return the guessed mapping with the remembered columns; the same signature means the same columns in the same
    order.
    """
    width = len(guessed.titles)
    columns = {index: kind for index, _, kind in column_mapping.remembered_columns(body) if index < width}
    left_out, split = body.get("left_out"), body.get("split")
    unread = frozenset(i for i in left_out if i in range(width)) if isinstance(left_out, list) else frozenset()
    kept = column_mapping.NameSplit(split) if split in set(column_mapping.NameSplit) else column_mapping.NameSplit.NONE
    said, answers = body.get("companions"), body.get("answers")
    return replace(
        guessed,
        columns=columns,
        left_out=unread,
        split=kept,
        statuses=dict(column_mapping.remembered_statuses(body)),
        companions=CompanionHandling(said) if said in set(CompanionHandling) else None,
        answers=AnswerHandling(answers) if answers in set(AnswerHandling) else None,
        reasons=dict.fromkeys([*columns, *unread], ColumnReason.REMEMBERED),
    )
