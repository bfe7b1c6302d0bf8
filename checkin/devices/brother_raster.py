# SPDX-License-Identifier: GPL-3.0-or-later
"""Encoding labels as QL raster, the language of Brother label printers. Sends nothing.

Source: Brother's Raster Command Reference (QL-800/810W/820NWB), chapters 2 and 4.
"""

import re
from collections.abc import Iterator

import numpy as np

from checkin.core.printing.brother_ql import MARGIN, BrotherModel, BrotherTape
from checkin.devices.thresholding import DotMask, pack_dots

RESET = b"\x1b@"
ASK = b"\x1biS"

ENDLESS, DIE_CUT = 0x0A, 0x0B
"""Kinds of roll, in commands and in status reports."""

_HAS_KIND, _HAS_WIDTH, _HAS_LENGTH, _FOR_QUALITY, _RECOVERS = 0x02, 0x04, 0x08, 0x40, 0x80
_LONGEST_LITERAL = 128
_RUN = re.compile(rb"(.)\1{2,127}", re.DOTALL)


def fresh(model: BrotherModel) -> bytes:
    """Return the commands that end any earlier command, even half a label."""
    return bytes(model.reset) + RESET


def printable(black: DotMask, tape: BrotherTape) -> DotMask:
    """Return the part of a label that the printer can reach; it cannot print along the edges.

    On an endless roll the printer feeds a margin before and after, so that the cut piece is as long as the badge.
    """
    rows, columns = black.shape
    left = (columns - tape.dots) // 2
    top = MARGIN if tape.is_endless else (rows - tape.rows) // 2
    bottom = rows - MARGIN if tape.is_endless else top + tape.rows
    return black[top:bottom, left : left + tape.dots]


def encode_label(black: DotMask, model: BrotherModel, tape: BrotherTape) -> bytes:
    """Return one label, printed once and cut; `black` is the result of `printable`."""
    return b"".join(
        [
            fresh(model),
            *([b"\x1bia\x01"] if model.switches else []),  # raster mode, whatever mode the printer was in
            b"\x1biz" + _media(tape, black.shape[0]),
            *([b"\x1biM\x40", b"\x1biA\x01"] if model.cuts else []),
            *([b"\x1biK" + bytes([0x08 | tape.has_red])] if model.widens else []),  # cut at the end
            b"\x1bid" + (MARGIN if tape.is_endless else 0).to_bytes(2, "little"),
            *([b"M\x02" if _packs(model, tape) else b"M\x00"] if model.packs else []),
            *_rows(black, model, tape),
            b"\x1a",
        ]
    )


def _media(tape: BrotherTape, rows: int) -> bytes:
    """Return the media command. A printer with another roll reports it and prints nothing."""
    flags = _HAS_KIND | _HAS_WIDTH | _FOR_QUALITY | _RECOVERS | (0 if tape.is_endless else _HAS_LENGTH)
    kind = ENDLESS if tape.is_endless else DIE_CUT
    return bytes([flags, kind, tape.width, tape.length]) + rows.to_bytes(4, "little") + bytes(2)


def _rows(black: DotMask, model: BrotherModel, tape: BrotherTape) -> Iterator[bytes]:
    """Yield the rows, each mirrored: the print head begins at the right."""
    line = np.zeros((black.shape[0], model.row * 8), dtype=np.bool_)
    right = tape.offset + model.offset
    line[:, right : right + tape.dots] = black[:, ::-1]
    data = pack_dots(line)
    form: dict[bytes, bytes] = {}
    white = _row(bytes(model.row), packs=_packs(model, tape))
    for start in range(0, len(data), model.row):
        row = data[start : start + model.row]
        if row not in form:
            form[row] = _row(row, packs=_packs(model, tape))
        yield b"w\x01" + form[row] + b"w\x02" + white if tape.has_red else b"g\x00" + form[row]


def _packs(model: BrotherModel, tape: BrotherTape) -> bool:
    """Whether rows are compressed. Two-colour rows are not: no implementation is known to compress them."""
    return model.packs and not tape.has_red


def _row(row: bytes, *, packs: bool) -> bytes:
    data = pack(row) if packs else row
    return bytes([len(data)]) + data


def pack(row: bytes) -> bytes:
    """Compress with PackBits, as in TIFF."""
    out = bytearray()
    done = 0
    for run in _RUN.finditer(row):
        out += _literal(row[done : run.start()])
        out += bytes([257 - len(run[0])]) + run[1]
        done = run.end()
    return bytes(out + _literal(row[done:]))


def _literal(data: bytes) -> bytes:
    parts = (data[start : start + _LONGEST_LITERAL] for start in range(0, len(data), _LONGEST_LITERAL))
    return b"".join(bytes([len(part) - 1]) + part for part in parts)
