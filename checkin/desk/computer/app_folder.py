# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder for data of this computer rather than of an event: log, crash notes, open marks. Creates nothing."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

LOG = "checkin.log"


def app_folder() -> Path:
    """Return the program's data folder, the same for the window and the command line.

    Qt knows these two by different application names.
    """
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "Checkin"
