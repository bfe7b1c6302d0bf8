# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin export`: the attendance as a file, everything of it or what was chosen."""

from pathlib import Path

from checkin.core.export_columns import Wish, wish
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.export_attendance import export_attendance
from checkin.language import say


def wished(preset: str, columns: str, *, is_anonymous: bool) -> Wish:
    """`columns`: keys between commas, instead of those of the preset."""
    return wish(preset, [key.strip() for key in columns.split(",") if key.strip()], is_anonymous=is_anonymous)


def export(event: EventFile, path: Path, what: Wish) -> None:
    rows = export_attendance(event, path, say, what)
    print(say(Words("command", "{rows} rows written to {name}."), rows=rows, name=path.name))
