# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.errors import SyncError
from checkin.core.printing import READY, JobState, PrinterState, Trouble
from checkin.core.ready.finding import Grade
from checkin.core.ready.of_devices import (
    BadgeTrial,
    CameraState,
    ScannerState,
    of_camera,
    of_copy,
    of_desks,
    of_printer,
    of_scanner,
    of_test_badge,
)
from checkin.core.together.key_visit import KeyVisit
from checkin.core.together.status import Meeting, OtherDesk, Place, Together
from checkin.core.words import Words
from tests.builders import MORNING

LIVE, DEAD = CameraState(True, "Webcam"), CameraState(False)
READS = CameraState(True, "Webcam", MORNING)
UNUSED, TYPES = ScannerState(), ScannerState(MORNING)


@pytest.mark.parametrize(
    ("camera", "scanner", "grades"),
    [
        (CameraState(), UNUSED, (Grade.ASIDE, Grade.UNTRIED)),
        (LIVE, UNUSED, (Grade.UNTRIED, Grade.UNTRIED)),
        (READS, UNUSED, (Grade.WELL, Grade.ASIDE)),  # no scanner is needed where a camera reads
        (LIVE, TYPES, (Grade.ASIDE, Grade.WELL)),  # and the other way round
        (DEAD, TYPES, (Grade.ASIDE, Grade.WELL)),
        (DEAD, UNUSED, (Grade.ASIDE, Grade.UNTRIED)),  # a desk with a scanner only
        (CameraState(False, "Webcam"), UNUSED, (Grade.LOOK, Grade.UNTRIED)),
        (READS, ScannerState(is_misread=True), (Grade.WELL, Grade.LOOK)),
    ],
)
def test_codes_are_read_by_a_camera_or_a_scanner(camera, scanner, grades):
    assert (of_camera(camera, scanner).grade, of_scanner(scanner, camera).grade) == grades


def test_a_camera_that_is_not_there_is_not_one_that_fails():
    absent, failing = of_camera(DEAD, UNUSED), of_camera(CameraState(False, "Webcam"), UNUSED)
    assert (absent.said.text, failing.said.text) == ("No camera was found.", "{name} delivers no picture.")


def test_that_a_scanner_was_put_right_is_told_with_the_keyboard():
    plain, repaired = of_scanner(TYPES, LIVE), of_scanner(ScannerState(MORNING, "AZERTY"), LIVE)
    assert plain.said != repaired.said
    assert repaired.fields["keyboard"] == "AZERTY"


@pytest.mark.parametrize(
    ("name", "state", "grade"),
    [
        ("", None, Grade.ASIDE),
        ("Brother", None, Grade.ASIDE),
        ("Brother", READY, Grade.WELL),
        ("Brother", PrinterState(Trouble.OUT_OF_PAPER), Grade.LOOK),
    ],
)
def test_a_printer_is_ready_where_one_is_chosen(name, state, grade):
    assert of_printer(name, state).grade is grade


@pytest.mark.parametrize("job", [None, *JobState])
def test_only_a_person_can_say_that_a_badge_is_in_its_place(job):
    assert of_test_badge(BadgeTrial(job)).grade is not Grade.WELL
    assert of_test_badge(BadgeTrial(job, True)).grade is Grade.WELL
    assert of_test_badge(BadgeTrial(job, False)).grade is Grade.LOOK


def together(*desks, error=None, waiting=0):
    return Together((Meeting(Place.FOLDER, error, waiting, desks),))


def test_other_desks_are_heard_and_what_is_recorded_is_there_too():
    heard, silent = OtherDesk("Accueil 2", 2, 0), OtherDesk("Accueil 3", 900, 0)
    assert of_desks(Together()).grade is Grade.ASIDE
    assert of_desks(together(heard)).grade is Grade.WELL
    assert of_desks(together(heard, silent)).fields == {"name": "Accueil 3", "minutes": 15}
    assert of_desks(together(error=SyncError(Words("t", "away")))).grade is Grade.LOOK
    assert of_copy(Together()).grade is Grade.ASIDE
    assert of_copy(together(heard)).grade is Grade.WELL
    assert of_copy(together(heard, waiting=3)).grade is Grade.ASIDE


def test_what_is_on_a_key_is_not_on_this_computer_alone():
    """The key was at this desk, and went on to another."""
    told, untold = (Together(key=KeyVisit("CLE", MORNING, since)) for since in (0, 17))
    assert (of_copy(told).grade, of_copy(told).fields) == (Grade.WELL, {"key": "CLE"})
    assert (of_copy(untold).grade, of_copy(untold).fields) == (Grade.ASIDE, {"key": "CLE", "since": 17})
    assert "by a key" in of_desks(told).said.text
