# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for paper: `badges`, `blanks`, `tickets`, `print`, `paper`, `sheets`, `certificates`, `verify`."""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from checkin.badges.badge_problems import Badge, find_problems, undrawable_letters
from checkin.command_line.command import DEVICE_ERROR, DONE, FOUND_PROBLEMS, add_event, desk_at, open_event_file
from checkin.core.attendance.sign_in_sheet import SheetForm, SheetOrder
from checkin.core.attendee import Attendee
from checkin.core.badges.imposition import SHEETS, Stock, find_stock
from checkin.core.badges.template import without_code
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import Message, UserError
from checkin.core.print_jobs import OPEN_JOB_STATES, JobState, PrintJob
from checkin.core.text_folding import fold_text
from checkin.core.tickets.ticket_settings import TicketLayout
from checkin.core.tokens import CodeValidity
from checkin.pdf_reports.certificate_page import certificate_count, verification_sentence, without_certificate
from checkin.services import ticket_making
from checkin.services.attendance import attendance_papers
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    TickListHeader,
    issue_round,
    tick_list_sentence,
    verify,
    write_certificates,
    write_tick_list,
)
from checkin.services.badge_print_requests import Printing
from checkin.services.badges import badge_building
from checkin.services.badges.badge_documents import BlankOrder, PrintJobQueries, blanks_sentence, write_blanks
from checkin.services.badges.badge_templates import find_templates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import code_owners
from checkin.services.printing.spooler import PrintSpooler, check_address, open_spooler
from checkin.storage import settings_store as kept
from checkin.translation import Translator, current_language, translate

MOST_TOLD = 20


def badges_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument(
        "--template",
        metavar="NAME|FILE.toml",
        action="append",
        help="of the event, of Checkin, or a file; several, each for its categories; all of the event if left out",
    )
    parser.add_argument("--sheet", metavar="PAPER", help="on stationery; a page a badge if left out")
    parser.add_argument("--used", metavar="N", type=int, default=0, help="cells of the first sheet used already")
    parser.add_argument("--category", metavar="NAME", action="append", default=[], help="only these people")
    parser.add_argument("--order", choices=("name", "organisation", "category"), default="name")


def run_badges(chosen: argparse.Namespace) -> int:
    stock = stock_named(chosen.sheet)
    otherwise = chosen.sheet if chosen.sheet in badge_building.shipped_template_files() else "a6"
    with open_event_file(chosen.event) as event:
        templates = find_templates(event, chosen.template or (), otherwise)
        badges = _badges_for(event, templates, chosen.category, badge_building.BadgeOrder(chosen.order))
    return FOUND_PROBLEMS if _write(Path(chosen.out), badges, stock, max(0, chosen.used)) else DONE


def _badges_for(
    event: EventFile,
    templates: Sequence[badge_building.LoadedTemplate],
    who: Sequence[str],
    order: badge_building.BadgeOrder,
) -> list[Badge]:
    """Return the badges of these categories, or of everyone who gets one, each by the template of its category."""
    programme = event.programme()
    people = badge_building.sort_wearers(badge_building.select_wearers(event, programme, who), order, programme)
    return badge_building.make_badges(people, programme, templates, badge_building.photographs_for(event, templates))


def _write(out: Path, badges: Sequence[Badge], stock: Stock | None, used: int) -> bool:
    """Write the PDF; return whether a badge has a problem: a text cut, a character or a picture missing."""
    pages = badge_building.write_badges(out, badges, stock, used)
    print(translate(_DONE, badges=len(badges), pages=pages, name=out.name))
    return _print_problems(badges)


def stock_named(name: str | None) -> Stock | None:
    """Return the label sheet, None for one badge per page. Raises `UserError` for an unknown name."""
    if name is None:
        return None
    if (stock := find_stock(name)) is None:
        raise UserError(_NO_STOCK, name=name, known=", ".join(each.id for each in SHEETS))
    return stock


def _print_problems(badges: Iterable[Badge]) -> bool:
    problems = find_problems(badges)
    for words, fields in problems[:MOST_TOLD]:
        print(translate(words, **fields), file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(translate(Message("file", "and {count} more"), count=len(problems) - MOST_TOLD), file=sys.stderr)
    return bool(problems)


_DONE = Message("badge", "{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.")
_NO_STOCK = Message("badge", "“{name}” is not a known paper. Nothing was written; choose one of these: {known}.")


# `checkin blanks`: badges with codes that are nobody's yet, as a PDF.

COUNT = 200


def blanks_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--count", metavar="N", type=int, default=COUNT, help=f"{COUNT} if left out")
    parser.add_argument("--first", metavar="N", type=int, default=1, help="the number of the first one")
    parser.add_argument("--sheet", metavar="PAPER", help="on stationery; a page a blank if left out")


def run_blanks(chosen: argparse.Namespace) -> int:
    order, out = BlankOrder(chosen.count, chosen.first, stock_named(chosen.sheet)), Path(chosen.out)
    with open_event_file(chosen.event) as event:
        pages = write_blanks(event, out, order)
    print(blanks_sentence(order, pages, out.name, translate))
    return DONE


# `checkin certificates`: a certificate of attendance for each person present.


def certificates_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf|DIR", help="one PDF for all, or a folder with one each")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run_certificates(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), attendance_papers.read_logo(Path(chosen.logo)) if chosen.logo else None
    with open_event_file(chosen.event) as file, file.snapshot() as event:
        setting = attendance_papers.make_report_context(event, Translator(current_language()), event.clock()(), picture)
        found = issue_round(event, setting.made)
        issued = found.issued
        write_certificates(out, issued, setting)
    print(translate(_CERTIFICATES, count=len(issued), name=out.name))
    sentence = certificate_count(len(issued), found.without, setting.voice)
    for line in filter(None, (sentence, *without_certificate(found.without, setting.voice, found.backwards))):
        print(line)
    if unknown := undrawable_letters(
        text for each in issued for text in (each.certificate.name, each.certificate.organisation)
    ):
        print(translate(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_CERTIFICATES = Message("certificate", "Certificates: {count}; written to {name}.")


# `checkin sheets`: sign-in sheets as a PDF.


def sheets_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument(
        "--session",
        metavar="ID|TITLE",
        action="append",
        default=[],
        help="of a session or half-day (2023-07-04/morning); every half-day if left out",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--blank",
        dest="form",
        action="store_const",
        const=SheetForm.BLANK,
        default=SheetForm.FILLED,
        help="to be signed by hand; else with the times of the scans",
    )
    form.add_argument(
        "--control",
        dest="form",
        action="store_const",
        const=SheetForm.CONTROL,
        help="for a controller: the figures, how exits are known, and every line that is not a plain scan",
    )
    parser.add_argument("--order", choices=("name", "organisation"), default="name")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run_sheets(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), attendance_papers.read_logo(Path(chosen.logo)) if chosen.logo else None
    with open_event_file(chosen.event) as file, file.snapshot() as event:
        ids = tuple(attendance_papers.find_occasion(event, name) for name in chosen.session)
        setting = attendance_papers.make_report_context(event, Translator(current_language()), event.clock()(), picture)
        made = attendance_papers.make_sign_in_sheets(
            event, SheetOptions(ids, chosen.form, SheetOrder(chosen.order)), setting.made
        )
        pages = attendance_papers.write_sheets(out, made, setting)
    print(
        translate(
            _CONTROL_SHEETS if chosen.form is SheetForm.CONTROL else _SHEETS,
            sheets=len(made),
            pages=pages,
            name=out.name,
        )
    )
    if unknown := undrawable_letters(
        text for sheet in made for row in sheet.rows for text in (row.name, row.organisation)
    ):
        print(translate(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_SHEETS = Message("sheet", "Sign-in sheets: {sheets}, pages: {pages}; written to {name}.")
_CONTROL_SHEETS = Message("sheet", "Control sheets: {sheets}, pages: {pages}; written to {name}.")


# `checkin tickets`: a ticket with its code for each person, to be sent or printed before the day.


def tickets_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="DIR|OUT.pdf", help="a folder with one PDF each, or one PDF for all")
    parser.add_argument("--layout", choices=[*TicketLayout], help="A4 sheet or phone screen (default: the event's)")
    parser.add_argument("--template", metavar="FILE.toml", help="another design than that of the event")
    parser.add_argument("--by-name", action="store_true", help="name the files after people instead of codes")


def run_tickets(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        settings = ticket_making.read_ticket_settings(event)
        if chosen.layout:
            settings = replace(settings, layout=TicketLayout(chosen.layout))
        maker = ticket_making.TicketMaker(
            event, settings, badge_building.read_template(chosen.template) if chosen.template else None
        )
        found = ticket_making.find_recipients(event)
        ticket_making.write_tickets(found.people, maker, out, by_name=chosen.by_name)
    print(ticket_making.tickets_sentence(found, chosen.out, translate))
    template = maker.loaded.template
    problems = [*ticket_making.ticket_designs(maker, found.people).unknown_fields(template), *without_code(template)]
    for words, fields in problems:
        print(translate(words, **fields), file=sys.stderr)
    return FOUND_PROBLEMS if problems else DONE


# `checkin paper`: the attendee list of this minute as a PDF, to go on without a computer.


def paper_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--at", metavar="CONTROL_POINT", help="whose arrivals; the first if left out")


def run_paper(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        desk = desk_at(event, COMMAND_LINE_DESK, chosen.at)
        done = write_tick_list(event, out, TickListHeader(desk.now(), desk.name, desk.control_point), translate)
    print(tick_list_sentence(done, out, translate))
    return DONE


# `checkin verify`: whether the code of a certificate is genuine and still valid.


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("code", metavar="CODE")


def run_verify(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = verify(event, chosen.code)
    print(verification_sentence(found.standing, found.now, Translator(current_language())))
    return DONE if found.standing is CodeValidity.GENUINE else FOUND_PROBLEMS


# `checkin print`: print badges and wait for their outcome, one line of JSON per badge. The wait is limited.

REST_S = 0.2
"""Seconds between two steps of a printer at work."""


def print_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("ticket", metavar="TICKET", nargs="+", help="the code of a person's ticket")
    parser.add_argument("--printer", metavar="ADDRESS", required=True, help="ipp://..., zpl://..., pdf:FOLDER ...")
    parser.add_argument("--template", metavar="NAME", default="", help="of the event or of Checkin")
    parser.add_argument("--why", metavar="TEXT", default="", help="why someone who has a badge needs another")
    parser.add_argument("--wait", metavar="SECONDS", type=float, default=120.0, help="for the outcome; 120")


def run_print(chosen: argparse.Namespace) -> int:
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
