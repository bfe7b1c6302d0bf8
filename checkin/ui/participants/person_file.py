# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog for the file with everything about one person, for them to take away. The proposed name names nobody."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.message import Message
from checkin.desk.people_queries import PeopleQueries
from checkin.language import translate


def ask_person_file(people: PeopleQueries, parent: QWidget | None) -> Path | None:
    """Return the file to write, None if the user cancelled."""
    start = str(people.proposed(translate(_NAME), ".json"))
    chosen, _ = QFileDialog.getSaveFileName(parent, translate(_TITLE), start, "JSON (*.json)")
    people.hold_again()
    return Path(chosen if chosen.lower().endswith(".json") else f"{chosen}.json") if chosen else None


_TITLE = Message("privacy", "Save everything about this person")
_NAME = Message("privacy", "data of one person")
