# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit hours that an organiser confirmed, whatever entries say."""

from datetime import timedelta

from checkin.core.attendance.confirmed_exits import ExitProof, confirmation, confirmed_exits
from checkin.core.entries import EntryKind
from tests.builders import MORNING, Steps

HALF, OTHER = "2023-07-04/morning", "2023-07-04/afternoon"
NOON = MORNING + timedelta(hours=4)


def hours(*bodies, kind=EntryKind.EXIT_CONFIRMED):
    steps = Steps()
    entries = [steps.entry(kind, "", **body) for body in bodies]
    found = confirmed_exits(reversed(entries))
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
    (found,) = confirmed_exits([entry]).values()
    assert (found.desk, found.at) == ("Accueil 2", entry.at)


def test_only_what_was_read_or_confirmed_is_final():
    final = [each for each in ExitProof if not each.is_provisional]
    assert final == [ExitProof.READ, ExitProof.CONFIRMED, ExitProof.SESSION]
