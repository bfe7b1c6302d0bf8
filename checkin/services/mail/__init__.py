# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending tickets from the organiser's own mailbox, or as drafts for the organiser's own mail program.

May import `core`, `storage`, `devices`, `documents`, `translation`, `badges` for fonts, and the modules directly in
`services`. What is to be sent are rows of the event file first (`storage/print_queue`); sending works through them.

    ticket_messages: MailRecipients (who gets a ticket, at which address, as the event is now)
                     │                          │
    ticket_mail: TicketMail (plan, queue)   TicketMessages (their message, with tickets)     write_drafts (.eml files)
                     │ rows                     │ bytes
                     ▼                          ▼
    mail_sender: MailSender, one step, one message ──▶ devices.mail_server
                     ▲
    mail_worker: MailWorker (thread, its own EventFile); the account, its provider, its password
    mail_service: starts and ends the thread for a window;   `checkin mail --send` drives the sender itself
"""
