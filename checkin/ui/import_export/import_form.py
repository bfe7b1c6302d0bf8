# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a list's import: all options of how it is understood, and the resulting people. Reads no file."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import ColumnMapping, NameSplit
from checkin.core.lists.list_fields import CompanionHandling, ListField
from checkin.core.lists.row_problems import count_problem_rows
from checkin.core.message import Message
from checkin.desk.lists.list_preview import ListChoice, ListPreview, guessed_mapping, suggested_mapping
from checkin.desk.lists.list_worker import OpenedList
from checkin.translation import translate
from checkin.ui.import_export.import_column_header import KEPT, LEFT_OUT
from checkin.ui.import_export.import_companions import CompanionChoice
from checkin.ui.import_export.import_rows import count_rows, first_rows, rows_with_problems
from checkin.ui.import_export.import_source import SourceChoices
from checkin.ui.import_export.import_statuses import StatusChoices, status_question
from checkin.ui.import_export.import_summary import half_name_warning, import_notes, mapping_note, no_names_warning
from checkin.ui.import_export.import_table import ImportTable
from checkin.ui.look.measure import design_rect
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label

NARROW = 800
"""Design pixels below which the choice of rows stands under the rest."""


class ImportForm(QWidget):
    """The form. `mapping` is the current understanding of the list, `changed` is emitted with it.

    `read_wanted` carries a `ListChoice`: the file must be read again.
    """

    changed = Signal()
    read_wanted = Signal(ListChoice)

    def __init__(self) -> None:
        super().__init__()
        self._opened: OpenedList | None = None
        self._seen: ListPreview | None = None
        self.mapping: ColumnMapping | None = None
        self.understood, self.strip = label(""), FormMessage()
        self.source, self.statuses, self.table = SourceChoices(), StatusChoices(), ImportTable()
        self.only_odd, self.story, self.rest = QCheckBox(), label(""), label("", SMALL)
        self.companions = CompanionChoice()
        self.how, self.taken = QPushButton(translate(_HOW)), label("", SMALL)
        self.how.setCheckable(True)
        self.how.setAutoDefault(False)
        self._row = QBoxLayout(_BESIDE)
        self._parts: tuple[QWidget, ...] = (self.understood, self.how, self.table)
        self._assemble()
        self._connect()
        self.show_nothing()

    @property
    def opened(self) -> OpenedList | None:
        """The opened list with its chosen sheet, None before."""
        return self._opened

    def show_nothing(self) -> None:
        """Hide everything while there is no list."""
        for part in (
            *self._parts,
            self.source,
            self.statuses,
            self.companions,
            self.taken,
            self.only_odd,
            self.rest,
            self.story,
        ):
            part.hide()

    def refuse(self, sentence: str) -> None:
        """Show that the file cannot be read with these options; the earlier reading stays visible but disabled."""
        self.strip.warn(sentence)
        self.table.setEnabled(False)
        self.only_odd.hide()
        self._open_up()

    def show_list(self, opened: OpenedList) -> None:
        """Show a list that was read, or read again."""
        self._opened = opened
        self.source.show_file(opened.read)
        for part in self._parts:
            part.show()
        self.table.setEnabled(True)
        self._understand(opened.mapping)
        if self.source.is_asked:
            self._open_up()

    def show_seen(self, seen: ListPreview) -> None:
        """Show the preview of the whole list under the current mapping."""
        self._seen = seen
        self.statuses.show_values(seen.interpreted.statuses)
        self.companions.show_totals(seen.interpreted.companions, seen.interpreted.mapping.companions)
        if asked := status_question(seen.interpreted.statuses):
            self.strip.warn(asked)
        elif lines := import_notes(seen):
            self.strip.note(lines)
        self.only_odd.setText(translate(_ONLY_ODD, count=count_problem_rows(seen.problems)))
        self.only_odd.setVisible(bool(seen.problems))
        if self.statuses.is_asked:
            self._open_up()
        self._fold()
        self._show_rows()
        self._order_keys()

    def _understand(self, mapping: ColumnMapping) -> None:
        assert self._opened
        self.mapping, self._seen = mapping, None
        self.understood.setText(mapping_note(mapping, self._opened.basis))
        odd = no_names_warning(mapping) or half_name_warning(mapping)
        self.strip.warn(odd)
        if odd:
            self._open_up()
        self.source.show_mapping(mapping)
        self.only_odd.hide()
        self.only_odd.setChecked(False)
        self._fold()
        self._show_rows()
        self._order_keys()
        self.changed.emit()

    def _show_rows(self) -> None:
        if self._opened is None or self.mapping is None:
            return
        rows, programme = self._opened.read.sheet.rows, self._opened.basis.programme
        if self.only_odd.isChecked() and self._seen:
            shown = rows_with_problems(rows, self._seen, programme)
        else:
            shown = first_rows(rows, self.mapping, programme)
        self.table.show_rows(self.mapping, shown)
        self._show_rest(len(shown))

    def _show_rest(self, shown: int) -> None:
        """Say how many more rows there are than shown."""
        count = 0
        if self._opened and (seen := self._seen):
            odd, every = count_problem_rows(seen.problems), count_rows(self._opened.read.sheet.rows, seen)
            count = (odd if self.only_odd.isChecked() else every) - shown
        self.rest.setText(translate(_REST, count=count))
        self.rest.setVisible(count > 0)

    def _open_up(self) -> None:
        """Unfold the options, because one of them must be chosen."""
        self.how.setChecked(True)
        self._fold()

    def _fold(self) -> None:
        """Fold the options unless they are needed or open, so that the people have the room."""
        is_open, taken = self.how.isChecked(), self.statuses.summary
        self.source.setVisible(is_open and self._opened is not None)
        self.statuses.setVisible(is_open and bool(self.statuses.choices))
        self.taken.setText(taken)
        self.taken.setVisible(bool(taken) and not is_open)

    def _choose_column(self, index: int, held: str) -> None:
        self._change(lambda mapping: _holding(mapping, index, held))

    def _choose_split(self, split: str) -> None:
        self._change(lambda mapping: replace(mapping, split=NameSplit(split)))

    def _choose_status(self, title: str, text: str, status: str) -> None:
        self._change(lambda mapping: mapping.meaning(title, text, Status(status)))

    def _choose_companions(self, handling: str) -> None:
        self._change(lambda mapping: replace(mapping, companions=CompanionHandling(handling)))

    def _change(self, to: Callable[[ColumnMapping], ColumnMapping]) -> None:
        if self.mapping and (changed := to(self.mapping)) != self.mapping:
            self._understand(changed)

    def _choose_sheet(self, name: str) -> None:
        """Choose another sheet, which is another list with its own mapping."""
        if self._opened and name != self._opened.read.sheet.name:
            basis, read = self._opened.basis, self._opened.read.on(name)
            self._opened = OpenedList(read, basis, suggested_mapping(basis, read))
            self.source.show_sheet(read)
            self._understand(self._opened.mapping)

    def _choose_header(self, number: int) -> None:
        if self._opened:
            self._understand(guessed_mapping(self._opened.read, number))

    def _show_story(self, current: QModelIndex) -> None:
        """Show the full text of the selected row."""
        self.story.setText(self.table.model.row(current.row()).spoken if current.isValid() else "")
        self.story.setVisible(current.isValid())

    def _order_keys(self) -> None:
        """Set the Tab order as it is read; the combo boxes of the columns are made last."""
        choices, table = (*self.source.choices, *self.statuses.choices, self.companions.choice), self.table
        for one, other in pairwise(
            (self.how, *choices, self.only_odd, *table.header.choices, table.people, table.columns)
        ):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose_column)
        self.statuses.chosen.connect(self._choose_status)
        self.companions.chosen.connect(self._choose_companions)
        self.source.split_chosen.connect(self._choose_split)
        self.source.sheet_chosen.connect(self._choose_sheet)
        self.source.header_chosen.connect(self._choose_header)
        self.source.read_wanted.connect(lambda: self.read_wanted.emit(self.source.choice))
        self.how.toggled.connect(self._fold)
        self.only_odd.toggled.connect(self._show_rows)
        self.table.current_changed.connect(self._show_story)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.setDirection(_BELOW if design_rect(self).width() < NARROW else _BESIDE)

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.understood, 1)
        top.addWidget(self.how)
        column.addLayout(top)
        column.addWidget(self.source)
        column.addWidget(self.strip)
        column.addWidget(self.statuses)
        column.addWidget(self.companions)
        self._row.setSpacing(12)
        self._row.addWidget(self.taken, 1)
        self._row.addWidget(self.only_odd)
        column.addLayout(self._row)
        column.addWidget(self.table, 1)
        column.addWidget(self.rest)
        column.addWidget(self.story)
        column.addStretch(0)


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def _holding(mapping: ColumnMapping, index: int, held: str) -> ColumnMapping:
    if held == LEFT_OUT:
        return mapping.without_column(index)
    return mapping.with_column(index, None if held == KEPT else ListField(held))


_HOW = Message("import", "How the file is read…")
_REST = Message("import", "… and {count} more")
_ONLY_ODD = Message("import", "Only the rows to check ({count})")
