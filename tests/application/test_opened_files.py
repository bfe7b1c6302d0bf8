# SPDX-License-Identifier: GPL-3.0-or-later
"""A double click on an event file while the program runs comes as an event of the application, as on a Mac."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QProcess, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog

from checkin import translation
from checkin.application import desk_program, startup
from checkin.application.qt_application import SecondStarts, opened_files, show_open_window, start_program
from checkin.core.desk_settings import Settings
from checkin.ui.look.theme import Appearance
from checkin.ui.shell import Shell
from checkin.ui.welcome.welcome_window import WelcomeWindow

AGAIN = """
import sys
from pathlib import Path
from checkin.application.qt_application import show_open_window
sys.stdout.write(str(show_open_window(Path(sys.argv[1]), 60_000)))
"""
"""What a second program does first."""
TOLD = 20
"""Milliseconds between looks."""


@pytest.fixture
def own(tmp_path, monkeypatch, qapp):
    """What is this computer's is a test's own."""
    monkeypatch.setattr(startup, "app_folder", lambda: tmp_path / "own")
    monkeypatch.setattr(startup.desk_program, "app_folder", lambda: tmp_path / "own")
    yield tmp_path / "own"
    translation.install(qapp, "en")
    Appearance(qapp).apply(Settings())


@pytest.fixture
def started(qapp):
    """The arguments of each program that was started."""
    files, found = opened_files(qapp), []
    before, files.start_program = files.start_program, found.append
    yield found
    files.start_program = before
    files.take_to(None)


def double_click(path):
    QCoreApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(path)))


def seen(kind):
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def when(kind, act):
    """Do it with the first window of this kind that is seen."""
    if window := seen(kind):
        act(window)
    else:
        QTimer.singleShot(TOLD, lambda: when(kind, act))


def test_before_the_window_is_there_the_desk_of_that_event_opens(own, started, event):
    event.close()
    double_click(event.path)
    opened = []

    def look(shell):
        opened.append(shell.desk.windowTitle())
        QTimer.singleShot(TOLD, shell.close)

    when(Shell, look)
    assert startup.start("en") == 0
    assert len(opened) == 1
    assert startup.recent_events().paths() == [event.path]
    assert started == []


def test_while_an_event_is_chosen_it_is_chosen(own, started, event):
    event.close()
    opened = []
    when(WelcomeWindow, lambda _: double_click(event.path))
    when(Shell, lambda shell: (opened.append(shell), QTimer.singleShot(TOLD, shell.close)))
    assert startup.start("en") == 0
    assert len(opened) == 1


def test_one_that_cannot_be_opened_says_why(own, started, tmp_path):
    told = []

    def look(window):
        if text := window._message.text():
            told.append(text)
            window.close()
        else:
            QTimer.singleShot(TOLD, lambda: look(window))

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


def test_while_a_desk_is_open_another_event_is_opened_beside_it_and_its_own_is_not(own, started, event, clock, qtbot):
    program = desk_program.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(program.ready):
        program.start()
    other = event.path.with_name("other.checkin")
    double_click(other)
    double_click(event.path)
    qtbot.waitUntil(lambda: started == [[str(other)]])
    program.shell.hide()  # as while guests serve themselves
    double_click(other)
    QCoreApplication.processEvents()
    assert started == [[str(other)]]
    program.shell.close()
    program.stop()


def test_a_second_start_with_the_same_event_brings_the_open_window_forward_and_ends(own, started, event, clock, qtbot):
    program = desk_program.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(program.ready):
        program.start()
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


def test_other_events_of_the_application_are_no_files(started, qapp):
    files, taken = opened_files(qapp), []
    files.take_to(taken.append)
    QCoreApplication.sendEvent(qapp, QEvent(QEvent.Type.User))
    QCoreApplication.processEvents()
    assert taken == []


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
