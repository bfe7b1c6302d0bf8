# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin EVENT`: the desk of an event."""

import argparse
from pathlib import Path

from checkin.command_line.opened import add_event
from checkin.command_line.screen import want_screen
from checkin.desk.event_file import EventFile
from checkin.desk.self_service import serve_guests
from checkin.program import beginning


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--video", metavar="FILE", help="read this film in place of the camera (rehearsal)")
    parser.add_argument(
        "--kiosk", action="store_true", help="for guests alone, full screen; the PIN of a supervisor ends it"
    )


def run(chosen: argparse.Namespace) -> int:
    event = EventFile.open(Path(chosen.event))
    want_screen()
    if chosen.kiosk:
        serve_guests(event)
    return beginning.open_desk(event, chosen.language, Path(chosen.video) if chosen.video else None)
