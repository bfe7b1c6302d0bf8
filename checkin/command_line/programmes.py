# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import` of a programme: in, or what it would change.

Results go to standard output, what was left out to standard error. Both verbs of an import return whether there is
something to look at.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from checkin.core.programme.difference_json import as_json
from checkin.core.schedules.items import Note
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.programme.importing import SUFFIXES, apply_programme, preview_programme
from checkin.language import say


def is_programme(path: Path) -> bool:
    """By its name; anything else is a list."""
    return path.suffix.lower() in SUFFIXES


def bring(event: EventFile, path: Path, *, desk: str, removes_gone: bool) -> bool:
    seen = preview_programme(event, path)
    programme = apply_programme(event, seen, at=event.clock()(), desk=desk, removes_gone=removes_gone)
    notes = _told(seen.notes)
    if seen.left_behind and not removes_gone:
        notes.append(say(_LEFT_BEHIND, count=seen.left_behind))
    for note in notes:
        print(note, file=sys.stderr)
    counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
    print(say(_DONE, title=programme.event.title, **counts))
    return bool(notes)


def preview(event: EventFile | None, path: Path) -> bool:
    """`event` None: as it would be in a new one."""
    seen = preview_programme(event, path)
    print(json.dumps(as_json(seen.difference) | {"notes": _told(seen.notes)}, ensure_ascii=False))
    return bool(seen.notes)


def _told(notes: Iterable[Note]) -> list[str]:
    return [say(note.words, **note.fields) for note in notes]


_DONE = Words(
    "command", "Programme of “{title}”: {sessions} {sessions:session|sessions}, {points} control {points:point|points}."
)
_LEFT_BEHIND = Words("command", "Sessions that this file does not name, kept: {count}. With --remove-gone they go.")
