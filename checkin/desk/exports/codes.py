# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes as pictures: one for a screen, everybody's as files."""

from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.privacy.anonymous import is_anonymous
from checkin.core.words import Say, Words
from checkin.desk.event_file import EventFile
from checkin.documents.codes import file_stems, qr_matrix, write_codes
from checkin.documents.tables import Column, write_table


def code_modules(code: str) -> list[list[bool]]:
    """The QR code of a ticket for a screen: rows of modules with the quiet zone, True for black."""
    return qr_matrix(code)


def export_codes(event: EventFile, folder: Path, say: Say) -> int:
    """Everyone's code as PNG and SVG, named by the code alone, and `codes.csv` for a mail merge. `UserError` where all
    were forgotten, and their codes with them.
    """
    everyone = [attendee for attendee, _ in event.attendees.all()]
    people = [attendee for attendee in everyone if not is_anonymous(attendee.id)]
    if everyone and not people:
        raise UserError(_FORGOTTEN)
    stems = file_stems([a.ticket_code for a in people])
    count = write_codes(folder, zip((a.ticket_code for a in people), stems, strict=True))
    titles = (
        Words("export", "First name"),
        Words("export", "Last name"),
        Words("export", "E-mail"),
        Words("export", "Code"),
        Words("export", "Image"),
    )
    rows = [
        [a.first_name, a.last_name, a.email, a.ticket_code, f"{stem}.png"]
        for a, stem in zip(people, stems, strict=True)
    ]
    write_table(folder / "codes.csv", [Column(say(t)) for t in titles], rows, "codes")
    return count


_FORGOTTEN = Words("export", "The people of this event were forgotten, and their codes with them. Nothing was written.")
