# SPDX-License-Identifier: GPL-3.0-or-later
"""The window ends while an older copy lies in the event's place: the next start knows of what was rescued."""

import unicodedata
from contextlib import closing

import pytest

from checkin.application import desk_program, desk_recovery
from checkin.command_line.main import main
from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.services.computer.crash_recovery import read_recovered_state, recovery_sentence
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage.connection import read_only
from checkin.storage.copies import find_rescued, merge_rescued
from checkin.storage.rescue import is_sound
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.restored_files import restore

ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


@pytest.fixture
def left(event, desk, tmp_path):
    """The event's path after one came, an older copy took its place, and the window was closed."""
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "older")])
    desk.scan(ONE)
    desk.scan(TWO)
    restore(event, tmp_path / "older")
    assert event.guard.trouble
    event.close()
    return event.path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_copy_is_found_however_the_file_system_writes_its_name(left, form):
    (copy,) = rescued(left)
    event, name = left.with_name("Réunion d’été.checkin"), copy.name.replace("rencontre", "RÉUNION d’été")
    left.rename(event)
    copy.rename(copy.with_name(unicodedata.normalize(form, name)))
    with closing(EventFile.open(event)) as opened:
        assert find_rescued(opened.db).arrivals == 2


def rescued(path):
    return list(path.parent.glob("*.rescued-*"))


def test_what_was_rescued_is_known_and_taken_in(left, clock):
    with closing(EventFile.open(left)) as event:
        found = find_rescued(event.db)
        assert (found.arrivals, found.name) == (2, rescued(left)[0].name)
        merge_rescued(event.db)
        assert find_rescued(event.db) is None
        desk = Desk(event, clock, "Accueil 1")
        assert [desk.scan(code).verdict for code in (ONE, THREE)] == [Verdict.DUPLICATE, Verdict.ADMIT]
    assert not rescued(left)


def test_nobody_says_that_nothing_is_lost(left, clock):
    with closing(EventFile.open(left)) as event:
        told = recovery_sentence(read_recovered_state(event), clock())
    assert "Nothing is lost" not in told
    assert "This event file lacks 2 entries, including 2 arrivals" in told
    assert rescued(left)[0].name in told


@pytest.mark.parametrize("command", ["check", "ready"])
@pytest.mark.usefixtures("qapp")
def test_the_commands_tell_of_it(left, capsys, command):
    assert main([command, str(left), "--language", "en"]) == 1
    told = capsys.readouterr()
    assert rescued(left)[0].name in told.out + told.err
    assert "2 arrivals" in told.out + told.err


def test_of_another_event_or_a_file_that_nobody_can_read_nothing_is_taken(left, tmp_path):
    rescued(left)[0].write_bytes(b"no event file")
    EventFile.create(left.with_name(f"{left.stem}.rescued-20260101-100000-1.checkin")).close()
    with closing(EventFile.open(left)) as event:
        assert find_rescued(event.db) is None
        merge_rescued(event.db)
    assert len(rescued(left)) == 2


@pytest.fixture
def quiet(monkeypatch):
    """Signals and crashes are the test runner's."""
    monkeypatch.setattr(desk_recovery, "_end_when_asked", lambda: None)
    monkeypatch.setattr(desk_recovery.crash_recovery, "watch_crashes", lambda folder: None)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("is_killed", [True, False])
def test_the_window_offers_it_before_anything_else(left, clock, qapp, tmp_path, is_killed):
    if is_killed:
        desk_recovery.OpenMark(tmp_path / "own", left).note(screen=1)
    program = desk_program.DeskProgram(EventFile.open(left), clock, "en")
    program.trouble.watch(tmp_path / "own")
    notice = program.trouble.notice
    assert "lacks" in notice.text
    assert notice.read.isHidden()
    assert program.shell.current == int(is_killed)
    program.choices.choose(language="en", text_size=125)
    notice = program.trouble.notice
    assert "lacks" in notice.text
    notice.more.click()
    assert "is restored" in notice.text
    assert not notice.isHidden()
    assert program.desk.scan(ONE).verdict is Verdict.DUPLICATE
    program.trouble.end_well()
    program.shell.close()
    program.stop()
    desk_program.Appearance(qapp).apply(Settings())


def test_one_byte_of_an_entry_that_the_disk_changed_is_damage(tmp_path):
    """SQLite's own check passes it over."""
    path = tmp_path / "event.checkin"
    with closing(EventFile.create(path, KEY)) as event:
        add_people(event, MORNING, an_attendee(1))
    before = path.read_bytes()
    name = before.index(b'"last_name":"') + len(b'"last_name":"')
    with read_only(path) as db:
        assert is_sound(db)
    path.write_bytes(before[:name] + b"\x1a" + before[name + 1 :])
    with read_only(path) as db:
        assert not is_sound(db)
