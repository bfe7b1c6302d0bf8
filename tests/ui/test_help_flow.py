# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, reports and removal as somebody meets them at the desk."""

import re
import tempfile
import zipfile
from datetime import date

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from checkin.application import desk_program, desk_recovery
from checkin.core.support import Release
from checkin.core.sync.sync_status import OtherDesk
from checkin.paths import resources
from checkin.services.computer.crash_recovery import OpenMark
from checkin.services.computer.release_notes import ROOTS, SHIPPED, program_parts
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.help.help_flow import HelpFlow, list_guides
from checkin.ui.help.help_window import MARGIN, NEWS, GuideWindow, HelpContent, HelpWindow, KeyTable
from checkin.ui.help.problem_report_dialog import DataRemovalDialog
from checkin.ui.widgets.keyboard import KeyBinding, list_key_bindings
from tests.ui.answering import STAYS, Answering
from tests.ui.desk_scene import add_person, plain

TODAY = date(2026, 11, 25)


def press(window, text):
    next(button for button in window.findChildren(QPushButton) if text in button.text()).click()


@pytest.fixture
def asks(helping):
    """Asks for a report or a removal, and gives these answers; returns the windows that asked."""

    def asked(ask, *answers):
        hands = Answering(*answers)
        getattr(helping, ask)()
        hands.stop()
        return hands.asked

    return asked


@pytest.fixture
def guest(event, clock):
    """On the list before the window opens."""
    return add_person(event, clock, 1)


@pytest.fixture
def program(qapp, event, clock):
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()


@pytest.fixture
def helping(program, event, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # what others keep in theirs is no test's
    return HelpFlow(tmp_path / "own", event, clock, program.shell)


def window_of(version="0.1.0", day=TODAY, newer=None):
    about = HelpContent([KeyBinding("F1", "Help")], [Release(version, day, "- news")], SHIPPED, (), TODAY, newer)
    return HelpWindow(about, "en")


def texts(window):
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_the_keys_are_those_that_the_window_listens_to(program):
    keys = {key.text: key.does for key in list_key_bindings(program.shell)}
    assert list(keys)[:3] == ["F1", "F2", "F3"]
    told = {"F8": "Annuler l’arrivée affichée ou choisie", "Ctrl+S": "Exporter les présences", "Ctrl+2": "Participants"}
    assert told.items() <= keys.items()
    assert "" not in keys.values()


def open_windows(program, kind=HelpWindow):
    return [window for window in program.shell.findChildren(kind) if window.isVisible()]


# The window of help


def test_help_is_one_window_of_keys_and_news_and_a_volunteer_removes_nothing_there(program, qtbot):
    qtbot.keyClick(program.shell, Qt.Key.Key_F1)
    program.built.menu.help_wanted.emit()
    (window,) = open_windows(program)
    assert isinstance(window.pages.currentWidget(), KeyTable)
    assert not window.removal.isVisibleTo(window)
    window.leave.click()
    assert open_windows(program) == []
    program.trouble.helping.show_help()
    program.trouble.helping.show_news()
    (window,) = open_windows(program)
    assert window.pages.currentIndex() == NEWS
    hands = Answering(lambda window: window.reject())
    program.built.menu.removal_wanted.emit()
    hands.stop()
    assert isinstance(hands.asked[-1], DataRemovalDialog)


def test_a_code_that_comes_while_help_and_a_guide_lie_over_the_desk_shows_its_answer(guest, program):
    program.shell.move(0, 0)
    program.built.menu.help_wanted.emit()
    (window,) = open_windows(program)
    window.move(200, 100)
    press(window, "Guide de l’organisateur")
    assert len(open_windows(program, GuideWindow)) == 1
    assert QApplication.activeModalWidget() is None  # what an answer offers can be pressed
    program.shell.desk.take_code(guest.ticket_code)
    assert program.shell.desk.operations.shown.attendee.id == guest.id
    assert open_windows(program) == open_windows(program, GuideWindow) == []


def test_help_stands_beside_the_desk_where_the_screen_has_room_and_stays_when_an_answer_comes(guest, program):
    program.shell.setGeometry(1000, 100, 700, 500)  # the screen of the tests ends before; at the left there is room
    program.built.menu.help_wanted.emit()
    (window,) = open_windows(program)
    assert not window.frameGeometry().intersects(program.shell.frameGeometry())
    program.shell.desk.take_code(guest.ticket_code)
    assert program.shell.desk.operations.shown.attendee.id == guest.id
    assert open_windows(program) == [window]


def test_an_old_version_and_a_newer_one_elsewhere_are_told(qapp):
    assert "months old" not in texts(window_of())
    assert "This version is 14 months old" in texts(window_of(day=date(2025, 9, 12)))
    told = texts(window_of(day=date(2025, 9, 12), newer=OtherDesk("Accueil 2", 3.0, 0, version="0.2.0")))
    assert "“Accueil 2” has version 0.2.0" in told
    assert "months old" not in told


def test_the_pages_say_what_is_new_and_what_it_is_made_of(qapp):
    window = window_of()
    window.show_news()
    assert window.pages.currentIndex() == NEWS
    assert "Wednesday 25 November 2026" in window.pages.currentWidget().toPlainText()
    assert "Inter" in window.pages.widget(2).toPlainText()
    assert not window.pages.widget(1).openLinks()


@pytest.mark.parametrize(("spoken", "name"), [("fr", "Guide de l’organisateur"), ("en", "The organiser’s guide")])
def test_the_card_is_a_button_and_guides_are_read_with_their_pictures_and_without_ways_to_pages_that_are_not_there(
    qtbot, spoken, name
):
    guides = list_guides(spoken)
    assert [path.suffix for path in guides] == [".pdf", ".md", ".md"]
    window = HelpWindow(HelpContent((), [Release("0.1.0", TODAY, "")], SHIPPED, guides, TODAY), spoken)
    qtbot.addWidget(window)
    assert "The card for volunteers (one page)" in [button.text() for button in window.findChildren(QPushButton)]
    press(window, name)
    (guide,) = window.findChildren(GuideWindow)
    assert (guide.isVisible(), guide.windowTitle()) == (True, name)
    html = guide.page.document().toHtml()
    assert html.count("<img") == guides[1].read_text("utf-8").count("![")
    assert "href" not in html
    pictures = re.findall(r'<img src="([^"]+)"[^>]* width="(\d+)"', html)
    assert all((resources() / "guides" / path).is_file() for path, _ in pictures)
    assert {int(width) for _, width in pictures} == {guide.page.viewport().width() - 2 * MARGIN}


def test_every_part_has_a_licence_and_every_dependency_is_a_part():
    parts = program_parts()
    assert [part.name for part in parts if not part.licence] == []
    names = {part.name.lower().replace("_", "-") for part in parts}
    assert {root.lower() for root in ROOTS if root != "PySide6-Addons"} - names <= {"pysqlite3"}
    asked = (resources().parent / "pyproject.toml").read_text().partition("dependencies = [")[2].partition("\n]\n")[0]
    wanted = {line.split('"')[1].split(">")[0].split("[")[0] for line in asked.splitlines() if line.startswith('  "')}
    assert wanted <= set(ROOTS)


def test_a_notice_is_read_and_gone(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.show_notice("Checkin had stopped.", "circle-check")
    assert (bar.isVisible(), bar.more.isHidden()) == (True, True)
    assert bar.text == bar.accessibleName() == "Checkin had stopped."
    bar.read.click()
    assert bar.isHidden()
    bar.show_notice("New.", "circle-check", "What is new")
    with qtbot.waitSignal(bar.wanted):
        bar.more.click()
    assert bar.isHidden()


# A report


@pytest.fixture
def saved_to(asks, monkeypatch):
    """What each text of the report was, and what is told once it was saved here."""

    def save_to(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        shown, told = [], []

        def save(dialog):
            for row in range(dialog.list.count()):
                dialog.list.setCurrentRow(row)
                shown.append(dialog.text.toPlainText())
            dialog.save.click()
            told.extend([dialog.message.text(), dialog.show_file.isVisible()])
            dialog.reject()

        asks("ask_report", save)
        return shown, *told

    return save_to


def test_what_is_saved_is_what_was_looked_at_and_what_cannot_be_written_is_told(saved_to, tmp_path):
    shown, told, can_be_shown = saved_to(tmp_path / "Rapport")
    with zipfile.ZipFile(tmp_path / "Rapport.zip") as packed:
        assert [plain(packed.read(name).decode()) for name in packed.namelist()] == shown
    assert "Rien n’a été envoyé" in told
    assert (str(tmp_path) in told, can_be_shown) == (True, True)
    _, told, _ = saved_to(tmp_path / "none" / "r.zip")
    assert "dossier" in told


# Removal


@pytest.fixture
def other(tmp_path):
    """An event that this computer knows, and that a window may open."""
    made = EventFile.create(tmp_path / "autre.checkin")
    made.close()
    OpenMark(tmp_path / "own", made.path).note()
    return made.path


def agree_and(leave):
    """Tick the first event and agree; the question that follows is another window's."""

    def agree(dialog):
        dialog.wanted.connect(lambda: leave(dialog))
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        dialog.meant.click()
        QTimer.singleShot(0, dialog.go_on.click)
        return STAYS

    return agree


def test_removal_wants_two_words_and_takes_what_was_ticked(helping, asks, other, tmp_path):
    told = []
    helping.reported.connect(told.append)

    def refuse(dialog):
        assert (dialog.go_on.isEnabled(), dialog.events) == (False, [])
        dialog.reject()

    def leave(dialog):
        assert (dialog.message.text(), dialog.message.isVisible(), dialog.go_on.isVisible()) == (told[-1], True, False)
        assert [button.text() for button in dialog.buttons.buttons() if button.isVisible()] == ["Fermer"]
        dialog.reject()

    def no(box):
        QTimer.singleShot(0, box.parent().reject)
        box.defaultButton().click()

    def yes(box):
        assert "1" in box.text()
        assert "autre.checkin" in box.informativeText()
        press(box, "définitivement")

    for answers in ((refuse,), (agree_and(leave), no)):
        asks("ask_removal", *answers)
        assert other.exists()
    asks("ask_removal", agree_and(leave), yes)
    assert (other.exists(), (tmp_path / "own").exists()) == (False, False)
    assert "dont 1 événement." in told[0]


def test_an_event_that_is_open_cannot_be_ticked_and_says_why(asks, other):
    lock = QLockFile(f"{other}.lock")
    assert lock.tryLock(0)

    def look(dialog):
        (item,) = (dialog.list.item(row) for row in range(dialog.list.count()))
        assert not item.flags() & Qt.ItemFlag.ItemIsUserCheckable
        assert "Ouvert : fermez-le d’abord" in plain(item.text())
        dialog.add_event(other, is_ticked=True)
        assert dialog.events == []
        dialog.reject()

    assert len(asks("ask_removal", look)) == 1


def test_what_cannot_be_removed_is_told_in_the_window_that_asked(asks, other):
    lock, seen = QLockFile(f"{other}.lock"), []

    def yes(box):
        assert lock.tryLock(0)  # somebody opens it just now
        press(box, "définitivement")

    def leave(dialog):
        seen.append((dialog.message.text(), dialog.message.isVisible(), dialog.go_on.isVisible()))
        dialog.reject()

    asks("ask_removal", agree_and(leave), yes)
    ((told, *is_there),) = seen
    assert "autre.checkin" in told
    assert "Rien n’a été supprimé" in told
    assert (is_there, other.exists()) == ([True, True], True)


def test_removal_lets_go_of_what_the_window_keeps(program, tmp_path, monkeypatch):
    monkeypatch.setattr(desk_recovery, "_end_when_asked", lambda: None)  # signals and crashes are the test runner's
    monkeypatch.setattr(desk_recovery.crash_recovery, "watch_crashes", lambda folder: None)
    program.trouble.watch(tmp_path / "own")
    assert OpenMark(tmp_path / "own", program._event.path).found()
    program.trouble.helping.removing.emit()
    program.shell.entered.emit(1)
    assert OpenMark(tmp_path / "own", program._event.path).found() is None
