# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets screen in an organiser's hands: everybody's ticket, its words and its design, and the sending to a real
mail server.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from checkin.core.attendee import Presence, Status
from checkin.core.badges.template import Box, TextElement
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_jobs import MailState
from checkin.core.programme.programme import Event, Programme, Session
from checkin.core.tickets.ticket_fields import read_sent_tickets
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketLayout
from checkin.devices.mail_server import MailServer
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.mail_worker import read_mail_account, save_mail_account
from checkin.services.mail.ticket_mail import TicketMail, TicketStanding
from checkin.services.ticket_making import read_ticket_settings, ticket_template
from checkin.ui.badges.badge_list import ProblemLabel
from checkin.ui.editor_screens import TicketsScreen
from checkin.ui.tickets.standing_list import history_lines
from checkin.ui.tickets.ticket_browser import TicketAction, TicketsContext
from checkin.ui.tickets.ticket_sending import MailAccountDialog, SendDialog
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.mail_lab import PASSWORD, USER, MailLab, Troubles, read_message
from tests.pdf_reports.readers import codes
from tests.ui.answering import Answering
from tests.ui.badge_files import ChosenFiles

EXTRA = (
    an_attendee(20, first_name="Jeanne", last_name="Kermarec", email="jeanne@asso.test"),
    an_attendee(21, first_name="Loïc", last_name="Le Bihan", email="loic@asso.test"),
    an_attendee(22, first_name="Sans", last_name="Adresse"),
    an_attendee(23, status=Status.CANCELLED, email="gone@asso.test"),
    an_attendee(24, presence=Presence.REMOTE, email="far@asso.test"),
)


class MemoryStore:
    """The passwords of a computer with a keyring."""

    def __init__(self):
        self.kept, self.is_lasting = {}, True

    def read(self, name):
        return self.kept.get(name, "")

    def keep(self, name, password):
        self.kept[name] = password

    def forget(self, name):
        self.kept.pop(name, None)


@pytest.fixture
def lab():
    with MailLab() as running:
        yield running


@pytest.fixture
def mail(event, lab, tmp_path):
    """By the real clock: between two messages some time has to pass."""
    authority = lab.authority(tmp_path)
    service = MailService(
        event.path, lambda: datetime.now(UTC), lambda account, password: MailServer(account, password, authority)
    )
    yield service
    service.stop()


@pytest.fixture
def screen(qtbot, event, desk, mail):
    add_people(event, desk.now(), *EXTRA)
    made = TicketsScreen(TicketsContext(event, desk, mail), ChosenFiles())
    made.browser.sending.passwords._store = MemoryStore()
    qtbot.addWidget(made)
    made.told = []
    made.reported.connect(made.told.append)
    made.refresh()
    made.resize(1270, 728)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def ready(event, lab, mail, screen):
    """The mailbox is known, its password in the keyring."""
    screen.lab, screen.mail = lab, mail
    save_mail_account(event, lab.account())
    screen.browser.sending.passwords.keep(lab.account(), PASSWORD)
    return screen


@pytest.fixture
def add(screen, event, desk, qtbot):
    """Bring people in, and read the screen again."""

    def added(*people):
        before = sum(counts(screen).values())
        add_people(event, desk.now(), *people)
        screen.refresh()
        qtbot.waitUntil(lambda: sum(counts(screen).values()) == before + len(people))

    return added


@pytest.fixture
def awaited(screen, qtbot):
    """Waits until so many tickets stand so."""
    return lambda standing, count: qtbot.waitUntil(lambda: counts(screen).get(standing) == count)


def counts(screen):
    return {standing: count for standing, count in screen.browser.standings.content.rows}


def choose(screen, standing):
    standings = screen.browser.standings
    row = [each for each, _ in standings.content.rows].index(standing)
    standings.setCurrentIndex(standings.content.index(row))


def press(dialog, word):
    next(button for button in dialog.findChildren(QPushButton) if word in button.text()).click()


def yes(dialog):
    dialog.accept()


def send(screen, answer):
    """Press the button that sends, and answer its question; return the dialog."""
    hands = Answering(answer)
    screen.browser.heading.send.click()
    hands.stop()
    return hands.asked[0]


def message(screen):
    return screen.browser._message_of(screen.browser.people.ticket)


def addresses(lab):
    return sorted(address for address, _ in lab.messages)


def test_everybody_who_is_expected_has_a_ticket_and_the_others_are_counted(screen, qtbot):
    rows, browser = counts(screen), screen.browser
    assert rows[TicketStanding.DUE] == 2
    assert rows[TicketStanding.UNREACHABLE] == len(browser._read.people) - 2
    for words in ("cancelled: 1", "online: 1"):
        assert words in browser.without.text()
    for name in ("Jeanne Kermarec", "Loïc Le Bihan"):
        assert browser.preview.accessibleName() == name
        assert name.split()[0] in message(screen).text
        qtbot.keyClick(browser, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)


def test_the_paper_is_chosen_for_the_event(screen, event):
    screen.browser.layouts.button(1).click()
    assert read_ticket_settings(event).layout is TicketLayout.PHONE
    assert screen.browser.preview._badge.template.width == 80


def test_texts_are_kept_by_language_and_shown_at_once(screen, event):
    def write(dialog):
        dialog.notes.setPlainText("Underground: Mabillon")
        dialog.subject.setText("Welcome, {First name}")
        dialog.languages.button(0).click()
        assert dialog.notes.toPlainText() == ""
        dialog.notes.setPlainText("Métro Mabillon")
        dialog.grouping.setCurrentIndex(1)
        dialog.accept()

    Answering(write)
    screen.browser.act(TicketAction.TEXTS)
    kept = read_ticket_settings(event)
    assert kept.notes == {"en": "Underground: Mabillon", "fr": "Métro Mabillon"}
    assert (kept.subject, kept.text) == ({"en": "Welcome, {first_name}"}, {})
    assert kept.grouping is MessageGrouping.ORDER
    assert message(screen).subject == "Welcome, Jeanne"


def test_a_field_that_does_not_exist_is_told_in_the_dialog_and_nothing_is_kept(screen, event):
    def write(dialog):
        for text, told in (("Hello {nickname}", "nickname"), ("a" * 9_000, "too long")):
            dialog.text.setPlainText(text)
            dialog.accept()
            assert told in dialog.refusal.text()
        QApplication.clipboard().setText("a" * 2_000_000)
        dialog.text.paste()
        assert "20000" in dialog.refusal.text()
        assert len(dialog.text.toPlainText()) == 9_000
        dialog.reject()

    hands = Answering(write)
    screen.browser.act(TicketAction.TEXTS)
    assert len(hands.asked) == 1
    assert event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED]) == []


def test_the_design_becomes_the_events_own_goes_to_a_file_comes_back_and_is_given_up(screen, event, tmp_path):
    screen.browser.act(TicketAction.EDIT)
    screen.editor.finish()
    assert event.journal.entries_of_kinds([EntryKind.TICKET_TEMPLATE_SAVED]) == []  # nothing was changed
    screen.browser.act(TicketAction.EDIT)
    screen.editor.insert_text("{notes}")
    screen.editor.finish()
    own = ticket_template(event, TicketLayout.A4)
    assert (own.id, own.template.elements[-1].text) == (TicketLayout.A4, "{notes}")
    assert screen.editor is None
    screen._files.paths = [tmp_path / "mine.toml", tmp_path / "mine.toml"]
    for act, kept in ((TicketAction.EXPORT, own.id), (TicketAction.SHIPPED, ""), (TicketAction.IMPORT, own.id)):
        screen.browser.act(act)
        assert ticket_template(event, TicketLayout.A4).id == kept


@pytest.mark.parametrize("broken", ["name = ", "format = 1\nname = 3", "\0"])
def test_a_design_that_is_broken_is_told_and_the_one_there_is_stays(screen, event, tmp_path, broken):
    (tmp_path / "broken.toml").write_text(broken)
    screen._files.paths = [tmp_path / "broken.toml"]
    screen.browser.act(TicketAction.IMPORT)
    assert "Nothing was" in screen.told[-1]
    assert ticket_template(event, TicketLayout.A4).id == ""


def test_a_field_that_does_not_exist_is_told_beside_the_ticket(screen, event):
    shipped = ticket_template(event, TicketLayout.A4)
    elements = (*shipped.template.elements, TextElement(Box(5, 240, 30, 5), "{nickname}", 3))
    screen.browser.templates.save(replace(shipped, template=replace(shipped.template, elements=elements)))
    screen.refresh()
    texts = [each.text() for each in screen.browser.side.remarks.findChildren(ProblemLabel)]
    assert any("“nickname”" in text for text in texts)


# Files


@pytest.mark.parametrize("act", [TicketAction.ONE, TicketAction.PDF])
def test_one_pdf_for_one_person_or_for_all(screen, qtbot, tmp_path, monkeypatch, act):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    with qtbot.waitSignal(screen.browser.writing.written):
        screen.browser.act(act)
    if act is TicketAction.ONE:
        assert codes(tmp_path / "out.pdf") == [EXTRA[0].ticket_code]
    else:
        found = {codes(tmp_path / "out.pdf", page)[0] for page in (1, 2)}
        assert found < {each.person.ticket_code for each in screen.browser._read.people}


def test_a_pdf_or_a_draft_for_each_person_is_in_a_folder_and_nothing_is_sent(
    ready, event, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(ready.browser.writing.written):
        ready.browser.act(TicketAction.FOLDER)
    (path,) = tmp_path.glob("*/KERMAREC Jeanne.pdf")
    assert codes(path) == [EXTRA[0].ticket_code]
    with qtbot.waitSignal(ready.browser.writing.written):
        ready.browser.act(TicketAction.DRAFTS)
    assert len(list(tmp_path.glob("*/*.eml"))) == 2
    assert ready.lab.messages == event.journal.entries_of_kinds([EntryKind.TICKET_SENT]) == []


# Before anything is sent


def test_nothing_is_sent_before_a_yes(ready, event):
    dialog = send(ready, lambda dialog: dialog.reject())
    assert isinstance(dialog, SendDialog)
    assert "2 people" in dialog.total.text()
    assert (TicketMail(event, ready.browser._at.now).counts(), ready.lab.messages) == ({}, [])


def test_what_is_not_as_it_should_be_is_told_before_tickets_are_sent(ready, event, desk, clock, add):
    first, programme = clock().date(), event.programme()
    day = datetime.combine(first, time(14), clock().tzinfo)
    workshop = Session("a", "Atelier A", day, day + timedelta(hours=2), is_booked=True)
    two_days = Programme(Event("Assises", first, "Nantes", last_day=first + timedelta(days=1)), sessions=(workshop,))
    endless = tuple(replace(programme.sessions[0], id=f"s{n}", title=f"Dîner {n}", ends=None) for n in range(3))
    later = f"{first + timedelta(days=1):%d/%m}"
    wanted = []
    ready.programme_wanted.connect(lambda: wanted.append(True))
    add(an_attendee(26, last_name="Rivoal", email="r@asso.test", days=later, sessions=("a",)))
    add(an_attendee(27, last_name="Sansadresse", email="", days=later, sessions=("a",)))
    for planned, told in (
        (two_days, "Rivoal"),
        (replace(programme, sessions=endless), "3 sessions (Dîner 0, Dîner 1, Dîner 2)"),
        (replace(programme, event=replace(programme.event, day=None, place="")), "its day, its place"),
    ):
        event.plan(planned, at=desk.now(), desk="A")
        ready.refresh()
        dialog = send(ready, lambda dialog: dialog.reject())
        assert told in dialog.warning.text()
        assert not any(name in dialog.warning.text() for name in ("Kermarec", "Sansadresse"))
    send(ready, lambda dialog: press(dialog, "Enter it"))
    assert wanted == [True]


def test_the_mailbox_is_asked_for_first_and_tried_out(screen, event, lab, qtbot):
    def enter(dialog):
        assert isinstance(dialog, MailAccountDialog)
        dialog.address.setText("somebody@gmail.com")
        dialog._take_address()
        assert (dialog.server.text(), dialog.port.value()) == ("smtp.gmail.com", 465)
        assert "app password" in dialog.advice.text()
        dialog.address.setText(USER)
        dialog._take_address()
        assert dialog.server.text() == "smtp.gmail.com"  # what stands there is not wiped
        dialog.server.clear()
        dialog.accept()
        assert "mail server is missing" in dialog.message.text()
        dialog.server.setText("localhost")
        assert not dialog.message.isVisibleTo(dialog)
        dialog.port.show_value(lab.port)
        dialog.user.setText(USER)
        for password, told in (("wrong", "refuses"), (PASSWORD, "was sent to")):
            dialog.password.setText(password)
            dialog.trial.click()
            qtbot.waitUntil(lambda: not dialog._is_trying)
            assert told in dialog.message.text()
        dialog.accept()

    Answering(enter, lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert read_mail_account(event).server == "localhost"
    assert addresses(lab) == [USER]
    assert event.journal.entries_of_kinds([EntryKind.TICKET_SENT]) == []


# The sending


def test_tickets_are_sent_once_and_the_screen_says_to_whom(ready, event, qtbot, awaited):
    send(ready, yes)
    awaited(TicketStanding.SENT, 2)
    found = {address: read_message(data).shown_codes for address, data in ready.lab.messages}
    assert found == {each.email: [each.ticket_code] for each in EXTRA[:2]}
    sent = read_sent_tickets(event.journal.entries_of_kinds([EntryKind.TICKET_SENT]))
    assert {ticket.address for ticket in sent.values()} == {"jeanne@asso.test", "loic@asso.test"}
    qtbot.waitUntil(lambda: not ready.mail.is_at_work)
    assert "Everybody" in send(ready, lambda dialog: dialog.reject()).total.text()
    assert len(ready.lab.messages) == 2


def test_a_changed_ticket_is_due_again_unless_the_organiser_says_that_it_is_kept(ready, event, desk, add, awaited):
    send(ready, yes)
    awaited(TicketStanding.SENT, 2)
    changes = {"changes": {"last_name": ["Kermarec", "Kermarrec"]}}
    event.journal.append(EntryKind.ATTENDEE_CORRECTED, EXTRA[0].id, changes, at=desk.now(), desk="A")
    add(an_attendee(30, first_name="New", email="new@asso.test"))
    awaited(TicketStanding.CHANGED, 1)

    def only_the_new(dialog):
        assert "2 people" in dialog.total.text()
        dialog.changed.setChecked(False)
        assert "1 person" in dialog.total.text()
        dialog.accept()

    send(ready, only_the_new)
    awaited(TicketStanding.SENT, 2)
    assert (len(ready.lab.messages), ready.lab.messages[-1][0]) == (3, "new@asso.test")
    awaited(TicketStanding.CHANGED, 1)


def test_who_has_not_paid_is_counted_and_may_wait_for_the_ticket(ready, add, awaited):
    add(an_attendee(40, status=Status.UNPAID, email="later@asso.test"))

    def without(dialog):
        assert "3 people" in dialog.total.text()
        assert "1" in dialog.unpaid.text()
        dialog.unpaid.setChecked(False)
        assert "2 people" in dialog.total.text()
        dialog.accept()

    send(ready, without)
    awaited(TicketStanding.SENT, 2)
    assert addresses(ready.lab) == ["jeanne@asso.test", "loic@asso.test"]
    assert counts(ready)[TicketStanding.DUE] == 1


def faulty(account, password):
    raise TypeError


def test_a_fault_of_the_program_is_reported_ends_a_trial_and_keeps_the_rest_queued(ready, event, qtbot):
    ready.mail.open_server = faulty

    def try_out(dialog):
        dialog.trial.click()
        qtbot.waitUntil(lambda: not dialog._is_trying)
        assert "fault of Checkin" in dialog.message.text()
        dialog.reject()

    hands = Answering(try_out)
    with qtbot.capture_exceptions() as faults:
        ready.browser.sending.ask_account()
    hands.stop()
    assert [kind for kind, _, _ in faults] == [TypeError]
    with qtbot.capture_exceptions() as faults:
        send(ready, yes)
        qtbot.waitUntil(lambda: bool(faults))
        ready.mail.stop()
    assert {kind for kind, _, _ in faults} == {TypeError}
    assert TicketMail(event, ready.browser._at.now).counts() == {MailState.WAITING: 2}


def test_a_wrong_password_stops_everything_and_is_corrected_where_it_is_told(ready, qtbot, awaited):
    ready.browser.sending.passwords.keep(ready.lab.account(), "wrong")
    send(ready, yes)
    qtbot.waitUntil(lambda: "app password" in ready.browser.bar.trouble.text())
    assert (ready.mail.is_at_work, ready.lab.messages) == (False, [])
    awaited(TicketStanding.UNDER_WAY, 2)
    qtbot.waitUntil(ready.browser.bar.mailbox.isVisible)

    def correct(dialog):
        dialog.password.setText(PASSWORD)
        dialog.accept()

    Answering(correct)
    ready.browser.bar.mailbox.click()
    awaited(TicketStanding.SENT, 2)


def test_what_was_wrong_with_the_last_password_is_no_longer_said(ready, qtbot):
    ready.browser.sending.passwords.keep(ready.lab.account(), "wrong")
    send(ready, yes)
    qtbot.waitUntil(lambda: "app password" in ready.browser.bar.trouble.text())
    ready.mail.send(ready.lab.account(), PASSWORD)
    assert ready.mail.progress is None


def test_what_the_server_refuses_is_told_by_person_and_sent_again_only_if_asked(ready, event, qtbot, awaited):
    ready.lab.troubles = Troubles(refused={"loic@asso.test": "550 5.1.1 No such mailbox"})
    send(ready, yes)
    awaited(TicketStanding.REFUSED, 1)
    choose(ready, TicketStanding.REFUSED)
    assert ready.browser.people.ticket.job.said == "550 5.1.1 No such mailbox"
    programme = event.programme()
    event.plan(replace(programme, event=replace(programme.event, place="Elsewhere")), at=MORNING, desk="A")
    ready.refresh()  # all tickets are others now; the address is the one that was refused
    awaited(TicketStanding.CHANGED, 1)
    assert counts(ready)[TicketStanding.REFUSED] == 1
    ready.lab.troubles = Troubles()

    def again(dialog):
        assert dialog.focusWidget() is dialog.changed, "where it begins, a key sends nothing"
        dialog.changed.setChecked(False)
        assert not dialog._send.isEnabled()
        dialog.again.setChecked(True)
        dialog.accept()

    qtbot.waitUntil(lambda: any("1 sent, 1 refused" in text for text in ready.told))
    send(ready, again)
    awaited(TicketStanding.SENT, 1)
    assert ready.mail.progress.of_this_sending == {MailState.SENT: 1, MailState.REFUSED: 0}
    assert addresses(ready.lab) == ["jeanne@asso.test", "loic@asso.test"]


def test_sending_is_paused_stopped_and_nothing_is_lost(ready, event, qtbot, awaited):
    ready.lab.troubles = Troubles(replies={"MAIL": "450 4.3.2 Try again later"})
    send(ready, yes)
    bar = ready.browser.bar
    qtbot.waitUntil(lambda: not bar.trouble.isHidden())
    bar.pause.click()
    qtbot.waitUntil(lambda: bool(ready.mail.progress and ready.mail.progress.is_paused))
    Answering(lambda dialog: press(dialog, "Stop"))
    bar.stop.click()
    assert TicketMail(event, ready.browser._at.now).counts() == {MailState.WITHDRAWN: 2}
    awaited(TicketStanding.DUE, 2)
    assert bar.isHidden()


def test_what_waits_after_checkin_was_closed_goes_on_from_the_question_on(ready, event, qtbot, awaited):
    TicketMail(event, lambda: datetime.now(UTC)).queue("asso.test")  # a program that was killed had queued them
    ready.refresh()
    qtbot.waitUntil(ready.browser.bar.isVisible)
    assert "2 tickets" in ready.browser.bar.text.text()
    Answering(yes)
    ready.browser.bar.resume.click()
    awaited(TicketStanding.SENT, 2)
    assert len(ready.lab.messages) == 2
    qtbot.waitUntil(lambda: any("2 sent" in text for text in ready.told))


def test_whoever_asked_the_person_says_that_it_arrived(ready, awaited):
    ready.lab.troubles = Troubles(silent_after={1})
    send(ready, yes)
    awaited(TicketStanding.UNSURE, 1)
    choose(ready, TicketStanding.UNSURE)
    press(ready.browser.side, "It has arrived")
    awaited(TicketStanding.SENT, 2)
    assert len(ready.lab.messages) == 2


# Addresses, and nobody


def test_addresses_to_correct_stand_apart_from_none_and_accents_go_with_one_key(screen, desk, add, qtbot):
    before, wanted = counts(screen), []
    add(an_attendee(31, first_name="Aa", last_name="Aa", email="aa@@asso"))
    choose(screen, TicketStanding.BAD_ADDRESS)
    assert screen.browser.people.ticket.address == "aa@@asso"
    assert not screen.browser.mend.isVisible()
    assert "“aa@@asso”" in history_lines(screen.browser.people.ticket, desk.now())[0]
    screen.person_wanted.connect(wanted.append)
    qtbot.keyClick(screen.browser.people, Qt.Key.Key_Return)
    assert wanted == [an_attendee(31).id]
    add(an_attendee(32, email="élodie@asso.test"))
    choose(screen, TicketStanding.BAD_ADDRESS)
    assert "1 address" in screen.browser.mend.text()
    hands = Answering(yes)
    screen.browser.mend.click()
    assert hands.asked[0].table.table.rows[0][1:] == ("élodie@asso.test", "elodie@asso.test")
    due = before[TicketStanding.DUE] + 1
    assert counts(screen) == {**before, TicketStanding.DUE: due, TicketStanding.BAD_ADDRESS: 1}


def test_after_a_purge_nobody_is_shown(screen, may_read):
    screen.hide()
    screen.forget_people()
    assert screen.browser.standings.content.rows == screen.browser.people.content.rows == ()
    assert "Jeanne" not in screen.browser.preview.accessibleName()


def test_where_nobody_gets_a_ticket_the_screen_says_what_to_do(qtbot, tmp_path, desk, mail):
    empty = EventFile.create(tmp_path / "empty.checkin")
    made = TicketsScreen(TicketsContext(empty, desk, mail))
    qtbot.addWidget(made)
    made.refresh()
    made.show()
    assert "your list" in made.browser._empty.hint.text()
    assert not made.browser.heading.send.isEnabled()
    made.hide()
    empty.close()
