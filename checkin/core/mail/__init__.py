# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of sending tickets by e-mail: to whom, in which words, and what a mail server's answers mean. Values only.

    people ──▶ mail_groups (one message each, or for an order) ──▶ mail_due (who still needs one, and why)
                     core/mail_address (where can a message go)        │
    mail_text (subject and text with fields) ──▶ mail_message ◀────────┘   the bytes that are sent
    mail_account (server, sender, providers)      mail_jobs (states of a message on its way)
    mail_replies: what a server answered ──▶ what to do next

May import the modules directly in `core`, `core.badges`, `core.lists` and `core.tickets`.
"""
