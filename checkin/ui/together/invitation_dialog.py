# SPDX-License-Identifier: GPL-3.0-or-later
"""Another desk is invited: a text to copy, and the same as a code for its scanner. Whoever sees it can join."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.together.invitation import Invitation
from checkin.core.words import Words
from checkin.desk.exports.codes import code_modules
from checkin.language import say
from checkin.ui.look.drawing import fill
from checkin.ui.look.measure import face, sized
from checkin.ui.look.theme import GLOW, LARGE, TEXT
from checkin.ui.parts.code_card import paint_modules
from checkin.ui.parts.labels import Notice, label

SIDE, TEXT_WIDTH = 380, 330
"""Pixels of the code with its quiet zone, and of the column beside it."""


class InvitationDialog(QDialog):
    """Shows what it is given; makes nothing."""

    def __init__(self, invitation: Invitation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(_TITLE))
        self.text = QPlainTextEdit(invitation.text())
        self.text.setReadOnly(True)
        self.text.setFont(face(TEXT))
        self.text.setAccessibleName(say(_TITLE))
        self._notice = Notice()
        copy = QPushButton(say(_COPY))
        copy.clicked.connect(self._copy)
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (
            label(say(_TITLE), LARGE, 600),
            label(say(_HOW)),
            self.text,
            copy,
            label(say(_CARE)),
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
        self.text.setMinimumWidth(sized(TEXT_WIDTH))
        self.setFixedSize(self.sizeHint())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._notice.setText(say(_COPIED))


class _Code(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._modules = code_modules(text)
        self.setFixedSize(SIDE, SIDE)
        self.setAccessibleName(say(_CODE))

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, QRectF(self.rect()), 12, GLOW)
        side = SIDE // len(self._modules) * len(self._modules)
        edge = (SIDE - side) / 2
        paint_modules(painter, QRectF(edge, edge, side, side), self._modules)


_TITLE = Words("join", "Invite another desk")
_HOW = Words(
    "join",
    "On the other computer: start Checkin, choose “Join other desks”, and paste this text, or scan this code "
    "with a scanner.",
)
_CARE = Words("join", "Whoever has it is a desk of this event and sees everybody: give it to your own people only.")
_COPY = Words("join", "Copy the text")
_COPIED = Words("join", "Copied.")
_CODE = Words("join", "The invitation as a code")
