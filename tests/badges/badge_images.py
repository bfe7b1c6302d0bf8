# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as a picture, drawn as on every output."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_problems import MM_PER_INCH, Badge
from checkin.badges.painter import paint_side


def to_image(badge: Badge, dpi: float, side: int = 1) -> QImage:
    """Return one side of the badge at this resolution, on white."""
    scale = dpi / MM_PER_INCH
    size = (round(badge.template.width * scale), round(badge.template.height * scale))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDotsPerMeterX(round(dpi / MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(dpi / MM_PER_INCH * 1000))
    painter = QPainter(image)
    painter.scale(scale / UNIT, scale / UNIT)
    paint_side(painter, badge.template, badge.subject, badge.pictures, side)
    painter.end()
    return image
