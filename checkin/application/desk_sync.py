# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync of an open desk: the exchange thread and the windows about other desks, connected to the present window. Decides
nothing.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin import error_handler
from checkin.core.desk_settings import Settings
from checkin.core.errors import StorageError
from checkin.core.privacy.purge_summary import ErasedDrives
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.sync.usb_drives import Volume
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy.purge_day import erased_at
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.storage import usb_drive_store
from checkin.sync.peer import DeskRevokedError
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow

if TYPE_CHECKING:
    from checkin.application.desk_usb_drives import DeskUsbDrives
    from checkin.services.sync.sync_worker import SyncWorker
    from checkin.ui.sync.sync_dialog import SyncDialog


class DeskSync(QObject):
    """The sync of a desk. Call `mount`, then `start`. `settings_changed` carries new peers."""

    settings_changed = Signal(Settings)

    def __init__(self, event: EventFile, desk: Desk, settings: Settings, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._event, self._desk, self._settings, self._clock = event, desk, settings, clock
        self._worker: SyncWorker | None = None
        self._ending: SyncWorker | None = None
        self._noted: type[Exception] | None = None
        self._is_wanted = False
        self._dialog: SyncDialog | None = None
        self.status = self._with_drives(SyncStatus())

    @cached_property
    def usb_drives(self) -> "DeskUsbDrives":
        """The work with USB drives, for those who use one."""
        from checkin.application.desk_usb_drives import DeskUsbDrives

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

    def start(self) -> None:
        """Start the exchange, if a peer is set; if an old exchange is ending, once it has ended.

        Two threads at two servers would confuse what each of them has shown.
        """
        self._is_wanted = True
        if self._ending or not self._meets_others:
            return
        from checkin.services.sync.joining import make_peer_syncs, open_hub
        from checkin.services.sync.sync_worker import SyncWorker

        if not self._settings.identity:
            self._keep_identified(self._settings)
        set_up = partial(make_peer_syncs, settings=self._settings, clock=self._clock, open_hub=open_hub)
        self._worker = worker = SyncWorker(self._event.path, set_up, self._desk.name)
        worker.changed.connect(partial(self._receive_status, worker))
        worker.received.connect(partial(self._take_news, worker))
        worker.failed.connect(self._note)
        worker.finished.connect(self._start_anew)
        worker.start()

    def use(self, settings: Settings) -> None:
        """Use these settings from now on; the desk may have a new name."""
        self._settings = settings
        if self._worker:
            self._worker.name = settings.desk

    def stop(self) -> None:
        """Stop the exchange without waiting: its thread says goodbye and ends by itself."""
        self._is_wanted = False
        if self._worker:
            self._ending, self._worker = self._worker, None
            self._ending.leave()
        self._show(SyncStatus())

    def _take_news(self, worker: "SyncWorker") -> None:
        """Show what came, unless the thread was stopped since: the window may be gone."""
        if worker is self._worker:
            self._window.updates.keep_time()

    @property
    def _meets_others(self) -> bool:
        return bool(self._settings.folder or self._settings.hub)

    def _start_anew(self) -> None:
        """Start the exchange at the new peer, after the old one has ended."""
        if self._ending:
            self._ending.changed.disconnect()  # what is connected holds the thread
        self._ending = None
        if self._is_wanted:
            self.start()

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
        from checkin.application.desk_invitations import show_invitation

        show_invitation(self._event, self._settings, (desk.name for desk in self.status.desks), self._dialog)

    def _revoke(self) -> None:
        from checkin.application.desk_invitations import show_revocation

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
        """Return the status with its USB drives; `file_trouble` reports a file that cannot be read."""
        db = self._event.db
        with contextlib.suppress(StorageError):
            return replace(
                sync_status, usb_drive=usb_drive_store.load(db), unerased_drives=usb_drive_store.load_unerased(db)
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

    def _note(self, fault: Exception) -> None:
        """Log an error once: it may repeat every second, and the desk itself shows a full disk."""
        if type(fault) is not self._noted:
            self._noted = type(fault)
            error_handler.log_error(fault)

    def _receive_status(self, worker: "SyncWorker", sync_status: SyncStatus) -> None:
        """Show a thread's status, unless it was stopped since: its peer is no longer in use."""
        if worker is self._worker:
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
