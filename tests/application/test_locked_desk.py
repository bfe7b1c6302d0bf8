# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that do not do everything: for guests, for scanning alone, and the organiser's screens behind the PIN."""

import os

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from checkin import translation
from checkin.application.desk_screens import NEEDS_PIN, SCREENS_BEHIND_PIN
from checkin.core.decision import Reason
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.message import StorageError
from checkin.devices.sound import Sound
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import enable_self_service
from checkin.storage import settings_store
from checkin.ui.desk.desk_header import MenuButton
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.help.help_window import HelpWindow
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.screen_page import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME, REHEARSAL, TICKETS
from tests.application.programs import PIN, Recorder
from tests.builders import an_attendee
from tests.full_disk import full_disk
from tests.restored_files import look
from tests.ui.answering import STAYS, Answering
from tests.ui.dropping import drop

# Said by Qt's off-screen platform of a window that wants to be in front.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def started(open_program):
    """What starts a program in French on an event; for its guests, or the desk."""

    def start(event, is_kiosk=False):
        if is_kiosk:
            enable_self_service(event)
        return open_program(event, "fr")

    return start


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
    program.devices.reading.code_seen.emit(ONE.ticket_code)
    assert "Bienvenue" in window.card.accessibleName()
    program.devices.wedge.code_typed.emit("3760123450017")
    qtbot.waitUntil(lambda: len(speaker.note_sound) == 2)
    for text in ("not a code", f"{ONE.ticket_code[:-2]}XX"):
        window._scan(text)
    refused = [Sound.ASK] * 3  # every refusal sounds alike
    assert speaker.note_sound == [Sound.WELCOME, *refused]
    type_pin(window)
    assert program.kiosk.window is None
    assert program.shell.isVisible()
    program.devices.reading.code_seen.emit(TWO.ticket_code)
    assert [a.attendee.id for a in program.answers] == [TWO.id]
    assert speaker.note_sound == [Sound.WELCOME, *refused, Sound.WELCOME]  # once, not once for each window there was


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


KEYS = {
    Qt.KeyboardModifier.NoModifier: (Qt.Key.Key_Escape, Qt.Key.Key_Menu, *range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1)),
    Qt.KeyboardModifier.AltModifier: (Qt.Key.Key_F4, Qt.Key.Key_Space),
    Qt.KeyboardModifier.ControlModifier: (
        Qt.Key.Key_Tab,
        *range(Qt.Key.Key_A, Qt.Key.Key_Z + 1),
        *range(Qt.Key.Key_0, Qt.Key.Key_9 + 1),
    ),
    Qt.KeyboardModifier.MetaModifier: (Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_M),
}


def test_no_key_leads_anywhere(supervised, started):
    window = started(supervised, is_kiosk=True).kiosk.window
    before = supervised.journal.count()
    for modifiers, key in ((modifiers, key) for modifiers, keys in KEYS.items() for key in keys):
        for target in (window, window.bar.team, window.bar.help):
            QTest.keyClick(target, Qt.Key(key), modifiers)
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window], (modifiers, key)
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
def test_with_the_file_gone_guests_are_sent_to_the_desk_until_it_is_back_or_the_team_mends_it(
    supervised, started, qtbot
):
    program = started(supervised, is_kiosk=True)
    window, elsewhere = program.kiosk.window, supervised.path.with_name("elsewhere")

    def see_it_gone():
        os.rename(supervised.path, elsewhere)
        look(program, window.band, qtbot, finds=True)
        assert "PLUS RIEN N’EST ENREGISTRÉ" in window.band.text
        assert not window.band.way_out.isVisible()
        assert "accueil" in window.card.accessibleName()
        assert window.pages.currentWidget() is window.card

    see_it_gone()
    os.rename(elsewhere, supervised.path)
    look(program, window.band, qtbot, finds=False)
    assert window.band.text == ""
    assert window.pages.currentWidget() is window.idle
    see_it_gone()
    window.take_code(ONE.ticket_code)
    window.rest()
    assert window.pages.currentWidget() is window.card
    type_pin(window)
    assert program.kiosk.window is None
    assert program.shell.band.way_out.isVisible()
    program.shell.band.way_out.click()
    assert program.shell.band.text == ""
    assert supervised.path.is_file()


def test_a_full_disk_is_said_until_the_next_guest_is_saved_and_does_not_lock_the_team_in(supervised, started):
    program = started(supervised, is_kiosk=True)
    window = program.kiosk.window

    def scan_in_vain(code):
        with pytest.raises(StorageError) as failed:
            window._scan(code)
        window.fail(failed.value)
        assert "RIEN N’EST ENREGISTRÉ" in window.band.text
        assert "accueil" in window.card.accessibleName()

    with full_disk():
        scan_in_vain(ONE.ticket_code)
    window._scan(ONE.ticket_code)
    assert window.band.text == ""
    assert "Bienvenue" in window.card.accessibleName()
    with full_disk():
        scan_in_vain(TWO.ticket_code)
        type_pin(window)
        assert program.kiosk.window is None
        assert program.shell.isVisible()


@pytest.fixture
def scanning(supervised, open_program):
    """A program whose desk only scans since before it began."""
    settings_store.save_scan_only(supervised.db, True)
    return open_program(supervised)


CLOSED = ("Ctrl+P", "Ctrl+T", "F2", "F6", "F12", "Ctrl+J", "Ctrl+S", "Ctrl+I", "Ctrl+,")


def allow(dialog, digits=PIN):
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


def test_every_key_to_a_screen_or_a_person_is_closed(scanning):
    stage = scanning.window.stage
    scanning.window.take_code(ONE.ticket_code)
    for keys in [*(f"Ctrl+{n}" for n in range(1, 8)), *CLOSED]:
        stage.reply("")
        press(scanning, keys)
        assert scanning.shell.current == 0, keys
        assert "This desk only scans" in stage.replied, keys
        assert open_windows(scanning) == [], keys
        assert stage.is_showing(stage.answer), keys
    assert not scanning.shell.rail.isVisible()


def test_codes_are_answered_as_ever_whatever_the_hand_but_no_name_is_found_or_shown(scanning):
    window, box = scanning.window, scanning.window.stage.search
    window.take_code(ONE.ticket_code)
    assert window.operations.shown.attendee.id == ONE.id
    window.updates.count()
    assert not window.stage.recent_scans.isVisible()
    assert window.stage.recent_scans.lines == ()
    window.codes.finish()
    window.take_code(f"{TWO.first_name} {TWO.last_name}")
    window.codes.finish()
    assert window.operations.shown.reason is Reason.UNKNOWN
    box.setText(TWO.ticket_code)
    QTest.keyClick(box, Qt.Key.Key_Return)
    window.codes.finish()
    assert window.operations.shown.attendee.id == TWO.id
    QTest.keyClicks(box, "Le Goff", delay=60)
    assert not box.matches.has_people()
    QTest.keyClick(box, Qt.Key.Key_Return)
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


@pytest.mark.parametrize("how", ["Escape", "an arrival"])
def test_f3_asks_a_supervisor_for_one_search(scanning, how):
    window = scanning.window

    def finds():
        QTest.keyClicks(window.stage.search, "Goff", delay=60)
        return window.stage.search.matches.has_people()

    hands = Answering(lambda d: allow(d, "0000") or d.reject(), allow)
    press(scanning, "F3")
    assert not finds()
    window.stage.search.dismiss()
    press(scanning, "F3")
    assert finds()
    if how == "Escape":
        press(scanning, "Escape")
    else:
        window.operations.check_in(ONE.id)
        window.stage.search.dismiss()
    assert not finds()
    assert len(hands.asked) == 2
    hands.stop()


def test_without_a_pin_the_question_says_that_anyone_can_open_the_desk_again(program):
    seen = []

    def read(dialog):
        seen.append(dialog.notice.text())
        allow(dialog, "")

    hands = Answering(read)
    program.built.menu.scan_only.trigger()
    assert "anyone can open this desk again" in seen[0]
    assert "Supervisors" in seen[0]
    assert program.desk.scans_only
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


def test_a_supervisor_begins_it_and_ends_it_and_a_restart_changes_nothing(supervised, open_program):
    program = open_program(supervised)
    hands = Answering(lambda d: allow(d, "9999") or d.reject(), allow, allow)
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


def test_the_menu_offers_no_ticketing_to_an_event_without_one_and_keeps_its_length(program):
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


@pytest.fixture
def guarded(supervised, program):
    """A desk whose event has a supervisor."""
    return program


def give_pin(dialog, digits=PIN):
    assert isinstance(dialog, AuthorityDialog)
    assert not dialog.why.isVisible(), "nothing is recorded, so no reason is asked for"
    dialog.pin.setText(digits)
    dialog.allow.click()


def test_an_organisers_screen_opens_with_the_pin_alone_and_closes_when_it_is_left(guarded):
    shell = guarded.shell
    for words in SCREENS_BEHIND_PIN:
        hands = Answering(lambda dialog: give_pin(dialog, "0000") or dialog.reject(), give_pin)
        shell.enter_by_name(words)
        assert shell.current == 0, words
        assert shell.rail._group.checkedId() == 0
        shell.enter_by_name(words)
        assert shell.current != 0, words
        other = next(each for each in SCREENS_BEHIND_PIN if each is not words)
        shell.enter_by_name(other)
        assert len(hands.asked) == 2, "it stays open from one of these screens to the next"
        guarded.window.take_code(an_attendee(1).ticket_code)
        assert shell.current == 0, "a scan goes first"
        shell.enter_by_name(words)
        assert (len(hands.asked), shell.current) == (3, 0)
        hands.stop()


def test_what_a_volunteer_needs_is_free(guarded, desk):
    hands, shell = Answering(), guarded.shell
    for words in (PARTICIPANTS, PROGRAMME, LIVE):
        shell.enter_by_name(words)
        assert shell.current != 0
    shell.enter_desk()
    for wanted in ("print_queue_wanted", "ready_wanted", "settings_wanted"):
        getattr(guarded.built.menu, wanted).emit()
    assert hands.asked == []
    hands.stop()


def test_an_organisers_action_needs_the_pin_each_time_and_none_beside_an_open_screen(guarded, file_dialogs):
    menu = guarded.built.menu
    hands = Answering(lambda dialog: dialog.reject(), give_pin, give_pin)
    menu.list_wanted.emit()
    assert file_dialogs == []
    menu.list_wanted.emit()
    menu.save_copy_wanted.emit()
    assert (len(hands.asked), len(file_dialogs)) == (3, 2)
    hands = Answering(give_pin)
    guarded.shell.enter_by_name(CLOSING)
    menu.save_programme_wanted.emit()
    assert (len(hands.asked), len(file_dialogs)) == (1, 3)
    hands.stop()


def test_a_dropped_list_needs_the_pin_too(guarded, tmp_path, qtbot):
    path = tmp_path / "list.csv"
    path.write_text("Nom;Prénom\nA;B\n", encoding="utf-8")
    hands = Answering()
    drop(guarded.shell, path)
    qtbot.waitUntil(lambda: bool(hands.asked))
    assert [type(dialog) for dialog in hands.asked] == [AuthorityDialog]
    hands.stop()


def test_without_a_supervisor_nothing_is_asked(program, file_dialogs):
    hands = Answering()
    for words in (TICKETS, BADGES, CLOSING):
        program.shell.enter_by_name(words)
    program.built.menu.list_wanted.emit()
    QCoreApplication.processEvents()
    assert (hands.asked, len(file_dialogs)) == ([], 1)
    hands.stop()


def test_the_table_decides_for_every_action_of_the_menu(guarded):
    menu, decided = guarded.built.menu, set(NEEDS_PIN)
    assert decided == {name for name in vars(DeskMenu) if name.endswith("_wanted")}
    hands = Answering()
    for wanted in sorted(name for name, is_needed in NEEDS_PIN.items() if is_needed):
        before = len(hands.asked)
        getattr(menu, wanted).emit()
        assert [type(dialog) for dialog in hands.asked[before:]] == [AuthorityDialog], wanted
    hands.stop()
