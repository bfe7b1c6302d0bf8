# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of an attendance export: purpose, file format, columns. Writes nothing."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from checkin.core.exports.export_columns import COLUMNS, PRESETS, ExportOptions, find_columns
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import caption, label
from checkin.ui.widgets.layouts import dialog_column

OWN, FIGURES = len(PRESETS), len(PRESETS) + 1
"""Entries after the presets: chosen columns, and figures without names."""

USUAL = "funder"
"""The preset that is offered: what is exported mostly goes out, and has no addresses, telephones or diets."""

WIDTH, HEIGHT = 820, 560
"""Pixels; fits the smallest window."""

PAPER = ".pdf"
KINDS = {
    ".xlsx": Message("file", "Excel workbook"),
    ".csv": Message("file", "CSV text"),
    ".json": Message("file", "JSON, for other programs"),
    PAPER: Message("file", "PDF: the day report"),
}
"""File formats by suffix."""


class ExportDialog(QDialog):
    """The dialog. `options` and `suffix` are the choice; the content of the file is described meanwhile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.preset, self.kind = ComboBox(translate(_FOR)), ComboBox(translate(_KIND))
        self.columns = QListWidget()
        self.scans, self._chosen = QCheckBox(), QWidget()
        self._message = label("", SMALL)
        self._fill()
        self._assemble()
        self.preset.setCurrentIndex([preset.key for preset in PRESETS].index(USUAL))
        self.preset.setFocus()

    @property
    def suffix(self) -> str:
        return list(KINDS)[self.kind.currentIndex()]

    @property
    def options(self) -> ExportOptions:
        return ExportOptions(find_columns(self._keys()), self._has_scans(), self._is_anonymous())

    def _fill(self) -> None:
        self.preset.addItems([translate(preset.name) for preset in PRESETS] + [translate(_OWN), translate(_ANONYMOUS)])
        self.kind.addItems([translate(words) for words in KINDS.values()])
        for column in COLUMNS:
            item = QListWidgetItem(translate(column.title, half_day=translate(_EACH_HALF_DAY)), self.columns)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.columns.setCurrentRow(0)
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.columns.itemChanged.connect(self._take_columns)
        self.kind.currentIndexChanged.connect(self._show_summary)

    def _assemble(self) -> None:
        column = dialog_column(self, self.windowTitle(), 12)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(self._questions(), 1)
        right = QVBoxLayout(self._chosen)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(caption(translate(_COLUMNS), self.columns))
        right.addWidget(self.columns, 1)
        policy = self._chosen.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # keeps the layout when the columns are hidden
        self._chosen.setSizePolicy(policy)
        row.addWidget(self._chosen, 1)
        column.addLayout(row, 1)
        buttons = add_confirm_buttons(self, translate(_SAVE))
        buttons.accepted.connect(self.accept)
        self.save = buttons.buttons()[0]
        column.addWidget(buttons)
        self.resize(WIDTH, HEIGHT)

    def _questions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for words, field in ((_FOR, self.preset), (_KIND, self.kind)):
            column.addWidget(caption(translate(words), field))
            column.addWidget(field)
            column.addSpacing(8)
        column.addWidget(self.scans)
        column.addSpacing(8)
        column.addWidget(self._message)
        column.addStretch(1)
        return column

    def _take_preset(self) -> None:
        """Tick the columns of the preset; the other entries leave them unchanged."""
        which = self.preset.currentIndex()
        if which < len(PRESETS):
            with QSignalBlocker(self.columns):
                for column, item in zip(COLUMNS, self._items(), strict=True):
                    is_in = column.key in PRESETS[which].columns
                    item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            self.scans.setChecked(PRESETS[which].has_scans)
        self._show_summary()

    def _take_columns(self) -> None:
        with QSignalBlocker(self.preset):
            self.preset.setCurrentIndex(OWN)
        self._show_summary()

    def _show_summary(self) -> None:
        has_columns = not self._is_anonymous() and self.suffix != PAPER
        self._chosen.setVisible(has_columns)
        self.scans.setVisible(has_columns)
        self.scans.setText(translate(_SCANS.get(self.suffix, _SCANS[".json"])))
        self.save.setEnabled(not has_columns or bool(self._keys()))
        self._message.setText(" ".join(map(translate, self._what())))

    def _what(self) -> tuple[Message, ...]:
        if self._is_anonymous():
            return (_ONLY_FIGURES,)
        if self.suffix == PAPER:
            return (_ON_PAPER,)
        if not self._keys():
            return (_NOTHING,)
        return (_BY_POINT if self.options.is_by_point else _BY_PERSON, _ALSO[self.suffix])

    def _is_anonymous(self) -> bool:
        return self.preset.currentIndex() == FIGURES

    def _has_scans(self) -> bool:
        return not self._is_anonymous() and self.scans.isChecked()

    def _keys(self) -> list[str]:
        """Return the column keys, in the order of the preset or else of the list."""
        which = self.preset.currentIndex()
        if which < len(PRESETS):
            return list(PRESETS[which].columns)
        items = zip(COLUMNS, self._items(), strict=True)
        return [column.key for column, item in items if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.columns.item(row) for row in range(self.columns.count())]


_TITLE = Message("file", "Export the attendance")
_FOR = Message("file", "For whom")
_KIND = Message("file", "Type of file")
_COLUMNS = Message("file", "Columns")
_OWN = Message("file", "Columns I choose")
_SCANS = {
    ".xlsx": Message("file", "With every scan, on a separate sheet"),
    ".csv": Message("file", "With every scan, in a separate file"),
    ".json": Message("file", "With every scan"),
}
_ANONYMOUS = Message("file", "Figures only, without names")
_EACH_HALF_DAY = Message("file", "each half-day")
_SAVE = Message("file", "Save as…")
_ONLY_FIGURES = Message(
    "file", "How many came, by category, session and quarter of an hour. No figure covers fewer than five people."
)
_BY_POINT = Message("file", "One row per person and control point.")
_BY_PERSON = Message("file", "One row per person.")
_ON_PAPER = Message("file", "A few pages to sign and file: who came, by category and session, and every correction.")
_ALSO = {
    ".xlsx": Message("file", "It also contains the day report, corrections, and a sheet for each session."),
    ".csv": Message("file", "The day report is in a file next to it."),
    ".json": Message("file", "It also contains the day report, corrections and sessions."),
}
_NOTHING = Message("file", "Tick at least one column.")
