# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of a hub: `hub-init`, `hub-desk`.

Each desk that is let in is printed with its address, on a line. The address holds its password and is kept nowhere.
"""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from checkin.command_line.command import DONE, open_event_file
from checkin.core.message import Message, UserError
from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_admin import QUEUE_SHARE, HubAdmin
from checkin.translation import translate

MOST_DESKS = 500
"""Desks of one event at most: each holds and receives everything (docs/desks-together.md)."""


def _add_hub(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that both commands begin with."""
    parser.add_argument("url", metavar="URL", help="of an account that may make roles: postgresql://NAME@HOST/DATABASE")
    parser.add_argument("--event", metavar="EVENT", help="the event file; the only one of the hub if left out")
    parser.add_argument("--address", metavar="HOST[:PORT]", default="", help="where desks find it, if not as in URL")


def _public_id(path: str | None) -> str:
    """Return the public id of this file's event, by which the hub knows it; "" without a file."""
    if path is None:
        return ""
    with open_event_file(path) as event:
        return event.key.event


def _admit(hub: HubAdmin, event: str, names: list[str], reached_at: str, *, may_purge: bool = False) -> None:
    """Admit these desks and print their addresses. `event` "" means the hub's only event."""
    if len(names) > MOST_DESKS or not all(0 < len(name) <= 256 and name.isprintable() for name in names):
        raise UserError(_NO_NAME, most=MOST_DESKS)
    held = event or hub.only_event()
    for name in names:
        print(f"{name}\t{hub.admit(held, name, reached_at, may_purge=may_purge)}", flush=True)


@contextlib.contextmanager
def _hub_at(url: str) -> Iterator[HubAdmin]:
    with contextlib.closing(HubAdmin(HubAddress.read(url))) as hub:
        yield hub


_NO_NAME = Message("command", "A desk’s name has at most 256 letters, and an event at most {most} desks.")


# `checkin hub-desk`: list the desks of a hub, admit one, or revoke one.


def hub_desk_arguments(parser: argparse.ArgumentParser) -> None:
    _add_hub(parser)
    parser.add_argument("name", metavar="NAME", nargs="?", default="")
    parser.add_argument("--list", action="store_true", help="which desks there are; a line of JSON each")
    parser.add_argument("--may-purge", action="store_true", help="when it erases personal data, all desks do")
    parser.add_argument("--revoke", action="store_true", help="shut it out at once")
    parser.add_argument(
        "--forget", action="store_true", help="with --revoke: personal data is erased from its copy when it comes back"
    )


def run_hub_desk(chosen: argparse.Namespace) -> int:
    event, name = _public_id(chosen.event), chosen.name.strip()
    with _hub_at(chosen.url) as hub:
        if chosen.list:
            _list(hub, event or hub.only_event())
            return DONE
        if not name:
            raise UserError(Message("command", "Which desk? Nothing was changed; give its name, or --list to see all."))
        if not chosen.revoke:
            _admit(hub, event, [name], chosen.address, may_purge=chosen.may_purge)
            return DONE
        hub.revoke(event or hub.only_event(), name, erases=chosen.forget)
    print(translate(Message("command", "“{name}” was removed from the shared server. What it sent stays."), name=name))
    return DONE


def _list(hub: HubAdmin, event: str) -> None:
    for desk in hub.desks(event):
        age = None if desk.age is None else round(desk.age)
        values = {name: value for name, value in asdict(desk).items() if name != "age"} | {"seconds_ago": age}
        print(json.dumps(values, ensure_ascii=False))


# `checkin hub-init`: prepare a PostgreSQL database as the hub of an event. Safe to repeat; upgrades an older hub.


def hub_init_arguments(parser: argparse.ArgumentParser) -> None:
    _add_hub(parser)
    parser.add_argument(
        "--desks", metavar="N", type=int, default=0, help="let so many desks in; prints name TAB address of each"
    )
    parser.add_argument(
        "--clean",
        action="store_true",
        help="after a purge: take old rows from the server's files; desks wait meanwhile",
    )
    parser.add_argument("--notify", choices=("on", "off"), help="tell desks at once (on), or let them ask every second")


def run_hub_init(chosen: argparse.Namespace) -> int:
    event = _public_id(chosen.event)
    with _hub_at(chosen.url) as hub:
        hub.prepare()
        if event:
            hub.add_event(event, notifies=None if chosen.notify is None else chosen.notify == "on")
        if chosen.desks:
            names = [translate(_NUMBERED, number=number + 1) for number in range(chosen.desks)]
            _admit(hub, event, names, chosen.address)
        has_openings, is_prepared = hub.has_excess_rights(), hub.has_prepared_transactions()
        usage, sessions = hub.notice_queue()
        if chosen.clean:
            print(translate(_CLEAN if hub.clean() else _CLEAN_IN_PART), file=sys.stderr)
    print(translate(Message("command", "The shared server is ready.")), file=sys.stderr)
    if has_openings:
        print(translate(_OPENINGS), file=sys.stderr)
    if is_prepared:
        print(translate(_PREPARED), file=sys.stderr)
    if usage >= QUEUE_SHARE:
        print(translate(_QUEUE, percent=round(usage * 100), sessions=", ".join(sessions) or "?"), file=sys.stderr)
    return DONE


_OPENINGS = Message(
    "command",
    "Desks can also create temporary tables or large objects here, which could fill the server’s disk. A "
    "superuser can prevent this in a database used only by Checkin, by running the same command.",
)
_PREPARED = Message(
    "command",
    "This server keeps prepared transactions: with one, a removed desk could still block its event. Those of "
    "desks were ended now; set max_prepared_transactions to 0 in postgresql.conf, or run this command again when "
    "desks are blocked.",
)
_QUEUE = Message(
    "command",
    "This server’s queue of notices is {percent} % full: a session keeps an old transaction open. Nothing is lost, "
    "and desks go on without notices, a second later. To empty it, a superuser ends that session: SELECT "
    "pg_terminate_backend(NUMBER). Old transactions that this account can see: {sessions}.",
)
_CLEAN = Message(
    "command",
    "The erased data is gone from the server’s tables and its change log (pg_wal). The server’s own backups "
    "and archives may still hold it, for as long as you keep them.",
)
_CLEAN_IN_PART = Message(
    "command",
    "The erased data is gone from the server’s tables, but stays in its change log (pg_wal) until the server "
    "overwrites it. A superuser can clear it at once with the same command; backups and archives hold it for "
    "as long as you keep them.",
)
_NUMBERED = Message("command", "Desk {number}")
