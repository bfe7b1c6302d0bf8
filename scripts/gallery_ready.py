# SPDX-License-Identifier: GPL-3.0-or-later
"""“Ready to open?”: all well, a usual morning, the worst case; a rehearsal, what is asked before and told after it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from checkin import language
from checkin.core.errors import SyncError
from checkin.core.printing import READY, JobState, PrinterState, Trouble
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.finding import Finding, Topic
from checkin.core.ready.judging import Equipment, Measured, Place, in_order, of_equipment, of_measured
from checkin.core.ready.of_computer import DiskState, PowerState
from checkin.core.ready.of_devices import BadgeTrial, CameraState, ScannerState
from checkin.core.ready.of_event import LeftOpen, ListState, Overbooked
from checkin.core.rehearsal import RehearsalWish
from checkin.core.together.status import Meeting, OtherDesk, Together
from checkin.core.together.status import Place as Where
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.rehearsal import begin
from checkin.program.rehearsal import outcome_sentence
from checkin.ui.desk.notice_bar import NoticeBar
from checkin.ui.ready.rehearsal_dialog import RehearsalDialog
from checkin.ui.ready.window import ReadyWindow
from scripts import backstage

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2023, 7, 4, 8, 12, tzinfo=PARIS)
HOUR = timedelta(hours=1)
POINT = ControlPoint("accueil", "Accueil", "", NOW - HOUR, NOW + 10 * HOUR)
LATE = ControlPoint("b", "Atelier B – Coopération & territoires ruraux", "", NOW - 9 * HOUR, NOW - HOUR)
AWAY = SyncError(Words("gallery", "away"))
WELL = Measured(
    ListState(348, NOW - 14 * HOUR),
    LeftOpen(),
    DiskState(73 << 30, 0.004),
    PowerState(True, 98),
    frozenset({date(2023, 7, 4)}),
    "Europe/Paris",
    NOW.utcoffset(),
    NOW - HOUR,
)
WORST = Measured(
    ListState(0, None),
    LeftOpen(3, 2, 12),
    DiskState(12 << 20, None),
    PowerState(False, 7),
    frozenset({date(2023, 7, 5)}),
    "Europe/Paris",
    NOW.utcoffset(),
    NOW,
    tuple(
        Overbooked(Session(title, title, capacity=12, is_booked=True), booked)
        for title, booked in (("Atelier A – Rédiger un appel à projets", 38), (LATE.name, 15))
    ),
)


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, found, asked in mornings():
        yield name, partial(window, found, asked)
    yield "rehearsal-asked", partial(RehearsalDialog, NOW, "Brother QL-820NWB")
    yield "rehearsal", rehearsal
    yield "rehearsal-over", rehearsal_over


def window(found: tuple[Finding, ...], asked: set[Topic]) -> QWidget:
    made = ReadyWindow()
    made.show_findings(found, asked, "Vérifié à 08:12." if language.spoken() == "fr" else "As of 08:12.")
    return made


def rehearsal() -> QWidget:
    event, now = backstage.demo()
    begun = begin(event, now, RehearsalWish(), language.say)
    backstage.after(begun.remove)
    return backstage.program(EventFile.open(begun.path), begun.clock).shell


def rehearsal_over() -> QWidget:
    event, now = backstage.demo()
    told = outcome_sentence(begin(event, now, RehearsalWish(), language.say).end(event))
    shell = backstage.program(event, now).shell
    bar = shell.findChild(NoticeBar)
    assert isinstance(bar, NoticeBar)
    bar.show_notice(told, "flag")
    return shell


def mornings() -> Iterator[tuple[str, tuple[Finding, ...], set[Topic]]]:
    heard = Together((Meeting(Where.FOLDER, None, 0, (OtherDesk("Accueil 2", 3, 0), OtherDesk("Accueil 3", 4, 0))),))
    camera, scanner = CameraState(True, "Logitech C920", NOW), ScannerState(NOW, "AZERTY")
    fine = Equipment(camera, scanner, True, True, True, "Brother QL-820NWB", READY, BadgeTrial(None, True))
    yield "all-well", in_order([*of_measured(WELL, Place(NOW, POINT, heard)), *of_equipment(fine, heard)]), set()
    morning = Equipment(
        CameraState(True, "Logitech C920"),
        printer="Brother QL-820NWB",
        printer_state=READY,
        badge=BadgeTrial(JobState.PRINTED),
        has_speaker=True,
    )
    alone = Together()
    found = in_order([*of_measured(WELL, Place(NOW, POINT, alone)), *of_equipment(morning, alone)])
    yield "morning", found, {Topic.TEST_BADGE, Topic.SOUND}
    away = Together((Meeting(Where.FOLDER, AWAY, 212, (OtherDesk("Entrée des partenaires et de la presse", 900, 0),)),))
    out = PrinterState(Trouble.WRONG_PAPER)
    bad = Equipment(CameraState(False), ScannerState(is_misread=True), True, False, None, "Imprimante du salon", out)
    yield "worst", in_order([*of_measured(WORST, Place(NOW, LATE, away)), *of_equipment(bad, away)]), set()
