# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's record of the personal data of an event: controller, purpose, recipients, and the day proposed for
the purge. Values only.

After the deadline the program asks; it erases by itself only where an authorised person decided so.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checkin.core.entries import Entry, EntryKind
from checkin.core.supervisor import Authority

PROPOSED_DAYS = 14
"""Days after the event: time enough for certificates and the questions that follow."""

LONGEST = 500
"""The most letters of a text."""


@dataclass(frozen=True, slots=True)
class PrivacyRecord:
    """The record. `until` is the day after which people are to be erased, None while not set; `by_itself` is the
    authority by which it is then done without asking, at the desk where that was decided. The next purge ends it.
    """

    controller: str = ""
    purpose: str = ""
    recipients: str = ""
    until: date | None = None
    by_itself: Authority | None = None


def proposed_purge_day(day: date | None) -> date | None:
    """Return the proposed deadline for an event of this day."""
    return day + timedelta(days=PROPOSED_DAYS) if day else None


def fold_privacy_record(entries: Iterable[Entry], own: Container[bytes]) -> PrivacyRecord:
    """Return the record of the newest of these entries (in id order, with purges). `own` are the ids of those that this
    computer wrote: what another desk says erases nobody here without asking.
    """
    record = PrivacyRecord()
    for entry in entries:
        if entry.kind == EntryKind.EVENT_PURGED:
            record = replace(record, by_itself=None)
            continue
        value = {name: str(entry.body.get(name, ""))[:LONGEST] for name in ("controller", "purpose", "recipients")}
        record = PrivacyRecord(
            **value, until=_day(entry.body.get("until")), by_itself=_decided(entry) if entry.id in own else None
        )
    return record


def record_body(record: PrivacyRecord) -> dict[str, object]:
    texts = {"controller": record.controller, "purpose": record.purpose, "recipients": record.recipients}
    tidy: dict[str, object] = {name: " ".join(text.split())[:LONGEST] for name, text in texts.items()}
    until: dict[str, object] = {"until": record.until.isoformat()} if record.until else {}
    return tidy | until | ({"by_itself": record.by_itself.body()} if record.by_itself else {})


def _decided(entry: Entry) -> Authority | None:
    value = entry.body.get("by_itself")
    if not isinstance(value, dict):
        return None
    name, why = value.get("allowed_by"), value.get("why")
    return Authority(name, why) if isinstance(name, str) and isinstance(why, str) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
