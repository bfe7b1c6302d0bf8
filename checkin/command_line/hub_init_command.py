# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin hub-init`: prepare a PostgreSQL database as the hub of an event. Safe to repeat; upgrades an older hub."""

import argparse
import sys

from checkin.command_line.exit_codes import DONE
from checkin.command_line.hub_argument import add_hub, admit, hub_at, public_id
from checkin.core.message import Message
from checkin.sync.hub_admin import QUEUE_SHARE
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_hub(parser)
    parser.add_argument(
        "--desks", metavar="N", type=int, default=0, help="let so many desks in; prints name TAB address of each"
    )
    parser.add_argument(
        "--clean",
        action="store_true",
        help="after a purge: take old rows from the server's files; desks wait meanwhile",
    )
    parser.add_argument("--notify", choices=("on", "off"), help="tell desks at once (on), or let them ask every second")


def run(chosen: argparse.Namespace) -> int:
    event = public_id(chosen.event)
    with hub_at(chosen.url) as hub:
        hub.prepare()
        if event:
            hub.add_event(event, notifies=None if chosen.notify is None else chosen.notify == "on")
        if chosen.desks:
            names = [translate(_NUMBERED, number=number + 1) for number in range(chosen.desks)]
            admit(hub, event, names, chosen.address)
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
