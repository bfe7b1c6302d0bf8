# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as the dots of a label printer: in original size, centred on its paper, rotated if necessary.

Nothing is scaled to fit: each module of a code stays a whole number of dots.
"""

import numpy as np
from PySide6.QtGui import QImage

from checkin.badges.badge_output import Badge, page_image
from checkin.core.badges.imposition import impose, place_on_paper
from checkin.core.print_plan import AS_DRAWN, Calibration, Medium
from checkin.devices.printer import PrintDocument, PrintFormat


def to_dots(title: str, badge: Badge, medium: Medium, calibration: Calibration = AS_DRAWN) -> PrintDocument:
    """Return a badge as a DOTS document.

    `medium.height` 0 is an endless roll, cut where the badge ends. Of two sides only the first is printed, unless the
    badge is folded. Raises `UserError` for a badge that is larger than the paper.
    """
    page = place_on_paper(impose([badge.template], None)[:1], medium, calibration)[0]
    image = page_image(badge, page, medium.dpi)
    return PrintDocument(title, PrintFormat.DOTS, _grey(image), medium, image.width())


def _grey(image: QImage) -> bytes:
    """Return the grey values without the padding that Qt adds to each row."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].tobytes()
