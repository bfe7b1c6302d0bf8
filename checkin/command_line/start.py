# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin`: the welcome window, to choose an event and open its desk."""

import argparse

from checkin.application import startup
from checkin.command_line.screen import require_screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def run(chosen: argparse.Namespace) -> int:
    require_screen()
    return startup.start(chosen.language)
