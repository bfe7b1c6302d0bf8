# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that come again after two records were merged, and lists that say themselves who is whom."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.lists.import_undo import ImportUndoResult, newest_import, undo_import
from checkin.services.lists.list_importing import ListImportResult, apply_list
from checkin.services.lists.list_preview import build_preview, preview_list, read_basis, read_list
from tests.builders import KEY, MORNING, an_attendee
from tests.fakes import FakeClock
from tests.services.lists import a_list, bring, correct, person, tables

HEADER = "Prénom;Nom;Société;E-mail;Téléphone;Remarque;Code"
ZOE = "Zoé;Durand;Région;z@x.example;;VIP;T1"
ZO = "Zo;Durant;Région;zo@y.example;2;Presse;T2"
MAX = "Max;Petit;Mairie;m@x.example;3;;T3"


@pytest.fixture
def lists(event, clock):
    """Imports a list and tells what it did; the same again writes nothing."""

    def take(*lines, **options):
        done = bring(event, clock, *lines, header=HEADER, **options)
        _nothing_new(event, clock, *lines)
        return done

    return take


def _nothing_new(event, clock, *lines, header=HEADER):
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
        path = a_list(event.path.parent, *lines, header=HEADER, name="same.csv")
        done = apply_list(event, preview_list(event, path), at=clock(), desk="Accueil 1", same=rows, **options)
        _nothing_new(event, clock, *lines)
        assert check_file(event).problems == ()
        return done

    return take


def undo(event, clock):
    done = undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 2")
    assert check_file(event).problems == ()
    return done


# After a merge at a desk


def test_the_same_list_again_changes_nothing(event, merged, lists):
    before = tables(event)
    assert lists(MAX, ZO, ZOE) == ListImportResult(0, 3, ())
    assert tables(event) == before


def test_the_other_row_does_not_bring_the_merged_record_back(event, merged, lists):
    done = lists(ZOE, ZO.replace("Durant", "Durandt").replace("zo@y", "zo@z"), MAX)
    assert (done.added, done.gone) == (0, 0)
    assert event.attendees.count() == 5
    assert event.attendees.get(merged).name == "Zoé Durand"


def test_what_only_the_other_row_says_changes_with_it(event, merged, lists):
    lists(ZOE, ZO.replace(";2;", ";7;").replace("Presse", "Radio"), MAX)
    zoe = event.attendees.get(merged)
    assert (zoe.phone, zoe.note) == ("7", "VIP\nRadio")
    lists(ZOE.replace(";;VIP", ";1;VIP"), ZO.replace(";2;", ";8;"), MAX)
    assert event.attendees.get(merged).phone == "1"


def test_what_a_desk_has_said_since_stands(event, clock, merged, lists):
    correct(event, clock, event.attendees.get(merged), phone="9")
    lists(ZOE, ZO.replace("Presse", "Radio"), MAX)
    assert event.attendees.get(merged).phone == "9"


def test_a_record_given_back_is_as_the_newest_list_has_it(event, desk, merged, lists):
    lists(ZOE, ZO.replace(";2;", ";7;"), MAX)
    zo = desk.registration.unmerge(event.attendees.holders("T2") and _dropped(event))
    assert (zo.name, zo.phone) == ("Zo Durant", "7")
    assert event.attendees.get(merged).phone in ("", "7")
    lists(ZOE, ZO.replace(";2;", ";7;"), MAX)


def _dropped(event):
    return event.db.execute("SELECT record FROM merged").fetchone()[0]


def test_a_row_that_is_no_longer_there_neither_is_gone_nor_cancels_the_person(event, merged, lists):
    done = lists(ZOE, MAX, cancel_gone=True)
    assert (done.gone, done.cancelled) == (0, 0)
    assert event.attendees.get(merged).status is Status.CONFIRMED
    assert event.attendees.get(merged).phone == "2"


def test_when_only_the_other_row_is_left_it_speaks_for_the_person(event, desk, merged, lists):
    done = lists(ZO.replace("Région", "Mairie"), MAX, cancel_gone=True)
    assert (done.added, done.gone, done.changed) == (0, 0, 1)
    zoe = event.attendees.get(merged)
    assert (zoe.name, zoe.organisation, zoe.status) == ("Zo Durant", "Mairie", Status.CONFIRMED)
    assert [event.attendees.holders(code) for code in ("T1", "T2")] == [[merged], [merged]]
    assert desk.scan("T1").reason is Reason.ATTENTION


def test_when_both_rows_are_gone_the_person_is_and_comes_back_with_either(event, merged, lists):
    done = lists(MAX, cancel_gone=True)
    assert (done.gone, done.cancelled) == (1, 1)
    assert lists(ZO, MAX).changed == 1
    assert event.attendees.get(merged).status is Status.CONFIRMED


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


def test_undoing_the_import_that_added_the_merged_record_loses_no_arrival(event, clock, desk, lists):
    lists(ZOE)
    lists(ZOE, ZO)
    zoe, zo = person(event, "Durand").id, person(event, "Durant").id
    desk.check_in(zo)
    desk.registration.merge(zoe, zo)
    assert undo(event, clock) == ImportUndoResult(removed=0, restored=0, kept=1)
    assert [v.attendee for v in event.attendees.visits()] == [zoe]


def test_undoing_the_import_that_added_the_kept_record_keeps_the_person(event, clock, desk, lists):
    bare = "Zo;Durant;;;;;T2"  # leaves nothing to anybody
    lists(bare)
    lists(bare, ZOE)
    zoe = person(event, "Durand").id
    desk.registration.merge(zoe, person(event, "Durant").id)
    assert undo(event, clock) == ImportUndoResult(removed=0, restored=0, kept=1)
    assert event.attendees.get(zoe).name == "Zoé Durand"


# A list that says who is whom


def test_a_row_that_is_somebody_without_a_row_is_theirs(event, desk, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    desk.check_in(zoe)
    assert preview_list(event, a_list(event.path.parent, ZO, MAX, header=HEADER, name="n.csv")).difference.gone
    done = same(ZO, MAX, rows={2: zoe}, cancel_gone=True)
    assert done == ListImportResult(0, 1, (), changed=1)
    assert (event.attendees.get(zoe).name, event.attendees.get(zoe).phone) == ("Zo Durant", "2")
    assert event.attendees.arrived("accueil") == 1
    assert (desk.scan("T1").reason, desk.scan("T2").attendee.id) == (Reason.CODE_REPLACED, zoe)


def test_a_row_that_is_somebody_with_a_row_is_added_and_merged(event, clock, desk, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    before = tables(event)
    done = same(ZOE, ZO, MAX, rows={3: zoe})
    assert done == ListImportResult(0, 2, (), merged=1)
    assert (event.attendees.count(), event.attendees.holders("T2")) == (5, [zoe])
    assert (event.attendees.get(zoe).phone, event.attendees.get(zoe).note) == ("2", "VIP\nPresse")
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
    assert event.attendees.get(first.id).name == first.name
    assert event.attendees.get(first.id).phone == "2"


def test_what_a_row_changes_and_another_fills_in_at_once(event, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    same(ZOE.replace(";;VIP", ";1;Orateur"), ZO, MAX, rows={3: zoe})
    assert (event.attendees.get(zoe).phone, event.attendees.get(zoe).note) == ("1", "Orateur\nPresse")


def test_a_preview_can_be_asked_with_the_decisions(event, clock, lists):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    read = read_list(a_list(event.path.parent, ZOE, ZO, header=HEADER, name="n.csv"))
    seen = build_preview(read_basis(event), read, same={3: zoe})
    assert [(joined.person.row, joined.into.id) for joined in seen.difference.joined] == [(3, zoe)]
    assert (seen.difference.added, seen.difference.is_empty) == ((), False)
    assert apply_list(event, seen, at=clock(), desk="d").merged == 1


def test_a_decision_that_was_taken_already_changes_nothing(event, lists, same):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    same(ZOE, ZO, MAX, rows={3: zoe})
    entries = event.journal.count()
    assert same(ZOE, ZO, MAX, rows={3: zoe, 2: zoe}) == ListImportResult(0, 3, ())
    assert event.journal.count() == entries


def test_a_decision_names_the_record_that_was_merged(event, merged, same):
    dropped = _dropped(event)
    new = "Zorah;Dura;;;;;T9"
    assert same(ZOE, ZO, MAX, new, rows={5: dropped}).merged == 1
    assert event.attendees.holders("T9") == [merged]


@pytest.mark.parametrize("rows", [{9: "zoe"}, {3: "unknown"}, {4: "zoe"}])
def test_a_decision_that_cannot_be_writes_nothing(event, clock, lists, rows):
    lists(ZOE, MAX)
    zoe = person(event, "Durand").id
    path = a_list(event.path.parent, ZOE, ZO, MAX, header=HEADER, name="n.csv")
    entries = event.journal.count()
    with pytest.raises(UserError, match="Nothing was imported"):
        apply_list(
            event,
            preview_list(event, path),
            at=clock(),
            desk="d",
            same={row: zoe if who == "zoe" else who for row, who in rows.items()},
        )
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
