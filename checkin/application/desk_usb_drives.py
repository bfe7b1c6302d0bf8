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
from checkin.core.privacy.purge_summary import FOLDER_LEFT, ErasedDrives
from checkin.core.sync.carried_event import CarriedEvent, UsbDriveContents
from checkin.core.sync.usb_drives import Volume
from checkin.devices.disk import list_usb_drives
from checkin.services.event_file import EventFile
from checkin.services.privacy.purge_day import erased_at
from checkin.services.sync.background_task import BackgroundTask
from checkin.services.sync.usb_event import exchange_and_renew, put_on_usb_drive, read_usb_drives, remove_from_usb_drive
from checkin.services.sync.usb_exchange import UsbExchangeResult
from checkin.services.sync.usb_purge import empty_usb_drive, purge_usb_drives
from checkin.translation import translate
from checkin.ui.look.typesetting import unbroken
from checkin.ui.widgets.dialog_buttons import ask_confirmation

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

    def visit(self, drive: Volume, parent: QWidget | None) -> None:
        """Exchange all entries with a drive once."""
        work = partial(exchange_and_renew, self._event.path, drive, self._clock)
        self._run(work, translate(_TAKING, key=drive.name), _taken, parent)

    def purge(self, parent: QWidget | None) -> ErasedDrives | None:
        """Empty the drives of this event that are in the computer, after a purge, and show which still have people.

        Returns None if the user did not wait for the end.
        """
        from checkin.ui.sync.progress_dialog import ProgressDialog

        errand = BackgroundTask(partial(purge_usb_drives, self._event.path, self.find, self._clock))
        errand.failed.connect(self._note)
        dialog = ProgressDialog(errand, translate(_EMPTYING_ALL), erased_drives_text, parent)
        errand.done.connect(lambda found: None if found.is_worth_telling else dialog.accept())
        dialog.start().exec()
        found = dialog.result_of_work
        dialog.deleteLater()
        return found if isinstance(found, ErasedDrives) else None

    def empty(self, drive: Volume, parent: QWidget | None) -> None:
        """Take the people of a purge off one drive."""
        work = partial(empty_usb_drive, self._event.path, drive, self._clock)
        self._run(work, translate(_EMPTYING, key=drive.name), _emptied, parent)

    def carry(self, parent: QWidget | None) -> None:
        """Ask which drive the event is put on for a new computer, or taken off."""
        from checkin.ui.sync.usb_event_dialog import UsbEventDialog

        dialog = UsbEventDialog(self._event.key.event, parent, is_erased=erased_at(self._event) is not None)
        dialog.put_wanted.connect(lambda key: self._put(key, dialog))
        dialog.removal_wanted.connect(lambda key: self._take_off(key, dialog))
        dialog.watch(self._contents)
        dialog.exec()
        dialog.deleteLater()

    def _contents(self, looked_up: Iterable[Volume]) -> tuple[UsbDriveContents, ...]:
        found = {drive.root: drive for drive in (*self.find(), *looked_up)}
        return read_usb_drives(found.values(), self._event.key.secret)

    def _put(self, drive: Volume, dialog: "UsbEventDialog") -> None:
        names = tuple(self._desks())

        def work(report: ReportProgress) -> CarriedEvent:
            return put_on_usb_drive(self._event.path, drive, names, self._clock, report)

        self._run(work, translate(_PUTTING, key=drive.name), partial(_put_sentence, drive), dialog)

    def _take_off(self, drive: Volume, dialog: "UsbEventDialog") -> None:
        question = (translate(_ASK_OFF, key=drive.name), translate(_ASK_DETAIL))
        if dialog.asks_before_removal(drive) and not ask_confirmation(
            dialog, question, translate(_DO_OFF), translate(_KEEP_ON)
        ):
            return
        work = partial(remove_from_usb_drive, self._event.path, drive, self._clock)
        self._run(work, translate(_TAKING_OFF, key=drive.name), lambda name: translate(_OFF, key=name), dialog)

    def _run(
        self,
        work: Callable[[ReportProgress], object],
        title: str,
        describe: Callable[[object], str],
        parent: QWidget | None,
    ) -> None:
        from checkin.ui.sync.progress_dialog import ProgressDialog

        errand = BackgroundTask(work)
        errand.failed.connect(self._note)
        dialog = ProgressDialog(errand, title, describe, parent).start()
        dialog.exec()
        dialog.deleteLater()


def _taken(result: object) -> str:
    assert isinstance(result, UsbExchangeResult)
    lines = [translate(_EMPTIED, key=result.drive)] if result.was_emptied else []
    lines += [translate(_ERASED_HERE, desk=unbroken(result.erased_by))] if result.erased_by else []
    lines += [translate(_TAKEN, key=result.drive, sent=result.done.sent, received=result.done.received)]
    is_of_use = result.has_event or result.done.received or result.was_emptied
    return " ".join(lines if is_of_use else [*lines, translate(_NEW_COMPUTER)])


def _emptied(result: object) -> str:
    assert isinstance(result, UsbExchangeResult)
    return translate(_EMPTIED if result.was_emptied else _NOTHING_THERE, key=result.drive)


def erased_drives_text(result: object) -> str:
    """Return what became of each drive after a purge, those that still have people first."""
    assert isinstance(result, ErasedDrives)
    refused = {name for name, _ in result.refused}
    left = [
        f"{translate(_STILL, key=name)} {translate(_UNWRITTEN if name in refused else _PUT_IN)}" for name in result.left
    ]
    folders = ((result.folder_left, FOLDER_LEFT), (result.folder, _FOLDER_EMPTIED))
    lines = [translate(words, folder=folder) for folder, words in folders if folder]
    lines += [
        translate(_FOLDER_OTHER if desk else _FOLDER_UNSIGNED, desk=unbroken(desk)) for desk in result.folder_others
    ]
    return "\n".join([*left, *(translate(_EMPTIED, key=name) for name in result.emptied), *lines])


def _put_sentence(drive: Volume, result: object) -> str:
    assert isinstance(result, CarriedEvent)
    return translate(_ON_KEY, key=drive.name, people=result.people)


_TAKING = Message("together", "To the drive {key} and back")
_TAKEN = Message(
    "together",
    "Everything is on the drive {key}: {sent} written, {received} received. Now plug it into the other desk.",
)
_NEW_COMPUTER = Message(
    "together", "For a computer that does not have the event yet, choose “Take the event on a USB drive…”."
)
_EMPTYING_ALL = Message("privacy", "USB drives and shared folder of this event")
_EMPTYING = Message("privacy", "The names are erased from the drive {key}")
_EMPTIED = Message("privacy", "The drive {key} no longer holds any names.")
_FOLDER_EMPTIED = Message("privacy", "The shared folder {folder} has no names any more that this desk wrote.")
_FOLDER_OTHER = Message("privacy", "“{desk}” still has names or codes there, until its next exchange.")
_FOLDER_UNSIGNED = Message("privacy", "Another desk still has names or codes there, until its next exchange.")
_NOTHING_THERE = Message("privacy", "Nothing from this event is on the drive {key}.")
_STILL = Message("privacy", "The drive {key} still holds the names.")
_PUT_IN = Message("privacy", "Plug it in, then Closing, “Empty it”.")
_UNWRITTEN = Message(
    "privacy",
    "It could not be written to: allow writing or make room on it, then Closing, “Empty it”; or delete its files.",
)
_ERASED_HERE = Message(
    "privacy",
    "This event’s personal data has been erased at this desk too, as decided at “{desk}”: the names are gone, "
    "the figures stay.",
)
_PUTTING = Message("together", "Putting the event on the drive {key}")
_ON_KEY = Message(
    "together",
    "The event is on the drive {key}: {people} {people:person|people}. At the new computer: start Checkin, "
    "plug the drive in, choose “Join from a USB drive…”.",
)
_ASK_OFF = Message("together", "Remove the event from the drive {key}?")
_ASK_DETAIL = Message(
    "together", "Everything it brings is saved here first. Other desks will no longer find anything on it."
)
_DO_OFF, _KEEP_ON = Message("together", "Remove it"), Message("together", "Leave it")
_TAKING_OFF = Message("together", "Removing the event from the drive {key}")
_OFF = Message("together", "The event is no longer on the drive {key}. Everything it brought is saved here.")
