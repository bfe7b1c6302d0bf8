# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a window would be seen. Never opens one."""

import multiprocessing
import os
import sys

from PySide6.QtGui import QGuiApplication

SECONDS = 20.0
"""A display server has to answer."""

_UNSEEN = ("offscreen", "minimal")


def has_screen() -> bool:
    """On X11 and Wayland that takes a server that answers, not just its name."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running.platformName() not in _UNSEEN
    if platform := os.environ.get("QT_QPA_PLATFORM"):
        return platform not in _UNSEEN
    if sys.platform in ("win32", "darwin"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return _answers()


def _answers() -> bool:
    """Qt ends the process when the server does not answer (a stale DISPLAY over ssh): another one asks. Spawned, as
    that works in the frozen program too, which has no Python to call by name.
    """
    asking = multiprocessing.get_context("spawn").Process(target=_ask, daemon=True)
    asking.start()
    asking.join(SECONDS)
    has_answer = asking.exitcode == 0
    asking.kill()
    asking.join()
    asking.close()
    return has_answer


def _ask() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # Qt's reasons are of no use to anybody
    QGuiApplication([])
