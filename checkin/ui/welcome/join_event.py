# SPDX-License-Identifier: GPL-3.0-or-later
"""An event made on this computer: joined from other desks or from pretix, or created from a list or a programme.

Other desks give an invitation (file, name of this desk, and all entries so far), pretix a device code (`join_pretix`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimeZone, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.local_time import find_zone
from checkin.core.message import Cancelled, Message, ReportProgress, SyncError, UserError
from checkin.core.programme.programme import Event, Programme
from checkin.core.proposed_file_names import propose_event_name
from checkin.core.sync.invitation import FIRST_DESK, CarriedEvent, Invitation, UsbDriveContents, Volume
from checkin.devices.computer import list_usb_drives
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import ListPreview
from checkin.services.programme.programme_importing import SUFFIXES, import_programme, load_programme
from checkin.services.sync.joining import has_shared_folder, join, join_from_usb_drive, open_hub, read_desk_name
from checkin.services.sync.usb_exchange import read_usb_drives
from checkin.services.threads import BackgroundTask
from checkin.services.ticketing.ticketing_joining import join_ticketing
from checkin.services.ticketing.ticketing_sync import open_ticketing
from checkin.sync.pretix_device_code import DeviceCode, server_name, server_title
from checkin.translation import clock_time, current_language, day_text, error_text, translate
from checkin.ui.import_export.file_choosing import EventFileChooser, ask_event_path, documents_folder, free_path
from checkin.ui.import_export.import_dialog import ask_list
from checkin.ui.import_export.import_flow import ImportReport
from checkin.ui.look.theme import LARGE, TEXT
from checkin.ui.sync.join_dialog import MOST_LETTERS, JoinDialog
from checkin.ui.sync.progress_dialog import ProgressDialog, run_with_progress, write_list
from checkin.ui.sync.sync_dialog import UsbDriveWatch
from checkin.ui.sync.ticketing_dialog import EventChoiceDialog
from checkin.ui.welcome.welcome_window import people_count_text
from checkin.ui.widgets.boxes import REST, column_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, Paragraph, captioned


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
        _plan_zone(event)
        is_filled = fill(event)
    finally:
        if not is_filled:
            event.close()
            EventFile.remove(path)
    return event if is_filled else None


def _plan_zone(event: EventFile) -> None:
    """Give a new event the computer's time zone, where that is a place's."""
    zone = QTimeZone.systemTimeZoneId().toStdString()
    if "/" in zone and not zone.startswith("Etc/") and find_zone(zone):
        event.plan(Programme(Event("", timezone=zone)), at=event.clock()(), desk=Settings().desk)


# The joining of an event from a USB drive: which one, this desk's name, and all entries on the drive.

# The dialog to join an event from a USB drive: the events found, and the name of this desk.
# Joins nothing. Drives are looked for while it is open.


FindContents = Callable[[Iterable[Volume]], tuple[UsbDriveContents, ...]]


class UsbJoinDialog(Dialog):
    """The dialog. `chosen` is event and drive, None until there is one; `path` and `desk` are for its file.

    `known` maps event ids to files of this computer; `is_known`: the chosen event is to be opened, not joined.
    """

    changed = Signal()

    def __init__(self, documents: Path, known: Mapping[str, Path], parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("join", "Join from a USB drive")), parent)
        self._documents, self._known = documents, known
        self._looked_up: list[Volume] = []
        self._offers: list[tuple[Volume, CarriedEvent]] = []
        self._named: str | None = None
        self.chosen: tuple[Volume, CarriedEvent] | None = None
        self.state, self.choice = Paragraph(TEXT), ComboBox(translate(Message("join", "Which event")))
        self.title, self.detail, self.trouble = Paragraph(LARGE, 600), Paragraph(TEXT), FormMessage()
        self.name, self.place = QLineEdit(), EventFileChooser(documents / "x", documents)
        self.name.setMaxLength(MOST_LETTERS)
        self.choice.currentIndexChanged.connect(self._choose)
        self.watcher = UsbDriveWatch(self)
        self.watcher.found.connect(self.show_contents)
        self.form, self.new, self.known = QWidget(), QWidget(), FormMessage()
        name = captioned(translate(Message("join", "Name of this desk")), self.name)
        column_of(name, self.place, spacing=8, of=self.new)
        column_of(self.title, self.detail, self.known, self.new, spacing=8, of=self.form)
        self.other = push_button(translate(Message("together", "Another folder…")), self._ask_folder)
        buttons = self.confirm(translate(_JOIN), self._try, others=[self.other])
        self.go_on = buttons.buttons()[0]
        self.arrange(self.state, self.trouble, self.choice, self.form, REST, buttons, width=600)
        self.choice.hide()
        self.show_contents(())
        self._choose()

    @property
    def desk(self) -> str:
        return self.name.text().strip()

    @property
    def path(self) -> Path:
        """The file of the event: a new one, or the existing one of a known event."""
        known = self._known_path()
        return known if known else self.place.path

    @property
    def is_known(self) -> bool:
        return self._known_path() is not None

    def watch(self, find: FindContents) -> None:
        """Look for drives with `find` while visible."""
        self.watcher.use(lambda: find(tuple(self._looked_up)))

    def show_contents(self, found: tuple[UsbDriveContents, ...]) -> None:
        """Show the events; the choice stays while its drive is there."""
        offers = [(contents.drive, carried) for contents in found for carried in contents.events]
        self.state.setText(_state(found))
        self.state.setVisible(not offers)
        self.trouble.warn(translate(_NOT_WHOLE) if any(contents.unreadable for contents in found) else "")
        if offers == self._offers and bool(offers) == (self.chosen is not None):
            return
        before = [_mark(offer) for offer in self._offers]
        self._offers = offers
        if [_mark(offer) for offer in offers] != before:
            self._offer_again()
        self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watcher.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watcher.rest()

    def _offer_again(self) -> None:
        was = _mark(self.chosen) if self.chosen else None
        marks = [_mark(offer) for offer in self._offers]
        self.choice.blockSignals(True)
        self.choice.clear()
        for key, carried in self._offers:
            self.choice.addItem(f"{carried.invitation.title} · {key.name}")
        self.choice.setCurrentIndex(marks.index(was) if was in marks else min(0, len(marks) - 1))
        self.choice.blockSignals(False)
        self.choice.setVisible(len(self._offers) > 1)

    def _choose(self) -> None:
        at = self.choice.currentIndex()
        self.chosen = self._offers[at] if 0 <= at < len(self._offers) else None
        self.form.setVisible(self.chosen is not None)
        self.go_on.setEnabled(self.chosen is not None)
        if self.chosen is None:
            return
        key, carried = self.chosen
        self.title.setText(carried.invitation.title)
        self.detail.setText(_detail(key, carried))
        self.known.note(translate(_KNOWN, name=self.path.name) if self.is_known else "")
        self.new.setVisible(not self.is_known)
        self.go_on.setText(translate(Message("join", "Open it") if self.is_known else _JOIN))
        if self._named != _mark(self.chosen):
            self._named = _mark(self.chosen)
            self.name.setText(carried.proposed_desk)
            self.place.propose(self._documents / f"{propose_event_name(carried.invitation.title)}.x", self._documents)

    def _known_path(self) -> Path | None:
        return self._known.get(self.chosen[1].event) if self.chosen else None

    def _try(self) -> None:
        if self.chosen and (self.is_known or self.desk):
            self.accept()
        else:
            self.name.setFocus()

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, translate(Message("together", "The folder or drive")), ""):
            self._looked_up.append(Volume(Path(chosen).as_posix()))
            self.watcher.look()


def _mark(offer: tuple[Volume, CarriedEvent]) -> str:
    """Return a text that identifies an event on a drive."""
    return f"{offer[1].event} {offer[0].root}"


def _state(found: tuple[UsbDriveContents, ...]) -> str:
    """Return what to do while there is no event to join."""
    return (
        translate(_NO_EVENT, keys=", ".join(contents.drive.name for contents in found)) if found else translate(_NO_KEY)
    )


def _detail(drive: Volume, carried: CarriedEvent) -> str:
    parts = [day_text(carried.day, current_language()) if carried.day else "", people_count_text(carried.people)]
    put = translate(_PUT, key=drive.name, desk=carried.desks[0], day=f"{carried.at:%d/%m}", time=clock_time(carried.at))
    return "\n".join(filter(None, (" · ".join(filter(None, parts)), put)))


_NO_KEY = Message(
    "join",
    "Plug the drive into this computer: the event appears here. At the desk that has it: ⋮, “Other desks…”, "
    "“Take the event on a USB drive…”.",
)
_NO_EVENT = Message(
    "join",
    "There is no event to join on {keys}. At the desk that has it: ⋮, “Other desks…”, “Take the event on a USB "
    "drive…”.",
)
_NOT_WHOLE = Message(
    "join", "An event on this drive is incomplete: the drive was pulled out too soon. Put the event on it again."
)
_PUT = Message("join", "Put on the drive {key} by {desk} on {day} at {time}")
_KNOWN = Message("join", "This event is already on this computer: “{name}”. It will be opened; nothing is duplicated.")
_JOIN = Message("join", "Join")


Joined = tuple[EventFile, bool]
"""The event, and whether its file was created now."""


def find_carried_events(looked_up: Iterable[Volume]) -> tuple[UsbDriveContents, ...]:
    """Return the contents of the drives and of folders chosen by hand. For a thread."""
    found = {drive.root: drive for drive in (*list_usb_drives(), *looked_up)}
    return read_usb_drives(found.values())


def join_from_usb(
    parent: QWidget, known: Mapping[str, Path], find: FindContents = find_carried_events
) -> Joined | None:
    """Join an event, or open it if it is known.

    Return None if the user cancelled or the drive did not hold it (and that was shown); then no file is left. `known`
    maps event ids to files of this computer.
    """
    dialog = UsbJoinDialog(Path(documents_folder()), known, parent)
    dialog.watch(find)
    is_wanted, chosen = asked(dialog), dialog.chosen
    path, desk, is_known = dialog.path, dialog.desk, dialog.is_known
    if not is_wanted or chosen is None:
        return None
    if is_known:
        return EventFile.open(path), False
    key, carried = chosen
    errand = BackgroundTask(partial(_fetch_usb, carried, key, path, desk))
    title = translate(Message("join", "Joining {title}"), title=carried.invitation.title)
    progress = ProgressDialog(errand, title, partial(_result_text, carried, desk), parent).start()
    asked(progress)
    return (EventFile.open(path), True) if progress.result_of_work is not None else None


def _fetch_usb(carried: CarriedEvent, drive: Volume, path: Path, desk: str, report: ReportProgress) -> tuple[str, bool]:
    """Join in the task's thread; return this desk's name and whether it has a shared folder."""
    event = join_from_usb_drive(carried, drive, path, desk, report)
    found = read_desk_name(event), has_shared_folder(event)
    event.close()
    return found


def _result_text(carried: CarriedEvent, wanted: str, result: object) -> str:
    assert isinstance(result, tuple)
    name, has_folder = result
    parts = (
        [translate(_HERE, people=carried.people)] if name == wanted else [translate(_RENAMED, wanted=wanted, name=name)]
    )
    parts.append(translate(_BY_FOLDER if has_folder else _BY_KEY_TOO))
    if carried.has_hub:
        parts.append(translate(_BY_HUB))
    return " ".join(parts)


_HERE = Message("join", "Everything is here: {people} {people:registration|registrations}.")
_RENAMED = Message(
    "join",
    "Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.",
)
_BY_FOLDER = Message("join", "Arrivals reach the other desks through the event’s shared folder.")
_BY_KEY_TOO = Message("join", "To exchange arrivals later: ⋮, “Other desks…”, the drive’s button, at each desk.")
_BY_HUB = Message("join", "The event also has a server: ⋮, “Other desks…”, “Server”, with an address for this desk.")
