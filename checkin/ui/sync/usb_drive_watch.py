# SPDX-License-Identifier: GPL-3.0-or-later
"""The repeated search for USB drives while a window is visible, in a thread because a share may answer slowly."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from checkin.services.sync.background_task import BackgroundTask

LOOK_MS = 1_000
"""Milliseconds between two looks."""


class UsbDriveWatch(QObject):
    """A watcher that calls a function in a thread while its owner is visible; `found` carries each result.

    The owner calls `look` when shown and `rest` when hidden.
    """

    found = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._find: Callable[[], object] | None = None
        self._looking: BackgroundTask | None = None
        self._fault: type[Exception] | None = None
        self.timer = QTimer(self, interval=LOOK_MS, singleShot=True)
        self.timer.timeout.connect(self.look)

    def use(self, find: Callable[[], object]) -> None:
        """Set the function to look with."""
        self._find = find
        if self._owner.isVisible():
            self.look()

    def look(self) -> None:
        if self._find and self._looking is None:
            find = self._find
            self._looking = BackgroundTask(lambda _: find())
            self._looking.done.connect(self.found)
            self._looking.failed.connect(self._fail)
            self._looking.finished.connect(self._look_again)
            self._looking.start()

    def rest(self) -> None:
        """Stop looking, without waiting for the look in progress."""
        self.timer.stop()
        if self._looking:
            self._looking.leave()

    def _fail(self, fault: Exception) -> None:
        """Pass a bug to the error handler, once while it persists."""
        if type(fault) is not self._fault:
            self._fault = type(fault)
            raise fault

    def _look_again(self) -> None:
        if self._looking:
            self._looking.wait()  # it has announced its end
            self._looking = None
        if self._owner.isVisible():
            self.timer.start()
