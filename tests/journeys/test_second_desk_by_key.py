# SPDX-License-Identifier: GPL-3.0-or-later
"""A lay person brings a second desk to work by a USB key alone, in the real windows of both computers."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from checkin.application import desk_program, welcome_controller
from checkin.core.decision import Reason
from checkin.core.programme.programme import Event
from checkin.core.sync.invitation import Volume
from checkin.services.computer.app_data import RecentEvents
from checkin.storage import settings_store
from checkin.ui.sync.progress_dialog import ProgressDialog, UsbEventDialog
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.welcome import join_from_usb
from checkin.ui.welcome.join_from_usb import UsbJoinDialog
from tests.builders import a_programme, an_attendee
from tests.ui.answering import STAYS, Answering

ONE = an_attendee(1)


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return Volume((tmp_path / "CLE").as_posix(), "CLE", 14_200_000_000)


@pytest.fixture
def computers(tmp_path, monkeypatch, key):
    """The key is in both, and each keeps its own files."""
    monkeypatch.setattr(join_from_usb, "list_usb_drives", lambda: (key,))
    monkeypatch.setattr(join_from_usb, "documents_folder", lambda: str(tmp_path / "documents"))
    (tmp_path / "documents").mkdir()
    return tmp_path


def started(event, clock, key):
    made = desk_program.DeskProgram(event, clock, "en")
    made.shell.show()
    made.sync.usb_drives.find = lambda: (key,)
    made.window.answers = []
    made.window.answered.connect(made.window.answers.append)
    return made


@pytest.fixture
def first(qapp, event, clock, key):
    made = started(event, clock, key)
    yield made
    made.shell.close()
    made.stop()


def press_first(buttons):
    next(iter(buttons.values())).click()


class Hands:
    """Of the organiser: `told` is what each piece of work said at its end."""

    def __init__(self):
        self.told = []

    def when(self, ready, act):
        def look():
            if ready():
                act()
            else:
                QTimer.singleShot(20, look)

        QTimer.singleShot(0, look)
        return STAYS

    def end(self, dialog):
        assert isinstance(dialog, ProgressDialog)

        def close():
            self.told.append(dialog.findChildren(QLabel)[1].text())
            dialog.accept()

        return self.when(lambda: dialog.result_of_work is not None, close)

    def put_on_key(self, first):
        def carry(dialog):
            assert isinstance(dialog, UsbEventDialog)
            return self.when(lambda: dialog.rows, lambda: press_first({n: row.put for n, row in dialog.rows.items()}))

        hands = Answering(
            lambda dialog: self.when(lambda: True, dialog.usb_drives.carry.click),
            carry,
            self.end,
            lambda dialog: dialog.reject(),
            lambda dialog: dialog.reject(),
        )
        first.sync.show_desks()
        hands.stop()
        return [type(window) for window in hands.asked]

    def visit(self, desk):
        hands = Answering(
            lambda dialog: self.when(lambda: dialog.usb_drives.buttons, lambda: press_first(dialog.usb_drives.buttons)),
            self.end,
            lambda dialog: dialog.reject(),
        )
        desk.sync.show_desks()
        hands.stop()

    def join(self, window):
        def agree(dialog):
            assert isinstance(dialog, UsbJoinDialog)
            return self.when(dialog.go_on.isEnabled, dialog.go_on.click)

        hands = Answering(agree, self.end)
        window.usb_join_wanted.emit()
        hands.stop()


def test_from_the_first_desk_to_an_arrival_at_the_second_by_a_key_alone(first, clock, key, computers, qtbot):
    hands = Hands()
    assert hands.put_on_key(first) == [SyncDialog, UsbEventDialog, ProgressDialog, UsbEventDialog, SyncDialog]
    assert "Join from a USB drive" in hands.told[-1]

    other = welcome_controller.WelcomeController(RecentEvents(computers / "recent.json"))
    qtbot.addWidget(other.window)
    other.window.show()
    hands.join(other.window)
    assert "Everything is here" in hands.told[-1]
    assert other.is_new
    assert other.chosen.path == computers / "documents" / "9ᵉ Rencontre.checkin"
    second = started(other.chosen, clock, key)
    assert second.desk.name == "Accueil 2"
    second.window.take_code(ONE.ticket_code)
    assert second.window.answers[-1].reason is Reason.WELCOME
    for desk in (second, first):
        hands.visit(desk)
    assert hands.told[-1] == "Everything is on the drive CLE: 0 written, 1 received. Now plug it into the other desk."
    first.window.take_code(ONE.ticket_code)
    assert first.window.answers[-1].reason is Reason.ALREADY_ARRIVED
    assert first.window.answers[-1].earlier_desk == "Accueil 2"
    second.shell.close()
    second.stop()


def test_whatever_was_saved_since_the_key_was_here_is_counted_in_the_window_too(first, event, clock, key):
    """A programme that is saved makes no answer of the desk."""
    hands = Hands()
    hands.visit(first)
    event.plan(a_programme(event=Event("Dixième")), at=clock(), desk="Accueil 1")
    first.window.take_code(ONE.ticket_code)
    event.plan(a_programme(event=Event("Onzième")), at=clock(), desk="Accueil 1")
    since = settings_store.load_usb_drive(event.db).since
    said = []
    asking = Answering(lambda dialog: (said.append(told_in(dialog)), dialog.reject()))
    first.sync.show_desks()
    asking.stop()
    assert f"{since} records saved here since" in said[0]
    hands.visit(first)
    assert f"{since} written" in hands.told[-1]


def told_in(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_whoever_joins_twice_on_one_computer_opens_the_event_that_is_there(first, computers, qtbot):
    hands = Hands()
    hands.put_on_key(first)
    recent = RecentEvents(computers / "recent.json")
    other = welcome_controller.WelcomeController(recent)
    qtbot.addWidget(other.window)
    other.window.show()
    hands.join(other.window)
    recent.remember(other.chosen.path)
    other.chosen.close()
    again = welcome_controller.WelcomeController(recent)
    qtbot.addWidget(again.window)
    again.window.show()
    again.look()
    qtbot.waitUntil(lambda: "2023" in again.window.recent.rows[0].open.accessibleDescription())
    opening = Answering(lambda dialog: hands.when(dialog.go_on.isEnabled, dialog.go_on.click))
    again.window.usb_join_wanted.emit()
    opening.stop()
    assert (again.chosen.path, again.is_new) == (other.chosen.path, False)
    assert len(list((computers / "documents").glob("*.checkin"))) == 1
    again.chosen.close()
    again.stop()
