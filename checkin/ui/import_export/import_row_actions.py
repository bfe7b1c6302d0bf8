# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with the selected rows of a list's preview: read one, leave them out, undo. Changes nothing."""

from collections.abc import Sequence

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
        self.leave, self.undo = _button("", _LEAVE_KEY), _button(translate(_UNDO), _UNDO_KEY)
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
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(translate(key))
    return button


_SELECTED = Message("import", "{count} {count:row|rows} selected")
_LEAVE = Message("import", "Leave out {count:this row|these {count} rows}")
_TAKE = Message("import", "Take in {count:this row|these {count} rows}")
_UNDO = Message("import", "Undo change")
_LEAVE_KEY = Message("import", "Del")
_UNDO_KEY = Message("import", "Ctrl+Z")
_HINT = Message("import", "Double-click a cell, or F2, to put it right.")
