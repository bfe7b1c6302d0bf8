# SPDX-License-Identifier: GPL-3.0-or-later
"""The USB drives that still have the names after a purge, on the closing screen: one that is put in can be emptied."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.sync.usb_drives import Volume
from checkin.translation import translate
from checkin.ui.look.theme import TEXT
from checkin.ui.sync.usb_drive_watch import UsbDriveWatch
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.labels import Paragraph


class ClosingUsbDrives(QWidget):
    """Hidden while no drive has names. `empty_wanted` carries the `Volume`."""

    empty_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, ClosingUsbDriveRow] = {}
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_drives)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def watch(self, find: Callable[[], Iterable[Volume]]) -> None:
        """Look for drives with this, as long as a drive with names is shown."""
        self.watcher.use(find)

    def show_names(self, names: Iterable[str]) -> None:
        """Show these drives; a row that stays keeps its place, so that no click lands on another."""
        wanted = tuple(names)
        for name in self.rows.keys() - set(wanted):
            gone = self.rows.pop(name)
            gone.hide()
            gone.deleteLater()
        for name in wanted:
            if name not in self.rows:
                self.rows[name] = row = ClosingUsbDriveRow(name)
                row.empty_wanted.connect(self.empty_wanted)
                self._column.addWidget(row)
        self.setVisible(bool(self.rows))

    def show_drives(self, drives: Iterable[Volume]) -> None:
        """Show which drives are plugged in now."""
        here = {drive.name: drive for drive in drives}
        for name, row in self.rows.items():
            row.show_drive(here.get(name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()


class ClosingUsbDriveRow(QWidget):
    """One drive: that it has the names, and the button that empties it, or that it has to be put in."""

    empty_wanted = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._drive = name, Volume("")
        self.message, self.empty = Paragraph(TEXT, 600), WordButton(translate(_EMPTY), "trash-2")
        self.empty.setAccessibleDescription(name)
        self.empty.clicked.connect(lambda: self.empty_wanted.emit(self._drive))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.message, 1)
        row.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.show_drive(None)

    def show_drive(self, drive: Volume | None) -> None:
        """Show one drive; `None` if it is not plugged in."""
        self._drive = drive or Volume("")
        self.empty.setVisible(drive is not None)
        self.message.show_text(translate(_HERE if drive else _AWAY, key=self._name))


_HERE = Message("privacy", "The drive {key} may still hold the names.")
_AWAY = Message("privacy", "The drive {key} may still hold the names: plug it in to empty it.")
_EMPTY = Message("privacy", "Empty it")
