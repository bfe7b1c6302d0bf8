# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports by the suffix of the file asked for: the attendance as a table, or the day's account as a PDF."""

from pathlib import Path

from checkin.core.exports.export_columns import ExportOptions
from checkin.desk.event_file import EventFile
from checkin.desk.exports.account_paper import export_account
from checkin.desk.exports.attendance_export import ExportResult, export_attendance
from checkin.papers.paper_pdf import PaperContext


def is_attendance(path: Path, wish: ExportOptions) -> bool:
    """Whether such a file holds people's attendance: not a PDF account, not an anonymous export."""
    return path.suffix.lower() != ".pdf" and not wish.is_anonymous


def export(event: EventFile, path: Path, setting: PaperContext, wish: ExportOptions) -> ExportResult:
    """Write an export in the language and as of the moment of `setting`. Existing files are replaced, all or none."""
    if path.suffix.lower() == ".pdf":
        return export_account(event, path, setting, wish)
    return export_attendance(event, path, setting.voice.say, wish, setting.made)
