# SPDX-License-Identifier: GPL-3.0-or-later
"""What the organiser says of the personal data of an event: whose, for what, for whom, until when. Values only.

A date that has passed makes the program ask. Only where somebody with the authority decided so does it go on by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checkin.core.entries import Entry, EntryKind
from checkin.core.supervisor import Authority

PROPOSED_DAYS = 14
"""After the event: time enough for certificates and the questions that follow."""

LONGEST = 500
"""Letters of a text that are kept."""


@dataclass(frozen=True, slots=True)
class PrivacyRecord:
    """`until` is the day after which people are to be forgotten, None while nobody has set one; `by_itself` who decided
    that it is done then without a question. The next purge spends that.
    """

    controller: str = ""
    purpose: str = ""
    recipients: str = ""
    until: date | None = None
    by_itself: Authority | None = None


def proposed_purge_day(day: date | None) -> date | None:
    """For an event of this day."""
    return day + timedelta(days=PROPOSED_DAYS) if day else None


def fold_privacy_record(entries: Iterable[Entry]) -> PrivacyRecord:
    """The newest of these entries, in id order, and of purges."""
    record = PrivacyRecord()
    for entry in entries:
        if entry.kind == EntryKind.EVENT_PURGED:
            record = replace(record, by_itself=None)
            continue
        said = {name: str(entry.body.get(name, ""))[:LONGEST] for name in ("controller", "purpose", "recipients")}
        record = PrivacyRecord(**said, until=_day(entry.body.get("until")), by_itself=_decided(entry))
    return record


def record_body(record: PrivacyRecord) -> dict[str, object]:
    """What the entry says."""
    texts = {"controller": record.controller, "purpose": record.purpose, "recipients": record.recipients}
    tidy: dict[str, object] = {name: " ".join(text.split())[:LONGEST] for name, text in texts.items()}
    until: dict[str, object] = {"until": record.until.isoformat()} if record.until else {}
    return tidy | until | ({"by_itself": record.by_itself.body()} if record.by_itself else {})


def _decided(entry: Entry) -> Authority | None:
    said = entry.body.get("by_itself")
    if not isinstance(said, dict):
        return None
    name, why = said.get("allowed_by"), said.get("why")
    return Authority(name, why) if isinstance(name, str) and isinstance(why, str) else None


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None
