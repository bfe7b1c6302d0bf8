# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tickets go together in one message, and to which address. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.lists.payer_email import payer_email
from checkin.core.mail_address import deliverable_address
from checkin.core.tickets.ticket_settings import MessageGrouping

MOST_TICKETS = 40
"""Tickets in one message; more are divided over several, which mail servers accept and people can open."""


@dataclass(frozen=True, slots=True)
class MailGroup:
    """People whose tickets go to one address."""

    address: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class MailGroups:
    """The messages that an event's people need, and those whom none can reach: nothing stands there, or no address."""

    groups: tuple[MailGroup, ...]
    without_address: tuple[Attendee, ...] = ()
    with_bad_address: tuple[Attendee, ...] = ()


def group_for_mail(people: Iterable[Attendee], grouping: MessageGrouping) -> MailGroups:
    """Return the messages for people who get a ticket, in the order of the first of each.

    Someone without an address gets theirs at that of whoever paid, and with `ORDER` at the address of somebody else in
    the order.
    """
    everyone = list(people)
    address_of = {person.id: own for person in everyone if (own := ticket_address(person))}
    if grouping is MessageGrouping.ORDER:
        address_of = _addresses_by_order(everyone, address_of)
    keys: dict[str, list[Attendee]] = {}
    for person in everyone:
        if address := address_of.get(person.id):
            keys.setdefault(_key(person, address, grouping), []).append(person)
    lost = [person for person in everyone if person.id not in address_of]
    return MailGroups(
        tuple(
            MailGroup(address_of[some[0].id], tuple(some)) for together in keys.values() for some in _divided(together)
        ),
        tuple(person for person in lost if not person.email.strip()),
        tuple(person for person in lost if person.email.strip()),
    )


def ticket_address(person: Attendee) -> str:
    """Return the address that a person's ticket is sent to: their own, else their payer's; "" if no message can go to
    either.
    """
    return deliverable_address(person.email) or deliverable_address(payer_email(person.custom))


def _addresses_by_order(people: Sequence[Attendee], own: dict[str, str]) -> dict[str, str]:
    """Return the address of each person where an order has one for all: that of who paid, else the first in it."""
    of_order: dict[str, str] = {}
    paid = {p.order: a for p in reversed(people) if p.order and (a := deliverable_address(payer_email(p.custom)))}
    for person in people:
        if person.order and person.id in own:
            of_order.setdefault(person.order, paid.get(person.order) or own[person.id])
    found = {p.id: of_order.get(p.order) if p.order else own.get(p.id) for p in people}
    return {person: address for person, address in found.items() if address}


def _key(person: Attendee, address: str, grouping: MessageGrouping) -> str:
    """Return what people have in common who share a message."""
    if grouping is MessageGrouping.ADDRESS:
        return address.lower()
    if grouping is MessageGrouping.ORDER and person.order:
        return f"order {person.order}"
    return f"person {person.id}"


def _divided(people: Sequence[Attendee]) -> Iterable[Sequence[Attendee]]:
    return (people[start : start + MOST_TICKETS] for start in range(0, len(people), MOST_TICKETS))
