# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's own ticket templates as journal entries: one for each layout, its pictures stored as those of badges
are. Pure.
"""

from collections.abc import Iterable, Mapping

from checkin.core.badges.badge_entries import SavedBadge, fold_templates, saved_entry
from checkin.core.badges.template import BadgeTemplate
from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.tickets.ticket_settings import TicketLayout

TICKET_TEMPLATE_KINDS = (EntryKind.TICKET_TEMPLATE_SAVED, EntryKind.TICKET_TEMPLATE_WITHDRAWN)


def saved_ticket_entry(layout: TicketLayout, template: BadgeTemplate, pictures: Mapping[str, bytes]) -> NewEntry:
    """Return the entry that saves the template. Raises `UserError` for one too large for an entry."""
    _, subject, body = saved_entry(layout, template, pictures)
    return EntryKind.TICKET_TEMPLATE_SAVED, subject, body


def withdrawn_ticket_entry(layout: TicketLayout) -> NewEntry:
    """Return the entry after which the layout has the shipped template again."""
    return EntryKind.TICKET_TEMPLATE_WITHDRAWN, "", {"template": layout}


def fold_ticket_templates(entries: Iterable[Entry]) -> dict[TicketLayout, SavedBadge]:
    """Return the event's own templates by layout, from entries of `TICKET_TEMPLATE_KINDS` in id order."""
    found = fold_templates(entries, *TICKET_TEMPLATE_KINDS)
    return {TicketLayout(each.id): each for each in found if each.id in set(TicketLayout)}
