# SPDX-License-Identifier: GPL-3.0-or-later
"""Detection of a file dropped on a window. Reads no file."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget


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
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
