# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys are looked for again and again while a window is seen, in a thread: a share may take long to answer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from checkin.desk.sync.background_task import BackgroundTask

LOOK_MS = 1_000
"""Between two looks."""


class UsbDriveWatch(QObject):
    """Looks with a function of its owner while that widget is seen; `found` carries what it returned, each time.

    The owner calls `look` when it is shown and `rest` when it is hidden.
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
        """Look with this from now on."""
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
        """Nobody waits for a look that is under way."""
        self.timer.stop()
        if self._looking:
            self._looking.leave()

    def _fail(self, fault: Exception) -> None:
        """Of the program: for the one handler, once while it lasts."""
        if type(fault) is not self._fault:
            self._fault = type(fault)
            raise fault

    def _look_again(self) -> None:
        if self._looking:
            self._looking.wait()  # it has said that it ends
            self._looking = None
        if self._owner.isVisible():
            self.timer.start()
