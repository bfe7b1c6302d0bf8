# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail account, and tickets on their way: drafts, the sender step by step, its thread at a real server."""

import csv
from collections import Counter, deque
from copy import replace
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import (
    FASTEST_PACE,
    PROVIDER_ADVICE,
    MailAccount,
    MailSecurity,
    checked_account,
    provider_of,
)
from checkin.core.mail.mail_jobs import RETRY_AFTER, ConnectionFault, MailReply, MailStage, MailState, MailTrouble
from checkin.core.message import Cancelled, UserError, fill_message
from checkin.core.tickets.ticket_fields import sent_ticket_entry
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.devices.mail_server import MailServer, MailServerError
from checkin.services.desk import Desk
from checkin.services.mail.mail_sender import LIMIT_PAUSES, PAUSES, MailSender
from checkin.services.mail.mail_worker import (
    MailPasswords,
    MailWorker,
    mail_providers,
    propose_account,
    read_mail_account,
    save_mail_account,
)
from checkin.services.mail.ticket_mail import MERGE_FILE, TicketMail, write_drafts
from checkin.services.mail.ticket_messages import MailRecipients
from checkin.services.ticket_making import save_ticket_settings
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.mail_lab import PASSWORD, MailLab, read_message

ACCOUNT = MailAccount("smtp.asso.test", 465, MailSecurity.TLS, "orga", "orga@asso.test", "Accueil", "", 20)
SECRET = "très secret"


class MemoryKeyring(KeyringBackend):
    """A keyring of the system, open or locked."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept, self.is_locked = {}, False

    def _open(self):
        if self.is_locked:
            raise KeyringLocked
        return self.kept

    def get_password(self, service, username):
        return self._open().get((service, username))

    def set_password(self, service, username, password):
        self._open()[service, username] = password

    def delete_password(self, service, username):
        if self._open().pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def system():
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_a_password_is_kept_by_the_systems_keyring_and_not_with_the_event(event, system):
    assert read_mail_account(event) == MailAccount()
    save_mail_account(event, ACCOUNT)
    assert MailPasswords().keep(ACCOUNT, SECRET)
    assert (read_mail_account(event), MailPasswords().read(ACCOUNT)) == (ACCOUNT, SECRET)
    assert list(system.kept) == [("Checkin", "orga@smtp.asso.test")]
    event.checkpoint_wal()
    assert SECRET.encode() not in event.path.read_bytes()
    MailPasswords().forget(ACCOUNT)
    MailPasswords().forget(ACCOUNT)
    assert MailPasswords().read(ACCOUNT) == ""


def test_without_a_keyring_it_is_kept_until_the_end_of_the_program(system):
    system.is_locked = True
    passwords = MailPasswords()
    assert not passwords.keep(ACCOUNT, SECRET)
    assert (passwords.read(ACCOUNT), MailPasswords().read(ACCOUNT), system.kept) == (SECRET, "", {})
    system.is_locked = False
    assert passwords.keep(ACCOUNT, "neuf")
    assert (passwords.read(ACCOUNT), list(system.kept.values())) == ("neuf", ["neuf"])


def test_every_provider_is_known_by_its_domains_and_can_be_used_as_it_is_told():
    domains = [(domain, provider) for provider in mail_providers() for domain in provider.domains]
    assert len(domains) == len(dict(domains))
    for domain, provider in domains:
        account = propose_account(f"orga@{domain}")
        assert checked_account(account) == account
        assert account.security is not MailSecurity.NONE
        assert 0 < account.pace <= 60
        assert provider.advice in {"", *PROVIDER_ADVICE}
    gmail = provider_of("Orga@GMail.com", mail_providers())
    assert (gmail.server, gmail.port, gmail.advice) == ("smtp.gmail.com", 465, "app_password")
    assert propose_account("jean@free.fr").user == "jean"
    assert propose_account("orga@asso.test") == MailAccount(user="orga@asso.test", sender="orga@asso.test")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sender": "orga"}, "orga"),
        ({"reply_to": "n/a"}, "n/a"),
        ({"server": ""}, "mail server"),
        ({"server": "smtp.asso.test/evil"}, "evil"),
        ({"security": MailSecurity.NONE}, "encryption"),
        ({"port": 70000}, "65535"),
        ({"pace": 0}, str(FASTEST_PACE)),
        ({"pace": FASTEST_PACE + 1}, str(FASTEST_PACE)),
    ],
)
def test_an_account_that_cannot_work_is_refused_with_the_reason_and_another_has_the_usual_port(fields, words):
    with pytest.raises(UserError, match=words):
        checked_account(replace(ACCOUNT, **fields))
    account = checked_account(MailAccount(" SMTP.asso.test ", sender="orga@asso.test", sender_name="A\r\nBcc: x"))
    assert (account.server, account.port, account.sender_name) == ("smtp.asso.test", 465, "A Bcc: x")
    own = checked_account(MailAccount("localhost", 0, MailSecurity.NONE, sender="orga@asso.test"))
    assert own.port == 25, "no encryption, but this computer's own server"


ZOE = an_attendee(11, first_name="Zoé", last_name="Le Brás", email="zoe@example.org", organisation="Mairie")
NAMESAKE = an_attendee(12, first_name="Zoé", last_name="Le Brás", email="zb@example.org", organisation="Lycée")


@pytest.fixture
def drafted(event, clock, qapp):
    add_people(event, clock(), ZOE, NAMESAKE, an_attendee(13, email="parti@example.org", status=Status.CANCELLED))


def english(words, **fields):
    return fill_message(words.text, fields)


def drafts(folder):
    return {path.name: read_message(path.read_bytes()) for path in sorted(folder.glob("*.eml"))}


def test_everyone_with_an_address_has_a_draft_and_a_row_of_the_mail_merge(event, drafted, tmp_path):
    out = tmp_path / "brouillons"
    done = write_drafts(event, out, MailAccount(sender="orga@asso.test", sender_name="Accueil"), english)
    assert (done.messages, done.tickets, len(done.without_address)) == (2, 2, 3)
    found = drafts(out)
    assert list(found) == ["LE BRÁS Zoé Lycée.eml", "LE BRÁS Zoé Mairie.eml"], "homonyms"
    message = found["LE BRÁS Zoé Mairie.eml"]
    assert message.headers["X-Unsent"] == ["1"]
    assert (message.to, message.shown_codes) == (ZOE.email, [ZOE.ticket_code])
    assert message.attached_codes(tmp_path) == {"LE BRÁS Zoé Mairie.pdf": [ZOE.ticket_code]}
    assert len(message.calendars) == 1
    with (out / MERGE_FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["Send to"], row["Code"]) for row in rows] == [(p.email, p.ticket_code) for p in (ZOE, NAMESAKE)]
    for path in (Path(row["Ticket"]) for row in rows):
        assert path.is_absolute()
        assert path.read_bytes().startswith(b"%PDF")


def test_a_cancelled_writing_words_with_a_mistake_and_an_event_of_nobody_leave_nothing(event, desk, drafted, tmp_path):
    def cancel(done, _total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_drafts(event, tmp_path / "brouillons", None, english, cancel)
    save_ticket_settings(event, desk, TicketSettings(subject={"fr": "Billet {evenement}"}))
    with pytest.raises(UserError, match="evenement"):
        write_drafts(event, tmp_path / "brouillons", None, english)
    save_ticket_settings(event, desk, TicketSettings())
    desk.registration.set_status(dict.fromkeys(MailRecipients(event).people, Status.CANCELLED))
    with pytest.raises(UserError, match="Nobody"):
        write_drafts(event, tmp_path / "brouillons", None, english)
    assert not (tmp_path / "brouillons").exists()


LOCAL = MailAccount("localhost", 465, sender="orga@asso.test", sender_name="Accueil", pace=60)
FIVE = [an_attendee(n, email=f"p{n}@example.org", category="participant") for n in range(11, 16)]


class TalkingServer:
    """Says yes, or what stands next in `says` for that stage, and remembers what it took over."""

    def __init__(self):
        self.says = {stage: deque() for stage in MailStage}
        self.delivered, self.opened, self.is_open = [], 0, False
        self.before_the_dot = lambda: None
        self._offered = None

    def open(self):
        self._say(MailStage.CONNECT)
        self.is_open, self.opened = True, self.opened + 1

    def offer(self, recipient, content):
        assert self.is_open
        for stage in (MailStage.SENDER, MailStage.RECIPIENT, MailStage.CONTENT):
            self._say(stage)
        self._offered = (recipient, content)
        self.before_the_dot()

    def finish(self):
        self._say(MailStage.END)
        self.delivered.append(self._offered)
        return MailReply(MailStage.END, 250, "2.0.0 Ok")

    def reset(self):
        assert self.is_open

    def abandon(self):
        self.is_open, self._offered = False, None

    close = abandon

    def _say(self, stage):
        reply = self.says[stage].popleft() if self.says[stage] else None
        if reply:
            if reply.fault or reply.code == 421:
                self.abandon()
            raise MailServerError(reply)


def says(server, stage, code, text="", times=1):
    server.says[stage].extend([MailReply(stage, code, text)] * times)


def fails(server, stage, fault, times=1):
    server.says[stage].extend([MailReply(stage, fault=fault)] * times)


@pytest.fixture
def server():
    return TalkingServer()


@pytest.fixture
def mail(event, clock, qapp):
    add_people(event, clock(), *FIVE)
    return TicketMail(event, clock)


@pytest.fixture
def sender(event, clock, server):
    return MailSender(event, clock, LOCAL, server)


def run(sender, clock, until=timedelta(0)):
    """Step on; time passes only as far as the sender wants it to, and at most so far."""
    end = clock() + until
    while (due := sender.step(clock())) is not None:
        pause = max(due - clock(), timedelta(0))
        if clock() + pause > end + timedelta(seconds=1) * len(FIVE) * 2:
            break
        clock.pass_by(seconds=pause.total_seconds())


def states(mail):
    return Counter(job.state for job in mail.jobs())


def sent_to(server):
    return [address for address, _ in server.delivered]


def test_everybody_gets_their_own_code_once_and_the_journal_tells(event, mail, sender, server, clock):
    assert (mail.queue("asso.test"), mail.queue("asso.test")) == (5, 0), "Send is pressed twice"
    plan = mail.plan()
    assert (plan.people, plan.under_way, plan.has_it) == (0, 5, 0)
    for _ in range(2):
        assert sender.step(clock()) == clock() + timedelta(seconds=1), "messages keep the pace"
    assert (len(server.delivered), mail.withdraw()) == (1, 4), "what waits can be withdrawn"
    run(sender, clock)
    assert (len(server.delivered), dict(mail.plan().due), mail.queue("asso.test")) == (1, {"new": 4}, 4)
    run(sender, clock)
    assert sent_to(server) == [person.email for person in FIVE]
    assert [read_message(content).shown_codes for _, content in server.delivered] == [[p.ticket_code] for p in FIVE]
    entries = event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
    assert [entry.subject for entry in entries] == [person.id for person in FIVE]
    assert (states(mail)[MailState.SENT], mail.queue("asso.test")) == (5, 0)


def test_a_refused_recipient_and_a_ticket_that_cannot_be_drawn_stop_nobody_else(event, mail, sender, server, clock):
    add_people(event, clock(), an_attendee(31, email="long@example.org", ticket_code="é" * 3000))
    says(server, MailStage.RECIPIENT, 550, "5.1.1 No such user")
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.REFUSED: 2, MailState.SENT: 4}
    refused = next(job for job in mail.jobs() if job.state is MailState.REFUSED)
    assert (refused.said, mail.names(refused)) == ("550 5.1.1 No such user", [FIVE[0].name])
    assert (mail.queue("asso.test"), mail.queue("asso.test", again=True)) == (0, 2)


def test_a_greylisted_recipient_is_tried_again_after_a_minute_and_not_for_ever(mail, sender, server, clock):
    says(server, MailStage.RECIPIENT, 451, "4.7.1 Greylisted", times=2)
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.DEFERRED: 2, MailState.SENT: 3}
    assert not server.is_open
    clock.pass_by(minutes=1)
    sender.step(clock())
    assert states(mail) == {MailState.DEFERRED: 1, MailState.SENT: 4}
    says(server, MailStage.RECIPIENT, 451, "4.7.1 Greylisted", times=100)
    run(sender, clock, until=sum(RETRY_AFTER, timedelta(minutes=10)))
    assert states(mail) == {MailState.REFUSED: 1, MailState.SENT: 4}
    assert max(job.attempts for job in mail.jobs()) == 4


def test_without_a_network_it_waits_longer_and_longer_and_for_a_daily_limit_and_goes_on(mail, sender, server, clock):
    fails(server, MailStage.CONNECT, ConnectionFault.UNREACHABLE, times=len(PAUSES) + 1)
    mail.queue("asso.test")
    waits = []
    for _ in range(len(PAUSES) + 1):
        due = sender.step(clock())
        assert sender.state.trouble is MailTrouble.NO_NETWORK
        waits.append(due - clock())
        clock.at = due
    assert waits == [*PAUSES, PAUSES[-1]]
    clock.at = sender.step(clock())
    says(server, MailStage.END, 550, "5.4.5 Daily user sending limit exceeded")
    assert sender.step(clock()) == sender.state.until == clock() + LIMIT_PAUSES[0]
    assert (sender.state.trouble, states(mail)) == (MailTrouble.LIMIT, {MailState.SENT: 1, MailState.WAITING: 4})
    clock.at = sender.state.until
    run(sender, clock)
    assert states(mail) == {MailState.SENT: 5}


def test_a_name_that_was_known_is_no_network_and_else_a_typing_error(mail, sender, server, clock):
    fails(server, MailStage.CONNECT, ConnectionFault.UNKNOWN_SERVER)
    mail.queue("asso.test")
    assert sender.step(clock()) is None
    assert (sender.state.is_stopped, sender.state.trouble) == (True, MailTrouble.UNKNOWN_SERVER)
    sender.resume()
    sender.step(clock())
    server.abandon()
    fails(server, MailStage.CONNECT, ConnectionFault.UNKNOWN_SERVER)
    clock.pass_by(seconds=1)
    assert sender.step(clock()) is not None
    assert sender.state.trouble is MailTrouble.NO_NETWORK


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (MailReply(MailStage.CONNECT, 554, "5.7.1 Blocked"), MailTrouble.NOT_ALLOWED),
        (MailReply(MailStage.SENDER, 530, "5.7.0 Authentication required"), MailTrouble.PASSWORD),
        (MailReply(MailStage.SENDER, 553, "5.7.1 Not your address"), MailTrouble.SENDER),
    ],
)
def test_what_needs_the_organiser_stops_it_with_nobody_refused(mail, sender, server, reply, trouble):
    clock = FakeClock(MORNING)
    server.says[reply.stage].append(reply)
    mail.queue("asso.test")
    assert sender.step(clock()) is None
    assert sender.step(clock()) is None
    assert (sender.state.trouble, states(mail)) == (trouble, {MailState.WAITING: 5})
    sender.resume()
    run(sender, clock)
    assert states(mail) == {MailState.SENT: 5}


def test_three_messages_refused_alike_are_not_their_recipients_fault(mail, sender, server, clock):
    says(server, MailStage.END, 554, "5.7.1 Message rejected as spam", times=9)
    mail.queue("asso.test")
    run(sender, clock)
    assert (sender.state.trouble, sender.state.said) == (MailTrouble.REJECTED, "554 5.7.1 Message rejected as spam")
    assert states(mail) == {MailState.WAITING: 5}
    assert len(server.says[MailStage.END]) == 6


def test_a_lost_consent_is_never_followed_by_a_second_message_unless_asked(mail, sender, server, clock):
    fails(server, MailStage.END, ConnectionFault.CUT)
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.UNSURE: 1, MailState.SENT: 4}
    assert mail.queue("asso.test") == 0
    run(sender, clock)
    assert FIVE[0].email not in sent_to(server)
    assert mail.plan().only_if_asked == {"unsure": 1}
    (uncertain,) = [job for job in mail.jobs() if job.state is MailState.UNSURE]
    assert mail.queue("asso.test", again=True) == 1
    assert mail.jobs()[-1].message_id == uncertain.message_id


def test_the_organiser_says_what_became_of_an_uncertain_message(event, mail, sender, server, clock):
    fails(server, MailStage.END, ConnectionFault.CUT, times=2)
    mail.queue("asso.test")
    run(sender, clock, until=timedelta(minutes=1))
    one, two = [job for job in mail.jobs() if job.state is MailState.UNSURE]
    mail.confirm_sent(one.id)
    mail.send_again(two.id)
    with pytest.raises(UserError):
        mail.confirm_sent(two.id)
    run(sender, clock)
    assert states(mail) == {MailState.SENT: 5}
    assert len(event.journal.entries_of_kinds([EntryKind.TICKET_SENT])) == 5
    resent = next(data for address, data in server.delivered if address == two.address)
    assert read_message(resent).headers["Message-ID"] == [two.message_id]


def test_who_is_cancelled_until_the_last_dot_or_served_by_another_desk_gets_none(event, mail, sender, server, clock):
    desk = Desk(event, clock, "Accueil 2")
    mail.queue("asso.test")
    desk.registration.set_status({FIVE[1].id: Status.CANCELLED})
    server.before_the_dot = lambda: desk.registration.set_status({FIVE[0].id: Status.CANCELLED})
    job, who = next((job, who) for job in mail.jobs() for who in job.recipients if who == FIVE[2].id)
    with event.transaction():
        row = sent_ticket_entry(who, job.address, "<1@autre.test>", job.fingerprints[who])
        event.journal.append_all([row], at=clock(), desk="Accueil 2")
    run(sender, clock)
    assert sorted(sent_to(server)) == [person.email for person in FIVE[3:]]
    assert states(mail) == {MailState.WITHDRAWN: 3, MailState.SENT: 2}


def test_what_is_replaced_meanwhile_is_what_is_sent_and_a_later_change_is_sent_to_that_person_alone(
    desk, mail, sender, server, clock
):
    mail.queue("asso.test")
    new = desk.replace_code(FIVE[2].id)
    desk.registration.correct(FIVE[0].id, {"email": "neuf@example.org"})
    run(sender, clock)
    assert sent_to(server) == ["neuf@example.org", *(person.email for person in FIVE[1:])]
    assert read_message(server.delivered[2][1]).shown_codes == [new]
    assert mail.queue("asso.test") == 0
    desk.replace_code(FIVE[3].id)
    desk.registration.correct(FIVE[4].id, {"email": "plus.neuf@example.org"})
    assert dict(mail.plan().due) == {"changed": 2}
    assert mail.queue("asso.test") == 2
    run(sender, clock)
    assert sent_to(server)[5:] == [FIVE[3].email, "plus.neuf@example.org"]


def test_what_a_killed_sender_left_is_taken_over(event, mail, server, clock):
    mail.queue("asso.test")
    for stage in ("take", "dot"):
        killed = MailSender(event, clock, LOCAL, Killed(stage))
        killed.recover()
        with pytest.raises(SystemExit):
            killed.step(clock())
    sender = MailSender(event, clock, LOCAL, server)
    sender.recover()
    run(sender, clock)
    assert states(mail) == {MailState.UNSURE: 1, MailState.SENT: 4}


class Killed(TalkingServer):
    """Ends the program while a message is handed over, or after its dot."""

    def __init__(self, stage):
        super().__init__()
        self.stage = stage

    def offer(self, recipient, content):
        if self.stage == "take":
            raise SystemExit
        super().offer(recipient, content)

    def finish(self):
        raise SystemExit


def test_a_sender_that_wakes_up_after_another_took_over_sends_nothing(event, mail, sender, server, clock):
    mail.queue("asso.test")
    other_server = TalkingServer()
    other = MailSender(event, clock, LOCAL, other_server)

    def another_takes_over():
        server.before_the_dot = lambda: None
        other.recover()
        run(other, clock)

    server.before_the_dot = another_takes_over
    run(sender, clock)
    assert Counter(sent_to(server) + sent_to(other_server)) == Counter(person.email for person in FIVE)
    assert states(mail) == {MailState.SENT: 5}


def test_an_order_has_one_message_with_a_ticket_for_each(event, mail, sender, server, clock):
    zoe = an_attendee(21, first_name="Zoé", order="7")
    tom = an_attendee(22, first_name="Tom", order="7", email="tom@example.org")
    add_people(event, clock(), zoe, tom)
    save_ticket_settings(event, Desk(event, clock, "d"), TicketSettings(grouping=MessageGrouping.ORDER))
    mail.queue("asso.test")
    run(sender, clock)
    (content,) = [data for address, data in server.delivered if address == tom.email]
    message = read_message(content)
    assert message.shown_codes == [zoe.ticket_code, tom.ticket_code]
    assert (len(message.pdfs), "Zoé" in message.text) == (2, True)
    entries = event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
    assert {zoe.id, tom.id} <= {entry.subject for entry in entries}


@pytest.fixture
def lab():
    with MailLab() as running:
        yield running


@pytest.fixture
def real_mail(event, qapp):
    add_people(event, MORNING, *FIVE)
    return TicketMail(event, event.clock())


@pytest.fixture
def worker(event, lab, real_mail, tmp_path):
    clock, passwords = event.clock(), [PASSWORD]

    def set_up(own):
        server = MailServer(lab.account(), passwords[0], lab.authority(tmp_path))
        return MailSender(own, clock, lab.account(), server)

    made = MailWorker(event.path, clock, set_up)
    made.passwords, made.told = passwords, []
    made.changed.connect(made.told.append)
    yield made
    made.stop()


def test_what_is_queued_is_sent_beside_the_window(qtbot, event, real_mail, worker, lab):
    with qtbot.waitSignal(worker.changed):
        worker.start()
    real_mail.queue("asso.test")
    worker.wake()
    qtbot.waitUntil(lambda: worker.told[-1].counts == {MailState.SENT: 5})
    assert sorted(address for address, _ in lab.messages) == [person.email for person in FIVE]
    assert len(event.journal.entries_of_kinds([EntryKind.TICKET_SENT])) == 5


def test_nothing_is_sent_until_the_password_is_right_nor_during_a_pause(real_mail, worker, lab):
    real_mail.queue("asso.test")
    worker.passwords[0] = "faux"
    assert worker.step() is None
    assert (worker.told[-1].sender.trouble, worker.told[-1].sender.is_stopped) == (MailTrouble.PASSWORD, True)
    worker.passwords[0] = PASSWORD
    worker.resume()
    worker.pause(True)
    assert worker.step() is None
    assert lab.messages == []
    worker.pause(False)
    assert worker.step() is not None
    assert len(lab.messages) == 1
    worker.close()
