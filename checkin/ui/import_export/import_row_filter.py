# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows of a list the preview shows: the first ones, those to check, or those left out. Changes nothing."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.row_problems import count_problem_rows
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.services.lists.list_preview import ListPreview, ReadList
from checkin.translation import translate
from checkin.ui.import_export.import_rows import (
    PreviewRow,
    count_rows,
    first_rows,
    left_out_numbers,
    rows_left_out,
    rows_with_problems,
)


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
        self.only_odd.setText(translate(_ONLY_ODD, count=odd))
        self.only_out.setText(translate(_ONLY_OUT, count=out))
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


_ONLY_ODD = Message("import", "Only the rows to check ({count})")
_ONLY_OUT = Message("import", "Only the rows left out ({count})")
