# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a screen as a PNG of few colours: small enough to be kept with the program. Not part of it."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

COLOURS = 256


def save(image: QImage, path: Path, width: int = 0) -> None:
    """`width` in pixels; 0 keeps it as it is."""
    whole = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation) if width else image
    plain = whole.convertToFormat(QImage.Format.Format_RGB888)
    size, row = (plain.width(), plain.height()), plain.bytesPerLine()
    made = Image.frombytes("RGB", size, bytes(plain.constBits()), "raw", "RGB", row)
    made.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
