# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's mailbox, what is known of providers, and which tickets go together in one message. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from checkin.core.attendee import Attendee, deliverable_address
from checkin.core.lists.cell_text import one_line, payer_email
from checkin.core.message import Message, UserError
from checkin.core.tickets.ticket_settings import MessageGrouping

DEFAULT_PACE, FASTEST_PACE = 30, 6000
"""Messages a minute: that every provider tolerates, and the most that can be chosen."""

LONGEST_SENDER_NAME = 78
"""Letters of the sender's name; a longer one is cut."""

_LOCAL_SERVERS = ("localhost", "127.0.0.1", "::1")
_SERVER = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")


class MailSecurity(StrEnum):
    """The protection of the connection: TLS from the first byte, STARTTLS before the password, or none at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


USUAL_PORTS = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A mailbox to send from. An empty `user` means that the server asks for none. `pace` is in messages a minute.

    The password is no part of it: it is kept by the system's keyring (`services/mail/mail_passwords`).
    """

    server: str = ""
    port: int = 0
    security: MailSecurity = MailSecurity.TLS
    user: str = ""
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    pace: int = DEFAULT_PACE

    @property
    def sender_domain(self) -> str:
        return self.sender.rpartition("@")[2]


def checked_account(account: MailAccount) -> MailAccount:
    """Return the account as it is used: addresses as servers take them, the usual port where none is given.

    Raises `UserError` for one that could not work, or would send the password unprotected.
    """
    sender, reply_to = deliverable_address(account.sender), deliverable_address(account.reply_to)
    if not sender:
        raise UserError(_NO_SENDER, address=account.sender)
    if account.reply_to.strip() and not reply_to:
        raise UserError(_NO_REPLY_TO, address=account.reply_to)
    server = account.server.strip().lower()
    if not server:
        raise UserError(_SERVER_MISSING)
    if not _SERVER.fullmatch(server):
        raise UserError(_NO_SERVER, server=account.server)
    if account.security is MailSecurity.NONE and server not in _LOCAL_SERVERS:
        raise UserError(_UNPROTECTED)
    port = account.port or USUAL_PORTS[account.security]
    if not 0 < port < 65536 or not 0 < account.pace <= FASTEST_PACE:
        raise UserError(_BAD_NUMBER, most=FASTEST_PACE)
    name = one_line(account.sender_name)[:LONGEST_SENDER_NAME]
    return replace(
        account, server=server, port=port, user=account.user.strip(), sender=sender, sender_name=name, reply_to=reply_to
    )


@dataclass(frozen=True, slots=True)
class MailProvider:
    """What is known of a provider: for which domains, its server, and what the organiser has to do first.

    `advice` names a sentence of `PROVIDER_ADVICE`, "" for none. `pace` is in messages a minute, `daily` in messages a
    day, 0 where the provider does not say. `has_short_users`: the user name is what stands before the @.
    """

    name: str
    domains: tuple[str, ...]
    server: str
    port: int
    security: MailSecurity
    advice: str = ""
    pace: int = DEFAULT_PACE
    daily: int = 0
    has_short_users: bool = False

    def account(self, sender: str) -> MailAccount:
        """Return the account of this address, as far as the provider tells it."""
        user = sender.partition("@")[0] if self.has_short_users else sender
        return MailAccount(self.server, self.port, self.security, user, sender, pace=self.pace)


def read_providers(document: Mapping[str, Any]) -> tuple[MailProvider, ...]:
    """Return the providers of `document` (from `tomllib`). Raises `KeyError`, `TypeError` or `ValueError` for a
    mistake in it, which is one of the program's own files.
    """
    return tuple(
        MailProvider(
            **{
                **each,
                "domains": tuple(each["domains"]),
                "security": MailSecurity(each["security"]),
                "advice": _known_advice(each.get("advice", "")),
            }
        )
        for each in document["provider"]
    )


def provider_of(address: str, providers: Sequence[MailProvider]) -> MailProvider | None:
    """Return the provider of this address by its domain, None for one that is not known."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((each for each in providers if domain in each.domains), None)


def _known_advice(name: str) -> str:
    if name and name not in PROVIDER_ADVICE:
        raise ValueError(name)
    return name


PROVIDER_ADVICE = {
    "app_password": Message(
        "mail",
        "This provider wants an app password instead of your own. You create it on the provider’s security page, once "
        "two-step verification is on, and paste it here.",
    ),
    "no_password": Message(
        "mail",
        "This provider is ending sign-in by password for other programs. If yours is refused, write drafts instead: "
        "your own mail program sends them.",
    ),
    "allow_smtp": Message(
        "mail", "With this provider, sending by other programs must first be allowed in the mailbox’s settings."
    ),
}
"""What to do before a provider accepts messages, by the word that stands in providers.toml."""

_NO_SENDER = Message(
    "mail", "“{address}” is not an address that messages can be sent from. Nothing was sent; correct it."
)
_NO_REPLY_TO = Message("mail", "Answers cannot go to “{address}”. Nothing was sent; correct it.")
_SERVER_MISSING = Message(
    "mail", "The name of the mail server is missing. It looks like “smtp.example.org”, and your provider tells it."
)
_NO_SERVER = Message(
    "mail",
    "“{server}” is not the name of a mail server. Nothing was sent; it looks like “smtp.example.org”, and your "
    "provider tells it.",
)
_UNPROTECTED = Message(
    "mail",
    "Without encryption your password and your attendees’ tickets could be read on the way. Nothing was sent; choose "
    "TLS or STARTTLS.",
)
_BAD_NUMBER = Message(
    "mail",
    "The port is a number up to 65535, and the pace one from 1 to {most} messages a minute. Nothing was sent; correct "
    "it.",
)


# Which tickets go together in one message, and to which address.

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
