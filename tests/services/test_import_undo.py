# SPDX-License-Identifier: GPL-3.0-or-later
"""An import is one step that can be taken back, without losing anything that happened since."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.decision import Reason
from checkin.core.message import UserError
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.lists.import_undo import ImportUndoResult, newest_import, undo_import, undone_sentence
from checkin.translation import translate
from tests.builders import KEY, MORNING
from tests.fakes import FakeClock
from tests.services.lists import bring, correct, person, tables

ZOE = "Zoé;Durand;Région;z@x.example;1;confirmé;VIP;oui"
MAX = "Max;Petit;Mairie;m@x.example;2;confirmé;;non"
ANA = "Ana;Martin;Mairie;a@x.example;3;confirmé;;oui"


def undo(event, clock):
    return undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 2")


def test_the_tables_are_as_before_when_nobody_came_in_between(event, clock):
    bring(event, clock, ZOE, MAX)
    before = tables(event)
    bring(event, clock, ZOE.replace("Région", "Mairie").replace(";1;", ";9;"), ANA, cancel_gone=True)
    assert tables(event) != before
    assert undo(event, clock) == ImportUndoResult(removed=1, restored=2, kept=0)
    assert tables(event) == before
    assert check_file(event).problems == ()


def test_import_after_import_is_taken_back_newest_first(event, clock):
    states = [tables(event)]
    for phone in ("1", "2", "3"):
        bring(event, clock, ZOE.replace(";1;", f";{phone};"), MAX)
        states.append(tables(event))
    for state in reversed(states[:-1]):
        undo(event, clock)
        assert tables(event) == state
    assert newest_import(event) is None


def test_who_arrived_stays_with_their_arrival(event, clock, desk):
    bring(event, clock, ZOE, MAX)
    desk.check_in(person(event, "Durand").id)
    record = newest_import(event)
    done = undo(event, clock)
    assert done == ImportUndoResult(removed=1, restored=0, kept=1)
    assert "1 person it had added stays" in undone_sentence(record, done, translate)
    assert [v.attendee for v in event.attendees.visits()] == [person(event, "Durand").id]
    assert check_file(event).problems == ()


@pytest.mark.parametrize("what", ["arrive and undo", "correct", "replace", "refuse"])
def test_whom_a_desk_has_seen_in_any_way_stays(event, clock, desk, what):
    bring(event, clock, ZOE)
    zoe = person(event, "Durand")
    if what == "arrive and undo":
        desk.undo(desk.check_in(zoe.id).entry)
    elif what == "correct":
        correct(event, clock, zoe, phone="5")
    elif what == "replace":
        desk.replace_code(zoe.id)
    else:
        clock.pass_by(hours=12)
        assert desk.check_in(zoe.id).reason is Reason.TOO_LATE
    assert undo(event, clock).kept == 1
    assert person(event, "Durand").id == zoe.id


def test_a_changed_person_who_has_arrived_is_as_before_and_still_here(event, clock, desk):
    bring(event, clock, ZOE)
    bring(event, clock, ZOE.replace("Durand", "Durandt"))
    desk.check_in(person(event, "Durandt").id)
    assert undo(event, clock) == ImportUndoResult(removed=0, restored=1, kept=0)
    assert event.attendees.visit(person(event, "Durand").id, "accueil")


def test_a_correction_made_after_the_import_stays(event, clock):
    bring(event, clock, ZOE)
    bring(event, clock, ZOE.replace(";1;", ";2;"))
    correct(event, clock, person(event, "Durand"), phone="3")
    undo(event, clock)
    assert person(event, "Durand").phone == "3"
    assert bring(event, clock, ZOE).changed == 0
    assert person(event, "Durand").phone == "3"


def test_a_ticket_of_somebody_removed_is_nobodys(event, clock, desk):
    bring(event, clock, "Durand;T1", header="Nom;Code")
    undo(event, clock)
    assert desk.scan("T1").reason is Reason.UNKNOWN
    bring(event, clock, "Durand;T1", header="Nom;Code")
    assert desk.scan("T1").reason is Reason.WELCOME


def test_after_an_undo_the_list_is_new_again(event, clock):
    bring(event, clock, ZOE, MAX)
    bring(event, clock, ZOE.replace("Région", "Mairie"), MAX, ANA)
    undo(event, clock)
    done = bring(event, clock, ZOE.replace("Région", "Mairie"), MAX, ANA)
    assert (done.added, done.changed, done.known) == (1, 1, 1)


def test_only_the_newest_import_is_undone_and_only_once(event, clock):
    bring(event, clock, ZOE)
    first = newest_import(event)
    bring(event, clock, ZOE, MAX)
    second = newest_import(event)
    assert (second.added, second.changed, second.gone) == (1, 0, 0)
    before, entries = tables(event), event.journal.count()
    for wrong in (first.import_id, "unknown"):
        with pytest.raises(UserError):
            undo_import(event, wrong, at=clock(), desk="d")
    assert (tables(event), event.journal.count()) == (before, entries)
    undo(event, clock)
    with pytest.raises(UserError):
        undo_import(event, second.import_id, at=clock(), desk="d")
    assert newest_import(event).import_id == first.import_id


def test_an_event_without_a_list_has_no_newest_import(event):
    assert newest_import(event) is None


CELL = st.sampled_from(("", "a", "b"))
PEOPLE = st.lists(
    st.tuples(st.sampled_from(("Zoé", "Zoe", "Max")), st.sampled_from(("Durand", "Durant")), CELL, CELL, CELL),
    min_size=1,
    max_size=6,
)
HEADER = "Prénom;Nom;Société;E-mail;Code"


@settings(max_examples=40)
@given(PEOPLE, PEOPLE, st.booleans())
def test_undoing_any_import_brings_the_tables_back(tmp_path_factory, first, second, cancel_gone):
    event, clock = EventFile.create(tmp_path_factory.mktemp("undo") / "e.checkin", KEY), FakeClock(MORNING)
    bring(event, clock, *map(";".join, first), header=HEADER)
    before, entries = tables(event), event.journal.count()
    bring(event, clock, *map(";".join, second), header=HEADER, cancel_gone=cancel_gone)
    if event.journal.count() > entries:
        undo(event, clock)
    assert tables(event) == before
    assert check_file(event).problems == ()
    event.close()
