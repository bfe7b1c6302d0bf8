# SPDX-License-Identifier: GPL-3.0-or-later
"""The location of the program's own files: those it came with, and the folder for data of this computer. Users' files
are never looked for: users name them.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def resources() -> Path:
    """Return the folder of fonts, icons, sounds and translations, of the frozen program, the package or the source
    tree.
    """
    return _resources(Path(__file__).resolve().parent, getattr(sys, "_MEIPASS", None))


def _resources(package: Path, frozen: str | None) -> Path:
    if frozen is not None:
        return Path(frozen) / "resources"
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


LOG = "checkin.log"


def app_folder() -> Path:
    """Return the folder for data of this computer rather than of an event (log, crash notes, open marks). Creates
    nothing.

    It is the same for the window and the command line, which Qt knows by different application names.
    """
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)) / "Checkin"
