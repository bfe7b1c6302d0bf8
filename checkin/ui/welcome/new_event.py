# SPDX-License-Identifier: GPL-3.0-or-later
"""The creation of an event from a list or a programme. After any failure no event file is left."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.desk_settings import Settings
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import ListPreview
from checkin.services.programme.programme_importing import SUFFIXES, import_programme, load_programme
from checkin.ui.import_export.event_file_chooser import EventFileChooser, ask_event_path, free_path
from checkin.ui.import_export.file_choosing import documents_folder
from checkin.ui.import_export.import_dialog import ask_list
from checkin.ui.import_export.import_report import ImportReport
from checkin.ui.import_export.writing_dialog import write_list


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
