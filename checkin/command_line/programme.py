# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin programme`: the programme as a file to edit."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.words import Words
from checkin.desk.exports.programme import export_programme
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.toml")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with opened(chosen.event) as event:
        export_programme(event, out)
    print(say(Words("command", "Programme written to {name}."), name=out.name))
    return DONE
