# SPDX-License-Identifier: GPL-3.0-or-later
"""The invitation for another desk, as text to copy and as a code for its scanner. Whoever sees it can join."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.sync.invitation import Invitation
from checkin.services.exports.code_export import code_modules
from checkin.translation import translate
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import GLOW, LARGE, TEXT
from checkin.ui.widgets.code_card import paint_code_modules
from checkin.ui.widgets.labels import Notice, label

SIDE, TEXT_WIDTH = 380, 330
"""Pixels of the code with its quiet zone, and of the column beside it."""


class InvitationDialog(QDialog):
    """A dialog for an existing invitation."""

    def __init__(self, invitation: Invitation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.text = QPlainTextEdit(invitation.text())
        self.text.setReadOnly(True)
        self.text.setFont(scaled_font(TEXT))
        self.text.setAccessibleName(translate(_TITLE))
        self._notice = Notice()
        copy = QPushButton(translate(_COPY))
        copy.clicked.connect(self._copy)
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (
            label(translate(_TITLE), LARGE, 600),
            label(translate(_HOW)),
            self.text,
            copy,
            label(translate(_CARE)),
            self._notice,
        ):
            column.addWidget(part)
        self._notice.hide()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column.addWidget(close)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(24)
        row.addWidget(_Code(invitation.text()))
        row.addLayout(column)
        self.text.setMinimumWidth(scale_px(TEXT_WIDTH))
        self.setFixedSize(self.sizeHint())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._notice.setText(translate(_COPIED))


class _Code(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._modules = code_modules(text)
        self.setFixedSize(SIDE, SIDE)
        self.setAccessibleName(translate(_CODE))

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_rounded(painter, QRectF(self.rect()), 12, GLOW)
        side = SIDE // len(self._modules) * len(self._modules)
        edge = (SIDE - side) / 2
        paint_code_modules(painter, QRectF(edge, edge, side, side), self._modules)


_TITLE = Message("join", "Invite another desk")
_HOW = Message(
    "join",
    "On the other computer: start Checkin, choose “Join other desks”, and paste this text, or scan this code "
    "with a scanner.",
)
_CARE = Message(
    "join", "Anyone who has it can join as a desk of this event and see everyone: give it only to your team."
)
_COPY = Message("join", "Copy the text")
_COPIED = Message("join", "Copied.")
_CODE = Message("join", "The invitation as a code")
