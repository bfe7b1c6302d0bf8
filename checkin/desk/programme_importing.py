# SPDX-License-Identifier: GPL-3.0-or-later
"""From an organiser's programme to the journal: all of a file or nothing."""

import tomllib
from datetime import datetime
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.programme import Programme
from checkin.core.programme_file import read_programme
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.late_programme import understand_lists
from checkin.storage.connection import write


def import_programme(event: EventFile, path: Path, *, at: datetime, desk: str) -> Programme:
    """Replace the programme by that of a TOML file (docs/programme.md). Raises `UserError`, changing nothing.

    People whom a list gave a session that nobody knew before are now registered for it.
    """
    programme = load_programme(path)
    event.plan(programme, at=at, desk=desk)
    with write(event.db):
        understand_lists(event, at=at, desk=desk)
    return programme


def load_programme(path: Path) -> Programme:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” cannot be read. Nothing was changed; choose another file.",
            ),
            name=path.name,
        ) from exc
    except ValueError as exc:  # not TOML, or not UTF-8
        raise UserError(
            Words(
                "programme",
                "The programme “{name}” is not written as it should be: {what}. Nothing was changed.",
            ),
            name=path.name,
            what=str(exc),
        ) from exc
    return read_programme(document)
