# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as the dots of a label printer: whole, at its own size, in the middle of its paper, turned if it must be.

Nothing is fitted: each module of a code stays a whole number of dots.
"""

import numpy as np
from PySide6.QtGui import QImage

from checkin.badges.badge_output import Badge, page_image
from checkin.core.badges.imposition import impose, place_on_paper
from checkin.core.print_plan import AS_DRAWN, Calibration, Medium
from checkin.devices.printer import PrintDocument, PrintFormat


def to_dots(title: str, badge: Badge, medium: Medium, calibration: Calibration = AS_DRAWN) -> PrintDocument:
    """`medium.height` 0: a roll without end, cut where the badge ends. Of a badge with two sides the first, unless it
    is folded. Raises `UserError` for a badge that is larger than the paper.
    """
    page = place_on_paper(impose([badge.template], None)[:1], medium, calibration)[0]
    image = page_image(badge, page, medium.dpi)
    return PrintDocument(title, PrintFormat.DOTS, _grey(image), medium, image.width())


def _grey(image: QImage) -> bytes:
    """Without what Qt adds to the end of each row."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].tobytes()
