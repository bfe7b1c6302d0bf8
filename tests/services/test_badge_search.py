# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom the board shows for what was typed, and in which order."""

import pytest

from checkin.services.desk_queries import DeskQueries
from tests.builders import an_attendee
from tests.conftest import add_people

HERE, THERE, OTHER = (
    an_attendee(21, first_name="Jean", last_name="Martin", organisation="Ville de Brest"),
    an_attendee(22, first_name="Jean", last_name="Martin", organisation="Ville de Lyon"),
    an_attendee(23, first_name="Zoé", last_name="Martin", organisation="Ville de Nice"),
)


@pytest.fixture
def search(event, desk, clock):
    add_people(event, clock(), HERE, THERE, OTHER)
    board = DeskQueries(event)
    return lambda typed, limit=8: board.search(typed, desk.programme, desk.control_point, limit)


def names(matches):
    return [(m.attendee.organisation[9:], m.arrived_at is not None) for m in matches]


def test_namesakes_are_told_apart_by_organisation_and_the_end_of_the_code(search):
    matches = search("jean martin")
    assert {(m.attendee.organisation, m.tail) for m in matches} == {
        ("Ville de Brest", HERE.ticket_code[-4:]),
        ("Ville de Lyon", THERE.ticket_code[-4:]),
    }


def test_who_is_still_awaited_comes_before_who_arrived(search, desk):
    assert names(search("martin"))[-1] == ("Nice", False)
    desk.check_in(HERE.id)
    assert names(search("martin")) == [("Lyon", False), ("Nice", False), ("Brest", True)]
    assert names(search("martin", 2)) == [("Lyon", False), ("Nice", False)]


def test_at_an_exit_who_is_inside_comes_first(search, desk):
    desk.check_in(OTHER.id)
    desk.move_to("sortie")
    assert names(search("martin"))[0] == ("Nice", True)
    desk.check_in(OTHER.id)
    assert names(search("martin"))[-1] == ("Nice", True)


def test_who_answers_better_comes_first_though_they_arrived(search, desk):
    desk.check_in(HERE.id)
    assert names(search("martin brest")) == [("Brest", True)]
    assert names(search("brest mart"))[0] == ("Brest", True)


def test_who_is_called_nearly_so_is_marked_as_such(search):
    assert [m.is_near for m in search("zoe martin")] == [False]
    assert {m.is_near for m in search("zoe marten")} == {True}
