# SPDX-License-Identifier: GPL-3.0-or-later
"""Detecting whether windows can be shown. Never opens one."""

import multiprocessing
import os
import sys

from PySide6.QtGui import QGuiApplication

SECONDS = 20.0
"""Seconds that a display server has to answer."""

_UNSEEN = ("offscreen", "minimal")


def has_screen() -> bool:
    """Whether a window would be visible. On X11 and Wayland a server has to answer; its name alone is not enough."""
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
    """Whether the display server answers.

    Qt ends the process if it does not (a stale DISPLAY over ssh), so another process asks. Forked: no thread runs and
    nothing of Qt's windows exists yet, and to start Python once more took a third of the program's start.
    """
    asking = multiprocessing.get_context("fork").Process(target=_ask, daemon=True)
    asking.start()
    asking.join(SECONDS)
    has_answer = asking.exitcode == 0
    asking.kill()
    asking.join()
    asking.close()
    return has_answer


def _ask() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # Qt's error messages help no user
    QGuiApplication([])
