# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets that were sent, as journal entries of the people whose they are. A purge empties them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import Entry, EntryKind, NewEntry


@dataclass(frozen=True, slots=True)
class SentTicket:
    """A ticket that the mail server of the organiser accepted. `message` is the Message-ID; `fingerprint` that of the
    ticket then (`TicketMaker.fingerprint`).
    """

    address: str
    message: str
    fingerprint: str
    at: datetime


def sent_ticket_entry(person: str, address: str, message: str, fingerprint: str) -> NewEntry:
    """Return the entry for the ticket of the person with this id."""
    return EntryKind.TICKET_SENT, person, {"address": address, "message": message, "fingerprint": fingerprint}


def read_sent_tickets(entries: Iterable[Entry]) -> dict[str, SentTicket]:
    """Return the newest sent ticket of each subject, from entries in id order."""
    return {entry.subject: _sent(entry) for entry in entries if entry.kind == EntryKind.TICKET_SENT and entry.subject}


def _sent(entry: Entry) -> SentTicket:
    address, message, fingerprint = (str(entry.body.get(name, "")) for name in ("address", "message", "fingerprint"))
    return SentTicket(address, message, fingerprint, entry.at)
