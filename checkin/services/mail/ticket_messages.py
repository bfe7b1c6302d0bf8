# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages with tickets: the people who get one, and its words, codes and files. Reads only."""

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from checkin.core.attendee import CUSTOM, Attendee
from checkin.core.entries import EntryKind
from checkin.core.mail import mail_jobs
from checkin.core.mail.mail_account import MailGroups, group_for_mail
from checkin.core.mail.mail_message import AttachedFile, MailContent, MailPicture
from checkin.core.message import Message
from checkin.core.proposed_file_names import name_files_by_person
from checkin.core.tickets.ticket_fields import TICKET_FIELDS, ExpectedTime, WhyNoTicket, why_no_ticket
from checkin.documents.code_images import code_png
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.services.ticket_making import TicketMaker
from checkin.translation import Translator

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

    def message(self, records: Sequence[str]) -> mail_jobs.NewMail | None:
        """Return the message that was planned for these records, as it is to be now: without people who get no ticket
        any more, or get theirs at another address than the first. None if nobody is left.
        """
        ids = dict.fromkeys(map(self._event.journal.person, records))
        addresses = {person: self._addresses[person] for person in ids if person in self._addresses}
        if not addresses:
            return None
        address = next(iter(addresses.values()))
        together = [self.people[person] for person, own in addresses.items() if own == address]
        return mail_jobs.NewMail(address, {person.id: self.fingerprint(person) for person in together})

    def attendees(self, mail: mail_jobs.NewMail) -> list[Attendee]:
        """Return the people of a message."""
        return [self.people[person] for person in mail.recipients]


# Messages with tickets: the organiser's words filled in for the people of one message, their codes shown in it, their
# tickets and the entry for the calendar attached.

CALENDAR_FILE = "event.ics"


def usual_mail_words(spoken: Translator, *, has_several: bool = False) -> mail_jobs.MailText:
    """Return the words of a message in one language where the organiser wrote none, with their fields in braces."""
    several = int(has_several)
    return mail_jobs.MailText(spoken.translate(_SUBJECTS[several]), spoken.translate(_TEXTS[several]))


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
        return [*TICKET_FIELDS, mail_jobs.TICKETS, *columns]

    def check(self, people: Sequence[Attendee]) -> None:
        """Raise `UserError` if the organiser's own words have a mistake."""
        known = self.known_fields(people)
        settings = self._maker.settings
        for language in {*settings.subject, *settings.text}:
            spoken = Translator(language)
            mail_jobs.check_mail_text(self.words(spoken, has_several=False), known)

    def words(self, spoken: Translator, has_several: bool) -> mail_jobs.MailText:
        """Return subject and text in a language: the organiser's own, else the default ones."""
        settings, usual = self._maker.settings, usual_mail_words(spoken, has_several=has_several)
        subject, text = settings.subject.get(spoken.spoken), settings.text.get(spoken.spoken)
        return mail_jobs.MailText(subject or usual.subject, text or usual.text)

    def filled(self, person: Attendee) -> mail_jobs.MailText:
        """Return subject and text as this person gets them in a message of their own."""
        words = self.words(self._maker.translator(person), has_several=False)
        return mail_jobs.filled_mail_text(words, self._values(person), [person.name])

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
        filled = mail_jobs.filled_mail_text(self.words(spoken, len(people) > 1), self._values(first), names)
        pictures = [MailPicture(f"code-{n}@ticket", code_png(p.ticket_code)) for n, p in enumerate(people, 1)]
        names_on_tickets = [self._name_on_ticket(person) for person in people]
        shown = zip(people, names_on_tickets, pictures, strict=True)
        codes = "\n".join(_code(person, name, picture, spoken) for person, name, picture in shown)
        page = _PAGE.format(
            language=spoken.spoken,
            title=html.escape(filled.subject),
            text=mail_jobs.text_as_html(filled.text),
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
    label = html.escape(spoken.translate(Message("mail", "Code {code}"), code=person.ticket_code))
    return _CODE.format(name=name, code=code, label=label, cid=picture.cid)


_SUBJECTS, _TEXTS = (
    (mail_jobs.DEFAULT_SUBJECT, mail_jobs.DEFAULT_SUBJECT_FOR_SEVERAL),
    (mail_jobs.DEFAULT_TEXT, mail_jobs.DEFAULT_TEXT_FOR_SEVERAL),
)

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
