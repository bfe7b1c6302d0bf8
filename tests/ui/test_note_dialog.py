# SPDX-License-Identifier: GPL-3.0-or-later
"""The note for the next volunteer: seen as a whole while it is written, and never cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from checkin.core.people.registration_form import MOST_LETTERS
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_actions import NoteDialog
from checkin.ui.desk.desk_window import DeskWindow
from tests.ui.answering import Answering

LONG = ("Le traiteur arrive à midi par la porte de derrière ; " * 5)[:210].strip() + "!"


@pytest.fixture
def window(qapp, qtbot, event, desk):
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_note_that_is_too_long_is_told_so_and_kept_until_it_is_shortened(window, desk):
    assert len(LONG) > MOST_LETTERS
    said = []

    def write(dialog):
        assert isinstance(dialog, NoteDialog)
        dialog.field.setPlainText(LONG)
        said.append(dialog.length.text())
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        QTest.keyClick(dialog.field, Qt.Key.Key_Tab)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.focusWidget() is dialog.field
        dialog.field.moveCursor(QTextCursor.MoveOperation.End)
        for _ in range(len(LONG) - MOST_LETTERS):
            QTest.keyClick(dialog.field, Qt.Key.Key_Backspace)
        assert dialog.field.document().size().height() * dialog.field.fontMetrics().height() < dialog.field.height()
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    hands = Answering(write)
    window.header.note_wanted.emit()
    hands.stop()
    assert str(len(LONG) - MOST_LETTERS) in said[0]
    assert desk.handover.note() == LONG[:MOST_LETTERS]
    assert window.stage.idle.accessibleDescription() == LONG[:MOST_LETTERS]
