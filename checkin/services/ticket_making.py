# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets made for people: as a PDF, as an entry for their calendar, and as a fingerprint that tells later whether a
ticket that was sent is still right.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.badges.badge_problems import Badge, PageProgress, render_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import shrink_picture
from checkin.core.attendance.attendance_certificate import language_of
from checkin.core.attendee import Attendee, Status
from checkin.core.badges.badge_file import badge_document
from checkin.core.badges.imposition import impose
from checkin.core.badges.template import fields_of_template
from checkin.core.entries import EntryKind, NewEntry
from checkin.core.mail.mail_account import ticket_address
from checkin.core.message import ENGLISH, Message, Translate, UserError, list_names
from checkin.core.picture_entries import join_pictures, picture_entries
from checkin.core.proposed_file_names import name_files_by_person
from checkin.core.tickets import ticket_fields
from checkin.core.tickets.ticket_settings import (
    TicketLayout,
    TicketSettings,
    fold_ticket_settings,
    ticket_settings_entry,
)
from checkin.documents.atomic_write import write_file_atomically, write_folder_atomically
from checkin.documents.code_images import file_stems
from checkin.documents.programme_source import CalendarInvitation, calendar_entries
from checkin.paths import resources
from checkin.services.badges.badge_building import LoadedTemplate, category_of, read_template
from checkin.services.badges.badge_templates import BadgeOverview, TemplateFields, people_by_category, with_samples
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile, zone_of
from checkin.translation import Translator, current_language

# Ticket templates: those shipped with the program, and those of the event, which take precedence. One a layout.


def shipped_ticket_template(layout: TicketLayout) -> LoadedTemplate:
    """Return the template of this layout that is shipped with the program."""
    return read_template(str(resources() / "tickets" / f"{layout}.toml"))


def ticket_template(event: EventFile, layout: TicketLayout) -> LoadedTemplate:
    """Return the event's own template of this layout, else the shipped one."""
    own = ticket_fields.fold_ticket_templates(event.journal.entries_of_kinds(ticket_fields.TICKET_TEMPLATE_KINDS)).get(
        layout
    )
    if own is None:
        return shipped_ticket_template(layout)
    parts = event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT]) if own.pictures else ()
    kept = join_pictures(parts, own.pictures.values())
    return LoadedTemplate(own.template, {n: kept[key] for n, key in own.pictures.items() if key in kept}, own.id)


class TicketTemplates:
    """The event's own template of one layout: saved, and given up for the shipped one."""

    def __init__(self, event: EventFile, desk: Desk, layout: TicketLayout) -> None:
        self._event, self._desk, self.layout = event, desk, layout

    def save(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save the template and return it as kept.

        Raises `UserError` if it holds more than an entry can; nothing is written then.
        """
        kept = replace(loaded, id=self.layout)
        pictures = [entry for data in kept.files.values() for entry in picture_entries(data)]
        self._write([ticket_fields.saved_ticket_entry(self.layout, kept.template, kept.files), *pictures])
        return kept

    def import_file(self, path: Path) -> LoadedTemplate:
        """Save the template of a file (docs/tickets.md) with the pictures beside it. Raises `UserError`."""
        read = read_template(str(path))
        return self.save(LoadedTemplate(read.template, {name: shrink_picture(d) for name, d in read.files.items()}))

    def photographs(self) -> dict[str, bytes]:
        """Return none: tickets show no photograph."""
        return {}

    def withdraw(self) -> None:
        """Return to the shipped template."""
        self._write([ticket_fields.withdrawn_ticket_entry(self.layout)])

    def _write(self, rows: Sequence[NewEntry]) -> None:
        with self._event.transaction():
            self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)


# The settings of an event's tickets, read from the journal and saved there, so that every desk has them.


def read_ticket_settings(event: EventFile) -> TicketSettings:
    """Return the settings saved last, the defaults before the first."""
    return fold_ticket_settings(event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED]))


def save_ticket_settings(event: EventFile, desk: Desk, settings: TicketSettings) -> None:
    """Save the settings unless they are as before. Raises `UserError` for texts that are too long."""
    entry = ticket_settings_entry(settings)
    with event.transaction():
        if read_ticket_settings(event) != settings:
            event.journal.append_all([entry], at=desk.now(), desk=desk.name)


MOST_LINES = 12
"""Sessions that the text of a calendar's entry lists; where there are more, those are listed that they booked."""


class TicketMaker:
    """Makes the tickets of an event as it is at this moment: programme, settings and template are read once.
    `settings` and `loaded` replace those of the event.

    A ticket is in the language that the person's list names for them, else in that of the desk. Belongs to the thread
    that made it; an event that changes needs a new one.

        maker = TicketMaker(event)
        path.write_bytes(maker.pdf([person]))
    """

    def __init__(
        self, event: EventFile, settings: TicketSettings | None = None, loaded: LoadedTemplate | None = None
    ) -> None:
        self.settings = settings or read_ticket_settings(event)
        self.programme = event.programme()
        self.loaded = loaded or ticket_template(event, self.settings.layout)
        self._pictures = self.loaded.pictures
        self._zone, self._expected = zone_of(self.programme.event), ticket_fields.ExpectedTimes(self.programme)
        self.otherwise = current_language()
        self._languages: dict[str, Translator] = {}
        self._neutral = Translator(ENGLISH)
        template = self.loaded.template
        design = json.dumps(badge_document(template), sort_keys=True)
        files = [hashlib.sha256(data).hexdigest() for data in self.loaded.files.values()]
        self._design = json.dumps([design, *files]).encode()
        self._shown = sorted({"code", *fields_of_template(template)})

    def language(self, person: Attendee) -> str:
        """Return the code of the language of a person's ticket."""
        return language_of(person) or self.otherwise

    def translator(self, person: Attendee) -> Translator:
        """Return the translator to the language of a person's ticket."""
        code = self.language(person)
        return self._languages.setdefault(code, Translator(code))

    def values(self, person: Attendee) -> dict[str, str]:
        """Return every field of a person's ticket as text, by its name."""
        voice = self.translator(person)
        notes = self.settings.notes.get(voice.spoken) or next(iter(self.settings.notes.values()), "")
        return self._values(person, voice, notes)

    def _values(self, person: Attendee, voice: Translator, notes: str) -> dict[str, str]:
        language = ticket_fields.TicketLanguage(voice.translate, voice.day, voice.short_day)
        return ticket_fields.ticket_field_values(person, self.programme, notes, language, self._expected)

    def ticket(self, person: Attendee) -> Badge:
        """Return the ticket, to be drawn."""
        subject = BadgeRecipient(self.values(person), category_of(person, self.programme))
        return Badge(self.loaded.template, subject, self._pictures)

    def pdf(self, people: Sequence[Attendee], report: PageProgress | None = None) -> bytes:
        """Return one PDF with the tickets of these people, in their order."""
        tickets = [self.ticket(person) for person in people]
        return render_pdf(tickets, impose([each.template for each in tickets], None), None, report)

    def times(self, person: Attendee) -> tuple[ticket_fields.ExpectedTime, ...]:
        """Return the times at which a person is expected."""
        return self._expected.of(person)

    def calendar_entry(self, person: Attendee) -> bytes:
        """Return the calendar with each time at which a person is expected; empty where the event tells no day."""
        if not (invitations := list(self._invitations(person))):
            return b""
        return calendar_entries(invitations, datetime.now(self._zone))

    def _invitations(self, person: Attendee) -> Iterator[CalendarInvitation]:
        event, values, voice = self.programme.event, self.values(person), self.translator(person)
        language = ticket_fields.TicketLanguage(voice.translate, voice.day, voice.short_day)
        whose = f"{person.id}@{hashlib.sha256(event.title.encode()).hexdigest()[:16]}.checkin"

        def about(own: str) -> str:
            return "\n".join(filter(None, (values["says_show"], values["code"], own, values["notes"])))

        for time in self._expected.of(person):
            lines = ticket_fields.session_lines(
                time.sessions if len(time.sessions) <= MOST_LINES else (), self.programme, language
            )
            title = " – ".join(filter(None, (event.title, time.title)))
            text = about("\n".join(lines) or values["booked"])
            yield CalendarInvitation(f"{time.key}-{whose}", title, time.begins, time.ends, event.place, text)
        for key, first, after in self._expected.whole_days(person):
            yield CalendarInvitation(f"{key}-{whose}", event.title, first, after, event.place, about(values["booked"]))

    def fingerprint(self, person: Attendee) -> str:
        """Return what changes whenever the person's ticket does: what is shown of them, its template, or their code.

        It is the same in whatever language Checkin runs, or changing that would have everybody's ticket sent again.
        """
        own, category = language_of(person), category_of(person, self.programme)
        values = self._values(person, self._neutral, json.dumps(dict(self.settings.notes), sort_keys=True))
        times = [[time.key, time.begins.isoformat(), str(time.ends)] for time in self._expected.of(person)]
        said = json.dumps([[values.get(name, "") for name in self._shown], own, category, times]).encode()
        return _sha256(b"%b, %b]" % (said.removesuffix(b"]"), self._design))[:32]


_PIECE = 2_047
"""Bytes. For more hashlib lets go of the interpreter and takes it back at once: done for each of many people, the
window's thread never has its turn.
"""


def _sha256(text: bytes) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(text), _PIECE):
        digest.update(text[start : start + _PIECE])
    return digest.hexdigest()


# Tickets written to files: one PDF for the printer, or a folder with a PDF and a calendar entry for each person.

MOST_NAMED = 5
"""People whom no message can reach who are named; of more only the number is shown."""


@dataclass(frozen=True, slots=True)
class TicketRecipients:
    """The people who get a ticket, by name, how many get none and why, and the names of those with a ticket whom no
    message can reach.
    """

    people: Sequence[Attendee]
    without: Mapping[ticket_fields.WhyNoTicket, int]
    without_address: Sequence[str]


def find_recipients(event: EventFile) -> TicketRecipients:
    """Return who gets a ticket, perhaps nobody."""
    everyone = [attendee for attendee, _ in event.attendees.all()]
    people = [attendee for attendee in everyone if ticket_fields.why_no_ticket(attendee) is None]
    without = Counter(why for attendee in everyone if (why := ticket_fields.why_no_ticket(attendee)))
    return TicketRecipients(people, without, [a.name for a in people if not ticket_address(a)])


def write_tickets(
    people: Sequence[Attendee],
    maker: TicketMaker,
    out: Path,
    report: PageProgress | None = None,
    *,
    by_name: bool = False,
) -> int:
    """Write the tickets of `people`: one PDF if `out` has that suffix, else a PDF and a calendar entry for each of them
    into the folder `out`. Return their number.

    Files in the folder are named by code, `by_name` by person. All are written, or none if `report` raises or the disk
    fails. Raises `UserError` if nobody gets a ticket. Uses no event: for any thread.
    """
    if not people:
        raise UserError(_NOBODY)
    if out.suffix.lower() == ".pdf":
        write_file_atomically(out, maker.pdf(people, report), ".pdf")
    else:
        write_folder_atomically(out, _files(maker, people, by_name, report))
    return len(people)


def _files(
    maker: TicketMaker, people: Sequence[Attendee], by_name: bool, report: PageProgress | None
) -> Iterator[tuple[str, bytes]]:
    codes = dict(zip((a.id for a in people), file_stems(a.ticket_code for a in people), strict=True))
    stems = name_files_by_person(people) if by_name else codes
    for done, person in enumerate(people, 1):
        yield f"{stems[person.id]}.pdf", maker.pdf([person])
        if entry := maker.calendar_entry(person):
            yield f"{stems[person.id]}.ics", entry
        if report:
            report(done, len(people))


def tickets_sentence(found: TicketRecipients, name: str, translate: Translate) -> str:
    """Return what is said after tickets were written: how many, who gets none and why, whom no message can reach."""
    sentences = [translate(_WRITTEN, count=len(found.people), name=name)]
    if unpaid := sum(person.status is Status.UNPAID for person in found.people):
        sentences.append(translate(_UNPAID, count=unpaid))
    sentences += [
        translate(_WITHOUT[why], count=found.without[why]) for why in ticket_fields.WhyNoTicket if why in found.without
    ]
    if lost := found.without_address:
        sentences.append(translate(_NO_ADDRESS, count=len(lost), names=list_names(lost, MOST_NAMED, translate)))
    return " ".join(sentences)


_WRITTEN = Message("tickets", "{count} {count:ticket|tickets} written to “{name}”.")
_UNPAID = Message("tickets", "{count} of these people {count:has|have} not paid.")
_WITHOUT = {
    ticket_fields.WhyNoTicket.CANCELLED: Message(
        "tickets", "None for {count} {count:person|people} whose registration is cancelled."
    ),
    ticket_fields.WhyNoTicket.BLOCKED: Message("tickets", "None for {count} blocked {count:person|people}."),
    ticket_fields.WhyNoTicket.PENDING: Message(
        "tickets", "None for {count} {count:person|people} awaiting approval or on the waiting list."
    ),
    ticket_fields.WhyNoTicket.ONLINE: Message("tickets", "None for {count} {count:person|people} attending online."),
    ticket_fields.WhyNoTicket.ERASED: Message(
        "tickets", "None for {count} {count:person|people} whose data was erased."
    ),
}
_NO_ADDRESS = Message("tickets", "{count} {count:has|have} no e-mail address that works: {names}.")
_NOBODY = Message("tickets", "Nobody would get a ticket. Nothing was written; check the list of attendees.")


# The ticket template in the form in which the badge editor takes badges.


def ticket_designs(maker: TicketMaker, people: Sequence[Attendee]) -> BadgeOverview:
    """Return one template, for everybody, with the fields of tickets and samples of these people."""
    fields = TemplateFields(
        (*ticket_fields.TICKET_FIELDS, *ticket_fields.SENTENCES), lambda person, _: maker.values(person)
    )
    grouped, loaded = people_by_category(people, maker.programme), maker.loaded
    return with_samples(
        BadgeOverview(maker.programme, tuple(people), grouped, (), (), loaded, fields=fields, is_by_category=False)
    )
