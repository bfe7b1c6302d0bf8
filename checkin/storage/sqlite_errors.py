# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of SQLite, turned into `StorageError`s whose message is meant for the user."""

import contextlib
from collections.abc import Iterator

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.storage.sqlite_library import sqlite3

SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""UnicodeDecodeError: SQLite's message about a damaged schema may quote bytes that are not text."""


@contextlib.contextmanager
def translated_sqlite_errors() -> Iterator[None]:
    """Turn SQLite errors into a `StorageError` whose message is meant for the user."""
    try:
        yield
    except SQLITE_ERRORS as exc:
        raise storage_error(exc) from exc


@contextlib.contextmanager
def translated_decoding_errors() -> Iterator[None]:
    """Turn errors in decoding stored values into `StorageError`: only a damaged file holds undecodable text."""
    try:
        yield
    except (ValueError, TypeError) as exc:
        raise storage_error(exc) from exc


def storage_error(error: Exception) -> StorageError:
    """Return the error of the user for one of SQLite, or of decoding what it read: only a damaged file holds such."""
    return StorageError(_sentence_for(str(error)) if isinstance(error, sqlite3.Error) else DAMAGED)


def _sentence_for(message: str) -> Message:
    if "disk is full" in message:
        return Message("storage", "The disk is full: nothing was saved. Free some space, then try again.")
    if "readonly" in message or "unable to open" in message:
        return CANNOT_BE_WRITTEN
    if "locked" in message or "busy" in message:
        return Message("storage", "Another program is blocking the event file: nothing was saved. Try again.")
    if "malformed" in message or "not a database" in message or "codec" in message:
        return Message(
            "storage", "The event file is damaged: nothing was saved. Carry on with the newest backup, next to it."
        )
    return Message("storage", "The disk refused: nothing was saved. Write it down on paper and try again.")


CANNOT_BE_WRITTEN = Message(
    "storage",
    "The event file cannot be written: nothing was saved. Put it in a folder on this computer that you can write to.",
)
DAMAGED = Message(
    "storage",
    "The event file is damaged: nothing was saved. Carry on with a copy of it, or write arrivals down on paper.",
)
