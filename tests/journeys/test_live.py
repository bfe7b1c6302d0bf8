# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration's morning: figures that agree, speakers who come, send another or are late."""

import random
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from checkin.core.attendee import Status
from checkin.core.counts import SpeakerState
from checkin.core.decision import Reason
from checkin.core.live.live_figures import Phase
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.ui.shell import DESK
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from checkin.ui.widgets.screen_page import CLOSING, LIVE, PROGRAMME

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def program(demonstration):
    return demonstration()


@pytest.fixture
def entrance(program):
    """The other desk: its own connection to the file."""
    event = EventFile.open(program._event.path)
    yield Desk(event, program.desk.now, "Entrée")
    event.close()


def test_the_figures_follow_the_morning(program, entrance, morning, qtbot):
    draw = random.Random(1)
    everyone = draw.sample([person for person, _ in program._event.attendees.all()], 290)
    came = sorted(draw.triangular(0, 30, 20) for _ in everyone)
    screen = program.shell.enter_by_name(LIVE)
    totals = {}
    for minutes, person in zip(came, everyone, strict=True):
        morning.passed = 60 * minutes
        entrance.check_in(person.id)
        if int(minutes) not in totals:
            screen._keep_up()
            totals[int(minutes)] = screen.reading.live.forecast.total
    screen._keep_up()
    live = screen.reading.live
    arrived = program._event.attendees.arrived("accueil")
    assert arrived == live.arrived > 200
    assert live.by_desk[0].name == "Entrée"
    assert sum(step.arrived for step in live.steps) == arrived
    assert abs(totals[20] - arrived) / arrived < 0.25
    assert abs(live.forecast.total - arrived) / arrived < 0.15
    morning.passed = 120 * 60
    qtbot.waitUntil(lambda: screen.reading.live.phase is Phase.AFTER)


def test_a_code_at_this_desk_brings_it_back_and_the_projector_gives_way(program):
    screen = program.shell.enter_by_name(LIVE)
    screen.project()
    person = next(person for person, _ in program._event.attendees.all())
    program.window.take_code(person.ticket_code)
    assert program.shell.current == DESK
    assert screen.projection is None


def numbers(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def row(closing, name):
    """The figures of a row of closing's tables: what stands beside the name."""
    cells = [each.text() for each in closing.day_report.categories.findChildren(QLabel) if not each.isHidden()]
    at = cells.index(name)
    return [int(cell) for cell in cells[at + 1 : at + 5]]


def test_the_screens_of_one_window_say_one_number(program, qtbot):
    desk, people = program.desk, [person for person, _ in program._event.attendees.all()]
    expected = [person for person in people if person.status is Status.CONFIRMED][:40]
    for person in expected:
        answer = desk.check_in(person.id)
        if answer.can_admit:
            desk.admit(answer)
    desk.registration.set_status({expected[0].id: Status.CANCELLED})
    program.window.chrome.count()
    (meter,) = program.window.findChildren(ArrivalMeter)
    arrived, unexpected, missing, of = numbers(meter.accessibleName())[:4]
    live = program.shell.enter_by_name(LIVE)
    qtbot.waitUntil(lambda: live.reading is not None and live.reading.live.arrived == arrived)
    assert (live.reading.live.expected, live.reading.live.missing) == (of, missing)
    closing = program.shell.enter_by_name(CLOSING)
    qtbot.waitUntil(lambda: " = " in closing.day_report.total.text())
    assert row(closing, desk.control_point.name) == [of, arrived, missing, unexpected]


FIVE_PAST_NINE = 35 * 60
"""Seconds after the doors opened."""


@pytest.fixture
def at_nine(demonstration):
    return demonstration(FIVE_PAST_NINE)


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


def test_one_who_was_not_sure_arrives_and_the_board_shows_it(at_nine):
    assert line(at_nine, "Sylvain Reymond").state is SpeakerState.TO_CONFIRM
    assert arrives(at_nine, "Sylvain Reymond").reason is Reason.SPEAKER_TO_CONFIRM
    arrived = line(at_nine, "Sylvain Reymond")
    assert (arrived.state, f"{arrived.arrival.at:%H:%M}", arrived.arrival.desk) == (
        SpeakerState.ARRIVED,
        "09:05",
        "Accueil 1",
    )


def test_one_is_replaced_at_the_board_and_the_substitute_is_welcomed_as_a_speaker(at_nine, qtbot):
    press(at_nine, Qt.Key.Key_F12, qtbot)
    screen = at_nine.shell.enter_by_name(PROGRAMME)
    screen.sessions.choose("projets-de-territoire")
    screen.speakers.setFocus()
    press(at_nine, Qt.Key.Key_F6, qtbot)
    substitute = person(at_nine, "Denis Lavigne")
    qtbot.keyClicks(screen.form.name, "lavigne den")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(screen.form.name._popup, key)
    qtbot.keyClick(screen.form.name, Qt.Key.Key_Return)
    told = at_nine.shell._status.accessibleDescription()
    assert told == "Denis Lavigne intervient à la place de Josiane Corneloup."
    answer = arrives(at_nine, "Denis Lavigne")
    assert (answer.reason, answer.attendee.id) == (Reason.ATTENTION, substitute.id)
    assert (answer.speaker.name, answer.speaker.replaces) == ("Denis Lavigne", "Josiane Corneloup")
    assert line(at_nine, "Denis Lavigne").state is SpeakerState.ARRIVED
    assert arrives(at_nine, "Josiane Corneloup").speaker is None


def test_the_alert_comes_half_an_hour_before_and_goes_with_the_last_of_them(at_nine, morning):
    assert alert(at_nine) == "4 intervenants à trouver maintenant, le premier depuis 09:00"
    for name in ("Pierre Mace", "Delphine Vandevoorde", "Josiane Corneloup"):
        arrives(at_nine, name)
    assert alert(at_nine) == "Intervenant à trouver maintenant\u00a0: Laurent Lelli, 09:30 (dans 25 min)"
    arrives(at_nine, "Laurent Lelli")
    assert at_nine.window.stage.alert.isHidden()
    for name in ("Loreline Vidal", "Carole Orchampt", "Frédérique Lellouche"):
        arrives(at_nine, name)
    morning.passed = 60 * 60 - 1
    at_nine.window.chrome.count()
    assert at_nine.window.stage.alert.isHidden()
    morning.passed = 60 * 60
    at_nine.window.updates.keep_time()
    assert alert(at_nine) == "Intervenant à trouver maintenant\u00a0: Sylvain Reymond, 10:00 (dans 30 min)"
    arrives(at_nine, "Sylvain Reymond")
    assert at_nine.window.stage.alert.isHidden()


def test_the_alert_leads_to_whom_it_is_about_and_from_there_back_to_the_desk(at_nine, qtbot):
    press(at_nine, Qt.Key.Key_F12, qtbot)
    screen = at_nine.shell.enter_by_name(PROGRAMME)
    assert screen.speakers.chosen.speaker.name == "Pierre Mace"
    press(at_nine, Qt.Key.Key_F3, qtbot)
    search = at_nine.window.stage.search
    assert (at_nine.shell.current, search.text()) == (0, "Pierre Mace")
    assert search.matches.chosen().attendee.name == "Pierre Mace"
    at_nine.window.desk_actions.toggle_full_screen()
    qtbot.waitUntil(at_nine.shell.isFullScreen)
    at_nine.window.stage.alert.click()
    qtbot.waitUntil(lambda: not at_nine.shell.isFullScreen())
    assert screen.isVisible()
    assert at_nine.shell.rail.isVisible()
