# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading of what is stored in the event file: rows, and the JSON in them. Only a damaged file raises errors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import attendee_from_body
from checkin.core.entries import readable_body
from checkin.storage.sqlite_errors import translated_decoding_errors, translated_sqlite_errors


def fetch_rows(db: Database, sql: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a query. Raises `StorageError` for a damaged page or a medium that was pulled."""
    with translated_sqlite_errors(), translated_decoding_errors():
        return db.conn.execute(sql, tuple(arguments)).fetchall()


def stored_body(text: str) -> Mapping[str, Any]:
    """Return the body of an entry, {} for an empty one. Raises `StorageError` if the text is not JSON."""
    with translated_decoding_errors():
        return readable_body(text)


def stored_attendee(attendee_id: str, text: str) -> Attendee:
    """Return the person of a row of `attendees`. Raises `StorageError` if the row is damaged."""
    with translated_decoding_errors():
        body = json.loads(text)
        if not isinstance(body, dict):
            raise TypeError(type(body))
    return attendee_from_body(attendee_id, body)
