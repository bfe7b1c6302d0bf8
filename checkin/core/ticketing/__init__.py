# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets of a ticketing server (pretix) as values, and the rules by which it admits them, decided without the network.

Pure. It may import the modules that stand directly in `core`. The words are pretix's: a *check-in list* is a list of
tickets that are read at a control point, a *position* one ticket of an order, an *add-on* a position that belongs to
another (a workshop booked with a ticket), a *product* what was sold (“item” in the API).

    check_in_list   position   questions   ticketing      values, from the API's JSON and from entries
          │            │           │           │
          └────────────┴─────┬─────┴───────────┘
                             ▼
    signed_tickets      ticket_rules ──▶ check_in_rules      judge(): the answer that the server would give
"""
