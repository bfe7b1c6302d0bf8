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
from checkin.services.lists.import_undo import ImportUndoResult, newest_import, undo_import, undone_sentence
from checkin.services.lists.list_importing import ListImportResult, apply_list
from checkin.services.lists.list_preview import preview_list
from checkin.services.privacy import event_purge
from checkin.services.programme.programme_importing import load_programme
from checkin.translation import translate
from tests.builders import KEY, MORNING, an_attendee
from tests.fakes import FakeClock
from tests.services.lists import a_list, bring, correct, person, tables


@pytest.fixture
def listed(event, clock):
    """Imports the lines given, below a header."""
    return lambda *lines: bring(event, clock, *lines, header="Nom;Prénom;E-mail;Organisme;Code")


def test_who_has_no_code_gets_one_of_ours_and_keeps_it_under_another_name_and_in_any_letters(event, listed):
    listed("Martin;Zoé;;;")
    (zoe,) = event.attendees.search("martin")
    assert KEY.read(zoe.ticket_code).id == zoe.id
    for code in ("", zoe.ticket_code, zoe.ticket_code.lower()):
        assert listed(f"Martin;Zoé;;;{code}") == ListImportResult(0, 1, ())
    assert event.attendees.search("martin") == [zoe]
    renamed = listed(f"Petit;Max;;;{zoe.ticket_code.lower()}")
    assert (renamed.added, renamed.changed) == (0, 1)
    assert person(event, "Petit").ticket_code == zoe.ticket_code


def test_namesakes_of_another_organisation_are_two_people(event, listed):
    done = listed("Martin;Paul;;Mairie;", "Martin;Paul;;Région;")
    assert done.added == 2
    assert listed("Martin;Paul;;Mairie;", "Martin;Paul;;Région;", "Martin;Paul;;Port;").added == 1


def test_two_spellings_of_one_code_are_one_code_and_the_second_row_is_told(event, listed):
    code = KEY.issue(b"a list has it twi").code
    done = listed(f"Un;A;;;{code}", f"Deux;B;;;{code.lower()}")
    assert (done.added, done.known, [problem.row for problem in done.problems]) == (1, 0, [3])
    assert event.attendees.count() == 4


def test_a_code_that_was_replaced_is_given_to_nobody_again(event, desk, listed):
    desk.replace_code(an_attendee(1).id)
    done = listed(f"Nouvelle;N;;;{an_attendee(1).ticket_code}")
    assert done.added == 0
    assert "replaced at the desk" in done.problems[0].words.text


def test_no_code_is_issued_twice(event, listed):
    taken = event.issue_code(lambda _: bytes(16))
    listed(f"Durand;Zoé;;;{taken.code}")
    drawn = iter((bytes(16), b"1" * 16, b"1" * 16, b"2" * 16))
    issued = event.issue_codes(2, lambda _: next(drawn))
    assert len({taken.code, *(token.code for token in issued)}) == 3


def test_a_code_of_ours_in_the_list_gives_the_id_it_was_issued_with(event, desk, listed):
    token = KEY.issue(b"from another desk")
    desk.admit(desk.scan(token.code))
    listed(f"Arrivé;Avant;;;{token.code}")
    assert event.attendees.get(token.id).first_name == "Avant"
    assert event.attendees.visit(token.id, "accueil")


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


def test_arrivals_after_the_preview_do_not_matter(event, clock, desk, tmp_path):
    bring(event, clock, ZOE)
    preview = preview_list(event, a_list(tmp_path, ZOE.replace(";1;", ";9;"), name="v2.csv"))
    desk.check_in(person(event, "Durand").id)
    apply_list(event, preview, at=clock(), desk="Accueil 1")
    assert person(event, "Durand").phone == "9"
    assert event.attendees.arrived("accueil") == 1


def test_a_preview_without_an_event_shows_everybody_as_new(tmp_path):
    preview = preview_list(None, a_list(tmp_path, ZOE, MAX))
    assert (len(preview.difference.added), preview.is_first) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == ["liste.csv"]


def test_a_code_replaced_at_the_desk_survives_and_the_old_one_is_still_refused(event, clock, desk):
    header = "Prénom;Nom;Code;Société"
    bring(event, clock, "Zoé;Durand;T1;Région", header=header)
    new = desk.replace_code(person(event, "Durand").id)
    assert bring(event, clock, "Zoé;Durand;T1;Région", header=header) == ListImportResult(0, 1, ())
    bring(event, clock, "Zoé;Durand;T1;Mairie", header=header)
    assert person(event, "Durand").ticket_code == new
    assert desk.scan("T1").reason is Reason.CODE_REPLACED
    assert desk.scan(new).reason is Reason.WELCOME


@pytest.mark.parametrize("keeps", [True, False])
def test_a_code_tied_at_the_desk_survives_every_later_list(event, clock, desk, keeps):
    header = "Prénom;Nom;E-mail;Code;Société"
    bring(event, clock, "Zoé;Durand;z@x.example;T1;Région", header=header)
    desk.tying.tie(person(event, "Durand").id, "04:A2:b1", keeps=keeps)
    assert bring(event, clock, "Zoé;Durand;z@x.example;T1;Région", header=header) == ListImportResult(0, 1, ())
    bring(event, clock, "Zoé;Durand;z@x.example;T2;Mairie", header=header)
    assert desk.scan("04:A2:b1").reason is Reason.WELCOME
    assert desk.scan("T2").attendee.organisation == "Mairie"
    assert desk.scan("T1").reason is Reason.CODE_REPLACED
    assert not check_file(event).problems


def test_a_list_that_names_the_tied_code_for_somebody_else_renames_nobody(event, clock, desk):
    header = "Prénom;Nom;E-mail;Code"
    bring(event, clock, "Zoé;Durand;z@x.example;T1", header=header)
    zoe = person(event, "Durand").id
    desk.tying.tie(zoe, "CARD-7", keeps=True)
    bring(event, clock, "Zoé;Durand;z@x.example;T1", "Max;Petit;m@x.example;CARD-7", header=header)
    assert (person(event, "Durand").id, person(event, "Petit").ticket_code) == (zoe, "CARD-7")
    assert {match.attendee.last_name for match in desk.scan("CARD-7").candidates} == {"Durand", "Petit"}
    assert desk.conflicts.count() == 1
    assert not check_file(event).problems


def test_codes_that_a_later_list_brings_open_beside_ours(event, clock, desk):
    bring(event, clock, "Zoé;Durand;z@x.example", "Max;Petit;m@x.example", header="Prénom;Nom;E-mail")
    ours = person(event, "Durand").ticket_code
    header = "Prénom;Nom;E-mail;Code"
    bring(event, clock, "Zoé;Durand;z@x.example;T1", "Max;Petit;m@x.example;T2", header=header)
    assert desk.scan(ours).reason is Reason.WELCOME
    assert desk.scan("T1").reason in (Reason.REPEATED, Reason.ALREADY_ARRIVED)
    assert desk.scan("T2").attendee.last_name == "Petit"
    bring(event, clock, "Zoé;Durand;z@x.example;T3", "Max;Petit;m@x.example;T2", header=header)
    assert desk.scan("T1").reason is Reason.CODE_REPLACED
    assert desk.scan("T3").attendee.last_name == "Durand"
    assert not check_file(event).problems


def test_a_ticket_made_out_to_somebody_else_changes_the_name_and_keeps_the_arrival(event, clock, desk):
    header = "Prénom;Nom;Code"
    bring(event, clock, "Zoé;Durand;T1", header=header)
    desk.scan("T1")
    bring(event, clock, "Max;Petit;T1", header=header)
    assert person(event, "Petit").first_name == "Max"
    assert event.attendees.arrived("accueil") == 1
    assert desk.scan("T1").attendee.last_name == "Petit"


def test_who_left_the_list_stays_unless_it_is_asked_for(event, clock):
    bring(event, clock, ZOE, MAX)
    done = bring(event, clock, ZOE)
    assert (done.gone, done.cancelled) == (1, 0)
    assert person(event, "Petit").status is Status.CONFIRMED
    assert bring(event, clock, ZOE).gone == 0


def test_who_left_the_list_is_cancelled_on_request_but_not_who_has_arrived(event, clock, desk):
    bring(event, clock, ZOE, MAX, ANA)
    desk.check_in(person(event, "Durand").id)
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


def test_a_list_that_comes_to_say_what_the_desk_said_has_said_it(event, clock):
    bring(event, clock, ZOE)
    correct(event, clock, person(event, "Durand"), phone="2")
    assert bring(event, clock, ZOE.replace(";1;", ";2;")).changed == 0
    correct(event, clock, person(event, "Durand"), phone="3")
    entries = event.journal.count()
    assert bring(event, clock, ZOE.replace(";1;", ";2;")).changed == 0
    assert (person(event, "Durand").phone, event.journal.count()) == ("3", entries)
    assert bring(event, clock, ZOE).changed == 1


def test_who_comes_back_to_a_list_without_a_status_is_reinstated(event, clock):
    header, both = "Prénom;Nom", ("Zoé;Durand", "Max;Petit")
    bring(event, clock, *both, header=header)
    bring(event, clock, both[0], header=header, cancel_gone=True)
    assert person(event, "Petit").status is Status.CANCELLED
    bring(event, clock, *both, header=header)
    assert person(event, "Petit").status is Status.CONFIRMED


def test_entries_of_one_import_share_its_id_and_say_that_a_list_wrote_them(event, clock):
    bring(event, clock, ZOE, MAX)
    bring(event, clock, ZOE.replace(";1;", ";9;"), ANA)
    record = event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])[-1]
    assert [record.body[name] for name in ("added", "changed", "gone")] == [1, 1, 1]
    written = event.journal.entries_of_import(str(record.body["import"]))
    corrections = [EntryKind.ATTENDEE_CORRECTED] * 2
    assert [e.kind for e in written] == [EntryKind.LIST_IMPORTED, EntryKind.ATTENDEE_ADDED, *corrections]
    assert {e.body["by"] for e in written} == {"list"}


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


def test_the_tables_are_as_before_when_nobody_came_in_between_and_the_list_is_new_again(event, clock):
    bring(event, clock, ZOE, MAX)
    before, lines = tables(event), (ZOE.replace("Région", "Mairie").replace(";1;", ";9;"), ANA)
    bring(event, clock, *lines, cancel_gone=True)
    assert tables(event) != before
    assert undo(event, clock) == ImportUndoResult(removed=1, restored=2, kept=0)
    assert tables(event) == before
    assert check_file(event).problems == ()
    done = bring(event, clock, *lines, MAX)
    assert (done.added, done.changed, done.known) == (1, 1, 1)


def test_import_after_import_is_taken_back_newest_first(event, clock):
    assert newest_import(event) is None
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
