# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries for the printing windows: jobs with people's names, templates to choose from. Reads only."""

from dataclasses import dataclass

from checkin.core.printing.print_jobs import PrintJob
from checkin.services.badge_print_requests import Printing
from checkin.services.badges.badge_building import read_template, shipped_template_files
from checkin.services.badges.badge_documents import choose_templates
from checkin.services.badges.badge_templates import own_templates
from checkin.services.event_file import EventFile

MOST_JOBS = 500
"""Jobs that are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """A job with displayed names.

    `name` is "" for a test page and for a person no longer in the event; `template` is "" if each category has its own.
    """

    job: PrintJob
    name: str
    template: str
    printer: str


class PrintJobQueries:
    """Printing queries of one event, in the UI thread."""

    def __init__(self, event: EventFile, printing: Printing) -> None:
        self._event, self._printing = event, printing

    def lines(self, limit: int = MOST_JOBS) -> list[PrintJobRow]:
        """Return the newest jobs, newest first."""
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
        """Return (id, name) of the event's own templates."""
        return [(each.id, each.name) for each in own_templates(self._event)]

    def shipped(self) -> list[tuple[str, str]]:
        """Return (id, name) of the shipped templates."""
        return [(key, read_template(key).name) for key in shipped_template_files()]

    def size_of(self, template: str) -> tuple[float, float]:
        """Return the unfolded size in millimetres of a template's badge, of the first if there are several."""
        return choose_templates(self._event, template, None)[0].template.unfolded_size

    def _name(self, attendee_id: str) -> str:
        person = self._event.attendees.get(self._event.journal.person(attendee_id)) if attendee_id else None
        return person.name if person else ""
