# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody puts an older copy in the place of the event while its window is open."""

import os

import pytest
from PySide6.QtCore import Qt

from checkin import translation
from checkin.application import desk_program
from checkin.core.decision import Reason
from checkin.core.message import StorageError
from tests.builders import an_attendee
from tests.restored_files import look, restore

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code


@pytest.fixture
def program(qapp, event, clock, qtbot, tmp_path):
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "older")])
    made = desk_program.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(made.ready):
        made.start()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


def test_an_idle_desk_says_so_above_every_screen_and_one_button_puts_it_right(program, event, qtbot):
    program.window.take_code(ONE)
    restore(event, event.path.with_name("older"))
    look(program, program.shell.band, qtbot, finds=True)
    band = program.shell.band
    assert "NO LONGER SAVING" in band.text
    assert program.shell.windowTitle().startswith("NO LONGER SAVING")
    qtbot.mouseClick(band.way_out, Qt.MouseButton.LeftButton)
    assert band.text == ""
    assert "3 registrations" in program.window.footer.accessibleDescription()
    assert ".replaced-" in program.window.footer.accessibleDescription()
    answers = []
    program.window.answered.connect(answers.append)
    program.window.operations.scan(ONE)
    assert answers[-1].reason in (Reason.ALREADY_ARRIVED, Reason.REPEATED)


def test_no_scan_is_green_before(program, event):
    program.window.take_code(ONE)
    restore(event, event.path.with_name("older"))
    answers = []
    program.window.answered.connect(answers.append)
    with pytest.raises(StorageError) as error:
        program.window.operations.scan(TWO)
    program.shell.fail(error.value)
    assert [answer.reason for answer in answers] == [Reason.NOT_SAVED]
    assert "older copy" in program.window.footer.accessibleDescription()


@pytest.mark.needs("unlinking open files")
def test_a_file_that_is_back_is_told(program, event, qtbot):
    away = event.path.with_name("away")
    os.replace(event.path, away)
    look(program, program.shell.band, qtbot, finds=True)
    os.replace(away, event.path)
    look(program, program.shell.band, qtbot, finds=False)
    assert "back" in program.window.footer.accessibleDescription()
