# SPDX-License-Identifier: GPL-3.0-or-later
"""Common parts of the hub commands: the hub's address, the event, and admitting desks.

Each admitted desk's name and address are printed on a line. The address holds its password and is stored nowhere else.
"""

import argparse
import contextlib
from collections.abc import Iterator

from checkin.command_line.event_argument import open_event_file
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_admin import HubAdmin

MOST_DESKS = 500
"""Desks of one event at most: each holds and receives everything (docs/desks-together.md)."""


def add_hub(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that both commands begin with."""
    parser.add_argument("url", metavar="URL", help="of an account that may make roles: postgresql://NAME@HOST/DATABASE")
    parser.add_argument("--event", metavar="EVENT", help="the event file; the only one of the hub if left out")
    parser.add_argument("--address", metavar="HOST[:PORT]", default="", help="where desks find it, if not as in URL")


def public_id(path: str | None) -> str:
    """Return the public id of this file's event, by which the hub knows it; "" without a file."""
    if path is None:
        return ""
    with open_event_file(path) as event:
        return event.key.event


def admit(hub: HubAdmin, event: str, names: list[str], reached_at: str, *, may_purge: bool = False) -> None:
    """Admit these desks and print their addresses. `event` "" means the hub's only event."""
    if len(names) > MOST_DESKS or not all(0 < len(name) <= 256 and name.isprintable() for name in names):
        raise UserError(_NO_NAME, most=MOST_DESKS)
    held = event or hub.only_event()
    for name in names:
        print(f"{name}\t{hub.admit(held, name, reached_at, may_purge=may_purge)}", flush=True)


@contextlib.contextmanager
def hub_at(url: str) -> Iterator[HubAdmin]:
    with contextlib.closing(HubAdmin(HubAddress.read(url))) as hub:
        yield hub


_NO_NAME = Message("command", "A desk’s name has at most 256 letters, and an event at most {most} desks.")
