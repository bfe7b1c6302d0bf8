# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing at the desk: the answer whose badge waits or came out, the queue, the settings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from checkin.core.attendee import Attendee, attendee_body
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import (
    Calibration,
    FoundPrinter,
    JobProgress,
    JobState,
    Medium,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.services.desk_queries import DeskQueries
from checkin.storage.print_queue import PrintQueue
from checkin.ui.desk.person_keys import reprint_request
from checkin.ui.printing.print_queue_window import PrintQueueWindow
from checkin.ui.printing.printer_settings import LabelPrinterForm, PrinterCalibration, PrinterSettings
from checkin.ui.widgets.exchange_wording import printer_light
from checkin.ui.widgets.payment_dialog import JustificationDialog
from scripts import backstage
from scripts.backstage_answers import LONGEST, MAIWENN

HALL, OFFICE = "ipp://localhost/printers/hall", "ipp://localhost/printers/bureau"
A6 = Medium(105, 148)
PLAN = PrintPlan(
    HALL,
    OFFICE,
    policy=PrintPolicy.ONCE,
    setups={
        HALL: PrinterSetup("Étiqueteuse du hall", A6, Calibration(1.2, -0.5, 0.9931)),
        OFFICE: PrinterSetup("HP LaserJet du secrétariat de la direction générale", A6),
    },
)
FOUND = (
    FoundPrinter(HALL, "Étiqueteuse du hall", (Medium(62, 100), A6, Medium(210, 297))),
    FoundPrinter(OFFICE, "HP LaserJet du secrétariat de la direction générale", (A6, Medium(210, 297))),
)
NO_PAPER = PrinterState(PrinterTrouble.OUT_OF_PAPER, "Bac 1 vide")
Scene = Callable[["Printed"], QWidget]


class Printed:
    """The desk of the demonstration, with printers that are as they are said to be."""

    def __init__(self) -> None:
        self.event, now = backstage.demo()
        self.program = backstage.program(self.event, now)
        self.room = self.program.print_service
        self.room.state = lambda address: NO_PAPER if address == HALL else PrinterState()  # type: ignore[method-assign]
        self.printing = self.program.desk.printing
        self.printing.plan, self.printing.printer = PLAN, NO_PAPER
        self.people = [attendee.id for attendee, _ in self.event.attendees.all()]
        self.queries = PrintJobQueries(self.event, self.printing)

    def add(self, person: Attendee) -> str:
        """Somebody of the gallery, with a code of this event; returns it."""
        issued = self.event.issue_code()
        body = attendee_body(replace(person, id=issued.id, ticket_code=issued.code, sessions=()))
        with self.event.transaction():
            facts = [(EntryKind.ATTENDEE_ADDED, issued.id, body)]
            self.event.journal.append_all(facts, at=self.program.desk.now(), desk="")
        return issued.code

    def note(self, job: int, state: JobState, trouble: PrinterTrouble = PrinterTrouble.NONE) -> None:
        with self.event.transaction():
            PrintQueue(self.event.db).note(job, JobProgress(state, trouble), self.program.desk.now())

    def shown(self) -> QWidget:
        window = self.program.window
        window.show_printer(*printer_light(self.printing, self.room))
        window.refresh()
        return self.program.shell


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, scene in _scenes():
        yield name, partial(_made, scene)


def _made(scene: Scene) -> QWidget:
    return scene(Printed())


def _scenes() -> Iterator[tuple[str, Scene]]:
    yield "awaited", lambda at: awaited(at, MAIWENN)
    yield "awaited-longest", lambda at: awaited(at, LONGEST)
    yield "awaited-walk-in", walk_in
    for state in (JobState.PRINTING, JobState.PRINTED, JobState.FAILED, JobState.UNCERTAIN):
        yield f"badge-{state}", partial(moved_on, state=state)
    yield "queue", queue
    yield "queue-uncertain", partial(queue, row=3)
    yield "queue-empty", queue_window
    yield "settings", lambda at: settings(at, PLAN)
    yield "settings-none", lambda at: settings(at, PrintPlan())
    yield "calibration", lambda at: PrinterCalibration("Étiqueteuse du hall", A6, Calibration(1.2, -0.5))
    yield "label-printer", lambda at: LabelPrinterForm(at.program.shell)
    yield "reprint", lambda at: JustificationDialog(reprint_request(LONGEST.name), at.program.shell)
    yield "reprint-why", reprint_without_why


def reprint_without_why(at: Printed) -> QWidget:
    """Enter was pressed before a reason was given."""
    dialog = JustificationDialog(reprint_request(LONGEST.name), at.program.shell)
    dialog._take()
    return dialog


def awaited(at: Printed, person: Attendee) -> QWidget:
    at.program.window.take_code(at.add(person))
    return at.shown()


def walk_in(at: Printed) -> QWidget:
    at.program.window.operations.register(RegistrationForm("Marie-Antoinette", "de La Rochefoucauld-Liancourt"), None)
    return at.shown()


def moved_on(at: Printed, state: JobState) -> QWidget:
    at.printing.printer = PrinterState()
    at.room.state = lambda address: PrinterState()  # type: ignore[method-assign]
    at.program.window.take_code(at.add(MAIWENN))
    at.note(at.printing.jobs()[0].id, state, PrinterTrouble.JAM if state is JobState.UNCERTAIN else PrinterTrouble.NONE)
    return at.shown()


def queue(at: Printed, row: int = 0) -> QWidget:
    at.printing.batch(at.people[:6])
    for person, state, trouble in zip(
        at.people[10:16],
        (*JobState, JobState.PRINTED),
        (
            PrinterTrouble.NONE,
            PrinterTrouble.OUT_OF_PAPER,
            PrinterTrouble.NONE,
            PrinterTrouble.WRONG_PAPER,
            PrinterTrouble.JAM,
            PrinterTrouble.NONE,
        ),
        strict=False,
    ):
        at.note(at.printing.ask(person), state, trouble)
    at.printing.ask(at.people[12], why="Nom corrigé")
    at.printing.test_page(HALL)
    window = queue_window(at)
    window.show()
    window.list.setCurrentIndex(window.list.model().index(row, 0))
    return window


def queue_window(at: Printed) -> PrintQueueWindow:
    return PrintQueueWindow(at.program.desk, (DeskQueries(at.event), at.queries), at.room, at.program.shell)


def settings(at: Printed, plan: PrintPlan) -> QDialog:
    dialog = PrinterSettings(plan, at.queries, at.program.desk.programme.control_points, at.program.shell)
    dialog.offer(FOUND)
    return dialog
