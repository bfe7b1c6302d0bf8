# SPDX-License-Identifier: GPL-3.0-or-later
"""One printer at work on the waiting badges, one at a time. `step` does one thing and returns; no thread, no waiting.

A job is PRINTING on the disk before its first byte leaves: whatever happens then, nobody believes that it still waits.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from checkin.core.entries import Kind
from checkin.core.errors import CheckinError
from checkin.core.printing import JobState, PrinterState, PrintJob, Progress, Trouble
from checkin.desk.event_file import EventFile
from checkin.devices.printer import Document, Printer, PrinterError, UncertainPrintError
from checkin.storage.print_queue import PrintQueue

PATIENCE = timedelta(seconds=20)
"""How long a printer may be in trouble before those that wait for it go to the second one."""

Draw = Callable[[PrintJob], Document]
"""Raises `CheckinError` for a badge that cannot be drawn."""


class Press:
    """`address` is what jobs call this printer; `second` the address of the one that takes over, "" for none."""

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], printer: Printer, draw: Draw, addresses: tuple[str, str]
    ) -> None:
        self._event, self._clock = event, clock
        self._printer, self._draw = printer, draw
        self._address, self._second = addresses
        self._queue = PrintQueue(event.db)
        self._trouble_since: datetime | None = None
        self.is_paused = False
        self.state = PrinterState()

    def recover(self) -> None:
        """At the start: what was at the printer when the program ended. A printer that can tell is asked in `step`; of
        the others nobody knows.
        """
        for job in self._at_printer():
            if not job.reference:
                self._note(job, Progress(JobState.UNCERTAIN))

    def step(self) -> bool:
        """Follow the job at the printer, or hand over the next. Returns whether there is more to do at once."""
        at_printer = self._at_printer()
        if at_printer:
            return self._follow(at_printer[0])
        job = self._queue.next_for(self._address, only_urgent=self.is_paused)
        self.state = self._printer.state()
        if job is None or not self._may_print():
            return False
        return self._hand_over(job)

    def _at_printer(self) -> list[PrintJob]:
        return [job for job in self._queue.in_state(JobState.PRINTING) if job.printer == self._address]

    def _may_print(self) -> bool:
        if self.state.is_ready:
            self._trouble_since = None
            return True
        now = self._clock()
        self._trouble_since = self._trouble_since or now
        if self._second and now - self._trouble_since >= PATIENCE:
            self._fail_over()
        return False

    def _fail_over(self) -> None:
        with self._event.writing():
            waiting = [j.id for j in self._queue.in_state(JobState.WAITING) if j.printer == self._address]
            self._queue.move(waiting, self._second)

    def _hand_over(self, job: PrintJob) -> bool:
        try:
            document = self._draw(job)
        except CheckinError as error:
            self._note(job, Progress(JobState.FAILED, Trouble.OTHER, str(error)))
            return True
        with self._event.writing():
            if not self._queue.send(job.id, self._clock()):
                return True  # cancelled meanwhile
        try:
            reference = self._printer.send(document)
        except UncertainPrintError as error:
            self._note(job, Progress(JobState.UNCERTAIN, Trouble.OTHER, str(error)))
        except PrinterError as error:
            self._note(job, Progress(JobState.FAILED, Trouble.OTHER, str(error)))
        else:
            self._handed_over(job, reference)
        return True

    def _handed_over(self, job: PrintJob, reference: str) -> None:
        if not reference:
            self._note(job, Progress(JobState.PRINTED))
            return
        with self._event.writing():
            self._queue.refer(job.id, reference)

    def _follow(self, job: PrintJob) -> bool:
        progress = self._printer.follow(job.reference)
        self.state = PrinterState(progress.trouble, progress.detail)
        if progress != Progress(job.state, job.trouble, job.detail):
            self._note(job, progress)
        return progress.state is not JobState.PRINTING

    def _note(self, job: PrintJob, progress: Progress) -> None:
        """That it was printed is an entry too, in the same transaction."""
        with self._event.writing():
            self._queue.note(job.id, progress, self._clock())
            if progress.state is JobState.PRINTED:
                body: dict[str, object] = {"template": job.template, "copy": job.copy}
                body |= {"why": job.why} if job.why else {}
                self._event.journal.append(Kind.BADGE_PRINTED, job.attendee, body, at=self._clock(), desk="")
