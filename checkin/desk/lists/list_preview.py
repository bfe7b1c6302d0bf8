# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a list import: read a file, map its columns, compare it with the event. Never writes anything.

`read_list` and `build_preview` need no database and may run in any thread; `read_basis` belongs to the event's own.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from checkin.core.entries import Entry, EntryKind
from checkin.core.errors import UserError
from checkin.core.lists.column_mapping import ColumnMapping, Remembered
from checkin.core.lists.known_people import KINDS, KnownPerson, known_people
from checkin.core.lists.list_difference import ListDifference, compare_list
from checkin.core.lists.list_interpretation import InterpretedList, interpret_list
from checkin.core.lists.mapping_guess import guess_mapping, suggest_mapping
from checkin.core.lists.match_decisions import UNDECIDED, MatchDecisions
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.lists.row_problems import RowProblem
from checkin.core.lists.stated_fields import stated_fields
from checkin.core.message import Message
from checkin.core.programme import programme_entries as programme_entries
from checkin.core.programme.programme import Programme
from checkin.core.tokens import EventKey
from checkin.desk.event_file import EventFile
from checkin.desk.lists.muted_columns import muted_columns
from checkin.documents import csv_reader
from checkin.documents.known_lists import list_knowledge
from checkin.documents.spreadsheets import Book, Sheet, TextForm, read_book

ENCODINGS, SEPARATORS = csv_reader.ENCODINGS, tuple(csv_reader.SEPARATORS)
"""Choices for a text file if the guess is wrong."""


@dataclass(frozen=True, slots=True)
class ListChoice:
    """How the user wants a list to be read; "" and None leave it to the program."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    mapping: ColumnMapping | None = None


AS_GUESSED = ListChoice()


@dataclass(frozen=True, slots=True)
class ReadList:
    """A file that was read, and the sheet chosen."""

    book: Book
    sheet: Sheet

    def on(self, sheet: str) -> "ReadList":
        """Return the same file with another sheet chosen."""
        return replace(self, sheet=self.book.sheet(sheet))


@dataclass(frozen=True, slots=True)
class ListBasis:
    """The part of an event that a list is compared with. Immutable, for any thread."""

    programme: Programme
    people: tuple[KnownPerson, ...] = ()
    key: EventKey | None = None
    remembered: Remembered = field(default_factory=dict)
    muted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list that was read and compared, with nothing written yet.

    `is_first`: the event had no people before; `same`: the user's decisions on which row is which person; `muted`: the
    titles of columns whose changes are not shown.
    """

    interpreted: InterpretedList
    difference: ListDifference
    is_first: bool
    same: MatchDecisions = field(default_factory=lambda: UNDECIDED)
    muted: frozenset[str] = frozenset()

    def compared(self, people: Sequence[KnownPerson], same: MatchDecisions) -> ListDifference:
        """Return what this list changes of `people`. Raises `UserError` for an impossible decision."""
        return compare_list(people, self.interpreted.people, stated_fields(self.interpreted), same)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        return tuple(sorted((*self.interpreted.problems, *self.difference.left_out), key=lambda problem: problem.row))


def read_list(path: Path, choice: ListChoice = AS_GUESSED, report: ReportProgress = ignore_progress) -> ReadList:
    """Read a file. Raises `UserError` if it is no list, and whatever `report` raises."""
    book = read_book(path, TextForm(choice.encoding, choice.separator), report)
    return ReadList(book, book.sheet(choice.sheet))


def read_basis(event: EventFile | None) -> ListBasis:
    """Return the basis for a comparison; None stands for an event that does not exist yet."""
    if event is None:
        return ListBasis(programme_entries.fold_programme(()))
    people = known_people(event.journal.entries_of_kinds(KINDS), event.key)
    return ListBasis(event.programme(), tuple(people), event.key, read_mappings(event), muted_columns(event))


def read_basis_at(path: Path | None) -> ListBasis:
    """Return the basis of the event at `path`, for a thread other than the one that has it open."""
    if path is None:
        return read_basis(None)
    with closing(EventFile.open(path)) as event:
        return read_basis(event)


def read_mappings(event: EventFile) -> Mapping[str, Mapping[str, object]]:
    """Return the column mappings of imports that were not undone, by header signature, the newest of each."""
    undone = event.journal.undone([""])
    imports = (e for e in event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED]) if e.id.hex() not in undone)
    return {str(body["header"]): body for body in map(_mapping_body, imports) if "header" in body}


def _mapping_body(entry: Entry) -> Mapping[str, object]:
    body = entry.body.get("mapping")
    return body if isinstance(body, dict) else {}


def suggested_mapping(basis: ListBasis, read: ReadList) -> ColumnMapping:
    """Return the mapping this event used for such a header before, else one guessed from titles and contents.

    Never raises; its `names_people` may be False.
    """
    return suggest_mapping(read.sheet.rows, basis.remembered, list_knowledge())


def guessed_mapping(read: ReadList, header: int) -> ColumnMapping:
    """Return the guess for a list whose titles are in the row numbered `header`; 0: it has none."""
    return guess_mapping(read.sheet.rows, header, list_knowledge())


def build_preview(
    basis: ListBasis,
    read: ReadList,
    mapping: ColumnMapping | None = None,
    report: ReportProgress = ignore_progress,
    same: MatchDecisions = UNDECIDED,
) -> ListPreview:
    """Return what the list would change. `mapping` None means the suggested one; `same` maps rows to people.

    Raises `UserError` if no column holds names or no row does, and for an impossible decision.
    """
    found = interpret_list(read.sheet.rows, basis.programme, mapping or suggested_mapping(basis, read), report)
    found = replace(found, problems=(*read.sheet.problems, *found.problems))
    if not found.people:
        raise UserError(_NOBODY)
    interpreted = _with_own_codes(found, basis.key)
    report(len(read.sheet.rows), len(read.sheet.rows))
    difference = compare_list(basis.people, interpreted.people, stated_fields(interpreted), same)
    return ListPreview(interpreted, difference, not basis.people, same, basis.muted)


def preview_list(event: EventFile | None, path: Path, choice: ListChoice = AS_GUESSED) -> ListPreview:
    """Read a file and return its preview."""
    read = read_list(path, choice)
    return build_preview(read_basis(event), read, choice.mapping)


def _with_own_codes(interpreted: InterpretedList, key: EventKey | None) -> InterpretedList:
    """Return the list with this event's own codes normalised, however they were typed."""
    if key is None:
        return interpreted
    people = (replace(p, ticket_code=key.read(p.ticket_code).code or p.ticket_code) for p in interpreted.people)
    return replace(interpreted, people=tuple(people))


_NOBODY = Message(
    "list",
    "This list has no names: no row below its titles contains one. Nothing was imported; check the file.",
)
