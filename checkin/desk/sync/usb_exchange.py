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
from checkin.desk.event_file import EventFile
from checkin.desk.sync.joining import load_own_settings
from checkin.storage import usb_drive_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.folder_peer import READING, KeyPeer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class UsbExchangeResult:
    """An exchange with the drive named `key`; `told` entries of this desk are on it now.

    `has_event`: a new computer can join from it.
    """

    key: str
    done: ExchangeResult
    told: int
    has_event: bool = False


def exchange_with_usb_drive(event: EventFile, key: Volume, clock: Clock, tell: ReportProgress) -> UsbExchangeResult:
    """Exchange with a drive, once. Raises `SyncError` if it fails, and whatever `tell` raises.

    What was exchanged by then stays, on both sides.
    """
    bar = CombinedProgress(tell)
    peer = KeyPeer(
        Path(key.root),
        event.key.secret,
        identity=load_own_settings(event).identity,
        tell=bar.part(READING),
    )
    exchange = Exchange(Outbox(event.db, event.journal), peer, clock)
    done = exchange.run_round(bar.part(WHOLE))
    entries = usb_drive_store.entries(event.db)  # counted first: entries written meanwhile are not on the drive
    told = entries - exchange.waiting
    usb_drive_store.save(event.db, key.name, clock(), told)
    return UsbExchangeResult(key.name, done, told)
