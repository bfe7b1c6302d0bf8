# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of an export as tables: the chosen columns, then a sheet for each control point. In one language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from checkin.core.entries import Kind
from checkin.core.export_columns import AT_A_POINT, ExportColumn, Wish, chosen
from checkin.core.export_words import WORDS_OF
from checkin.core.field_names import FIELD_NAMES
from checkin.core.half_days import HalfDay, Part
from checkin.core.history import CUSTOM, Correction
from checkin.core.merging import MERGED
from checkin.core.programme import ControlPoint
from checkin.core.words import Words
from checkin.desk.export_source import ExportSource
from checkin.desk.export_values import Row, value, values
from checkin.documents.cells import Column, Table

Say = Callable[..., str]
"""From words and what fills them to text."""

BETWEEN = " ; "
"""Several texts in one cell."""


class PeopleTables:
    """`rows` are told in the order of names."""

    def __init__(self, source: ExportSource, wish: Wish, say: Say) -> None:
        self._source, self._wish, self._say = source, wish, say
        self.yes_no = (say(Words("export", "yes")), say(Words("export", "no")))

    def attendance(self) -> Table:
        """A row for each person, or for each control point of each if the columns speak of one."""
        rows = (self._cells(self._wish.columns, row) for row in self.rows())
        return Table(self._say(Words("export", "Attendance")), self._columns(self._wish.columns), list(rows))

    def at(self, point: ControlPoint) -> Table:
        """Everybody who went there or was expected, whatever else is told of them."""
        of_person = [c for c in self._wish.columns if not c.is_of_point and not c.each and c.key != "corrections"]
        columns = [*of_person, *chosen(AT_A_POINT)]
        people = (p for p in self._source.people if any(each.id == point.id for each in self._source.points_of(p)))
        rows = [self._cells(columns, Row(self._source, person, point)) for person in people]
        return Table(point.name, self._columns(columns), rows)

    def rows(self) -> Iterator[Row]:
        for person in self._source.people:
            points = self._source.points_of(person) if self._wish.is_by_point else [self._source.arrival]
            for point in points:
                yield Row(self._source, person, point)

    def _columns(self, columns: Iterable[ExportColumn]) -> list[Column]:
        return [
            Column(title, "text" if c.kind == "word" else c.kind, c.width, self.yes_no)
            for c in columns
            for title in self._titles(c)
        ]

    def _titles(self, column: ExportColumn) -> Sequence[str]:
        if column.each == "custom":
            return self._source.custom
        if column.each == "half_day":
            return [self._say(column.title, half_day=self._half_day(half)) for half in self._source.half_days]
        return [self._say(column.title)]

    def _half_day(self, half: HalfDay) -> str:
        """With its day, where there are several."""
        name = self._say(HALF_DAY_NAMES[half.part])
        several = len({each.day for each in self._source.half_days}) > 1
        return f"{half.day.isoformat()} {name}" if several else name

    def _cells(self, columns: Iterable[ExportColumn], row: Row) -> list[object]:
        cells: list[object] = []
        for column in columns:
            cells += values(column, row).values() if column.each else [self._cell(column, value(column, row))]
        return cells

    def _cell(self, column: ExportColumn, raw: object) -> object:
        if column.key == "corrections" and isinstance(raw, tuple):
            return BETWEEN.join(self._corrected(c) for c in raw)
        if isinstance(raw, list):
            return BETWEEN.join(self._word(column, each) for each in raw)
        return raw if raw is None or column.key not in WORDS_OF else self._word(column, raw)

    def _word(self, column: ExportColumn, raw: object) -> str:
        """What has no words, of a newer version or free text, stays as it is."""
        words = WORDS_OF.get(column.key, {}).get(str(raw))
        return self._say(words) if words else str(raw)

    def _corrected(self, correction: Correction) -> str:
        """One correction with its time and desk; an undone passage with those of the passage; who else they were."""
        moment = _moment(correction.at, correction.desk)
        if correction.field == MERGED:
            return f"{self._say(_SAME)} {correction.old} {moment}"
        kind, _, point_id = correction.field.partition(":")
        if kind in (Kind.CHECKED_IN, Kind.CHECKED_OUT):
            point = self._source.programme.control_point(point_id)
            return f"{point.name if point else point_id} – {self._say(_TAKEN_BACK[kind])} {moment}"
        name = correction.field
        field = self._say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)
        words = WORDS_OF.get(name, {})
        old, new = (self._say(words[v]) if v in words else v for v in (correction.old, correction.new))
        return f"{field} : {old} → {new} {moment}"


def _moment(at: datetime, desk: str) -> str:
    return f"({at:%H:%M}, {desk})"


HALF_DAY_NAMES = {
    Part.MORNING: Words("export", "morning"),
    Part.AFTERNOON: Words("export", "afternoon"),
    Part.EVENING: Words("export", "evening"),
}
_SAME = Words("export", "same person as")
_TAKEN_BACK: dict[str, Words] = {
    Kind.CHECKED_IN: Words("export", "arrival undone"),
    Kind.CHECKED_OUT: Words("export", "exit undone"),
}
