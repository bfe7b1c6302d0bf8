# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending tickets from the organiser's own mailbox, or as drafts for the organiser's own mail program.

May import `core`, `storage`, `devices`, `documents`, `translation`, `services.tickets` and the modules directly in
`services`. What is to be sent are rows of the event file first (`storage/mail_queue`); sending works through them.

    MailRecipients (who gets a ticket, at which address, as the event is now)
        │                          │
    TicketMail (plan, queue)   TicketMessages (their message, with tickets)
        │ rows                     │ bytes
        ▼                          ▼
    MailSender: one step, one message ──▶ devices.mail_server        mail_drafts: .eml files, mail merge
        ▲
    MailWorker (thread, its own EventFile); `checkin mail --send`
    mail_accounts: the account, its provider, its password
"""
