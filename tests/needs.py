# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests need that Windows or macOS lacks. There they are skipped with the reason; on Linux what is missing fails
them. (Only pretix, which pip may not find, is skipped there too, unless `CI` is set.)

@pytest.mark.needs("links")       one test, or `pytestmark` for a module
need("PostgreSQL")                in a fixture, or first of all in a module that cannot even be imported there
"""

import os
import sys

import pytest

REASONS = {
    "CUPS": "a print room of CUPS and its simulated printers",
    "FIFOs": "pipes that have a name in a folder",
    "LibreOffice": "the LibreOffice of Debian",
    "POSIX rights": "rights of files, and a user who is root",
    "POSIX signals": "processes that end at a signal, or divide in two",
    "PostgreSQL": "a PostgreSQL server of the tests' own",
    "USB printers": "printers that are files, as /dev/usb/lp0",
    "X11": "an X server, and keys pressed on it",
    "a limit of memory": "the limit of memory that a Linux process can set itself",
    "a pseudo terminal": "a serial line or a terminal that is played",
    "fonts of the system": "letters that our fonts lack, which the offscreen plug-in of Windows has nowhere",
    "browsers": "the Chromium, Firefox and WebKit of Debian",
    "full disk": "a file system that is full, as /dev/full",
    "links": "symbolic links that any user may make",
    "opening at one instant": "processes that open and close a file at once, where SQLite gives up earlier",
    "pretix": "a ticketing server of the tests' own",
    "times of writing": "the time at which an open file was written, which Windows notes late",
    "unlinking open files": "deleting and replacing files that are open, which Windows forbids the world too",
}
"""Each need, and what it is. Windows has none of them, but fonts with its own plug-in of Qt."""

MACOS_HAS = {
    "FIFOs",
    "POSIX signals",
    "fonts of the system",
    "a pseudo terminal",
    "links",
    "opening at one instant",
    "times of writing",
    "unlinking open files",
}
"""By its manual: nobody has run the tests there yet."""


def need(what: str) -> None:
    if reason := missing(what):
        pytest.skip(reason, allow_module_level=True)


def missing(what: str) -> str:
    """The reason for which a test cannot run here, if there is one."""
    told = f"needs {what}: {REASONS[what]}"
    if what == "fonts of the system" and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return ""
    is_lacking = sys.platform == "win32" or (sys.platform == "darwin" and what not in MACOS_HAS)
    return told if is_lacking else ""
