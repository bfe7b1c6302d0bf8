# SPDX-License-Identifier: GPL-3.0-or-later
"""From a file to what it would change: read, compare, show. Never writes anything.

`read_list` and `preview` need no database and may run in any thread; `basis_of` belongs to the event's own.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from checkin.core.entries import Entry, Kind
from checkin.core.errors import UserError
from checkin.core.lists.decisions import UNDECIDED, Same
from checkin.core.lists.difference import Difference, compare
from checkin.core.lists.known import KINDS, Known, known_people
from checkin.core.lists.mapping import ColumnMapping, Remembered, suggest
from checkin.core.lists.problems import RowProblem
from checkin.core.lists.progress import Tell, quiet
from checkin.core.lists.roster import Roster, read_roster
from checkin.core.lists.said import fields_said
from checkin.core.programme import entries as programme_entries
from checkin.core.programme.programme import Programme
from checkin.core.tokens import EventKey
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.documents import delimited
from checkin.documents.spreadsheets import Book, Sheet, TextForm, read_book

ENCODINGS, SEPARATORS = delimited.ENCODINGS, tuple(delimited.SEPARATORS)
"""What can be chosen for a text file where the guess is wrong."""


@dataclass(frozen=True, slots=True)
class ListChoice:
    """How somebody wants a list to be read; what is "" or None is left to the program."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    mapping: ColumnMapping | None = None


AS_GUESSED = ListChoice()


@dataclass(frozen=True, slots=True)
class ReadList:
    """A file that was read, and the sheet of it that is meant."""

    book: Book
    sheet: Sheet

    def on(self, sheet: str) -> "ReadList":
        """The same file, another sheet."""
        return replace(self, sheet=self.book.sheet(sheet))


@dataclass(frozen=True, slots=True)
class Basis:
    """What an event knows before a list comes: all that comparing with it needs. Immutable, for any thread."""

    programme: Programme
    people: tuple[Known, ...] = ()
    key: EventKey | None = None
    remembered: Remembered = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that was read and compared, nothing written yet. `is_first`: nobody was in the event before; `same`: what
    somebody decided of its rows.
    """

    roster: Roster
    difference: Difference
    is_first: bool
    same: Same = field(default_factory=lambda: UNDECIDED)

    def compared(self, people: Sequence[Known], same: Same) -> Difference:
        """What this list changes of `people`. Raises `UserError` for a decision that cannot be."""
        return compare(people, self.roster.people, fields_said(self.roster), same)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        return tuple(sorted((*self.roster.problems, *self.difference.left_out), key=lambda problem: problem.row))


def read_list(path: Path, choice: ListChoice = AS_GUESSED, tell: Tell = quiet) -> ReadList:
    """Raises `UserError` if the file is no list, and whatever `tell` raises."""
    book = read_book(path, TextForm(choice.encoding, choice.separator), tell)
    return ReadList(book, book.sheet(choice.sheet))


def basis_of(event: EventFile | None) -> Basis:
    """None: of an event that is not there yet."""
    if event is None:
        return Basis(programme_entries.fold(()))
    people = known_people(event.journal.of_kinds(KINDS), event.key)
    return Basis(event.programme(), tuple(people), event.key, remembered(event))


def basis_at(path: Path | None) -> Basis:
    """`basis_of` the event at `path`, for another thread than the one that has it open."""
    if path is None:
        return basis_of(None)
    with closing(EventFile.open(path)) as event:
        return basis_of(event)


def remembered(event: EventFile) -> Mapping[str, Mapping[str, object]]:
    """How lists were read that were not taken back, by the signature of their header; of one header the newest."""
    undone = event.journal.undone([""])
    imports = (e for e in event.journal.of_kinds([Kind.LIST_IMPORTED]) if e.id.hex() not in undone)
    return {str(body["header"]): body for body in map(_mapping_body, imports) if "header" in body}


def _mapping_body(entry: Entry) -> Mapping[str, object]:
    body = entry.body.get("mapping")
    return body if isinstance(body, dict) else {}


def suggested(basis: Basis, read: ReadList) -> ColumnMapping:
    """As this event read such a list before, else as the titles say. Never raises; `names_people` may be false."""
    return suggest(read.sheet.rows, basis.remembered)


def preview(
    basis: Basis, read: ReadList, mapping: ColumnMapping | None = None, tell: Tell = quiet, same: Same = UNDECIDED
) -> Preview:
    """What the list would change. `mapping` None: as `suggested`. `same`: row → id of the person of the event it is.

    Raises `UserError` if no column holds names or no row does, and for a decision that cannot be.
    """
    found = read_roster(read.sheet.rows, basis.programme, mapping or suggested(basis, read), tell)
    if not found.people:
        raise UserError(_NOBODY)
    roster = _with_own_codes(found, basis.key)
    tell(len(read.sheet.rows), len(read.sheet.rows))
    difference = compare(basis.people, roster.people, fields_said(roster), same)
    return Preview(roster, difference, not basis.people, same)


def preview_list(event: EventFile | None, path: Path, choice: ListChoice = AS_GUESSED) -> Preview:
    """`read_list` and `preview` at once."""
    read = read_list(path, choice)
    return preview(basis_of(event), read, choice.mapping)


def _with_own_codes(roster: Roster, key: EventKey | None) -> Roster:
    """A code that is ours, however it was typed, as the event keeps it."""
    if key is None:
        return roster
    people = (replace(p, ticket_code=key.read(p.ticket_code).code or p.ticket_code) for p in roster.people)
    return replace(roster, people=tuple(people))


_NOBODY = Words(
    "list",
    "This list names nobody: no row below its titles holds a name. Nothing was imported; look at the file again.",
)
