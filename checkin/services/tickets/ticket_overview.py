# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets screen's data, read at once: who gets a ticket and who none, and the template as the badge editor takes
it. Values only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.programme.programme import Programme
from checkin.core.tickets.ticket_fields import SENTENCES, TICKET_FIELDS
from checkin.core.tickets.ticket_recipients import WhyNoTicket
from checkin.services.badges.badge_overview import BadgeOverview, TemplateFields, people_by_category, with_samples
from checkin.services.event_file import EventFile
from checkin.services.tickets.ticket_files import TicketRecipients, find_recipients
from checkin.services.tickets.ticket_making import TicketMaker


@dataclass(frozen=True, slots=True)
class TicketOverview:
    """What the screen shows, as of one reading."""

    programme: Programme
    recipients: TicketRecipients
    designs: BadgeOverview

    @property
    def people(self) -> Sequence[Attendee]:
        return self.recipients.people

    @property
    def without(self) -> Mapping[WhyNoTicket, int]:
        return self.recipients.without


def read_ticket_overview(event: EventFile) -> TicketOverview:
    """Return the overview of now. Reads everyone."""
    maker, recipients = TicketMaker(event), find_recipients(event)
    return TicketOverview(maker.programme, recipients, ticket_designs(maker, recipients.people))


def ticket_designs(maker: TicketMaker, people: Sequence[Attendee]) -> BadgeOverview:
    """Return the ticket template in the form in which the editor takes badges: one template, for everybody."""
    fields = TemplateFields((*TICKET_FIELDS, *SENTENCES), lambda person, _: maker.values(person))
    grouped, loaded = people_by_category(people, maker.programme), maker.loaded
    return with_samples(
        BadgeOverview(maker.programme, tuple(people), grouped, (), (), loaded, fields=fields, is_by_category=False)
    )
