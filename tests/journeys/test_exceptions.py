# SPDX-License-Identifier: GPL-3.0-or-later
"""The exceptions of a volunteer's morning, in the program as it is built.

The first five take at most three actions: a code that is read, a key, or a line that is typed and ended with Enter.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from checkin.core.attendee import CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Session
from checkin.devices.decoder import decode_image
from checkin.services.event_file import EventFile
from checkin.ui.widgets.screen_page import PARTICIPANTS
from tests.application.programs import PIN, name_supervisor
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering

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
def program(event, clock, open_program, qtbot):
    event.plan(a_programme(sessions=WORKSHOPS, control_points=POINTS), at=clock(), desk="Accueil 1")
    add_people(event, clock(), KARINE, SAMIR, PAUL, ZOE)
    return with_the_keys(open_program(event, "fr", has_devices=False), qtbot)


def with_the_keys(program, qtbot):
    program.shell.activateWindow()  # as a window manager does when a dialog is gone
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.shell)
    return program


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


def take_programme(program, planned):
    program._event.plan(planned, at=program.desk.now(), desk="Accueil 1")
    program.desk.reload()
    program.window.refresh()


def test_the_clock_moves_a_desk_whose_control_point_has_closed(volunteer, program, clock):
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
    take_programme(program, planned)
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


def test_an_arrival_without_hours_ends_where_the_dinner_lets_people_in(program, clock):
    opens, begins = MORNING + timedelta(hours=11), MORNING + timedelta(hours=11, minutes=30)
    planned = a_programme(
        sessions=(Session("debat", "Débat", MORNING), Session("diner", "Dîner", begins)),
        control_points=(ControlPoint("accueil", "Accueil"), ControlPoint("diner", "Dîner", "diner", opens=opens)),
    )
    take_programme(program, planned)
    clock.at = opens + timedelta(minutes=15)
    program.window.updates.keep_time()
    assert program.desk.control_point.id == "diner"
    assert "C’est l’heure de Dîner" in program.window.footer.accessibleDescription()
    program.desk.move_to("accueil")  # F10: a person has decided
    program.window.updates.keep_time()
    assert program.desk.control_point.id == "accueil"
    bar = program.window.desk_actions.switcher.bar
    assert bar.isVisible()


@pytest.fixture
def english(event, clock, open_program, qtbot):
    add_people(event, clock(), an_attendee(8, first_name="Max", last_name="Kermarec"))
    return with_the_keys(open_program(event, has_devices=False), qtbot)


def press_key(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


def screen(english):
    return english.shell.enter_by_name(PARTICIPANTS)


def told(english):
    return english.shell._status.accessibleDescription()


def test_a_guest_without_a_code_is_checked_in_and_photographs_a_new_one(english, event, tmp_path):
    press_key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    type_in("kermarec")
    press_key(Qt.Key.Key_Down)
    press_key(Qt.Key.Key_F7)
    assert told(english) == "Max Kermarec has arrived: Accueil, 08:40."
    press_key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    press_key(Qt.Key.Key_Return)
    english.shell.grab().save(str(tmp_path / "code.png"))
    (seen,) = decode_image(tmp_path / "code.png")
    english.window.take_code(an_attendee(8).ticket_code)
    assert (english.shell.current, english.answers[-1].reason) == (0, Reason.CODE_REPLACED)
    assert event.attendees.get(an_attendee(8).id).ticket_code == seen.text
    assert event.attendees.arrived("accueil") == 1


def test_a_misspelt_name_is_corrected_at_the_desk_and_the_next_scan_has_it_right(english, clock, qtbot):
    code = an_attendee(8).ticket_code
    press_key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert english.shell.current == 0
    assert "Nobody is shown" in english.window.stage.replied
    english.window.take_code(code)
    press_key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert screen(english).list.person.attendee.name == "Max Kermarec"
    press_key(Qt.Key.Key_F4)
    press_key(Qt.Key.Key_Tab)
    type_in("Kermarrec")
    press_key(Qt.Key.Key_Return)
    assert told(english) == "Max Kermarrec is corrected: Last name."
    press_key(Qt.Key.Key_Escape)
    assert english.shell.current == 0
    clock.pass_by(minutes=1)
    english.window.take_code(code)
    qtbot.waitUntil(lambda: len(english.answers) == 2)
    assert english.answers[-1].attendee.name == "Max Kermarrec"
    press_key(Qt.Key.Key_F4)  # at the desk too
    press_key(Qt.Key.Key_Tab)
    type_in("Kermarec")
    press_key(Qt.Key.Key_Return)
    assert told(english) == "Max Kermarec is corrected: Last name."


def test_f2_registers_whom_the_list_has_not(english):
    press_key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    type_in("zoe durand")
    press_key(Qt.Key.Key_F2)
    assert english.shell.current == 0
    press_key(Qt.Key.Key_Return)
    assert english.answers[-1].attendee.name == "Zoe Durand"
    assert screen(english).list.counts.accessibleName().endswith("of 5 registrations")


def test_what_has_to_be_settled_comes_to_the_desk_and_the_count_is_right_there(english, event):
    english.desk.registration.set_status({an_attendee(8).id: Status.PENDING})
    english.window.desk_actions.person_wanted.emit(an_attendee(8).id)
    press_key(Qt.Key.Key_F7)
    assert (english.shell.current, english.answers[-1].reason) == (0, Reason.PENDING)
    press_key(Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 1


ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def later(event, clock, open_program):
    clock.at = MORNING + timedelta(hours=2)
    return open_program(event, "fr", has_devices=False)


def typed(monkeypatch, text):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (text, True))


def test_a_series_with_one_time_then_another(later, event, monkeypatch):
    window = later.window
    assert not window.paper.isVisible()
    typed(monkeypatch, "8h45")
    later.built.menu.paper_wanted.emit()
    assert window.paper.isVisible()
    assert "08:45" in window.paper.accessibleName()
    window.take_code(ONE.ticket_code)
    typed(monkeypatch, "9:05")
    window.paper.another.click()
    window.operations.check_in(TWO.id)
    zone = later.desk.now().tzinfo
    times = [f"{event.attendees.visit(a.id, 'accueil').arrived_at.astimezone(zone):%H:%M}" for a in (ONE, TWO)]
    assert (times, [a.how for a in later.answers]) == (["08:45", "09:05"], [CheckInMethod.PAPER, CheckInMethod.PAPER])
    window.desk_actions.undo_key.press()
    assert event.attendees.visit(TWO.id, "accueil") is None
    window.paper.end.click()
    assert not window.paper.isVisible()
    window.operations.check_in(TWO.id)
    assert later.answers[-1].how is CheckInMethod.SEARCH


def test_no_time_changes_nothing_and_the_camera_rests(later, event, monkeypatch):
    typed(monkeypatch, "tout à l’heure")
    with pytest.raises(UserError):
        later.window.paper.ask()
    assert not later.window.paper.isVisible()
    typed(monkeypatch, "8:45")
    later.window.paper.ask()
    later.window.take_seen_code(ONE.ticket_code)
    assert event.attendees.arrived("accueil") == 0
    assert "lecteur" in later.window.footer.accessibleDescription()


GONE = an_attendee(80, status=Status.CANCELLED)


@pytest.fixture
def guarded(event, clock, open_program):
    add_people(event, clock(), GONE)
    name_supervisor(event, clock)
    return open_program(event, has_devices=False)


def giving(qtbot, *pins):
    """PINs typed at once, until one is right."""

    def give(dialog):
        for pin in pins:
            qtbot.keyClicks(dialog.pin, pin)
            qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    return give


def press_at(program, key, qtbot):
    qtbot.keyClick(with_the_keys(program, qtbot).window, key)


def test_refused_then_let_in_by_reason_and_pin_and_undone_like_any_other(guarded, event, qtbot):
    hands = Answering(giving(qtbot, PIN))
    guarded.window.take_code(GONE.ticket_code)
    press_at(guarded, Qt.Key.Key_F9, qtbot)
    assert len(hands.asked) == 1
    (entry,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert (entry.subject, entry.body["over"]) == (GONE.id, "cancelled")
    assert (entry.body["allowed_by"], entry.body["why"]) == ("Anne", hands.asked[0].authority.why)
    assert guarded.window.stage.answer.accessibleName() == "Let in"
    press_at(guarded, Qt.Key.Key_F9, qtbot)  # nobody is refused any more
    press_at(guarded, Qt.Key.Key_F8, qtbot)
    assert event.attendees.arrived("accueil") == 0


def test_five_wrong_pins_lock_after_a_restart_too_until_the_time_is_over(guarded, open_program, event, clock, qtbot):
    told = []

    def look(dialog):
        told.append(dialog.notice.text())
        dialog.reject()

    hands = Answering(giving(qtbot, *["9042"] * 3), look, giving(qtbot, *["9042"] * 2), look)
    guarded.window.take_code(GONE.ticket_code)
    press_at(guarded, Qt.Key.Key_F9, qtbot)
    press_at(guarded, Qt.Key.Key_F9, qtbot)
    press_at(guarded, Qt.Key.Key_F9, qtbot)
    again = open_program(EventFile.open(event.path), has_devices=False)
    hands._answers += [look, giving(qtbot, PIN)]
    again.window.take_code(GONE.ticket_code)
    buttons = again.window.stage.answer._buttons
    next(button for button in buttons if button.step.key == "F9").click()
    assert "left: 2" in told[0]
    assert "1:00" in told[1] == told[2]
    assert event.attendees.arrived("accueil") == 0
    clock.pass_by(seconds=61)
    press_at(again, Qt.Key.Key_F9, qtbot)
    assert event.attendees.arrived("accueil") == 1
