# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of the list of people: name with marks, pill, quiet text. Paints only."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.message import Message
from checkin.core.people.people_filter import AttendeeColumn, PersonAtPoint
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_elided, draw_pill, pill_width
from checkin.ui.look.measure import scale_painter, scale_px
from checkin.ui.look.pills import person_pill
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens
from checkin.ui.people.people_model import COLUMNS

ROW, EDGE = 44, 12
"""Height of a row, and space at both ends of a cell, in pixels."""
MARK = 18

_PLACES = Message("people", "×{places}")


class PersonCell(QStyledItemDelegate):
    """A delegate that selects whole rows; a bar at their beginning marks them beside the ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return scale_px(QSize(80, ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, box, column = tokens(option.palette), scale_painter(painter, QRectF(option.rect)), COLUMNS[index.column()]
        self._ground(painter, box, t, is_selected=bool(option.state & QStyle.StateFlag.State_Selected))
        inner = box.adjusted(EDGE, 0, -EDGE, -1)
        standing: PersonAtPoint | None = index.data(Qt.ItemDataRole.UserRole)
        if standing is None:
            pass
        elif column is AttendeeColumn.NAME:
            _name(painter, inner, standing, t)
        elif column is AttendeeColumn.STATE:
            _state(painter, inner, standing, t)
        else:
            face = font(TEXT if column is AttendeeColumn.ORGANISATION else SMALL, tabular=column is AttendeeColumn.CODE)
            draw_elided(
                painter, inner, str(index.data()), face, t.ink if column is AttendeeColumn.ORGANISATION else t.quiet
            )
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, t: Tokens, *, is_selected: bool) -> None:
        if is_selected:
            painter.fillRect(box, QColor(t.selected))
            if box.left() <= 0:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(t.accent))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(box.bottomLeft() + QPointF(0, -0.5), box.bottomRight() + QPointF(0, -0.5))


def _name(painter: QPainter, box: QRectF, standing: PersonAtPoint, t: Tokens) -> None:
    """Draw the last name first, as sorted; a mark at the end for a note, a number for a group."""
    person = standing.attendee
    if person.note:
        icons.draw(painter, "circle-alert", _at_right(box, MARK - 2), t.warn)
        box = box.adjusted(0, 0, -MARK - 4, 0)
    if person.places > 1:
        text, face = translate(_PLACES, places=person.places), font(SMALL, 600, tabular=True)
        width = QFontMetricsF(face).horizontalAdvance(text)
        draw_elided(painter, box.adjusted(box.width() - width, 0, 0, 0), text, face, t.quiet)
        box = box.adjusted(0, 0, -width - 8, 0)
    face = font(TEXT, 600)
    last = min(box.width(), QFontMetricsF(face).horizontalAdvance(person.last_name))
    draw_elided(painter, box, person.last_name, face, t.ink)
    gap = 5 if last else 0
    if box.width() - last > 3 * gap:
        draw_elided(painter, box.adjusted(last + gap, 0, 0, 0), person.first_name, font(TEXT), t.ink)


def _state(painter: QPainter, box: QRectF, standing: PersonAtPoint, t: Tokens) -> None:
    """Draw the state without the name of a replacement, for which only tool tip and details have room."""
    known = replace(standing, replaced_by="") if standing.replaced_by else standing
    pill, most = person_pill(known, t), box.width()
    draw_pill(painter, QPointF(box.left() + pill_width(pill, most), box.center().y()), pill, most)


def _at_right(box: QRectF, side: float) -> QRectF:
    return QRectF(box.right() - side, box.center().y() - side / 2, side, side)
