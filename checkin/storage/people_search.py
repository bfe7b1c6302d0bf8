# SPDX-License-Identifier: GPL-3.0-or-later
"""Searching for people while a user types, and by their full names. Reads only; `storage.search_index` writes the
index (docs/adr/0009).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.counts import CountedPoint
from checkin.core.people_list import AttendanceFilter, AttendeeColumn, AttendeeFilter, AttendeeOrder
from checkin.core.search_terms import (
    INNER_LETTERS,
    MOST_LETTERS,
    MOST_QUERY_WORDS,
    PARTICLES,
    MatchRank,
    RankedAttendee,
    SearchQuery,
    glued,
    nearness,
    rank_match,
    read_query,
    sounds_begun,
    sounds_of,
    sounds_of_swapped,
    split_number,
    titled,
)
from checkin.core.text_folding import SHORTEST, name_key, typo_variants, words_in
from checkin.storage.count_tables import Clause, expected_people
from checkin.storage.search_index import TEXTS
from checkin.storage.sqlite_library import WALK_IN, Database, fetch_rows, stored_attendee

# FTS5 expressions of the search: words in names, words in columns of the list, and both together. Words hold letters
# and digits only.

PLACES = ("last_name", "first_name", "name_parts", "organisation", "email")

MOST_DIVISIONS = 16
"""The most ways to divide a query into words of names and words of columns: each costs two looks into the index."""

Spelling = Callable[[str], str]
"""From a word to its expression: the whole word, or words that begin so."""


def whole(word: str) -> str:
    return f'"{word}"'


def begins(word: str) -> str:
    return f'"{word}" *'


def begins_word(word: str) -> str:
    """Return the expression for words that begin so; a short word must be whole, because it begins too many."""
    return begins(word) if len(word) >= INNER_LETTERS else whole(word)


def all_begin(words: Sequence[str]) -> str:
    return f"({' AND '.join(map(begins, words))})"


def any_of(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"


def within(places: Sequence[str], expression: str) -> str:
    return f"{{{' '.join(places)}}} : ({expression})"


def joined_terms(words: Sequence[str]) -> set[str]:
    """Return all terms under which some of the words may stand as one in a column: joined, or a title and its value."""
    ends = range(1, len(words) + 1)
    return {term for end in ends for start in range(end) for term in _as_one(words[start:end])}


def in_columns(words: Sequence[str], spelled: Spelling, known: Collection[str]) -> str:
    """Return the expression for people whose columns have all the words, each as a value or with its neighbours as one
    of `joined_terms`. Of these only `known` ones are asked for: each costs a look into the index.
    """
    ways = []
    for end in range(1, len(words) + 1):
        as_one = [whole(term) for term in _as_one(words[:end]) if term in known]
        if first := [spelled(words[0]), *as_one] if end == 1 else as_one:
            rest = [in_columns(words[end:], spelled, known)] if words[end:] else []
            ways.append(f"({' AND '.join([any_of(first), *rest])})")
    return any_of(ways)


def divide(words: Sequence[str], in_names: Collection[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the ways to divide the words into those of names and those of columns, most names first. Words that no name
    begins with stand in columns.
    """
    possible = [at for at, word in enumerate(words) if word in in_names]
    chosen = (each for size in range(len(possible), 0, -1) for each in combinations(possible, size))
    for names in islice((each for each in chosen if len(each) < len(words)), MOST_DIVISIONS):
        yield [words[at] for at in names], [word for at, word in enumerate(words) if at not in names]


def _as_one(words: Sequence[str]) -> Iterator[str]:
    """Yield the terms for words that stand together in one column."""
    if len(words) > 1:
        yield glued(words)
    elif parts := split_number(words[0]):
        yield titled(*parts)
    for at in range(1, len(words)):
        yield titled(glued(words[:at]), glued(words[at:]))


MANY = 100
"""Up to this many hits are ranked one by one; if there are more, the better fields are searched first."""

FEW = 3
"""With fewer hits than this, a search word may also lie inside a word or contain a typo."""

MOST_AROUND = 40
"""Greatest number of known words tried that contain the search word or sound like it."""

DOUBTFUL_WORDS = 3
"""A query of more words than this, all known, is not checked for typos: fewer words would suffice."""

_NAMES = ("last_name", "first_name", "name_parts")
_SINGLE = (MatchRank.LAST_NAME, MatchRank.FIRST_NAME, MatchRank.NAME_PART, MatchRank.ORGANISATION)
_SEVERAL = (MatchRank.FIRST_NAME, MatchRank.NAME_PART)
_LAST, _ALL = "\U0010ffff", -1

_Hits = dict[int, MatchRank]
"""Row of the index → rank of the match. Rows are in the order of names (`search_index.row_numbers`)."""


class PeopleSearch:
    """The search in one event file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, limit: int) -> list[RankedAttendee]:
        """Return the best `limit` matches of `text` in names, organisations, e-mails, codes and the list's other
        columns, or in both together; by rank, then by name.
        """
        query = read_query(text)
        if query is None:
            return []
        hits = self._as_typed(query, limit)
        words = query.phrasings[0]
        if not hits or len(query.core) == 1:  # several words that name people mean them
            hits = self._in_columns(words, whole, limit) | hits if len(hits) < limit else hits
            hits = self._in_columns(words, begins_word, limit) | hits if len(hits) < FEW else hits
        divided = [] if hits else self._divided(words, limit)
        hits = hits or dict.fromkeys(divided, MatchRank.COLUMN_BEGINNING)
        for wider in () if divided else (self._inside, self._nearly):
            if len(hits) < FEW:
                hits = wider(query, limit) | hits
        hits = hits or self._by_sound(query, limit)
        best = sorted(hits, key=lambda place: (hits[place], place))[:limit]
        return self._people({place: hits[place] for place in best})

    def all_ids(self, text: str) -> set[str] | None:
        """Return the ids of all people who match `text`, None if it asks for nothing. Typos are forgiven if few
        match.
        """
        query = read_query(text)
        if query is None:
            return None
        words = query.phrasings[0]
        expressions = [self._anywhere(query, self._phrasings(query)), self._columns_with(words, begins_word)]
        places = (
            "SELECT rowid FROM search WHERE search MATCH ? "
            "UNION ALL SELECT rowid FROM column_search WHERE column_search MATCH ?"
        )
        found = self._ids(places, expressions)
        found = found or self._ids("SELECT value FROM json_each(?)", [json.dumps(self._divided(words, _ALL))])
        return found if len(found) >= FEW else found | {near.attendee.id for near in self.find(text, MANY)}

    def has_column_word(self, text: str) -> bool:
        """Return whether a word of `text` is one of a column's values."""
        words = (word[:MOST_LETTERS] for word in words_in(text)[:MOST_QUERY_WORDS])
        return bool(self._column_terms(word for word in words if len(word) > 1 and word not in PARTICLES))

    def may_lead(self, text: str) -> bool:
        """Return whether `text`, which matches nobody, may be the beginning of a name.

        Then its last word is shorter than one in which a typo is forgiven, or sounds as a name begins, and its other
        words are known or sound like a name.
        """
        query = read_query(text)
        if query is None or text != text.rstrip():
            return False
        *others, last = query.core
        known = self._beginning(others)
        if not all(word in known or self._sounding(word) for word in others):
            return False
        sql = (
            "SELECT 1 FROM json_each(?) AS asked WHERE EXISTS "
            "(SELECT 1 FROM sounds WHERE sound >= asked.value AND sound < asked.value || ?)"
        )
        begun = json.dumps(sorted(sounds_begun(last)))
        return len(last) < SHORTEST or bool(fetch_rows(self._db, sql, [begun, _LAST]))

    def _ids(self, places: str, values: Sequence[str]) -> set[str]:
        sql = f"SELECT attendee FROM spellings WHERE place IN ({places})"
        return {row[0] for row in fetch_rows(self._db, sql, values)}

    def _anywhere(self, query: SearchQuery, phrasings: Sequence[tuple[str, ...]]) -> str:
        """Return the expression for a match in any field."""
        words = any_of(map(all_begin, {query.core, *phrasings[1:]}))
        code = f' OR codes : "{query.code}" * OR codes_backwards : "{query.code[::-1]}" *' if query.code else ""
        return f"({within(PLACES, words)}){code}"

    def _as_typed(self, query: SearchQuery, limit: int) -> _Hits:
        phrasings = self._phrasings(query)
        found = self._match(self._anywhere(query, phrasings), MANY, TEXTS)
        hits = self._best_places(phrasings, limit) if len(found) == MANY else {}
        for place, *texts in found if len(hits) < limit else ():
            answer = rank_match(query, texts)
            if answer is not None:
                hits.setdefault(place, answer)
        return hits

    def _best_places(self, phrasings: Sequence[Sequence[str]], limit: int) -> _Hits:
        hits: _Hits = {}
        for place in _SINGLE if len(phrasings[0]) == 1 else _SEVERAL:
            found = self._match(within(PLACES[: place + 1], any_of(map(all_begin, phrasings))), limit)
            hits = dict.fromkeys((row[0] for row in found), place) | hits
            if len(hits) >= limit:
                break
        return hits

    def _in_columns(self, words: Sequence[str], spelled: Spelling, limit: int) -> _Hits:
        """Return people whose other columns have all these words."""
        sql = f"SELECT rowid FROM column_search WHERE column_search MATCH ? ORDER BY rowid LIMIT {limit}"
        rank = MatchRank.COLUMN if spelled is whole else MatchRank.COLUMN_BEGINNING
        return dict.fromkeys((row[0] for row in fetch_rows(self._db, sql, [self._columns_with(words, spelled)])), rank)

    def _columns_with(self, words: Sequence[str], spelled: Spelling) -> str:
        return in_columns(words, spelled, self._column_terms(joined_terms(words)))

    def _divided(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the rows of people of whom some of these words begin a name and the others stand in columns."""
        sql = (  # the plus keeps SQLite from asking the index once for each row of the columns
            "SELECT rowid FROM search WHERE search MATCH ? AND +rowid IN "
            f"(SELECT rowid FROM column_search WHERE column_search MATCH ?) ORDER BY rowid LIMIT {limit}"
        )
        values = self._column_terms(words) if len(words) > 1 else set()
        for names, others in divide(words, self._beginning(words)) if len(words) > 1 else ():
            columns = self._columns_with(others, lambda word: whole(word) if word in values else begins_word(word))
            found = fetch_rows(self._db, sql, [within(PLACES, all_begin(names)), columns])
            if found:
                return [row[0] for row in found]
        return []

    def _column_terms(self, terms: Iterable[str]) -> set[str]:
        """Return those of `terms` that stand in a column of anybody."""
        sql = (
            "SELECT value FROM json_each(?) AS asked WHERE EXISTS "
            "(SELECT 1 FROM column_search WHERE column_search MATCH '\"' || asked.value || '\"')"
        )
        wanted = list(terms)
        return {row[0] for row in fetch_rows(self._db, sql, [json.dumps(wanted)])} if wanted else set()

    def _inside(self, query: SearchQuery, limit: int) -> _Hits:
        """Return people of whom every search word begins a word or lies inside one."""
        if len(query.core) > 1 and not self._unknown(query.core):
            return {}
        wide = [any_of([begins(word), *map(whole, self._around(word))]) for word in query.core]
        found = self._match(within(PLACES, " AND ".join(wide)), limit)
        return dict.fromkeys((row[0] for row in found), MatchRank.INNER)

    def _nearly(self, query: SearchQuery, limit: int) -> _Hits:
        """Return people who match if one word has a typo; particles ("de", "van") count if that gives a match."""
        return self._with_an_error(query.phrasings[0], limit) or self._with_an_error(query.bare, limit)

    def _with_an_error(self, words: Sequence[str], limit: int) -> _Hits:
        """Return matches with a typo in one word: the unknown word, if there is one."""
        unknown = self._unknown(words)
        doubtful = unknown or (words if len(words) <= DOUBTFUL_WORDS else ())
        hits: _Hits = {}
        for at, word in enumerate(words) if len(unknown) < 2 else ():
            if word in doubtful:
                hits = self._with_error_in(word, [*words[:at], *words[at + 1 :]], limit) | hits
        return hits

    def _with_error_in(self, word: str, others: Sequence[str], limit: int) -> _Hits:
        """Return matches with a typo in `word`. People who have the other words are read first: mostly they are few."""
        meanings = self._beginning(typo_variants(word))
        found = self._match(within(PLACES, all_begin(others)), MANY, TEXTS) if meanings and others else []
        if meanings and len(found) == (MANY if others else 0):
            return self._with_one_of(meanings, others, limit)
        near = {place: nearness(meanings, texts) for place, *texts in found}
        return {place: answer for place, answer in near.items() if answer is not None}

    def _with_one_of(self, meanings: set[str], others: Sequence[str], limit: int) -> _Hits:
        """Return people with one of these corrected words. Whole words come first: there everything was typed."""
        hits: _Hits = {}
        for spelled, answer in ((whole, MatchRank.NEAR), (begins, MatchRank.NEAR_BEGINNING)):
            if len(hits) < FEW:
                wide = " AND ".join([*map(begins, others), any_of(map(spelled, meanings))])
                hits = dict.fromkeys((row[0] for row in self._match(within(PLACES, wide), limit)), answer) | hits
        return hits

    def _by_sound(self, query: SearchQuery, limit: int) -> _Hits:
        """Return people of whom every search word begins a word or sounds like a name; used if nothing else matches."""
        known = self._beginning(query.core)
        wide = []
        for word in query.core:
            alike = self._sounding(word)
            ways = [within(PLACES, begins(word))] if word in known else []
            ways += [within(_NAMES, any_of(map(whole, alike)))] if alike else []
            if not ways:
                return {}
            wide.append(any_of(ways))
        return dict.fromkeys((row[0] for row in self._match(" AND ".join(wide), limit)), MatchRank.SOUND)

    def _sounding(self, word: str) -> list[str]:
        """Return known words that sound like `word`, else like it with two letters swapped."""
        return self._with_sound(sounds_of(word)) or self._with_sound(sounds_of_swapped(word))

    def _with_sound(self, sounds: Collection[str]) -> list[str]:
        sql = f"SELECT DISTINCT word FROM sounds WHERE sound IN (SELECT value FROM json_each(?)) LIMIT {MOST_AROUND}"
        return [row[0] for row in fetch_rows(self._db, sql, [json.dumps(sorted(sounds))])]

    def _unknown(self, words: Sequence[str]) -> set[str]:
        return {*words} - self._beginning(words)

    def _phrasings(self, query: SearchQuery) -> list[tuple[str, ...]]:
        """Return the query as typed, and variants with joined words that begin a known word."""
        typed, *others = query.phrasings
        glued = {word for phrasing in others for word in phrasing} - {*typed}
        known = self._beginning(glued) | {*typed}
        return [typed, *(phrasing for phrasing in others if known.issuperset(phrasing))]

    def _beginning(self, words: Iterable[str]) -> set[str]:
        """Return those of `words` with which a known word begins."""
        sql = (
            "SELECT value FROM json_each(?) AS asked WHERE EXISTS "
            "(SELECT 1 FROM vocabulary WHERE word >= asked.value AND word < asked.value || ?)"
        )
        wanted = list(words)
        return {row[0] for row in fetch_rows(self._db, sql, [json.dumps(wanted), _LAST])} if wanted else set()

    def _around(self, word: str) -> list[str]:
        """Return known words that contain `word`."""
        if len(word) < INNER_LETTERS:
            return []
        sql = f"SELECT DISTINCT word FROM endings WHERE ending >= ? AND ending < ? LIMIT {MOST_AROUND}"
        return [row[0] for row in fetch_rows(self._db, sql, [word, word + _LAST])]

    def _match(self, expression: str, limit: int, more: str = "") -> list[tuple[Any, ...]]:
        columns = f"rowid, {more}" if more else "rowid"
        sql = f"SELECT {columns} FROM search WHERE search MATCH ? ORDER BY rowid LIMIT {limit}"
        return fetch_rows(self._db, sql, [expression])

    def _people(self, hits: _Hits) -> list[RankedAttendee]:
        sql = (
            "SELECT place, id, body, sort_key FROM spellings JOIN attendees ON id = attendee "
            f"WHERE place IN ({','.join('?' * len(hits))})"
        )
        people = sorted(fetch_rows(self._db, sql, list(hits)), key=lambda row: (hits[row[0]], row[3], row[1]))
        return [RankedAttendee(stored_attendee(row[1], row[2]), hits[row[0]]) for row in people]


TOGETHER = 100
"""Names per search expression."""


def find_people_by_name(db: Database, names: Collection[str]) -> list[Attendee]:
    """Return the people who have one of `names`, in any order of words, ignoring case and accents."""
    wanted = {name_key("", name) for name in names}
    asked = [expression for name in sorted(wanted) if (expression := _all_words(name))]
    found = {
        person.id: person
        for start in range(0, len(asked), TOGETHER)
        for person in _answering(db, " OR ".join(asked[start : start + TOGETHER]))
    }
    return [person for person in found.values() if name_key(person.first_name, person.last_name) in wanted]


def _answering(db: Database, expression: str) -> list[Attendee]:
    places = "SELECT rowid FROM search WHERE search MATCH ?"
    sql = f"SELECT id, body FROM spellings JOIN attendees ON id = attendee WHERE place IN ({places})"
    found = fetch_rows(db, sql, [f"{{last_name first_name name_parts}} : ({expression})"])
    return [stored_attendee(person, body) for person, body in found]


def _all_words(name: str) -> str:
    """Return an FTS5 expression for all words of a name; words hold letters and digits only."""
    words = [f'"{word[:MOST_LETTERS]}"' for word in words_in(name)]
    return f"({' AND '.join(words)})" if words else ""


# The list of people for a table: the sorted ids of all, and the records of the few rows on screen. Reads only.
# An order is all ids, read once (40 ms for 100,000); the visible rows are read by id, wherever the user scrolls to.

_KEYS = {
    AttendeeColumn.NAME: "sort_key",
    AttendeeColumn.ORGANISATION: "organisation_key",
    AttendeeColumn.CATEGORY: "category",
    AttendeeColumn.STATE: "arrived_ms",
    AttendeeColumn.SESSIONS: "coalesce(body ->> '$.sessions', 'none')",  # a list begins with a bracket
    AttendeeColumn.CODE: "substr(body ->> '$.ticket_code', -4)",
}
_HERE = "EXISTS (SELECT 1 FROM visits WHERE control_point = ? AND attendee = id)"
_INSIDE = "EXISTS (SELECT 1 FROM visits WHERE control_point = ? AND attendee = id AND is_inside = 1)"
_WALK_INS = f"SELECT subject FROM journal WHERE {WALK_IN}"


class PeopleList:
    """The people of one event file, filtered and sorted."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._search = PeopleSearch(db)

    def order(self, wanted: AttendeeFilter, order: AttendeeOrder, counted: CountedPoint) -> list[str]:
        """Return the ids of the people who match the filter, in this order."""
        clause, arguments = _where(wanted, counted)
        source = "attendees"
        if order.column is AttendeeColumn.STATE:
            source += " LEFT JOIN visits ON control_point = ? AND attendee = id"
            arguments.insert(0, counted.id)
        way = "DESC" if order.is_descending else "ASC"
        rest = "" if order.column is AttendeeColumn.NAME else "sort_key, "
        sql = f"SELECT id FROM {source} WHERE {clause} ORDER BY {_KEYS[order.column]} {way}, {rest}id"
        return [row[0] for row in fetch_rows(self._db, sql, arguments)]

    def count_people(self, ids: Collection[str], wanted: AttendanceFilter, point: str) -> int:
        """Return how many people these registrations are: those who came to a control point, or all of each."""
        chosen = "IN (SELECT value FROM json_each(?))"
        if wanted in (AttendanceFilter.ARRIVED, AttendanceFilter.INSIDE):
            sql, arguments = f"SELECT sum(people) FROM visits WHERE attendee {chosen} AND control_point = ?", [point]
        else:
            sql, arguments = f"SELECT sum(places) FROM attendees WHERE id {chosen}", []
        return int(fetch_rows(self._db, sql, [json.dumps([*ids]), *arguments])[0][0] or 0)

    def matching_ids(self, text: str) -> set[str] | None:
        """Return the ids of all people who match the search text; None if the text asks for nothing yet."""
        return self._search.all_ids(text)

    def people(self, ids: Collection[str]) -> dict[str, Attendee]:
        """Return the people of `ids` who still exist, by id."""
        sql = f"SELECT id, body FROM attendees WHERE id IN ({','.join('?' * len(ids))})"
        return {row[0]: stored_attendee(*row) for row in fetch_rows(self._db, sql, [*ids])}


def _where(wanted: AttendeeFilter, counted: CountedPoint) -> Clause:
    clauses, arguments = ["true"], list[object]()
    if wanted.category is not None:
        clauses.append("category = ?")
        arguments.append(wanted.category)
    if wanted.status is not None:
        clauses.append("status = ?")
        arguments.append(str(wanted.status))
    if wanted.session:
        clauses.append("EXISTS (SELECT 1 FROM json_each(body, '$.sessions') WHERE value = ?)")
        arguments.append(wanted.session)
    clause, more = _attendance(wanted.attendance, counted)
    return " AND ".join([*clauses, clause]), [*arguments, *more]


def _attendance(wanted: AttendanceFilter, counted: CountedPoint) -> Clause:
    match wanted:
        case AttendanceFilter.ARRIVED:
            return _HERE, [counted.id]
        case AttendanceFilter.INSIDE:
            return _INSIDE, [counted.id]
        case AttendanceFilter.EXPECTED:
            return expected_people(counted)
        case AttendanceFilter.TO_COME:
            clause, arguments = expected_people(counted)
            return f"{clause} AND NOT {_HERE}", [*arguments, counted.id]
        case AttendanceFilter.WALK_IN:
            return f"id IN ({_WALK_INS})", []
        case AttendanceFilter.REMOTE:
            return "presence = 'remote'", []
        case AttendanceFilter.ALL:
            return "true", []
