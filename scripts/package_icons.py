# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the mark of the program in the sizes a system asks for: FOLDER/48x48/checkin.png and so on.

The drawing itself goes to FOLDER/scalable, and FOLDER/checkin.ico is for Windows. Wants no screen.
"""

import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "checkin.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def draw(side: int, target: Path) -> None:
    """Draw the mark as a picture of `side` pixels."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise OSError(target)


def main(folder: Path) -> None:
    for size in SIZES:
        draw(size, folder / f"{size}x{size}" / "checkin.png")
    Image.open(folder / "256x256" / "checkin.png").save(folder / "checkin.ico")
    (folder / "scalable").mkdir(exist_ok=True)
    shutil.copy(SOURCE, folder / "scalable")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
