# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared parts of choosing files: start folder, filters, the waiting cursor, a file dropped on a window.

Reads no file: `import_flow` brings files in, `export_flow` takes them away.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.core.message import Message
from checkin.translation import translate


def attendee_list_filter() -> str:
    """Return the file dialog filter for lists; any other file can be tried too."""
    return f"{translate(_LISTS)} ({_LIST_SUFFIXES});;{translate(_ANY)} (*)"


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


class FileDrop(QObject):
    """A drop target over all of `window`, for one local file at a time.

    `dropped` is emitted after the drop has ended.
    """

    dropped = Signal(Path)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        for field in window.findChildren(QLineEdit):  # they would take the file's name as text
            field.setAcceptDrops(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):  # entering and moving are drop events too
            return super().eventFilter(watched, event)
        if path := _file_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                QTimer.singleShot(0, self, lambda: self.dropped.emit(path))
        return True


def _file_of(what: QMimeData) -> Path | None:
    urls = what.urls()
    name = urls[0].toLocalFile() if len(urls) == 1 else ""  # "" for an address elsewhere
    return Path(name) if name else None


PROGRAMME = Message("file", "Programmes")
_ANY = Message("file", "All files")
_LISTS = Message("file", "Lists")
_LIST_SUFFIXES = "*.csv *.tsv *.txt *.xlsx *.xlsm *.ods *.xls *.fods *.xml *.htm *.html *.mht *.vcf"
