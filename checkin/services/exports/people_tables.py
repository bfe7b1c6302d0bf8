# SPDX-License-Identifier: GPL-3.0-or-later
"""People sheets of an export: the attendance with the chosen columns, and one per control point, in one language."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.exports.export_columns import (
    AT_A_DOOR,
    AT_A_SESSION,
    LENT,
    ExportColumn,
    ExportOptions,
    find_columns,
)
from checkin.core.exports.export_wording import WORDS_OF
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import day_of
from checkin.core.programme.programme import ControlPoint
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.cell_values import ExportRow, reader, values_reader
from checkin.services.exports.correction_wording import correction_text
from checkin.services.exports.export_source import ExportedAttendance, ExportedPerson, ExportSource
from checkin.services.exports.session_tables import SessionPeople

BETWEEN = " ; "
"""Separator of several texts in one cell."""


class PeopleTables:
    """Makes people sheets. People are in the order of their names."""

    def __init__(self, source: ExportSource, options: ExportOptions, translate: Translate) -> None:
        self._source, self._options, self._translate = source, options, translate
        self._names = {point.id: point.name for point in source.written.control_points}
        self.yes_no = (translate(Message("export", "yes")), translate(Message("export", "no")))

    def attendance(self) -> OutputTable:
        """Return a row per person, or per person and control point if a column is about one."""
        columns = self._source.shown(self._options.columns)
        rows = self._rows(columns, self.rows())
        name, count = self._translate(Message("export", "Attendance")), len(self._source.people)
        return OutputTable(name, self._columns(columns), rows, count)

    def at_control_point(self, point: ControlPoint) -> OutputTable:
        """Return everyone who went to this control point or was expected there."""
        people = (p for p in self._source.people if any(each.id == point.id for each in self._source.points_of(p)))
        return self._at(point, people, AT_A_DOOR)

    def at_session(self, room: SessionPeople) -> OutputTable:
        """Return everyone who attended or was expected; with scan columns if the session has a control point."""
        return self._at(room.point, room.people, (*AT_A_DOOR, *AT_A_SESSION) if room.points else AT_A_SESSION)

    def _at(self, point: ControlPoint, people: Iterable[ExportedPerson], keys: Sequence[str]) -> OutputTable:
        of_person = [c for c in self._options.columns if not c.is_of_point and not c.each and c.key not in _OF_THE_DAY]
        lent = [LENT] if point.gives else []
        columns = self._source.shown([*of_person, *find_columns(keys), *lent])
        rows = self._rows(columns, (ExportRow(self._source, person, point) for person in people))
        name = self._names.get(point.id, point.name).replace("/", "-") if day_of(point.id) else point.name
        return OutputTable(name, self._columns(columns), rows)

    def rows(self) -> Iterator[ExportRow]:
        for person in self._source.people:
            points = self._source.points_of(person) if self._options.is_by_point else [self._source.arrival]
            for point in points:
                yield ExportRow(self._source, person, point)

    def _columns(self, columns: Iterable[ExportColumn]) -> list[OutputColumn]:
        return [
            OutputColumn(title, "text" if c.kind == "word" else c.kind, c.width, self.yes_no)
            for c in columns
            for title in self._titles(c)
        ]

    def _titles(self, column: ExportColumn) -> Sequence[str]:
        if column.each == "custom":
            return self._source.custom
        if column.each == "half_day":
            return [self._translate(column.title, half_day=self._half_day(half)) for half in self._source.half_days]
        return [self._translate(column.title)]

    def _half_day(self, half: HalfDay) -> str:
        """Return the half-day's name, with its day if there are several days."""
        name = self._translate(HALF_DAY_NAMES[half.part])
        several = len({each.day for each in self._source.half_days}) > 1
        return f"{half.day:%d/%m} {name}" if several else name

    def _rows(self, columns: Sequence[ExportColumn], rows: Iterable[ExportRow]) -> Iterator[list[object]]:
        """Yield the cells of each row. What is the same in all rows is looked up once."""
        readers = [(bool(column.each), self._reader(column)) for column in columns]
        for row in rows:
            cells: list[object] = []
            for is_repeated, read in readers:
                if is_repeated:
                    cells += read(row)  # type: ignore[arg-type]
                else:
                    cells.append(read(row))
            yield cells

    def _reader(self, column: ExportColumn) -> Callable[[ExportRow], object]:
        """Return the function from a row to the cell of this column, or to those of a repeated one."""
        if column.key in _JUDGED:
            return self._judged_reader(column)
        show, read = self._shown(column), reader(column) if not column.each else values_reader(column)
        if show is None:
            return read
        return (lambda row: map(show, read(row))) if column.each else (lambda row: show(read(row)))  # type: ignore[call-overload]

    def _judged_reader(self, column: ExportColumn) -> Callable[[ExportRow], object]:
        """Return the function from a row to whether they were present, in three words: who came for too short a time
        was not absent.
        """
        brief = self._translate(Message("sheet", "too short"))

        def judged(attended: ExportedAttendance | None) -> object:
            is_brief = attended and attended.way and attended.is_present is False
            return brief if is_brief else attended.is_present if attended else None

        if column.each:
            return lambda row: map(judged, row.source.told_half_days(row.person))
        return lambda row: judged(row.here)

    def _shown(self, column: ExportColumn) -> Callable[[object], object] | None:
        """Return the function from a value to its cell, None for a column whose values are shown as they are. Words of
        a newer version stay as they are too.
        """
        if column.key == "control_point":
            shown = {point.name: self._names[point.id] for point in self._source.programme.control_points}
            return lambda raw: shown.get(str(raw), str(raw))
        words = {raw: self._translate(message) for raw, message in WORDS_OF.get(column.key, {}).items()}
        if column.key == "corrections":
            return self._correction_texts
        if not words and column.key not in _OF_SEVERAL:
            return None

        def show(raw: object) -> object:
            if isinstance(raw, list):
                return BETWEEN.join(words.get(each, each) for each in map(str, raw))
            return words.get(str(raw), str(raw)) if raw is not None and words else raw

        return show

    def _correction_texts(self, corrections: object) -> object:
        assert isinstance(corrections, tuple)
        return BETWEEN.join(correction_text(c, self._source.written, self._translate) for c in corrections)


_OF_THE_DAY = ("came", "way", "minutes", "minutes_assumed", "corrections")
"""Columns filled once per person, not again at each control point."""

_JUDGED = ("present_here", "half_days")
"""Columns that say whether somebody was present long enough."""

_OF_SEVERAL = ("why", "allowed_by")
"""Columns with several texts in a cell."""

HALF_DAY_NAMES = {
    DayPart.MORNING: Message("export", "morning"),
    DayPart.AFTERNOON: Message("export", "afternoon"),
    DayPart.EVENING: Message("export", "evening"),
}
