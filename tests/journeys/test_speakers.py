# SPDX-License-Identifier: GPL-3.0-or-later
"""The morning of 4 July as the program is built: one comes who was not sure, one sends another, some are late."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from checkin import translation
from checkin.application import desk_program
from checkin.core.counts import SpeakerState
from checkin.core.decision import Reason
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.ui.widgets.screen_page import PROGRAMME

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FIVE_PAST_NINE = 35 * 60
"""Seconds after the doors opened."""


class Seconds:
    """Since the program began."""

    def __init__(self):
        self.passed = 0.0

    def __call__(self):
        return self.passed


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def program(qapp, tmp_path, seconds):
    event, clock = make_demo(tmp_path, resources() / "demo", seconds)
    seconds.passed = FIVE_PAST_NINE
    made = desk_program.DeskProgram(event, clock, "fr")
    made.answers = []
    made.window.answered.connect(made.answers.append)
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


def person(program, name):
    return program._event.attendees.search(name, 1)[0]


def arrives(program, name):
    program.window.take_code(person(program, name).ticket_code)
    program.window.codes.clear()  # nobody waits for the breath between two codes
    program.window.chrome.count()
    return program.answers[-1]


def alert(program):
    return program.window.stage.alert.accessibleName()


def line(program, name):
    program.shell.enter_by_name(PROGRAMME)
    lines = ProgrammeQueries(program._event).read(program.desk.now()).speakers
    return next(line for line in lines if line.speaker.name == name)


def press(program, key, qtbot):
    program.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.shell)
    qtbot.keyClick(QApplication.focusWidget() or program.shell, key)


def test_one_who_was_not_sure_arrives_and_the_board_shows_it(program):
    assert line(program, "Sylvain Reymond").state is SpeakerState.TO_CONFIRM
    assert arrives(program, "Sylvain Reymond").reason is Reason.SPEAKER_TO_CONFIRM
    arrived = line(program, "Sylvain Reymond")
    assert (arrived.state, f"{arrived.arrival.at:%H:%M}", arrived.arrival.desk) == (
        SpeakerState.ARRIVED,
        "09:05",
        "Accueil 1",
    )


def test_one_is_replaced_at_the_board_and_the_substitute_is_welcomed_as_a_speaker(program, qtbot):
    press(program, Qt.Key.Key_F12, qtbot)
    screen = program.shell.enter_by_name(PROGRAMME)
    screen.sessions.choose("projets-de-territoire")
    screen.speakers.setFocus()
    press(program, Qt.Key.Key_F6, qtbot)
    substitute = person(program, "Denis Lavigne")
    qtbot.keyClicks(screen.form.name, "lavigne den")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(screen.form.name._popup, key)
    qtbot.keyClick(screen.form.name, Qt.Key.Key_Return)
    told = program.shell._status.accessibleDescription()
    assert told == "Denis Lavigne intervient à la place de Josiane Corneloup."
    answer = arrives(program, "Denis Lavigne")
    assert (answer.reason, answer.attendee.id) == (Reason.ATTENTION, substitute.id)
    assert (answer.speaker.name, answer.speaker.replaces) == ("Denis Lavigne", "Josiane Corneloup")
    assert line(program, "Denis Lavigne").state is SpeakerState.ARRIVED
    assert arrives(program, "Josiane Corneloup").speaker is None


def test_the_alert_comes_half_an_hour_before_and_goes_with_the_last_of_them(program, seconds):
    assert alert(program) == "4 intervenants à trouver maintenant, le premier depuis 09:00"
    for name in ("Pierre Mace", "Delphine Vandevoorde", "Josiane Corneloup"):
        arrives(program, name)
    assert alert(program) == "Intervenant à trouver maintenant\u00a0: Laurent Lelli, 09:30 (dans 25 min)"
    arrives(program, "Laurent Lelli")
    assert program.window.stage.alert.isHidden()
    for name in ("Loreline Vidal", "Carole Orchampt", "Frédérique Lellouche"):
        arrives(program, name)
    seconds.passed = 60 * 60 - 1
    program.window.chrome.count()
    assert program.window.stage.alert.isHidden()
    seconds.passed = 60 * 60
    program.window.updates.keep_time()
    assert alert(program) == "Intervenant à trouver maintenant\u00a0: Sylvain Reymond, 10:00 (dans 30 min)"
    arrives(program, "Sylvain Reymond")
    assert program.window.stage.alert.isHidden()


def test_the_alert_leads_to_whom_it_is_about_and_from_there_back_to_the_desk(program, qtbot):
    press(program, Qt.Key.Key_F12, qtbot)
    screen = program.shell.enter_by_name(PROGRAMME)
    assert screen.speakers.chosen.speaker.name == "Pierre Mace"
    press(program, Qt.Key.Key_F3, qtbot)
    search = program.window.stage.search
    assert (program.shell.current, search.text()) == (0, "Pierre Mace")
    assert search.matches.chosen().attendee.name == "Pierre Mace"


def test_out_of_full_screen_too(program, qtbot):
    program.window.desk_actions.toggle_full_screen()
    qtbot.waitUntil(program.shell.isFullScreen)
    program.window.stage.alert.click()
    qtbot.waitUntil(lambda: not program.shell.isFullScreen())
    assert program.shell.enter_by_name(PROGRAMME).isVisible()
    assert program.shell.rail.isVisible()
