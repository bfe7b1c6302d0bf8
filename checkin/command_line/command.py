# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands share: the argument EVENT, the desk that acts, and the exit codes (docs/command-line.md)."""

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from checkin.core.message import CheckinError, DeviceError, Message, StorageError, UserError
from checkin.core.programme.programme_edits import planned_id
from checkin.documents.atomic_write import remove_dead_drafts
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import remove_old_rehearsals


def add_event(parser: argparse.ArgumentParser, help: str | None = None) -> None:
    """Add the argument EVENT, with which most commands begin."""
    parser.add_argument("event", metavar="EVENT", help=help)


@contextlib.contextmanager
def open_event_file(path: str | Path, may_create: bool = False) -> Iterator[EventFile]:
    """Yield the open event file, creating it first if `may_create`.

    A file created here is removed again if a `CheckinError` is raised.
    """
    path = Path(path)
    remove_old_rehearsals()  # copies of killed rehearsals hold personal data
    remove_dead_drafts(path.absolute().parent)  # and so do exports of killed programs
    is_new = may_create and not path.exists()
    event = EventFile.create(path) if is_new else EventFile.open(path)
    try:
        yield event
    except BaseException as error:  # a closed pipe, Ctrl+C and bugs too: a file that was not closed looks like a copy
        event.close()
        if is_new and isinstance(error, CheckinError):
            EventFile.remove(path)
        raise
    event.close()


@contextlib.contextmanager
def open_existing_event(path: str | Path) -> Iterator[EventFile | None]:
    """Yield the open event file, None if it does not exist: a command that only looks creates nothing."""
    if not Path(path).exists():
        yield None
        return
    with open_event_file(path) as event:
        yield event


def desk_at(event: EventFile, name: str, at: str | None) -> Desk:
    """Return a desk at the control point of this id, or at the first. Raises `UserError` for an unknown id."""
    desk = Desk(event, event.clock(), name, at or "")
    if at and planned_id(desk.control_point.id) != planned_id(at):
        known = ", ".join(planned_id(p.id) for p in desk.programme.control_points)
        raise UserError(
            Message("command", "There is no control point “{name}”. This event has: {known}."), name=at, known=known
        )
    return desk


# The exit codes of commands (docs/command-line.md).

DONE, FOUND_PROBLEMS, NOT_UNDERSTOOD, USER_ERROR, STORAGE_ERROR, DEVICE_ERROR = range(6)
"""Exit codes 0 to 5. argparse itself exits with 2."""


def exit_code_for(error: CheckinError) -> int:
    kinds = ((StorageError, STORAGE_ERROR), (DeviceError, DEVICE_ERROR))
    return next((code for kind, code in kinds if isinstance(error, kind)), USER_ERROR)
