# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of sending tickets by e-mail: to whom, in which words, and what a mail server's answers mean. Values only.

    people ──▶ mail_jobs: MailGroup (one message each, or for an order) ──▶ why_due (who still needs one)
                                                                                │
               MailText (subject and text with fields) ──▶ mail_message ◀───────┘   the bytes that are sent
    mail_account (server, sender, providers)                   │
               MailJob (states of a message on its way) ◀── MailReply: what a server answered, what to do next

May import the modules directly in `core`, `core.badges`, `core.lists` and `core.tickets`.
"""
