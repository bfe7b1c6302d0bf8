# SPDX-License-Identifier: GPL-3.0-or-later
"""The ticket template in the form in which the badge editor takes badges."""

from collections.abc import Sequence

from checkin.core.attendee import Attendee
from checkin.core.tickets.ticket_fields import SENTENCES, TICKET_FIELDS
from checkin.services.badges.badge_overview import BadgeOverview, TemplateFields, people_by_category, with_samples
from checkin.services.tickets.ticket_making import TicketMaker


def ticket_designs(maker: TicketMaker, people: Sequence[Attendee]) -> BadgeOverview:
    """Return one template, for everybody, with the fields of tickets and samples of these people."""
    fields = TemplateFields((*TICKET_FIELDS, *SENTENCES), lambda person, _: maker.values(person))
    grouped, loaded = people_by_category(people, maker.programme), maker.loaded
    return with_samples(
        BadgeOverview(maker.programme, tuple(people), grouped, (), (), loaded, fields=fields, is_by_category=False)
    )
