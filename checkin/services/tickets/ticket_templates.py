# SPDX-License-Identifier: GPL-3.0-or-later
"""Ticket templates: those shipped with the program, and those of the event, which take precedence. One a layout."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checkin.badges.pictures import shrink_picture
from checkin.core.badges import badge_entries as badge_entries
from checkin.core.entries import EntryKind, NewEntry
from checkin.core.picture_entries import join_pictures, picture_entries
from checkin.core.tickets.ticket_entries import (
    TICKET_TEMPLATE_KINDS,
    fold_ticket_templates,
    saved_ticket_entry,
    withdrawn_ticket_entry,
)
from checkin.core.tickets.ticket_settings import TicketLayout
from checkin.paths import resources
from checkin.services.badges.badge_building import LoadedTemplate, read_template
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile


def shipped_ticket_template(layout: TicketLayout) -> LoadedTemplate:
    """Return the template of this layout that is shipped with the program."""
    return read_template(str(resources() / "tickets" / f"{layout}.toml"))


def ticket_template(event: EventFile, layout: TicketLayout) -> LoadedTemplate:
    """Return the event's own template of this layout, else the shipped one."""
    own = fold_ticket_templates(event.journal.entries_of_kinds(TICKET_TEMPLATE_KINDS)).get(layout)
    if own is None:
        return shipped_ticket_template(layout)
    parts = event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT]) if own.pictures else ()
    kept = join_pictures(parts, own.pictures.values())
    return LoadedTemplate(own.template, {n: kept[key] for n, key in own.pictures.items() if key in kept}, own.id)


class TicketTemplates:
    """The event's own template of one layout: saved, and given up for the shipped one."""

    def __init__(self, event: EventFile, desk: Desk, layout: TicketLayout) -> None:
        self._event, self._desk, self.layout = event, desk, layout

    def save(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save the template and return it as kept.

        Raises `UserError` if it holds more than an entry can; nothing is written then.
        """
        kept = replace(loaded, id=self.layout)
        pictures = [entry for data in kept.files.values() for entry in picture_entries(data)]
        self._write([saved_ticket_entry(self.layout, kept.template, kept.files), *pictures])
        return kept

    def import_file(self, path: Path) -> LoadedTemplate:
        """Save the template of a file (docs/tickets.md) with the pictures beside it. Raises `UserError`."""
        read = read_template(str(path))
        return self.save(LoadedTemplate(read.template, {name: shrink_picture(d) for name, d in read.files.items()}))

    def photographs(self) -> dict[str, bytes]:
        """Return none: tickets show no photograph."""
        return {}

    def withdraw(self) -> None:
        """Return to the shipped template."""
        self._write([withdrawn_ticket_entry(self.layout)])

    def _write(self, rows: Sequence[NewEntry]) -> None:
        with self._event.transaction():
            self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)
