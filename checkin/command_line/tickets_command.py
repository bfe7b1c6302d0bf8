# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin tickets`: a ticket with its code for each person, to be sent or printed before the day."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.badges.template_checks import without_code
from checkin.core.tickets.ticket_settings import TicketLayout
from checkin.services.badges.badge_building import read_template
from checkin.services.tickets.ticket_designs import ticket_designs
from checkin.services.tickets.ticket_files import find_recipients, tickets_sentence, write_tickets
from checkin.services.tickets.ticket_making import TicketMaker
from checkin.services.tickets.ticket_settings_store import read_ticket_settings
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="DIR|OUT.pdf", help="a folder with one PDF each, or one PDF for all")
    parser.add_argument("--layout", choices=[*TicketLayout], help="A4 sheet or phone screen (default: the event's)")
    parser.add_argument("--template", metavar="FILE.toml", help="another design than that of the event")
    parser.add_argument("--by-name", action="store_true", help="name the files after people instead of codes")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        settings = read_ticket_settings(event)
        if chosen.layout:
            settings = replace(settings, layout=TicketLayout(chosen.layout))
        maker = TicketMaker(event, settings, read_template(chosen.template) if chosen.template else None)
        found = find_recipients(event)
        write_tickets(found.people, maker, out, by_name=chosen.by_name)
    print(tickets_sentence(found, chosen.out, translate))
    template = maker.loaded.template
    problems = [*ticket_designs(maker, found.people).unknown_fields(template), *without_code(template)]
    for words, fields in problems:
        print(translate(words, **fields), file=sys.stderr)
    return FOUND_PROBLEMS if problems else DONE
