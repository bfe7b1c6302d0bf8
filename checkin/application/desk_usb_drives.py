# SPDX-License-Identifier: GPL-3.0-or-later
"""USB drives at an open desk: exchange with a drive, the whole event put on one or taken off.

Connects the windows to the work, which is done in a thread. Decides nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.sync.carried_event import CarriedEvent, UsbDriveContents
from checkin.core.sync.usb_drives import Volume
from checkin.desk.event_file import EventFile
from checkin.desk.sync.background_task import BackgroundTask
from checkin.desk.sync.usb_event import exchange_and_renew, put_on_usb_drive, read_usb_drives, remove_from_usb_drive
from checkin.desk.sync.usb_exchange import UsbExchangeResult
from checkin.devices.mounted_drives import list_usb_drives
from checkin.language import translate

if TYPE_CHECKING:
    from checkin.ui.sync.usb_event_dialog import UsbEventDialog


class DeskUsbDrives:
    """The USB work of a desk. `note` receives errors of the threads; `desks` returns the names of other known desks."""

    def __init__(
        self,
        event: EventFile,
        clock: Callable[[], datetime],
        note: Callable[[Exception], None],
        desks: Callable[[], Iterable[str]],
    ) -> None:
        self._event, self._clock, self._note, self._desks = event, clock, note, desks
        self.find: Callable[[], tuple[Volume, ...]] = list_usb_drives

    def visit(self, key: Volume, parent: QWidget | None) -> None:
        """Exchange all entries with a drive once."""
        work = partial(exchange_and_renew, self._event.path, key, self._clock)
        self._run(work, translate(_TAKING, key=key.name), _taken, parent)

    def carry(self, parent: QWidget | None) -> None:
        """Ask which drive the event is put on for a new computer, or taken off."""
        from checkin.ui.sync.usb_event_dialog import UsbEventDialog

        dialog = UsbEventDialog(self._event.key.event, parent)
        dialog.put_wanted.connect(lambda key: self._put(key, dialog))
        dialog.removal_wanted.connect(lambda key: self._take_off(key, dialog))
        dialog.watch(self._contents)
        dialog.exec()
        dialog.deleteLater()

    def _contents(self, looked_up: Iterable[Volume]) -> tuple[UsbDriveContents, ...]:
        found = {key.root: key for key in (*self.find(), *looked_up)}
        return read_usb_drives(found.values())

    def _put(self, key: Volume, dialog: "UsbEventDialog") -> None:
        names = tuple(self._desks())

        def work(tell: ReportProgress) -> CarriedEvent:
            return put_on_usb_drive(self._event.path, key, names, self._clock, tell)

        self._run(work, translate(_PUTTING, key=key.name), partial(_put_told, key), dialog)

    def _take_off(self, key: Volume, dialog: "UsbEventDialog") -> None:
        work = partial(remove_from_usb_drive, self._event.path, key, self._clock)
        self._run(work, translate(_TAKING_OFF, key=key.name), lambda name: translate(_OFF, key=name), dialog)

    def _run(
        self,
        work: Callable[[ReportProgress], object],
        title: str,
        told: Callable[[object], str],
        parent: QWidget | None,
    ) -> None:
        from checkin.ui.sync.progress_dialog import ProgressDialog

        errand = BackgroundTask(work)
        errand.failed.connect(self._note)
        dialog = ProgressDialog(errand, title, told, parent).start()
        dialog.exec()
        dialog.deleteLater()


def _taken(result: object) -> str:
    assert isinstance(result, UsbExchangeResult)
    told = translate(_TAKEN, key=result.key, sent=result.done.sent, received=result.done.received)
    return told if result.has_event or result.done.received else f"{told} {translate(_NEW_COMPUTER)}"


def _put_told(key: Volume, result: object) -> str:
    assert isinstance(result, CarriedEvent)
    return translate(_ON_KEY, key=key.name, people=result.people)


_TAKING = Message("together", "To the key {key} and back")
_TAKEN = Message(
    "together",
    "All is on the key {key}: {sent} written, {received} received. Now put it into the other desk.",
)
_NEW_COMPUTER = Message(
    "together", "For a computer that does not have the event yet, choose “Take the event on a USB key…”."
)
_PUTTING = Message("together", "The event goes on the key {key}")
_ON_KEY = Message(
    "together",
    "The event is on the key {key}: {people} {people:person|people}. At the new computer: start Checkin, put the key "
    "in, choose “Join from a USB key…”.",
)
_TAKING_OFF = Message("together", "The event is taken off the key {key}")
_OFF = Message("together", "The event is not on the key {key} any more. All that it brought is saved here.")
