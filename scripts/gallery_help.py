# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of help and of trouble: `python -m scripts.gallery_help FOLDER`.

Draws them off screen over the demonstration, in every language and theme. Not part of the program.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from checkin import app as program
from checkin import language
from checkin.core.releases import Release
from checkin.desk import own_data, problem_report
from checkin.desk.demo import make_demo
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.program_parts import SHIPPED, program_parts
from checkin.desk.resuming import Standing, sentence
from checkin.desk.this_version import news
from checkin.paths import resources
from checkin.ui.help_window import About, HelpWindow
from checkin.ui.key_list import keys_of
from checkin.ui.removal_dialog import RemovalDialog
from checkin.ui.report_dialog import ReportDialog
from checkin.ui.theme import Appearance, Theme

NOW = datetime(2023, 7, 4, 8, 52, tzinfo=UTC)
LOG = """2026-11-25 09:12:44,105 ERROR checkin.faults fault
KeyError
  checkin/ui/desk_window.py:88 take_code
  checkin/desk/desk.py:141 scan
"""

Desks = tuple[EventFile, Callable[[], datetime]]


def help_window(page: int, *, newer: bool = False, old: bool = False) -> Callable[[Desks, Path], QWidget]:
    def make(at: Desks, folder: Path) -> QWidget:
        spoken = language.spoken()
        shown = program.DeskProgram(at[0], at[1], spoken)
        brought = news(spoken)
        if old:
            brought = (Release(brought[0].version, date(2025, 9, 12), brought[0].news),)
        other = ("Accueil 2", "0.2.0") if newer else None
        about = About(
            keys_of(shown.shell),
            brought,
            (*SHIPPED, *program_parts()),
            (),
            NOW.date().replace(year=2026, month=11, day=28),
            other,
        )
        window = HelpWindow(about, spoken)
        window.pages.setCurrentIndex(page)
        return window

    return make


def report(at: Desks, folder: Path) -> QWidget:
    dialog = ReportDialog(problem_report.gather(folder, at[0], NOW), folder)
    dialog.list.setCurrentRow(5)
    return dialog


def report_saved(at: Desks, folder: Path) -> QWidget:
    dialog = ReportDialog(problem_report.gather(folder, at[0], NOW), folder)
    dialog.show_saved(Path("/home/accueil/Documents/Rapport Checkin 2026-11-25.zip"))
    return dialog


def removal(at: Desks, folder: Path) -> QWidget:
    known = [Path("/home/accueil/Documents/Rencontre 2026.checkin"), Path("/home/accueil/Documents/Gala.checkin")]
    return RemovalDialog(own_data.kept_here(folder, folder), known, folder)


def resumed(at: Desks, folder: Path) -> QWidget:
    shown = program.DeskProgram(at[0], at[1], language.spoken())
    shown.trouble.notice.show_notice(sentence(Standing(212, NOW.replace(hour=8, minute=47), True), NOW), "circle-check")
    return shown.shell


def updated(at: Desks, folder: Path) -> QWidget:
    shown = program.DeskProgram(at[0], at[1], language.spoken())
    shown.trouble.say_updated()
    return shown.shell


SCENES: dict[str, Callable[[Desks, Path], QWidget]] = {
    "help-keys": help_window(0),
    "help-news": help_window(1, old=True),
    "help-licences": help_window(2, newer=True),
    "report": report,
    "report-saved": report_saved,
    "removal": removal,
    "resumed": resumed,
    "updated": updated,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = program.application()
    look = Appearance(app)
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as own:
        at = make_demo(Path(place), resources() / "demo", lambda: 0.0)
        Desk(*at, "Accueil 1").check_in(next(at[0].attendees.all())[0].id)
        (Path(own) / "checkin.log").write_text(LOG)
        (Path(own) / "version.txt").write_text("0.1.0")
        for spoken in ("fr", "en"):
            language.install(app, spoken)
            for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
                look.use(theme)
                for name, make in SCENES.items():
                    made = make(at, Path(own))
                    look.use(theme)  # a desk that was made for the scene has one of its own
                    save(made, folder / f"{name}-{spoken}-{theme}.png", (1366, 768))
        look.use(Theme.LIGHT)
        save(resumed(at, Path(own)), folder / "resumed-small.png", (1156, 640))
        at[0].close()


def save(widget: QWidget, path: Path, size: tuple[int, int]) -> None:
    """A window as large as the screen; a dialog at its own size."""
    look = widget.isWindow() and widget.minimumWidth() > 1000
    if look:
        widget.resize(*size)
    widget.show()
    for _ in range(20):
        QApplication.processEvents()
    picture = QPixmap(widget.size())
    widget.render(picture)
    picture.save(str(path))
    widget.close()
    widget.deleteLater()


if __name__ == "__main__":
    main()
