# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guest alone is told: a plain welcome, or the desk, and never why."""

from dataclasses import replace

import pytest

from checkin.core.attendee import Attendee
from checkin.core.decision import Reason, Verdict
from checkin.core.kiosk_answers import GreetingStyle, GuestBadge, KioskAnswer, greeting_name, guest_badge, kiosk_answer
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, RequestedBadge
from tests.builders import MORNING
from tests.ui.answers import a_person, an_answer

OTHER = an_answer(attendee=a_person(id="2"))
JOB = PrintJob(1, "1", "a6", "pdf:x", 1, "", True, JobState.WAITING, MORNING)
CERTIFICATES = {Reason.CERTIFICATE, Reason.OTHER_CERTIFICATE}
"""No ticket was shown, so nothing is betrayed of a guest."""


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("is_override", [False, True])
def test_only_the_plain_welcome_is_served_here(reason, verdict, is_override):
    answer = an_answer(reason, verdict=verdict, is_override=is_override)
    is_plain = (verdict, reason, is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    served = KioskAnswer.CERTIFICATE if reason in CERTIFICATES else KioskAnswer.DESK
    assert kiosk_answer(answer, None) is (KioskAnswer.WELCOME if is_plain else served)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.WELCOME, Reason.REPEATED} - CERTIFICATES))
def test_nothing_else_hides_behind_what_is_shown(reason):
    assert kiosk_answer(an_answer(reason), an_answer()) is KioskAnswer.DESK


def test_a_code_held_too_long_changes_nothing_unless_somebody_else_is_shown():
    again = an_answer(Reason.REPEATED)
    assert kiosk_answer(again, an_answer()) is KioskAnswer.UNCHANGED
    assert kiosk_answer(again, an_answer(Reason.UNPAID)) is KioskAnswer.UNCHANGED
    assert kiosk_answer(again, OTHER) is KioskAnswer.DESK
    assert kiosk_answer(replace(again, attendee=None), an_answer(Reason.UNKNOWN, attendee=None)) is KioskAnswer.DESK


@pytest.mark.parametrize(
    ("first", "last", "full", "initial"),
    [
        ("Éléonore", "Le Goff-Kermarrec", "Éléonore Le Goff-Kermarrec", "Éléonore L."),
        ("Jean-Baptiste", "de La Fournière", "Jean-Baptiste de La Fournière", "Jean-Baptiste L."),
        ("Zoé", "e\u0301rard", "Zoé e\u0301rard", "Zoé É."),
        ("Moana", "", "Moana", "Moana"),
        ("", "Mairie de Créteil", "Mairie de Créteil", ""),
    ],
)
def test_the_name_is_as_discreet_as_was_agreed(first, last, full, initial):
    person = Attendee("1", first, last, "X")
    said = [
        greeting_name(person, greeting) for greeting in (GreetingStyle.FULL, GreetingStyle.INITIAL, GreetingStyle.NONE)
    ]
    assert said == [full, initial, ""]


@pytest.mark.parametrize(
    ("state", "trouble", "printer", "expected"),
    [
        (JobState.WAITING, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.COMING),
        (JobState.PRINTING, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.COMING),
        (JobState.PRINTED, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.READY),
        (JobState.WAITING, PrinterTrouble.NONE, PrinterTrouble.OUT_OF_PAPER, GuestBadge.AT_DESK),
        (JobState.PRINTED, PrinterTrouble.NONE, PrinterTrouble.OUT_OF_PAPER, GuestBadge.READY),
        (JobState.PRINTING, PrinterTrouble.JAM, PrinterTrouble.NONE, GuestBadge.AT_DESK),
        (JobState.FAILED, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.AT_DESK),
        (JobState.UNCERTAIN, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.AT_DESK),
        (JobState.CANCELLED, PrinterTrouble.NONE, PrinterTrouble.NONE, GuestBadge.AT_DESK),
    ],
)
def test_a_guest_hears_where_the_badge_is(state, trouble, printer, expected):
    job = replace(JOB, state=state, trouble=trouble)
    assert guest_badge(RequestedBadge(job, PrinterState(printer))) is expected
    assert guest_badge(None) is GuestBadge.NONE
