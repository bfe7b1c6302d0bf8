# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left to do when somebody closes the window after the event: told once a day, and it keeps nobody there."""

from dataclasses import dataclass
from datetime import date

from checkin.core.privacy.purge_deadline import is_event_over
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.exports.last_export import last_export
from checkin.desk.privacy.purge_day import PurgeDay
from checkin.storage.local_state import REMINDED, note, noted


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """`is_exported`: nothing was written since the attendance was exported from this computer. `until` is the day after
    which people are forgotten, by itself where `by_itself`; `erased` the day on which they were.
    """

    is_exported: bool
    until: date | None
    by_itself: bool
    erased: date | None = None


class ClosingReminder:
    """Of one desk's window."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk, self._day = event, desk, PurgeDay(event, desk)

    def left(self) -> LeftToDo | None:
        """None before the end of the event, once it was told today, and where nobody is known any more."""
        today = self._desk.now().date().isoformat()
        is_late = is_event_over(self._desk.programme, self._desk.now())
        if not is_late or noted(self._event.db, REMINDED) == today or not self._day.knows_somebody:
            return None
        last = last_export(self._event)
        is_exported, by_itself = bool(last and last.is_all), self._day.decided is not None
        return LeftToDo(is_exported, self._day.until, by_itself, self._day.erased_on)

    def note_told(self) -> None:
        note(self._event.db, REMINDED, self._desk.now().date().isoformat())
