# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a list's import: all options of how it is understood, and the resulting people. Reads no file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import ColumnMapping, NameSplit
from checkin.core.lists.companions import proposed_handling
from checkin.core.lists.list_fields import AnswerHandling, CompanionHandling, ListField
from checkin.core.lists.list_interpretation import has_answer_times
from checkin.core.message import Message
from checkin.services.lists.list_preview import ListChoice, ListPreview, OpenedList
from checkin.translation import translate
from checkin.ui.import_export import import_statuses, import_summary
from checkin.ui.import_export.connection_log_dialog import SourceChoices
from checkin.ui.import_export.import_rows import PreviewRow, RowFilter, offer_box
from checkin.ui.import_export.import_table import KEPT, LEFT_OUT, ImportTable
from checkin.ui.look.theme import SMALL, design_rect
from checkin.ui.widgets.boxes import Placed, column_of, row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import FormMessage, label


class RowActions(QWidget):
    """The text of the selected row, and buttons to read it, leave it out, or undo. Hidden while there is neither a row
    nor a change to undo.
    """

    leave_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.story, self.hint = label(""), label(translate(_HINT), SMALL)
        self.leave, self.undo = _button("", _LEAVE_KEY), _button(translate(Message("import", "Undo change")), _UNDO_KEY)
        texts, row = QVBoxLayout(), QHBoxLayout(self)
        texts.setSpacing(2)
        texts.addWidget(self.story)
        texts.addWidget(self.hint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self.undo)
        row.addWidget(self.leave)
        self.leave.clicked.connect(self.leave_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.hide()

    def listen(self, place: QWidget) -> None:
        """Undo with Ctrl+Z anywhere in `place`."""
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), place)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._undo)

    def show_rows(self, rows: Sequence[PreviewRow], *, can_undo: bool) -> None:
        """Show the selected row, or how many are selected; nothing without one."""
        several = translate(_SELECTED, count=len(rows)) if len(rows) > 1 else ""
        self.story.setText(several or "".join(row.spoken for row in rows))
        are_out = bool(rows) and all(row.left_out for row in rows)
        self.leave.setText(
            translate(_TAKE if are_out else _LEAVE, count=sum(bool(r.left_out) == are_out for r in rows))
        )
        self.leave.setVisible(bool(rows))
        self.hint.setVisible(len(rows) == 1)
        self.undo.setVisible(can_undo)
        self.setVisible(bool(rows) or can_undo)

    def _undo(self) -> None:
        if not self.undo.isHidden():
            self.undo_wanted.emit()


def _button(text: str, key: Message) -> QPushButton:
    button = push_button(text)
    button.setToolTip(translate(key))
    return button


_SELECTED = Message("import", "{count} {count:row|rows} selected")
_LEAVE = Message("import", "Leave out {count:this row|these {count} rows}")
_TAKE = Message("import", "Take in {count:this row|these {count} rows}")
_LEAVE_KEY = Message("import", "Del")
_UNDO_KEY = Message("import", "Ctrl+Z")
_HINT = Message("import", "Double-click a cell, or F2, to put it right.")


NARROW = 800
"""Design pixels below which what else stands beside one another stands below."""


class ImportForm(QWidget):
    """The form. `changed`: the mapping or a row of the opened list was changed; `answered`: the user agreed to what the
    form asked.

    `read_wanted` carries a `ListChoice`: the file must be read again.
    """

    changed = Signal()
    answered = Signal()
    read_wanted = Signal(ListChoice)

    def __init__(self) -> None:
        super().__init__()
        self._opened: OpenedList | None = None
        self._seen: ListPreview | None = None
        self._shows_statuses, self._is_folded = False, False
        self.understood, self.strip = label(""), FormMessage()
        self.source, self.statuses, self.table = SourceChoices(), import_statuses.StatusChoices(), ImportTable()
        self.companions, self.answers = import_statuses.CompanionChoice(), import_statuses.AnswerChoice()
        self.doubts, self.few, self.row_actions = import_statuses.StatusDoubts(), QCheckBox(), RowActions()
        self.few.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.filter, self.rest = RowFilter(self), label("", SMALL)
        self.only_odd, self.only_out = self.filter.only_odd, self.filter.only_out
        self.how, self.taken = QPushButton(translate(Message("import", "How the file is read…"))), label("", SMALL)
        self.how.setCheckable(True)
        self.how.setAutoDefault(False)
        self._row, self._brought = QBoxLayout(_BESIDE), QBoxLayout(_BESIDE)
        self._parts: tuple[QWidget, ...] = (self.understood, self.how, self.table)
        self._brought.setSpacing(24)
        self._brought.addWidget(self.companions, 3)
        self._brought.addWidget(self.answers, 2)
        self._row.setSpacing(12)
        self._row.addWidget(self.taken, 1)
        self._row.addWidget(self.only_odd)
        self._row.addWidget(self.only_out)
        self._row.addStretch(0)
        column_of(
            row_of(wide(self.understood), self.how, spacing=12),
            self.source,
            self.strip,
            self.few,
            self.statuses,
            self._brought,
            self.doubts,
            self._row,
            wide(self.table),
            self.rest,
            self.row_actions,
            Placed(None, 0),
            spacing=12,
            of=self,
        )
        self._connect()
        self.show_nothing()

    @property
    def opened(self) -> OpenedList | None:
        """The opened list as the user understands it, None before."""
        return self._opened

    @property
    def mapping(self) -> ColumnMapping | None:
        """The current mapping of the opened list."""
        return self._opened.mapping if self._opened else None

    def show_nothing(self) -> None:
        """Hide everything while there is no list."""
        asked = (self.source, self.statuses, self.doubts, self.companions, self.answers, self.few)
        for part in (*self._parts, *asked, self.taken, self.only_odd, self.only_out, self.rest, self.row_actions):
            part.hide()

    def refuse(self, sentence: str) -> None:
        """Show that the file cannot be read with these options; the earlier reading stays visible but disabled."""
        self.strip.warn(sentence)
        self.table.setEnabled(False)
        self.only_odd.hide()
        self._open_up()

    def show_list(self, opened: OpenedList) -> None:
        """Show a list that was read, or read again."""
        self._shows_statuses = self._is_folded = False
        self.source.show_file(opened.read)
        for part in self._parts:
            part.show()
        self.table.setEnabled(True)
        self._understand(opened)
        if self.source.is_asked:
            self._open_up()

    def show_seen(self, seen: ListPreview) -> None:
        """Show the preview of the whole list under the current mapping."""
        self._seen = seen
        self.statuses.show_values(seen.interpreted.statuses)
        self.answers.show_answers(seen.interpreted)
        self.companions.show_totals(seen.interpreted)
        self.doubts.show_doubts(seen.doubts)
        self._offer_few(seen)
        self._show_strip(seen)
        self.filter.show_seen(seen)
        if self.statuses.first_unknown() or (self.statuses.is_asked and not self._is_folded):
            self._shows_statuses = True
        self._fold()
        self._show_rows()
        self._order_keys()

    @property
    def question(self) -> str:
        """The question to answer before the import; "" if there is none, or the list was not compared yet."""
        if self._seen is None:
            return ""
        if self._seen.shortfall.is_far_fewer and not self.few.isChecked():
            return f"{self._seen.shortfall.sentence(translate)} {translate(_FEW_ADVICE)}"
        return import_statuses.status_question(self._seen.interpreted.statuses) or import_statuses.doubt_question(
            self._seen.doubts
        )

    @property
    def asked(self) -> QWidget | None:
        """The first control that answers the question."""
        controls = (self.few if not self.few.isChecked() else None, self.statuses.first_unknown(), *self.doubts.answers)
        return next((control for control in controls if control and control.isVisible()), None)

    def _offer_few(self, seen: ListPreview) -> None:
        """Offer to import fewer people than there are rows; another number is another question."""
        words = translate(_ONLY_FEW, count=seen.shortfall.people)
        if words != self.few.text():
            self.few.setChecked(False)
        self.few.setText(words)
        offer_box(self.few, is_wanted=seen.shortfall.is_far_fewer)

    def _show_strip(self, seen: ListPreview) -> None:
        if odd := self.question or import_summary.half_name_warning(seen.interpreted.mapping):
            self.strip.warn(odd)
        elif other := import_summary.other_list_warning(seen.difference):
            self.strip.refuse(other)
        else:
            others = import_summary.other_lists_note(self._opened.read) if self._opened else ""
            self.strip.note(" ".join(filter(None, (others, import_summary.import_notes(seen)))))

    def _agree_to_few(self) -> None:
        if self._seen:
            self._show_strip(self._seen)
            self.answered.emit()

    def _understand(self, opened: OpenedList) -> None:
        mapping = opened.mapping
        if mapping.answers is None and has_answer_times(mapping):
            mapping = replace(mapping, answers=AnswerHandling.LATEST)  # the proposals of this window
        if mapping.companions is None:
            mapping = replace(mapping, companions=proposed_handling(mapping))
        self._opened, self._seen = replace(opened, mapping=mapping), None
        self.understood.setText(import_summary.mapping_note(mapping, opened.basis))
        nobody = import_summary.no_names_warning(mapping)
        self.strip.warn(nobody or import_summary.half_name_warning(mapping))
        if nobody:
            self._open_up()
        self.source.show_mapping(mapping)
        self.doubts.hide()
        self.filter.reset()
        offer_box(self.few, is_wanted=False)
        self._fold()
        self._show_rows()
        self._order_keys()
        self.changed.emit()

    def _show_rows(self) -> None:
        if self._opened is None:
            return
        read, mapping = self._opened.read, self._opened.mapping
        shown, more = self.filter.rows(read, self._seen, mapping, self._opened.basis.programme)
        self.table.show_rows(mapping, shown)
        self.rest.setText(translate(Message("import", "… and {count} more"), count=more))
        self.rest.setVisible(more > 0)
        self._show_current()

    def _open_up(self) -> None:
        """Unfold the options, because one of them must be chosen."""
        self.how.setChecked(True)
        self._fold()

    def _fold(self) -> None:
        """Show the options that are open, and the words of statuses that were asked about: the people have the room.
        What the user folded stays so until there is another question.
        """
        is_open, taken = self.how.isChecked(), self.statuses.summary
        self.source.setVisible(is_open and self._opened is not None)
        has_statuses = (is_open or self._shows_statuses) and bool(self.statuses.choices)
        self.statuses.setVisible(has_statuses)
        self.taken.setText(taken)
        self.taken.setVisible(bool(taken) and not has_statuses)

    def _fold_by_hand(self, is_open: bool) -> None:
        if not is_open:
            self._is_folded, self._shows_statuses = True, self.statuses.first_unknown() is not None
        self._fold()

    def _choose_column(self, index: int, held: str) -> None:
        self._change(lambda mapping: _holding(mapping, index, held))

    def _choose_split(self, split: str) -> None:
        self._change(lambda mapping: replace(mapping, split=NameSplit(split)))

    def _choose_status(self, title: str, text: str, status: str) -> None:
        self._change(lambda mapping: mapping.meaning(title, text, Status(status)))

    def _choose_answers(self, handling: str) -> None:
        self._change(lambda mapping: replace(mapping, answers=AnswerHandling(handling)))

    def _choose_companions(self, handling: str) -> None:
        self._change(lambda mapping: replace(mapping, companions=CompanionHandling(handling)))

    def _change(self, to: Callable[[ColumnMapping], ColumnMapping]) -> None:
        if self._opened:
            mapping = to(self._opened.mapping)
            if mapping != self._opened.mapping or mapping.reasons != self._opened.mapping.reasons:
                self._understand(replace(self._opened, mapping=mapping))

    def _choose_sheet(self, name: str) -> None:
        """Choose another sheet, which is another list with its own mapping."""
        if self._opened and name != self._opened.read.sheet.name:
            opened = self._opened.on_sheet(name)
            self.source.show_sheet(opened.read)
            self._understand(opened)

    def _choose_header(self, number: int) -> None:
        if self._opened:
            self._understand(self._opened.titles_in(number))

    def _toggle_rows(self, numbers: list[int], are_ignored: bool) -> None:
        if self._opened:
            self._show_changed(self._opened.toggle_rows(numbers, are_ignored))

    def _edit_cell(self, number: int, column: int, text: str) -> None:
        if self._opened:
            self._show_changed(self._opened.edit_cell(number, column, text))

    def _undo(self) -> None:
        if self._opened and self._opened.earlier:
            self._show_changed(self._opened.undo())

    def _show_changed(self, opened: OpenedList) -> None:
        """Show the list with other changed rows, and stay where the user is."""
        self._opened = opened
        self._show_rows()
        self.changed.emit()

    def _show_current(self) -> None:
        """Show the selected row in full, or how many are selected, and what can be done with them."""
        can_undo = self._opened is not None and bool(self._opened.earlier)
        self.row_actions.show_rows(self.table.selected_rows(), can_undo=can_undo)

    def _answer_doubt(self, index: int, is_status: bool) -> None:
        self._change(lambda m: m.with_column(index, ListField.STATUS if is_status else m.columns.get(index)))

    def _order_keys(self) -> None:
        """Set the Tab order as it is read; the combo boxes of the columns are made last."""
        table, actions = self.table, self.row_actions
        asked = (
            *self.source.choices,
            *self.statuses.choices,
            *self.doubts.answers,
            self.companions.choice,
            self.answers.choice,
        )
        boxes, rows = (self.few, self.only_odd, self.only_out), (table.people, table.columns, actions.undo)
        for one, other in pairwise((self.how, *asked, *boxes, *table.header.choices, *rows, actions.leave)):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose_column)
        self.statuses.chosen.connect(self._choose_status)
        self.companions.chosen.connect(self._choose_companions)
        self.answers.chosen.connect(self._choose_answers)
        self.source.split_chosen.connect(self._choose_split)
        self.source.sheet_chosen.connect(self._choose_sheet)
        self.source.header_chosen.connect(self._choose_header)
        self.source.read_wanted.connect(lambda: self.read_wanted.emit(self.source.choice))
        self.how.toggled.connect(self._fold)
        self.how.clicked.connect(self._fold_by_hand)
        self.filter.changed.connect(self._show_rows)
        self.few.toggled.connect(self._agree_to_few)
        self.doubts.answered.connect(self._answer_doubt)
        self.table.edited.connect(self._edit_cell)
        self.table.toggled.connect(self._toggle_rows)
        self.table.selection_changed.connect(self._show_current)
        self.row_actions.leave_wanted.connect(self.table.toggle_selected)
        self.row_actions.undo_wanted.connect(self._undo)
        self.row_actions.listen(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in (self._row, self._brought):
            row.setDirection(_BELOW if design_rect(self).width() < NARROW else _BESIDE)


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def _holding(mapping: ColumnMapping, index: int, held: str) -> ColumnMapping:
    if held == LEFT_OUT:
        return mapping.without_column(index)
    return mapping.with_column(index, None if held == KEPT else ListField(held))


_ONLY_FEW = Message("import", "Import {count:this person|these {count} people} all the same")
_FEW_ADVICE = Message("import", "Check the columns of names, or the rows left out.")
