# SPDX-License-Identifier: GPL-3.0-or-later
"""A message that the organiser sends to themself, to look at before everyone gets theirs. Nothing is noted as sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from checkin.core.errors import UserError
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_message import message_bytes
from checkin.core.mail.mail_replies import MailReply
from checkin.core.mail_address import deliverable_address
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_recipients import MailRecipients
from checkin.services.mail.mail_sender import MessageServer
from checkin.services.mail.ticket_mail import new_message_id
from checkin.services.mail.ticket_messages import TicketMessages


def send_trial_message(
    event: EventFile, clock: Callable[[], datetime], account: MailAccount, server: MessageServer, address: str
) -> MailReply:
    """Send the first attendee's message to `address` instead of theirs; return the server's consent.

    Raises `UserError` for an address that is none, words with a mistake, or an event in which nobody gets a ticket, and
    `MailServerError` for what the server refuses.
    """
    to = deliverable_address(address)
    if not to:
        raise UserError(_NO_ADDRESS, address=address)
    recipients = MailRecipients(event)
    people = list(recipients.people.values())
    if not people:
        raise UserError(_NOBODY)
    messages = TicketMessages(recipients.maker, people)
    messages.check(people)
    groups = recipients.groups.groups
    content = messages.content(to, groups[0].people if groups else people[:1])
    try:
        server.open()
        spoken = recipients.maker.translator(people[0])
        content = replace(content, subject=spoken.translate(_TRIAL, subject=content.subject))
        server.offer(to, message_bytes(content, account, new_message_id(account.sender_domain), clock()))
        return server.finish()
    finally:
        server.close()


_TRIAL = Message("mail", "Test: {subject}")
_NO_ADDRESS = Message("mail", "“{address}” is not an e-mail address. Nothing was sent; correct it.")
_NOBODY = Message("mail", "There is no attendee with a ticket to try it with. Nothing was sent.")
