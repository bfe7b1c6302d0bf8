# SPDX-License-Identifier: GPL-3.0-or-later
"""A record, outside the event file, of how far the file had come: detects an older backup restored in its place.

The user is told when an older file is opened (docs/adr/0051). There is one small file per event in the program's
folder, without names of people; nothing essential is only in it.
"""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.storage.regular_files import read_regular_file
from checkin.translation import clock_time, translate

SUFFIX = ".newest.json"
LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class Missing:
    """Entries that the file once had and lacks now, `arrivals` among them; the newest was written at `until`."""

    entries: int
    arrivals: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Extent:
    """The recorded extent: the event's id, its newest entry, when that was written, and the counts up to then."""

    event: str
    newest: str
    at: str
    entries: int
    arrivals: int


class AcknowledgedExtent:
    """The recorded extent of one open event file. A folder that cannot be written disables it.

    Call `note` every few seconds and when the window closes, not at each scan: entries written between a note and a
    crash are in the file.
    """

    def __init__(self, folder: Path, event: EventFile) -> None:
        self._event = event
        name = hashlib.sha256(str(event.path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._path = folder / f"{name}{SUFFIX}"
        self._noted = b""

    def missing(self) -> Missing | None:
        """Return what was in the file when last noted and is not now; None if nothing, or for another event.

        Raises `StorageError`.
        """
        kept = self._read()
        if kept is None or kept.event != self._event.key.event:
            return None
        newest, until = bytes.fromhex(kept.newest), datetime.fromisoformat(kept.at)
        entries = kept.entries - self._event.journal.count_until(newest)
        if entries <= 0 and self._event.journal.entry(newest):
            return None
        arrivals = kept.arrivals - self._event.attendees.visit_count(until)
        return Missing(max(1, entries), max(0, arrivals), until)

    def note(self) -> bool:
        """Record how far the file has come, unless something is missing; return whether everything is there."""
        held = self._event.db.held
        if held.trouble or held.newest == self._noted:
            return not held.trouble
        with contextlib.suppress(StorageError):
            if not self.missing():
                self.accept()
                return True
        return False

    def accept(self) -> None:
        """Record the file as it is, once the user has read what is missing."""
        with contextlib.suppress(OSError, StorageError):
            if (newest := self._event.journal.newest()) is None:
                return  # an empty event
            entries = self._event.journal.count_until(newest.id)
            arrivals = self._event.attendees.visit_count(newest.at)
            extent = _Extent(self._event.key.event, newest.id.hex(), newest.at.isoformat(), entries, arrivals)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(self._path, json.dumps(asdict(extent)).encode())
            self._noted = self._event.db.held.newest

    def _read(self) -> _Extent | None:
        try:
            kept = json.loads(read_regular_file(self._path, LARGEST))
            texts = str(kept["event"]), str(kept["newest"]), str(kept["at"])
            found = _Extent(*texts, int(kept["entries"]), int(kept["arrivals"]))
            bytes.fromhex(found.newest), datetime.fromisoformat(found.at)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found


def missing_sentence(found: Missing, now: datetime) -> str:
    """Return the sentence about a file that is older than what this computer recorded."""
    until = found.until.astimezone(now.tzinfo)
    time = clock_time(until) if until.date() == now.date() else f"{until:%d/%m %H:%M}"
    return translate(_OLDER, time=time, entries=found.entries, arrivals=found.arrivals)


_OLDER = Message(
    "resuming",
    "This event file is older than what this computer recorded in it until {time}: {entries} "
    "{entries:entry|entries} {entries:is|are} missing, including {arrivals} {arrivals:arrival|arrivals}. Get "
    "them back from another desk (⋮, “Other desks…”), or close the window and put the newer file back in its "
    "place. Until then, people who came may be let in twice.",
)
