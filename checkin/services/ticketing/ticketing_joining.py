# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining a ticketing's server as a device: with a new event file, or from one that is open already."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind, parse_moment
from checkin.core.errors import SyncError, UserError
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.core.sync.known_seals import joined_body, ticketing_signer
from checkin.core.ticketing.json_values import as_text, as_translations, translated
from checkin.core.tokens import EventKey
from checkin.services.event_file import EventFile
from checkin.services.programme.sealed_programme import sealed_rows
from checkin.services.ticketing.device_token import keep_token
from checkin.storage import settings_store, ticketing_store
from checkin.storage.ticketing_store import TicketingLink
from checkin.sync.pretix_answers import Json, PretixDevice
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_device import initialize_device
from checkin.sync.pretix_device_code import DeviceCode
from checkin.translation import current_language

EventChoice = Callable[[Sequence[tuple[str, str]]], str]
"""Chooses one of several events, given as (short name, name and day), that of today first: returns the short name, ""
for the one of today.
"""


def join_ticketing(code: DeviceCode, path: Path, desk: str, choose: EventChoice) -> EventFile:
    """Return a new event file, of a computer that is a device of the server from now on. Its list is still to be
    fetched (`TicketingSync`): a device code serves once, and a network that fails later must not cost another one.

    Raises `SyncError` if the server cannot be reached, `UserError` for a code that cannot be used, where no event was
    chosen, or if the file exists; no file is left behind then.
    """
    key = EventKey(secrets.token_hex(8), secrets.token_bytes(32))
    with EventFile.create_atomically(path, key) as event:
        settings_store.save(event.db, Settings(desk=desk, identity=secrets.token_hex(8)))
        add_device(event, code, desk, choose)
    return EventFile.open(path)


def add_device(
    event: EventFile, code: DeviceCode, desk: str, choose: EventChoice, authority: Authority | None = None
) -> None:
    """Make this computer a device of the server, under the name of this desk; it may have been another one before.
    `authority` is who allowed it, where that was asked: other desks take what it pulls into the programme then. Raises
    the errors of `join_ticketing`.
    """
    before = ticketing_store.last_device(event.db)
    device = initialize_device(code)
    known = event.ticketing()
    if known and device.organizer != known.ticketing.organizer:
        raise UserError(_OTHER, organizer=known.ticketing.organizer)
    slug = known.ticketing.event if known else _event_of(code, device, choose)
    link = TicketingLink(code.url, device.organizer, slug, device.device_id, device.serial)
    ticketing_store.save_link(event.db, link)
    keep_token(event, link, device.api_token)
    announce_device(event, device, desk, replaces=before, authority=authority)


def announce_device(
    event: EventFile, device: PretixDevice, desk: str, *, replaces: int = 0, authority: Authority | None = None
) -> None:
    """Tell the other desks that this one is a device of the server, under this name. `replaces` is the device that this
    computer was until now.
    """
    with event.transaction():
        body = {"device": device.device_id, "gate": device.gate_id} | ({"replaces": replaces} if replaces else {})
        joined = joined_body(body, ticketing_signer(event.key.event, device.api_token))
        rows = [(EntryKind.TICKETING_JOINED, "", joined | (authority.body() if authority else {}))]
        signer = authority.supervisor if authority else None
        event.journal.append_all(sealed_rows(event, rows, signer), at=event.clock()(), desk=desk)


def _event_of(code: DeviceCode, device: PretixDevice, choose: EventChoice) -> str:
    """Return the event of a device that was just made. Raises `SyncError` if pretix can no longer be reached."""
    try:
        with PretixClient(code.url, device.organizer, device.api_token) as client:
            return _chosen(client, choose)
    except SyncError as error:
        raise SyncError(_USED_UP) from error


def _chosen(client: PretixClient, choose: EventChoice) -> str:
    events = [(as_text(each.get("slug")), _name(each)) for each in client.events()]
    if not events:
        raise UserError(_NO_EVENT)
    today = client.proposed_event() if len(events) > 1 else ""
    events.sort(key=lambda event: event[0] != today)
    chosen = events[0][0] if len(events) == 1 else choose(events) or today
    if chosen not in (slug for slug, _ in events):
        raise UserError(_WHICH, events=", ".join(slug for slug, _ in events))
    return chosen


def _name(event: Json) -> str:
    name = translated(as_translations(event.get("name")), (current_language(),))
    starts = parse_moment(event.get("date_from"))
    return f"{name} ({starts:%d/%m/%Y})" if starts else name


_OTHER = Message(
    "ticketing",
    "This device code is of another organizer of pretix; this event is one of {organizer}. Nothing was changed; create "
    "a device there.",
)
_USED_UP = Message(
    "ticketing",
    "pretix made this computer a device and then did not name its events. Nothing was created; the device code is used "
    "up. Create another one in pretix to join later.",
)
_NO_EVENT = Message(
    "ticketing", "This device of pretix has no event. Nothing was created; give it one in pretix, and join again."
)
_WHICH = Message(
    "ticketing",
    "This device of pretix has several events: {events}. Nothing was created; the device code is used up. Create "
    "another one in pretix, and say which event it is for.",
)
