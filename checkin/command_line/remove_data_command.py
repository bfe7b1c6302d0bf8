# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin remove-data`: list the program's data on this computer as JSON; with --yes remove it."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.paths import app_folder
from checkin.services.computer import app_data
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--event", metavar="EVENT", action="append", default=[], help="this event too, with its backups"
    )
    parser.add_argument("--yes", action="store_true", help="do it; without it only what would be done is printed")


def run(chosen: argparse.Namespace) -> int:
    events = [Path(name) for name in chosen.event]
    for event in events:
        if not event.is_file():
            raise UserError(_NOT_THERE, name=event.name)
    if chosen.yes:
        print(translate(_DONE, count=app_data.remove_app_data(app_folder(), events)))
    else:
        print(json.dumps(_as_json(events), ensure_ascii=False))
    return DONE


def _as_json(events: Sequence[Path]) -> dict[str, object]:
    """Return what would be removed, which other events are known, and what stays."""
    folder = app_folder()
    kept = app_data.list_app_data(folder)
    return {
        "folder": str(folder),
        "kept": [{"what": translate(each.what), "files": len(each.files), "bytes": each.size} for each in kept],
        "events": [str(path) for path in events],
        "known_events": [str(path) for path in app_data.known_events(folder)],
        "stays": [translate(words) for words in app_data.NOT_REMOVED],
    }


_DONE = Message("command", "{count} {count:file was|files were} removed from this computer.")
_NOT_THERE = Message("command", "“{name}” cannot be found. Nothing was removed; check the name.")
