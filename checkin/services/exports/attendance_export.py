# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance export as CSV, XLSX or JSON, chosen by the file's suffix. Written completely or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.exports.export_columns import ExportOptions
from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress, ignore_progress, report_while
from checkin.core.message import Message, Translate
from checkin.core.proposed_file_names import day_report_name, names_beside, scans_name
from checkin.documents.atomic_write import draft_of_files
from checkin.documents.table_writer import OutputTable, write_csv
from checkin.documents.xlsx_writer import write_xlsx
from checkin.services.attendance.attendance_evidence import correct_clock
from checkin.services.event_file import EventFile
from checkin.services.exports import export_json as export_json
from checkin.services.exports.export_contents import ExportContents
from checkin.services.exports.scans_table import scans_json
from checkin.services.exports.session_tables import sessions_json
from checkin.services.exports.statistics_table import figures

EVERYTHING = ExportOptions()

_READ = WHOLE // 3
"""How far the progress bar is when everyone has been read."""
_ROWS_WRITTEN = WHOLE * 3 // 4
"""How far it is in JSON when everyone has been written."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export that was written: the names of its files, the requested one first; `rows` counts those of its first
    table.

    `stays` are files of an earlier export beside it that do not belong to it. `is_provisional`: its figures may still
    change without another scan.
    """

    rows: int
    names: tuple[str, ...]
    stays: tuple[str, ...] = ()
    is_provisional: bool = False

    def beside(self, folder: Path) -> "ExportResult":
        """Return the result with `stays` filled in, of what is in the folder."""
        others = (name for name in names_beside(self.names[0]) if name not in self.names)
        return replace(self, stays=tuple(name for name in others if (folder / name).exists()))

    def sentence(self, translate: Translate) -> str:
        """Return a sentence about what was written where."""
        name, *others = self.names
        words = _WRITTEN_TOGETHER if others else _WRITTEN
        sentence = translate(words, rows=self.rows, name=name, others=", ".join(others))
        sentence = " ".join([sentence, *(translate(_STAYS, name=each) for each in self.stays)])
        return f"{sentence} {translate(PROVISIONAL)}" if self.is_provisional else sentence


def export_attendance(
    event: EventFile, path: Path, translate: Translate, options: ExportOptions = EVERYTHING, now: datetime | None = None
) -> ExportResult:
    """Write the attendance as of `now`, by default this moment. Existing files are replaced, all or none."""
    return write_export(event, path, translate, ExportRecipe(options, now or correct_clock(event, event.clock()())))


def write_export(
    event: EventFile,
    path: Path,
    translate: Translate,
    making: ExportRecipe,
    report: ReportProgress = ignore_progress,
) -> ExportResult:
    """Write an export (`draft_export`). Existing files are replaced, all or none; none if `report` raises."""
    with draft_of_files(path) as draft:
        done = draft_export(event, draft, translate, making, report)
    return done.beside(path.parent)


def draft_export(
    event: EventFile,
    path: Path,
    translate: Translate,
    making: ExportRecipe,
    report: ReportProgress = ignore_progress,
) -> ExportResult:
    """Write the files that an export to `path` has, row by row; none of them may be there. Raises `UserError` for an
    unknown suffix.

    A workbook or JSON file holds everything. Beside a CSV, which is the attendance alone, go the day report and
    optionally all scans. An anonymous export has figures and the control line.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UserError(_UNKNOWN_SUFFIX)
    bar = CombinedProgress(report)
    with event.snapshot() as still:
        contents = ExportContents(still, making, translate, bar.part(_READ))
        made = replace(write(contents, path, bar), is_provisional=contents.is_provisional)
    report(WHOLE, WHOLE)
    return made


def _followed(tables: Sequence[OutputTable], bar: CombinedProgress) -> Iterator[OutputTable]:
    """Yield the tables; the bar follows their rows as they are written."""
    for number, table in enumerate(tables, 1):
        last = _READ + (WHOLE - _READ) * number // len(tables)
        count = len(table.rows) if isinstance(table.rows, Sequence) else table.count
        yield replace(table, rows=report_while(table.rows, bar.part(last), count))


def _csv(export: ExportContents, path: Path, bar: CombinedProgress) -> ExportResult:
    named = {path.name: export.first(), day_report_name(path.name): export.day_report_alone()}
    named |= {scans_name(path.name): table for table in export.scan_tables()}
    followed = zip(named, _followed([*named.values()], bar), strict=True)
    rows = [write_csv(path.with_name(name), table) for name, table in followed]
    return ExportResult(rows[0], tuple(named))


def _xlsx(export: ExportContents, path: Path, bar: CombinedProgress) -> ExportResult:
    about = [export.event_table(), export.day_report_sheet(), *export.deviation_tables()]
    places = [*export.place_tables(), *export.payment_tables()]
    tables = [export.first(), *about, *places, *export.scan_tables(), *export.technical_tables()]
    return ExportResult(write_xlsx(path, _followed(tables, bar), export.print_marks)[0], (path.name,))


def _json(export: ExportContents, path: Path, bar: CombinedProgress) -> ExportResult:
    document = export_json.head(export)
    if export.options.is_anonymous:
        document["statistics"] = export_json.statistics_json(figures(export.source, export.day_report))
        export_json.write(path, document)
        return ExportResult(sum(1 for _ in export.first().rows), (path.name,))
    rows, count = export_json.rows(export.source, export.options), export.source.count_rows(export.options)
    document |= {
        "half_days": export_json.half_days(export.source),
        "account": export_json.day_report_json(export.source, export.day_report),
        "corrections": export.changes,
        "sessions": sessions_json(export.source, export.rooms),
        "rows": report_while(rows, bar.part(_ROWS_WRITTEN), count),
    }
    if export.options.has_scans:
        document["scans"] = report_while(scans_json(export.scans()), bar.part(WHOLE), export.event.journal.count())
    export_json.write(path, document)
    return ExportResult(count, (path.name,))


_Writer = Callable[[ExportContents, Path, CombinedProgress], ExportResult]
_WRITERS: dict[str, _Writer] = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
_WRITTEN = Message("file", "{rows} {rows:row|rows} written to {name}.")
_WRITTEN_TOGETHER = Message("file", "{rows} {rows:row|rows} written to {name}; next to it: {others}.")
PROVISIONAL = Message("file", "Provisional: confirm the exit times once they have passed, then export again.")
_STAYS = Message("file", "{name}, from an earlier export, is still there.")
_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx, .csv, .json or .pdf."
)
