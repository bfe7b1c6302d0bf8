# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service in the whole program: the devices change hands, nothing else is reached, and it comes back by itself."""

import os

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from checkin import translation
from checkin.application import desk_program
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.message import StorageError
from checkin.core.supervisor import Authority
from checkin.devices.sound import Sound
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService, enable_self_service
from checkin.storage import settings_store
from checkin.ui.desk.desk_header import MenuButton
from checkin.ui.widgets.screen_page import REHEARSAL
from tests.application.test_desk_program import Recorder
from tests.builders import an_attendee
from tests.full_disk import full_disk
from tests.restored_files import look
from tests.ui.answering import STAYS, Answering

# Said by Qt's off-screen platform of a window that wants to be in front.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code
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

    def start(event, is_kiosk=False):
        if is_kiosk:
            enable_self_service(event)
        program = desk_program.DeskProgram(event, clock, "fr")
        made.append(program)
        with qtbot.waitSignal(program.ready):
            program.start()
        return program

    yield start
    for program in made:
        if program.kiosk.window:
            program.kiosk.window.dismiss()
        program.shell.close()
        program.stop()
    translation.install(qapp, "en")


def type_pin(window):
    window.bar.team.click()
    for digit in PIN:
        window.pin.keys[digit].click()
    window.pin.enter.click()


def test_guests_get_the_screen_and_the_pin_gives_it_back(supervised, started, qtbot):
    program = started(supervised, is_kiosk=True)
    speaker = program.devices.sounds = Recorder()
    window = program.kiosk.window
    assert window.isFullScreen()
    assert not program.shell.isVisible()
    program.devices.reading.code_seen.emit(ONE)
    assert "Bienvenue" in window.card.accessibleName()
    program.devices.wedge.code_typed.emit("3760123450017")
    qtbot.waitUntil(lambda: len(speaker.note_sound) == 2)
    assert speaker.note_sound == [Sound.WELCOME, Sound.ASK]
    type_pin(window)
    assert program.kiosk.window is None
    assert program.shell.isVisible()
    answers = []
    program.window.answered.connect(answers.append)
    program.devices.reading.code_seen.emit(TWO)
    assert [a.attendee.id for a in answers] == [an_attendee(2).id]
    assert speaker.note_sound == [Sound.WELCOME, Sound.ASK, Sound.WELCOME]  # once, not once for each window there was


def test_a_short_unknown_code_of_a_scanner_is_answered(supervised, started, qtbot):
    window = started(supervised, is_kiosk=True).kiosk.window
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    for at, letter in enumerate("ZZZ333\r"):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(100_000 + 5 * at)
            QCoreApplication.sendEvent(window.windowHandle(), event)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.card)


def test_every_refusal_sounds_alike(supervised, started, clock, qtbot):
    program = started(supervised, is_kiosk=True)
    speaker = program.devices.sounds = Recorder()
    for text in ("not a code", "3760123450017", f"{ONE[:-2]}XX"):
        program.kiosk.window._scan(text)
    assert set(speaker.note_sound) == {Sound.ASK}


def test_after_a_power_cut_guests_get_the_screen_again(supervised, started, clock):
    program = started(supervised, is_kiosk=True)
    assert program.kiosk.window
    again = EventFile.open(supervised.path)
    second = started(again)
    assert second.kiosk.window
    assert not second.shell.isVisible()
    type_pin(second.kiosk.window)
    assert not settings_store.load_kiosk(supervised.db).is_open
    again.close()


def test_without_a_pin_the_desk_is_shown_and_one_is_asked_for(event, started, qtbot):
    hands = Answering(lambda dialog: dialog.reject())
    program = started(event, is_kiosk=True)
    qtbot.waitUntil(lambda: len(hands.asked) == 1)
    assert program.kiosk.window is None
    assert program.shell.isVisible()
    assert "responsable" in hands.asked[0].notice.text()
    qtbot.waitUntil(lambda: not settings_store.load_kiosk(event.db).is_open)  # and not again each morning


def test_from_the_menu_a_supervisor_is_named_and_then_it_begins(event, started, qtbot):
    program = started(event)

    def fill_in(dialog):
        dialog.desk.setText("Borne 2")
        dialog.greeting.setCurrentIndex(1)
        QTimer.singleShot(0, dialog.go_on.click)  # opens the form of a supervisor
        return STAYS

    def name_one(form):
        form.name.setText("Anne")
        form.pin.setText(PIN)
        form.again.setText(PIN)
        form._save()

    hands = Answering(fill_in, name_one, lambda dialog: dialog.go_on.click())
    program.window.header.findChild(MenuButton).setFocus()  # it was pressed
    program.built.menu.kiosk_wanted.emit()
    assert len(hands.asked) == 3
    assert program.kiosk.window.isVisible()
    assert program.desk.name == "Borne 2"
    assert program.settings.desk == "Borne 2"
    assert settings_store.load_kiosk(event.db).greeting is GreetingStyle.FULL
    type_pin(program.kiosk.window)
    assert program.shell.focusWidget() is program.window.stage.search  # a name can be typed at once


def test_where_guests_would_be_lost_it_does_not_begin(supervised, started):
    program = started(supervised)
    program.desk.move_to("sortie")
    told = []
    hands = Answering(lambda dialog: (dialog.go_on.click(), told.append(dialog.notice.text()), dialog.reject()))
    program.built.menu.kiosk_wanted.emit()
    assert len(hands.asked) == 1
    assert "Sortie est une sortie" in told[0]
    assert program.kiosk.window is None


ESCAPES = [
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Space, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier),
    *((key, Qt.KeyboardModifier.NoModifier) for key in range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1)),
    *((key, Qt.KeyboardModifier.ControlModifier) for key in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *((key, Qt.KeyboardModifier.ControlModifier) for key in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *((key, Qt.KeyboardModifier.MetaModifier) for key in (Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_M)),
]


def test_no_key_leads_anywhere(supervised, started):
    program = started(supervised, is_kiosk=True)
    window = program.kiosk.window
    before = supervised.journal.count()
    for key, modifiers in ESCAPES:
        for target in (window, window.bar.team, window.bar.help):
            QTest.keyClick(target, Qt.Key(key), modifiers)
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window], key
        assert window.isFullScreen()
        assert window.pages.currentWidget() is window.idle
    assert supervised.journal.count() == before


def test_with_the_tab_key_the_buttons_are_reached_and_nothing_else(supervised, started):
    window = started(supervised, is_kiosk=True).kiosk.window
    reached = set()
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert reached - {window} == {*window.bar.languages.values(), window.bar.help, window.bar.team}


def test_no_other_window_stays_before_guests(supervised, started, qtbot):
    window = started(supervised, is_kiosk=True).kiosk.window
    dialog = QDialog()
    dialog.exec()  # returns: it was taken away
    assert not dialog.isVisible()
    assert window.isVisible()
    window.showMinimized()
    qtbot.waitUntil(window.isFullScreen)


def test_windows_that_were_open_come_back_unless_they_are_gone(supervised, started, qtbot):
    program = started(supervised)
    stays, goes = QWidget(), QWidget()
    for other in (stays, goes):
        other.show()
    program.shell.show_occasion(REHEARSAL)
    program.kiosk._service.begin(GreetingStyle.NONE)
    program.kiosk._open()
    assert not stays.isVisible()
    assert program.kiosk.window.band.text == program.shell.band.text != ""
    goes.deleteLater()
    qtbot.waitUntil(lambda: not isValid(goes))
    type_pin(program.kiosk.window)
    assert stays.isVisible()
    stays.close()


def test_another_desk_sees_the_call_and_answers_with_a_key(supervised, started, clock, qtbot):
    program = started(supervised)
    file = EventFile.open(supervised.path)
    kiosk = Desk(file, clock, "Borne 2")
    call = kiosk.help.ask()
    program.window.updates.keep_time()
    line = program.window.stage.help
    assert line.text() == "Borne 2 demande de l’aide · J’y vais"
    clock.pass_by(minutes=3)
    program.window.updates.count()
    assert "depuis 3 min" in line.text()
    program.shell.activateWindow()
    qtbot.waitUntil(program.shell.isActiveWindow)
    QTest.keyClick(program.window.stage.search, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert kiosk.help.end_of(call)
    assert not line.isVisible()
    assert "Borne 2 affiche maintenant" in program.window.footer.accessibleDescription()
    file.close()


@pytest.mark.needs("unlinking open files")
def test_with_the_file_gone_guests_are_sent_to_the_desk_and_the_team_gets_out_to_mend_it(supervised, started, qtbot):
    program = started(supervised, is_kiosk=True)
    window, elsewhere = program.kiosk.window, supervised.path.with_name("elsewhere")
    os.rename(supervised.path, elsewhere)
    look(program, window.band, qtbot, finds=True)
    assert "PLUS RIEN N’EST ENREGISTRÉ" in window.band.text
    assert not window.band.way_out.isVisible()
    assert "accueil" in window.card.accessibleName()
    assert window.pages.currentWidget() is window.card
    window.take_code(ONE)
    window.rest()
    assert window.pages.currentWidget() is window.card
    type_pin(window)
    assert program.kiosk.window is None
    assert program.shell.band.way_out.isVisible()
    program.shell.band.way_out.click()
    assert program.shell.band.text == ""
    assert supervised.path.is_file()


@pytest.mark.needs("unlinking open files")
def test_once_the_file_is_back_guests_are_served_again(supervised, started, qtbot):
    program = started(supervised, is_kiosk=True)
    window, elsewhere = program.kiosk.window, supervised.path.with_name("elsewhere")
    os.rename(supervised.path, elsewhere)
    look(program, window.band, qtbot, finds=True)
    assert window.pages.currentWidget() is window.card
    os.rename(elsewhere, supervised.path)
    look(program, window.band, qtbot, finds=False)
    assert window.band.text == ""
    assert window.pages.currentWidget() is window.idle


def test_a_full_disk_is_said_to_the_team_and_does_not_lock_them_in(supervised, started):
    program = started(supervised, is_kiosk=True)
    window = program.kiosk.window
    with full_disk():
        with pytest.raises(StorageError) as failed:
            window._scan(ONE)
        window.fail(failed.value)
        assert "RIEN N’EST ENREGISTRÉ" in window.band.text
        assert "accueil" in window.card.accessibleName()
        type_pin(window)
        assert program.kiosk.window is None
        assert program.shell.isVisible()


def test_the_band_goes_with_the_next_guest_who_is_saved(supervised, started):
    window = started(supervised, is_kiosk=True).kiosk.window
    with full_disk(), pytest.raises(StorageError) as failed:
        window._scan(ONE)
    window.fail(failed.value)
    assert window.band.isVisible()
    window._scan(ONE)
    assert window.band.text == ""
    assert "Bienvenue" in window.card.accessibleName()
