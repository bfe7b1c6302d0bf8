# SPDX-License-Identifier: GPL-3.0-or-later
"""A window closed by hand while a scanner types, on a real X server: every code that was typed is recorded.

Run as a program this file is the desk of the event named; it answers in lines of JSON.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from checkin.core.entries import EntryKind
from checkin.core.programme.programme import ControlPoint, Event
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.devices.test_wedge_x11 import ROOT, Bench, display, end, keys_of
from tests.fakes import FakeClock
from tests.patience import PATIENCE_S

__all__ = ["display"]  # the fixture

PEOPLE = 12
LINE_ENDS = ("\r", "\t", "\r\r", "")
MOST_BURSTS = int(os.environ.get("CHECKIN_BURSTS", "4"))


def show_desk(path):
    """The program run in the X server: the window's id when it has the keyboard; then until it is closed. Whoever
    closes it says yes when asked.
    """
    from PySide6.QtCore import QTimer

    from checkin.application import desk_program, qt_application
    from tests.ui.answering import Answering

    program = desk_program.DeskProgram(EventFile.open(Path(path)), FakeClock(MORNING), "en")
    told = QTimer(interval=50)
    hands = Answering(lambda dialog: next(b for b in dialog.buttons() if b.text() == "Close").click())

    def tell():
        if program._devices and qt_application.application().focusWindow():
            print(json.dumps({"window": int(program.shell.winId())}), flush=True)
            told.stop()

    told.timeout.connect(tell)
    program.ready.connect(told.start)
    program.ready.connect(lambda: program.shell.activateWindow())  # there is no window manager
    program.start()
    qt_application.application().exec()
    hands.stop()
    program.stop()


@pytest.fixture
def todays_event(tmp_path):
    """An event of the day that the program believes in, with people who are expected at its one door all day."""
    event = EventFile.create(tmp_path / "today.checkin", KEY)
    programme = a_programme(event=Event("9ᵉ Rencontre", MORNING.date()), control_points=(ControlPoint("door", "Door"),))
    event.plan(programme, at=MORNING, desk="Accueil 1")
    add_people(event, MORNING, *(an_attendee(number) for number in range(PEOPLE)))
    yield event
    event.close()


@pytest.fixture
def opened(display, todays_event, tmp_path):
    """What starts the program, and waits until it listens."""
    processes = []
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}

    def start():
        command = [sys.executable, __file__, str(todays_event.path)]
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE))
        bench = Bench(display, processes[-1])
        bench.top = bench.next_line()["window"]
        return bench

    yield start
    for process in processes:
        end(process)


def scan_and_close(rng, numbers, line_end, bench):
    """What a scanner does with the codes of these people, and somebody who closes the window after it or before its
    last keys.
    """
    for number in numbers:
        keys, delay_ms = keys_of(an_attendee(number).ticket_code + line_end), rng.choice((0, 1, 4))
        is_last, cut = number == numbers[-1], rng.randrange(1, len(keys))
        if is_last and rng.random() < 0.4:
            bench.hands.scan(keys[:cut], delay_ms)
            bench.hands.close(bench.top)
            bench.hands.scan(keys[cut:], delay_ms)
            bench.hands.wait()
        else:
            bench.hands.scan(keys, delay_ms)
            bench.hands.wait()
            sleep(rng.choice((0, 0.01, 0.1, 0.3, 0.8) if is_last else (0, 0.1)))
            if is_last:
                bench.hands.close(bench.top)


@pytest.mark.parametrize("seed", range(MOST_BURSTS))
def test_every_code_typed_before_the_window_closes_is_recorded(opened, display, todays_event, seed):
    rng = random.Random(seed)
    bench = opened()
    bench.plug_in(rng.choice(("us", "fr", "de", "cz")))
    line_end = rng.choice(LINE_ENDS)
    # Without line end the pause is what parts two codes; a server that is kept busy makes pauses of its own.
    numbers = rng.sample(range(PEOPLE), rng.randint(1, 8) if line_end else 1)
    scan_and_close(rng, numbers, line_end, bench)
    bench.hands.leave()
    assert bench.window.wait(PATIENCE_S) == 0
    came = {entry.subject for entry in todays_event.journal.entries_of_kinds([EntryKind.CHECKED_IN])}
    assert came == {an_attendee(number).id for number in numbers}


if __name__ == "__main__":
    show_desk(sys.argv[1])
