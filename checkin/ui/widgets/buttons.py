# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons: with a menu, an icon, a text, or large for an alternative; and placeholders of empty screens."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import draw_button_ground, draw_card, draw_elided, draw_focus_ring, draw_rounded, faded
from checkin.ui.look.screen_reader import announce_when_shown
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.widgets.boxes import REST, column_of
from checkin.ui.widgets.form_fields import Paragraph

SIDE, ICON = 36, 20
"""Pixels."""

CHEVRON, FROM_EDGE = 16, 12
"""Pixels. The style sheet hides Qt's own mark, which is a few dots."""

HEIGHT, LARGE_ICON, INSET = 66, 24, 20
"""Pixels of a large button."""


class DropDownButton(QtWidgets.QPushButton):
    """A button with a chevron if it has a menu, its label centred beside it; without one it looks like any button."""

    inset = 0
    """Pixels before the label if it is aligned left, as in a field; 0 to centre it."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(CHEVRON, 0) if self.menu() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.menu():
            super().paintEvent(event)
            return
        painter, option = QtWidgets.QStylePainter(self), QtWidgets.QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(self.inset, 0, -CHEVRON - self.inset, 0)
        if self.inset:
            option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, option.rect.width())
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_PushButtonLabel, option)
        box = QRectF(self.width() - FROM_EDGE - CHEVRON, (self.height() - CHEVRON) / 2, CHEVRON, CHEVRON)
        drawing.draw(
            painter, "chevron-down", box, faded(theme.tokens(self.palette()).quiet, 1.0 if self.isEnabled() else 0.35)
        )


class IconButton(QtWidgets.QAbstractButton):
    """A square button; `key`, if given, is added to the tool tip."""

    def __init__(self, icon: str, name: str, key: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(theme.scale_px(QSize(SIDE, SIDE)))

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(SIDE, SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_button_ground(painter, self, theme.design_rect(self), 8)
        ink = t.accent if self.isChecked() else t.ink
        place = QRectF(
            (theme.design_rect(self).width() - ICON) / 2, (theme.design_rect(self).height() - ICON) / 2, ICON, ICON
        )
        drawing.draw(painter, self._icon, place, faded(ink, 1.0 if self.isEnabled() else 0.35))


def push_button(text: str, then: object = None) -> QtWidgets.QPushButton:
    """Return a button that Enter does not press while another part has the focus; `then` is called when it is
    clicked.
    """
    button = QtWidgets.QPushButton(text)
    button.setAutoDefault(False)
    if then:
        button.clicked.connect(then)
    return button


class WordButton(DropDownButton):
    """A button with icon and text. `is_primary` marks the most common action."""

    def __init__(self, text: str, icon: str, *, is_primary: bool = False) -> None:
        super().__init__()
        self._icon, self._ink = icon, ""
        self.setText(text)
        self.setAutoDefault(False)
        self.setProperty("primary", is_primary)
        self.setIconSize(theme.scale_px(QSize(18, 18)))
        self._tint()

    def setText(self, text: str) -> None:
        """Set the text after a space: Qt leaves no gap after the icon."""
        self.setAccessibleName(text)
        super().setText(f"\u2002{text}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._tint()

    def _tint(self) -> None:
        """Draw the icon in the colour of the text (see the style sheet)."""
        t = theme.tokens(self.palette())
        ink = t.quiet if not self.isEnabled() else t.on_accent if self.property("primary") else t.ink
        if ink != self._ink:  # the palette changes with each parent that the button gets while a screen is built
            self._ink = ink
            self.setIcon(drawing.icon(self._icon, ink, 18))


class ChoiceButton(QtWidgets.QPushButton):
    """A large button: an icon, a title, and below it what it is for.

    `is_primary` marks the most common choice, which Enter presses.
    """

    def __init__(self, icon: str, text: str, detail: str, *, is_primary: bool = False) -> None:
        super().__init__(text)
        self._icon, self._detail, self._is_primary = icon, detail, is_primary
        self.setAccessibleDescription(detail)
        self.setDefault(is_primary)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(360, HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return theme.scale_px(QSize(240, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        ink, detail = (t.on_accent, t.on_accent) if self._is_primary else (t.ink, t.quiet)
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        if self._is_primary:
            draw_rounded(painter, box, theme.RADIUS, t.accent)
            if self.hasFocus():
                draw_focus_ring(painter, box, replace(t, accent=t.focus))
        else:
            draw_card(painter, box, t)
            draw_button_ground(painter, self, box, theme.RADIUS)
        middle = box.center().y()
        drawing.draw(painter, self._icon, QRectF(INSET, middle - LARGE_ICON / 2, LARGE_ICON, LARGE_ICON), ink)
        words = box.adjusted(INSET + LARGE_ICON + 16, 0, -INSET, 0)
        draw_elided(
            painter,
            QRectF(words.left(), middle - 22, words.width(), 22),
            self.text(),
            theme.font(theme.TEXT + 1, 600),
            ink,
        )
        draw_elided(
            painter, QRectF(words.left(), middle + 2, words.width(), 20), self._detail, theme.font(theme.SMALL), detail
        )


# The two buttons of a question: the one that does it, and the one that cancels.

DANGER = "danger"
"""The button property that the style sheet draws as irreversible."""


def ask_confirmation(
    parent: QtWidgets.QWidget, question: tuple[str, str], do: str, keep: str = "", *, is_danger: bool = True
) -> bool:
    """Ask before an irreversible action and return whether it is wanted; Enter and Escape both mean no.

    `question` is the question and what to know before; `do` and `keep` label the buttons. `is_danger` is False for an
    action that only must not happen by one wrong key.
    """
    box, deed, stay = _question_box(parent, question, do, keep, is_danger=is_danger)
    box.setDefaultButton(stay)
    return _is_wanted(box, deed)


def ask_agreement(parent: QtWidgets.QWidget, question: tuple[str, str], do: str) -> bool:
    """Ask before an action that a key undoes and return whether it is wanted; Enter means yes, Escape no."""
    box, deed, _ = _question_box(parent, question, do, "", is_danger=False)
    box.setDefaultButton(deed)
    return _is_wanted(box, deed)


def _question_box(
    parent: QtWidgets.QWidget, question: tuple[str, str], do: str, keep: str, *, is_danger: bool
) -> tuple[QtWidgets.QMessageBox, QtWidgets.QPushButton, QtWidgets.QPushButton]:
    """Return a box with the question, its button that does it and the one that does not."""
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle(parent.window().windowTitle())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QtWidgets.QMessageBox.Icon.Question)
    box.setText(question[0])
    box.setInformativeText(question[1])
    announce_when_shown(box, lambda: " ".join(question))
    deed = QtWidgets.QPushButton(escape_mnemonic(do))
    deed.setProperty(DANGER, is_danger)  # first: the box styles a button as it is added
    box.addButton(deed, QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
    go_back = QtWidgets.QMessageBox.StandardButton.Cancel
    stay = (
        box.addButton(escape_mnemonic(keep), QtWidgets.QMessageBox.ButtonRole.RejectRole)
        if keep
        else box.addButton(go_back)
    )
    return box, deed, stay


def _is_wanted(box: QtWidgets.QMessageBox, deed: QtWidgets.QPushButton) -> bool:
    box.exec()
    is_wanted = box.clickedButton() is deed
    box.deleteLater()
    return is_wanted


# The placeholder for an empty screen: an icon, a sentence, what to do, and the buttons for it.
# It looks the same on every screen: centred, the sentence above, the buttons below.

EMPTY_ICON, WIDTH = 48, 440


class EmptyState(QtWidgets.QWidget):
    """A placeholder with the screen's own `icon`; `width` of the text in design pixels."""

    def __init__(self, icon: str, *buttons: QtWidgets.QPushButton, width: int = WIDTH) -> None:
        super().__init__()
        self._icon = icon
        self.sentence, self.hint = Paragraph(theme.LARGE, 600), Paragraph()
        self.hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column = column_of(REST, spacing=12, around=(24, theme.scale_px(EMPTY_ICON + 24), 24, 24), of=self)
        for part in (self.sentence, self.hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setFixedWidth(theme.scale_px(width))
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        for button in buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_texts(self, sentence: str, hint: str) -> None:
        self.sentence.show_text(sentence)
        self.hint.show_text(hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        above = self.sentence.y() / theme.text_scale() - 16
        box = QRectF((theme.design_rect(self).width() - EMPTY_ICON) / 2, above - EMPTY_ICON, EMPTY_ICON, EMPTY_ICON)
        drawing.draw(painter, self._icon, box, theme.tokens(self.palette()).quiet)


class ReadingState(EmptyState):
    """The placeholder of a screen, its parent, whose content is still being read. It takes the place of `content`, and
    is hidden at first.

    It holds the focus until there is something to give it to, so that the first key after it is for the content.
    """

    def __init__(self, content: Sequence[QtWidgets.QWidget], width: int = WIDTH) -> None:
        super().__init__("hourglass", width=width)
        self._content = tuple(content)
        self.show_texts(translate(READING), translate(Message("event reading", "You can scan meanwhile.")))
        self.setAccessibleName(translate(READING))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def stand_in(self, is_reading: bool) -> None:
        """Show the placeholder instead of the content, or the content again."""
        had_focus = self.hasFocus()
        for part in self._content:
            part.setVisible(not is_reading)
        if had_focus and not is_reading and (screen := self.parentWidget()):
            screen.setFocus()
        self.setVisible(is_reading)


READING = Message("event reading", "Reading the event…")
