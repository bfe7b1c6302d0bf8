# SPDX-License-Identifier: GPL-3.0-or-later
"""From the grey dots of a badge to those a label printer burns: black or not.

A threshold, never dithering: it keeps every edge of a letter and every module of a code where they were drawn
(docs/adr/0022).
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from checkin.devices.printer import PrintDocument

DotMask: TypeAlias = NDArray[np.bool_]
"""Rows by columns, True where it is black."""

THRESHOLD = 128


def threshold_dots(document: PrintDocument) -> DotMask:
    """What a DOTS document burns. Colours darker than middle grey are black, lighter ones are not there."""
    grey = np.frombuffer(document.content, np.uint8).reshape(document.rows, document.columns)
    return grey < THRESHOLD


def pack_dots(black: DotMask) -> bytes:
    """Eight dots a byte, the leftmost first, each row filled up with white."""
    return np.packbits(black, axis=1).tobytes()
