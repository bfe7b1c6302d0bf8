# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window, and what comes of what it asks."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from checkin import app
from checkin.core.errors import UserError
from checkin.core.lists.roster import RowProblem
from checkin.core.words import Words
from checkin.desk.importing import Imported
from checkin.ui.import_report import MOST_PROBLEMS, ImportReport
from checkin.ui.welcome import WelcomeWindow


@pytest.fixture
def welcome(qtbot):
    window = WelcomeWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def test_each_button_is_named_and_the_demonstration_is_one_click_away(welcome, qtbot):
    buttons = {b.text(): b for b in welcome.findChildren(QPushButton)}
    with qtbot.waitSignal(welcome.demo_chosen):
        qtbot.mouseClick(buttons["Look at the demonstration"], Qt.MouseButton.LeftButton)


def test_enter_means_a_new_event_from_a_list(welcome):
    (primary,) = (b for b in welcome.findChildren(QPushButton) if b.isDefault())
    assert primary.text().startswith("New event")


def test_trouble_with_a_file_is_told_in_the_window(welcome):
    welcome.tell("“x.checkin” is not an event of Checkin.")
    assert any("x.checkin" in label.text() for label in welcome.findChildren(QLabel))


def test_an_event_is_made_from_a_list_in_one_step(tmp_path, welcome):
    listed = tmp_path / "liste.csv"
    listed.write_text("Nom;Prénom\nMartin;Zoé\n", encoding="utf-8")
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
    event = app._event_from(listed, tmp_path / "Gala 24.12.checkin", welcome)
    assert event.attendees.count() == 1
    assert event.programme().event.title == "Gala 24.12"
    event.close()


def test_a_list_that_cannot_be_read_leaves_no_event(tmp_path, welcome):
    with pytest.raises(UserError):
        app._event_from(tmp_path / "gone.csv", tmp_path / "x.checkin", welcome)
    assert list(tmp_path.iterdir()) == []


def test_the_report_shows_each_row_with_its_reason_and_counts_the_rest(qtbot):
    rows = tuple(RowProblem(n, Words("list", "The last name is missing."), {}) for n in range(2, MOST_PROBLEMS + 4))
    report = ImportReport(Imported(added=3, known=0, problems=rows))
    qtbot.addWidget(report)
    text = report.findChild(QPlainTextEdit).toPlainText()
    assert text.splitlines()[0] == "row 2: The last name is missing."
    assert text.splitlines()[-1] == "and 2 more"


def test_resources_of_the_demonstration_are_there():
    assert Path(app.paths.resources() / "demo" / "queue.mp4").is_file()
