# SPDX-License-Identifier: GPL-3.0-or-later
"""One window, one moment: what the header, the live screen and closing say under one name is one number."""

import re

import pytest
from PySide6.QtWidgets import QLabel

from checkin import translation
from checkin.application import desk_program
from checkin.core.attendee import Status
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from checkin.ui.widgets.screen_page import CLOSING, LIVE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def program(qapp, tmp_path):
    event, clock = make_demo(tmp_path, resources() / "demo", lambda: 0.0)
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


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
