# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.message import Message, SyncError
from checkin.core.print_jobs import READY, JobState, PrinterState, PrinterTrouble
from checkin.core.ready.checks import (
    BadgeTrial,
    CameraReadiness,
    ReadinessGrade,
    ScannerReadiness,
    check_camera,
    check_copy,
    check_desks,
    check_printer,
    check_scanner,
    check_test_badge,
    check_ticketing,
)
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from tests.builders import MORNING

LIVE, DEAD = CameraReadiness(True, "Webcam"), CameraReadiness(False)
READS = CameraReadiness(True, "Webcam", MORNING)
UNUSED, TYPES = ScannerReadiness(), ScannerReadiness(MORNING)


@pytest.mark.parametrize(
    ("camera", "scanner", "grades"),
    [
        (CameraReadiness(), UNUSED, (ReadinessGrade.ASIDE, ReadinessGrade.UNTRIED)),
        (LIVE, UNUSED, (ReadinessGrade.UNTRIED, ReadinessGrade.UNTRIED)),
        (READS, UNUSED, (ReadinessGrade.WELL, ReadinessGrade.ASIDE)),  # no scanner is needed where a camera reads
        (LIVE, TYPES, (ReadinessGrade.ASIDE, ReadinessGrade.WELL)),  # and the other way round
        (DEAD, TYPES, (ReadinessGrade.ASIDE, ReadinessGrade.WELL)),
        (DEAD, UNUSED, (ReadinessGrade.ASIDE, ReadinessGrade.UNTRIED)),  # a desk with a scanner only
        (CameraReadiness(False, "Webcam"), UNUSED, (ReadinessGrade.LOOK, ReadinessGrade.UNTRIED)),
        (READS, ScannerReadiness(is_misread=True), (ReadinessGrade.WELL, ReadinessGrade.LOOK)),
    ],
)
def test_codes_are_read_by_a_camera_or_a_scanner(camera, scanner, grades):
    assert (check_camera(camera, scanner).grade, check_scanner(scanner, camera).grade) == grades


def test_a_camera_that_is_not_there_is_not_one_that_fails():
    absent, failing = check_camera(DEAD, UNUSED), check_camera(CameraReadiness(False, "Webcam"), UNUSED)
    assert (absent.message.text, failing.message.text) == ("No camera was found.", "{name} gives no picture.")


def test_that_a_scanner_was_put_right_is_told_with_the_keyboard():
    plain, repaired = check_scanner(TYPES, LIVE), check_scanner(ScannerReadiness(MORNING, "AZERTY"), LIVE)
    assert plain.message != repaired.message
    assert repaired.fields["keyboard"] == "AZERTY"


@pytest.mark.parametrize(
    ("name", "state", "grade"),
    [
        ("", None, ReadinessGrade.ASIDE),
        ("Brother", None, ReadinessGrade.ASIDE),
        ("Brother", READY, ReadinessGrade.WELL),
        ("Brother", PrinterState(PrinterTrouble.OUT_OF_PAPER), ReadinessGrade.LOOK),
    ],
)
def test_a_printer_is_ready_where_one_is_chosen(name, state, grade):
    assert check_printer(name, state).grade is grade


@pytest.mark.parametrize("job", [None, *JobState])
def test_only_a_person_can_say_that_a_badge_is_in_its_place(job):
    assert check_test_badge(BadgeTrial(job)).grade is not ReadinessGrade.WELL
    assert check_test_badge(BadgeTrial(job, True)).grade is ReadinessGrade.WELL
    assert check_test_badge(BadgeTrial(job, False)).grade is ReadinessGrade.LOOK


def together(*desks, error=None, waiting=0):
    return SyncStatus((PlaceStatus(SyncPlace.FOLDER, error, waiting, desks),))


def test_other_desks_are_heard_and_what_is_recorded_is_there_too():
    heard, silent = OtherDesk("Accueil 2", 2, 0), OtherDesk("Accueil 3", 900, 0)
    assert check_desks(SyncStatus()).grade is ReadinessGrade.ASIDE
    assert check_desks(together(heard)).grade is ReadinessGrade.WELL
    assert check_desks(together(heard, silent)).fields == {"name": "Accueil 3", "minutes": 15}
    assert check_desks(together(error=SyncError(Message("t", "away")))).grade is ReadinessGrade.LOOK
    assert check_copy(SyncStatus()).grade is ReadinessGrade.ASIDE
    assert check_copy(together(heard)).grade is ReadinessGrade.WELL
    assert check_copy(together(heard, waiting=3)).grade is ReadinessGrade.ASIDE


def test_a_desk_that_was_not_heard_since_the_purge_still_has_everyone():
    """Also one that was closed, and had sent everything."""
    closed = OtherDesk("Accueil 2", 1200, 0, closed_at=MORNING)
    at = MORNING + timedelta(minutes=30)
    erased = MORNING + timedelta(minutes=20)
    left = together(closed, OtherDesk("Accueil 3", 3, 0)).heard_before(erased, at)
    assert left == (("Accueil 2", MORNING + timedelta(minutes=10)),)
    found = check_desks(together(closed), left)
    assert (found.grade, found.fields["name"], found.fields["at"]) == (ReadinessGrade.LOOK, "Accueil 2", left[0][1])
    assert check_desks(together(closed)).grade is ReadinessGrade.ASIDE


def test_what_is_on_a_key_is_not_on_this_computer_alone():
    """The key was at this desk, and went on to another."""
    told, untold = (SyncStatus(usb_drive=UsbDriveVisit("CLE", MORNING, since)) for since in (0, 17))
    assert (check_copy(told).grade, check_copy(told).fields) == (ReadinessGrade.WELL, {"key": "CLE"})
    assert (check_copy(untold).grade, check_copy(untold).fields) == (ReadinessGrade.ASIDE, {"key": "CLE", "since": 17})
    assert "by USB drive" in check_desks(told).message.text


FETCHED = TicketingStatus("tickets.example", "pionniers", "rencontre", 7, MORNING)
AWAY = SyncError(Message("test", "away"))


@pytest.mark.parametrize(
    ("status", "grade", "told"),
    [
        (FETCHED, ReadinessGrade.WELL, "is reached; the list is that of {at}"),
        (replace(FETCHED, fetched_at=None), ReadinessGrade.LOOK, "for the first time"),
        (replace(FETCHED, fetched_at=None, error=AWAY), ReadinessGrade.LOOK, "never fetched whole"),
        (replace(FETCHED, error=AWAY), ReadinessGrade.LOOK, "cannot be reached. The list here is that of {at}."),
        (replace(FETCHED, error=AWAY, waiting=3), ReadinessGrade.LOOK, "still to be sent: {waiting}"),
        (replace(FETCHED, refused=2, unseen=2), ReadinessGrade.LOOK, "did not take: {count}"),
        (replace(FETCHED, refused=2), ReadinessGrade.WELL, "is reached"),
        (replace(FETCHED, is_revoked=True, error=AWAY), ReadinessGrade.LOOK, "revoked this device"),
        (replace(FETCHED, device=0), ReadinessGrade.ASIDE, "comes from the other desks"),
    ],
)
def test_a_ticketing_is_ready_when_its_list_is_here_and_everything_was_taken(status, grade, told):
    found = check_ticketing(status, MORNING)
    assert found.grade is grade
    assert told in found.message.text
    assert (found.remedy is None) == (grade < ReadinessGrade.LOOK)
