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

DOWN, UP, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape
ONE, TWO = a_match(1), a_match(2)
NEAR = a_match(2, is_near=True)


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


@pytest.fixture
def found(box, qtbot):
    """The list below the box after a text was typed and these were found."""

    def typed(text, *matches, **more):
        box.clear()
        qtbot.keyClicks(box, text)
        box.set_matches(list(matches), **more)
        return box.matches

    return typed


@pytest.fixture
def picture(found):
    return lambda *matches: found("le", *matches).grab().toImage()


def people(count):
    return [a_match(number) for number in range(1, count + 1)]


def told(matches):
    return [matches.matches.data(matches.matches.index(row)) for row in range(matches.matches.rowCount())]


def test_each_letter_asks_again_and_escape_empties_the_box_and_puts_the_list_away(box, qtbot):
    asked = []
    box.query_changed.connect(asked.append)
    qtbot.keyClicks(box, "leg")
    assert asked == ["l", "le", "leg"]
    box.set_matches([ONE])
    assert box.matches.isVisible()
    assert box.matches.geometry().top() > box.geometry().bottom()
    qtbot.keyClick(box, ESCAPE)
    assert (box.text(), box.matches.isVisible()) == ("", False)
    qtbot.keyClicks(box, "le")
    box.dismiss()
    box.set_matches([ONE])  # come after the box was emptied
    assert not box.matches.isVisible()


def test_the_list_tells_each_state_and_whom_somebody_accompanies(found):
    host = a_match(3, accompanies="Jeanne KERMAREC")
    assert told(found("le", ONE, a_match(2, arrived_at=NOW, arrived_desk="Accueil 2"), host)) == [
        "Éléonore Personne 1 · Pays d’Iroise · Expected",
        "Éléonore Personne 2 · Accueil 2 · Pays d’Iroise · Arrived 08:47",
        "Éléonore Personne 3 · accompanies Jeanne KERMAREC · Pays d’Iroise · Expected",
    ]


# What a row has room for

LONG = "Société Générale d’Études et de Réalisations Hydrauliques du Bassin Méditerranéen"


def test_what_tells_two_of_one_name_apart_is_seen_however_long_their_organisation_and_not_shortened(picture):
    long, role = "Communauté de communes " * 8, "Directrice des achats et de la logistique"
    pictures = [
        picture(a_match(attendee=a_person(organisation=long), apart=(long, each)), TWO)
        for each in (role, "Directrice", "Directrice")
    ]
    assert pictures[0] != pictures[1] == pictures[2]
    ends = ("auprès de la direction", "auprès de la présidence")
    one, other = (picture(a_match(apart=(f"chargée de mission {end}", "z@region.bzh"))) for end in ends)
    assert one != other


def test_a_row_is_as_high_as_what_it_says_and_the_list_as_its_rows(picture):
    off = a_match(1, attendee=a_person(status=Status.CANCELLED), replaced_by="Zoé Durand-Lemercier")
    for higher in (a_match(1, apart=("Région", "cheffe de projet", "z@region.bzh")), off):
        assert picture(higher).height() > picture(ONE).height()


def test_a_long_organisation_is_shortened_and_columns_that_leave_it_no_room_have_a_line_of_their_own(picture):
    def at(organisation, *columns):
        return a_match(attendee=a_person(organisation=organisation), columns=columns)

    assert len({picture(at(organisation, "Table 7")).height() for organisation in ("", "Acme", LONG)}) == 1
    columns = ("Table 7", "végétarien", "T-shirt XXL", "Hôtel Mercure")
    pictures = [picture(at(each, *columns)) for each in (LONG, f"{LONG} et de la Corse", "Acme")]
    assert pictures[0] == pictures[1] != pictures[2]


# The room there is


def test_how_many_people_are_below_those_in_sight_is_told(box, found, qtbot):
    box.cover(box.parentWidget())
    assert found("le", *people(3)).rest == ""
    box.set_matches(people(24), 6)
    view = box.matches.view
    seen = sum(view.visualRect(box.matches.matches.index(n)).bottom() < view.height() for n in range(24))
    assert seen >= 5
    rest = box.matches.rest
    assert rest.startswith(f"{30 - seen} more")
    for _ in range(24):
        qtbot.keyClick(box, DOWN)
        assert box.matches.rest == rest
    box.set_matches(people(24), None)
    assert box.matches.rest.startswith("Many more")
    box.window().resize(420, 1200)
    assert found("le", *people(12)).rest == ""
    assert view.visualRect(box.matches.matches.index(11)).bottom() < view.height()


def test_the_list_follows_a_box_that_a_bar_above_it_moves(box, found, qtbot):
    found("le", ONE)
    before = box.matches.y() - box.y()
    bar = QWidget()
    bar.setFixedHeight(60)
    box.window().layout().insertWidget(0, bar)
    qtbot.waitUntil(lambda: box.y() >= 60)
    qtbot.waitUntil(lambda: box.matches.y() - box.y() == before)


def test_the_list_leaves_with_the_box_and_is_looked_up_anew_with_it(box, found, qtbot):
    found("le", ONE)
    box.hide()
    assert not box.matches.isVisible()
    with qtbot.waitSignal(box.query_changed) as asked:
        box.show()
    assert asked.args == ["le"]


def test_the_list_never_runs_beyond_the_panel_where_nothing_is_to_be_covered(box, found, qtbot):
    window, panel = box.window(), QWidget()
    closed, below = QWidget(panel), QWidget()
    panel.setFixedHeight(200)
    below.setFixedHeight(150)
    for part in (panel, below):
        window.layout().addWidget(part)
    closed.hide()
    box.cover(closed)
    qtbot.waitUntil(lambda: panel.y() > box.y() and below.y() > panel.y())
    assert found("le", *people(8)).geometry().bottom() <= panel.geometry().bottom()


# Who is taken


@pytest.mark.parametrize(
    "case",
    [
        ("le", [ONE, TWO], [DOWN, DOWN, ENTER], ["le", "2"]),
        ("le", [ONE, TWO], [DOWN, UP, UP, Qt.Key.Key_Enter], ["le", "1"]),
        (" 3760123450017 ", [], [ENTER], ["3760123450017", ""]),
        ("1000", [ONE], [ENTER], ["1000", ""]),
        ("1000", [ONE], [DOWN, ENTER], ["1000", "1"]),
        ("martin", [ONE, NEAR, a_match(3, is_near=True)], [ENTER], ["martin", "1"]),
        ("martn", [NEAR], [ENTER, ENTER], ["martn", "2"]),
    ],
    ids=[
        "the second of two",
        "up goes back to the first and no further",
        "nobody found: the text",
        "a number never marks the only person it resembles",
        "a number and an arrow",
        "one who is called so, though others are called nearly so",
        "who is called nearly so is marked first",
    ],
)
def test_enter_takes_whom_the_list_marks_or_hands_over_the_text(box, found, qtbot, case):
    text, matches, keys, entered = case
    found(text, *matches)
    for key in keys[:-1]:
        qtbot.keyClick(box, key)
    with qtbot.waitSignal(box.entered) as taken:
        qtbot.keyClick(box, keys[-1])
    assert taken.args == entered


def test_a_scanner_that_ends_with_two_keys_hands_over_the_text_twice(box, found, qtbot):
    found("1000", ONE)
    for _ in range(2):
        with qtbot.waitSignal(box.entered) as taken:
            qtbot.keyClick(box, ENTER)
        assert taken.args == ["1000", ""]


def test_a_click_takes_the_person_under_it(box, found, qtbot):
    view = found("le", ONE, TWO).view
    middle = view.visualRect(box.matches.matches.index(1)).center()
    with qtbot.waitSignal(box.chosen) as taken:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert taken.args == ["2"]


def test_the_first_arrow_down_chooses_the_first_row_whether_it_was_proposed_or_not(box, found, qtbot):
    """Who reads "arrow, then Enter" lets in whom they see first, also where nearly the same name stands below."""
    found("pruvost", ONE, NEAR)
    chosen = [box.matches.chosen().attendee.id]
    for _ in range(2):
        qtbot.keyClick(box, DOWN)
        chosen.append(box.matches.chosen().attendee.id)
    assert chosen[0] == chosen[1] != chosen[2]


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("zzz", {}, "Nobody matches “zzz”. F2 registers them."),
        ("{x}", {}, "Nobody matches “{x}”. F2 registers them."),
        ("table 9", {}, "Nobody matches “table 9”. Try fewer words, or the name alone."),
        ("halal riou", {"may_be_new": False}, "Nobody matches “halal riou”. Try fewer words, or the name alone."),
    ],
)
def test_nobody_found_is_said_with_what_was_typed_and_a_registration_proposed_for_a_name(found, text, more, says):
    matches = found(text, **more)
    assert (matches.isVisible(), matches.accessibleName()) == (True, says)


def test_while_letters_may_still_lead_somewhere_no_registration_is_proposed(found):
    assert "F2" not in found("kem", may_lead=True).accessibleName()
