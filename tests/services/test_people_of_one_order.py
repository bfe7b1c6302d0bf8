# SPDX-License-Identifier: GPL-3.0-or-later
"""People of one order at the desk: who is offered, who is let in by it, and what undoing one does."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status, companion_key
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.people_queries import PeopleQueries
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import bring, person


def of_order(number, **fields):
    return an_attendee(number, order="A-1001", **fields)


def offered(answer):
    return [match.attendee.id for match in answer.others]


def inside(event):
    return {visit.attendee for visit in event.attendees.visits()}


def test_the_others_of_an_order_are_offered_and_let_in_one_by_one(event, desk, clock):
    people = [of_order(n) for n in (11, 12, 13)]
    add_people(event, clock(), *people, an_attendee(14, order="A-1002"))
    answer = desk.scan(people[0].ticket_code)
    assert (answer.verdict, offered(answer), answer.highest_choice) == (Verdict.ADMIT, [p.id for p in people[1:]], 3)
    answer = desk.check_in(people[2].id)
    assert (offered(answer), answer.highest_choice) == ([people[1].id], 1)
    answer = desk.check_in(people[1].id)
    assert (answer.others, answer.highest_choice) == ((), 0)
    assert desk.scan(an_attendee(14).ticket_code).others == ()


def test_all_are_let_in_each_by_an_entry_of_its_own_that_is_undone_alone(event, desk, clock):
    people = [of_order(n) for n in (11, 12, 13)]
    add_people(event, clock(), *people)
    answers = desk.check_in_order(desk.scan(people[0].ticket_code))
    assert [answer.attendee.id for answer in answers] == [people[1].id, people[2].id]
    assert len({answer.entry for answer in answers}) == 2
    assert inside(event) == {p.id for p in people}
    desk.undo(answers[-1].entry)
    assert inside(event) == {people[0].id, people[1].id}


def test_nobody_who_is_cancelled_online_or_there_already_is_let_in_by_it(event, desk, clock):
    first, here, off, blocked, online, group = (
        of_order(11),
        of_order(12),
        of_order(13, status=Status.CANCELLED),
        of_order(14, status=Status.BLOCKED),
        of_order(15, presence=Presence.REMOTE),
        of_order(16, places=3),
    )
    pending = of_order(17, status=Status.PENDING)
    add_people(event, clock(), first, here, off, blocked, online, group, pending)
    desk.scan(here.ticket_code)
    answer = desk.scan(first.ticket_code)
    assert set(offered(answer)) == {group.id, pending.id}
    before = event.journal.count()
    assert desk.check_in_order(answer) == []  # both need a question: nothing is written
    assert (event.journal.count(), inside(event)) == (before, {first.id, here.id})
    assert desk.check_in(group.id).reason is Reason.GROUP


def test_somebody_who_came_elsewhere_meanwhile_is_not_let_in_twice(event, desk, clock):
    first, other, third = (of_order(n) for n in (11, 12, 13))
    add_people(event, clock(), first, other, third)
    shown = desk.scan(first.ticket_code)
    Desk(event, clock, "Accueil 2").scan(other.ticket_code)
    assert [answer.attendee.id for answer in desk.check_in_order(shown)] == [third.id]
    arrivals = [e.subject for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]
    assert sorted(arrivals) == sorted([first.id, other.id, third.id])


def test_companions_and_whom_they_accompany_belong_together_without_a_number(event, desk, clock):
    host = an_attendee(11)
    beside = [an_attendee(11 + n, companion=companion_key(host.id, n)) for n in (1, 2)]
    add_people(event, clock(), host, *beside, an_attendee(15, companion=companion_key(an_attendee(16).id, 1)))
    assert offered(desk.scan(beside[0].ticket_code)) == [host.id, beside[1].id]
    assert offered(desk.check_in(host.id)) == [beside[1].id]


def test_whom_a_companion_accompanies_is_told_wherever_they_are_found(event, desk, clock):
    host = an_attendee(11, first_name="Jeanne", last_name="KERMAREC")
    guest = an_attendee(12, first_name="Paul", companion=companion_key(host.id, 1))
    stray = an_attendee(13, companion=companion_key("KNOBODYHERE", 1))
    add_people(event, clock(), host, guest, stray)
    programme, people = desk.programme, PeopleQueries(event, desk)
    match = DeskQueries(event).search(guest.last_name, programme, programme.control_points[0])
    assert {m.attendee.id: m.accompanies for m in match}[guest.id] == "Jeanne KERMAREC"
    assert desk.scan(guest.ticket_code).accompanies == "Jeanne KERMAREC"
    assert desk.scan(host.ticket_code).accompanies == ""
    assert desk.scan(stray.ticket_code).accompanies == ""
    assert people.person(guest.id).standing.accompanies == "Jeanne KERMAREC"
    assert people.person(guest.id).companions == ()
    assert people.person(host.id).companions == (guest.name,)


def test_the_order_number_of_a_list_keeps_people_together_and_stays_readable(event, desk, clock):
    lines = ("A-1;Zoé;Durand", "A-1;Max;Petit", "A-2;Ada;Noir")
    assert bring(event, clock, *lines, header="N° commande;Prénom;Nom").problems == ()
    answer = desk.check_in(person(event, "Durand").id)
    assert offered(answer) == [person(event, "Petit").id]
    assert answer.attendee.custom == {"N° commande": "A-1"}
    assert bring(event, clock, *lines, header="N° commande;Prénom;Nom").changed == 0


STATES = st.sampled_from(("confirmed", "pending", "unpaid", "cancelled", "blocked", "remote", "here"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STATES, st.sampled_from(("A", "B", ""))), min_size=1, max_size=7))
def test_an_order_never_lets_in_anyone_who_would_not_be_welcome_alone(people):
    with TemporaryDirectory() as folder:
        event, clock = EventFile.create(Path(folder) / "e.checkin", KEY), FakeClock(MORNING)
        event.plan(a_programme(), at=clock(), desk="d")
        made = {}
        for number, (state, order) in enumerate(people, 20):
            status = state if state in set(Status) else "confirmed"
            where = Presence.REMOTE if state == "remote" else Presence.ON_SITE
            made[number] = an_attendee(number, order=order, status=Status(status), presence=where)
        first = an_attendee(10, order="A")
        add_people(event, clock(), first, *made.values())
        desk = Desk(event, clock, "Accueil 1")
        came = {made[n].id for n, (state, _) in enumerate(people, 20) if state == "here"}
        for each in came:
            desk.check_in(each)
        shown = desk.scan(first.ticket_code)
        desk.check_in_order(shown)
        welcome = {made[n].id for n, (state, order) in enumerate(people, 20) if (state, order) == ("confirmed", "A")}
        assert inside(event) == {first.id} | came | welcome
        arrivals = [e.subject for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]
        assert len(arrivals) == len(set(arrivals))
        event.close()
