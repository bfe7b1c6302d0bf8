# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme brought in: from a file, as pasted text or from the editor; and lists understood anew after it.

A file (TOML, iCalendar, frab JSON) is previewed, then written completely or not at all.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.attendee import CUSTOM, FieldValue, field_value
from checkin.core.entries import EntryKind
from checkin.core.lists.cell_kinds import says_yes
from checkin.core.lists.column_mapping import titles_of
from checkin.core.lists.known_people import KINDS, KnownPerson, known_people, mark
from checkin.core.lists.list_difference import FieldChange, PersonChange
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.listed_person import SessionNames, category_names
from checkin.core.merged_records import merge_values
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import ARRIVAL, Event, Programme
from checkin.core.programme.programme_difference import (
    ProgrammeDifference,
    assign_ids,
    compare_programmes,
    keep_old_titles,
    merge_programmes,
    mistakes,
)
from checkin.core.programme.programme_edits import ProgrammeDraft, keep_columns, without_sessions
from checkin.core.programme.programme_entries import change_entries
from checkin.core.programme.programme_file import programme_text, read_programme
from checkin.core.programme.programme_schema import check_count
from checkin.core.schedules.foreign_schedules import Calendar, read_calendar, read_frab
from checkin.core.schedules.pasted_programme import PastedProgramme, read_pasted
from checkin.core.schedules.programme_update import CurrentProgramme, ScheduleNote, update_programme
from checkin.core.supervisor import Authority
from checkin.core.text_folding import fold_text
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.programme_source import FrabFile, OurFile, ProgrammeSource, is_large, read_programme_source
from checkin.documents.spreadsheets import list_knowledge
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import read_mappings
from checkin.services.lists.list_importing import correction_facts
from checkin.services.supervision import sealed_rows

# The reinterpretation of earlier lists after the programme changed: sessions and categories it now knows.
# Never touches what a desk has written since.


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


SUFFIXES = (".toml", ".ics", ".json")

ProgrammeFile = ProgrammeSource


def is_programme_file(path: Path) -> bool:
    """Whether the suffix is that of a programme file; any other file is taken for a list."""
    return path.suffix.lower() in SUFFIXES


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """The programme before and after importing a file.

    `programme` drops sessions the file does not name, `keeping` keeps them; it is None for our own format, which is
    always the whole programme. `difference` compares `before` with `programme`.
    """

    before: Programme
    programme: Programme
    keeping: Programme | None
    difference: ProgrammeDifference
    notes: tuple[ScheduleNote, ...] = ()

    @property
    def left_behind(self) -> int:
        """How many sessions the file does not name and that may stay."""
        return len(self.keeping.sessions) - len(self.programme.sessions) if self.keeping else 0

    @property
    def needs_a_look(self) -> bool:
        """Whether to show the preview: not for our own file into an empty programme, nor without changes."""
        is_ours_first = self.keeping is None and not self.before.sessions and self.before.control_points == (ARRIVAL,)
        return not is_ours_first and not self.difference.is_empty


def preview_programme(event: EventFile | None, path: Path) -> ProgrammePreview:
    """Return what importing `path` would change; None stands for a new event. Raises `UserError`."""
    return preview_source(event, read_programme_source(path))


def takes_long(path: Path) -> bool:
    """Whether to read this file in a thread."""
    return is_large(path)


def read_file(path: Path) -> ProgrammeFile:
    """Return a file's content for `preview_source`. For any thread; raises `UserError`."""
    return read_programme_source(path)


def preview_source(event: EventFile | None, source: ProgrammeFile) -> ProgrammePreview:
    """Return the preview of a file that was read already."""
    before, is_described = _there(event)
    if isinstance(source, OurFile):
        new = keep_columns(read_programme(source.document), before)
        return ProgrammePreview(before, new, None, compare_programmes(before, new))
    return _renewed(CurrentProgramme(before, is_described), source)


def apply_programme(  # noqa: PLR0913 (all of it is decided by the user at the preview)
    event: EventFile,
    seen: ProgrammePreview,
    *,
    at: datetime,
    desk: str,
    removes_gone: bool = False,
    authority: Authority | None = None,
) -> Programme:
    """Write what the preview showed, in one transaction. Raises `UserError` if the programme has changed since.

    `authority` is who allowed it and why, where that was asked. People are registered for sessions that earlier lists
    gave them and that are known only now.
    """
    programme = seen.programme if removes_gone or seen.keeping is None else seen.keeping
    with event.transaction():
        if event.programme() != seen.before:
            raise UserError(_CHANGED_MEANWHILE)
        programme = keep_old_titles(programme, seen.before)
        allowed = authority.body() if authority else {}
        rows = [(kind, subject, body | allowed) for kind, subject, body in change_entries(event.planned(), programme)]
        signer = authority.supervisor if authority else None
        event.journal.append_all(sealed_rows(event, rows, signer), at=at, desk=desk)
        reinterpret_lists(event, at=at, desk=desk)
    return programme


def import_programme(event: EventFile, path: Path, *, at: datetime, desk: str, removes_gone: bool = False) -> Programme:
    """Import a programme without a preview."""
    return apply_programme(event, preview_programme(event, path), at=at, desk=desk, removes_gone=removes_gone)


def load_programme(path: Path) -> Programme:
    """Return the programme of a file alone. Raises `UserError`."""
    return preview_programme(None, path).programme


def _there(event: EventFile | None) -> tuple[Programme, bool]:
    if event is None:
        return Programme(Event("")), False
    return event.programme(), bool(event.planned().event.title)


def _renewed(basis: CurrentProgramme, source: Calendar | FrabFile) -> ProgrammePreview:
    schedule = read_calendar(source, basis) if isinstance(source, Calendar) else read_frab(source.document, basis)
    check_count("session", len(schedule.items))
    check_count("speaker", sum(len(item.speakers or ()) for item in schedule.items))
    if not schedule.items:
        raise UserError(_NO_SESSION)
    renewal, before = update_programme(basis, schedule), basis.programme
    without = without_sessions(renewal.programme, renewal.gone)
    return ProgrammePreview(before, without, renewal.programme, compare_programmes(before, without), schedule.notes)


_NO_SESSION = Message(
    "schedule",
    "No session in this file can be used: each needs a title, a day and a time. Nothing was changed; check the "
    "file in the program it comes from.",
)
_CHANGED_MEANWHILE = Message(
    "schedule",
    "The programme was changed while you were looking at the file. Nothing was written; choose the file again.",
)


def export_programme(event: EventFile, path: Path) -> Programme:
    """Write the programme to a file (docs/programme.md), and return it."""
    programme = event.programme()
    write_file_atomically(path, programme_text(programme).encode("utf-8"), ".toml")
    return programme


# A programme pasted into the editor, read with the first names that Checkin knows. Nothing is written here.


def read_pasted_programme(text: str, programme: Programme) -> PastedProgramme:
    """Return what a text says, for the draft of an editor."""
    return read_pasted(text, present_programme(programme), list_knowledge().first_names)


def present_programme(programme: Programme) -> CurrentProgramme:
    """Return a draft as what pasted sessions are added to; its event is described once it has a day."""
    return CurrentProgramme(programme, is_described=programme.event.day is not None)


# Saving the programme editor's draft in one transaction, merged with what others wrote meanwhile.


@dataclass(frozen=True, slots=True)
class SavedProgramme:
    """The programme as saved; `theirs` is what others had changed since the editor opened it."""

    programme: Programme
    theirs: ProgrammeDifference


def save_programme(
    event: EventFile, draft: ProgrammeDraft, *, at: datetime, desk: str, authority: Authority | None = None
) -> SavedProgramme:
    """Merge a draft with the present programme and write the difference.

    `authority` is who allowed it and why, where that was asked. Raises `UserError`, writing nothing, if both changes
    together are invalid (two control points with one name).
    """
    with event.transaction():
        now = event.programme()
        new = keep_old_titles(merge_programmes(draft.opened, assign_ids(draft.now, draft.opened, now), now), now)
        if mistakes(new):
            raise UserError(_TOGETHER)
        allowed = authority.body() if authority else {}
        rows = [(kind, subject, body | allowed) for kind, subject, body in change_entries(event.planned(), new)]
        signer = authority.supervisor if authority else None
        event.journal.append_all(sealed_rows(event, rows, signer), at=at, desk=desk)
        reinterpret_lists(event, at=at, desk=desk)
    return SavedProgramme(new, compare_programmes(draft.opened, now))


_TOGETHER = Message(
    "programme editor",
    "Someone else has changed the programme in the meantime, and the two versions do not fit together: a name "
    "used twice, or times in the wrong order. Nothing was saved; close, look at the programme, and change it "
    "again.",
)
