# SPDX-License-Identifier: GPL-3.0-or-later
"""Exchanges of an open desk: with the other desks, and with the ticketing's server (pretix)."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

from checkin import error_handler
from checkin.core.desk_settings import Settings
from checkin.core.message import Message, StorageError
from checkin.core.purge import ErasedDrives
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.services.desk import Desk
from checkin.services.event_file import TICKETING_KINDS, EventFile
from checkin.services.privacy.purge_day import erased_at
from checkin.services.rehearsal import is_rehearsal, refuse_in_rehearsal
from checkin.storage import settings_store
from checkin.storage.settings_store import load_link
from checkin.sync.peer import DeskRevokedError
from checkin.translation import translate
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow

if TYPE_CHECKING:
    from checkin.application.exchange_windows import DeskUsbDrives, TicketingWindows
    from checkin.services.sync.peer_sync import SyncedPlace, SyncWorker
    from checkin.services.ticketing.ticketing_sync import TicketingSync
    from checkin.ui.sync.sync_dialog import SyncDialog


class _DeskExchange(QObject):
    """An exchange of the desk in a thread of its own. Two threads at two servers would confuse what each of them has
    shown: a new one starts once the old one has ended.
    """

    _window: DeskWindow

    def __init__(self, event: EventFile, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._event, self._desk, self._clock = event, desk, clock
        self._worker: SyncWorker | None = None
        self._ending: SyncWorker | None = None
        self._noted: type[Exception] | None = None
        self._is_wanted = False

    def start(self) -> None:
        """Start the exchange, if there is a peer; if an old exchange is ending, once it has ended."""
        self._is_wanted = True
        if not self._ending and self._has_peer:
            self._begin()

    def stop(self) -> None:
        """Stop the exchange without waiting: its thread sends what is left, says goodbye and ends by itself."""
        self._is_wanted = False
        if self._worker:
            self._ending, self._worker = self._worker, None
            self._ending.leave()

    @property
    def _has_peer(self) -> bool:
        raise NotImplementedError

    def _peers(self) -> "Callable[[EventFile], Sequence[SyncedPlace]]":
        """Return what opens the present peers, in the thread."""
        raise NotImplementedError

    def _receive(self, sync_status: SyncStatus) -> None:
        """Take the state of the thread in use."""
        raise NotImplementedError

    def _begin(self) -> None:
        from checkin.services.sync.peer_sync import SyncWorker

        self._worker = worker = SyncWorker(self._event.path, self._peers(), self._desk.name)
        worker.changed.connect(partial(self._receive_status, worker))
        worker.received.connect(partial(self._take_news, worker))
        worker.failed.connect(self._note)
        worker.finished.connect(self._start_anew)
        worker.start()

    def _receive_status(self, worker: "SyncWorker", sync_status: SyncStatus) -> None:
        """Take a thread's status, unless it was stopped since: its peer is no longer in use."""
        if worker is self._worker:
            self._receive(sync_status)

    def _take_news(self, worker: "SyncWorker") -> None:
        """Show what came, unless the thread was stopped since: the window may be gone."""
        if worker is self._worker:
            self._window.updates.keep_time()

    def _start_anew(self) -> None:
        """Start the exchange at the new peer, after the old one has ended."""
        if self._ending:
            self._ending.changed.disconnect()  # what is connected holds the thread
        self._ending = None
        if self._is_wanted:
            self.start()

    def _note(self, fault: Exception) -> None:
        """Log an error once: it may repeat every second, and the desk itself shows a full disk."""
        if type(fault) is not self._noted:
            self._noted = type(fault)
            error_handler.log_error(fault)


class DeskSync(_DeskExchange):
    """The sync of a desk. Call `mount`, then `start`. `settings_changed` carries new peers."""

    settings_changed = Signal(Settings)

    def __init__(self, event: EventFile, desk: Desk, settings: Settings, clock: Callable[[], datetime]) -> None:
        super().__init__(event, desk, clock)
        self._settings = settings
        self._dialog: SyncDialog | None = None
        self.status = self._with_drives(SyncStatus())

    @cached_property
    def usb_drives(self) -> "DeskUsbDrives":
        """The work with USB drives, for those who use one."""
        from checkin.application.exchange_windows import DeskUsbDrives

        return DeskUsbDrives(self._event, self._clock, self._note, lambda: (desk.name for desk in self.status.desks))

    def mount(self, window: DeskWindow, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._window = window
        window.answered.connect(self.wake)
        window.stage.conflicts.clicked.connect(self.show_conflicts)
        menu.sync_wanted.connect(self.show_desks)
        window.chrome.desks_pressed.connect(self.show_desks)
        window.show_sync_status(self.status)

    def leave(self, window: DeskWindow) -> None:
        window.answered.disconnect(self.wake)

    @property
    def _has_peer(self) -> bool:
        return bool(self._settings.folder or self._settings.hub)

    def _peers(self) -> "Callable[[EventFile], Sequence[SyncedPlace]]":
        from checkin.services.sync.joining import make_peer_syncs, open_hub

        if not self._settings.identity:
            self._keep_identified(self._settings)
        return partial(make_peer_syncs, settings=self._settings, clock=self._clock, open_hub=open_hub)

    def use(self, settings: Settings) -> None:
        """Use these settings from now on; the desk may have a new name."""
        self._settings = settings
        if self._worker:
            self._worker.name = settings.desk

    def stop(self) -> None:
        super().stop()
        self._show(SyncStatus())

    # Windows

    def show_desks(self) -> None:
        refuse_in_rehearsal(self._event)
        from checkin.ui.sync.sync_dialog import SyncDialog

        self._look_at_drives()
        is_erased = erased_at(self._event) is not None
        self._dialog = dialog = SyncDialog(self._settings, self.status, self._window, is_erased=is_erased)
        dialog.folder_chosen.connect(lambda folder: self._change_peers(replace(self._settings, folder=folder)))
        dialog.hub_chosen.connect(lambda url: self._change_peers(replace(self._settings, hub=url)))
        dialog.invitation_wanted.connect(self._invite)
        dialog.ahead_taken.connect(self._take_ahead)
        dialog.drive_chosen.connect(self._take)
        dialog.revocation_wanted.connect(self._revoke)
        dialog.usb_drives.carry_wanted.connect(self._carry)
        dialog.usb_drives.watch(self.usb_drives.find)
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    def show_conflicts(self) -> None:
        from checkin.ui.sync.conflicts_dialog import ConflictsDialog

        dialog = ConflictsDialog(self._desk.conflicts, self._window)
        dialog.resolved.connect(self._window.refresh)
        dialog.resolved.connect(self.wake)
        dialog.exec()
        dialog.deleteLater()

    def _invite(self) -> None:
        from checkin.application.exchange_windows import show_invitation

        show_invitation(self._event, self._settings, (desk.name for desk in self.status.desks), self._dialog)

    def _revoke(self) -> None:
        from checkin.application.exchange_windows import show_revocation

        show_revocation(self._event.key.event, self._settings.hub, self._dialog)

    def _take_ahead(self) -> None:
        if self.status.ahead:
            with self._event.transaction():
                self._event.journal.take_until(self.status.ahead[1])
            self.wake()

    def _take(self, drive: Volume) -> None:
        """Exchange with a USB drive once. The identity recognises what this desk wrote there before."""
        self._keep_identified(self._settings)
        self.usb_drives.visit(drive, self._dialog)
        self._take_in()

    def last_heard(self) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks' names, each with when it was last heard."""
        return self.status.last_heard(self._clock())

    def purge_drives(self) -> ErasedDrives | None:
        """Empty the plugged USB drives of this event after a purge. None if the user left it."""
        self._keep_identified(self._settings)
        found = self.usb_drives.purge(self._window.window())
        self._take_in()
        return found

    def empty_drive(self, drive: Volume) -> None:
        """Erase the people of a purge from one USB drive."""
        self._keep_identified(self._settings)
        self.usb_drives.empty(drive, self._window.window())
        self._take_in()

    def _take_in(self) -> None:
        self._window.updates.keep_time()
        self._look_at_drives()

    def _carry(self) -> None:
        """Put the whole event on a USB drive, for a computer that does not have it."""
        self._keep_identified(self._settings)
        self.usb_drives.carry(self._dialog)
        self._take_in()

    def look(self) -> SyncStatus:
        """Return the present status: all entries since a USB drive was here count, of this desk and others."""
        self._look_at_drives()
        return self.status

    def _look_at_drives(self) -> None:
        if self._with_drives(self.status) != self.status:
            self._show(self.status)

    def _with_drives(self, sync_status: SyncStatus) -> SyncStatus:
        """Return the status with its USB drives; `desk_recovery` reports a file that cannot be read."""
        db = self._event.db
        with contextlib.suppress(StorageError):
            return replace(
                sync_status,
                usb_drive=settings_store.load_usb_drive(db),
                unerased_drives=settings_store.load_unerased(db),
            )
        return sync_status

    def _change_peers(self, settings: Settings) -> None:
        """Sync at these peers from now on."""
        self.stop()
        self._keep_identified(settings)
        if self._dialog:
            self._dialog.show_settings(self._settings)
        self.start()

    def _keep_identified(self, settings: Settings) -> None:
        """Keep the settings with an identity, by which a peer knows this file on this computer again."""
        from checkin.services.sync.joining import ensure_identity

        self._keep(ensure_identity(settings))

    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        self.settings_changed.emit(settings)

    def wake(self, *_: object) -> None:
        """Tell the exchange thread that there are new entries."""
        if self._worker:
            self._worker.wake()
        self._look_at_drives()

    def _receive(self, sync_status: SyncStatus) -> None:
        self._show(sync_status)

    def _show(self, sync_status: SyncStatus) -> None:
        self.status = sync_status = self._with_drives(sync_status)
        if self._settings.folder and any(isinstance(m.error, DeskRevokedError) for m in sync_status.peers):
            self._keep(replace(self._settings, folder=""))  # also when the program starts again
        self._window.show_sync_status(sync_status)
        if self._dialog:
            self._dialog.show_sync_status(sync_status)
        if sync_status.has_clone:
            self._change_peers(replace(self._settings, identity=""))


# The ticketing's server (pretix) of an open desk: its thread, its light, and the notice that its access was revoked.
# Decides nothing.
# The server has a thread of its own: a call may take half a minute, and other desks must not wait for it.

UNDER_THE_HEADER = 1


class DeskTicketing(_DeskExchange):
    """The server of a desk's event. Call `mount`, then `start`; `status` is None for an event without a ticketing."""

    def __init__(self, event: EventFile, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(event, desk, clock)
        self._place: TicketingSync | None = None
        self._exchange = TicketingStatus()
        self.status = self._read()

    @cached_property
    def windows(self) -> "TicketingWindows":
        """The windows about the server, for those who open one."""
        from checkin.application.exchange_windows import TicketingWindows

        return TicketingWindows(self._event, self._desk, self)

    def mount(self, window: DeskWindow, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._window, self._menu = window, menu
        self.notice = NoticeBar()
        self.notice.read.setText(translate(Message("ticketing", "Keep the list here")))
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

    @property
    def _has_peer(self) -> bool:
        return self.status is not None and bool(self.status.device)

    def _peers(self) -> "Callable[[EventFile], Sequence[SyncedPlace]]":
        return self._open_server

    def _open_server(self, event: EventFile) -> "Sequence[SyncedPlace]":
        """Return the server as the thread's only place. Runs in the thread."""
        from checkin.services.ticketing.ticketing_sync import open_ticketing

        self._place = open_ticketing(event, self._clock)
        return [self._place] if self._place else []

    def stop(self) -> None:
        super().stop()
        self._place, self._exchange = None, TicketingStatus()

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
        from checkin.services.ticketing.ticketing_joining import read_ticketing_status

        known = read_ticketing_status(self._event)
        now = self._exchange
        return replace(known, error=now.error or known.error, waiting=now.waiting, since=now.since) if known else None

    def _receive(self, sync_status: SyncStatus) -> None:
        if not sync_status.peers:
            return
        place = sync_status.peers[0]
        since = (self._exchange.since or self._clock()) if place.error else None
        self._exchange = TicketingStatus(error=place.error, waiting=place.waiting, since=since)
        self.look()
        self._tell_of_revocation()

    def _show_state(self) -> None:
        status, chrome = self.status, self._window.chrome
        self._menu.ticketing.setVisible(status is not None and not self._desk.scans_only)
        if status is None:
            chrome.hide_ticketing()
            return
        from checkin.ui.widgets.exchange_wording import ticketing_sentences, ticketing_trouble

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

    # Revoked by the organiser

    def _tell_of_revocation(self) -> None:
        """Say once that the access was revoked, and offer to keep or to erase the list."""
        if self.status is None or not self.status.is_revoked:
            return
        from checkin.services.ticketing.ticketing_joining import must_tell_of_revocation
        from checkin.ui.widgets.exchange_wording import ERASE

        if must_tell_of_revocation(self._event) and self.notice.isHidden():
            self.notice.show_notice(translate(_REVOKED), "ban", translate(ERASE), is_failure=True)

    def _keep_list(self) -> None:
        from checkin.services.ticketing.ticketing_joining import note_revocation_told

        note_revocation_told(self._event)

    def _erase(self) -> None:
        """Erase the people if that is wanted after what is said; else the notice stays."""
        self.windows.ask_erasure(self._window)
        self._tell_of_revocation()


_REVOKED = Message(
    "ticketing",
    "The organiser revoked this device in pretix: nothing is fetched or sent any more. Everything recorded is here.",
)
