# SPDX-License-Identifier: GPL-3.0-or-later
"""People as they are found and listed: by a name, a code, an order or a filter; and how many have not come."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status, companion_key
from checkin.core.counts import CountedPoint
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeColumn, AttendeeFilter, AttendeeOrder, status_before
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries
from checkin.services.people_queries import PeopleQueries
from checkin.services.person_lookup import MOST_LISTED, PersonLookup
from checkin.storage.people_search import PeopleList
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import bring, person

ALL, BY_NAME = AttendeeFilter(), AttendeeOrder()


@pytest.fixture
def people(event, desk):
    return PeopleQueries(event, desk)


@pytest.fixture
def crowd(event, clock):
    """Beside the three of the event: a blocked one, one online, one awaiting approval, a group."""
    press = {"last_name": "Roy", "category": "presse"}
    add_people(
        event,
        clock(),
        an_attendee(11, first_name="Zoé", last_name="Abel", organisation="Élan", status=Status.BLOCKED),
        an_attendee(12, first_name="Max", last_name="Zidi", organisation="zoo", presence=Presence.REMOTE),
        an_attendee(13, first_name="Ana", organisation="Abri", status=Status.PENDING, **press),
        an_attendee(14, first_name="Lou", places=4, sessions=("atelier-b",), **press),
    )


def names(people, text="", wanted=ALL, order=BY_NAME):
    return [s.attendee.last_name for s in people.standings(people.order(text, wanted, order))]


def test_people_stand_in_the_order_of_a_column(people, crowd, desk, clock):
    """By state the newest arrival is first, and who is awaited stands by name."""
    for number in (3, 1):
        desk.check_in(an_attendee(number).id)
        clock.pass_by(minutes=2)
    assert names(people) == ["Abel", "de La Fournière", "Le Goff-1", "N’Guyen", "Roy", "Roy", "Zidi"]
    assert names(people, order=AttendeeOrder(AttendeeColumn.NAME, is_descending=True))[0] == "Zidi"
    assert names(people, order=AttendeeOrder(AttendeeColumn.ORGANISATION))[:3] == ["Roy", "Abel", "Zidi"]
    assert names(people, order=AttendeeOrder(AttendeeColumn.SESSIONS))[:2] == ["N’Guyen", "Roy"]
    by_state = names(people, order=AttendeeOrder(AttendeeColumn.STATE, is_descending=True))
    assert by_state[:3] == ["Le Goff-1", "N’Guyen", "Abel"]
    tails = [s.tail for s in people.standings(people.order("", ALL, AttendeeOrder(AttendeeColumn.CODE)))]
    assert tails == sorted(tails)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"category": "presse"}, ["Roy", "Roy"]),
        ({"status": Status.PENDING}, ["Roy"]),
        ({"category": ""}, ["Abel", "N’Guyen", "Zidi"]),
        ({"category": "presse", "status": Status.BLOCKED}, []),
        ({"session": "atelier-b"}, ["N’Guyen", "Roy"]),
        ({"session": "atelier-b", "category": "presse"}, ["Roy"]),
        ({"session": "nowhere"}, []),
        ({"attendance": AttendanceFilter.ARRIVED}, ["Le Goff-1"]),
        ({"attendance": AttendanceFilter.TO_COME}, ["de La Fournière", "N’Guyen", "Roy", "Roy"]),
        ({"attendance": AttendanceFilter.REMOTE}, ["Zidi"]),
    ],
)
def test_the_filters_hold_together(people, crowd, desk, wanted, found):
    desk.check_in(an_attendee(1).id)
    assert names(people, wanted=AttendeeFilter(**wanted)) == found
    assert people.categories() == [("participant", "Participant"), ("presse", "Presse"), ("", "")]


def test_who_is_expected_is_as_many_as_the_header_counts(people, crowd, desk, event):
    desk.check_in(an_attendee(1).id)
    for point in ("accueil", "atelier-b", "dejeuner"):
        desk.move_to(point)
        expected = people.standings(people.order("", AttendeeFilter(attendance=AttendanceFilter.EXPECTED), BY_NAME))
        tally = DeskQueries(event).tally(desk.programme, desk.control_point, desk.now())
        assert sum(s.attendee.places for s in expected) == tally.expected


def test_an_exit_shows_the_arrivals_of_its_way_in_and_walk_ins_until_they_are_undone(people, desk):
    walk_ins = AttendeeFilter(attendance=AttendanceFilter.WALK_IN)
    answer = desk.registration.walk_in(RegistrationForm("Zoé", "Durand"))
    desk.move_to("sortie")
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.ARRIVED)) == ["Durand"]
    assert names(people, wanted=walk_ins) == ["Durand"]
    desk.undo(answer.entry)
    assert names(people, wanted=walk_ins) == []


@pytest.mark.parametrize("typed", ["roy", "ana abri", "zoo", "Abel z", "royy"])
def test_what_is_typed_keeps_the_order_and_the_other_filters(people, crowd, typed):
    found = people.order(typed, ALL, BY_NAME)
    assert found
    assert found == [each for each in people.order("", ALL, BY_NAME) if each in found]
    assert names(people, typed, AttendeeFilter(status=Status.UNPAID)) == []


def test_one_letter_asks_for_nobody_yet_and_a_code_for_one(people, crowd):
    assert len(names(people, "r")) == 7
    assert names(people, an_attendee(12).ticket_code[-6:]) == ["Zidi"]
    assert names(people, "xyzzy") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(text=st.text(alphabet="royzidianelabgf '-’é", max_size=9))
def test_nobody_whom_the_desk_finds_by_a_text_is_missing_from_the_list(event, people, crowd, text):
    found = {found.attendee.id for found in event.attendees.find(text, 30)}
    assert found <= set(people.order(text, ALL, BY_NAME))


def test_an_order_is_current_until_something_is_written(people, desk):
    arrived = AttendeeFilter(attendance=AttendanceFilter.ARRIVED)
    assert people.order("", arrived, BY_NAME) == []
    assert people.is_current(arrived, BY_NAME)
    assert not people.is_kept(ALL, BY_NAME)
    desk.check_in(an_attendee(1).id)
    assert people.is_kept(arrived, BY_NAME)
    assert not people.is_current(arrived, BY_NAME)
    assert people.order("", arrived, BY_NAME) == [an_attendee(1).id]


def test_of_a_group_is_told_how_many_came_and_who_is_gone_is_none(people, crowd, desk):
    group = an_attendee(14)
    desk.admit(desk.scan(group.ticket_code), people=3)
    standing, nobody = people.standings([group.id, "nobody"])
    assert (standing.came, standing.is_inside, standing.arrived_desk) == (3, True, "Accueil 1")
    assert nobody is None


def test_a_person_has_their_visits_in_the_order_of_the_programme_and_their_story(people, desk):
    desk.move_to("dejeuner")
    desk.check_in(an_attendee(1).id)
    desk.move_to("accueil")
    desk.check_in(an_attendee(1).id)
    person = people.person(an_attendee(1).id)
    assert [point.name for point, _ in person.visits] == ["Accueil", "Déjeuner"]
    assert [line.what for line in person.story] == [TimelineKind.ARRIVED, TimelineKind.ARRIVED, TimelineKind.ADDED]
    assert people.person("nobody") is None


def test_another_window_is_noticed(people, event, clock):
    assert not people.has_changed()
    with closing(EventFile.open(event.path)) as other:
        add_people(other, clock(), an_attendee(20))
    assert people.has_changed()
    assert not people.has_changed()


def test_the_walk_ins_are_read_from_an_index(event):
    sql = "SELECT subject FROM journal WHERE kind = 'attendee_added' AND body ->> '$.how' = 'walk_in'"
    plan = event.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    assert "journal_walk_ins" in str(plan)
    assert event.journal.entries_of_kinds([EntryKind.ATTENDEE_ADDED])


def test_who_is_brought_back_is_as_before_whoever_cancelled_them(people, event, clock, desk):
    """What a list changes is no correction."""
    unpaid = an_attendee(21, status=Status.UNPAID)
    add_people(event, clock(), unpaid)
    for status in (Status.CANCELLED, Status.BLOCKED):
        desk.registration.set_status({unpaid.id: status})
    assert people.earlier_status(unpaid.id) is Status.UNPAID
    assert status_before(()) is Status.CONFIRMED
    for status in ("impayé", "annulé"):
        bring(event, clock, f"Durand;Zoé;{status}", header="Nom;Prénom;Statut")
    zoe = person(event, "Durand")
    assert (zoe.status, people.earlier_status(zoe.id)) == (Status.CANCELLED, Status.UNPAID)


def test_hours_are_those_of_the_hall_wherever_a_desk_thought_it_was(people, event, desk, clock):
    desk.check_in(an_attendee(1).id)
    plan = event.programme()
    for zone in ("Europe/Paris", "Indian/Reunion"):
        event.plan(replace(plan, event=replace(plan.event, timezone=zone)), at=clock(), desk="d")
        desk.reload()
        (standing,) = people.standings([an_attendee(1).id])
        (passage,) = DeskQueries(event).recent_scans(desk.programme, desk.control_point)
        hours = {f"{at:%H:%M}" for at in (standing.arrived_at, passage.at)}
        assert hours == {f"{clock().astimezone(ZoneInfo(zone)):%H:%M}"}


def test_an_address_shared_by_colleagues_asks_which_of_them_and_writes_nothing(event, desk, clock):
    shared = {"email": "accueil@mairie.example"}
    add_people(event, clock(), an_attendee(7, **shared), an_attendee(8, **shared), an_attendee(9))
    before = event.journal.count()
    answer = desk.scan("mailto:Accueil@Mairie.example")
    assert (answer.verdict, answer.reason, answer.can_admit) == (Verdict.ASK, Reason.SEVERAL, False)
    assert {m.attendee.last_name for m in answer.candidates} == {"Le Goff-7", "Le Goff-8"}
    assert event.journal.count() == before


def test_a_business_card_names_its_person_whatever_the_order_and_accents_of_the_name(event, desk):
    answer = desk.scan("BEGIN:VCARD\nVERSION:3.0\nN:DE LA FOURNIERE;Jean Baptiste;;;\nEND:VCARD")
    assert [m.attendee.name for m in answer.candidates] == ["Jean-Baptiste de La Fournière"]
    assert desk.scan("Anne Onyme").reason is Reason.UNKNOWN


@pytest.mark.parametrize(
    ("count", "listed", "more"),
    [(3, 3, 0), (MOST_LISTED, MOST_LISTED, 0), (MOST_LISTED + 4, MOST_LISTED, 4), (120, MOST_LISTED, None)],
)
def test_a_search_lists_some_and_counts_the_others_unless_they_are_too_many(event, desk, count, listed, more):
    add_people(event, desk.now(), *(an_attendee(n, last_name="Zwolak") for n in range(20, 20 + count)))
    found = PersonLookup(event).find("zwolak", desk.programme, desk.control_point)
    assert (len(found.matches), found.more) == (listed, more)


def of_order(number, **fields):
    return an_attendee(number, order="A-1001", **fields)


def offered(answer):
    return [match.attendee.id for match in answer.order.others]


def inside(event):
    return {visit.attendee for visit in event.attendees.visits()}


def test_the_others_of_an_order_are_offered_and_let_in_one_by_one(event, desk, clock):
    one, two, three = (of_order(n) for n in (11, 12, 13))
    add_people(event, clock(), one, two, three, an_attendee(14, order="A-1002"))
    answer = desk.scan(one.ticket_code)
    assert (answer.verdict, offered(answer), answer.highest_choice) == (Verdict.ADMIT, [two.id, three.id], 3)
    answer = desk.check_in(three.id)
    assert (offered(answer), answer.highest_choice) == ([two.id], 1)
    answer = desk.check_in(two.id)
    assert (answer.order.others, answer.highest_choice) == ((), 0)
    assert desk.scan(an_attendee(14).ticket_code).order.others == ()


def test_all_but_who_came_elsewhere_meanwhile_are_let_in_each_by_an_entry_that_is_undone_alone(event, desk, clock):
    first, other, *rest = people = [of_order(n) for n in (11, 12, 13, 14)]
    add_people(event, clock(), *people)
    shown = desk.scan(first.ticket_code)
    Desk(event, clock, "Accueil 2").scan(other.ticket_code)
    answers = desk.check_in_order(shown)
    assert [answer.attendee.id for answer in answers] == [person.id for person in rest]
    arrivals = [e.subject for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]
    assert sorted(arrivals) == sorted(person.id for person in people)
    desk.undo(answers[-1].entry)
    assert inside(event) == {person.id for person in people[:-1]}


def test_nobody_who_is_cancelled_online_or_there_already_is_let_in_by_it(event, desk, clock):
    first, here, group, pending = of_order(11), of_order(12), of_order(16, places=3), of_order(17, status="pending")
    off = [of_order(13, status="cancelled"), of_order(14, status="blocked"), of_order(15, presence=Presence.REMOTE)]
    add_people(event, clock(), first, here, group, pending, *off)
    desk.scan(here.ticket_code)
    answer = desk.scan(first.ticket_code)
    assert set(offered(answer)) == {group.id, pending.id}
    before = event.journal.count()
    assert desk.check_in_order(answer) == []  # both need a question: nothing is written
    assert (event.journal.count(), inside(event)) == (before, {first.id, here.id})
    assert desk.check_in(group.id).reason is Reason.GROUP


def test_companions_and_whom_they_accompany_belong_together_and_are_told_wherever_they_are_found(event, desk, clock):
    host = an_attendee(11, first_name="Jeanne", last_name="KERMAREC")
    guest, other = (an_attendee(11 + n, first_name="Paul", companion=companion_key(host.id, n)) for n in (1, 2))
    stray = an_attendee(15, companion=companion_key(an_attendee(16).id, 1))
    add_people(event, clock(), host, guest, other, stray)
    programme, people = desk.programme, PeopleQueries(event, desk)
    match = DeskQueries(event).search(guest.last_name, programme, programme.control_points[0])
    assert {m.attendee.id: m.accompanies for m in match}[guest.id] == host.name
    answer = desk.scan(guest.ticket_code)
    assert (offered(answer), answer.order.host) == ([host.id, other.id], host.name)
    answer = desk.check_in(host.id)
    assert (offered(answer), answer.order.host) == ([other.id], "")
    assert desk.scan(stray.ticket_code).order.host == ""
    assert (people.person(guest.id).standing.accompanies, people.person(guest.id).companions) == (host.name, ())
    assert people.person(host.id).companions == (guest.name, other.name)


def test_the_order_number_of_a_list_keeps_people_together_and_stays_readable(event, desk, clock):
    lines = ("A-1;Zoé;Durand", "A-1;Max;Petit", "A-2;Ada;Noir")
    assert bring(event, clock, *lines, header="N° commande;Prénom;Nom").problems == ()
    answer = desk.check_in(person(event, "Durand").id)
    assert offered(answer) == [person(event, "Petit").id]
    assert answer.attendee.custom == {"N° commande": "A-1"}
    assert bring(event, clock, *lines, header="N° commande;Prénom;Nom").changed == 0


STATES = st.sampled_from(("confirmed", "pending", "unpaid", "cancelled", "blocked", "remote", "here"))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(STATES, st.sampled_from(("A", "B", ""))), min_size=1, max_size=7))
def test_an_order_never_lets_in_anyone_who_would_not_be_welcome_alone(people):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "e.checkin", KEY)) as event:
        clock = FakeClock(MORNING)
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
        desk.check_in_order(desk.scan(first.ticket_code))
        welcome = {made[n].id for n, (state, order) in enumerate(people, 20) if (state, order) == ("confirmed", "A")}
        assert inside(event) == {first.id} | came | welcome
        arrivals = [e.subject for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]
        assert len(arrivals) == len(set(arrivals))


FIVE = [an_attendee(n, category=("presse", "participant")[n % 2]) for n in range(5)]
act = st.tuples(st.sampled_from(["arrive", "undo", "walk_in", *Status]), st.integers(0, 4))


def carry_out(desk, kind, number):
    if kind == "walk_in":
        desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name=f"Gœury-{number}", category="presse"))
    elif kind in set(Status):
        desk.registration.set_status({FIVE[number].id: Status(kind)})
    else:
        answer = desk.check_in(FIVE[number].id)
        if kind == "undo" and answer.undoes:
            desk.undo(answer.undoes)
        elif answer.can_admit:
            desk.admit(answer)
        elif answer.can_overrule and not answer.undoes:
            desk.overrule(answer, Authority("Ana Lys", "comes all the same"))


def to_come(event):
    wanted = AttendeeFilter(attendance=AttendanceFilter.TO_COME)
    return len(PeopleList(event.db).order(wanted, AttendeeOrder(), CountedPoint("accueil")))


@settings(max_examples=30, deadline=None)
@given(st.lists(act, max_size=14))
def test_live_screen_list_header_and_account_tell_one_figure_of_who_has_not_come(acts):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "jour.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil 1")
        add_people(event, MORNING, *FIVE)
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
    (part,) = (part for part in live.by_category if part.name == "Participant")
    assert (part.arrived, part.expected, part.missing) == (1, 1, 1)
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert (tally.missing, tally.share) == (2, 0.0)
    assert replace(live, arrived=live.expected + 1).missing == 0


@pytest.mark.parametrize(("came", "told"), [(2, (3 + 3, 0)), (5, (3, 0)), (7, (3, 2))])
def test_of_a_group_the_rest_is_missing_and_whoever_is_too_many_is_not_expected(event, desk, clock, came, told):
    group = an_attendee(4, places=5)
    add_people(event, clock(), group)
    desk.admit(desk.check_in(group.id), came)
    live = LiveQueries(event).read(clock()).live
    assert (live.missing, live.unexpected) == told
