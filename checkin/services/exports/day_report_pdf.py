# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report as a PDF: the balance, deviations from plan, every correction, and the control line.

An anonymous export has figures and the control line alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from checkin.core.exports.export_columns import ExportOptions
from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.programme.daily_points import first_and_last
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.output_table import OutputTable
from checkin.pdf_reports.page_canvas import INNER
from checkin.pdf_reports.pdf_building import PdfMetadata, ReportContext, build_pdf
from checkin.pdf_reports.report_wording import FILLED_MADE, PAGE
from checkin.pdf_reports.table_pages import ReportColumn, ReportTable, ReportTexts, table_pages
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import EVERYTHING, ExportResult
from checkin.services.exports.day_report_table import balance_table, remarks
from checkin.services.exports.export_contents import ExportContents

_BALANCE = (60.0, 24.0, *(14.0,) * 7)
_CHANGES = (36.0, 42.0, 0.0, 28.0, 22.0, 22.0, 18.0, 14.0)
_FIGURES = (60.0, 92.0, 30.0)
"""Column widths in millimetres. 0 omits a column: codes are in the workbook only."""


def export_day_report(
    event: EventFile,
    path: Path,
    setting: ReportContext,
    options: ExportOptions = EVERYTHING,
    report: ReportProgress = ignore_progress,
) -> ExportResult:
    """Write the day report and return the result. An existing file is replaced completely or not at all.

    The control line is computed from the snapshot exported, whatever `setting` holds.
    """
    with event.snapshot() as still:
        contents = ExportContents(still, ExportRecipe(options, setting.made), setting.voice.translate, report)
        rows, content = _made(contents, setting)
        made = ExportResult(rows, (path.name,), is_provisional=contents.is_provisional)
    write_file_atomically(path, content)
    return made.beside(path.parent)


def _made(contents: ExportContents, setting: ReportContext) -> tuple[int, bytes]:
    tables = list(_figures(contents) if contents.options.is_anonymous else _day_report_tables(contents))
    texts = _texts(contents, setting)
    about = PdfMetadata(
        f"{texts.title} – {texts.about}", contents.source.programme.event.organiser, str(contents.fingerprint)
    )
    return len(tables[0].rows), build_pdf(about, table_pages([*tables, _control(contents)], texts))


def _day_report_tables(contents: ExportContents) -> Iterator[ReportTable]:
    translate = contents.translate
    yield _on_paper(balance_table(contents.source, contents.day_report, translate), _BALANCE)
    yield _lines("", remarks(contents.source, contents.day_report, translate))
    for table in contents.deviation_tables():
        yield _on_paper(table, _CHANGES, heading=table.name)


def _figures(contents: ExportContents) -> Iterator[ReportTable]:
    yield _on_paper(contents.first(), _FIGURES)


def _control(contents: ExportContents) -> ReportTable:
    return ReportTable(
        contents.translate(_CONTROL), [ReportColumn("", INNER, is_code=True)], [[str(contents.fingerprint)]]
    )


def _lines(heading: str, texts: Iterable[str]) -> ReportTable:
    return ReportTable(heading, [ReportColumn("", INNER)], [[text] for text in texts])


def _on_paper(table: OutputTable, widths: Sequence[float], heading: str = "") -> ReportTable:
    columns = [
        ReportColumn(column.title, width, column.kind == "number")
        for column, width in zip(table.columns, widths, strict=True)
        if width
    ]
    rows = [[_text(cell) for cell, width in zip(row, widths, strict=True) if width] for row in table.rows]
    return ReportTable(heading, columns, rows)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m %H:%M}"
    return "" if cell is None else str(cell)


def _texts(contents: ExportContents, setting: ReportContext) -> ReportTexts:
    translate, made, event = (
        setting.voice.translate,
        setting.made.astimezone(setting.zone),
        contents.source.programme.event,
    )
    days = map(setting.voice.day, first_and_last(event))
    about = " – ".join(filter(None, (event.title, *days, event.place)))
    sentence = translate(FILLED_MADE, day=f"{made:%d/%m/%Y}", time=f"{made:%H:%M}")
    return ReportTexts(translate(_TITLE), about, sentence, translate(PAGE, number="{number}", count="{count}"))


_TITLE = Message("export", "Day report")
_CONTROL = Message("export", "Control line: from which journal this was made")
