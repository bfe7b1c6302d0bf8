# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin`: asks which event, then opens its desk."""

import argparse

from checkin.command_line.screen import want_screen
from checkin.program import beginning


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(chosen: argparse.Namespace) -> int:
    want_screen()
    return beginning.start(chosen.language)
