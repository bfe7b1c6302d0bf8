# SPDX-License-Identifier: GPL-3.0-or-later
"""Traps of the libraries we stand on (docs/adr/0002, 0006)."""

import os
import subprocess
import sys

from PySide6.QtCore import QPoint, QSize

from checkin.storage.sqlite_library import sqlite3


def test_qt_calls_that_return_nothing_keep_the_count_of_none():
    """PySide6 6.12.0 on Python 3.10 and 3.11 loses one reference to None a call, until the process dies."""
    if sys.version_info >= (3, 12):  # None is immortal there and its count says nothing
        size = QSize()
        assert size.setWidth(1) is None
        return
    point, before = QPoint(), sys.getrefcount(None)
    for number in range(1000):
        point.setX(number)
    assert sys.getrefcount(None) > before - 100


def test_the_sqlite_library_has_what_the_event_file_uses():
    assert sqlite3.sqlite_version_info >= (3, 38), "STRICT tables and json_valid"


def test_time_zones_are_known_without_those_of_the_system():
    """As on Windows, which has none of its own."""
    asked = "from checkin.core.local_time import find_zone; print(find_zone('Pacific/Tahiti'))"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Pacific/Tahiti\n"
