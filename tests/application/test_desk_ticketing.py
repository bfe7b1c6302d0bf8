# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that is a device of a real pretix, through its window: joined, told of arrivals, revoked, disconnected."""

import json
import shutil
from contextlib import closing

import keyring
import pytest
from keyring.backends.fail import Keyring
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from checkin import translation
from checkin.application.desk_program import DeskProgram
from checkin.core.decision import Reason
from checkin.services.event_file import EventFile
from checkin.services.ticketing.ticketing_joining import join_ticketing, read_token
from checkin.storage import settings_store
from checkin.sync.pretix_device_code import DeviceCode
from checkin.ui.sync.progress_dialog import ProgressDialog
from checkin.ui.sync.ticketing_dialog import DeviceCodeDialog, DisconnectDialog, EventChoiceDialog, TicketingDialog
from checkin.ui.welcome.join_event import fetch_first_list, join_pretix
from tests.patience import PATIENCE_MS
from tests.ui.answering import STAYS, Answering, read_to_the_end
from tests.ui.texts_on_screen import places_of

TICKET = "paid_1"


@pytest.fixture(scope="module", autouse=True)
def _no_keyring():
    """The tokens are in the event files: the keyring of this computer is nobody's to fill."""
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


def ignore(done, total):
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def fetched(pretix_server, tmp_path_factory):
    """The file of a device that has fetched the event of signed tickets, which is the smaller one."""
    pretix_server.reset()
    pretix_server.start()
    path = tmp_path_factory.mktemp("fetched") / "rencontre.checkin"
    code = DeviceCode.read(pretix_server.device_code())
    join_ticketing(code, path, "Accueil 1", lambda _: pretix_server.signed.slug).close()
    assert "Everything is here" in fetch_first_list(path, ignore)
    with closing(EventFile.open(path)) as event:
        link = settings_store.load_link(event.db)
        token = read_token(event, link)
    return path, token


@pytest.fixture
def known(pretix, fetched):
    """A pretix that has this device: the reset took it away again."""
    _, token = fetched
    unset = json.loads(pretix.device_code())["token"]
    pretix.execute(
        "UPDATE pretixbase_device SET api_token = ?, initialized = CURRENT_TIMESTAMP WHERE initialization_token = ?",
        token,
        unset,
    )
    return pretix


@pytest.fixture
def program(qapp, known, fetched, tmp_path, qtbot):
    event = EventFile.open(shutil.copy(fetched[0], tmp_path / "rencontre.checkin"))
    made = DeskProgram(event, event.clock(), "en")
    made.shell.show()
    made.ticketing.start()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


def names(program):
    return [attendee.name for attendee, _ in program.desk._event.attendees.all()]


def arrivals(pretix):
    return pretix.execute("SELECT COUNT(*) FROM pretixbase_checkin WHERE successful = 1")[0][0]


def light(program):
    return program.window.chrome._lights["ticketing"]


def test_an_event_is_joined_chosen_and_fetched(pretix, qtbot, tmp_path):
    path = tmp_path / "rencontre.checkin"
    window = QWidget()
    qtbot.addWidget(window)

    def choose(dialog):
        rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        dialog.list.setCurrentRow(next(row for row, text in enumerate(rows) if "signés" in text))
        dialog.accept()

    told = []
    Answering(*[by_dialog(choose, told)] * 4)
    event = join_pretix(DeviceCode.read(pretix.device_code()), path, "Accueil 1", window)
    assert (event.programme().event.title, event.attendees.count() > 20) == (
        "9e Rencontre des pionniers (billets signés)",
        True,
    )
    assert "Everything is here" in told[-1]
    event.close()


def by_dialog(choose, told):
    """A hand that chooses the event, and reads the other dialogs to their ends: each may be gone before it is seen."""
    return lambda dialog: choose(dialog) if isinstance(dialog, EventChoiceDialog) else read_to_the_end(told)(dialog)


def pressing(name):
    """A hand that presses a button of the page, which may open another dialog over it."""

    def press(page):
        assert isinstance(page, TicketingDialog)
        QTimer.singleShot(0, getattr(page, name), getattr(page, name).click)
        return STAYS

    return press


def leave_once_connected(told):
    """A hand that reads how the connecting ends, and closes the page."""

    def hand(dialog):
        return read_to_the_end(told)(dialog) if isinstance(dialog, ProgressDialog) else dialog.reject()

    return hand


def test_a_choice_that_is_left_leaves_no_file(pretix, qtbot, tmp_path):
    path = tmp_path / "rencontre.checkin"
    window = QWidget()
    qtbot.addWidget(window)
    told = []
    Answering(*[by_dialog(EventChoiceDialog.reject, told)] * 3)
    assert join_pretix(DeviceCode.read(pretix.device_code()), path, "Accueil 1", window) is None
    assert "the device code is used up" in told[-1]
    assert not path.exists()


def test_a_fetch_that_breaks_off_leaves_an_event_that_goes_on(pretix, tmp_path):
    path = tmp_path / "rencontre.checkin"
    code = DeviceCode.read(pretix.device_code())
    join_ticketing(code, path, "Accueil 1", lambda _: pretix.signed.slug).close()
    pretix.stop()
    said = fetch_first_list(path, ignore)
    assert "pretix cannot be reached" in said
    assert "the rest comes by itself" in said
    pretix.start()
    assert "Everything is here" in fetch_first_list(path, ignore)


def test_an_arrival_reaches_pretix_within_a_round(program, known, qtbot):
    qtbot.waitUntil(lambda: light(program).is_ok is True, timeout=PATIENCE_MS)
    before = arrivals(known)
    program.window.take_code(known.signed.secret(TICKET))
    assert program.window.operations.shown.reason is Reason.WELCOME
    qtbot.waitUntil(lambda: arrivals(known) == before + 1, timeout=PATIENCE_MS)
    assert program.built.menu.ticketing.isVisible()


def test_a_server_that_is_away_is_told_in_the_light_and_what_waits_is_sent_later(program, known, qtbot):
    known.stop()
    program.window.take_code(known.signed.secret(TICKET))
    qtbot.waitUntil(lambda: light(program).what == "pretix: 1 to send", timeout=PATIENCE_MS)
    assert "Not reached since" in light(program).tip
    found = [each for each in program.readiness.findings() if each.topic == "ticketing"]
    assert "cannot be reached" in found[0].message.text
    known.start()
    before = arrivals(known)
    program.ticketing.ask_round()
    qtbot.waitUntil(lambda: light(program).is_ok is True, timeout=PATIENCE_MS)
    assert arrivals(known) == before + 1


def test_a_revoked_device_says_so_once_and_keeps_the_list_if_told_to(program, known, fetched, qtbot):
    known.revoke(fetched[1])
    program.ticketing.ask_round()
    notice = program.ticketing.notice
    qtbot.waitUntil(lambda: not notice.isHidden(), timeout=PATIENCE_MS)
    assert light(program).what == "pretix: revoked"
    people = program.desk._event.attendees.count()
    notice.read.click()
    assert (notice.isHidden(), program.desk._event.attendees.count()) == (True, people)
    program.choices.choose(language="fr")  # another window
    assert program.ticketing.notice.isHidden()
    program.window.take_code(known.signed.secret(TICKET))
    assert program.window.operations.shown.reason is Reason.WELCOME


def test_a_revoked_device_erases_its_people_only_after_a_question(program, known, fetched, qtbot):
    known.revoke(fetched[1])
    program.ticketing.ask_round()
    notice = program.ticketing.notice
    program.window.take_code(known.signed.secret(TICKET))
    qtbot.waitUntil(lambda: not notice.isHidden(), timeout=PATIENCE_MS)
    assert places_of("Aboville")
    hands = Answering(lambda question: question.reject())
    notice.more.click()
    assert (len(hands.asked), notice.isHidden()) == (1, False)
    assert "Éloïse D'Aboville" in names(program)
    Answering(lambda question: next(each for each in question.buttons() if each.text() == "Erase").click())
    notice.more.click()
    qtbot.waitUntil(lambda: all(name.startswith("#") for name in names(program)))
    assert not places_of("Aboville")
    assert (notice.isHidden(), settings_store.load_link(program.desk._event.db)) == (True, None)


def test_what_pretix_does_not_take_is_on_its_page_until_it_was_looked_at(program, known, qtbot):
    event = program.desk._event
    program.window.take_code(known.signed.secret(TICKET))
    entry, place = event.journal.newest(), event.journal.newest_place()
    qtbot.waitUntil(lambda: light(program).is_ok is True, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: settings_store.sent_place(event.db) >= place, timeout=PATIENCE_MS)
    with event.transaction():
        settings_store.quarantine(event.db, entry.id, "invalid", program.desk.now())
    program.ticketing.look()
    assert light(program).what == "pretix: 1 to look at"
    pages = []

    def read(page):
        assert isinstance(page, TicketingDialog)
        box = page.refused
        pages.append([box.list.item(row).text() for row in range(box.list.count())])
        box.again.click()
        page.reject()

    Answering(read)
    program.built.menu.ticketing_wanted.emit()
    assert "pretix does not know this ticket" in pages[0][0]
    qtbot.waitUntil(lambda: not settings_store.quarantined(event.db), timeout=PATIENCE_MS)
    program.ticketing.look()
    assert light(program).what == ""


def test_a_desk_that_is_disconnected_is_no_device_any_more_and_can_become_one_again(program, known, fetched, qtbot):
    qtbot.waitUntil(lambda: light(program).is_ok is True, timeout=PATIENCE_MS)
    event = program.desk._event

    hands = Answering(pressing("leave"), DisconnectDialog.accept)
    program.built.menu.ticketing_wanted.emit()
    qtbot.waitUntil(lambda: settings_store.load_link(event.db) is None, timeout=PATIENCE_MS)
    hands.stop()
    assert known.execute("SELECT revoked FROM pretixbase_device WHERE api_token = ?", fetched[1]) == [(1,)]
    assert light(program).is_ok is None

    def paste(dialog):
        assert isinstance(dialog, DeviceCodeDialog)
        dialog.field.setText(known.device_code(1))
        dialog.accept()

    told = []
    Answering(pressing("join"), paste, *[leave_once_connected(told)] * 2)
    program.ticketing.windows.show(program.window)
    assert told == []  # nothing went wrong
    qtbot.waitUntil(lambda: light(program).is_ok is True, timeout=PATIENCE_MS)
    before = arrivals(known)
    program.window.take_code(known.signed.secret(TICKET))
    qtbot.waitUntil(lambda: arrivals(known) == before + 1, timeout=PATIENCE_MS)
