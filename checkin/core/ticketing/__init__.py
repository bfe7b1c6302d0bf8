# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets of a ticketing server (pretix) as values, and the rules by which it admits them, decided without the network.

Pure. It may import the modules that stand directly in `core`, and values of `core/programme` and `core/sync`. The words
are pretix's: a *check-in list* is a list of tickets that are read at a control point, a *position* one ticket of an
order, an *add-on* a position that belongs to another (a workshop booked with a ticket), a *product* what was sold
(“item” in the API).

    position   questions   ticketing          values, from the API's JSON and from entries
        └──────────┼───────────┘
                   ▼
    ticket_rules.judge ──▶ rule_explanations  the answer that the server would give, and why
    pulled, pulled_event                      what the server has, as people and programme of the event
    sent_scans, ticketing_status              what the server is told, and how a desk stands with it
"""
