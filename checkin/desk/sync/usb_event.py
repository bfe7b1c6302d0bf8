# SPDX-License-Identifier: GPL-3.0-or-later
"""An event on a USB key for computers that do not have it yet: put there, looked at, kept up to date, taken off.

    first desk:    put_on_key ── visit_key (all entries) ── then the invitation, last
    new computer:  contents_of ── joining.join_from_key (desk.together.joining)
    any desk:      visit_key ── renew_on_key;   take_off_key

The invitation is the last thing written: where it is, everything that it promises lies on the key already.
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
from checkin.desk.event_file import EventFile
from checkin.desk.sync.usb_exchange import Clock, UsbExchangeResult, exchange_with_usb_drive
from checkin.storage import journal_purge, usb_drive_store
from checkin.storage import settings_store as kept
from checkin.sync.carried_events import (
    read_carried_event,
    read_carried_events,
    remove_carried_event,
    write_carried_event,
)
from checkin.sync.event_removal import remove_event


def put_on_usb_drive(path: Path, key: Volume, desks: Iterable[str], clock: Clock, tell: ReportProgress) -> CarriedEvent:
    """Put the event on a key, with its invitation, for computers that do not have it yet. For a thread.

    `desks` are the names of the other desks that this one hears of. Raises `SyncError` for what the key refuses; then
    no invitation was written, and one that was there before is as it was. Raises `UserError` for the demonstration.
    """
    with closing(EventFile.open(path)) as event:
        if event.programme().event.is_demo:
            raise UserError(_DEMONSTRATION)
        visited = exchange_with_usb_drive(event, key, clock, tell)
        known = read_carried_event(Path(key.root), event.key.event)
        carried = _carried(event, clock, visited, (*desks, *(known.desks if known else ())))
        write_carried_event(Path(key.root), carried)
    return carried


def exchange_and_renew(path: Path, key: Volume, clock: Clock, tell: ReportProgress) -> UsbExchangeResult:
    """Exchange everything with a key, and renew the invitation where the event was put on it. For a thread.

    Raises `SyncError` for what the key refuses, and whatever `tell` raises; what was done by then stays done.
    """
    with closing(EventFile.open(path)) as event:
        return exchange_and_renew_in(event, key, clock, tell)


def exchange_and_renew_in(event: EventFile, key: Volume, clock: Clock, tell: ReportProgress) -> UsbExchangeResult:
    """Do the same with an event file of the calling thread."""
    was_outdated = _remove_outdated(event, key)  # before the exchange: the key counts as emptied after it
    visited = exchange_with_usb_drive(event, key, clock, tell)
    was_outdated |= _remove_outdated(event, key)  # the purge may have come from the key
    known = read_carried_event(Path(key.root), event.key.event)
    if known:
        write_carried_event(Path(key.root), _carried(event, clock, visited, known.desks))
    was_emptied = visited.was_emptied or was_outdated
    return replace(visited, has_event=known is not None, was_emptied=was_emptied)


def _remove_outdated(event: EventFile, key: Volume) -> bool:
    """Take the invitation of before a purge off the key; return whether there was one."""
    known = read_carried_event(Path(key.root), event.key.event)
    if known is None or known.purge == journal_purge.newest_purge(event.db).hex():
        return False
    remove_carried_event(Path(key.root), event.key.event)
    return True


def remove_from_usb_drive(path: Path, key: Volume, clock: Clock, tell: ReportProgress) -> str:
    """Take everything that a key brings, then remove the event from it; return the name of the key. For a thread.

    Nothing is removed that this desk does not have. Raises `SyncError` for what the key refuses.
    """
    with closing(EventFile.open(path)) as event:
        remove_carried_event(Path(key.root), event.key.event)  # first: nobody joins from half of it
        exchange_with_usb_drive(event, key, clock, tell)
        remove_event(Path(key.root), event.key.secret)
        usb_drive_store.forget(event.db, key.name)
    return key.name


def read_usb_drives(keys: Iterable[Volume]) -> tuple[UsbDriveContents, ...]:
    """Return what is on each key. For a thread; a key that is pulled out meanwhile has nothing on it."""
    return tuple(map(_contents, keys))


def _contents(key: Volume) -> UsbDriveContents:
    try:
        return UsbDriveContents(key, *read_carried_events(Path(key.root)))
    except SyncError:
        return UsbDriveContents(key)


def _carried(event: EventFile, clock: Clock, visited: UsbExchangeResult, others: Iterable[str]) -> CarriedEvent:
    """Return what the key is to say: the state of this desk, which has told everything and heard everything."""
    settings, described = kept.load(event.db), event.programme().event
    invitation = Invitation(described.title, event.key, settings.folder)
    names = {normalise_name(name): name for name in (settings.desk, *others, *event.journal.newest_by_desk())}
    return CarriedEvent(
        invitation,
        at=clock(),
        people=event.attendees.count(),
        entries=visited.told,
        desks=tuple(names.values()),
        day=described.day,
        has_hub=bool(settings.hub),
        purge=journal_purge.newest_purge(event.db).hex(),
    )


_DEMONSTRATION = Message(
    "together", "This is the demonstration: it goes on no key. Open an event of your own, and take that one."
)
