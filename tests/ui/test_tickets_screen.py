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
def ready(event, lab, screen):
    """The mailbox is known, its password in the keyring."""
    save_mail_account(event, lab.account())
    screen.browser.sending.passwords.keep(lab.account(), PASSWORD)


def counts(screen):
    return {standing: count for standing, count in screen.browser.standings.content.rows}


def choose(screen, standing):
    standings = screen.browser.standings
    row = [each for each, _ in standings.content.rows].index(standing)
    standings.setCurrentIndex(standings.content.index(row))


def press(dialog, word):
    next(button for button in dialog.findChildren(QPushButton) if word in button.text()).click()


def test_everybody_who_is_expected_has_a_ticket_and_the_others_are_counted(screen):
    rows = counts(screen)
    assert rows[TicketStanding.DUE] == 2
    assert rows[TicketStanding.UNREACHABLE] == len([each for each in screen.browser._read.people]) - 2
    assert "cancelled: 1" in screen.browser.without.text()
    assert "online: 1" in screen.browser.without.text()


def test_the_ticket_and_the_message_are_those_of_the_chosen_person(screen, qtbot):
    browser = screen.browser
    assert browser.preview.accessibleName() == "Jeanne Kermarec"
    assert "Jeanne" in browser._message_of(browser.people.ticket).text
    qtbot.keyClick(browser, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert browser.preview.accessibleName() == "Loïc Le Bihan"
    assert "Loïc" in browser._message_of(browser.people.ticket).text


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
    assert kept.subject == {"en": "Welcome, {first_name}"}
    assert kept.text == {}
    assert kept.grouping is MessageGrouping.ORDER
    assert screen.browser._message_of(screen.browser.people.ticket).subject == "Welcome, Jeanne"


def test_a_field_that_does_not_exist_is_told_in_the_dialog_and_nothing_is_kept(screen, event):
    def write(dialog):
        dialog.text.setPlainText("Hello {nickname}")
        dialog.accept()
        assert "nickname" in dialog.refusal.text()
        dialog.text.setPlainText("a" * 9_000)
        dialog.accept()
        assert "too long" in dialog.refusal.text()
        QApplication.clipboard().setText("a" * 2_000_000)
        dialog.text.paste()
        assert "longer than 20000 letters" in dialog.refusal.text()
        assert len(dialog.text.toPlainText()) == 9_000
        dialog.reject()

    hands = Answering(write)
    screen.browser.act(TicketAction.TEXTS)
    assert len(hands.asked) == 1
    assert event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED]) == []


def test_the_design_becomes_the_events_own_and_goes_back(screen, event):
    screen.browser.act(TicketAction.EDIT)
    screen.editor.insert_text("{notes}")
    screen.editor.finish()
    own = ticket_template(event, TicketLayout.A4)
    assert own.id == TicketLayout.A4
    assert own.template.elements[-1].text == "{notes}"
    assert screen.editor is None
    screen.browser.act(TicketAction.SHIPPED)
    assert ticket_template(event, TicketLayout.A4).id == ""


def test_an_editor_that_is_left_without_a_change_saves_nothing(screen, event):
    screen.browser.act(TicketAction.EDIT)
    screen.editor.finish()
    assert event.journal.entries_of_kinds([EntryKind.TICKET_TEMPLATE_SAVED]) == []


def test_a_design_goes_to_a_file_and_comes_back_from_it(screen, event, tmp_path):
    files = screen._files
    files.paths = [tmp_path / "mine.toml", tmp_path / "mine.toml"]
    screen.browser.act(TicketAction.EXPORT)
    screen.browser.act(TicketAction.IMPORT)
    assert ticket_template(event, TicketLayout.A4).id == TicketLayout.A4


@pytest.mark.parametrize("broken", ["name = ", "format = 1\nname = 3", "\0"])
def test_a_design_that_is_broken_is_told_and_the_one_there_is_stays(screen, event, tmp_path, broken):
    (tmp_path / "broken.toml").write_text(broken)
    screen._files.paths = [tmp_path / "broken.toml"]
    screen.browser.act(TicketAction.IMPORT)
    assert "Nothing was" in screen.told[-1]
    assert ticket_template(event, TicketLayout.A4).id == ""


def test_a_field_that_does_not_exist_is_told_beside_the_ticket(screen, event, desk):
    shipped = ticket_template(event, TicketLayout.A4)
    wrong = TextElement(Box(5, 240, 30, 5), "{nickname}", 3)
    elements = (*shipped.template.elements, wrong)
    screen.browser.templates.save(replace(shipped, template=replace(shipped.template, elements=elements)))
    screen.refresh()
    texts = [each.text() for each in screen.browser.side.remarks.findChildren(ProblemLabel)]
    assert any("“nickname”" in text for text in texts)


def test_one_pdf_for_all(screen, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "all"), ""))
    with qtbot.waitSignal(screen.browser.writing.written):
        screen.browser.act(TicketAction.PDF)
    found = [codes(tmp_path / "all.pdf", page)[0] for page in (1, 2)]
    assert set(found) < {each.person.ticket_code for each in screen.browser._read.people}


def test_a_pdf_for_each_person_is_in_a_folder_of_its_own(screen, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(screen.browser.writing.written):
        screen.browser.act(TicketAction.FOLDER)
    (path,) = tmp_path.glob("*/KERMAREC Jeanne.pdf")
    assert codes(path) == [EXTRA[0].ticket_code]


@pytest.fixture
def into(monkeypatch, tmp_path):
    """The folder that is chosen whenever one is asked for."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("ready")
def test_drafts_are_written_and_nothing_is_sent(screen, event, lab, qtbot, into):
    with qtbot.waitSignal(screen.browser.writing.written):
        screen.browser.act(TicketAction.DRAFTS)
    assert len(list(into.glob("*/*.eml"))) == 2
    assert lab.messages == []
    assert event.journal.entries_of_kinds([EntryKind.TICKET_SENT]) == []


@pytest.mark.usefixtures("ready")
def test_nothing_is_sent_before_a_yes(screen, event, lab):
    hands = Answering(lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert isinstance(hands.asked[0], SendDialog)
    assert "2 people get their ticket now" in hands.asked[0].total.text()
    assert TicketMail(event, screen.browser._at.now).counts() == {}
    assert lab.messages == []


@pytest.mark.usefixtures("ready")
def test_who_booked_a_session_of_another_day_is_named_before_tickets_are_sent(screen, event, clock):
    first = clock().date()
    day = datetime.combine(first, time(14), clock().tzinfo)
    workshop = Session("a", "Atelier A", day, day + timedelta(hours=2), is_booked=True)
    programme = Programme(Event("Assises", first, "Nantes", last_day=first + timedelta(days=1)), sessions=(workshop,))
    event.plan(programme, at=clock(), desk="d")
    later = f"{first + timedelta(days=1):%d/%m}"
    booked = {"days": later, "sessions": ("a",)}
    add_people(event, clock(), an_attendee(26, last_name="Rivoal", email="r@asso.test", **booked))
    add_people(event, clock(), an_attendee(27, last_name="Sansadresse", email="", **booked))
    screen.refresh()
    hands = Answering(lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert "Rivoal" in hands.asked[0].warning.text()
    assert "Kermarec" not in hands.asked[0].warning.text()
    assert "Sansadresse" not in hands.asked[0].warning.text()


@pytest.mark.usefixtures("ready")
def test_tickets_are_sent_once_and_the_screen_says_to_whom(screen, event, lab, mail, qtbot):
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    found = {address: read_message(data).shown_codes for address, data in lab.messages}
    assert found == {each.email: [each.ticket_code] for each in EXTRA[:2]}
    sent = read_sent_tickets(event.journal.entries_of_kinds([EntryKind.TICKET_SENT]))
    assert {ticket.address for ticket in sent.values()} == {"jeanne@asso.test", "loic@asso.test"}
    qtbot.waitUntil(lambda: not mail.is_at_work)
    hands = Answering(lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert "Everybody who can be reached" in hands.asked[0].total.text()
    assert len(lab.messages) == 2


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
        assert "name of the mail server is missing" in dialog.message.text()
        dialog.server.setText("localhost")
        assert not dialog.message.isVisibleTo(dialog)
        dialog.port.show_value(lab.port)
        dialog.user.setText(USER)
        dialog.password.setText("wrong")
        dialog.trial.click()
        qtbot.waitUntil(lambda: not dialog._is_trying)
        assert "refuses the user name or the password" in dialog.message.text()
        dialog.password.setText(PASSWORD)
        dialog.trial.click()
        qtbot.waitUntil(lambda: not dialog._is_trying)
        assert "A ticket was sent to" in dialog.message.text()
        dialog.accept()

    Answering(enter, lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert read_mail_account(event).server == "localhost"
    assert [address for address, _ in lab.messages] == [USER]
    assert event.journal.entries_of_kinds([EntryKind.TICKET_SENT]) == []


def faulty(account, password):
    raise TypeError


@pytest.mark.usefixtures("ready")
def test_a_fault_of_the_program_ends_the_trial_and_is_reported(screen, mail, qtbot):
    mail.open_server = faulty

    def try_out(dialog):
        dialog.trial.click()
        qtbot.waitUntil(lambda: not dialog._is_trying)
        assert "fault of Checkin" in dialog.message.text()
        dialog.reject()

    Answering(try_out)
    with qtbot.capture_exceptions() as faults:
        screen.browser.sending.ask_account()
    assert [kind for kind, _, _ in faults] == [TypeError]


@pytest.mark.usefixtures("ready")
def test_a_fault_of_the_program_in_the_sending_is_reported_and_the_rest_stays_queued(screen, event, mail, qtbot):
    mail.open_server = faulty
    Answering(lambda dialog: dialog.accept())
    with qtbot.capture_exceptions() as faults:
        screen.browser.heading.send.click()
        qtbot.waitUntil(lambda: bool(faults))
        mail.stop()
    assert {kind for kind, _, _ in faults} == {TypeError}
    assert TicketMail(event, screen.browser._at.now).counts() == {MailState.WAITING: 2}


@pytest.mark.usefixtures("ready")
def test_a_wrong_password_stops_everything_and_is_told_below_the_ticket(screen, lab, mail, qtbot):
    screen.browser.sending.passwords.keep(lab.account(), "wrong")
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: "app password" in screen.browser.bar.trouble.text())
    assert not mail.is_at_work
    assert lab.messages == []
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.UNDER_WAY) == 2)
    mail.send(lab.account(), PASSWORD)
    assert mail.progress is None  # what was wrong with the last password is no longer said


@pytest.mark.usefixtures("ready")
def test_what_the_server_refuses_is_told_by_person_and_sent_again_only_if_asked(screen, event, lab, mail, qtbot):
    lab.troubles = Troubles(refused={"loic@asso.test": "550 5.1.1 No such mailbox"})
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.REFUSED) == 1)
    choose(screen, TicketStanding.REFUSED)
    assert screen.browser.people.ticket.job.said == "550 5.1.1 No such mailbox"
    programme = event.programme()
    event.plan(replace(programme, event=replace(programme.event, place="Elsewhere")), at=MORNING, desk="A")
    screen.refresh()  # all tickets are others now; the address is the one that was refused
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.CHANGED) == 1)
    assert counts(screen)[TicketStanding.REFUSED] == 1
    lab.troubles = Troubles()

    def again(dialog):
        dialog.changed.setChecked(False)
        assert not dialog._send.isEnabled()
        dialog.again.setChecked(True)
        dialog.accept()

    Answering(again)
    qtbot.waitUntil(lambda: any("Finished: 1 sent, 1 refused" in text for text in screen.told))
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 1)
    assert mail.progress.of_this_sending == {MailState.SENT: 1, MailState.REFUSED: 0}
    assert sorted(address for address, _ in lab.messages) == ["jeanne@asso.test", "loic@asso.test"]


@pytest.mark.usefixtures("ready")
def test_sending_is_paused_stopped_and_nothing_is_lost(screen, event, lab, mail, qtbot):
    lab.troubles = Troubles(replies={"MAIL": "450 4.3.2 Try again later"})
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: not screen.browser.bar.trouble.isHidden())
    screen.browser.bar.pause.click()
    qtbot.waitUntil(lambda: bool(mail.progress and mail.progress.is_paused))
    Answering(lambda dialog: press(dialog, "Stop"))
    screen.browser.bar.stop.click()
    assert TicketMail(event, screen.browser._at.now).counts() == {MailState.WITHDRAWN: 2}
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.DUE) == 2)
    assert screen.browser.bar.isHidden()


@pytest.mark.usefixtures("ready")
def test_a_changed_ticket_is_due_again(screen, event, desk, lab, qtbot):
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    changes = {"changes": {"last_name": ["Kermarec", "Kermarrec"]}}
    event.journal.append(EntryKind.ATTENDEE_CORRECTED, EXTRA[0].id, changes, at=desk.now(), desk="A")
    screen.refresh()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.CHANGED) == 1)


@pytest.mark.usefixtures("ready")
def test_who_has_an_older_ticket_keeps_it_if_the_organiser_says_so(screen, event, desk, lab, qtbot):
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    add_people(event, desk.now(), an_attendee(30, first_name="New", email="new@asso.test"))
    changes = {"changes": {"last_name": ["Kermarec", "Kermarrec"]}}
    event.journal.append(EntryKind.ATTENDEE_CORRECTED, EXTRA[0].id, changes, at=desk.now(), desk="A")
    screen.refresh()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.CHANGED) == 1)

    def only_the_new(dialog):
        assert "2 people get" in dialog.total.text()
        dialog.changed.setChecked(False)
        assert "1 person gets" in dialog.total.text()
        dialog.accept()

    Answering(only_the_new)
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: len(lab.messages) == 3)
    assert lab.messages[-1][0] == "new@asso.test"
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.CHANGED) == 1)


@pytest.mark.usefixtures("ready")
def test_what_the_tickets_do_not_say_is_told_before_they_are_sent(screen, event, desk, qtbot):
    programme = event.programme()
    event.plan(replace(programme, event=replace(programme.event, day=None, place="")), at=desk.now(), desk="A")
    screen.refresh()
    wanted = []
    screen.programme_wanted.connect(lambda: wanted.append(True))

    def mend(dialog):
        assert "its day, its place" in dialog.warning.text()
        press(dialog, "Enter it")

    Answering(mend)
    screen.browser.heading.send.click()
    assert wanted == [True]


@pytest.mark.usefixtures("ready")
def test_who_has_not_paid_is_counted_and_may_wait_for_the_ticket(screen, event, desk, lab, qtbot):
    add_people(event, desk.now(), an_attendee(40, status=Status.UNPAID, email="later@asso.test"))
    screen.refresh()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.DUE) == 3)

    def without(dialog):
        assert "3 people get" in dialog.total.text()
        assert "1" in dialog.unpaid.text()
        dialog.unpaid.setChecked(False)
        assert "2 people get" in dialog.total.text()
        dialog.accept()

    Answering(without)
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    assert "later@asso.test" not in [address for address, _ in lab.messages]
    assert counts(screen)[TicketStanding.DUE] == 1


@pytest.mark.usefixtures("ready")
def test_sessions_without_an_end_are_named_before_anything_is_sent(screen, event, desk):
    programme = event.programme()
    endless = [replace(programme.sessions[0], id=f"s{n}", title=f"Dîner {n}", ends=None) for n in range(3)]
    event.plan(replace(programme, sessions=tuple(endless)), at=desk.now(), desk="A")
    screen.refresh()
    hands = Answering(lambda dialog: dialog.reject())
    screen.browser.heading.send.click()
    assert "3 sessions (Dîner 0, Dîner 1, Dîner 2)" in hands.asked[0].warning.text()


@pytest.mark.usefixtures("ready")
def test_what_waits_after_checkin_was_closed_goes_on_from_the_question_on(screen, event, lab, qtbot):
    TicketMail(event, lambda: datetime.now(UTC)).queue("asso.test")  # a program that was killed had queued them
    screen.refresh()
    qtbot.waitUntil(screen.browser.bar.isVisible)
    assert "2 tickets wait in the queue" in screen.browser.bar.text.text()
    Answering(lambda dialog: dialog.accept())
    screen.browser.bar.resume.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    assert len(lab.messages) == 2
    qtbot.waitUntil(lambda: any("Finished: 2 sent" in text for text in screen.told))


@pytest.mark.usefixtures("ready")
def test_another_password_is_entered_where_the_trouble_is_told(screen, lab, qtbot):
    screen.browser.sending.passwords.keep(lab.account(), "wrong")
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(screen.browser.bar.mailbox.isVisible)

    def correct(dialog):
        dialog.password.setText(PASSWORD)
        dialog.accept()

    Answering(correct)
    screen.browser.bar.mailbox.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)


def test_an_address_that_is_none_is_told_and_the_person_is_one_key_away(screen, event, desk, qtbot):
    add_people(event, desk.now(), an_attendee(31, first_name="Aa", last_name="Aa", email="aa@@asso"))
    screen.refresh()
    choose(screen, TicketStanding.BAD_ADDRESS)
    assert screen.browser.people.ticket.address == "aa@@asso"
    assert not screen.browser.mend.isVisible()
    assert "“aa@@asso”" in history_lines(screen.browser.people.ticket, desk.now())[0]
    wanted = []
    screen.person_wanted.connect(wanted.append)
    qtbot.keyClick(screen.browser.people, Qt.Key.Key_Return)
    assert wanted == [an_attendee(31).id]


def test_addresses_to_correct_stand_apart_from_none_and_accents_go_with_one_key(screen, event, desk):
    people = [an_attendee(n, email=email) for n, email in ((31, "aa@@asso"), (32, "élodie@asso.test"))]
    add_people(event, desk.now(), *people)
    screen.refresh()
    lost = counts(screen)[TicketStanding.UNREACHABLE]
    due = counts(screen)[TicketStanding.DUE]
    assert counts(screen)[TicketStanding.BAD_ADDRESS] == 2
    choose(screen, TicketStanding.BAD_ADDRESS)
    assert screen.browser.mend.text().startswith("Correct 1 address")
    hands = Answering(lambda dialog: dialog.accept())
    screen.browser.mend.click()
    assert hands.asked[0].table.table.rows[0][1:] == ("élodie@asso.test", "elodie@asso.test")
    assert counts(screen) == {
        TicketStanding.DUE: due + 1,
        TicketStanding.BAD_ADDRESS: 1,
        TicketStanding.UNREACHABLE: lost,
    }


@pytest.mark.usefixtures("ready")
def test_whoever_asked_the_person_says_that_it_arrived(screen, event, lab, qtbot):
    lab.troubles = Troubles(silent_after={1})
    Answering(lambda dialog: dialog.accept())
    screen.browser.heading.send.click()
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.UNSURE) == 1)
    choose(screen, TicketStanding.UNSURE)
    press(screen.browser.side, "It has arrived")
    qtbot.waitUntil(lambda: counts(screen).get(TicketStanding.SENT) == 2)
    assert len(lab.messages) == 2


def test_the_ticket_of_one_person_alone(screen, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "one.pdf"), ""))
    with qtbot.waitSignal(screen.browser.writing.written):
        screen.browser.act(TicketAction.ONE)
    assert codes(tmp_path / "one.pdf") == [EXTRA[0].ticket_code]


def test_after_a_purge_nobody_is_shown(screen, event, may_read):
    screen.hide()
    screen.forget_people()
    assert screen.browser.standings.content.rows == ()
    assert screen.browser.people.content.rows == ()
    assert "Jeanne" not in screen.browser.preview.accessibleName()


def test_where_nobody_gets_a_ticket_the_screen_says_what_to_do(qtbot, tmp_path, desk, mail):
    empty = EventFile.create(tmp_path / "empty.checkin")
    made = TicketsScreen(TicketsContext(empty, desk, mail))
    qtbot.addWidget(made)
    made.refresh()
    made.show()
    assert "Bring in your list first" in made.browser._empty.hint.text()
    assert not made.browser.heading.send.isEnabled()
    made.hide()
    empty.close()
