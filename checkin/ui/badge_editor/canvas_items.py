# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphics items of the canvas: the paper, and an item per element, drawn by `badges.painter` as printed.

Scene units are those of the painter, 1/100 mm.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from checkin.badges.badge_fonts import UNIT
from checkin.badges.painter import PaintReport, background_colour, is_drawn, paint_element, rect, use_hints
from checkin.core.badges.badge_fields import fill_fields
from checkin.core.badges.template import PHOTOGRAPH, Element, ImageElement, TextElement
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.theme import SHADOW

OVERHANG = 2 * UNIT
"""How far letters and strokes may extend beyond an element's box."""


class PaperItem(QGraphicsItem):
    """The ground of the badge with its shadow."""

    def __init__(self, editing: EditingSession) -> None:
        super().__init__()
        self._editing = editing
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:
        return paper_rect(self._editing).adjusted(-UNIT, -UNIT, UNIT, UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        whole, shadow = paper_rect(self._editing), UNIT * 0.25
        draw_rounded(painter, whole.adjusted(-shadow, -shadow / 2, shadow, shadow * 1.5), shadow, faded(SHADOW, 0.16))
        painter.fillRect(whole, background_colour(self._editing.template, self._editing.subject))

    def resize(self) -> None:
        self.prepareGeometryChange()
        self.update()


class ElementItem(QGraphicsItem):
    """The item of one element; `place` is its index in the template, `report` the problems found when it was last
    drawn.
    """

    def __init__(self, editing: EditingSession, place: int) -> None:
        super().__init__()
        self._editing, self.place = editing, place
        self.element: Element = editing.template.elements[place]
        self.report = PaintReport()
        self.setZValue(place)

    def show_element(self, element: Element) -> None:
        """Show a changed element, or another person."""
        if element.box != self.element.box:
            self.prepareGeometryChange()
        self.element = element
        self.update()

    def boundingRect(self) -> QRectF:
        return rect(self.element.box).adjusted(-OVERHANG, -OVERHANG, OVERHANG, OVERHANG)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        badge = self._editing.badge
        self.report = PaintReport()
        if not is_drawn(self.element, badge.subject):
            return
        use_hints(painter)
        painter.setClipRect(paper_rect(self._editing), Qt.ClipOperation.IntersectClip)
        self.report = paint_element(painter, badge.template, badge.subject, self.element, badge.pictures)

    @property
    def is_seen(self) -> bool:
        """Whether the element shows anything on this person's badge."""
        subject = self._editing.subject
        if not is_drawn(self.element, subject):
            return False
        if isinstance(self.element, ImageElement) and self.element.name == PHOTOGRAPH:
            return bool(subject.photograph)
        return not isinstance(self.element, TextElement) or bool(rendered_text(self.element, self._editing).strip())


def paper_rect(editing: EditingSession) -> QRectF:
    return QRectF(0, 0, editing.template.width * UNIT, editing.template.height * UNIT)


def rendered_text(element: TextElement, editing: EditingSession) -> str:
    """Return the text with the field values of the person shown."""
    return fill_fields(element.text, editing.subject.values)
