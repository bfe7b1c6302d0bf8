# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nothing may ever be written: in place of an event, or of what lies beside one. Looks at names alone: whoever
opens an event's file and closes it again takes SQLite's locks away (`storage.connection`).
"""

from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message

_SUFFIX = ".checkin"
_LOGS = ("-wal", "-journal")
_BESIDE = (*_LOGS, "-shm", ".lock")
"""What the names of an open event's other files end with."""


def refuse_protected_path(path: Path, suffixes: tuple[str, ...] = ()) -> None:
    """Raises `UserError` for the place of an event, and for a name that ends with none of `suffixes`, if any."""
    if _is_an_events(path):
        raise UserError(_EVENT, name=path.name)
    if suffixes and path.suffix.lower() not in suffixes:
        raise UserError(_OTHER_SUFFIX, name=path.name, suffixes=", ".join(suffixes))


def _is_an_events(path: Path) -> bool:
    """By the name of events; or one of another name that is open, by the log that lies beside it then."""
    beside = next((end for end in _BESIDE if path.name.endswith(end)), "")
    name = path.name.removesuffix(beside)
    is_open = any((path.parent / (name + end)).exists() for end in _LOGS) and bool(name)
    return name.lower().endswith(_SUFFIX) or is_open


_EVENT = Message(
    "export", "“{name}” is an event, or belongs to one. Nothing was written over it; give the file another name."
)
_OTHER_SUFFIX = Message(
    "export", "“{name}” is no name for this kind of file. Nothing was written; end it with {suffixes}."
)
