# SPDX-License-Identifier: GPL-3.0-or-later
"""A label printer that understands ZPL. If it answers ~HS, "printed" means on paper; others report nothing.

Zebra's guide says that a printer without paper or ribbon, or with its head open, need not answer at all (newer ones
answer, and say which). So a printer that has answered before and is silent now is in trouble; one that never has is
just silent.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from checkin.core.printing.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.devices.printer_connection import PrinterConnection, connection_failure_state
from checkin.devices.thresholding import threshold_dots
from checkin.devices.zpl import ASK, CANCEL_ALL, HostStatus, encode_label, is_whole, read_status

ASK_AGAIN = 60.0
"""Seconds until a printer that never answered is asked again: it may have had no paper."""

GIVE_UP = 60.0
"""Seconds without an answer after which a user has to look, and later badges may go to another printer."""


class ZplPrinter:
    """A ZPL printer; `connect` opens a connection, `clock` returns seconds.

    `_is_sure`: if nothing is pending, the last job is on paper.
    """

    form = PrintFormat.DOTS

    def __init__(self, connect: Callable[[], PrinterConnection], clock: Callable[[], float] = time.monotonic) -> None:
        self._connect, self._clock = connect, clock
        self._talks = False
        self._ask_from = clock()
        self._jobs = 0
        self._is_sure = False
        self._replied_at = clock()

    def send(self, document: PrintDocument) -> str:
        with closing(self._connect()) as line:
            line.send(encode_label(threshold_dots(document)))
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
        except PrinterError as error:
            self._is_sure = False  # if it was switched off, it has lost the job
            return self._unheard(reference, connection_failure_state(error))
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
        except PrinterError:
            return

    def state(self) -> PrinterState:
        try:
            with closing(self._connect()) as line:
                status = self._ask(line)
        except PrinterError as error:
            return replace(connection_failure_state(error), reports_paper=self._talks)
        if status:
            return PrinterState(status.trouble)
        return PrinterState(PrinterTrouble.SILENT if self._talks else PrinterTrouble.NONE, reports_paper=self._talks)

    def _ask(self, line: PrinterConnection) -> HostStatus | None:
        """Return the status, None for silence. A printer that never answered is asked only every `ASK_AGAIN`
        seconds.
        """
        if not self._talks and self._clock() < self._ask_from:
            return None
        line.send(ASK)
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
