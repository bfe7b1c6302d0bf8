# SPDX-License-Identifier: GPL-3.0-or-later
"""The day after which an event's people are purged: due, put off, decided. Purges nothing itself."""

from dataclasses import replace
from datetime import date, datetime

from checkin.core.entries import Entry, EntryKind
from checkin.core.privacy.purge_deadline import is_clock_credible, kept_until
from checkin.core.supervisor import Authority
from checkin.core.sync.clock_offsets import ClockOffsets
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import privacy_register
from checkin.storage import journal_purge
from checkin.storage import settings_store as kept
from checkin.storage.settings_store import PUT_OFF, SHOWN_PURGE, note, noted


class PurgeDay:
    """The purge day of an event, by this desk's clock."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    @property
    def until(self) -> date | None:
        """The chosen day, else the default; None for an event without a day."""
        return kept_until(privacy_register.load(self._event), self._event.programme())

    @property
    def is_chosen(self) -> bool:
        return privacy_register.load(self._event).until is not None

    @property
    def is_due(self) -> bool:
        """Whether the day has passed while the file still has people."""
        until = self.until
        return until is not None and self._desk.now().date() > until and self.knows_somebody

    @property
    def knows_somebody(self) -> bool:
        return journal_purge.has_people(self._event.db) or journal_purge.has_new_texts(self._event.db)

    @property
    def erased_on(self) -> date | None:
        """The day of the purge; None before it, and once people were imported again."""
        at = erased_at(self._event)
        return at.astimezone(self._desk.now().tzinfo).date() if at else None

    @property
    def decided(self) -> Authority | None:
        """The authority for an automatic purge on that day; None without one, or once it is done."""
        return privacy_register.load(self._event).by_itself

    @property
    def is_put_off(self) -> bool:
        """Whether the purge was put off today, at this computer."""
        return noted(self._event.db, PUT_OFF) == self._desk.now().date().isoformat()

    def put_off(self) -> None:
        note(self._event.db, PUT_OFF, self._desk.now().date().isoformat())

    @property
    def is_clock_believed(self) -> bool:
        """Whether the journal contradicts this computer's clock nowhere."""
        newest = max(self._event.journal.newest_by_desk().values(), default=None)
        return is_clock_credible(self._desk.now(), newest, self._ahead())

    def _ahead(self) -> float:
        """Return the seconds by which this computer's clock was last measured to be ahead."""
        clocks = ClockOffsets(self._event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED]))
        return clocks.ahead(self._desk.name, kept.load(self._event.db).identity)


def take_unread_purge(event: EventFile, desk: Desk) -> Entry | None:
    """Return the purge of another desk, in this desk's time, once: the next call returns None."""
    if not erased_at(event):
        return None
    newest = journal_purge.newest_purge(event.db)
    entry, is_read = event.journal.entry(newest), noted(event.db, SHOWN_PURGE) == newest.hex()
    if is_read or entry is None or entry.desk == desk.name:
        return None
    note(event.db, SHOWN_PURGE, newest.hex())
    return replace(entry, at=entry.at.astimezone(desk.now().tzinfo))


def erased_at(event: EventFile) -> datetime | None:
    """Return when the event was purged; None before it, and once people were imported again."""
    newest = journal_purge.newest_purge(event.db)
    entry = event.journal.entry(newest) if newest and not journal_purge.has_people(event.db) else None
    return entry.at if entry else None
