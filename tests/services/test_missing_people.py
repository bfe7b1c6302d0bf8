# SPDX-License-Identifier: GPL-3.0-or-later
"""How many expected people have not come: one figure, whatever screen tells it and whatever happened before."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.counts import CountedPoint
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries
from checkin.storage.people_search import PeopleList
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

PEOPLE = [an_attendee(n, category=("presse", "participant")[n % 2]) for n in range(5)]
act = st.tuples(st.sampled_from(["arrive", "undo", "walk_in", *Status]), st.integers(0, 4))


def carry_out(desk, kind, number):
    if kind == "walk_in":
        desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name=f"Gœury-{number}", category="presse"))
    elif kind in set(Status):
        desk.registration.set_status({PEOPLE[number].id: Status(kind)})
    else:
        answer = desk.check_in(PEOPLE[number].id)
        if kind == "undo" and answer.undoes:
            desk.undo(answer.undoes)
        elif answer.can_admit:
            desk.admit(answer)
        elif answer.can_overrule and not answer.undoes:
            desk.overrule(answer, Authority("Ana Lys", "comes all the same"))


def to_come(event):
    wanted = AttendeeFilter(attendance=AttendanceFilter.TO_COME)
    return len(PeopleList(event.db).order(wanted, AttendeeOrder(), CountedPoint("accueil")))


@settings(max_examples=60, deadline=None)
@given(st.lists(act, max_size=14))
def test_live_screen_list_header_and_account_tell_one_figure_of_who_has_not_come(acts):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "jour.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil 1")
        add_people(event, MORNING, *PEOPLE)
        clock = FakeClock(MORNING)
        desk = Desk(event, clock, "Accueil 1")
        for kind, number in acts:
            clock.pass_by(minutes=1)
            carry_out(desk, kind, number)
        live = LiveQueries(event).read(clock()).live
        tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
        account = day_report_from_journal(event)
        assert live.missing == tally.missing == to_come(event) == account.total.absent
        assert sum(part.missing for part in live.by_category) == live.missing
        assert {part.name: part.missing for part in live.by_category if part.missing} == {
            event.programme().category_name(name): line.absent
            for name, line in account.categories.items()
            if line.absent
        }


def test_who_came_though_cancelled_makes_nobody_less_missing(event, desk, clock):
    desk.check_in(an_attendee(1).id)
    desk.registration.set_status({an_attendee(1).id: Status.CANCELLED})
    live = LiveQueries(event).read(clock()).live
    assert (live.arrived, live.expected, live.unexpected, live.missing) == (1, 2, 1, 2)
    part = next(part for part in live.by_category if part.name == "Participant")
    assert (part.arrived, part.expected, part.missing) == (1, 1, 1)
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert (tally.missing, tally.share) == (2, 0.0)


@pytest.mark.parametrize(("came", "told"), [(2, (3 + 3, 0)), (5, (3, 0)), (7, (3, 2))])
def test_of_a_group_the_rest_is_missing_and_whoever_is_too_many_is_not_expected(event, desk, clock, came, told):
    group = an_attendee(4, places=5)
    add_people(event, clock(), group)
    desk.admit(desk.check_in(group.id), came)
    live = LiveQueries(event).read(clock()).live
    assert (live.missing, live.unexpected) == told


def test_a_list_that_is_smaller_than_who_came_leaves_nobody_to_come_back(event, desk, clock):
    live = LiveQueries(event).read(clock()).live
    assert replace(live, arrived=live.expected + 1).missing == 0
