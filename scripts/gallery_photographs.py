# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs that are brought in: whose they are, what is wrong with some, and who has none."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from checkin.services.photograph_importing import PhotographFolder
from checkin.ui.import_export.photographs_dialog import PhotographsDialog
from scripts import backstage
from scripts.backstage_photographs import portrait

FOUND = 24
"""People for whom there is a photograph."""

NUMBER = "Numéro dans la liste des inscriptions"

WRONG = {
    "IMG_2041.HEIC": b"\0\0\0\x24ftypheic\0\0\0\0mif1",
    "photo de groupe, séminaire de rentrée de la direction de la communication.jpg": b"\xff\xd8\xff",
    "liste.xlsx": b"PK",
}


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "preview", preview
    yield "problems", partial(preview, 1)
    yield "without", partial(preview, 2)
    yield "nothing", nothing
    yield "column", by_column


def preview(tab: int = 0) -> QWidget:
    """The preview of a folder in which a few things are wrong."""
    event, _ = backstage.demo()
    dialog = PhotographsDialog(PhotographFolder(_folder(event)).preview(event), lambda column: None)
    dialog.tabs.setCurrentIndex(tab)
    return dialog


def nothing() -> QWidget:
    """The preview of a folder in which nobody is found."""
    event, _ = backstage.demo()
    folder = backstage.folder() / "vacances"
    folder.mkdir()
    for number in range(4):
        (folder / f"DSC_{number:04}.jpg").write_bytes(portrait(number))
    return PhotographsDialog(PhotographFolder(folder).preview(event), lambda column: None)


def by_column() -> QWidget:
    """The preview where the files are called by a column of the list."""
    event, now = backstage.demo()
    folder = backstage.folder() / "trombinoscope"
    folder.mkdir()
    people = [person for person, _ in event.attendees.all()][:FOUND]
    with event.transaction():
        for number, person in enumerate(people):
            changes = {f"custom:{NUMBER}": ["", f"{number:03}"], "custom:Régime alimentaire": ["", "végétarien"]}
            event.journal.append(
                EntryKind.ATTENDEE_CORRECTED, person.id, {"changes": changes}, at=now(), desk="Accueil 1"
            )
            (folder / f"{number}.jpg").write_bytes(portrait(number))
    return PhotographsDialog(PhotographFolder(folder).preview(event), lambda column: None)


def _folder(event: EventFile) -> Path:
    folder = backstage.folder() / "trombinoscope"
    folder.mkdir()
    people = [person for person, _ in event.attendees.all()]
    for number, person in enumerate(people[:FOUND]):
        name = (person.ticket_code, person.email, person.name)[number % 3] or person.ticket_code
        (folder / f"{name}.jpg").write_bytes(portrait(number) if number % 9 != 8 else portrait(number)[:-40])
    (folder / f"{people[0].name} (2).jpg").write_bytes(portrait())
    (folder / f"{people[1].ticket_code}.png").write_bytes(portrait())
    for name, data in WRONG.items():
        (folder / name).write_bytes(data)
    return folder
