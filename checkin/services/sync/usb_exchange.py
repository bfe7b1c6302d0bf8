# SPDX-License-Identifier: GPL-3.0-or-later
"""The exchange with a USB drive that goes from desk to desk: everything each side lacks, once.

Writes no names of desks and no lock on the drive: it may be removed at any time, and nothing is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress
from checkin.core.sync.usb_drives import Volume
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import load_own_settings
from checkin.storage import journal_purge, usb_drive_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.folder_peer import READING, UsbPeer

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
        Path(drive.root),
        event.key.secret,
        identity=load_own_settings(event).identity,
        report=bar.part(READING),
    )
    exchange = Exchange(Outbox(event.db, event.journal), peer, clock)
    purge = journal_purge.newest_purge(event.db)
    done = exchange.run_round(bar.part(WHOLE))
    entries = usb_drive_store.entries(event.db)  # first: what is written meanwhile counts as not delivered
    delivered = entries - exchange.waiting
    usb_drive_store.save(event.db, drive.name, clock(), delivered)
    return UsbExchangeResult(
        drive.name, done, delivered, was_emptied=peer.emptied > 0, erased_by=_desk_of_purge_after(event, purge)
    )


def _desk_of_purge_after(event: EventFile, known: bytes) -> str:
    """Return the desk of a purge that came since the `known` one; "" where none did."""
    newest = journal_purge.newest_purge(event.db)
    entry = event.journal.entry(newest) if newest != known else None
    return entry.desk if entry else ""
