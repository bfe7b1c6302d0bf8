# SPDX-License-Identifier: GPL-3.0-or-later
"""What choosing files with the mouse has in common: where a dialog begins, what it shows, the cursor of the work after
it. `files_in` brings files in, `files_out` takes them away.
"""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from checkin.core.message import Message
from checkin.language import translate


def attendee_list_filter() -> str:
    """By name; whatever else somebody chooses is tried as well."""
    return f"{translate(_LISTS)} (*.csv *.tsv *.txt *.xlsx *.ods *.xls);;{translate(_ANY)} (*)"


def documents_folder() -> str:
    """The user's, or their home where they have none."""
    known = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return known if Path(known).is_dir() else str(Path.home())


class Busy:
    """The waiting cursor for the length of a `with`."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


PROGRAMME = Message("file", "Programmes")
_ANY = Message("file", "All files")
_LISTS = Message("file", "Lists")
