# SPDX-License-Identifier: GPL-3.0-or-later
"""Encoding labels as ZPL II, the language of Zebra printers, and decoding their answer to ~HS. Sends nothing.

Source: ZPL II Programming Guide, commands ^GF, ^PW, ^LL, ~HS, and its chapter on compression (Z64).
"""

import base64
import binascii
import zlib
from dataclasses import dataclass

from checkin.core.printing.print_jobs import PrinterTrouble
from checkin.devices.thresholding import DotMask, pack_dots

ASK = b"~HS"
CANCEL_ALL = b"~JA"

STRINGS = 3
"""Number of strings in an answer to ~HS, each between STX and ETX."""


def encode_label(black: DotMask) -> bytes:
    """Return one label, as wide and as long as its dots, printed once."""
    rows, columns = black.shape
    across = (columns + 7) // 8
    size = across * rows
    head = f"^XA^PW{columns}^LL{rows}^LH0,0^FO0,0^GFA,{size},{size},{across},"
    return head.encode() + _z64(pack_dots(black)) + b"^FS^PQ1^XZ"


def _z64(data: bytes) -> bytes:
    """Return the data in Z64 with a checksum: after a broken transfer the printer prints nothing."""
    text = base64.b64encode(zlib.compress(data))
    return b":Z64:%b:%04X" % (text, binascii.crc_hqx(text, 0))


@dataclass(frozen=True, slots=True)
class HostStatus:
    """The answer to ~HS. `pending`: labels that the printer has received and not yet printed."""

    trouble: PrinterTrouble
    pending: int


def is_whole(answer: bytes) -> bool:
    return answer.count(b"\x03") >= STRINGS


def read_status(answer: bytes) -> HostStatus | None:
    """Return the decoded answer, None for anything else."""
    strings = [part.rpartition(b"\x02")[2].split(b",") for part in answer.split(b"\x03")]
    try:
        first, second = [[int(field) for field in fields] for fields in strings[:2]]
        return HostStatus(_trouble(first, second), first[4] + first[7] + second[8])
    except (ValueError, IndexError):
        return None


def _trouble(first: list[int], second: list[int]) -> PrinterTrouble:
    """Return the trouble to fix first: while the head is open no sensor reports anything."""
    signs = {
        PrinterTrouble.COVER_OPEN: second[2],
        PrinterTrouble.OUT_OF_PAPER: first[1],
        PrinterTrouble.OUT_OF_INK: second[3],
        PrinterTrouble.OTHER: first[9] or first[11],  # settings lost; too hot
        PrinterTrouble.STOPPED: first[2],
    }
    return next((trouble for trouble, is_so in signs.items() if is_so), PrinterTrouble.NONE)
