# SPDX-License-Identifier: GPL-3.0-or-later
"""The counter of arrivals: how many of how many, how fast, and a bar. Counts nothing itself."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.counts import RECENT, Tally
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_rounded
from checkin.ui.look.theme import DETAIL, TEXT, design_painter, design_rect, font, scale_px, tokens

BAR = 150
WIDE_PACE, SLOW_PACE = (88,) * RECENT, (1,) + (0,) * (RECENT - 1)
"""Arrivals by the minute whose pace is written widest: with two digits, or with a decimal."""

_Run = tuple[str, QFont, bool]
"""A text, its font, and whether it is emphasised."""

_ARRIVED = Message("count", "arrived")
_UNNUMBERED = Message("count", "{count} without a number")
_RETURNED = Message("count", "{count} {count:given back|given back}")
_SEATS, _FREE = Message("count", "seats"), Message("count", "{count} free")
_TO_COME, _NO_SEAT = Message("count", "{count} expected"), Message("count", "room full")
_PACE = Message("count", "{pace} per minute")
_TIP = Message("count", "Per minute: average of the last {minutes} minutes, this one included")
_WHERE = Message("count", "At this control point. Closing counts everyone who came, at any control point or online.")
_SPOKEN = Message("count", "{arrived} of {expected} arrived, {pace} per minute")
_SPOKEN_WITH_UNEXPECTED = Message(
    "count", "{arrived} arrived, {unexpected} of them not expected; {missing} of {expected} missing, {pace} per minute"
)

_SPOKEN_SEATS = Message(
    "count", "{inside} of {capacity} {capacity:seat|seats} taken, {free} free; {missing} of {expected} still expected"
)
NEARLY_FULL = 0.9
"""The share of a room's seats from which its count is amber."""


def pace_text(per_minute: float) -> str:
    """Return a pace as shown everywhere: with one decimal below one, else a whole number."""
    return QLocale().toString(per_minute, "f", 1 if 0 < per_minute < 1 else 0)


def pace_tip() -> str:
    """Return the explanation of the pace."""
    return translate(_TIP, minutes=RECENT)


class ArrivalMeter(QWidget):
    """The counter in the header, the same at every control point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tally = Tally(0, 0, 0)
        self._is_short = self._is_least = False
        self._widths: dict[bool, float] = {}
        """What was measured of this tally: layouts ask dozens of times for each that is set."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_tally(self, tally: Tally) -> None:
        self._tally = tally
        self._widths.clear()
        spoken = translate(
            _spoken_words(tally),
            arrived=tally.arrived,
            expected=tally.expected,
            inside=tally.inside,
            unexpected=tally.unexpected,
            missing=tally.missing,
            returned=_returned(tally),
            pace=pace_text(tally.pace),
            capacity=tally.capacity,
            free=tally.seats or 0,
        )
        spoken += f"; {translate(_UNNUMBERED, count=tally.unnumbered)}" if tally.unnumbered else ""
        self.setAccessibleName(spoken)
        where = () if tally.is_handed_out else (translate(_WHERE),)
        self.setAccessibleDescription("".join(where))
        self.setToolTip("\n".join((spoken, *where, pace_tip())))
        self.updateGeometry()
        self.update()

    @property
    def is_nearly_full(self) -> bool:
        """Whether it counts the seats of a room of which nearly all are taken."""
        return self._counts_seats and self._tally.inside >= NEARLY_FULL * self._tally.capacity

    @property
    def _counts_seats(self) -> bool:
        return self._tally.capacity > 0 and not self._tally.is_handed_out

    def set_short(self, is_short: bool, *, is_least: bool = False) -> None:
        """Hide the bar, for a narrow window; with `is_least`, show only the two numbers."""
        self._is_short, self._is_least = is_short, is_least
        self.updateGeometry()
        self.update()

    @property
    def full_width(self) -> float:
        """The width in design pixels of all that can be said: as long as it is the same, so is what fits."""
        return self._reserved(is_least=False)

    def _reserved(self, *, is_least: bool) -> float:
        """Return the width of what is said when everybody has come, at any pace: so nothing beside it moves."""
        if is_least not in self._widths:
            self._widths[is_least] = self._widest(is_least=is_least)
        return self._widths[is_least]

    def _widest(self, *, is_least: bool) -> float:
        shown, most = self._tally, max(self._tally.arrived, self._tally.expected)
        widest = [_width(self._runs(shown, is_least=is_least))]
        for per_minute in (WIDE_PACE, SLOW_PACE):
            full = replace(shown, arrived=most, inside=max(shown.inside, shown.capacity), per_minute=per_minute)
            widest.append(_width(self._runs(full, is_least=is_least)))
        return max(widest)

    def sizeHint(self) -> QSize:
        words = self._reserved(is_least=self._is_least)
        return scale_px(QSize(round(words + (0 if self._is_short else BAR + 12)) + 2, 36))

    def _runs(self, tally: Tally, *, is_least: bool) -> list[_Run]:
        """Return what is said from left to right, with `is_least` the two numbers alone."""
        plain = font(TEXT, tabular=True)
        if tally.is_handed_out:
            return self._lent_runs(tally, plain, is_least=is_least)
        if self._counts_seats:
            return self._seat_runs(tally, plain, is_least=is_least)
        tail = f" {translate(_ARRIVED)} · {translate(_PACE, pace=pace_text(tally.pace))}"
        return [
            (format_number(tally.arrived), font(DETAIL, 700, tabular=True), True),
            (f" / {format_number(tally.expected)}", plain, True),
            *([] if is_least else [(tail, plain, False)]),
        ]

    def _seat_runs(self, tally: Tally, plain: QFont, *, is_least: bool) -> list[_Run]:
        """Return how many seats are taken, of how many; how many are free for others, and who is still expected."""
        left = [(_FREE, tally.seats or 0), (_TO_COME, tally.missing)]
        said = [translate(words, count=format_number(count)) for words, count in left if count]
        said = said or ([translate(_NO_SEAT)] if tally.inside >= tally.capacity else [])
        return [
            (format_number(tally.inside), font(DETAIL, 700, tabular=True), True),
            (f" / {format_number(tally.capacity)}", plain, True),
            (f" {translate(_SEATS)}", plain, is_least),
            *([] if is_least else [(f" · {text}", plain, False) for text in said]),
        ]

    def _lent_runs(self, tally: Tally, plain: QFont, *, is_least: bool) -> list[_Run]:
        """Return what is said where things are lent: how many are out now, of how many, and how many came back."""
        back = [] if is_least else [translate(_RETURNED, count=_returned(tally))]
        unnumbered = [translate(_UNNUMBERED, count=tally.unnumbered)] if tally.unnumbered else []
        words = " · ".join((translate(Message("count", "{inside:lent|lent}"), inside=tally.inside), *unnumbered, *back))
        return [
            (format_number(tally.inside), font(DETAIL, 700, tabular=True), True),
            *([(f" / {format_number(tally.capacity)}", plain, True)] if tally.capacity else []),
            (f" {words}", plain, False),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        loud = t.warn if self.is_nearly_full else ""
        x, middle = 0.0, design_rect(self).height() / 2
        if not self._is_short:
            share = self._tally.share
            draw_rounded(painter, QRectF(0, middle - 4, BAR, 8), 4, t.track)
            if share:
                draw_rounded(painter, QRectF(0, middle - 4, max(8.0, BAR * share), 8), 4, loud or t.accent)
            x = BAR + 12
        baseline = middle + 8
        for text, face, is_loud in self._runs(self._tally, is_least=self._is_least):
            metrics = QFontMetricsF(face)
            box = QRectF(x, baseline - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
            draw_aligned(painter, box, text, (face, (loud or t.ink) if is_loud else t.quiet), LEFT)
            x += box.width()


def _returned(tally: Tally) -> int:
    """Return how many people gave back what was lent to them, and have nothing from there now."""
    return max(0, tally.arrived - tally.inside)


def _spoken_words(tally: Tally) -> Message:
    if tally.is_handed_out:
        return Message("count", "{inside} lent now, {returned} given back; {arrived} of {expected} had one")
    if tally.capacity:
        return _SPOKEN_SEATS
    return _SPOKEN_WITH_UNEXPECTED if tally.unexpected and tally.expected else _SPOKEN


def _width(runs: Iterable[_Run]) -> float:
    return sum(QFontMetricsF(face).horizontalAdvance(text) for text, face, _ in runs)


def format_number(number: int) -> str:
    """Return 1212 as "1 212", with the narrow no-break space of both languages' style guides."""
    return f"{number:,}".replace(",", "\u202f")
