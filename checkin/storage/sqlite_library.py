# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQLite library of this program (pysqlite3 where there is one), its errors, and the reading of rows."""

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from checkin.core.attendee import CUSTOM, OFF_STATUSES, Attendee, Presence, attendee_from_body
from checkin.core.entries import readable_body
from checkin.core.message import Message, StorageError
from checkin.core.text_folding import fold_text

if TYPE_CHECKING:
    import sqlite3 as sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3 as sqlite3

STATEMENTS = 512
"""Prepared statements that a connection keeps: more than a desk has in a day. pysqlite3 would evict the newest first,
and SQLite parse the same texts again at each arrival, which takes as long as all else that a scan computes.
"""


def connect(uri: str, timeout: float = 5.0) -> sqlite3.Connection:
    """Open a connection whose transactions are begun and ended by SQL alone, and which waits `timeout` seconds for a
    lock.
    """
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout, cached_statements=STATEMENTS)
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA recursive_triggers = ON")  # else a REPLACE would delete entries past their trigger
    return conn


class Database:
    """An open connection, `conn`, that may be exchanged for another one."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, arguments: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self.conn.execute(sql, arguments)

    def close(self) -> None:
        self.conn.close()


# Errors of SQLite, turned into `StorageError`s whose message is meant for the user.

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


# Reading of what is stored in the event file: rows, and the JSON in them. Only a damaged file raises errors.

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


# Terms of SQL that migrations and queries share: conditions, computed columns, and the id of the file format.

APPLICATION_ID = 0x43484B49  # "CHKI" in the file's header marks an event file

UNEXPECTED_STATUSES, UNEXPECTED_PRESENCE = tuple(status.value for status in OFF_STATUSES), Presence.REMOTE.value
EXPECTED = f"status NOT IN {UNEXPECTED_STATUSES} AND presence <> '{UNEXPECTED_PRESENCE}'"
"""SQL condition for expected people (`counts.is_expected`), and the words in it."""

ORDER = "CASE WHEN json_valid(body) THEN body ->> '$.order' END"
COMPANION = "CASE WHEN json_valid(body) THEN body ->> '$.companion' END"
"""SQL for the order of a person and for whom they accompany; NULL for most."""

WALK_IN = "kind = 'attendee_added' AND body ->> '$.how' = 'walk_in'"
"""SQL condition for the entries of people who were registered at a desk."""

PICTURE = "body ->> '$.picture'"
IS_PHOTOGRAPH = "kind = 'photograph_kept'"
"""SQL for the digest of the picture that an entry holds a part of, and the condition for those of photographs."""

THING = "body ->> '$.thing'"
IS_LENT = "kind = 'thing_lent'"
"""SQL for the number of a thing, and the condition for the entries that lend one."""

TIE = "kind IN ('attendee_corrected', 'code_replaced') AND CASE WHEN json_valid(body) THEN body ->> '$.tied' END = 1"
"""SQL condition for the entries that tied a code (`core/history`)."""

LAST_SORT_KEY = "\U0010ffff"
"""Sorts after every organisation."""

FREQUENT_KINDS = ("attendee_added", "attendee_corrected", "checked_in", "checked_out", "refused", "badge_printed")
OF_RARE_KIND = f"kind NOT IN {FREQUENT_KINDS}"
"""Kinds of which a journal may have a million entries, and the SQL condition for all others. A query that repeats it is
answered from the index of the others alone.
"""


def organisation_key(organisation: str) -> str:
    """Return the sort key of an organisation, ignoring case and accents; people without one sort last."""
    return fold_text(organisation) or LAST_SORT_KEY


FIELD = "CASE WHEN json_valid(body) THEN coalesce(body ->> ?, '') ELSE '' END"
"""SQL for the text of a field of a person, "" for none (`attendee.text_field`); its argument is a `field_path`."""


def field_path(name: str) -> str:
    """Return the path of a field in the body of a person, by the name a correction gives it."""
    title = name.removeprefix(CUSTOM)
    return f"$.custom.{json.dumps(title, ensure_ascii=False)}" if title != name else f"$.{name}"


# The table `settings`: JSON values by name, about this computer alone and never copied to other desks.


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table, by its name, which is for ever. `write` and `remove` belong inside
    `connection.transaction`.

        _PRACTICE = Setting("practice")
        _PRACTICE.write(db, True)
    """

    name: str

    def is_set(self, db: Database) -> bool:
        """Whether there is a value, even one that cannot be read."""
        return bool(fetch_rows(db, "SELECT 1 FROM settings WHERE name = ?", [self.name]))

    def read(self, db: Database) -> Any:
        """Return the value; None, as for a missing one, if it cannot be read."""
        found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [self.name])
        return _decoded(found[0][0]) if found else None

    def write(self, db: Database, value: object) -> None:
        """Set the value; a value that is there already leaves the file as it is."""
        changed = "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"
        db.conn.execute(f"INSERT INTO settings VALUES (?, ?) {changed}", [self.name, json.dumps(value)])

    def remove(self, db: Database) -> None:
        db.conn.execute("DELETE FROM settings WHERE name = ?", [self.name])


def settings_with_prefix(db: Database, prefix: str) -> list[Setting]:
    """Return the settings whose names begin with `prefix`, which holds no wildcard of GLOB."""
    return [Setting(name) for (name,) in fetch_rows(db, "SELECT name FROM settings WHERE name GLOB ?", [f"{prefix}*"])]


def read_settings(db: Database) -> dict[str, Any]:
    """Return all values by name; None for one that cannot be read."""
    return {name: _decoded(value) for name, value in setting_rows(db)}


def write_settings(db: Database, values: Mapping[str, object]) -> None:
    """Set these values. Call inside `connection.transaction`."""
    for name, value in values.items():
        Setting(name).write(db, value)


def setting_rows(db: Database) -> list[tuple[str, str]]:
    """Return the rows as they are stored, to be put into another file by `put_setting_rows`."""
    return [(name, value) for name, value in fetch_rows(db, "SELECT name, value FROM settings")]


def put_setting_rows(db: Database, rows: Iterable[tuple[str, str]]) -> None:
    db.conn.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return None
