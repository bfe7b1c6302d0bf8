# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels of small forms: plain, wrapped, in our fonts. Text from outside is never markup."""

import re
from html import escape

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.mnemonics import set_accessible_name
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import TEXT, tokens

_PADDING, _SIDE = 12, 16
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_LINES = 2
_LEAST = 60


class Paragraph(QLabel):
    """A wrapped label that is as high as its text needs; a layout in a scroll area would ask for too little."""

    def __init__(self, size: int = TEXT, weight: int = 400) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled_font(size, weight))
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def show_text(self, text: str) -> None:
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # a label counts its least height as what its text needs
        if self.wordWrap():
            self.setFixedHeight(max(0, self.heightForWidth(self.width())))
        else:
            self.setMaximumHeight(self.sizeHint().height())


class ElidedLabel(QLabel):
    """A label on one line that shrinks: what has no room ends with an ellipsis, and the tip has the whole text."""

    def __init__(self, text: str, size: int = TEXT, weight: int = 400) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled_font(size, weight))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(scale_px(_LEAST), self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else f"<qt>{escape(self.text())}</qt>")  # the markup wraps it
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


def label(text: str, size: int = TEXT, weight: int = 400) -> Paragraph:
    """Return a label; `size` of the type scale, in pixels."""
    made = Paragraph(size, weight)
    made.setText(text)
    return made


def break_long_words(text: str) -> str:
    """Return the text with places where words may break that are longer than a narrow line: addresses, some names."""
    return _LONG_WORD.sub("\\1\u200b", text)


_LONG_WORD = re.compile(r"(\S{26})(?=\S)")


def caption(text: str, field: QWidget) -> QLabel:
    """Return the label of `field`, which is its accessible name too."""
    made = label(text, weight=600)
    set_accessible_name(field, text)
    return made


class Notice(QLabel):
    """An error message on the ground of a refusal. Keeps its space while empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled_font(TEXT, 600))
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()
        announce(self, text, at_once=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the text needs: the window then grows with it."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(0, _LINES * self.fontMetrics().lineSpacing() + 2 * _PADDING)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return a larger height where large text takes more lines."""
        box = QRect(0, 0, max(1, width - 2 * _SIDE), 0)
        needed = self.fontMetrics().boundingRect(box, int(_WRAPPED), self.text()).height()
        return max(self.sizeHint().height(), needed + 2 * _PADDING if self.text() else 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens(self.palette()).pill_refused
        draw_rounded(painter, QRectF(self.rect()), 8, colours.ground)
        painter.setPen(colours.ink)
        painter.drawText(self.rect().adjusted(_SIDE, 0, -_SIDE, 0), _WRAPPED, self.text())
