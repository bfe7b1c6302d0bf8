# SPDX-License-Identifier: GPL-3.0-or-later
"""What Checkin keeps on a computer and how it goes; what is noted and said after it stopped without warning."""

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from PySide6.QtCore import QLockFile

from checkin.core.message import UserError
from checkin.services.computer import app_data, crash_recovery
from checkin.services.computer.crash_recovery import OpenMark, read_recovered_state, recovery_sentence
from checkin.services.event_file import EventFile
from tests.builders import an_attendee
from tests.conftest import add_people


@pytest.fixture
def own(tmp_path, event):
    """Checkin's own folder with everything in it, and a folder for what is there for a while."""
    folder, temporary = tmp_path / "own", tmp_path / "temporary"
    OpenMark(folder, event.path).note(screen=1)
    for name in ("checkin.log", "checkin.log.1", "crash.txt", "crashes.txt", "version.txt"):
        (folder / name).write_text("0.0.1")
    (folder / "recent.json").write_text(json.dumps({"events": [str(event.path), "/gone.checkin", 3, None]}))
    for name in (
        "checkin-demo-1/demo.checkin",
        "checkin-rehearsal-1/rehearsal.checkin",
        *(f"{others}/somebody’s" for others in OTHERS),
    ):
        (temporary / name).parent.mkdir(parents=True)
        (temporary / name).write_bytes(b"x")
    return folder


OTHERS = {"autre", "checkin-pg-1", "checkin-demo-autre"}


def test_all_of_it_is_listed_by_kind_and_goes_and_the_events_that_were_not_named_stay(own, tmp_path, event):
    kept = {k.what.text.split()[0]: len(k.files) for k in app_data.list_app_data(own, tmp_path / "temporary")}
    assert kept == {"The": 2, "Notes": 2, "Which": 1, "Lists": 2, "What": 2}
    assert app_data.known_events(own) == [event.path]
    assert app_data.list_app_data(tmp_path / "none", tmp_path / "none") == ()
    assert app_data.remove_app_data(own, (), tmp_path / "temporary") == 9
    assert not own.exists()
    assert {path.parent.name for path in (tmp_path / "temporary").glob("*/*") if path.is_file()} == OTHERS
    assert event.path.exists()


def test_an_event_that_somebody_keeps_there_goes_only_when_it_is_named_and_then_with_its_bytes(own, tmp_path, event):
    (own / "fête.checkin").write_bytes(b"x")
    (own / "fête.schema-3.backup.checkin").write_bytes(b"x")
    app_data.remove_app_data(own, (), tmp_path / "temporary")
    assert {path.name for path in own.iterdir()} == {"fête.checkin", "fête.schema-3.backup.checkin"}
    event.close()
    os.link(event.path, tmp_path / "same")
    app_data.remove_app_data(own, (own / "fête.checkin", event.path), tmp_path / "temporary")
    assert not own.exists()
    assert not event.path.exists()
    assert set((tmp_path / "same").read_bytes()) == {0}


def test_nothing_goes_while_an_event_of_them_is_open_and_a_demonstration_that_runs_stays(own, tmp_path, event):
    demo = QLockFile(str(tmp_path / "temporary" / "checkin-demo-1" / "demo.checkin.lock"))
    assert demo.tryLock(0)
    rehearsal = QLockFile(str(tmp_path / "temporary" / "checkin-rehearsal-1" / "in-use"))
    assert rehearsal.tryLock(0)
    assert app_data.find_leftovers(tmp_path / "temporary") == []
    lock = QLockFile(f"{event.path}.lock")
    assert lock.tryLock(0)
    with pytest.raises(UserError, match="is open"):
        app_data.remove_app_data(own, (event.path,), tmp_path / "temporary")
    assert own.exists()
    lock.unlock()
    demo.unlock()
    rehearsal.unlock()


DIES = """
import ctypes, sys
from pathlib import Path
from checkin.services.computer import crash_recovery
raw = crash_recovery.watch_crashes(Path(sys.argv[1]))
{deed}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="another way to die")
@pytest.mark.parametrize(
    ("deed", "why"), [("ctypes.string_at(0)", "Segmentation fault"), ("import os; os.abort()", "Aborted")]
)
def test_the_line_that_killed_it_is_noted_at_the_next_start(tmp_path, deed, why):
    folder = tmp_path / "Martin Dupont"
    done = subprocess.run([sys.executable, "-c", DIES.format(deed=deed), folder], check=False, capture_output=True)
    assert done.returncode < 0
    assert why in (folder / crash_recovery.RAW).read_text()
    crash_recovery.collect_crashes(folder)
    notes = (folder / crash_recovery.NOTES).read_text()
    assert f"Fatal Python error: {why}" in notes
    assert "Dupont" not in notes
    assert (folder / crash_recovery.RAW).read_bytes() == b""
    crash_recovery.collect_crashes(folder)
    assert (folder / crash_recovery.NOTES).read_text() == notes


def test_only_known_lines_are_kept():
    written = (
        "Fatal Python error: Segmentation fault Dupont\n"
        "Current thread 0x00007f (most recent call first): Dupont\n"
        '  File "/home/dupont/x/site-packages/PIL/Image.py", line 12 in open\n'
        '  File "/home/dupont/Dupont.py", line ??? in <module>\n'
        "Extension modules: Dupont (total: 1)\n"
        "Windows fatal exception: access violation\n"
    )
    assert list(crash_recovery.redact_crash(written)) == [
        "Fatal Python error: Segmentation fault",
        "Current thread:",
        "  site-packages/PIL/Image.py:12 open",
        "  elsewhere:??? <module>",
        "Windows fatal exception: access violation",
    ]


def test_notes_do_not_grow_for_ever(tmp_path):
    for _ in range(3):
        (tmp_path / crash_recovery.RAW).write_text('  File "/x/checkin/a.py", line 1 in f\n' * 2000)
        crash_recovery.collect_crashes(tmp_path)
    assert (tmp_path / crash_recovery.NOTES).stat().st_size <= crash_recovery.LARGEST


def test_everyone_who_came_is_counted_once_wherever_this_desk_stands(event, desk, clock):
    desk.scan(an_attendee(1).ticket_code)
    state = read_recovered_state(event)
    assert "1 person who came to any control point, at 06:40." in recovery_sentence(state, clock())
    another_day = recovery_sentence(state, clock() + timedelta(days=1))
    assert "1 person who came to any control point, on 04/07 at 06:40." in another_day
    clock.pass_by(minutes=5)
    desk.admit(desk.scan(an_attendee(60).ticket_code))  # of a stranger
    desk.move_to("dejeuner")
    desk.check_in(an_attendee(1).id)
    state = read_recovered_state(event)
    assert (event.attendees.visit_count(clock()), state.arrivals) == (3, 2)
    said = recovery_sentence(state, clock())
    assert "2 people" in said
    assert "Nothing is lost" not in said, "codes that were read but not answered are"
    assert "scanned again" in said


def test_an_import_that_was_killed_is_not_said_to_have_lost_nothing(tmp_path, clock):
    """The program died while the list of a new event was written: the event is there, and nobody is in it."""
    with closing(EventFile.create(tmp_path / "new.checkin")) as event:
        assert "import again" in recovery_sentence(read_recovered_state(event), clock())
        add_people(event, clock(), an_attendee(1))
        assert "import again" not in recovery_sentence(read_recovered_state(event), clock())
