# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin hub-init` and `checkin hub-desk`: a PostgreSQL made the hub of an event, and its desks let in and out.

Each desk's address goes to standard output, a line each: it holds the desk's password and is written nowhere else.
"""

import contextlib
import sys
from collections.abc import Iterator

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.language import say
from checkin.sync.hub import Hub
from checkin.sync.hub_address import HubAddress

MOST_DESKS = 500
"""Of one event: every desk holds and hears everything (docs/desks-together.md)."""


def set_up(url: str, event: str, *, desks: int, notifies: bool | None, reached_at: str) -> None:
    """Safe to repeat: an older hub is brought up to date. `event` "": for events that are still to come."""
    with _at(url) as hub:
        hub.prepare()
        if event:
            hub.hold(event, notifies=notifies)
        if desks:
            _admit(hub, event, [say(_NUMBERED, number=number + 1) for number in range(desks)], reached_at)
    print(say(_PREPARED), file=sys.stderr)


def admit(url: str, event: str, name: str, *, reached_at: str) -> None:
    """`event` "": the only one there is."""
    with _at(url) as hub:
        _admit(hub, event, [name.strip()], reached_at)


def _admit(hub: Hub, event: str, names: list[str], reached_at: str) -> None:
    if len(names) > MOST_DESKS or not all(0 < len(name) <= 256 for name in names):
        raise UserError(_NO_NAME, most=MOST_DESKS)
    held = event or hub.only_event()
    for name in names:
        print(hub.admit(held, name, reached_at), flush=True)


def revoke(url: str, event: str, name: str) -> None:
    with _at(url) as hub:
        hub.revoke(event or hub.only_event(), name.strip())
    print(say(Words("command", "“{name}” was taken off the shared server. What it told stays."), name=name.strip()))


@contextlib.contextmanager
def _at(url: str) -> Iterator[Hub]:
    with contextlib.closing(Hub(HubAddress.read(url))) as hub:
        yield hub


_PREPARED = Words("command", "The shared server is prepared.")
_NUMBERED = Words("command", "Desk {number}")
_NO_NAME = Words("command", "A desk has a name of at most 256 letters, and an event at most {most} desks.")
