# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of things in the entries: what another desk may have written, merged people, and a purge."""

from dataclasses import replace

import pytest

from checkin.core.entries import EntryKind
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.privacy import event_purge
from tests.builders import MORNING, a_programme, an_attendee

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def desk(event, clock):
    programme = a_programme()
    door, *others = programme.control_points
    event.plan(
        replace(programme, control_points=(replace(door, gives="badge visiteur"), *others)), at=MORNING, desk="d"
    )
    return Desk(event, clock, "Accueil 1")


def lent(desk, clock, person, number):
    clock.pass_by(minutes=1)
    desk.scan(person.ticket_code)
    return desk.scan(number)


@pytest.mark.parametrize("thing", [None, 7, ["12"], {}, ""])
def test_an_entry_that_names_no_thing_lends_none(event, desk, clock, thing):
    desk.scan(ONE.ticket_code)
    with event.transaction():
        body = {"control_point": "accueil", "thing": thing}
        event.journal.append(EntryKind.THING_LENT, ONE.id, body, at=clock(), desk="X")
    assert desk.lending.holder("12") == ""
    assert event.journal.history(ONE.id).visit("accueil").thing == ""


def test_what_was_lent_to_somebody_who_is_not_in_is_with_nobody(event, desk, clock):
    with event.transaction():
        body = {"control_point": "accueil", "thing": "12"}
        event.journal.append(EntryKind.THING_LENT, ONE.id, body, at=clock(), desk="X")
    assert desk.lending.holder("12") == ""


def test_of_two_desks_that_lent_one_number_the_newest_counts(event, desk, clock):
    lent(desk, clock, ONE, "12")
    clock.pass_by(minutes=1)
    desk.scan(TWO.ticket_code)
    with event.transaction():
        body = {"control_point": "accueil", "thing": "12"}
        event.journal.append(EntryKind.THING_LENT, TWO.id, body, at=clock(), desk="Accueil 2")
    assert desk.lending.holder("12") == TWO.id


def test_the_thing_of_a_merged_record_is_the_persons(event, desk, clock):
    lent(desk, clock, TWO, "12")
    desk.registration.merge(ONE.id, TWO.id)
    assert desk.lending.holder("badge visiteur 12") == ONE.id
    desk.registration.unmerge(TWO.id)
    assert desk.lending.holder("12") == TWO.id


def test_a_number_of_another_desk_is_not_for_the_person_who_arrived_here(event, desk, clock):
    other = Desk(event, clock, "Accueil 2")
    desk.scan(ONE.ticket_code)
    assert other.scan("12").attendee is None
    assert desk.scan("12").attendee.id == ONE.id


def test_a_purge_leaves_no_number(event, desk, clock):
    lent(desk, clock, ONE, "12")
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert all(is_anonymous(person.id) for person, _ in event.attendees.all())
    assert [entry.body for entry in event.journal.entries_of_kinds([EntryKind.THING_LENT])] == [
        {"control_point": "accueil"}
    ]


def test_the_tables_stay_what_the_journal_says(event, desk, clock):
    lent(desk, clock, ONE, "12")
    assert set(event.attendees.differences(event.journal.rebuild).values()) == {0}
