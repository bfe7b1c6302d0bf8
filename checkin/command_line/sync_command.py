# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sync`: exchange entries with the other desks, one line of JSON per round."""

import argparse
import json
import time
from datetime import datetime
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.desk_settings import Settings
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.sync.sync_status import OtherDesk, SyncPlace
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import load_own_settings, make_peer_syncs, open_hub, open_ticketing
from checkin.services.sync.peer_sync import SyncedPlace
from checkin.services.ticketing.ticketing_queries import read_ticketing_status
from checkin.sync.exchange import ExchangeResult
from checkin.sync.news import wait_for_news
from checkin.translation import error_text

PAUSE_S = 1.0


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument(
        "address",
        metavar="FOLDER|URL",
        nargs="?",
        default="",
        help="a folder, or postgresql://DESK:PASSWORD@HOST/DATABASE; without one, where this desk meets the others, "
        "and the pretix that it joined",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one round (unless you say otherwise)")
    how.add_argument("--watch", action="store_true", help="until it is interrupted")
    parser.add_argument(
        "--take-until",
        metavar="TIME",
        type=datetime.fromisoformat,
        help="count also what desks recorded whose clock is more than a day ahead of this computer's: up to this time, "
        "as “ahead” gives it",
    )


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        if chosen.take_until:
            with event.transaction():
                event.journal.take_until(chosen.take_until)
        _exchange(event, chosen.address, watches=chosen.watch)
    return DONE


def _exchange(event: EventFile, address: str, *, watches: bool) -> None:
    """Run one round, or with `watches` rounds until interrupted.

    While watching, a line is printed for each round that exchanged something or whose error changed. Raises `SyncError`
    if a single round failed.
    """
    own = load_own_settings(event)
    settings = _settings_for(address, own.identity) if address else own
    places: list[SyncedPlace] = [*make_peer_syncs(event, settings, event.clock(), open_hub)]
    if not address and (ticketing := open_ticketing(event)):
        places.append(ticketing)
    if not places:
        raise UserError(_NOWHERE)
    try:
        while True:
            for place in places:
                _round(event, place, own.desk, watches=watches)
            if not watches:
                return
            wait_for_news(places, PAUSE_S)
    except KeyboardInterrupt:
        return
    finally:
        for place in places:
            place.close()


def _settings_for(address: str, identity: str) -> Settings:
    """Return settings with a URL as the hub, anything else as the shared folder."""
    is_hub = address.startswith(("postgresql:", "postgres:"))
    folder = "" if is_hub else str(Path(address).absolute())
    return Settings(folder=folder, hub=address if is_hub else "", identity=identity)


def _round(event: EventFile, place: SyncedPlace, desk: str, *, watches: bool) -> None:
    before = _trouble(place)
    done = place.step(time.monotonic(), desk)
    if place.status.error and not watches:
        raise place.status.error
    if not watches or done != ExchangeResult() or _trouble(place) != before:
        told = _peer_json(place, done) | (_ticketing_json(event) if place.status.place is SyncPlace.TICKETING else {})
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _trouble(place: SyncedPlace) -> str | None:
    return error_text(place.status.error) if place.status.error else None


def _peer_json(place: SyncedPlace, done: ExchangeResult) -> dict[str, object]:
    status = place.status
    return {
        "place": status.place,
        "received": done.received,
        "sent": done.sent,
        "waiting": status.waiting,
        "desks": [_desk(desk) for desk in status.desks],
        "left_out": sorted(status.left_out),
        "ahead": {"desk": status.ahead[0], "at": status.ahead[1].isoformat()} if status.ahead else None,
        "clock_ahead": None if status.offset is None else round(status.offset, 1),
        "error": _trouble(place),
    }


def _ticketing_json(event: EventFile) -> dict[str, object]:
    """Return what a line about pretix has besides: its event, how new the list is, how many entries it did not take."""
    status = read_ticketing_status(event)
    assert status
    fetched = status.fetched_at.isoformat() if status.fetched_at else None
    return {"place": "pretix", "pretix_event": status.event, "fetched_at": fetched, "refused": status.refused}


def _desk(desk: OtherDesk) -> dict[str, object]:
    is_closed = desk.closed_at is not None
    return {"name": desk.name, "seconds_ago": round(desk.age), "waiting": desk.waiting, "closed": is_closed}


_NOWHERE = Message(
    "command",
    "This desk meets no others yet. Name a folder or the address of a server; to join pretix: checkin join CODE FILE.",
)
