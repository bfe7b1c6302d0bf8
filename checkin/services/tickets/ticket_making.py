# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets made for people: as a PDF, as an entry for their calendar, and as a fingerprint that tells later whether a
ticket that was sent is still right.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from checkin.badges.badge_output import Badge, PageProgress, render_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.core.attendance.attendance_certificate import language_of
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import fields_of_template
from checkin.core.badges.badge_toml import badge_document
from checkin.core.badges.imposition import impose
from checkin.core.languages import ENGLISH
from checkin.core.programme.daily_points import event_days
from checkin.core.tickets.ticket_fields import TicketLanguage, event_hours, ticket_field_values
from checkin.core.tickets.ticket_settings import TicketSettings
from checkin.documents.calendar_writer import CalendarInvitation, calendar_entry
from checkin.services.badges.badge_building import LoadedTemplate, category_of
from checkin.services.event_file import EventFile, zone_of
from checkin.services.tickets.ticket_settings_store import read_ticket_settings
from checkin.services.tickets.ticket_templates import ticket_template
from checkin.translation import Translator, current_language

_LONGEST = timedelta(days=3)
"""An event is taken to end within so much of its beginning: later is a typing error in the programme."""


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
        self._zone = zone_of(self.programme.event)
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
        language = TicketLanguage(voice.translate, voice.day, voice.short_day)
        return ticket_field_values(person, self.programme, notes, language)

    def ticket(self, person: Attendee) -> Badge:
        """Return the ticket, to be drawn."""
        subject = BadgeRecipient(self.values(person), category_of(person, self.programme))
        return Badge(self.loaded.template, subject, self._pictures)

    def pdf(self, people: Sequence[Attendee], report: PageProgress | None = None) -> bytes:
        """Return one PDF with the tickets of these people, in their order."""
        tickets = [self.ticket(person) for person in people]
        return render_pdf(tickets, impose([each.template for each in tickets], None), None, report)

    def calendar_entry(self, person: Attendee) -> bytes:
        """Return the event for a person's calendar; empty for an event without a day."""
        event, span = self.programme.event, self._span()
        if span is None:
            return b""
        values = self.values(person)
        description = "\n".join(filter(None, (values["says_show"], values["code"], values["booked"], values["notes"])))
        uid = f"{person.id}@{hashlib.sha256(event.title.encode()).hexdigest()[:16]}.checkin"
        made = datetime.now(self._zone)
        return calendar_entry(CalendarInvitation(uid, event.title, *span, event.place, description), made)

    def fingerprint(self, person: Attendee) -> str:
        """Return what changes whenever the person's ticket does: what is shown of them, its template, or their code.

        It is the same in whatever language Checkin runs, or changing that would have everybody's ticket sent again.
        """
        own, category = language_of(person), category_of(person, self.programme)
        values = self._values(person, self._neutral, json.dumps(dict(self.settings.notes), sort_keys=True))
        said = json.dumps([[values.get(name, "") for name in self._shown], own, category]).encode()
        return _sha256(b"%b, %b]" % (said.removesuffix(b"]"), self._design))[:32]

    def _span(self) -> tuple[datetime | date, datetime | date] | None:
        """Return the time of the event: to the minute where the programme tells, else its day; None without a day."""
        days = event_days(self.programme.event)
        begins, ends = event_hours(self.programme)
        if begins and ends and begins < ends < begins + _LONGEST:
            return begins, ends
        return (days[0], days[-1] + timedelta(days=1)) if days else None


_PIECE = 2_047
"""Bytes. For more hashlib lets go of the interpreter and takes it back at once: done for each of many people, the
window's thread never has its turn.
"""


def _sha256(text: bytes) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(text), _PIECE):
        digest.update(text[start : start + _PIECE])
    return digest.hexdigest()
