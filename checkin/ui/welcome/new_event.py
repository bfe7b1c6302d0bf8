# SPDX-License-Identifier: GPL-3.0-or-later
"""The creation of an event from a list or a programme. After any failure no event file is left."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.desk_settings import Settings
from checkin.core.errors import CheckinError
from checkin.desk.event_file import EventFile
from checkin.desk.lists.list_importing import apply_list
from checkin.desk.lists.list_preview import ListPreview
from checkin.desk.programme.programme_importing import SUFFIXES, import_programme, load_programme
from checkin.ui.import_export.event_file_chooser import EventFileChooser, ask_event_path, free_path
from checkin.ui.import_export.file_choosing import documents_folder
from checkin.ui.import_export.import_dialog import ask_list
from checkin.ui.import_export.import_report import ImportReport


def create_event(source: Path, parent: QWidget) -> EventFile | None:
    """Create an event and return it; None if the user cancelled.

    Raise `CheckinError` if the file cannot be read or the event not created.
    """
    if source.suffix.lower() in SUFFIXES:
        return _from_programme(source, parent)
    place = EventFileChooser(source, Path(documents_folder()))
    preview = ask_list(source, None, parent, place)
    return _made(place.path, lambda event: _bring(event, preview, parent)) if preview else None


def _bring(event: EventFile, preview: ListPreview, parent: QWidget) -> None:
    """Import the list; a report is shown only if there are problems, the desk itself shows the number of people."""
    done = apply_list(event, preview, at=event.clock()(), desk=Settings().desk)
    if done.problems:
        ImportReport(done, parent).exec()


def _from_programme(source: Path, parent: QWidget) -> EventFile | None:
    load_programme(source)
    path = ask_event_path(free_path(source, Path(documents_folder())), parent)
    if path is None:
        return None
    return _made(path, lambda event: import_programme(event, source, at=event.clock()(), desk=Settings().desk))


def _made(path: Path, fill: Callable[[EventFile], object]) -> EventFile:
    event = EventFile.create(path)
    try:
        fill(event)
    except CheckinError:
        event.close()
        EventFile.remove(path)
        raise
    return event
