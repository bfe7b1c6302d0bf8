# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared parts of choosing files: start folder, filters, and the waiting cursor.

`import_flow` brings files in, `export_flow` takes them away.
"""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from checkin.core.message import Message
from checkin.language import translate


def attendee_list_filter() -> str:
    """Return the file dialog filter for lists; any other file can be tried too."""
    return f"{translate(_LISTS)} (*.csv *.tsv *.txt *.xlsx *.ods *.xls);;{translate(_ANY)} (*)"


def documents_folder() -> str:
    """Return the user's documents folder, or their home without one."""
    known = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return known if Path(known).is_dir() else str(Path.home())


class Busy:
    """A context manager that shows the waiting cursor."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


PROGRAMME = Message("file", "Programmes")
_ANY = Message("file", "All files")
_LISTS = Message("file", "Lists")
