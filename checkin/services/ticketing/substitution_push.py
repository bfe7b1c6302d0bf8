# SPDX-License-Identifier: GPL-3.0-or-later
"""A ticket that passes to a substitute, told to a ticketing's server: the same ticket, with another name and code."""

from collections.abc import Mapping
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.ticketing.json_values import as_id, as_list, as_object, as_text
from checkin.core.ticketing.position import Position
from checkin.core.ticketing.sent_scans import ticket_holder
from checkin.sync.pretix_answers import PretixAnswer
from checkin.sync.pretix_client import PretixClient


def pass_ticket_on(client: PretixClient, event: str, substitute: Attendee) -> tuple[PretixAnswer, Mapping[str, Any]]:
    """Make the ticket that `substitute` took over theirs at the server; return its answer and the order since.

    The codes of the person who is absent open nothing any more: those of add-ons are replaced by others, that of the
    ticket is revoked and becomes the substitute's. That is done last, so that it tells what was done already.
    """
    ticket = Position.from_body(substitute.position)
    order = client.order(event, ticket.order)
    if _secret(order, ticket.id) == substitute.ticket_code:
        return PretixAnswer(True, order), order  # done before, though the answer never came
    for number in (*(addon.id for addon in ticket.addons if not addon.is_cancelled), ticket.id):
        answer = client.renew_code(event, number)
        if not answer.is_done:
            return answer, order
    answer = client.change_position(event, ticket.id, ticket_holder(substitute))
    return answer, client.order(event, ticket.order) if answer.is_done else order


def _secret(order: Mapping[str, Any], number: int) -> str:
    positions = map(as_object, as_list(order.get("positions")))
    return next((as_text(each.get("secret")) for each in positions if as_id(each.get("id")) == number), "")
