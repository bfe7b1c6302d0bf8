# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer as a device of a ticketing's server: joined, its token, its status, and its end."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind, parse_moment
from checkin.core.json_values import as_text, as_translations
from checkin.core.message import Message, SyncError, UserError
from checkin.core.supervisor import Authority
from checkin.core.sync.sealed_entry import joined_body, ticketing_signer
from checkin.core.ticketing.questions import translated
from checkin.core.ticketing.ticketing_status import OTHERWISE_TOLD, TicketingStatus
from checkin.core.tokens import EventKey
from checkin.devices.password_store import PasswordStore
from checkin.services.event_file import EventFile
from checkin.services.supervision import sealed_rows
from checkin.storage import journal_purge, settings_store
from checkin.storage.outbox import Outbox
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import Json, PretixClient, PretixDevice, initialize_device
from checkin.sync.pretix_connection import revoked
from checkin.sync.pretix_device_code import DeviceCode, server_name
from checkin.translation import current_language

# The token with which this computer is a device of a ticketing's server: in the system's keyring; where there is
# none, in the event file, among what is never sent to other desks.


def keep_token(event: EventFile, link: TicketingLink, token: str, store: PasswordStore | None = None) -> bool:
    """Keep the token of a link; return whether the keyring has it."""
    store = store or PasswordStore()
    store.keep(_name_in_keyring(event, link), token)
    if not store.is_lasting:
        settings_store.save_token(event.db, token)
    return store.is_lasting


def read_token(event: EventFile, link: TicketingLink, store: PasswordStore | None = None) -> str:
    """Return the token of a link, "" if it is lost."""
    return settings_store.load_token(event.db) or (store or PasswordStore()).read(_name_in_keyring(event, link))


def forget_token(event: EventFile, link: TicketingLink, store: PasswordStore | None = None) -> None:
    """Remove the token of a link from wherever it is kept."""
    settings_store.save_token(event.db, "")
    (store or PasswordStore()).forget(_name_in_keyring(event, link))


def _name_in_keyring(event: EventFile, link: TicketingLink) -> str:
    """Return the name in the keyring: two files of one computer may be two devices of one server."""
    return f"pretix {link.serial}@{link.address} {event.key.event}"


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
    before = settings_store.last_device(event.db)
    device = initialize_device(code)
    known = event.ticketing()
    if known and device.organizer != known.ticketing.organizer:
        raise UserError(_OTHER, organizer=known.ticketing.organizer)
    slug = known.ticketing.event if known else _event_of(code, device, choose)
    link = TicketingLink(code.url, device.organizer, slug, device.device_id, device.serial)
    settings_store.save_link(event.db, link)
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
    events = [(as_text(each.get("slug")), _event_name(each)) for each in client.events()]
    if not events:
        raise UserError(_NO_EVENT)
    today = client.proposed_event() if len(events) > 1 else ""
    events.sort(key=lambda event: event[0] != today)
    chosen = events[0][0] if len(events) == 1 else choose(events) or today
    if chosen not in (slug for slug, _ in events):
        raise UserError(_WHICH, events=", ".join(slug for slug, _ in events))
    return chosen


def _event_name(event: Json) -> str:
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


# The end of a computer's connection to a ticketing's server. What was recorded stays in the event, unless its people
# are to be erased too.


def give_up_device(event: EventFile) -> None:
    """Give up this computer's access at the server, for good. Raises `SyncError` if that cannot be told now."""
    if link := settings_store.load_link(event.db):
        with PretixClient(link.address, link.organizer, read_token(event, link)) as client:
            client.revoke()


def disconnect(event: EventFile, desk: str) -> None:
    """Forget the server: nothing is fetched or sent by this computer any more. The other desks are told by this one's
    name: what it records from now on is for one of theirs to send, or for the next device.
    """
    if link := settings_store.load_link(event.db):
        with event.transaction():
            body = {"device": link.device}
            event.journal.append(EntryKind.TICKETING_LEFT, "", body, at=event.clock()(), desk=desk)
        forget_token(event, link)
        settings_store.note_last_device(event.db, link.device)
    settings_store.remove_link(event.db)


def erase_people(event: EventFile, desk: str) -> None:
    """Erase the people from the file of a revoked device, and from no other, then forget the server. Raises `UserError`
    for a device that is not revoked.
    """
    link = settings_store.load_link(event.db)
    if link is None or not link.is_revoked:
        raise UserError(Message("ticketing", "This device is not revoked in pretix. Nothing was erased."))
    Outbox(event.db, event.journal).forget_all_people()
    disconnect(event, desk)


# What this computer knows of its connection to a ticketing's server. Reads only, and asks no server.


def read_ticketing_status(event: EventFile) -> TicketingStatus | None:
    """Return the state without what only the running exchange knows (its errors, what is to send); None for an event
    without a ticketing. A desk without a link knows the list from other desks.
    """
    link = settings_store.load_link(event.db)
    is_over = bool(journal_purge.newest_purge(event.db))
    if link is None:
        known = event.ticketing()
        if known is None:
            return None
        at = known.ticketing
        others = known.has_devices
        return TicketingStatus(server_name(at.address), at.organizer, at.event, has_others=others, is_over=is_over)
    refused = [entry for entry, why in settings_store.quarantined(event.db) if why not in OTHERWISE_TOLD]
    return TicketingStatus(
        server_name(link.address),
        link.organizer,
        link.event,
        link.device,
        fetched_at=parse_moment(settings_store.load_reading(event.db).complete),
        refused=len(refused),
        unseen=len({*refused} - settings_store.seen_refusals(event.db)),
        error=revoked() if link.is_revoked else None,
        is_revoked=link.is_revoked,
        is_over=is_over,
        badges=tuple(settings_store.badge_remarks(event.db)),
    )


def count_let_in_despite(event: EventFile) -> int:
    """Return how many people are in at check-in lists in spite of their ticket. The server has their arrivals too, and
    counts none whose ticket is not valid.
    """
    return settings_store.count_let_in_despite(event.db)


def must_tell_of_revocation(event: EventFile) -> bool:
    """Whether the server revoked this device and nobody was told yet."""
    link = settings_store.load_link(event.db)
    return link is not None and link.is_revoked and not link.is_told


def note_revocation_told(event: EventFile) -> None:
    """Note that somebody has read that this device was revoked, and keeps the list."""
    settings_store.note_told(event.db)
