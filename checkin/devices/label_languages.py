# SPDX-License-Identifier: GPL-3.0-or-later
"""Label printers that are spoken to in their own language: Brother QL (raster) and Zebra (ZPL)."""

import base64
import binascii
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from checkin.core.message import Message
from checkin.core.print_jobs import (
    DPI,
    MARGIN,
    BrotherModel,
    BrotherTape,
    JobProgress,
    JobState,
    PrinterState,
    PrinterTrouble,
)
from checkin.devices import printer
from checkin.translation import translate

# Encoding labels as QL raster, the language of Brother label printers. Sends nothing.
# Source: Brother's Raster Command Reference (QL-800/810W/820NWB), chapters 2 and 4.

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


def printable(black: printer.DotMask, tape: BrotherTape) -> printer.DotMask:
    """Return the part of a label that the printer can reach; it cannot print along the edges.

    On an endless roll the printer feeds a margin before and after, so that the cut piece is as long as the badge.
    """
    rows, columns = black.shape
    left = (columns - tape.dots) // 2
    top = MARGIN if tape.is_endless else (rows - tape.rows) // 2
    bottom = rows - MARGIN if tape.is_endless else top + tape.rows
    return black[top:bottom, left : left + tape.dots]


def encode_label(black: printer.DotMask, model: BrotherModel, tape: BrotherTape) -> bytes:
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


def _rows(black: printer.DotMask, model: BrotherModel, tape: BrotherTape) -> Iterator[bytes]:
    """Yield the rows, each mirrored: the print head begins at the right."""
    line = np.zeros((black.shape[0], model.row * 8), dtype=np.bool_)
    right = tape.offset + model.offset
    line[:, right : right + tape.dots] = black[:, ::-1]
    data = printer.pack_dots(line)
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


# Decoding of the 32-byte status that Brother QL printers report over USB, asked for or not. Sends nothing.
# Source: Brother's Raster Command Reference (QL-800/810W/820NWB), chapter 4, "status information request".

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


LONGEST_LABEL = 30.0
"""Seconds of silence after which a user has to look. A printer that cools down says so."""
LARGEST_REPLY = 1 << 16
"""Bytes of all reports on one label, of 32 bytes each: a printer that reports on without an end is not believed."""

SAME_PAPER = 1.0
"""Millimetres by which the paper a badge was drawn for may differ from the roll."""


@dataclass(frozen=True, slots=True)
class BrotherSetup:
    """A model of printer, and the roll that should be in it."""

    model: BrotherModel
    tape: BrotherTape

    def raster(self, document: printer.PrintDocument) -> bytes:
        """Return the label as raster data. Raises `PrinterError` if the badge was drawn for other paper."""
        medium, tape = document.medium, self.tape
        is_length = tape.is_endless or abs(medium.height - tape.length) <= SAME_PAPER
        if medium.dpi != DPI or abs(medium.width - tape.width) > SAME_PAPER or not is_length:
            raise printer.PrinterError(
                _OTHER_PAPER, width=f"{medium.width:g}", height=f"{medium.height:g}", roll=tape.id
            )
        return encode_label(printable(printer.threshold_dots(document), tape), self.model, tape)


class NetworkBrother:
    """A Brother QL printer on the network; `connect` opens a connection."""

    form = printer.PrintFormat.DOTS

    def __init__(self, connect: Callable[[], printer.PrinterConnection], loaded: BrotherSetup) -> None:
        self._connect, self._loaded = connect, loaded

    def send(self, document: printer.PrintDocument) -> str:
        data = self._loaded.raster(document)
        with closing(self._connect()) as line:
            line.send(data)
            line.finish()
        return ""

    def follow(self, reference: str) -> JobProgress:
        return JobProgress(JobState.UNCERTAIN)

    def cancel(self, reference: str) -> None:
        """Do nothing: the printer has no such command."""

    def state(self) -> PrinterState:
        try:
            self._connect().close()
        except printer.PrinterError as error:
            return replace(printer.connection_failure_state(error), reports_paper=False)
        return PrinterState(reports_paper=False)


class UsbBrother:
    """A Brother QL printer at USB. The connection stays open during a label: the printer reports on it unasked."""

    form = printer.PrintFormat.DOTS

    def __init__(
        self,
        connect: Callable[[], printer.PrinterConnection],
        loaded: BrotherSetup,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect, self._loaded, self._clock = connect, loaded, clock
        self._jobs = 0
        self._line: printer.PrinterConnection | None = None
        self._reply = b""
        self._replied_at = clock()

    def send(self, document: printer.PrintDocument) -> str:
        data = self._loaded.raster(document)
        self._hang_up()
        self._line = self._connect()
        try:
            self._line.send(data)
        except printer.PrinterError:
            self._hang_up()
            raise
        self._jobs += 1
        self._reply, self._replied_at = b"", self._clock()
        return str(self._jobs)

    def follow(self, reference: str) -> JobProgress:
        """Return the progress of the newest job. About a job of an earlier run the printer says nothing: UNCERTAIN."""
        if self._line is None or reference != str(self._jobs):
            return JobProgress(JobState.UNCERTAIN)
        try:
            progress = self._listen(self._line)
        except printer.PrinterError as error:
            progress = JobProgress(JobState.UNCERTAIN, printer.connection_failure_state(error).trouble)
        if progress.state is not JobState.PRINTING:
            self._hang_up()
        return progress

    def cancel(self, reference: str) -> None:
        """Do nothing: the printer prints while it reads, so nothing is left to cancel."""

    def state(self) -> PrinterState:
        self._hang_up()
        try:
            with closing(self._connect()) as line:
                line.send(fresh(self._loaded.model) + ASK)
                replies = list(statuses(line.answer(_has_reply)))
        except printer.PrinterError as error:
            return printer.connection_failure_state(error)
        if not replies:
            return PrinterState(PrinterTrouble.SILENT)
        trouble = replies[-1].trouble_with(self._loaded.tape)
        return PrinterState(trouble, _roll(replies[-1]) if trouble is PrinterTrouble.WRONG_PAPER else "")

    def _listen(self, line: printer.PrinterConnection) -> JobProgress:
        more = line.answer(lambda got: len(got) >= SIZE)
        if more:
            self._reply, self._replied_at = self._reply + more, self._clock()
        if len(self._reply) > LARGEST_REPLY:
            return JobProgress(JobState.UNCERTAIN)
        replies = list(statuses(self._reply))
        for status in replies:
            if status.status_type == BrotherStatusType.COMPLETED:
                return JobProgress(JobState.PRINTED)
            if status.status_type in (BrotherStatusType.ERROR, BrotherStatusType.OFF):
                return JobProgress(_after_error(replies), status.trouble_with(self._loaded.tape))
        is_lost = self._clock() - self._replied_at >= LONGEST_LABEL and not _is_cooling(replies)
        return JobProgress(JobState.UNCERTAIN if is_lost else JobState.PRINTING)

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


def _roll(status: BrotherStatus) -> str:
    """Return the description of the roll in the printer."""
    if status.length:
        return translate(_ROLL, width=status.width, length=status.length)
    return translate(Message("printing", "The roll in the printer is continuous, {width} mm wide."), width=status.width)


def _after_error(statuses: list[BrotherStatus]) -> JobState:
    """Return the state after an error: the printer drops the data, and had burnt nothing if it was not yet printing."""
    return JobState.UNCERTAIN if any(status.is_printing for status in statuses) else JobState.FAILED


def _is_cooling(statuses: list[BrotherStatus]) -> bool:
    notices = [status.notice for status in statuses if status.notice in (COOLS, COOLED)]
    return notices[-1:] == [COOLS]


def _has_reply(got: bytes) -> bool:
    return any(status.status_type == BrotherStatusType.REPLY for status in statuses(got))


_ROLL = Message("printing", "The roll in the printer has labels of {width} × {length} mm.")
_OTHER_PAPER = Message(
    "printing",
    "This badge is for paper of {width} × {height} mm, and the roll is {roll}. Nothing was printed; change the "
    "badge or the roll.",
)


# Encoding labels as ZPL II, the language of Zebra printers, and decoding their answer to ~HS. Sends nothing.
# Source: ZPL II Programming Guide, commands ^GF, ^PW, ^LL, ~HS, and its chapter on compression (Z64).

ASK_HOST_STATUS = b"~HS"
CANCEL_ALL = b"~JA"

STRINGS = 3
"""Number of strings in an answer to ~HS, each between STX and ETX."""


def encode_zpl(black: printer.DotMask) -> bytes:
    """Return one label, as wide and as long as its dots, printed once."""
    rows, columns = black.shape
    across = (columns + 7) // 8
    size = across * rows
    head = f"^XA^PW{columns}^LL{rows}^LH0,0^FO0,0^GFA,{size},{size},{across},"
    return head.encode() + _z64(printer.pack_dots(black)) + b"^FS^PQ1^XZ"


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
        return HostStatus(_trouble_of_host_status(first, second), first[4] + first[7] + second[8])
    except (ValueError, IndexError):
        return None


def _trouble_of_host_status(first: list[int], second: list[int]) -> PrinterTrouble:
    """Return the trouble to fix first: while the head is open no sensor reports anything."""
    signs = {
        PrinterTrouble.COVER_OPEN: second[2],
        PrinterTrouble.OUT_OF_PAPER: first[1],
        PrinterTrouble.OUT_OF_INK: second[3],
        PrinterTrouble.OTHER: first[9] or first[11],  # settings lost; too hot
        PrinterTrouble.STOPPED: first[2],
    }
    return next((trouble for trouble, is_so in signs.items() if is_so), PrinterTrouble.NONE)


# A label printer that understands ZPL. If it answers ~HS, "printed" means on paper; others report nothing.
# Zebra's guide says that a printer without paper or ribbon, or with its head open, need not answer at all (newer ones
# answer, and say which). So a printer that has answered before and is silent now is in trouble; one that never has is
# just silent.

ASK_AGAIN = 60.0
"""Seconds until a printer that never answered is asked again: it may have had no paper."""

GIVE_UP = 60.0
"""Seconds without an answer after which a user has to look, and later badges may go to another printer."""


class ZplPrinter:
    """A ZPL printer; `connect` opens a connection, `clock` returns seconds.

    `_is_sure`: if nothing is pending, the last job is on paper.
    """

    form = printer.PrintFormat.DOTS

    def __init__(
        self, connect: Callable[[], printer.PrinterConnection], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connect, self._clock = connect, clock
        self._talks = False
        self._ask_from = clock()
        self._jobs = 0
        self._is_sure = False
        self._replied_at = clock()

    def send(self, document: printer.PrintDocument) -> str:
        with closing(self._connect()) as line:
            line.send(encode_zpl(printer.threshold_dots(document)))
            if not self._talks:
                line.finish()
                return ""
            self._ask(line)  # an answer means that it has read this far; silence is handled in `follow`
        self._jobs += 1
        self._is_sure, self._replied_at = True, self._clock()
        return str(self._jobs)

    def follow(self, reference: str) -> JobProgress:
        try:
            with closing(self._connect()) as line:
                status = self._ask(line)
        except printer.PrinterError as error:
            self._is_sure = False  # if it was switched off, it has lost the job
            return self._unheard(reference, printer.connection_failure_state(error))
        if status is None:
            return self._unheard(reference, PrinterState(PrinterTrouble.SILENT))
        self._replied_at = self._clock()
        is_sure = self._is_sure and self._is_ours(reference)
        if status.pending or (is_sure and status.trouble is not PrinterTrouble.NONE):
            return JobProgress(JobState.PRINTING, status.trouble)
        return JobProgress(JobState.PRINTED if is_sure else JobState.UNCERTAIN, status.trouble)

    def cancel(self, reference: str) -> None:
        """Cancel everything the printer has, which is at most one job of ours. Part of a label may be on paper then."""
        self._is_sure = False
        try:
            with closing(self._connect()) as line:
                line.send(CANCEL_ALL)
                line.finish()
        except printer.PrinterError:
            return

    def state(self) -> PrinterState:
        try:
            with closing(self._connect()) as line:
                status = self._ask(line)
        except printer.PrinterError as error:
            return replace(printer.connection_failure_state(error), reports_paper=self._talks)
        if status:
            return PrinterState(status.trouble)
        return PrinterState(PrinterTrouble.SILENT if self._talks else PrinterTrouble.NONE, reports_paper=self._talks)

    def _ask(self, line: printer.PrinterConnection) -> HostStatus | None:
        """Return the status, None for silence. A printer that never answered is asked only every `ASK_AGAIN`
        seconds.
        """
        if not self._talks and self._clock() < self._ask_from:
            return None
        line.send(ASK_HOST_STATUS)
        status = read_status(line.answer(is_whole))
        self._talks = self._talks or status is not None
        self._ask_from = self._clock() + ASK_AGAIN
        return status

    def _unheard(self, reference: str, state: PrinterState) -> JobProgress:
        """Return the progress of a job without an answer. For a job of an earlier run the time is unknown:
        UNCERTAIN.
        """
        is_over = not self._is_ours(reference) or self._clock() - self._replied_at >= GIVE_UP
        return JobProgress(JobState.UNCERTAIN if is_over else JobState.PRINTING, state.trouble, state.detail)

    def _is_ours(self, reference: str) -> bool:
        return reference == str(self._jobs)
