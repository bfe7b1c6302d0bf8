# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of printing at the desk: the answer whose badge waits, the queue, the settings. See `gallery`.

python -m scripts.gallery_printing FOLDER [--only PART]
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from checkin import app, language, paths
from checkin.core.entries import Kind
from checkin.core.history import attendee_body
from checkin.core.print_plan import Calibration, FoundPrinter, Medium, PrinterSetup, PrintPlan
from checkin.core.printing import JobState, Policy, PrinterState, Progress, Trouble
from checkin.core.registration_form import RegistrationForm
from checkin.desk.demo import make_demo
from checkin.desk.print_board import PrintBoard
from checkin.storage.print_queue import PrintQueue
from checkin.ui.label_printer_form import LabelPrinterForm
from checkin.ui.print_queue_window import PrintQueueWindow
from checkin.ui.printer_calibration import PrinterCalibration
from checkin.ui.printer_light import printer_light
from checkin.ui.printer_settings import PrinterSettings
from checkin.ui.reprint_dialog import ReprintDialog
from checkin.ui.theme import Appearance, Theme
from scripts.gallery import LONGEST, MAIWENN

HALL, OFFICE = "ipp://localhost/printers/hall", "ipp://localhost/printers/bureau"
A6 = Medium(105, 148)
PLAN = PrintPlan(
    HALL,
    OFFICE,
    policy=Policy.ONCE,
    setups={
        HALL: PrinterSetup("Étiqueteuse du hall", A6, Calibration(1.2, -0.5, 0.9931)),
        OFFICE: PrinterSetup("HP LaserJet du secrétariat de la direction générale", A6),
    },
)
FOUND = (
    FoundPrinter(HALL, "Étiqueteuse du hall", (Medium(62, 100), A6, Medium(210, 297))),
    FoundPrinter(OFFICE, "HP LaserJet du secrétariat de la direction générale", (A6, Medium(210, 297))),
)
NO_PAPER = PrinterState(Trouble.OUT_OF_PAPER, "Bac 1 vide")
Scene = Callable[["Printed"], QWidget]


class Printed:
    """The desk of the demonstration, with printers that are as they are said to be."""

    def __init__(self, folder: Path, spoken: str, theme: Theme) -> None:
        event, now = make_demo(folder, paths.resources() / "demo", lambda: 0.0)
        self.event = event
        self.program = app.DeskProgram(event, now, spoken)
        Appearance(app.application()).use(theme)
        self.room = self.program.print_room
        self.room.state = lambda address: NO_PAPER if address == HALL else PrinterState()  # type: ignore[method-assign]
        self.printing = self.program.desk.printing
        self.printing.plan, self.printing.printer = PLAN, NO_PAPER
        self.people = [attendee.id for attendee, _ in event.attendees.all()]

    def add(self, person: object) -> str:
        """Somebody of the gallery, with a code of this event; returns it."""
        issued = self.event.issue_code()
        body = attendee_body(replace(person, id=issued.id, ticket_code=issued.code, sessions=()))  # type: ignore[type-var]
        with self.event.writing():
            facts = [(Kind.ATTENDEE_ADDED, issued.id, body)]
            self.event.journal.append_all(facts, at=self.program.desk.now(), desk="")
        return issued.code

    def note(self, job: int, state: JobState, trouble: Trouble = Trouble.NONE) -> None:
        with self.event.writing():
            PrintQueue(self.event.db).note(job, Progress(state, trouble), self.program.desk.now())

    def shown(self) -> QWidget:
        window = self.program.window
        window.show_printer(*printer_light(self.printing, self.room))
        window.refresh()
        return self.program.shell


def scenes() -> Iterator[tuple[str, Scene]]:
    yield "awaited", lambda at: awaited(at, MAIWENN)
    yield "awaited-longest", lambda at: awaited(at, LONGEST)
    yield "awaited-walk-in", walk_in
    for state in (JobState.PRINTING, JobState.PRINTED, JobState.FAILED, JobState.UNCERTAIN):
        yield f"badge-{state}", lambda at, state=state: moved_on(at, state)
    yield "queue", queue
    yield "queue-uncertain", lambda at: queue(at, 3)
    yield "queue-empty", lambda at: opened(at, PrintQueueWindow(at.program.desk, boards(at), at.room, at.program.shell))
    yield "settings", lambda at: settings(at, PLAN)
    yield "settings-none", lambda at: settings(at, PrintPlan())
    yield "calibration", lambda at: opened(at, PrinterCalibration("Étiqueteuse du hall", A6, Calibration(1.2, -0.5)))
    yield "label-printer", lambda at: opened(at, LabelPrinterForm(at.program.shell))
    yield "reprint", lambda at: opened(at, ReprintDialog(LONGEST.name, at.program.shell))


def awaited(at: Printed, person: object) -> QWidget:
    at.program.window.take_code(at.add(person))
    return at.shown()


def walk_in(at: Printed) -> QWidget:
    at.program.window.verbs.register(RegistrationForm("Marie-Antoinette", "de La Rochefoucauld-Liancourt"), None)
    return at.shown()


def moved_on(at: Printed, state: JobState) -> QWidget:
    at.printing.printer = PrinterState()
    at.room.state = lambda address: PrinterState()  # type: ignore[method-assign]
    at.program.window.take_code(at.add(MAIWENN))
    at.note(at.printing.jobs()[0].id, state, Trouble.JAM if state is JobState.UNCERTAIN else Trouble.NONE)
    return at.shown()


def boards(at: Printed) -> tuple[object, PrintBoard]:
    return at.program.window._board, PrintBoard(at.event, at.printing)


def queue(at: Printed, row: int = 0) -> QWidget:
    at.printing.batch(at.people[:6])
    for person, state, trouble in zip(
        at.people[10:16],
        (*JobState, JobState.PRINTED),
        (Trouble.NONE, Trouble.OUT_OF_PAPER, Trouble.NONE, Trouble.WRONG_PAPER, Trouble.JAM, Trouble.NONE),
        strict=False,
    ):
        at.note(at.printing.ask(person), state, trouble)
    at.printing.ask(at.people[12], why="Nom corrigé")
    at.printing.test_page(HALL)
    window = PrintQueueWindow(at.program.desk, boards(at), at.room, at.program.shell)  # type: ignore[arg-type]
    window.show()
    window.list.setCurrentIndex(window.list.model().index(row, 0))
    return opened(at, window)


def settings(at: Printed, plan: PrintPlan) -> QWidget:
    points = at.program.desk.programme.control_points
    dialog = PrinterSettings(plan, PrintBoard(at.event, at.printing), points, at.program.shell)
    dialog.offer(FOUND)
    return opened(at, dialog)


def opened(at: Printed, window: QDialog) -> QWidget:
    """Over the desk, where it opens."""
    at.shown()
    window.show()
    QApplication.processEvents()
    return window


def draw(at: Printed, scene: Scene, path: Path, size: tuple[int, int]) -> None:
    shell = at.program.shell
    shell.resize(*size)
    shell.show()
    QApplication.processEvents()
    shown = scene(at)
    for _ in range(3):
        QApplication.processEvents()
    picture = shell.grab()
    if shown is not shell:
        middle = QPoint((size[0] - shown.width()) // 2, (size[1] - shown.height()) // 2)
        painter = QPainter(picture)
        painter.drawPixmap(middle, shown.grab())
        painter.end()
        shown.close()
    picture.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="part of a picture's name")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    sizes = {"": (1366, 768), "-small": (1156, 640)}
    for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
        for spoken in (language.FRENCH, language.ENGLISH):
            for name, scene in scenes():
                for end, size in sizes.items():
                    if chosen.only in (picture := f"{theme}-{spoken}-{name}{end}"):
                        _one((theme, spoken), scene, chosen.folder / f"{picture}.png", size)


def _one(worn: tuple[Theme, str], scene: Scene, path: Path, size: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at = Printed(Path(folder), worn[1], worn[0])
        draw(at, scene, path, size)
        at.program.shell.close()
        at.program.stop()


if __name__ == "__main__":
    main()
