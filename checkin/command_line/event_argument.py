# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file a command works on, and the desk it speaks as."""

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.rehearsal import remove_old_rehearsals

COMMAND_LINE_DESK = "CLI"
"""In the journal."""


def add_event(parser: argparse.ArgumentParser, help: str | None = None) -> None:
    """The argument that most commands begin with."""
    parser.add_argument("event", metavar="EVENT", help=help)


@contextlib.contextmanager
def open_event_file(path: str | Path, may_create: bool = False) -> Iterator[EventFile]:
    """The event file for the length of a `with`, made first if that was asked for, and not left behind on an error."""
    remove_old_rehearsals()  # of a rehearsal that was killed: nobody's copy outlives it
    path = Path(path)
    is_new = may_create and not path.exists()
    event = EventFile.create(path) if is_new else EventFile.open(path)
    try:
        yield event
    except CheckinError:
        event.close()
        if is_new:
            EventFile.remove(path)
        raise
    event.close()


@contextlib.contextmanager
def open_existing_event(path: str | Path) -> Iterator[EventFile | None]:
    """For what only looks: an event that is not there yet is not made."""
    if not Path(path).exists():
        yield None
        return
    with open_event_file(path) as event:
        yield event


def desk_at(event: EventFile, name: str, at: str | None) -> Desk:
    """A desk at the control point of this id, or at the first; `UserError` for one that is not planned."""
    desk = Desk(event, event.clock(), name, at or "")
    if at and desk.control_point.id != at:
        known = ", ".join(p.id for p in desk.programme.control_points)
        raise UserError(
            Message("command", "There is no control point “{name}”. This event has: {known}."), name=at, known=known
        )
    return desk
