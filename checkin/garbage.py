# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for garbage, in the thread of the windows alone (docs/adr/0033).

Python looks for cycles in whichever thread happens to make an object. What it finds there is destroyed there, also the
windows of a dialog that was closed: Qt does not survive that.
"""

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200
"""Young objects are looked at five times a second: about 1 ms each time at a busy desk."""
SHARE = 50
"""After a search of all objects the next one waits this many times as long as it took: at most 2 % of the time."""


class GarbageCollection(QObject):
    """Belongs to the application and starts with it; automatic collection is off from here on.

    Whoever disables `gc` for a while makes it rest.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.set_threshold(0)
        self._next_full = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(EVERY_MS)

    def step(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        if not gc.isenabled():
            return
        due = [n for n, (count, most) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)) if count > most]
        began = perf_counter()
        if 2 in due and began >= self._next_full:
            gc.collect()
            ended = perf_counter()
            self._next_full = ended + SHARE * (ended - began)
        elif due:
            gc.collect(min(due[-1], 1))
