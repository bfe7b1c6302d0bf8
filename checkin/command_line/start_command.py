# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin`: the welcome window, to choose an event and open its desk."""

import argparse

from checkin.application import startup
from checkin.core.errors import DeviceError
from checkin.core.message import Message
from checkin.devices.display import has_screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def run(chosen: argparse.Namespace) -> int:
    require_screen()
    return startup.start(chosen.language)


def require_screen() -> None:
    """Raise `DeviceError` without a screen."""
    if not has_screen():
        raise DeviceError(Message("command", "There is no screen to show the desk on. Without one, use checkin scan."))
