# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin programme`: the programme as a file to edit."""

import argparse
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.message import Message
from checkin.services.programme.programme_importing import export_programme
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.toml")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        export_programme(event, out)
    print(translate(Message("command", "Programme written to {name}."), name=out.name))
    return DONE
