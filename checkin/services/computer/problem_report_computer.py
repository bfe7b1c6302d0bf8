# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer's part of a problem report: versions, screens, cameras; no user names, serial numbers or addresses."""

import platform
import re
import sys
from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLibraryInfo, qVersion
from PySide6.QtGui import QGuiApplication

from checkin import __version__
from checkin.core.support.log_redaction import redact_device_name
from checkin.services.computer.third_party_licences import program_parts
from checkin.storage.sqlite_library import sqlite3
from checkin.translation import current_language


def versions(now: datetime) -> Iterator[str]:
    yield f"Checkin: {__version__}{' (packaged)' if getattr(sys, 'frozen', False) else ''}"
    yield f"Python: {platform.python_version()}"
    yield f"Qt: {qVersion()} ({QLibraryInfo.version().toString()} built)"
    yield f"SQLite: {sqlite3.sqlite_version}"
    release = re.match(r"[\d.]*", platform.release())  # what follows may name the builder
    yield f"System: {platform.system()} {release[0] if release else '?'} {platform.machine()}"
    yield f"Language: {current_language()}"
    yield f"Offset of the clock from UTC: {now:%z}"
    for part in program_parts():
        yield f"{part.name}: {part.version}"


def devices() -> Iterator[str]:
    """Yield the screens and cameras; a single line without a graphical application."""
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        yield "Asked without a window: screens and cameras are not known."
        return
    yield f"Windows by: {QGuiApplication.platformName()}"
    for number, screen in enumerate(QGuiApplication.screens(), 1):
        size, ratio, rate = screen.size(), screen.devicePixelRatio(), screen.refreshRate()
        yield f"Screen {number}: {size.width()} × {size.height()}, scale {ratio:g}, {rate:.0f} Hz"
    yield from _cameras()


def _cameras() -> Iterator[str]:
    from PySide6.QtMultimedia import QMediaDevices

    cameras = QMediaDevices.videoInputs()
    yield f"Cameras: {len(cameras)}"
    for number, camera in enumerate(cameras, 1):
        sizes = [form.resolution() for form in camera.videoFormats()]
        widest = max(sizes, key=lambda size: size.width(), default=None)
        most = f", at most {widest.width()} × {widest.height()}" if widest else ""
        yield f"Camera {number}: {redact_device_name(camera.description())}{most}, {len(sizes)} formats"
