# SPDX-License-Identifier: GPL-3.0-or-later
"""The print operations of a desk: request a badge or a batch, print one again, cancel, move, confirm.

`print_service` does the printing.
Every request is a row of the print queue first; waking the printing thread is only a hint.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from checkin.core.attendee import Attendee
from checkin.core.badges.template import gets_badge
from checkin.core.entries import EntryKind
from checkin.core.message import Message, UserError
from checkin.core.print_jobs import (
    READY,
    JobProgress,
    JobState,
    LabelRoll,
    PrintJob,
    PrintPlan,
    PrintPolicy,
    PrintRequest,
    RequestedBadge,
    is_print_due,
)
from checkin.services.event_file import EventFile
from checkin.storage.print_queue import PrintQueue, RollTable


class Printing:
    """A desk's requests to the print queue, by the current print plan.

    `plan` may be changed at any time; existing jobs keep the template and printer they were requested with. `printer`
    is the last known state of the first printer. Operations open their own transaction, except `arrived` and
    `cancel_waiting`, which run inside that of the arrival or the undo. They raise `UserError` where a job has moved on
    meanwhile.

        job_id = printing.ask(attendee.id, why="lost")
        service.wake()
    """

    def __init__(self, event: EventFile, clock: Callable[[], datetime], plan: PrintPlan) -> None:
        self._event, self._clock = event, clock
        self._queue = PrintQueue(event.db)
        self._rolls = RollTable(event.db)
        self.plan = plan
        self.printer = READY

    # Requesting

    def arrived(self, attendee: Attendee) -> RequestedBadge | None:
        """Request the badge of an arrival, inside its transaction; return None if the plan prints none."""
        if not self.plan.printer or not is_print_due(
            self.plan.policy, [job.state for job in self._queue.of(attendee.id)]
        ):
            return None
        return self.asked(self._add(attendee.id, is_urgent=True))

    def asked(self, job_id: int) -> RequestedBadge | None:
        """Return a badge just requested with the state of its printer; None if the job is gone."""
        job = self._queue.job(job_id)
        return RequestedBadge(job, self.printer, self.plan.second) if job else None

    def ask(self, attendee_id: str, why: str = "") -> int:
        """Request a badge for a person at the desk and return the job's id.

        Raises `UserError` without a printer, or without a reason if a badge was printed or may have been.
        """
        self._need_printer()
        with self._event.transaction():
            if self._may_have_one(attendee_id) and not why:
                raise UserError(_WHY)
            return self._add(attendee_id, is_urgent=True, why=why)

    def wants_reason(self, attendee_id: str) -> bool:
        """Whether another badge for this person needs a reason: one was printed, or may have been."""
        return self._may_have_one(attendee_id)

    def batch(self, attendee_ids: Iterable[str]) -> int:
        """Request a badge for each person without one, in this order; return how many.

        People at the desk are printed before a batch. Cancelled and blocked people get none, also if they become so
        later.
        """
        self._need_printer()
        count = 0
        with self._event.transaction():
            for attendee_id in attendee_ids:
                states = [job.state for job in self._queue.of(attendee_id)]
                person = self._event.attendees.get(attendee_id)
                if person and gets_badge(person) and is_print_due(PrintPolicy.ONCE, states):
                    self._add(attendee_id, is_urgent=False)
                    count += 1
        return count

    def test_page(self, printer: str) -> int:
        """Request a test page for calibration on this printer; return the job's id."""
        with self._event.transaction():
            return self._queue.add(PrintRequest("", "", printer, is_urgent=True), self._clock())

    # Cancelling

    def cancel(self, job_id: int) -> None:
        """Cancel a waiting job. Raises `UserError` for one that has reached its printer."""
        with self._event.transaction():
            job = self._queue.job(job_id)
            if job is None or job.state is not JobState.WAITING:
                raise UserError(_TOO_LATE)
            self._cancel([job])

    def cancel_waiting(self, attendee_id: str) -> None:
        """Cancel the waiting badge of an arrival that is undone, inside the transaction of the undo."""
        self._cancel(
            j for j in self._queue.of(attendee_id) if j.state is JobState.WAITING and j.is_urgent and not j.why
        )

    def cancel_batch(self) -> int:
        """Cancel all waiting jobs that belong to a batch; return how many."""
        with self._event.transaction():
            return self._cancel([job for job in self._queue.jobs_in_state(JobState.WAITING) if not job.is_urgent])

    # Moving to another printer

    def move_to(self, printer: str) -> int:
        """Move all waiting jobs to another printer; return how many."""
        with self._event.transaction():
            waiting = [j.id for j in self._queue.jobs_in_state(JobState.WAITING) if j.printer != printer]
            self._queue.move(waiting, printer)
        return len(waiting)

    def move(self, job_id: int, printer: str) -> None:
        """Move a waiting job to another printer. Raises `UserError` for one that has reached its printer."""
        with self._event.transaction():
            job = self._queue.job(job_id)
            if job is None or job.state is not JobState.WAITING:
                raise UserError(_TOO_LATE)
            self._queue.move([job_id], printer)

    def use(self, plan: PrintPlan) -> None:
        """Print by this plan from now on, moving jobs that wait for a printer no longer in use."""
        self.plan, self.printer = plan, READY
        if plan.printer:
            with self._event.transaction():
                waiting = self._queue.jobs_in_state(JobState.WAITING)
                self._queue.move([job.id for job in waiting if job.printer not in plan.printers], plan.printer)

    def abandon_unwatched(self, watched: Collection[str]) -> None:
        """Mark jobs at printers outside `watched` as uncertain: no thread will report their end."""
        with self._event.transaction():
            for job in self._queue.jobs_in_state(JobState.PRINTING):
                if job.printer not in watched:
                    self._queue.note(job.id, JobProgress(JobState.UNCERTAIN), self._clock())

    # Confirming by eye

    def confirm_printed(self, job_id: int) -> None:
        """Record that a badge of uncertain outcome was printed; writes the journal entry too."""
        with self._event.transaction():
            job = self._resolve(job_id, JobState.PRINTED)
            if not job.is_test:
                self._event.journal.append(
                    EntryKind.BADGE_PRINTED, job.attendee, job.printed_body(), at=self._clock(), desk=""
                )

    def confirm_not_printed(self, job_id: int) -> None:
        """Record that a badge of uncertain outcome was not printed: the next one needs no reason."""
        with self._event.transaction():
            self._resolve(job_id, JobState.FAILED)

    # Queries

    def job(self, job_id: int) -> PrintJob | None:
        return self._queue.job(job_id)

    def newest_of(self, attendee_id: str) -> PrintJob | None:
        """Return the last badge requested for a person."""
        return next(reversed(self._queue.of(attendee_id)), None)

    def jobs(self, limit: int = 100) -> list[PrintJob]:
        """Return the newest jobs, newest first."""
        return self._queue.newest(limit)

    def waiting(self) -> int:
        return self._queue.count(JobState.WAITING)

    def waiting_for(self, printer: str) -> int:
        return sum(job.printer == printer for job in self._queue.jobs_in_state(JobState.WAITING))

    def waiting_in_batch(self) -> int:
        """Return how many waiting jobs belong to a batch, not to a person at the desk."""
        return sum(not job.is_urgent for job in self._queue.jobs_in_state(JobState.WAITING))

    def uncertain(self) -> list[PrintJob]:
        """Return the jobs whose badges the user has to look for at the printer."""
        return self._queue.jobs_in_state(JobState.UNCERTAIN)

    def new_roll(self, printer: str, labels: int) -> None:
        """Record that a roll of this many labels was put in; 0 stops counting."""
        with self._event.transaction():
            self._rolls.set_roll(printer, labels)

    def roll(self, printer: str) -> LabelRoll | None:
        """Return the labels left in the printer, None while they are not counted."""
        return self._rolls.of(printer)

    def _add(self, attendee_id: str, *, is_urgent: bool, why: str = "") -> int:
        asked = PrintRequest(attendee_id, self.plan.template, self.plan.printer, is_urgent, why)
        return self._queue.add(asked, self._clock())

    def _may_have_one(self, attendee_id: str) -> bool:
        return any(job.state in (JobState.PRINTED, JobState.UNCERTAIN) for job in self._queue.of(attendee_id))

    def _cancel(self, jobs: Iterable[PrintJob]) -> int:
        return sum(self._queue.note(job.id, JobProgress(JobState.CANCELLED), self._clock()) for job in jobs)

    def _resolve(self, job_id: int, state: JobState) -> PrintJob:
        if not self._queue.resolve(job_id, state, self._clock()) or (job := self._queue.job(job_id)) is None:
            raise UserError(Message("printing", "The outcome for this badge is already known. Nothing was changed."))
        return job

    def _need_printer(self) -> None:
        if not self.plan.printer:
            raise UserError(_NO_PRINTER)


_NO_PRINTER = Message(
    "printing",
    "This desk has no printer (Settings, Ctrl+,). For a lost badge, Ctrl+Shift+R gives a new code to photograph.",
)
_WHY = Message("printing", "A badge has already been printed for this person. Say why another one is needed.")
_TOO_LATE = Message(
    "printing", "This badge is already at the printer, or done. Nothing was changed; look at the printer."
)
