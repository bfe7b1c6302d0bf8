# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import` of a programme: import or preview.

Results go to standard output, what was left out to standard error. Both return whether something was left out.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from checkin.command_line.event_argument import desk_at
from checkin.command_line.purge_command import read_pin
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import Message
from checkin.core.programme.programme_difference_json import programme_difference_as_json
from checkin.core.schedules.schedule import ScheduleNote
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import apply_programme, preview_programme
from checkin.services.supervision import Supervision
from checkin.translation import translate


def run_programme_import(event: EventFile, path: Path, *, desk: str, removes_gone: bool) -> bool:
    seen = preview_programme(event, path)
    supervision = Supervision(event, desk_at(event, COMMAND_LINE_DESK, None))
    authority = supervision.authority(translate(_WHY), read_pin()) if supervision.is_needed else None
    programme = apply_programme(
        event, seen, at=event.clock()(), desk=desk, removes_gone=removes_gone, authority=authority
    )
    notes = _note_texts(seen.notes)
    if seen.left_behind and not removes_gone:
        notes.append(translate(_LEFT_BEHIND, count=seen.left_behind))
    for note in notes:
        print(note, file=sys.stderr)
    counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
    print(translate(_DONE, title=programme.event.title, **counts))
    return bool(notes)


def run_programme_preview(event: EventFile | None, path: Path) -> bool:
    """Print the preview as JSON. `event` None stands for a new event."""
    seen = preview_programme(event, path)
    print(
        json.dumps(
            programme_difference_as_json(seen.difference) | {"notes": _note_texts(seen.notes)}, ensure_ascii=False
        )
    )
    return bool(seen.notes)


def _note_texts(notes: Iterable[ScheduleNote]) -> list[str]:
    return [translate(note.words, **note.fields) for note in notes]


_DONE = Message(
    "command", "Programme of “{title}”: {sessions} {sessions:session|sessions}, {points} control {points:point|points}."
)
_WHY = Message("command", "Command line")
_LEFT_BEHIND = Message("command", "Sessions not in this file, kept: {count}. Use --remove-gone to remove them.")
