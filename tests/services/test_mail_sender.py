# SPDX-License-Identifier: GPL-3.0-or-later
"""The sender, step by step, at a server that says what it is told to say."""

from collections import Counter, deque
from datetime import timedelta

import pytest

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_jobs import RETRY_AFTER, MailState
from checkin.core.mail.mail_replies import ConnectionFault, MailReply, MailStage, MailTrouble
from checkin.core.message import UserError
from checkin.core.tickets.ticket_fields import sent_ticket_entry
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.devices.mail_server import MailServerError
from checkin.services.desk import Desk
from checkin.services.mail.mail_sender import LIMIT_PAUSES, PAUSES, MailSender
from checkin.services.mail.ticket_mail import TicketMail
from checkin.services.ticket_making import save_ticket_settings
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.mail_lab import read_message

ACCOUNT = MailAccount("localhost", 465, sender="orga@asso.test", sender_name="Accueil", pace=60)
PEOPLE = [an_attendee(n, email=f"p{n}@example.org", category="participant") for n in range(11, 16)]


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
    add_people(event, clock(), *PEOPLE)
    return TicketMail(event, clock)


@pytest.fixture
def sender(event, clock, server):
    return MailSender(event, clock, ACCOUNT, server)


def run(sender, clock, until=timedelta(0)):
    """Step on; time passes only as far as the sender wants it to, and at most so far."""
    end = clock() + until
    while (due := sender.step(clock())) is not None:
        pause = max(due - clock(), timedelta(0))
        if clock() + pause > end + timedelta(seconds=1) * len(PEOPLE) * 2:
            break
        clock.pass_by(seconds=pause.total_seconds())


def states(mail):
    return Counter(job.state for job in mail.jobs())


def sent_to(server):
    return [address for address, _ in server.delivered]


def test_everybody_gets_their_own_code_once_and_the_journal_tells(event, mail, sender, server, clock):
    assert mail.queue("asso.test") == 5
    run(sender, clock)
    assert sent_to(server) == [person.email for person in PEOPLE]
    for person, (_, content) in zip(PEOPLE, server.delivered, strict=True):
        assert read_message(content).shown_codes == [person.ticket_code]
    entries = event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
    assert [entry.subject for entry in entries] == [person.id for person in PEOPLE]
    assert states(mail) == {MailState.SENT: 5}
    assert server.opened == 1
    assert mail.queue("asso.test") == 0


def test_messages_keep_the_pace(mail, sender, server, clock):
    mail.queue("asso.test")
    assert sender.step(clock()) == clock() + timedelta(seconds=1)
    assert sender.step(clock()) == clock() + timedelta(seconds=1)
    assert len(server.delivered) == 1


def test_pressing_send_twice_queues_nobody_twice(mail):
    assert (mail.queue("asso.test"), mail.queue("asso.test")) == (5, 0)
    plan = mail.plan()
    assert (plan.people, plan.under_way, plan.has_it) == (0, 5, 0)


def test_a_refused_recipient_stops_nobody_else(mail, sender, server, clock):
    says(server, MailStage.RECIPIENT, 550, "5.1.1 No such user")
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.REFUSED: 1, MailState.SENT: 4}
    (refused,) = [job for job in mail.jobs() if job.state is MailState.REFUSED]
    assert (refused.said, mail.names(refused)) == ("550 5.1.1 No such user", [PEOPLE[0].name])
    assert (mail.queue("asso.test"), mail.queue("asso.test", again=True)) == (0, 1)


def test_a_greylisted_recipient_is_tried_again_after_a_minute(mail, sender, server, clock):
    says(server, MailStage.RECIPIENT, 451, "4.7.1 Greylisted")
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.DEFERRED: 1, MailState.SENT: 4}
    assert not server.is_open
    clock.pass_by(minutes=1)
    run(sender, clock)
    assert states(mail) == {MailState.SENT: 5}


def test_who_is_told_to_come_later_too_often_is_refused(mail, sender, server, clock):
    says(server, MailStage.RECIPIENT, 451, "4.7.1 Greylisted", times=100)
    mail.queue("asso.test")
    run(sender, clock, until=sum(RETRY_AFTER, timedelta(minutes=10)))
    assert states(mail) == {MailState.REFUSED: 5}
    assert {job.attempts for job in mail.jobs()} == {4}


def test_a_server_that_closes_loses_nobody(mail, sender, server, clock):
    mail.queue("asso.test")
    sender.step(clock())
    says(server, MailStage.SENDER, 421, "Too many messages in this session")
    run(sender, clock)
    assert (states(mail), server.opened) == ({MailState.SENT: 5}, 2)
    assert sorted(sent_to(server)) == [person.email for person in PEOPLE]


def test_without_a_network_it_waits_longer_and_longer_and_goes_on(mail, sender, server, clock):
    fails(server, MailStage.CONNECT, ConnectionFault.UNREACHABLE, times=len(PAUSES) + 1)
    mail.queue("asso.test")
    began, waits = clock(), []
    for _ in range(len(PAUSES) + 1):
        due = sender.step(clock())
        assert sender.state.trouble is MailTrouble.NO_NETWORK
        waits.append(due - clock())
        clock.at = due
    assert waits == [*PAUSES, PAUSES[-1]]
    run(sender, clock)
    assert states(mail) == {MailState.SENT: 5}
    assert clock() - began > sum(PAUSES, timedelta(0))


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


def test_a_daily_limit_is_waited_for(mail, sender, server, clock):
    says(server, MailStage.END, 550, "5.4.5 Daily user sending limit exceeded")
    mail.queue("asso.test")
    assert sender.step(clock()) == clock() + LIMIT_PAUSES[0]
    assert (sender.state.trouble, sender.state.until) == (MailTrouble.LIMIT, clock() + LIMIT_PAUSES[0])
    assert states(mail) == {MailState.WAITING: 5}


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


def test_a_lost_consent_is_never_followed_by_a_second_message(mail, sender, server, clock):
    fails(server, MailStage.END, ConnectionFault.CUT)
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.UNSURE: 1, MailState.SENT: 4}
    assert mail.queue("asso.test") == 0
    run(sender, clock)
    assert PEOPLE[0].email not in sent_to(server)
    assert mail.plan().only_if_asked == {"unsure": 1}


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


def test_an_uncertain_message_sent_again_has_its_own_id_again(mail, sender, server, clock):
    fails(server, MailStage.END, ConnectionFault.CUT)
    mail.queue("asso.test")
    run(sender, clock)
    (uncertain,) = [job for job in mail.jobs() if job.state is MailState.UNSURE]
    assert mail.queue("asso.test", again=True) == 1
    assert mail.jobs()[-1].message_id == uncertain.message_id


def test_who_is_cancelled_meanwhile_gets_none_until_the_last_dot(desk, mail, sender, server, clock):
    mail.queue("asso.test")
    desk.registration.set_status({PEOPLE[1].id: Status.CANCELLED})
    server.before_the_dot = lambda: desk.registration.set_status({PEOPLE[0].id: Status.CANCELLED})
    run(sender, clock)
    assert sorted(sent_to(server)) == [person.email for person in PEOPLE[2:]]
    assert states(mail) == {MailState.WITHDRAWN: 2, MailState.SENT: 3}


def test_a_code_replaced_meanwhile_is_the_one_that_is_sent(desk, mail, sender, server, clock):
    mail.queue("asso.test")
    new = desk.replace_code(PEOPLE[2].id)
    run(sender, clock)
    (content,) = [data for address, data in server.delivered if address == PEOPLE[2].email]
    assert read_message(content).shown_codes == [new]
    assert mail.queue("asso.test") == 0


def test_a_changed_ticket_is_sent_again_to_that_person_alone(desk, mail, sender, server, clock):
    mail.queue("asso.test")
    run(sender, clock)
    desk.replace_code(PEOPLE[3].id)
    desk.registration.correct(PEOPLE[4].id, {"email": "neuf@example.org"})
    assert dict(mail.plan().due) == {"changed": 2}
    assert mail.queue("asso.test") == 2
    run(sender, clock)
    assert sent_to(server)[5:] == [PEOPLE[3].email, "neuf@example.org"]


def test_an_address_corrected_meanwhile_is_where_it_goes(desk, mail, sender, server, clock):
    mail.queue("asso.test")
    desk.registration.correct(PEOPLE[0].id, {"email": "neuf@example.org"})
    run(sender, clock)
    assert sent_to(server)[0] == "neuf@example.org"


def test_what_another_desk_sent_meanwhile_is_not_sent_again(event, mail, sender, server, clock):
    mail.queue("asso.test")
    job = mail.jobs()[0]
    with event.transaction():
        row = sent_ticket_entry(PEOPLE[0].id, job.address, "<1@autre.test>", job.fingerprints[PEOPLE[0].id])
        event.journal.append_all([row], at=clock(), desk="Accueil 2")
    run(sender, clock)
    assert PEOPLE[0].email not in sent_to(server)
    assert states(mail) == {MailState.WITHDRAWN: 1, MailState.SENT: 4}


def test_what_a_killed_sender_left_is_taken_over(event, mail, server, clock):
    mail.queue("asso.test")
    for stage in ("take", "dot"):
        killed = MailSender(event, clock, ACCOUNT, Killed(stage))
        killed.recover()
        with pytest.raises(SystemExit):
            killed.step(clock())
    sender = MailSender(event, clock, ACCOUNT, server)
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
    other = MailSender(event, clock, ACCOUNT, other_server)

    def another_takes_over():
        server.before_the_dot = lambda: None
        other.recover()
        run(other, clock)

    server.before_the_dot = another_takes_over
    run(sender, clock)
    assert Counter(sent_to(server) + sent_to(other_server)) == Counter(person.email for person in PEOPLE)
    assert states(mail) == {MailState.SENT: 5}


def test_an_order_has_one_message_with_a_ticket_for_each(event, mail, sender, server, clock):
    desk = Desk(event, clock, "Accueil 1")
    family = [
        an_attendee(n, first_name=name, order="7", email=mail_)
        for n, name, mail_ in [(21, "Zoé", ""), (22, "Tom", "tom@example.org")]
    ]
    add_people(event, clock(), *family)
    save_ticket_settings(event, desk, TicketSettings(grouping=MessageGrouping.ORDER))
    mail.queue("asso.test")
    run(sender, clock)
    (content,) = [data for address, data in server.delivered if address == "tom@example.org"]
    message = read_message(content)
    assert message.shown_codes == [person.ticket_code for person in family]
    assert len(message.pdfs) == 2
    assert "Zoé" in message.text
    entries = event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
    assert {family[0].id, family[1].id} <= {entry.subject for entry in entries}


def test_a_ticket_that_cannot_be_drawn_is_refused_and_the_others_go_on(event, mail, sender, server, clock):
    add_people(event, clock(), an_attendee(31, email="long@example.org", ticket_code="é" * 3000))
    mail.queue("asso.test")
    run(sender, clock)
    assert states(mail) == {MailState.REFUSED: 1, MailState.SENT: 5}


def test_what_waits_can_be_withdrawn(mail, sender, server, clock):
    mail.queue("asso.test")
    sender.step(clock())
    assert mail.withdraw() == 4
    run(sender, clock)
    assert len(server.delivered) == 1
    assert mail.plan().due == {"new": 4}


def test_words_with_an_unknown_field_are_refused_before_anything_is_queued(event, desk, mail):
    save_ticket_settings(event, desk, TicketSettings(text={"fr": "Bonjour {prénom}"}))
    with pytest.raises(UserError, match="prénom"):
        mail.queue("asso.test")
    assert mail.jobs() == []
