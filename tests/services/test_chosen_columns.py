# SPDX-License-Identifier: GPL-3.0-or-later
"""Chosen columns of the list in a real file: at the desk, in the search, counted, in the next list, after a purge."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from checkin.core.answer import Answer
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import KioskAnswer, kiosk_answer
from checkin.core.live.live_figures import figures_as_json
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, ControlPoint, Requirement, RuleTest
from checkin.core.programme.programme_edits import ProgrammeDraft, move_item, put_item
from checkin.core.ready.checks import ReadinessTopic
from checkin.core.ready.readiness import ReadinessContext, check_measurements
from checkin.core.supervisor import Authority
from checkin.services import live_queries
from checkin.services.attendance.attendance_evidence import day_report_from_journal, day_report_from_tables
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import listed_titles
from checkin.services.lists.list_importing import import_list
from checkin.services.lists.list_preview import preview_list
from checkin.services.live_queries import LiveQueries
from checkin.services.privacy import event_purge
from checkin.services.programme.programme_importing import import_programme, save_programme
from checkin.services.programme.programme_use import read_programme_use
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.ui.import_export.import_summary import import_notes
from checkin.ui.ready.ready_band import result_text
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.lists import a_list, bring, person
from tests.sync.memory import MemoryLog, MemoryPeer

PARIS = ZoneInfo("Europe/Paris")
TABLE = Column("table", "Table", "custom:Table", in_search=True, in_kiosk=True)
DIET = Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE, is_counted=True)
MINOR = Column("mineur", "Mineur", "custom:Mineur", rules=(ColumnRule(values=("oui",), needs_person=True),))
GUESTS = (
    an_attendee(31, last_name="Abadie", custom={"Table": "7", "Régime": "Végétarien"}),
    an_attendee(32, last_name="Blanc", custom={"Table": "70", "Régime": "végétarien"}),
    an_attendee(33, last_name="Colin", custom={"Régime": "Végan", "Mineur": "Oui"}, category="presse"),
    an_attendee(34, last_name="Durand", custom={"Régime": "Végétarien"}, status="cancelled"),
)
HEADER = "Prénom;Nom;E-mail;Table;Régime"


@pytest.fixture
def guests(event, clock):
    event.plan(a_programme(columns=(TABLE, DIET, MINOR)), at=clock(), desk="d")
    add_people(event, clock(), *GUESTS)
    return event


@pytest.fixture
def welcome(guests, clock):
    return Desk(guests, clock, "Accueil 1")


def shares(event, clock):
    live = LiveQueries(event).read(clock().astimezone(PARIS)).live
    return [(c.name, [(v.name, v.arrived, v.expected, v.unexpected) for v in c.values]) for c in live.by_column]


def missing(event, clock):
    return ReadinessMeter(event, clock).measure().missing_columns


def ready(event, clock, topic):
    """What is said of a topic before the doors open."""
    place = ReadinessContext(clock(), event.programme().control_points[0])
    found = check_measurements(ReadinessMeter(event, clock).measure(), place)
    return [result_text(each) for each in found if each.topic is topic]


def test_a_volunteer_confirms_what_a_rule_asks_and_the_arrival_is_an_ordinary_one(guests, welcome):
    asked = welcome.scan(GUESTS[2].ticket_code)
    assert (asked.verdict, asked.reason, asked.can_admit) == (Verdict.ASK, Reason.PERSON_NEEDED, True)
    assert kiosk_answer(asked, None) is KioskAnswer.DESK
    admitted: Answer = welcome.admit(asked)
    assert (admitted.verdict, admitted.reason, admitted.is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    assert admitted.is_confirmed
    (arrival,) = guests.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert "over" not in arrival.body


def test_the_search_finds_a_table_says_so_and_knows_when_it_is_about_columns(guests, welcome, clock):
    queries = DeskQueries(guests)
    for typed, name, columns in (
        ("table 7", "Abadie", ("Table 7",)),
        ("végan", "Colin", ("Régime Végan",)),
        ("blanc", "Blanc", ("Table 70",)),
    ):
        found = queries.search(typed, welcome.programme, welcome.control_point)
        assert [(match.attendee.last_name, match.columns) for match in found] == [(name, columns)]
    for typed, is_about in (
        ("table 9", True),
        ("végétarien martin", True),
        ("Table de la mer", True),
        ("de la mer", False),
    ):
        assert queries.is_about_columns(typed, welcome.programme) is is_about
    guests.plan(a_programme(columns=(TABLE, replace(DIET, in_search=True))), at=clock(), desk="d")
    welcome.reload()
    for typed in ("abadie", "table 7", "table7 abadie", "végétarien abad", "abadie végétarien table 7"):
        (match,) = queries.search(typed, welcome.programme, welcome.control_point)
        assert match.attendee.last_name == "Abadie"
        assert sorted(match.columns, key=len) in (["Table 7", "Végétarien"], ["Table 7", "Régime Végétarien"])


def test_values_are_counted_whatever_their_spelling_and_those_not_expected_apart(guests, welcome, clock, monkeypatch):
    welcome.check_in(GUESTS[0].id)
    assert shares(guests, clock) == [("Régime", [("Végétarien", 1, 2, 0), ("Végan", 0, 1, 0)])]
    (scripts,) = figures_as_json(LiveQueries(guests).read(clock().astimezone(PARIS)).live, [])["by_column"]
    assert (scripts["name"], scripts["values"][1]["name"]) == ("Régime", "Végan")
    assert scripts["values"][0] == {"name": "Végétarien", "arrived": 1, "expected": 2, "missing": 1}
    monkeypatch.setattr(live_queries, "FEW_PEOPLE", 2)
    seldom = LiveQueries(guests)

    def arrived():
        (column,) = seldom.read(clock().astimezone(PARIS)).live.by_column
        return [value.arrived for value in column.values]

    assert arrived() == [1, 0]
    welcome.overrule(welcome.check_in(GUESTS[3].id), Authority("Accueil 1", "Erreur de la liste"))
    assert shares(guests, clock) == [("Régime", [("Végétarien", 2, 2, 1), ("Végan", 0, 1, 0)])]
    assert arrived() == [1, 0], "of very many people they are counted only so often"
    clock.pass_by(seconds=16)
    assert arrived() == [2, 0]
    guests.plan(a_programme(columns=(replace(DIET, only_for=("presse",)),)), at=clock(), desk="d")
    assert shares(guests, clock) == [("Régime", [("Végan", 0, 1, 0)])], "a column of one category counts that alone"


def test_journal_and_tables_tell_one_report_of_the_columns_and_no_value_is_left_after_a_purge(guests, welcome, clock):
    welcome.check_in(GUESTS[0].id)
    before = day_report_from_journal(guests, clock())
    assert before.columns == day_report_from_tables(guests).columns
    line = before.columns["Régime"]["Végétarien"]
    assert (line.registered, line.present, line.absent, line.cancelled) == (3, 1, 1, 1)
    event_purge.purge(guests, Authority("Accueil 1", "x"), at=clock(), desk="Accueil 1")
    assert day_report_from_journal(guests, clock()) == before
    assert day_report_from_journal(guests, clock()).columns == {"Régime": {}}
    assert shares(guests, clock) == [("Régime", [])]
    assert guests.attendees.find("végétarien", 9) == []
    assert guests.programme().columns == (TABLE, DIET, MINOR), "what the organiser chose is nobody's"


def test_the_editor_offers_the_columns_in_the_order_of_the_list(event, clock):
    header = HEADER.replace("Table", "Zone;Table")
    bring(event, clock, "Zoé;Ba;z@x.example;;7;Végétarien", "Ana;Le;a@x.example;;8;", header=header)
    bring(event, clock, "Luc;Ar;l@x.example;B;9;", header=header)
    assert [title for title in read_programme_use(event).custom if title != "Notes"] == ["Zone", "Table", "Régime"]


def test_a_column_that_the_next_list_calls_otherwise_stays_and_is_told(event, clock):
    event.plan(a_programme(columns=(TABLE, DIET)), at=clock(), desk="d")
    bring(event, clock, "Zoé;Ba;z@x.example;7;Végétarien", header=HEADER)
    assert listed_titles(event) == ["Table", "Régime"]
    assert missing(event, clock) == ()
    renamed = HEADER.replace("Table", "N° de table")
    seen = preview_list(event, a_list(event.path.parent, "Zoé;Ba;z@x.example;8;Végan", header=renamed))
    assert import_notes(seen).startswith("Not in this list, although chosen for the desk: “Table”.")
    bring(event, clock, "Zoé;Ba;z@x.example;8;Végan", header=renamed)
    assert missing(event, clock) == ("Table",)
    (told,) = ready(event, clock, ReadinessTopic.COLUMNS)
    assert told == "Not in the latest list, although chosen for the desk: “Table”."
    assert person(event, "Ba").custom["Table"] == "7"
    bring(event, clock, "Zoé;Ba;z@x.example;9;Végan", header=HEADER)
    assert missing(event, clock) == ()


def test_a_list_of_another_source_lacks_none_of_the_columns_of_the_first(event, clock):
    event.plan(a_programme(columns=(TABLE, DIET)), at=clock(), desk="d")
    form = ("Zoé;Ba;z@x.example;7;Végétarien", "Ana;Le;a@x.example;8;", "Luc;Ar;l@x.example;9;")
    bring(event, clock, *form, header=HEADER)
    lines = ("Ève;Od;e@x.example;L", "Ana;Le;a@x.example;M")
    tickets = a_list(event.path.parent, *lines, header="Prénom;Nom;E-mail;Taille")
    assert "Table" not in import_notes(preview_list(event, tickets))
    import_list(event, tickets, at=clock(), desk="Accueil 1")
    assert missing(event, clock) == ()
    assert listed_titles(event) == ["Taille", "Table", "Régime"]
    bring(event, clock, *form, "Noé;Ti;n@x.example;9;", header=HEADER)
    assert missing(event, clock) == ()
    bring(event, clock, *form, header=HEADER.replace("Table", "N° de table"))
    assert missing(event, clock) == ("Table",)


def test_a_rule_that_concerns_nobody_is_said_before_the_doors_open(event, clock):
    """A guest with “Allergie arachide” would otherwise come in plain green."""
    idle = replace(DIET, rules=(ColumnRule(values=("Allergie",), text="Prévenir la cuisine"),))
    event.plan(a_programme(columns=(MINOR, idle)), at=clock(), desk="d")
    add_people(event, clock(), *GUESTS, an_attendee(35, custom={"Régime": "Allergie arachide"}))
    (sentence,) = ready(event, clock, ReadinessTopic.RULES)
    assert "Régime (Allergie)" in sentence
    assert "Mineur" not in sentence
    contains = replace(DIET, rules=(ColumnRule(RuleTest.CONTAINS, ("Allergie",)),))
    event.plan(a_programme(columns=(MINOR, contains)), at=clock(), desk="d")
    assert ready(event, clock, ReadinessTopic.RULES) == []
    buffet = ControlPoint("buffet", "Buffet", requires=(Requirement("custom:Régime", ("carnivore",)),))
    points = (*a_programme().control_points, buffet)
    event.plan(a_programme(columns=(contains,), control_points=points), at=clock(), desk="d")
    (sentence,) = ready(event, clock, ReadinessTopic.RULES)
    assert "Buffet (carnivore)" in sentence


def test_a_programme_file_without_columns_keeps_those_of_the_event(event, clock, tmp_path):
    event.plan(a_programme(columns=(replace(TABLE, only_for=("presse", "participant")), DIET)), at=clock(), desk="d")
    file = tmp_path / "p.toml"
    file.write_text('[event]\ntitle = "R"\n[[category]]\nid = "presse"\nname = "Presse"\n', "utf-8")
    kept = import_programme(event, file, at=clock(), desk="d")
    assert kept.columns == (replace(TABLE, only_for=("presse",)), DIET)
    file.write_text(file.read_text("utf-8") + '[[column]]\nid = "t"\nname = "T"\nfield = "custom:T"\n', "utf-8")
    assert [c.name for c in import_programme(event, file, at=clock(), desk="d").columns] == ["T"]


def test_two_users_change_two_columns_at_once(event, clock):
    opened = a_programme(columns=(TABLE, DIET))
    event.plan(opened, at=clock(), desk="d")
    mine = ProgrammeDraft(opened, put_item(opened, replace(TABLE, name="Table n°")))
    theirs = ProgrammeDraft(opened, put_item(move_item(opened, DIET, -1), replace(DIET, is_counted=False)))
    for draft in (mine, theirs):
        save_programme(event, draft, at=MORNING, desk="d")
    assert event.programme().columns == (replace(DIET, is_counted=False), replace(TABLE, name="Table n°"))


def test_columns_are_counted_where_the_desk_stands_but_for_a_desk_that_lends_at_the_entrance(guests, clock):
    entrance, *others = a_programme().control_points
    dinner, headsets = ControlPoint("diner", "Dîner"), ControlPoint("casques", "Casques", gives="casque")
    points = (entrance, dinner, headsets, *others)
    guests.plan(a_programme(columns=(DIET,), control_points=points), at=clock(), desk="d")
    Desk(guests, clock, "Accueil 1").check_in(GUESTS[0].id)

    def counted(point):
        live = LiveQueries(guests).read(clock().astimezone(PARIS), point).live
        return live.columns_at, [value.arrived for value in live.by_column[0].values]

    assert counted("diner") == ("Dîner", [0, 0])
    assert counted("casques") == counted(entrance.id) == ("", [1, 0])


def test_somebody_registered_at_the_desk_has_a_table_and_a_diet_like_all_others(guests, welcome, clock):
    form = RegistrationForm("Zoé", "Fontaine", category="participant", custom={"Table": "12", "Régime": "végétarien"})
    answer = welcome.registration.walk_in(form)
    assert answer.attendee.custom == {"Table": "12", "Régime": "végétarien"}
    (found,) = DeskQueries(guests).search("table 12", welcome.programme, welcome.control_point)
    assert found.attendee.last_name == "Fontaine"
    assert ("Régime", [("Végétarien", 1, 3, 0), ("Végan", 0, 1, 0)]) in shares(guests, clock)
    vegetarian = day_report_from_journal(guests).columns["Régime"]["Végétarien"]
    assert (vegetarian.registered, vegetarian.present) == (4, 1)
    assert day_report_from_tables(guests).columns == day_report_from_journal(guests).columns


def test_a_diet_corrected_by_hand_outlives_the_next_list_and_reaches_the_other_desk(event, clock, tmp_path):
    event.plan(a_programme(columns=(TABLE, DIET)), at=clock(), desk="d")
    bring(event, clock, "Zoé;Ba;z@x.example;7;Végétarien", header=HEADER)
    welcome = Desk(event, clock, "Accueil 1")
    welcome.registration.correct(person(event, "Ba").id, {"custom:Régime": "Végan", "custom:Table": "9"})
    bring(event, clock, "Zoé;Ba;z@x.example;7;Végétarien", header=HEADER)
    assert dict(person(event, "Ba").custom) == {"Table": "9", "Régime": "Végan"}
    log = MemoryLog()
    other = EventFile.create(tmp_path / "other.checkin", KEY)
    for each in (event, other):
        Exchange(Outbox(each.db, each.journal), MemoryPeer(log), clock).run_round()
    assert dict(person(other, "Ba").custom) == {"Table": "9", "Régime": "Végan"}
    other.close()
