# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables, indexes and triggers of an event file beside those that Checkin makes.

A file may come from anywhere. A view in the place of a table can keep a query busy for ever, and a trigger writes what
it likes; without a trigger of ours entries would never reach the other desks. So the schema is compared before the
first query. `scripts/event_file_schema.py` writes what it is compared with.
"""

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.resource_folder import resources
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sqlite_library import Database

FILE = "event_file.json"
PATIENCE_S = 20.0
"""Seconds after which a file whose schema is still being read is refused: a schema of ours takes milliseconds."""
STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""
MOST = 500
"""Tables, indexes and triggers that are looked at; ours are fewer than a hundred."""

_STATISTICS = ("sqlite_stat1", "sqlite_stat4")
_MADE_BY_LIBRARIES = re.compile(r"_sqlite_migrations|(column_)?search_(data|idx|config)")
"""Tables whose text is not ours, and may differ with the version of a library."""
_COMPUTES = re.compile(r"\b(AS|GENERATED)\b", re.IGNORECASE)
_KINDS = re.compile(r"CREATE ((VIRTUAL )?TABLE|(UNIQUE )?INDEX|TRIGGER) ", re.IGNORECASE)

Schema = dict[str, tuple[str, str]]
"""Kind and text of each object, by name."""


def plain(sql: str) -> str:
    """Return the text of a definition without its line breaks."""
    return " ".join(sql.split())


def read_schema(db: Database) -> Schema:
    """Return the schema. Raises `StorageError` for a file whose schema no Checkin made, or that takes too long."""
    until = time.monotonic() + PATIENCE_S
    with _within(db, until):
        rows = fetch_rows(db, f"SELECT name, type, coalesce(sql, '') FROM sqlite_master LIMIT {MOST + 1}")
    schema = {str(name): (str(kind), plain(str(sql))) for name, kind, sql in rows if sql}
    if len(rows) > MOST or any(_may_last(name, text) for name, (_, text) in schema.items()):
        raise StorageError(STRANGE)
    return schema


def refuse_strange(schema: Schema) -> None:
    """Raise `StorageError` if a file has a table that is not ours, or an index or trigger of another name. Call for a
    file that no newer version made.
    """
    if any(_is_strange(name, *schema[name]) for name in schema):
        raise StorageError(STRANGE)


def differing(schema: Schema) -> list[str]:
    """Return the names of indexes and triggers that are missing, or not as Checkin makes them, and of tables with
    SQLite's own statistics, which may be false.
    """
    wanted: dict[str, str] = _known()["others"]
    wrong = [name for name, text in wanted.items() if schema.get(name, ("", ""))[1] != text]
    return wrong + [name for name in _STATISTICS if name in schema]


def put_back(db: Database, schema: Schema, names: Sequence[str]) -> None:
    """Make these as Checkin makes them, in the transaction of the caller."""
    wanted: dict[str, str] = _known()["others"]
    for name in names:
        if name in schema:
            db.conn.execute(f'DROP {schema[name][0]} "{name}"')
        if name in wanted:
            db.conn.execute(wanted[name])


UNORDERED = "FROM journal WHERE id NOT IN (SELECT id FROM journal_order)"


def has_unordered(db: Database) -> bool:
    """Whether an entry was written while the trigger was missing that gives each its place. Costs two counts."""
    counts = "SELECT (SELECT count(*) FROM journal) > (SELECT count(*) FROM journal_order)"
    return bool(fetch_rows(db, counts)[0][0])


def order_entries(db: Database) -> None:
    """Give a place to the entries that have none: they would never be sent."""
    db.conn.execute(f"INSERT INTO journal_order (id) SELECT id {UNORDERED} ORDER BY id")


def count_unordered(db: Database) -> int:
    """Return the number of entries that would never be sent."""
    return int(fetch_rows(db, f"SELECT count(*) {UNORDERED}")[0][0])


def _may_last(name: str, text: str) -> bool:
    """Whether a definition is a view, or a table of ours that computes what is read. SQLite goes by the text alone,
    whatever kind stands beside it.
    """
    if not _KINDS.match(text):
        return True
    is_ours = text in _known()["tables"].get(name, ())
    return not is_ours and name in _known()["tables"] and ("VIRTUAL" in text.upper() or bool(_COMPUTES.search(text)))


def _is_strange(name: str, kind: str, text: str) -> bool:
    if kind != "table":
        return name not in _known()["others"] and text not in _known()["tables"].get(name, ())
    if _MADE_BY_LIBRARIES.fullmatch(name):
        return "VIRTUAL" in text.upper() or bool(_COMPUTES.search(text))
    return name not in _STATISTICS and text not in _known()["tables"].get(name, ())


@cache
def _known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources() / "sql" / FILE).read_text("utf-8"))
    return found


@contextmanager
def _within(db: Database, until: float) -> Iterator[None]:
    """Interrupt what SQLite does in this block after `until`."""
    db.conn.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    except StorageError as error:
        if time.monotonic() > until:
            raise StorageError(STRANGE) from error
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


STRANGE = Message(
    "storage",
    "Another program changed how this event file is built: it is not read. Nothing was changed. Carry on with a "
    "backup, or take the event from another desk.",
)
