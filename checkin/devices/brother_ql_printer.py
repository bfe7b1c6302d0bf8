# SPDX-License-Identifier: GPL-3.0-or-later
"""Brother's QL printers. Over USB they tell what becomes of a label; over the network they tell nothing on port 9100,
so there "printed" means that the printer took it.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from checkin.core.brother_ql import DPI, BrotherModel, BrotherTape
from checkin.core.message import Message
from checkin.core.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.devices.brother_raster import ASK, encode_label, fresh, printable
from checkin.devices.brother_status import COOLED, COOLS, SIZE, BrotherStatus, BrotherStatusType, statuses
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.devices.printer_connection import PrinterConnection, connection_failure_state
from checkin.devices.thresholding import threshold_dots
from checkin.language import translate

LONGEST_LABEL = 30.0
"""Seconds without a word after which a person has to look. Cooling down, the printer says so."""

SAME_PAPER = 1.0
"""Millimetres that the paper a badge was drawn for may differ from the roll."""


@dataclass(frozen=True, slots=True)
class BrotherSetup:
    """Which printer it is, and the roll that should be in it."""

    model: BrotherModel
    tape: BrotherTape

    def raster(self, document: PrintDocument) -> bytes:
        """Raises `PrinterError` for a badge drawn for other paper."""
        medium, tape = document.medium, self.tape
        is_length = tape.is_endless or abs(medium.height - tape.length) <= SAME_PAPER
        if medium.dpi != DPI or abs(medium.width - tape.width) > SAME_PAPER or not is_length:
            raise PrinterError(_OTHER_PAPER, width=f"{medium.width:g}", height=f"{medium.height:g}", roll=tape.id)
        return encode_label(printable(threshold_dots(document), tape), self.model, tape)


class NetworkBrother:
    """`connect` opens a line."""

    form = PrintFormat.DOTS

    def __init__(self, connect: Callable[[], PrinterConnection], loaded: BrotherSetup) -> None:
        self._connect, self._loaded = connect, loaded

    def send(self, document: PrintDocument) -> str:
        data = self._loaded.raster(document)
        with closing(self._connect()) as line:
            line.send(data)
            line.finish()
        return ""

    def follow(self, reference: str) -> JobProgress:
        return JobProgress(JobState.UNCERTAIN)

    def cancel(self, reference: str) -> None:
        """There is no such command."""

    def state(self) -> PrinterState:
        try:
            self._connect().close()
        except PrinterError as error:
            return replace(connection_failure_state(error), tells_paper=False)
        return PrinterState(tells_paper=False)


class UsbBrother:
    """The line stays open while a label is printed: what the printer says meanwhile comes on it, unasked."""

    form = PrintFormat.DOTS

    def __init__(
        self,
        connect: Callable[[], PrinterConnection],
        loaded: BrotherSetup,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect, self._loaded, self._clock = connect, loaded, clock
        self._jobs = 0
        self._line: PrinterConnection | None = None
        self._heard = b""
        self._heard_at = clock()

    def send(self, document: PrintDocument) -> str:
        data = self._loaded.raster(document)
        self._hang_up()
        self._line = self._connect()
        try:
            self._line.send(data)
        except PrinterError:
            self._hang_up()
            raise
        self._jobs += 1
        self._heard, self._heard_at = b"", self._clock()
        return str(self._jobs)

    def follow(self, reference: str) -> JobProgress:
        """Of a job handed over before the program began again, the printer has nothing to say."""
        if self._line is None or reference != str(self._jobs):
            return JobProgress(JobState.UNCERTAIN)
        try:
            progress = self._listen(self._line)
        except PrinterError as error:
            progress = JobProgress(JobState.UNCERTAIN, connection_failure_state(error).trouble)
        if progress.state is not JobState.PRINTING:
            self._hang_up()
        return progress

    def cancel(self, reference: str) -> None:
        """It prints while it reads: there is nothing left to take back."""

    def state(self) -> PrinterState:
        self._hang_up()
        try:
            with closing(self._connect()) as line:
                line.send(fresh(self._loaded.model) + ASK)
                heard = list(statuses(line.answer(_has_reply)))
        except PrinterError as error:
            return connection_failure_state(error)
        if not heard:
            return PrinterState(PrinterTrouble.SILENT)
        trouble = heard[-1].trouble_with(self._loaded.tape)
        return PrinterState(trouble, _roll(heard[-1]) if trouble is PrinterTrouble.WRONG_PAPER else "")

    def _listen(self, line: PrinterConnection) -> JobProgress:
        more = line.answer(lambda got: len(got) >= SIZE)
        if more:
            self._heard, self._heard_at = self._heard + more, self._clock()
        heard = list(statuses(self._heard))
        for status in heard:
            if status.said == BrotherStatusType.COMPLETED:
                return JobProgress(JobState.PRINTED)
            if status.said in (BrotherStatusType.ERROR, BrotherStatusType.OFF):
                return JobProgress(_after_error(heard), status.trouble_with(self._loaded.tape))
        is_lost = self._clock() - self._heard_at >= LONGEST_LABEL and not _is_cooling(heard)
        return JobProgress(JobState.UNCERTAIN if is_lost else JobState.PRINTING)

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


def _roll(status: BrotherStatus) -> str:
    """What lies in it."""
    if status.length:
        return translate(_ROLL, width=status.width, length=status.length)
    return translate(_ENDLESS_ROLL, width=status.width)


def _after_error(heard: list[BrotherStatus]) -> JobState:
    """It throws away what it was given. Before it said that it prints, no dot was burnt."""
    return JobState.UNCERTAIN if any(status.is_printing for status in heard) else JobState.FAILED


def _is_cooling(heard: list[BrotherStatus]) -> bool:
    notices = [status.notice for status in heard if status.notice in (COOLS, COOLED)]
    return notices[-1:] == [COOLS]


def _has_reply(got: bytes) -> bool:
    return any(status.said == BrotherStatusType.REPLY for status in statuses(got))


_ROLL = Message("printing", "The roll in it has labels of {width} × {length} mm.")
_ENDLESS_ROLL = Message("printing", "The roll in it is endless, {width} mm wide.")
_OTHER_PAPER = Message(
    "printing",
    "This badge is drawn for paper of {width} × {height} mm, and the roll is {roll}. "
    "Nothing was printed; choose the badge or the roll.",
)
