# SPDX-License-Identifier: GPL-3.0-or-later
"""Two programs as they are built, that meet in a folder: invited, apart, together again, one thing to settle."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from checkin.application import desk_program
from checkin.core.decision import Reason, Verdict
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume, invitation_in
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace, SyncStatus
from checkin.services.event_file import EventFile
from checkin.services.sync import peer_sync
from checkin.services.sync.joining import join, open_hub
from checkin.services.sync.peer_sync import PeerSync
from checkin.storage import settings_store as kept
from checkin.sync.folder_peer import MARK
from checkin.ui.sync.conflicts_dialog import ConflictsDialog
from checkin.ui.sync.invitation_dialog import InvitationDialog
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import an_attendee
from tests.patience import PATIENCE_S
from tests.ui.answering import STAYS, Answering

ONE, TWO = an_attendee(1), an_attendee(2)


def started(event, clock, qtbot):
    made = desk_program.DeskProgram(event, clock, "en")
    made.shell.show()
    made.sync.start()
    made.window.answers = []
    made.window.answered.connect(made.window.answers.append)
    return made


@pytest.fixture
def first(qapp, event, clock, qtbot):
    made = started(event, clock, qtbot)
    yield made
    made.shell.close()
    made.stop()


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def both(first, share, tmp_path, clock, qtbot):
    """The second has joined by the text that the first shows."""
    texts = []

    def choose_and_invite(dialog):
        dialog.folder_chosen.emit(str(share))
        QTimer.singleShot(0, dialog.invite.click)
        return STAYS

    def read(dialog):
        texts.append(dialog.findChild(QPlainTextEdit).toPlainText())
        dialog.reject()
        QTimer.singleShot(0, dialog.parent().reject)

    hands = Answering(choose_and_invite, read)
    first.sync.show_desks()
    hands.stop()
    assert [type(window) for window in hands.asked[:2]] == [
        SyncDialog,
        InvitationDialog,
    ]  # the first once more, if slow
    qtbot.waitUntil(lambda: bool(first.sync.status.peers) and not first.sync.status.waiting)
    assert invitation_in(texts[0]).desk == "Accueil 2"
    joined = join(invitation_in(texts[0]), tmp_path / "second.checkin", "Accueil 2", open_hub)
    second = started(joined, clock, qtbot)
    yield first, second
    second.shell.close()
    second.stop()


def test_an_arrival_at_one_desk_is_seen_at_the_other(both, qtbot):
    first, second = both
    first.window.take_code(ONE.ticket_code)
    qtbot.waitUntil(lambda: second.window.stage.recent_scans.list.scan_model.rowCount() == 1)
    second.window.take_code(ONE.ticket_code)
    assert second.window.answers[-1].reason is Reason.ALREADY_ARRIVED
    assert second.window.answers[-1].earlier_desk == "Accueil 1"
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.desks] == ["Accueil 2"])
    assert "Accueil 2" not in first.window.footer.accessibleDescription()


def settle(dialog):
    """By its key, once the dialog has the keys: there are two programs in this one process."""
    if QApplication.activeWindow() is not dialog:
        dialog.activateWindow()
        QTimer.singleShot(20, lambda: settle(dialog))
        return STAYS
    QTest.keyClick(dialog.list, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    return dialog.reject()


def renamed(folder, other):
    """Whether it could be: Windows refuses it in the moment in which a desk has a file of it open."""
    try:
        folder.rename(other)
    except PermissionError:
        return False
    return True


def test_apart_and_together_again_there_is_one_thing_to_settle(both, share, qtbot):
    _, second = both
    qtbot.waitUntil(lambda: renamed(share, share.with_name("unplugged")))
    qtbot.waitUntil(lambda: all(not desk.sync.status.is_well for desk in both))
    for desk in both:
        desk.window.take_code(ONE.ticket_code)
        assert desk.window.answers[-1].verdict is Verdict.ADMIT
    qtbot.waitUntil(lambda: renamed(share.with_name("unplugged"), share))
    qtbot.waitUntil(lambda: all(desk.window.stage.conflicts.isVisible() for desk in both))
    hands = Answering(settle)
    second.window.stage.conflicts.click()
    hands.stop()
    assert [type(window) for window in hands.asked] == [ConflictsDialog]
    qtbot.waitUntil(lambda: not any(desk.window.stage.conflicts.isVisible() for desk in both))
    assert [desk.desk.conflicts.open() for desk in both] == [[], []]


class Hands:
    """Of a volunteer with a key, who counts the clicks."""

    def __init__(self, program):
        self.program, self.clicks, self.told = program, 0, ""

    def click(self, button):
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def take(self, press, qtbot):
        """`press` is how the other desks are come by; then the button of the key, which is found by itself."""

        def choose(dialog):
            QTimer.singleShot(20, lambda: press_key(dialog))
            return STAYS

        def press_key(dialog):
            if not dialog.usb_drives.buttons:
                return choose(dialog)
            (button,) = dialog.usb_drives.buttons.values()
            self.click(button)  # returns when the bar is over
            return dialog.reject()

        def wait(dialog):
            """Until the work is over, which it may be by now."""
            QTimer.singleShot(20, lambda: leave(dialog))
            return STAYS

        def leave(dialog):
            if not dialog._text.text():
                return wait(dialog)
            self.told = dialog._text.text()
            return dialog.accept()

        hands = Answering(choose, wait)
        press()
        hands.stop()
        assert [type(window) for window in hands.asked[:2]] == [SyncDialog, ProgressDialog]
        return self

    def by_menu(self, qtbot):
        action = next(a for a in self.program.built.menu.actions() if a.text() == "Other desks…")
        self.clicks += 2
        return self.take(action.trigger, qtbot)

    def by_light(self, qtbot):
        self.clicks += 1
        light = next(light for light in self.program.window.header._lights._buttons if light.light.name == "Desks")
        return self.take(light.click, qtbot)


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return Volume((tmp_path / "CLE").as_posix(), "CLE", 14_200_000_000, "vfat")


@pytest.fixture
def apart(first, key, tmp_path, clock, qtbot):
    """Two desks that have nothing but a key between them."""
    other = EventFile.open(EventFile.create(tmp_path / "other.checkin", first._event.key).path)
    second = started(other, clock, qtbot)
    second.desk.rename("Accueil 2")
    for program in (first, second):
        program.sync.usb_drives.find = lambda: (key,)
    yield first, second
    second.shell.close()
    second.stop()


def test_a_clone_of_a_disk_becomes_a_desk_of_its_own_and_wants_another_name(both, tmp_path, clock, qtbot, monkeypatch):
    monkeypatch.setattr(peer_sync, "GREET_S", 0.2)
    first, second = both
    qtbot.waitUntil(lambda: first.sync.status.open_desks != ())
    second.shell.close()
    second.stop()
    path = tmp_path / "clone.checkin"
    first._event.db.conn.execute("VACUUM INTO ?", [str(path)])
    clone = started(EventFile.open(path), clock, qtbot)
    programs = (first, clone)
    qtbot.waitUntil(lambda: first.settings.identity != clone.settings.identity)
    twice = "Two desks are called “Accueil 1”: rename one of them"
    qtbot.waitUntil(lambda: all(twice == sync_sentences(p.sync.status)[0] for p in programs))
    assert kept.load(clone._event.db).identity == clone.settings.identity
    clone.choices.choose(desk="Accueil 3")
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.desks] == ["Accueil 2", "Accueil 3"])
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.open_desks] == ["Accueil 3"])
    qtbot.waitUntil(lambda: all(p.sync.status.is_well for p in programs))
    clone.shell.close()
    clone.stop()


def test_a_worker_that_was_left_says_nothing_any_more(both, qtbot):
    """Its last word may come late: that this desk has a twin, which is over."""
    first, _ = both
    left, identity = first.sync._worker, first.settings.identity
    first.sync._change_peers(first.settings)
    qtbot.waitUntil(lambda: first.sync._worker not in (None, left))
    first.sync._receive_status(left, SyncStatus((PlaceStatus(SyncPlace.FOLDER, has_clone=True),)))
    assert first.settings.identity == identity


def test_what_fails_in_the_exchange_is_logged_once_while_it_lasts(first, share, qtbot, caplog, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(PeerSync, "step", fail)
    faults = []
    first.sync._change_peers(replace(first.settings, folder=str(share)))
    first.sync._worker.failed.connect(faults.append)
    qtbot.waitUntil(lambda: len(faults) == 2)
    assert [record.exc_info[0] for record in caplog.records if record.name == "checkin.error_handler"] == [
        ZeroDivisionError
    ]


def test_no_window_waits_for_a_goodbye_and_where_desks_meet_now_comes_after_it(both, share, qtbot, monkeypatch):
    first, _ = both
    hangs, goes_on = Event(), Event()
    say_goodbye = PeerSync._send_goodbye

    def wait(place):
        hangs.set()
        assert goes_on.wait(PATIENCE_S)
        say_goodbye(place)

    qtbot.waitUntil(lambda: first.sync.status.is_well)
    monkeypatch.setattr(PeerSync, "_send_goodbye", wait)
    other = share.with_name("other")
    other.mkdir()
    first.sync._change_peers(replace(first.settings, folder=str(share)))
    first.sync._change_peers(replace(first.settings, folder=str(other)))
    assert hangs.wait(PATIENCE_S)
    assert (first.settings.folder, list(other.iterdir())) == (str(other), [])
    goes_on.set()
    qtbot.waitUntil(lambda: any(MARK in file.name for file in other.iterdir()))
    assert first.sync.status.is_well


def test_a_key_carries_everything_in_two_clicks_once_it_is_known(apart, key, qtbot):
    first, second = apart
    first.window.take_code(ONE.ticket_code)
    there = Hands(first).by_menu(qtbot)
    assert there.told.startswith("Everything is on the drive CLE: ")
    assert ", 0 received. Now plug it into the other desk." in there.told
    here = Hands(second).by_menu(qtbot)
    assert "CLE: 0 written, " in here.told
    assert " 0 received" not in here.told
    assert second.desk.check_in(ONE.id).reason is Reason.ALREADY_ARRIVED
    assert second.desk.check_in(TWO.id).verdict is Verdict.ADMIT
    assert [hands.clicks for hands in (there, here)] == [3, 3]
    own = {file.name.partition("-")[0] for file in Path(key.root).iterdir()}
    assert own == {first.settings.identity}  # by which a purge will know what it wrote
    assert Hands(second).by_light(qtbot).clicks == 2
    assert Hands(first).by_light(qtbot).told.startswith("Everything is on the drive CLE: 0 written, 2 received.")
    assert first.desk.check_in(TWO.id).reason is Reason.ALREADY_ARRIVED


def test_a_desk_with_a_key_alone_says_what_the_key_lacks(apart, key, qtbot):
    first, _ = apart
    assert sync_sentences(first.sync.status) == ["This desk works alone. What it records stays on this computer."]
    Hands(first).by_menu(qtbot)
    assert sync_sentences(first.sync.status)[0].startswith("Everything saved here is on the drive CLE, which was here")
    for person in (ONE, TWO):
        first.window.take_code(person.ticket_code)
    qtbot.waitUntil(lambda: len(first.window.answers) == 2)
    assert sync_sentences(first.sync.status)[0].startswith("2 records saved here since the drive CLE was last here, on")
    light = next(light for light in first.window.header._lights._buttons if light.light.name == "Desks")
    assert light.accessibleName() == sync_sentences(first.sync.status)[0]
    Hands(first).by_light(qtbot)
    assert sync_sentences(first.sync.status)[0].startswith("Everything saved here is on the drive CLE")


def test_a_desk_that_leaves_the_shared_folder_has_its_key_again(apart, share, qtbot):
    first, _ = apart
    Hands(first).by_menu(qtbot)
    for folder, is_key in ((str(share), False), ("", True)):
        hands = Answering(lambda dialog, folder=folder: dialog.folder_chosen.emit(folder) or dialog.reject())
        first.sync.show_desks()
        hands.stop()
        qtbot.waitUntil(lambda is_key=is_key: first.sync.status.is_alone is is_key)
        assert ("since the drive CLE" in sync_sentences(first.sync.status)[0]) is is_key


def test_what_a_key_brought_is_still_known_when_the_desk_is_opened_again(apart, key, clock, qtbot):
    first, _ = apart
    Hands(first).by_menu(qtbot)
    first.window.take_code(ONE.ticket_code)
    again = started(EventFile.open(first._event.path), clock, qtbot)
    assert sync_sentences(again.sync.status)[0].startswith("1 record saved here since the drive CLE")
    again.shell.close()
    again.stop()


def test_a_guest_at_the_screen_of_one_desk_is_answered_from_the_other(both, qtbot):
    guests, desk = both
    desk.desk.rename("Accueil 2")
    guests.choices.choose(desk="Borne 2")
    guests.kiosk._service.supervision.name("Anne", "4711", Authority("Borne 2", "First supervisor"))
    guests.kiosk._service.begin(GreetingStyle.INITIAL)
    guests.kiosk._open()
    screen = guests.kiosk.window
    screen.bar.help.click()
    line = desk.window.stage.help
    qtbot.waitUntil(lambda: line.text().startswith("Borne 2"))
    line.click()
    qtbot.waitUntil(lambda: screen.bar.help.text() == "Someone is coming")
    assert screen.card.card.title == "Someone is coming"
    screen.dismiss()
    guests.kiosk.stop()
