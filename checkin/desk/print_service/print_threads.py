# SPDX-License-Identifier: GPL-3.0-or-later
"""The printers of one computer at work: a thread for each that its plan names. Knows no widget.

A printer that hangs is left to end by itself: whoever stands at the desk does not wait for it. What opens printers is
imported with the first of them: a desk without one never needs it.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.badges.badge_fonts import load
from checkin.core.print_jobs import READY, PrinterState
from checkin.core.print_plan import PrinterSetup, PrintPlan
from checkin.desk.badge_printing import Printing

if TYPE_CHECKING:
    from checkin.desk.print_service.print_worker import PrintWorker
    from checkin.desk.print_service.printer_opening import Open


class PrinterSlot(QObject):
    """The thread of one printer, and what was last heard of it: None before that."""

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
    """`printing` belongs to the thread of the windows; each printer's own is opened from `event_path`. `open_` takes
    the place of what opens printers.
    """

    changed = Signal()
    """A printer is otherwise than before, or a badge has moved on."""

    failed = Signal(Exception)

    def __init__(
        self, event_path: Path, printing: Printing, clock: Callable[[], datetime], open_: "Open | None" = None
    ) -> None:
        super().__init__()
        load()  # fonts belong to the thread of the windows
        self._event_path, self._printing, self._clock, self._open = event_path, printing, clock, open_
        self._posts: dict[str, PrinterSlot] = {}
        self._leaving: list[tuple[str, PrinterSlot]] = []
        self._is_paused = self._is_stopped = False

    def use(self, plan: PrintPlan) -> None:
        """From now on. A printer that is set up as before goes on."""
        before = self._printing.plan
        self._printing.use(plan)
        for address in list(self._posts):
            if address not in plan.printers or _setup(before, address) != _setup(plan, address):
                self._dismiss(address)
        self._fill()
        self._heed()

    def wake(self) -> None:
        """There may be something to print."""
        for post in self._posts.values():
            post.worker.wake()

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    def pause(self, is_paused: bool) -> None:
        """Print only for people who stand there, or all again."""
        self._is_paused = is_paused
        for post in self._posts.values():
            post.worker.pause(is_paused)
        self.changed.emit()

    def state(self, address: str) -> PrinterState | None:
        """How a printer was when it was last heard of; None before that, or for one that is not in use."""
        return self._posts[address].state if address in self._posts else None

    def stop(self) -> None:
        """Ends every thread; returns when they have ended."""
        self._is_stopped = True
        posts = [*self._posts.values(), *(post for _, post in self._leaving)]
        for post in posts:
            post.worker.end()
        for post in posts:
            post.worker.stop()

    def _fill(self) -> None:
        """A thread for each printer that has none. What is at a printer without one nobody watches any more."""
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
        from checkin.desk.print_service.printer_opening import make_print_worker

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
    """All that a printer's thread depends on."""
    return plan.setup(address), plan.fallback_for(address), plan.template
