# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.desk_settings import Settings
from checkin.ui.look.theme import Appearance
from checkin.ui.widgets.screen_page import DialogScroller, make_scrollable


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


def test_the_place_that_the_buttons_left_is_no_other_object_s(qtbot):
    """Of an item that Qt deletes, PySide would give out the wrapper for the next object at its address."""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(QWidget(minimumHeight=2000))
    column.addWidget(QDialogButtonBox(QDialogButtonBox.StandardButton.Ok))
    item = column.itemAt(1)
    make_scrollable(dialog, column, QSize(800, 600))
    assert column.count() == 1
    assert shiboken6.ownedByPython(item) or not shiboken6.isValid(item)
