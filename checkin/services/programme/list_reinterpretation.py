# SPDX-License-Identifier: GPL-3.0-or-later
"""The reinterpretation of earlier lists after the programme changed: sessions and categories it now knows.

Never touches what a desk has written since.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from checkin.core.attendee_body import CUSTOM, FieldValue, field_value
from checkin.core.entries import EntryKind
from checkin.core.lists.cell_words import says_yes
from checkin.core.lists.column_mapping import titles_of
from checkin.core.lists.known_people import KINDS, KnownPerson, known_people, mark
from checkin.core.lists.list_difference import FieldChange, PersonChange
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.listed_person import category_names
from checkin.core.lists.session_lookup import SessionNames
from checkin.core.merged_fields import merge_values
from checkin.core.text_folding import fold_text
from checkin.services.event_file import EventFile
from checkin.services.list_import_entries import correction_facts
from checkin.services.lists.earlier_lists import read_mappings


def reinterpret_lists(event: EventFile, *, at: datetime, desk: str) -> int:
    """Give people the sessions and categories that earlier lists named; return how many people.

    Runs inside a write. It is one step that `undo_import` undoes, as if the lists had been imported again, and counts
    as no correction.
    """
    programme = event.programme()
    reader = _Reader(session_columns(event), SessionNames(programme.sessions), category_names(programme))
    people = {known.attendee.id: known for known in known_people(event.journal.entries_of_kinds(KINDS), event.key)}
    changes = [change for known in people.values() if (change := reader.change(known))]
    shadows = (known for known in people.values() if known.merged_into)
    changes += [change for s in shadows if (change := reader.change_of_person(people[s.merged_into], s))]
    count = len({people[change.person.id].person for change in changes})
    if changes:
        marked = mark(secrets.token_hex(8))
        head = (EntryKind.LIST_IMPORTED, "", marked | {"added": 0, "changed": count, "gone": 0})
        event.journal.append_all([head, *correction_facts(changes, marked)], at=at, desk=desk)
    return count


def session_columns(event: EventFile) -> list[str]:
    """Return the titles of list columns that name sessions."""
    titles = [title for body in read_mappings(event).values() for title in titles_of(body, ListField.SESSIONS)]
    return list(dict.fromkeys(titles))


class _Reader:
    """Reads again what lists left as text in the columns `titles`.

    `_becomes` holds the new values so far: of two records of one person, the second adds to the first.
    """

    def __init__(self, titles: list[str], sessions: SessionNames, categories: dict[str, str]) -> None:
        self._titles, self._sessions, self._categories = titles, sessions, categories
        self._becomes: dict[tuple[str, str], FieldValue] = {}

    def change(self, known: KnownPerson) -> PersonChange | None:
        """Return a person's change; where a desk has written something else since, only what the lists say changes."""
        if known.listed is None:
            return None
        fields: dict[str, FieldChange] = {}
        listed: dict[str, FieldValue] = {}
        for name, old, new in self._news(known):
            if field_value(known.attendee, name) == old:
                fields[name] = FieldChange(old, new)
                self._becomes[known.attendee.id, name] = new
            else:
                listed[name] = new
        return PersonChange(0, known.attendee, fields, listed) if fields or listed else None

    def change_of_person(self, person: KnownPerson, record: KnownPerson) -> PersonChange | None:
        """Return the change of a person by what lists said about a record merged into theirs."""
        if record.listed is None:
            return None
        fields: dict[str, FieldChange] = {}
        for name, old, new in self._news(record):
            now = self._becomes.get((person.attendee.id, name), field_value(person.attendee, name))
            becomes = merge_values(name, now, new) if name == "sessions" else (new if now == old else now)
            if becomes != now:
                fields[name] = FieldChange(now, becomes)
                self._becomes[person.attendee.id, name] = becomes
        return PersonChange(0, person.attendee, fields, record=record.attendee.id) if fields else None

    def _news(self, known: KnownPerson) -> Iterator[tuple[str, FieldValue, FieldValue]]:
        """Yield (field, value the lists gave, what it means now)."""
        assert known.listed
        before = known.listed.sessions
        found = list(before)
        for title in self._titles:
            text = known.listed.custom.get(title, "")
            ids, unknown = self._sessions.read(title if says_yes(text) else text)
            found += [session for session in ids if session not in found]
            if ids and not unknown:
                yield CUSTOM + title, text, ""
        if len(found) > len(before):
            yield "sessions", before, tuple(found)
        category = known.listed.category
        meant = self._categories.get(fold_text(category), category)
        if meant != category:
            yield "category", category, meant
