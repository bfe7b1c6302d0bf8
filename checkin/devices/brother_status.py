# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Brother QL printer says of itself over USB: 32 bytes, asked for or not. Reads values, sends nothing.

Source: Brother's Raster Command Reference (QL-800/810W/820NWB), chapter 4, "status information request".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from checkin.core.brother import Tape
from checkin.core.printing import Trouble
from checkin.devices.brother_raster import DIE_CUT, ENDLESS

SIZE = 32
_HEAD = b"\x80\x20B"

_FIRST = {
    0x01: Trouble.OUT_OF_PAPER,  # no roll
    0x02: Trouble.OUT_OF_PAPER,  # its end
    0x04: Trouble.JAM,  # the cutter
    0x10: Trouble.OTHER,  # in use
    0x20: Trouble.UNREACHABLE,  # turned off
    0x80: Trouble.OTHER,  # the fan
}
_SECOND = {
    0x10: Trouble.COVER_OPEN,
    0x01: Trouble.WRONG_PAPER,
    0x40: Trouble.JAM,  # cannot be fed
    0x02: Trouble.OTHER,  # buffer full
    0x04: Trouble.OTHER,  # transmission
    0x20: Trouble.OTHER,  # too hot
    0x80: Trouble.OTHER,  # of the system
}


COOLS, COOLED = 3, 4
"""Notices."""


class Said(IntEnum):
    """Why it speaks."""

    REPLY = 0x00
    COMPLETED = 0x01
    ERROR = 0x02
    OFF = 0x04
    NOTICE = 0x05
    PHASE = 0x06


@dataclass(frozen=True, slots=True)
class BrotherStatus:
    """`kind`, `width`, `length` are the roll in it, `is_printing` its phase. `said` is a `Said`, or a number nobody
    knows; `notice` what it notices.
    """

    said: int
    trouble: Trouble
    kind: int
    width: int
    length: int
    is_printing: bool
    notice: int

    def trouble_with(self, tape: Tape) -> Trouble:
        """What it lacks, and whether it holds another roll than this one."""
        if self.trouble is not Trouble.NONE:
            return self.trouble
        if self.kind == 0:
            return Trouble.OUT_OF_PAPER
        wanted = (ENDLESS if tape.is_endless else DIE_CUT, tape.width, tape.length)
        held = (self.kind & 0x0F, self.width, self.length)  # 4Ah and 4Bh are the same rolls with another glue
        return Trouble.NONE if held == wanted else Trouble.WRONG_PAPER


def statuses(data: bytes) -> Iterator[BrotherStatus]:
    """All that stand in it, in order. What lies between is not ours."""
    start = data.find(_HEAD)
    while 0 <= start <= len(data) - SIZE:
        yield _read(data[start : start + SIZE])
        start = data.find(_HEAD, start + SIZE)


def _read(data: bytes) -> BrotherStatus:
    return BrotherStatus(
        said=data[18],
        trouble=_trouble(data),
        kind=data[11],
        width=data[10],
        length=data[17],
        is_printing=data[19] == 1,
        notice=data[22],
    )


def _trouble(data: bytes) -> Trouble:
    signs = [trouble for bit, trouble in _SECOND.items() if data[9] & bit]
    signs += [trouble for bit, trouble in _FIRST.items() if data[8] & bit]
    return next(iter(signs), Trouble.NONE)
