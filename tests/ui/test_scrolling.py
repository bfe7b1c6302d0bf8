# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.desk_settings import Settings
from checkin.ui.look.theme import Appearance
from checkin.ui.widgets.scrolling import DialogScroller


@pytest.fixture
def large_text(qapp):
    appearance, room = Appearance(qapp), DialogScroller(qapp)
    appearance.apply(replace(Settings(), text_size=200))
    room.look()
    yield
    room.leave()
    appearance.apply(Settings())


@pytest.mark.usefixtures("large_text")
def test_the_field_that_a_dialog_begins_with_has_the_keyboard_where_the_dialog_has_to_scroll(qtbot):
    dialog, field, save = QDialog(), QLineEdit(), QPushButton("Save")
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    for part in (QLineEdit(), field, QWidget(minimumHeight=3000), save):
        layout.addWidget(part)
    save.setDefault(True)
    field.setFocus()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.layout() is not layout, "it scrolls"
    assert field.hasFocus()
