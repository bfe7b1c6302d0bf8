# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of people that comes in: looked at, divided, refused, compared with what is known."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.lists.column_mapping import NameSplit
from checkin.services.lists.list_importing import import_list
from checkin.services.lists.list_preview import mute_columns, preview_list
from checkin.services.lists.list_worker import ListWorker
from checkin.ui.import_export.file_choosing import EventFileChooser
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.list_difference_dialog import ListDifferenceDialog
from scripts import backstage

LISTS = Path(__file__).parent.parent / "tests" / "data" / "lists"
SHEET = "inscriptions_journee_reseau.xlsx"


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "export", lambda: opened(LISTS / "eventbrite_attendees_en.csv")
    yield "new", new_event
    yield "nobody", lambda: opened(LISTS / "budget_previsionnel.xlsx")
    yield "half", half
    yield "refused", lambda: opened(LISTS / "invites_officiels_protege.xlsx")
    yield "divided", divided
    yield "odd", odd_rows
    yield "statuses", statuses
    yield "sessions", sessions
    yield "companions", companions
    yield "busy", busy
    yield "wide", wide
    yield "duplicates", duplicates
    yield "changes", changes


def opened(path: Path, place: EventFileChooser | None = None, *, is_looked_at: bool = True) -> ImportDialog:
    """The dialog with its list, the whole of it looked at or about to be."""
    worker = ListWorker(path, None)
    dialog = ImportDialog(worker, place)
    dialog.show()
    worker.step()
    if is_looked_at:
        worker.step()
    return dialog


def new_event() -> QWidget:
    source = LISTS / "helloasso_participants.csv"
    place = EventFileChooser(source, source.parent)
    place.path = Path("/home/claire/Documents/Rencontre.checkin")  # the same on every computer
    place._show()
    return opened(source, place)


def half() -> QWidget:
    """First names under a title that says nothing."""
    path = backstage.folder() / "half.csv"
    path.write_text("Petit nom;Nom;Structure\nHéléna;Payet;Région\nTama;Teriitahi;Port\n", encoding="utf-8")
    return opened(path)


def divided() -> QWidget:
    dialog = opened(LISTS / SHEET)
    split = dialog.form.source.split
    split.setCurrentIndex(split.findData(str(NameSplit.CAPITALS)))
    split.activated.emit(split.currentIndex())
    return dialog


def odd_rows() -> QWidget:
    dialog = opened(LISTS / "weezevent_participants.csv")
    dialog.form.only_odd.setChecked(True)
    dialog.form.table.people.selectRow(0)
    return dialog


def busy() -> QWidget:
    dialog = opened(LISTS / "billetweb_salon_20000.csv", is_looked_at=False)
    dialog.go_on.click()
    dialog.progress.bar.show()
    dialog.progress.show_progress(8_000, 20_000)
    return dialog


def wide() -> QWidget:
    """Forty columns, cells of two hundred letters."""
    titles = ["Prénom", "Nom", *(f"Question {n} : avez-vous des contraintes d’accès à signaler ?" for n in range(38))]
    row = ["Marie-Françoise Bernadette-Alexandrine", "de Rochechouart-Montmorency-Laval de La Trémoille"]
    lines = (";".join(cells) for cells in (titles, *[[*row, *["mot " * 50] * 38]] * 9))
    path = backstage.folder() / "wide.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return opened(path)


def duplicates() -> QWidget:
    event, now = backstage.empty()
    import_list(event, LISTS / SHEET, at=now(), desk="Accueil 1")
    dialog = ListDifferenceDialog(preview_list(event, LISTS / SHEET.replace(".xlsx", ".v2.xlsx")), event.programme())
    dialog.tabs.setCurrentWidget(dialog.pairs)
    return dialog


def changes() -> QWidget:
    """Two cancellations, one of somebody who is here, among fifty changes of a column; one muted, and export dates."""
    event, now = backstage.empty()
    header = "Prénom;Nom;Organisme;Statut;Repas;Train;Exporté le"
    long = "Marie-Françoise Bernadette;de Rochechouart-Montmorency-Laval de La Trémoille;Communauté de communes"

    def lines(day: int, meal: str, status: str) -> str:
        people = (f"Zoé {n};Durand;Région;confirmé;{meal};{meal};{day}/11/2026" for n in range(48))
        return "\n".join(
            [header, f"{long};{status};{meal};;{day}/11/2026", f"Max;Petit;Mairie;{status};;;{day}/11/2026", *people]
        )

    old, new = backstage.folder() / "v1.csv", backstage.folder() / "v2.csv"
    old.write_text(lines(27, "végétarien", "confirmé"), encoding="utf-8")
    new.write_text(lines(28, "sans gluten", "annulé"), encoding="utf-8")
    import_list(event, old, at=now(), desk="Accueil 1")
    mute_columns(event, ["Train"], at=now(), desk="Accueil 1")
    here = {attendee.id for attendee, _ in event.attendees.all() if attendee.last_name == "Petit"}
    dialog = ListDifferenceDialog(preview_list(event, new), event.programme(), here=here)
    dialog.changes.setCurrentIndex(dialog.changes.model().index(1, 0))
    return dialog


STATUS_WORDS = """Nom;Prénom;Organisme;Statut du participant
Payet;Héléna;Région Bretagne;Participe
Teriitahi;Tama;Port de Papeete;Ne participe pas
Rakotomalala-Andriantsimahavandy;Jean-Christophe;Communauté de communes;Prioritaire
Kone;Jade;Ville de Lyon;Liste d’attente
Roux;Zoé;Ville de Lyon;Participe
"""


def statuses() -> QWidget:
    """The words of a status column, one of which nobody knows."""
    path = backstage.folder() / "statuts.csv"
    path.write_text(STATUS_WORDS, encoding="utf-8")
    return opened(path)


def sessions() -> QWidget:
    """Crosses under the titles of workshops, for an event that has no programme yet."""
    titles = [f"A{n} – {name}" for n, name in enumerate(("Rivières", "Sols et cultures", "Mobilités", "Énergies"), 1)]
    names = ("Payet;Héléna", "Teriitahi;Tama", "Rakotomalala-Andriantsimahavandy;Jean-Christophe", "Kone;Jade")
    marks = ("x;;oui;", ";x;;✓", "1;x;;", ";;x;x")
    lines = [";".join(("Nom", "Prénom", *titles, "Newsletter"))]
    lines += [f"{name};{ticked};oui" for name, ticked in zip(names, marks, strict=True)]
    path = backstage.folder() / "ateliers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return opened(path)


def companions() -> QWidget:
    """Guests who bring others, imported as people."""
    lines = (
        "Nom;Prénom;Accompagnant 1 nom;Accompagnant 1 prénom;N° commande",
        "Payet;Héléna;Payet;Tama;A-1001",
        "Rakotomalala-Andriantsimahavandy;Jean-Christophe;Kone;Jade;A-1002",
        "Roux;Zoé;oui;;A-1003",
    )
    path = backstage.folder() / "gala.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    dialog = opened(path)
    choice = dialog.form.companions.choice
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    dialog._worker.step()
    return dialog
