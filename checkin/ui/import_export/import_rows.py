# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list in its preview: the person each will be, its problems, and which rows are shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from checkin.core.attendee import STATE_NAMES, Presence, Status
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListRow, cell_of, count_problem_rows
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.lists.listed_person import ListedPerson, why_ignored
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import Programme
from checkin.services.lists.list_preview import ListPreview, ReadList, interpreted_rows
from checkin.translation import translate

SAMPLE = 200
"""Most rows shown of a list."""
MOST_PROBLEMS = 500
"""Most rows with problems shown together."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview.

    `first` and `last` are the name as it will be, `detail` the other fields, `reasons` the problems, `cells` the texts
    by column, `changed` those of the file where the user changed one. `left_out` says why it is nobody; "" if it is not
    left out.
    """

    number: int
    first: str
    last: str
    detail: str
    reasons: tuple[str, ...]
    cells: tuple[str, ...]
    left_out: str = ""
    changed: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    @property
    def spoken(self) -> str:
        """The row for a screen reader, problems first."""
        parts = (self.left_out, *self.reasons, self.name or translate(NOBODY), self.detail)
        return ". ".join(part.rstrip(".") for part in parts if part)


def first_rows(
    read: ReadList, mapping: ColumnMapping, programme: Programme, seen: ListPreview | None = None
) -> tuple[PreviewRow, ...]:
    """Return the first rows below the titles: as the whole list shows them once it was `seen` like this, before that
    read at once, by themselves.
    """
    rows = read.sheet.rows
    header = [row for row in rows[: mapping.header] if row.number == mapping.header]
    some = [row for row in rows[: mapping.header + SAMPLE + 1] if row.number > mapping.header][:SAMPLE]
    if seen and seen.interpreted.mapping is mapping and seen.changes is read.changes:
        return _of_preview(read, seen, programme, {row.number for row in some})
    try:
        found, left_out = interpreted_rows(read, [*header, *some], programme, mapping)
    except UserError:  # no name column: show the texts alone
        found, left_out = InterpretedList((), (), mapping), ()
    return _RowsNow(read, found, left_out, programme).shown(some)


def count_rows(read: ReadList, mapping: ColumnMapping) -> int:
    """Return how many rows the whole list has, counted as `first_rows` does."""
    return sum(row.number > mapping.header for row in read.sheet.rows)


def rows_with_problems(read: ReadList, seen: ListPreview, programme: Programme) -> tuple[PreviewRow, ...]:
    """Return all rows of the list with a problem, at most `MOST_PROBLEMS`."""
    numbers = {problem.row for problem in seen.problems}
    return _of_preview(read, seen, programme, numbers)


def rows_left_out(read: ReadList, seen: ListPreview, programme: Programme) -> tuple[PreviewRow, ...]:
    """Return the rows that are not imported, by the user's wish or because they are nobody, at most
    `MOST_PROBLEMS`.
    """
    return _of_preview(read, seen, programme, left_out_numbers(seen) | read.changes.left_out)


def left_out_numbers(seen: ListPreview) -> frozenset[int]:
    """Return the numbers of the rows that would not be imported."""
    named = {person.row for person in seen.interpreted.people}
    lost = {problem.row for problem in seen.interpreted.problems if problem.row not in named}
    refused = {problem.row for problem in seen.difference.left_out}
    return frozenset({*seen.changes.left_out, *seen.interpreted.ignored, *lost, *refused} - {0})


def _of_preview(
    read: ReadList, seen: ListPreview, programme: Programme, numbers: Collection[int]
) -> tuple[PreviewRow, ...]:
    some = [row for row in read.sheet.rows if row.number in numbers][:MOST_PROBLEMS]
    whole = replace(seen.interpreted, problems=seen.problems)
    return _RowsNow(read, whole, seen.left_out, programme).shown(some)


class _RowsNow:
    """Makes the rows to show of a list that was read, with what the user changed of it now."""

    def __init__(
        self, read: ReadList, found: InterpretedList, left_out: Iterable[ListedPerson], programme: Programme
    ) -> None:
        self._changes, self._programme = read.changes, programme
        header = found.mapping.header
        self._header = next((row for row in read.sheet.rows if row.number == header), ListRow(0, ()))
        self._latest = {answer.person.row: answer.latest for answer in found.earlier}
        people = (*(answer.person for answer in found.earlier), *found.people, *left_out)
        self._people = {person.row: person for person in people if not person.place}
        self._companions: dict[int, list[str]] = {}
        for person in people:
            if person.place:
                self._companions.setdefault(person.row, []).append(person.name)
        self._ignored = frozenset(found.ignored) - read.changes.taken_in
        self._reasons: dict[int, list[str]] = {}
        for problem in found.problems:
            self._reasons.setdefault(problem.row, []).append(translate(problem.words, **problem.fields))

    def shown(self, rows: Sequence[ListRow]) -> tuple[PreviewRow, ...]:
        changed = self._changes.applied(rows)
        return tuple(self._row(row, own) for row, own in zip(changed, rows, strict=True))

    def _row(self, row: ListRow, own: ListRow) -> PreviewRow:
        cells = tuple(" ".join(cell.split()) for cell in row.cells)
        changed = {i: " ".join(cell_of(own, i).split()) for n, i in self._changes.cells if n == row.number}
        why = self._why_left_out(row)
        reasons = () if why else tuple(self._reasons.get(row.number, ()))
        person = self._people.get(row.number)
        if person is None:
            texts = next(filter(None, cells), "") if why else ""
            return PreviewRow(row.number, "", texts, "", reasons, cells, why, changed)
        companions = ", ".join(self._companions.get(row.number, ()))
        with_them = translate(Message("import", "with {names}"), names=companions) if companions else ""
        detail = " · ".join(filter(None, (with_them, _written_detail(person, self._programme))))
        return PreviewRow(row.number, person.first_name, person.last_name, detail, reasons, cells, why, changed)

    def _why_left_out(self, row: ListRow) -> str:
        if row.number in self._changes.left_out:
            return translate(Message("import", "Left out by you."))
        if row.number in self._ignored and (latest := self._latest.get(row.number)):
            return translate(Message("import", "Left out: this person answered again in row {row}."), row=latest)
        return translate(why_ignored(row, self._header)) if row.number in self._ignored else ""


def _written_detail(person: ListedPerson, programme: Programme) -> str:
    """Return the fields of a person besides the name; usual values are left out."""
    sessions = (found.title for one in person.sessions if (found := programme.session(one)))
    parts = (
        person.organisation,
        programme.category_name(person.category),
        "" if person.status is Status.CONFIRMED else translate(STATE_NAMES[person.status]),
        "" if person.presence is Presence.ON_SITE else translate(STATE_NAMES[person.presence]),
        translate(Message("import", "{places} people"), places=person.places) if person.places > 1 else "",
        person.role,
        ", ".join(sessions),
        " ".join(person.note.split()),
    )
    return " · ".join(filter(None, parts))


NOBODY = Message("import", "No name")


class RowFilter(QObject):
    """Two boxes that exclude each other. `changed`: other rows are to be shown."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.only_odd, self.only_out = QCheckBox(), QCheckBox()
        self.only_odd.toggled.connect(lambda: self._choose(self.only_odd, self.only_out))
        self.only_out.toggled.connect(lambda: self._choose(self.only_out, self.only_odd))
        for box in (self.only_odd, self.only_out):
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.reset()

    def reset(self) -> None:
        """Offer nothing while the whole list was not compared."""
        for box in (self.only_odd, self.only_out):
            offer_box(box, is_wanted=False)

    def show_seen(self, seen: ListPreview) -> None:
        odd, out = count_problem_rows(seen.problems), len(left_out_numbers(seen))
        self.only_odd.setText(translate(Message("import", "Only the rows to check ({count})"), count=odd))
        self.only_out.setText(translate(Message("import", "Only the rows left out ({count})"), count=out))
        offer_box(self.only_odd, is_wanted=bool(odd))
        offer_box(self.only_out, is_wanted=bool(out))

    def rows(
        self, read: ReadList, seen: ListPreview | None, mapping: ColumnMapping, programme: Programme
    ) -> tuple[tuple[PreviewRow, ...], int]:
        """Return the rows to show, and how many more there are of them; 0 while `seen` is None."""
        if seen and self.only_odd.isChecked():
            shown, every = rows_with_problems(read, seen, programme), count_problem_rows(seen.problems)
        elif seen and self.only_out.isChecked():
            shown, every = rows_left_out(read, seen, programme), len(left_out_numbers(seen))
        else:
            shown, every = first_rows(read, mapping, programme, seen), count_rows(read, mapping)
        return shown, every - len(shown) if seen else 0

    def _choose(self, chosen: QCheckBox, other: QCheckBox) -> None:
        if chosen.isChecked():
            other.setChecked(False)
        self.changed.emit()


def offer_box(box: QCheckBox, *, is_wanted: bool) -> None:
    """Show a box, or take it away unticked."""
    box.setVisible(is_wanted)
    if not is_wanted:
        box.setChecked(False)
