# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons of one open set (Lucide, stroke 2), drawn as vectors in any colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from checkin.paths import resources
from checkin.ui.look.measure import scale_px


class UnknownIcon(LookupError):
    """A programming error: no such file in resources/icons."""


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    path = resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise UnknownIcon(f"no icon is called {name}: {path.parent} has them all")
    return QSvgRenderer(QByteArray(path.read_text("utf-8").replace("currentColor", colour).encode()))


def draw(painter: QPainter, name: str, box: QRectF, ink: str | QColor) -> None:
    """Draw the icon `name` in `box`, sharp at every scale; a transparent ink makes the whole icon transparent."""
    colour = QColor(ink)
    try:
        renderer = _renderer(name, colour.name())
    except UnknownIcon:
        painter.end()  # Qt aborts if a widget goes while it is painted
        raise
    before = painter.opacity()
    painter.setOpacity(before * colour.alphaF())
    renderer.render(painter, box)
    painter.setOpacity(before)


def pixmap(name: str, ink: str | QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap. `size` in device-independent pixels, `ratio` that of the screen."""
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QRectF(0, 0, size, size), ink)
    painter.end()
    return made


def icon(name: str, ink: str | QColor, size: int = 20) -> QIcon:
    """Return the icon for actions and buttons, scaled with the text, for screens of ratio 1, 2 and 3."""
    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(pixmap(name, ink, scale_px(size), ratio))
    return made


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resources() / "icons" / "checkin.svg"))
