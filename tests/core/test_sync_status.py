# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk says of the others, from all places where it meets them."""

from datetime import timedelta

from checkin.core.sync.sync_status import HEARD_STEP_S, OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from tests.builders import MORNING

A, B = OtherDesk("Accueil 1", 1.0, 0), OtherDesk("Accueil 2", HEARD_STEP_S + 0.5, 0)
CLOSED = OtherDesk("Bureau", 9000.0, 0, closed_at=MORNING)


def met(*places):
    return SyncStatus(tuple(PlaceStatus(SyncPlace.FOLDER, **fields) for fields in places))


def test_all_open_desks_were_heard_within_the_time_of_the_one_that_was_silent_longest():
    assert met({"desks": (A, CLOSED)}, {"desks": (B,)}).last_seen_within == 2 * HEARD_STEP_S
    assert met({"desks": (A, CLOSED)}).last_seen_within == HEARD_STEP_S
    assert met({}).last_seen_within == HEARD_STEP_S


def test_a_name_is_shared_by_two_desks_or_by_this_one_and_another():
    assert met({"name": "accueil 1", "desks": (A, B)}).shared_names == ("accueil 1",)
    assert met({"name": "Bureau", "desks": (A, B, CLOSED)}).shared_names == ()
    assert met({"desks": (A, B)}, {"desks": (OtherDesk("ACCUEIL 2", 1.0, 0, identity="x"),)}).shared_names != ()


def test_what_one_place_says_holds_for_all():
    of_two = met({"strangers": 1}, {"strangers": 2, "has_clone": True, "offset": 3.5}, {"offset": 9.0})
    assert (of_two.strangers, of_two.has_clone, of_two.offset) == (3, True, 3.5)
    assert (met({}).strangers, met({}).has_clone, met({}).offset) == (0, False, None)


def test_a_desk_heard_at_the_moment_of_a_purge_has_it():
    before = met({"desks": (A, B)}).heard_before(MORNING - timedelta(seconds=A.age), MORNING)
    assert [name for name, _ in before] == ["Accueil 2"]
