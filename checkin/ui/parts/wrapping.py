# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts beside each other, in as many lines as their width takes: where text is large, none is pushed off the side."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

GAP = 8
"""Pixels between parts, and between lines."""


class Wrapping(QLayout):
    """As a row while there is room. `is_at_right`: every line ends at the right edge instead of beginning at the left.

    No part is wider than a line. All of them stand in the middle of what height there is.
    """

    def __init__(self, *parts: QWidget, gap: int = GAP, is_at_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._is_at_right = is_at_right
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(map(_height, lines)) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Of one line."""
        seen = self._seen()
        return QSize(_wide(seen, self.spacing()), _height(seen))

    def minimumSize(self) -> QSize:
        seen = self._seen()
        return QSize(max((item.minimumSize().width() for item in seen), default=0), _height(seen))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top() + max(0, rect.height() - self.heightForWidth(rect.width())) // 2
        for line in self._lines(rect.width()):
            self._place(line, QRect(rect.left(), top, rect.width(), _height(line)))
            top += _height(line) + self.spacing()

    def _place(self, line: Sequence[QLayoutItem], where: QRect) -> None:
        left = where.left()
        if self._is_at_right:
            left = max(left, where.right() + 1 - _wide(line, self.spacing()))
        for item in line:
            size = QSize(min(item.sizeHint().width(), where.width()), item.sizeHint().height())
            item.setGeometry(QRect(QPoint(left, where.top() + (where.height() - size.height()) // 2), size))
            left += size.width() + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._seen():
            if lines and _wide([*lines[-1], item], self.spacing()) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _wide(line: Sequence[QLayoutItem], gap: int) -> int:
    return sum(item.sizeHint().width() for item in line) + gap * max(0, len(line) - 1)


def _height(line: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
