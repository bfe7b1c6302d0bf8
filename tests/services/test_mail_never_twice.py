# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of sending, whatever the order of replies, kills, changes and impatience: nobody gets a message twice, nobody
another person's code, nobody is forgotten.
"""

import string
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from checkin.core.attendee import Status, deliverable_address
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_jobs import ConnectionFault, MailCourse, MailReply, MailStage, MailState, judge_reply
from checkin.core.mail.mail_message import message_bytes
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.devices.mail_server import MailServerError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_sender import MailSender
from checkin.services.mail.ticket_mail import TicketMail
from checkin.services.mail.ticket_messages import MailRecipients, TicketMessages
from checkin.services.ticket_making import save_ticket_settings
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.mail_lab import read_message

ACCOUNT = MailAccount("localhost", 465, sender="orga@asso.test", pace=6000)
CODES = (200, 250, 421, 450, 451, 452, 530, 535, 550, 552, 554)
WORDS = ("", "5.1.1 unknown", "4.7.1 greylisted", "5.4.5 daily limit", "too many in this session", "5.7.1 spam")
FAULTS = [fault for fault in ConnectionFault if fault]


class Killed(BaseException):
    """The program ends here, as by kill -9."""


class Chance:
    """A server that answers anything at all. `boxes` are the mailboxes behind it: what is in them is what people
    got.
    """

    def __init__(self, boxes):
        self.boxes, self.plan, self.is_open = boxes, [], False

    def open(self):
        self._answer(MailStage.CONNECT)
        self.is_open = True

    def offer(self, recipient, content):
        self._message = (recipient, content)
        for stage in (MailStage.SENDER, MailStage.RECIPIENT, MailStage.CONTENT):
            self._answer(stage)

    def finish(self):
        """Take the message, or not; then tell, or not."""
        told = self.plan.pop(0) if self.plan else None
        if told == "killed before the dot":
            raise Killed
        if told in (None, "killed after the dot", "taken and silent"):
            self.boxes.append(self._message)
        if told in ("killed before the dot", "killed after the dot"):
            raise Killed
        if told in ("taken and silent", "lost and silent"):
            self.abandon()
            raise MailServerError(MailReply(MailStage.END, fault=ConnectionFault.CUT))
        if isinstance(told, MailReply):
            raise MailServerError(MailReply(MailStage.END, told.code or 550, told.text))
        return MailReply(MailStage.END, 250)

    def reset(self):
        pass

    def abandon(self):
        self.is_open = False

    close = abandon

    def _answer(self, stage):
        reply = self.plan.pop(0) if self.plan else None
        if isinstance(reply, str):
            raise Killed
        if (
            reply
            and judge_reply(again := MailReply(stage, reply.code, reply.text, reply.fault)).course
            is not MailCourse.GO_ON
        ):
            raise MailServerError(again)


NO_CONSENT = st.builds(MailReply, st.just(MailStage.END), st.sampled_from(CODES[2:]), st.sampled_from(WORDS))
SILENCE = st.builds(MailReply, st.just(MailStage.END), st.just(0), st.just(""), st.sampled_from(FAULTS))
AT_THE_END = st.sampled_from(["killed before the dot", "killed after the dot", "taken and silent", "lost and silent"])


class Sending(RuleBasedStateMachine):
    """An organiser who sends, corrects the list and is killed, and a server that answers anything."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock, self.boxes = FakeClock(MORNING), []
        self.event = EventFile.create(Path(self.folder.name) / "rencontre.checkin", KEY)
        self.event.plan(a_programme(), at=self.clock(), desk="Accueil 1")
        self.people = [an_attendee(n, email=f"p{n}@example.org") for n in range(1, 5)]
        add_people(self.event, self.clock(), *self.people)
        self.desk = Desk(self.event, self.clock, "Accueil 1")
        self.mail = TicketMail(self.event, self.clock)
        self.asked_again = set()
        self._begin()

    def _begin(self):
        self.server = Chance(self.boxes)
        self.sender = MailSender(self.event, self.clock, ACCOUNT, self.server)
        self.sender.recover()

    @initialize()
    def press_send(self):
        self.mail.queue("asso.test")

    @rule(again=st.booleans())
    def press_send_again(self, again):
        if again:
            self.asked_again |= {p for job in self.mail.jobs() if job.state is MailState.UNSURE for p in job.recipients}
        self.mail.queue("asso.test", again)

    @rule(answers=st.lists(NO_CONSENT | SILENCE | st.none(), max_size=4), end=st.none() | AT_THE_END | NO_CONSENT)
    def step(self, answers, end):
        opened = [] if self.server.is_open else [None]
        self.server.plan = [*opened, *answers[:3], *([None] * (3 - len(answers[:3]))), end]
        try:
            self.sender.step(self.clock())
        except Killed:
            self._begin()
        self.server.plan = []

    @rule(minutes=st.sampled_from([0, 1, 20, 90]))
    def time_passes(self, minutes):
        self.clock.pass_by(minutes=minutes)

    @rule()
    def the_organiser_acts(self):
        self.sender.resume()

    @rule(number=st.integers(0, 3))
    def somebody_cancels_or_comes_back(self, number):
        person = self.event.attendees.get(self.people[number].id)
        status = Status.CONFIRMED if person.status is Status.CANCELLED else Status.CANCELLED
        self.desk.registration.set_status({person.id: status})

    @rule(number=st.integers(0, 3))
    def a_code_is_replaced(self, number):
        if self.event.attendees.get(self.people[number].id).status is Status.CONFIRMED:
            self.desk.replace_code(self.people[number].id)

    @invariant()
    def nobody_has_a_ticket_twice(self):
        got = [(address, read_message(data).shown_codes) for address, data in self.boxes]
        for person in self.people:
            mine = [codes for address, codes in got if address == person.email]
            assert all(len(codes) == 1 for codes in mine)
            if person.id not in self.asked_again:
                assert len(mine) == len({codes[0] for codes in mine})

    @invariant()
    def every_code_is_its_owners(self):
        owner = dict(self.event.db.conn.execute("SELECT code, attendee FROM tickets").fetchall())
        for address, data in self.boxes:
            (code,) = read_message(data).shown_codes
            person = self.event.attendees.get(owner[code])
            assert person.email == address

    @invariant()
    def what_the_journal_says_was_sent_arrived(self):
        arrived = {read_message(data).headers["Message-ID"][0] for _, data in self.boxes}
        assert {e.body["message"] for e in self.event.journal.entries_of_kinds([EntryKind.TICKET_SENT])} <= arrived

    @precondition(lambda self: self.boxes)
    @rule()
    def in_the_end_everybody_has_their_ticket(self):
        """A server in a good mood, and time: nobody who may have one is left out, but those the organiser is asked
        about.
        """
        self.mail.queue("asso.test")
        for _ in range(40):
            self.sender.resume()
            if self.sender.step(self.clock()) is None:
                break
            self.clock.pass_by(minutes=2)
        plan = self.mail.plan()
        assert (plan.people, plan.under_way) == (0, 0)

    def teardown(self):
        self.event.close()
        self.folder.cleanup()


Sending.TestCase.settings = settings(max_examples=50, stateful_step_count=16)
TestSending = Sending.TestCase

LETTERS = string.ascii_letters + "éß\r\n\t,;:@<>\"'{}|=?&\x1b\u2028\u202e☃\U0001f389"
NAMES = st.text(alphabet=LETTERS, min_size=1, max_size=30) | st.sampled_from(
    ["{code}", "{tickets}", "Zoé\r\nBcc: tous@example.org", "=?utf-8?b?QmNj?=", "<script>alert(1)</script>", "a" * 200]
)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(NAMES, NAMES, st.sampled_from(["a@example.org", "b@example.org", "x\r\nRCPT TO:<c@d.fr>"])),
        min_size=1,
        max_size=6,
    ),
    NAMES,
    st.sampled_from(MessageGrouping),
)
def test_a_message_holds_the_codes_of_its_people_and_no_other(qapp, people, subject, grouping):
    """Whatever stands in names, subjects and addresses."""
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "e.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil 1")
        listed = [
            an_attendee(n, first_name=first, last_name=last, email=email, order="1")
            for n, (first, last, email) in enumerate(people, 1)
        ]
        add_people(event, MORNING, *listed)
        words = {"fr": subject.replace("{", "").replace("}", "")[:200] or "x"}
        desk = Desk(event, FakeClock(MORNING), "Accueil 1")
        save_ticket_settings(event, desk, TicketSettings(subject=words, grouping=grouping))
        recipients = MailRecipients(event)
        messages = TicketMessages(recipients.maker, list(recipients.people.values()))
        codes = {person.ticket_code for person in listed}
        for group in recipients.groups.groups:
            content = messages.content(group.address, group.people)
            message = read_message(message_bytes(content, ACCOUNT, "<1@asso.test>", MORNING))
            mine = [person.ticket_code for person in group.people]
            assert message.shown_codes == mine
            assert set(mine) <= {code for code in codes if code in message.text}
            assert not {code for code in codes - set(mine) if code in message.text + message.html}
            assert all(len(values) == 1 for values in message.headers.values())
            assert message.to == group.address == deliverable_address(group.address)
            assert len(message.pdfs) == len(mine)
            assert "<script" not in message.html
