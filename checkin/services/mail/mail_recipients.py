# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of an event who get a message, as the event is at one moment. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence

from checkin.core.attendee import Attendee
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_groups import MailGroups, group_for_mail
from checkin.core.mail.mail_jobs import NewMail
from checkin.core.tickets.ticket_recipients import WhyNoTicket, why_no_ticket
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.services.tickets.ticket_making import TicketMaker

_DISTURBING = (
    *PROGRAMME_KINDS,
    EntryKind.ATTENDEE_ADDED,
    EntryKind.ATTENDEE_CORRECTED,
    EntryKind.ATTENDEE_MERGED,
    EntryKind.CODE_REPLACED,
    EntryKind.LIST_IMPORTED,
    EntryKind.UNDONE,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.EVENT_PURGED,
    EntryKind.TICKETS_DESCRIBED,
    EntryKind.TICKET_TEMPLATE_SAVED,
    EntryKind.TICKET_TEMPLATE_WITHDRAWN,
)
"""The entries after which somebody may get another ticket, at another address, or none."""


class MailRecipients:
    """Who gets which ticket, at which address, by the entries read when it was made: `is_current` tells whether there
    are newer ones. Belongs to the thread that made it.
    """

    def __init__(self, event: EventFile) -> None:
        self._event, self._moment = event, event.moment()
        self.maker = TicketMaker(event)
        everyone = [attendee for attendee, _ in event.attendees.all()]
        reasons = {person.id: why_no_ticket(person) for person in everyone}
        self.people: Mapping[str, Attendee] = {p.id: p for p in everyone if reasons[p.id] is None}
        self.without_ticket: Mapping[WhyNoTicket, int] = Counter(filter(None, reasons.values()))
        self.groups: MailGroups = group_for_mail(self.people.values(), self.maker.settings.grouping)
        self._addresses = {person.id: each.address for each in self.groups.groups for person in each.people}
        self._fingerprints: dict[str, str] = {}

    def is_current(self) -> bool:
        """Whether nothing came into the event that changes anybody's ticket."""
        return self._event.is_unchanged(self._moment, _DISTURBING)

    def fingerprint(self, person: Attendee) -> str:
        """Return the fingerprint of a person's ticket."""
        if person.id not in self._fingerprints:
            self._fingerprints[person.id] = self.maker.fingerprint(person)
        return self._fingerprints[person.id]

    def message(self, records: Sequence[str]) -> NewMail | None:
        """Return the message that was planned for these records, as it is to be now: without people who get no ticket
        any more, or get theirs at another address than the first. None if nobody is left.
        """
        ids = dict.fromkeys(map(self._event.journal.person, records))
        addresses = {person: self._addresses[person] for person in ids if person in self._addresses}
        if not addresses:
            return None
        address = next(iter(addresses.values()))
        together = [self.people[person] for person, own in addresses.items() if own == address]
        return NewMail(address, {person.id: self.fingerprint(person) for person in together})

    def attendees(self, mail: NewMail) -> list[Attendee]:
        """Return the people of a message."""
        return [self.people[person] for person in mail.recipients]
