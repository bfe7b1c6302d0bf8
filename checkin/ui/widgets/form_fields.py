# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of forms: fields under labels, titles, combo and check boxes, the message strip, and labels."""

import re
from html import escape
from typing import TypeVar

from PySide6 import QtWidgets
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent

from checkin.core.attendee import deliverable_address
from checkin.core.message import Message
from checkin.core.people.registration_form import MOST_LETTERS
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.typesetting import escape_mnemonic, fit, set_accessible_name, wrap
from checkin.ui.widgets.boxes import REST, column_of, widget_of

BIG, PLAIN = 54, 38
"""Heights of fields, in pixels."""
BUTTON_EDGE = 7
"""Pixels that the style sheet adds above and below to a button's least height."""
LineField = TypeVar("LineField", bound=QtWidgets.QLineEdit)
_COMBO = QtWidgets.QStyle.ComplexControl.CC_ComboBox
TITLE_SIZE, TITLE_HEIGHT, TITLE_ICON = 32, 64, 34
MARK, SPARE = 18, 4
"""Pixels of an icon, and by which Qt underestimates the width of a combo box."""
STRIP = (16 + MARK + 8, 8, 16, 8)
"""Margins around the text of a strip: left, top, right, bottom."""

SIDE, FROM_EDGE = 16, 12
"""Pixels of the arrow of a typed choice."""

LEAST_WRAPPED = 240
"""Least width of a check box and its text in design pixels."""


def line_field(name: str, *, is_big: bool = False) -> QtWidgets.QLineEdit:
    """Return a field for one line of text."""
    return set_up_line(QtWidgets.QLineEdit(), name, is_big=is_big)


def set_up_line(field: LineField, name: str, *, is_big: bool = False) -> LineField:
    """Name `field` and set its size.

    Its length is limited, because a longer text was pasted into the wrong field.
    """
    field.setMaxLength(MOST_LETTERS)
    field.setFixedHeight(theme.scale_px(BIG if is_big else PLAIN))
    if is_big:
        field.setFont(theme.scaled_font(theme.DETAIL, 600))
    field.setAccessibleName(name)
    return field


def wrong_address(text: str) -> str:
    """Return the sentence about an e-mail address that no message can reach; "" for any other, and for none."""
    address = text.strip()
    return translate(_WRONG_ADDRESS, address=address) if address and not deliverable_address(address) else ""


def labelled_field(field: QtWidgets.QWidget, name: str) -> QtWidgets.QWidget:
    """Return `field` under its label."""
    label = QtWidgets.QLabel(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(theme.scaled_font(theme.SMALL, 600))
    return field_under(label, field, name)


def field_under(label: QtWidgets.QLabel, field: QtWidgets.QWidget, name: str) -> QtWidgets.QWidget:
    """Return `field` under a label."""
    set_accessible_name(field, name)
    return widget_of(column_of(label, field, spacing=4))


def stack(*parts: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return `parts` below each other, from the top."""
    return widget_of(column_of(*parts, REST, spacing=8))


def scrolling_stack(*parts: QtWidgets.QWidget) -> QtWidgets.QScrollArea:
    """Return `parts` below each other in a scroll area."""
    page = stack(*parts)
    area = QtWidgets.QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area


class FormTitle(QtWidgets.QLabel):
    """The title of a form after its icon, shrunk to fit whatever name it contains."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._text = icon, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
        self.setContentsMargins(theme.scale_px(TITLE_ICON + 12), 0, 0, 0)

    def show_title(self, text: str) -> None:
        self._text = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        setting = fit((self._text,), theme.scale_px(TITLE_SIZE), 700, (max(1, room), theme.scale_px(TITLE_HEIGHT)))
        self.setFont(setting.font)
        self.setText("\n".join(setting.lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        box = QRectF(0, (theme.design_rect(self).height() - TITLE_ICON) / 2, TITLE_ICON, TITLE_ICON)
        drawing.draw(painter, self._icon, box, theme.tokens(self.palette()).ink)
        painter.end()
        super().paintEvent(event)


class ComboBox(QtWidgets.QComboBox):
    """A combo box that ignores the wheel, which scrolls the page around it.

    Its accessible description begins with its name: on Linux and macOS Qt gives the value in place of the name.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)
        self.setFixedHeight(theme.scale_px(PLAIN))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a line field: the style sheet sets another least height."""
        return QSize(super().sizeHint().width(), theme.scale_px(PLAIN))

    def show_whole(self) -> None:
        """Make the box at least as wide as its longest entry."""
        self.ensurePolished()
        self.setMinimumWidth(self.sizeHint().width() + theme.scale_px(SPARE))

    def showPopup(self) -> None:
        """Open the list as wide as its longest entry, where the screen has room."""
        longest = (
            self.view().sizeHintForColumn(0)
            + self.view().verticalScrollBar().sizeHint().width()
            + theme.scale_px(SPARE)
        )
        self.view().setMinimumWidth(min(longest, self.screen().availableGeometry().width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does, but elide a text that is too long."""
        painter, option = QtWidgets.QStylePainter(self), QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(_COMBO, option, QtWidgets.QStyle.SubControl.SC_ComboBoxEditField, self)
        wide = field.width() - 2
        option.currentText = self.fontMetrics().elidedText(
            option.currentText or self.placeholderText(), Qt.TextElideMode.ElideRight, wide
        )
        painter.drawComplexControl(_COMBO, option)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = theme.scale_px(16)
        box = QRectF(self.width() - theme.scale_px(28), (self.height() - side) / 2, side, side)
        drawing.draw(painter, "chevron-down", box, theme.tokens(self.palette()).quiet)


class FormMessage(QtWidgets.QLabel):
    """A sentence across the form, hidden while there is none; announced where it is news."""

    def __init__(self, *, is_announced: bool = True) -> None:
        super().__init__()
        self._is_announced = is_announced
        self._icon = ""
        self._colours: theme.Colours | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(theme.scaled_font(theme.TEXT, 600))  # the widest font it is drawn in
        self.setContentsMargins(*(theme.scale_px(side) for side in STRIP))
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Minimum)
        self.hide()

    def warn(self, text: str) -> None:
        """Show a conspicuous warning."""
        self._show(text, "triangle-alert", theme.AMBER)

    def refuse(self, text: str) -> None:
        """Show what is probably a mistake."""
        self._show(text, "octagon-x", theme.RED)

    def note(self, text: str) -> None:
        """Show a quiet remark."""
        self._show(text, "circle-alert", None)

    def _show(self, text: str, icon: str, colours: theme.Colours | None) -> None:
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
        t = theme.tokens(self.palette())
        colours = self._colours or theme.Colours(t.selected, t.ink)
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, theme.design_rect(self), theme.RADIUS - 2, colours.ground)
        drawing.draw(
            painter, self._icon, QRectF(16, (theme.design_rect(self).height() - MARK) / 2, MARK, MARK), colours.ink
        )
        painter.setFont(theme.font(theme.TEXT, 600 if self._colours else 400))
        painter.setPen(faded(colours.ink, 1))
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        left, top, right, bottom = STRIP
        painter.drawText(theme.design_rect(self).adjusted(left, top, -right, -bottom), int(where), self.text())


class TypedChoice(QtWidgets.QComboBox):
    """An editable combo box without history, with our own arrow, because Qt's does not change its colour.

    `name` is its accessible name.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # as of a `ComboBox`
        self.setEditable(True)
        self.setInsertPolicy(QtWidgets.QComboBox.InsertPolicy.NoInsert)
        if field := self.lineEdit():
            field.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = theme.design_painter(self)
        box = QRectF(
            theme.design_rect(self).width() - FROM_EDGE - SIDE,
            (theme.design_rect(self).height() - SIDE) / 2,
            SIDE,
            SIDE,
        )
        drawing.draw(painter, "chevron-down", box, theme.tokens(self.palette()).quiet)


class WrappingCheckBox(QtWidgets.QCheckBox):
    """A check box that wraps its text where one line is too narrow; Qt's own cuts it."""

    def __init__(self, words: str) -> None:
        super().__init__(escape_mnemonic(words))
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.scale_px(LEAST_WRAPPED)), hint.height())

    def change_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        option = QtWidgets.QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QtWidgets.QStyle.SubElement.SE_CheckBoxContents, option, self)
        self.setText(escape_mnemonic("\n".join(wrap(self._words, QFontMetricsF(self.font()), room.width()))))


_WRONG_ADDRESS = Message("walk-in", "No message can reach “{address}”. Correct it, or press Enter again to keep it.")


# Labels of small forms: plain, wrapped, in our fonts. Text from outside is never markup.

_PADDING, _SIDE = 12, 16
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_LINES = 2
_LEAST = 60


class Paragraph(QtWidgets.QLabel):
    """A wrapped label that is as high as its text needs; a layout in a scroll area would ask for too little."""

    def __init__(self, size: int = theme.TEXT, weight: int = 400) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.scaled_font(size, weight))
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


class ElidedLabel(QtWidgets.QLabel):
    """A label on one line that shrinks: what has no room ends with an ellipsis, and the tip has the whole text."""

    def __init__(self, text: str, size: int = theme.TEXT, weight: int = 400) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.scaled_font(size, weight))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.scale_px(_LEAST), self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else f"<qt>{escape(self.text())}</qt>")  # the markup wraps it
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


def label(text: str, size: int = theme.TEXT, weight: int = 400) -> Paragraph:
    """Return a label; `size` of the type scale, in pixels."""
    made = Paragraph(size, weight)
    made.setText(text)
    return made


def break_long_words(text: str) -> str:
    """Return the text with places where words may break that are longer than a narrow line: addresses, some names."""
    return _LONG_WORD.sub("\\1\u200b", text)


_LONG_WORD = re.compile(r"(\S{26})(?=\S)")


def caption(text: str, field: QtWidgets.QWidget) -> QtWidgets.QLabel:
    """Return the label of `field`, which is its accessible name too."""
    made = label(text, weight=600)
    set_accessible_name(field, text)
    return made


def captioned(text: str, field: QtWidgets.QWidget) -> tuple[QtWidgets.QWidget, QtWidgets.QWidget]:
    """Return the label of `field` and the field, as parts of a column."""
    return caption(text, field), field


class Notice(QtWidgets.QLabel):
    """An error message on the ground of a refusal. Keeps its space while empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.scaled_font(theme.TEXT, 600))
        self.setWordWrap(True)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)

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
        colours = theme.tokens(self.palette()).pill_refused
        draw_rounded(painter, QRectF(self.rect()), 8, colours.ground)
        painter.setPen(colours.ink)
        painter.drawText(self.rect().adjusted(_SIDE, 0, -_SIDE, 0), _WRAPPED, self.text())
