# SPDX-License-Identifier: GPL-3.0-or-later
"""Thresholding: the grey dots of a badge as black or white for a label printer.

Never dithering: a threshold keeps every edge of a letter and every module of a code where they were drawn
(docs/adr/0022).
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from checkin.devices.printer import PrintDocument

DotMask: TypeAlias = NDArray[np.bool_]
"""Rows by columns, True for black."""

THRESHOLD = 128


def threshold_dots(document: PrintDocument) -> DotMask:
    """Return the black dots of a DOTS document: those darker than middle grey."""
    grey = np.frombuffer(document.content, np.uint8).reshape(document.rows, document.columns)
    return grey < THRESHOLD


def pack_dots(black: DotMask) -> bytes:
    """Return eight dots per byte, the leftmost first, each row padded with white."""
    return np.packbits(black, axis=1).tobytes()
