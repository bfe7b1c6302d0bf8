# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk can do with badges to print: ask for one, a batch, again, not at all. The printing is done by `press`.

Everything asked for is a row before it is anything else; a wake-up is only a hint.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_recipients import gets_badge
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.label_rolls import LabelRoll
from checkin.core.message import Message
from checkin.core.print_jobs import (
    READY,
    JobProgress,
    JobState,
    PrintJob,
    PrintPolicy,
    PrintRequest,
    RequestedBadge,
    is_print_due,
)
from checkin.core.print_plan import PrintPlan
from checkin.desk.event_file import EventFile
from checkin.storage.print_queue import PrintQueue
from checkin.storage.roll_table import RollTable


class Printing:
    """`plan` may be changed at any time; jobs keep what they were asked for. `printer` is how the first printer was
    when it was last heard of.
    """

    def __init__(self, event: EventFile, clock: Callable[[], datetime], plan: PrintPlan) -> None:
        self._event, self._clock = event, clock
        self._queue = PrintQueue(event.db)
        self._rolls = RollTable(event.db)
        self.plan = plan
        self.printer = READY

    # Asking

    def arrived(self, attendee: Attendee) -> RequestedBadge | None:
        """Inside the transaction of an arrival: the badge that is asked for with it, if one is."""
        if not self.plan.printer or not is_print_due(
            self.plan.policy, [job.state for job in self._queue.of(attendee.id)]
        ):
            return None
        return self.asked(self._add(attendee.id, is_urgent=True))

    def asked(self, job_id: int) -> RequestedBadge | None:
        """A badge that was asked for just now, and how things stand."""
        job = self._queue.job(job_id)
        return RequestedBadge(job, self.printer, self.plan.second) if job else None

    def ask(self, attendee_id: str, why: str = "") -> int:
        """A badge for somebody who stands there. Raises `UserError` without a printer, or, if one was or may have been
        printed, without a reason.
        """
        self._need_printer()
        with self._event.writing():
            if self._may_have_one(attendee_id) and not why:
                raise UserError(_WHY)
            return self._add(attendee_id, is_urgent=True, why=why)

    def wants_reason(self, attendee_id: str) -> bool:
        """Whether another badge for this person has to be explained: one was printed, or may have been."""
        return self._may_have_one(attendee_id)

    def batch(self, attendee_ids: Iterable[str]) -> int:
        """Ask for a badge for each who has none and waits for none, in this order; return how many. Who stands there
        goes before, and who is cancelled or blocked by now gets none.
        """
        self._need_printer()
        count = 0
        with self._event.writing():
            for attendee_id in attendee_ids:
                states = [job.state for job in self._queue.of(attendee_id)]
                person = self._event.attendees.get(attendee_id)
                if person and gets_badge(person) and is_print_due(PrintPolicy.ONCE, states):
                    self._add(attendee_id, is_urgent=False)
                    count += 1
        return count

    def test_page(self, printer: str) -> int:
        """A page to measure, on the paper of this printer."""
        with self._event.writing():
            return self._queue.add(PrintRequest("", "", printer, is_urgent=True), self._clock())

    # Not printing

    def cancel(self, job_id: int) -> None:
        """Of a job that waits; one that is at the printer is the printer's."""
        with self._event.writing():
            job = self._queue.job(job_id)
            if job is None or job.state is not JobState.WAITING:
                raise UserError(_TOO_LATE)
            self._cancel([job])

    def taken_back(self, attendee_id: str) -> None:
        """Inside the transaction that takes an arrival back: its badge is not printed, if it waits still."""
        self._cancel(
            j for j in self._queue.of(attendee_id) if j.state is JobState.WAITING and j.is_urgent and not j.why
        )

    def cancel_batch(self) -> int:
        """All that waits and is for nobody who stands there."""
        with self._event.writing():
            return self._cancel([job for job in self._queue.jobs_in_state(JobState.WAITING) if not job.is_urgent])

    # Elsewhere

    def move_to(self, printer: str) -> int:
        """All that waits, to another printer; returns how many."""
        with self._event.writing():
            waiting = [j.id for j in self._queue.jobs_in_state(JobState.WAITING) if j.printer != printer]
            self._queue.move(waiting, printer)
        return len(waiting)

    def move(self, job_id: int, printer: str) -> None:
        """One that waits, to another printer. Raises `UserError` for one that is at its printer already."""
        with self._event.writing():
            job = self._queue.job(job_id)
            if job is None or job.state is not JobState.WAITING:
                raise UserError(_TOO_LATE)
            self._queue.move([job_id], printer)

    def use(self, plan: PrintPlan) -> None:
        """Print so from now on. Nothing waits for a printer that is not used any more."""
        self.plan, self.printer = plan, READY
        if plan.printer:
            with self._event.writing():
                waiting = self._queue.jobs_in_state(JobState.WAITING)
                self._queue.move([job.id for job in waiting if job.printer not in plan.printers], plan.printer)

    def abandon_unwatched(self, watched: Collection[str]) -> None:
        """What is at a printer that nobody watches: nobody will see the end of it."""
        with self._event.writing():
            for job in self._queue.jobs_in_state(JobState.PRINTING):
                if job.printer not in watched:
                    self._queue.note(job.id, JobProgress(JobState.UNCERTAIN), self._clock())

    # A person has looked

    def confirm_printed(self, job_id: int) -> None:
        """The badge of which nobody knew is there: an entry too."""
        with self._event.writing():
            job = self._settle(job_id, JobState.PRINTED)
            if not job.is_test:
                self._event.journal.append(
                    EntryKind.BADGE_PRINTED, job.attendee, job.printed_body(), at=self._clock(), desk=""
                )

    def confirm_not_printed(self, job_id: int) -> None:
        """There is no badge: another is asked for without a reason."""
        with self._event.writing():
            self._settle(job_id, JobState.FAILED)

    # Looking

    def job(self, job_id: int) -> PrintJob | None:
        return self._queue.job(job_id)

    def newest_of(self, attendee_id: str) -> PrintJob | None:
        """The last badge asked for a person."""
        return next(reversed(self._queue.of(attendee_id)), None)

    def jobs(self, limit: int = 100) -> list[PrintJob]:
        """Newest first."""
        return self._queue.newest(limit)

    def waiting(self) -> int:
        return self._queue.count(JobState.WAITING)

    def waiting_for(self, printer: str) -> int:
        return sum(job.printer == printer for job in self._queue.jobs_in_state(JobState.WAITING))

    def waiting_in_batch(self) -> int:
        """For people who do not stand there."""
        return sum(not job.is_urgent for job in self._queue.jobs_in_state(JobState.WAITING))

    def uncertain(self) -> list[PrintJob]:
        """Whose badges a person has to look for."""
        return self._queue.jobs_in_state(JobState.UNCERTAIN)

    def new_roll(self, printer: str, labels: int) -> None:
        """A roll of so many labels was put into the printer; 0 to count them no more."""
        with self._event.writing():
            self._rolls.put_in(printer, labels)

    def roll(self, printer: str) -> LabelRoll | None:
        """What is left in the printer, if anybody counts."""
        return self._rolls.of(printer)

    def _add(self, attendee_id: str, *, is_urgent: bool, why: str = "") -> int:
        asked = PrintRequest(attendee_id, self.plan.template, self.plan.printer, is_urgent, why)
        return self._queue.add(asked, self._clock())

    def _may_have_one(self, attendee_id: str) -> bool:
        return any(job.state in (JobState.PRINTED, JobState.UNCERTAIN) for job in self._queue.of(attendee_id))

    def _cancel(self, jobs: Iterable[PrintJob]) -> int:
        return sum(self._queue.note(job.id, JobProgress(JobState.CANCELLED), self._clock()) for job in jobs)

    def _settle(self, job_id: int, state: JobState) -> PrintJob:
        if not self._queue.settle(job_id, state, self._clock()) or (job := self._queue.job(job_id)) is None:
            raise UserError(_NOT_UNCERTAIN)
        return job

    def _need_printer(self) -> None:
        if not self.plan.printer:
            raise UserError(_NO_PRINTER)


_NO_PRINTER = Message("printing", "No printer is chosen. Nothing is printed; choose one in Settings (Ctrl+,), Printer.")
_WHY = Message("printing", "A badge was printed for this person already. Say why another one is needed.")
_TOO_LATE = Message(
    "printing", "This badge is at the printer already, or done. Nothing was changed; look at the printer."
)
_NOT_UNCERTAIN = Message("printing", "What became of this badge is known already. Nothing was changed.")
