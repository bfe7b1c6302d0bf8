# SPDX-License-Identifier: GPL-3.0-or-later
"""What the answer shows of chosen columns: all of it at two metres, or a word on where the rest is."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from checkin.core.decision import Reason
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, PointMode, RuleTest
from checkin.ui.desk.answer_content import LONGEST_CHIP, LONGEST_LINE, MOST_CHIPS, MOST_LINES, MOST_READ, answer_content
from checkin.ui.desk.answer_layout import LARGE_CHIP, STEP, layout_answer
from checkin.ui.look.drawing import photograph_image
from checkin.ui.look.theme import LARGE_CHIP_TEXT, load_fonts
from scripts.backstage_photographs import portrait
from tests.ui.answers import PROGRAMME, a_person, an_answer
from tests.ui.test_answer_panel import LONGEST, SIZES, assert_nothing_is_cut

TABLE = Column("table", "Table", "custom:Table")
DIET = Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE)
HOTEL = Column("hotel", "Hôtel", "custom:Hôtel", ColumnDisplay.LINE)
CHOSEN = replace(PROGRAMME, columns=(TABLE, DIET, HOTEL))
VALUES = {"Table": "7", "Régime": "Végétarien", "Hôtel": "Ibis Gare"}


def shown(programme=CHOSEN, reason=Reason.WELCOME, **fields):
    person = a_person(custom=VALUES | fields.pop("custom", {}))
    return answer_content(an_answer(reason, attendee=person, **fields), programme)


def chips(content):
    return [chip.text for chip in content.chips if chip.is_large]


def test_chips_stand_first_and_lines_below():
    content = shown()
    assert chips(content) == ["Table 7", "Végétarien"]
    assert [chip.is_large for chip in content.chips[:3]] == [True, True, False]
    assert content.columns == ("Hôtel: Ibis Gare",)
    assert "Table 7. Végétarien" in content.spoken
    assert "Hôtel: Ibis Gare" in content.spoken


def test_an_empty_value_and_a_hidden_column_are_not_shown():
    hidden = replace(CHOSEN, columns=(TABLE, replace(DIET, shown_as=ColumnDisplay.HIDDEN), HOTEL))
    content = shown(hidden, custom={"Hôtel": "  "})
    assert (chips(content), content.columns) == (["Table 7"], ())


@pytest.mark.parametrize("reason", [Reason.UNKNOWN, Reason.BLOCKED, Reason.CANCELLED])
def test_a_refusal_shows_none(reason):
    assert chips(shown(reason=reason)) == []


def test_an_exit_shows_none():
    out = replace(PROGRAMME.control_points[0], mode=PointMode.EXIT)
    assert chips(shown(reason=Reason.EXIT, control_point=out)) == []


ALLERGY = "sans gluten, sans lactose, sans arachides"
SIZE = Column("taille", "T-shirt", "custom:T-shirt")


def test_a_value_too_long_for_one_line_stays_in_its_place_and_a_longer_one_says_where_the_rest_is():
    content = shown(replace(CHOSEN, columns=(TABLE, DIET, SIZE, HOTEL)), custom={"Régime": ALLERGY, "T-shirt": "XL"})
    assert chips(content) == ["Table 7", ALLERGY, "T-shirt XL"]
    assert content.columns == ("Hôtel: Ibis Gare",)
    (line,) = shown(custom={"Hôtel": "mot " * 1250}).columns
    assert line.endswith("mot… (the rest is on their page)")
    assert len(line) < 250


def test_a_long_value_is_as_readable_as_the_chips_around_it(qapp):
    load_fonts()
    columns, custom = (TABLE, DIET, SIZE), {"Régime": f"{ALLERGY}, fruits à coque, sésame et kiwi", "T-shirt": "XL"}
    table, diet, size, *_ = layout_answer(
        shown(replace(CHOSEN, columns=columns), custom=custom), QSizeF(890, 636), 2
    ).chips
    assert len(diet.setting.lines) > 1
    assert diet.font.pixelSize() >= table.font.pixelSize() == size.font.pixelSize()
    assert table.box.bottom() < diet.box.top() < diet.box.bottom() < size.box.top()


@pytest.mark.parametrize("dash", ["—", "-", " – ", "--", "/"])
def test_a_lone_dash_is_no_value(dash):
    content = shown(custom={"Régime": dash, "Hôtel": dash})
    assert (chips(content), content.columns) == (["Table 7"], ())


def test_a_value_that_begins_with_the_name_of_its_column_says_it_once():
    custom = {"Table": "table ronde", "Hôtel": "HOTEL de la Grande Chartreuse"}
    content = shown(custom=custom)
    assert (chips(content)[0], content.columns) == ("table ronde", ("HOTEL de la Grande Chartreuse",))
    assert chips(shown(custom={"Table": "Tableau 3"}))[0] == "Table Tableau 3"
    long = "Table des mariés, au fond à gauche"
    assert chips(shown(custom={"Table": long}))[0] == long


def test_a_value_is_not_cut_to_save_less_than_the_words_that_say_so():
    text = "é" * LONGEST_LINE + " 🥜🥛"
    assert shown(custom={"Hôtel": text}).columns == (f"Hôtel: {text}",)


def test_of_sixty_columns_the_first_are_shown_and_the_others_counted():
    kinds = (ColumnDisplay.CHIP, ColumnDisplay.LINE)
    columns = tuple(Column(str(n), f"C{n}", f"custom:{n}", kinds[n % 2]) for n in range(60))
    content = shown(replace(PROGRAMME, columns=columns), custom={str(n): f"v{n}" for n in range(60)})
    assert (len(chips(content)), len(content.columns)) == (MOST_CHIPS, MOST_LINES)
    assert content.chips[-1].text == f"{60 - MOST_CHIPS - MOST_LINES} more on their page"


def test_rules_are_read_with_the_note_and_so_many_of_them():
    rules = (ColumnRule(values=("7",), text="Ticket vert"), ColumnRule(RuleTest.NONE_OF, ("8",)))
    empty = Column("c", "Certificat", "custom:Certificat", rules=(ColumnRule(RuleTest.EMPTY, needs_person=True),))
    programme = replace(PROGRAMME, columns=(replace(TABLE, rules=rules), empty))
    assert shown(programme, Reason.PERSON_NEEDED).notes == ("Certificat: nothing given", "Ticket vert", "Table: 7")
    more = replace(programme, columns=(replace(TABLE, rules=rules * 3), empty))
    assert shown(more, Reason.ATTENTION).notes[MOST_READ:] == ("4 more to read on their page",)


def test_what_a_volunteer_confirmed_is_told_with_its_time_below_what_is_still_to_be_read():
    rules = (ColumnRule(values=("7",), text="Call a supervisor", needs_person=True),)
    rules = (*rules, ColumnRule(values=("7",), text="Ticket vert"))
    programme = replace(PROGRAMME, columns=(replace(TABLE, rules=rules),))
    assert shown(programme, Reason.PERSON_NEEDED).notes == ("Call a supervisor", "Ticket vert")
    confirmed = shown(programme, Reason.ATTENTION, is_confirmed=True).notes
    assert confirmed == ("Ticket vert", "Confirmed at 08:47: Call a supervisor")


def test_a_column_shown_as_its_value_has_no_name_before_a_long_value_either():
    long = "Sans gluten, sans lactose, sans arachides, ni fruits de mer"
    assert chips(shown(custom={"Régime": long}))[1] == long
    assert chips(shown(custom={"Table": long}))[0] == f"Table: {long}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", [Reason.WELCOME, Reason.ATTENTION, Reason.PERSON_NEEDED, Reason.GROUP])
def test_nothing_is_cut_for_the_longest_person_with_the_longest_columns(qapp, reason, size):
    load_fonts()
    names = [f"Colonne au nom plutôt long {n}" for n in range(60)]
    kinds = {n: ColumnDisplay.VALUE if n[-1] > "3" else ColumnDisplay.LINE for n in names}
    columns = tuple(Column(n, n, f"custom:{n}", kinds[n]) for n in names)
    person = replace(LONGEST, custom={n: "valeur de plusieurs mots " * (1 if n[-1] > "3" else 200) for n in names})
    answer, programme = an_answer(reason, attendee=person), replace(PROGRAMME, columns=columns)
    for photograph in (b"", portrait()):
        content = answer_content(answer, programme, photograph)
        assert_nothing_is_cut(layout_answer(content, QSizeF(*size), STEP), size)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=LONGEST_CHIP + 4), st.text(max_size=200), st.sampled_from(SIZES))
def test_nothing_is_cut_for_any_value(qapp, chip, line, size):
    load_fonts()
    content = shown(custom={"Régime": chip, "Hôtel": line})
    for each in (content, replace(content, photograph=photograph_image(portrait()))):
        assert_nothing_is_cut(layout_answer(each, QSizeF(*size), STEP), size)


@pytest.mark.parametrize("words", range(4, 36))
def test_a_line_beside_a_photograph_ends_where_the_card_does(qapp, words):
    load_fonts()
    content = replace(shown(custom={"Hôtel": "mot " * words}), photograph=photograph_image(portrait()))
    assert_nothing_is_cut(layout_answer(content, QSizeF(890, 636), STEP), (890, 636))


def test_chips_are_readable_at_two_metres(qapp):
    load_fonts()
    chip = layout_answer(shown(), QSizeF(890, 636), STEP).chips[0]
    assert chip.font.pixelSize() >= LARGE_CHIP_TEXT * 0.9
    assert chip.box.height() >= LARGE_CHIP * 0.9
