# SPDX-License-Identifier: GPL-3.0-or-later
"""How a desk begins: from the first window on, by a double click, and started a second time."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QProcess, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from checkin.application import startup
from checkin.application.desk_recovery import DeskLeaving
from checkin.application.qt_application import SecondStarts, opened_files, show_open_window, start_program
from checkin.application.startup import open_desk, recent_events
from checkin.application.welcome_controller import WelcomeController
from checkin.command_line import desk_commands
from checkin.command_line.command import STORAGE_ERROR, USER_ERROR
from checkin.command_line.main import main
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import PrinterSetup, PrintPlan, PrintPolicy
from checkin.core.programme.programme import Event
from checkin.services.computer.app_data import GONE, RecentEvent, inspect_events, load_computer_settings
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

TOLD = 20
"""Milliseconds between looks."""


@pytest.fixture
def recent(own):
    """The recent events of this computer."""
    return recent_events()


@pytest.fixture
def started(qapp):
    """The arguments of each program that was started."""
    files, found = opened_files(qapp), []
    before, files.start_program = files.start_program, found.append
    yield found
    files.start_program = before
    files.take_to(None)


def when(kind, act):
    """Do it with the first window of this kind that is seen a little later."""

    def look():
        if window := next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None):
            act(window)
        else:
            when(kind, act)

    QTimer.singleShot(TOLD, look)


def close_soon(window):
    QTimer.singleShot(TOLD, window.close)


@pytest.fixture
def first(recent, clock, qtbot):
    made = WelcomeController(recent, clock)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.stop()


def test_recent_events_are_shown_at_once_and_told_when_read_and_that_of_today_is_one_enter_away(
    recent, first, event, tmp_path, qtbot
):
    recent.remember(event.path)
    recent.remember(tmp_path / "gone.checkin")
    first.look()
    assert [row.open.text() for row in first.window.recent.rows] == ["gone", "rencontre"]
    qtbot.waitUntil(lambda: first.window.recent.rows[1].open.text() == "9ᵉ Rencontre")
    assert first.window.recent.rows[0].open.accessibleDescription() == GONE.text
    assert first.window.focusWidget() is first.window.recent.rows[1].open


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


def test_one_taken_off_the_list_does_not_come_back(recent, first, event, tmp_path, qtbot):
    recent.remember(event.path)
    recent.remember(tmp_path / "gone.checkin")
    seen = inspect_events(recent.paths(), lambda *_: None)
    first.look()
    first.window.recent.rows[0].forget.click()
    qtbot.waitUntil(lambda: all(errand.isFinished() for errand in first._looking))
    first._looking[0].done.emit(seen)  # the first look is over last
    assert [row.open.text() for row in first.window.recent.rows] == ["9ᵉ Rencontre"]
    assert recent.paths() == [event.path]


def test_whoever_leaves_the_demonstration_is_in_the_first_window_again(recent, monkeypatch):
    seen = []
    monkeypatch.setattr(startup, "reopen_after_crash", lambda *_: None)
    monkeypatch.setattr(startup, "demo", lambda spoken: seen.append("demo") or 0)

    def choose(window):
        seen.append("first window")
        if "demo" in seen:
            window.close()
        else:
            window.demo_chosen.emit()
            when(WelcomeWindow, choose)

    when(WelcomeWindow, choose)
    assert startup.start("en") == 0
    assert seen == ["first window", "demo", "first window"]
    assert recent.paths() == []


def test_from_a_list_to_the_first_guest_in_three_clicks(first, recent, tmp_path, qtbot, monkeypatch):
    """New event, the file, Import: the desk answers, with the window that sets it up beside it."""
    listed = a_list(tmp_path, "Zoé;Martin;;;;;;", name="Gala.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(listed), ""))
    answering = Answering(agree)
    qtbot.keyClick(first.window, Qt.Key.Key_Return)
    answering.stop()
    assert len(answering.asked) == 1
    assert not first.window.isVisible()
    seen = {}

    def guest(wizard):
        shell = wizard.parent()
        shell.desk.answered.connect(lambda answer: seen.update(reason=answer.reason))
        desk = shell.desk.operations._desk
        (found,) = shell.desk.operations._queries.search("zo", desk.programme, desk.control_point)
        shell.desk.operations.check_in(found.attendee.id)
        shell.close()

    when(SetupWizard, guest)
    assert open_desk(first.chosen, "en", is_new=first.is_new) == 0
    assert seen == {"reason": Reason.WELCOME}
    assert recent.paths() == [tmp_path / "Gala.checkin"]


def test_f1_helps_in_the_first_window_and_after_a_removal_there_are_no_recent_events(recent, first, event, qtbot):
    recent.remember(event.path)
    first.look()
    qtbot.keyClick(first.window, Qt.Key.Key_F1)
    (shown,) = first.window.findChildren(HelpWindow)
    assert shown.isVisible()
    shown.reject()
    recent.forget(event.path)
    first.helping.reported.emit("Removed.")
    assert first.window.recent.rows == []


def test_an_event_that_was_known_opens_without_the_steps_and_leaves_its_size_of_text_to_the_first_window(
    recent, event, qapp
):
    kept.save(event.db, replace(Settings(), text_size=150))
    seen = []

    def look(shell):
        seen.append(shell.findChild(SetupWizard))
        shell.close()

    when(Shell, lambda shell: QTimer.singleShot(1000, lambda: look(shell)))
    open_desk(event, "en")
    assert seen == [None]
    assert recent.paths() == [event.path]
    Appearance(qapp).apply(Settings())
    when(WelcomeWindow, lambda window: (seen.append(text_scale()), window.close()))
    startup.start("en")
    assert seen[1:] == [pytest.approx(1.5, abs=0.05)]


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


@pytest.mark.usefixtures("recent")
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

    def look(window):
        seen.append((window._message.text(), window._message.isVisible()))
        window.close()

    when(WelcomeWindow, look)
    assert main([str(path), "--language", "en"]) in (USER_ERROR, STORAGE_ERROR)
    ((text, is_visible),) = seen
    assert is_visible
    assert told in text
    assert "Ma liste.checkin" in text


def test_what_belongs_to_the_computer_is_chosen_once_and_the_steps_come_once(recent, tmp_path, clock, qtbot, qapp):
    """Two new events on one computer: the second begins with its printer, sound and language, and asks nothing."""
    plan = PrintPlan(
        "ipp://hall", policy=PrintPolicy.ONCE, points=("door",), setups={"ipp://hall": PrinterSetup("Hall")}
    )
    seen = []

    for number in (1, 2):
        event = EventFile.create(tmp_path / f"{number}.checkin", KEY)
        event.plan(a_programme(event=Event("Gala", None)), at=clock(), desk="Accueil 1")
        if number == 1:
            kept.save(event.db, replace(Settings(), has_sound=False, folder="/share", printing=plan, language="fr"))

        def look(shell):
            seen.append(shell.findChild(SetupWizard) is not None)
            shell.close()

        when(Shell, lambda shell, look=look: QTimer.singleShot(1000, lambda: look(shell)))
        open_desk(event, None, is_new=True)
    with closing(EventFile.open(tmp_path / "2.checkin")) as second:
        found = kept.load(second.db)
    assert seen == [True, False]
    assert (found.has_sound, found.language, found.folder, found.identity) == (False, "fr", "", "")
    assert found.printing == PrintPlan("ipp://hall", setups=plan.setups)
    Appearance(qapp).apply(Settings())


def test_another_event_is_chosen_in_the_first_window_without_leaving_the_program(recent, event, monkeypatch):
    monkeypatch.setattr(startup, "reopen_after_crash", lambda *_: (event, "en"))
    monkeypatch.setattr(DeskLeaving, "may_leave", lambda _: True)
    seen = []

    def choose(window):
        seen.append([row.open.toolTip().splitlines()[-1] for row in window.recent.rows])
        window.close()

    def leave(shell):
        when(WelcomeWindow, choose)
        shell.desk.findChild(DeskMenu).another.trigger()

    when(Shell, leave)
    assert startup.start("en") == 0
    assert seen == [[str(event.path)]]


AGAIN = """
import sys
from pathlib import Path
from checkin.application.qt_application import show_open_window
sys.stdout.write(str(show_open_window(Path(sys.argv[1]), 60_000)))
"""
"""What a second program does first."""


def double_click(path):
    QCoreApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(path)))


@pytest.mark.parametrize("moment", ["before the window is there", "while an event is chosen"])
def test_a_double_click_opens_the_desk_of_that_event(recent, started, event, moment):
    event.close()
    if moment.startswith("while"):
        when(WelcomeWindow, lambda _: double_click(event.path))
    else:
        double_click(event.path)
    opened = []
    when(Shell, lambda shell: (opened.append(shell), close_soon(shell)))
    assert startup.start("en") == 0
    assert len(opened) == 1
    assert recent.paths() == [event.path]
    assert started == []


def test_one_that_cannot_be_opened_says_why(own, started, tmp_path):
    told = []

    def look(window):
        if text := window._message.text():
            told.append(text)
            window.close()
        else:
            when(WelcomeWindow, look)

    when(WelcomeWindow, lambda window: (double_click(tmp_path / "gone.checkin"), look(window)))
    startup.start("en")
    assert "“gone.checkin” cannot be found" in told[0]


def test_while_the_first_window_asks_something_a_program_of_its_own_opens_it(own, started, event):
    def ask(window):
        dialog = QDialog(window)
        QTimer.singleShot(TOLD, lambda: double_click(event.path))
        QTimer.singleShot(10 * TOLD, dialog.reject)
        dialog.exec()
        window.close()

    when(WelcomeWindow, ask)
    startup.start("en")
    assert started == [[str(event.path)]]


def test_while_a_desk_is_open_another_event_is_opened_beside_it_and_its_own_is_not(own, program, started, event, qtbot):
    other = event.path.with_name("other.checkin")
    QCoreApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.User))  # no file
    double_click(other)
    double_click(event.path)
    qtbot.waitUntil(lambda: started == [[str(other)]])
    program.shell.hide()  # as while guests serve themselves
    double_click(other)
    QCoreApplication.processEvents()
    assert started == [[str(other)]]


def test_a_second_start_with_the_same_event_brings_the_open_window_forward_and_ends(program, started, event, qtbot):
    program.shell.showMinimized()
    again = QProcess()
    with qtbot.waitSignal(again.finished):
        again.start(sys.executable, ["-c", AGAIN, str(event.path)])
    assert again.readAllStandardOutput().data().decode() == "True"
    assert not program.shell.isMinimized()
    assert started == []
    program.shell.close()
    program.stop()
    assert not show_open_window(event.path)


def test_a_program_that_hangs_does_not_keep_a_second_one_from_opening_the_event(event, qtbot):
    hanging = QObject()
    SecondStarts(event.path, hanging)  # its loop does not run
    assert not show_open_window(event.path, patience_ms=1)
    hanging.deleteLater()


def test_the_program_that_is_started_is_this_one(tmp_path, monkeypatch):
    """`--version` ends it at once."""
    begun = []
    monkeypatch.setattr("checkin.application.qt_application.QProcess.startDetached", lambda *told: begun.append(told))
    start_program(["--version"])
    ((program, arguments),) = begun
    root = Path(__file__).parents[2]
    done = subprocess.run([program, *arguments], capture_output=True, text=True, cwd=root, check=True)
    assert program == sys.executable
    assert done.stdout.startswith("checkin ")


def test_where_nothing_is_known_of_this_computer_it_is_as_drawn(tmp_path):
    assert load_computer_settings(tmp_path / "nowhere") is None
    for odd in ("", "[]", "7", '{"text_size": "large", "printing": 3}'):
        (tmp_path / "computer.json").write_text(odd)
        assert load_computer_settings(tmp_path) in (None, Settings())
