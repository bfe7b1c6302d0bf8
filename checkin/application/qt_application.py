# SPDX-License-Identifier: GPL-3.0-or-later
"""The Qt application of this process, and how its first window is put on the screen."""

import os
import sys

from PySide6.QtWidgets import QApplication, QWidget

from checkin.application.opened_files import FileOpeningApplication
from checkin.devices.display import has_screen
from checkin.garbage_collection import GarbageCollection
from checkin.paths import resources
from checkin.ui.widgets.keyboard import EnterPresses

FRAME = 40
"""Pixels a title bar may take."""
SWITCH_S = 0.0005
"""Seconds after which a thread that computes lets another one go on. A window waits so long each time it comes back
from Qt, a hundred times for one picture: with Python's 5 ms it stood still for half a second while people were read.
"""


def application() -> QApplication:
    """Return the QApplication, made at the first call."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    _know_event_files()
    sys.setswitchinterval(SWITCH_S)
    app = FileOpeningApplication(sys.argv[:1])
    app.setApplicationName("Checkin")
    app.setDesktopFileName("checkin")
    GarbageCollection(app)
    EnterPresses(app)
    return app


def _know_event_files() -> None:
    """Teach Qt to recognise event files and their WAL files by name.

    For unknown names its file dialogs open the file to find its type, and closing it drops the locks that this process
    holds on it (docs/adr/0010).
    """
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    os.environ["XDG_DATA_DIRS"] = f"{resources()}:{places}"


def show_fitting(window: QWidget) -> None:
    """Show a window at its own size if it fits the screen with its frame, else maximised."""
    room = window.screen().availableSize()
    is_small = room.width() <= window.width() or room.height() <= window.height() + FRAME
    if is_small and has_screen():  # pictures of the demonstration keep their size: the offscreen screen is 800x800
        window.showMaximized()
    else:
        window.show()
