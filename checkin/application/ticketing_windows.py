# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows about the ticketing's server (pretix): its page, a new connection, the end of one. Decides nothing."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from checkin.services.ticketing import refused_records, ticketing_leaving, ticketing_queries
from checkin.services.ticketing.ticketing_joining import add_device
from checkin.translation import error_text, translate
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.supervision.authority_dialog import ask_where_named, programme_request
from checkin.ui.sync.device_code_dialog import DeviceCodeDialog
from checkin.ui.sync.disconnect_dialog import DisconnectDialog
from checkin.ui.sync.progress_dialog import run_with_progress
from checkin.ui.sync.ticketing_dialog import TicketingDialog
from checkin.ui.widgets.dialog_buttons import ask_confirmation

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
        refused_records.note_refusals_seen(self._event)
        self._exchange.look()

    def show_status(self) -> None:
        """Show a changed state on the page, if it is open."""
        if self._dialog and (status := self._exchange.status):
            self._dialog.show_status(status, self._desk.now())
            self._dialog.show_let_in_despite(ticketing_queries.count_let_in_despite(self._event))
            self._show_refused()

    def _show_refused(self) -> None:
        if self._dialog:
            self._dialog.show_refused(refused_records.refused_entries(self._event))

    def _take_off(self, entries: Iterable[bytes]) -> None:
        refused_records.take_off_list(self._event, entries)
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
            self._run(ticketing_leaving.give_up_device, translate(_GIVING_UP), page)
        ticketing_leaving.disconnect(self._event, self._desk.name)
        self._exchange.look()
        page.close()
        window.show_status(translate(_DISCONNECTED))

    def ask_erasure(self, window: DeskWindow) -> None:
        """Erase the people from this computer, if that is wanted after what is said."""
        question = (translate(_QUESTION), translate(_QUESTION_MORE, people=self._event.attendees.count()))
        if not ask_confirmation(self._dialog or window, question, translate(_ERASE)):
            return
        self._exchange.stop()
        try:
            ticketing_leaving.erase_people(self._event, self._desk.name)
        except CheckinError as error:
            window.show_status(error_text(error))
            return
        if self._dialog:
            self._dialog.close()
        window.updates.forget_people()
        window.refresh()
        window.show_status(translate(_ERASED))

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
_ERASE = Message("ticketing", "Erase")
_ERASED = Message("ticketing", "All people were erased from this computer.")
