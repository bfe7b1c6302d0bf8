# SPDX-License-Identifier: GPL-3.0-or-later
"""The exchange with USB drives: entries both ways, a whole event put on one, drives emptied after a purge.

Writes no names of desks and no lock on the drive: it may be removed at any time, and nothing is lost.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.desk_settings import normalise_name
from checkin.core.message import WHOLE, CombinedProgress, Message, ReportProgress, SyncError, UserError
from checkin.core.purge import ErasedDrives
from checkin.core.sync.invitation import CarriedEvent, Invitation, UsbDriveContents, Volume
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import load_own_settings
from checkin.storage import journal_purge, settings_store
from checkin.storage import settings_store as kept
from checkin.storage.copies import is_rehearsal_copy
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.folder_peer import READING, FolderPeer, UsbPeer, holds_event, remove_event
from checkin.sync.heartbeats import read_carried_event, read_carried_events, remove_carried_event, write_carried_event

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class UsbExchangeResult:
    """What went to which drive, and what came from it. `delivered` entries of this desk are on it; `has_event` if a new
    computer can join from it. `was_emptied`: it had the people of a purge, and has them no more. `erased_by` names the
    desk of a purge that came from the drive and took the people of this desk, "" for none.
    """

    drive: str
    done: ExchangeResult
    delivered: int
    has_event: bool = False
    was_emptied: bool = False
    erased_by: str = ""


def exchange_with_usb_drive(event: EventFile, drive: Volume, clock: Clock, report: ReportProgress) -> UsbExchangeResult:
    """Exchange with a drive, once. Raises `SyncError` if it fails, and whatever `report` raises.

    What was exchanged by then stays, on both sides.
    """
    bar = CombinedProgress(report)
    peer = UsbPeer(
        Path(drive.root), event.key.secret, identity=load_own_settings(event).identity, report=bar.part(READING)
    )
    exchange = Exchange(Outbox(event.db, event.journal), peer, clock)
    purge = journal_purge.newest_purge(event.db)
    done = exchange.run_round(bar.part(WHOLE))
    entries = settings_store.entries(event.db)  # first: what is written meanwhile counts as not delivered
    delivered = entries - exchange.waiting
    settings_store.save_usb_drive(event.db, drive.name, clock(), delivered)
    return UsbExchangeResult(
        drive.name, done, delivered, was_emptied=peer.emptied > 0, erased_by=_desk_of_purge_after(event, purge)
    )


def _desk_of_purge_after(event: EventFile, known: bytes) -> str:
    """Return the desk of a purge that came since the `known` one; "" where none did."""
    newest = journal_purge.newest_purge(event.db)
    entry = event.journal.entry(newest) if newest != known else None
    return entry.desk if entry else ""


# An event on a USB drive for computers that do not have it yet: put there, listed, renewed, removed.
# first desk: put_on_usb_drive ── exchange_with_usb_drive (all entries) ── then the invitation, last new computer:
# read_usb_drives ── joining.join_from_usb_drive any desk: exchange_and_renew; remove_from_usb_drive
# The invitation is written last: where there is one, everything it promises is on the drive already. All functions
# are meant for a thread (`BackgroundTask`).


def put_on_usb_drive(
    path: Path, drive: Volume, desks: Iterable[str], clock: Clock, report: ReportProgress
) -> CarriedEvent:
    """Put the event on a drive, with its invitation, for computers that do not have it yet.

    `desks` are the names of the other desks heard. Raises `SyncError` if the drive fails; an earlier invitation is then
    unchanged. Raises `UserError` for the demo event.
    """
    with closing(EventFile.open(path)) as event:
        if event.programme().event.is_demo:
            raise UserError(_DEMONSTRATION)
        visited = exchange_with_usb_drive(event, drive, clock, report)
        known = read_carried_event(Path(drive.root), event.key.event)
        carried = _carried(event, clock, visited, (*desks, *(known.desks if known else ())))
        write_carried_event(Path(drive.root), carried)
    return carried


def exchange_and_renew(path: Path, drive: Volume, clock: Clock, report: ReportProgress) -> UsbExchangeResult:
    """Exchange everything with a drive, and renew the invitation if the event was put on it.

    Raises `SyncError` if the drive fails, and whatever `report` raises; what was exchanged by then stays.
    """
    with closing(EventFile.open(path)) as event:
        return exchange_and_renew_in(event, drive, clock, report)


def exchange_and_renew_in(event: EventFile, drive: Volume, clock: Clock, report: ReportProgress) -> UsbExchangeResult:
    """Do the same with an event file of the calling thread."""
    was_outdated = _remove_outdated(event, drive)  # before the exchange: the drive counts as emptied after it
    visited = exchange_with_usb_drive(event, drive, clock, report)
    was_outdated |= _remove_outdated(event, drive)  # the purge may have come from the drive
    known = read_carried_event(Path(drive.root), event.key.event)
    if known:
        write_carried_event(Path(drive.root), _carried(event, clock, visited, known.desks))
    was_emptied = visited.was_emptied or was_outdated
    return replace(visited, has_event=known is not None, was_emptied=was_emptied)


def _remove_outdated(event: EventFile, drive: Volume) -> bool:
    """Take the invitation of before a purge off the drive; return whether there was one."""
    known = read_carried_event(Path(drive.root), event.key.event)
    if known is None or known.purge == journal_purge.newest_purge(event.db).hex():
        return False
    remove_carried_event(Path(drive.root), event.key.event)
    return True


def remove_from_usb_drive(path: Path, drive: Volume, clock: Clock, report: ReportProgress) -> str:
    """Take over everything on a drive, then remove the event from it; return the drive's name.

    Nothing is removed that this desk does not have. Raises `SyncError` if the drive fails.
    """
    with closing(EventFile.open(path)) as event:
        remove_carried_event(Path(drive.root), event.key.event)  # first, so that no desk joins from an incomplete event
        exchange_with_usb_drive(event, drive, clock, report)
        remove_event(Path(drive.root), event.key.secret)
        settings_store.forget(event.db, drive.name)
    return drive.name


def read_usb_drives(drives: Iterable[Volume], secret: bytes = b"") -> tuple[UsbDriveContents, ...]:
    """Return what is on each drive, and whether entries of the event with this secret are; one that is removed
    meanwhile counts as empty.
    """
    return tuple(_contents(drive, secret) for drive in drives)


def _contents(drive: Volume, secret: bytes) -> UsbDriveContents:
    root = Path(drive.root)
    try:
        return UsbDriveContents(drive, *read_carried_events(root), bool(secret) and holds_event(root, secret))
    except SyncError:
        return UsbDriveContents(drive)


def _carried(event: EventFile, clock: Clock, visited: UsbExchangeResult, others: Iterable[str]) -> CarriedEvent:
    """Return what the drive says about the event: the state of this desk, which has sent and received everything."""
    settings, described = kept.load(event.db), event.programme().event
    invitation = Invitation(described.title, event.key, settings.folder)
    names = {normalise_name(name): name for name in (settings.desk, *others, *event.journal.newest_by_desk())}
    return CarriedEvent(
        invitation,
        at=clock(),
        people=event.attendees.count(),
        entries=visited.delivered,
        desks=tuple(names.values()),
        day=described.day,
        has_hub=bool(settings.hub),
        purge=journal_purge.newest_purge(event.db).hex(),
    )


_DEMONSTRATION = Message(
    "together", "This is the demonstration, which cannot be put on a drive. Open your own event, and take that."
)


# USB drives after a purge: those of the event that are in the computer are emptied, the others stay known by name.
# Emptying is an exchange (`exchange_and_renew_in`): what only the drive has is taken in first. A drive on
# which nothing is of this event is left as it is.

FindDrives = Callable[[], Iterable[Volume]]


def purge_usb_drives(path: Path, find: FindDrives, clock: Clock, report: ReportProgress) -> ErasedDrives:
    """Empty the drives of this event that `find` returns, each as far as it lets us; name those that still have people.

    For a thread. Raises whatever `report` raises; the drives that were emptied by then stay so. The purge of a
    rehearsal empties none: the event goes on.
    """
    emptied: list[str] = []
    refused: list[tuple[str, SyncError]] = []
    with closing(EventFile.open(path)) as event:
        for drive in () if is_rehearsal_copy(event.db) else find():
            try:
                if _holds_event(event, drive):
                    exchange_and_renew_in(event, drive, clock, report)
                    emptied.append(drive.name)
            except SyncError as error:
                refused.append((drive.name, error))
                settings_store.save_usb_drive(event.db, drive.name, clock(), 0)
        left = unerased_names(event)
        drives = ErasedDrives(tuple(emptied), left, tuple(refused))
        return _empty_folder(event, clock, report, drives)


def _empty_folder(event: EventFile, clock: Clock, report: ReportProgress, drives: ErasedDrives) -> ErasedDrives:
    """Exchange with the shared folder, which empties this desk's files there; add its path, as done or as left.

    The desk's own exchange may be at it in this moment: then a file is gone that was there, and all is well soon after.
    """
    settings = kept.load(event.db)
    if not settings.folder or is_rehearsal_copy(event.db):
        return drives
    for tries_left in range(_TRIES - 1, -1, -1):
        peer = FolderPeer(Path(settings.folder), event.key.secret, identity=settings.identity)
        outbox = Outbox(event.db, event.journal)
        try:
            Exchange(outbox, peer, clock).run_round(report)
            others = peer.desks_with_people(outbox.newest_purge())
        except SyncError:
            time.sleep(_PAUSE_S if tries_left else 0)
        else:
            return replace(drives, folder=settings.folder, folder_others=others)
        finally:
            peer.close()
    return replace(drives, folder_left=settings.folder)


_TRIES, _PAUSE_S = 3, 0.5


def desks_in_folder(event: EventFile) -> tuple[tuple[str, datetime], ...]:
    """Return the other desks that left a sign in the shared folder, with its time; none if it cannot be read."""
    settings = kept.load(event.db)
    if not settings.folder:
        return ()
    with closing(FolderPeer(Path(settings.folder), event.key.secret, identity=settings.identity)) as peer:
        try:
            return peer.other_desks()
        except SyncError:
            return ()


def empty_usb_drive(path: Path, drive: Volume, clock: Clock, report: ReportProgress) -> UsbExchangeResult:
    """Empty one drive that the user chose. For a thread. Where nothing is of this event, it is known no more.

    Raises `SyncError` for what the drive refuses, and whatever `report` raises.
    """
    with closing(EventFile.open(path)) as event:
        if _holds_event(event, drive):
            return exchange_and_renew_in(event, drive, clock, report)
        settings_store.forget(event.db, drive.name)
    return UsbExchangeResult(drive.name, ExchangeResult(), 0)


def unerased_names(event: EventFile) -> tuple[str, ...]:
    """Return the drives that still have the people of a purge, as far as this desk knows."""
    return tuple(visit.name for visit in settings_store.load_unerased(event.db))


def _holds_event(event: EventFile, drive: Volume) -> bool:
    root = Path(drive.root)
    return read_carried_event(root, event.key.event) is not None or holds_event(root, event.key.secret)
