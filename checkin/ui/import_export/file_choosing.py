# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared parts of choosing files: folders, filters, the waiting cursor, a dropped file, the file of a new event.

Reads no file: `import_flow` brings files in, `export_flow` takes them away.
"""

import os
from itertools import count
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.widgets.boxes import row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import label


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
_LISTS, _ANY = Message("file", "Lists"), Message("file", "All files")
_LIST_SUFFIXES = "*.csv *.tsv *.txt *.xlsx *.xlsm *.ods *.xls *.fods *.xml *.htm *.html *.mht *.vcf"


# The choice of the file for a new event: beside its list unless the user chooses another place. Makes no file.

SUFFIX = ".checkin"
EVENTS = Message("file", "Checkin events")
_WHERE = Message("welcome", "Where to save the event")


class EventFileChooser(QWidget):
    """A line with the proposed file and a button to change it. `path` is a file that does not exist yet."""

    def __init__(self, source: Path, documents: Path) -> None:
        super().__init__()
        self.path = free_path(source, documents)
        self._text = label("")
        self.change = push_button(translate(Message("import", "Elsewhere…")), self._ask)
        row_of(wide(self._text), self.change, spacing=12, of=self)
        self._show()

    def propose(self, source: Path, documents: Path) -> None:
        """Propose a file beside `source`."""
        self.path = free_path(source, documents)
        self._show()

    def _ask(self) -> None:
        if path := ask_event_path(self.path, self):
            self.path = path
            self._show()

    def _show(self) -> None:
        self._text.setText(translate(_KEPT, name=self.path.name, folder=self.path.parent))
        self.change.setAccessibleDescription(self._text.text())


def ask_event_path(proposed: Path, parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(
        parent, translate(_WHERE), str(proposed), f"{translate(EVENTS)} (*{SUFFIX})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)  # keeps the day in "Gala 24.12"


def free_path(source: Path, documents: Path) -> Path:
    """Return a free path named after `source`, in its folder or else in `documents` if that is not writable; numbered
    if taken.
    """
    folder = source.parent if os.access(source.parent, os.W_OK) else documents
    path = folder / f"{source.stem}{SUFFIX}"
    numbers = count(2)
    while path.exists():
        path = folder / f"{source.stem} {next(numbers)}{SUFFIX}"
    return path


_KEPT = Message("import", "The event will be saved as “{name}” in {folder}.")
