# SPDX-License-Identifier: GPL-3.0-or-later
"""A layout that puts parts side by side and wraps them into as many lines as needed, for large text."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

GAP = 8
"""Pixels between parts, and between lines."""


class FlowLayout(QLayout):
    """A row that wraps where there is no room. `is_at_right` aligns lines to the right edge.

    Parts shrink to their least width before a line wraps. The lines are centred in the height there is.
    """

    def __init__(self, *parts: QWidget, gap: int = GAP, is_at_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._taken: QLayoutItem | None = None
        self._is_at_right = is_at_right
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addWidget(self, part: QWidget) -> None:
        """Add `part` at the end.

        The item is made here: for one made by Qt, PySide may return the wrapper of an item that lay at the same address
        and belongs to an earlier layout; when that layout goes, ours would count as deleted (docs/adr/0006).
        """
        self.addChildWidget(part)
        self.addItem(QWidgetItem(part))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item and return it, keeping a reference: Qt deletes what it takes, so Python must not do so
        earlier.
        """
        if not 0 <= index < len(self._items):
            return None
        self._taken = self._items.pop(index)
        return self._taken

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(map(_height, lines)) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Return the size of a single line."""
        seen = self._seen()
        return QSize(sum(item.sizeHint().width() for item in seen) + self._between(seen), _height(seen))

    def minimumSize(self) -> QSize:
        seen = self._seen()
        return QSize(max(map(_least, seen), default=0), _height(seen))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top() + max(0, rect.height() - self.heightForWidth(rect.width())) // 2
        for line in self._lines(rect.width()):
            self._place(line, QRect(rect.left(), top, rect.width(), _height(line)))
            top += _height(line) + self.spacing()

    def _place(self, line: Sequence[QLayoutItem], where: QRect) -> None:
        widths = _widths(line, where.width() - self._between(line))
        left = where.left()
        if self._is_at_right:
            left = max(left, where.right() + 1 - sum(widths) - self._between(line))
        for item, width in zip(line, widths, strict=True):
            high = item.sizeHint().height()
            item.setGeometry(QRect(left, where.top() + (where.height() - high) // 2, width, high))
            left += width + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._seen():
            if lines and sum(map(_least, longer := [*lines[-1], item])) + self._between(longer) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _between(self, line: Sequence[QLayoutItem]) -> int:
        """Return the pixels of the gaps in `line`."""
        return self.spacing() * max(0, len(line) - 1)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _widths(line: Sequence[QLayoutItem], room: int) -> list[int]:
    """Return the widths wished for, or each reduced in proportion to what it can spare."""
    wished, least = [item.sizeHint().width() for item in line], [_least(item) for item in line]
    over, spare = sum(wished) - room, sum(wished) - sum(least)
    if over <= 0:
        return wished
    if over >= spare:
        return [min(width, room) for width in least]
    return [wide - over * (wide - narrow) // spare for wide, narrow in zip(wished, least, strict=True)]


def _least(item: QLayoutItem) -> int:
    return item.minimumSize().width()


def _height(line: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
