# SPDX-License-Identifier: GPL-3.0-or-later
"""The joining of an event from a USB drive: which one, this desk's name, and all entries on the drive."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from checkin.core.message import Message
from checkin.core.progress import ReportProgress
from checkin.core.proposed_file_names import propose_event_name
from checkin.core.sync.invitation import CarriedEvent, UsbDriveContents, Volume
from checkin.devices.computer import list_usb_drives
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import has_shared_folder, join_from_usb_drive, read_desk_name
from checkin.services.sync.usb_exchange import read_usb_drives
from checkin.services.threads import BackgroundTask
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.import_export.file_choosing import EventFileChooser, documents_folder
from checkin.ui.look.theme import LARGE, TEXT
from checkin.ui.sync.join_dialog import MOST_LETTERS
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.sync.sync_dialog import UsbDriveWatch
from checkin.ui.welcome.welcome_window import people_count_text
from checkin.ui.widgets.boxes import REST, column_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, Paragraph, captioned

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
    errand = BackgroundTask(partial(_fetch, carried, key, path, desk))
    title = translate(Message("join", "Joining {title}"), title=carried.invitation.title)
    progress = ProgressDialog(errand, title, partial(_result_text, carried, desk), parent).start()
    asked(progress)
    return (EventFile.open(path), True) if progress.result_of_work is not None else None


def _fetch(carried: CarriedEvent, drive: Volume, path: Path, desk: str, report: ReportProgress) -> tuple[str, bool]:
    """Join in the task's thread; return this desk's name and whether it has a shared folder."""
    event = join_from_usb_drive(carried, drive, path, desk, report)
    found = read_desk_name(event), has_shared_folder(event)
    event.close()
    return found


def _result_text(carried: CarriedEvent, wanted: str, result: object) -> str:
    assert isinstance(result, tuple)
    name, has_folder = result
    parts = (
        [translate(_HERE, people=carried.people)] if name == wanted else [translate(_NAMED, wanted=wanted, name=name)]
    )
    parts.append(translate(_BY_FOLDER if has_folder else _BY_KEY))
    if carried.has_hub:
        parts.append(translate(_BY_HUB))
    return " ".join(parts)


_HERE = Message("join", "Everything is here: {people} {people:registration|registrations}.")
_NAMED = Message(
    "join",
    "Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.",
)
_BY_FOLDER = Message("join", "Arrivals reach the other desks through the event’s shared folder.")
_BY_KEY = Message("join", "To exchange arrivals later: ⋮, “Other desks…”, the drive’s button, at each desk.")
_BY_HUB = Message("join", "The event also has a server: ⋮, “Other desks…”, “Server”, with an address for this desk.")
