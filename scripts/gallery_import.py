# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the import of lists, to look at: `python -m scripts.gallery_import FOLDER`. Not part of the program."""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QDialog

from checkin import language
from checkin.core.lists.mapping import Split
from checkin.desk.event_file import EventFile
from checkin.desk.importing import import_list
from checkin.desk.list_preview import preview_list
from checkin.desk.list_worker import ListWorker
from checkin.ui.difference_dialog import DifferenceDialog
from checkin.ui.import_dialog import ImportDialog
from checkin.ui.import_place import EventPlace
from checkin.ui.theme import Appearance, Theme
from checkin.ui.welcome import WelcomeWindow

LISTS = Path(__file__).parent.parent / "tests" / "data" / "lists"
SHEET = "inscriptions_journee_reseau.xlsx"


def opened(path: Path, place: EventPlace | None = None, *, is_looked_at: bool = True) -> ImportDialog:
    """The dialog with its list, the whole of it looked at or about to be."""
    worker = ListWorker(path, None)
    dialog = ImportDialog(worker, place)
    dialog.show()
    worker.step()
    if is_looked_at:
        worker.step()
    return dialog


def divided() -> ImportDialog:
    dialog = opened(LISTS / SHEET)
    split = dialog.form.source.split
    split.setCurrentIndex(split.findData(str(Split.CAPITALS)))
    split.activated.emit(split.currentIndex())
    return dialog


def odd_rows() -> ImportDialog:
    dialog = opened(LISTS / "weezevent_participants.csv")
    dialog.form.only_odd.setChecked(True)
    dialog.form.table.people.selectRow(0)
    return dialog


def busy() -> ImportDialog:
    dialog = opened(LISTS / "billetweb_salon_20000.csv", is_looked_at=False)
    dialog.go_on.click()
    dialog.progress.bar.show()
    dialog.progress.tell(8_000, 20_000)
    return dialog


def wide(folder: Path) -> ImportDialog:
    """Forty columns, cells of two hundred letters."""
    titles = ["Prénom", "Nom", *(f"Question {n} : avez-vous des contraintes d’accès à signaler ?" for n in range(38))]
    row = ["Marie-Françoise Bernadette-Alexandrine", "de Rochechouart-Montmorency-Laval de La Trémoille"]
    lines = (";".join(cells) for cells in (titles, *[[*row, *["mot " * 50] * 38]] * 9))
    path = folder / "wide.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return opened(path)


def duplicates(folder: Path) -> DifferenceDialog:
    event = EventFile.create(folder / f"{len(list(folder.iterdir()))}.checkin")
    import_list(event, LISTS / SHEET, at=datetime.now(UTC), desk="Accueil 1")
    dialog = DifferenceDialog(preview_list(event, LISTS / SHEET.replace(".xlsx", ".v2.xlsx")), event.programme())
    event.close()
    dialog.tabs.setCurrentWidget(dialog.pairs)
    return dialog


def scenes(folder: Path) -> dict[str, Callable[[], QDialog]]:
    new = LISTS / "helloasso_participants.csv"
    return {
        "welcome": WelcomeWindow,
        "export": lambda: opened(LISTS / "eventbrite_attendees_en.csv"),
        "new": lambda: opened(new, EventPlace(new, folder)),
        "nobody": lambda: opened(LISTS / "budget_previsionnel.xlsx"),
        "refused": lambda: opened(LISTS / "invites_officiels_protege.xlsx"),
        "divided": divided,
        "odd": odd_rows,
        "busy": busy,
        "wide": lambda: wide(folder),
        "duplicates": lambda: duplicates(folder),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    target: Path = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    with tempfile.TemporaryDirectory() as folder:
        for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
            appearance.use(theme)
            for spoken in ("fr", "en"):
                language.install(app, spoken)
                for name, make in scenes(Path(folder)).items():
                    dialog = make()
                    dialog.show()
                    QApplication.processEvents()
                    dialog.grab().save(str(target / f"{theme}-{spoken}-{name}.png"))
                    dialog.close()
                    dialog.deleteLater()


if __name__ == "__main__":
    main()
