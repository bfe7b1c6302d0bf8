# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's decision to send: how many tickets are to be sent and why, who gets none, and the messages put into
the queue. Sending them is for `mail_sender`.
"""

import html
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from checkin.core.attendee import CUSTOM, Attendee, Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import MailAccount, MailGroup, MailGroups, group_for_mail
from checkin.core.mail.mail_jobs import (
    DEFAULT_SUBJECT,
    DEFAULT_SUBJECT_FOR_SEVERAL,
    DEFAULT_TEXT,
    DEFAULT_TEXT_FOR_SEVERAL,
    ONLY_IF_ASKED,
    OPEN_MAIL_STATES,
    TICKETS,
    MailJob,
    MailReason,
    MailState,
    MailText,
    NewMail,
    check_mail_text,
    filled_mail_text,
    text_as_html,
    why_due,
)
from checkin.core.mail.mail_message import AttachedFile, MailContent, MailPicture, draft_bytes
from checkin.core.message import Message, Translate, UserError
from checkin.core.progress import ReportProgress, ignore_progress
from checkin.core.proposed_file_names import name_files_by_person
from checkin.core.tickets.ticket_fields import (
    TICKET_FIELDS,
    ExpectedTime,
    SentTicket,
    WhyNoTicket,
    read_sent_tickets,
    sent_ticket_entry,
    why_no_ticket,
)
from checkin.documents.atomic_write import write_folder_atomically
from checkin.documents.code_images import code_png
from checkin.documents.table_writer import OutputColumn, OutputTable, csv_text
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.services.ticket_making import TicketMaker
from checkin.storage.copies import is_rehearsal_copy
from checkin.storage.mail_queue import MailQueue
from checkin.translation import Translator

# The people of an event who get a message, as the event is at one moment. Reads only.

_DISTURBING = (
    *PROGRAMME_KINDS,
    EntryKind.ATTENDEE_ADDED,
    EntryKind.ATTENDEE_CORRECTED,
    EntryKind.ATTENDEE_MERGED,
    EntryKind.CODE_REPLACED,
    EntryKind.LIST_IMPORTED,
    EntryKind.UNDONE,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.EVENT_PURGED,
    EntryKind.TICKETS_DESCRIBED,
    EntryKind.TICKET_TEMPLATE_SAVED,
    EntryKind.TICKET_TEMPLATE_WITHDRAWN,
)
"""The entries after which somebody may get another ticket, at another address, or none."""


class MailRecipients:
    """Who gets which ticket, at which address, by the entries read when it was made: `is_current` tells whether there
    are newer ones. Belongs to the thread that made it.
    """

    def __init__(self, event: EventFile) -> None:
        self._event, self._moment = event, event.moment()
        self.maker = TicketMaker(event)
        everyone = [attendee for attendee, _ in event.attendees.all()]
        reasons = {person.id: why_no_ticket(person) for person in everyone}
        self.people: Mapping[str, Attendee] = {p.id: p for p in everyone if reasons[p.id] is None}
        self.without_ticket: Mapping[WhyNoTicket, int] = Counter(filter(None, reasons.values()))
        self.groups: MailGroups = group_for_mail(self.people.values(), self.maker.settings.grouping)
        self._addresses = {person.id: each.address for each in self.groups.groups for person in each.people}
        self._fingerprints: dict[str, str] = {}

    def is_current(self) -> bool:
        """Whether nothing came into the event that changes anybody's ticket."""
        return self._event.is_unchanged(self._moment, _DISTURBING)

    def fingerprint(self, person: Attendee) -> str:
        """Return the fingerprint of a person's ticket."""
        if person.id not in self._fingerprints:
            self._fingerprints[person.id] = self.maker.fingerprint(person)
        return self._fingerprints[person.id]

    def message(self, records: Sequence[str]) -> NewMail | None:
        """Return the message that was planned for these records, as it is to be now: without people who get no ticket
        any more, or get theirs at another address than the first. None if nobody is left.
        """
        ids = dict.fromkeys(map(self._event.journal.person, records))
        addresses = {person: self._addresses[person] for person in ids if person in self._addresses}
        if not addresses:
            return None
        address = next(iter(addresses.values()))
        together = [self.people[person] for person, own in addresses.items() if own == address]
        return NewMail(address, {person.id: self.fingerprint(person) for person in together})

    def attendees(self, mail: NewMail) -> list[Attendee]:
        """Return the people of a message."""
        return [self.people[person] for person in mail.recipients]


# Messages with tickets: the organiser's words filled in for the people of one message, their codes shown in it, their
# tickets and the entry for the calendar attached.

CALENDAR_FILE = "event.ics"


def usual_mail_words(spoken: Translator, *, has_several: bool = False) -> MailText:
    """Return the words of a message in one language where the organiser wrote none, with their fields in braces."""
    several = int(has_several)
    return MailText(spoken.translate(_SUBJECTS[several]), spoken.translate(_TEXTS[several]))


class TicketMessages:
    """Makes the messages of one event. `people` are all who get a ticket: files are named after them, homonyms told
    apart.

        content = TicketMessages(maker, people).content("anne@example.org", [anne])
    """

    def __init__(self, maker: TicketMaker, people: Sequence[Attendee]) -> None:
        self._maker, self._people = maker, people

    @cached_property
    def _stems(self) -> dict[str, str]:
        """The names of the files: of everyone, for one may be another's namesake. Where only words are shown, of
        nobody.
        """
        return name_files_by_person(self._people)

    def known_fields(self, people: Iterable[Attendee]) -> list[str]:
        """Return the names of all fields that a text may have: those of tickets, and the list's own columns."""
        columns = dict.fromkeys(f"{CUSTOM}{title}" for person in people for title in person.custom)
        return [*TICKET_FIELDS, TICKETS, *columns]

    def check(self, people: Sequence[Attendee]) -> None:
        """Raise `UserError` if the organiser's own words have a mistake."""
        known = self.known_fields(people)
        settings = self._maker.settings
        for language in {*settings.subject, *settings.text}:
            spoken = Translator(language)
            check_mail_text(self.words(spoken, has_several=False), known)

    def words(self, spoken: Translator, has_several: bool) -> MailText:
        """Return subject and text in a language: the organiser's own, else the default ones."""
        settings, usual = self._maker.settings, usual_mail_words(spoken, has_several=has_several)
        subject, text = settings.subject.get(spoken.spoken), settings.text.get(spoken.spoken)
        return MailText(subject or usual.subject, text or usual.text)

    def filled(self, person: Attendee) -> MailText:
        """Return subject and text as this person gets them in a message of their own."""
        words = self.words(self._maker.translator(person), has_several=False)
        return filled_mail_text(words, self._values(person), [person.name])

    def _values(self, person: Attendee) -> dict[str, str]:
        """Return the fields of a message: the booked sessions have their heading with them."""
        values = self._maker.values(person)
        return values | {"booked": "\n".join(filter(None, (values["says_booked"], values["booked"])))}

    def content(self, address: str, people: Sequence[Attendee]) -> MailContent:
        """Return the message with the tickets of these people, in the language of the first.

        Raises `UserError` for a ticket that cannot be drawn.
        """
        first, spoken = people[0], self._maker.translator(people[0])
        names = [person.name for person in people]
        filled = filled_mail_text(self.words(spoken, len(people) > 1), self._values(first), names)
        pictures = [MailPicture(f"code-{n}@ticket", code_png(p.ticket_code)) for n, p in enumerate(people, 1)]
        names_on_tickets = [self._name_on_ticket(person) for person in people]
        shown = zip(people, names_on_tickets, pictures, strict=True)
        codes = "\n".join(_code(person, name, picture, spoken) for person, name, picture in shown)
        page = _PAGE.format(
            language=spoken.spoken,
            title=html.escape(filled.subject),
            text=text_as_html(filled.text),
            codes=codes,
        )
        return MailContent(
            address,
            filled.subject,
            _with_codes(filled.text, people, names_on_tickets),
            page,
            pictures,
            self._files(people),
        )

    def _name_on_ticket(self, person: Attendee) -> str:
        """Return the name, and how many people the ticket is for if it is for several."""
        return " · ".join(filter(None, (person.name, self._maker.values(person)["places"])))

    def _files(self, people: Sequence[Attendee]) -> list[AttachedFile]:
        tickets = [
            AttachedFile(f"{self._stems[person.id]}.pdf", "application/pdf", self._maker.pdf([person]))
            for person in people
        ]
        return [*tickets, *self._calendars(people)]

    def _calendars(self, people: Sequence[Attendee]) -> Iterator[AttachedFile]:
        """Yield the calendar of the first, then of others who are expected at other times."""
        told = set[tuple[ExpectedTime, ...]]()
        for person in people:
            times, entries = self._maker.times(person), self._maker.calendar_entry(person)
            if entries and times not in told:
                name = f"{self._stems[person.id]}.ics" if told else CALENDAR_FILE
                yield AttachedFile(name, "text/calendar", entries)
            told.add(times)


def _with_codes(text: str, people: Sequence[Attendee], names: Sequence[str]) -> str:
    """Return the plain text with the codes as letters below, which a desk can type."""
    return "\n".join([text, "", *(f"{name} – {p.ticket_code}" for name, p in zip(names, people, strict=True))])


def _code(person: Attendee, on_ticket: str, picture: MailPicture, spoken: Translator) -> str:
    name, code = html.escape(on_ticket), html.escape(person.ticket_code)
    label = html.escape(spoken.translate(_PICTURE, code=person.ticket_code))
    return _CODE.format(name=name, code=code, label=label, cid=picture.cid)


_SUBJECTS, _TEXTS = (DEFAULT_SUBJECT, DEFAULT_SUBJECT_FOR_SEVERAL), (DEFAULT_TEXT, DEFAULT_TEXT_FOR_SEVERAL)
_PICTURE = Message("mail", "Code {code}")

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; max-width: 36em">
{text}
{codes}
</body>
</html>
"""
_CODE = (
    '<p style="margin-top: 1.5em"><strong>{name}</strong><br>'
    '<img src="cid:{cid}" width="290" height="290" alt="{label}"><br>{code}</p>'
)


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
    MailReason.NEW: TicketStanding.DUE,
    MailReason.CHANGED: TicketStanding.CHANGED,
    MailReason.REFUSED: TicketStanding.REFUSED,
    MailReason.UNSURE: TicketStanding.UNSURE,
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
    job: MailJob | None = None


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
        why = why_due(address, recipients.fingerprint(person), sent, job, person.id)
        return PersonTicket(person, _standing(why, job), address, sent, job)

    people = tuple(map(ticket_of, recipients.people.values()))
    grouped = {standing: tuple(each for each in people if each.standing is standing) for standing in TicketStanding}
    columns = dict.fromkeys(title for each in people for title in each.person.custom)
    read = TicketStandings(people, recipients.without_ticket, grouped, tuple(columns))
    return before if before == read else read


def _standing(why: MailReason | None, job: MailJob | None) -> TicketStanding:
    if why:
        return _OF_REASON[why]
    return TicketStanding.UNDER_WAY if job and job.state in OPEN_MAIL_STATES else TicketStanding.SENT


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
        raise UserError(_NO_DRAFTS)
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
_NO_DRAFTS = Message("mail", "Nobody would get a ticket. Nothing was written; check the list of attendees.")
_WRITTEN = Message(
    "mail",
    "{count} {count:draft|drafts} with {tickets} {tickets:ticket|tickets} written to “{folder}”. Nothing was sent.",
)
