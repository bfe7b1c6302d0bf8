# SPDX-License-Identifier: GPL-3.0-or-later
"""Spooling: a spooler for each printer, its thread, and how both are opened from the print plan.

A spooler has no thread and does not wait: it hands over waiting jobs one at a time, follows them, and gives them to the
second printer when this one fails too long. A job is PRINTING on disk before its first byte leaves, so after a crash it
is never taken for waiting. If a printer stays in trouble, waiting jobs go to the second printer, and the job at the
printer is recalled. That one moves along only if it is certain that nothing of it was printed.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.message import CheckinError, Message
from checkin.core.print_jobs import (
    BadgeNotWantedError,
    JobProgress,
    JobState,
    Medium,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintJob,
    PrintPlan,
)
from checkin.devices.printer import PrintDocument, Printer, PrinterError, UncertainPrintError
from checkin.devices.printers import medium_from_address, open_printer
from checkin.services.badges.badge_documents import BadgeDocuments, choose_paper
from checkin.services.event_file import EventFile
from checkin.services.threads import EventWorker
from checkin.storage.print_queue import PrintQueue
from checkin.translation import error_text, translate

PATIENCE = timedelta(seconds=20)
"""How long a printer may be in trouble before its waiting jobs go to the second one."""

REST = timedelta(seconds=30)
"""Pause after a job was lost on its way.

Without it a whole batch would go, badge by badge, into a printer that swallows them.
"""

Draw = Callable[[PrintJob], PrintDocument]
"""Draws a job. Raises `CheckinError` for a badge that cannot be drawn."""


class PrintSpooler:
    """One printer working on the queue. A print job passes through the states of `core.print_jobs.JobState`.

    WAITING, then PRINTING (on disk before it is sent), then PRINTED, FAILED, CANCELLED, or UNCERTAIN if the outcome
    cannot be known; a user resolves the last by looking (`services.badge_print_requests`). `step` is called again and
    again by `PrintWorker`; a fault while drawing fails that job and is raised again, printer trouble is in `state`.

    `addresses` are the name of this printer in jobs, and that of the second one, "" for none. `only` holds the ids of
    the jobs to print, empty for all.

        spooler.recover()
        while spooler.step():
            pass  # False: nothing to do at once; call it again after a while
    """

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], printer: Printer, draw: Draw, addresses: tuple[str, str]
    ) -> None:
        self._event, self._clock = event, clock
        self._printer, self._draw = printer, draw
        self._address, self._second = addresses
        self._queue = PrintQueue(event.db)
        self._trouble_since: datetime | None = None
        self._rests_until: datetime | None = None
        self._called_back: int | None = None
        self.only: frozenset[int] = frozenset()
        self.is_paused = False
        self.is_at_work = False
        self.state = PrinterState()

    def recover(self) -> None:
        """Mark jobs left at the printer by an earlier run as uncertain, unless the printer can be asked about them."""
        for job in self._at_printer():
            if not job.reference:
                self._note(job, JobProgress(JobState.UNCERTAIN))

    def step(self) -> bool:
        """Follow the job at the printer, or hand over the next; return whether there is more to do at once.

        Afterwards `is_at_work` says whether there was anything to do, now or later.
        """
        at_printer = self._handed_over_before()
        if at_printer:
            self.is_at_work = True
            return self._follow(at_printer[0])
        job = self._next()
        self.is_at_work = job is not None
        if self._rests_until is None or self._clock() >= self._rests_until:
            self._heed(self._printer.state())
        if self.state.is_ready:
            return job is not None and self._hand_over(job)
        if self._is_out_of_patience():
            self._fail_over()
        return False

    def _next(self) -> PrintJob | None:
        if not self.only:
            return self._queue.next_for(self._address, only_urgent=self.is_paused)
        waiting = self._queue.jobs_in_state(JobState.WAITING)
        return next((job for job in waiting if job.id in self.only and job.printer == self._address), None)

    def _at_printer(self) -> list[PrintJob]:
        jobs = [job for job in self._queue.jobs_in_state(JobState.PRINTING) if job.printer == self._address]
        return [job for job in jobs if not self.only or job.id in self.only]

    def _handed_over_before(self) -> list[PrintJob]:
        """Return the jobs at the printer without those that another program is sending just now."""
        return [job for job in self._at_printer() if job.reference]

    def _heed(self, state: PrinterState) -> None:
        self.state = state
        self._trouble_since = None if state.is_ready else self._trouble_since or self._clock()

    def _is_out_of_patience(self) -> bool:
        return self._trouble_since is not None and self._clock() - self._trouble_since >= PATIENCE

    def _fail_over(self) -> None:
        if not self._second:
            return
        with self._event.transaction():
            waiting = [j.id for j in self._queue.jobs_in_state(JobState.WAITING) if j.printer == self._address]
            self._queue.move(waiting, self._second)

    def _hand_over(self, job: PrintJob) -> bool:
        try:
            document = self._draw(job)
        except BadgeNotWantedError as error:
            self._note(job, JobProgress(JobState.CANCELLED, PrinterTrouble.NONE, error_text(error)))
            return True
        except CheckinError as error:
            self._note(job, JobProgress(JobState.FAILED, PrinterTrouble.OTHER, error_text(error)))
            return True
        except Exception:  # raised as a fault of the program, but the next job must not wait for this one
            self._note(job, JobProgress(JobState.FAILED, PrinterTrouble.OTHER, translate(_NOT_DRAWN)))
            raise
        job = replace(job, template=document.template or job.template)
        with self._event.transaction():
            if not self._queue.send(job, self._clock()):
                return True  # cancelled meanwhile, or moved to another printer
        try:
            reference = self._printer.send(document)
        except UncertainPrintError as error:
            self._lost(job, error_text(error))
        except PrinterError as error:
            return self._refused(job, error)
        else:
            self._handed_over(job, reference)
        return True

    def _lost(self, job: PrintJob, why: str) -> None:
        self._note(job, JobProgress(JobState.UNCERTAIN, PrinterTrouble.OTHER, why))
        self._rests_until = self._clock() + REST
        self._heed(replace(self.state, trouble=PrinterTrouble.OTHER, detail=why))

    def _refused(self, job: PrintJob, error: PrinterError) -> bool:
        """Return whether to go on. A printer in trouble may get the job later; one that is ready rejects this job."""
        self._heed(self._printer.state())
        if self.state.is_ready:
            self._note(job, JobProgress(JobState.FAILED, PrinterTrouble.OTHER, error_text(error)))
            return True
        self._give_back(job, self._address)
        return False

    def _handed_over(self, job: PrintJob, reference: str) -> None:
        if not reference:
            self._note(job, JobProgress(JobState.PRINTED))
            return
        with self._event.transaction():
            self._queue.refer(job.id, reference)

    def _follow(self, job: PrintJob) -> bool:
        progress = self._printer.follow(job.reference)
        self._heed(replace(self.state, trouble=progress.trouble, detail=progress.detail))
        if progress.state is JobState.FAILED and job.id == self._called_back and self._second:
            self._give_back(job, self._second)
            return True
        if progress != JobProgress(job.state, job.trouble, job.detail):
            self._note(job, progress)
        if progress.state is JobState.PRINTING and self._is_out_of_patience():
            self._give_up_on(job, progress)
        return progress.state is not JobState.PRINTING

    def _give_up_on(self, job: PrintJob, progress: JobProgress) -> None:
        """Recall the job, so that it does not come out later, when the person has another badge.

        Without a second printer a job waits for paper; but at a printer that is ready and does nothing it would wait
        for ever.
        """
        self._fail_over()
        if self._second or progress.trouble is PrinterTrouble.SLOW:
            self._called_back = job.id
            self._printer.cancel(job.reference)

    def _give_back(self, job: PrintJob, printer: str) -> None:
        with self._event.transaction():
            self._queue.requeue(job.id, printer)

    def _note(self, job: PrintJob, progress: JobProgress) -> None:
        """Record progress; a printed badge is also an entry, in the same transaction."""
        with self._event.transaction():
            is_news = self._queue.note(job.id, progress, self._clock())
            if is_news and progress.state is JobState.PRINTED and not job.is_test:
                body = job.printed_body()
                self._event.journal.append(EntryKind.BADGE_PRINTED, job.attendee, body, at=self._clock(), desk="")


_NOT_DRAWN = Message(
    "printing", "The badge could not be drawn because of a mistake in Checkin, noted in its log. Nothing was printed."
)


# The printing threads: one per printer, so that one that hangs blocks no other. Jobs are in the event file.

AT_WORK_MS = 500
"""Milliseconds until the printer is asked again while a badge is waiting or printing."""
IDLE_MS = 5_000
"""Milliseconds until the printer is asked again without a job."""


class PrintWorker(EventWorker):
    """The thread of one printer; `changed` carries the `PrinterState`, also when a job has moved on. `set_up` makes its
    spooler from the event, which is opened in this thread.
    """

    def __init__(self, path: Path, set_up: Callable[[EventFile], PrintSpooler]) -> None:
        super().__init__(path, IDLE_MS)
        self._set_up = set_up
        self._press: PrintSpooler | None = None
        self._reported: PrinterState | None = None
        self._is_paused = False

    def pause(self, is_paused: bool) -> None:
        """Print only for people at the desk. May be called from any thread."""
        self._is_paused = is_paused
        self.wake()

    def step(self) -> bool:
        """Do one step of the spooler; return whether there is more to do at once."""
        event = self.opened()
        if self._press is None:
            self._press = press = self._set_up(event)
            press.recover()
        else:
            press = self._press
        press.is_paused = self._is_paused
        has_more = press.step()
        if has_more or press.state != self._reported:
            self._reported = press.state
            self.changed.emit(press.state)
        if has_more or press.is_at_work:
            self.rest_ms = 0 if has_more else AT_WORK_MS
        return has_more

    def start_afresh(self) -> None:
        self._press = None  # a job may be half sent: the next spooler's `recover` marks it as uncertain

    def close(self) -> None:
        super().close()
        self._press = None


# Opening the printers of a print plan: setup, printer, spooler and thread. Starts nothing.

Open = Callable[[str, Medium], Printer]


def setup_at(plan: PrintPlan, address: str) -> PrinterSetup:
    """Return the setup of a printer; a roll named in the address overrides the chosen paper.

    Raises `UserError` for an address that names no printer.
    """
    setup = plan.setup(address)
    return replace(setup, medium=own_medium(address) or setup.medium)


def own_medium(address: str) -> Medium | None:
    """Return the roll that an address names, None if the user has to choose the paper."""
    return medium_from_address(address)


def check_address(address: str) -> None:
    """Raise `UserError` for an address that names no printer. Does not contact it."""
    open_printer(address, Medium(0, 0))


def open_spooler(
    event: EventFile, clock: Callable[[], datetime], plan: PrintPlan, address: str, open_: Open = open_printer
) -> PrintSpooler:
    """Return the spooler of a printer in the plan. Raises `UserError` for an address that names none."""
    setup = setup_at(plan, address)
    printer = open_(address, choose_paper(event, plan.template, setup))
    documents = BadgeDocuments(event, printer.form, setup)
    return PrintSpooler(event, clock, printer, documents, (address, plan.fallback_for(address)))


def make_print_worker(
    path: Path, clock: Callable[[], datetime], plan: PrintPlan, address: str, open_: Open | None
) -> PrintWorker:
    """Return the thread of such a spooler, which opens the event for itself."""
    return PrintWorker(path, lambda event: open_spooler(event, clock, plan, address, open_ or open_printer))
