# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer that understands ZPL. Where it answers ~HS, "printed" means on paper; others tell nothing.

Zebra's guide says that a printer without paper or ribbon, or with its head open, need not answer at all (newer ones
do, and say which). So one that has answered before and is silent now is in trouble; one that never has is just silent.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from checkin.core.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.devices.printer_connection import PrinterConnection, connection_failure_state
from checkin.devices.thresholding import threshold_dots
from checkin.devices.zpl import ASK, CANCEL_ALL, HostStatus, encode_label, is_whole, read_status

ASK_AGAIN = 60.0
"""Seconds until one that tells nothing is asked once more: it may have had no paper then."""

GIVE_UP = 60.0
"""Seconds without an answer after which a person has to look, and the badges behind this one may go on elsewhere."""


class ZplPrinter:
    """`connect` opens a line, `clock` counts seconds. `_is_sure`: if nothing is left of the job, it is on paper."""

    form = PrintFormat.DOTS

    def __init__(self, connect: Callable[[], PrinterConnection], clock: Callable[[], float] = time.monotonic) -> None:
        self._connect, self._clock = connect, clock
        self._talks = False
        self._ask_from = clock()
        self._jobs = 0
        self._is_sure = False
        self._heard_at = clock()

    def send(self, document: PrintDocument) -> str:
        with closing(self._connect()) as line:
            line.send(encode_label(threshold_dots(document)))
            if not self._talks:
                line.finish()
                return ""
            self._ask(line)  # an answer means that it has read as far as here; silence is for `follow`
        self._jobs += 1
        self._is_sure, self._heard_at = True, self._clock()
        return str(self._jobs)

    def follow(self, reference: str) -> JobProgress:
        try:
            with closing(self._connect()) as line:
                status = self._ask(line)
        except PrinterError as error:
            self._is_sure = False  # if it was off, it has forgotten the job
            return self._unheard(reference, connection_failure_state(error))
        if status is None:
            return self._unheard(reference, PrinterState(PrinterTrouble.SILENT))
        self._heard_at = self._clock()
        is_sure = self._is_sure and self._is_ours(reference)
        if status.pending or (is_sure and status.trouble is not PrinterTrouble.NONE):
            return JobProgress(JobState.PRINTING, status.trouble)
        return JobProgress(JobState.PRINTED if is_sure else JobState.UNCERTAIN, status.trouble)

    def cancel(self, reference: str) -> None:
        """All that it has: one job of ours at most. Part of a label may be on paper then."""
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
            return replace(connection_failure_state(error), tells_paper=self._talks)
        if status:
            return PrinterState(status.trouble)
        return PrinterState(PrinterTrouble.SILENT if self._talks else PrinterTrouble.NONE, tells_paper=self._talks)

    def _ask(self, line: PrinterConnection) -> HostStatus | None:
        """None for silence. One that never answered is not waited for each time."""
        if not self._talks and self._clock() < self._ask_from:
            return None
        line.send(ASK)
        status = read_status(line.answer(is_whole))
        self._talks = self._talks or status is not None
        self._ask_from = self._clock() + ASK_AGAIN
        return status

    def _unheard(self, reference: str, state: PrinterState) -> JobProgress:
        """Of a job that another run of this program handed over nobody knows how long."""
        is_over = not self._is_ours(reference) or self._clock() - self._heard_at >= GIVE_UP
        return JobProgress(JobState.UNCERTAIN if is_over else JobState.PRINTING, state.trouble, state.detail)

    def _is_ours(self, reference: str) -> bool:
        return reference == str(self._jobs)
