# SPDX-License-Identifier: GPL-3.0-or-later
"""The search index of people, updated in the same transaction as the table of people (docs/adr/0009)."""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from string import ascii_lowercase, digits
from types import MappingProxyType

from checkin.core.message import BATCH, ReportProgress, ignore_progress
from checkin.core.search_terms import SearchTerms, endings, fuzzy_words, sounds_of
from checkin.storage.sqlite_library import MANY, Database, fetch_rows, marks

TEXTS, COLUMNS = ", ".join(SearchTerms._fields[:-1]), SearchTerms._fields[-1]
"""The columns of `search`, and that of `column_search`. Columns of the list are apart: most people share their words,
and names are found without reading them.
"""
KEPT_TEXTS = f"{TEXTS}, {COLUMNS}"
_MARKS = ", ".join("?" * len(SearchTerms._fields[:-1]))
_SAID = "{last_name first_name name_parts organisation}"
_ORDERED_LETTERS, _BITS_PER_LETTER, _BITS_FOR_HOMONYMS = 9, 5, 18  # together 63 bits: SQLite's positive integers


class SearchIndex:
    """The writing side of the search; `storage.people_search` reads it. Use inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def sounds_of_new_words(self, people: Iterable[SearchTerms]) -> dict[str, frozenset[str]]:
        """Return how those words of these terms sound that nobody has yet: for `put`, before a lock is taken."""
        words = {word for terms in people for word in fuzzy_words(terms)}
        return {word: sounds_of(word) for word in self._unknown(words)}

    def put(
        self,
        people: Iterable[tuple[str, SearchTerms | None]],
        report: ReportProgress = ignore_progress,
        sounds: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """Replace the search terms of these people, by id; None removes a person. Each id may come once."""
        put: list[int] = []
        words: set[str] = set()
        unsaid: set[str] = set()
        still_to_come = iter(people)
        while some := dict(islice(still_to_come, MANY)):
            kept = self._kept(some)
            old = {who: row for who, row in kept.items() if some[who] != row[1]}
            new = {who: terms for who, terms in some.items() if terms and (who in old or who not in kept)}
            self._take_out(old.values())
            put += self._keep(new)
            unsaid.update(word for _, terms in old.values() for word in fuzzy_words(terms))
            words.update(word for terms in new.values() for word in fuzzy_words(terms))
        if put or unsaid:  # mostly people arrive, and their terms do not change
            self._insert(sorted(put), report)
            self._know(words, sounds)
            self._forget(unsaid - words)

    def clear(self) -> None:
        for index in ("search", "column_search"):
            self._db.conn.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        for table in ("spellings", "vocabulary", "endings", "sounds"):
            self._db.conn.execute(f"DELETE FROM {table}")

    def _kept(self, people: Collection[str]) -> dict[str, tuple[int, SearchTerms]]:
        """Return place and terms of those of these people who are in the index."""
        sql = f"SELECT attendee, place, {KEPT_TEXTS} FROM spellings WHERE attendee IN ({marks(people)})"
        return {who: (place, SearchTerms(*terms)) for who, place, *terms in fetch_rows(self._db, sql, [*people])}

    def _take_out(self, old: Collection[tuple[int, SearchTerms]]) -> None:
        self._db.conn.executemany(
            f"INSERT INTO search (search, rowid, {TEXTS}) VALUES ('delete', ?, {_MARKS})",
            [(place, *terms[:-1]) for place, terms in old],
        )
        self._db.conn.executemany(
            f"INSERT INTO column_search (column_search, rowid, {COLUMNS}) VALUES ('delete', ?, ?)",
            [(place, terms.columns) for place, terms in old if terms.columns],
        )
        self._db.conn.executemany("DELETE FROM spellings WHERE place = ?", [(place,) for place, _ in old])

    def _keep(self, people: Mapping[str, SearchTerms]) -> Iterator[int]:
        """Store the terms of these people, and yield the place of each: the first of its `row_numbers` that is free."""
        rest, numbers = dict(people), {who: row_numbers(who, terms) for who, terms in people.items()}
        while rest:
            rows = [(next(numbers[who]), who, *terms) for who, terms in rest.items()]
            self._db.conn.executemany(f"INSERT OR IGNORE INTO spellings VALUES (?, ?, {_MARKS}, ?)", rows)
            sql = f"SELECT attendee, place FROM spellings WHERE attendee IN ({marks(rest)})"
            for who, place in fetch_rows(self._db, sql, [*rest]):
                del rest[who]
                yield place

    def _insert(self, put: Sequence[int], report: ReportProgress) -> None:
        """Insert in rising order, which halves the cost in FTS5; a trigger would write its tables after each
        person.
        """
        of_these = "FROM spellings WHERE place IN (SELECT value FROM json_each(?))"
        for start in range(0, len(put), BATCH):
            report(start, len(put))
            places = [json.dumps(put[start : start + BATCH])]
            self._db.conn.execute(
                f"INSERT INTO search (rowid, {TEXTS}) SELECT place, {TEXTS} {of_these} ORDER BY place", places
            )
            self._db.conn.execute(
                f"INSERT INTO column_search (rowid, {COLUMNS}) SELECT place, {COLUMNS} {of_these} "
                f"AND {COLUMNS} <> '' ORDER BY place",
                places,
            )

    def _unknown(self, words: set[str]) -> list[str]:
        unknown = "SELECT value FROM json_each(?) EXCEPT SELECT word FROM vocabulary"
        return [word for (word,) in fetch_rows(self._db, unknown, [json.dumps([*words])])]

    def _know(self, words: set[str], known: Mapping[str, frozenset[str]]) -> None:
        new = self._unknown(words)
        self._db.conn.executemany("INSERT INTO vocabulary VALUES (?)", [(word,) for word in new])
        for parts in _sorted_by_letter((ending, word) for word in new for ending in endings(word)):
            self._db.conn.executemany("INSERT INTO endings VALUES (?, ?)", parts)
        for sounds in _sorted_by_letter((s, word) for word in new for s in (known.get(word) or sounds_of(word))):
            self._db.conn.executemany("INSERT INTO sounds VALUES (?, ?)", sounds)

    def _forget(self, unsaid: Iterable[str]) -> None:
        """Delete words that no person has any more: they lead nowhere, and may be a name that was deleted on
        purpose.
        """
        for word in unsaid:
            if not fetch_rows(self._db, "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", [f'{_SAID} : "{word}"']):
                self._db.conn.execute("DELETE FROM vocabulary WHERE word = ?", [word])
                parts = [(ending, word) for ending in endings(word)]
                self._db.conn.executemany("DELETE FROM endings WHERE ending = ? AND word = ?", parts)
                sounds = [(sound, word) for sound in sounds_of(word)]
                self._db.conn.executemany("DELETE FROM sounds WHERE sound = ? AND word = ?", sounds)


def _sorted_by_letter(parts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield the parts in order, those of one first letter at a time: while many are sorted at once, the window's thread
    has no turn.
    """
    of_letter: dict[str, list[tuple[str, str]]] = {}
    for part in parts:
        of_letter.setdefault(part[0][:1], []).append(part)
    return (sorted(of_letter.pop(letter)) for letter in sorted(of_letter))


def row_numbers(attendee_id: str, spelled: SearchTerms) -> Iterator[int]:
    """Yield row numbers for a person in the order of names, the first to be tried first.

    The index returns rows in their order, so the first eight of many thousand matches need no sorting. Only the first
    `_ORDERED_LETTERS` letters are ordered.
    """
    number = 0
    name = f"{spelled.last_name.split(' ')[0]} {spelled.first_name}"
    for letter in name[:_ORDERED_LETTERS].ljust(_ORDERED_LETTERS):
        order = _ORDERS.get(letter, 31 if letter > "z" else 1)
        number = number << _BITS_PER_LETTER | order
    slots = 1 << _BITS_FOR_HOMONYMS
    first = zlib.crc32(attendee_id.encode())
    for attempt in range(slots):
        yield number * slots + (first + attempt) % slots


_ORDERS = {" ": 0} | dict.fromkeys(digits, 2) | {letter: 3 + place for place, letter in enumerate(ascii_lowercase)}
"""The order of letters that most names are made of; a table, because it is looked up while scans wait."""
