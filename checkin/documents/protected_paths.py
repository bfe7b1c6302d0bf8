# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths that must never be written: an event file, and the files beside it.

Judged by names alone: opening and closing an event file would drop SQLite's locks (`storage.connection`).
"""

from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message

_SUFFIX = ".checkin"
_LOGS = ("-wal", "-journal")
_BESIDE = (*_LOGS, "-shm", ".lock")
"""Suffixes of the other files of an open event."""


def refuse_protected_path(path: Path, suffixes: tuple[str, ...] = ()) -> None:
    """Raise `UserError` for the path of an event file or its companions, and for a name with none of `suffixes`, if
    any.
    """
    if _is_an_events(path):
        raise UserError(_EVENT, name=path.name)
    if suffixes and path.suffix.lower() not in suffixes:
        raise UserError(_OTHER_SUFFIX, name=path.name, suffixes=", ".join(suffixes))


def _is_an_events(path: Path) -> bool:
    """Whether it is an event's path: by its suffix, or by the log beside an open event of another name."""
    beside = next((end for end in _BESIDE if path.name.endswith(end)), "")
    name = path.name.removesuffix(beside)
    is_open = any((path.parent / (name + end)).exists() for end in _LOGS) and bool(name)
    return name.lower().endswith(_SUFFIX) or is_open


_EVENT = Message(
    "export", "“{name}” is an event, or part of one. Nothing was written over it; give the file another name."
)
_OTHER_SUFFIX = Message(
    "export", "“{name}” is not a name for this type of file. Nothing was written; end it with {suffixes}."
)
