# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports by the suffix of the file asked for: the attendance as a table, the day report as a PDF, or a complete
copy of the event.
"""

from pathlib import Path

from checkin.core.errors import StorageError, UserError
from checkin.core.exports.export_columns import ExportOptions
from checkin.core.message import Message
from checkin.pdf_reports.pdf_building import ReportContext
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import ExportResult, export_attendance
from checkin.services.exports.day_report_pdf import export_day_report
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.storage.database import back_up


def is_attendance(path: Path, options: ExportOptions) -> bool:
    """Whether such a file holds people's attendance: not a PDF day report, not an anonymous export."""
    return path.suffix.lower() != ".pdf" and not options.is_anonymous


def export(event: EventFile, path: Path, setting: ReportContext, options: ExportOptions) -> ExportResult:
    """Write an export in the language and as of the moment of `setting`. Existing files are replaced, all or none."""
    if path.suffix.lower() == ".pdf":
        return export_day_report(event, path, setting, options)
    return export_attendance(event, path, setting.voice.translate, options, setting.made)


SUFFIX = ".checkin"


def save_copy(event: EventFile, target: Path) -> Path:
    """Write a copy of the event to `target` while the desk goes on; return its path, which ends with `.checkin`.

    The copy is complete or absent. Raises `UserError` if the file exists or the event is a rehearsal copy;
    `StorageError` if it cannot be written. Opened on another computer, the copy is a desk of its own.
    """
    refuse_in_rehearsal(event)
    path = target if target.suffix.lower() == SUFFIX else target.with_name(target.name + SUFFIX)
    if path.exists():
        raise UserError(_EXISTS, name=path.name)
    try:
        return back_up(event.db, path)
    except (OSError, StorageError) as exc:
        raise StorageError(_NOT_WRITTEN, name=path.name) from exc


COPY_SAVED = Message("file", "A copy of the event as it is now is in “{name}”.")
_EXISTS = Message("event file", "“{name}” already exists. Nothing was changed; choose another name.")
_NOT_WRITTEN = Message(
    "file", "“{name}” cannot be written there. The event itself is unchanged; choose another folder or free some space."
)
