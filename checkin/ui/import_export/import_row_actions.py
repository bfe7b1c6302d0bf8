# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with the selected row of a list's preview: read it whole, leave it out, undo. Changes nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.import_rows import PreviewRow
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.labels import label


class RowActions(QWidget):
    """The text of the selected row, and buttons; hidden while there is neither a row nor a change to undo."""

    leave_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.story, self.hint = label(""), label(translate(_HINT), SMALL)
        self.leave, self.undo = _button(_LEAVE, _LEAVE_KEY), _button(_UNDO, _UNDO_KEY)
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

    def show_row(self, row: PreviewRow | None, *, can_undo: bool) -> None:
        """Show the selected row, None without one."""
        self.story.setText(row.spoken if row else "")
        self.leave.setText(translate(_TAKE if row and row.left_out else _LEAVE))
        for part in (self.leave, self.hint):
            part.setVisible(row is not None)
        self.undo.setVisible(can_undo)
        self.setVisible(row is not None or can_undo)

    def _undo(self) -> None:
        if not self.undo.isHidden():
            self.undo_wanted.emit()


def _button(words: Message, key: Message) -> QPushButton:
    button = QPushButton(translate(words))
    button.setAutoDefault(False)
    button.setToolTip(translate(key))
    return button


_LEAVE = Message("import", "Leave out this row")
_TAKE = Message("import", "Take in this row")
_UNDO = Message("import", "Undo change")
_LEAVE_KEY = Message("import", "Del")
_UNDO_KEY = Message("import", "Ctrl+Z")
_HINT = Message("import", "Double-click a cell, or F2, to put it right.")
