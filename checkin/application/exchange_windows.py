# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows about invitations, USB drives and the ticketing's server, imported when first opened."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import CheckinError, Message, ReportProgress
from checkin.core.purge import FOLDER_LEFT, ErasedDrives
from checkin.core.sync.invitation import CarriedEvent, UsbDriveContents, Volume
from checkin.core.sync.sync_status import HubDesk
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.devices.computer import list_usb_drives
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy.purge_day import erased_at
from checkin.services.supervision import Supervision
from checkin.services.sync import usb_exchange
from checkin.services.sync.joining import admit_hub_desk, hub_desks, invite, propose_desk_name, revoke_hub_desk
from checkin.services.threads import BackgroundTask
from checkin.services.ticketing import ticketing_joining, ticketing_push
from checkin.services.ticketing.ticketing_joining import add_device
from checkin.translation import error_text, translate
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.typesetting import unbroken
from checkin.ui.supervision.supervision_flow import ask_where_named, programme_request
from checkin.ui.sync.progress_dialog import run_with_progress
from checkin.ui.sync.ticketing_dialog import DeviceCodeDialog, DisconnectDialog, TicketingDialog
from checkin.ui.widgets.buttons import ask_confirmation

if TYPE_CHECKING:
    from checkin.ui.sync.progress_dialog import UsbEventDialog


def show_invitation(event: EventFile, settings: Settings, names: Iterable[str], parent: QWidget | None) -> None:
    """Show the invitation for a new desk; `names` are those of the desks there are. A server first admits it."""
    from checkin.ui.sync.invitation_dialog import InvitationDialog

    name = propose_desk_name(event, names)
    hub = _address_of_new_desk(event, settings.hub, name, parent) if settings.hub else ""
    if hub is None:
        return
    dialog = InvitationDialog(replace(invite(event, settings, hub), desk=name), parent)
    dialog.exec()
    dialog.deleteLater()


def _address_of_new_desk(event: EventFile, hub: str, proposed: str, parent: QWidget | None) -> str | None:
    """Return the URL of a new desk, None if the user cancelled."""
    from checkin.ui.sync.invitation_dialog import NewDeskDialog

    def admit(organiser: str, name: str) -> str | None:
        made = _ask_hub(partial(admit_hub_desk, organiser, event.key.event, name, hub))
        return made if isinstance(made, str) else None

    dialog = NewDeskDialog(hub, admit, parent)
    dialog.name.setText(proposed)
    is_wanted, address = dialog.exec(), dialog.hub
    dialog.deleteLater()
    return address if is_wanted else None


def show_revocation(event_id: str, hub: str, parent: QWidget | None) -> None:
    """Show the desks that the server at `hub` knows, of which any can be revoked."""
    from checkin.ui.sync.invitation_dialog import RevokeDialog

    def look(organiser: str) -> list[HubDesk] | None:
        found = _ask_hub(partial(hub_desks, organiser, event_id), can_be_left=True)
        return found if isinstance(found, list) else None

    def revoke(organiser: str, desk: HubDesk, erases: bool) -> bool:
        return bool(_ask_hub(partial(revoke_hub_desk, organiser, event_id, desk.name, erases=erases)))

    dialog = RevokeDialog(hub, look, revoke, parent)
    dialog.exec()
    dialog.deleteLater()


def _ask_hub(work: Callable[[], object], *, can_be_left: bool = False) -> object:
    """Run a request to the hub in a thread, with a progress dialog.

    Making or revoking a desk cannot be cancelled: the password of a new desk would be lost.
    """
    from checkin.ui.sync.progress_dialog import run_with_progress

    return run_with_progress(work, translate(_ASKING), QApplication.activeModalWidget(), can_be_left=can_be_left)


_ASKING = Message("together", "Asking the server")


# USB drives at an open desk: exchange with a drive, the whole event put on one or taken off.
# Connects the windows to the work, which is done in a thread. Decides nothing.


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
        work = partial(usb_exchange.exchange_and_renew, self._event.path, drive, self._clock)
        self._run(work, translate(Message("together", "To the drive {key} and back"), key=drive.name), _taken, parent)

    def purge(self, parent: QWidget | None) -> ErasedDrives | None:
        """Empty the drives of this event that are in the computer, after a purge, and show which still have people.

        Returns None if the user did not wait for the end.
        """
        from checkin.ui.sync.progress_dialog import ProgressDialog

        errand = BackgroundTask(partial(usb_exchange.purge_usb_drives, self._event.path, self.find, self._clock))
        errand.failed.connect(self._note)
        dialog = ProgressDialog(errand, translate(_EMPTYING_ALL), erased_drives_text, parent)
        errand.done.connect(lambda found: None if found.is_worth_telling else dialog.accept())
        dialog.start().exec()
        found = dialog.result_of_work
        dialog.deleteLater()
        return found if isinstance(found, ErasedDrives) else None

    def empty(self, drive: Volume, parent: QWidget | None) -> None:
        """Take the people of a purge off one drive."""
        work = partial(usb_exchange.empty_usb_drive, self._event.path, drive, self._clock)
        self._run(work, translate(_EMPTYING, key=drive.name), _emptied, parent)

    def carry(self, parent: QWidget | None) -> None:
        """Ask which drive the event is put on for a new computer, or taken off."""
        from checkin.ui.sync.progress_dialog import UsbEventDialog

        dialog = UsbEventDialog(self._event.key.event, parent, is_erased=erased_at(self._event) is not None)
        dialog.put_wanted.connect(lambda key: self._put(key, dialog))
        dialog.removal_wanted.connect(lambda key: self._take_off(key, dialog))
        dialog.watch(self._contents)
        dialog.exec()
        dialog.deleteLater()

    def _contents(self, looked_up: Iterable[Volume]) -> tuple[UsbDriveContents, ...]:
        found = {drive.root: drive for drive in (*self.find(), *looked_up)}
        return usb_exchange.read_usb_drives(found.values(), self._event.key.secret)

    def _put(self, drive: Volume, dialog: "UsbEventDialog") -> None:
        names = tuple(self._desks())

        def work(report: ReportProgress) -> CarriedEvent:
            return usb_exchange.put_on_usb_drive(self._event.path, drive, names, self._clock, report)

        self._run(work, translate(_PUTTING, key=drive.name), partial(_put_sentence, drive), dialog)

    def _take_off(self, drive: Volume, dialog: "UsbEventDialog") -> None:
        question = (translate(_ASK_OFF, key=drive.name), translate(_ASK_DETAIL))
        if dialog.asks_before_removal(drive) and not ask_confirmation(
            dialog, question, translate(_DO_OFF), translate(_KEEP_ON)
        ):
            return
        work = partial(usb_exchange.remove_from_usb_drive, self._event.path, drive, self._clock)
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
    assert isinstance(result, usb_exchange.UsbExchangeResult)
    lines = [translate(_EMPTIED, key=result.drive)] if result.was_emptied else []
    lines += [translate(_ERASED_HERE, desk=unbroken(result.erased_by))] if result.erased_by else []
    lines += [translate(_TAKEN, key=result.drive, sent=result.done.sent, received=result.done.received)]
    is_of_use = result.has_event or result.done.received or result.was_emptied
    return " ".join(lines if is_of_use else [*lines, translate(_NEW_COMPUTER)])


def _emptied(result: object) -> str:
    assert isinstance(result, usb_exchange.UsbExchangeResult)
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


# The windows about the ticketing's server (pretix): its page, a new connection, the end of one. Decides nothing.

LOOK_MS = 1000
"""Milliseconds between two looks at what the server did not take, while the page is open."""


class TicketingExchange(Protocol):
    """The exchange of the desk with the server, as the windows need it."""

    status: TicketingStatus | None

    def look(self) -> None: ...
    def ask_round(self) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class TicketingWindows(QObject):
    """The windows of one desk. `exchange` is stopped before the connection changes."""

    def __init__(self, event: EventFile, desk: Desk, exchange: TicketingExchange) -> None:
        super().__init__()
        self._event, self._desk, self._exchange = event, desk, exchange
        self._dialog: TicketingDialog | None = None

    def show(self, window: DeskWindow) -> None:
        """Show the page of the server over this window. What it did not take counts as looked at then."""
        assert self._exchange.status
        self._dialog = dialog = TicketingDialog(self._exchange.status, self._desk.now(), window)
        self.show_status()
        dialog.round_wanted.connect(self._exchange.ask_round)
        dialog.taken_off.connect(self._take_off)
        dialog.connect_wanted.connect(lambda: self._connect(dialog))
        dialog.disconnect_wanted.connect(lambda: self._disconnect(window, dialog))
        dialog.erasure_wanted.connect(lambda: self.ask_erasure(window))
        looking = QTimer(dialog, interval=LOOK_MS)
        looking.timeout.connect(self._show_refused)
        looking.start()
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()
        ticketing_push.note_refusals_seen(self._event)
        self._exchange.look()

    def show_status(self) -> None:
        """Show a changed state on the page, if it is open."""
        if self._dialog and (status := self._exchange.status):
            self._dialog.show_status(status, self._desk.now())
            self._dialog.show_let_in_despite(ticketing_joining.count_let_in_despite(self._event))
            self._show_refused()

    def _show_refused(self) -> None:
        if self._dialog:
            self._dialog.show_refused(ticketing_push.refused_entries(self._event))

    def _take_off(self, entries: Iterable[bytes]) -> None:
        ticketing_push.take_off_list(self._event, entries)
        self._exchange.look()

    def _connect(self, parent: QWidget) -> None:
        """Make this computer a device of the server, with the code that the user has."""
        assert self._exchange.status
        supervision = Supervision(self._event, self._desk)
        is_allowed, authority = ask_where_named(supervision, programme_request(_QUESTION_CONNECT), parent)
        if not is_allowed:
            return
        dialog = DeviceCodeDialog(self._exchange.status.server, parent)
        is_wanted, code = dialog.exec(), dialog.code
        dialog.deleteLater()
        if not is_wanted or code is None:
            return
        name = self._desk.name
        self._exchange.stop()
        self._run(lambda event: add_device(event, code, name, lambda _: "", authority), translate(_CONNECTING), parent)
        self._exchange.look()
        self._exchange.start()

    def _disconnect(self, window: DeskWindow, page: QWidget) -> None:
        """Forget the server, if that is wanted after what is said. A device that cannot be given up now is forgotten
        here all the same: the user was told why.
        """
        assert self._exchange.status
        dialog = DisconnectDialog(self._exchange.status, page)
        is_wanted, gives_up = dialog.exec(), dialog.gives_up
        dialog.deleteLater()
        if not is_wanted:
            return
        self._exchange.stop()
        if gives_up:
            self._run(ticketing_joining.give_up_device, translate(_GIVING_UP), page)
        ticketing_joining.disconnect(self._event, self._desk.name)
        self._exchange.look()
        page.close()
        window.show_status(translate(_DISCONNECTED))

    def ask_erasure(self, window: DeskWindow) -> None:
        """Erase the people from this computer, if that is wanted after what is said."""
        question = (translate(_QUESTION), translate(_QUESTION_MORE, people=self._event.attendees.count()))
        if not ask_confirmation(self._dialog or window, question, translate(Message("ticketing", "Erase"))):
            return
        self._exchange.stop()
        try:
            ticketing_joining.erase_people(self._event, self._desk.name)
        except CheckinError as error:
            window.show_status(error_text(error))
            return
        if self._dialog:
            self._dialog.close()
        window.updates.forget_people()
        window.refresh()
        window.show_status(translate(Message("ticketing", "All people were erased from this computer.")))

    def _run(self, work: Callable[[EventFile], None], title: str, parent: QWidget) -> None:
        """Run a piece of work with the server in a thread of its own, which opens the event for itself."""
        path = self._event.path

        def opened() -> bool:
            with closing(EventFile.open(path)) as event:
                work(event)
            return True

        run_with_progress(opened, title, parent, can_be_left=False)


_QUESTION_CONNECT = Message("ticketing", "Let pretix change the programme from this desk?")
_CONNECTING = Message("ticketing", "Connecting to pretix")
_GIVING_UP = Message("ticketing", "Giving up the device in pretix")
_DISCONNECTED = Message("ticketing", "This desk is disconnected from pretix. Everything recorded is here.")
_QUESTION = Message("ticketing", "Erase all people from this computer?")
_QUESTION_MORE = Message(
    "ticketing",
    "{people} {people:person|people} with all they did here, for good: names, arrivals, photographs. Other desks and "
    "pretix keep theirs. What was not sent yet is lost.",
)
