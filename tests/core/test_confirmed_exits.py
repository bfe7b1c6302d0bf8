# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit hours that an organiser confirmed, whatever entries say."""

from datetime import timedelta

from checkin.core.attendance.stays import (
    ConfirmedExit,
    ExitProof,
    WithdrawnExit,
    confirmation,
    confirmed_exits,
    exit_decisions,
)
from checkin.core.entries import EntryKind
from checkin.core.supervisor import Authority
from tests.builders import MORNING, Steps

HALF, OTHER = "2023-07-04/morning", "2023-07-04/afternoon"
NOON = MORNING + timedelta(hours=4)


def hours(*bodies, kind=EntryKind.EXIT_CONFIRMED):
    steps = Steps()
    entries = [steps.entry(kind, "", **body) for body in bodies]
    found = confirmed_exits(exit_decisions(reversed(entries)))
    return {half: each.hour for half, each in found.items()}


def test_the_newest_of_a_half_day_counts():
    later = NOON + timedelta(minutes=15)
    told = [confirmation(HALF, NOON), confirmation(OTHER, NOON), confirmation(HALF, later)]
    assert hours(*told) == {HALF: later, OTHER: NOON}


def test_it_can_be_taken_away():
    assert hours(confirmation(HALF, NOON), confirmation(HALF, None)) == {}


def test_what_cannot_be_read_changes_nothing():
    strange = [{"half_day": HALF, "hour": said} for said in ("half past five", 17, "2023-07-04T17:30:00", [], "9999")]
    assert hours(confirmation(HALF, NOON), *strange, {"half_day": 3, "hour": None}, {}) == {HALF: NOON}
    assert hours(confirmation(HALF, NOON), kind=EntryKind.SIGNED) == {}


def test_who_confirmed_it_and_when_is_kept():
    entry = Steps().entry(EntryKind.EXIT_CONFIRMED, "", "Accueil 2", **confirmation(HALF, NOON))
    (found,) = confirmed_exits(exit_decisions([entry])).values()
    assert (found.desk, found.at, found.by, found.why) == ("Accueil 2", entry.at, "", "")


def test_every_decision_is_kept_with_the_supervisor_who_took_it():
    steps, anne = Steps(), Authority("Anne Martin", "They left earlier")
    told = [
        steps.entry(EntryKind.EXIT_CONFIRMED, "", **confirmation(HALF, NOON)),
        steps.entry(EntryKind.EXIT_CONFIRMED, "", **confirmation(HALF, None, anne)),
        steps.entry(EntryKind.EXIT_CONFIRMED, "", **confirmation(HALF, NOON) | {"allowed_by": 7, "why": None}),
    ]
    first, second, third = (entry.at for entry in told)
    assert exit_decisions(reversed(told)) == {
        HALF: (
            ConfirmedExit(NOON, "Accueil 1", first),
            WithdrawnExit("Accueil 1", second, "Anne Martin", "They left earlier"),
            ConfirmedExit(NOON, "Accueil 1", third),
        )
    }


def test_only_what_was_read_or_confirmed_is_final():
    final = [each for each in ExitProof if not each.is_provisional]
    assert final == [ExitProof.READ, ExitProof.CONFIRMED, ExitProof.SESSION]
