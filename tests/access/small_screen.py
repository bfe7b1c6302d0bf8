# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs with text at 200 % on a screen of 1366x768: what of them is at the side of what is seen.

In a process of its own, which has such a screen: that of the other tests is 800x800, where a dialog has less room.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QScrollArea, QWidget

from checkin import error_handler, translation
from checkin.application import qt_application
from checkin.core.desk_settings import Settings
from checkin.ui.look.theme import Appearance
from checkin.ui.widgets.screen_page import FRAME
from scripts import backstage, gallery
from tests.access.walk import pressed

SCREEN, TWICE = QSize(1366, 768), 200
SCENES = {
    "badges": ("pdf",),
    "welcome": ("first", "recent", "trouble", "rescued"),
    "printing": ("queue",),
    "conflicts": ("registered-twice",),
    "programme_editor": ("",),
    "import": ("export", "new", "nobody", "refused", "divided", "odd", "wide", "duplicates"),
    "ready": ("all-well", "morning", "worst"),
    "dialogs": ("together", "together-well", "alone", "keys", "many", "stream"),
}
"""By the screens of the gallery, those whose names begin so."""


def found(folder: Path) -> dict[str, list[str]]:
    """By the names of the scenes: each part that is at the side. Of a dialog where nothing is: an empty list."""
    told = folder / "found.json"
    command = [sys.executable, "-m", "tests.access.small_screen", str(told)]
    subprocess.run(command, check=True, env=backstage.on_screen_of(SCREEN, folder))
    return dict(json.loads(told.read_text(encoding="utf-8")))


def look() -> Iterator[tuple[str, list[str]]]:
    """In this process."""
    program = qt_application.application()
    error_handler.log_qt_messages()
    Appearance(program).apply(Settings(theme="light", text_size=TWICE))
    for spoken in ("fr", "en"):
        translation.install(program, spoken)
        for screen, names in SCENES.items():
            for name, make in gallery.scenes(screen):
                if name.startswith(names):
                    with backstage.shown(make) as dialog:
                        yield f"{screen} {name} {spoken}", list(at_the_side(dialog))


def at_the_side(dialog: QWidget) -> Iterator[str]:
    assert isinstance(dialog, QDialog)
    QApplication.processEvents()
    if dialog.width() > SCREEN.width() or dialog.height() > SCREEN.height() - FRAME:
        yield f"the dialog itself: {dialog.width()}x{dialog.height()}"
    for area in dialog.findChildren(QScrollArea):
        if area.isVisible() and (beyond := area.widget().width() - area.viewport().width()) > 0:
            yield f"{type(area.widget()).__name__}, by {beyond}"
    for part in filter(stands_still, pressed(dialog)):
        left = part.mapTo(dialog, QPoint(0, 0)).x()
        if left < 0 or left + part.width() > dialog.width():
            yield f"{type(part).__name__} {part.accessibleName()}"


def stands_still(part: QWidget) -> bool:
    """A wide table scrolls in itself."""
    around = part.parentWidget()
    while around and not isinstance(around, QAbstractItemView):
        around = around.parentWidget()
    return around is None


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(dict(look())), encoding="utf-8")
