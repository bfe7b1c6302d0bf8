# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the tables that one person's history makes. Pure: they are computed before a lock is taken."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import addon_codes, attendee_body
from checkin.core.entries import Entry
from checkin.core.history import History, Visit
from checkin.core.search.search_terms import SearchTerms, build_search_terms
from checkin.core.text_folding import fold_text
from checkin.storage.sql_terms import organisation_key

Row = tuple[Any, ...]

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of one person. `attendee` is None for a history without an attendee (never added here, undone import, or
    merged into another person). `terms` are those of the search. Where these may not be wanted, as after an arrival,
    `person` is there to make them of.
    """

    subject: str
    attendee: Row | None
    codes: tuple[str, ...]
    visits: Sequence[Row]
    waits: Sequence[Row]
    conflicts: Sequence[Row]
    terms: SearchTerms | None = None
    person: Attendee | None = None

    @classmethod
    def of(cls, subject: str, history: History, *, is_searched: bool = False) -> "PersonRows":
        """Return the rows of a person, with their search terms if `is_searched`."""
        attendee, codes = history.attendee, _codes(history)
        return cls(
            subject,
            _attendee_row(attendee, history) if attendee else None,
            codes,
            tuple(_visit_row(point, subject, visit) for point, visit in history.visits.items() if visit.arrived),
            tuple((session, subject, entry.id) for session, entry in history.waiting.items()),
            tuple((c.key, subject, c.kind, c.first.id, c.second.id, c.field) for c in history.open_conflicts),
            build_search_terms(attendee, codes) if attendee and is_searched else None,
            None if is_searched else attendee,
        )

    def search_terms(self) -> SearchTerms | None:
        """Return the search terms, made now where `of` made none; None without a person."""
        return self.terms or (build_search_terms(self.person, self.codes) if self.person else None)


def _codes(history: History) -> tuple[str, ...]:
    """Return all codes that a person ever had, in the order in which they count."""
    attendee = history.attendee
    if attendee is None:
        return ()
    codes = [attendee.ticket_code, *history.revoked_codes, *history.other_codes]
    codes += addon_codes(attendee)
    return tuple(dict.fromkeys(filter(None, codes)))


def _attendee_row(attendee: Attendee, history: History) -> Row:
    corrections = history.corrections
    return (
        attendee.id,
        fold_text(f"{attendee.last_name} {attendee.first_name}"),
        attendee.category,
        attendee.status,
        attendee.presence,
        _ENCODER.encode(attendee_body(attendee)),
        json.dumps([(c.field, c.old, c.new, c.at.isoformat(), c.desk) for c in corrections]) if corrections else "[]",
        attendee.places,
        organisation_key(attendee.organisation),
    )


def _visit_row(point: str, subject: str, visit: Visit) -> Row:
    arrived = visit.arrived
    assert arrived
    left = _exit_time(visit.last_exit)
    how, over = str(arrived.body.get("how", "")), str(arrived.body.get("over", ""))
    at = arrived.happened_at
    moment = (at.isoformat(), milliseconds(at))
    return (point, subject, *moment, arrived.desk, how, over, visit.is_inside, left, visit.people)


def _exit_time(entry: Entry | None) -> str | None:
    return entry.happened_at.isoformat() if entry else None


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
