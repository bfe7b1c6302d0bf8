# SPDX-License-Identifier: GPL-3.0-or-later
"""How the rows of a text file are divided into cells: the separator, and what may stand around quotation marks."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from checkin.core.errors import UserError
from checkin.documents.input_table import MOST_COLUMNS, MOST_ROWS, TOO_LARGE

SEPARATORS = ";,\t|"

LONGEST_LINE = 1 << 20
"""Characters of a line. A longer one is refused before it becomes a million cells."""

_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """A separator ("" for one column). `spaced`: a space may stand between a separator and a quotation mark."""

    separator: str
    spaced: bool = False

    def records(self, text: str) -> Iterator[tuple[list[str], range]]:
        """Yield the cells of each row, and the lines of `text` (from 0) it stands on. Raises `csv.Error`."""
        separator = self.separator or ";"
        reader = csv.reader(text_lines(text), delimiter=separator, strict=True, skipinitialspace=self.spaced)
        line = 0
        for cells in reader:
            yield cells, range(line, reader.line_num)
            line = reader.line_num


def guess_layout(text: str, separator: str) -> CsvLayout:
    """Return the layout of a text with this separator."""
    plain, spaced = CsvLayout(separator), CsvLayout(separator, spaced=True)
    is_spaced = bool(separator) and f'{separator} "' in text and _evenness(text, spaced) > _evenness(text, plain)
    return spaced if is_spaced else plain


def guess_separator(text: str) -> str:
    """Return the separator that splits the first rows most evenly, "" if none splits them at all."""
    best, separator = 0.0, ""
    for candidate in SEPARATORS:
        score = 0.0 if _is_within_names(text, candidate) else _evenness(text, CsvLayout(candidate))
        if score > best:
            best, separator = score, candidate
    return separator


def _is_within_names(text: str, separator: str) -> bool:
    """Whether commas only stand within names, as in "Dupont, Jean": a space follows each, and the title has none."""
    title = text.lstrip().partition("\n")[0]
    return separator == "," and "," not in title and '"' not in text and not re.search(r",[^ ]", text)


def unwrap(text: str) -> str:
    """Return the cells of a list whose whole rows were quoted as one cell each, "" if it is not such a list.

    This is what becomes of a CSV file that a spreadsheet program opened in one column and saved.
    """
    if not text.lstrip().startswith('"'):
        return ""
    try:
        rows = [cells for cells, _ in CsvLayout("").records(text)]
    except csv.Error:
        return ""
    inner = "\n".join("".join(cells) for cells in rows)
    is_one = all(len(cells) < 2 for cells in rows) and inner.count("\n") == len(rows) - 1
    return inner if is_one and _evenness(inner, CsvLayout(guess_separator(inner))) > 1 else ""


def _evenness(text: str, layout: CsvLayout) -> float:
    """Return the share of rows with the commonest width, with a small preference for more columns."""
    widths: Counter[int] = Counter()
    penalty = 0.0
    try:
        for cells, _ in islice(layout.records(text), _SAMPLE_ROWS):
            widths[len(cells)] += bool(cells)
    except csv.Error:
        penalty = 0.5
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return 0.0 if width < 2 else count / widths.total() + min(width, 12) / 100 - penalty


def check_line_lengths(data: bytes) -> None:
    """Raise `UserError` for a file with an endless line, before it is decoded: a character has at most four bytes."""
    if max(map(len, data.splitlines()), default=0) > 4 * LONGEST_LINE:
        raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)


def text_lines(text: str) -> Iterable[str]:
    """Yield the lines of a text with their ends, as `csv` counts them. Raises `UserError` for an endless one."""
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
        yield line
