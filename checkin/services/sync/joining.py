# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining an event, inviting, admitting and revoking desks, and the places where this desk meets others.

The organiser's address of a hub is asked for each time and stored nowhere. PostgreSQL's library is imported with the
first connection to a hub.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkin import __version__
from checkin.core.desk_settings import Settings, next_free
from checkin.core.message import WHOLE, CombinedProgress, Message, ReportProgress, SyncError, UserError, ignore_progress
from checkin.core.sync.invitation import CarriedEvent, Invitation, Volume
from checkin.core.sync.sync_status import HubDesk, SyncPlace
from checkin.services.event_file import EventFile
from checkin.services.sync.peer_sync import OwnIdentity, PeerSync
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import READING, FolderPeer
from checkin.sync.heartbeats import write_carried_event
from checkin.sync.hub_address import HubAddress
from checkin.sync.peer import Heartbeat, Peer, UnavailablePeer

if TYPE_CHECKING:
    from checkin.services.ticketing.ticketing_sync import TicketingSync
    from checkin.sync.hub_admin import HubAdmin

OpenHub = Callable[[str, EventFile], Peer]
"""Opens the peer of a `postgresql://` URL. Raises nothing: an unreachable hub is reported by the first round."""


def open_hub(url: str, event: EventFile) -> Peer:
    """Return the hub's peer. PostgreSQL's library is imported on the first call."""
    from checkin.sync.postgres_peer import PostgresPeer

    try:
        return PostgresPeer(url, event.key.event)
    except UserError as error:
        return UnavailablePeer(error)


def invite(event: EventFile, settings: Settings, hub: str) -> Invitation:
    """Return an invitation for one more desk, to meet where this one does.

    `hub` is the new desk's own address, "" for none: sharing one address would make it impossible to revoke a lost
    laptop alone.
    """
    return Invitation(event.programme().event.title, event.key, settings.folder, hub)


def hub_desks(organiser: str, event: str) -> list[HubDesk]:
    """Return the hub's desks. `event` is the event's public id, here and below."""
    with _organising(organiser) as hub:
        return hub.desks(event)


def admit_hub_desk(organiser: str, event: str, name: str, own: str) -> str:
    """Return the address for a new desk, which reaches the server at the host in `own`, this desk's address.

    Raises `UserError` if the name is taken: the desk of that name would lose its access.
    """
    with _organising(organiser) as hub:
        if any(desk.name == name for desk in hub.desks(event)):
            raise UserError(_TAKEN, name=name)
        return hub.admit(event, name, _reached_at(organiser, own))


def revoke_hub_desk(organiser: str, event: str, name: str, *, erases: bool) -> bool:
    """Revoke a desk's access; always returns True."""
    with _organising(organiser) as hub:
        hub.revoke(event, name, erases=erases)
    return True


def _reached_at(organiser: str, own: str) -> str:
    """Return the host for a new desk if the organiser's address is local (localhost), else ""."""
    here = HubAddress.read(own)
    return here.host if HubAddress.read(organiser).is_local and not here.is_local else ""


@contextlib.contextmanager
def _organising(organiser: str) -> Iterator["HubAdmin"]:
    from checkin.sync.hub_admin import HubAdmin

    with contextlib.closing(HubAdmin(HubAddress.read(organiser))) as hub:
        yield hub


def propose_desk_name(event: EventFile, names: Iterable[str] = ()) -> str:
    """Return a free name for one more desk: not active now, and not in the journal."""
    own = settings_store.load(event.db).desk
    return next_free(own, (own, *names, *event.journal.newest_by_desk()))


def join(
    invitation: Invitation, path: Path, desk: str, open_hub: OpenHub, report: ReportProgress = ignore_progress
) -> EventFile:
    """Return a new event file with everything the other desks have sent.

    The desk is called `desk`, or by the next free name. Raises `SyncError` if the others cannot be reached, or
    `UserError` if the file exists; no file is left behind then.
    """
    with EventFile.create_atomically(path, invitation.key) as event:
        settings = Settings(desk=desk, folder=invitation.folder, hub=invitation.hub, identity=secrets.token_hex(8))
        settings_store.save(event.db, settings)
        outbox, bar = Outbox(event.db, event.journal), CombinedProgress(report)
        with outbox.all_at_once():
            for _, peer in make_peers(event, settings, open_hub, bar.part(READING)):
                with closing(peer):
                    Exchange(outbox, peer, event.clock()).run_round(bar.part(WHOLE))
                    settings = _named(settings, peer, event.clock()())
        settings_store.save(event.db, settings)
        report(WHOLE, WHOLE)
    return EventFile.open(path)


def join_from_usb_drive(
    carried: CarriedEvent, drive: Volume, path: Path, desk: str, report: ReportProgress = ignore_progress
) -> EventFile:
    """Return a new event file with everything a USB drive holds of an event.

    The desk is called `desk`, or by the next free name. It meets the others in the event's shared folder if that is
    found here, else by USB drive, which may be read-only. Raises `SyncError` if the drive is removed or incomplete,
    `UserError` if the file exists; no file is left behind then.
    """
    with EventFile.create_atomically(path, carried.invitation.key) as event:
        folder = carried.invitation.folder if folder_exists(carried.invitation.folder) else ""
        settings = Settings(desk=desk, folder=folder, identity=secrets.token_hex(8))
        outbox, bar = Outbox(event.db, event.journal), CombinedProgress(report)
        peer = FolderPeer(Path(drive.root), event.key.secret, identity=settings.identity, report=bar.part(READING))
        with outbox.all_at_once():
            Exchange(outbox, peer, event.clock()).run_round(bar.part(WHOLE))
        has = settings_store.entries(event.db)
        if has < carried.entries:
            raise SyncError(_NOT_ALL, has=has, all=carried.entries)
        taken = (*carried.desks, *event.journal.newest_by_desk())
        settings = replace(settings, desk=next_free(desk, taken))
        settings_store.save(event.db, settings)
        settings_store.save_usb_drive(event.db, drive.name, event.clock()(), has)
        with contextlib.suppress(SyncError):  # a read-only drive only proposes the same name again
            write_carried_event(Path(drive.root), replace(carried, desks=(*carried.desks, settings.desk)))
        report(WHOLE, WHOLE)
    return EventFile.open(path)


def folder_exists(folder: str) -> bool:
    """Whether this names an existing folder; False for names that no folder can have."""
    try:
        return bool(folder) and Path(folder).is_dir()
    except (OSError, ValueError):
        return False


def _named(settings: Settings, peer: Peer, now: datetime) -> Settings:
    """Return the settings with a free name, announced at once: two desks may be about to join."""
    me = Heartbeat(settings.identity, "", now, 0, __version__, is_goodbye=True)
    with contextlib.suppress(SyncError):  # the place may be read-only: names are announced later
        taken = [h.greeting.desk for h in peer.exchange_heartbeats(me) if h.greeting.identity != settings.identity]
        settings = replace(settings, desk=next_free(settings.desk, taken))
        peer.exchange_heartbeats(replace(me, desk=settings.desk))
    return settings


def read_desk_name(event: EventFile) -> str:
    """Return this desk's name from its file."""
    return settings_store.load(event.db).desk


def has_shared_folder(event: EventFile) -> bool:
    """Whether this desk is set to meet others in a shared folder."""
    return bool(settings_store.load(event.db).folder)


def make_peers(
    event: EventFile, settings: Settings, open_hub: OpenHub, report: ReportProgress = ignore_progress
) -> Sequence[tuple[SyncPlace, Peer]]:
    """Return a peer for each place where this desk meets others; empty for a desk alone.

    `report` reports progress in reading a folder.
    """
    found: list[tuple[SyncPlace, Peer]] = []
    if settings.folder:
        folder = FolderPeer(Path(settings.folder), event.key.secret, identity=settings.identity, report=report)
        found.append((SyncPlace.FOLDER, folder))
    if settings.hub:
        found.append((SyncPlace.HUB, open_hub(settings.hub, event)))
    return found


def make_peer_syncs(
    event: EventFile, settings: Settings, clock: Callable[[], datetime], open_hub: OpenHub
) -> Sequence[PeerSync]:
    """Return these peers as peers, for the sync thread."""
    peers = make_peers(event, settings, open_hub)
    own = OwnIdentity(settings.identity, settings_store.begin_session(event.db) if peers else "")
    return [PeerSync(event, place, peer, clock, own) for place, peer in peers]


def open_ticketing(event: EventFile) -> "TicketingSync | None":
    """Return the ticketing's server that this computer is a device of, None for an event without one. Its modules are
    imported by an event that has one.
    """
    if settings_store.load_link(event.db) is None:
        return None
    from checkin.services.ticketing.ticketing_sync import open_ticketing as opened

    return opened(event, event.clock())


def load_own_settings(event: EventFile) -> Settings:
    """Return the settings with an identity, which is created and saved if there was none."""
    settings = settings_store.load(event.db)
    if not settings.identity:
        settings = ensure_identity(settings)
        settings_store.save(event.db, settings)
    return settings


def ensure_identity(settings: Settings) -> Settings:
    """Return the settings with an identity, which tells this file on this computer apart when syncing."""
    return settings if settings.identity else replace(settings, identity=secrets.token_hex(8))


_TAKEN = Message("join", "The server already has a desk called “{name}”. Nothing was changed; choose another name.")
_NOT_ALL = Message(
    "join",
    "This drive does not hold the whole event: {has} of {all} records. Nothing was created here. Put the event "
    "on the drive again at the desk that has it.",
)
