# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the tickets screen: standings, what became of one ticket, who gets none."""

from collections.abc import Mapping
from datetime import datetime

from checkin.core.mail.mail_jobs import MailState
from checkin.core.mail_address import address_without_accents
from checkin.core.message import Message
from checkin.core.tickets.ticket_recipients import WhyNoTicket
from checkin.services.mail.ticket_standings import PersonTicket, TicketStanding
from checkin.translation import clock_time, translate

STANDINGS = {
    TicketStanding.DUE: Message("tickets", "To be sent"),
    TicketStanding.CHANGED: Message("tickets", "Changed since"),
    TicketStanding.UNDER_WAY: Message("tickets", "In the queue"),
    TicketStanding.SENT: Message("tickets", "Sent"),
    TicketStanding.REFUSED: Message("tickets", "Refused"),
    TicketStanding.UNSURE: Message("tickets", "Perhaps sent"),
    TicketStanding.BAD_ADDRESS: Message("tickets", "Address to correct"),
    TicketStanding.UNREACHABLE: Message("tickets", "Without address"),
}

STANDING_ICONS = {
    TicketStanding.DUE: "mail",
    TicketStanding.CHANGED: "refresh-cw",
    TicketStanding.UNDER_WAY: "hourglass",
    TicketStanding.SENT: "circle-check",
    TicketStanding.REFUSED: "octagon-x",
    TicketStanding.UNSURE: "circle-question-mark",
    TicketStanding.BAD_ADDRESS: "triangle-alert",
    TicketStanding.UNREACHABLE: "triangle-alert",
}

WITHOUT_TICKET = {
    WhyNoTicket.CANCELLED: Message("tickets", "cancelled: {count}"),
    WhyNoTicket.BLOCKED: Message("tickets", "blocked: {count}"),
    WhyNoTicket.PENDING: Message("tickets", "awaiting approval: {count}"),
    WhyNoTicket.ONLINE: Message("tickets", "online: {count}"),
    WhyNoTicket.ERASED: Message("tickets", "erased: {count}"),
}


def without_ticket_text(without: Mapping[WhyNoTicket, int]) -> str:
    """Return how many get no ticket, by the reason; "" where everybody does."""
    counted = [translate(words, count=without[why]) for why, words in WITHOUT_TICKET.items() if without.get(why)]
    return translate(_NO_TICKET, reasons=", ".join(counted)) if counted else ""


def history_lines(ticket: PersonTicket, now: datetime) -> list[str]:
    """Return what is known of the sending of one person's ticket, a sentence each."""
    lines = [_sent_text(ticket.sent.at, ticket.sent.address, now)] if ticket.sent else []
    if (job := ticket.job) and ticket.standing is TicketStanding.UNDER_WAY and job.state is MailState.DEFERRED:
        lines.append(translate(_LATER, when=_when(job.next_at, now) if job.next_at else "…"))
    if ticket.standing is TicketStanding.BAD_ADDRESS:
        words = _ACCENTS if address_without_accents(ticket.address) else _NO_ADDRESS
        return [*lines, translate(words, address=ticket.address)]
    lines += [translate(explained)] if (explained := _EXPLAINED.get(ticket.standing)) else []
    is_told = ticket.standing in (TicketStanding.REFUSED, TicketStanding.UNDER_WAY, TicketStanding.UNSURE)
    return lines + ([translate(_SAID, said=job.said)] if job and job.said and is_told else [])


def _sent_text(at: datetime, address: str, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    words = _SENT_TODAY if local.date() == now.date() else _SENT_ON
    return translate(words, day=f"{local:%d/%m}", time=clock_time(local), address=address)


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return clock_time(local) if local.date() == now.date() else f"{local:%d/%m} {clock_time(local)}"


_NO_TICKET = Message("tickets", "No ticket – {reasons}")
_SENT_TODAY = Message("tickets", "Sent at {time} to {address}.")
_SENT_ON = Message("tickets", "Sent on {day} at {time} to {address}.")
_LATER = Message("tickets", "The server wants it later; tried again at {when}.")
_SAID = Message("tickets", "The server said: {said}")
_NO_ADDRESS = Message("tickets", "No message can go to “{address}”: correct the address.")
_ACCENTS = Message("tickets", "No message can go to “{address}”: accents. Correct the address.")
_EXPLAINED = {
    TicketStanding.DUE: Message("tickets", "Not sent yet."),
    TicketStanding.CHANGED: Message("tickets", "The ticket or the address has changed since: it will be sent again."),
    TicketStanding.UNDER_WAY: Message("tickets", "It waits for its turn."),
    TicketStanding.REFUSED: Message("tickets", "The server refused it. Correct the address, or send it again."),
    TicketStanding.UNSURE: Message(
        "tickets", "The connection broke off while the server was answering: it has probably arrived."
    ),
    TicketStanding.UNREACHABLE: Message("tickets", "There is no e-mail address to send it to. Print it, or add one."),
}
