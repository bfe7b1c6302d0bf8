# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Checkin keeps what is this computer's and no event's: log, notes of crashes, what is open. Makes nothing."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

LOG = "checkin.log"


def app_folder() -> Path:
    """The same for the window and for the command line, which Qt knows by different names."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "Checkin"
