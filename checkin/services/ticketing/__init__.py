# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection of an event to a ticketing's server (pretix): joining it as a device, fetching its list, sending what
happened at the desks.

    ticketing_joining ──▶ a new event file, or one more device for an open one
    ticketing_sync: TicketingSync, one round
        ticketing_push: entries of the journal that the server lacks  ──▶ redeem, annul, failed check-ins, orders
        ticketing_pull: what changed on the server ──▶ kept page by page ──▶ entries, all at once
    badge_layout_import ──▶ badge layouts of the server as templates of the event

A desk decides by itself, with what was fetched (`core/ticketing`); the server is told afterwards.
"""
