# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme as a TOML file to edit and load again."""

from pathlib import Path

from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_toml import programme_text
from checkin.desk.event_file import EventFile
from checkin.documents.atomic_write import write_file_atomically


def export_programme(event: EventFile, path: Path) -> Programme:
    """Write the programme to a file (docs/programme.md), and return it."""
    programme = event.programme()
    write_file_atomically(path, programme_text(programme).encode("utf-8"), ".toml")
    return programme
