# SPDX-License-Identifier: GPL-3.0-or-later
"""The location of the program's own files: those it came with, and the folder for data of this computer. Users' files
are never looked for: users name them.
"""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from checkin.resource_folder import resources as resources

LOG = "checkin.log"


def app_folder() -> Path:
    """Return the folder for data of this computer rather than of an event (log, crash notes, open marks). Creates
    nothing.

    It is the same for the window and the command line, which Qt knows by different application names.
    """
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "Checkin"
