# SPDX-License-Identifier: GPL-3.0-or-later
"""Which signature counts: the latest that was not taken back, whatever order entries come in."""

from datetime import timedelta
from itertools import permutations

import pytest

from checkin.core.attendance.half_days import DayPart
from checkin.core.attendance.recorded_signatures import (
    find_signature,
    signature_entries,
    signatures_by_occasion,
    signed_body,
)
from checkin.core.attendance.sign_in_sheet import occasions_to_sign
from checkin.core.attendance.stays import EventOccasions
from checkin.core.entries import EntryKind
from checkin.core.programme.programme import ControlPoint, Session
from checkin.services.event_file import zone_of
from tests.builders import MORNING, Steps, a_programme
from tests.core.signatures import a_signature

FIRST, SECOND = a_signature(), a_signature(shift=0.1)
HALF = "2023-07-04/morning"


def signs(steps, signature, occasion=HALF, desk="Accueil 1"):
    return steps.entry(EntryKind.SIGNED, desk=desk, **signed_body(occasion, signature))


def test_the_latest_counts_in_whatever_order_desks_hear_of_them():
    steps = Steps()
    entries = [signs(steps, FIRST), signs(steps, SECOND, desk="Accueil 2"), signs(steps, FIRST, "atelier-b")]
    for order in permutations(entries):
        found = signatures_by_occasion(order)
        assert {occasion: each.signature for occasion, each in found.items()} == {HALF: SECOND, "atelier-b": FIRST}


def test_what_was_taken_back_counts_no_more_and_the_one_before_does():
    steps = Steps()
    first, second = signs(steps, FIRST), signs(steps, SECOND)
    back = steps.entry(EntryKind.UNDONE, targets=[second.id.hex()])
    assert find_signature([first, second, back], HALF).signature == FIRST
    assert signature_entries([first, second], HALF) == (first, second)
    both = steps.entry(EntryKind.UNDONE, targets=[first.id.hex(), second.id.hex()])
    assert find_signature([first, second, both], HALF) is None


@pytest.mark.parametrize("ink", [None, "AgB", 5])
def test_one_that_cannot_be_read_still_says_that_they_signed(ink):
    entry = Steps().entry(EntryKind.SIGNED, occasion=HALF, ink=ink)
    assert find_signature([entry], HALF).signature is None


def test_an_entry_without_an_occasion_says_nothing():
    assert (
        signatures_by_occasion(
            [Steps().entry(EntryKind.SIGNED, ink="x"), Steps().entry(EntryKind.SIGNED, occasion=["x"])]
        )
        == {}
    )


def hours(first, last):
    return {"starts": MORNING + timedelta(hours=first), "ends": MORNING + timedelta(hours=last)}


DAY = a_programme(
    sessions=(
        Session("matin", "Matin", **hours(0, 3)),
        Session("apres-midi", "Après-midi", **hours(6, 9)),
        Session("demain", "Demain", **hours(24, 27)),
    ),
    control_points=(ControlPoint("accueil", "Accueil"), ControlPoint("porte", "Porte", "apres-midi")),
)


def offered(hour, point="accueil", programme=DAY):
    all_of_it = EventOccasions.of(programme, zone_of(programme.event))
    found = occasions_to_sign(programme, all_of_it, programme.control_point(point), MORNING + timedelta(hours=hour))
    return [o.half_day.part if o.half_day else o.session.id for o in found]


@pytest.mark.parametrize(
    ("hour", "first"),
    [
        (-1, DayPart.MORNING),
        (1, DayPart.MORNING),
        (4, DayPart.AFTERNOON),
        (7, DayPart.AFTERNOON),
        (11, DayPart.AFTERNOON),
    ],
)
def test_the_half_day_that_lasts_or_comes_next_is_proposed(hour, first):
    assert offered(hour)[0] == first


def test_at_the_door_of_a_session_it_is_that_session_and_all_of_the_day_may_be_chosen():
    assert offered(1, "porte") == ["apres-midi", DayPart.MORNING, DayPart.AFTERNOON, "matin"]


def test_on_a_day_without_a_programme_all_of_the_event_may_be_chosen():
    assert len(offered(-48)) == 6
    assert offered(1, programme=a_programme(sessions=())) == []
