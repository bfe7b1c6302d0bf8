# SPDX-License-Identifier: GPL-3.0-or-later
"""Extraction of the cells of an export, as text by place: "Accueil!B12", in JSON "rows[3].last_name".

Two files that a person would read as equal give the same cells, whichever program saved them.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.chosen_file import read_chosen_file
from checkin.documents.csv_layout import SEPARATORS
from checkin.documents.row_remarks import column_letters
from checkin.documents.spreadsheets import read_book
from checkin.documents.text_extraction import MOST_BYTES

Cells = dict[str, str]


def extract_cells(path: Path) -> Cells:
    """Return the cells of a file on disk, whatever program saved it. Raises `UserError`.

    A text is read to the letter, with the marks, the zero characters and the comments that the import of a list skips.
    """
    match path.suffix.lower():
        case ".json":
            return _of_json(path)
        case ".csv":
            return dict(_cells(path.stem, enumerate(_records(path), start=1)))
    sheets = read_book(path).sheets
    return {place: text for sheet in sheets for place, text in _cells(sheet.name, sheet.rows)}


def _cells(sheet: str, rows: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[str, str]]:
    for number, cells in rows:
        for column, text in enumerate(cells):
            if text:
                yield f"{sheet}!{column_letters(column)}{number}", text


def _records(path: Path) -> list[list[str]]:
    try:
        text = read_chosen_file(path, MOST_BYTES).decode("utf-8-sig")
        separator = max(SEPARATORS, key=text.partition("\n")[0].count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except UnicodeDecodeError as exc:
        raise UserError(_ENCODING, name=path.name) from exc
    except (OSError, csv.Error) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _of_json(path: Path) -> Cells:
    try:
        text = read_chosen_file(path, MOST_BYTES).decode()
        found = json.loads(text, object_pairs_hook=_object, parse_int=_Number, parse_float=_Number)
        return dict(_leaves("", found))
    except _RepeatedKeyError as exc:
        raise UserError(_REPEATED, name=path.name, key=exc.args[0]) from exc
    except (OSError, ValueError, RecursionError) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


class _Number(str):
    """A number as it is written: 1, 1.0 and 1e0 are three."""

    __slots__ = ()


class _RepeatedKeyError(Exception):
    """A key that an object has twice: programs disagree on which value it has."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def _leaves(place: str, found: object) -> Iterator[tuple[str, str]]:
    """Yield each value with its place, an empty object or list too; no two values have one place."""
    if isinstance(found, dict) and found:
        for key, value in found.items():
            name = f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"
            yield from _leaves((place + name).removeprefix("."), value)
    elif isinstance(found, list) and found:
        for number, value in enumerate(found):
            yield from _leaves(f"{place}[{number}]", value)
    else:
        yield place, str(found) if isinstance(found, _Number) else json.dumps(found, ensure_ascii=False)


_UNREADABLE = Message("check", "“{name}” cannot be read. Nothing was changed; is it a Checkin export?")
_ENCODING = Message(
    "check",
    "“{name}” was saved in another encoding than UTF-8, so its cells cannot be compared. Nothing was changed; ask for "
    "the file as it was exported.",
)
_REPEATED = Message(
    "check",
    "“{name}” has “{key}” twice in one place, so programs may read different values. Nothing was changed; ask for the "
    "file as it was exported.",
)
