# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk can do with badges to print: ask for one, a batch, again, not at all. The printing is done by `press`.

Everything asked for is a row before it is anything else; a wake-up is only a hint.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from checkin.core.errors import UserError
from checkin.core.model import Attendee
from checkin.core.printing import JobState, Policy, PrintJob, PrintRequest, Progress, is_due
from checkin.core.rolls import Roll
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.storage.print_queue import PrintQueue
from checkin.storage.rolls import Rolls


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """How this computer prints: the printer's address ("" for none) and the one that takes over, which template, when
    an arrival prints. Addresses and media: docs/printing.md.
    """

    printer: str = ""
    second: str = ""
    template: str = "a6"
    policy: Policy = Policy.NEVER


class Printing:
    """`plan` may be changed at any time; jobs keep what they were asked for."""

    def __init__(self, event: EventFile, clock: Callable[[], datetime], plan: PrintPlan) -> None:
        self._event, self._clock = event, clock
        self._queue = PrintQueue(event.db)
        self._rolls = Rolls(event.db)
        self.plan = plan

    def arrived(self, attendee: Attendee) -> int | None:
        """Inside the transaction of an arrival: the number of the job that is printed for it, if one is."""
        if not self.plan.printer or not is_due(self.plan.policy, [job.state for job in self._queue.of(attendee.id)]):
            return None
        return self._add(attendee.id, is_urgent=True)

    def ask(self, attendee_id: str, why: str = "") -> int:
        """A badge for somebody who stands there. Raises `UserError` without a printer, or, if one was or may have been
        printed, without a reason.
        """
        self._need_printer()
        with self._event.writing():
            had = any(j.state in (JobState.PRINTED, JobState.UNCERTAIN) for j in self._queue.of(attendee_id))
            if had and not why:
                raise UserError(_WHY)
            return self._add(attendee_id, is_urgent=True, why=why)

    def batch(self, attendee_ids: Iterable[str]) -> int:
        """A badge for each who has none and waits for none, in this order; returns how many. Who stands there goes
        before."""
        self._need_printer()
        count = 0
        with self._event.writing():
            for attendee_id in attendee_ids:
                if is_due(Policy.ONCE, [job.state for job in self._queue.of(attendee_id)]):
                    self._add(attendee_id, is_urgent=False)
                    count += 1
        return count

    def cancel(self, job_id: int) -> None:
        """Of a job that waits; one that is at the printer is the printer's."""
        with self._event.writing():
            job = self._queue.job(job_id)
            if job is None or job.state is not JobState.WAITING:
                raise UserError(_TOO_LATE)
            self._queue.note(job_id, Progress(JobState.CANCELLED), self._clock())

    def cancel_batch(self) -> int:
        """All that waits and is for nobody who stands there."""
        with self._event.writing():
            waiting = [job for job in self._queue.in_state(JobState.WAITING) if not job.is_urgent]
            for job in waiting:
                self._queue.note(job.id, Progress(JobState.CANCELLED), self._clock())
        return len(waiting)

    def move_to(self, printer: str) -> int:
        """All that waits, to another printer; returns how many."""
        with self._event.writing():
            waiting = [j.id for j in self._queue.in_state(JobState.WAITING) if j.printer != printer]
            self._queue.move(waiting, printer)
        return len(waiting)

    def jobs(self, limit: int = 100) -> list[PrintJob]:
        """Newest first."""
        return self._queue.newest(limit)

    def waiting(self) -> int:
        return self._queue.count(JobState.WAITING)

    def uncertain(self) -> list[PrintJob]:
        """Whose badges a person has to look for."""
        return self._queue.in_state(JobState.UNCERTAIN)

    def new_roll(self, printer: str, labels: int) -> None:
        """A roll of so many labels was put into the printer; 0 to count them no more."""
        with self._event.writing():
            self._rolls.put_in(printer, labels)

    def roll(self, printer: str) -> Roll | None:
        """What is left in the printer, if anybody counts."""
        return self._rolls.of(printer)

    def _add(self, attendee_id: str, *, is_urgent: bool, why: str = "") -> int:
        asked = PrintRequest(attendee_id, self.plan.template, self.plan.printer, is_urgent, why)
        return self._queue.add(asked, self._clock())

    def _need_printer(self) -> None:
        if not self.plan.printer:
            raise UserError(_NO_PRINTER)


_NO_PRINTER = Words("printing", "No printer is chosen. Nothing is printed; choose one in the menu.")
_WHY = Words("printing", "A badge was printed for this person already. Say why another one is needed.")
_TOO_LATE = Words(
    "printing", "This badge is at the printer already, or done. Nothing was changed; look at the printer."
)
