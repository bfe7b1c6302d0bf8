# SPDX-License-Identifier: GPL-3.0-or-later
"""The USB drives in this computer, a button each, which starts an exchange in both directions. Only emits signals.

Drives appear and disappear while it is open. A thread looks for them, because a missing share may block.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.sync.usb_drives import Volume
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.sync.usb_drive_watch import UsbDriveWatch
from checkin.ui.widgets.labels import Paragraph, label

ABREAST, WIDEST_NAME = 2, 130
"""Buttons per row, and pixels of a name on one of them."""

FindDrives = Callable[[], tuple[Volume, ...]]


class UsbDriveChoice(QWidget):
    """The buttons; `chosen` carries a `Volume`, also for a folder chosen by hand."""

    chosen = Signal(object)
    carry_wanted = Signal()
    """Emitted to put the event itself on a drive, for a computer that does not have it."""

    def __init__(self) -> None:
        super().__init__()
        self._drives: dict[str, Volume] = {}
        self._hint = Paragraph(TEXT)
        self.buttons: dict[str, QPushButton] = {}
        self.carry = _button(translate(_CARRY), self.carry_wanted.emit)
        self.other = _button(translate(_OTHER), self._ask_folder)
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_drives)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(ABREAST, 1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(translate(_TITLE), SMALL, 600))
        texts.addWidget(self._hint)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.carry, self.other):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (texts, self._grid, row):
            column.addLayout(part)
        self._place()

    def watch(self, find: FindDrives) -> None:
        """Look for drives with `find` while visible."""
        self.watcher.use(find)

    def show_drives(self, drives: tuple[Volume, ...]) -> None:
        """Show the drives; existing buttons stay in place, so that no other one is pressed by mistake."""
        self._drives = {drive.root: drive for drive in drives}
        for root in self.buttons.keys() - self._drives:
            gone = self.buttons.pop(root)
            gone.hide()
            gone.deleteLater()
        for root, drive in self._drives.items():
            if root not in self.buttons:
                self.buttons[root] = _button("", partial(self._choose, root))
            self._write(self.buttons[root], drive)
        self._place()

    def _choose(self, root: str) -> None:
        self.chosen.emit(self._drives[root])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()

    def _place(self) -> None:
        placed = [self.buttons[root] for root in self._drives]
        for at, button in enumerate(placed):
            self._grid.addWidget(button, *divmod(at, ABREAST))
        for before, after in pairwise([*placed, self.carry, self.other]):
            self.setTabOrder(before, after)
        self._hint.show_text(translate(_HINT if self._drives else _NO_KEY))

    def _write(self, button: QPushButton, drive: Volume) -> None:
        free = QLocale().formattedDataSize(drive.free, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        text = translate(_KEY, key=drive.name, free=free)
        short = button.fontMetrics().elidedText(drive.name, Qt.TextElideMode.ElideRight, scale_px(WIDEST_NAME))
        button.setText(escape_mnemonic(translate(_KEY, key=short, free=free)))
        button.setToolTip(f"{text}\n{drive.root}")
        button.setAccessibleName(text)

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(_FOLDER), ""):
            self.chosen.emit(Volume(Path(chosen).as_posix()))


def _button(text: str, operation: Callable[[], object]) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.clicked.connect(lambda: operation())
    return made


_TITLE = Message("together", "USB drive")
_HINT = Message("together", "Choose the drive: everything saved here goes to it, and what it brings comes here.")
_NO_KEY = Message("together", "No USB drive is plugged in. Plug one in: it appears here.")
_KEY = Message("together", "{key} · {free} free")
_CARRY = Message("together", "Take the event on a USB drive…")
_OTHER = Message("together", "Another folder…")
_FOLDER = Message("together", "The folder or drive")
