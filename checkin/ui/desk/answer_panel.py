# SPDX-License-Identifier: GPL-3.0-or-later
"""The widget that paints the last answer, readable from two metres. What it says: `answer_content`; font sizes and
places: `answer_layout`; buttons: `answer_steps`.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from checkin.core.answer import Answer
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.translation import translate
from checkin.ui.desk import answer_layout
from checkin.ui.desk.answer_content import AnswerContent, answer_content
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep, answer_steps
from checkin.ui.look import drawing
from checkin.ui.look.answer_looks import SHAPES, answer_look
from checkin.ui.look.drawing import CENTRE, LEFT, draw_aligned, draw_photograph, draw_rounded, faded, rounded_path
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import AMBER, BLACK, CONTRAST, CORNER, GLOW, LARGE, Colours, font, text_scale, tokens
from checkin.ui.widgets.camera_preview import paint_code_card

# A button for one next step of an answer: its key, then its label, filled for the primary step.
# Does nothing itself.

EDGE, EDGE_ALPHA, FILL_ALPHA = 1.5, 0.8, 0.16
"""Width of a button's edge in pixels at 1366x768, and the opacity of edge and fill."""


class AnswerStepButton(QAbstractButton):
    """A button in the colours of its answer, drawn at `scale` times its size at 1366x768."""

    def __init__(self, step: AnswerStep, colours: Colours, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self._colours = colours
        self._u = scale
        self.setText(step.label)
        self.setShortcut(QKeySequence())  # the letter after an & in a session title must not become a key
        self.show_step(step)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_step(self, step: AnswerStep) -> None:
        """Show `step` in place of the earlier one: the same words, with or without its key."""
        self.step = step
        self.setAccessibleName(step.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(step_width(self.step, self._u)), round(answer_layout.step_height(self._u)))

    @property
    def shown(self) -> str:
        """The label, cut in the middle where it is too long: its end says how many seats are left."""
        room = self.width() - self._widths()[1] - 46 * self._u + 1  # like `sizeHint`, which was rounded
        metrics = QFontMetricsF(font(LARGE * self._u, 600))
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ground, ink, is_strong = self._colours.ground, self._colours.ink, self._is_strong
        if self.step.is_primary:
            draw_rounded(painter, box, 12 * self._u, faded(ink, 0.86 if self.underMouse() and not is_strong else 1.0))
            ink = ground
        else:
            edge = EDGE * self._u
            inside = box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
            painter.setPen(QPen(faded(ink, 1.0 if is_strong else EDGE_ALPHA), edge))
            painter.setBrush(faded(ink, 0.0 if is_strong else 0.24 if self.underMouse() else FILL_ALPHA))
            painter.drawRoundedRect(inside, 12 * self._u, 12 * self._u)
        if self.hasFocus():
            painter.setPen(QPen(faded(ink, 1), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 9 * self._u, 9 * self._u)
        self._write(painter, box, ink)

    def _write(self, painter: QPainter, box: QRectF, ink: str) -> None:
        face, faint = font(LARGE * self._u, 600), faded(ink, 1.0 if self._is_strong else 0.78)
        label, key = self._widths()
        if not label:
            draw_aligned(painter, box, self.step.key, (face, faint), CENTRE)
            return
        left = box.adjusted(18 * self._u, 0, 0, 0)
        draw_aligned(painter, left, self.step.key, (face, faint), LEFT)
        draw_aligned(painter, left.adjusted(key and key + 10 * self._u, 0, 0, 0), self.shown, (face, ink), LEFT)

    @property
    def _is_strong(self) -> bool:
        """Whether nothing is drawn faintly: with high contrast."""
        return tokens(self.palette()) is CONTRAST

    def _widths(self) -> tuple[float, float]:
        return _widths(self.step, self._u)


def step_width(step: AnswerStep, scale: float) -> float:
    """Return the width of the button of `step`, with its whole label."""
    return sum(_widths(step, scale)) + 46 * scale


def _widths(step: AnswerStep, scale: float) -> tuple[float, float]:
    """Return the widths of label and key."""
    metrics = QFontMetricsF(font(LARGE * scale, 600))
    return metrics.horizontalAdvance(step.label), metrics.horizontalAdvance(step.key)


_NEXT = Message("answer", "Next: {steps}")


class AnswerPanel(QWidget):
    """A panel filled with the colour of the answer; empty before the first `show_answer`."""

    step_chosen = Signal(object)
    """Emitted with the `AnswerStep` whose button was clicked."""
    arranged = Signal()
    """Emitted when the panel has new buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: AnswerContent | None = None
        self._colours: Colours = BLACK
        self._shape = self._reply = ""
        self._steps: tuple[AnswerStep, ...] = ()
        self._is_undo_key_lent = False
        self._until = 0
        """Where what is seen of the panel ends, in pixels from its top; 0 if all of it is seen."""
        self._made_at = 0.0
        """The scale the buttons were made at; 0 while the current answer has none."""
        self._buttons: list[AnswerStepButton] = []
        self._arranged: answer_layout.AnswerLayout | None = None
        self._tell = QTimer(self, singleShot=True, interval=0)
        """Runs between an answer and its announcement: of several of one key (an order) the last says it all."""
        self._tell.timeout.connect(self.repeat)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_answer(self, answer: Answer, programme: Programme, photograph: bytes = b"") -> None:
        """Replace the shown answer at once; `photograph` is that of its person, b"" without one."""
        worn = answer_look(answer)
        self._content = answer_content(answer, programme, photograph)
        self._reply = ""
        self._colours, self._shape = worn.colours, SHAPES[worn.family]
        self._steps = self._with_keys(answer_steps(answer))
        self._made_at = 0.0
        self.setAccessibleName(self._content.title)
        self.setAccessibleDescription(self.spoken)
        self._arrange()
        self._tell.start()

    def reply(self, text: str) -> None:
        """Show `text` below the answer in place of an earlier reply, until the next answer; "" removes it."""
        if self._content:
            notes = tuple(note for note in self._content.notes if note != self._reply)
            self._reply = text
            self._content = replace(self._content, notes=(*notes, text) if text else notes)
            self.setAccessibleDescription(self.spoken)
            self._arrange()
            if not self._tell.isActive():
                announce(self, text, at_once=True)

    def repeat(self) -> None:
        """Announce the answer again, with its next steps."""
        announce(self, self.spoken, at_once=True)

    def lend_undo_key(self, is_lent: bool) -> None:
        """Take F8 off the answer's undo button while F8 is about a line of the recent scans."""
        if is_lent != self._is_undo_key_lent:
            self._is_undo_key_lent = is_lent
            self._steps = self._with_keys(self._steps)
            self.setAccessibleDescription(self.spoken)
            self._arrange()

    def show_until(self, bottom: int) -> None:
        """Keep the buttons above `bottom`, where what is seen of the panel ends; 0 leaves them below the answer."""
        if bottom != self._until:
            self._until = bottom
            self._place_buttons()
            self.update()

    def _with_keys(self, steps: tuple[AnswerStep, ...]) -> tuple[AnswerStep, ...]:
        lent = self._is_undo_key_lent
        return tuple(replace(step, is_keyless=lent and step.action is AnswerAction.UNDO) for step in steps)

    @property
    def spoken(self) -> str:
        """The whole answer for a screen reader: result, person and possible next steps; "" before the first answer."""
        if self._content is None:
            return ""
        ways = ", ".join(step.spoken for step in self._steps)
        return ". ".join((self._content.spoken, translate(_NEXT, steps=ways)) if ways else (self._content.spoken,))

    @property
    def last(self) -> str:
        """The newest answer without next steps, "" before the first one."""
        return self._content.spoken if self._content else ""

    def forget(self) -> None:
        """Forget the answer, whose person was erased."""
        self._content = self._arranged = None

    @property
    def buttons(self) -> Sequence[QWidget]:
        """The step buttons, in reading order."""
        return tuple(self._buttons)

    def arrangement(self) -> answer_layout.AnswerLayout | None:
        """Return the current layout in widget coordinates; None before the first answer."""
        return self._arranged

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def height_for(self, least: float) -> int:
        """Return the height needed at the current width inside a scroll area; `least` where that is enough.

        It depends on the answer alone, not on the buttons of the height that the panel has now.
        """
        if self._content is None:
            return round(least)
        return round(answer_layout.answer_height(self._content, QSizeF(self.width(), least), self._height_of_steps))

    def _scale_of_steps(self, size: QSizeF) -> float:
        """Return the scale of the buttons in a panel of `size`: larger with large text while one row has room for all
        of them.
        """
        plain, width = answer_layout.answer_scale(size), answer_layout.steps_width(size)
        larger = (plain * (1 + share * (text_scale() - 1)) for share in (0.3, 0.15))
        return next((scale for scale in larger if len(_rows(self._steps, scale, width)) == 1), plain)

    def _height_of_steps(self, size: QSizeF) -> float:
        """Return how high the rows of buttons are together in a panel of `size`."""
        scale, gap = self._scale_of_steps(size), answer_layout.STEPS_GAP * answer_layout.answer_scale(size)
        return max(
            0.0,
            len(_rows(self._steps, scale, answer_layout.steps_width(size))) * (answer_layout.step_height(scale) + gap)
            - gap,
        )

    def _arrange(self) -> None:
        if self._content is None:
            return
        size = QSizeF(self.size())
        self._make_buttons(self._scale_of_steps(size))
        self._arranged = answer_layout.layout_answer(self._content, size, self._height_of_steps(size))
        self._place_buttons()
        self.arranged.emit()
        self.update()

    def _make_buttons(self, scale: float) -> None:
        """Keep the same button widgets while the answer is the same, because one of them may have the focus."""
        if self._made_at == scale:
            for button, step in zip(self._buttons, self._steps, strict=True):
                button.show_step(step)
                button.resize(button.sizeHint())
            return
        self._made_at = scale
        old, self._buttons = self._buttons, [AnswerStepButton(s, self._colours, scale, self) for s in self._steps]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, b=button: self.step_chosen.emit(b.step))
            button.resize(button.sizeHint())
        self._hand_over_focus(old)
        for button in old:
            button.hide()
            button.deleteLater()

    def _hand_over_focus(self, old: Sequence[AnswerStepButton]) -> None:
        """Move the focus from a button to the one that replaces it. Once it is hidden, Qt would move the focus to the
        next widget of the window.
        """
        had = next((button.step for button in old if button.hasFocus()), None)
        if had in self._steps:
            heir = self._buttons[self._steps.index(had)]
            heir.show()
            heir.setFocus()

    def _raised(self, arranged: answer_layout.AnswerLayout) -> float:
        """Return how far the buttons stand above their place, at most up to the title, so that they are seen."""
        below = arranged.steps.bottom() + answer_layout.STEPS_GAP * arranged.scale - self._until
        return max(0.0, min(below, arranged.steps.top() - arranged.title.box.bottom())) if self._until else 0.0

    def _place_buttons(self) -> None:
        arranged = self._arranged
        if arranged is None:
            return
        top, gap = arranged.steps.top() - self._raised(arranged), answer_layout.STEPS_GAP * arranged.scale
        buttons = iter(self._buttons)
        for row in _rows(self._steps, self._made_at, answer_layout.steps_width(QSizeF(self.size()))):
            left = arranged.steps.left()
            for _, button in zip(row, buttons, strict=False):
                button.resize(min(button.width(), round(arranged.steps.width())), button.height())
                button.move(round(left), round(top))
                button.show()
                left += button.width() + gap
            top += answer_layout.step_height(self._made_at) + gap

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._content is None or self._arranged is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded_path(QRectF(self.rect()), CORNER))
        painter.fillRect(self.rect(), QColor(self._colours.ground))
        self._paint_shape(painter, self._arranged.under_text)
        self._paint_text(painter, self._content, self._arranged)
        if raised := self._raised(self._arranged):
            self._paint_shelf(painter, self._arranged, raised)

    @property
    def _is_strong(self) -> bool:
        """Whether no text is drawn faintly, or on a strong shape: with high contrast."""
        return tokens(self.palette()) is CONTRAST

    def _paint_shape(self, painter: QPainter, top: float) -> None:
        """Draw the shape of the answer's family, large, cut by the corner; stripes when nothing was saved.

        The shape begins below `top`, so that no text crosses its edge.
        """
        side = self.height() * 0.9
        box = QRectF(self.width() - side * 0.72, max(top, self.height() - side * 0.66), side, side)
        if self._shape:
            drawing.draw(painter, self._shape, box, faded(self._colours.ink, 0.07 if self._is_strong else 0.16))
        if self._colours is BLACK:
            _paint_stripes(painter, QRectF(0, 0, self.width(), 16))
            _paint_stripes(painter, QRectF(0, self.height() - 16, self.width(), 16))

    def _paint_text(self, painter: QPainter, shown: AnswerContent, arranged: answer_layout.AnswerLayout) -> None:
        ink = self._colours.ink
        drawing.draw(painter, shown.icon, arranged.icon, ink)
        _paint_block(painter, arranged.title, QColor(ink))
        draw_photograph(painter, arranged.photograph, shown.photograph)
        _paint_block(painter, arranged.lines, QColor(ink))
        _paint_block(painter, arranged.detail, faded(ink, 1.0 if self._is_strong else 0.84))
        for chip in arranged.chips:
            self._paint_chip(painter, chip)
        for line in arranged.columns:
            _paint_block(painter, line, QColor(ink))
        for strip in arranged.strips:
            self._paint_strip(painter, strip, arranged.scale)
        if arranged.code:
            paint_code_card(painter, arranged.code)

    def _paint_shelf(self, painter: QPainter, arranged: answer_layout.AnswerLayout, raised: float) -> None:
        """Draw the ground of the buttons that stand above their place, over the text that is scrolled to, and that
        there is more text.
        """
        top = arranged.steps.top() - raised - answer_layout.STEPS_GAP * arranged.scale
        painter.fillRect(QRectF(0, top, self.width(), self.height() - top), QColor(self._colours.ground))
        painter.fillRect(QRectF(0, top, self.width(), 2), faded(self._colours.ink, 0.3))
        edge = self.width() - arranged.steps.right()
        box = QRectF(arranged.steps.right() + edge * 0.15, top + edge * 0.15, edge * 0.7, edge * 0.7)
        drawing.draw(painter, "chevron-down", box, self._colours.ink)

    def _paint_chip(self, painter: QPainter, placed: answer_layout.PlacedChip) -> None:
        box, ink = placed.box, self._colours.ink
        painter.setPen(QPen(QColor(ink), 1.5))
        painter.setBrush(QColor(ink) if placed.chip.is_large else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, placed.unit / 2, placed.unit / 2)
        ink = self._colours.ground if placed.chip.is_large else ink
        unit = placed.unit / answer_layout.CHIP
        text = box.adjusted(16 * unit, 0, 0, 0)
        if placed.chip.icon:
            side = 20 * unit
            drawing.draw(painter, placed.chip.icon, QRectF(text.left(), box.center().y() - side / 2, side, side), ink)
            text.setLeft(text.left() + 26 * unit)
        text.setTop(box.center().y() - placed.setting.height / 2)
        _paint_block(painter, answer_layout.TextBlock(placed.setting, text), QColor(ink))

    def _paint_strip(self, painter: QPainter, strip: answer_layout.TextBlock, scale: float) -> None:
        """Draw a lighter band across the answer, the ground of a note."""
        light = 0.55 if self._colours.ink != GLOW else 0.14
        draw_rounded(painter, strip.box, 12 * scale, faded(GLOW, light))
        unit = (strip.box.height() - strip.setting.height) / 32
        side = 22 * unit
        icon = QRectF(strip.box.left() + 18 * unit, strip.box.top() + 16 * unit, side, side)
        icon.moveTop(strip.box.top() + 16 * unit + (strip.setting.line_height - side) / 2)
        drawing.draw(painter, "circle-alert", icon, self._colours.ink)
        inner = strip.box.adjusted(54 * unit, 16 * unit, -18 * unit, -16 * unit)
        _paint_block(painter, answer_layout.TextBlock(strip.setting, inner), QColor(self._colours.ink))


def _rows(steps: Sequence[AnswerStep], scale: float, width: float) -> list[list[AnswerStep]]:
    """Return the steps in rows from left to right, each candidate in a row of its own."""
    rows: list[list[AnswerStep]] = []
    used = 0.0
    for step in steps:
        is_alone = step.action is AnswerAction.PICK or (rows and rows[-1][-1].action is AnswerAction.PICK)
        wide = step_width(step, scale)
        if not rows or is_alone or used + wide > width:
            rows.append([])
            used = 0.0
        rows[-1].append(step)
        used += wide + answer_layout.STEPS_GAP
    return rows


def _paint_block(painter: QPainter, block: answer_layout.TextBlock, ink: QColor) -> None:
    height = block.setting.line_height
    for i, line in enumerate(block.setting.lines):
        box = QRectF(block.box.left(), block.box.top() + i * height, block.box.width(), height)
        draw_aligned(painter, box, line, (block.setting.font, ink), LEFT)


def _paint_stripes(painter: QPainter, band: QRectF) -> None:
    """Draw the black and yellow stripes of a hazard sign."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(AMBER.ground))
    step = band.height() * 2
    x = band.left() - step
    while x < band.right():
        slope = band.height()
        corners = ((x + slope, band.top()), (x + 2 * slope, band.top()), (x + slope, band.bottom()), (x, band.bottom()))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        x += step
