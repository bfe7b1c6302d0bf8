# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables to be written to files: their columns and cell texts. No text can run as a formula in a spreadsheet."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

_RUNS = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""The beginning of a text that some spreadsheet takes for a formula (OWASP, CSV injection), full-width signs too."""


_MOMENT = len("2026-01-01 00:00:00")


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of an output table.

    `width`: greatest width in characters of a column of long texts, 0 for the default. `yes_no`: the words for True and
    False in a "yes_no" column. Cells: None is empty everywhere; "datetime" needs a `datetime`, written as the clock it
    shows (convert it to the event's time zone first), "date" a `date`, "number" an int or a finite float. Anything else
    is text.
    """

    title: str
    kind: Literal["text", "number", "datetime", "date", "yes_no"] = "text"
    width: int = 0
    yes_no: tuple[str, str] = ("oui", "non")


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One sheet of a workbook. `rows` are iterated once, as they are written; `count` is about how many they are, for
    progress, None where unknown.
    """

    name: str
    columns: Sequence[OutputColumn]
    rows: Iterable[Sequence[object]]
    count: int | None = None


def escape_formula(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet might run it. For texts only: -5 stays a number."""
    return "'" + text if not text[:1].isalnum() and _RUNS.match(text) else text


def cell_as_text(column: OutputColumn, value: object) -> str:
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return column.yes_no[0 if value else 1]
    if isinstance(value, datetime):
        return moment_as_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def moment_as_text(at: datetime) -> str:
    """Return the clock that a time shows, without its offset."""
    return at.isoformat(" ", "seconds")[:_MOMENT]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
