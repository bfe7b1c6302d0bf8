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
from checkin.core.errors import SyncError, UserError
from checkin.core.lists.progress import WHOLE, Bar, Tell, quiet
from checkin.core.settings import Settings
from checkin.core.together.carried import CarriedEvent
from checkin.core.together.desk_names import next_free
from checkin.core.together.invitation import Invitation
from checkin.core.together.status import Place
from checkin.core.together.volumes import Volume
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.together.meeting_place import MeetingPlace, Self
from checkin.storage import key_visits, processes
from checkin.storage import settings as kept
from checkin.storage.outbox import Outbox
from checkin.sync.carried_events import put_event
from checkin.sync.exchange import Exchange
from checkin.sync.folder import READING, FolderPeer
from checkin.sync.nowhere import Nowhere
from checkin.sync.peer import Greeting, Peer

OpenHub = Callable[[str, EventFile], Peer]
"""From a `postgresql://` URL to the peer there. Raises nothing: a hub that is away is told at the first round."""


def open_hub(url: str, event: EventFile) -> Peer:
    """PostgreSQL's library is imported at the first of these, no sooner."""
    from checkin.sync.postgres import PostgresPeer

    try:
        return PostgresPeer(url, event.key.event)
    except UserError as error:
        return Nowhere(error)


def invite(event: EventFile, settings: Settings, hub: str) -> Invitation:
    """For one more desk, to meet where this one does. `hub` is the other desk's own address, "" for none: this desk's
    is given to nobody, or a lost laptop could not be shut out alone.
    """
    return Invitation(event.programme().event.title, event.key, settings.folder, hub)


def free_name(event: EventFile, heard: Iterable[str] = ()) -> str:
    """Return a name for one more desk that no desk has: none that is heard, and none that wrote in the journal."""
    own = kept.load(event.db).desk
    return next_free(own, (own, *heard, *event.journal.newest_by_desk()))


def join(invitation: Invitation, path: Path, desk: str, open_hub: OpenHub, tell: Tell = quiet) -> EventFile:
    """A new event file that has everything the other desks have told, of a desk that is called `desk`, or by the next
    name that is free. Raises `SyncError` if they cannot be reached, or `UserError` if there is a file already; then no
    file is left behind.
    """
    with EventFile.made_whole(path, invitation.key) as event:
        settings = Settings(desk=desk, folder=invitation.folder, hub=invitation.hub, identity=secrets.token_hex(8))
        kept.save(event.db, settings)
        outbox, bar = Outbox(event.db, event.journal), Bar(tell)
        with outbox.all_at_once():
            for _, peer in peers_of(event, settings, open_hub, bar.part(READING)):
                with closing(peer):
                    Exchange(outbox, peer, event.clock()).round(bar.part(WHOLE))
                    settings = _named(settings, peer, event.clock()())
        kept.save(event.db, settings)
        tell(WHOLE, WHOLE)
    return EventFile.open(path)


def join_from_key(carried: CarriedEvent, key: Volume, path: Path, desk: str, tell: Tell = quiet) -> EventFile:
    """Return a new event file that has everything a key holds of an event, of a desk called `desk` or by the next name
    that is free. It meets the others at the event's shared folder where that is found here, else by key.

    Raises `SyncError` if the key is pulled out or does not hold all that it promises, `UserError` if there is a file
    already; then no file is left behind. The key may be read-only.
    """
    with EventFile.made_whole(path, carried.invitation.key) as event:
        folder = carried.invitation.folder if is_there(carried.invitation.folder) else ""
        settings = Settings(desk=desk, folder=folder, identity=secrets.token_hex(8))
        outbox, bar = Outbox(event.db, event.journal), Bar(tell)
        peer = FolderPeer(Path(key.root), event.key.secret, identity=settings.identity, tell=bar.part(READING))
        with outbox.all_at_once():
            Exchange(outbox, peer, event.clock()).round(bar.part(WHOLE))
        has = key_visits.entries(event.db)
        if has < carried.entries:
            raise SyncError(_NOT_ALL, has=has, all=carried.entries)
        taken = (*carried.desks, *event.journal.newest_by_desk())
        settings = replace(settings, desk=next_free(desk, taken))
        kept.save(event.db, settings)
        key_visits.keep(event.db, key.name, event.clock()(), has)
        with contextlib.suppress(SyncError):  # a key that cannot be written proposes the same name once more
            put_event(Path(key.root), replace(carried, desks=(*carried.desks, settings.desk)))
        tell(WHOLE, WHOLE)
    return EventFile.open(path)


def is_there(folder: str) -> bool:
    """Whether a folder that somebody named is one, here. A name that no folder can have is none."""
    try:
        return bool(folder) and Path(folder).is_dir()
    except (OSError, ValueError):
        return False


def _named(settings: Settings, peer: Peer, now: datetime) -> Settings:
    """With a name of its own, which the others know from now on: two may be about to join."""
    me = Greeting(settings.identity, "", now, 0, __version__, is_goodbye=True)
    with contextlib.suppress(SyncError):  # it may be read and not written: names are told once they meet
        taken = [h.greeting.desk for h in peer.greet(me) if h.greeting.identity != settings.identity]
        settings = replace(settings, desk=next_free(settings.desk, taken))
        peer.greet(replace(me, desk=settings.desk))
    return settings


def called(event: EventFile) -> str:
    """What this desk is called, as its file keeps it."""
    return kept.load(event.db).desk


def meets_in_folder(event: EventFile) -> bool:
    """Whether this desk meets others in a shared folder, as its file keeps it."""
    return bool(kept.load(event.db).folder)


def peers_of(
    event: EventFile, settings: Settings, open_hub: OpenHub, tell: Tell = quiet
) -> Sequence[tuple[Place, Peer]]:
    """Where this desk meets others, one peer each; none for a desk alone. `tell` hears how far a folder is read."""
    found: list[tuple[Place, Peer]] = []
    if settings.folder:
        folder = FolderPeer(Path(settings.folder), event.key.secret, identity=settings.identity, tell=tell)
        found.append((Place.FOLDER, folder))
    if settings.hub:
        found.append((Place.HUB, open_hub(settings.hub, event)))
    return found


def places_of(
    event: EventFile, settings: Settings, clock: Callable[[], datetime], open_hub: OpenHub
) -> Sequence[MeetingPlace]:
    """The same, to be met at all day."""
    peers = peers_of(event, settings, open_hub)
    own = Self(settings.identity, processes.begin(event.db) if peers else "")
    return [MeetingPlace(event, place, peer, clock, own) for place, peer in peers]


def own_settings(event: EventFile) -> Settings:
    """As kept in the file, with the identity that is kept from now on: what was put into a folder is known by it."""
    settings = kept.load(event.db)
    if not settings.identity:
        settings = with_identity(settings)
        kept.save(event.db, settings)
    return settings


def with_identity(settings: Settings) -> Settings:
    """What tells this event file on this computer apart where desks meet; made once."""
    return settings if settings.identity else replace(settings, identity=secrets.token_hex(8))


_NOT_ALL = Words(
    "join",
    "This key does not hold the whole event: {has} records of {all}. Nothing was made here. "
    "Put the event on the key again at the desk that has it.",
)
