# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that reads one list and compares it with an event, while the window goes on. Never writes anything.

The event's own connection belongs to the window's thread: this one opens another to look at its people.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSemaphore, QThread, Signal

from checkin.core.errors import CheckinError
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.progress import Cancelled
from checkin.desk.lists.list_preview import (
    ListBasis,
    ListChoice,
    ReadList,
    build_preview,
    read_basis_at,
    read_list,
    suggested_mapping,
)


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A list that was read, what the event knows, and how the list is best understood."""

    read: ReadList
    basis: ListBasis
    mapping: ColumnMapping


class ListWorker(QThread):
    """Does what was asked last: a new wish ends the work on the one before. `event` None is one still to be made.

    `opened` carries an `OpenedList`, `compared` a `Preview`. `told` carries how many rows are done, and of how many (0
    while unknown). A new wish from `opened` or `compared` on is answered after it; older answers may still be on their
    way to the window, which knows them by their mapping.
    """

    opened = Signal(object)
    compared = Signal(object)
    told = Signal(int, int)
    refused = Signal(CheckinError)
    failed = Signal(Exception)
    """A fault of the program. What is asked next is tried all the same."""

    def __init__(self, file: Path, event: Path | None) -> None:
        super().__init__()
        self.file = file
        self._event = event
        self._newest: Callable[[], None] | None = None
        self._wake = QSemaphore()
        self._is_stopping = False

    def read(self, choice: ListChoice) -> None:
        """From the window: the file, from the start."""
        self._want(partial(self._read, choice))

    def compare(self, opened: OpenedList, mapping: ColumnMapping) -> None:
        """From the window: what the list would change, understood so."""
        self._want(partial(self._compare, opened, mapping))

    def forget(self) -> None:
        """From the window: nothing is wanted for now."""
        self._want(lambda: None)

    def leave(self) -> None:
        """From the window: end as soon as the work looks up, some milliseconds or a comparison later.

        Nobody waits for it, except the program before it ends.
        """
        self._is_stopping = True
        self._wake.release()

    def launch(self) -> None:
        """Start the thread, as the program's own: a window that is closed does not take it along."""
        program = QCoreApplication.instance()
        assert program
        self.setParent(program)
        self.finished.connect(self.deleteLater)
        program.aboutToQuit.connect(self.wait)
        self.start()

    def step(self) -> None:
        """Do what was asked last, if it was not done yet."""
        wish, self._newest = self._newest, None
        if wish is None:
            return
        try:
            with _uncollected():
                wish()
        except Cancelled:
            return
        except CheckinError as error:
            self.refused.emit(error)

    def _want(self, wish: Callable[[], None]) -> None:
        self._newest = wish
        if self._wake.available() == 0:
            self._wake.release()

    def _read(self, choice: ListChoice) -> None:
        read = read_list(self.file, choice, self._tell)
        basis = read_basis_at(self._event)
        self.opened.emit(OpenedList(read, basis, suggested_mapping(basis, read)))

    def _compare(self, opened: OpenedList, mapping: ColumnMapping) -> None:
        self.compared.emit(build_preview(opened.basis, opened.read, mapping, self._tell))

    def _tell(self, done: int, total: int | None) -> None:
        if self._is_stopping or self._newest is not None:
            raise Cancelled
        self.told.emit(done, total or 0)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            self._wake.acquire()
            try:
                self.step()
            except Exception as fault:  # the window asks again, with another choice
                self.failed.emit(fault)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, which would stop the window, too, to look at a million cells that are none:
    more than a second at a time with 100,000 rows.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
