# SPDX-License-Identifier: GPL-3.0-or-later
"""What the windows of printing show: jobs with the names of people, templates to choose from. Reads only."""

from dataclasses import dataclass

from checkin.core.print_jobs import PrintJob
from checkin.desk.badge_printing import Printing
from checkin.desk.badges.badge_documents import choose_templates
from checkin.desk.badges.badge_making import read_template, shipped_template_files
from checkin.desk.badges.badge_templates import own_templates
from checkin.desk.event_file import EventFile

MOST_JOBS = 500
"""That are looked at: the newest of a day."""


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """`name` is "" for a page to measure, and for somebody who is no longer in the event; `template` "" while each
    category has its own.
    """

    job: PrintJob
    name: str
    template: str
    printer: str


class PrintJobQueries:
    """Of one event, on the thread of the windows."""

    def __init__(self, event: EventFile, printing: Printing) -> None:
        self._event, self._printing = event, printing

    def lines(self, limit: int = MOST_JOBS) -> list[PrintJobRow]:
        """Newest first."""
        templates = dict([*self.own(), *self.shipped()])
        return [
            PrintJobRow(
                job,
                self._name(job.attendee),
                templates.get(job.template, job.template),
                self._printing.plan.name_of(job.printer),
            )
            for job in self._printing.jobs(limit)
        ]

    def own(self) -> list[tuple[str, str]]:
        """The event's templates: what a plan calls them, and what people do."""
        return [(each.id, each.name) for each in own_templates(self._event)]

    def shipped(self) -> list[tuple[str, str]]:
        """Those of the program, likewise."""
        return [(key, read_template(key).name) for key in shipped_template_files()]

    def size_of(self, template: str) -> tuple[float, float]:
        """Millimetres of a badge of this plan's template, before it is folded; of several the first."""
        return choose_templates(self._event, template, None)[0].template.unfolded_size

    def _name(self, attendee_id: str) -> str:
        person = self._event.attendees.get(self._event.journal.person(attendee_id)) if attendee_id else None
        return person.name if person else ""
