# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guest alone is told: a plain welcome, or the desk, and never why."""

from dataclasses import replace

import pytest

from checkin.core.admission import Reason, Verdict
from checkin.core.kiosk import Greeting, GuestBadge, Told, greeted, guest_badge, told
from checkin.core.model import Attendee
from checkin.core.printing import AskedBadge, JobState, PrinterState, PrintJob, Trouble
from tests.builders import MORNING
from tests.ui.answers import a_person, an_answer

OTHER = an_answer(attendee=a_person(id="2"))
JOB = PrintJob(1, "1", "a6", "pdf:x", 1, "", True, JobState.WAITING, MORNING)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("is_override", [False, True])
def test_only_the_plain_welcome_is_served_here(reason, verdict, is_override):
    answer = an_answer(reason, verdict=verdict, is_override=is_override)
    is_plain = (verdict, reason, is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    assert told(answer, None) is (Told.WELCOME if is_plain else Told.DESK)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.WELCOME, Reason.REPEATED}))
def test_nothing_else_hides_behind_what_is_shown(reason):
    assert told(an_answer(reason), an_answer()) is Told.DESK


def test_a_code_held_too_long_changes_nothing_unless_somebody_else_is_shown():
    again = an_answer(Reason.REPEATED)
    assert told(again, an_answer()) is Told.UNCHANGED
    assert told(again, an_answer(Reason.UNPAID)) is Told.UNCHANGED
    assert told(again, OTHER) is Told.DESK
    assert told(replace(again, attendee=None), an_answer(Reason.UNKNOWN, attendee=None)) is Told.DESK


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
    said = [greeted(person, greeting) for greeting in (Greeting.FULL, Greeting.INITIAL, Greeting.NONE)]
    assert said == [full, initial, ""]


@pytest.mark.parametrize(
    ("state", "trouble", "printer", "expected"),
    [
        (JobState.WAITING, Trouble.NONE, Trouble.NONE, GuestBadge.COMING),
        (JobState.PRINTING, Trouble.NONE, Trouble.NONE, GuestBadge.COMING),
        (JobState.PRINTED, Trouble.NONE, Trouble.NONE, GuestBadge.READY),
        (JobState.WAITING, Trouble.NONE, Trouble.OUT_OF_PAPER, GuestBadge.AT_DESK),
        (JobState.PRINTED, Trouble.NONE, Trouble.OUT_OF_PAPER, GuestBadge.READY),
        (JobState.PRINTING, Trouble.JAM, Trouble.NONE, GuestBadge.AT_DESK),
        (JobState.FAILED, Trouble.NONE, Trouble.NONE, GuestBadge.AT_DESK),
        (JobState.UNCERTAIN, Trouble.NONE, Trouble.NONE, GuestBadge.AT_DESK),
        (JobState.CANCELLED, Trouble.NONE, Trouble.NONE, GuestBadge.AT_DESK),
    ],
)
def test_a_guest_hears_where_the_badge_is(state, trouble, printer, expected):
    job = replace(JOB, state=state, trouble=trouble)
    assert guest_badge(AskedBadge(job, PrinterState(printer))) is expected
    assert guest_badge(None) is GuestBadge.NONE
