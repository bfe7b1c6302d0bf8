# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin codes`: everyone's code as an image."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.desk.exports.codes import codes_sentence, export_codes
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("folder", metavar="DIR")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen.event) as event:
        done = export_codes(event, Path(chosen.folder), say)
    print(codes_sentence(done, chosen.folder, say))
    return DONE
