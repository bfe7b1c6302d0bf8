# SPDX-License-Identifier: GPL-3.0-or-later
"""An event on a USB drive for computers that do not have it yet: put there, listed, renewed, removed.

    first desk:    put_on_usb_drive ── exchange_with_usb_drive (all entries) ── then the invitation, last
    new computer:  read_usb_drives ── joining.join_from_usb_drive
    any desk:      exchange_and_renew;   remove_from_usb_drive

The invitation is written last: where there is one, everything it promises is on the drive already. All functions are
meant for a thread (`BackgroundTask`).
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from checkin.core.errors import SyncError, UserError
from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.sync.carried_event import CarriedEvent, UsbDriveContents
from checkin.core.sync.desk_names import normalise_name
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.usb_drives import Volume
from checkin.services.event_file import EventFile
from checkin.services.sync.usb_exchange import Clock, UsbExchangeResult, exchange_with_usb_drive
from checkin.storage import journal_purge, usb_drive_store
from checkin.storage import settings_store as kept
from checkin.sync.carried_events import (
    read_carried_event,
    read_carried_events,
    remove_carried_event,
    write_carried_event,
)
from checkin.sync.event_removal import holds_event, remove_event


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
        usb_drive_store.forget(event.db, drive.name)
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
