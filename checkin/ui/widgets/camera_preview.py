# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera picture with the codes found in it outlined, and a ticket code to be photographed. Opens no camera."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import CENTRE, LEFT, draw_aligned, draw_rounded, faded, rounded_path
from checkin.ui.look.typesetting import fit

Polygon = Sequence[tuple[float, float]]

ABSENT = 40
"""Pixels of the icon that stands for no camera."""
SHOWN_MS = 600
"""How long an outline stays; then it fades, or disappears at once without animations."""

_NO_CAMERA = Message("camera", "No camera. Use a scanner, or type a name.")


class CameraPreview(QWidget):
    """A preview that fills its area with the newest image, cropped. `is_mirrored`: the camera faces the guest.

    `is_large`: the preview of the idle desk, with a guide frame; its lower corners are square because text follows.
    """

    def __init__(self, parent: QWidget | None = None, *, is_large: bool = False) -> None:
        super().__init__(parent)
        self.is_mirrored = False
        self._is_large = is_large
        self._image: QtGui.QImage | None = None
        self._caption = ""
        self._without_camera = _NO_CAMERA
        self._polygons: tuple[QtGui.QPolygonF, ...] = ()
        self._colour = theme.GREEN.ground
        self._fade = QVariantAnimation(self, startValue=1.0, endValue=0.0)
        self._fade.setDuration(SHOWN_MS)
        self._fade.valueChanged.connect(self.update)
        self._fade.finished.connect(self._forget_outline)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(translate(Message("camera", "Camera preview")))

    def sizeHint(self) -> QSize:
        return QSize(420, 236)

    def set_image(self, image: QtGui.QImage | None) -> None:
        """Show the newest frame; None when there is no camera."""
        self._image = image if image is not None and not image.isNull() else None
        self.update()

    @property
    def has_image(self) -> bool:
        return self._image is not None

    def show_codes_alone(self, is_on: bool) -> None:
        """Say, without a camera, that codes alone can be typed, or names too."""
        self._without_camera = Message("camera", "No camera. Use a scanner, or type a code.") if is_on else _NO_CAMERA
        self.update()

    def set_caption(self, caption: str) -> None:
        """Set the device and size shown in the corner, "" for none."""
        self._caption = caption
        self.update()

    def outline(self, polygons: Sequence[Polygon], ok: bool) -> None:
        """Outline the codes just found for `SHOWN_MS`; `polygons` in image pixels."""
        self._polygons = tuple(QtGui.QPolygonF([QPointF(x, y) for x, y in polygon]) for polygon in polygons)
        self._colour = theme.GREEN.ground if ok else theme.AMBER.ground
        self._fade.stop()
        self._fade.setKeyValues(
            [(0.0, 1.0), (1 - theme.MOTION_MS / SHOWN_MS if theme.animations_enabled() else 0.999, 1.0), (1.0, 0.0)]
        )
        self._fade.start()
        self.update()

    def _forget_outline(self) -> None:
        self._polygons = ()
        self.update()

    def to_widget(self) -> QtGui.QTransform:
        """Return the transform from image pixels to the widget: scaled to cover, centred, mirrored if set."""
        size = self._image.size() if self._image else QSize(1, 1)
        scale = max(self.width() / size.width(), self.height() / size.height())
        placed = QtGui.QTransform().translate(self.width() / 2, self.height() / 2)
        placed.scale(-scale if self.is_mirrored else scale, scale)
        return placed.translate(-size.width() / 2, -size.height() / 2)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(self._frame())
        self._paint_ground(painter)
        if self._image:
            self._paint_image(painter, self._image)
        else:
            self._paint_absence(painter)
        if self._caption and self._image:
            self._paint_caption(painter)

    def _frame(self) -> QtGui.QPainterPath:
        box = QRectF(self.rect())
        return (
            rounded_path(box.adjusted(0, 0, 0, theme.CORNER), theme.CORNER)
            if self._is_large
            else rounded_path(box, theme.RADIUS)
        )

    def _paint_ground(self, painter: QtGui.QPainter) -> None:
        ground = QtGui.QLinearGradient(0, 0, self.width(), self.height())
        ground.setColorAt(0.0, QtGui.QColor(theme.VIEWFINDER_EDGES[0]))
        ground.setColorAt(0.55, QtGui.QColor(theme.VIEWFINDER.ground))
        ground.setColorAt(1.0, QtGui.QColor(theme.VIEWFINDER_EDGES[1]))
        painter.fillRect(self.rect(), ground)

    def _paint_image(self, painter: QtGui.QPainter, image: QtGui.QImage) -> None:
        painter.save()
        painter.setTransform(self.to_widget(), combine=True)
        painter.drawImage(0, 0, image)
        painter.restore()
        if self._polygons:
            self._paint_outline(painter)
        elif self._is_large:
            self._paint_guide(painter)

    def _paint_outline(self, painter: QtGui.QPainter) -> None:
        painter.setOpacity(float(self._fade.currentValue() or 0.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QtGui.QPen(QtGui.QColor(self._colour), 4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for width, colour in ((8, faded(theme.SHADOW, 0.35)), (4, QtGui.QColor(self._colour))):
            pen.setWidth(width)
            pen.setColor(colour)
            painter.setPen(pen)
            for polygon in self._polygons:
                painter.drawPolygon(self.to_widget().map(polygon))
        painter.setOpacity(1.0)

    def _paint_guide(self, painter: QtGui.QPainter) -> None:
        """Draw four corners where a code is best held."""
        side = min(self.width(), self.height()) * 0.5
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        for width, colour in ((8.0, faded(theme.SHADOW, 0.3)), (5.0, QtGui.QColor(theme.VIEWFINDER.ink))):
            pen = QtGui.QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_corners(box))

    def _paint_absence(self, painter: QtGui.QPainter) -> None:
        middle = QRectF(self.rect()).center()
        side = theme.scale_px(ABSENT)
        icon = QRectF(middle.x() - side / 2, middle.y() - side - theme.scale_px(4), side, side)
        drawing.draw(painter, "camera-off", icon, theme.VIEWFINDER.ink)
        size = theme.scale_px(theme.LARGE if self.width() > theme.scale_px(500) else theme.SMALL)
        setting = fit((translate(self._without_camera),), size, 600, (self.width() - 32, 3 * size))
        below = QRectF(16, middle.y() + theme.scale_px(10), self.width() - 32, setting.line_height)
        for number, line in enumerate(setting.lines):
            at = below.translated(0, number * setting.line_height)
            draw_aligned(painter, at, line, (setting.font, theme.VIEWFINDER.ink), CENTRE)

    def _paint_caption(self, painter: QtGui.QPainter) -> None:
        face = theme.font(theme.SMALL)
        width = painter.fontMetrics().horizontalAdvance(self._caption)
        box = QRectF(12, self.height() - 34, width, 24)
        draw_aligned(painter, box.translated(0, 1), self._caption, (face, faded(theme.SHADOW, 0.7)), LEFT)
        draw_aligned(painter, box, self._caption, (face, theme.VIEWFINDER.ink), LEFT)


def _corners(box: QRectF) -> QtGui.QPainterPath:
    arm, bend = box.width() * 0.3, box.width() * 0.12
    path = QtGui.QPainterPath()
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = box.center().x() + sx * box.width() / 2, box.center().y() + sy * box.height() / 2
        path.moveTo(x, y - sy * arm)
        path.lineTo(x, y - sy * bend)
        path.quadTo(x, y, x - sx * bend, y)
        path.lineTo(x - sx * arm, y)
    return path


SIDE, TEXT_LINE, EDGE = 232, 22, 6
"""Sizes in pixels at 1366x768: the code with its quiet zone, a line of text, the edge around them."""
GROUP, GROUPS_A_LINE, MARKED_LINE = 5, 2, 14


@dataclass(frozen=True, slots=True)
class CodeCard:
    """The layout of a ticket code on a white card, to be photographed by its owner.

    All modules of `square` have the same whole number of pixels, or a camera reads moiré.
    """

    card: QRectF
    square: QRectF
    modules: tuple[tuple[bool, ...], ...]
    letters: tuple[str, ...]
    text_line: float


def layout_code_card(code: str, right_top: QPointF, scale: float) -> CodeCard:
    """Return the layout of a card whose upper right corner is at `right_top`."""
    from checkin.services.exports.exporting import code_modules

    modules = tuple(map(tuple, code_modules(code)))
    side = max(2, int(SIDE * scale / len(modules))) * len(modules)
    letters, text_line, edge = group_letters(code), TEXT_LINE * max(scale, 0.75), round(EDGE * scale)
    width, height = side + 2 * edge, side + (1 + len(letters)) * text_line + 2 * edge
    card = QRectF(round(right_top.x() - width), round(right_top.y()), width, height)
    square = QRectF(card.left() + edge, round(card.top() + edge + text_line), side, side)
    return CodeCard(card, square, modules, letters, text_line)


def group_letters(code: str) -> tuple[str, ...]:
    """Return the letters of a code in lines of groups, as people read them out; a code with marks has groups of its
    own.
    """
    if not code.isalnum():
        return tuple(code[at : at + MARKED_LINE] for at in range(0, len(code), MARKED_LINE))
    groups = [code[at : at + GROUP] for at in range(0, len(code), GROUP)]
    return tuple(" ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE))


def paint_code_card(painter: QtGui.QPainter, placed: CodeCard) -> None:
    draw_rounded(painter, placed.card, 12, theme.GLOW)
    face = theme.font(theme.TEXT * placed.text_line / TEXT_LINE, 600, tabular=True)
    below = placed.square.bottom()
    lines = [(placed.square.top() - placed.text_line, translate(Message("answer", "Let them photograph this code")))]
    lines += [(below + at * placed.text_line, letters) for at, letters in enumerate(placed.letters)]
    for top, text in lines:
        draw_aligned(
            painter,
            QRectF(placed.card.left(), top, placed.card.width(), placed.text_line),
            text,
            (face, theme.SHADOW),
            CENTRE,
        )
    paint_code_modules(painter, placed.square, placed.modules)


def paint_code_modules(painter: QtGui.QPainter, square: QRectF, modules: Sequence[Sequence[bool]]) -> None:
    """Paint the black modules; the ground is white already."""
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QtGui.QColor(theme.SHADOW))
    unit = square.width() / len(modules)
    for y, row in enumerate(modules):
        for x, is_black in enumerate(row):
            if is_black:
                painter.drawRect(QRectF(square.left() + x * unit, square.top() + y * unit, unit, unit))
    painter.restore()
