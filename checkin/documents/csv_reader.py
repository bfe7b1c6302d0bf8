# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading lists from text files: CSV, TSV and TXT, with their encoding and separator detected.

Never guesses inside a cell: an unclosed quotation mark is refused, not mended.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from checkin.core.lists.list_fields import ListRow, RowProblem
from checkin.core.message import Message, ReportProgress, UserError, ignore_progress, report_while
from checkin.documents import input_table

# How the rows of a text file are divided into cells: the separator, and what may stand around quotation marks.

SEPARATORS = ";,\t|"

LONGEST_LINE = 1 << 20
"""Characters of a line. A longer one is refused before it becomes a million cells."""

_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """A separator ("" for one column).

    `spaced`: a space may stand between a separator and a quotation mark; `escaped`: within quotation marks another one
    is written with a backslash, as MySQL does.
    """

    separator: str
    spaced: bool = False
    escaped: bool = False

    def records(self, text: str) -> Iterator[tuple[list[str], range]]:
        """Yield the cells of each row, and the lines of `text` (from 0) it stands on. Raises `csv.Error`."""
        reader = csv.reader(
            text_lines(text),
            delimiter=self.separator or ";",
            strict=True,
            skipinitialspace=self.spaced,
            escapechar="\\" if self.escaped else None,
            doublequote=not self.escaped,
        )
        line = 0
        for cells in reader:
            yield cells, range(line, reader.line_num)
            line = reader.line_num

    def fits(self, text: str) -> bool:
        """Whether all quotation marks of `text` are in their places."""
        try:
            return all(True for _ in self.records(text))
        except csv.Error:
            return False


def guess_layout(text: str, separator: str) -> CsvLayout:
    """Return the layout of a text with this separator."""
    plain = CsvLayout(separator)
    if separator and f'{separator} "' in text:
        spaced = CsvLayout(separator, spaced=True)
        return spaced if _evenness(text, spaced) > _evenness(text, plain) else plain
    if '\\"' in text and not plain.fits(text):
        escaped = CsvLayout(separator, escaped=True)
        return escaped if escaped.fits(text) else plain
    return plain


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
        raise UserError(input_table.TOO_LARGE, rows=input_table.MOST_ROWS, columns=input_table.MOST_COLUMNS)


def text_lines(text: str) -> Iterable[str]:
    """Yield the lines of a text with their ends, as `csv` counts them. Raises `UserError` for an endless one."""
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise UserError(input_table.TOO_LARGE, rows=input_table.MOST_ROWS, columns=input_table.MOST_COLUMNS)
        yield line


# Decoding the bytes of a text file of unknown encoding, also of files that were joined or damaged by other programs.
# decode ──▶ byte order mark, UTF-16 without one, UTF-8, else the likeliest of the old encodings └──▶ _by_line: mostly
# UTF-8, some lines in an old encoding (rows appended by another program) └──▶ reread: UTF-8 that a program took for
# an old encoding and saved again ("LefÃ¨vre")
# Damage is put right only where the bytes leave no doubt, and `DecodedText` says where.

BOM = "\ufeff"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Single-byte encodings of Excel and LibreOffice in Western Europe, old Macs, and DOS. With all alphabets to choose
# from, the detector takes a list of two or three French rows for Slovak or Finnish.
_BYTE_ENCODINGS = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_DETECTOR_BYTES = 200_000

# Characters that Western European text does not contain: a capital accent inside a word, foreign signs. With two or
# three accents in the whole file this tells more than the detector's statistics.
_ODD = re.compile(
    r"(?<=[a-zà-ÿ])[À-ÞŒŸŠŽ]"
    r"|[^\x00-\x7fÀ-ÖÙ-öù-ÿœŒŸšŠžŽ’‘“”«»‹›€£§°º²³–—…·•\u00a0]"
)

_WORDS = re.compile(r"[^\W\d_]+")
_CENTRAL = re.compile(r"(?<=[a-zà-ÿ])[³¹¿¾¼]|[³¹¿¾¼](?=[a-zà-ÿ])|(?<![^\W_])[£¥](?=[a-zà-ÿ])")
"""Letters of cp1250 that cp1252 shows as signs within words, or before them: ł, ą, ż, ľ, Ľ, Ł, Ą."""
_NORDIC = re.compile("[åÅæÆ]")
_NORDIC_O = re.compile(r"(?<=[^\W\d_])ø(?=[^\W\d_])|Ø(?=[a-z])")
_SIGNS = 2
_MOST = 0.8
_OTHER_ENCODINGS = ("cp1250", "cp1251", "cp1253", "koi8-r", "cp866")

_JOINED = re.compile(rb"(?<=[\r\n])\xef\xbb\xbf")
"""The byte order mark of a file that was appended to another one."""

_MOST_PARTS = 100
_SHORTEST_HEADING = 7
"""Bytes of a first line whose repetition proves that a file begins there: "Nom;Mél"."""

_REREAD_AS = ("cp1252", "mac-roman")
_REREAD_FROM = 3
"""Damaged lines. With fewer of them the text may be meant as it is, and is left to the user."""

_OTHER_ENCODING = Message(
    "list", "This file is not written in “{encoding}”. Nothing was imported; choose another encoding."
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text. A byte order mark at the beginning of a later line tells that another file was appended there.

    `foreign` are the lines (from 0) that were in another encoding than the rest; `reread` those that had been decoded
    wrongly when the file was saved.
    """

    text: str
    encoding: str
    foreign: frozenset[int] = frozenset()
    reread: frozenset[int] = frozenset()


def decode(data: bytes, encoding: str = "") -> DecodedText:
    """Return the text of a whole file, in the given encoding or the likeliest. Raises `UserError` if it cannot be in
    the given one.
    """
    if encoding:
        return DecodedText(_decode_as(data, encoding), encoding)
    text, foreign, lines = "", set[int](), 0
    parts = _JOINED.split(_separated(data)) if codecs.BOM_UTF8 in data[1:] else [data]
    if len(parts) > _MOST_PARTS:  # no files that somebody joined
        parts = [data]
    decoded = [_decode_part(part) for part in parts]
    for part, content in zip(decoded, parts, strict=True):
        text += (BOM if lines else "") + part.text
        foreign |= {line + lines for line in part.foreign}
        lines += len(content.splitlines())
    text, damaged = reread(text)
    return DecodedText(text, decoded[0].encoding, frozenset(foreign), damaged)


def _separated(data: bytes) -> bytes:
    """Return `data` with a line end between two joined files of which the first had none: before a byte order mark
    within a line, if the first line of the file is repeated behind it.
    """
    first, *others = data.removeprefix(codecs.BOM_UTF8).splitlines()[:2] or [b""]
    repeated = codecs.BOM_UTF8 + first
    if not others or len(first) < _SHORTEST_HEADING or repeated not in data[1:]:
        return data
    return re.sub(rb"(?<=[^\r\n])" + re.escape(repeated), lambda found: b"\n" + found[0], data)


def _decode_as(data: bytes, encoding: str) -> str:
    has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    exact = {"utf-8": "utf-8-sig", "utf-16": "utf-16" if has_mark else _wide(data) or "utf-16-le"}
    try:
        return data.decode(exact.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError) as exc:
        raise UserError(_OTHER_ENCODING, encoding=encoding) from exc


def _decode_part(data: bytes) -> DecodedText:
    for candidate in _candidates(data):
        try:
            return DecodedText(_whole(data, candidate).decode(candidate), candidate)
        except UnicodeDecodeError:
            continue
    if mixed := _by_line(data):
        return mixed
    likeliest = _likeliest(data)
    return DecodedText(data.decode(likeliest, errors="replace"), likeliest)


def _candidates(data: bytes) -> Iterator[str]:
    yield from (encoding for bom, encoding in _BOMS if data.startswith(bom))
    if wide := _wide(data):
        yield wide
    yield "utf-8"


def _whole(data: bytes, encoding: str) -> bytes:
    """Return `data` without half a character of UTF-16 at its end, which a copy cut short or a stray byte leaves."""
    return data[: len(data) // 2 * 2] if encoding.startswith("utf-16") else data


def _wide(data: bytes) -> str:
    """Return the encoding of UTF-16 without a byte order mark, "" if it is not: every other byte of Latin text is zero,
    and in other alphabets still that of spaces, separators and line ends.
    """
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        count = zeros.count(0)
        if count > 3 and count > 0.04 * len(zeros) and sample.count(0) - count <= 1:
            text = _whole(sample, encoding).decode(encoding, errors="replace")
            if re.search(r"[\r\n<]", text) and "\ufffd" not in text[:-1]:
                return encoding
    return ""


def _by_line(data: bytes) -> DecodedText | None:
    """Return the text of a file that is UTF-8 but for some lines, or None. An accent is valid UTF-8 by chance only in
    one line of hundreds, so a file whose accents mostly are is UTF-8.
    """
    lines = data.splitlines(keepends=True)
    foreign = {number for number, line in enumerate(lines) if not _is_utf8(line)}
    if 2 * len(foreign) >= sum(not line.isascii() for line in lines):
        return None
    is_cut = foreign == {len(lines) - 1} and _is_utf8(lines[-1], final=False)
    encoding = "utf-8" if is_cut else _likeliest(b"".join(lines[number] for number in sorted(foreign)))
    text = "".join(
        line.decode(encoding if number in foreign else "utf-8", errors="replace") for number, line in enumerate(lines)
    )
    return DecodedText(text.removeprefix(BOM), "utf-8", frozenset() if is_cut else frozenset(foreign))


def _is_utf8(line: bytes, *, final: bool = True) -> bool:
    try:
        codecs.utf_8_decode(line, "strict", final)
    except UnicodeDecodeError:
        return False
    return True


def _likeliest(data: bytes) -> str:
    """Return the encoding with the fewest odd characters; among equals the one that the detector finds."""
    import chardet

    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_DETECTOR_BYTES]
    if other := _of_other_alphabet(telling):
        return other
    found = chardet.detect(telling, include_encodings=_BYTE_ENCODINGS)["encoding"] or "cp1252"
    candidates = (codecs.lookup(found).name, *_BYTE_ENCODINGS)
    return min(candidates, key=lambda encoding: _count_odd(telling.decode(encoding, errors="replace")))


def _count_odd(text: str) -> int:
    """Return how many characters no Western European text contains; an ø within a name is Danish, not odd."""
    return len(_ODD.findall(_NORDIC_O.sub("o", text)))


def _of_other_alphabet(telling: bytes) -> str:
    """Return the encoding of Central European or Cyrillic letters, "" for Western ones. The detector takes many a short
    Western list for Polish or Hungarian, so signs are asked for that no Western name has.
    """
    western = telling.decode("cp1252", errors="replace")
    words = [word for word in _WORDS.findall(western) if not word.isascii()]
    is_cyrillic = sum(_are_no_accents(word) for word in words) > _MOST * len(words)
    is_central = len(_CENTRAL.findall(western)) >= _SIGNS or (
        western.count("ø") + western.count("Ø") >= _SIGNS and not _NORDIC.search(western)
    )
    if not (is_cyrillic or is_central):
        return ""
    import chardet

    found = chardet.detect(telling, include_encodings=(*_BYTE_ENCODINGS, *_OTHER_ENCODINGS))["encoding"] or "cp1252"
    name = codecs.lookup(found).name
    return name if name == ("cp1251" if is_cyrillic else "cp1250") else ""


def _are_no_accents(word: str) -> bool:
    """Whether a word is of letters beyond ASCII alone: in Latin letters only some of them have an accent."""
    return not any(map(str.isascii, word))


def reread(text: str) -> tuple[str, frozenset[int]]:
    """Return the text as it was before a program took its UTF-8 for an old encoding, and the lines this changes.

    Only if that explains every single accent of the file; else the text as it is.
    """
    damaged: frozenset[int] = frozenset()
    for encoding in _REREAD_AS * 2:  # a file may have been damaged twice
        found = _reread_as(text, encoding)
        if found:
            text, damaged = found[0].removeprefix(BOM), damaged | found[1]
    return text, damaged


def _reread_as(text: str, encoding: str) -> tuple[str, frozenset[int]] | None:
    """Return the text that `encoding` made of each line with an accent, None at the first line it does not explain."""
    lines: list[str] = []
    damaged: set[int] = set()
    for number, line in enumerate(io.StringIO(text, newline="")):
        if not line.isascii():
            damaged.add(number)
            try:
                line = _bytes_of(line, encoding).decode()
            except (UnicodeDecodeError, UnicodeEncodeError):
                return None
        lines.append(line)
    return ("".join(lines), frozenset(damaged)) if len(damaged) >= _REREAD_FROM else None


def _bytes_of(line: str, encoding: str) -> bytes:
    """Return the bytes of a line. Those that Windows-1252 leaves free became control characters of the same number."""
    try:
        return line.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode(encoding) for char in line)


__all__ = ["AS_GUESSED", "ENCODINGS", "SEPARATORS", "TextForm", "read_delimited"]

_SEPARATOR_LINE = re.compile(
    r"""\A"?sep *= *(?P<separator>\\t|\t|[^\w\s"])(?P=separator)*"?\r?(?:\n|\r|\Z)""", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MARKS = re.compile(rf"(?<![^\r\n]){BOM}+")
"""Byte order marks at the beginning of lines."""

_LOST_END = 32
"""NULs at the end of a file that its computer did not write completely. One or two are a program's habit."""

_MOST_HEADING = 5
"""Rows, titles and header, that a second file may repeat."""

_QUOTES = Message(
    "list",
    "Row {row} has a quotation mark that is out of place or never closed. "
    "Nothing was imported; correct the row and save the file again.",
)
_CUT_OFF = Message(
    "list",
    "The end of this file is lost: it was not saved completely. Nothing was imported; save it again, or ask for a "
    "new copy.",
)


@dataclass(frozen=True, slots=True)
class TextForm:
    """The chosen encoding and separator of a text file; "" is detected."""

    encoding: str = ""
    separator: str = ""


AS_GUESSED = TextForm()

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso8859-15", "mac-roman", "cp850", "cp1250", "cp1251")
"""Encodings that a user can choose if the detected one is wrong."""


def read_delimited(
    data: bytes, name: str, form: TextForm = AS_GUESSED, report: ReportProgress = ignore_progress
) -> input_table.Book:
    """Return the table in `data`, a whole file. Raises `UserError` if it is no text or its quotes do not match."""
    check_line_lengths(data)
    decoded = decode(data, form.encoding)
    text = _plain(decoded.text)
    text, appended = _unmarked(text) if BOM in text else (text, frozenset())
    stated = _SEPARATOR_LINE.match(text)
    if stated:  # Excel's own line; spreadsheets neither show nor count it
        text = text[stated.end() :]
    separator = form.separator or (stated and _stated_separator(stated, text)) or guess_separator(text)
    if not separator and (inner := unwrap(text)):
        text, separator = inner, guess_separator(inner)
    records = report_while(_records(text, guess_layout(text, separator)), report, text.count("\n") + 1)
    gathering = _Gathering(decoded, appended, 1 if stated else 0)
    rows = tuple(gathering.rows(records))
    return input_table.Book((input_table.Sheet(name, rows, gathering.problems()),), decoded.encoding, separator)


def _plain(text: str) -> str:
    """Return `text` without stray NULs and the end mark of DOS; raise `UserError` if it is cut off or no text."""
    full = text.rstrip("\0")
    if full and len(text) - len(full) >= _LOST_END:
        raise UserError(_CUT_OFF)
    strange = full.count("\0") + len(_CONTROL.findall(full))
    if (text and not full) or (strange > 8 and strange > len(full) // 100):
        raise UserError(input_table.NOT_A_LIST)
    return full.replace("\0", "").removesuffix("\x1a")


def _unmarked(text: str) -> tuple[str, frozenset[int]]:
    """Return `text` without the byte order marks that begin its lines, and these lines: another file begins there."""
    lines = frozenset(number for number, line in enumerate(text_lines(text)) if line[:1] == BOM)
    return _MARKS.sub("", text), lines


def _stated_separator(line: re.Match[str], text: str) -> str:
    """Return the separator that Excel's line names, "" if the text does not have it."""
    separator = line["separator"].replace("\\t", "\t")
    return separator if separator in text else ""


def _records(text: str, layout: CsvLayout) -> Iterator[tuple[list[str], range]]:
    done = 0
    try:
        for record in layout.records(text):
            done += 1
            yield record
    except csv.Error as exc:
        too_long = str(input_table.LONGEST_CELL) in str(exc)  # e.g. "field larger than field limit (131072)"
        raise UserError(input_table.CELL_TOO_LONG if too_long else _QUOTES, row=done + 1) from exc


class _Gathering:
    """The rows of a text and what was put right in them.

    `appended` are the lines where another file was appended, `skipped` lines come before the first record.
    """

    def __init__(self, decoded: DecodedText, appended: frozenset[int], skipped: int) -> None:
        self._decoded, self._appended, self._skipped = decoded, appended, skipped
        self._beginning: list[tuple[str, ...]] = []
        self._compared: int | None = None
        self._problems: list[RowProblem] = []
        self._reread: list[int] = []

    def rows(self, records: Iterable[tuple[list[str], range]]) -> Iterator[ListRow]:
        """Yield the rows that are neither empty, nor comments, nor the heading of an appended file."""
        measure = input_table.ListSizeCheck()
        for number, (cells, lines) in enumerate(records, start=1):
            row = ListRow(number, tuple(cells))
            if lines.start + self._skipped in self._appended:
                self._compared = 0
            if not any(map(str.strip, cells)) or _is_comment(cells) or self._repeats_heading(row.cells):
                continue
            measure.add(row)
            self._look(row, lines)
            yield row

    def problems(self) -> tuple[RowProblem, ...]:
        """Return what was put right in the rows yielded so far."""
        if self._reread:
            person = self._reread[len(self._reread) // 2]  # the first may be a title
            self._problems.append(RowProblem(person, input_table.REREAD, {"count": len(self._reread)}))
        return tuple(self._problems)

    def _repeats_heading(self, cells: tuple[str, ...]) -> bool:
        """Whether the row is one of those at the beginning of an appended file that the first file begins with too."""
        if self._compared is None:  # still the first file
            self._beginning += [cells] if len(self._beginning) < _MOST_HEADING else []
            return False
        is_same = self._compared < len(self._beginning) and cells == self._beginning[self._compared]
        self._compared = self._compared + 1 if is_same else _MOST_HEADING
        return is_same

    def _look(self, row: ListRow, lines: range) -> None:
        if self._decoded.foreign or self._decoded.reread:
            here = {line + self._skipped for line in lines}
            self._problems += [RowProblem(row.number, input_table.FOREIGN, {})] if here & self._decoded.foreign else []
            self._reread += [row.number] if here & self._decoded.reread else []
        self._problems += input_table.remarks(row)


def _is_comment(cells: list[str]) -> bool:
    """Whether the row is a remark of the program that wrote the file: "# Export of 3 May", without separators."""
    return len(cells) == 1 and len(cells[0]) > 1 and cells[0].startswith("#")
