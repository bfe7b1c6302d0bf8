# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file is replaced, taken away or cut: while its window is open, and before it is opened again."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from checkin.application import desk_recovery
from checkin.application.welcome_controller import WelcomeController
from checkin.core.decision import Reason, Verdict
from checkin.core.desk_settings import Settings
from checkin.core.message import StorageError
from checkin.core.tokens import EventKey
from checkin.services.computer.app_data import GONE, RecentEvents
from checkin.services.computer.crash_recovery import NEWEST_SUFFIX, AcknowledgedExtent
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage.rescue import add, readable_entries
from checkin.ui.look.theme import Appearance
from tests.builders import an_attendee
from tests.restored_files import look, restore

NEEDS_UNLINKING = pytest.mark.needs("unlinking open files")
ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


@pytest.fixture
def older_copy(event):
    event.db.conn.execute("VACUUM INTO ?", [str(event.path.with_name("older"))])
    return event.path.with_name("older")


def test_an_idle_desk_says_so_above_every_screen_and_one_button_puts_it_right(older_copy, program, event, qtbot):
    program.window.take_code(ONE)
    restore(event, older_copy)
    look(program, program.shell.band, qtbot, finds=True)
    band = program.shell.band
    assert "NO LONGER SAVING" in band.text
    assert program.shell.windowTitle().startswith("NO LONGER SAVING")
    qtbot.mouseClick(band.way_out, Qt.MouseButton.LeftButton)
    assert band.text == ""
    assert "3 registrations" in program.window.footer.accessibleDescription()
    assert ".replaced-" in program.window.footer.accessibleDescription()
    program.window.operations.scan(ONE)
    assert program.answers[-1].reason in (Reason.ALREADY_ARRIVED, Reason.REPEATED)


def test_no_scan_is_green_before(older_copy, program, event):
    program.window.take_code(ONE)
    restore(event, older_copy)
    with pytest.raises(StorageError) as error:
        program.window.operations.scan(TWO)
    program.shell.fail(error.value)
    assert [answer.reason for answer in program.answers] == [Reason.WELCOME, Reason.NOT_SAVED]
    assert "older copy" in program.window.footer.accessibleDescription()


@NEEDS_UNLINKING
def test_a_file_that_is_back_is_told(program, event, qtbot):
    away = event.path.with_name("away")
    os.replace(event.path, away)
    look(program, program.shell.band, qtbot, finds=True)
    os.replace(away, event.path)
    look(program, program.shell.band, qtbot, finds=False)
    assert "back" in program.window.footer.accessibleDescription()


@pytest.fixture
def begun(event, open_program, qapp, tmp_path, monkeypatch):
    """Start the program with the event, as often as wanted; signals and crashes are the test runner's."""
    monkeypatch.setattr(desk_recovery, "_end_when_asked", lambda: None)
    monkeypatch.setattr(desk_recovery.crash_recovery, "watch_crashes", lambda folder: None)
    event.close()
    programs = []

    def begin():
        programs.append(open_program(EventFile.open(event.path), has_devices=False))
        programs[-1].trouble.watch(tmp_path / "own")
        return programs[-1]

    yield begin
    end(programs[-1])
    Appearance(qapp).apply(Settings())


def end(program):
    program.trouble.end_well()
    program.shell.close()
    program.stop()


@pytest.fixture
def older(begun, event, tmp_path):
    """The backup lies in the event's place; two had come since. Where the newer file is."""
    shutil.copyfile(event.path, tmp_path / "backup")
    program = begun()
    assert program.trouble.notice.isHidden()
    program.desk.scan(ONE)
    program.desk.scan(TWO)
    end(program)
    shutil.copyfile(event.path, tmp_path / "newer")
    shutil.copyfile(tmp_path / "backup", event.path)
    return tmp_path / "newer"


@pytest.mark.usefixtures("older")
def test_the_window_says_what_is_missing_until_somebody_has_read_it(begun, clock):
    for _ in range(2):
        program = begun()
        text = program.trouble.notice.text
        assert "is older than" in text
        assert "until 08:40: 2 entries are missing, including 2 arrivals" in text
        clock.pass_by(minutes=1)
        program.desk.scan(THREE)  # and what comes meanwhile does not make it forget
        program.trouble.note_extent()
        assert not program.trouble.notice.isHidden()
        end(program)
    program = begun()
    program.trouble.notice.read.click()
    end(program)
    assert begun().trouble.notice.isHidden()


def test_the_newer_file_put_back_says_nothing(begun, event, older):
    end(begun())
    shutil.copyfile(older, event.path)
    assert begun().trouble.notice.isHidden()


def test_what_other_desks_bring_ends_it(begun, older):
    program = begun()
    with closing(EventFile.open(older)) as newer:
        add(program._event.db, readable_entries(newer.db))
    program.trouble.note_extent()
    assert program.trouble.notice.isHidden()
    assert program.desk.scan(ONE).verdict is Verdict.DUPLICATE


@pytest.mark.usefixtures("older")
def test_it_is_said_again_in_another_language_and_nobody_says_that_nothing_is_lost(begun, event, tmp_path):
    desk_recovery.OpenMark(tmp_path / "own", event.path).note(screen=0)
    program = begun()
    program.choices.choose(language="en", text_size=125)
    assert "is older than" in program.trouble.notice.text
    assert "Nothing is lost" not in program.trouble.notice.text


def test_another_event_and_what_nobody_can_read_are_no_older_file(event, desk, clock, tmp_path):
    own = tmp_path / "own"
    desk.scan(ONE)
    assert AcknowledgedExtent(own, event).note()
    (kept,) = own.glob(f"*{NEWEST_SUFFIX}")
    assert event.attendees.get(an_attendee(1).id).last_name not in kept.read_text()
    event.close()
    event.path.unlink()
    with closing(EventFile.create(event.path, EventKey("other-event", bytes(32)))) as other:
        assert AcknowledgedExtent(own, other).missing() is None
        Desk(other, clock, "d").scan("nothing")
    endless = '{"event": "e", "newest": "00", "at": "2023-07-04", "entries": 1e999, "arrivals": 1}'
    for odd in ("", "[]", "7", "{}", '{"event": 1, "newest": "zz", "at": "", "entries": 1, "arrivals": 1}', endless):
        kept.write_text(odd)
        with closing(EventFile.open(event.path)) as other:
            assert AcknowledgedExtent(own, other).missing() is None


def test_after_a_crash_is_told_what_was_found_and_not_who_came_since(begun):
    """The window is made anew in another language, with its notice."""
    crashed = begun()
    crashed.desk.check_in(an_attendee(1).id)
    crashed.shell.close()
    crashed.stop()
    program = begun()
    before = program.trouble.notice.text
    program.window.take_code(TWO)
    program.choices.choose(language="fr")
    program.choices.choose(language="en")
    assert program.trouble.notice.text == before
    assert "1 person" in before


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
def first(qtbot, tmp_path):
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


@NEEDS_UNLINKING
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


@NEEDS_UNLINKING
def test_a_file_that_is_back_needs_no_copy(ended, first, tmp_path):
    path = ended("closed", "gone")
    window = first()
    (copy,) = path.parent.glob("*.rescued-*.checkin")
    os.replace(copy, path)  # as by hand
    window.window.rescue_wanted.emit(path)
    with closing(window.chosen) as event:
        assert len(list(event.attendees.visits())) == 2


@NEEDS_UNLINKING
def test_a_file_that_is_gone_without_a_copy_is_greyed_as_before(ended, first):
    path = ended("closed", "gone")
    for copy in path.parent.glob("*.rescued-*"):
        copy.write_bytes(b"no event")
    window = first().window
    assert window.rescued.isHidden()
    assert not window.recent.rows[0].open.isEnabled()
    assert window.recent.rows[0].open.accessibleDescription() == GONE.text


@NEEDS_UNLINKING
def test_the_copies_of_another_event_of_that_name_are_not_offered_for_one_that_opens(ended, first, event):
    path = ended("closed", "gone")
    EventFile.create(path).close()
    assert first().window.rescued.isHidden()
