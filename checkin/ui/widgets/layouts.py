# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrangements of widgets: the column of a dialog, a card, a grid of fields, a row that wraps, a sidebar."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QLayoutItem, QScrollArea, QWidget, QWidgetItem

from checkin.ui.look.drawing import draw_card, draw_hairline
from checkin.ui.look.theme import GAP, SMALL, design_painter, design_rect, scale_px, text_scale, tokens
from checkin.ui.widgets.boxes import REST, Part, column_of, dismiss, widget_of
from checkin.ui.widgets.form_fields import label
from checkin.ui.widgets.screen_page import MOST

SPACE = 12
"""Pixels between the parts of a card."""

STRETCH, LAST = (5, 4), 96
"""How the first two columns share the width, and the pixels of the third."""
NARROW = 580
"""Design pixels below which a row holds one field."""

FLOW_GAP = 8
"""Pixels between parts, and between lines."""


class CardGroup(QWidget):
    """A card of parts below each other; further ones are added to `column`.

    Rows of a divided card stand closer to its edge.
    """

    def __init__(self, *parts: Part, is_divided: bool = False) -> None:
        super().__init__()
        self._is_divided = is_divided
        above = SPACE // 2 if is_divided else GAP
        self.column = column_of(*parts, spacing=SPACE, around=(GAP, above, GAP, above), of=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, box = tokens(self.palette()), design_rect(self)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, box, t)
        painter.setPen(QPen(QColor(t.line), 1))
        rows = map(self.column.itemAt, range(1, self.column.count() if self._is_divided else 0))
        for top in (row.geometry().top() for row in rows if row):
            y = (top - SPACE // 2) / text_scale()
            draw_hairline(painter, GAP, y, box.width() - GAP, y)


class FieldGrid(QWidget):
    """A grid of fields in rows of up to three, one below the other where it is narrow. Filled once by `lay`.

    The last field of a row extends to the right edge.
    """

    def __init__(self) -> None:
        super().__init__()
        self._laid: tuple[tuple[QWidget, ...], ...] = ()
        self._is_narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column, stretch in enumerate(STRETCH):
            self._grid.setColumnStretch(column, stretch)

    def lay(self, *lines: Sequence[QWidget]) -> None:
        self._laid = tuple(map(tuple, lines))
        for line in self._laid:
            if len(line) > len(STRETCH):
                line[-1].setFixedWidth(scale_px(LAST))
        self._place()

    @property
    def top(self) -> QWidget:
        """The first field with its label."""
        return self._laid[0][0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (is_narrow := design_rect(self).width() < NARROW) != self._is_narrow:
            self._is_narrow = is_narrow
            self._place()

    def _place(self) -> None:
        lines = [[part] for line in self._laid for part in line] if self._is_narrow else self._laid
        for row, line in enumerate(lines):
            for column, part in enumerate(line):
                span = 1 if part is not line[-1] else len(STRETCH) + 1 - column
                is_small = part.maximumWidth() < MOST
                self._grid.addWidget(part, row, column, 1, span, _LEFT if is_small else Qt.AlignmentFlag(0))


class FlowLayout(QLayout):
    """A row that wraps where there is no room, as with large text. `is_at_right` aligns lines to the right edge.

    Parts shrink to their least width before a line wraps. The lines are centred in the height there is.
    """

    def __init__(self, *parts: QWidget, gap: int = FLOW_GAP, is_at_right: bool = False) -> None:
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


_LEFT = Qt.AlignmentFlag.AlignLeft


PADDING = 16
"""Pixels at both sides."""


class SidebarCard(QWidget):
    """A card of a sidebar, with a quiet heading. Rows are added to `column`, or shown by `replace`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        title = label(heading, SMALL, 600)
        title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.column = column_of(title, spacing=8, around=(PADDING, 12, PADDING, 12), of=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))

    def replace(self, rows: Sequence[QWidget]) -> None:
        """Replace all rows below the heading."""
        while self.column.count() > 1:
            item = self.column.takeAt(1)
            if item and (old := item.widget()):
                dismiss(old)
        for row in rows:
            self.column.addWidget(row)


class Sidebar(QScrollArea):
    """The cards; they scroll where the window is too low for them."""

    def __init__(self, *cards: SidebarCard) -> None:
        super().__init__()
        inner = widget_of(column_of(*cards, REST, spacing=12))
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(280, 400))
