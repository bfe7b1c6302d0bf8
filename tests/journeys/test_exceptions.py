# SPDX-License-Identifier: GPL-3.0-or-later
"""The five exceptions of a volunteer's morning, in the program as it is built: each takes at most three actions.

An action is a code that is read, a key, or a line that is typed and ended with Enter.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin import translation
from checkin.application import desk_program
from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import ControlPoint, Session
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

END = MORNING + timedelta(hours=2)
WORKSHOPS = (
    Session("atelier-b", "Atelier B", MORNING, END, "Salle 2", 3, True, waiting=3),
    Session("atelier-c", "Atelier C", MORNING, END, "Salle 3", 9, True),
)
POINTS = (
    ControlPoint("accueil", "Accueil"),
    ControlPoint("atelier-b", "Atelier B", "atelier-b"),
    ControlPoint("atelier-c", "Atelier C", "atelier-c"),
    ControlPoint("dejeuner", "Déjeuner", asks_for=("custom:Régime",)),
)
KARINE = an_attendee(
    40, first_name="Karine", last_name="Delaunay", organisation="Mairie de Brest", sessions=("atelier-c",)
)
SAMIR = an_attendee(41, first_name="Samir", last_name="Bensalem", sessions=("atelier-b",))
PAUL, ZOE = (
    an_attendee(n, first_name=first, last_name=last) for n, first, last in ((42, "Paul", "Arzel"), (43, "Zoé", "Kerno"))
)


class Volunteer:
    """Hands that count what they do."""

    def __init__(self, program):
        self.window, self.actions, self.answers = program.window, 0, []
        program.window.answered.connect(self.answers.append)

    def scan(self, code):
        self.actions += 1
        self.window.take_code(code)

    def press(self, key):
        self.actions += 1
        QTest.keyClick(QApplication.focusWidget(), key)

    def enter(self, *texts):
        """A line, or the fields of a form with Tab between them."""
        self.actions += 1
        for text in texts:
            if text is not texts[0]:
                QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            QTest.keyClicks(QApplication.focusWidget(), text)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    @property
    def answer(self):
        return self.answers[-1]


@pytest.fixture
def program(qapp, event, clock, qtbot):
    event.plan(a_programme(sessions=WORKSHOPS, control_points=POINTS), at=clock(), desk="Accueil 1")
    add_people(event, clock(), KARINE, SAMIR, PAUL, ZOE)
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    made.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.window.stage.search)
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


@pytest.fixture
def volunteer(program):
    return Volunteer(program)


def welcomed(volunteer, name):
    answer = volunteer.answer
    return answer.verdict is Verdict.ADMIT and answer.attendee.name == name and volunteer.actions <= 3


def test_forgot_the_code(volunteer):
    volunteer.enter("delau")
    assert welcomed(volunteer, "Karine Delaunay")


def test_misspelt_name(volunteer):
    volunteer.enter("benslaem")  # nobody is called so: who is nearly so is offered, and taken by nobody's guess
    assert volunteer.answers == []
    volunteer.press(Qt.Key.Key_Down)
    volunteer.press(Qt.Key.Key_Return)
    assert welcomed(volunteer, "Samir Bensalem")


def test_not_on_the_list(volunteer, event):
    QTest.keyClicks(QApplication.focusWidget(), "Ines Prigent")
    volunteer.actions += 1
    volunteer.press(Qt.Key.Key_F2)
    volunteer.press(Qt.Key.Key_Return)
    assert welcomed(volunteer, "Ines Prigent")
    assert (volunteer.answer.reason, event.attendees.arrived("accueil")) == (Reason.WALK_IN, 1)


def test_wrong_workshop_and_they_stay_here(volunteer, program, event):
    program.desk.move_to("atelier-b")
    volunteer.scan(KARINE.ticket_code)
    assert [s.title for s in volunteer.answer.alternatives.given_up] == ["Atelier C"]
    volunteer.press(Qt.Key.Key_F7)
    assert welcomed(volunteer, "Karine Delaunay")
    assert event.attendees.get(KARINE.id).sessions == ("atelier-b",)
    volunteer.press(Qt.Key.Key_F8)
    assert event.attendees.get(KARINE.id).sessions == ("atelier-c",)


def fill_workshop_b(program):
    """Two seats are booked, Paul takes the third."""
    program.desk.move_to("atelier-b")
    program.desk.admit(program.desk.check_in(PAUL.id))


def test_wrong_workshop_that_is_full_and_another_is_found(volunteer, program, event, clock):
    fill_workshop_b(program)
    volunteer.scan(ZOE.ticket_code)
    assert (volunteer.answer.reason, volunteer.answer.verdict) == (Reason.FULL, Verdict.REFUSE)
    volunteer.enter("1")
    assert (volunteer.answer.reason, volunteer.actions) == (Reason.MOVED, 2)
    assert event.attendees.get(ZOE.id).sessions == ("atelier-c",)
    assert "Salle 3" in program.window.stage.answer.accessibleDescription()


def test_a_full_workshop_lets_them_wait_and_calls_them(volunteer, program, event, qtbot):
    fill_workshop_b(program)
    volunteer.scan(ZOE.ticket_code)
    volunteer.press(Qt.Key.Key_F5)
    assert (volunteer.answer.reason, volunteer.answer.counts.waiting_position) == (Reason.WAITING, 1)
    volunteer.press(Qt.Key.Key_Escape)
    volunteer.press(Qt.Key.Key_F8)
    volunteer.press(Qt.Key.Key_F8)  # whoever had come last, and is shown first, leaves again
    told = program.window.footer.accessibleDescription
    qtbot.waitUntil(lambda: "Zoé Kerno" in told())
    volunteer.actions = 0
    volunteer.press(Qt.Key.Key_Escape)
    volunteer.press(Qt.Key.Key_F5)
    volunteer.press(Qt.Key.Key_F7)
    assert welcomed(volunteer, "Zoé Kerno")
    assert event.attendees.waiting.of("atelier-b") == []


def test_came_instead_of_a_colleague(volunteer, event):
    volunteer.scan(SAMIR.ticket_code)
    volunteer.press(Qt.Key.Key_F6)
    volunteer.enter("Lena", "Bozec")
    assert welcomed(volunteer, "Lena Bozec")
    assert event.attendees.get(SAMIR.id).status is Status.CANCELLED
    assert event.attendees.arrived("accueil") == 1


def test_what_is_missing_is_filled_in_and_they_go_on(volunteer, program, event):
    program.desk.move_to("dejeuner")
    volunteer.scan(PAUL.ticket_code)
    assert volunteer.answer.missing == ("custom:Régime",)
    volunteer.press(Qt.Key.Key_F4)
    volunteer.enter("sans gluten")
    assert welcomed(volunteer, "Paul Arzel")
    assert event.attendees.get(PAUL.id).custom == {"Régime": "sans gluten"}


def test_the_clock_moves_a_desk_whose_control_point_has_closed(volunteer, program, event, clock):
    noon, one = MORNING + timedelta(hours=5), MORNING + timedelta(hours=6)
    planned = a_programme(
        sessions=WORKSHOPS,
        control_points=(
            ControlPoint("accueil", "Accueil", opens=MORNING, closes=noon),
            ControlPoint("dejeuner", "Déjeuner", opens=noon, closes=one, note="Badges verts d’abord"),
            replace(POINTS[2], opens=one, closes=one + timedelta(hours=3)),
            replace(POINTS[1], opens=one, closes=one + timedelta(hours=3)),
        ),
    )
    event.plan(planned, at=clock(), desk="Accueil 1")
    program.desk.reload()
    program.window.refresh()
    clock.at = noon - timedelta(minutes=9)
    program.window.updates.keep_time()
    assert program.window.desk_actions.switcher.bar.isVisible()  # the desk was quiet for hours
    volunteer.scan(PAUL.ticket_code)
    program.window.updates.keep_time()
    assert not program.window.desk_actions.switcher.bar.isVisible()
    volunteer.press(Qt.Key.Key_Escape)
    clock.at = noon
    program.window.updates.keep_time()
    assert program.desk.control_point.id == "dejeuner"
    assert "Accueil a fermé" in program.window.footer.accessibleDescription()
    assert program.window.stage.idle.accessibleDescription() == "Badges verts d’abord"
    assert "Déjeuner" in program.window.footer.accessibleDescription()
    clock.at = one
    program.window.updates.keep_time()  # two workshops: a person decides
    bar = program.window.desk_actions.switcher.bar
    assert program.desk.control_point.id == "dejeuner"
    assert (bar.isVisible(), [p.name for p in bar.points]) == (True, ["Atelier C", "Atelier B"])
    bar._buttons[1].click()
    assert (program.desk.control_point.id, bar.isVisible()) == ("atelier-b", False)
    assert program.settings.control_point == "atelier-b"


def test_an_arrival_without_hours_ends_where_the_dinner_lets_people_in(volunteer, program, event, clock):
    opens, begins = MORNING + timedelta(hours=11), MORNING + timedelta(hours=11, minutes=30)
    planned = a_programme(
        sessions=(Session("debat", "Débat", MORNING), Session("diner", "Dîner", begins)),
        control_points=(
            ControlPoint("accueil", "Accueil"),
            ControlPoint("diner", "Dîner", "diner", opens=opens),
        ),
    )
    event.plan(planned, at=clock(), desk="Accueil 1")
    program.desk.reload()
    program.window.refresh()
    clock.at = opens + timedelta(minutes=15)
    program.window.updates.keep_time()
    assert program.desk.control_point.id == "diner"
    assert "C’est l’heure de Dîner" in program.window.footer.accessibleDescription()
    program.desk.move_to("accueil")  # F10: a person has decided
    program.window.updates.keep_time()
    assert program.desk.control_point.id == "accueil"
    bar = program.window.desk_actions.switcher.bar
    assert bar.isVisible()
