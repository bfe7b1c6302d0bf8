# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of readiness in one word, read from two metres, in the looks of answers; and as a light of the desk."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.ready.check_result import CheckResult, Readiness, readiness, worst_result
from checkin.translation import translate
from checkin.ui.desk.status_lights import StatusLight
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded, faded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import AMBER, CORNER, GREEN, GREY, LARGE, RED, TITLE, Colours, font
from checkin.ui.ready.ready_wording import READINESS, ready_summary, result_description, topic_name

HEIGHT, ICON, EDGE = 112, 64, 28
BELOW, LINE = 36, 24
"""Pixels."""

LOOKS: dict[Readiness, tuple[Colours, str]] = {
    Readiness.OVER: (GREY, "flag"),
    Readiness.READY: (GREEN, "circle-check"),
    Readiness.ALMOST: (AMBER, "triangle-alert"),
    Readiness.NOT_READY: (RED, "octagon-x"),
}


class ReadyBand(QWidget):
    """The band, empty before the first findings."""

    def __init__(self) -> None:
        super().__init__()
        self._word: Readiness | None = None
        self._summary = ""
        self.setFixedHeight(scale_px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word, "" before the first findings."""
        return translate(READINESS[self._word]) if self._word else ""

    def show_findings(self, findings: tuple[CheckResult, ...]) -> None:
        self._word, self._summary = readiness(findings), ready_summary(findings)
        self.setAccessibleName(f"{self.text}. {self._summary}")
        self.update()

    def sizeHint(self) -> QSize:
        return scale_px(QSize(600, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._word is None:
            return
        colours, icon = LOOKS[self._word]
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, CORNER, colours.ground)
        icons.draw(painter, icon, QRectF(EDGE, (HEIGHT - ICON) / 2, ICON, ICON), colours.ink)
        self._write(painter, QRectF(2 * EDGE + ICON - 4, 0, box.width() - 3 * EDGE - ICON + 4, HEIGHT), colours.ink)

    def _write(self, painter: QPainter, place: QRectF, ink: str) -> None:
        """Draw the summary after the word, or below it where there is no room."""
        face, small = font(TITLE, 700), font(LARGE, 600)
        wide = QFontMetricsF(face).horizontalAdvance(self.text)
        beside = place.adjusted(wide + EDGE, 8, 0, 8)
        if QFontMetricsF(small).horizontalAdvance(self._summary) <= beside.width():
            draw_aligned(painter, place, self.text, (face, ink), LEFT)
            draw_elided(painter, beside, self._summary, small, faded(ink, 0.86))
        else:
            draw_aligned(painter, place.adjusted(0, 0, 0, -BELOW), self.text, (face, ink), LEFT)
            below = QRectF(place.left(), HEIGHT - BELOW, place.width(), LINE)
            draw_elided(painter, below, self._summary, small, faded(ink, 0.86))


def ready_light(findings: tuple[CheckResult, ...]) -> StatusLight:
    """Return the light at the top of the desk: the verdict, and what to look at first.

    What was only not tried yet makes it a ring: it sends nobody away from the guests.
    """
    word = readiness(findings)
    verdict = translate(READINESS[word])
    if (worst := worst_result(findings)) and word is not Readiness.OVER:
        name = topic_name(worst)
        if word is Readiness.NOT_READY:
            what = translate(_SEE, verdict=verdict, topic=name)
        else:
            what = translate(_TO_CHECK, topic=f"{name[:1].lower()}{name[1:]}")
        return StatusLight(READINESS[word], False, result_description(worst), what)
    return StatusLight(
        READINESS[word], True if word is Readiness.READY else None, f"{verdict}. {ready_summary(findings)}"
    )


_SEE, _TO_CHECK = Message("ready", "{verdict}: {topic}"), Message("ready", "To check: {topic}")
