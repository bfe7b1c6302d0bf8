# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the event's file, whole while the event is open: a file manager's own copy may be an older state."""

from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.storage.copying import copy_to_keep


def save_copy(event: EventFile, target: Path) -> None:
    """Write everything that is recorded by now to `target`. Raises `UserError` where a file is there already: it may be
    an event.
    """
    if target.exists():
        raise UserError(_THERE, name=target.name)
    copy_to_keep(event.db, target)


_THERE = Words("file", "“{name}” is there already. Nothing was written; give the copy another name.")
