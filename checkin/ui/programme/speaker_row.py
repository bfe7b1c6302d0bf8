# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of the speakers: name, role, organisation, remarks; state and time at the right. Paints only."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from checkin.core.programme.programme import Event, Programme
from checkin.core.speaker_status import SpeakerStatus
from checkin.translation import programme_time
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_elided, draw_pill, pill_width
from checkin.ui.look.measure import scale_px, to_design_rect
from checkin.ui.look.theme import LIGHT, SMALL, TEXT, Tokens, font
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.person_rows import WideRow
from checkin.ui.widgets.speaker_wording import SpeakerRemark, speaker_pill, speaker_remarks, speaker_time

EDGE, TIME, PADDING = 16, 62, 11
NAME, LINE, REMARK = 21, 18, 20
"""Heights of lines in pixels."""
STATE = 44
"""Height in pixels of the state and the line under it."""
MARK, BETWEEN = 19, 16
"""Pixels of a remark's icon, and after its text."""
LONGEST = 2
"""Most lines of a name, and of a role."""


class SpeakerRow(WideRow):
    """The delegate of the speakers. With `has_sessions` each row has its session and time, and its day where
    `programme` has several.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.has_sessions = False
        self.programme = Programme(Event(""))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: SpeakerStatus = index.data(Qt.ItemDataRole.UserRole)
        width = self.width
        text = self._text(line, width)
        above = len(_name(line, text)) * NAME + len(self._about(line, text)) * LINE
        height = above + len(in_lines(speaker_remarks(line), self._beside(above, text, width))) * REMARK
        return scale_px(QSize(width, max(height, NAME + LINE) + 2 * PADDING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: SpeakerStatus = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = to_design_rect(QRectF(option.rect))
        top, left, width = box.top() + PADDING, self._left(), self._text(line, round(box.width()))
        self._paint_state(painter, QPointF(box.right() - EDGE, top), line, t)
        if self.has_sessions and line.session and line.session.starts:
            time = QRectF(EDGE, top, TIME, NAME)
            *day, hour = programme_time(line.session.starts, self.programme).split(", ")
            draw_aligned(painter, time, hour, (font(TEXT, tabular=True), t.quiet), LEFT)
            draw_aligned(painter, time.translated(0, NAME), "".join(day), (font(SMALL), t.quiet), LEFT)
        for text in _name(line, width):
            draw_elided(painter, QRectF(left, top, width, NAME), text, font(TEXT, 600), t.ink)
            top += NAME
        for text in self._about(line, width):
            draw_elided(painter, QRectF(left, top, width, LINE), text, font(SMALL), t.quiet)
            top += LINE
        room = self._beside(top - box.top() - PADDING, width, round(box.width()))
        for found in in_lines(speaker_remarks(line), room):
            _paint_remarks(painter, QRectF(left, top, room, REMARK), found, t)
            top += REMARK
        painter.restore()

    def _paint_state(self, painter: QPainter, corner: QPointF, line: SpeakerStatus, t: Tokens) -> None:
        drawn = draw_pill(painter, corner + QPointF(0, 11), speaker_pill(line, t))
        under = QRectF(drawn.left() - 200, drawn.bottom() + 1, drawn.width() + 200, LINE)
        ink = t.ink if line.is_alert else t.quiet
        draw_aligned(painter, under, speaker_time(line), (font(SMALL, 600 if line.is_alert else 400), ink), RIGHT)

    def _about(self, line: SpeakerStatus, width: float) -> list[str]:
        metrics, speaker = QFontMetricsF(font(SMALL)), line.speaker
        session = line.session.title if self.has_sessions and line.session else ""
        both = " · ".join(text for text in (speaker.role, speaker.organisation) if text)
        if metrics.horizontalAdvance(both) <= width:
            return [text for text in (both, session) if text]
        found = cut(speaker.role, metrics, width, LONGEST)
        return found + [text for text in (speaker.organisation, session) if text]

    def _left(self) -> float:
        return EDGE + (TIME if self.has_sessions else 0)

    def _text(self, line: SpeakerStatus, width: int) -> float:
        """Return the width of the text beside the state."""
        under = QFontMetricsF(font(SMALL, 600)).horizontalAdvance(speaker_time(line))
        return max(80.0, width - self._left() - max(pill_width(speaker_pill(line, LIGHT)), under) - EDGE - 14)

    def _beside(self, above: float, text: float, width: int) -> float:
        """Return the width of remarks that begin at `above`: the full row where they are below the state."""
        return width - self._left() - EDGE if above >= STATE else text


def in_lines(found: Sequence[SpeakerRemark], width: float) -> list[list[SpeakerRemark]]:
    """Return the remarks in lines, as many in a line as fit whole, at least one."""
    lines: list[list[SpeakerRemark]] = []
    for remark in found:
        if lines and sum(map(_remark_width, (*lines[-1], remark))) - BETWEEN <= width:
            lines[-1].append(remark)
        else:
            lines.append([remark])
    return lines


def _remark_width(remark: SpeakerRemark) -> float:
    return MARK + QFontMetricsF(font(SMALL, 600)).horizontalAdvance(remark.text) + BETWEEN


def _paint_remarks(painter: QPainter, row: QRectF, found: Sequence[SpeakerRemark], t: Tokens) -> None:
    left = row.left()
    for remark in found:
        icons.draw(painter, remark.icon, QRectF(left, row.center().y() - 7, 14, 14), t.ink)
        room = QRectF(left + MARK, row.top(), max(0.0, row.right() - left - MARK), row.height())
        draw_elided(painter, room, remark.text, font(SMALL, 600), t.ink)
        left += _remark_width(remark)


def _name(line: SpeakerStatus, width: float) -> list[str]:
    return cut(line.speaker.name, QFontMetricsF(font(TEXT, 600)), width, LONGEST)
