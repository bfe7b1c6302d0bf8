# SPDX-License-Identifier: GPL-3.0-or-later
"""An event made on this computer: joined from other desks or from pretix, or created from a list or a programme.

Other desks give an invitation (file, name of this desk, and all entries so far), pretix a device code (`join_pretix`).
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import Message, SyncError, UserError
from checkin.core.progress import Cancelled, ReportProgress
from checkin.core.proposed_file_names import propose_event_name
from checkin.core.sync.invitation import FIRST_DESK, Invitation
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import ListPreview
from checkin.services.programme.programme_importing import SUFFIXES, import_programme, load_programme
from checkin.services.sync.joining import join, open_hub, read_desk_name
from checkin.services.threads import BackgroundTask
from checkin.services.ticketing.ticketing_joining import join_ticketing
from checkin.services.ticketing.ticketing_sync import open_ticketing
from checkin.sync.pretix_device_code import DeviceCode, server_name, server_title
from checkin.translation import error_text, translate
from checkin.ui.import_export.file_choosing import EventFileChooser, ask_event_path, documents_folder, free_path
from checkin.ui.import_export.import_dialog import ask_list
from checkin.ui.import_export.import_flow import ImportReport
from checkin.ui.import_export.writing_dialog import write_list
from checkin.ui.sync.join_dialog import JoinDialog
from checkin.ui.sync.progress_dialog import ProgressDialog, run_with_progress
from checkin.ui.sync.ticketing_dialog import EventChoiceDialog
from checkin.ui.widgets.dialogs import asked


def join_event(parent: QWidget) -> EventFile | None:
    """Join an event and return it; None if the user cancelled or no desk was reached, and then no file is left."""
    dialog = JoinDialog(FIRST_DESK, parent)
    path = None
    while path is None and dialog.exec():  # without a file the form is there again, as it was filled in
        path = _ask_path(dialog, parent)
    invitation, code, desk = dialog.invitation, dialog.device_code, dialog.desk
    dialog.deleteLater()
    if path and code:
        return join_pretix(code, path, desk, parent)
    return _fetched(invitation, path, desk, parent) if path and invitation else None


def _ask_path(dialog: JoinDialog, parent: QWidget) -> Path | None:
    """Ask where to save the event; None if the user does not say."""
    code, invitation = dialog.device_code, dialog.invitation
    title = server_title(code.url) if code else invitation.title if invitation else ""
    proposed = Path(documents_folder()) / f"{propose_event_name(title)}.x"
    return ask_event_path(free_path(proposed, Path(documents_folder())), parent)


def _fetched(invitation: Invitation, path: Path, desk: str, parent: QWidget) -> EventFile | None:
    errand = BackgroundTask(partial(_fetch, invitation, path, desk))
    title = translate(Message("join", "Joining {title}"), title=invitation.title)
    dialog = ProgressDialog(errand, title, partial(joined_sentence, invitation, desk), parent).start()
    asked(dialog)
    return EventFile.open(path) if dialog.result_of_work is not None else None


def _fetch(invitation: Invitation, path: Path, desk: str, report: ReportProgress) -> str:
    """Join in the task's thread and return this desk's name; the window opens the file again for itself."""
    event = join(invitation, path, desk, open_hub, report)
    name = read_desk_name(event)
    event.close()
    return name


def joined_sentence(invitation: Invitation, wanted: str, name: object) -> str:
    """Return the sentence after joining; a desk without peer has no others yet."""
    if not (invitation.folder or invitation.hub):
        return translate(_BY_KEY)
    return translate(_EVERYTHING_HERE) if name == wanted else translate(_NAMED, wanted=wanted, name=name)


_EVERYTHING_HERE = Message("join", "Everything is here.")
_BY_KEY = Message(
    "join",
    "The event is here, but nobody is on its list yet: people and arrivals come on a drive. ⋮, “Other desks…”, "
    "the drive’s button, first at the desk that invited you and then here.",
)
_NAMED = Message(
    "join",
    "Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.",
)


# Joining an event of pretix: this computer becomes a device, then the list is fetched.
# The two are apart because a device code serves once: from then on the event is there, whatever becomes of the fetch.

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

    title = translate(Message("join", "Connecting to pretix at {server}"), server=server_name(code.url))
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
        self._answers.put(dialog.chosen if asked(dialog) else "")


def _fetch_list(path: Path, parent: QWidget) -> None:
    """Fetch the list, as far as pretix can be reached and the user has patience."""
    errand = BackgroundTask(partial(fetch_first_list, path))
    dialog = ProgressDialog(errand, translate(Message("join", "The list of pretix")), str, parent).start()
    asked(dialog)


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
            _PRETIX_HERE,
            people=event.attendees.count(),
            lists=len(known.lists),
            products=len(known.ticketing.products),
            questions=len(known.ticketing.questions),
        )


_PRETIX_HERE = Message(
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


# The creation of an event from a list or a programme. After any failure no event file is left.


def create_event(source: Path, parent: QWidget) -> EventFile | None:
    """Create an event and return it; None if the user cancelled.

    Raise `CheckinError` if the file cannot be read or the event not created.
    """
    if source.suffix.lower() in SUFFIXES:
        return _from_programme(source, parent)
    place = EventFileChooser(source, Path(documents_folder()))
    preview = ask_list(source, None, parent, place)
    return _made(place.path, lambda event: _bring(event, preview, parent)) if preview else None


def _bring(event: EventFile, preview: ListPreview, parent: QWidget) -> bool:
    """Import the list, and return whether it was not cancelled. A report is shown only if there are problems, the desk
    itself shows the number of people.
    """
    done = write_list(ListWriting(event.path, preview, event.clock()(), Settings().desk), parent)
    if done and done.problems:
        ImportReport(done, parent, Desk(event, event.clock(), Settings().desk).registration).exec()
    return done is not None


def _from_programme(source: Path, parent: QWidget) -> EventFile | None:
    load_programme(source)
    path = ask_event_path(free_path(source, Path(documents_folder())), parent)
    if path is None:
        return None

    def fill(event: EventFile) -> bool:
        import_programme(event, source, at=event.clock()(), desk=Settings().desk)
        return True

    return _made(path, fill)


def _made(path: Path, fill: Callable[[EventFile], bool]) -> EventFile | None:
    """Return the new event, filled; None, and no file, if `fill` was cancelled."""
    event = EventFile.create(path)
    is_filled = False
    try:
        is_filled = fill(event)
    finally:
        if not is_filled:
            event.close()
            EventFile.remove(path)
    return event if is_filled else None
