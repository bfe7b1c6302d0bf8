# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about the ticketing's server: the connection, and why it did not take something. Looks nothing up."""

from datetime import datetime

from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.core.ticketing.ticket_reason import TicketReason
from checkin.core.ticketing.ticketing_status import (
    NO_PRODUCT,
    UNDONE_ELSEWHERE,
    UNDONE_TOO_LATE,
    UNKNOWN_HERE,
    RefusedByServer,
    TicketingStatus,
)
from checkin.translation import clock_time, error_text, translate


def ticketing_sentences(status: TicketingStatus, now: datetime) -> list[str]:
    """Return what the user should know, the gravest first; one reassuring sentence if all is well."""
    if status.is_over:
        return [translate(_OVER)]
    if not status.device:
        return [translate(_BY_OTHERS if status.has_others else _BY_NOBODY)]
    found = [error_text(status.error)] if status.error else []
    if status.error and status.since and not status.is_revoked:
        found.append(translate(_SINCE, time=moment_text(status.since, now)))
    if status.waiting:
        found.append(translate(_UNSENT, count=status.waiting) if status.is_revoked else waiting_text(status.waiting))
    if status.unseen:
        found.append(translate(_REFUSED, count=status.refused))
    if status.error or status.unseen:
        return found
    return [
        *found,
        translate(_WELL, time=moment_text(status.fetched_at, now)) if status.fetched_at else translate(_FIRST),
    ]


def ticketing_trouble(status: TicketingStatus) -> str:
    """Return what is wrong in a word or two, "" for nothing."""
    if status.is_revoked:
        return translate(_IS_REVOKED)
    if status.error:
        return translate(_TO_SEND, count=status.waiting) if status.waiting else translate(_NOT_REACHED)
    return translate(_TO_LOOK_AT, count=status.refused) if status.unseen else ""


def waiting_text(count: int) -> str:
    return translate(_WAITING, count=count)


def moment_text(at: datetime, now: datetime) -> str:
    """Return a time, with the day if it is not today."""
    local = at.astimezone(now.tzinfo)
    hour = clock_time(local)
    return hour if local.date() == now.date() else translate(_ON_DAY, time=hour, day=f"{local:%d/%m}")


def refused_title(refused: RefusedByServer) -> str:
    """Return who it is about, when and where."""
    name = refused.person or translate(_UNKNOWN_PERSON)
    parts = (name, translate(_KINDS[refused.kind]) if refused.kind in _KINDS else "", clock_time(refused.at))
    return " · ".join(filter(None, (*parts, refused.desk)))


def refused_reason(refused: RefusedByServer) -> str:
    """Return why the server did not take it; a word of its that is not known here is left as it is."""
    if refused.is_told:
        return f"{translate(_INSTEAD[refused.undone == EntryKind.CHECKED_OUT])} {translate(_REASONS[refused.why])}"
    words = _REASONS.get(refused.why)
    return translate(words) if words else translate(_ITS_WORDS, why=refused.why)


ERASE = Message("ticketing", "Erase the people from this computer…")
_OVER = Message(
    "ticketing", "All people of this event were erased: nothing is fetched from pretix any more, and nothing sent."
)
_BY_OTHERS = Message(
    "ticketing",
    "This desk has the list of pretix from the other desks. What it records reaches pretix through the first desk that "
    "is connected to it.",
)
_BY_NOBODY = Message(
    "ticketing",
    "No desk is connected to pretix any more. What is recorded is kept, and sent as soon as a desk is connected again.",
)
_SINCE = Message("ticketing", "Not reached since {time}.")
_WAITING = Message("ticketing", "{count} {count:record|records} still to be sent to pretix.")
_UNSENT = Message(
    "ticketing", "{count} {count:record was|records were} not sent to pretix: connect again to send {count:it|them}."
)
_REFUSED = Message("ticketing", "pretix did not take {count} {count:record|records}: look at {count:it|them}.")
_WELL = Message("ticketing", "pretix is reached; the list is that of {time}.")
_FIRST = Message("ticketing", "The list is being fetched from pretix. Scanning works meanwhile.")
_IS_REVOKED = Message("ticketing", "pretix: revoked")
_NOT_REACHED = Message("ticketing", "pretix: not reached")
_TO_SEND = Message("ticketing", "pretix: {count} to send")
_TO_LOOK_AT = Message("ticketing", "pretix: {count} to look at")
_ON_DAY = Message("ticketing", "{time} on {day}")
_UNKNOWN_PERSON = Message("ticketing", "Unknown person")
_ITS_WORDS = Message("ticketing", "pretix says: {why}")
_INSTEAD = (
    Message("ticketing", "pretix keeps the arrival, with an exit after it."),
    Message("ticketing", "pretix keeps the exit, with an arrival after it."),
)
"""For an undone arrival and for an undone exit."""
_KINDS: dict[str, Message] = {
    EntryKind.CHECKED_IN: Message("ticketing", "let in"),
    EntryKind.CHECKED_OUT: Message("ticketing", "went out"),
    EntryKind.REFUSED: Message("ticketing", "refused here"),
    EntryKind.UNDONE: Message("ticketing", "undone here"),
    EntryKind.ATTENDEE_ADDED: Message("ticketing", "registered here"),
}
_REASONS: dict[str, Message] = {
    TicketReason.INVALID: Message("ticketing", "pretix does not know this ticket, or not any more."),
    TicketReason.REVOKED: Message("ticketing", "This ticket was replaced in pretix."),
    TicketReason.AMBIGUOUS: Message("ticketing", "Several tickets of this person fit the check-in list."),
    TicketReason.CANCELLED: Message("ticketing", "The order is cancelled in pretix."),
    TicketReason.BLOCKED: Message("ticketing", "The ticket is blocked in pretix."),
    TicketReason.UNAPPROVED: Message("ticketing", "The order is not approved in pretix."),
    TicketReason.INVALID_TIME: Message("ticketing", "The ticket is not valid at that time."),
    TicketReason.PRODUCT: Message("ticketing", "The check-in list is not for this kind of ticket."),
    TicketReason.UNPAID: Message("ticketing", "The order is not paid in pretix."),
    TicketReason.RULES: Message("ticketing", "A rule of the check-in list does not allow it."),
    TicketReason.INCOMPLETE: Message("ticketing", "A question of pretix has no answer."),
    TicketReason.EXCHANGE: Message("ticketing", "The ticket must be exchanged for a wristband or a card in pretix."),
    TicketReason.ALREADY_REDEEMED: Message("ticketing", "The ticket was already used in pretix."),
    UNKNOWN_HERE: Message("ticketing", "This desk does not know this person yet."),
    NO_PRODUCT: Message("ticketing", "pretix has no product for somebody registered at the desk."),
    UNDONE_TOO_LATE: Message("ticketing", "pretix undoes nothing after 15 minutes."),
    UNDONE_ELSEWHERE: Message("ticketing", "Only the device that recorded it could undo it in pretix."),
    "error": Message("ticketing", "pretix reports a fault with this ticket."),
    "?": Message("ticketing", "pretix gave no reason."),
}
"""The reasons that pretix names, in words of ours."""
