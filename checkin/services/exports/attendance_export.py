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
from checkin.documents.atomic_write import write_files_atomically
from checkin.documents.table_writer import OutputTable, csv_text
from checkin.documents.xlsx_writer import build_xlsx
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


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export in memory: its files by name, the requested one first; `rows` counts those of its first table.

    `stays` are files of an earlier export beside it that do not belong to it. `is_provisional`: its figures may still
    change without another scan.
    """

    rows: int
    files: tuple[tuple[str, bytes], ...]
    stays: tuple[str, ...] = ()
    is_provisional: bool = False

    def written(self, folder: Path) -> "ExportResult":
        """Write all files or none, replacing existing ones, and return the result with `stays` filled in."""
        write_files_atomically(folder, self.files)
        own = dict(self.files)
        beside = (name for name in names_beside(self.files[0][0]) if name not in own)
        return replace(self, stays=tuple(name for name in beside if (folder / name).exists()))

    def sentence(self, translate: Translate) -> str:
        """Return a sentence about what was written where."""
        name, *others = (name for name, _ in self.files)
        words = _WRITTEN_TOGETHER if others else _WRITTEN
        sentence = translate(words, rows=self.rows, name=name, others=", ".join(others))
        sentence = " ".join([sentence, *(translate(_STAYS, name=each) for each in self.stays)])
        return f"{sentence} {translate(PROVISIONAL)}" if self.is_provisional else sentence


def export_attendance(
    event: EventFile, path: Path, translate: Translate, options: ExportOptions = EVERYTHING, now: datetime | None = None
) -> ExportResult:
    """Write the attendance as of `now`, by default this moment. Existing files are replaced, all or none."""
    making = ExportRecipe(options, now or correct_clock(event, event.clock()()))
    return make_export(event, path, translate, making).written(path.parent)


def make_export(
    event: EventFile,
    path: Path,
    translate: Translate,
    making: ExportRecipe,
    report: ReportProgress = ignore_progress,
) -> ExportResult:
    """Return the files that `path` would be, in memory. Raises `UserError` for an unknown suffix.

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
        count = len(table.rows) if isinstance(table.rows, Sequence) else None
        yield replace(table, rows=report_while(table.rows, bar.part(last), count))


def _csv(export: ExportContents, path: Path, bar: CombinedProgress) -> ExportResult:
    first = export.first()
    named = [(path.name, first), (day_report_name(path.name), export.day_report_alone())]
    named += [(scans_name(path.name), table) for table in export.scan_tables()]
    followed = _followed([table for _, table in named], bar)
    files = tuple((name, csv_text(table)) for (name, _), table in zip(named, followed, strict=True))
    return ExportResult(_count(first), files)


def _xlsx(export: ExportContents, path: Path, bar: CombinedProgress) -> ExportResult:
    first = export.first()
    about = [*export.event_tables(), export.day_report_table(), *export.deviation_tables()]
    tables = [first, *about, *export.place_tables(), *export.scan_tables()]
    return ExportResult(_count(first), ((path.name, build_xlsx(_followed(tables, bar), export.print_marks)),))


def _count(table: OutputTable) -> int:
    rows = table.rows
    assert isinstance(rows, Sequence)
    return len(rows)


def _json(export: ExportContents, path: Path, _bar: CombinedProgress) -> ExportResult:
    document = export_json.head(export)
    if export.options.is_anonymous:
        document["statistics"] = export_json.statistics_json(figures(export.source, export.day_report))
        return ExportResult(_count(export.first()), ((path.name, export_json.encode(document)),))
    rows = export_json.rows(export.source, export.options)
    document |= {
        "half_days": export_json.half_days(export.source, has_exits=not export.making.is_first),
        "account": export_json.day_report_json(export.source, export.day_report),
        "corrections": export.changes,
        "sessions": sessions_json(export.source, export.rooms, has_exits=not export.making.is_first),
        "rows": rows,
    }
    if export.options.has_scans:
        document["scans"] = scans_json(export.scans())
    return ExportResult(len(rows), ((path.name, export_json.encode(document)),))


_Writer = Callable[[ExportContents, Path, CombinedProgress], ExportResult]
_WRITERS: dict[str, _Writer] = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
_WRITTEN = Message("file", "{rows} {rows:row|rows} written to {name}.")
_WRITTEN_TOGETHER = Message("file", "{rows} {rows:row|rows} written to {name}; next to it: {others}.")
PROVISIONAL = Message("file", "Provisional: confirm the exit times once they have passed, then export again.")
_STAYS = Message("file", "{name}, from an earlier export, is still there.")
_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx, .csv, .json or .pdf."
)
