# SPDX-License-Identifier: GPL-3.0-or-later
"""Brother QL label printers, over USB and network.

Over USB they report what becomes of a label; over the network (port 9100) they report nothing, so "printed" only means
that the printer took the data.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from checkin.core.message import Message
from checkin.core.printing.brother_ql import DPI, BrotherModel, BrotherTape
from checkin.core.printing.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.devices.brother_raster import ASK, encode_label, fresh, printable
from checkin.devices.brother_status import COOLED, COOLS, SIZE, BrotherStatus, BrotherStatusType, statuses
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.devices.printer_connection import PrinterConnection, connection_failure_state
from checkin.devices.thresholding import threshold_dots
from checkin.translation import translate

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

    def raster(self, document: PrintDocument) -> bytes:
        """Return the label as raster data. Raises `PrinterError` if the badge was drawn for other paper."""
        medium, tape = document.medium, self.tape
        is_length = tape.is_endless or abs(medium.height - tape.length) <= SAME_PAPER
        if medium.dpi != DPI or abs(medium.width - tape.width) > SAME_PAPER or not is_length:
            raise PrinterError(_OTHER_PAPER, width=f"{medium.width:g}", height=f"{medium.height:g}", roll=tape.id)
        return encode_label(printable(threshold_dots(document), tape), self.model, tape)


class NetworkBrother:
    """A Brother QL printer on the network; `connect` opens a connection."""

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
        """Do nothing: the printer has no such command."""

    def state(self) -> PrinterState:
        try:
            self._connect().close()
        except PrinterError as error:
            return replace(connection_failure_state(error), reports_paper=False)
        return PrinterState(reports_paper=False)


class UsbBrother:
    """A Brother QL printer at USB. The connection stays open during a label: the printer reports on it unasked."""

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
        self._reply = b""
        self._replied_at = clock()

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
        self._reply, self._replied_at = b"", self._clock()
        return str(self._jobs)

    def follow(self, reference: str) -> JobProgress:
        """Return the progress of the newest job. About a job of an earlier run the printer says nothing: UNCERTAIN."""
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
        """Do nothing: the printer prints while it reads, so nothing is left to cancel."""

    def state(self) -> PrinterState:
        self._hang_up()
        try:
            with closing(self._connect()) as line:
                line.send(fresh(self._loaded.model) + ASK)
                replies = list(statuses(line.answer(_has_reply)))
        except PrinterError as error:
            return connection_failure_state(error)
        if not replies:
            return PrinterState(PrinterTrouble.SILENT)
        trouble = replies[-1].trouble_with(self._loaded.tape)
        return PrinterState(trouble, _roll(replies[-1]) if trouble is PrinterTrouble.WRONG_PAPER else "")

    def _listen(self, line: PrinterConnection) -> JobProgress:
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
    return translate(_ENDLESS_ROLL, width=status.width)


def _after_error(statuses: list[BrotherStatus]) -> JobState:
    """Return the state after an error: the printer drops the data, and had burnt nothing if it was not yet printing."""
    return JobState.UNCERTAIN if any(status.is_printing for status in statuses) else JobState.FAILED


def _is_cooling(statuses: list[BrotherStatus]) -> bool:
    notices = [status.notice for status in statuses if status.notice in (COOLS, COOLED)]
    return notices[-1:] == [COOLS]


def _has_reply(got: bytes) -> bool:
    return any(status.status_type == BrotherStatusType.REPLY for status in statuses(got))


_ROLL = Message("printing", "The roll in the printer has labels of {width} × {length} mm.")
_ENDLESS_ROLL = Message("printing", "The roll in the printer is continuous, {width} mm wide.")
_OTHER_PAPER = Message(
    "printing",
    "This badge is for paper of {width} × {height} mm, and the roll is {roll}. Nothing was printed; change the "
    "badge or the roll.",
)
