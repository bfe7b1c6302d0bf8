# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin tickets`: a ticket with its code for each person, to be sent or printed before the day."""

import argparse
from dataclasses import replace
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.tickets.ticket_settings import TicketLayout
from checkin.services.tickets.ticket_files import find_recipients, tickets_sentence, write_tickets
from checkin.services.tickets.ticket_making import TicketMaker
from checkin.services.tickets.ticket_settings_store import read_ticket_settings
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="DIR|OUT.pdf", help="a folder with one PDF each, or one PDF for all")
    parser.add_argument("--layout", choices=[*TicketLayout], help="A4 sheet or phone screen (default: the event's)")
    parser.add_argument("--by-name", action="store_true", help="name the files after people instead of codes")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        settings = read_ticket_settings(event)
        if chosen.layout:
            settings = replace(settings, layout=TicketLayout(chosen.layout))
        found = find_recipients(event)
        write_tickets(found, TicketMaker(event, settings), out, by_name=chosen.by_name)
    print(tickets_sentence(found, chosen.out, translate))
    return DONE
