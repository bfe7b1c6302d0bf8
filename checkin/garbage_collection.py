# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage collection in the windows' thread alone (docs/adr/0033).

Python searches for cycles in any thread that happens to create an object, and destroys what it finds there, even the
windows of a closed dialog: Qt does not survive that.
"""

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from checkin.services.event_reading import is_anything_read

EVERY_MS = 200
"""Milliseconds between collections of young objects, each about 1 ms at a busy desk."""
SHARE = 50
"""A full collection waits this many times as long as the last one took: at most 2 % of the time."""
LONG_S, REST_S = 0.03, 600
"""Seconds of a full collection that holds the window, among many people: the objects that survive it are set aside, and
looked at again only after this rest.
"""
MANY = 50_000
"""More new objects than these at once are what was read of many people: they are set aside without being looked at."""


class GarbageCollection(QObject):
    """A timer that collects garbage; a child of the application. Switches Python's automatic collection off.

    `gc.disable()` pauses it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.set_threshold(0)
        self._next_full, self._thaws_at = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(EVERY_MS)

    def step(self) -> None:
        """Collect the oldest generation that is due, as Python itself would. Nothing while an event is read beside the
        window: what is read would be looked at in vain, and the window would stand still for it.
        """
        if not gc.isenabled() or is_anything_read():
            return
        counts, began = gc.get_count(), perf_counter()
        due = [n for n, (count, most) in enumerate(zip(counts, self._thresholds, strict=True)) if count > most]
        if counts[0] > MANY:
            self._set_aside(began)
        elif 2 in due and began >= self._next_full:
            self._collect_old(began)
        elif due:
            gc.collect(min(due[-1], 1))

    def _collect_old(self, began: float) -> None:
        """Run a full collection. 100,000 people alive are no garbage, and to look at them takes a tenth of a second."""
        if 0 < self._thaws_at <= began:
            gc.unfreeze()
            self._thaws_at = 0.0
        gc.collect()
        ended = perf_counter()
        self._next_full = ended + SHARE * (ended - began)
        if ended - began > LONG_S:
            self._set_aside(ended)

    def _set_aside(self, now: float) -> None:
        """Leave all objects that are alive out of the searches until the rest has passed."""
        gc.freeze()
        self._thaws_at = self._thaws_at or now + REST_S
