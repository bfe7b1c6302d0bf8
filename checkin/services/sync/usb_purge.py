# SPDX-License-Identifier: GPL-3.0-or-later
"""USB drives after a purge: those of the event that are in the computer are emptied, the others stay known by name.

Emptying is an exchange (`usb_event.exchange_and_renew_in`): what only the drive has is taken in first. A drive on which
nothing is of this event is left as it is.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin.core.errors import SyncError
from checkin.core.lists.progress import ReportProgress
from checkin.core.privacy.purge_summary import ErasedDrives
from checkin.core.sync.usb_drives import Volume
from checkin.services.event_file import EventFile
from checkin.services.sync.usb_event import exchange_and_renew_in
from checkin.services.sync.usb_exchange import Clock, UsbExchangeResult
from checkin.storage import settings_store as kept
from checkin.storage import usb_drive_store
from checkin.storage.outbox import Outbox
from checkin.storage.rehearsal_file import is_rehearsal_copy
from checkin.sync.carried_events import read_carried_event
from checkin.sync.event_removal import holds_event
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.folder_peer import FolderPeer

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
                usb_drive_store.save(event.db, drive.name, clock(), 0)
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
        usb_drive_store.forget(event.db, drive.name)
    return UsbExchangeResult(drive.name, ExchangeResult(), 0)


def unerased_names(event: EventFile) -> tuple[str, ...]:
    """Return the drives that still have the people of a purge, as far as this desk knows."""
    return tuple(visit.name for visit in usb_drive_store.load_unerased(event.db))


def _holds_event(event: EventFile, drive: Volume) -> bool:
    root = Path(drive.root)
    return read_carried_event(root, event.key.event) is not None or holds_event(root, event.key.secret)
