# SPDX-License-Identifier: GPL-3.0-or-later
"""How a list is read is chosen once; what it said before the programme was there, or of companions, is understood."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendance.day_report_lines import DayReportChange
from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.list_fields import HAS_OWN_ROW, CompanionHandling, ListField
from checkin.core.lists.list_interpretation import ListTotals
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.message import Cancelled, UserError
from checkin.core.programme.programme import Category, Session
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal, day_report_from_tables
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.day_report_table import list_deviations
from checkin.services.exports.export_source import ExportSource
from checkin.services.file_check import check_file
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_importing import ListImportResult, apply_list
from checkin.services.lists.list_preview import (
    ListChoice,
    build_preview,
    preview_list,
    read_basis,
    read_list,
    suggested_mapping,
)
from checkin.services.privacy import event_purge
from checkin.services.programme.programme_importing import import_programme, reinterpret_lists
from checkin.storage.connection import transaction
from checkin.ui.import_export.import_summary import import_summary
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import a_list, bring, correct, person

HEADER = "Participant;Service;Ateliers;Type"
ZOE, MAX = "LE GOFF Zoé;Région;Atelier 1, Yoga;Presse", "PETIT Max;Mairie;Atelier 2;Autre"


@pytest.fixture
def event(tmp_path, clock):
    opened = EventFile.create(tmp_path / "rencontre.checkin", KEY)
    yield opened
    opened.close()


def chosen(path, **fields):
    """The mapping somebody makes of a guess."""
    mapping = replace(guess_mapping(read_list(path).sheet.rows), split=NameSplit.CAPITALS)
    for index, kind in fields.items():
        mapping = mapping.with_column(int(index[1:]), kind)
    return mapping


def take(event, clock, path, mapping=None):
    seen = preview_list(event, path, ListChoice(mapping=mapping))
    return apply_list(event, seen, at=clock(), desk="Accueil 1")


def test_a_list_is_read_the_next_time_as_somebody_chose_and_another_header_is_guessed(event, clock, tmp_path):
    path = a_list(tmp_path, ZOE, header=HEADER)
    mapping = chosen(path, _1=ListField.ROLE).without_column(3)
    take(event, clock, path, mapping)
    assert person(event, "LE GOFF").role == "Région"
    again = a_list(tmp_path, ZOE, MAX, header=HEADER.upper(), name="v2.csv")
    titles = tuple(HEADER.upper().split(";"))
    assert suggested_mapping(read_basis(event), read_list(again)) == replace(mapping, titles=titles)
    other = read_list(a_list(tmp_path, ZOE, header=HEADER + ";Repas", name="v3.csv"))
    assert suggested_mapping(read_basis(event), other).columns[1] is ListField.ORGANISATION
    done = bring(event, clock, ZOE, MAX, header=HEADER)
    assert (done.added, done.changed, done.known) == (1, 0, 1)
    assert person(event, "PETIT").first_name == "Max"
    for _ in range(2):
        undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert suggested_mapping(read_basis(event), read_list(path)).columns[1] is ListField.ORGANISATION


def test_a_new_way_of_reading_that_changes_nobody_is_remembered_and_is_nothing_to_take_back(event, clock, tmp_path):
    path = a_list(tmp_path, "Zoé;Durand;", header="Prénom;Nom;Repas")
    take(event, clock, path)
    newest, entries = newest_import(event), event.journal.count()
    mapping = chosen(path).without_column(2)
    assert take(event, clock, path, mapping) == ListImportResult(0, 1, ())
    assert suggested_mapping(read_basis(event), read_list(path)) == mapping
    assert newest_import(event) == newest
    assert event.journal.count() == entries + 1
    take(event, clock, path)
    assert event.journal.count() == entries + 1


def test_hundreds_of_columns_are_too_much_to_remember_and_are_imported_all_the_same(event, clock, tmp_path):
    header = ";".join(["Nom", *(f"Question {n} {'?' * 60}" for n in range(250))])
    path = a_list(tmp_path, "Durand", header=header)
    take(event, clock, path, chosen(path, **{f"_{n}": ListField.NOTE for n in range(1, 250)}))
    assert person(event, "Durand")
    assert suggested_mapping(read_basis(event), read_list(path)).columns == {0: ListField.LAST_NAME}


def test_reading_and_comparing_need_no_database_and_stop_when_told_to(event, clock, tmp_path):
    """The event's connection belongs to one thread; another reads the list and compares."""

    def stop(done, total):
        raise Cancelled

    bring(event, clock, ZOE, header=HEADER)
    path, basis = a_list(tmp_path, ZOE, MAX, header=HEADER, name="v2.csv"), read_basis(event)
    with pytest.raises(Cancelled):
        build_preview(basis, read_list(path), report=stop)
    with ThreadPoolExecutor(1) as thread:
        seen = thread.submit(lambda: build_preview(basis, read_list(path))).result()
    done = apply_list(event, seen, at=clock(), desk="d")
    assert done == ListImportResult(1, 1, seen.problems, totals=ListTotals(1, 1))


PROGRAMME = a_programme(
    categories=(Category("presse", "Presse"),), sessions=(Session("a1", "Atelier 1 – Eau"), Session("a2", "Atelier 2"))
)


def plan(event, clock, programme=PROGRAMME):
    event.plan(programme, at=clock(), desk="d")
    with transaction(event.db):
        return reinterpret_lists(event, at=clock(), desk="d")


def test_sessions_and_categories_of_a_list_are_understood_once_when_the_programme_comes_later(event, clock):
    bring(event, clock, ZOE, MAX, header=HEADER)
    assert person(event, "LE GOFF Zoé").custom == {"Ateliers": "Atelier 1, Yoga"}
    assert plan(event, clock) == 2
    zoe, max_ = person(event, "LE GOFF Zoé"), person(event, "PETIT Max")
    assert (zoe.sessions, zoe.category, zoe.custom) == (("a1",), "presse", {"Ateliers": "Atelier 1, Yoga"})
    assert (max_.sessions, max_.category, max_.custom) == (("a2",), "Autre", {})
    assert check_file(event).problems == ()
    entries = event.journal.count()
    done = bring(event, clock, ZOE, MAX, header=HEADER)
    assert (done.added, done.changed, done.known) == (0, 0, 2)
    assert (event.journal.count(), plan(event, clock)) == (entries, 0)


def test_what_the_program_understood_late_is_no_correction_of_anybody(event, clock):
    """Also of a record that was merged into somebody's."""
    bring(event, clock, ZOE, MAX, "BRUN Ida;Mairie;;Autre", header=HEADER)
    desk, ida = Desk(event, clock, "Accueil 1"), person(event, "BRUN Ida")
    desk.registration.merge(ida.id, person(event, "PETIT Max").id)
    before = day_report_from_journal(event)
    assert plan(event, clock) == 2
    assert (person(event, "BRUN Ida").sessions, person(event, "LE GOFF Zoé").sessions) == (("a2",), ("a1",))
    assert day_report_from_journal(event).corrections == before.corrections
    assert day_report_from_tables(event) == day_report_from_journal(event)
    listed = Counter(each.what for each in list_deviations(event, ExportSource(event), before))
    assert listed == Counter({DayReportChange.CORRECTED: before.corrections, DayReportChange.MERGED: 1})
    correct(event, clock, person(event, "LE GOFF Zoé"), organisation="Mairie")
    assert day_report_from_journal(event).corrections == before.corrections + 1, "what a desk says is one"


def test_what_a_list_that_comes_again_changes_is_no_correction_of_anybody(event, clock):
    """Nor whom it cancels, nor who was to be online and is on site now. What a desk corrects is one."""
    header = "Nom;Prénom;Droit à l'image;Mode"
    bring(event, clock, "Durand;Zoé;oui;à distance", "Petit;Max;oui;sur place", header=header)
    bring(event, clock, "Durand;Zoé;non;sur place", "Petit;Max;non;sur place", header=header)
    bring(event, clock, "Durand;Zoé;non;sur place", header=header, cancel_gone=True)
    assert person(event, "Petit").status is Status.CANCELLED
    made = day_report_from_journal(event)
    assert (made.corrections, made.switches) == (0, 0)
    assert day_report_from_tables(event) == made
    assert list_deviations(event, ExportSource(event), made) == []
    correct(event, clock, person(event, "Durand"), organisation="Mairie")
    assert day_report_from_journal(event).corrections == 1
    event_purge.purge(event, Authority("Accueil 1", "Quatorze jours après"), at=clock(), desk="d")
    assert day_report_from_journal(event).corrections == day_report_from_tables(event).corrections == 1


def test_the_sessions_of_two_records_of_one_person_are_understood_together(event, clock):
    """Neither takes the other's away, and no desk is asked which of the two is right."""
    third = "BRUN Ida;Mairie;Atelier 2;Autre"
    bring(event, clock, ZOE, MAX, third, header=HEADER)
    desk, zoe = Desk(event, clock, "Accueil 1"), person(event, "LE GOFF Zoé")
    for other in ("PETIT Max", "BRUN Ida"):
        desk.registration.merge(zoe.id, person(event, other).id)
    assert plan(event, clock) == 1
    assert person(event, "LE GOFF Zoé").sessions == ("a1", "a2")
    assert check_file(event).problems == ()
    assert day_report_from_journal(event).conflicts == 0
    assert plan(event, clock) == 0
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert person(event, "LE GOFF Zoé").sessions == ()


def test_a_programme_file_does_the_same_and_taking_it_back_gives_the_text_again_before_the_list(event, clock, tmp_path):
    bring(event, clock, MAX, header=HEADER)
    path = tmp_path / "programme.toml"
    path.write_text('[event]\ntitle = "R"\n[[session]]\nid = "a2"\ntitle = "Atelier 2"\n', encoding="utf-8")
    import_programme(event, path, at=clock(), desk="d")
    assert (person(event, "PETIT Max").sessions, person(event, "PETIT Max").custom) == (("a2",), {})
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert person(event, "PETIT Max").custom == {"Ateliers": "Atelier 2"}
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert event.attendees.count() == 0


def test_what_a_desk_has_said_since_stands_and_whom_only_a_desk_has_named_is_left_alone(event, clock, desk):
    bring(event, clock, ZOE, MAX, header=HEADER)
    walk_in, merged = an_attendee(1, category="Presse", custom={"Ateliers": "Atelier 2"}), an_attendee(2)
    add_people(event, clock(), walk_in, merged)
    correct(event, clock, person(event, "LE GOFF Zoé"), sessions=["a2"], category="officiel")
    desk.registration.merge(merged.id, person(event, "PETIT Max").id)
    assert event.attendees.get(merged.id).custom["Ateliers"] == "Atelier 2"
    assert plan(event, clock) == 2
    zoe, max_ = person(event, "LE GOFF Zoé"), event.attendees.get(merged.id)
    assert (zoe.sessions, zoe.category) == (("a2",), "officiel")
    assert (max_.sessions, max_.custom) == (("a2",), {}), "what a record left to a person is understood for them"
    assert event.attendees.get(walk_in.id) == walk_in
    entries = event.journal.count()
    assert bring(event, clock, ZOE, MAX, header=HEADER).changed == 0
    assert event.journal.count() == entries
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert event.attendees.get(merged.id).custom == {"Ateliers": "Atelier 2"}


# Whatever the order of lists, ways of reading them, programmes, corrections and arrivals
WORKSHOPS = ("", "Atelier 1", "Atelier 1, Atelier 2", "Yoga")
READINGS = st.sampled_from([None, ListField.PHONE, ListField.SESSIONS, "out"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("list"), st.tuples(st.sampled_from(WORKSHOPS), st.sampled_from(WORKSHOPS)), READINGS),
        st.tuples(st.just("programme"), st.sampled_from([PROGRAMME, a_programme(sessions=())])),
        st.tuples(st.just("correct"), st.integers(0, 1), st.sampled_from(["a1", "a2"])),
        st.tuples(st.just("arrive"), st.integers(0, 1)),
    ),
    max_size=10,
)


@settings(max_examples=40)
@given(STEPS)
def test_any_order_of_lists_programmes_corrections_and_arrivals_keeps_every_arrival(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("orders")
    event, clock = EventFile.create(folder / "e.checkin", KEY), FakeClock(MORNING)
    event.plan(a_programme(sessions=()), at=clock(), desk="d")
    desk = Desk(event, clock, "Accueil 1")
    path = listed(folder, ("", ""))
    take(event, clock, path)
    ids = [person(event, name).id for name in ("Durand", "Petit")]
    arrived = set()
    for kind, *what in steps:
        clock.pass_by(minutes=1)
        if kind == "list":
            path = listed(folder, what[0])
            mapping = guess_mapping(read_list(path).sheet.rows)
            take(event, clock, path, mapping.without_column(2) if what[1] == "out" else mapping.with_column(2, what[1]))
        elif kind == "programme":
            plan(event, clock, what[0])
        elif kind == "correct":
            correct(event, clock, event.attendees.get(ids[what[0]]), sessions=[what[1]])
        else:
            arrived.add(ids[what[0]])
            desk.check_in(ids[what[0]])
    again = take(event, clock, path)
    assert (again.added, again.gone) == (0, 0)
    entries = event.journal.count()
    assert take(event, clock, path) == ListImportResult(0, 2, again.problems)
    assert event.journal.count() == entries
    assert {v.attendee for v in event.attendees.visits()} == arrived
    assert {a.id for a, _ in event.attendees.all()} == set(ids)
    assert check_file(event).problems == ()
    event.close()


def listed(folder, workshops):
    lines = (f"{name}@x.example;{name};{said}" for name, said in zip(("Durand", "Petit"), workshops, strict=True))
    return a_list(folder, *lines, header="E-mail;Nom;Ateliers")


WITH_COMPANIONS = "Nom;Prénom;E-mail;Accompagnant 1 nom;Accompagnant 1 prénom;Accompagnant 2 nom;Accompagnant 2 prénom"
LINES = ("Durand;Marie;m@x.example;Durand;Paul;Blanc;Ève", "Petit;Max;p@x.example;;;;", "Roux;Zoé;;Noir;Ada;;")


def seen(event, *lines, handling=CompanionHandling.PEOPLE, same=(), header=WITH_COMPANIONS):
    """The preview as the user chose; without a handling, as it was remembered."""
    read, basis = read_list(a_list(event.path.parent, *lines, header=header)), read_basis(event)
    mapping = suggested_mapping(basis, read)
    mapping = mapping if handling is None else replace(mapping, companions=handling)
    return build_preview(basis, read, mapping, same=dict(same))


def bring_companions(event, clock, *lines, **choice):
    return apply_list(event, seen(event, *lines, **choice), at=clock(), desk="d")


def figures(done):
    return done.added, done.changed, done.gone, done.merged


def here(event):
    return {attendee.name: attendee for attendee, _ in event.attendees.all()}


def test_companions_are_people_with_codes_of_their_own_who_are_found_by_name_and_undone_whole(event, clock):
    done = bring_companions(event, clock, *LINES)
    assert (done.added, done.problems) == (6, ())
    people = here(event)
    assert set(people) == {"Marie Durand", "Paul Durand", "Ève Blanc", "Max Petit", "Zoé Roux", "Ada Noir"}
    assert len({attendee.ticket_code for attendee in people.values()}) == 6
    brought = {"Paul Durand": "Marie Durand/1", "Ève Blanc": "Marie Durand/2", "Ada Noir": "Zoé Roux/1"}
    for name, (by, number) in ((name, whose.split("/")) for name, whose in brought.items()):
        assert people[name].companion == f"{people[by].id}/{number}"
    programme = event.programme()
    found = DeskQueries(event).search("ada noir", programme, programme.control_points[0])
    assert [match.attendee.name for match in found] == ["Ada Noir"]
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert here(event) == {}
    assert bring_companions(event, clock, *LINES).added == 6


def test_the_same_list_again_doubles_nobody_and_a_name_that_changes_is_the_same_companion(event, clock):
    bring_companions(event, clock, *LINES)
    before, entries = here(event), event.journal.count()
    assert figures(bring_companions(event, clock, *LINES, handling=None)) == (0, 0, 0, 0)
    assert event.journal.count() == entries
    renamed = ("Durand;Marie;m@x.example;Durand;Paule;Blanc;Ève", *LINES[1:])
    changed = bring_companions(event, clock, *renamed, handling=None)
    assert figures(changed) == (0, 2, 0, 0), "also the column of who brings them"
    assert here(event)["Paule Durand"].id == before["Paul Durand"].id
    more = (renamed[0], "Petit;Max;p@x.example;Petit;Léa;;", LINES[2])
    assert figures(bring_companions(event, clock, *more, handling=None)) == (1, 1, 0, 0)
    assert here(event)["Léa Petit"].companion == f"{before['Max Petit'].id}/1"
    fewer = seen(event, *LINES[1:], handling=None)
    assert (len(fewer.difference.gone), fewer.difference.is_beside) == (4, True), "most people are not on it"
    assert "not on this one: 4" in import_summary(fewer)
    done = apply_list(event, fewer, at=clock(), desk="d", replaces=True)
    assert (done.added, done.gone) == (0, 4)


def test_what_the_next_list_says_of_a_companion_is_theirs_and_takes_nothing_from_the_person(event, clock):
    beside = "Accompagnant;E-mail accompagnant;Allergies accompagnant"
    bring_companions(
        event, clock, "Durand;Marie;m@x.example;Paul Noir;p@x.example;noix", header=f"Nom;Prénom;E-mail;{beside}"
    )
    bring_companions(event, clock, "Durand;Marie;Paul Noir;q@x.example;", header=f"Nom;Prénom;{beside}")
    people = here(event)
    assert (people["Paul Noir"].email, dict(people["Paul Noir"].custom)) == ("q@x.example", {})
    assert people["Marie Durand"].email == "m@x.example"


def test_a_companion_with_a_row_of_their_own_is_told_and_as_numbers_they_come_on_the_code_of_the_person(event, clock):
    (problem,) = seen(event, *LINES, OWN_ROW).problems
    assert (problem.row, problem.words, dict(problem.fields)) == (4, HAS_OWN_ROW, {"name": "Ada Noir", "other": 5})
    assert seen(event, *LINES, OWN_ROW, handling=CompanionHandling.KEEP).problems == ()
    bring_companions(event, clock, *LINES, handling=CompanionHandling.NUMBER)
    places = {name: attendee.places for name, attendee in here(event).items()}
    assert places == {"Marie Durand": 3, "Max Petit": 1, "Zoé Roux": 2}
    assert bring_companions(event, clock, *LINES, handling=None).changed == 0


def proposed(preview):
    """[(row, place, name of the known person)] of the probable duplicates."""
    return [(d.person.row, d.person.place, d.other.name) for d in preview.difference.probable_duplicates]


OWN_ROW = "Noir;Ada;ada@x.example;;;;"


def test_a_companion_who_registers_too_is_proposed_as_one_person_and_is_one_from_then_on(event, clock):
    bring_companions(event, clock, *LINES)
    ada = here(event)["Ada Noir"]
    assert proposed(seen(event, *LINES, OWN_ROW)) == [(5, 0, "Ada Noir")]
    done = bring_companions(event, clock, *LINES, OWN_ROW, same={5: ada.id})
    assert (done.added, done.merged, done.gone, event.attendees.count()) == (0, 1, 0, 6)
    assert here(event)["Ada Noir"].email == "ada@x.example"
    assert figures(bring_companions(event, clock, *LINES, OWN_ROW)) == (0, 0, 0, 0)
    alone = bring_companions(event, clock, *LINES[:2], "Roux;Zoé;;;;;", OWN_ROW)
    assert (alone.added, alone.gone) == (0, 0)


def test_a_new_companion_who_is_in_the_event_already_is_proposed_and_becomes_one_person(event, clock):
    bring_companions(event, clock, LINES[1], OWN_ROW)
    ada, lines = here(event)["Ada Noir"], (LINES[1], OWN_ROW, LINES[2])
    assert proposed(seen(event, *lines)) == [(4, 1, "Ada Noir")]
    with pytest.raises(UserError, match="Row 4 cannot be matched"):
        seen(event, *lines, same={(4, 1): "KNOBODYHERE"})
    done = bring_companions(event, clock, *lines, same={(4, 1): ada.id})
    assert (done.added, done.merged, done.gone) == (1, 1, 0)
    assert sorted(attendee.name for attendee, _ in event.attendees.all()) == ["Ada Noir", "Max Petit", "Zoé Roux"]
    assert figures(bring_companions(event, clock, *lines)) == (0, 0, 0, 0)
    gone = bring_companions(event, clock, LINES[1], LINES[2])
    assert (gone.added, gone.gone) == (0, 0)


NAME = st.sampled_from(("", "Ada", "Ève", "Paul", "oui"))
ROWS = st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS, st.sampled_from(CompanionHandling))
def test_whatever_the_next_list_says_everyone_on_it_is_there_once(first, second, handling):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "e.checkin", KEY)) as event:
        for rows in (first, second, second):
            lines = [f"Hôte{n};Zoé;h{n}@x.example;;{one};;{other}" for n, (one, other) in enumerate(rows)]
            done = bring_companions(event, FakeClock(MORNING), *lines, handling=handling)
            named = sum(name in ("Ada", "Ève", "Paul") for row in rows for name in row)
            expected = len(rows) + (named if handling is CompanionHandling.PEOPLE else 0)
            assert done.added + done.changed + done.known == expected
        assert figures(done)[:3] == (0, 0, 0)
