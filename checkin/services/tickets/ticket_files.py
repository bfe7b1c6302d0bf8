# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets written to files: one PDF for the printer, or a folder with a PDF and a calendar entry for each person."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkin.badges.badge_output import PageProgress
from checkin.core.attendee import Attendee, Status
from checkin.core.errors import UserError
from checkin.core.mail.mail_groups import ticket_address
from checkin.core.message import Message, Translate, list_names
from checkin.core.tickets.ticket_file_names import name_files_by_person
from checkin.core.tickets.ticket_recipients import WhyNoTicket, why_no_ticket
from checkin.documents.atomic_write import write_file_atomically, write_folder_atomically
from checkin.documents.code_images import file_stems
from checkin.services.event_file import EventFile
from checkin.services.tickets.ticket_making import TicketMaker

MOST_NAMED = 5
"""People whom no message can reach who are named; of more only the number is shown."""


@dataclass(frozen=True, slots=True)
class TicketRecipients:
    """The people who get a ticket, by name, how many get none and why, and the names of those with a ticket whom no
    message can reach.
    """

    people: Sequence[Attendee]
    without: Mapping[WhyNoTicket, int]
    without_address: Sequence[str]


def find_recipients(event: EventFile) -> TicketRecipients:
    """Return who gets a ticket, perhaps nobody."""
    everyone = [attendee for attendee, _ in event.attendees.all()]
    people = [attendee for attendee in everyone if why_no_ticket(attendee) is None]
    without = Counter(why for attendee in everyone if (why := why_no_ticket(attendee)))
    return TicketRecipients(people, without, [a.name for a in people if not ticket_address(a)])


def write_tickets(
    people: Sequence[Attendee],
    maker: TicketMaker,
    out: Path,
    report: PageProgress | None = None,
    *,
    by_name: bool = False,
) -> int:
    """Write the tickets of `people`: one PDF if `out` has that suffix, else a PDF and a calendar entry for each of them
    into the folder `out`. Return their number.

    Files in the folder are named by code, `by_name` by person. All are written, or none if `report` raises or the disk
    fails. Raises `UserError` if nobody gets a ticket. Uses no event: for any thread.
    """
    if not people:
        raise UserError(_NOBODY)
    if out.suffix.lower() == ".pdf":
        write_file_atomically(out, maker.pdf(people, report), ".pdf")
    else:
        write_folder_atomically(out, _files(maker, people, by_name, report))
    return len(people)


def _files(
    maker: TicketMaker, people: Sequence[Attendee], by_name: bool, report: PageProgress | None
) -> Iterator[tuple[str, bytes]]:
    codes = dict(zip((a.id for a in people), file_stems(a.ticket_code for a in people), strict=True))
    stems = name_files_by_person(people) if by_name else codes
    for done, person in enumerate(people, 1):
        yield f"{stems[person.id]}.pdf", maker.pdf([person])
        if entry := maker.calendar_entry(person):
            yield f"{stems[person.id]}.ics", entry
        if report:
            report(done, len(people))


def tickets_sentence(found: TicketRecipients, name: str, translate: Translate) -> str:
    """Return what is said after tickets were written: how many, who gets none and why, whom no message can reach."""
    sentences = [translate(_WRITTEN, count=len(found.people), name=name)]
    if unpaid := sum(person.status is Status.UNPAID for person in found.people):
        sentences.append(translate(_UNPAID, count=unpaid))
    sentences += [translate(_WITHOUT[why], count=found.without[why]) for why in WhyNoTicket if why in found.without]
    if lost := found.without_address:
        sentences.append(translate(_NO_ADDRESS, count=len(lost), names=list_names(lost, MOST_NAMED, translate)))
    return " ".join(sentences)


_WRITTEN = Message("tickets", "{count} {count:ticket|tickets} written to “{name}”.")
_UNPAID = Message("tickets", "{count} of these people {count:has|have} not paid.")
_WITHOUT = {
    WhyNoTicket.CANCELLED: Message(
        "tickets", "None for {count} {count:person|people} whose registration is cancelled."
    ),
    WhyNoTicket.BLOCKED: Message("tickets", "None for {count} blocked {count:person|people}."),
    WhyNoTicket.PENDING: Message(
        "tickets", "None for {count} {count:person|people} awaiting approval or on the waiting list."
    ),
    WhyNoTicket.ONLINE: Message("tickets", "None for {count} {count:person|people} attending online."),
    WhyNoTicket.ERASED: Message("tickets", "None for {count} {count:person|people} whose data was erased."),
}
_NO_ADDRESS = Message("tickets", "{count} {count:has|have} no e-mail address that works: {names}.")
_NOBODY = Message("tickets", "Nobody would get a ticket. Nothing was written; check the list of attendees.")
