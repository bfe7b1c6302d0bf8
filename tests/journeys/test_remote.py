# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening of a hybrid event: the log of the stream is brought in from the menu, and a doubtful name decided on."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog

from checkin import translation
from checkin.application import desk_program
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.ui.closing.closing_sections import ClosingConnectionLog
from checkin.ui.import_export.connection_log_dialog import ConnectionLogDialog
from checkin.ui.widgets.screen_page import CLOSING
from tests.builders import an_attendee

LOG = Path(__file__).parents[1] / "data" / "remote" / "zoom-en.csv"


@pytest.fixture
def program(qapp, event, clock):
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


def in_the_dialog(act):
    """Once it is there."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ConnectionLogDialog):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def press(dialog, role):
    box = dialog.findChild(QDialogButtonBox)
    next(b for b in box.buttons() if box.buttonRole(b) is role).click()


def watched(event, number):
    stays = AttendanceEvidence(event).of(an_attendee(number).id).attendance.stays
    return [stay.time.length for stay in stays if stay.is_online]


def test_the_log_from_the_menu_with_a_doubtful_name_decided(program, event, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(LOG), ""))

    def decide(dialog):
        assert dialog.tabs.isTabEnabled(0)
        dialog.tabs.widget(0).boxes[0].setCurrentIndex(1)
        press(dialog, QDialogButtonBox.ButtonRole.AcceptRole)

    in_the_dialog(decide)
    program.built.menu.connection_log_wanted.emit()
    assert [len(watched(event, number)) for number in (1, 2, 3)] == [1, 2, 1]
    assert "3 personnes" in program.window.footer.accessibleDescription()


def test_what_was_shown_is_written_whatever_became_of_the_file(program, event, monkeypatch, tmp_path):
    log = tmp_path / LOG.name
    log.write_bytes(LOG.read_bytes())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(log), ""))

    def agree(dialog):
        log.write_bytes(LOG.with_name("livestorm.csv").read_bytes())
        dialog.enough.setValue(6)
        press(dialog, QDialogButtonBox.ButtonRole.AcceptRole)

    in_the_dialog(agree)
    program.built.menu.connection_log_wanted.emit()
    assert [len(watched(event, number)) for number in (1, 2, 3)] == [1, 2, 0]


def test_who_turns_away_changes_nothing_and_a_wrong_zone_is_told_there(program, event, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(LOG), ""))
    count = event.journal.count()

    def look(dialog):
        dialog.zone.setCurrentText("Paris/Europe")
        assert "Paris/Europe" in dialog.notice.text()
        dialog.zone.setCurrentText("UTC")
        assert ("-2\u00a0h" in dialog.notice.text(), dialog.found.zone) == (True, "UTC")
        dialog.enough.setValue(600)
        assert len(dialog.found.brief) == 4
        press(dialog, QDialogButtonBox.ButtonRole.RejectRole)

    in_the_dialog(look)
    program.shell.enter_by_name(CLOSING).findChild(ClosingConnectionLog).button.click()
    assert event.journal.count() == count
