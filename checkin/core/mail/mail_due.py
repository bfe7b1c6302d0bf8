# SPDX-License-Identifier: GPL-3.0-or-later
"""Who needs a message, and why: never sent, changed since, refused. Pure."""

from enum import StrEnum

from checkin.core.mail.mail_jobs import OPEN_MAIL_STATES, MailJob, MailState
from checkin.core.tickets.sent_tickets import SentTicket


class MailReason(StrEnum):
    """The reason that a ticket is to be sent: it never was, it or its address changed, the server refused its
    address, or whether it arrived is not known. The last two are sent again only if the organiser asks.
    """

    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"
    UNSURE = "unsure"


ONLY_IF_ASKED = frozenset({MailReason.REFUSED, MailReason.UNSURE})


def why_due(
    address: str, fingerprint: str, sent: SentTicket | None, last: MailJob | None, person: str
) -> MailReason | None:
    """Return why this ticket is to be sent to this address; None if it was, or is on its way.

    `sent` is the newest delivery, of any desk; `last` the newest message of this computer with the person's ticket.
    """
    if last and last.state in OPEN_MAIL_STATES:
        return None
    if sent and (sent.address, sent.fingerprint) == (address, fingerprint):
        return None
    if last and last.address == address and not (sent and sent.at > last.created_at):
        if last.state is MailState.REFUSED:  # which is the address, whatever the ticket says now
            return MailReason.REFUSED
        if last.state is MailState.UNSURE and last.fingerprints.get(person) == fingerprint:
            return MailReason.UNSURE
    return MailReason.CHANGED if sent else MailReason.NEW
