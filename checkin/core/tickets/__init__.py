# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets as values: who gets one, what stands on it, and what was sent to whom.

Pure. It may import the modules that stand directly in `core`, `core/badges` for the elements and fields that a ticket
shares with a badge, and `core/lists` for the address of the payer.

    ticket_recipients (who)      ticket_settings (the event's words)      ticket_entries (its own template)
             │                            │                                        │
             ▼                            ▼                                        ▼
    ticket_file_names            ticket_fields (what is filled in)        sent_tickets (to whom, when)
"""
