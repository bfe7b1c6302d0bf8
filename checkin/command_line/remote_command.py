# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin remote`: import the connection log of a video platform; doubtful matches are printed, never guessed."""

import argparse
import json
import sys
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.online_attendance.connection_log import Watcher
from checkin.services.event_file import EventFile
from checkin.services.lists.connection_log_importing import (
    ConnectionLogOptions,
    ConnectionLogPreview,
    apply_connection_log,
    preview_connection_log,
    read_rows,
)
from checkin.services.lists.connection_log_wording import connection_log_summary
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("log", metavar="LOG.csv")
    parser.add_argument("--dry-run", action="store_true", help="print who is who as JSON, and write nothing")
    parser.add_argument("--zone", metavar="ZONE", default="", help="of its times, if not the event's: UTC ...")
    parser.add_argument("--encoding", metavar="NAME", default="", help="if the guess is wrong: cp1252 ...")
    parser.add_argument("--least", metavar="MINUTES", type=int, default=5, help="leave out anyone who watched for less")
    parser.add_argument("--same", metavar="NAME=ID", action="append", default=[], help="who a person in the log is")


def run(chosen: argparse.Namespace) -> int:
    options = _options(chosen.zone, chosen.encoding, chosen.least, tuple(chosen.same))
    with open_event_file(chosen.event) as event:
        found = (_preview if chosen.dry_run else _bring)(event, Path(chosen.log), options)
    return FOUND_PROBLEMS if _is_doubtful(found) else DONE


def _options(zone: str, encoding: str, enough: int, same: tuple[str, ...]) -> ConnectionLogOptions:
    """Return the options. `same` are texts WATCHER=ID; raises `UserError` for malformed ones."""
    pairs = [text.rpartition("=") for text in same]
    if any(not key for key, _, _ in pairs):
        raise UserError(_NO_PAIR)
    return ConnectionLogOptions(zone, encoding, enough, {key: person for key, _, person in pairs})


def _preview(event: EventFile, connection_log: Path, options: ConnectionLogOptions) -> ConnectionLogPreview:
    """Print what would be written as one JSON object."""
    found = preview_connection_log(event, read_rows(connection_log, options.encoding), options)
    print(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    return found


def _bring(event: EventFile, connection_log: Path, options: ConnectionLogOptions) -> ConnectionLogPreview:
    found = apply_connection_log(
        event, read_rows(connection_log, options.encoding), options, at=event.clock()(), desk=COMMAND_LINE_DESK
    )
    print(connection_log_summary(found, translate))
    for proposal in found.matching.proposed:
        names = ", ".join(f"{person.name} ({person.id})" for person in proposal.candidates)
        print(translate(_DOUBTFUL, key=proposal.watcher.key, names=names), file=sys.stderr)
    for watcher in found.matching.unmatched:
        print(translate(_UNMATCHED, name=watcher.name or watcher.email), file=sys.stderr)
    return found


def _is_doubtful(found: ConnectionLogPreview) -> bool:
    """Whether the user has to decide or check something."""
    is_off = found.fit is not None and found.fit.is_doubtful
    return bool(is_off or found.matching.proposed or found.matching.unmatched or found.unread)


def _as_json(found: ConnectionLogPreview) -> dict[str, object]:
    matching = found.matching
    return {
        "source": found.source,
        "zone": found.zone,
        "share_within_programme": round(found.fit.share, 3) if found.fit else None,
        "new": [{"attendee": who, "start": body["start"], "end": body["end"]} for _, who, body in found.new],
        "matched": [{**_watcher_json(watcher), "attendee": person.id} for watcher, person in matching.matched],
        "proposed": [
            {**_watcher_json(p.watcher), "candidates": [a.id for a in p.candidates]} for p in matching.proposed
        ],
        "unmatched": [_watcher_json(watcher) for watcher in matching.unmatched],
        "too_short": [_watcher_json(watcher) for watcher in found.brief],
        "unread_rows": found.unread,
    }


def _watcher_json(watcher: Watcher) -> dict[str, object]:
    return {"as": watcher.key, "name": watcher.name, "email": watcher.email, "minutes": watcher.minutes}


_DOUBTFUL = Message("remote", "“{key}” may be: {names}. Say which with --same NAME=ID; nothing was recorded for them.")
_UNMATCHED = Message("remote", "“{name}” is not in this event; nothing was recorded for them.")
_NO_PAIR = Message(
    "remote", "After --same comes NAME=ID, the name in the log and the id of a person. Nothing was imported."
)
