# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser forgets everybody in the real window: no USB key and no place on the screen keeps a name."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from checkin.application import desk_program
from checkin.core.lists.progress import ignore_progress
from checkin.core.ready.check_result import ReadinessTopic
from checkin.core.registration_form import RegistrationForm
from checkin.core.sync.usb_drives import Volume
from checkin.desk.sync.usb_event import put_on_usb_drive
from checkin.ui.closing.closing_privacy import ClosingPrivacy
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.widgets.navigation_rail import CLOSING
from tests.journeys.test_second_desk_by_key import Hands
from tests.ui.answering import Answering
from tests.ui.test_purge_flow import typing
from tests.ui.test_supervision_flow import giving

NAME = "Quatremer"


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE52").mkdir()
    return Volume((tmp_path / "CLE52").as_posix(), "CLE52")


@pytest.fixture
def program(qapp, event, clock, tmp_path):
    made = desk_program.DeskProgram(event, clock, "en")
    made.meetings.keys.find = lambda: made.plugged
    made.plugged = ()
    made.shell.show()
    made.desk.registration.walk_in(RegistrationForm("Zéphyrine", NAME))
    yield made
    made.shell.close()
    made.stop()


@pytest.fixture
def carried(program, event, clock, key):
    """The key, with the event on it."""
    put_on_usb_drive(event.path, key, (), clock, ignore_progress)
    return key


def has_names(key):
    return any(NAME.encode() in file.read_bytes() for file in Path(key.root).iterdir())


def purge(program, qtbot, *more):
    """In the section of the closing screen; returns it."""
    section = program.shell.enter_by_name(CLOSING).findChild(ClosingPrivacy)
    title = program.desk.programme.event.title
    hands = Answering(typing(title), giving(qtbot, "The organiser’s decision"), *more)
    section.purge.click()
    hands.stop()
    return section


def told_in(window):
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_the_key_in_the_computer_is_emptied_with_everything_else(program, carried, qtbot, tmp_path):
    program.plugged = (carried,)
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert hands.told == ["The key CLE52 has no names any more."]
    assert not has_names(carried)
    assert "CLE52" not in told_in(section)
    (record,) = tmp_path.glob("*record of the purge*.txt")
    assert "On the USB key CLE52" in record.read_text("utf-8")


@pytest.mark.parametrize("shared", ["", "partage"])
def test_a_key_that_is_away_is_named_until_it_is_emptied_here(program, carried, shared, qtbot, tmp_path):
    """Whether or not desks meet in a shared folder too."""
    if shared:
        (tmp_path / shared).mkdir()
        program.meetings._meet(replace(program.settings, folder=str(tmp_path / shared)))
    hands = Hands()
    section = purge(program, qtbot, hands.end)
    assert "The key CLE52 still has the names" in hands.told[0]
    assert "The key CLE52 still has the names" in told_in(section)
    assert keys_in(program.doors.findings()) == ["CLE52"]
    row = section.keys.rows["CLE52"]
    assert not row.empty.isVisible()
    section.keys.watcher.timer.setInterval(10)
    program.plugged = (carried,)
    qtbot.waitUntil(row.empty.isVisible)
    emptying = Answering(hands.end)
    row.empty.click()
    emptying.stop()
    assert [type(window) for window in emptying.asked] == [ProgressDialog]
    assert hands.told[1] == "The key CLE52 has no names any more."
    assert not has_names(carried)
    assert not section.keys.isVisible()
    assert not program.meetings.look().unerased_keys


def test_without_any_key_nothing_more_is_asked(program, qtbot):
    section = purge(program, qtbot)
    assert not section.keys.isVisible()


def keys_in(findings):
    return [result.fields.get("key") for result in findings if result.topic is ReadinessTopic.COPY]
