# SPDX-License-Identifier: GPL-3.0-or-later
"""One desk as a process of its own: `python -m tests.sync.desk_process EVENT HUB|FOLDER ARRIVALS SEED`.

Scans codes at random moments while the exchange runs in its thread, as in the program; after each commit the entry's id
is a line of EVENT.acknowledged. Started again after a kill it does what is left. Then it only exchanges, until it ends.
"""

import os
import random
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from checkin.core.desk_settings import Settings
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import ensure_identity, make_peer_syncs, open_hub
from checkin.services.sync.peer_sync import SyncWorker
from tests.builders import MORNING, an_attendee

PEOPLE = 100
PAUSE_S = 0.15
"""Between two arrivals at one desk, on average: a crowd."""


def acknowledged(event):
    """What `event`, a path, has shown as green, also while its desk is at work."""
    told = event.with_suffix(".acknowledged")
    return [bytes.fromhex(line) for line in told.read_text().split()] if told.exists() else []


def main(path, address, arrivals, seed):
    event = EventFile.open(path)
    meets = {"hub": address} if address.startswith("postgresql") else {"folder": address}
    settings = ensure_identity(replace(Settings(), desk=path.stem, **meets))
    set_up = partial(make_peer_syncs, settings=settings, clock=lambda: datetime.now(UTC), open_hub=open_hub)
    worker = SyncWorker(path, set_up, path.stem)
    worker.start()
    desk = Desk(event, lambda: MORNING, path.stem)
    dice = random.Random(seed)
    told = os.open(path.with_suffix(".acknowledged"), os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    left = arrivals - len(acknowledged(path))
    while left > 0:
        time.sleep(dice.expovariate(1 / PAUSE_S))
        answer = desk.scan(an_attendee(dice.randint(1, PEOPLE)).ticket_code)
        if answer.entry:
            os.write(told, answer.entry.hex().encode() + b"\n")
            left -= 1
        worker.wake()
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
