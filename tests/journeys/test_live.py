# SPDX-License-Identifier: GPL-3.0-or-later
"""The morning of 4 July, replayed: two desks of one file, one of them with the figures of the day open."""

import random
from datetime import timedelta

import pytest

from checkin import translation
from checkin.application import desk_program
from checkin.core.live.live_figures import Phase
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.ui.shell import DESK
from checkin.ui.widgets.screen_page import LIVE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MINUTE = timedelta(minutes=1)


class Morning:
    """Minutes since half past eight, by which everybody who comes is there."""

    def __init__(self):
        self.passed = 0.0

    def __call__(self):
        return self.passed * 60


@pytest.fixture
def morning():
    return Morning()


@pytest.fixture
def program(qapp, tmp_path, morning):
    event, clock = make_demo(tmp_path, resources() / "demo", morning)
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


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
        morning.passed = minutes
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
    morning.passed = 120
    qtbot.waitUntil(lambda: screen.reading.live.phase is Phase.AFTER)


def test_a_code_at_this_desk_brings_it_back_and_the_projector_gives_way(program):
    screen = program.shell.enter_by_name(LIVE)
    screen.project()
    person = next(person for person, _ in program._event.attendees.all())
    program.window.take_code(person.ticket_code)
    assert program.shell.current == DESK
    assert screen.projection is None
