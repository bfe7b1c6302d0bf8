# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the desk's forms: fields under labels, titles, combo boxes, check boxes, and the message strip."""

import re
from collections.abc import Sequence
from html import escape
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)

from checkin.core.attendee import deliverable_address
from checkin.core.message import Message
from checkin.core.people.registration_form import MOST_LETTERS
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_card, draw_hairline, draw_rounded, faded
from checkin.ui.look.screen_reader import announce, announce_when_shown
from checkin.ui.look.theme import (
    AMBER,
    DETAIL,
    GAP,
    LARGE,
    RADIUS,
    RED,
    SMALL,
    TEXT,
    Colours,
    design_painter,
    design_rect,
    font,
    scale_px,
    scaled_font,
    text_scale,
    tokens,
)
from checkin.ui.look.typesetting import escape_mnemonic, fit, set_accessible_name, wrap
from checkin.ui.widgets.screen_page import MOST

BIG, PLAIN = 54, 38
"""Heights of fields, in pixels."""
BUTTON_EDGE = 7
"""Pixels that the style sheet adds above and below to a button's least height."""
LineField = TypeVar("LineField", bound=QLineEdit)
_COMBO = QStyle.ComplexControl.CC_ComboBox
TITLE_SIZE, TITLE_HEIGHT, TITLE_ICON = 32, 64, 34
MARK, SPARE = 18, 4
"""Pixels of an icon, and by which Qt underestimates the width of a combo box."""
STRIP = (16 + MARK + 8, 8, 16, 8)
"""Margins around the text of a strip: left, top, right, bottom."""

SIDE, FROM_EDGE = 16, 12
"""Pixels of the arrow of a typed choice."""

LEAST_WRAPPED = 240
"""Least width of a check box and its text in design pixels."""


def line_field(name: str, *, is_big: bool = False) -> QLineEdit:
    """Return a field for one line of text."""
    return set_up_line(QLineEdit(), name, is_big=is_big)


def set_up_line(field: LineField, name: str, *, is_big: bool = False) -> LineField:
    """Name `field` and set its size.

    Its length is limited, because a longer text was pasted into the wrong field.
    """
    field.setMaxLength(MOST_LETTERS)
    field.setFixedHeight(scale_px(BIG if is_big else PLAIN))
    if is_big:
        field.setFont(scaled_font(DETAIL, 600))
    field.setAccessibleName(name)
    return field


def wrong_address(text: str) -> str:
    """Return the sentence about an e-mail address that no message can reach; "" for any other, and for none."""
    address = text.strip()
    return translate(_WRONG_ADDRESS, address=address) if address and not deliverable_address(address) else ""


def labelled_field(field: QWidget, name: str) -> QWidget:
    """Return `field` under its label."""
    label = QLabel(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(scaled_font(SMALL, 600))
    return field_under(label, field, name)


def field_under(label: QLabel, field: QWidget, name: str) -> QWidget:
    """Return `field` under a label."""
    set_accessible_name(field, name)
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(field)
    return place


def stack(*parts: QWidget) -> QWidget:
    """Return `parts` below each other, from the top."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return page


def scrolling_stack(*parts: QWidget) -> QScrollArea:
    """Return `parts` below each other in a scroll area."""
    page = stack(*parts)
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area


class FormTitle(QLabel):
    """The title of a form after its icon, shrunk to fit whatever name it contains."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._text = icon, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(scale_px(TITLE_ICON + 12), 0, 0, 0)

    def show_title(self, text: str) -> None:
        self._text = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        setting = fit((self._text,), scale_px(TITLE_SIZE), 700, (max(1, room), scale_px(TITLE_HEIGHT)))
        self.setFont(setting.font)
        self.setText("\n".join(setting.lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        box = QRectF(0, (design_rect(self).height() - TITLE_ICON) / 2, TITLE_ICON, TITLE_ICON)
        drawing.draw(painter, self._icon, box, tokens(self.palette()).ink)
        painter.end()
        super().paintEvent(event)


class ComboBox(QComboBox):
    """A combo box that ignores the wheel, which scrolls the page around it.

    Its accessible description begins with its name: on Linux and macOS Qt gives the value in place of the name.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)
        self.setFixedHeight(scale_px(PLAIN))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a line field: the style sheet sets another least height."""
        return QSize(super().sizeHint().width(), scale_px(PLAIN))

    def show_whole(self) -> None:
        """Make the box at least as wide as its longest entry."""
        self.ensurePolished()
        self.setMinimumWidth(self.sizeHint().width() + scale_px(SPARE))

    def showPopup(self) -> None:
        """Open the list as wide as its longest entry, where the screen has room."""
        longest = (
            self.view().sizeHintForColumn(0) + self.view().verticalScrollBar().sizeHint().width() + scale_px(SPARE)
        )
        self.view().setMinimumWidth(min(longest, self.screen().availableGeometry().width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does, but elide a text that is too long."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(_COMBO, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        wide = field.width() - 2
        option.currentText = self.fontMetrics().elidedText(
            option.currentText or self.placeholderText(), Qt.TextElideMode.ElideRight, wide
        )
        painter.drawComplexControl(_COMBO, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = scale_px(16)
        box = QRectF(self.width() - scale_px(28), (self.height() - side) / 2, side, side)
        drawing.draw(painter, "chevron-down", box, tokens(self.palette()).quiet)


class FormMessage(QLabel):
    """A sentence across the form, hidden while there is none; announced where it is news."""

    def __init__(self, *, is_announced: bool = True) -> None:
        super().__init__()
        self._is_announced = is_announced
        self._icon = ""
        self._colours: Colours | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(scaled_font(TEXT, 600))  # the widest font it is drawn in
        self.setContentsMargins(*(scale_px(side) for side in STRIP))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def warn(self, text: str) -> None:
        """Show a conspicuous warning."""
        self._show(text, "triangle-alert", AMBER)

    def refuse(self, text: str) -> None:
        """Show what is probably a mistake."""
        self._show(text, "octagon-x", RED)

    def note(self, text: str) -> None:
        """Show a quiet remark."""
        self._show(text, "circle-alert", None)

    def _show(self, text: str, icon: str, colours: Colours | None) -> None:
        is_news, was_visible = text != self.text(), self.isVisible()
        self._icon, self._colours = icon, colours
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()
        if is_news and was_visible and self._is_announced:
            announce(self, text)

    def showEvent(self, event: QShowEvent) -> None:
        """Announce the sentence when it is seen, not while the form around it is hidden."""
        super().showEvent(event)
        if not event.spontaneous() and self._is_announced:
            announce(self, self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        colours = self._colours or Colours(t.selected, t.ink)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, design_rect(self), RADIUS - 2, colours.ground)
        drawing.draw(painter, self._icon, QRectF(16, (design_rect(self).height() - MARK) / 2, MARK, MARK), colours.ink)
        painter.setFont(font(TEXT, 600 if self._colours else 400))
        painter.setPen(faded(colours.ink, 1))
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        left, top, right, bottom = STRIP
        painter.drawText(design_rect(self).adjusted(left, top, -right, -bottom), int(where), self.text())


class TypedChoice(QComboBox):
    """An editable combo box without history, with our own arrow, because Qt's does not change its colour.

    `name` is its accessible name.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # as of a `ComboBox`
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if field := self.lineEdit():
            field.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = design_painter(self)
        box = QRectF(design_rect(self).width() - FROM_EDGE - SIDE, (design_rect(self).height() - SIDE) / 2, SIDE, SIDE)
        drawing.draw(painter, "chevron-down", box, tokens(self.palette()).quiet)


class WrappingCheckBox(QCheckBox):
    """A check box that wraps its text where one line is too narrow; Qt's own cuts it."""

    def __init__(self, words: str) -> None:
        super().__init__(escape_mnemonic(words))
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), scale_px(LEAST_WRAPPED)), hint.height())

    def change_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        self.setText(escape_mnemonic("\n".join(wrap(self._words, QFontMetricsF(self.font()), room.width()))))


_WRONG_ADDRESS = Message("walk-in", "No message can reach “{address}”. Correct it, or press Enter again to keep it.")


# Labels of small forms: plain, wrapped, in our fonts. Text from outside is never markup.

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


# Arrangements of widgets: the column of a dialog, a card, a grid of fields, a row that wraps.

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

    def __init__(self, *parts: QWidget, is_divided: bool = False) -> None:
        super().__init__()
        self._is_divided = is_divided
        self.column = QVBoxLayout(self)
        above = SPACE // 2 if is_divided else GAP
        self.column.setContentsMargins(GAP, above, GAP, above)
        self.column.setSpacing(SPACE)
        for part in parts:
            self.column.addWidget(part)

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


def dialog_column(dialog: QDialog, title: str, spacing: int) -> QVBoxLayout:
    """Return the column of `dialog`, begun with its title; `spacing` in pixels. Title and the text right below it are
    announced, because the key that opens a dialog cuts what a screen reader says of it by itself.
    """
    column = QVBoxLayout(dialog)
    announce_when_shown(dialog, lambda: _opening_words(column))
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(spacing)
    column.addWidget(label(title, LARGE, 600))
    return column


def _opening_words(column: QVBoxLayout) -> str:
    """Return the texts of the visible labels at the top of a column."""
    texts = []
    for item in map(column.itemAt, range(column.count())):
        top = item.widget() if item else None
        if not isinstance(top, Paragraph):
            break
        texts += [] if top.isHidden() else [top.text()]
    return " ".join(texts)


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


# A sidebar: cards below each other, each with a quiet heading and rows that are replaced as a whole.

PADDING = 16
"""Pixels at both sides."""


class SidebarCard(QWidget):
    """The card. Rows are added to `column`, or shown by `replace`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, 12, PADDING, 12)
        self.column.setSpacing(8)
        title = label(heading, SMALL, 600)
        title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.column.addWidget(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))

    def replace(self, rows: Sequence[QWidget]) -> None:
        """Replace all rows below the heading."""
        while self.column.count() > 1:
            item = self.column.takeAt(1)
            if item and (old := item.widget()):
                old.hide()
                old.deleteLater()
        for row in rows:
            self.column.addWidget(row)


class Sidebar(QScrollArea):
    """The cards; they scroll where the window is too low for them."""

    def __init__(self, *cards: SidebarCard) -> None:
        super().__init__()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in cards:
            column.addWidget(each)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(280, 400))
