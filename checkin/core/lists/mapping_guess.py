# SPDX-License-Identifier: GPL-3.0-or-later
"""Guesses the mapping of a list: its header row, the platform it is from, what each column holds. Pure.

    rows ──▶ header_row ──▶ titles ──▶ column_titles (words) ──┐
                 │          platforms (known exports) ───────────┼──▶ column_choice ──▶ name_columns ──▶ session_columns
                 └──▶ column_contents (what stands below) ───────┘           ──▶ day_columns ──▶ status_column

An event remembers how its lists were read: a list with the same header is read the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from checkin.core.lists.cell_text import one_line, unique_titles
from checkin.core.lists.column_choice import ColumnClaim, choose_columns
from checkin.core.lists.column_contents import column_contents, sample
from checkin.core.lists.column_mapping import (
    NO_HEADER,
    ColumnMapping,
    NameSplit,
    Remembered,
    header_signature,
    remembered_columns,
    remembered_statuses,
)
from checkin.core.lists.column_titles import LIKELY, MEANT, WEAK, fullest_row, header_strength, title_strengths
from checkin.core.lists.day_columns import with_days
from checkin.core.lists.header_row import NONE, column_titles, find_header
from checkin.core.lists.list_fields import (
    HEADER_WITHIN,
    SEVERAL,
    AnswerHandling,
    ColumnReason,
    CompanionHandling,
    ListField,
    ListRow,
)
from checkin.core.lists.list_knowledge import NOTHING_KNOWN, ListKnowledge
from checkin.core.lists.name_columns import with_names
from checkin.core.lists.name_splitting import proposed_split
from checkin.core.lists.personal_names import is_name
from checkin.core.lists.platforms import RecognisedExport, exported_header, recognise
from checkin.core.lists.rows_without_person import rows_without_person
from checkin.core.lists.session_columns import with_sessions
from checkin.core.lists.status_column import with_status_by_content


def guess_mapping(
    rows: Sequence[ListRow], header: int | None = None, known: ListKnowledge = NOTHING_KNOWN
) -> ColumnMapping:
    """Return the likeliest mapping of a sheet; `header` is the number of its header row if the user named it (0: none).

    Never raises: if no row looks like a header, the fullest is taken and `names_people` is False.
    """
    row = _header(rows, header, known)
    titles = column_titles(rows, row) if row.number else ()
    below = [each for each in rows if each.number > row.number]
    contents = column_contents(below, known.first_names)
    titles += ("",) * (len(contents) - len(titles))
    export = recognise(row.cells, known.platforms)
    chosen = choose_columns(titles, contents, _strengths(titles, export))
    chosen = with_names(chosen, titles, contents, below)
    chosen = with_sessions(chosen, titles, contents, rows, row.number)
    chosen = with_days(chosen, titles, contents, below)
    columns = {index: claim.kind for index, claim in chosen.items()}
    weak = [i for i, claim in chosen.items() if claim.kind is ListField.STATUS and claim.strength <= LIKELY]
    columns = with_status_by_content(below, titles, columns, known=export.means if export else {}, weak=weak)
    mapping = ColumnMapping(
        row.number,
        unique_titles(titles),
        header_signature(row.cells),
        columns,
        platform=export.platform if export else None,
        reasons=_reasons(chosen, columns),
        contents=contents,
    )
    return _with_split(mapping, row, below, known)


def _reasons(chosen: Mapping[int, ColumnClaim], columns: Mapping[int, ListField]) -> dict[int, ColumnReason]:
    """Return why each column is taken; a status that no claim names was found by its contents."""
    found = dict.fromkeys(columns, ColumnReason.CONTENTS)
    for index, claim in chosen.items():
        if columns.get(index) is claim.kind:
            is_meant = claim.strength == MEANT and claim.reason is not ColumnReason.SWAPPED
            found[index] = ColumnReason.SOURCE if is_meant else claim.reason
    return found


def _with_split(
    mapping: ColumnMapping, header: ListRow, below: Sequence[ListRow], known: ListKnowledge
) -> ColumnMapping:
    """Return the mapping with how to divide the names of the list, if they stand whole in one column."""
    kinds = mapping.columns
    index = next((index for index, kind in kinds.items() if kind is ListField.FULL_NAME), None)
    if index is None or {ListField.FIRST_NAME, ListField.LAST_NAME} & set(kinds.values()):
        return mapping
    rows = [row for row in sample(below) if any(map(one_line, row.cells))]
    nobody = set(rows_without_person(rows, header, mapping))
    cells = (one_line(row.cells[index]) for row in rows if row.number not in nobody and index < len(row.cells))
    return replace(mapping, split=proposed_split([name for name in cells if is_name(name)], known.first_names))


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
    rows: Sequence[ListRow], remembered: Remembered, known: ListKnowledge = NOTHING_KNOWN
) -> ColumnMapping:
    """Return the mapping by which a list with this header was read before, else that of `guess_mapping`."""
    for row in rows[:HEADER_WITHIN]:
        sign = header_signature(row.cells)
        if sign != NO_HEADER and (body := remembered.get(sign)):
            return _recalled(guess_mapping(rows, row.number, known), body)
    guessed = guess_mapping(rows, known=known)
    if (not guessed.header or not guessed.names_people) and (body := remembered.get(NO_HEADER)):
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
_ENOUGH = 3
"""Fields from which on more of them tell nothing: the staff of an event has more than its guests."""


def _recalled(guessed: ColumnMapping, body: Mapping[str, Any]) -> ColumnMapping:
    """Return the guessed mapping with the remembered columns; the same signature means the same columns in the same
    order.
    """
    width = len(guessed.titles)
    columns = {index: kind for index, _, kind in remembered_columns(body) if index < width}
    left_out, split = body.get("left_out"), body.get("split")
    unread = frozenset(i for i in left_out if i in range(width)) if isinstance(left_out, list) else frozenset()
    kept = NameSplit(split) if split in set(NameSplit) else NameSplit.NONE
    said, answers = body.get("companions"), body.get("answers")
    return replace(
        guessed,
        columns=columns,
        left_out=unread,
        split=kept,
        statuses=dict(remembered_statuses(body)),
        companions=CompanionHandling(said) if said in set(CompanionHandling) else None,
        answers=AnswerHandling(answers) if answers in set(AnswerHandling) else None,
        reasons=dict.fromkeys([*columns, *unread], ColumnReason.REMEMBERED),
    )
