# SPDX-License-Identifier: GPL-3.0-or-later
"""Inviting another desk to this event, joining one, and where desks meet. Which places, `Settings` says."""

import contextlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin import __version__
from checkin.core.desk_settings import Settings
from checkin.core.errors import SyncError, UserError
from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.sync.carried_event import CarriedEvent
from checkin.core.sync.desk_names import next_free
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.sync_status import SyncPlace
from checkin.core.sync.usb_drives import Volume
from checkin.desk.event_file import EventFile
from checkin.desk.sync.meeting_place import MeetingPlace, OwnIdentity
from checkin.storage import settings_store as kept
from checkin.storage import sync_sessions, usb_drive_store
from checkin.storage.outbox import Outbox
from checkin.sync.carried_events import write_carried_event
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import READING, FolderPeer
from checkin.sync.peer import Heartbeat, Peer
from checkin.sync.unavailable_peer import UnavailablePeer

OpenHub = Callable[[str, EventFile], Peer]
"""From a `postgresql://` URL to the peer there. Raises nothing: a hub that is away is told at the first round."""


def open_hub(url: str, event: EventFile) -> Peer:
    """PostgreSQL's library is imported at the first of these, no sooner."""
    from checkin.sync.postgres_peer import PostgresPeer

    try:
        return PostgresPeer(url, event.key.event)
    except UserError as error:
        return UnavailablePeer(error)


def invite(event: EventFile, settings: Settings, hub: str) -> Invitation:
    """For one more desk, to meet where this one does. `hub` is the other desk's own address, "" for none: this desk's
    is given to nobody, or a lost laptop could not be shut out alone.
    """
    return Invitation(event.programme().event.title, event.key, settings.folder, hub)


def propose_desk_name(event: EventFile, heard: Iterable[str] = ()) -> str:
    """Return a name for one more desk that no desk has: none that is heard, and none that wrote in the journal."""
    own = kept.load(event.db).desk
    return next_free(own, (own, *heard, *event.journal.newest_by_desk()))


def join(
    invitation: Invitation, path: Path, desk: str, open_hub: OpenHub, tell: ReportProgress = ignore_progress
) -> EventFile:
    """A new event file that has everything the other desks have told, of a desk that is called `desk`, or by the next
    name that is free. Raises `SyncError` if they cannot be reached, or `UserError` if there is a file already; then no
    file is left behind.
    """
    with EventFile.create_atomically(path, invitation.key) as event:
        settings = Settings(desk=desk, folder=invitation.folder, hub=invitation.hub, identity=secrets.token_hex(8))
        kept.save(event.db, settings)
        outbox, bar = Outbox(event.db, event.journal), CombinedProgress(tell)
        with outbox.all_at_once():
            for _, peer in make_peers(event, settings, open_hub, bar.part(READING)):
                with closing(peer):
                    Exchange(outbox, peer, event.clock()).run_round(bar.part(WHOLE))
                    settings = _named(settings, peer, event.clock()())
        kept.save(event.db, settings)
        tell(WHOLE, WHOLE)
    return EventFile.open(path)


def join_from_usb_drive(
    carried: CarriedEvent, key: Volume, path: Path, desk: str, tell: ReportProgress = ignore_progress
) -> EventFile:
    """Return a new event file that has everything a key holds of an event, of a desk called `desk` or by the next name
    that is free. It meets the others at the event's shared folder where that is found here, else by key.

    Raises `SyncError` if the key is pulled out or does not hold all that it promises, `UserError` if there is a file
    already; then no file is left behind. The key may be read-only.
    """
    with EventFile.create_atomically(path, carried.invitation.key) as event:
        folder = carried.invitation.folder if folder_exists(carried.invitation.folder) else ""
        settings = Settings(desk=desk, folder=folder, identity=secrets.token_hex(8))
        outbox, bar = Outbox(event.db, event.journal), CombinedProgress(tell)
        peer = FolderPeer(Path(key.root), event.key.secret, identity=settings.identity, tell=bar.part(READING))
        with outbox.all_at_once():
            Exchange(outbox, peer, event.clock()).run_round(bar.part(WHOLE))
        has = usb_drive_store.entries(event.db)
        if has < carried.entries:
            raise SyncError(_NOT_ALL, has=has, all=carried.entries)
        taken = (*carried.desks, *event.journal.newest_by_desk())
        settings = replace(settings, desk=next_free(desk, taken))
        kept.save(event.db, settings)
        usb_drive_store.save(event.db, key.name, event.clock()(), has)
        with contextlib.suppress(SyncError):  # a key that cannot be written proposes the same name once more
            write_carried_event(Path(key.root), replace(carried, desks=(*carried.desks, settings.desk)))
        tell(WHOLE, WHOLE)
    return EventFile.open(path)


def folder_exists(folder: str) -> bool:
    """Whether a folder that somebody named is one, here. A name that no folder can have is none."""
    try:
        return bool(folder) and Path(folder).is_dir()
    except (OSError, ValueError):
        return False


def _named(settings: Settings, peer: Peer, now: datetime) -> Settings:
    """With a name of its own, which the others know from now on: two may be about to join."""
    me = Heartbeat(settings.identity, "", now, 0, __version__, is_goodbye=True)
    with contextlib.suppress(SyncError):  # it may be read and not written: names are told once they meet
        taken = [h.greeting.desk for h in peer.exchange_heartbeats(me) if h.greeting.identity != settings.identity]
        settings = replace(settings, desk=next_free(settings.desk, taken))
        peer.exchange_heartbeats(replace(me, desk=settings.desk))
    return settings


def read_desk_name(event: EventFile) -> str:
    """What this desk is called, as its file keeps it."""
    return kept.load(event.db).desk


def has_shared_folder(event: EventFile) -> bool:
    """Whether this desk meets others in a shared folder, as its file keeps it."""
    return bool(kept.load(event.db).folder)


def make_peers(
    event: EventFile, settings: Settings, open_hub: OpenHub, tell: ReportProgress = ignore_progress
) -> Sequence[tuple[SyncPlace, Peer]]:
    """Where this desk meets others, one peer each; none for a desk alone. `tell` hears how far a folder is read."""
    found: list[tuple[SyncPlace, Peer]] = []
    if settings.folder:
        folder = FolderPeer(Path(settings.folder), event.key.secret, identity=settings.identity, tell=tell)
        found.append((SyncPlace.FOLDER, folder))
    if settings.hub:
        found.append((SyncPlace.HUB, open_hub(settings.hub, event)))
    return found


def make_meeting_places(
    event: EventFile, settings: Settings, clock: Callable[[], datetime], open_hub: OpenHub
) -> Sequence[MeetingPlace]:
    """The same, to be met at all day."""
    peers = make_peers(event, settings, open_hub)
    own = OwnIdentity(settings.identity, sync_sessions.begin_session(event.db) if peers else "")
    return [MeetingPlace(event, place, peer, clock, own) for place, peer in peers]


def load_own_settings(event: EventFile) -> Settings:
    """As kept in the file, with the identity that is kept from now on: what was put into a folder is known by it."""
    settings = kept.load(event.db)
    if not settings.identity:
        settings = ensure_identity(settings)
        kept.save(event.db, settings)
    return settings


def ensure_identity(settings: Settings) -> Settings:
    """What tells this event file on this computer apart where desks meet; made once."""
    return settings if settings.identity else replace(settings, identity=secrets.token_hex(8))


_NOT_ALL = Message(
    "join",
    "This key does not hold the whole event: {has} records of {all}. Nothing was made here. "
    "Put the event on the key again at the desk that has it.",
)
