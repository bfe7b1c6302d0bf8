# SPDX-License-Identifier: GPL-3.0-or-later
"""The others of an order in the desk's window: told, chosen by a number or a click, each undone alone."""

from PySide6.QtCore import Qt

from checkin.core.attendee import Status
from checkin.ui.desk.answer_step_button import AnswerStepButton
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.test_desk_numbers import shown, told_below, type_and_enter, window  # noqa: F401 (a fixture)


def arrived(event):
    return event.attendees.arrived("accueil")


def an_order(event, clock, *more):
    people = [an_attendee(n, first_name=name, order="A-1001") for n, name in ((7, "Zoé"), (8, "Max"), (9, "Ada"))]
    add_people(event, clock(), *people, *more)
    return people


def test_the_answer_says_how_many_others_there_are_and_a_number_lets_in_all(window, event, clock, qtbot):  # noqa: F811
    cancelled = an_attendee(10, order="A-1001", status=Status.CANCELLED)
    people = an_order(event, clock, cancelled)
    window.take_code(people[0].ticket_code)
    assert "2 autres de cette commande" in shown(window)
    qtbot.keyClicks(window.stage.search, "3")
    assert told_below(window) == "Entrée : faire entrer les 2 autres"
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert arrived(event) == 3
    assert [answer.attendee.first_name for answer in window.answers] == ["Zoé", "Max", "Ada"]
    assert event.attendees.visit(cancelled.id, "accueil") is None
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert arrived(event) == 2


def test_each_is_let_in_by_their_number(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "2")
    assert window.answers[-1].attendee.id == people[2].id
    assert "1 autre de cette commande" in shown(window)
    type_and_enter(qtbot, window, "1")
    assert arrived(event) == 3
    assert "de cette commande" not in shown(window)


def test_a_click_on_the_button_of_all_does_the_same(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    (button,) = [
        each
        for each in window.stage.answer.findChildren(AnswerStepButton)
        if each.isVisible() and each.step.number == 3
    ]
    button.click()
    assert arrived(event) == 3


def test_a_number_that_is_not_asked_for_changes_nothing(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "7")
    assert arrived(event) == 1
