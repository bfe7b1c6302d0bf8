# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server is told of our entries: by which code, and as which order of a walk-in. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, parse_moment
from checkin.core.history import TICKETING
from checkin.core.json_values import JsonObject, as_id, as_list, as_object
from checkin.core.programme.programme import Programme
from checkin.core.ticketing.position import Position
from checkin.core.ticketing.pulled import PulledTicketing
from checkin.core.ticketing.ticket_rules import CheckInList, tickets_on_list
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.core.ticketing.ticketing_status import product_of

ANNULLED_WITHIN = timedelta(minutes=15)
"""The age of a check-in from which the server does not annul it."""
PASSAGES = (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)


def is_annulled_too_late(answer: Mapping[str, Any]) -> bool:
    """Whether the server does not annul a check-in because of its age (15 minutes), or because another device made it.
    One that it never had, or has annulled, has another answer.
    """
    return "non_field_errors" in answer


def is_balanced(passage: Entry, undo: Entry, pulled: PulledTicketing) -> bool:
    """Whether the server keeps a passage that was undone and gets one the other way: it annuls none that is older, and
    for no other device than the one that recorded it.
    """
    if pulled.list_at(str(passage.body.get("control_point"))) is None or passage.kind not in PASSAGES:
        return False
    is_of_another = TICKETING in passage.body or pulled.sender_of(passage) != pulled.sender_of(undo)
    return is_of_another or undo.happened_at - passage.happened_at >= ANNULLED_WITHIN


def has_checkin(order: JsonObject, check_in_list: int, at: datetime) -> bool:
    """Whether an order, as the API gives it, has a check-in of this moment at a list."""
    positions = map(as_object, as_list(order.get("positions")))
    found = (as_object(each) for position in positions for each in as_list(position.get("checkins")))
    return any(as_id(each.get("list")) == check_in_list and parse_moment(each.get("datetime")) == at for each in found)


def secret_of(attendee: Attendee, position: int, check_in_list: CheckInList | None = None) -> str:
    """Return the code by which the server knows a person's ticket: that of the position with this number; with 0 that
    of their ticket on the list, else of their own. Who has no position yet was registered here, and brought their code
    along.
    """
    known = Position.from_body(attendee.position)
    named = [each for each in (known, *known.addons) if position and each.id == position]
    on_list = tickets_on_list(known, check_in_list) if check_in_list and not named else []
    found = next(iter((*named, *on_list)), known)
    return found.secret or attendee.ticket_code


def registered_ticket(attendee: Attendee, programme: Programme, ticketing: Ticketing) -> Position | None:
    """Return the ticket, without a number yet, of the order that is made for somebody registered at the desk; None if
    the server sells nothing.
    """
    product = walk_in_product(attendee, programme, ticketing)
    addons = tuple(Position(item=each.id) for each in _chosen_addons(attendee, ticketing))
    return Position(item=product.id, addons=addons) if product else None


def walk_in_product(attendee: Attendee, programme: Programme, ticketing: Ticketing) -> Product | None:
    """Return the product that somebody registered at the desk has: that of their category, else the first that admits.
    None if the server sells nothing.
    """
    category = programme.category_named(attendee.category)
    chosen = ticketing.product(product_of(category.id)) if category else None
    sold = [product for product in ticketing.products if not product.is_addon]
    return chosen or next((product for product in sold if product.is_admission), next(iter(sold), None))


def walk_in_order(attendee: Attendee, product: Product, ticketing: Ticketing) -> Mapping[str, Any]:
    """Return the order that is made for somebody registered at the desk: paid there, with the code that they have, and
    with the add-ons whose sessions they chose.
    """
    position: dict[str, Any] = {
        "positionid": 1,
        "item": product.id,
        "variation": product.variations[0].id if product.variations else None,
        **ticket_holder(attendee),
        "answers": [],
    }
    return {
        "email": attendee.email or None,
        "locale": "fr",
        "status": "p",
        "payment_provider": "manual",
        "sales_channel": "web",
        "send_email": False,
        "force": True,  # the person is in: a quota that is used up must not lose them
        "positions": [position, *_addons(attendee, ticketing)],
    }


def ticket_holder(attendee: Attendee) -> Mapping[str, Any]:
    """Return whose a ticket is: of somebody who was given their code at a desk."""
    names = {"given_name": attendee.first_name, "family_name": attendee.last_name}
    return {
        "attendee_name_parts": {"_scheme": "given_family", **names},
        "company": attendee.organisation or None,
        "attendee_email": attendee.email or None,
        "secret": attendee.ticket_code,
    }


def _addons(attendee: Attendee, ticketing: Ticketing) -> Iterator[Mapping[str, Any]]:
    for number, product in enumerate(_chosen_addons(attendee, ticketing), 2):
        variation = product.variations[0].id if product.variations else None
        yield {"positionid": number, "addon_to": 1, "item": product.id, "variation": variation, "answers": []}


def _chosen_addons(attendee: Attendee, ticketing: Ticketing) -> Iterator[Product]:
    chosen = (ticketing.product(product_of(session)) for session in attendee.sessions)
    return (each for each in chosen if each and each.is_addon)
