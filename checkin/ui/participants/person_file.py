# SPDX-License-Identifier: GPL-3.0-or-later
"""Where everything about one person is written to, for them to take away. Only asks: no name is in the proposal."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.words import Words
from checkin.desk.people import People
from checkin.language import say


def ask_person_file(people: People, parent: QWidget | None) -> Path | None:
    """None if they went back."""
    start = str(people.proposed(say(_NAME), ".json"))
    chosen, _ = QFileDialog.getSaveFileName(parent, say(_TITLE), start, "JSON (*.json)")
    people.hold_again()
    return Path(chosen if chosen.lower().endswith(".json") else f"{chosen}.json") if chosen else None


_TITLE = Words("privacy", "Save everything about this person")
_NAME = Words("privacy", "data of one person")
