# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of an event's tickets, read from the journal and saved there, so that every desk has them."""

from checkin.core.entries import EntryKind
from checkin.core.tickets.ticket_settings import TicketSettings, fold_ticket_settings, ticket_settings_entry
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile


def read_ticket_settings(event: EventFile) -> TicketSettings:
    """Return the settings saved last, the defaults before the first."""
    return fold_ticket_settings(event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED]))


def save_ticket_settings(event: EventFile, desk: Desk, settings: TicketSettings) -> None:
    """Save the settings unless they are as before. Raises `UserError` for texts that are too long."""
    entry = ticket_settings_entry(settings)
    with event.transaction():
        if read_ticket_settings(event) != settings:
            event.journal.append_all([entry], at=desk.now(), desk=desk.name)
