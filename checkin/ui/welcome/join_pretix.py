# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining an event of pretix: this computer becomes a device, then the list is fetched.

The two are apart because a device code serves once: from then on the event is there, whatever becomes of the fetch.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.errors import SyncError, UserError
from checkin.core.lists.progress import Cancelled, ReportProgress
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.sync.background_task import BackgroundTask
from checkin.services.ticketing.ticketing_joining import join_ticketing
from checkin.services.ticketing.ticketing_sync import open_ticketing
from checkin.sync.pretix_device_code import DeviceCode, server_name
from checkin.translation import error_text, translate
from checkin.ui.sync.event_choice_dialog import EventChoiceDialog
from checkin.ui.sync.progress_dialog import ProgressDialog, run_with_progress

Offered = Sequence[tuple[str, str]]
"""Events as (short name, name)."""


def join_pretix(code: DeviceCode, path: Path, desk: str, parent: QWidget) -> EventFile | None:
    """Join an event of pretix in a new file and return it; None if the user cancelled or pretix was not reached, and
    then no file is left.
    """
    if not _become_device(code, path, desk, parent):
        return None
    _fetch_list(path, parent)
    return EventFile.open(path)


def _become_device(code: DeviceCode, path: Path, desk: str, parent: QWidget) -> bool:
    """Create the event file; return whether it is there. Asks which event if the device has several."""
    choice = UserChoice(parent)

    def work() -> bool:
        join_ticketing(code, path, desk, choice.ask).close()
        return True

    title = translate(_CONNECTING, server=server_name(code.url))
    return bool(run_with_progress(work, title, parent, can_be_left=False))


class UserChoice(QObject):
    """A question that a thread at work asks the user, waiting for the answer. Lives in the UI thread."""

    _asked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._answers = window, SimpleQueue[str]()
        self._asked.connect(self._show)

    def ask(self, events: Offered) -> str:
        """Return the short name of the chosen event. Called from the thread at work. Raises `UserError` if the user
        leaves the choice.
        """
        self._asked.emit(events)
        if chosen := self._answers.get():
            return chosen
        raise UserError(_NOT_CHOSEN)

    def _show(self, events: Offered) -> None:
        dialog = EventChoiceDialog(events, QApplication.activeModalWidget() or self._window)
        self._answers.put(dialog.chosen if dialog.exec() else "")
        dialog.deleteLater()


def _fetch_list(path: Path, parent: QWidget) -> None:
    """Fetch the list, as far as pretix can be reached and the user has patience."""
    errand = BackgroundTask(partial(fetch_first_list, path))
    dialog = ProgressDialog(errand, translate(_FETCHING), str, parent).start()
    dialog.exec()
    dialog.deleteLater()


def fetch_first_list(path: Path, report: ReportProgress) -> str:
    """Fetch the list of an event that was just joined, in the task's thread; return what to tell about it."""
    with closing(EventFile.open(path)) as event:
        ticketing = open_ticketing(event, event.clock())
        assert ticketing
        try:
            ticketing.run_round(report)
        except Cancelled:
            return translate(_LATER)
        except (SyncError, UserError) as error:
            return f"{error_text(error)} {translate(_LATER)}"
        finally:
            ticketing.leave()
        known = event.ticketing()
        assert known
        return translate(
            _HERE,
            people=event.attendees.count(),
            lists=len(known.lists),
            products=len(known.ticketing.products),
            questions=len(known.ticketing.questions),
        )


_CONNECTING = Message("join", "Connecting to pretix at {server}")
_FETCHING = Message("join", "The list of pretix")
_HERE = Message(
    "join",
    "Everything is here: {people} {people:registration|registrations}. The check-in lists ({lists}) are the control "
    "points of this desk (F10), the products ({products}) are categories and sessions, the questions ({questions}) are "
    "asked at the desk.",
)
_LATER = Message("join", "The event opens with what is here; the rest comes by itself as soon as pretix is reached.")
_NOT_CHOSEN = Message(
    "join",
    "No event was chosen. Nothing was created here; the device code is used up. Create another one in pretix to join "
    "later.",
)
