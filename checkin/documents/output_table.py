# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cell of a table that is taken away holds, in any kind of file. Never one that a spreadsheet would run."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

_RUNS = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""How a text begins that some spreadsheet takes for a formula (OWASP, CSV injection), full-width too."""


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """`width` is how many characters wide a column of long texts may be, 0 as any other. `yes_no`: what True and False
    become in a "yes_no" column.

    Cells: None is empty everywhere; "datetime" wants a `datetime`, written as the clock it shows (bring it to
    the event's time zone first), "date" a `date`, "number" an int or a finite float. Anything else is text.
    """

    title: str
    kind: Literal["text", "number", "datetime", "date", "yes_no"] = "text"
    width: int = 0
    yes_no: tuple[str, str] = ("oui", "non")


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One sheet of a workbook. `rows` are read once."""

    name: str
    columns: Sequence[OutputColumn]
    rows: Iterable[Sequence[object]]


def escape_formula(text: str) -> str:
    """`text`, behind an apostrophe if a spreadsheet might run it. For texts only: -5 stays a number."""
    return "'" + text if _RUNS.match(text) else text


def cell_as_text(column: OutputColumn, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return column.yes_no[0 if value else 1]
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ", "seconds")
        case date():
            return value.isoformat()
    return str(value)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
