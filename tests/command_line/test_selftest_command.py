# SPDX-License-Identifier: GPL-3.0-or-later
"""The program examines itself: what works is said, and what a package left out is found."""

import sys

import pytest

from checkin import translation
from checkin.command_line import selftest_commands
from checkin.core.message import Message
from tests.command_line.running import checkin, lines

PART, OTHER = Message("test", "a part"), Message("test", "another")


def break_down(_folder):
    raise OSError("libnothing.so: cannot open")


def test_the_program_as_it_is_works_without_a_screen():
    done = checkin("--selftest", "--json", DISPLAY="", WAYLAND_DISPLAY="")
    told = lines(done.stdout)
    assert [check for check in told if not check["is_well"]] == []
    assert [check["check"] for check in told] == [what.text for what, _ in selftest_commands.CHECKS]
    assert done.returncode == 0
    assert done.stderr == "" or sys.platform == "win32", "FFmpeg says there which encoders the system lacks"


def test_a_check_that_fails_says_why_and_does_not_end_the_others(qapp, capsys):
    translation.install(qapp, "en")  # a command before it may have spoken French
    assert not selftest_commands.try_all(as_json=False, checks=[(PART, break_down), (OTHER, lambda _folder: "3")])
    assert capsys.readouterr().out == "failed: a part (OSError: libnothing.so: cannot open)\nok: another (3)\n"


def test_what_a_check_writes_goes_with_it(tmp_path):
    folders = []
    assert selftest_commands.try_all(as_json=True, checks=[(PART, lambda folder: folders.append(folder) or "")])
    assert not folders[0].exists()


@pytest.mark.parametrize("check", [selftest_commands.sounds, selftest_commands.fonts, selftest_commands.platforms])
def test_a_package_without_its_resources_is_found(check, qapp, monkeypatch, tmp_path):
    monkeypatch.setattr(selftest_commands, "resources", lambda: tmp_path)
    monkeypatch.setattr(selftest_commands.theme, "FAMILY", "Inter that is not there")
    with pytest.raises((selftest_commands.MissingPart, OSError)):
        check(tmp_path)


def test_a_plug_in_that_does_not_load_is_named(qapp, monkeypatch, tmp_path):
    monkeypatch.setitem(selftest_commands._PLUGINS, sys.platform, ("multimedia/nothing",))
    with pytest.raises(selftest_commands.MissingPart, match="multimedia/nothing"):
        selftest_commands.qt_plugins(tmp_path)


def test_only_a_package_must_bring_the_sound_sqlite(monkeypatch, tmp_path):
    monkeypatch.setattr(selftest_commands, "SQLITE_VERSION", (3, 46, 1))
    assert selftest_commands.database(tmp_path) == "SQLite 3.46.1"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(selftest_commands.MissingPart, match=r"3\.46\.1"):
        selftest_commands.database(tmp_path)


def test_a_film_that_neither_begins_nor_ends_is_not_waited_for(qapp, monkeypatch, tmp_path):
    """So it is where the plug-in of the camera is broken."""
    monkeypatch.setattr(selftest_commands, "PATIENCE_MS", 50)
    monkeypatch.setattr(selftest_commands.CameraReader, "use_video", lambda _reading, _path: None)
    with pytest.raises(selftest_commands.WrongDay, match="0 of 3 let in"):
        selftest_commands.film(tmp_path)
