# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports by the suffix of the file asked for: the attendance as a table, the day report as a PDF, or a complete
copy of the event.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from checkin.core.errors import StorageError, UserError
from checkin.core.exports.export_columns import ExportOptions
from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.pdf_reports.pdf_building import ReportContext
from checkin.services.attendance.sign_in_sheets import make_report_context
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import ExportResult, write_export
from checkin.services.exports.day_report_pdf import export_day_report
from checkin.services.exports.last_export import note_exported, note_folder
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.storage.database import back_up
from checkin.translation import Translator

Result = TypeVar("Result")


def is_attendance(path: Path, options: ExportOptions) -> bool:
    """Whether such a file holds people's attendance: not a PDF day report, not an anonymous export."""
    return path.suffix.lower() != ".pdf" and not options.is_anonymous


def export(
    event: EventFile,
    path: Path,
    setting: ReportContext,
    options: ExportOptions,
    report: ReportProgress = ignore_progress,
) -> ExportResult:
    """Write an export in the language and as of the moment of `setting`. Existing files are replaced, all or none; none
    if `report` raises.
    """
    note_folder(event, path.parent)
    if path.suffix.lower() == ".pdf":
        return export_day_report(event, path, setting, options, report)
    return write_export(event, path, setting.voice.translate, ExportRecipe(options, setting.made), report)


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """An export that was asked for: what is written to `path`, as of `made` by this computer's clock."""

    path: Path
    options: ExportOptions
    voice: Translator
    made: datetime

    def write(self, event: EventFile, report: ReportProgress = ignore_progress) -> ExportResult:
        """Write it, and note on this computer how far the journal was."""
        setting = make_report_context(event, self.voice, self.made)
        place, done = event.journal.newest_place(), export(event, self.path, setting, self.options, report)
        if is_attendance(self.path, self.options):
            note_exported(event, place, setting.made, is_part=not self.options.is_whole)
        return done


def on_own_connection(
    path: Path, work: Callable[[EventFile, ReportProgress], Result]
) -> Callable[[ReportProgress], Result]:
    """Return `work` on the event at `path` for a thread other than the one that has it open."""

    def run(report: ReportProgress) -> Result:
        with closing(EventFile.open(path)) as event:
            return work(event, report)

    return run


SUFFIX = ".checkin"


def save_copy(event: EventFile, target: Path) -> Path:
    """Write a copy of the event to `target` while the desk goes on; return its path, which ends with `.checkin`.

    The copy is complete or absent. Raises `UserError` if the file exists or the event is a rehearsal copy;
    `StorageError` if it cannot be written. Opened, the copy is a desk of its own that meets no other: neither the
    place where this desk meets them nor its identity there is in it.
    """
    refuse_in_rehearsal(event)
    path = target if target.suffix.lower() == SUFFIX else target.with_name(target.name + SUFFIX)
    if path.exists():
        raise UserError(_EXISTS, name=path.name)
    try:
        return back_up(event.db, path, {"folder": "", "hub": "", "identity": ""})
    except (OSError, StorageError) as exc:
        raise StorageError(_NOT_WRITTEN, name=path.name) from exc


COPY_SAVED = Message("file", "A copy of the event as it is now is in “{name}”. It meets no other desk.")
_EXISTS = Message("event file", "“{name}” already exists. Nothing was changed; choose another name.")
_NOT_WRITTEN = Message(
    "file", "“{name}” cannot be written there. The event itself is unchanged; choose another folder or free some space."
)
