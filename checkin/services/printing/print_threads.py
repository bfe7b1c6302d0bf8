# SPDX-License-Identifier: GPL-3.0-or-later
"""The print service object: starts, replaces and stops the thread of each printer in the print plan. No widgets.

A printer that hangs is left to end by itself, so that the desk need not wait for it. The modules that open printers are
imported with the first one: a desk without a printer never loads them.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.badges.badge_fonts import load
from checkin.core.print_jobs import READY, PrinterSetup, PrinterState, PrintPlan
from checkin.services.badge_print_requests import Printing

if TYPE_CHECKING:
    from checkin.services.printing.spooler import Open, PrintWorker


class PrinterSlot(QObject):
    """The thread of one printer, and its last known state, None before the first report."""

    changed = Signal()
    left = Signal()

    def __init__(self, worker: "PrintWorker", parent: QObject) -> None:
        super().__init__(parent)
        self.worker = worker
        self.state: PrinterState | None = None
        worker.changed.connect(self._heed)
        worker.finished.connect(self.left)

    def _heed(self, state: PrinterState) -> None:
        self.state = state
        self.changed.emit()


class PrintService(QObject):
    """All printers of this desk at work. Lives in the UI thread.

    `printing` belongs to that thread; each printer's thread opens the event at `event_path` for itself. `open_`
    replaces the function that opens printers, for tests.
    """

    changed = Signal()
    """A printer's state has changed, or a job has moved on."""

    failed = Signal(Exception)

    def __init__(
        self, event_path: Path, printing: Printing, clock: Callable[[], datetime], open_: "Open | None" = None
    ) -> None:
        super().__init__()
        load()  # fonts are loaded in the UI thread
        self._event_path, self._printing, self._clock, self._open = event_path, printing, clock, open_
        self._posts: dict[str, PrinterSlot] = {}
        self._leaving: list[tuple[str, PrinterSlot]] = []
        self._is_paused = self._is_stopped = False

    def use(self, plan: PrintPlan) -> None:
        """Print by this plan from now on. Printers whose setup is unchanged go on."""
        before = self._printing.plan
        self._printing.use(plan)
        for address in list(self._posts):
            if address not in plan.printers or _setup(before, address) != _setup(plan, address):
                self._dismiss(address)
        self._fill()
        self._heed()

    def wake(self) -> None:
        """Tell every printer's thread that there may be something to print."""
        for post in self._posts.values():
            post.worker.wake()

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    def pause(self, is_paused: bool) -> None:
        """Print only for people at the desk, or everything again."""
        self._is_paused = is_paused
        for post in self._posts.values():
            post.worker.pause(is_paused)
        self.changed.emit()

    def state(self, address: str) -> PrinterState | None:
        """Return a printer's last known state; None before the first report, or for one not in use."""
        return self._posts[address].state if address in self._posts else None

    def stop(self) -> None:
        """End every thread; return when they have ended."""
        self._is_stopped = True
        posts = [*self._posts.values(), *(post for _, post in self._leaving)]
        for post in posts:
            post.worker.end()
        for post in posts:
            post.worker.stop()

    def _fill(self) -> None:
        """Start a thread for each printer without one, and mark jobs at printers without a thread as uncertain."""
        if self._is_stopped:
            return
        self._leaving = [(address, post) for address, post in self._leaving if not post.worker.isFinished()]
        busy = {address for address, _ in self._leaving}
        for address in self._printing.plan.printers:
            if address not in self._posts and address not in busy:
                self._employ(address)
        if not busy:
            self._printing.abandon_unwatched(self._printing.plan.printers)

    def _employ(self, address: str) -> None:
        from checkin.services.printing.spooler import make_print_worker

        worker = make_print_worker(self._event_path, self._clock, self._printing.plan, address, self._open)
        worker.failed.connect(self.failed)
        worker.pause(self._is_paused)
        self._posts[address] = post = PrinterSlot(worker, self)
        post.changed.connect(self._heed)
        worker.start()

    def _dismiss(self, address: str) -> None:
        post = self._posts.pop(address)
        post.changed.disconnect(self._heed)
        post.left.connect(self._fill)
        self._leaving.append((address, post))
        post.worker.end()

    def _heed(self) -> None:
        self._printing.printer = self.state(self._printing.plan.printer) or READY
        self.changed.emit()


def _setup(plan: PrintPlan, address: str) -> tuple[PrinterSetup, str, str]:
    """Return everything that a printer's thread depends on."""
    return plan.setup(address), plan.fallback_for(address), plan.template
