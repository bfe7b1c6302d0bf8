# SPDX-License-Identifier: GPL-3.0-or-later
"""A correction that somebody typed at a desk is undone: the field goes back to its value before."""

import pytest

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.message import UserError
from checkin.core.people.person_timeline import TimelineKind
from checkin.services.desk_queries import DeskQueries
from checkin.services.people_queries import PeopleQueries
from tests.builders import an_attendee

ONE = an_attendee(1)


@pytest.fixture
def corrections(event, desk):
    """Return the lines of the person's corrections, the newest first."""
    return lambda: [line for line in PeopleQueries(event, desk).person(ONE.id).story if line.changes]


@pytest.fixture
def before(event):
    return event.attendees.get(ONE.id)


def test_the_field_goes_back_to_its_value_before_and_is_found_by_it(desk, event, corrections, before):
    desk.registration.correct(ONE.id, {"last_name": "Martin", "email": "wrong@example.org"})
    (line,) = corrections()
    assert line.can_undo
    answer = desk.undo(line.entry)
    assert (answer.reason, answer.attendee.last_name) == (Reason.UNDONE, ONE.last_name)
    assert event.attendees.get(ONE.id) == before
    find = DeskQueries(event).search
    assert [m.attendee.id for m in find("le goff", desk.programme, desk.control_point, 9)] == [ONE.id]
    assert find("martin", desk.programme, desk.control_point, 9) == []
    assert [(line.what, line.is_undone, line.can_undo) for line in corrections()] == [
        (TimelineKind.CORRECTED, True, False)
    ]


def test_of_two_corrections_of_a_field_the_newer_one_is_undone_first(desk, event, corrections, before):
    desk.registration.correct(ONE.id, {"role": "élue"})
    desk.registration.correct(ONE.id, {"role": "maire", "phone": "1"})
    newer, older = corrections()
    with pytest.raises(UserError, match="corrected again since"):
        desk.undo(older.entry)
    assert event.attendees.get(ONE.id).role == "maire"
    desk.undo(newer.entry)
    assert event.attendees.get(ONE.id).role == "élue"
    desk.undo(older.entry)
    assert event.attendees.get(ONE.id) == before


def test_a_change_of_state_and_what_a_list_says_are_not_undone_so(desk, event, corrections):
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    (line,) = corrections()
    assert not line.can_undo
    with pytest.raises(UserError, match="nothing to undo"):
        desk.undo(line.entry)
    assert event.attendees.get(ONE.id).status is Status.CANCELLED
