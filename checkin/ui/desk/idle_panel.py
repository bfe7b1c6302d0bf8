# SPDX-License-Identifier: GPL-3.0-or-later
"""The large panel between two answers: the camera picture, and one sentence that says what to do."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.answer_layout import answer_scale
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import CORNER, DETAIL, SENTENCE, font, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.camera_preview import CameraPreview

BAND = 170
"""Height of the text under the camera at 1366x768."""

_PRESENT = Message("idle", "Show a code")
_SCAN = Message("idle", "Scan a code or type a name")
_TYPE = Message("idle", "Scan at any time. Two letters of a name are enough.")
_HOW = Message("idle", "Phone or paper, about 20 cm from the camera. No code: type two letters of the name.")
_SCAN_CODE = Message("idle", "Scan a code")
_TYPE_CODE = Message("idle", "Scan at any time, or type the code. No code: a supervisor can search (F3).")
_HOW_CODE = Message("idle", "Phone or paper, about 20 cm from the camera. No code: a supervisor can search (F3).")


class IdlePanel(QWidget):
    """The idle panel; the stage gives images to its `preview`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = CameraPreview(self, is_large=True)
        self._point = self._note = self._reply = ""
        self._takes_codes_alone = False
        self.setAccessibleName(translate(_PRESENT))

    def show_codes_alone(self, is_on: bool) -> None:
        """Say that codes alone are taken, or names too."""
        self._takes_codes_alone = is_on
        self.preview.show_codes_alone(is_on)
        self.update()

    def set_point(self, name: str) -> None:
        """Set the control point that stands in place of what to do; "" where the event has only one."""
        self._point = name
        self.setAccessibleName(" · ".join(filter(None, (name, translate(_PRESENT)))))
        self.update()

    @property
    def words(self) -> tuple[Message, Message]:
        """The sentence that says what to do, and how."""
        if self._takes_codes_alone:
            return (_PRESENT, _HOW_CODE) if self.preview.has_image else (_SCAN_CODE, _TYPE_CODE)
        return (_PRESENT, _HOW) if self.preview.has_image else (_SCAN, _TYPE)

    def set_note(self, text: str) -> None:
        """Show the note for this control point in place of the sentence about presenting codes; "" for none."""
        self._note = text
        self.setAccessibleDescription(text)
        self.update()

    def reply(self, text: str) -> None:
        """Show `text` to the user of a key in place of the sentence about presenting codes; "" ends it."""
        self._reply = text
        self.setAccessibleDescription(text or self._note)
        announce(self, text, at_once=True)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setGeometry(0, 0, self.width(), self.height() - round(BAND * self._scale()))

    def _scale(self) -> float:
        return answer_scale(QSizeF(self.size()))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = tokens(self.palette()), self._scale()
        title_words, how_words = self.words
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, QRectF(self.rect()), CORNER, t.surface, t.line)
        band = QRectF(44 * u, self.preview.height(), self.width() - 88 * u, BAND * u)
        face = font(SENTENCE * u, 700)
        icons.draw(painter, "scan-qr-code", QRectF(band.left(), band.top() + 24 * u, 52 * u, 52 * u), t.ink)
        title = QRectF(band.left() + 72 * u, band.top() + 20 * u, band.width() - 72 * u, 60 * u)
        if self._point:
            draw_elided(painter, title, self._point, face, t.accent)
        else:
            draw_aligned(painter, title, translate(title_words), (face, t.ink), LEFT)
        self._paint_below(painter, band.adjusted(0, 88 * u, 0, -18 * u), translate(how_words))

    def _paint_below(self, painter: QPainter, place: QRectF, how: str) -> None:
        """Draw how codes are presented, quietly, or a reply on a ground of its own."""
        t, u = tokens(self.palette()), self._scale()
        ink, weight = (t.ink, 600) if self._reply else (t.quiet, 400)
        text = self._reply or self._note or how
        words = fit((text,), min(DETAIL, 22) * u, weight, (place.width(), place.height()))
        height = QFontMetricsF(words.font).height()
        if self._reply:
            place = place.translated(0, 8 * u)
            ground = QRectF(place.left(), place.top(), place.width(), len(words.lines) * height)
            draw_rounded(painter, ground.adjusted(-16 * u, -8 * u, 16 * u, 8 * u), 12 * u, t.selected)
        for i, line in enumerate(words.lines):
            box = QRectF(place.left(), place.top() + i * height, place.width(), height)
            draw_aligned(painter, box, line, (words.font, ink), LEFT)
