# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance export as CSV, XLSX or JSON, and the comparison of one with the event.

The suffix of the file decides. It is written completely or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from json import JSONEncoder
from pathlib import Path
from types import GeneratorType

from checkin.core.attendance.day_report import MIN_CELL_COUNT, DayReport, Statistics
from checkin.core.attendance.day_report_lines import DayReportFigures, DayReportLine
from checkin.core.attendance.half_days import HalfDay
from checkin.core.export_columns import ExportColumn, ExportOptions, ExportRecipe, read_recipe
from checkin.core.message import (
    WHOLE,
    CombinedProgress,
    Message,
    ReportProgress,
    Translate,
    UserError,
    ignore_progress,
    report_while,
)
from checkin.core.proposed_file_names import attendance_name, day_report_name, names_beside, scans_name
from checkin.documents.atomic_write import draft_of_files, temporary_folder
from checkin.documents.cell_extraction import Cells, extract_cells, extract_text, is_unchanged
from checkin.documents.table_writer import OutputTable, write_csv, write_xlsx
from checkin.documents.workbook_looks import ShownOtherwise, shown_otherwise
from checkin.services.attendance.attendance_evidence import correct_clock, fingerprint_file
from checkin.services.event_file import EventFile
from checkin.services.exports.export_contents import ExportContents, figures, scans_json
from checkin.services.exports.export_source import ExportSource, days
from checkin.services.exports.people_tables import ExportRow, keys, reader, sessions_json, values_reader

# The attendance export as JSON: stable keys and words in no language, times in ISO 8601 (docs/export.md).

FORMAT = "checkin-attendance"
VERSION = 1


def head(export: ExportContents) -> dict[str, object]:
    """Return the document's head: which event, made from what, and when."""
    event, (control, made) = export.source.programme.event, export.lines
    described: dict[str, object] = {"title": event.title, "day": event.day, "place": event.place}
    described |= {"organiser": event.organiser, "days": days(export.source)}
    found = {"format": FORMAT, "version": VERSION, "event": described, "control": control, "made": made}
    return found | {"made_at": export.making.now, "is_provisional": export.source.is_provisional}


def rows_as_json(source: ExportSource, options: ExportOptions) -> Iterator[dict[str, object]]:
    """Yield the rows that the table with the same options has."""
    readers = {
        column.key: _repeated(column, source) if column.each else reader(column)
        for column in source.shown(options.columns)
    }
    for person in source.people:
        for point in source.points_of(person) if options.is_by_point else [source.arrival]:
            row = ExportRow(source, person, point)
            yield {key: read(row) for key, read in readers.items()}


def _repeated(column: ExportColumn, source: ExportSource) -> Callable[[ExportRow], object]:
    """Return the function from a row to the values of a repeated column by their keys."""
    names, read = keys(column, source), values_reader(column)
    return lambda row: dict(zip(names, read(row), strict=True))


def half_days(source: ExportSource) -> list[dict[str, object]]:
    return [
        {
            "id": half.id,
            "begins": source.hall_time(half.time.begins),
            "ends": source.hall_time(half.time.ends),
            "part": half.part,
        }
        | ({"is_begin_assumed": True} if source.tells_assumed and half.is_begin_assumed else {})
        | ({"is_end_assumed": True} if source.tells_assumed and half.is_end_assumed else {})
        | _exit(source, half)
        for half in source.half_days
    ]


def _exit(source: ExportSource, half: HalfDay) -> dict[str, object]:
    """Return whether the half-day is over, and its confirmed exit hour; null if no hour was confirmed. A supervisor who
    confirmed it is named.
    """
    confirmed = source.occasions.exits.get(half.id)
    return {
        "is_over": source.occasions.is_over(half.time),
        "exit_confirmed": source.hall_time(confirmed.hour) if confirmed else None,
    } | ({"exit_confirmed_by": confirmed.by} if confirmed and confirmed.by else {})


def day_report_json(source: ExportSource, report: DayReport) -> dict[str, object]:
    """Return the day report; `absent` is null for a session or a day that has not ended or where no one was seen."""
    found: dict[str, object] = {
        "total": _line(report.total),
        "categories": {category: _line(line) for category, line in report.categories.items()},
        "sessions": {
            session: _line(line, knows_absences=source.knows_absences(session))
            for session, line in report.sessions.items()
        },
        **({"days": _days(source, report)} if report.days else {}),
        "walk_ins": report.walk_ins,
        "corrections": report.corrections,
        "switches": report.switches,
        "undone": report.undone,
        "merges": report.merges,
        "conflicts": report.conflicts,
        "came_cancelled": report.came_cancelled,
        "is_balanced": report.is_balanced,
    }
    if report.columns:
        found["columns"] = _columns(report.columns)
    if report.doors:
        found["control_points"] = {door: _door(source, door, each) for door, each in report.doors.items()}
    if report.days and report.columns:
        found["columns_by_day"] = {
            day.isoformat(): _columns(each.columns, knows_absences=source.knows_absences_on(day))
            for day, each in report.on_days.items()
        }
    return found | {"is_final": source.has_ended}


def _days(source: ExportSource, report: DayReport) -> dict[str, object]:
    return {
        day.isoformat(): _line(line, knows_absences=source.knows_absences_on(day)) for day, line in report.days.items()
    }


def _door(source: ExportSource, door: str, figures: DayReportFigures) -> dict[str, object]:
    point = source.programme.control_point(door)
    knows = point is not None and not source.is_to_come_at(point)
    line = _line(figures.total, knows_absences=knows) | {"missing": figures.total.missing}
    return line | ({"columns": _columns(figures.columns, knows_absences=knows)} if figures.columns else {})


def _columns(columns: Mapping[str, Mapping[str, DayReportLine]], *, knows_absences: bool = True) -> dict[str, object]:
    return {
        column: {value: _line(line, knows_absences=knows_absences) for value, line in values.items()}
        for column, values in columns.items()
    }


def _line(line: DayReportLine, *, knows_absences: bool = True) -> dict[str, object]:
    return {
        "registered": line.registered,
        "present": line.present,
        "absent": line.absent if knows_absences else None,
        "cancelled": line.cancelled,
        "others": line.others,
        "places": line.places,
        "people": line.people,
        "remote": line.remote,
    }


def statistics_json(found: Statistics) -> dict[str, object]:
    """Return the statistics; a null `count` means more than 0 but fewer than `least`."""
    return {"least": MIN_CELL_COUNT} | asdict(found)


def write(path: Path, document: Mapping[str, object]) -> None:
    """Write the document to a new file: a line for each of its parts, and for each value that a generator yields. Those
    are not held.
    """
    with path.open("x", _BUFFER, encoding="utf-8", newline="") as file:
        _write(document, file.write)


def _write(found: object, write: Callable[[str], object]) -> None:
    if isinstance(found, GeneratorType):
        _write_parts((("", each) for each in found), "[]", write)
    elif isinstance(found, dict) and GeneratorType in map(type, found.values()):
        _write_parts(((f"{_ENCODER.encode(name)}: ", each) for name, each in found.items()), "{}", write)
    else:
        write(_ENCODER.encode(found))


def _write_parts(parts: Iterable[tuple[str, object]], brackets: str, write: Callable[[str], object]) -> None:
    """Write each part, after its name, on a line of its own between the brackets."""
    between = f"{brackets[0]}\n"
    for name, part in parts:
        write(between + name)
        _write(part, write)
        between = ",\n"
    write(f"\n{brackets[1]}" if between.startswith(",") else brackets)


def _plain(found: object) -> object:
    """Return a value that JSON lacks as one that it has."""
    match found:
        case datetime():
            return found.isoformat(timespec="seconds")
        case date():
            return found.isoformat()
        case Mapping():
            return dict(found)
    return asdict(found)  # type: ignore[call-overload]


_BUFFER = 1_000_000
"""Bytes that are gathered before a write: each lets go of the interpreter and takes it back at once, and with many
small ones the window's thread never has its turn.
"""
_ENCODER = JSONEncoder(ensure_ascii=False, default=_plain)


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
        words = _WRITTEN_TOGETHER if others else Message("file", "{rows} {rows:row|rows} written to {name}.")
        sentence = translate(words, rows=self.rows, name=name, others=", ".join(others))
        sentence = " ".join([sentence, *(translate(_STAYS, name=each) for each in self.stays)])
        return f"{sentence} {translate(PROVISIONAL)}" if self.is_provisional else sentence


def export_attendance(
    event: EventFile, path: Path, translate: Translate, options: ExportOptions = EVERYTHING, now: datetime | None = None
) -> ExportResult:
    """Write the attendance as of `now`, by default this moment. Existing files are replaced, all or none."""
    return write_export(event, path, translate, ExportRecipe(options, now or correct_clock(event, event.clock()())))


def write_export(
    event: EventFile, path: Path, translate: Translate, making: ExportRecipe, report: ReportProgress = ignore_progress
) -> ExportResult:
    """Write an export (`draft_export`). Existing files are replaced, all or none; none if `report` raises."""
    with draft_of_files(path) as draft:
        done = draft_export(event, draft, translate, making, report)
    return done.beside(path.parent)


def draft_export(
    event: EventFile, path: Path, translate: Translate, making: ExportRecipe, report: ReportProgress = ignore_progress
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
    document = head(export)
    if export.options.is_anonymous:
        document["statistics"] = statistics_json(figures(export.source, export.day_report))
        write(path, document)
        return ExportResult(sum(1 for _ in export.first().rows), (path.name,))
    rows, count = rows_as_json(export.source, export.options), export.source.count_rows(export.options)
    document |= {
        "half_days": half_days(export.source),
        "account": day_report_json(export.source, export.day_report),
        "corrections": export.changes,
        "sessions": sessions_json(export.source, export.rooms),
        "rows": report_while(rows, bar.part(_ROWS_WRITTEN), count),
    }
    if export.options.has_scans:
        document["scans"] = report_while(scans_json(export.scans()), bar.part(WHOLE), export.event.journal.count())
    write(path, document)
    return ExportResult(count, (path.name,))


_Writer = Callable[[ExportContents, Path, CombinedProgress], ExportResult]
_WRITERS: dict[str, _Writer] = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
_WRITTEN_TOGETHER = Message("file", "{rows} {rows:row|rows} written to {name}; next to it: {others}.")
PROVISIONAL = Message("file", "Provisional: confirm the exit times once they have passed, then export again.")
_STAYS = Message("file", "{name}, from an earlier export, is still there.")
_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx, .csv, .json or .pdf."
)


# The comparison of an export with the event: the export is made again.
# The control line vouches for the journal; this comparison finds files that were edited afterwards. A file that is
# exactly what Checkin writes again shows what Checkin shows. Of one that another program has saved, the values are
# compared, and what may show something else than the values is looked for.


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell holding `found` where the event gives `expected`; "" is an empty or missing cell."""

    place: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class ExportComparison:
    """The outcome for the files of an export that are there. `absent` are the others.

    `is_unchanged`: they are what Checkin writes. Else `differences` are the cells with other values, and
    `shown_otherwise` is what may show other than the values, looked for where those are the same.
    """

    differences: tuple[CellDifference, ...] = ()
    shown_otherwise: ShownOtherwise | None = None
    is_unchanged: bool = False
    absent: tuple[str, ...] = ()

    @property
    def has_same_values(self) -> bool:
        return not self.differences and self.shown_otherwise is None


def compare_export(event: EventFile, export: Path, voices: Iterable[Translate]) -> ExportComparison | None:
    """Return how an export compares, in the language of `voices` with the fewest differences.

    None for an export that does not say how it was made.
    """
    making = read_recipe(extract_text(fingerprint_file(export)))
    if making is None:
        return None
    whole = export.with_name(attendance_name(export.name))
    best: ExportComparison | None = None
    for translate in voices:
        found = _compared(event, whole, translate, making)
        if found.is_unchanged:
            return found
        if best is None or len(found.differences) < len(best.differences):
            best = found
    return best


def _compared(event: EventFile, whole: Path, translate: Translate, making: ExportRecipe) -> ExportComparison:
    """Compare the files present: a recipient of the attendance need not have the scans."""
    with temporary_folder() as folder:
        made = folder / whole.name
        names = draft_export(event, made, translate, making).names
        there = [name for name in names if whole.with_name(name).exists()]
        pairs = [(whole.with_name(name), made.with_name(name)) for name in there]
        done = ExportComparison(absent=tuple(name for name in names if name not in there))
        if all(is_unchanged(found, expected) for found, expected in pairs):
            return replace(done, is_unchanged=True)
        differences = [
            difference
            for found, expected in pairs
            for difference in _cell_by_cell(extract_cells(found), extract_cells(expected))
        ]
        if differences or whole.suffix.lower() != ".xlsx":
            return replace(done, differences=tuple(differences))
        return replace(done, shown_otherwise=shown_otherwise(*pairs[0]))


def _cell_by_cell(found: Cells, expected: Cells) -> Iterator[CellDifference]:
    for place in expected | found:
        if found.get(place, "") != expected.get(place, ""):
            yield CellDifference(place, found.get(place, ""), expected.get(place, ""))
