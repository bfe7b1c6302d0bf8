# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading of what is stored in the event file: rows, and the JSON in them. Only a damaged file raises errors."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import attendee_from_body
from checkin.core.entries import readable_body
from checkin.storage.sqlite_errors import (
    SQLITE_ERRORS,
    storage_error,
    translated_decoding_errors,
    translated_sqlite_errors,
)
from checkin.storage.sqlite_library import Database

MANY = 500
"""Values of one statement that is about many people."""

T = TypeVar("T")


def fetch_rows(db: Database, sql: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a query. Raises `StorageError` for a damaged page or a medium that was pulled."""
    try:  # no context manager: every scan and every merge asks some twenty times
        return db.conn.execute(sql, tuple(arguments)).fetchall()
    except (*SQLITE_ERRORS, ValueError, TypeError) as exc:
        raise storage_error(exc) from exc


def stream_rows(db: Database, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, as `stream_batches` reads them."""
    return chain.from_iterable(stream_batches(db, sql))


def stream_batches(db: Database, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a query, of which never more than `MANY` are held. Read them without a pause: until the last,
    a file that has no WAL cannot be written. Raises the same errors as `fetch_rows`.
    """
    with translated_sqlite_errors(), translated_decoding_errors():
        found = db.conn.execute(sql)
        while rows := found.fetchmany(MANY):
            yield rows


def marks(values: Collection[object]) -> str:
    """Return a question mark for each of these values, for SQL."""
    return ",".join("?" * len(values))


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the values in pieces of at most `MANY`, each for one statement: SQLite takes so many question marks, and
    the memory does not grow with the event.
    """
    return (values[start : start + MANY] for start in range(0, len(values), MANY))


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
