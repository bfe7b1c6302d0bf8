# SPDX-License-Identifier: GPL-3.0-or-later
"""At a desk for volunteers, once a supervisor is named, the organiser's screens and actions need the PIN."""

import pytest
from PySide6.QtCore import QCoreApplication

from checkin.application.desk_screens import NEEDS_PIN, SCREENS_BEHIND_PIN
from checkin.core.supervisor import Authority
from checkin.services.kiosk_service import KioskService
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.screen_page import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME, TICKETS
from tests.builders import an_attendee
from tests.ui.answering import Answering
from tests.ui.dropping import drop

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
PIN = "4711"


@pytest.fixture
def guarded(event, desk, program):
    """The same, once a supervisor is named."""
    KioskService(event, desk).supervision.name("Anne", PIN, Authority("Accueil 1", "First supervisor"))
    return program


def pin(dialog, digits=PIN):
    assert isinstance(dialog, AuthorityDialog)
    assert not dialog.why.isVisible(), "nothing is recorded, so no reason is asked for"
    dialog.pin.setText(digits)
    dialog.allow.click()


@pytest.mark.parametrize("words", SCREENS_BEHIND_PIN)
def test_an_organisers_screen_opens_with_the_pin_alone_and_closes_when_it_is_left(guarded, words):
    shell = guarded.shell
    hands = Answering(lambda dialog: pin(dialog, "0000") or dialog.reject(), pin)
    shell.enter_by_name(words)
    assert shell.current == 0
    assert shell.rail._group.checkedId() == 0
    shell.enter_by_name(words)
    assert shell.current != 0
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
    hands = Answering(lambda dialog: dialog.reject(), pin, pin)
    menu.list_wanted.emit()
    assert file_dialogs == []
    menu.list_wanted.emit()
    menu.save_copy_wanted.emit()
    assert (len(hands.asked), len(file_dialogs)) == (3, 2)
    hands = Answering(pin)
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
