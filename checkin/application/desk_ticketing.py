# SPDX-License-Identifier: GPL-3.0-or-later
"""The ticketing's server (pretix) of an open desk: its thread, its light, and the notice that its access was revoked.
Decides nothing.

The server has a thread of its own: a call may take half a minute, and other desks must not wait for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from checkin import error_handler
from checkin.core.message import Message
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.services.desk import Desk
from checkin.services.event_file import TICKETING_KINDS, EventFile
from checkin.services.rehearsal import is_rehearsal
from checkin.storage.ticketing_store import load_link
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.desk.notice_bar import NoticeBar

if TYPE_CHECKING:
    from checkin.application.ticketing_windows import TicketingWindows
    from checkin.services.sync.peer_sync import SyncedPlace
    from checkin.services.sync.sync_worker import SyncWorker
    from checkin.services.ticketing.ticketing_sync import TicketingSync

UNDER_THE_HEADER = 1


class DeskTicketing(QObject):
    """The server of a desk's event. Call `mount`, then `start`; `status` is None for an event without a ticketing."""

    def __init__(self, event: EventFile, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._event, self._desk, self._clock = event, desk, clock
        self._worker: SyncWorker | None = None
        self._ending: SyncWorker | None = None
        self._place: TicketingSync | None = None
        self._noted: type[Exception] | None = None
        self._exchange = TicketingStatus()
        self._is_wanted = False
        self.status = self._read()

    @cached_property
    def windows(self) -> "TicketingWindows":
        """The windows about the server, for those who open one."""
        from checkin.application.ticketing_windows import TicketingWindows

        return TicketingWindows(self._event, self._desk, self)

    def mount(self, window: DeskWindow, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._window, self._menu = window, menu
        self.notice = NoticeBar()
        self.notice.read.setText(translate(_KEEP))
        self.notice.read.clicked.connect(self._keep_list)
        self.notice.wanted.connect(self._erase)
        column = window.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(UNDER_THE_HEADER, self.notice)
        window.answered.connect(self.wake)
        window.updates.refreshed.connect(self.look)
        window.chrome.ticketing_pressed.connect(self._open_page)
        menu.ticketing_wanted.connect(self._open_page)
        self._show_state()
        self._tell_of_revocation()

    def leave(self, window: DeskWindow) -> None:
        window.answered.disconnect(self.wake)
        window.updates.refreshed.disconnect(self.look)

    def start(self) -> None:
        """Start the exchange, if this computer is a device of a server; after an old one has ended."""
        self._is_wanted = True
        if self._ending or self.status is None or not self.status.device:
            return
        from checkin.services.sync.sync_worker import SyncWorker

        self._worker = worker = SyncWorker(self._event.path, self._set_up, self._desk.name)
        worker.changed.connect(lambda status: self._receive(worker, status))
        worker.received.connect(lambda: self._take_news(worker))
        worker.failed.connect(self._note)
        worker.finished.connect(self._start_anew)
        worker.start()

    def _set_up(self, event: EventFile) -> "Sequence[SyncedPlace]":
        """Return the server as the thread's only place. Runs in the thread."""
        from checkin.services.ticketing.ticketing_sync import open_ticketing

        self._place = open_ticketing(event, self._clock)
        return [self._place] if self._place else []

    def stop(self) -> None:
        """Stop the exchange without waiting: its thread sends what is left and ends by itself."""
        self._is_wanted = False
        if self._worker:
            self._ending, self._worker, self._place = self._worker, None, None
            self._ending.leave()
        self._exchange = TicketingStatus()

    def _start_anew(self) -> None:
        if self._ending:
            self._ending.changed.disconnect()  # what is connected holds the thread
        self._ending = None
        if self._is_wanted:
            self.start()

    def wake(self, *_: object) -> None:
        """Tell the thread that there are new entries."""
        if self._worker:
            self._worker.name = self._desk.name
            self._worker.wake()

    # State

    def look(self) -> None:
        """Read again what the file knows of the server."""
        self.status = self._read()
        self._show_state()

    def _read(self) -> TicketingStatus | None:
        """Return the state, as the file and the exchange have it; None in a rehearsal, which asks no server."""
        is_plain = not self._event.journal.entries_of_kinds(TICKETING_KINDS) and not load_link(self._event.db)
        if is_plain or is_rehearsal(self._event):
            return None
        from checkin.services.ticketing.ticketing_queries import read_ticketing_status

        known = read_ticketing_status(self._event)
        now = self._exchange
        return replace(known, error=now.error or known.error, waiting=now.waiting, since=now.since) if known else None

    def _receive(self, worker: "SyncWorker", sync_status: SyncStatus) -> None:
        """Take a thread's state, unless it was stopped since."""
        if worker is not self._worker or not sync_status.peers:
            return
        place = sync_status.peers[0]
        since = (self._exchange.since or self._clock()) if place.error else None
        self._exchange = TicketingStatus(error=place.error, waiting=place.waiting, since=since)
        self.look()
        self._tell_of_revocation()

    def _take_news(self, worker: "SyncWorker") -> None:
        """Show what came, unless the thread was stopped since: the window may be gone."""
        if worker is self._worker:
            self._window.updates.keep_time()

    def _show_state(self) -> None:
        status, chrome = self.status, self._window.chrome
        self._menu.ticketing.setVisible(status is not None and not self._desk.scans_only)
        if status is None:
            chrome.hide_ticketing()
            return
        from checkin.ui.widgets.ticketing_wording import ticketing_sentences, ticketing_trouble

        now = self._desk.now()
        chrome.show_ticketing(status.is_well, "\n".join(ticketing_sentences(status, now)), ticketing_trouble(status))
        if "windows" in self.__dict__:
            self.windows.show_status()

    def ask_round(self) -> None:
        """Send what was refused again, and fetch, both now."""
        if self._place and self._worker:
            self._place.ask_round()
            self._worker.wake()

    def _open_page(self) -> None:
        self.look()
        if self.status:
            self.windows.show(self._window)

    def _note(self, fault: Exception) -> None:
        """Log an error once: it may repeat every second."""
        if type(fault) is not self._noted:
            self._noted = type(fault)
            error_handler.log_error(fault)

    # Revoked by the organiser

    def _tell_of_revocation(self) -> None:
        """Say once that the access was revoked, and offer to keep or to erase the list."""
        if self.status is None or not self.status.is_revoked:
            return
        from checkin.services.ticketing.ticketing_queries import must_tell_of_revocation
        from checkin.ui.widgets.ticketing_wording import ERASE

        if must_tell_of_revocation(self._event) and self.notice.isHidden():
            self.notice.show_notice(translate(_REVOKED), "ban", translate(ERASE), is_failure=True)

    def _keep_list(self) -> None:
        from checkin.services.ticketing.ticketing_queries import note_revocation_told

        note_revocation_told(self._event)

    def _erase(self) -> None:
        """Erase the people if that is wanted after what is said; else the notice stays."""
        self.windows.ask_erasure(self._window)
        self._tell_of_revocation()


_KEEP = Message("ticketing", "Keep the list here")
_REVOKED = Message(
    "ticketing",
    "The organiser revoked this device in pretix: nothing is fetched or sent any more. Everything recorded is here.",
)
