# SPDX-License-Identifier: GPL-3.0-or-later
from random import Random

from checkin.core.attendee import Presence, Status
from checkin.core.rehearsal_rules import GUESTS, pretend_guests
from checkin.core.tokens import CodeOrigin
from tests.builders import KEY, an_attendee

OTHERS = {"presence": Presence.REMOTE}, {"category": "presse"}, {"places": 3}
KINDS = [*({"status": status} for status in Status), *OTHERS]
PEOPLE = [an_attendee(n) for n in range(1, 300)] + [an_attendee(300 + n, **kind) for n, kind in enumerate(KINDS)]


def test_every_kind_of_registration_and_every_code_that_goes_wrong_comes_whatever_the_dice_say():
    rare = {person.ticket_code for person in PEOPLE if person.id in {an_attendee(n).id for n in range(301, 308)}}
    for seed in range(20):
        codes = pretend_guests(PEOPLE, KEY, Random(seed))
        assert len(codes) == GUESTS
        assert rare <= set(codes)
        assert {KEY.read(code).origin for code in codes} == set(CodeOrigin) - {CodeOrigin.TRIAL, CodeOrigin.BLANK}
        assert codes.count(codes[-1]) == 2  # somebody comes again


def test_they_are_others_each_time():
    assert pretend_guests(PEOPLE, KEY, Random(1)) != pretend_guests(PEOPLE, KEY, Random(2))


def test_of_a_short_list_everybody_comes_and_of_an_empty_one_nobody():
    few = PEOPLE[:2]
    assert {person.ticket_code for person in few} <= set(pretend_guests(few, KEY, Random(1)))
    assert pretend_guests([], KEY, Random(1)) == []
    assert pretend_guests([an_attendee(1, ticket_code="")], KEY, Random(1)) == []
