# SPDX-License-Identifier: GPL-3.0-or-later
"""Extraction of the cells of an export, as text by place: "Accueil!B12", in JSON "rows[3].last_name".

Two files that a person would read as equal give the same cells, whichever program saved them.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.message import Message
from checkin.documents.chosen_file import read_chosen_file
from checkin.documents.row_remarks import column_letters
from checkin.documents.spreadsheets import read_book
from checkin.documents.text_extraction import MOST_BYTES

Cells = dict[str, str]


def extract_cells(path: Path) -> Cells:
    """Return the cells of a file on disk, whatever program saved it. Raises `UserError`."""
    if path.suffix.lower() != ".json":
        return _cells((sheet.name, sheet.rows) for sheet in read_book(path).sheets)
    try:
        return dict(_leaves("", json.loads(read_chosen_file(path, MOST_BYTES))))
    except (OSError, ValueError, RecursionError) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _cells(sheets: Iterable[tuple[str, Iterable[ListRow]]]) -> Cells:
    return {
        f"{sheet}!{column_letters(column)}{row.number}": text
        for sheet, rows in sheets
        for row in rows
        for column, text in enumerate(row.cells)
        if text
    }


def _leaves(place: str, found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _leaves(f"{place}.{key}" if place else str(key), value)
    elif isinstance(found, list):
        for number, value in enumerate(found):
            yield from _leaves(f"{place}[{number}]", value)
    else:
        yield place, json.dumps(found, ensure_ascii=False)


_UNREADABLE = Message("check", "“{name}” cannot be read. Nothing was changed; is it a Checkin export?")
