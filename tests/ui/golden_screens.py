# SPDX-License-Identifier: GPL-3.0-or-later
"""A few screens as they looked when somebody judged them right, drawn from the scenes of the gallery.

They are drawn in a process of their own, which knows no other fonts than the bundled ones and no hinting: so they are
the same on every computer. Look at them before renewing them: `python -m tests.ui.golden_screens`.
"""

import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from PySide6.QtGui import QImage

from checkin.paths import resources
from checkin.ui.look.theme import Theme
from scripts import small_png

FOLDER = Path(__file__).parent / "goldens"

SCREENS = [
    *product(["desk"], ["idle", "welcome", "unknown", "search"]),
    *product(["badges", "closing", "welcome"], ["first"]),
    *product(["settings"], ["desk", "step-plan"]),
    *(("people", "list"), ("programme", "workshop"), ("ready", "morning"), ("kiosk", "welcome"), ("live", "rush")),
    *(("help", "keys"), ("privacy", "purge"), ("dialogs", "together")),
]
"""Nothing in them is drawn by lot."""

DRESSED = [
    *product([Theme.LIGHT], SCREENS),
    *product([Theme.DARK], [("desk", "welcome"), ("people", "list"), ("settings", "desk")]),
    *product([Theme.CONTRAST], [("desk", "welcome"), ("desk", "idle"), ("closing", "first")]),
]
"""Each screen, and those in another theme that have most of what a theme colours."""

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="hintstyle" mode="assign"><const>hintnone</const></edit></match></fontconfig>
"""


def names() -> list[str]:
    return [f"{screen}-{scene}-{theme}.png" for theme, (screen, scene) in DRESSED]


def drawn(folder: Path) -> dict[str, QImage]:
    """As they are now, in French, by the names of their files."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=resources() / "fonts", cache=folder / "cache"), encoding="utf-8")
    alike = {
        "FONTCONFIG_FILE": str(fonts),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "QT_SCALE_FACTOR": "1",
    }
    environment = {**os.environ, **alike, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.golden_screens", str(folder)]
    subprocess.run(command, check=True, env=environment, cwd=resources().parent)
    return {name: QImage(str(folder / name)) for name in names()}


def draw(folder: Path) -> None:
    """In this process."""
    from checkin import error_handler, translation
    from checkin.application import qt_application
    from checkin.ui.look.theme import Appearance
    from scripts import backstage
    from scripts.gallery import scenes

    appearance = Appearance(qt_application.application())
    error_handler.log_qt_messages()
    translation.install(qt_application.application(), "fr")
    for name, (theme, (screen, scene)) in zip(names(), DRESSED, strict=True):
        appearance.use(theme)
        with backstage.shown(dict(scenes(screen))[scene]) as widget:
            widget.grab().save(str(folder / name))


def renew() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name, image in drawn(Path(folder)).items():
            small_png.save(image, FOLDER / name)


if __name__ == "__main__":
    draw(Path(sys.argv[1])) if len(sys.argv) > 1 else renew()
