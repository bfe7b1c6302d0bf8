# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks as they are built that meet in a folder or by a key: invited, apart, together again, one thing to settle."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from checkin.application import welcome_controller
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, ImageElement, TextElement
from checkin.core.decision import Reason, Verdict
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.message import ignore_progress
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import JobState, PrinterSetup, PrintJob
from checkin.core.programme.programme import Event, Session
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume, invitation_in
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace, SyncStatus
from checkin.devices.printer import PrintFormat
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_documents import BadgeDocuments
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.services.computer.app_data import RecentEvents
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync import peer_sync
from checkin.services.sync.joining import join, open_hub
from checkin.services.sync.peer_sync import PeerSync
from checkin.services.sync.usb_exchange import exchange_and_renew
from checkin.storage import settings_store
from checkin.storage import settings_store as kept
from checkin.sync.folder_peer import MARK
from checkin.ui.sync.conflicts_dialog import ConflictsDialog
from checkin.ui.sync.invitation_dialog import InvitationDialog
from checkin.ui.sync.progress_dialog import ProgressDialog, UsbEventDialog
from checkin.ui.sync.sync_dialog import SyncDialog
from checkin.ui.welcome import join_event
from checkin.ui.welcome.join_event import UsbJoinDialog
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import MORNING, a_programme, an_attendee
from tests.patience import PATIENCE_S
from tests.services.lists import bring, person
from tests.ui.answering import STAYS, Answering

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def started(open_program):
    """What opens the desk of an event that exchanges at once."""

    def start(event):
        program = open_program(event, has_devices=False)
        program.sync.start()
        return program

    return start


@pytest.fixture
def first(event, started):
    return started(event)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def both(first, started, share, tmp_path, qtbot):
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
    second = started(joined)
    return first, second


def test_an_arrival_at_one_desk_is_seen_at_the_other(both, qtbot):
    first, second = both
    first.window.take_code(ONE.ticket_code)
    qtbot.waitUntil(lambda: second.window.stage.recent_scans.list.scan_model.rowCount() == 1)
    second.window.take_code(ONE.ticket_code)
    assert second.answers[-1].reason is Reason.ALREADY_ARRIVED
    assert second.answers[-1].earlier.desk == "Accueil 1"
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
        assert desk.answers[-1].verdict is Verdict.ADMIT
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
def apart(first, started, key, tmp_path):
    """Two desks that have nothing but a key between them."""
    other = EventFile.open(EventFile.create(tmp_path / "other.checkin", first._event.key).path)
    second = started(other)
    second.desk.rename("Accueil 2")
    for program in (first, second):
        program.sync.usb_drives.find = lambda: (key,)
    return first, second


def test_a_clone_of_a_disk_becomes_a_desk_of_its_own_and_wants_another_name(
    both, started, tmp_path, qtbot, monkeypatch
):
    monkeypatch.setattr(peer_sync, "GREET_S", 0.2)
    first, second = both
    qtbot.waitUntil(lambda: first.sync.status.open_desks != ())
    second.shell.close()
    second.stop()
    path = tmp_path / "clone.checkin"
    first._event.db.conn.execute("VACUUM INTO ?", [str(path)])
    clone = started(EventFile.open(path))
    programs = (first, clone)
    qtbot.waitUntil(lambda: first.settings.identity != clone.settings.identity)
    twice = "Two desks are called “Accueil 1”: rename one of them"
    qtbot.waitUntil(lambda: all(twice == sync_sentences(p.sync.status)[0] for p in programs))
    assert kept.load(clone._event.db).identity == clone.settings.identity
    clone.choices.choose(desk="Accueil 3")
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.desks] == ["Accueil 2", "Accueil 3"])
    qtbot.waitUntil(lambda: [d.name for d in first.sync.status.open_desks] == ["Accueil 3"])
    qtbot.waitUntil(lambda: all(p.sync.status.is_well for p in programs))


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
    hangs, goes_on = threading.Event(), threading.Event()
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


def test_a_desk_with_a_key_alone_says_what_the_key_lacks_also_when_it_is_opened_again(apart, started, share, qtbot):
    first, _ = apart

    def said(program=first):
        return sync_sentences(program.sync.status)[0]

    assert "works alone" in said()
    Hands(first).by_menu(qtbot)
    assert said().startswith("Everything saved here is on the drive CLE")
    for guest in (ONE, TWO):
        first.window.take_code(guest.ticket_code)
    qtbot.waitUntil(lambda: len(first.answers) == 2)
    lacks = "records saved here since the drive CLE was last here"
    assert said().startswith(f"2 {lacks}")
    light = next(light for light in first.window.header._lights._buttons if light.light.name == "Desks")
    assert light.accessibleName() == said()
    for folder, is_alone in ((str(share), False), ("", True)):  # and when it has left the shared folder
        hands = Answering(lambda dialog, folder=folder: dialog.folder_chosen.emit(folder) or dialog.reject())
        first.sync.show_desks()
        hands.stop()
        qtbot.waitUntil(lambda is_alone=is_alone: first.sync.status.is_alone is is_alone)
        assert ("since the drive CLE" in said()) is is_alone
    assert lacks in said(started(EventFile.open(first._event.path)))
    Hands(first).by_light(qtbot)
    assert said().startswith("Everything saved here is on the drive CLE")


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


@pytest.fixture
def computers(tmp_path, monkeypatch, key, first):
    """The key is in both, and each keeps its own files."""
    monkeypatch.setattr(join_event, "list_usb_drives", lambda: (key,))
    monkeypatch.setattr(join_event, "documents_folder", lambda: str(tmp_path / "documents"))
    (tmp_path / "documents").mkdir()
    first.sync.usb_drives.find = lambda: (key,)
    return tmp_path


def press_first(buttons):
    next(iter(buttons.values())).click()


class KeyHands:
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


def test_from_the_first_desk_to_an_arrival_at_the_second_by_a_key_alone(first, open_program, key, computers, qtbot):
    hands = KeyHands()
    assert hands.put_on_key(first) == [SyncDialog, UsbEventDialog, ProgressDialog, UsbEventDialog, SyncDialog]
    assert "Join from a USB drive" in hands.told[-1]

    other = welcome_controller.WelcomeController(RecentEvents(computers / "recent.json"))
    qtbot.addWidget(other.window)
    other.window.show()
    hands.join(other.window)
    assert "Everything is here" in hands.told[-1]
    assert other.is_new
    assert other.chosen.path == computers / "documents" / "9ᵉ Rencontre.checkin"
    second = open_program(other.chosen, has_devices=False)
    second.sync.usb_drives.find = lambda: (key,)
    assert second.desk.name == "Accueil 2"
    second.window.take_code(ONE.ticket_code)
    assert second.answers[-1].reason is Reason.WELCOME
    for desk in (second, first):
        hands.visit(desk)
    assert hands.told[-1] == "Everything is on the drive CLE: 0 written, 1 received. Now plug it into the other desk."
    first.window.take_code(ONE.ticket_code)
    assert first.answers[-1].reason is Reason.ALREADY_ARRIVED
    assert first.answers[-1].earlier.desk == "Accueil 2"


@pytest.mark.usefixtures("computers")
def test_whatever_was_saved_since_the_key_was_here_is_counted_in_the_window_too(first, event, clock):
    """A programme that is saved makes no answer of the desk."""
    hands = KeyHands()
    hands.visit(first)
    event.plan(a_programme(event=Event("Dixième")), at=clock(), desk="Accueil 1")
    first.window.take_code(ONE.ticket_code)
    event.plan(a_programme(event=Event("Onzième")), at=clock(), desk="Accueil 1")
    since = settings_store.load_usb_drive(event.db).since
    said = []
    asking = Answering(
        lambda dialog: (said.append(" ".join(label.text() for label in dialog.findChildren(QLabel))), dialog.reject())
    )
    first.sync.show_desks()
    asking.stop()
    assert f"{since} records saved here since" in said[0]
    hands.visit(first)
    assert f"{since} written" in hands.told[-1]


def test_whoever_joins_twice_on_one_computer_opens_the_event_that_is_there(first, computers, qtbot):
    hands = KeyHands()
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


BADGE = BadgeTemplate(
    "Rencontre", 80, 50, (CodeElement(Box(10, 10, 30, 30)), TextElement(Box(5, 41, 70, 8), "{event}", 8))
)


class Post:
    """One computer at work. All it has of the other is a key now and then."""

    def __init__(self, event, clock, name):
        self.event, self._clock = event, clock
        self.desk = Desk(event, clock, name)
        self.templates = BadgeTemplates(event, self.desk)

    def take(self, key):
        exchange_and_renew(self.event.path, key, self._clock, ignore_progress)

    def badge(self, attendee):
        """What its printer is given."""
        job = PrintJob(1, attendee, "", "zpl:here", 1, "", True, JobState.WAITING, MORNING)
        return BadgeDocuments(self.event, PrintFormat.PICTURE, PrinterSetup())(job).content


@pytest.fixture
def here(qapp, event, clock):
    return Post(event, clock, "Accueil 1")


@pytest.fixture
def there(here, clock, tmp_path):
    """Knows of the event only how its codes are signed."""
    opened = EventFile.create(tmp_path / "autre.checkin", here.event.key)
    yield Post(opened, clock, "Accueil 2")
    opened.close()


def logo():
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0xC2410C)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return data.data()


def test_after_one_visit_the_other_desk_has_all_of_it(here, there, clock, key):
    bring(here.event, clock, "Zoé;Durand;Mairie;zoe@example.org;;;;")
    badge = here.templates.save(LoadedTemplate(BADGE))
    pictured = replace(BADGE, width=90, elements=(*BADGE.elements, ImageElement(Box(60, 10, 20, 20), "logo.png")))
    here.templates.save(replace(badge, template=pictured, files={"logo.png": logo()}))
    added = Session("atelier-c", "Atelier C", MORNING, MORNING)
    here.event.plan(a_programme(event=Event("Dixième"), sessions=(added,)), at=clock(), desk="Accueil 1")
    walk_in = here.desk.registration.walk_in(RegistrationForm("Inès", "Prigent")).attendee
    zoe = person(here.event, "Durand")
    here.desk.registration.correct(zoe.id, {"last_name": "Durand-Roux"})
    here.desk.check_in(zoe.id)

    here.take(key)
    there.take(key)

    assert there.event.attendees.get(zoe.id) == here.event.attendees.get(zoe.id)
    assert there.event.attendees.get(zoe.id).last_name == "Durand-Roux"
    assert [there.desk.check_in(who.id).reason for who in (zoe, walk_in)] == [Reason.ALREADY_ARRIVED] * 2
    assert there.event.programme() == here.event.programme()
    assert [session.id for session in there.event.programme().sessions] == ["atelier-c"]
    (own,) = there.templates.own()
    assert (own.template.width, dict(own.files)) == (90, {"logo.png": logo()})
    assert there.badge(zoe.id) == here.badge(zoe.id)


def test_what_was_changed_at_both_while_apart_is_one_thing_at_both_afterwards(here, there, key):
    badge = here.templates.save(LoadedTemplate(BADGE))
    here.take(key)
    there.take(key)
    here.templates.save(replace(badge, template=replace(BADGE, width=85)))
    there.templates.save(replace(badge, template=replace(BADGE, width=95)))
    here.desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))
    there.desk.registration.walk_in(RegistrationForm("Paul", "Morvan"))
    for post in (here, there, here):
        post.take(key)
    assert [own.template.width for own in here.templates.own()] == [95]
    assert there.templates.own() == here.templates.own()
    assert here.event.attendees.count() == there.event.attendees.count() == 5
    there.templates.withdraw(badge)
    there.take(key)
    here.take(key)
    assert here.templates.own() == ()
