# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person become one at a desk, and two again."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import BODY_LIMIT, EntryKind, body_text
from checkin.core.merged_records import MERGED
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import JobProgress, JobState, PrintPlan, PrintPolicy
from checkin.core.supervisor import Authority
from checkin.services.badge_print_requests import Printing
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.people_queries import PeopleQueries
from checkin.storage.print_queue import PrintQueue
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import tables

KEEP = an_attendee(11, first_name="Zoé", last_name="Durand", email="z@x.example", note="VIP", sessions=("atelier-b",))
DROP = an_attendee(12, first_name="Zo", last_name="Durant", phone="1", email="zo@x.example", note="Presse", places=2)
BOTH = KEEP.id, DROP.id


@pytest.fixture
def both(event, clock):
    """Two records of one person, whatever they say."""

    def add(keep=KEEP, drop=DROP):
        add_people(event, clock(), keep, drop)
        return keep.id, drop.id

    return add


@pytest.fixture
def registration(desk):
    return desk.registration


def test_two_records_become_one_person_with_what_each_knows(event, registration, both):
    keep_id, drop_id = both()
    person = registration.merge(keep_id, drop_id)

    assert person == event.attendees.get(keep_id)
    assert (person.name, person.email, person.phone) == ("Zoé Durand", "z@x.example", "1")
    assert (person.note, person.sessions, person.places) == ("VIP\nPresse", ("atelier-b",), 2)
    assert event.attendees.count() == 4
    assert check_file(event).problems == ()
    assert check_file(event).day_report.total.registered == 4


def test_either_code_opens_the_door_once(event, clock, desk, registration, both):
    keep_id, _ = both(drop=an_attendee(12, last_name="Durant"))
    registration.merge(*BOTH)
    first = desk.scan(DROP.ticket_code)
    assert (first.verdict, first.attendee.id, first.ticket) == (Verdict.ADMIT, keep_id, DROP.ticket_code)
    clock.pass_by(minutes=1)
    assert desk.scan(KEEP.ticket_code).reason is Reason.ALREADY_ARRIVED
    assert event.attendees.arrived("accueil") == 1


def test_who_came_under_both_records_came_once_and_first(event, clock, desk, registration, both):
    both(an_attendee(11), an_attendee(12))
    desk.scan(DROP.ticket_code)
    clock.pass_by(minutes=5)
    Desk(event, clock, "Accueil 2").scan(KEEP.ticket_code)
    registration.merge(*BOTH)
    (visit,) = event.attendees.visits()
    assert (visit.attendee, visit.arrived_at, visit.desk, visit.people) == (KEEP.id, MORNING, "Accueil 1", 1)
    assert check_file(event).day_report.total.present == 1


def test_an_arrival_that_another_desk_files_under_the_merged_record_counts_for_the_person(
    event, clock, desk, registration, both
):
    both(an_attendee(11), an_attendee(12))
    registration.merge(*BOTH)
    body = {"control_point": "accueil", "how": "code", "ticket": DROP.ticket_code}
    with event.transaction():
        entry = event.journal.append(EntryKind.CHECKED_IN, DROP.id, body, at=clock(), desk="Accueil 2")
    assert desk.scan(KEEP.ticket_code).reason is Reason.ALREADY_ARRIVED
    board = DeskQueries(event)
    assert board.recent_scans(desk.programme, desk.control_point)[0].name == an_attendee(11).name
    desk.undo(entry.id)
    assert event.attendees.arrived("accueil") == 0
    assert check_file(event).problems == ()


def test_the_story_of_the_person_has_the_entries_of_both(event, desk, registration, both):
    both()
    desk.check_in(DROP.id)
    registration.merge(*BOTH)
    people = PeopleQueries(event, desk)
    assert people.person(DROP.id) == people.person(KEEP.id)
    assert len(people.person(KEEP.id).story) == 5


def test_undoing_the_merge_gives_both_back_as_they_were(event, desk, registration, both):
    both()
    desk.admit(desk.scan(DROP.ticket_code))
    before = tables(event)
    registration.merge(*BOTH, Authority("Claire", "one person"))
    dropped = registration.unmerge(DROP.id, Authority("Claire", "two after all"))
    assert (dropped, tables(event)) == (DROP, before)
    assert check_file(event).problems == ()


def test_what_happened_to_the_person_meanwhile_stays_theirs(event, desk, registration, both):
    both(an_attendee(11), an_attendee(12, phone="1"))
    registration.merge(*BOTH)
    registration.correct(KEEP.id, {"role": "Maire"})
    desk.scan(DROP.ticket_code)
    registration.unmerge(DROP.id)
    kept = event.attendees.get(KEEP.id)
    assert (kept.role, kept.phone) == ("Maire", "")
    assert [v.attendee for v in event.attendees.visits()] == [KEEP.id]
    assert desk.scan(DROP.ticket_code).reason is Reason.WELCOME


def test_who_allowed_it_and_why_is_kept(event, registration, both):
    both()
    registration.merge(*BOTH, Authority("Claire", "one person"))
    registration.unmerge(DROP.id, Authority("Marc", "two after all"))
    said = [(e.kind, e.body["allowed_by"]) for e in event.journal.about(DROP.id) if "allowed_by" in e.body]
    assert (EntryKind.ATTENDEE_MERGED, "Claire") in said
    assert (EntryKind.UNDONE, "Marc") in said


def test_one_merge_is_one_step_of_the_journal(event, registration, both):
    both()
    registration.merge(*BOTH)
    merge = event.journal.entries_of_kinds([EntryKind.ATTENDEE_MERGED])[0]
    (fill,) = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert (merge.subject, merge.body) == (DROP.id, {"into": KEEP.id})
    assert (fill.subject, fill.body[MERGED]) == (KEEP.id, DROP.id)


def test_columns_too_many_for_one_entry_are_several(event, registration, both):
    both(drop=an_attendee(12, custom={f"Question {n}": "é" * 190 for n in range(20)}))
    person = registration.merge(*BOTH)
    assert set(person.custom.values()) == {"é" * 190}
    fills = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert len(fills) > 1
    assert all(len(body_text(e.body).encode()) <= BODY_LIMIT for e in fills)
    registration.unmerge(DROP.id)
    assert event.attendees.get(KEEP.id) == KEEP


@pytest.mark.parametrize("ids", [(KEEP.id, KEEP.id), (KEEP.id, "unknown"), ("unknown", DROP.id)])
def test_nobody_is_merged_with_themselves_or_with_nobody(event, registration, both, ids):
    both()
    entries = event.journal.count()
    with pytest.raises(UserError, match="Nothing was changed"):
        registration.merge(*ids)
    assert event.journal.count() == entries


def test_a_merge_lifts_no_block(event, desk, registration, both):
    both(drop=an_attendee(12, status=Status.BLOCKED))
    with pytest.raises(UserError, match="blocked"):
        registration.merge(*BOTH)
    registration.merge(*BOTH[::-1])
    assert desk.scan(KEEP.ticket_code).reason is Reason.BLOCKED


def test_a_record_is_merged_once(event, registration, both):
    both()
    other = an_attendee(1).id
    registration.merge(*BOTH)
    entries = event.journal.count()
    for ids in (BOTH, BOTH[::-1], (other, DROP.id), (DROP.id, other)):
        with pytest.raises(UserError, match="already"):
            registration.merge(*ids)
    assert event.journal.count() == entries
    registration.merge(other, KEEP.id)
    assert event.journal.person(DROP.id) == other
    assert event.attendees.holders(DROP.ticket_code) == [other]


def test_only_what_was_merged_is_given_back(event, registration, both):
    both()
    for record in (DROP.id, "unknown"):
        with pytest.raises(UserError, match="Nothing was changed"):
            registration.unmerge(record)
    registration.merge(*BOTH)
    registration.unmerge(DROP.id)
    with pytest.raises(UserError, match="Nothing was changed"):
        registration.unmerge(DROP.id)
    registration.merge(*BOTH)
    assert event.journal.person(DROP.id) == KEEP.id


def test_merges_of_two_desks_that_say_the_opposite_are_undone_together(event, clock, registration, both):
    both()
    registration.merge(*BOTH)
    with event.transaction():
        event.journal.append(EntryKind.ATTENDEE_MERGED, KEEP.id, {"into": DROP.id}, at=clock(), desk="Accueil 2")
    assert event.journal.person(DROP.id) == KEEP.id
    registration.unmerge(DROP.id)
    assert {event.journal.person(record) for record in BOTH} == set(BOTH)


def test_one_of_a_chain_is_given_back_with_those_merged_into_it(event, registration, both):
    both()
    third = an_attendee(1).id
    registration.merge(DROP.id, third)
    registration.merge(KEEP.id, DROP.id)
    registration.unmerge(DROP.id)
    assert [event.journal.person(record) for record in (third, DROP.id, KEEP.id)] == [DROP.id, DROP.id, KEEP.id]
    assert event.attendees.get(KEEP.id) == KEEP


# The other verbs, asked with the id of a record that was merged


def test_verbs_that_are_given_the_merged_record_act_on_the_person(event, desk, registration, both):
    both()
    registration.merge(*BOTH)
    assert registration.correct(DROP.id, {"role": "Maire"}).id == KEEP.id
    assert event.attendees.get(KEEP.id).role == "Maire"
    new = desk.replace_code(DROP.id)
    assert event.attendees.get(KEEP.id).ticket_code == new
    assert {desk.scan(code).reason for code in (KEEP.ticket_code, DROP.ticket_code)} == {Reason.CODE_REPLACED}


def test_an_arrival_taken_back_for_somebody_else_is_taken_back_where_it_was_filed(event, clock, desk, registration):
    add_people(event, clock(), an_attendee(11), an_attendee(12))
    desk.scan(DROP.ticket_code)
    registration.merge(*BOTH)
    registration.substitute(KEEP.id, RegistrationForm("Max", "Petit"))
    assert event.attendees.arrived("accueil") == 1
    registration.unmerge(DROP.id)
    assert event.attendees.visit(DROP.id, "accueil") is None


def test_undoing_the_arrival_of_a_walk_in_who_was_merged_keeps_the_person(event, desk, registration):
    here = registration.walk_in(RegistrationForm("Zoé", "Durand"))
    registration.merge(here.attendee.id, an_attendee(1).id)
    desk.undo(here.entry)
    assert event.attendees.get(here.attendee.id).name == "Zoé Durand"
    assert event.attendees.arrived("accueil") == 0


def test_a_badge_printed_for_the_merged_record_is_not_printed_again(event, clock, registration, both):
    both()
    printing = Printing(event, clock, PrintPlan(printer="file:", policy=PrintPolicy.ONCE))
    job = printing.ask(DROP.id)
    with event.transaction():
        PrintQueue(event.db).note(job, JobProgress(JobState.PRINTED), clock())
    person = registration.merge(*BOTH)
    with event.transaction():
        assert printing.arrived(person) is None
    with pytest.raises(UserError):
        printing.ask(KEEP.id)


FOUR = [an_attendee(n, phone=str(n)) for n in range(1, 5)]
WHO = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), WHO, WHO),
        st.tuples(st.just("unmerge"), WHO),
        st.tuples(st.just("scan"), WHO),
        st.tuples(st.just("correct"), WHO, st.sampled_from(("", "7"))),
        st.tuples(st.just("code"), WHO),
    ),
    max_size=10,
)


@settings(max_examples=30)
@given(STEPS)
def test_whatever_is_merged_and_undone_the_account_balances(tmp_path_factory, steps):
    event, clock = EventFile.create(tmp_path_factory.mktemp("merging") / "e.checkin", KEY), FakeClock(MORNING)
    event.plan(a_programme(), at=MORNING, desk="d")
    add_people(event, MORNING, *FOUR)
    desk = Desk(event, clock, "Accueil 1")
    for step in steps:
        clock.pass_by(minutes=1)
        with contextlib.suppress(UserError):
            _act(desk, *step)
    assert check_file(event).problems == ()
    for record in FOUR:
        if event.journal.person(record.id) != record.id:
            desk.registration.unmerge(record.id)
    assert event.attendees.count() == 4
    assert check_file(event).problems == ()
    event.close()


def _act(desk, what, who, *more):
    person = FOUR[who]
    match what:
        case "merge":
            desk.registration.merge(person.id, FOUR[more[0]].id)
        case "unmerge":
            desk.registration.unmerge(person.id)
        case "scan":
            desk.scan(person.ticket_code)
        case "correct":
            desk.registration.correct(person.id, {"phone": more[0]})
        case "code":
            desk.replace_code(person.id)
