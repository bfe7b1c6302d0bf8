# SPDX-License-Identifier: GPL-3.0-or-later
"""An export as whichever kind of file somebody named: the attendance as a table, the account of the day on paper."""

from pathlib import Path

from checkin.core.exports.export_columns import ExportOptions
from checkin.desk.event_file import EventFile
from checkin.desk.exports.account_paper import export_account
from checkin.desk.exports.attendance_export import ExportResult, export_attendance
from checkin.papers.paper_context import PaperContext


def is_attendance(path: Path, wish: ExportOptions) -> bool:
    """Whether such a file holds who came: the account on paper and figures without names do not."""
    return path.suffix.lower() != ".pdf" and not wish.is_anonymous


def export(event: EventFile, path: Path, setting: PaperContext, wish: ExportOptions) -> ExportResult:
    """In the language of `setting`, and as of its moment. Existing files are replaced, all of them whole or none."""
    if path.suffix.lower() == ".pdf":
        return export_account(event, path, setting, wish)
    return export_attendance(event, path, setting.voice.say, wish, setting.made)
