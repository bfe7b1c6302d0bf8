# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import`: a list or a programme in, what a list would change, the newest import taken back.

Results go to standard output, problem rows to standard error. Each verb returns whether there is something to look at.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.lists.difference_json import as_json
from checkin.core.lists.problems import RowProblem
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.importing import import_list, import_programme
from checkin.desk.imports import newest_import, undo_import, undone_sentence
from checkin.desk.list_preview import preview_list
from checkin.language import say


def bring_list(event: EventFile, path: Path, *, desk: str, cancel_gone: bool) -> bool:
    done = import_list(event, path, at=event.clock()(), desk=desk, cancel_gone=cancel_gone)
    for problem in done.problems:
        print(say(Words("command", "row {row}: {what}"), row=problem.row, what=_what(problem)), file=sys.stderr)
    counts = {"added": done.added, "known": done.known, "changed": done.changed, "gone": done.gone}
    print(say(_DONE, **counts, problems=len(done.problems)))
    if done.cancelled:
        print(say(Words("command", "{count} of those no longer on the list were cancelled."), count=done.cancelled))
    return bool(done.problems)


def bring_programme(event: EventFile, path: Path, *, desk: str, cancel_gone: bool) -> bool:
    programme = import_programme(event, path, at=event.clock()(), desk=desk)
    counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
    words = Words("command", "Programme of “{title}”: {sessions} sessions, {points} control points.")
    print(say(words, title=programme.event.title, **counts))
    return False


def preview(event: EventFile | None, path: Path) -> bool:
    """`event` None: as it would be in a new one."""
    if path.suffix.lower() == ".toml":
        raise UserError(Words("command", "Only a list of people can be compared beforehand. Nothing was changed."))
    found = preview_list(event, path)
    print(json.dumps({**as_json(found.difference), "problems": _problems(found.problems)}, ensure_ascii=False))
    return bool(found.problems)


def undo(event: EventFile, *, desk: str) -> None:
    record = newest_import(event)
    if record is None:
        raise UserError(Words("list", "No list was imported that could be undone. Nothing was changed."))
    done = undo_import(event, record.import_id, at=event.clock()(), desk=desk)
    print(undone_sentence(record, done, say))


def _problems(problems: Iterable[RowProblem]) -> list[dict[str, object]]:
    return [{"row": problem.row, "what": _what(problem)} for problem in problems]


def _what(problem: RowProblem) -> str:
    return say(problem.words, **problem.fields)


_DONE = Words(
    "command",
    "{added} people added, {known} known already, {changed} changed, {gone} no longer on the list; "
    "{problems} rows to look at.",
)
