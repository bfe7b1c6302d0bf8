# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets as values: who gets one, what stands on it, and what was sent to whom.

Pure. It may import the modules that stand directly in `core`, `core/badges` for the elements and fields that a ticket
shares with a badge, and `core/attendance` and `core/programme` for its times.

    ticket_fields:    why_no_ticket (who gets none) · ticket_field_values (what is filled in) · ExpectedTimes
    ticket_settings:  TicketSettings (the event's words) · fold_ticket_templates (its own design)
                      read_sent_tickets (to whom, when)
"""
