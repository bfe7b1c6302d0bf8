# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets made for people: as a PDF, as an entry for their calendar, and as a fingerprint that tells later whether a
ticket that was sent is still right.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from checkin.badges.badge_output import Badge, PageProgress, render_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.core.attendance.attendance_certificate import language_of
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import fields_of_template
from checkin.core.badges.badge_toml import badge_document
from checkin.core.badges.imposition import impose
from checkin.core.languages import ENGLISH
from checkin.core.tickets.expected_times import ExpectedTime, ExpectedTimes
from checkin.core.tickets.ticket_fields import TicketLanguage, session_lines, ticket_field_values
from checkin.core.tickets.ticket_settings import TicketSettings
from checkin.documents.calendar_writer import CalendarInvitation, calendar_entries
from checkin.services.badges.badge_building import LoadedTemplate, category_of
from checkin.services.event_file import EventFile, zone_of
from checkin.services.tickets.ticket_settings_store import read_ticket_settings
from checkin.services.tickets.ticket_templates import ticket_template
from checkin.translation import Translator, current_language

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
        self._zone, self._expected = zone_of(self.programme.event), ExpectedTimes(self.programme)
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
        return ticket_field_values(person, self.programme, notes, language, self._expected)

    def ticket(self, person: Attendee) -> Badge:
        """Return the ticket, to be drawn."""
        subject = BadgeRecipient(self.values(person), category_of(person, self.programme))
        return Badge(self.loaded.template, subject, self._pictures)

    def pdf(self, people: Sequence[Attendee], report: PageProgress | None = None) -> bytes:
        """Return one PDF with the tickets of these people, in their order."""
        tickets = [self.ticket(person) for person in people]
        return render_pdf(tickets, impose([each.template for each in tickets], None), None, report)

    def times(self, person: Attendee) -> tuple[ExpectedTime, ...]:
        """Return the times at which a person is expected."""
        return self._expected.of(person)

    def calendar_entry(self, person: Attendee) -> bytes:
        """Return the calendar with each time at which a person is expected; empty where the event tells no day."""
        if not (invitations := list(self._invitations(person))):
            return b""
        return calendar_entries(invitations, datetime.now(self._zone))

    def _invitations(self, person: Attendee) -> Iterator[CalendarInvitation]:
        event, values, voice = self.programme.event, self.values(person), self.translator(person)
        language = TicketLanguage(voice.translate, voice.day, voice.short_day)
        whose = f"{person.id}@{hashlib.sha256(event.title.encode()).hexdigest()[:16]}.checkin"

        def about(own: str) -> str:
            return "\n".join(filter(None, (values["says_show"], values["code"], own, values["notes"])))

        for time in self._expected.of(person):
            lines = session_lines(time.sessions if len(time.sessions) <= MOST_LINES else (), self.programme, language)
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
