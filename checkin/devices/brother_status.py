# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of the 32-byte status that Brother QL printers report over USB, asked for or not. Sends nothing.

Source: Brother's Raster Command Reference (QL-800/810W/820NWB), chapter 4, "status information request".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from checkin.core.printing.brother_ql import BrotherTape
from checkin.core.printing.print_jobs import PrinterTrouble
from checkin.devices.brother_raster import DIE_CUT, ENDLESS

SIZE = 32
_HEAD = b"\x80\x20B"

_FIRST = {
    0x01: PrinterTrouble.OUT_OF_PAPER,  # no roll
    0x02: PrinterTrouble.OUT_OF_PAPER,  # end of the roll
    0x04: PrinterTrouble.JAM,  # cutter jam
    0x10: PrinterTrouble.OTHER,  # printer in use
    0x20: PrinterTrouble.UNREACHABLE,  # turned off
    0x80: PrinterTrouble.OTHER,  # fan
}
_SECOND = {
    0x10: PrinterTrouble.COVER_OPEN,
    0x01: PrinterTrouble.WRONG_PAPER,
    0x40: PrinterTrouble.JAM,  # cannot be fed
    0x02: PrinterTrouble.OTHER,  # buffer full
    0x04: PrinterTrouble.OTHER,  # transmission error
    0x20: PrinterTrouble.OTHER,  # too hot
    0x80: PrinterTrouble.OTHER,  # system error
}


COOLS, COOLED = 3, 4
"""Values of `notice`: cooling started, cooling finished."""


class BrotherStatusType(IntEnum):
    """The reason for a status report."""

    REPLY = 0x00
    COMPLETED = 0x01
    ERROR = 0x02
    OFF = 0x04
    NOTICE = 0x05
    PHASE = 0x06


@dataclass(frozen=True, slots=True)
class BrotherStatus:
    """A status report: the roll in the printer (`kind`, `width`, `length` in mm) and its phase (`is_printing`).
    `status_type` is a `BrotherStatusType` or an unknown number, `notice` the number of its notification.
    """

    status_type: int
    trouble: PrinterTrouble
    kind: int
    width: int
    length: int
    is_printing: bool
    notice: int

    def trouble_with(self, tape: BrotherTape) -> PrinterTrouble:
        """Return the problem with the printer, or with its roll if it is not this one."""
        if self.trouble is not PrinterTrouble.NONE:
            return self.trouble
        if self.kind == 0:
            return PrinterTrouble.OUT_OF_PAPER
        wanted = (ENDLESS if tape.is_endless else DIE_CUT, tape.width, tape.length)
        held = (self.kind & 0x0F, self.width, self.length)  # 4Ah and 4Bh are the same rolls with another glue
        return PrinterTrouble.NONE if held == wanted else PrinterTrouble.WRONG_PAPER


def statuses(data: bytes) -> Iterator[BrotherStatus]:
    """Yield all status reports in the data, in order; bytes between them are skipped."""
    start = data.find(_HEAD)
    while 0 <= start <= len(data) - SIZE:
        yield _read(data[start : start + SIZE])
        start = data.find(_HEAD, start + SIZE)


def _read(data: bytes) -> BrotherStatus:
    return BrotherStatus(
        status_type=data[18],
        trouble=_trouble(data),
        kind=data[11],
        width=data[10],
        length=data[17],
        is_printing=data[19] == 1,
        notice=data[22],
    )


def _trouble(data: bytes) -> PrinterTrouble:
    signs = [trouble for bit, trouble in _SECOND.items() if data[9] & bit]
    signs += [trouble for bit, trouble in _FIRST.items() if data[8] & bit]
    return next(iter(signs), PrinterTrouble.NONE)
