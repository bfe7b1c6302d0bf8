# SPDX-License-Identifier: GPL-3.0-or-later
"""What the organiser says of the personal data of an event: whose, for what, for whom, until when. Values only.

Nothing is ever purged by the clock: a date that has passed makes the program ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from checkin.core.entries import Entry

PROPOSED_DAYS = 14
"""After the event: time enough for certificates and the questions that follow."""

LONGEST = 500
"""Letters of a text that are kept."""


@dataclass(frozen=True, slots=True)
class PrivacyRecord:
    """`until` is the day after which people are to be forgotten, None while nobody has set one."""

    controller: str = ""
    purpose: str = ""
    recipients: str = ""
    until: date | None = None

    def is_due(self, today: date) -> bool:
        return self.until is not None and today > self.until


def proposed(day: date | None) -> date | None:
    """For an event of this day."""
    return day + timedelta(days=PROPOSED_DAYS) if day else None


def record_of(entries: Iterable[Entry]) -> PrivacyRecord:
    """The newest of these entries, in id order."""
    record = PrivacyRecord()
    for entry in entries:
        said = {name: str(entry.body.get(name, ""))[:LONGEST] for name in ("controller", "purpose", "recipients")}
        record = PrivacyRecord(**said, until=_day(entry.body.get("until")))
    return record


def record_body(record: PrivacyRecord) -> dict[str, object]:
    """What the entry says."""
    texts = {"controller": record.controller, "purpose": record.purpose, "recipients": record.recipients}
    tidy: dict[str, object] = {name: " ".join(text.split())[:LONGEST] for name, text in texts.items()}
    return tidy | ({"until": record.until.isoformat()} if record.until else {})


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None
