# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin report`: write a problem report without names; nothing is sent."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from checkin.command_line.exit_codes import DONE, exit_code_for
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.paths import app_folder
from checkin.services.computer import problem_report
from checkin.services.event_file import EventFile
from checkin.translation import error_text, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.zip")
    parser.add_argument("event", metavar="EVENT", nargs="?", help="also about this event: figures, no people")


def run(chosen: argparse.Namespace) -> int:
    """Write the report. If the event cannot be opened, that may be the problem: it covers the program alone then."""
    code, event = DONE, None
    try:
        event = EventFile.open(Path(chosen.event)) if chosen.event else None
    except CheckinError as error:
        print(error_text(error), file=sys.stderr)
        code = exit_code_for(error)
    _write(Path(chosen.out), event)
    return code


def _write(out: Path, event: EventFile | None) -> None:
    now = datetime.now().astimezone()
    try:
        parts = problem_report.gather(app_folder(), event, now)
    finally:
        if event:
            event.close()
    problem_report.write_report(parts, out, now)
    for part in parts:
        print(f"{part.file}: {translate(part.title)}")
    print(translate(_DONE, name=out.name))


_DONE = Message("command", "Written to {name}. It names nobody, and nothing was sent.")
