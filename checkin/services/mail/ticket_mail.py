# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's decision to send: how many tickets are to be sent and why, who gets none, and the messages put into
the queue. Sending them is for `mail_sender`.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.attendee import Attendee, Status
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.mail.mail_due import ONLY_IF_ASKED, MailReason, why_due
from checkin.core.mail.mail_groups import MailGroup
from checkin.core.mail.mail_jobs import OPEN_MAIL_STATES, MailJob, MailState, NewMail
from checkin.core.message import Message
from checkin.core.tickets.sent_tickets import SentTicket, read_sent_tickets, sent_ticket_entry
from checkin.core.tickets.ticket_recipients import WhyNoTicket
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_recipients import MailRecipients
from checkin.services.mail.ticket_messages import TicketMessages
from checkin.storage.mail_queue import MailQueue
from checkin.storage.rehearsal_file import is_rehearsal_copy


@dataclass(frozen=True, slots=True)
class MailPlan:
    """What "send" would do now, and for whom there is nothing to do. Numbers are of people, except `messages`; `unpaid`
    of those who would get a ticket.

    `due` counts by reason who would get a ticket, REFUSED and UNSURE only if the organiser asked for them again;
    `only_if_asked` counts those otherwise. `has_it` have their present ticket, `under_way` wait for theirs.
    """

    messages: Sequence[NewMail]
    due: Mapping[MailReason, int]
    only_if_asked: Mapping[MailReason, int]
    has_it: int
    under_way: int
    without_address: Sequence[Attendee]
    with_bad_address: Sequence[Attendee]
    without_ticket: Mapping[WhyNoTicket, int]
    unpaid: int = 0

    @property
    def people(self) -> int:
        return sum(self.due.values())


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What is known of the deliveries to each person."""

    sent: Mapping[str, SentTicket]
    last: Mapping[str, MailJob]


class TicketMail:
    """The operations "see what would be sent", "send" and "do not send" of one event. Each is one transaction."""

    def __init__(self, event: EventFile, clock: Callable[[], datetime]) -> None:
        self._event, self._clock = event, clock
        self._queue = MailQueue(event.db)

    def plan(self, again: bool = False) -> MailPlan:
        """Return what sending would do now; with `again` for those too who were refused or are uncertain."""
        recipients = MailRecipients(self._event)
        return _plan(recipients, self.deliveries(), again)

    def queue(self, domain: str, again: bool = False, *, with_changed: bool = True, with_unpaid: bool = True) -> int:
        """Put the messages that are due into the queue and return their number. `domain` is that of the sender; without
        `with_changed` those who have an older ticket keep it, without `with_unpaid` those who have not paid wait.

        Nobody is queued twice, whoever else queues at the same time. Raises `UserError` for words with a mistake, for a
        rehearsal, or if nobody gets a ticket; nothing is queued then.
        """
        if is_rehearsal_copy(self._event.db):
            raise UserError(_REHEARSAL)
        recipients = MailRecipients(self._event)
        people = list(recipients.people.values())
        if not people:
            raise UserError(_NOBODY)
        TicketMessages(recipients.maker, people).check(people)
        for person in people:
            recipients.fingerprint(person)  # before the transaction, which others wait for
        with self._event.transaction():
            known = self.deliveries()
            plan = _plan(recipients, known, again, with_changed=with_changed, with_unpaid=with_unpaid)
            for mail in plan.messages:
                self._queue.add(mail, _doubted_id(mail, known) or new_message_id(domain), self._clock())
        return len(plan.messages)

    def withdraw(self) -> int:
        """Take every message that is not on its way out of the queue; return how many."""
        with self._event.transaction():
            return self._queue.withdraw_open(self._clock())

    def confirm_sent(self, job_id: int) -> None:
        """Record that an uncertain message arrived, as somebody in it said; writes its entries too. Raises `UserError`
        if it is not uncertain any more.
        """
        with self._event.transaction():
            job = self._resolved(job_id, MailState.SENT)
            rows = [sent_ticket_entry(p, job.address, job.message_id, f) for p, f in job.fingerprints.items()]
            self._event.journal.append_all(rows, at=self._clock(), desk="")

    def send_again(self, job_id: int) -> None:
        """Make an uncertain message wait again, under its own Message-ID. Raises `UserError` if it is not uncertain any
        more.
        """
        with self._event.transaction():
            self._resolved(job_id, MailState.WAITING)

    def _resolved(self, job_id: int, state: MailState) -> MailJob:
        job = self._queue.job(job_id)
        if job is None or not self._queue.resolve(job_id, state, self._clock()):
            raise UserError(_NOT_UNSURE)
        return job

    def counts(self) -> Mapping[MailState, int]:
        """Return the number of messages by state."""
        return self._queue.counts()

    def job(self, job_id: int) -> MailJob | None:
        return self._queue.job(job_id)

    def jobs(self) -> Sequence[MailJob]:
        """Return all messages, oldest first."""
        return self._queue.all()

    def names(self, job: MailJob) -> list[str]:
        """Return the names of the people in a message, without those who are no longer in the event."""
        found = (self._event.attendees.get(self._event.journal.person(record)) for record in job.recipients)
        return [person.name for person in found if person]

    def deliveries(self) -> Deliveries:
        """Return what is known of the deliveries to everybody."""
        person = self._event.journal.person
        sent: dict[str, SentTicket] = {}
        for record, ticket in read_sent_tickets(self._event.journal.entries_of_kinds([EntryKind.TICKET_SENT])).items():
            before = sent.setdefault(person(record), ticket)
            sent[person(record)] = max(before, ticket, key=lambda each: each.at)
        last = {person(record): job for job in self._queue.all() for record in job.recipients if _counts(job)}
        return Deliveries(sent, last)


def new_message_id(domain: str) -> str:
    """Return a Message-ID that no other message has."""
    return f"<{secrets.token_hex(16)}@{domain}>"


def _doubted_id(mail: NewMail, known: Deliveries) -> str:
    """Return the Message-ID of the uncertain message that this one repeats, "" if it repeats none: mailboxes that got
    the first then show it once.
    """
    before = known.last.get(mail.recipients[0])
    is_same = before and (before.address, before.fingerprints) == (mail.address, mail.fingerprints)
    return before.message_id if before and is_same and before.state is MailState.UNSURE else ""


def _counts(job: MailJob) -> bool:
    """Whether a message says anything about its people's tickets: one that was withdrawn does not."""
    return job.state is not MailState.WITHDRAWN


def _plan(
    recipients: MailRecipients,
    known: Deliveries,
    again: bool,
    *,
    with_changed: bool = True,
    with_unpaid: bool = True,
) -> MailPlan:
    unwanted = {*(() if again else ONLY_IF_ASKED), *(() if with_changed else (MailReason.CHANGED,))}
    reasons = {
        person.id: why_due(
            group.address,
            recipients.fingerprint(person),
            known.sent.get(person.id),
            known.last.get(person.id),
            person.id,
        )
        for group in recipients.groups.groups
        for person in group.people
    }
    unpaid = {person for person in reasons if recipients.people[person].status is Status.UNPAID}
    kept_back = set[str]() if with_unpaid else unpaid
    wanted = {p: why for p, why in reasons.items() if why and why not in unwanted and p not in kept_back}
    under_way = sum(bool((job := known.last.get(person)) and job.state in OPEN_MAIL_STATES) for person in reasons)
    return MailPlan(
        tuple(_messages(recipients, wanted)),
        Counter(wanted.values()),
        Counter(why for person, why in reasons.items() if why and person not in wanted),
        sum(why is None for why in reasons.values()) - under_way,
        under_way,
        recipients.groups.without_address,
        recipients.groups.with_bad_address,
        recipients.without_ticket,
        len(unpaid.intersection(wanted)),
    )


def _messages(recipients: MailRecipients, wanted: Collection[str]) -> Iterator[NewMail]:
    for group in recipients.groups.groups:
        if people := [person for person in group.people if person.id in wanted]:
            yield _new_mail(MailGroup(group.address, tuple(people)), recipients)


def _new_mail(group: MailGroup, recipients: MailRecipients) -> NewMail:
    return NewMail(group.address, {person.id: recipients.fingerprint(person) for person in group.people})


_REHEARSAL = Message("mail", "This is a rehearsal. Nothing was sent: real people would get their ticket.")
_NOT_UNSURE = Message("mail", "What became of this message is already known. Nothing was changed.")
_NOBODY = Message("mail", "Nobody would get a ticket. Nothing was sent; check the list of attendees.")
