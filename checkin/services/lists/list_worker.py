# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that reads a list and compares it with an event while the window goes on. Never writes anything.

It opens a connection of its own: the event's belongs to the window's thread.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from checkin.core.message import Cancelled, CheckinError, UserError
from checkin.services.lists import list_preview
from checkin.services.threads import Worker


class ListWorker(Worker):
    """Does the newest request, abandoning the one before. `event` None stands for one not created yet.

    `opened` carries an `OpenedList`, `compared` a `ListPreview`, `progressed` the rows done and their total (0 while
    unknown). Answers to older requests may still arrive; the window tells them apart by their mapping and changes.
    """

    opened = Signal(object)
    compared = Signal(object)
    progressed = Signal(int, int)
    refused = Signal(CheckinError)
    unusable = Signal(CheckinError)
    """The list was read, but nobody can be imported as its columns and rows are understood."""

    def __init__(self, file: Path, event: Path | None) -> None:
        super().__init__()
        self.file = file
        self._event = event
        self._newest: Callable[[], None] | None = None

    def read(self, choice: list_preview.ListChoice) -> None:
        """Read the file again. Called from the UI thread."""
        self._want(partial(self._read, choice))

    def compare(self, opened: list_preview.OpenedList) -> None:
        """Compare with the event under the list's current mapping. Called from the UI thread."""
        self._want(partial(self._compare, opened))

    def forget(self) -> None:
        """Drop the current request. Called from the UI thread."""
        self._want(lambda: None)

    def step(self) -> None:
        """Do the newest request, if it was not done yet."""
        request, self._newest = self._newest, None
        if request is None:
            return
        try:
            with uncollected():
                request()
        except Cancelled:
            return
        except CheckinError as error:
            self.refused.emit(error)

    def _want(self, request: Callable[[], None]) -> None:
        self._newest = request
        self.wake()

    def _read(self, choice: list_preview.ListChoice) -> None:
        read = list_preview.read_list(self.file, choice, self._report_progress)
        basis = list_preview.read_basis_at(self._event)
        self.opened.emit(list_preview.OpenedList(read, basis, list_preview.suggested_mapping(basis, read)))

    def _compare(self, opened: list_preview.OpenedList) -> None:
        try:
            seen = list_preview.build_preview(opened.basis, opened.read, opened.mapping, self._report_progress)
        except UserError as why:
            self.unusable.emit(why)
        else:
            self.compared.emit(seen)

    def _report_progress(self, done: int, total: int | None) -> None:
        if self._is_stopping or self._newest is not None:
            raise Cancelled
        self.progressed.emit(done, total or 0)


@contextmanager
def uncollected() -> Iterator[None]:
    """Disable garbage collection while a list is read.

    With 100,000 rows one collection would stop all threads, the window's too, for more than a second.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
