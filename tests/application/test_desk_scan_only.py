# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that only scans, in the whole program: every way to a list of people is closed until a supervisor opens it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from checkin import translation
from checkin.application import desk_program
from checkin.core.decision import Reason
from checkin.core.supervisor import Authority
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService
from checkin.storage import settings_store
from checkin.ui.help.help_window import HelpWindow
from tests.builders import an_attendee
from tests.ui.answering import Answering
from tests.ui.dropping import drop

pytestmark = pytest.mark.qt_log_ignore("does not support raise")

ONE, TWO = an_attendee(1), an_attendee(2)
PIN = "4711"


@pytest.fixture
def supervised(event, desk):
    """The event, with a PIN."""
    KioskService(event, desk).supervision.name("Anne", PIN, Authority("Accueil 1", "First supervisor"))
    return event


@pytest.fixture
def started(qapp, qtbot, clock):
    """What starts a program on an event; all are ended."""
    made = []

    def start(event):
        program = desk_program.DeskProgram(event, clock, "en")
        made.append(program)
        with qtbot.waitSignal(program.ready):
            program.start()
        return program

    yield start
    for program in made:
        program.shell.close()
        program.stop()
    translation.install(qapp, "en")


@pytest.fixture
def scanning(supervised, started):
    """A program whose desk only scans since before it began."""
    settings_store.save_scan_only(supervised.db, True)
    return started(supervised)


CLOSED = ("Ctrl+P", "Ctrl+T", "F2", "F6", "F12", "Ctrl+J", "Ctrl+S", "Ctrl+I", "Ctrl+,")


def pin(dialog, digits=PIN):
    dialog.why.setCurrentText("The doors are closed")
    dialog.pin.setText(digits)
    dialog.allow.click()


def open_windows(program):
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def press(program, keys):
    program.shell.activateWindow()  # a dialog that was answered leaves no window active off-screen
    assert QTest.qWaitForWindowActive(program.shell)
    program.window.stage.search.setFocus()
    combination = QKeySequence(keys)[0]
    QTest.keyClick(program.window.stage.search, combination.key(), combination.keyboardModifiers())


def test_only_scanning_is_left_in_the_menu_and_nothing_hidden_can_be_started(scanning):
    menu = scanning.built.menu
    kept = [a.text().partition("\t")[0] for a in menu.actions() if a.isVisible() and not a.isSeparator()]
    assert kept == [
        "Give the person a wristband or badge…",
        "Full screen",
        "Open the rest of this desk…",
        "Help",
        "Report a problem…",
    ]
    hands = Answering()
    closed = [a for a in (*menu.actions(), *menu.organising.actions()) if not a.isVisible()]
    assert len(closed) > 15
    for action in closed:
        action.trigger()
        if not action.shortcut().isEmpty():
            press(scanning, action.shortcut())
    assert (hands.asked, open_windows(scanning), scanning.shell.current) == ([], [], 0)
    hands.stop()


@pytest.mark.parametrize("keys", [*(f"Ctrl+{n}" for n in range(1, 8)), *CLOSED])
def test_every_key_to_a_screen_or_a_person_is_closed(scanning, keys):
    scanning.window.take_code(ONE.ticket_code)
    press(scanning, keys)
    assert scanning.shell.current == 0
    assert "This desk only scans" in scanning.window.stage.replied or keys == "Ctrl+1"
    assert not scanning.shell.rail.isVisible()
    assert open_windows(scanning) == []
    assert scanning.window.stage.is_showing(scanning.window.stage.answer)


def test_the_same_keys_open_screens_at_a_desk_that_does_more(supervised, started):
    program = started(supervised)
    press(program, "Ctrl+2")
    assert program.shell.current == 1


def test_codes_are_answered_as_ever_and_nobody_else_is_named(scanning, qtbot):
    window = scanning.window
    window.take_code(ONE.ticket_code)
    assert window.operations.shown.attendee.id == ONE.id
    window.updates.count()
    assert not window.stage.recent_scans.isVisible()
    assert window.stage.recent_scans.lines == ()
    window.codes.finish()
    window.take_code(f"{TWO.first_name} {TWO.last_name}")
    window.codes.finish()
    assert window.operations.shown.reason is Reason.UNKNOWN


def test_the_mode_is_seen_and_its_words_are_true(scanning):
    window = scanning.window
    assert window.chrome.scan_only.isVisible()
    shown = " ".join(translation.translate(words) for words in window.stage.idle.words)
    assert "Scan a code" in shown
    assert "name" not in shown
    for key, advice in (("F8", "Last arrivals"), ("F9", "F2"), ("F7", "F2"), ("Ctrl+L", "Search for a name")):
        press(scanning, key)
        assert window.stage.replied
        assert advice not in window.stage.replied


def test_help_lists_no_closed_key_and_offers_no_folder(scanning):
    scanning.trouble.helping.show_help()
    (helping,) = [w for w in open_windows(scanning) if isinstance(w, HelpWindow)]
    keys = {key.text for key in helping._about.keys}
    assert not keys & {*CLOSED, *(f"Ctrl+{n}" for n in range(1, 8))}
    assert {"F1", "F3", "F8", "Ctrl+L"} <= keys
    assert not helping.folder.isVisible()
    helping.close()


def test_escape_ends_the_search_that_a_supervisor_allowed(scanning):
    window = scanning.window
    hands = Answering(pin)
    press(scanning, "F3")
    QTest.keyClicks(window.stage.search, "Goff", delay=60)
    assert window.stage.search.matches.has_people()
    press(scanning, "Escape")
    QTest.keyClicks(window.stage.search, "Goff", delay=60)
    assert not window.stage.search.matches.has_people()
    hands.stop()


def test_without_a_pin_the_question_says_that_anyone_can_open_the_desk_again(event, started):
    program, seen = started(event), []

    def read(dialog):
        seen.append(dialog.notice.text())
        pin(dialog, "")

    hands = Answering(read)
    program.built.menu.scan_only.trigger()
    assert "anyone can open this desk again" in seen[0]
    assert "Supervisors" in seen[0]
    assert program.desk.scans_only
    hands.stop()


def test_typing_finds_no_person_but_takes_a_code(scanning):
    box = scanning.window.stage.search
    QTest.keyClicks(box, "Le Goff", delay=60)
    assert not box.matches.has_people()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert scanning.window.operations.shown.reason is Reason.UNKNOWN
    box.setText(ONE.ticket_code)
    QTest.keyClick(box, Qt.Key.Key_Return)
    scanning.window.codes.finish()
    assert scanning.window.operations.shown.attendee.id == ONE.id


def test_f3_asks_a_supervisor_for_one_search(scanning):
    window = scanning.window
    hands = Answering(lambda d: pin(d, "0000") or d.reject(), pin)
    press(scanning, "F3")
    QTest.keyClicks(window.stage.search, "Goff", delay=60)
    assert not window.stage.search.matches.has_people()
    window.stage.search.dismiss()
    press(scanning, "F3")
    QTest.keyClicks(window.stage.search, "Goff", delay=60)
    assert window.stage.search.matches.has_people()
    window.operations.check_in(ONE.id)
    window.stage.search.dismiss()
    QTest.keyClicks(window.stage.search, "Goff", delay=60)
    assert not window.stage.search.matches.has_people()
    assert len(hands.asked) == 2
    hands.stop()


def test_a_dropped_file_and_the_lights_open_nothing(scanning, tmp_path, qtbot):
    hands = Answering()
    path = tmp_path / "list.csv"
    path.write_text("Nom;Prénom\nA;B\n", encoding="utf-8")
    drop(scanning.shell, path)
    qtbot.waitUntil(lambda: "only scans" in scanning.window.footer.accessibleDescription())
    chrome = scanning.window.chrome
    for light in chrome._lights.values():
        chrome._press(light)
    assert (hands.asked, open_windows(scanning)) == ([], [])
    hands.stop()


def test_a_supervisor_begins_it_and_ends_it_and_a_restart_changes_nothing(supervised, started, qtbot):
    program = started(supervised)
    hands = Answering(lambda d: pin(d, "9999") or d.reject(), pin, pin)
    program.built.menu.scan_only.trigger()
    assert not program.desk.scans_only
    program.desk_settings.show()
    program.built.menu.scan_only.trigger()
    assert program.desk.scans_only
    assert open_windows(program) == []
    assert program.leaving.may_leave()
    other = EventFile.open(supervised.path)
    assert settings_store.is_scan_only(other.db)
    other.close()
    program.choices.choose(language="fr")  # the window is built again
    assert not program.shell.rail.isVisible()
    program.choices.choose(language="en")
    program.built.menu.scan_only.trigger()
    assert not program.desk.scans_only
    assert program.shell.rail.isVisible()
    program.shell.enter(1)
    assert program.shell.current == 1
    assert len(hands.asked) == 3
    hands.stop()


def test_the_menu_offers_no_ticketing_to_an_event_without_one_and_keeps_its_length(supervised, started):
    program = started(supervised)
    menu = program.built.menu

    def offered():
        return [action.text() for action in menu.actions() if action.isVisible()]

    first = offered()
    assert not menu.ticketing.isVisible()
    program.window.take_code(ONE.ticket_code)
    program.window.refresh()
    assert offered() == first
    menu.show_scan_only(True)
    assert len(offered()) < len(first)
    menu.show_scan_only(False)
    assert offered() == first
