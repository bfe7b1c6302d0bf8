# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said when the window is closed: that people are still coming, or after the event what is left to do (once a
day).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from checkin.core.privacy.purge_deadline import is_event_over
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.last_export import last_export
from checkin.services.privacy.purge_day import PurgeDay
from checkin.storage.settings_store import REMINDED, note, noted

RUNNING = timedelta(hours=3)
"""How long after an arrival an event is taken to be going on."""


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """Work left to do after the event.

    `is_exported`: the attendance was exported from this computer and nothing was written since. `until` is the last day
    before people are purged, automatically where `by_itself`; `erased` is the day on which they were.
    """

    is_exported: bool
    until: date | None
    by_itself: bool
    erased: date | None = None


class ClosingReminder:
    """The closing reminder of one desk's window."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk, self._day = event, desk, PurgeDay(event, desk)

    def is_running(self) -> bool:
        """Whether somebody arrived within the last hours, at any desk."""
        now, count = self._desk.now(), self._event.attendees.visit_count
        return count(now) > count(now - RUNNING)

    def left(self) -> LeftToDo | None:
        """Return what is left to do; None before the event is over, if reminded today, and once everyone is purged."""
        today = self._desk.now().date().isoformat()
        is_late = is_event_over(self._desk.programme, self._desk.now())
        if not is_late or noted(self._event.db, REMINDED) == today or not self._day.knows_somebody:
            return None
        last = last_export(self._event)
        is_exported, by_itself = bool(last and last.is_enough), self._day.decided is not None
        return LeftToDo(is_exported, self._day.until, by_itself, self._day.erased_on)

    def note_reminded(self) -> None:
        note(self._event.db, REMINDED, self._desk.now().date().isoformat())
