# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin`: asks which event, then opens its desk."""

import argparse

from checkin.application import startup
from checkin.command_line.screen import require_screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(chosen: argparse.Namespace) -> int:
    require_screen()
    return startup.start(chosen.language)
