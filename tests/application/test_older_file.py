# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is restored in the place of the event while nobody has it open: the next start says what is missing."""

import shutil
from contextlib import closing

import pytest

from checkin.application import desk_program, desk_recovery
from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.core.tokens import EventKey
from checkin.services.computer.crash_recovery import NEWEST_SUFFIX, AcknowledgedExtent
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage.rescue import add, readable_entries
from tests.builders import an_attendee

ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


@pytest.fixture
def begun(event, clock, qapp, tmp_path, monkeypatch):
    """Start the program with the event, as often as wanted; signals and crashes are the test runner's."""
    monkeypatch.setattr(desk_recovery, "_end_when_asked", lambda: None)
    monkeypatch.setattr(desk_recovery.crash_recovery, "watch_crashes", lambda folder: None)
    event.close()
    programs = []

    def begin():
        programs.append(desk_program.DeskProgram(EventFile.open(event.path), clock, "en"))
        programs[-1].trouble.watch(tmp_path / "own")
        return programs[-1]

    yield begin
    end(programs[-1])
    desk_program.Appearance(qapp).apply(Settings())


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
    for odd in ("", "[]", "7", "{}", '{"event": 1, "newest": "zz", "at": "", "entries": 1, "arrivals": 1}'):
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
