# SPDX-License-Identifier: GPL-3.0-or-later
"""The conflict inbox: conflicts one after the other, both sides next to each other, a key for each resolution."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.sync.open_conflict import RESOLUTIONS, OpenConflict, Resolution
from checkin.core.sync.sync_conflicts import ConflictKind
from checkin.services.desk_conflicts import Conflicts
from checkin.translation import error_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import DETAIL, LARGE, TEXT
from checkin.ui.sync.conflict_wording import conflict_details, conflict_title, resolution_label, side_description
from checkin.ui.widgets.empty_state import EmptyState
from checkin.ui.widgets.keyboard import number_keys
from checkin.ui.widgets.labels import Notice, Paragraph, label

WIDTH, HEIGHT, LIST_WIDTH = 900, 520, 320
"""Pixels; fits the smallest window."""
MOST_WAYS = max(map(len, RESOLUTIONS.values()))


class ConflictsDialog(QDialog):
    """The dialog; `resolved` is emitted after each resolved conflict, because the desk's figures change."""

    resolved = Signal()

    def __init__(self, conflicts: Conflicts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conflicts = conflicts
        self._open: Sequence[OpenConflict] = ()
        self.setWindowTitle(translate(_TITLE))
        self.list = QListWidget()
        self.list.setAccessibleName(translate(_TITLE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._heading, self._about = Paragraph(DETAIL, 700), Paragraph()
        self._stories, self.notice = (Paragraph(LARGE, 600), Paragraph(LARGE, 600)), Notice()
        self._more = Paragraph()
        self._buttons = QVBoxLayout()
        self.list.currentRowChanged.connect(self._show)
        for number in range(1, MOST_WAYS + 1):
            keys = QShortcut(self)
            keys.setKeys(number_keys(number, "Alt"))
            keys.activated.connect(partial(self._choose, number))
        self._assemble()
        self.refresh()

    def refresh(self) -> None:
        """Read the open conflicts again and show one."""
        self._open = self._conflicts.open()
        row = max(0, min(self.list.currentRow(), len(self._open) - 1))
        self.list.clear()
        self.list.addItems([conflict_title(conflict) for conflict in self._open])
        for number, conflict in enumerate(self._open):
            self.list.item(number).setToolTip(conflict_title(conflict))
        self.list.setCurrentRow(row if self._open else -1)
        self._show()
        self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the list for large text; long titles are shown in full beside it."""
        super().resizeEvent(event)
        self.list.setFixedWidth(min(scale_px(LIST_WIDTH), self.width() * 2 // 5))

    @property
    def shown(self) -> OpenConflict | None:
        row = self.list.currentRow()
        return self._open[row] if 0 <= row < len(self._open) else None

    def _choose(self, number: int) -> None:
        ways = self.shown.resolutions if self.shown else ()
        if number <= len(ways):
            self._resolve(ways[number - 1])

    def _show(self) -> None:
        conflict = self.shown
        self._pages.setCurrentIndex(0 if self._open else 1)
        self._heading.show_text(conflict_title(conflict) if conflict else "")
        self._about.show_text(_about(conflict) if conflict else "")
        self._about.setVisible(bool(self._about.text()))
        sides = (conflict.first, conflict.second) if conflict else (None, None)
        self._more.show_text(conflict_details(conflict) if conflict else "")
        self._more.setVisible(bool(self._more.text()))
        for paragraph, side in zip(self._stories, sides, strict=True):
            paragraph.show_text(side_description(side))
            paragraph.setVisible(side is not None)
        while (item := self._buttons.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        before: QWidget = self.list
        for number, resolution in enumerate(conflict.resolutions if conflict else (), start=1):
            button = self._button(number, conflict, resolution)
            self._buttons.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        QWidget.setTabOrder(before, self.leave)

    def _button(self, number: int, conflict: OpenConflict | None, resolution: Resolution) -> QPushButton:
        text = resolution_label(conflict, resolution) if conflict else ""
        button = QPushButton(escape_mnemonic(f"Alt+{number}   {text}"))
        button.setAutoDefault(False)
        button.setAccessibleName(f"{text} (Alt+{number})")
        button.setStyleSheet("text-align: left")
        button.clicked.connect(lambda _=False: self._resolve(resolution))
        return button

    def _resolve(self, resolution: Resolution) -> None:
        if (conflict := self.shown) is None:
            return
        self.notice.setText("")
        try:
            self._conflicts.resolve(conflict, resolution)
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self.notice.setText(error_text(error))
        self.refresh()
        self.resolved.emit()

    def _assemble(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._heading)
        right.addWidget(self._about)
        for paragraph in (*self._stories, self._more):
            right.addWidget(paragraph)
        right.addSpacing(8)
        right.addLayout(self._buttons)
        right.addStretch(1)
        open_ones = QWidget()
        grid = QGridLayout(open_ones)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.addWidget(label(translate(_EXPLAINED), TEXT), 0, 0, 1, 2)
        grid.addWidget(self.list, 1, 0)
        grid.addLayout(right, 1, 1)
        grid.addLayout(self._last_row(), 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(open_ones)
        self._pages.addWidget(self._nothing())
        self.resize(WIDTH, HEIGHT)

    def _last_row(self) -> QHBoxLayout:
        """Return the row with errors and the close button, which Enter does not press."""
        self.leave = QPushButton(translate(_CLOSE))
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.notice, 1)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _nothing(self) -> EmptyState:
        close = QPushButton(translate(_CLOSE))
        close.clicked.connect(self.accept)
        nothing = EmptyState("circle-check", close)
        nothing.show_texts(translate(_NOTHING), translate(_NOTHING_MORE))
        return nothing


def _about(conflict: OpenConflict) -> str:
    """Return person and place of a conflict."""
    person = conflict.person
    if conflict.kind is ConflictKind.CODE_OF_TWO:
        return conflict.field
    parts = (
        person.organisation if person else "",
        person.ticket_code[-4:] if person else "",
        conflict.point.name if conflict.point else "",
    )
    return " · ".join(part for part in parts if part)


_TITLE = Message("conflict", "Conflicts between desks")
_EXPLAINED = Message("conflict", "What two desks did while they were disconnected. Until you decide, the first counts.")
_NOTHING = Message("conflict", "No conflicts")
_CLOSE = Message("conflict", "Close")
_NOTHING_MORE = Message("conflict", "The desks agree on everything.")
