# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin EVENT`: open the desk of an event, or the welcome window with the reason why it cannot be opened.

A double click on an event file runs this too, without a visible terminal.
"""

import argparse
import sys
from pathlib import Path

from checkin.application import startup
from checkin.application.second_start import show_open_window
from checkin.command_line.event_argument import add_event
from checkin.command_line.exit_codes import DONE, exit_code_for
from checkin.command_line.start_command import require_screen
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.devices.display import has_screen
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import enable_self_service
from checkin.translation import error_text, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--video", metavar="FILE", help="play this video in place of the camera (rehearsal)")
    parser.add_argument("--kiosk", action="store_true", help="self-service, full screen; a supervisor's PIN ends it")


def run(chosen: argparse.Namespace) -> int:
    try:
        return _open(chosen)
    except CheckinError as error:
        if not has_screen():
            raise
        print(error_text(error), file=sys.stderr)
        return startup.start_with_error(error, chosen.language, exit_code_for(error))


def _open(chosen: argparse.Namespace) -> int:
    path = Path(chosen.event)
    if has_screen() and not (chosen.kiosk or chosen.video) and show_open_window(path):
        print(translate(_SHOWN))
        return DONE
    event = EventFile.open(path)
    require_screen()
    if chosen.kiosk:
        enable_self_service(event)
    return startup.open_desk(event, chosen.language, Path(chosen.video) if chosen.video else None)


_SHOWN = Message("app", "This event is open already: its window is in front.")
