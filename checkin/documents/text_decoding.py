# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding the bytes of a text file of unknown encoding, also of files that were joined or damaged by other programs.

    decode ──▶ byte order mark, UTF-16 without one, UTF-8, else the likeliest of the old encodings
          └──▶ _by_line: mostly UTF-8, some lines in an old encoding (rows appended by another program)
          └──▶ reread: UTF-8 that a program took for an old encoding and saved again ("LefÃ¨vre")

Damage is put right only where the bytes leave no doubt, and `DecodedText` says where.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.message import Message

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
