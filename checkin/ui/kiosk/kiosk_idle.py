# SPDX-License-Identifier: GPL-3.0-or-later
"""The self-service screen between two guests: the camera, and how to hold a code as one drawing and one sentence."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import Translator
from checkin.ui.kiosk.kiosk_wording import (
    CAMERA_LOST,
    CAMERA_STARTS,
    HOW,
    IF_LONG,
    ONE_MOMENT,
    PRESENT,
    SCAN,
    SCANNER_WORKS,
)
from checkin.ui.look import icons
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded, rounded_path
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import CORNER, GAP, SENTENCE, VIEWFINDER, Tokens, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.camera_preview import CameraPreview

WIDE, TALL = 0.62, 0.58
"""The camera's share of the width beside the drawing, and of the height above it on a portrait screen."""
_HOW = 27
_DRAWING = (360, 190)


class KioskPreview(CameraPreview):
    """A camera preview that tells the guest when there is no picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, is_large=True)
        self.lines: tuple[str, ...] = ()
        self.scale = 1.0

    def _frame(self) -> QPainterPath:
        return rounded_path(QRectF(self.rect()), CORNER * self.scale)

    def _paint_absence(self, painter: QPainter) -> None:
        u, middle = self.scale, QRectF(self.rect()).center()
        icons.draw(painter, "camera", QRectF(middle.x() - 40 * u, middle.y() - 120 * u, 80 * u, 80 * u), VIEWFINDER.ink)
        top = middle.y()
        for text, size in zip(self.lines, (SENTENCE - 8, _HOW), strict=False):
            setting = fit((text,), size * u, 600, (self.width() - 64 * u, 110 * u))
            for line in setting.lines:
                row = QRectF(0, top, self.width(), setting.line_height)
                draw_aligned(painter, row, line, (setting.font, VIEWFINDER.ink), CENTRE)
                top += setting.line_height
            top += 12 * u


class KioskIdle(QWidget):
    """The idle page; images go to its `preview`. If there never was a camera, the drawing takes all the space."""

    def __init__(self, voice: Translator) -> None:
        super().__init__()
        self.preview = KioskPreview(self)
        self._u = 1.0
        self._has_place, self._was_live, self._is_live = True, False, False
        self.set_language(voice)

    def set_language(self, voice: Translator) -> None:
        """Show the texts in another language."""
        self._voice = voice
        lost = CAMERA_LOST if self._was_live else CAMERA_STARTS
        self.preview.lines = (voice.translate(lost), voice.translate(SCANNER_WORKS))
        title, how = map(voice.translate, self._texts())
        self.setAccessibleName(title)
        self.setAccessibleDescription(how)
        self.update()
        self.preview.update()

    def tell(self) -> None:
        """Announce what to do, which is only painted."""
        announce(self, ". ".join(map(self._voice.translate, self._texts())))

    def set_scale(self, scale: float) -> None:
        self._u = self.preview.scale = scale
        self._arrange()

    def show_live(self, is_live: bool) -> None:
        """Set whether there are images. Once there were, the camera keeps its space."""
        self._is_live, self._was_live = is_live, self._was_live or is_live
        self._has_place = self._has_place or is_live
        if not is_live:
            self.preview.set_image(None)
        self.set_language(self._voice)
        self._arrange()

    def give_up_camera(self) -> None:
        """Drop the camera's space if no image has come: codes are read by a scanner here."""
        self._has_place = self._was_live
        self.set_language(self._voice)
        self._arrange()

    def _texts(self) -> tuple[Message, Message]:
        """Return what to do, and how."""
        if not self._has_place:
            return SCAN, HOW
        return (ONE_MOMENT, IF_LONG) if self._was_live and not self._is_live else (PRESENT, HOW)

    @property
    def _is_upright(self) -> bool:
        return self.height() > self.width()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        self.preview.setVisible(self._has_place)
        if self._is_upright:
            self.preview.setGeometry(0, 0, width, round(height * TALL))
        else:
            self.preview.setGeometry(0, 0, round(width * WIDE), height)
        self.update()

    def _beside(self) -> QRectF:
        """Return the area of the drawing and the sentence."""
        whole, gap = QRectF(self.rect()), GAP * self._u
        if not self._has_place:
            return whole
        if self._is_upright:
            return whole.adjusted(0, self.preview.height() + gap, 0, 0)
        return whole.adjusted(self.preview.width() + gap, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = tokens(self.palette()), self._u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._beside()
        draw_rounded(painter, box, CORNER * u, t.surface, t.line)
        width = box.width() - 56 * u
        title = fit((self.accessibleName(),), SENTENCE * u, 700, (width, box.height() * 0.36))
        how = fit((self.accessibleDescription(),), _HOW * u, 400, (width, box.height() * 0.24))
        drawn = min(1.0, width / (_DRAWING[0] * u))
        height = _DRAWING[1] * u * drawn
        gap = 28 * u
        top = box.center().y() - (height + title.height + how.height + 2 * gap) / 2
        _draw_how(painter, QPointF(box.center().x(), top), u * drawn, t)
        top += height + gap
        for setting, ink in ((title, t.ink), (how, t.quiet)):
            for line in setting.lines:
                draw_aligned(
                    painter,
                    QRectF(box.left(), top, box.width(), setting.line_height),
                    line,
                    (setting.font, ink),
                    CENTRE,
                )
                top += setting.line_height
            top += gap * 0.6


def _draw_how(painter: QPainter, top_middle: QPointF, u: float, t: Tokens) -> None:
    """Draw a phone with a code, an arrow as long as a hand, and a reader."""
    painter.save()
    painter.translate(top_middle)
    painter.scale(u, u)
    pen = QPen(QColor(t.ink), 5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(t.background))
    painter.drawRoundedRect(QRectF(-176, 3, 104, 184), 16, 16)
    icons.draw(painter, "qr-code", QRectF(-160, 58, 72, 72), t.ink)
    icons.draw(painter, "arrow-left-right", QRectF(-40, 55, 80, 80), t.accent)
    painter.setPen(pen)
    painter.setBrush(QColor(t.background))
    painter.drawRoundedRect(QRectF(72, 33, 104, 124), 16, 16)
    painter.drawEllipse(QPointF(124, 95), 30, 30)
    painter.setBrush(QColor(t.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(124, 95), 14, 14)
    painter.restore()
