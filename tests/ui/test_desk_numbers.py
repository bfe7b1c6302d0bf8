# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers typed at the desk: choices where an answer asks for one, and what a group's answer tells of it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import ControlPoint, Session
from checkin.ui.desk.answer_steps import answer_steps
from checkin.ui.desk.recent_scans import scan_description
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.drawing import passage_detail
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.desk_scene import add_person, told_below
from tests.ui.test_desk_window import shown, type_and_enter, window

__all__ = ["shown", "window"]


def a_group(window, event, clock, places=4):
    group = add_person(event, clock, 7, first_name="Maëlle", places=places)
    window.take_code(group.ticket_code)
    return group


def test_one_of_several_people_is_chosen_by_number_which_says_whom_enter_takes(window, event, clock, qtbot):
    people = [an_attendee(n, email="a@b.fr", organisation=f"Ville {n}") for n in (7, 8)]
    add_people(event, clock(), *people)
    window.take_code("a@b.fr")
    second = window.answers[-1].candidates[1].attendee
    qtbot.keyClicks(window.stage.search, "2")
    assert f"{second.name} · {second.organisation}" in told_below(window)
    type_and_enter(qtbot, window, "")
    assert window.answers[-1].attendee == second
    assert event.attendees.visit(second.id, "accueil")


def test_a_number_that_answers_nothing_is_a_code_like_any_other_and_never_registered(window, qtbot):
    qtbot.keyClicks(window.stage.search, "376")
    assert ("F2" in told_below(window), "code" in told_below(window)) == (False, True)
    type_and_enter(qtbot, window, "")
    assert window.answers[-1].reason is Reason.UNKNOWN


def test_a_number_where_one_is_asked_says_what_enter_does_and_never_leads_to_registering(window, event, clock, qtbot):
    a_group(window, event, clock, places=12)
    for typed, told in (
        ("1", "Entrée : 1 personne (groupe : Maëlle "),
        ("12", "Entrée : 12 personnes (groupe : Maëlle "),
        ("13", "de 1 à 12"),
        ("0", "de 1"),
    ):
        window.stage.search.clear()
        qtbot.keyClicks(window.stage.search, typed)
        assert told in told_below(window)
    assert event.attendees.arrived("accueil") == 0
    qtbot.keyClick(window, Qt.Key.Key_F2)
    (form,) = window.findChildren(WalkInForm)
    assert form.names.names == ("", "")


def test_a_number_beyond_the_group_lets_nobody_in_and_keeps_the_question(window, event, clock, qtbot):
    a_group(window, event, clock)
    type_and_enter(qtbot, window, "5")
    assert event.attendees.arrived("accueil") == 0
    assert [answer.reason for answer in window.answers] == [Reason.GROUP]
    window.stage.search.clear()
    type_and_enter(qtbot, window, "4")
    assert event.attendees.arrived("accueil") == 4


def key(window, key, text, at_ms):
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(at_ms)
    QCoreApplication.sendEvent(window.stage.search, event)


@pytest.mark.parametrize(("gap", "arrived"), [(3, 0), (30, 0), (120, 2)])
def test_digits_of_a_scanner_are_never_a_choice(window, event, clock, gap, arrived):
    a_group(window, event, clock)
    key(window, Qt.Key.Key_2, "2", 10_000)
    key(window, Qt.Key.Key_Return, "\r", 10_000 + gap)
    if gap < 100:  # CR LF
        key(window, Qt.Key.Key_Enter, "\n", 10_000 + gap + 1)
    assert event.attendees.arrived("accueil") == arrived
    assert "Entrée" in told_below(window) or arrived


def test_a_scanner_s_number_that_is_somebody_s_code_is_next_after_the_number_that_is_asked(window, event, clock, qtbot):
    lone = add_person(event, clock, 8, first_name="Noé", ticket_code="2")
    group = a_group(window, event, clock)
    key(window, Qt.Key.Key_2, "2", 10_000)
    key(window, Qt.Key.Key_Return, "\r", 10_003)
    assert window.stage.search.text() == "", "else the number that is asked would follow it"
    type_and_enter(qtbot, window, "3")
    assert event.attendees.visit(group.id, "accueil")
    qtbot.waitUntil(lambda: bool(event.attendees.visit(lone.id, "accueil")))
    assert event.attendees.arrived("accueil") == 4


def test_a_group_is_told_how_many_of_it_are_in_and_the_rest_may_come_a_moment_later(window, event, clock, qtbot):
    group = a_group(window, event, clock)
    assert shown(window).startswith("Groupe – combien sont là\u00a0?")
    assert "4 personnes sur ce code" in shown(window)
    type_and_enter(qtbot, window, "2")
    assert event.attendees.arrived("accueil") == 2
    assert shown(window).startswith("Bienvenue")
    assert "2 personnes entrées sur 4" in shown(window)
    clock.pass_by(seconds=2)
    window.operations.scan(group.ticket_code)
    assert window.answers[-1].reason is Reason.GROUP
    assert shown(window).startswith("Groupe – combien arrivent maintenant\u00a0?")
    assert "Il manque 2 personnes sur 4\u00a0: F7" in shown(window)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.answers[-1].verdict is Verdict.ADMIT
    assert "4 personnes entrées sur 4" in shown(window)
    assert event.attendees.arrived("accueil") == 4
    rows = window.stage.recent_scans.list.scan_model
    qtbot.waitUntil(lambda: {p.reason for p in rows.rows if p.can_undo} == {Reason.WELCOME})
    for told in map(passage_detail, rows.rows), map(scan_description, rows.rows):
        assert ["2 personnes sur 4" in text for text in told] == [True, True, False]
    window.operations.scan(group.ticket_code)
    assert window.answers[-1].reason is Reason.REPEATED


def test_an_unpaid_group_is_told_the_same_once_it_is_settled_that_it_pays_later(window, event, clock, qtbot):
    group = add_person(event, clock, 7, places=4, status=Status.UNPAID)
    window.operations.scan(group.ticket_code)
    assert window.answers[-1].reason is Reason.UNPAID

    def without_paying(dialog):
        dialog.choices.setCurrentRow(dialog.choices.count() - 1)
        dialog.accept()

    hands = Answering(without_paying)
    window.desk_actions.confirm()
    hands.stop()
    assert "4 personnes sur ce code" in shown(window)
    assert "Faire entrer les 4" in [step.label for step in answer_steps(window.answers[-1])]
    type_and_enter(qtbot, window, "3")
    assert "3 personnes entrées sur 4" in shown(window)


def test_a_group_that_went_out_and_comes_back_is_greeted_again(event, clock, desk):
    group = add_person(event, clock, 7, places=4)
    desk.admit(desk.scan(group.ticket_code))
    for place in ("sortie", "accueil"):
        desk.move_to(place)
        back = desk.scan(group.ticket_code)
    assert (back.reason, back.is_rest_of_group) == (Reason.REENTRY, False)


# A number goes with its question


@pytest.fixture
def full(event, clock):
    """A desk at a workshop without seats, and two guests who booked none: another one has seats."""
    sessions = (
        Session("a", "Atelier A", MORNING, MORNING + timedelta(hours=1), capacity=1, is_booked=True),
        Session("b", "Atelier B", MORNING, MORNING + timedelta(hours=1), room="Salle 2", capacity=9, is_booked=True),
    )
    points = (ControlPoint("accueil", "Accueil"), *(ControlPoint(s.id, s.title, s.id) for s in sessions))
    event.plan(a_programme(sessions=sessions, control_points=points), at=clock(), desk="Accueil 1")
    guests = an_attendee(7, first_name="Goulven"), an_attendee(8, first_name="Nolwenn")
    add_people(event, clock(), an_attendee(9, sessions=("a",)), *guests)
    return guests


@pytest.fixture
def at_workshop(full, window, desk):
    desk.reload()
    desk.move_to("a")
    window.refresh()
    return window


def test_a_number_for_one_guest_never_stays_for_the_next(at_workshop, full, event, qtbot):
    def sessions():
        return [event.attendees.get(person.id).sessions for person in full]

    goulven, nolwenn = full
    at_workshop.operations.scan(goulven.ticket_code)
    assert "Autre atelier\u00a0: tapez son numéro, puis Entrée" in shown(at_workshop)
    qtbot.keyClicks(at_workshop.stage.search, "1")
    assert told_below(at_workshop).startswith(f"Entrée : envoyer {goulven.name} à Atelier B")
    at_workshop.operations.scan(nolwenn.ticket_code)
    assert at_workshop.answers[-1].reason is Reason.FULL
    assert at_workshop.stage.search.text() == ""
    assert not at_workshop.stage.search.matches.isVisible()
    qtbot.keyClick(at_workshop.stage.search, Qt.Key.Key_Return)
    assert sessions() == [(), ()]
    type_and_enter(qtbot, at_workshop, "1")
    assert sessions() == [(), ("b",)]


def test_a_number_goes_with_the_question_before_or_after_it_and_is_none_of_the_next_group(window, event, clock, qtbot):
    qtbot.keyClicks(window.stage.search, "2")
    a_group(window, event, clock)
    assert window.stage.search.text() == ""
    qtbot.keyClicks(window.stage.search, "2")
    other = add_person(event, clock, 8, places=5)
    window.operations.scan(other.ticket_code)
    type_and_enter(qtbot, window, "3")
    assert (window.answers[-1].attendee, event.attendees.arrived("accueil")) == (other, 3)
    window.operations.scan(an_attendee(7).ticket_code)
    qtbot.keyClicks(window.stage.search, "2")
    window.rest()
    assert window.stage.search.text() == ""


@pytest.mark.parametrize("typed", ["Breizh", "376012"])
def test_a_name_half_typed_outlasts_every_answer(window, event, clock, qtbot, typed):
    qtbot.keyClicks(window.stage.search, typed)
    a_group(window, event, clock)
    window.rest()
    assert window.stage.search.text() == typed
