# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of a desk: `start`, `open`, `demo`."""

import argparse
import sys
from pathlib import Path

from checkin.application import startup
from checkin.application.qt_application import show_open_window
from checkin.command_line.command import DONE, add_event, exit_code_for
from checkin.core.message import CheckinError, DeviceError, Message
from checkin.devices.computer import has_screen
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import enable_self_service
from checkin.translation import error_text, translate

# `checkin`: the welcome window, to choose an event and open its desk.


def start_arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def run_start(chosen: argparse.Namespace) -> int:
    require_screen()
    return startup.start(chosen.language)


def require_screen() -> None:
    """Raise `DeviceError` without a screen."""
    if not has_screen():
        raise DeviceError(Message("command", "There is no screen to show the desk on. Without one, use checkin scan."))


def open_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--video", metavar="FILE", help="play this video in place of the camera (rehearsal)")
    parser.add_argument("--kiosk", action="store_true", help="self-service, full screen; a supervisor's PIN ends it")


def run_open(chosen: argparse.Namespace) -> int:
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
        print(translate(Message("app", "This event is open already: its window is in front.")))
        return DONE
    event = EventFile.open(path)
    require_screen()
    if chosen.kiosk:
        enable_self_service(event)
    return startup.open_desk(event, chosen.language, Path(chosen.video) if chosen.video else None)


# `checkin demo`: the demonstration in a window, or its results in a folder.


def demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into",
        metavar="DIR",
        help="leave the event, pictures, arrivals and the export there (without a screen: ./demo-output)",
    )
    parser.add_argument(
        "--no-window", dest="is_unseen", action="store_true", help="run without a screen even if there is one"
    )


def run_demo(chosen: argparse.Namespace) -> int:
    if has_screen() and not (chosen.is_unseen or chosen.into):
        return startup.demo(chosen.language)
    from checkin.demonstration import demonstrate

    return demonstrate(chosen.language, Path(chosen.into or "demo-output"))
