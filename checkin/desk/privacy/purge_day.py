# SPDX-License-Identifier: GPL-3.0-or-later
"""The day of an event after which its people are forgotten: told, put off, or come. Forgets nobody itself."""

from datetime import date, datetime

from checkin.core.entries import EntryKind
from checkin.core.privacy.purge_deadline import is_clock_credible, kept_until
from checkin.core.supervisor import Authority
from checkin.core.sync.clock_offsets import ClockOffsets
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.privacy import privacy_register
from checkin.storage import journal_purge
from checkin.storage import settings_store as kept
from checkin.storage.local_state import PUT_OFF, note, noted


class PurgeDay:
    """As this desk's clock has it."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    @property
    def until(self) -> date | None:
        """The day that was chosen, else the usual one; None for an event without a day."""
        return kept_until(privacy_register.load(self._event), self._event.programme())

    @property
    def is_chosen(self) -> bool:
        return privacy_register.load(self._event).until is not None

    @property
    def is_due(self) -> bool:
        """Whether it has passed and the file still knows somebody."""
        until = self.until
        return until is not None and self._desk.now().date() > until and self.knows_somebody

    @property
    def knows_somebody(self) -> bool:
        return journal_purge.has_people(self._event.db) or journal_purge.says_more(self._event.db)

    @property
    def erased_on(self) -> date | None:
        """The day on which everybody was forgotten; None before that, and where the list names somebody again."""
        at = erased_at(self._event)
        return at.astimezone(self._desk.now().tzinfo).date() if at else None

    @property
    def decided(self) -> Authority | None:
        """Who wanted everybody forgotten by itself then; None if nobody did, or since it was done."""
        return privacy_register.load(self._event).by_itself

    @property
    def is_put_off(self) -> bool:
        """Whether somebody at this computer said today: not today."""
        return noted(self._event.db, PUT_OFF) == self._desk.now().date().isoformat()

    def put_off(self) -> None:
        note(self._event.db, PUT_OFF, self._desk.now().date().isoformat())

    @property
    def is_clock_believed(self) -> bool:
        """Whether nothing in the journal contradicts this computer's clock."""
        newest = max(self._event.journal.newest_by_desk().values(), default=None)
        return is_clock_credible(self._desk.now(), newest, self._ahead())

    def _ahead(self) -> float:
        """Seconds, as this computer's clock was measured last."""
        clocks = ClockOffsets(self._event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED]))
        return clocks.ahead(self._desk.name, kept.load(self._event.db).identity)


def erased_at(event: EventFile) -> datetime | None:
    """Return when everybody was forgotten; None before that, and where the list names somebody again."""
    newest = journal_purge.newest_purge(event.db)
    entry = event.journal.entry(newest) if newest and not journal_purge.has_people(event.db) else None
    return entry.at if entry else None
