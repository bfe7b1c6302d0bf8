# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a ticket that is not on a check-in list is let in, as words for the volunteer who has refused it. Pure."""

from checkin.core.decision import ScanContext
from checkin.core.message import Message
from checkin.core.programme.programme import PointMode
from checkin.core.ticketing.check_in_list import CheckInList
from checkin.core.ticketing.judgement import Judgement
from checkin.core.ticketing.position import Position
from checkin.core.ticketing.pulled_programme import product_name
from checkin.core.ticketing.ticket_explanation import TicketExplanation
from checkin.core.ticketing.ticket_rules import tickets_on_list


def ticket_access(judgement: Judgement, place: ScanContext) -> TicketExplanation:
    """Return which ticket was refused for its product, and the control points that take it."""
    pulled, position = place.ticketing, judgement.position
    assert pulled
    assert position
    entrances = (point for point in place.programme.control_points if point.mode is PointMode.ENTRY)
    lists = ((point.name, pulled.list_at(point.id)) for point in entrances)
    open_to = [name for name, each in lists if each and _takes(each, position)]
    product = product_name(pulled.ticketing, pulled.ticketing.product(position.item))
    if other := _other_ticket_here(position, place):
        option = product_name(pulled.ticketing, pulled.ticketing.product(other.item))
        return TicketExplanation(_OPTION_HERE, {"product": product, "option": option})
    alone, elsewhere = (_OF_OPTION, _OPTION_ELSEWHERE) if position.addon_to else (_NOT_HERE, _ELSEWHERE)
    return TicketExplanation(elsewhere if open_to else alone, {"product": product, "open_to": ", ".join(open_to)})


def _other_ticket_here(position: Position, place: ScanContext) -> Position | None:
    """Return the add-on of a ticket that the list here has."""
    here = place.ticketing.list_at(place.control_point.id) if place.ticketing else None
    return next(iter(tickets_on_list(position, here)), None) if here else None


def _takes(each: CheckInList, position: Position) -> bool:
    """Whether a ticket, or at a list that looks for them one of its add-ons, is on a list."""
    addons = [addon for addon in position.addons if not addon.is_cancelled] if each.addon_match else []
    return any(each.has_product(ticket.item) for ticket in (position, *addons))


_NOT_HERE = Message("ticketing", "A ticket for “{product}” is not let in here")
_OPTION_HERE = Message(
    "ticketing",
    "This is the ticket for “{product}”. The person has “{option}” too: scan its code, or find them by name (F3)",
)
_ELSEWHERE = Message("ticketing", "A ticket for “{product}” is not let in here. It opens: {open_to}")
_OF_OPTION = Message("ticketing", "This is the ticket of an option, “{product}”: scan the person’s own ticket")
_OPTION_ELSEWHERE = Message(
    "ticketing",
    "This is the ticket of an option, “{product}”: scan the person’s own ticket. The option opens: {open_to}",
)
