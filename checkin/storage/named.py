# SPDX-License-Identifier: GPL-3.0-or-later
"""People found by their full names, many names at once. Reads only, through the search index."""

from collections.abc import Collection

from sqlite_utils import Database

from checkin.core.attendee import Attendee
from checkin.core.name_similarity import name_key
from checkin.core.search_terms import MOST_LETTERS
from checkin.core.text_folding import words_in
from checkin.storage.connection import fetch_rows
from checkin.storage.stored import stored_attendee

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
