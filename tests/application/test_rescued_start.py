# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file is taken away while its window is open, and the window ends: the first window offers what was rescued
until somebody has dealt with it.
"""

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from checkin import translation
from checkin.application.welcome_controller import WelcomeController
from checkin.core.decision import Verdict
from checkin.services.computer.app_data import GONE, RecentEvents
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import an_attendee

pytestmark = pytest.mark.needs("unlinking open files")

ENDS = """
import os, sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee
event = EventFile.open(Path(sys.argv[1]))
desk = Desk(event, lambda: MORNING, "Accueil 1")
for number in (1, 2):
    assert desk.scan(an_attendee(number).ticket_code).verdict == "admit"
if sys.argv[3] == "gone":
    event.path.unlink()
else:
    os.truncate(event.path, 100)
assert event.guard.trouble
if sys.argv[2] == "killed":
    os.kill(os.getpid(), 9)
event.close()
"""


@pytest.fixture
def ended(event, tmp_path):
    """Returns what ends a desk whose event file something happened to; the event is one of the recent ones."""
    event.close()

    def end(how, happened):
        done = subprocess.run([sys.executable, "-c", ENDS, str(event.path), how, happened], check=False)
        assert done.returncode == (-signal.SIGKILL if how == "killed" else 0)
        return event.path

    RecentEvents(tmp_path / "own" / "recent.json").remember(event.path)
    return end


@pytest.fixture
def first(qapp, qtbot, tmp_path):
    """Returns the first window once it has read the recent events."""
    opened = []

    def look():
        made = WelcomeController(RecentEvents(tmp_path / "own" / "recent.json"))
        opened.append(made)
        qtbot.addWidget(made.window)
        made.window.show()
        made.look()
        qtbot.waitUntil(made._looking[0].isFinished)
        QCoreApplication.sendPostedEvents()  # what it read is told to the window before it ends
        return made

    yield look
    for made in opened:
        made.stop()
    translation.install(qapp, "en")


@pytest.mark.parametrize("case", [(how, what) for how in ("closed", "killed") for what in ("gone", "cut")])
def test_the_first_window_says_where_it_is_and_one_press_goes_on_with_it(ended, first, case, clock, qtbot):
    path = ended(*case)
    (copy,) = path.parent.glob("*.rescued-*.checkin")
    for _ in range(2):  # until it was dealt with
        window = first().window
        assert path.name in window.rescued.text()
        assert copy.name in window.rescued.text()
        assert window.rescued.isVisible()
    assert window.recent.rows[0].open.text() == "9ᵉ Rencontre"
    assert window.recent.of_day(date(2023, 7, 4)) is None  # nobody goes on with it by pressing Enter twice
    last = first()
    qtbot.mouseClick(last.window.recent.rows[0].open, Qt.MouseButton.LeftButton)
    with closing(last.chosen) as event:
        assert event.path == path
        desk = Desk(event, clock, "Accueil 1")
        codes = [an_attendee(number).ticket_code for number in (1, 2)]
        assert [desk.scan(code).verdict for code in codes] == [Verdict.DUPLICATE] * 2
    assert not list(path.parent.glob("*.rescued-*.checkin"))
    again = first().window
    assert again.rescued.isHidden()
    assert bool(list(path.parent.glob("*.replaced-*.checkin"))) is (case[1] == "cut")  # what lay there is kept


def test_a_file_that_is_back_needs_no_copy(ended, first, tmp_path):
    path = ended("closed", "gone")
    window = first()
    (copy,) = path.parent.glob("*.rescued-*.checkin")
    os.replace(copy, path)  # as by hand
    window.window.rescue_wanted.emit(path)
    with closing(window.chosen) as event:
        assert len(list(event.attendees.visits())) == 2


def test_a_file_that_is_gone_without_a_copy_is_greyed_as_before(ended, first):
    path = ended("closed", "gone")
    for copy in path.parent.glob("*.rescued-*"):
        copy.write_bytes(b"no event")
    window = first().window
    assert window.rescued.isHidden()
    assert not window.recent.rows[0].open.isEnabled()
    assert window.recent.rows[0].open.accessibleDescription() == GONE.text


def test_the_copies_of_another_event_of_that_name_are_not_offered_for_one_that_opens(ended, first, event):
    path = ended("closed", "gone")
    EventFile.create(path).close()
    assert first().window.rescued.isHidden()
