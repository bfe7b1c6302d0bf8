# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person become one, at a desk or by a list that says so, and two again; and the lists after."""

import contextlib

import pytest
from hypothesis import example, given, settings
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
from checkin.services.lists.import_undo import ImportUndoResult, newest_import, undo_import
from checkin.services.lists.list_importing import ListImportResult, apply_list
from checkin.services.lists.list_preview import build_preview, preview_list, read_basis, read_list
from checkin.services.people_queries import PeopleQueries
from checkin.storage.print_queue import PrintQueue
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import a_list, bring, person, tables

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
    (merge,) = event.journal.entries_of_kinds([EntryKind.ATTENDEE_MERGED])
    (fill,) = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert (merge.subject, merge.body) == (DROP.id, {"into": KEEP.id})
    assert (fill.subject, fill.body[MERGED]) == (KEEP.id, DROP.id)
    checked = check_file(event)
    assert (checked.problems, checked.day_report.total.registered) == ((), 4)


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
    registration.substitute(KEEP.id, RegistrationForm("Max", "Petit"))
    assert event.attendees.arrived("accueil") == 1
    registration.unmerge(DROP.id)
    assert event.attendees.visit(DROP.id, "accueil") is None, "taken back where it was filed"


def test_an_arrival_filed_under_the_merged_record_counts_for_the_person(event, clock, desk, registration, both):
    both(an_attendee(11), an_attendee(12))
    registration.merge(*BOTH)
    body = {"control_point": "accueil", "how": "code", "ticket": DROP.ticket_code}
    with event.transaction():
        entry = event.journal.append(EntryKind.CHECKED_IN, DROP.id, body, at=clock(), desk="Accueil 2")
    assert desk.scan(KEEP.ticket_code).reason is Reason.ALREADY_ARRIVED
    (passage, *_) = DeskQueries(event).recent_scans(desk.programme, desk.control_point)
    assert passage.name == an_attendee(11).name
    desk.undo(entry.id)
    assert event.attendees.arrived("accueil") == 0
    assert check_file(event).problems == ()


def test_undoing_the_merge_gives_both_back_as_they_were_and_tells_who_allowed_it(event, desk, registration, both):
    both()
    desk.admit(desk.scan(DROP.ticket_code))
    before = tables(event)
    registration.merge(*BOTH, Authority("Claire", "one person"))
    people = PeopleQueries(event, desk)
    assert people.person(DROP.id) == people.person(KEEP.id)
    assert len(people.person(KEEP.id).story) == 6, "the entries of both"
    dropped = registration.unmerge(DROP.id, Authority("Marc", "two after all"))
    assert (dropped, tables(event)) == (DROP, before)
    assert check_file(event).problems == ()
    said = {(e.kind, e.body["allowed_by"]) for e in event.journal.about(DROP.id) if "allowed_by" in e.body}
    assert {(EntryKind.ATTENDEE_MERGED, "Claire"), (EntryKind.UNDONE, "Marc")} <= said


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


def test_a_merge_lifts_no_block(desk, registration, both):
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
    for given_back in (False, True):
        for record in (DROP.id, "unknown"):
            with pytest.raises(UserError, match="Nothing was changed"):
                registration.unmerge(record)
        registration.merge(*BOTH)
        assert event.journal.person(DROP.id) == KEEP.id, given_back
        registration.unmerge(DROP.id)


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


def test_verbs_that_are_given_the_merged_record_act_on_the_person(event, desk, registration, both):
    both()
    registration.merge(*BOTH)
    assert registration.correct(DROP.id, {"role": "Maire"}).id == KEEP.id
    assert event.attendees.get(KEEP.id).role == "Maire"
    new = desk.replace_code(DROP.id)
    assert event.attendees.get(KEEP.id).ticket_code == new
    assert {desk.scan(code).reason for code in (KEEP.ticket_code, DROP.ticket_code)} == {Reason.CODE_REPLACED}


def test_undoing_the_arrival_of_a_walk_in_who_was_merged_keeps_the_person(event, desk, registration):
    here = registration.walk_in(RegistrationForm("Zoé", "Durand"))
    registration.merge(here.attendee.id, an_attendee(1).id)
    desk.undo(here.entry)
    assert (event.attendees.get(here.attendee.id).name, event.attendees.arrived("accueil")) == ("Zoé Durand", 0)


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


LIST_HEADER = "Prénom;Nom;Société;E-mail;Téléphone;Remarque;Code"
ZOE = "Zoé;Durand;Région;z@x.example;;VIP;T1"
ZO = "Zo;Durant;Région;zo@y.example;2;Presse;T2"
MAX = "Max;Petit;Mairie;m@x.example;3;;T3"


@pytest.fixture
def lists(event, clock):
    """Imports a list and tells what it did; the same again writes nothing."""

    def take(*lines, **options):
        done = bring(event, clock, *lines, header=LIST_HEADER, **options)
        _nothing_new(event, clock, *lines)
        return done

    return take


def _nothing_new(event, clock, *lines, header=LIST_HEADER):
    entries = event.journal.count()
    again = bring(event, clock, *lines, header=header)
    assert (again.added, again.changed, again.gone, event.journal.count()) == (0, 0, 0, entries)


@pytest.fixture
def merged(event, desk, lists):
    """Zoé and Zo of the list are one, and that is Zoé."""
    lists(ZOE, ZO, MAX)
    return desk.registration.merge(person(event, "Durand").id, person(event, "Durant").id).id


@pytest.fixture
def same(event, clock):
    """Imports a list in which rows are said to be people of the event; the same list again writes nothing."""

    def take(*lines, rows, **options):
        path = a_list(event.path.parent, *lines, header=LIST_HEADER, name="same.csv")
        done = apply_list(event, preview_list(event, path), at=clock(), desk="Accueil 1", same=rows, **options)
        _nothing_new(event, clock, *lines)
        assert check_file(event).problems == ()
        return done

    return take


def undo(event, clock):
    done = undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 2")
    assert check_file(event).problems == ()
    return done


def test_the_same_list_again_changes_nothing_nor_does_a_misspelt_row_bring_the_record_back(event, merged, lists):
    before = tables(event)
    assert lists(MAX, ZO, ZOE) == ListImportResult(0, 3, ())
    assert tables(event) == before
    done = lists(ZOE, ZO.replace("Durant", "Durandt").replace("zo@y", "zo@z"), MAX)
    assert (done.added, done.gone, event.attendees.count()) == (0, 0, 5)
    assert event.attendees.get(merged).name == "Zoé Durand"


def test_what_only_the_other_row_says_changes_with_it(event, merged, lists):
    lists(ZOE, ZO.replace(";2;", ";7;").replace("Presse", "Radio"), MAX)
    zoe = event.attendees.get(merged)
    assert (zoe.phone, zoe.note) == ("7", "VIP\nRadio")
    lists(ZOE.replace(";;VIP", ";1;VIP"), ZO.replace(";2;", ";8;"), MAX)
    assert event.attendees.get(merged).phone == "1"


def test_a_record_given_back_is_as_the_newest_list_has_it(event, desk, merged, lists):
    lists(ZOE, ZO.replace(";2;", ";7;"), MAX)
    zo = desk.registration.unmerge(_dropped(event))
    assert (zo.name, zo.phone) == ("Zo Durant", "7")
    assert event.attendees.get(merged).phone in ("", "7")
    lists(ZOE, ZO.replace(";2;", ";7;"), MAX)


def _dropped(event):
    return event.db.execute("SELECT record FROM merged").fetchone()[0]


def test_only_when_both_rows_are_gone_the_person_is_and_comes_back_with_either(event, merged, lists):
    done = lists(ZOE, MAX, cancel_gone=True)
    zoe = event.attendees.get(merged)
    assert (done.gone, done.cancelled, zoe.status, zoe.phone) == (0, 0, Status.CONFIRMED, "2")
    done = lists(MAX, cancel_gone=True)
    assert (done.gone, done.cancelled) == (1, 1)
    assert lists(ZO, MAX).changed == 1
    assert event.attendees.get(merged).status is Status.CONFIRMED


def test_when_only_the_other_row_is_left_it_speaks_for_the_person(event, desk, merged, lists):
    done = lists(ZO.replace("Région", "Mairie"), MAX, cancel_gone=True)
    assert (done.added, done.gone, done.changed) == (0, 0, 1)
    zoe = event.attendees.get(merged)
    assert (zoe.name, zoe.organisation, zoe.status) == ("Zo Durant", "Mairie", Status.CONFIRMED)
    assert [event.attendees.holders(code) for code in ("T1", "T2")] == [[merged], [merged]]
    assert desk.scan("T1").reason is Reason.ATTENTION


def test_somebody_written_down_at_the_desk_and_merged_with_a_row_goes_with_the_list(event, clock, desk, lists):
    lists(ZO, MAX)
    here = desk.registration.walk_in(RegistrationForm("Zoé", "Durand", role="Maire")).attendee.id
    desk.registration.merge(here, person(event, "Durant").id)
    assert lists(ZO, MAX) == ListImportResult(0, 2, ())
    assert lists(ZO.replace(";2;", ";7;"), MAX).changed == 1
    zoe = event.attendees.get(here)
    assert (zoe.name, zoe.role, zoe.phone) == ("Zoé Durand", "Maire", "7")
    assert lists(MAX, cancel_gone=True).gone == 0


def test_codes_of_both_rows_open_whatever_the_list_exchanges(event, clock, desk, merged, lists):
    lists(ZOE, ZO.replace("T2", "T5"), MAX)
    assert desk.scan("T5").attendee.id == merged
    assert desk.scan("T2").reason is Reason.CODE_REPLACED
    clock.pass_by(minutes=1)
    assert desk.scan("T1").reason is Reason.ALREADY_ARRIVED


@pytest.mark.parametrize("added", ["merged", "kept"])
def test_undoing_the_import_that_added_a_merged_record_loses_neither_person_nor_arrival(event, desk, lists, added):
    bare = "Zo;Durant;;;;;T2"  # leaves nothing to anybody
    first, second = (ZOE, bare) if added == "merged" else (bare, ZOE)
    lists(first)
    lists(first, second)
    zoe, zo = person(event, "Durand").id, person(event, "Durant").id
    desk.check_in(zo)
    desk.registration.merge(zoe, zo)
    assert undo(event, event.clock()) == ImportUndoResult(removed=0, restored=0, kept=1)
    assert event.attendees.get(zoe).name == "Zoé Durand"
    assert [v.attendee for v in event.attendees.visits()] == [zoe]


# A list that says who is whom
def test_a_row_that_is_somebody_without_a_row_is_theirs(event, desk, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    desk.check_in(zoe)
    assert preview_list(event, a_list(event.path.parent, ZO, MAX, header=LIST_HEADER, name="n.csv")).difference.gone
    done = same(ZO, MAX, rows={2: zoe}, cancel_gone=True)
    assert done == ListImportResult(0, 1, (), changed=1)
    assert (event.attendees.get(zoe).name, event.attendees.get(zoe).phone) == ("Zo Durant", "2")
    assert event.attendees.arrived("accueil") == 1
    assert (desk.scan("T1").reason, desk.scan("T2").attendee.id) == (Reason.CODE_REPLACED, zoe)


def test_a_row_that_is_somebody_with_a_row_is_added_and_merged_once(event, clock, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    before = tables(event)
    assert same(ZOE, ZO, MAX, rows={3: zoe}) == ListImportResult(0, 2, (), merged=1)
    assert (event.attendees.count(), event.attendees.holders("T2")) == (5, [zoe])
    assert (event.attendees.get(zoe).phone, event.attendees.get(zoe).note) == ("2", "VIP\nPresse")
    entries = event.journal.count()
    assert same(ZOE, ZO, MAX, rows={3: zoe, 2: zoe}) == ListImportResult(0, 3, ())
    assert event.journal.count() == entries
    assert undo(event, clock) == ImportUndoResult(removed=0, restored=1, kept=0)
    assert tables(event) == before


def test_an_arrival_with_the_code_of_such_a_row_stays_when_the_import_is_undone(event, clock, desk, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    same(ZOE, ZO, MAX, rows={3: zoe})
    desk.scan("T2")
    undo(event, clock)
    assert [v.attendee for v in event.attendees.visits()] == [zoe]
    assert event.attendees.holders("T2") == []


def test_two_rows_of_one_person_and_none_of_their_own(event, lists, same):
    lists(MAX)
    first = an_attendee(1)
    done = same(ZOE, ZO, MAX, rows={2: first.id, 3: first.id})
    assert (done.added, done.changed, done.merged) == (0, 1, 1)
    assert (event.attendees.get(first.id).name, event.attendees.get(first.id).phone) == (first.name, "2")


def test_what_a_row_changes_and_another_fills_in_at_once(event, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    same(ZOE.replace(";;VIP", ";1;Orateur"), ZO, MAX, rows={3: zoe})
    assert (event.attendees.get(zoe).phone, event.attendees.get(zoe).note) == ("1", "Orateur\nPresse")


def test_a_preview_can_be_asked_with_the_decisions(event, clock, lists):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    read = read_list(a_list(event.path.parent, ZOE, ZO, header=LIST_HEADER, name="n.csv"))
    seen = build_preview(read_basis(event), read, same={3: zoe})
    assert [(joined.person.row, joined.into.id) for joined in seen.difference.joined] == [(3, zoe)]
    assert (seen.difference.added, seen.difference.is_empty) == ((), False)
    assert apply_list(event, seen, at=clock(), desk="d").merged == 1


@pytest.mark.parametrize("rows", [{9: "zoe"}, {3: "unknown"}, {4: "zoe"}])
def test_a_decision_that_cannot_be_writes_nothing(event, clock, lists, rows):
    lists(ZOE, MAX)
    same = {row: person(event, "Durand").id if who == "zoe" else who for row, who in rows.items()}
    seen = preview_list(event, a_list(event.path.parent, ZOE, ZO, MAX, header=LIST_HEADER, name="n.csv"))
    entries = event.journal.count()
    with pytest.raises(UserError, match="Nothing was imported"):
        apply_list(event, seen, at=clock(), desk="d", same=same)
    assert event.journal.count() == entries


# Whatever is merged and imported
CELL = st.sampled_from(("", "a", "b"))
PEOPLE = st.lists(
    st.tuples(st.sampled_from(("Zoé", "Zoe", "Max")), st.sampled_from(("Durand", "Durant")), CELL, CELL, CELL, CELL),
    min_size=1,
    max_size=5,
)
PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3)
LAW_HEADER = "Prénom;Nom;Société;E-mail;Téléphone;Code"


@settings(max_examples=60)
@example(
    [("Zoé", "Durand", "", "", "", ""), ("Zoé", "Durand", "", "", "", "b")],
    [(0, 1)],
    [("Zoé", "Durant", "b", "b", "", ""), ("Zoé", "Durant", "b", "b", "", "b")],
    [],
)
@given(PEOPLE, PAIRS, PEOPLE, PAIRS)
def test_a_list_after_any_merges_is_taken_in_once_and_taken_back_whole(tmp_path_factory, first, pairs, second, decided):
    event, clock = EventFile.create(tmp_path_factory.mktemp("merged") / "e.checkin", KEY), FakeClock(MORNING)
    bring(event, clock, *map(";".join, first), header=LAW_HEADER)
    _merge(event, clock, pairs)
    people = event.attendees.count()
    assert bring(event, clock, *map(";".join, first), header=LAW_HEADER).added == 0
    assert event.attendees.count() == people
    before, entries = tables(event), event.journal.count()
    lines = [";".join(row) for row in second]
    path = a_list(event.path.parent, *lines, header=LAW_HEADER)
    seen = preview_list(event, path)
    rows = {p.row for p in seen.difference.added}
    ids = [a.id for a, _ in event.attendees.all()]
    same = {row + 2: ids[who % len(ids)] for row, who in decided if row + 2 in rows}
    done = apply_list(event, seen, at=clock(), desk="d", same=same)
    assert done.added + done.changed + done.known + done.merged + len(seen.difference.left_out) == len(
        seen.interpreted.people
    )
    _nothing_new(event, clock, *lines, header=LAW_HEADER)
    assert check_file(event).problems == ()
    if event.journal.count() > entries:
        undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
        assert tables(event) == before
    event.close()


def _merge(event, clock, pairs):
    registration = Desk(event, clock, "Accueil 1").registration
    for keep, drop in pairs:
        ids = [a.id for a, _ in event.attendees.all()]
        if keep % len(ids) != drop % len(ids):
            registration.merge(ids[keep % len(ids)], ids[drop % len(ids)])
