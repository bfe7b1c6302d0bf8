# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as the dots of a label printer: whole, at its own size, in the middle of its paper, turned if it must be.

Nothing is scaled: each module of a code stays a whole number of dots.
"""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from checkin.badges.faces import UNIT
from checkin.badges.outputs import MM_PER_INCH, Badge
from checkin.badges.painter import paint_side
from checkin.core.badge_template import BadgeTemplate
from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.devices.printer import Document, Form, Medium

PLAY = 0.5
"""Millimetres that a badge may be larger than its paper: nothing stands so near its edge."""


def to_dots(title: str, badge: Badge, medium: Medium, side: int = 1) -> Document:
    """`medium.height` 0: a roll without end, cut where the badge ends. Raises `UserError` for a badge that is larger
    than the paper.
    """
    is_turned = _is_turned(badge.template, medium)
    image = _paint(badge, _paper(badge.template, medium, is_turned), is_turned, side)
    return Document(title, Form.DOTS, _grey(image), medium, image.width())


def _is_turned(template: BadgeTemplate, medium: Medium) -> bool:
    for is_turned, size in ((False, (template.width, template.height)), (True, (template.height, template.width))):
        if size[0] <= medium.width + PLAY and (not medium.height or size[1] <= medium.height + PLAY):
            return is_turned
    paper = f"{medium.width:g} × {medium.height:g}" if medium.height else f"{medium.width:g}"
    raise UserError(_TOO_LARGE, badge=template.name, paper=paper)


def _paper(template: BadgeTemplate, medium: Medium, is_turned: bool) -> Medium:
    """As it will be, cut."""
    length = template.width if is_turned else template.height
    return Medium(medium.width, medium.height or length, medium.dpi)


def _paint(badge: Badge, paper: Medium, is_turned: bool, side: int) -> QImage:
    scale = paper.dpi / MM_PER_INCH
    image = QImage(round(paper.width * scale), round(paper.height * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(_corner(badge.template, image, scale, is_turned))
    painter.rotate(90 if is_turned else 0)
    painter.scale(scale / UNIT, scale / UNIT)
    paint_side(painter, badge.template, badge.subject, badge.pictures, side)
    painter.end()
    return image


def _corner(template: BadgeTemplate, image: QImage, scale: float, is_turned: bool) -> QPoint:
    """Where the badge's upper left corner comes to lie: on a whole dot, so that it is drawn as on a screen."""
    width, height = round(template.width * scale), round(template.height * scale)
    across, along = (height, width) if is_turned else (width, height)
    left, top = (image.width() - across) // 2, (image.height() - along) // 2
    return QPoint(left + across if is_turned else left, top)


def _grey(image: QImage) -> bytes:
    """Without what Qt adds to the end of each row."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].tobytes()


_TOO_LARGE = Words(
    "printing",
    "The badge “{badge}” is larger than the paper ({paper} mm). Nothing was printed; choose another badge or roll.",
)
