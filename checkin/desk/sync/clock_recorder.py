# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording this computer's clock offset, as measured at a meeting place, whenever it changes.

Exports then give both times, written and corrected.
"""

from datetime import datetime

from checkin.core.entries import EntryKind
from checkin.core.sync.clock_offsets import ClockOffsets
from checkin.desk.event_file import EventFile

_KINDS = (EntryKind.CLOCK_MEASURED,)


class ClockRecorder:
    """Writes the clock offsets of the event file with this identity. Reads the journal only for new offsets."""

    def __init__(self, event: EventFile, identity: str) -> None:
        self._event, self._identity = event, identity
        self._known: ClockOffsets | None = None
        self._read_to = 0
        self._name = ""

    def note(self, offset: float, name: str, at: datetime) -> None:
        """Write that this clock is `offset` seconds ahead, if that is news. `name` is the desk's."""
        is_renamed, self._name = name != self._name, name
        if self._clocks().is_worth_recording(name, self._identity, offset, is_renamed=is_renamed):
            with self._event.writing():
                body = {"offset": round(offset, 1), "identity": self._identity}
                self._event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=at, desk=name)

    def _clocks(self) -> ClockOffsets:
        journal, read_to = self._event.journal, self._read_to
        self._read_to = journal.newest_place()
        if self._known is None or journal.has_come(_KINDS, read_to):
            self._known = ClockOffsets(journal.entries_of_kinds(_KINDS))
        return self._known
