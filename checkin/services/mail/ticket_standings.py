# SPDX-License-Identifier: GPL-3.0-or-later
"""How far everybody's ticket is: to be sent, under way, sent, refused. Read at once, for the screen. Values only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee
from checkin.core.mail.mail_due import MailReason, why_due
from checkin.core.mail.mail_jobs import OPEN_MAIL_STATES, MailJob
from checkin.core.tickets.sent_tickets import SentTicket
from checkin.core.tickets.ticket_recipients import WhyNoTicket
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_recipients import MailRecipients
from checkin.services.mail.ticket_mail import TicketMail


class TicketStanding(StrEnum):
    """How far a ticket is. CHANGED: one was sent, and it or its address is another now. BAD_ADDRESS: no message can
    go to the address. UNREACHABLE: there is none.
    """

    DUE = "due"
    CHANGED = "changed"
    UNDER_WAY = "under_way"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"


_OF_REASON = {
    MailReason.NEW: TicketStanding.DUE,
    MailReason.CHANGED: TicketStanding.CHANGED,
    MailReason.REFUSED: TicketStanding.REFUSED,
    MailReason.UNSURE: TicketStanding.UNSURE,
}


@dataclass(frozen=True, slots=True)
class PersonTicket:
    """A person with a ticket, the address it goes to, and what is known of its sending: the newest delivery of any
    desk, the newest message of this computer.
    """

    person: Attendee
    standing: TicketStanding
    address: str = ""
    sent: SentTicket | None = None
    job: MailJob | None = None


@dataclass(frozen=True, slots=True)
class TicketStandings:
    """Everybody with a ticket, by name, all of them and those of each standing; how many get none by the reason; the
    titles of the list's extra columns.
    """

    people: Sequence[PersonTicket] = ()
    without_ticket: Mapping[WhyNoTicket, int] = field(default_factory=dict)
    by_standing: Mapping[TicketStanding, Sequence[PersonTicket]] = field(default_factory=dict)
    columns: Sequence[str] = ()

    def of(self, standing: TicketStanding) -> Sequence[PersonTicket]:
        return self.by_standing.get(standing, ())


def read_ticket_standings(
    event: EventFile, clock: Callable[[], datetime], before: TicketStandings | None = None
) -> TicketStandings:
    """Return the standings of now, or `before` itself where nothing changed. Reads everyone, and draws nothing."""
    recipients, known = MailRecipients(event), TicketMail(event, clock).deliveries()
    addresses = {person.id: group.address for group in recipients.groups.groups for person in group.people}

    def ticket_of(person: Attendee) -> PersonTicket:
        address, sent, job = addresses.get(person.id, ""), known.sent.get(person.id), known.last.get(person.id)
        if not address:
            is_bad = bool(person.email.strip())
            standing = TicketStanding.BAD_ADDRESS if is_bad else TicketStanding.UNREACHABLE
            return PersonTicket(person, standing, person.email, sent, job)
        why = why_due(address, recipients.fingerprint(person), sent, job, person.id)
        return PersonTicket(person, _standing(why, job), address, sent, job)

    people = tuple(map(ticket_of, recipients.people.values()))
    grouped = {standing: tuple(each for each in people if each.standing is standing) for standing in TicketStanding}
    columns = dict.fromkeys(title for each in people for title in each.person.custom)
    read = TicketStandings(people, recipients.without_ticket, grouped, tuple(columns))
    return before if before == read else read


def _standing(why: MailReason | None, job: MailJob | None) -> TicketStanding:
    if why:
        return _OF_REASON[why]
    return TicketStanding.UNDER_WAY if job and job.state in OPEN_MAIL_STATES else TicketStanding.SENT
