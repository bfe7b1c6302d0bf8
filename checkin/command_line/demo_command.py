# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin demo`: the demonstration in a window, or its results in a folder."""

import argparse
from pathlib import Path

from checkin.application import startup
from checkin.devices.display import has_screen


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into",
        metavar="DIR",
        help="leave the event, pictures, arrivals and the export there (without a screen: ./demo-output)",
    )
    parser.add_argument(
        "--no-window", dest="is_unseen", action="store_true", help="run without a screen even if there is one"
    )


def run(chosen: argparse.Namespace) -> int:
    if has_screen() and not (chosen.is_unseen or chosen.into):
        return startup.demo(chosen.language)
    from checkin.demonstration import demonstrate

    return demonstrate(chosen.language, Path(chosen.into or "demo-output"))
