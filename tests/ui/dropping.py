# SPDX-License-Identifier: GPL-3.0-or-later
"""The hand of a person who drags files."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication


def drop(window, *paths):
    """Over `window` and let go there. Returns whether the window would have it."""
    what = QMimeData()
    what.setUrls([path if isinstance(path, QUrl) else QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = _entering(QPointF(9, 9), *held)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), *held))
    return entering.isAccepted()


def _entering(where, *held):
    try:
        return QDragEnterEvent(where, *held)
    except TypeError:  # Qt before 6.12
        return QDragEnterEvent(where.toPoint(), *held)
