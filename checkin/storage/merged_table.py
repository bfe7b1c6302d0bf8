# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of merged records: which record belongs to which person (docs/adr/0018). Few rows, read at every scan."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from checkin.core.errors import StorageError
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sqlite_library import Database

PERSON = "coalesce((SELECT person FROM merged WHERE record = ?), ?)"
"""SQL for the id of a record's owner, its own id if never merged. Takes the id twice."""

RECORDS = f"(SELECT {PERSON} UNION ALL SELECT record FROM merged WHERE person = {PERSON})"
"""SQL for the ids of all records of that person. Takes the id four times."""


class MergedTable:
    """The table `merged`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def read_as(self, people: Mapping[str, str]) -> Iterator[None]:
        """Let the queries of this connection find these people (record → person) instead of the table's, which may be
        damaged: a temporary table hides it, and nothing is written to the file.
        """
        if people == self._stored():
            yield
            return
        self._db.conn.execute("PRAGMA query_only = OFF")
        self._db.conn.execute("CREATE TEMP TABLE merged (record TEXT PRIMARY KEY, person TEXT NOT NULL)")
        self._db.conn.executemany("INSERT INTO temp.merged VALUES (?, ?)", people.items())
        try:
            yield
        finally:
            self._db.conn.execute("DROP TABLE temp.merged")

    def replace(self, people: Mapping[str, str]) -> None:
        """Make the table equal to `people`, whatever is in it."""
        self._db.conn.execute("DELETE FROM merged")
        self._db.conn.executemany("INSERT INTO merged VALUES (?, ?)", people.items())

    def _stored(self) -> dict[str, str] | None:
        """Return the rows of the table, None if they cannot be read."""
        try:
            return dict(fetch_rows(self._db, "SELECT record, person FROM merged"))
        except StorageError:
            return None

    def put(self, people: Mapping[str, str]) -> set[str]:
        """Make the table equal to `people` (record → person). Return the ids of the affected people: records that
        changed hands, and the people they belonged and belong to.
        """
        before = dict(fetch_rows(self._db, "SELECT record, person FROM merged"))
        moved = [record for record in {**before, **people} if before.get(record) != people.get(record)]
        self._db.conn.executemany("DELETE FROM merged WHERE record = ?", [(record,) for record in moved])
        put = [(record, people[record]) for record in moved if record in people]
        self._db.conn.executemany("INSERT INTO merged VALUES (?, ?)", put)
        return {other for record in moved for other in (record, before.get(record), people.get(record)) if other}
