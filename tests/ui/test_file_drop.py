# SPDX-License-Identifier: GPL-3.0-or-later
"""One file at a time can be let fall on a window, wherever in it."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from checkin.ui.import_export.file_choosing import FileDrop
from tests.ui.dropping import drop


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit())
    made.drop = FileDrop(made)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_file_comes_after_the_hand_has_let_go(window, tmp_path, qtbot):
    told = []
    window.drop.dropped.connect(told.append)
    assert drop(window, tmp_path / "liste.csv")
    assert told == []
    qtbot.waitUntil(lambda: told == [tmp_path / "liste.csv"])


def test_two_at_once_and_what_is_no_file_are_not_taken(window, tmp_path, qtbot):
    told = []
    window.drop.dropped.connect(told.append)
    assert not drop(window, tmp_path / "a.csv", tmp_path / "b.csv")
    assert not drop(window, *(tmp_path / f"{number}.csv" for number in range(10_000)))
    assert not drop(window, QUrl("https://example.org/liste.csv"))
    assert not drop(window, QUrl("liste.csv"))
    assert not drop(window, QUrl("file:"))
    assert not drop(window)
    qtbot.wait(1)
    assert told == []


def test_a_field_does_not_take_a_file_for_its_name(window):
    assert not window.findChild(QLineEdit).acceptDrops()
