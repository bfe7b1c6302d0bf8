# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin print`: print badges and wait for their outcome, one line of JSON per badge. The wait is limited."""

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DEVICE_ERROR, DONE, FOUND_PROBLEMS
from checkin.core.attendee import Attendee
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.printing.print_jobs import OPEN_JOB_STATES, JobState, PrintJob
from checkin.core.text_folding import fold_text
from checkin.services.badge_print_requests import Printing
from checkin.services.code_owners import code_owners
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.print_job_queries import PrintJobQueries
from checkin.services.printing.printer_opening import check_address, open_spooler
from checkin.services.printing.spooler import PrintSpooler
from checkin.storage import settings_store as kept

REST_S = 0.2
"""Seconds between two steps of a printer at work."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("ticket", metavar="TICKET", nargs="+", help="the code of a person's ticket")
    parser.add_argument("--printer", metavar="ADDRESS", required=True, help="ipp://..., zpl://..., pdf:FOLDER ...")
    parser.add_argument("--template", metavar="NAME", default="", help="of the event or of Checkin")
    parser.add_argument("--why", metavar="TEXT", default="", help="why someone who has a badge needs another")
    parser.add_argument("--wait", metavar="SECONDS", type=float, default=120.0, help="for the outcome; 120")


def run(chosen: argparse.Namespace) -> int:
    arguments = PrintArguments(tuple(chosen.ticket), chosen.printer, chosen.template, chosen.why, chosen.wait)
    with open_event_file(chosen.event) as event:
        states = set(print_badges(event, Desk(event, event.clock(), COMMAND_LINE_DESK), arguments))
    if states & {JobState.FAILED, JobState.CANCELLED}:
        return DEVICE_ERROR
    return DONE if states == {JobState.PRINTED} else FOUND_PROBLEMS


@dataclass(frozen=True, slots=True)
class PrintArguments:
    """The arguments of a print run.

    `template` is a name, "" for that of each category; `wait` is in seconds, for all badges together.
    """

    tickets: tuple[str, ...]
    printer: str
    template: str = ""
    why: str = ""
    wait: float = 120.0


def print_badges(event: EventFile, desk: Desk, arguments: PrintArguments) -> list[JobState]:
    """Print the badges and return the outcome of each.

    Raises `UserError` for an unknown ticket, template or printer, and for a second badge without a reason; nothing is
    printed then.
    """
    people = {person.id: person for person in (_person(event, desk, ticket) for ticket in arguments.tickets)}
    check_address(arguments.printer)
    printing, plan = desk.printing, kept.load(event.db).printing
    template = _template(PrintJobQueries(event, printing), arguments.template)
    printing.plan = replace(plan, printer=arguments.printer, second="", template=template)
    if not arguments.why and any(map(printing.wants_reason, people)):
        raise UserError(_WHY)
    jobs = {printing.ask(person_id, arguments.why): person for person_id, person in people.items()}
    press = open_spooler(event, desk.now, printing.plan, arguments.printer)
    press.only = frozenset(jobs)
    try:
        return [
            _print_outcome(job, jobs, press) for job in _outcomes(printing, press, time.monotonic() + arguments.wait)
        ]
    finally:
        _cancel_waiting(printing, press)


def _outcomes(printing: Printing, press: PrintSpooler, end: float) -> Iterator[PrintJob]:
    """Yield each job as it ends; after `end` the others as they are. Jobs not begun by then are cancelled."""
    awaited = set(press.only)
    while awaited and time.monotonic() < end:
        if not press.step():
            time.sleep(REST_S)
        for job in _known(printing, awaited):
            if job.state not in OPEN_JOB_STATES:
                awaited.discard(job.id)
                yield job
    _cancel_waiting(printing, press)
    yield from _known(printing, awaited)


def _known(printing: Printing, jobs: set[int]) -> list[PrintJob]:
    return [job for job in map(printing.job, sorted(jobs)) if job]


def _cancel_waiting(printing: Printing, press: PrintSpooler) -> None:
    for job_id in press.only:
        with suppress(UserError):  # already at the printer, or done
            printing.cancel(job_id)


def _print_outcome(job: PrintJob, people: Mapping[int, Attendee], press: PrintSpooler) -> JobState:
    trouble = job.trouble or ("" if job.state is JobState.PRINTED else press.state.trouble)
    line = {
        "job": job.id,
        "ticket": people[job.id].ticket_code,
        "name": people[job.id].name,
        "printer": job.printer,
        "template": job.template,
        "copy": job.copy,
        "state": job.state,
        "trouble": trouble,
        "detail": job.detail or ("" if job.state is JobState.PRINTED else press.state.detail),
        "on_paper": job.state is JobState.PRINTED and press.state.reports_paper,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return job.state


def _person(event: EventFile, desk: Desk, ticket: str) -> Attendee:
    text = desk.resolve(ticket) or ticket
    token = event.key.read(text)
    owners = code_owners(event, token, text)
    subject = owners[0] if len(owners) == 1 else token.id
    person = event.journal.history(subject).attendee if subject else None
    if person is None:
        raise UserError(_NO_TICKET, ticket=ticket)
    return person


def _template(queries: PrintJobQueries, name: str) -> str:
    """Return the template's id for the print plan."""
    if not name:
        return ""
    known = [*queries.own(), *((key, key) for key, _ in queries.shipped())]
    found = next((key for key, called in known if fold_text(called) == fold_text(name)), None)
    if found is None:
        raise UserError(_NO_TEMPLATE, name=name, known=", ".join(called for _, called in known))
    return found


_NO_TICKET = Message("command", "“{ticket}” is not a ticket of this event. Nothing was printed.")
_NO_TEMPLATE = Message("command", "There is no badge “{name}”. Nothing was printed; available: {known}.")
_WHY = Message(
    "command", "One of these people has, or may have, a badge already. Nothing was printed; give a reason with --why."
)
