# SPDX-License-Identifier: GPL-3.0-or-later
"""How a desk begins, from the first window on."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from checkin import translation
from checkin.application import startup
from checkin.application.desk_recovery import DeskLeaving
from checkin.application.startup import open_desk, recent_events
from checkin.application.welcome_controller import WelcomeController
from checkin.command_line import desk_commands
from checkin.command_line.command import STORAGE_ERROR, USER_ERROR
from checkin.command_line.main import main
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import PrinterSetup, PrintPlan, PrintPolicy
from checkin.core.programme.programme import Event
from checkin.services.computer.app_data import GONE, RecentEvent, inspect_events
from checkin.services.computer.computer_settings import load_computer_settings
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.help.help_window import HelpWindow
from checkin.ui.look.theme import Appearance, text_scale
from checkin.ui.settings.settings_window import SetupWizard
from checkin.ui.shell import Shell
from checkin.ui.welcome.welcome_window import WelcomeWindow
from tests.builders import KEY, a_programme
from tests.services.lists import a_list
from tests.ui.answering import Answering, agree


@pytest.fixture
def own(tmp_path, monkeypatch, qapp):
    """What is this computer's is a test's own."""
    monkeypatch.setattr(startup, "app_folder", lambda: tmp_path / "own")
    monkeypatch.setattr(startup.desk_program, "app_folder", lambda: tmp_path / "own")
    yield recent_events()
    translation.install(qapp, "en")


@pytest.fixture
def first(own, qtbot):
    made = WelcomeController(own)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.stop()


def test_recent_events_are_shown_at_once_and_told_of_when_they_are_read(own, first, event, tmp_path, qtbot):
    own.remember(tmp_path / "gone.checkin")
    own.remember(event.path)
    first.look()
    assert [row.open.text() for row in first.window.recent.rows] == ["rencontre", "gone"]
    qtbot.waitUntil(lambda: first.window.recent.rows[0].open.text() == "9ᵉ Rencontre")
    assert first.window.recent.rows[1].open.accessibleDescription() == GONE.text


def test_the_event_of_today_is_one_enter_away(own, event, tmp_path, qtbot, clock):
    first = WelcomeController(own, clock)
    qtbot.addWidget(first.window)
    first.window.show()
    own.remember(event.path)
    own.remember(tmp_path / "gone.checkin")
    first.look()
    qtbot.waitUntil(lambda: first.window.recent.rows[1].open.text() == "9ᵉ Rencontre")
    assert first.window.focusWidget() is first.window.recent.rows[1].open
    first.stop()


def test_a_window_that_becomes_active_while_its_list_is_shown_keeps_the_focus_there(event, qtbot, clock):
    window, other = WelcomeWindow(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(other)
    window.show()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    day = clock().date()
    window.show_recent([RecentEvent(event.path, "9ᵉ Rencontre", day)], day)
    assert window.recent.rows[0].open.isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is window.recent.rows[0].open


def test_one_taken_off_the_list_does_not_come_back(own, first, event, tmp_path, qtbot):
    own.remember(event.path)
    own.remember(tmp_path / "gone.checkin")
    seen = inspect_events(own.paths(), lambda *_: None)
    first.look()
    first.window.recent.rows[0].forget.click()
    qtbot.waitUntil(lambda: all(errand.isFinished() for errand in first._looking))
    first._looking[0].done.emit(seen)  # the first look is over last
    assert [row.open.text() for row in first.window.recent.rows] == ["9ᵉ Rencontre"]
    assert own.paths() == [event.path]


def test_the_demonstration_is_not_one_of_the_recent_events(first, own):
    first.window.demo_chosen.emit()
    assert first.wants_demo
    assert first.chosen is None
    assert own.paths() == []


def test_whoever_leaves_the_demonstration_is_in_the_first_window_again(own, monkeypatch, qapp):
    seen = []
    monkeypatch.setattr(startup, "reopen_after_crash", lambda *_: None)
    monkeypatch.setattr(startup, "demo", lambda spoken: seen.append("demo") or 0)

    def choose():
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, WelcomeWindow) and w.isVisible())
        again = "demo" in seen
        seen.append("first window")
        if again:
            window.close()
            return
        QTimer.singleShot(50, choose)
        window.demo_chosen.emit()

    QTimer.singleShot(50, choose)
    assert startup.start("en") == 0
    assert seen == ["first window", "demo", "first window"]


def here(shell):
    return shell.desk.operations._desk.programme, shell.desk.operations._desk.control_point


def test_from_a_list_to_the_first_guest_in_three_clicks(first, own, tmp_path, qtbot, monkeypatch):
    """New event, the file, Import: the desk answers, with the window that sets it up beside it."""
    listed = a_list(tmp_path, "Zoé;Martin;;;;;;", name="Gala.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(listed), ""))
    answering = Answering(agree)
    qtbot.keyClick(first.window, Qt.Key.Key_Return)
    answering.stop()
    assert len(answering.asked) == 1
    assert not first.window.isVisible()
    seen = {}

    def guest():
        shell = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Shell) and w.isVisible())
        wizard = shell.findChild(SetupWizard)
        if wizard is None:
            QTimer.singleShot(50, guest)
            return
        seen["steps"] = wizard.isVisible()
        shell.desk.answered.connect(lambda answer: seen.update(reason=answer.reason))
        shell.desk.operations.check_in(shell.desk.operations._queries.search("zo", *here(shell))[0].attendee.id)
        shell.close()

    QTimer.singleShot(50, guest)
    assert open_desk(first.chosen, "en", is_new=first.is_new) == 0
    assert seen == {"steps": True, "reason": Reason.WELCOME}
    assert own.paths() == [tmp_path / "Gala.checkin"]


def test_an_event_that_was_known_is_opened_without_the_steps(own, event, qtbot):
    seen = []

    def look():
        shell = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Shell) and w.isVisible())
        seen.append(shell.findChild(SetupWizard))
        shell.close()

    QTimer.singleShot(1500, look)
    open_desk(event, "en")
    assert seen == [None]
    assert own.paths() == [event.path]


def test_f1_helps_in_the_first_window_and_after_a_removal_there_are_no_recent_events(own, first, event, qtbot):
    own.remember(event.path)
    first.look()
    qtbot.keyClick(first.window, Qt.Key.Key_F1)
    (shown,) = first.window.findChildren(HelpWindow)
    assert shown.isVisible()
    shown.reject()
    own.forget(event.path)
    first.helping.reported.emit("Removed.")
    assert first.window.recent.rows == []


def test_the_first_window_has_the_size_of_text_that_was_last_chosen_here(own, event, tmp_path, qapp):
    kept.save(event.db, replace(Settings(), text_size=150))
    QTimer.singleShot(1500, lambda: next(w for w in QApplication.topLevelWidgets() if isinstance(w, Shell)).close())
    open_desk(event, "en")
    Appearance(qapp).apply(Settings())
    seen = []

    def look():
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, WelcomeWindow) and w.isVisible())
        seen.append(text_scale())
        window.close()

    QTimer.singleShot(500, look)
    startup.start("en")
    Appearance(qapp).apply(Settings())
    assert seen == [pytest.approx(1.5, abs=0.05)]


def cut(event, path):
    path.write_bytes(event.path.read_bytes()[: -event.path.stat().st_size // 2])


def newer(event, path):
    shutil.copy(event.path, path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _sqlite_migrations VALUES (999, 'checkin', '999_later', 'now')")
        db.commit()


BAD_FILES = {
    "gone": (lambda event, path: None, "cannot be found"),
    "empty": (lambda event, path: path.write_bytes(b""), "is not a Checkin event"),
    "a text": (lambda event, path: path.write_text("Liste des inscrits\n" * 400), "is not a Checkin event"),
    "a picture": (lambda event, path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9000)), "is not a Checkin event"),
    "a folder": (lambda event, path: path.mkdir(), "is not a Checkin event"),
    "cut": (cut, "is incomplete"),
    "newer": (newer, "newer version"),
}


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_opened_by_a_double_click_says_why_in_the_first_window(
    event, tmp_path, monkeypatch, name
):
    make, told = BAD_FILES[name]
    event.close()
    path = tmp_path / "Ma liste.checkin"
    make(event, path)
    monkeypatch.setattr(desk_commands, "has_screen", lambda: True)
    seen = []

    def look():
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, WelcomeWindow) and w.isVisible())
        seen.append((window._message.text(), window._message.isVisible()))
        window.close()

    QTimer.singleShot(100, look)
    assert main([str(path), "--language", "en"]) in (USER_ERROR, STORAGE_ERROR)
    ((text, is_visible),) = seen
    assert is_visible
    assert told in text
    assert "Ma liste.checkin" in text


def test_where_nothing_is_known_of_this_computer_it_is_as_drawn(tmp_path):
    assert load_computer_settings(tmp_path / "nowhere") is None
    for odd in ("", "[]", "7", '{"text_size": "large", "printing": 3}'):
        (tmp_path / "computer.json").write_text(odd)
        assert load_computer_settings(tmp_path) in (None, Settings())


def is_shown(kind):
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def test_what_belongs_to_the_computer_is_chosen_once_and_the_steps_come_once(own, tmp_path, clock, qtbot, qapp):
    """Two new events on one computer: the second begins with its printer, sound and language, and asks nothing."""
    plan = PrintPlan(
        "ipp://hall", policy=PrintPolicy.ONCE, points=("door",), setups={"ipp://hall": PrinterSetup("Hall")}
    )
    seen = []

    def at_the_desk(change):
        if (shell := is_shown(Shell)) is None or not shell.desk.footer.isVisible():
            QTimer.singleShot(100, lambda: at_the_desk(change))
            return
        change(shell)

    for number in (1, 2):
        event = EventFile.create(tmp_path / f"{number}.checkin", KEY)
        event.plan(a_programme(event=Event("Gala", None)), at=clock(), desk="Accueil 1")
        if number == 1:
            kept.save(event.db, replace(Settings(), has_sound=False, folder="/share", printing=plan, language="fr"))

        def look(shell):
            seen.append(shell.findChild(SetupWizard) is not None)
            shell.close()

        QTimer.singleShot(1500, lambda look=look: at_the_desk(look))
        open_desk(event, None, is_new=True)
    with closing(EventFile.open(tmp_path / "2.checkin")) as second:
        found = kept.load(second.db)
    assert seen == [True, False]
    assert (found.has_sound, found.language, found.folder, found.identity) == (False, "fr", "", "")
    assert found.printing == PrintPlan("ipp://hall", setups=plan.setups)
    Appearance(qapp).apply(Settings())


def test_another_event_is_chosen_in_the_first_window_without_leaving_the_program(own, event, tmp_path, monkeypatch):
    monkeypatch.setattr(startup, "reopen_after_crash", lambda *_: (event, "en"))
    monkeypatch.setattr(DeskLeaving, "may_leave", lambda _: True)
    seen = []

    def leave():
        shell = is_shown(Shell)
        action = next(act for act in shell.desk.findChild(DeskMenu).actions() if act.text() == "Another event…")
        QTimer.singleShot(1000, choose)
        action.trigger()

    def choose():
        if (window := is_shown(WelcomeWindow)) is None:
            QTimer.singleShot(100, choose)
            return
        seen.append([row.open.toolTip().splitlines()[-1] for row in window.recent.rows])
        window.close()

    QTimer.singleShot(1500, leave)
    assert startup.start("en") == 0
    assert seen == [[str(event.path)]]
