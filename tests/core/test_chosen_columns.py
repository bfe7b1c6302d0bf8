# SPDX-License-Identifier: GPL-3.0-or-later
"""The chosen columns of a person: their values however the list writes its titles, and the rules that hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import chosen_columns
from checkin.core.admission import decide
from checkin.core.admission_rules import welcome_decision
from checkin.core.attendance.day_report import make_day_report
from checkin.core.attendance.day_report_lines import DayReportPerson
from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, ControlPoint, RuleTest
from checkin.core.programme.programme_entries import fold_programme
from checkin.core.text_folding import fold_text
from tests.builders import MORNING, a_programme, an_attendee
from tests.core.test_admission import ARRIVED, at, known

TABLE = Column("table", "Table", "custom:Table", in_search=True, in_kiosk=True)
DIET = Column("regime", "Régime", "custom:Régime alimentaire", ColumnDisplay.VALUE, is_counted=True)
MINOR = Column("mineur", "Mineur", "custom:Mineur", rules=(ColumnRule(values=("oui",), needs_person=True),))
PAPER = Column("certificat", "Certificat", "custom:Certificat", rules=(ColumnRule(RuleTest.EMPTY, text="Le demander"),))


def at_most(value):
    return ColumnRule(RuleTest.AT_MOST, (value,))


def at_least(value):
    return ColumnRule(RuleTest.AT_LEAST, (value,))


def planned(*columns, **fields):
    return a_programme(columns=columns, **fields)


@pytest.mark.parametrize("title", ["Table", "TABLE", "  table ", "Tàble"])
def test_a_column_is_found_however_the_list_writes_its_title(title):
    assert chosen_columns.column_text(an_attendee(custom={title: " 7\n bis "}), "custom:Table") == "7 bis"
    assert chosen_columns.column_text(an_attendee(custom={"Table": "", "table": "7"}), "custom:Table") == "7"
    assert chosen_columns.column_text(an_attendee(email="a@b.example", order="A-1"), "order") == "A-1"
    assert chosen_columns.column_text(an_attendee(), "custom:Table") == ""


def test_a_column_for_some_categories_is_not_shown_to_others():
    programme = planned(replace(TABLE, only_for=("presse",)), DIET)
    custom = {"Table": "7", "Régime alimentaire": "Végétarien"}
    for category, names in (("Presse", ["Table", "Régime"]), ("participant", ["Régime"]), ("vip", ["Régime"])):
        found = chosen_columns.chosen_values(an_attendee(category=category, custom=custom), programme)
        assert [each.column.name for each in found] == names


@pytest.mark.parametrize(
    ("rule", "holds", "does_not"),
    [
        (ColumnRule(values=("Oui", "manquant")), ["oui", "OUI ", "Manquant", "non, oui"], ["", "non", "ouistiti"]),
        (ColumnRule(RuleTest.NONE_OF, ("aucun", "")), ["gluten"], ["aucun", "Aucun", ""]),
        (ColumnRule(RuleTest.NONE_OF, ("néant",)), ["gluten", "lait; oeuf"], ["Neant", "", " – "]),
        (ColumnRule(RuleTest.NONE_OF, ("néant",), also_empty=True), ["gluten", "", "–"], ["néant"]),
        (ColumnRule(RuleTest.EMPTY), ["", "  ", "–"], ["non"]),
        (ColumnRule(RuleTest.FILLED), ["gluten", "néant", "0"], ["", " ", "-"]),
        (at_most("17"), ["17", "9", "16 ans", "16,5", "-1", "17 ans et demi"], ["18", "", "dix", "17/05/2009"]),
        (at_least("17,5"), ["17.5", "120 €", "1 200 €", "1\u202f200"], ["17", "17 + 3", "A4", "1 20"]),
        (at_least("04/12/2008"), ["04/12/2008", "2010-01-31", "5.12.08"], ["03/12/2008", "2007", "12/2008"]),
        (at_least("04/12/2008"), ["2008-12-04 00:00:00"], ["31/02/2010"]),
        (ColumnRule(RuleTest.AT_MOST, ()), [], ["1"]),
        (ColumnRule(values=("arachides",)), ["gluten; Arachides", "lactose/arachides"], ["arachides grillées"]),
        (ColumnRule(RuleTest.CONTAINS, ("allergie",)), ["Allergie arachide", "sans sel, ALLERGIES"], ["", "aucun"]),
        (ColumnRule(RuleTest.CONTAINS, ("",)), [], ["", "aucun"]),
    ],
)
def test_a_rule_holds_for_a_value_or_for_one_of_several(rule, holds, does_not):
    assert [rule.holds(value) for value in holds] == [True] * len(holds)
    assert [rule.holds(value) for value in does_not] == [False] * len(does_not)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_value_is_one_of_some_or_none_of_them(value, values):
    rules = (ColumnRule(test, tuple(values), also_empty=True) for test in (RuleTest.ONE_OF, RuleTest.NONE_OF))
    one, none = (rule.holds(value) for rule in rules)
    assert one is not none


@pytest.mark.parametrize(
    ("history", "verdict", "reason"),
    [
        (known(custom={"Mineur": "OUI"}), Verdict.ASK, Reason.PERSON_NEEDED),
        (known(custom={"Mineur": "non", "Certificat": "x"}), Verdict.ADMIT, Reason.WELCOME),
        (known(custom={"Mineur": "non"}), Verdict.ADMIT, Reason.ATTENTION),
        (known(custom={"Mineur": "oui"}, places=3), Verdict.ASK, Reason.GROUP),
        (known(ARRIVED, custom={"Mineur": "oui"}), Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (known(custom={"Mineur": "oui"}, status=Status.BLOCKED), Verdict.REFUSE, Reason.BLOCKED),
        (known(custom={"Mineur": "oui"}, presence=Presence.REMOTE), Verdict.ASK, Reason.REMOTE),
    ],
)
def test_rules_in_the_table_of_answers(history, verdict, reason):
    decision = decide(None, history, at(programme=planned(MINOR, PAPER)))
    assert (decision.verdict, decision.reason) == (verdict, reason)


def test_rules_at_the_second_door_and_once_a_volunteer_has_seen_the_person():
    inside = known(ARRIVED, custom={"Mineur": "oui", "Certificat": "x"})
    assert decide(None, inside, at("dejeuner", programme=planned(MINOR, PAPER))).verdict is Verdict.ADMIT
    minor = known(custom={"Mineur": "oui", "Certificat": "x"})
    without_paper = known(custom={"Mineur": "oui"})
    place = at(programme=planned(MINOR, PAPER))
    seen = [welcome_decision(each.attendee, each, place, is_confirmed=True) for each in (minor, without_paper)]
    assert [decision.reason for decision in seen] == [Reason.WELCOME, Reason.ATTENTION]
    programme, person = planned(PAPER, MINOR), an_attendee(custom={"Mineur": "Oui"})
    assert [value.column.id for value, _ in chosen_columns.rules_that_hold(person, programme)] == [
        "mineur",
        "certificat",
    ]


def test_rows_and_guests_see_what_was_chosen_for_them_and_no_more():
    person = an_attendee(custom={"table": "7", "Régime alimentaire": "Végétarien", "Mineur": "oui"})
    programme = planned(TABLE, DIET, MINOR)
    assert chosen_columns.shown_in_rows(person, programme) == ["Table 7"], (
        "rows and guests see what was chosen for them and no more"
    )
    assert chosen_columns.shown_to_guest(person, programme) == ("Table 7",)
    assert chosen_columns.shown_to_guest(person, planned(DIET, MINOR)) == ()
    long = chosen_columns.shown_in_rows(an_attendee(custom={"Table": "x" * 5000}), programme)[0]
    assert len(long) == 60
    assert long.endswith("…")
    columns = [replace(TABLE, id=title, name=title, field=f"custom:{title}") for title in "ABCDE"]
    person = an_attendee(custom=dict.fromkeys("ABCDE", "7"))
    assert chosen_columns.shown_to_guest(person, planned(*columns)) == ("A 7", "B 7", "C 7", "D 7")
    quiet = [replace(column, shown_as=ColumnDisplay.HIDDEN) for column in (TABLE, MINOR, PAPER)]
    programme = planned(DIET, *quiet)
    assert chosen_columns.read_at_door(an_attendee(custom={"Table": "7", "Mineur": "non"}), programme) == ()
    told = an_attendee(custom={"Régime alimentaire": "Végan", "Mineur": "oui"})
    assert chosen_columns.read_at_door(told, programme) == ("Végan", "Mineur oui")


def test_a_row_says_for_which_value_somebody_was_found():
    person = an_attendee(role="directrice", custom={"Table": "7", "Place": "Table 7", "T-shirt": "XL"})
    assert chosen_columns.texts_with(person, "table 7") == ["Table 7", "Place Table 7"]
    assert chosen_columns.texts_with(person, "xl") == ["T-shirt XL"]
    assert chosen_columns.texts_with(person, "direc") == ["directrice"]
    assert chosen_columns.texts_with(person, "table") == ["Place Table 7"]
    of_two = an_attendee(custom={"Rang": "7", "Table du repas": "7"})
    assert chosen_columns.texts_with(of_two, "table 7") == ["Table du repas 7", "Rang 7"]
    assert chosen_columns.isolated("שלום") == "\u2068שלום\u2069", "words from right to left stand apart"
    assert chosen_columns.isolated("Cohen שלום") == "\u2068Cohen שלום\u2069"
    assert chosen_columns.isolated("Végétarien 7") == "Végétarien 7"


def test_titles_that_are_missing_and_those_that_may_be_corrected():
    columns = (TABLE, DIET, Column("e", "E-mail", "email"))
    assert chosen_columns.missing_titles(columns, ["TABLE", "Régime"]) == ["Régime alimentaire"]
    assert chosen_columns.missing_titles(columns, ["table", "regime alimentaire"]) == []
    person = an_attendee(custom={"REGIME ALIMENTAIRE": "Végan", "Taille": "M"})
    door = ControlPoint("a", "Accueil", asks_for=("phone", "custom:Mineur"))
    programme = planned(DIET, Column("e", "E-mail", "email"), control_points=(door,))
    assert chosen_columns.titles_to_correct(person, programme) == ["REGIME ALIMENTAIRE", "Mineur", "Taille"]


@given(st.dictionaries(st.text("abéÉ", max_size=2), st.integers(1, 9), max_size=120))
def test_every_spelling_is_counted_once(counts):
    groups = chosen_columns.group_values(counts)
    assert sorted(text for texts in groups.values() for text in texts) == sorted(counts)
    own = [texts for name, texts in groups.items() if name != chosen_columns.REST]
    assert len(own) <= chosen_columns.MOST_VALUES
    assert all(len({fold_text(text) for text in texts}) == 1 for texts in own)


def test_numbers_are_in_their_order_other_values_by_their_people_and_own_words_together():
    assert list(chosen_columns.group_values({"12": 8, "2": 11, "8": 10, "6": 11})) == ["2", "6", "8", "12"]
    assert list(chosen_columns.group_values({"2": 1, "12": 8, "8": 10}, 2)) == ["8", "12", chosen_columns.REST]
    assert list(chosen_columns.group_values({"2": 1, "12": 8, "VIP": 3})) == ["12", "VIP", "2"]
    counts = {"oui": 9, "Oui": 2} | {f"réponse {number}": 1 for number in range(2 * chosen_columns.MOST_SPELLINGS)}
    groups = chosen_columns.group_values(counts)
    assert groups["oui"] == ("oui", "Oui")
    assert sorted(text for texts in groups.values() for text in texts) == sorted(counts)
    assert len(groups) == chosen_columns.MOST_VALUES + 1


def test_the_day_report_counts_the_values_of_a_counted_column():
    diets = ["Végétarien", "végétarien", "VEGETARIEN", "", "Végan"]
    people = [
        DayReportPerson(an_attendee(n, custom={"Régime alimentaire": diet}), {"accueil": 1} if n < 2 else {})
        for n, diet in enumerate(diets)
    ]
    found = make_day_report(planned(TABLE, DIET), people).columns
    assert list(found) == ["Régime"]
    figures = [(value, line.registered, line.present, line.absent) for value, line in found["Régime"].items()]
    assert figures[0][1:] == (3, 2, 1)
    assert figures[1] == ("Végan", 1, 0, 1)


@pytest.mark.parametrize("rules", [5, "x", [5], ["x"], [{"test": "of tomorrow"}], [{"values": 3}], {"a": 1}])
def test_rules_that_another_version_wrote_do_no_harm(rules):
    body = {"id": "t", "name": "Table", "field": "custom:Table", "rules": rules}
    entry = Entry(b"1", EntryKind.COLUMN_PLANNED, "t", "d", MORNING, body)
    assert all(column.rules == () for column in fold_programme([entry]).columns)


def test_a_rule_is_met_by_the_people_whom_the_desk_would_stop():
    """The count in the editor and the check before opening use the rule of the desk, spellings and categories too."""
    people = [
        an_attendee(1, custom={"Régime": "Allergie arachide"}, category="presse"),
        an_attendee(2, custom={"REGIME": "gluten, allergie"}, category="Presse"),
        an_attendee(3, custom={"Régime": "Allergie"}),
        an_attendee(4, category="presse"),
    ]
    exact = ColumnRule(values=("Allergie",))
    column = Column("r", "Régime", "custom:Régime", only_for=("presse",), rules=(exact, ColumnRule(values=("x",))))
    programme = planned(column)
    met = [chosen_columns.rules_that_hold(person, programme) for person in people]
    counts = chosen_columns.count_values(people, column, programme)
    assert chosen_columns.count_met(exact, counts) == sum(map(bool, met)) == 1
    assert chosen_columns.values_to_tick(counts) == [("allergie", 1), ("Allergie arachide", 1), ("gluten", 1)]
    assert chosen_columns.idle_rules(people, programme) == [(column, column.rules[1])]


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ({"végétarien": 3, "Végétarienne": 5, "vegetariens": 1, "halal": 2}, [("Végétarienne", 9), ("halal", 2)]),
        ({"vegan": 2, "vegane": 1, "Végans": 1}, [("vegan", 4)]),
        ({"sportif": 2, "sportives": 1, "heureux": 1, "heureuse": 3}, [("heureuse", 4), ("sportif", 3)]),
        ({"végétarien sans lait": 2, "végétarienne sans lait": 1}, [("végétarien sans lait", 3)]),
        ({"Adhérent": 4, "Adhérente": 5, "Adhérent·e": 1}, [("Adhérente", 9), ("Adhérent·e", 1)]),
        ({"S": 2, "XS": 1, "X": 1, "M": 1}, [("S", 2), ("M", 1), ("X", 1), ("XS", 1)]),
        ({"végétarienne": 2, "vegan": 1}, [("végétarienne", 2), ("vegan", 1)]),
        ({"1": 2, "1e": 3}, [("1e", 3), ("1", 2)]),
        ({"oui": 2, "ouie": 1}, [("oui", 2), ("ouie", 1)]),
    ],
)
def test_a_value_is_one_in_every_gender_and_number_that_occurs(counts, groups):
    found = chosen_columns.group_values(counts)
    assert [(name, sum(counts[text] for text in texts)) for name, texts in found.items()] == groups
