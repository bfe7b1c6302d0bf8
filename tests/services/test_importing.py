# SPDX-License-Identifier: GPL-3.0-or-later
"""A list becomes people; when it comes again it brings the event up to date and loses nothing that a desk did.

An import is one step that can be taken back.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import BODY_LIMIT, EntryKind, body_text
from checkin.core.message import UserError
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file
from checkin.services.lists.import_undo import (
    ImportUndoResult,
    listed_titles,
    newest_import,
    undo_import,
    undone_sentence,
)
from checkin.services.lists.list_importing import ListImportResult, apply_list
from checkin.services.lists.list_preview import preview_list
from checkin.services.privacy import event_purge
from checkin.services.programme.programme_importing import load_programme
from checkin.translation import translate
from tests.builders import KEY, MORNING, an_attendee
from tests.fakes import FakeClock
from tests.services.lists import a_list, bring, correct, person, tables


def listed(event, clock, *lines):
    return bring(event, clock, *lines, header="Nom;Prénom;E-mail;Organisme;Code")


def test_who_has_no_code_gets_one_of_ours_and_keeps_it_and_the_arrival_under_another_name(event, clock, desk):
    listed(event, clock, "Martin;Zoé;;;")
    (zoe,) = event.attendees.search("martin")
    assert KEY.read(zoe.ticket_code).id == zoe.id
    for code in ("", zoe.ticket_code, zoe.ticket_code.lower()):
        assert listed(event, clock, f"Martin;Zoé;;;{code}") == ListImportResult(0, 1, ())
    assert event.attendees.search("martin") == [zoe]
    desk.scan(zoe.ticket_code)
    renamed = listed(event, clock, f"Petit;Max;;;{zoe.ticket_code.lower()}")
    assert (renamed.added, renamed.changed, event.attendees.arrived("accueil")) == (0, 1, 1)
    assert desk.scan(zoe.ticket_code).attendee.last_name == "Petit"


def test_a_code_of_ours_has_one_owner_in_any_spelling_also_who_came_before_they_were_listed(event, clock, desk):
    token = KEY.issue(b"from another desk")
    desk.admit(desk.scan(token.code))
    done = listed(event, clock, f"Un;A;;;{token.code}", f"Deux;B;;;{token.code.lower()}")
    assert (done.added, done.known, [problem.row for problem in done.problems]) == (1, 0, [3])
    assert event.attendees.get(token.id).first_name == "A"
    assert event.attendees.visit(token.id, "accueil")
    desk.replace_code(an_attendee(1).id)
    done = listed(event, clock, f"Nouvelle;N;;;{an_attendee(1).ticket_code}")
    assert done.added == 0
    assert "replaced at the desk" in done.problems[0].words.text


def test_no_code_is_issued_twice(event, clock):
    taken = event.issue_code(lambda _: bytes(16))
    listed(event, clock, f"Durand;Zoé;;;{taken.code}")
    drawn = iter((bytes(16), b"1" * 16, b"1" * 16, b"2" * 16))
    issued = event.issue_codes(2, lambda _: next(drawn))
    assert len({taken.code, *(token.code for token in issued)}) == 3


@pytest.mark.parametrize("content", [b"[event\ntitle=", b"\xff\xfe\x00", b"title = 'x'"])
def test_a_programme_that_is_none_gets_a_sentence(tmp_path, content):
    (tmp_path / "p.toml").write_bytes(content)
    with pytest.raises(UserError):
        load_programme(tmp_path / "p.toml")


ZOE = "Zoé;Durand;Région;z@x.example;1;confirmé;VIP;oui"
MAX = "Max;Petit;Mairie;m@x.example;2;confirmé;;non"
ANA = "Ana;Martin;Mairie;a@x.example;3;confirmé;;oui"


def test_the_list_again_and_a_preview_write_nothing_and_the_preview_tells_what_apply_then_does(event, clock, tmp_path):
    bring(event, clock, ZOE, MAX)
    before, entries = tables(event), event.journal.count()
    assert bring(event, clock, MAX, ZOE) == ListImportResult(0, 2, ())
    path = a_list(tmp_path, ZOE.replace("Région", "Mairie"), ANA, name="v2.csv")
    preview = preview_list(event, path)
    assert (tables(event), event.journal.count()) == (before, entries)
    done = apply_list(event, preview, at=clock(), desk="Accueil 1")
    assert (done.added, done.changed, done.gone, done.known) == (1, 1, 1, 0)
    assert person(event, "Durand").organisation == "Mairie"
    assert person(event, "Petit").status is Status.CONFIRMED
    assert preview_list(event, path).difference.is_empty
    with pytest.raises(UserError):
        preview_list(event, tmp_path / "gone.csv")


def corrected(event, clock):
    correct(event, clock, person(event, "Durand"), phone="5")


def purged(event, clock):
    event_purge.purge(event, Authority("Accueil 1", "after the day"), at=clock(), desk="Accueil 1")


@pytest.mark.parametrize(
    ("change", "line"),
    [(corrected, ZOE.replace(";1;", ";9;")), *((purged, line) for line in (ZOE, ZOE.replace(";1;", ";9;"), ANA))],
)
def test_people_changed_or_forgotten_after_the_preview_are_not_written_over(event, clock, tmp_path, change, line):
    bring(event, clock, ZOE)
    preview = preview_list(event, a_list(tmp_path, line, name="v2.csv"))
    change(event, clock)
    before, entries = tables(event), event.journal.count()
    with pytest.raises(UserError, match="choose the list again"):
        apply_list(event, preview, at=clock(), desk="Accueil 1")
    assert (tables(event), event.journal.count()) == (before, entries)


def with_codes(event, clock, zoe="", *others):
    return bring(event, clock, f"Zoé;Durand;z@x.example;{zoe}", *others, header="Prénom;Nom;E-mail;Code")


@pytest.mark.parametrize("given", ["in place of the old one", "tied beside it", "tied in its place"])
def test_a_code_given_at_the_desk_survives_every_later_list_that_changes_its_own(event, clock, desk, given):
    with_codes(event, clock, "T1")
    zoe, code = person(event, "Durand").id, "04:A2:b1"
    if given.startswith("tied"):
        desk.tying.tie(zoe, code, keeps=given.endswith("beside it"))
    else:
        code = desk.replace_code(zoe)
    assert with_codes(event, clock, "T1") == ListImportResult(0, 1, ())
    with_codes(event, clock, "T2")
    assert desk.scan(code).reason is Reason.WELCOME
    assert desk.scan("T2").attendee.id == zoe
    assert desk.scan("T1").reason is Reason.CODE_REPLACED
    assert not check_file(event).problems


def test_a_list_that_names_the_tied_code_for_somebody_else_renames_nobody(event, clock, desk):
    with_codes(event, clock, "T1")
    zoe = person(event, "Durand").id
    desk.tying.tie(zoe, "CARD-7", keeps=True)
    with_codes(event, clock, "T1", "Max;Petit;m@x.example;CARD-7")
    assert (person(event, "Durand").id, person(event, "Petit").ticket_code) == (zoe, "CARD-7")
    assert {match.attendee.last_name for match in desk.scan("CARD-7").candidates} == {"Durand", "Petit"}
    assert desk.conflicts.count() == 1
    assert not check_file(event).problems


def test_codes_that_a_later_list_brings_open_beside_ours(event, clock, desk):
    with_codes(event, clock)
    ours = person(event, "Durand").ticket_code
    with_codes(event, clock, "T1")
    assert desk.scan(ours).reason is Reason.WELCOME
    assert desk.scan("T1").reason in (Reason.REPEATED, Reason.ALREADY_ARRIVED)
    with_codes(event, clock, "T3")
    assert desk.scan("T1").reason is Reason.CODE_REPLACED
    assert desk.scan("T3").attendee.last_name == "Durand"
    assert not check_file(event).problems


def test_a_row_with_a_code_of_another_rows_person_is_left_out_and_told(event, clock, desk):
    header = "Prénom;Nom;Code"
    bring(event, clock, "Zoé;Durand;T1", header=header)
    new = desk.replace_code(person(event, "Durand").id)
    rows = (f"Zoé;Durand;{new}", f"Zoé;Durand;{new.lower()}", "Max;Petit;T1")
    done = bring(event, clock, *rows, header=header)
    assert (done.added, done.changed + done.known) == (0, 1)
    assert [problem.row for problem in done.problems] == [3, 4]
    entries = event.journal.count()
    bring(event, clock, *rows, header=header)
    assert event.journal.count() == entries
    assert check_file(event).problems == ()


def test_who_left_the_list_stays_and_is_cancelled_on_request_but_not_who_has_arrived(event, clock, desk):
    bring(event, clock, ZOE, MAX, ANA)
    desk.check_in(person(event, "Durand").id)
    done = bring(event, clock, ZOE, ANA)
    assert (done.gone, done.cancelled, person(event, "Petit").status) == (1, 0, Status.CONFIRMED)
    assert bring(event, clock, ZOE, ANA).gone == 0
    bring(event, clock, ZOE, MAX, ANA)
    done = bring(event, clock, ANA, cancel_gone=True)
    assert (done.gone, done.cancelled) == (2, 1)
    assert person(event, "Petit").status is Status.CANCELLED
    assert person(event, "Durand").status is Status.CONFIRMED
    assert bring(event, clock, ZOE, MAX, ANA).changed == 2
    assert person(event, "Petit").status is Status.CONFIRMED
    assert bring(event, clock, ZOE, MAX, ANA) == ListImportResult(0, 3, ())
    assert check_file(event).problems == ()


def test_people_written_down_at_the_desk_are_left_alone_by_lists(event, clock):
    done = bring(event, clock, ZOE, cancel_gone=True)
    assert (done.added, done.gone) == (1, 0)
    assert event.attendees.get(an_attendee(1).id) == an_attendee(1, category="participant")
    walk_in = "Jean-Baptiste;de La Fournière;;;06;;;"
    assert bring(event, clock, ZOE, walk_in).changed == 1
    assert person(event, "de La Fournière").phone == "06"
    entries = event.journal.count()
    assert bring(event, clock, ZOE, walk_in) == ListImportResult(0, 2, ())
    assert event.journal.count() == entries


def test_entries_of_one_import_share_its_id_and_say_that_a_list_wrote_them(event, clock):
    bring(event, clock, ZOE, MAX)
    bring(event, clock, ZOE.replace(";1;", ";9;"), ANA)
    record = event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])[-1]
    assert [record.body[name] for name in ("added", "changed", "gone")] == [1, 1, 1]
    written = event.journal.entries_of_import(str(record.body["import"]))
    corrections = [EntryKind.ATTENDEE_CORRECTED] * 2
    assert [e.kind for e in written] == [EntryKind.LIST_IMPORTED, EntryKind.ATTENDEE_ADDED, *corrections]
    assert {e.body["by"] for e in written} == {"list"}


def test_a_change_too_long_for_one_entry_becomes_several(event, clock):
    header = ";".join(("Prénom;Nom;E-mail", *(f"Question {n}" for n in range(20))))
    for letter in "éü":
        done = bring(event, clock, "Zoé;Durand;z@x.example" + f";{letter * 180}" * 20, header=header)
    assert done.changed == 1
    assert set(person(event, "Durand").custom.values()) == {"ü" * 180}
    corrections = event.journal.entries_of_kinds([EntryKind.ATTENDEE_CORRECTED])
    assert len(corrections) > 1
    assert all(len(body_text(e.body).encode()) <= BODY_LIMIT for e in corrections)


def test_a_note_too_long_beside_the_old_one_is_taken_and_the_old_one_cut(event, clock):
    header = "Prénom;Nom;E-mail;Note;Remarque;Commentaire;Observations;Obs"
    old, new = ("Zoé;Durand;z@x.example" + f";{letter * 499}" * 5 for letter in "éü")
    bring(event, clock, old, header=header)
    bring(event, clock, new, header=header)
    assert "é" not in person(event, "Durand").note
    assert person(event, "Durand").note.count("ü") == 5 * 499
    assert bring(event, clock, new, header=header) == ListImportResult(0, 1, ())


def test_the_evenings_table_tells_what_a_desk_corrected_and_not_what_a_list_changed(event, clock, tmp_path):
    bring(event, clock, ZOE)
    bring(event, clock, ZOE.replace("oui", "non").replace("Région", "Mairie"))
    correct(event, clock, person(event, "Durand"), organisation="Département")
    export_attendance(event, tmp_path / "out.csv", translate)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "Organisation : Mairie → Département" in text
    assert "Région → Mairie" not in text
    assert "Repas : oui → non" not in text


# Whatever the order of lists, corrections and arrivals
NAMES = ("Durand", "Petit", "Martin")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("list"), st.lists(st.sampled_from(("", "1", "2")), min_size=3, max_size=3)),
        st.tuples(st.just("phone"), st.integers(0, 2), st.sampled_from(("", "1", "9"))),
        st.tuples(st.just("arrive"), st.integers(0, 2)),
        st.tuples(st.just("code"), st.integers(0, 2)),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(STEPS)
def test_any_order_of_lists_corrections_and_arrivals_keeps_what_is_promised(tmp_path_factory, steps):
    """The list wins where it changed, else the last word of a desk; an arrival and a new code always stay."""
    folder = tmp_path_factory.mktemp("orders")
    event, clock = EventFile.create(folder / "e.checkin", KEY), FakeClock(MORNING)
    desk = Desk(event, clock, "Accueil 1")
    _import(event, clock, ["", "", ""])
    ids = [person(event, name).id for name in NAMES]
    said, phones, arrived, codes = ["", "", ""], ["", "", ""], set(), {}
    for kind, *what in steps:
        clock.pass_by(minutes=1)
        if kind == "list":
            (now,) = what
            _import(event, clock, now)
            phones = [new if new != old else kept for new, old, kept in zip(now, said, phones, strict=True)]
            said = now
        elif kind == "phone":
            number, value = what
            correct(event, clock, event.attendees.get(ids[number]), phone=value)
            phones[number] = value
        elif kind == "arrive":
            arrived.add(ids[what[0]])
            desk.check_in(ids[what[0]])
        else:
            codes[ids[what[0]]] = desk.replace_code(ids[what[0]])
    assert [event.attendees.get(i).phone for i in ids] == phones
    assert {v.attendee for v in event.attendees.visits()} == arrived
    assert all(event.attendees.get(i).ticket_code == code for i, code in codes.items())
    entries = event.journal.count()
    _import(event, clock, said)
    assert event.journal.count() == entries
    assert check_file(event).problems == ()
    event.close()


def _import(event, clock, phones):
    lines = (f"{name.lower()}@x.example;{name};{phone}" for name, phone in zip(NAMES, phones, strict=True))
    return bring(event, clock, *lines, header="E-mail;Nom;Téléphone")


CELL = st.sampled_from(("", "a", "b"))
ADDRESS = st.sampled_from(("", "a@x.example", "b@x.example"))
PEOPLE = st.lists(
    st.tuples(st.sampled_from(("Zoé", "Zoe", "Max")), st.sampled_from(("Durand", "Durant")), CELL, ADDRESS, CELL),
    max_size=6,
)


@settings(max_examples=40)
@given(PEOPLE, PEOPLE)
def test_any_list_after_any_other_is_taken_in_once(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("twice")
    event, clock = EventFile.create(folder / "e.checkin", KEY), FakeClock(MORNING)
    header = "Prénom;Nom;Société;E-mail;Téléphone"
    if first:
        bring(event, clock, *map(";".join, first), header=header)
    if second:
        done = bring(event, clock, *map(";".join, second), header=header)
        assert done.added + done.changed + done.known == len(second)
        entries = event.journal.count()
        again = bring(event, clock, *map(";".join, second), header=header)
        assert (again.added, again.changed, again.gone) == (0, 0, 0)
        assert event.journal.count() == entries
        here = Counter((a.first_name, a.last_name, a.email, a.phone) for a, _ in event.attendees.all())
        assert Counter((f, last, email, phone) for f, last, _, email, phone in second) <= here
    event.close()


def undo(event, clock):
    return undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 2")


def test_import_after_import_is_taken_back_newest_first_and_the_list_is_new_again(event, clock):
    assert newest_import(event) is None
    states, imports = [tables(event)], []
    for phone in ("1", "2"):
        bring(event, clock, ZOE.replace(";1;", f";{phone};"), MAX)
        states.append(tables(event))
        imports.append(newest_import(event))
    assert [(each.added, each.changed, each.gone) for each in imports] == [(2, 0, 0), (0, 1, 0)]
    entries = event.journal.count()
    for wrong in (imports[0].import_id, "unknown"):
        with pytest.raises(UserError):
            undo_import(event, wrong, at=clock(), desk="d")
    assert (tables(event), event.journal.count()) == (states[-1], entries)
    lines = (ZOE.replace("Région", "Mairie").replace(";1;", ";9;"), ANA)
    bring(event, clock, *lines, cancel_gone=True)
    assert undo(event, clock) == ImportUndoResult(removed=1, restored=2, kept=0)
    for state in reversed(states[:-1]):
        undo(event, clock)
        assert tables(event) == state
    assert (newest_import(event), check_file(event).problems) == (None, ())
    with pytest.raises(UserError):
        undo_import(event, imports[1].import_id, at=clock(), desk="d")
    assert bring(event, clock, *lines, MAX).added == 3


@pytest.mark.parametrize("what", ["arrive", "arrive and undo", "correct", "replace", "refuse"])
def test_whom_a_desk_has_seen_in_any_way_stays(event, clock, desk, what):
    bring(event, clock, ZOE, MAX)
    zoe = person(event, "Durand")
    if what == "correct":
        correct(event, clock, zoe, phone="5")
    elif what == "replace":
        desk.replace_code(zoe.id)
    elif what == "refuse":
        clock.pass_by(hours=12)
        assert desk.check_in(zoe.id).reason is Reason.TOO_LATE
    else:
        arrived = desk.check_in(zoe.id)
        if what == "arrive and undo":
            desk.undo(arrived.entry)
    record = newest_import(event)
    done = undo(event, clock)
    assert done == ImportUndoResult(removed=1, restored=0, kept=1)
    assert "1 person it had added stays" in undone_sentence(record, done, translate)
    assert [v.attendee for v in event.attendees.visits()] == [zoe.id] * (what == "arrive")
    assert (person(event, "Durand").id, check_file(event).problems) == (zoe.id, ())


def test_a_changed_person_who_has_arrived_is_as_before_and_what_was_corrected_after_the_import_stays(
    event, clock, desk
):
    bring(event, clock, ZOE)
    bring(event, clock, ZOE.replace("Durand", "Durandt").replace(";1;", ";2;"))
    desk.check_in(person(event, "Durandt").id)
    correct(event, clock, person(event, "Durandt"), phone="3")
    assert undo(event, clock) == ImportUndoResult(removed=0, restored=1, kept=0)
    assert event.attendees.visit(person(event, "Durand").id, "accueil")
    assert (person(event, "Durand").phone, bring(event, clock, ZOE).changed) == ("3", 0)
    bring(event, clock, "Durant;T1", header="Nom;Code")
    undo(event, clock)
    assert desk.scan("T1").reason is Reason.UNKNOWN, "a ticket of somebody removed is nobody's"


WITH_CODES = st.lists(
    st.tuples(st.sampled_from(("Zoé", "Zoe", "Max")), st.sampled_from(("Durand", "Durant")), CELL, CELL, CELL),
    min_size=1,
    max_size=6,
)
CODES_HEADER = "Prénom;Nom;Société;E-mail;Code"


@settings(max_examples=40)
@given(WITH_CODES, WITH_CODES, st.booleans())
def test_undoing_any_import_brings_the_tables_back(tmp_path_factory, first, second, cancel_gone):
    event, clock = EventFile.create(tmp_path_factory.mktemp("undo") / "e.checkin", KEY), FakeClock(MORNING)
    bring(event, clock, *map(";".join, first), header=CODES_HEADER)
    before, entries = tables(event), event.journal.count()
    bring(event, clock, *map(";".join, second), header=CODES_HEADER, cancel_gone=cancel_gone)
    if event.journal.count() > entries:
        undo(event, clock)
    assert tables(event) == before
    assert check_file(event).problems == ()
    event.close()


GUESTS = [f"Guest{n};Lefort{n};g{n}@x.example;oui" for n in range(8)]
STAFF = [f"Helper{n};Berger{n};h{n}@x.example;n° 4" for n in range(3)]
OF_GUESTS, OF_STAFF = "Prénom;Nom;E-mail;Repas", "Prénom;Nom;E-mail;Talkie"


def test_of_two_lists_each_of_its_own_source_a_newer_version_leaves_out_only_its_own_people(event, clock, tmp_path):
    bring(event, clock, *GUESTS, header=OF_GUESTS)
    both = bring(event, clock, *STAFF, header=OF_STAFF)
    assert (both.added, both.gone) == (3, 0)
    before, entries = tables(event), event.journal.count()
    assert bring(event, clock, *STAFF, header=OF_STAFF) == ListImportResult(0, 3, ())
    assert bring(event, clock, *GUESTS, header=OF_GUESTS) == ListImportResult(0, 8, ())
    assert (tables(event), event.journal.count()) == (before, entries)
    newer = a_list(tmp_path, *GUESTS[1:], header=OF_GUESTS)
    assert [each.last_name for each in preview_list(event, newer).difference.gone] == ["Lefort0"]
    done = bring(event, clock, *GUESTS[1:], header=OF_GUESTS, cancel_gone=True)
    assert (done.gone, done.cancelled) == (1, 1)
    assert person(event, "Lefort0").status is Status.CANCELLED
    assert {person(event, f"Berger{n}").status for n in range(3)} == {Status.CONFIRMED}
    assert bring(event, clock, *STAFF[1:], header=OF_STAFF).gone == 1
    assert set(listed_titles(event)) >= {"Repas", "Talkie"}
    assert bring(event, clock, *GUESTS[1:3], header=OF_GUESTS).gone == 0
    replaced = bring(event, clock, *GUESTS[1:3], header=OF_GUESTS, replaces=True)
    assert replaced.gone >= 5, "said to replace the earlier one it marks all who are not on it"
    assert bring(event, clock, *GUESTS[1:3], header=OF_GUESTS) == ListImportResult(0, 2, ())
