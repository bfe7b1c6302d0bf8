# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of an event file, compared row by row with what its journal makes of them. Writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checkin.core.errors import StorageError
from checkin.core.search.search_terms import fuzzy_words
from checkin.storage.attendees import ATTENDEE_COLUMNS
from checkin.storage.count_tables import COUNT_TABLES, CountedRows, Sums, add_counts
from checkin.storage.projection_rows import PersonRows, Row
from checkin.storage.row_decoding import MANY, fetch_rows, marks
from checkin.storage.search_index import KEPT_TEXTS
from checkin.storage.sqlite_library import Database

_OF_PEOPLE = {
    "visits": ("attendee", "*"),
    "tickets": ("attendee", "*"),
    "attendees": ("id", ATTENDEE_COLUMNS),
    "waiting": ("attendee", "*"),
    "conflicts": ("attendee", "*"),
    "spellings": ("attendee", f"attendee, {KEPT_TEXTS}"),
}
"""The tables with rows of one person each: the column that says whose they are, and those that follow from the journal
alone.
"""


class TableComparison:
    """Counts the rows that the tables lack, and those that they should not have.

    Every person of the journal must be added once (`Journal.differences`).
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[PersonRows] = []
        self._differ, self._seen = Counter[str](), Counter[str]()
        self._sums: Sums = {}
        self._words = set[str]()

    def add(self, person: PersonRows) -> None:
        """Compare the rows of one more person with these, which were made with the terms of the search."""
        self._waiting.append(person)
        if len(self._waiting) == MANY:
            self._compare_waiting()

    def differences(self, who_is_who: Mapping[str, str]) -> dict[str, int]:
        """Return by table the number of rows that differ; `who_is_who`: the person of every merged record."""
        self._compare_waiting()
        self._differ["merged"] = self._distance("merged", {*who_is_who.items()})
        for table in COUNT_TABLES:
            self._differ[table] = self._distance(table, {*self._counts(table)})
        self._differ["vocabulary"] = self._distance("vocabulary", {(word,) for word in self._words})
        for table in _OF_PEOPLE:  # a row that was not seen yet belongs to nobody in the journal
            self._differ[table] += self._count(table) - self._seen[table]
        return {**self._differ}

    def _compare_waiting(self) -> None:
        some, self._waiting = self._waiting, []
        wanted = dict[str, set[Row]]((table, set()) for table in _OF_PEOPLE)
        for person in some:
            for table, rows in _rows(person).items():
                wanted[table].update(rows)
            add_counts(self._sums, CountedRows(person.attendee, {*person.visits}))
            self._words.update(fuzzy_words(person.terms) if person.terms else ())
        subjects = [person.subject for person in some]
        for table, (owner, columns) in _OF_PEOPLE.items():
            sql = f"SELECT {columns} FROM {table} WHERE {owner} IN ({marks(subjects)})"
            found = self._read(sql, subjects)
            self._seen[table] += len(found)
            self._differ[table] += len(wanted[table].symmetric_difference(found))

    def _distance(self, table: str, wanted: set[Row]) -> int:
        return len(wanted.symmetric_difference(self._read(f"SELECT * FROM {table}")))

    def _read(self, sql: str, arguments: Sequence[str] = ()) -> list[Row]:
        """Return rows; a text in them that is none is unlike any that the journal makes, and so is what cannot be
        read.
        """
        try:
            return fetch_rows(self._db, sql, arguments)
        except StorageError:
            self._db.conn.text_factory = _unlike_any_text
            try:
                return fetch_rows(self._db, sql, arguments)
            except StorageError:
                return []
            finally:
                self._db.conn.text_factory = str

    def _count(self, table: str) -> int:
        """Return how many rows the table has, as far as they can be read."""
        try:
            return int(fetch_rows(self._db, f"SELECT count(*) FROM {table}")[0][0])
        except StorageError:
            return self._seen[table]

    def _counts(self, table: str) -> Iterator[Row]:
        return ((*key[1:], *sums) for key, sums in self._sums.items() if key[0] == table and any(sums))


def _unlike_any_text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _rows(person: PersonRows) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Return the rows of a person by table."""
    return {
        "visits": person.visits,
        "tickets": [(code, person.subject) for code in person.codes],
        "attendees": [person.attendee] if person.attendee else (),
        "waiting": person.waits,
        "conflicts": person.conflicts,
        "spellings": [(person.subject, *person.terms)] if person.terms else (),
    }
