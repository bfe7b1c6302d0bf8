# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as files, written in a line each."""

from checkin.core.entries import EntryKind
from checkin.services.lists.list_importing import import_list
from checkin.storage.connection import transaction

HEADER = "Prénom;Nom;Société;E-mail;Téléphone;Statut;Remarque;Repas"
TABLES = ("attendees", "tickets", "visits", "expected_counts", "visit_counts", "arrival_counts")


def a_list(folder, *lines, header=HEADER, name="liste.csv"):
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def bring(event, clock, *lines, header=HEADER, **options):
    path = a_list(event.path.parent, *lines, header=header)
    return import_list(event, path, at=clock(), desk="Accueil 1", **options)


def person(event, name):
    """The one person of this last or whole name."""
    (found,) = (a for a, _ in event.attendees.all() if name in (a.last_name, a.name))
    return found


def correct(event, clock, attendee, **fields):
    """As a desk does it: one entry with old and new."""
    changes = {name: [getattr(attendee, name), value] for name, value in fields.items()}
    with transaction(event.db):
        event.journal.append(
            EntryKind.ATTENDEE_CORRECTED, attendee.id, {"changes": changes}, at=clock(), desk="Accueil 1"
        )


def tables(event):
    return {table: sorted(map(repr, event.db.execute(f"SELECT * FROM {table}"))) for table in TABLES}
