# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview of a list import: read a file, map its columns, compare it with the event. Never writes anything.

`read_list` and `build_preview` need no database and may run in any thread; `read_basis` belongs to the event's own.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.lists import list_difference
from checkin.core.lists.column_mapping import ColumnMapping, Remembered
from checkin.core.lists.found_columns import StatusDoubt, status_doubts
from checkin.core.lists.known_people import BY_LIST, KINDS, KnownPerson, known_people
from checkin.core.lists.list_fields import NAMES, NO_CHANGES, ListRow, RowChanges, RowProblem
from checkin.core.lists.list_interpretation import InterpretedList, ListShortfall, interpret_list, list_shortfall
from checkin.core.lists.list_matching import UNDECIDED, MatchDecisions
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.mapping_guess import guess_mapping, suggest_mapping
from checkin.core.lists.platforms import ListKnowledge
from checkin.core.message import Message, ReportProgress, UserError, ignore_progress
from checkin.core.programme import programme_entries
from checkin.core.programme.programme import Programme
from checkin.core.tokens import EventKey
from checkin.documents import csv_reader
from checkin.documents.spreadsheets import Book, Sheet, TextForm, list_knowledge, read_book
from checkin.services.event_file import EventFile, JournalMoment
from checkin.services.lists.import_undo import list_sources, read_mappings

# Own columns of lists whose changes the organiser does not want to see: an entry of the event, for all its desks.
# It is an entry of kind `list_imported` without an import.


def muted_columns(event: EventFile) -> frozenset[str]:
    """Return the titles of the muted columns; the newest entry about them says all."""
    entries = event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])
    said = [muted for entry in entries if isinstance(muted := entry.body.get("muted"), list)]
    return frozenset(title for title in said[-1] if isinstance(title, str)) if said else frozenset()


def mute_columns(event: EventFile, titles: Collection[str], *, at: datetime, desk: str) -> None:
    """Mute exactly these columns from now on; nothing is written if they are muted already."""
    with event.transaction():
        if muted_columns(event) != frozenset(titles):
            body = {"by": BY_LIST, "muted": sorted(titles)}
            event.journal.append(EntryKind.LIST_IMPORTED, "", body, at=at, desk=desk)


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
    """A file that was read, the sheet chosen, and what the user changed of its rows."""

    book: Book
    sheet: Sheet
    changes: RowChanges = NO_CHANGES

    def on(self, sheet: str) -> "ReadList":
        """Return the same file with another sheet chosen, as the file has it."""
        return ReadList(self.book, self.book.sheet(sheet))

    def with_changes(self, changes: RowChanges) -> "ReadList":
        return replace(self, changes=changes)

    @property
    def other_lists(self) -> Sequence[Sheet]:
        """The sheets of the file that look like lists of people too."""
        return self.book.other_lists(self.sheet)

    @property
    def rows(self) -> Sequence[ListRow]:
        """The rows of the sheet with the changed cells."""
        return self.changes.applied(self.sheet.rows)


@dataclass(frozen=True, slots=True)
class ListBasis:
    """The part of an event that a list is compared with, and the moment of which it is. Immutable, for any thread."""

    programme: Programme
    people: tuple[KnownPerson, ...] = ()
    key: EventKey | None = None
    remembered: Remembered = field(default_factory=dict)
    sources: tuple[frozenset[str], ...] = ()
    muted: frozenset[str] = frozenset()
    moment: JournalMoment | None = None

    def is_of(self, event: EventFile) -> bool:
        """Whether nobody of `event` was changed since."""
        return self.moment is not None and event.is_unchanged(self.moment, KINDS)


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list that was read and compared, with nothing written yet.

    `basis` is what it was compared with; `same`: the user's decisions on which row is which person; `changes`: what the
    user changed of the rows, and `left_out` the people of the rows that they left out. `doubts` are columns that the
    user must be asked about. `groups` are the changes as they are shown.
    """

    interpreted: InterpretedList
    difference: list_difference.ListDifference
    basis: ListBasis
    same: MatchDecisions = field(default_factory=lambda: UNDECIDED)
    changes: RowChanges = NO_CHANGES
    left_out: tuple[ListedPerson, ...] = ()
    doubts: tuple[StatusDoubt, ...] = ()
    groups: tuple[list_difference.ChangeGroup, ...] = ()

    @property
    def is_first(self) -> bool:
        """Whether the event had no people before."""
        return not self.basis.people

    @property
    def muted(self) -> frozenset[str]:
        """The titles of columns whose changes are not shown."""
        return self.basis.muted

    @property
    def shortfall(self) -> ListShortfall:
        return list_shortfall(self.interpreted, (problem.row for problem in self.difference.left_out))

    def compared(self, people: Sequence[KnownPerson], same: MatchDecisions) -> list_difference.ListDifference:
        """Return what this list changes of `people`. Raises `UserError` for an impossible decision."""
        stated = list_difference.stated_fields(self.interpreted)
        of_companions = list_difference.stated_of_companions(self.interpreted)
        difference = list_difference.compare_list(
            people, self.interpreted.people, stated, same, of_companions, self.basis.sources
        )
        return list_difference.without_left_out(difference, people, self.left_out, stated)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        of_people = (*self.difference.left_out, *self.difference.listed_twice)
        return tuple(sorted((*self.interpreted.problems, *of_people), key=lambda problem: problem.row))


def read_list(path: Path, choice: ListChoice = AS_GUESSED, report: ReportProgress = ignore_progress) -> ReadList:
    """Read a file. Raises `UserError` if it is no list, and whatever `report` raises."""
    book = read_book(path, TextForm(choice.encoding, choice.separator), report)
    return ReadList(book, book.sheet(choice.sheet))


def read_basis(event: EventFile | None) -> ListBasis:
    """Return the basis for a comparison; None stands for an event that does not exist yet."""
    if event is None:
        return ListBasis(programme_entries.fold_programme(()))
    moment = event.moment()
    people = tuple(known_people(event.journal.entries_of_kinds(KINDS), event.key))
    sources = tuple(source.imports for source in list_sources(event))
    return ListBasis(event.programme(), people, event.key, read_mappings(event), sources, muted_columns(event), moment)


def read_basis_at(path: Path | None) -> ListBasis:
    """Return the basis of the event at `path`, for a thread other than the one that has it open."""
    if path is None:
        return read_basis(None)
    with closing(EventFile.open(path)) as event:
        return read_basis(event)


def suggested_mapping(basis: ListBasis, read: ReadList) -> ColumnMapping:
    """Return the mapping this event used for such a header before, else one guessed from titles and contents.

    Never raises; its `names_people` may be False.
    """
    return suggest_mapping(read.sheet.rows, basis.remembered, _known(basis))


def guessed_mapping(basis: ListBasis, read: ReadList, header: int) -> ColumnMapping:
    """Return the guess for a list whose titles are in the row numbered `header`; 0: it has none."""
    return guess_mapping(read.sheet.rows, header, _known(basis))


def _known(basis: ListBasis) -> ListKnowledge:
    return replace(list_knowledge(), sessions=basis.programme.sessions)


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
    mapping = mapping or suggested_mapping(basis, read)
    found, left_out = interpreted_rows(read, read.sheet.rows, basis.programme, mapping, report)
    interpreted = replace(
        found, people=_with_own_codes(found.people, basis.key), problems=(*read.sheet.problems, *found.problems)
    )
    if not interpreted.people:
        raise _nobody(read, interpreted)
    report(len(read.sheet.rows), len(read.sheet.rows))
    left_out = _with_own_codes(left_out, basis.key)
    named = {person.row for person in interpreted.people}
    doubts = status_doubts((row for row in read.rows if row.number in named), mapping)
    seen = ListPreview(interpreted, list_difference.ListDifference(), basis, same, read.changes, left_out, doubts)
    difference = seen.compared(basis.people, same)
    return replace(seen, difference=difference, groups=list_difference.find_groups(difference))


def _nobody(read: ReadList, interpreted: InterpretedList) -> UserError:
    """Return why the list has no people, with what to do."""
    mapping, found = interpreted.mapping, list_shortfall(interpreted)
    if not found.unnamed and read.changes.left_out:
        return UserError(Message("list", "Nobody would be imported: every row is left out. Take one in again."))
    titles = " · ".join(mapping.titles[index] for index, kind in sorted(mapping.columns.items()) if kind in NAMES)
    return UserError(_NO_NAME_IN, count=found.rows, titles=titles) if found.rows else UserError(_NOBODY)


def interpreted_rows(
    read: ReadList,
    rows: Sequence[ListRow],
    programme: Programme,
    mapping: ColumnMapping,
    report: ReportProgress = ignore_progress,
) -> tuple[InterpretedList, tuple[ListedPerson, ...]]:
    """Return `rows` of the file as they are read with the user's changes, and the people of those left out."""
    changes, known = read.changes, list_knowledge()
    changed = changes.applied(rows)
    kept = [row for row in changed if row.number not in changes.left_out] if changes.left_out else changed
    found = interpret_list(kept, programme, mapping, report, known, taken_in=changes.taken_in)
    out = [row for row in changed if row.number in changes.left_out]
    left_out = interpret_list(out, programme, mapping, known=known, taken_in=changes.left_out).people if out else ()
    return found, left_out


def preview_list(event: EventFile | None, path: Path, choice: ListChoice = AS_GUESSED) -> ListPreview:
    """Read a file and return its preview."""
    read = read_list(path, choice)
    return build_preview(read_basis(event), read, choice.mapping)


def _with_own_codes(people: Sequence[ListedPerson], key: EventKey | None) -> tuple[ListedPerson, ...]:
    """Return the people with this event's own codes normalised, however they were typed."""
    if key is None:
        return tuple(people)
    return tuple(
        replace(p, ticket_code=key.read(p.ticket_code).code or p.ticket_code) if p.ticket_code else p for p in people
    )


_NO_NAME_IN = Message(
    "list",
    "Nobody would be imported: {count:the only row has no name|none of {count} rows has a name} under “{titles}”. "
    "Say which column holds the names.",
)
_NOBODY = Message(
    "list", "This list has no names: no row below its titles contains one. Nothing was imported; check the file."
)


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A list that was read, what the event knows, and the current mapping, at first the suggested one.

    Every choice returns another value; `earlier` holds the changed rows before each change of a row, for *Undo*.
    """

    read: ReadList
    basis: ListBasis
    mapping: ColumnMapping
    earlier: tuple[RowChanges, ...] = ()

    def on_sheet(self, name: str) -> "OpenedList":
        """Return the list on another sheet, which has a mapping of its own and no changed rows."""
        read = self.read.on(name)
        return OpenedList(read, self.basis, suggested_mapping(self.basis, read))

    def titles_in(self, number: int) -> "OpenedList":
        """Return the list with the titles in the row of that number; 0: it has none."""
        return replace(self, mapping=guessed_mapping(self.basis, self.read, number))

    def toggle_rows(self, numbers: Iterable[int], are_ignored: bool) -> "OpenedList":
        """Return the list with these rows left out, or taken in again; one step for *Undo*."""
        changes = self.read.changes
        for number in numbers:
            changes = changes.toggled(number, is_ignored=are_ignored)
        return self._change_rows(changes)

    def edit_cell(self, number: int, column: int, text: str) -> "OpenedList":
        """Return the list with another text in one cell."""
        row = next(row for row in self.read.sheet.rows if row.number == number)
        return self._change_rows(self.read.changes.with_cell(row, column, text))

    def undo(self) -> "OpenedList":
        """Return the list before the last change of a row; the same list if none was changed."""
        if not self.earlier:
            return self
        return replace(self, read=self.read.with_changes(self.earlier[-1]), earlier=self.earlier[:-1])

    def _change_rows(self, changes: RowChanges) -> "OpenedList":
        return replace(self, read=self.read.with_changes(changes), earlier=(*self.earlier, self.read.changes))
