# SPDX-License-Identifier: GPL-3.0-or-later
"""A key that goes from desk to desk: everything this desk has goes to it, everything it brings comes here, once.

Says nothing on the key of who was there, and leaves no lock: it may be pulled out at any time, and nothing is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.lists.progress import WHOLE, Bar, Tell
from checkin.core.together.volumes import Volume
from checkin.desk.event_file import EventFile
from checkin.desk.together.joining import own_settings
from checkin.storage import key_visits
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, Exchanged
from checkin.sync.folder import READING, KeyPeer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Visited:
    """What went to which key, and what came from it. `told` entries of this desk are on it; `has_event` if a new
    computer can join from it.
    """

    key: str
    done: Exchanged
    told: int
    has_event: bool = False


def exchange_with_key(event: EventFile, key: Volume, clock: Clock, tell: Tell) -> Visited:
    """Exchange with a key, once. Raises `SyncError` for what the key refuses, and whatever `tell` raises; what was done
    by then stays done, here and there.
    """
    bar = Bar(tell)
    peer = KeyPeer(
        Path(key.root),
        event.key.secret,
        identity=own_settings(event).identity,
        tell=bar.part(READING),
    )
    exchange = Exchange(Outbox(event.db, event.journal), peer, clock)
    done = exchange.round(bar.part(WHOLE))
    entries = key_visits.entries(event.db)  # first: what is written meanwhile counts as not told
    told = entries - exchange.waiting
    key_visits.keep(event.db, key.name, clock(), told)
    return Visited(key.name, done, told)
