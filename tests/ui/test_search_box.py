# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing finds people; the state of each is told before one is taken."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.attendee import Status
from checkin.ui.widgets.search_box import SearchBox
from tests.ui.answers import NOW, a_match, a_person

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def box(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(420, 500)
    column = QVBoxLayout(window)
    made = SearchBox()
    column.addWidget(made)
    column.addStretch()
    window.show()
    yield made
    window.close()


def test_each_letter_asks_again(box, qtbot):
    asked = []
    box.query_changed.connect(asked.append)
    qtbot.keyClicks(box, "leg")
    assert asked == ["l", "le", "leg"]


def test_the_list_lies_under_the_box_and_tells_each_state(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1), a_match(2, arrived_at=NOW, arrived_desk="Accueil 2")])
    assert box.matches.isVisible()
    assert box.matches.geometry().top() > box.geometry().bottom()
    model = box.matches.matches
    told = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert told == [
        "Éléonore Personne 1 · Pays d’Iroise · Expected",
        "Éléonore Personne 2 · Accueil 2 · Pays d’Iroise · Arrived 08:47",
    ]


def test_of_a_companion_it_is_told_whom_they_accompany(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1, accompanies="Jeanne KERMAREC")])
    model = box.matches.matches
    told = "Éléonore Personne 1 · accompanies Jeanne KERMAREC · Pays d’Iroise · Expected"
    assert model.data(model.index(0)) == told


def test_what_tells_two_of_one_name_apart_is_seen_however_long_their_organisation(box, qtbot):
    qtbot.keyClicks(box, "le")
    long = "Communauté de communes " * 8
    pictures = []
    for role in ("Directrice des achats et de la logistique", "Directrice", "Directrice"):
        box.set_matches([a_match(attendee=a_person(organisation=long), apart=(long, role)), a_match(2)])
        pictures.append(box.matches.grab().toImage())
    assert pictures[0] != pictures[1] == pictures[2]


def test_a_row_is_as_high_as_what_it_says_and_the_list_as_its_rows(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1)])
    low = box.matches.height()
    box.set_matches([a_match(1, apart=("Région", "cheffe de projet", "z@region.bzh"))])
    assert box.matches.height() > low
    box.set_matches([a_match(1, attendee=a_person(status=Status.CANCELLED), replaced_by="Zoé Durand-Lemercier")])
    assert box.matches.height() > low


def test_a_role_that_tells_two_of_one_name_apart_is_not_shortened(box, qtbot):
    qtbot.keyClicks(box, "le")
    pictures = []
    for role in ("chargée de mission auprès de la direction", "chargée de mission auprès de la présidence"):
        box.set_matches([a_match(apart=(role, "z@region.bzh"))])
        pictures.append(box.matches.grab().toImage())
    assert pictures[0] != pictures[1]


LONG = "Société Générale d’Études et de Réalisations Hydrauliques du Bassin Méditerranéen"


def test_a_long_organisation_is_shortened_and_what_follows_it_stands_on_the_same_line(box, qtbot):
    qtbot.keyClicks(box, "7")
    heights = []
    for organisation in ("", "Acme", LONG):
        box.set_matches([a_match(attendee=a_person(organisation=organisation), columns=("Table 7",))])
        heights.append(box.matches.height())
    assert len(set(heights)) == 1


def test_columns_that_leave_an_organisation_no_room_have_a_line_of_their_own(box, qtbot):
    qtbot.keyClicks(box, "7")
    columns = ("Table 7", "végétarien", "T-shirt XXL", "Hôtel Mercure")
    pictures = []
    for organisation in (LONG, f"{LONG} et de la Corse", "Acme"):
        box.set_matches([a_match(attendee=a_person(organisation=organisation), columns=columns)])
        pictures.append(box.matches.grab().toImage())
    assert pictures[0] == pictures[1] != pictures[2]


def people(count):
    return [a_match(number) for number in range(1, count + 1)]


def test_how_many_people_are_below_those_in_sight_is_told(box, qtbot):
    box.cover(box.parentWidget())
    qtbot.keyClicks(box, "le")
    box.set_matches(people(3))
    assert box.matches.rest == ""
    box.set_matches(people(24), 6)
    seen = sum(
        box.matches.view.visualRect(box.matches.matches.index(n)).bottom() < box.matches.view.height()
        for n in range(24)
    )
    assert seen >= 5
    told = box.matches.rest
    assert told.startswith(f"{30 - seen} more")
    for _ in range(24):
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.matches.rest == told
    box.set_matches(people(24), None)
    assert box.matches.rest.startswith("Many more")
    box.set_matches(people(2))
    assert box.matches.rest == ""


def test_the_list_takes_the_room_there_is(box, qtbot):
    box.cover(box.parentWidget())
    box.window().resize(420, 1200)
    qtbot.keyClicks(box, "le")
    box.set_matches(people(12))
    last = box.matches.view.visualRect(box.matches.matches.index(11))
    assert last.bottom() < box.matches.view.height()
    assert box.matches.rest == ""


def test_the_list_follows_a_box_that_a_bar_above_it_moves(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1)])
    before = box.matches.y() - box.y()
    bar = QWidget()
    bar.setFixedHeight(60)
    box.window().layout().insertWidget(0, bar)
    qtbot.waitUntil(lambda: box.y() >= 60)
    qtbot.waitUntil(lambda: box.matches.y() - box.y() == before)


def test_down_and_enter_take_the_second_person_and_empty_the_box(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1), a_match(2)])
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == ["le", "2"]


def test_up_goes_back_to_the_first_and_no_further(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1), a_match(2)])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(box, key)
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Enter)
    assert told.args == ["le", "1"]


def test_a_click_takes_the_person_under_it(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1), a_match(2)])
    view = box.matches.view
    middle = view.visualRect(box.matches.matches.index(1)).center()
    with qtbot.waitSignal(box.chosen) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told.args == ["2"]


def test_nobody_found_is_said_with_what_was_typed(box, qtbot):
    qtbot.keyClicks(box, "zzz")
    box.set_matches([])
    assert box.matches.isVisible()
    assert box.matches.accessibleName() == "Nobody matches “zzz”. F2 registers them."


def test_while_letters_may_still_lead_somewhere_no_registration_is_proposed(box, qtbot):
    qtbot.keyClicks(box, "kem")
    box.set_matches([], may_lead=True)
    assert "F2" not in box.matches.accessibleName()


def test_a_sentence_with_braces_is_shown_as_typed(box, qtbot):
    qtbot.keyClicks(box, "{x}")
    box.set_matches([])
    assert "{x}" in box.matches.accessibleName()


def test_enter_with_nobody_found_hands_over_the_text(box, qtbot):
    qtbot.keyClicks(box, " 3760123450017 ")
    box.set_matches([])
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == ["3760123450017", ""]


def test_a_number_never_marks_the_only_person_it_resembles(box, qtbot):
    qtbot.keyClicks(box, "1000")
    box.set_matches([a_match(1)])
    for _ in range(2):  # as a scanner that ends with CR LF
        with qtbot.waitSignal(box.entered) as told:
            qtbot.keyClick(box, Qt.Key.Key_Return)
        assert told.args == ["1000", ""]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == ["1000", "1"]


def test_one_who_is_called_so_is_marked_though_others_are_called_nearly_so(box, qtbot):
    qtbot.keyClicks(box, "martin")
    box.set_matches([a_match(1), a_match(2, is_near=True), a_match(3, is_near=True)])
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == ["martin", "1"]


def test_who_is_only_called_nearly_so_is_marked_first_and_taken_with_a_second_enter(box, qtbot):
    qtbot.keyClicks(box, "martn")
    box.set_matches([a_match(1, is_near=True)])
    qtbot.keyClick(box, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.entered) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args == ["martn", "1"]


def test_escape_empties_the_box_and_puts_the_list_away(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1)])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert not box.matches.isVisible()


def test_matches_that_come_after_the_box_was_emptied_open_nothing(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.dismiss()
    box.set_matches([a_match(1)])
    assert not box.matches.isVisible()


def test_the_first_arrow_down_chooses_the_first_row_whether_it_was_proposed_or_not(box, qtbot):
    """Who reads "arrow, then Enter" lets in whom they see first, also where nearly the same name stands below."""
    qtbot.keyClicks(box, "pruvost")
    box.set_matches([a_match(1), a_match(2, is_near=True)])
    chosen = [box.matches.chosen().attendee.id]
    for _ in range(2):
        qtbot.keyClick(box, Qt.Key.Key_Down)
        chosen.append(box.matches.chosen().attendee.id)
    assert chosen[0] == chosen[1] != chosen[2]


def test_the_list_leaves_with_the_box_and_is_looked_up_anew_with_it(box, qtbot):
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(1)])
    box.hide()
    assert not box.matches.isVisible()
    with qtbot.waitSignal(box.query_changed) as asked:
        box.show()
    assert asked.args == ["le"]


def test_the_list_never_runs_beyond_the_panel_where_nothing_is_to_be_covered(box, qtbot):
    window, panel = box.window(), QWidget()
    closed, below = QWidget(panel), QWidget()
    panel.setFixedHeight(200)
    below.setFixedHeight(150)
    for part in (panel, below):
        window.layout().addWidget(part)
    closed.hide()
    box.cover(closed)
    qtbot.waitUntil(lambda: panel.y() > box.y() and below.y() > panel.y())
    qtbot.keyClicks(box, "le")
    box.set_matches([a_match(number) for number in range(1, 9)])
    assert box.matches.geometry().bottom() <= panel.geometry().bottom()


def test_a_number_or_a_column_that_nobody_has_does_not_lead_straight_to_the_registration(box, qtbot):
    qtbot.keyClicks(box, "table 9")
    box.set_matches([])
    assert box.matches.accessibleName() == "Nobody matches “table 9”. Try fewer words, or the name alone."
    box.clear()
    qtbot.keyClicks(box, "halal riou")
    box.set_matches([], may_be_new=False)
    assert box.matches.accessibleName() == "Nobody matches “halal riou”. Try fewer words, or the name alone."
