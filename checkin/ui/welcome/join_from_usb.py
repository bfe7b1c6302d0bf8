# SPDX-License-Identifier: GPL-3.0-or-later
"""The joining of an event from a USB drive: which one, this desk's name, and all entries on the drive."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.sync.carried_event import CarriedEvent, UsbDriveContents
from checkin.core.sync.usb_drives import Volume
from checkin.devices.disk import list_usb_drives
from checkin.services.event_file import EventFile
from checkin.services.sync.background_task import BackgroundTask
from checkin.services.sync.joining import has_shared_folder, join_from_usb_drive, read_desk_name
from checkin.services.sync.usb_event import read_usb_drives
from checkin.translation import translate
from checkin.ui.import_export.file_choosing import documents_folder
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.welcome.usb_join_dialog import FindContents, UsbJoinDialog

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
    is_wanted, chosen = dialog.exec(), dialog.chosen
    path, desk, is_known = dialog.path, dialog.desk, dialog.is_known
    dialog.deleteLater()
    if not is_wanted or chosen is None:
        return None
    if is_known:
        return EventFile.open(path), False
    key, carried = chosen
    errand = BackgroundTask(partial(_fetch, carried, key, path, desk))
    title = translate(_JOINING, title=carried.invitation.title)
    progress = ProgressDialog(errand, title, partial(_result_text, carried, desk), parent).start()
    progress.exec()
    is_there = progress.result_of_work is not None
    progress.deleteLater()
    return (EventFile.open(path), True) if is_there else None


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


_JOINING = Message("join", "Joining {title}")
_HERE = Message("join", "Everything is here: {people} {people:registration|registrations}.")
_NAMED = Message(
    "join",
    "Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.",
)
_BY_FOLDER = Message("join", "Arrivals reach the other desks through the event’s shared folder.")
_BY_KEY = Message("join", "To exchange arrivals later: ⋮, “Other desks…”, the drive’s button, at each desk.")
_BY_HUB = Message("join", "The event also has a server: ⋮, “Other desks…”, “Server”, with an address for this desk.")
