# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window, and what comes of what it asks."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QPushButton

from checkin import paths
from checkin.core.lists.list_fields import RowProblem
from checkin.core.message import Message, StorageError, UserError
from checkin.services.computer.app_data import GONE, RecentEvent
from checkin.services.lists.list_importing import ListImportResult
from checkin.ui.import_export.file_choosing import attendee_list_filter
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_flow import MOST_PROBLEMS, ImportReport
from checkin.ui.welcome.join_event import create_event
from checkin.ui.welcome.welcome_window import WelcomeWindow, folder_text, recent_detail
from tests.services.lists import a_list
from tests.ui.answering import Answering, agree
from tests.ui.dropping import drop


@pytest.fixture
def welcome(qtbot):
    window = WelcomeWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def test_enter_means_a_new_event_from_a_list_and_the_demonstration_is_one_click_away(welcome, qtbot):
    buttons = {b.text(): b for b in welcome.findChildren(QPushButton)}
    (primary,) = (text for text, b in buttons.items() if b.isDefault())
    assert primary.startswith("New event")
    with qtbot.waitSignal(welcome.demo_chosen):
        qtbot.mouseClick(buttons["See the demonstration"], Qt.MouseButton.LeftButton)
    assert (paths.resources() / "demo" / "queue.mp4").is_file()


def test_made_narrow_it_does_not_grow_out_of_a_small_screen_and_trouble_with_a_file_is_told(welcome):
    welcome.show_error("“x.checkin” is not a Checkin event.")
    assert any("x.checkin" in label.text() for label in welcome.findChildren(QLabel))
    welcome.resize(300, 300)
    QApplication.processEvents()
    assert (welcome.width() <= 1024, welcome.height() <= 700) == (True, True)


def test_an_event_is_made_of_a_list_by_enter_alone(tmp_path, welcome):
    listed = a_list(tmp_path, "Zoé;Martin;;;;;;", name="Gala 24.12.csv")
    answering = Answering(agree)
    event = create_event(listed, welcome)
    assert event.attendees.count() == 1
    assert event.path == tmp_path / "Gala 24.12.checkin"
    assert event.programme().event.title == "Gala 24.12"
    assert len(answering.asked) == 1
    event.close()


@pytest.mark.parametrize(
    ("computer", "planned"),
    [("America/Montreal", "America/Montreal"), ("UTC", "Europe/Paris"), ("Etc/GMT", "Europe/Paris")],
)
def test_a_new_event_is_in_the_computers_time_zone(tmp_path, welcome, monkeypatch, computer, planned):
    monkeypatch.setenv("TZ", computer)
    Answering(agree)
    event = create_event(a_list(tmp_path, "Zoé;Martin;;;;;;"), welcome)
    now = event.programme().event
    assert (now.title, now.timezone) == ("liste", planned)
    event.close()


def test_rows_to_look_at_are_reported_before_the_desk_opens(tmp_path, welcome):
    answering = Answering(agree, lambda report: report.accept())
    event = create_event(a_list(tmp_path, "Zoé;Martin;;zoe@;;;;"), welcome)
    assert [type(window) for window in answering.asked] == [ImportDialog, ImportReport]
    event.close()


@pytest.mark.parametrize("name", ["gone.csv", "liste.csv"])
def test_a_list_that_cannot_be_read_or_is_given_up_leaves_no_event(tmp_path, welcome, name):
    listed = a_list(tmp_path, "Zoé;Martin;;;;;;")
    answering = Answering(lambda dialog: dialog.reject())
    assert create_event(tmp_path / name, welcome) is None
    assert len(answering.asked) == 1
    assert list(tmp_path.iterdir()) == [listed]


def test_an_event_that_cannot_be_made_is_told_and_left_as_it_was(tmp_path, welcome):
    listed = a_list(tmp_path, "Zoé;Martin;;;;;;")

    def take_the_place_then_agree(dialog):
        (tmp_path / "liste.checkin").write_text("somebody else’s")
        return agree(dialog)

    answering = Answering(take_the_place_then_agree)
    with pytest.raises(UserError):
        create_event(listed, welcome)
    assert len(answering.asked) == 1
    assert (tmp_path / "liste.checkin").read_text() == "somebody else’s"


def test_an_event_is_made_of_a_programme_and_of_one_that_cannot_be_read_no_place_is_asked_for(
    tmp_path, welcome, monkeypatch
):
    source, asked = tmp_path / "programme.toml", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *how: asked.append(how) or (how[2], ""))
    source.write_text("= nothing", encoding="utf-8")
    with pytest.raises(UserError):
        create_event(source, welcome)
    assert (asked, list(tmp_path.iterdir())) == ([], [source])
    source.write_text('[event]\ntitle = "Gala"\n', encoding="utf-8")
    event = create_event(source, welcome)
    assert (event.path, event.programme().event.title) == (tmp_path / "programme.checkin", "Gala")
    event.close()


def test_the_files_that_are_offered_are_those_that_are_read(qapp):
    offered = attendee_list_filter().split(";;")[0]
    assert [kind for kind in ("csv", "tsv", "txt", "xlsx", "ods", "xls") if f"*.{kind}" not in offered] == []


# The recent events


@pytest.fixture
def there(tmp_path):
    return RecentEvent(tmp_path / "gala.checkin", "Gala", date(2026, 7, 7), 348)


@pytest.fixture
def gone(tmp_path):
    return RecentEvent(tmp_path / "old.checkin", "Old", trouble=StorageError(GONE))


def test_a_recent_event_is_opened_with_one_press_or_with_enter(welcome, there, qtbot):
    assert "1\u202f204 registrations" in recent_detail(replace(there, people=1204))
    welcome.show_recent([there])
    (row,) = welcome.recent.rows
    assert row.open.accessibleDescription().startswith("Tuesday 7 July 2026 · 348 registrations · ")
    for press in (lambda: row.open.click(), lambda: qtbot.keyClick(row.open, Qt.Key.Key_Return)):
        with qtbot.waitSignal(welcome.event_chosen) as opened:
            press()
        assert opened.args == [there.path]


def test_two_events_of_one_title_are_told_apart_by_their_files(welcome, there, gone, tmp_path):
    copy = replace(there, path=tmp_path / "gala (copie).checkin")
    welcome.show_recent([there, copy, replace(gone, trouble=None)])
    told = [row.open.accessibleDescription() for row in welcome.recent.rows]
    assert [text.split(" · ")[0] for text in told[:2]] == ["gala.checkin", "gala (copie).checkin"]
    assert "old.checkin" not in told[2]


def test_one_that_is_gone_says_why_and_can_be_taken_off_the_list(welcome, there, gone, qtbot):
    welcome.show_recent([there, gone])
    row = welcome.recent.rows[1]
    assert (row.open.isEnabled(), row.open.accessibleDescription()) == (False, GONE.text)
    with qtbot.waitSignal(welcome.forget_wanted) as forgotten:
        row.forget.click()
    assert forgotten.args == [gone.path]


def test_enter_opens_the_event_of_today_and_what_is_read_of_them_later_leaves_the_focus_where_it_was(
    welcome, there, gone, tmp_path, qtbot
):
    other = RecentEvent(tmp_path / "other.checkin", "Other", date(2026, 7, 6))
    welcome.show_recent([RecentEvent(other.path, "other"), RecentEvent(there.path, "gala")])
    welcome.activateWindow()
    welcome.show_recent([gone, other, there], there.day)
    assert welcome.focusWidget() is welcome.recent.rows[2].open
    with qtbot.waitSignal(welcome.event_chosen) as opened:
        qtbot.keyClick(welcome.focusWidget(), Qt.Key.Key_Return)
    assert opened.args == [there.path]
    welcome.show_recent([gone, there])
    assert welcome.focusWidget() is welcome.recent.rows[1].open


@pytest.mark.parametrize("today", [None, date(2026, 7, 8)])
def test_on_another_day_enter_means_what_it_did(welcome, there, gone, today):
    before = welcome.focusWidget()
    welcome.show_recent([there, gone], today)
    assert welcome.focusWidget() is before


def test_whoever_is_elsewhere_already_stays_there_though_an_event_is_today(welcome, there):
    other = next(b for b in welcome.findChildren(QPushButton) if b.text().startswith("Join"))
    welcome.activateWindow()
    other.setFocus()
    welcome.show_recent([there], there.day)
    assert welcome.focusWidget() is other


def test_a_folder_is_named_as_people_know_it(tmp_path):
    assert folder_text(Path.home() / "Documents" / "a.checkin") == str(Path("~") / "Documents")
    elsewhere = Path(tmp_path.anchor) / "congress"  # on Windows the folder for temporary files is below the user's home
    assert folder_text(elsewhere / "a.checkin") == str(elsewhere)


# Dropped


@pytest.mark.parametrize(
    ("name", "signal"),
    [("liste.csv", "source_chosen"), ("Programme.TOML", "source_chosen"), ("gala.checkin", "event_chosen")],
)
def test_a_file_dropped_on_the_window_is_taken(welcome, tmp_path, qtbot, name, signal):
    with qtbot.waitSignal(getattr(welcome, signal)) as taken:
        drop(welcome, tmp_path / name)
    assert taken.args == [tmp_path / name]


def test_the_report_shows_each_row_with_its_reason_and_counts_the_rest(qtbot):
    rows = tuple(RowProblem(n, Message("list", "The last name is missing."), {}) for n in range(2, MOST_PROBLEMS + 4))
    report = ImportReport(ListImportResult(added=3, known=0, problems=rows))
    qtbot.addWidget(report)
    text = report.findChild(QPlainTextEdit).toPlainText()
    assert text.splitlines()[0] == "row 2: The last name is missing."
    assert text.splitlines()[-1] == "and 2 more"
