# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace

import pytest

from checkin.core.print_jobs import JobState, PrintPlan
from checkin.core.ready.checks import BadgeTrial, ReadinessTopic
from checkin.core.ready.readiness import DeviceTrials
from checkin.core.tokens import TEST_CODE
from checkin.services.readiness_measuring import DeviceTrialRecorder
from tests.builders import MORNING, an_attendee


@pytest.fixture
def trying(desk):
    return DeviceTrialRecorder(desk, DeviceTrials())


def test_the_test_code_and_a_guests_prove_the_scanner_alike_and_a_misreading_is_known(trying):
    assert not trying.typed("3760123450017"), "that nobody knows is a guest"
    assert trying.made == DeviceTrials()
    assert trying.typed("?" * len(TEST_CODE))
    assert trying.made.scanner.is_misread
    assert trying.typed(TEST_CODE.lower())
    assert (trying.made.scanner.read_at, trying.made.scanner.is_misread) == (MORNING, False)
    assert not trying.typed(an_attendee(1).ticket_code)


def test_a_keyboard_is_called_as_people_call_it(trying):
    trying.note_keyboard("fr")
    assert trying.made.scanner.keyboard == "AZERTY"
    trying.note_keyboard("es")
    assert trying.made.scanner.keyboard == "QWERTY (es)"


def test_a_sound_is_asked_about_until_somebody_says_what_they_heard(trying):
    assert not trying.asked
    trying.note_sound()
    assert trying.asked == {ReadinessTopic.SOUND}
    trying.answered(ReadinessTopic.SOUND, is_good=False)
    assert (trying.asked, trying.made.was_heard) == (frozenset(), False)


def test_a_test_badge_is_asked_about_once_it_is_out(trying, desk):
    desk.printing.plan = PrintPlan("pdf:/tmp")
    trying.print_badge()
    assert (trying.badge, trying.asked) == (BadgeTrial(JobState.WAITING), frozenset())
    desk.printing.cancel(trying.made.test_badge)
    assert trying.badge.job is JobState.CANCELLED
    trying.answered(ReadinessTopic.TEST_BADGE, is_good=True)
    assert trying.made == replace(DeviceTrials(), test_badge=trying.made.test_badge, is_in_place=True)
    trying.print_badge()
    assert trying.made.is_in_place is None
