# SPDX-License-Identifier: GPL-3.0-or-later
"""The delegate that paints a row of a list as the person it will be: row number, name, and problems or details."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.translation import translate
from checkin.ui.import_export.import_rows import NOBODY, PreviewRow
from checkin.ui.look import icons
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.measure import scale_painter, scale_px
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens

NUMBER, EDGE, ICON = 52, 12, 16
"""Pixels: the column of the row number, the margins, the warning icon."""

_Index = QModelIndex | QPersistentModelIndex


class ImportPersonCell(QStyledItemDelegate):
    """A delegate that emphasises the last name, so that a wrongly divided name is noticed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(row, PreviewRow)
        t = tokens(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = scale_painter(painter, QRectF(option.rect))
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, t.selected if is_selected else t.surface)
        number = QRectF(box.left(), box.top(), NUMBER - 8, box.height())
        draw_aligned(painter, number, str(row.number), (font(SMALL, tabular=True), t.quiet), RIGHT)
        text = box.adjusted(NUMBER, 6, -EDGE, -6)
        upper, lower = QRectF(text), QRectF(text)
        if row.detail or row.reasons or row.left_out:
            upper.setBottom(text.center().y())
            lower.setTop(text.center().y())
        _name(painter, upper, row, t)
        _detail(painter, lower, row, t)
        painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), t.line)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return scale_px(QSize(200, 52))


def _name(painter: QPainter, box: QRectF, row: PreviewRow, t: Tokens) -> None:
    if not row.name:
        draw_elided(painter, box, translate(NOBODY), font(TEXT), t.quiet)
        return
    first = f"{row.first} " if row.first and row.last else row.first
    ink, light, heavy = t.ink, font(TEXT), font(TEXT, 700)
    if row.left_out:
        ink = t.quiet
        light.setStrikeOut(True)
        heavy.setStrikeOut(True)
    width = min(QFontMetricsF(light).horizontalAdvance(first), box.width())
    draw_elided(painter, box, first, light, ink)
    draw_elided(painter, box.adjusted(width, 0, 0, 0), row.last, heavy, ink)


def _detail(painter: QPainter, box: QRectF, row: PreviewRow, t: Tokens) -> None:
    if row.left_out or not row.reasons:
        draw_elided(painter, box, row.left_out or row.detail, font(SMALL), t.quiet)
        return
    ground = box.adjusted(-6, 0, 6, 2)
    draw_rounded(painter, ground, 6, t.pill_person.ground)
    icons.draw(painter, "triangle-alert", QRectF(box.left(), box.center().y() - 7, 14, 14), t.pill_person.ink)
    draw_elided(painter, box.adjusted(ICON + 4, 0, 0, 0), " ".join(row.reasons), font(SMALL, 600), t.pill_person.ink)
