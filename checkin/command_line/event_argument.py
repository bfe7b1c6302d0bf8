# SPDX-License-Identifier: GPL-3.0-or-later
"""The EVENT argument: opening the event file of a command, and the desk that the command acts as."""

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from checkin.core.errors import CheckinError, UserError
from checkin.core.message import Message
from checkin.core.programme.daily_points import planned_id
from checkin.documents.drafts import remove_dead_drafts
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
