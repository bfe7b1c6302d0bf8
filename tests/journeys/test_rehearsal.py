# SPDX-License-Identifier: GPL-3.0-or-later
"""From the event into a rehearsal and back, in a process of its own; and one that is killed in the midst of it."""

import os
import signal
import subprocess
import sys

import pytest

from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.event_file import EventFile
from tests.builders import an_attendee
from tests.patience import PATIENCE_S

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code

# The hands of somebody who opens the menu, agrees, scans two guests, and presses the button in the band.
HANDS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from checkin.application import desk_program, qt_application
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_bars import PretendGuestBar
from checkin.ui.shell import Shell
from tests.builders import MORNING

path, codes, is_killed = Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3] == "killed"
qt_application.application()
done = []

def hands():
    if dialog := QApplication.activeModalWidget():
        dialog.accept()
        return
    shells = [w for w in QApplication.topLevelWidgets() if isinstance(w, Shell) and w.isVisible()]
    if not shells:
        return
    shell = shells[0]
    if not done:
        done.append("asked")
        QTimer.singleShot(0, shell.desk.header._menu.menu().rehearsal.trigger)
    elif done == ["asked"] and shell.band.text:
        done.append("rehearsed")
        for code in codes:
            shell.desk.take_code(code)
        print(shell.band.text, "|", shell.windowTitle(), "|", shell.desk.stage.answer.accessibleName(), flush=True)
        shell.findChild(PretendGuestBar).send.click()
        if not is_killed:
            shell.band.way_out.click()
    elif done == ["asked", "rehearsed"] and not shell.band.text:
        done.append("back")
        notice = shell.desk.layout().itemAt(1).widget()
        print(notice.text if notice.isVisible() else "", flush=True)
        shell.close()

timer = QTimer(interval=50)
timer.timeout.connect(hands)
timer.start()
sys.exit(desk_program.run(EventFile.open(path), lambda: MORNING, "en").code)
"""


@pytest.fixture
def closed(event):
    """The event, as nobody has it open."""
    sheet = read_fingerprint(event)
    event.close()
    return event.path, sheet


def hands(path, temporary, how):
    arguments = [sys.executable, "-c", HANDS, str(path), f"{ONE},{TWO}", how]
    home = {"XDG_DATA_HOME": str(temporary), "XDG_STATE_HOME": str(temporary), "XDG_CACHE_HOME": str(temporary)}
    surroundings = {**os.environ, "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen", **home}
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings)


def copies(temporary):
    return list(temporary.glob("checkin-rehearsal-*"))


@pytest.fixture
def temporary(tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def test_in_and_out_and_the_journal_is_as_before(closed, temporary):
    path, sheet = closed
    process = hands(path, temporary, "finished")
    told, trouble = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, trouble
    assert "Error" not in trouble
    band, title, answer = told.splitlines()[0].split(" | ")
    assert band == "REHEARSAL – nothing counts"
    assert "REHEARSAL – 9ᵉ Rencontre" in title
    assert answer == "Welcome"
    proof = told.splitlines()[1]
    assert "The event’s journal is as before: people 3, arrivals 0" in proof
    assert f"digest {sheet.digest[:8]}" in proof
    event = EventFile.open(path)
    assert read_fingerprint(event) == sheet
    event.close()
    assert not copies(temporary)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_kill_in_the_midst_of_it_leaves_the_event_untouched_and_the_next_start_tidies_up(closed, temporary):
    path, sheet = closed
    process = hands(path, temporary, "killed")
    assert process.stdout.readline().startswith("REHEARSAL")
    content = path.read_bytes()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert path.read_bytes() == content
    assert len(copies(temporary)) == 1
    event = EventFile.open(path)
    assert read_fingerprint(event) == sheet
    assert event.attendees.arrived("accueil") == 0
    event.close()
    process = hands(path, temporary, "finished")
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert not copies(temporary)
