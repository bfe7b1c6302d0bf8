# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's decision to send: how many tickets and why, how far each is, or drafts instead.

Messages are put into the queue; sending them is for `mail_sender`.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from checkin.core.attendee import Attendee, Status
from checkin.core.entries import EntryKind
from checkin.core.mail import mail_jobs
from checkin.core.mail.mail_account import MailAccount, MailGroup, MailGroups
from checkin.core.mail.mail_message import draft_bytes
from checkin.core.message import Message, ReportProgress, Translate, UserError, ignore_progress
from checkin.core.proposed_file_names import name_files_by_person
from checkin.core.tickets.ticket_fields import SentTicket, WhyNoTicket, read_sent_tickets, sent_ticket_entry
from checkin.documents.atomic_write import write_folder_atomically
from checkin.documents.table_writer import OutputColumn, OutputTable, csv_text
from checkin.services.event_file import EventFile
from checkin.services.mail.ticket_messages import MailRecipients, TicketMessages
from checkin.storage.copies import is_rehearsal_copy
from checkin.storage.mail_queue import MailQueue


@dataclass(frozen=True, slots=True)
class MailPlan:
    """What "send" would do now, and for whom there is nothing to do. Numbers are of people, except `messages`; `unpaid`
    of those who would get a ticket.

    `due` counts by reason who would get a ticket, REFUSED and UNSURE only if the organiser asked for them again;
    `only_if_asked` counts those otherwise. `has_it` have their present ticket, `under_way` wait for theirs.
    """

    messages: Sequence[mail_jobs.NewMail]
    due: Mapping[mail_jobs.MailReason, int]
    only_if_asked: Mapping[mail_jobs.MailReason, int]
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
    last: Mapping[str, mail_jobs.MailJob]


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
            raise UserError(_NO_RECIPIENTS)
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
            job = self._resolved(job_id, mail_jobs.MailState.SENT)
            rows = [sent_ticket_entry(p, job.address, job.message_id, f) for p, f in job.fingerprints.items()]
            self._event.journal.append_all(rows, at=self._clock(), desk="")

    def send_again(self, job_id: int) -> None:
        """Make an uncertain message wait again, under its own Message-ID. Raises `UserError` if it is not uncertain any
        more.
        """
        with self._event.transaction():
            self._resolved(job_id, mail_jobs.MailState.WAITING)

    def _resolved(self, job_id: int, state: mail_jobs.MailState) -> mail_jobs.MailJob:
        job = self._queue.job(job_id)
        if job is None or not self._queue.resolve(job_id, state, self._clock()):
            raise UserError(Message("mail", "What became of this message is already known. Nothing was changed."))
        return job

    def counts(self) -> Mapping[mail_jobs.MailState, int]:
        """Return the number of messages by state."""
        return self._queue.counts()

    def job(self, job_id: int) -> mail_jobs.MailJob | None:
        return self._queue.job(job_id)

    def jobs(self) -> Sequence[mail_jobs.MailJob]:
        """Return all messages, oldest first."""
        return self._queue.all()

    def names(self, job: mail_jobs.MailJob) -> list[str]:
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


def _doubted_id(mail: mail_jobs.NewMail, known: Deliveries) -> str:
    """Return the Message-ID of the uncertain message that this one repeats, "" if it repeats none: mailboxes that got
    the first then show it once.
    """
    before = known.last.get(mail.recipients[0])
    is_same = before and (before.address, before.fingerprints) == (mail.address, mail.fingerprints)
    return before.message_id if before and is_same and before.state is mail_jobs.MailState.UNSURE else ""


def _counts(job: mail_jobs.MailJob) -> bool:
    """Whether a message says anything about its people's tickets: one that was withdrawn does not."""
    return job.state is not mail_jobs.MailState.WITHDRAWN


def _plan(
    recipients: MailRecipients, known: Deliveries, again: bool, *, with_changed: bool = True, with_unpaid: bool = True
) -> MailPlan:
    unwanted = {*(() if again else mail_jobs.ONLY_IF_ASKED), *(() if with_changed else (mail_jobs.MailReason.CHANGED,))}
    reasons = {
        person.id: mail_jobs.why_due(
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
    under_way = sum(
        bool((job := known.last.get(person)) and job.state in mail_jobs.OPEN_MAIL_STATES) for person in reasons
    )
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


def _messages(recipients: MailRecipients, wanted: Collection[str]) -> Iterator[mail_jobs.NewMail]:
    for group in recipients.groups.groups:
        if people := [person for person in group.people if person.id in wanted]:
            yield _new_mail(MailGroup(group.address, tuple(people)), recipients)


def _new_mail(group: MailGroup, recipients: MailRecipients) -> mail_jobs.NewMail:
    return mail_jobs.NewMail(group.address, {person.id: recipients.fingerprint(person) for person in group.people})


_REHEARSAL = Message("mail", "This is a rehearsal. Nothing was sent: real people would get their ticket.")
_NO_RECIPIENTS = Message("mail", "Nobody would get a ticket. Nothing was sent; check the list of attendees.")


# How far everybody's ticket is: to be sent, under way, sent, refused. Read at once, for the screen. Values only.


class TicketStanding(StrEnum):
    """How far a ticket is. CHANGED: one was sent, and it or its address is another now. BAD_ADDRESS: no message can
    go to the address. UNREACHABLE: there is none.
    """

    DUE = "due"
    CHANGED = "changed"
    UNDER_WAY = "under_way"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"


_OF_REASON = {
    mail_jobs.MailReason.NEW: TicketStanding.DUE,
    mail_jobs.MailReason.CHANGED: TicketStanding.CHANGED,
    mail_jobs.MailReason.REFUSED: TicketStanding.REFUSED,
    mail_jobs.MailReason.UNSURE: TicketStanding.UNSURE,
}


@dataclass(frozen=True, slots=True)
class PersonTicket:
    """A person with a ticket, the address it goes to, and what is known of its sending: the newest delivery of any
    desk, the newest message of this computer.
    """

    person: Attendee
    standing: TicketStanding
    address: str = ""
    sent: SentTicket | None = None
    job: mail_jobs.MailJob | None = None


@dataclass(frozen=True, slots=True)
class TicketStandings:
    """Everybody with a ticket, by name, all of them and those of each standing; how many get none by the reason; the
    titles of the list's extra columns.
    """

    people: Sequence[PersonTicket] = ()
    without_ticket: Mapping[WhyNoTicket, int] = field(default_factory=dict)
    by_standing: Mapping[TicketStanding, Sequence[PersonTicket]] = field(default_factory=dict)
    columns: Sequence[str] = ()

    def of(self, standing: TicketStanding) -> Sequence[PersonTicket]:
        return self.by_standing.get(standing, ())


def read_ticket_standings(
    event: EventFile, clock: Callable[[], datetime], before: TicketStandings | None = None
) -> TicketStandings:
    """Return the standings of now, or `before` itself where nothing changed. Reads everyone, and draws nothing."""
    recipients, known = MailRecipients(event), TicketMail(event, clock).deliveries()
    addresses = {person.id: group.address for group in recipients.groups.groups for person in group.people}

    def ticket_of(person: Attendee) -> PersonTicket:
        address, sent, job = addresses.get(person.id, ""), known.sent.get(person.id), known.last.get(person.id)
        if not address:
            is_bad = bool(person.email.strip())
            standing = TicketStanding.BAD_ADDRESS if is_bad else TicketStanding.UNREACHABLE
            return PersonTicket(person, standing, person.email, sent, job)
        why = mail_jobs.why_due(address, recipients.fingerprint(person), sent, job, person.id)
        return PersonTicket(person, _standing(why, job), address, sent, job)

    people = tuple(map(ticket_of, recipients.people.values()))
    grouped = {standing: tuple(each for each in people if each.standing is standing) for standing in TicketStanding}
    columns = dict.fromkeys(title for each in people for title in each.person.custom)
    read = TicketStandings(people, recipients.without_ticket, grouped, tuple(columns))
    return before if before == read else read


def _standing(why: mail_jobs.MailReason | None, job: mail_jobs.MailJob | None) -> TicketStanding:
    if why:
        return _OF_REASON[why]
    return TicketStanding.UNDER_WAY if job and job.state in mail_jobs.OPEN_MAIL_STATES else TicketStanding.SENT


# Messages written to a folder instead of being sent: drafts for the organiser's mail program, tickets, and a table
# for a mail merge. Nothing is noted as sent.

MERGE_FILE = "mail-merge.csv"


@dataclass(frozen=True, slots=True)
class DraftsWritten:
    """The result of writing drafts: how many messages with how many tickets, and who has no message."""

    messages: int
    tickets: int
    without_address: Sequence[Attendee]
    with_bad_address: Sequence[Attendee]


def write_drafts(
    event: EventFile,
    folder: Path,
    account: MailAccount | None,
    translate: Translate,
    report: ReportProgress = ignore_progress,
) -> DraftsWritten:
    """Write a draft for each message, a PDF for each ticket, and `mail-merge.csv` with the absolute path of each PDF.

    All of it is written, or nothing if the disk fails or `report` raises. Raises `UserError` for words with a mistake,
    or if nobody gets a ticket.
    """
    recipients = MailRecipients(event)
    people = list(recipients.people.values())
    if not people:
        raise UserError(Message("mail", "Nobody would get a ticket. Nothing was written; check the list of attendees."))
    messages = TicketMessages(recipients.maker, people)
    messages.check(people)
    writing = _Writing(recipients, messages, account, folder.absolute())
    write_folder_atomically(folder, writing.files(translate, report))
    groups = recipients.groups
    tickets = sum(len(group.people) for group in groups.groups)
    return DraftsWritten(len(groups.groups), tickets, groups.without_address, groups.with_bad_address)


def drafts_sentence(done: DraftsWritten, folder: str, translate: Translate) -> str:
    """Return the sentence shown after drafts are written."""
    return translate(_WRITTEN, count=done.messages, tickets=done.tickets, folder=folder)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is needed to write one folder of drafts. `folder` is absolute."""

    recipients: MailRecipients
    messages: TicketMessages
    account: MailAccount | None
    folder: Path

    def files(self, translate: Translate, report: ReportProgress) -> Iterator[tuple[str, bytes]]:
        groups: MailGroups = self.recipients.groups
        stems = name_files_by_person(list(self.recipients.people.values()))
        for done, group in enumerate(groups.groups):
            report(done, len(groups.groups))
            content = self.messages.content(group.address, group.people)
            yield f"{stems[group.people[0].id]}.eml", draft_bytes(content, self.account)
            yield from ((file.name, file.content) for file in content.files if file.kind == "application/pdf")
        yield MERGE_FILE, csv_text(OutputTable("mail", _columns(translate), self._rows(stems)))

    def _rows(self, stems: dict[str, str]) -> list[list[str]]:
        maker = self.recipients.maker
        rows = []
        for group in self.recipients.groups.groups:
            for person in group.people:
                values = maker.values(person)
                pdf = str(self.folder / f"{stems[person.id]}.pdf")
                rows.append([group.address, *(values[name].replace("\n", " ; ") for name in _FIELDS), pdf])
        return rows


_FIELDS = ("first_name", "last_name", "organisation", "category", "code", "event", "date", "hours", "place")


def _columns(translate: Translate) -> list[OutputColumn]:
    return [OutputColumn(translate(title)) for title in _TITLES]


_TITLES = (
    Message("mail", "Send to"),
    Message("mail", "First name"),
    Message("mail", "Last name"),
    Message("mail", "Organisation"),
    Message("mail", "Category"),
    Message("mail", "Code"),
    Message("mail", "Event"),
    Message("mail", "Date"),
    Message("mail", "Hours"),
    Message("mail", "Place"),
    Message("mail", "Ticket"),
)
_WRITTEN = Message(
    "mail",
    "{count} {count:draft|drafts} with {tickets} {tickets:ticket|tickets} written to “{folder}”. Nothing was sent.",
)
