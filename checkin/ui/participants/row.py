# SPDX-License-Identifier: GPL-3.0-or-later
"""A cell of the list of people: the name with what is to be known at once, the pill, quiet text. Paints only."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.people import Column, Standing
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_pill, pill_width, write
from checkin.ui.look.measure import sized, zoomed
from checkin.ui.look.states import of_standing
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens
from checkin.ui.participants.model import COLUMNS

ROW, EDGE = 44, 12
"""Height of a row, and what is left free at both ends of a cell, in pixels."""
MARK = 18

_PLACES = Words("people", "×{places}")


class PersonCell(QStyledItemDelegate):
    """A row is selected as a whole; a bar at its beginning says so beside the ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return sized(QSize(80, ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, box, column = tokens(option.palette), zoomed(painter, QRectF(option.rect)), COLUMNS[index.column()]
        self._ground(painter, box, t, is_selected=bool(option.state & QStyle.StateFlag.State_Selected))
        inner = box.adjusted(EDGE, 0, -EDGE, -1)
        standing: Standing | None = index.data(Qt.ItemDataRole.UserRole)
        if standing is None:
            pass
        elif column is Column.NAME:
            _name(painter, inner, standing, t)
        elif column is Column.STATE:
            _state(painter, inner, standing, t)
        else:
            face = font(TEXT if column is Column.ORGANISATION else SMALL, tabular=column is Column.CODE)
            write(painter, inner, str(index.data()), face, t.ink if column is Column.ORGANISATION else t.quiet)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, t: Tokens, *, is_selected: bool) -> None:
        if is_selected:
            painter.fillRect(box, QColor(t.selected))
            if box.left() <= 0:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(t.accent))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(box.bottomLeft() + QPointF(0, -0.5), box.bottomRight() + QPointF(0, -0.5))


def _name(painter: QPainter, box: QRectF, standing: Standing, t: Tokens) -> None:
    """The last name first, as the list is sorted; a mark at the end for a note, a number for a group."""
    person = standing.attendee
    if person.note:
        icons.draw(painter, "circle-alert", _at_right(box, MARK - 2), t.warn)
        box = box.adjusted(0, 0, -MARK - 4, 0)
    if person.places > 1:
        text, face = say(_PLACES, places=person.places), font(SMALL, 600, tabular=True)
        width = QFontMetricsF(face).horizontalAdvance(text)
        write(painter, box.adjusted(box.width() - width, 0, 0, 0), text, face, t.quiet)
        box = box.adjusted(0, 0, -width - 8, 0)
    face = font(TEXT, 600)
    last = min(box.width(), QFontMetricsF(face).horizontalAdvance(person.last_name))
    write(painter, box, person.last_name, face, t.ink)
    gap = 5 if last else 0
    if box.width() - last > 3 * gap:
        write(painter, box.adjusted(last + gap, 0, 0, 0), person.first_name, font(TEXT), t.ink)


def _state(painter: QPainter, box: QRectF, standing: Standing, t: Tokens) -> None:
    """By whom somebody was replaced has no room here: the tip and the details say it."""
    known = replace(standing, replaced_by="") if standing.replaced_by else standing
    pill, most = of_standing(known, t), box.width()
    draw_pill(painter, QPointF(box.left() + pill_width(pill, most), box.center().y()), pill, most)


def _at_right(box: QRectF, side: float) -> QRectF:
    return QRectF(box.right() - side, box.center().y() - side / 2, side, side)
