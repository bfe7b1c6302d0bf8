# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's screens, and the desk that comes back for every code."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QCloseEvent

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, UserError
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.shell import DESK, QUIET_LOOKS, ScreenEntry, Shell
from checkin.ui.widgets.form_page import NameFields
from checkin.ui.widgets.screen_page import FRAME, NARROW, REHEARSAL, WIDE, ScreenPage
from tests.builders import an_attendee
from tests.conftest import add_people


class Page(ScreenPage):
    made = 0
    keys = (("F4", Message("footer", "Correct")),)

    def __init__(self, parent):
        super().__init__(parent)
        Page.made += 1
        self.is_inside_window = self.window() is not self
        self.refreshed = 0

    def refresh(self):
        self.refreshed += 1


@pytest.fixture
def shell(qapp, qtbot, event, desk):
    Page.made = 0
    made = Shell(DeskWindow(desk, DeskQueries(event), "fr"), [ScreenEntry(Message("rail", "People"), "users", Page)])
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_screen_is_made_when_it_is_first_entered_and_read_again_each_time_and_after_an_import(shell, qtbot):
    assert Page.made == 0
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2):
        qtbot.keyClick(shell, key, Qt.KeyboardModifier.ControlModifier)
    assert (Page.made, shell.current) == (1, 1)
    assert shell._made[1].refreshed == 2
    shell.refresh()  # as after an import
    assert shell._made[1].refreshed == 3
    assert shell._made[1].is_inside_window, "built outside, Qt would style it anew (docs/adr/0090)"


def test_a_code_brings_the_desk_back_whose_keys_do_nothing_on_another_screen(shell, event, qtbot):
    answers = []
    shell.desk.answered.connect(answers.append)
    shell.enter(1)
    shell.desk.take_code(an_attendee(1).ticket_code)
    assert (shell.current, [a.reason for a in answers]) == (DESK, [Reason.WELCOME])
    shell.enter(1)
    qtbot.keyClick(shell._made[1], Qt.Key.Key_F8)
    assert event.attendees.arrived("accueil") == 1


def test_what_goes_wrong_is_told_on_the_screen_that_is_seen_whole_until_it_is_read_or_left(shell):
    shell.enter(1)
    shell.fail(UserError(Message("desk", "There is nothing to undo here.")))
    assert "nothing to undo" in shell._status.accessibleDescription()
    told, notice = "The file cannot be written there, or it is open in another program. " * 4, shell.notice
    shell.fail(StorageError(Message("desk", told)))
    assert (notice.text, notice.isVisible(), notice.more.isVisible()) == (told, True, False)
    assert notice.height() > 2 * shell.fontMetrics().height(), "it is on as many lines as it needs"
    notice.read.click()
    assert not notice.isVisible()
    shell.fail(StorageError(Message("desk", told)))
    shell.enter(DESK)
    assert (notice.isVisible(), shell._status.isVisible()) == (False, False)


@pytest.mark.parametrize("screen", [DESK, 1])
def test_what_was_written_is_a_press_away(shell, qtbot, tmp_path, screen):
    opened = []
    shell.open_folder = opened.append
    shell.enter(screen)
    (tmp_path / "certificates").mkdir()
    for path in (tmp_path / "présences.xlsx", tmp_path / "certificates"):
        shell.show_written("3 rows written to présences.xlsx.", path)
        assert shell.notice.isVisible()
        qtbot.mouseClick(shell.notice.more, Qt.MouseButton.LeftButton)
        assert not shell.notice.isVisible()
    assert opened == [tmp_path, tmp_path / "certificates"]


def test_the_bottom_tells_the_keys_of_the_screen_the_way_back_and_what_always_stands_there(shell):
    status = shell._status
    shell.enter(1)
    assert (status.accessibleName(), "saved" in status.accessibleDescription()) == ("F4 Correct, Ctrl+1 Desk", True)
    Page.keys = ()
    shell._made[1].keys_changed.emit()
    assert status.accessibleName() == "Ctrl+1 Desk"
    shell.enter(DESK)
    shell.desk.chrome.set_default_message("This event is open in another window.")
    shell.enter(1)
    assert status.accessibleDescription() == "This event is open in another window."


def test_full_screen_is_the_desk_alone(shell, qtbot):
    shell.enter(1)
    shell.showFullScreen()
    qtbot.waitUntil(lambda: not shell.rail.isVisible())
    assert shell.current == DESK
    shell.showNormal()
    qtbot.waitUntil(lambda: shell.rail.isVisible())


def test_the_rail_gives_way_on_a_small_screen(shell):
    assert shell.rail.width() == WIDE
    shell.resize(1160, 700)
    assert shell.rail.width() == NARROW
    assert shell.desk.width() >= shell.desk.minimumWidth()


def test_what_is_not_the_real_event_is_said_above_every_screen_and_once_in_the_title(shell):
    real, said = shell.windowTitle(), "REHEARSAL – nothing counts – "
    assert not shell.band.isVisible()
    shell.show_occasion(REHEARSAL)
    for number, title in ((DESK, f"{said}{real}"), (1, f"{said}People – {real}"), (DESK, f"{said}{real}")):
        shell.enter(number)
        assert (shell.band.isVisible(), shell.windowTitle()) == (True, title)
        assert shell.band.visibleRegion().contains(shell.band.rect())
    for title, shown in (("Accueil 9", f"{said}Accueil 9"), ("REHEARSAL – Rencontre", "REHEARSAL – Rencontre")):
        shell.desk.setWindowTitle(title)
        assert shell.windowTitle() == shown
    shell.resize(shell.minimumSize())
    assert shell.desk.height() >= shell.desk.minimumHeight()  # the band takes no room of the desk
    shell.show_occasion(None)
    assert (shell.band.isVisible(), shell.windowTitle()) == (False, "REHEARSAL – Rencontre")


def by_hand(shell):
    """As the cross in the corner does."""
    QCoreApplication.sendEvent(shell.windowHandle(), QCloseEvent())


def test_closed_by_hand_it_first_records_what_a_scanner_is_typing(shell, event, qtbot):
    closed = []
    shell.closed.connect(lambda: closed.append(1))
    shell.desk.take_code(an_attendee(1).ticket_code)
    shell.desk.take_code(an_attendee(2).ticket_code)
    by_hand(shell)
    assert (shell.isVisible(), closed) == (True, [])
    shell.desk.take_code(an_attendee(3).ticket_code)  # its last keys came only now
    qtbot.waitUntil(lambda: closed == [1])
    assert [e.subject for e in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])] == [
        an_attendee(n).id for n in (1, 2, 3)
    ]


def test_keys_that_still_come_keep_it_open_and_one_that_never_stops_does_not(shell, qtbot, monkeypatch):
    looks = QTimer(interval=10)
    looks.timeout.connect(lambda: qtbot.keyClick(shell.desk.stage.search, Qt.Key.Key_A))
    looks.start()
    by_hand(shell)
    qtbot.waitUntil(lambda: shell._last_keys._looks > 2 * QUIET_LOOKS)
    assert shell.isVisible()
    monkeypatch.setattr("checkin.ui.shell.MOST_LOOKS", 1)
    qtbot.waitUntil(lambda: not shell.isVisible())


def test_a_last_code_that_asks_something_is_seen_before_it_closes(shell, event, desk, qtbot):
    ask = an_attendee(9, status=Status.PENDING)
    add_people(event, desk.now(), ask)
    by_hand(shell)
    shell.desk.take_code(ask.ticket_code)
    qtbot.waitUntil(lambda: not shell._last_keys.is_waiting)
    assert shell.isVisible()
    by_hand(shell)  # who has seen it leaves
    qtbot.waitUntil(lambda: not shell.isVisible())


def test_what_is_left_to_do_is_asked_after_the_last_code_and_staying_is_staying(shell, qtbot):
    asked = []
    shell.may_close = lambda: asked.append(1) is not None
    by_hand(shell)
    qtbot.waitUntil(lambda: asked == [1])
    assert shell.isVisible()


def test_a_screen_of_1024_by_600_has_room_for_the_window_and_its_title_bar(shell):
    least = shell.minimumSize()
    assert (least.width() <= 1024, least.height() <= 600 - FRAME) == (True, True)
    shell.resize(1024, 560)
    assert (shell.width(), shell.height()) == (1024, 560)
    shell.desk.desk_actions.forms.register()
    QCoreApplication.processEvents()
    names = shell.findChild(NameFields)
    assert names.first.visibleRegion().boundingRect().height() == names.first.height()
