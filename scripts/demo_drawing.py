# SPDX-License-Identifier: GPL-3.0-or-later
"""How the demonstration's pictures are painted, and how its guests look. Nobody real is shown."""

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

WIDTH, HEIGHT = 1280, 720

SKINS = ("#f1cdb3", "#e3b392", "#c98f68", "#a06a48", "#7a4c33", "#593624")
HAIR = ("#2a211c", "#4b3526", "#7a5a3a", "#a78b66", "#8d8d8f", "#1d1a1a", "#6b3a26")
CLOTHES = ("#2f3e55", "#48525e", "#6c3f45", "#3d5a50", "#8a7a63", "#a8a9ad", "#31333b", "#5b6f8c", "#7d5a6a")
PHONES = ("#15171b", "#23262d", "#d9d6d0", "#2c3a4f")


@dataclass(frozen=True, slots=True)
class Look:
    """How one guest looks."""

    skin: QColor
    hair: QColor
    clothes: QColor
    phone: QColor
    has_long_hair: bool
    is_bald: bool
    has_paper: bool
    is_left_handed: bool

    @classmethod
    def draw(cls, rng: random.Random) -> "Look":
        skin = rng.choice(SKINS)
        dark = SKINS.index(skin) > 2
        return cls(
            QColor(skin),
            QColor(rng.choice(HAIR[:2] if dark else HAIR)),
            QColor(rng.choice(CLOTHES)),
            QColor(rng.choice(PHONES)),
            rng.random() < 0.5,
            rng.random() < 0.08,
            rng.random() < 0.34,
            rng.random() < 0.25,
        )


def canvas(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGBA8888_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def painter(image: QImage) -> QPainter:
    p = QPainter(image)
    p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    p.setPen(Qt.PenStyle.NoPen)
    return p


def pixels(image: QImage) -> np.ndarray:
    """A copy, height x width x 4."""
    return np.array(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def blurred(image: QImage, radius: float) -> QImage:
    """As a lens out of focus: premultiplied, so that edges do not darken."""
    bands = Image.fromarray(pixels(image)).split()
    soft = Image.merge("RGBA", [b.filter(ImageFilter.GaussianBlur(radius)) for b in bands])
    size = image.width() * 4
    return QImage(soft.tobytes(), image.width(), image.height(), size, image.format()).copy()


def shaded(colour: QColor, factor: int) -> QColor:
    """`factor` 100 leaves it; more is lighter, less darker."""
    return colour.lighter(factor) if factor >= 100 else colour.darker(round(10000 / factor))
