# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of one event, where a device of pretix has several."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

WIDTH, HEIGHT = 480, 220
"""Pixels of the dialog and of its list."""


class EventChoiceDialog(QDialog):
    """The dialog. `events` are (short name, name), the likeliest first; accepted, `chosen` is the short name."""

    def __init__(self, events: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events = events
        self.setWindowTitle(translate(_TITLE))
        self.list = QListWidget()
        self.list.setAccessibleName(translate(_TITLE))
        self.list.setMinimumHeight(scale_px(HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([name or slug for slug, name in events])
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self.accept)
        buttons = add_confirm_buttons(self, translate(_JOIN))
        buttons.accepted.connect(self.accept)
        column = dialog_column(self, translate(_TITLE), 12)
        column.addWidget(label(translate(_WHY)))
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        row = self.list.currentRow()
        return self._events[row][0] if 0 <= row < len(self._events) else ""


_TITLE = Message("join", "Which event?")
_WHY = Message(
    "join", "This device of pretix has several. This desk joins one of them; the other events stay as they are."
)
_JOIN = Message("join", "Join")
