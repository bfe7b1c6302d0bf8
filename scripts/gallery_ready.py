# SPDX-License-Identifier: GPL-3.0-or-later
"""“Ready to open?”: all well, a usual morning, the worst case; a rehearsal, what is asked before and told after it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from checkin import translation
from checkin.application.desk_readiness import outcome_sentence
from checkin.core.message import Message, SyncError
from checkin.core.print_jobs import READY, JobState, PrinterState, PrinterTrouble
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.checks import (
    BadgeTrial,
    CameraReadiness,
    CheckResult,
    DiskState,
    PowerState,
    ReadinessTopic,
    ScannerReadiness,
)
from checkin.core.ready.readiness import (
    Equipment,
    ListState,
    OpenIssues,
    Overbooked,
    ReadinessContext,
    ReadinessMeasurements,
    check_equipment,
    check_measurements,
    sort_results,
)
from checkin.core.rehearsal_rules import RehearsalOptions
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncStatus
from checkin.core.sync.sync_status import SyncPlace as Where
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import begin_rehearsal
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.ready.ready_band import RehearsalDialog
from checkin.ui.ready.ready_window import ReadyWindow
from scripts import backstage

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2023, 7, 4, 8, 12, tzinfo=PARIS)
HOUR = timedelta(hours=1)
POINT = ControlPoint("accueil", "Accueil", "", NOW - HOUR, NOW + 10 * HOUR)
LATE = ControlPoint("b", "Atelier B – Coopération & territoires ruraux", "", NOW - 9 * HOUR, NOW - HOUR)
AWAY = SyncError(Message("gallery", "away"))
WELL = ReadinessMeasurements(
    ListState(348, NOW - 14 * HOUR),
    OpenIssues(),
    DiskState(73 << 30, 0.004),
    PowerState(True, 98),
    frozenset({date(2023, 7, 4)}),
    "Europe/Paris",
    NOW.utcoffset(),
    NOW - HOUR,
)
WORST = ReadinessMeasurements(
    ListState(0, None),
    OpenIssues(3, 2, 12),
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


def window(found: tuple[CheckResult, ...], asked: set[ReadinessTopic]) -> QWidget:
    made = ReadyWindow()
    made.show_findings(found, asked, "Vérifié à 08:12." if translation.current_language() == "fr" else "As of 08:12.")
    return made


def rehearsal() -> QWidget:
    event, now = backstage.demo()
    begun = begin_rehearsal(event, now, RehearsalOptions(), translation.translate)
    backstage.after(begun.remove)
    return backstage.program(EventFile.open(begun.path), begun.clock).shell


def rehearsal_over() -> QWidget:
    event, now = backstage.demo()
    sentence = outcome_sentence(begin_rehearsal(event, now, RehearsalOptions(), translation.translate).end(event))
    shell = backstage.program(event, now).shell
    bar = shell.findChild(NoticeBar)
    assert isinstance(bar, NoticeBar)
    bar.show_notice(sentence, "flag")
    return shell


def mornings() -> Iterator[tuple[str, tuple[CheckResult, ...], set[ReadinessTopic]]]:
    heard = SyncStatus(
        (PlaceStatus(Where.FOLDER, None, 0, (OtherDesk("Accueil 2", 3, 0), OtherDesk("Accueil 3", 4, 0))),)
    )
    camera, scanner = CameraReadiness(True, "Logitech C920", NOW), ScannerReadiness(NOW, "AZERTY")
    fine = Equipment(camera, scanner, True, True, True, "Brother QL-820NWB", READY, BadgeTrial(None, True))
    yield (
        "all-well",
        sort_results([*check_measurements(WELL, ReadinessContext(NOW, POINT, heard)), *check_equipment(fine, heard)]),
        set(),
    )
    morning = Equipment(
        CameraReadiness(True, "Logitech C920"),
        printer="Brother QL-820NWB",
        printer_state=READY,
        badge=BadgeTrial(JobState.PRINTED),
        has_speaker=True,
    )
    alone = SyncStatus()
    found = sort_results(
        [*check_measurements(WELL, ReadinessContext(NOW, POINT, alone)), *check_equipment(morning, alone)]
    )
    yield "morning", found, {ReadinessTopic.TEST_BADGE, ReadinessTopic.SOUND}
    away = SyncStatus(
        (PlaceStatus(Where.FOLDER, AWAY, 212, (OtherDesk("Entrée des partenaires et de la presse", 900, 0),)),)
    )
    out = PrinterState(PrinterTrouble.WRONG_PAPER)
    bad = Equipment(
        CameraReadiness(False), ScannerReadiness(is_misread=True), True, False, None, "Imprimante du salon", out
    )
    yield (
        "worst",
        sort_results([*check_measurements(WORST, ReadinessContext(NOW, LATE, away)), *check_equipment(bad, away)]),
        set(),
    )
