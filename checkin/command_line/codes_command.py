# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin codes`: each attendee's code as an image."""

import argparse
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.services.exports.code_export import codes_sentence, export_codes
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("folder", metavar="DIR")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        done = export_codes(event, Path(chosen.folder), translate)
    print(codes_sentence(done, chosen.folder, translate))
    return DONE
