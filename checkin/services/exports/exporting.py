# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports by the suffix of the file asked for: a table, the day report as a PDF, a copy of the event; code images."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from checkin.core.attendee import OFF_STATUSES, Attendee, Status
from checkin.core.export_columns import ExportOptions, ExportRecipe
from checkin.core.lists.cell_text import payer_email
from checkin.core.message import (
    Message,
    ReportProgress,
    StorageError,
    Translate,
    UserError,
    ignore_progress,
    list_names,
)
from checkin.core.programme.programme_edits import first_and_last
from checkin.core.purge import is_anonymous
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.code_images import file_stems, qr_matrix, write_code_images
from checkin.documents.table_writer import OutputColumn, OutputTable, write_table
from checkin.pdf_reports.page_canvas import INNER, PdfMetadata, ReportContext, build_pdf
from checkin.pdf_reports.sheet_frame import FILLED_MADE, PAGE
from checkin.pdf_reports.table_pages import ReportColumn, ReportTable, ReportTexts, table_pages
from checkin.services.attendance.attendance_papers import make_report_context
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import EVERYTHING, ExportResult, write_export
from checkin.services.exports.day_report_table import balance_table, remarks
from checkin.services.exports.export_contents import ExportContents
from checkin.services.privacy.purge_day import note_exported, note_folder
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.storage.database import back_up
from checkin.translation import Translator

# The day report as a PDF: the balance, deviations from plan, every correction, and the control line.
# An anonymous export has figures and the control line alone.

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


# QR codes as pictures: one for a screen, all as files for a mailing.


def code_modules(code: str) -> list[list[bool]]:
    """Return the QR code of a ticket: rows of modules with the quiet zone, True for black."""
    return qr_matrix(code)


MOST_NAMED = 5
"""People without an address who are named; of more only the number is shown."""


@dataclass(frozen=True, slots=True)
class CodesWritten:
    """The result of a code export.

    `without_code` people are cancelled or blocked; `by_payer` have no address of their own but their payer's;
    `without_address` are the names of people with neither; `pending` people have a code and are still to be approved.
    """

    count: int
    without_code: int = 0
    by_payer: int = 0
    without_address: tuple[str, ...] = ()
    pending: int = 0


def export_codes(
    event: EventFile, folder: Path, translate: Translate, report: ReportProgress = ignore_progress
) -> CodesWritten:
    """Write the codes as PNG and SVG, named by the code alone, and `codes.csv` for a mail merge.

    Cancelled, blocked and replaced people get none. Raises `UserError` if everyone was purged.
    """
    everyone = [attendee for attendee, _ in event.attendees.all()]
    known = [attendee for attendee in everyone if not is_anonymous(attendee.id)]
    if everyone and not known:
        raise UserError(_FORGOTTEN)
    people = [attendee for attendee in known if attendee.status not in OFF_STATUSES]
    stems = file_stems([a.ticket_code for a in people])
    count = write_code_images(folder, zip((a.ticket_code for a in people), stems, strict=True), report=report)
    payers = [payer_email(a.custom) for a in people]
    rows = [_row(*each) for each in zip(people, stems, payers, strict=True)]
    width = len(_TITLES) if any(payers) else len(_TITLES) - 1
    write_table(
        folder / "codes.csv", [OutputColumn(translate(t)) for t in _TITLES[:width]], [r[:width] for r in rows], "codes"
    )
    by_payer = sum(bool(payer) and not a.email for a, payer in zip(people, payers, strict=True))
    lost = [a for a, payer in zip(people, payers, strict=True) if not (payer or a.email)]
    lost = lost if len(lost) < len(people) else []  # a list without any address is not meant for a mailing
    pending = sum(a.status is Status.PENDING for a in people)
    return CodesWritten(count, len(known) - len(people), by_payer, tuple(a.name for a in lost), pending)


def codes_sentence(done: CodesWritten, folder: str, translate: Translate) -> str:
    """Return the sentence shown after the codes are written."""
    lines = [translate(_WRITTEN, count=done.count, folder=folder)]
    lines += [translate(_PENDING, count=done.pending)] if done.pending else []
    lines += [translate(_WITHOUT_CODE, count=done.without_code)] if done.without_code else []
    lines += [translate(_BY_PAYER, count=done.by_payer, column=translate(_SEND_TO))] if done.by_payer else []
    if lost := done.without_address:
        lines.append(translate(_NO_ADDRESS, count=len(lost), names=list_names(lost, MOST_NAMED, translate)))
    return " ".join(lines)


def _row(person: Attendee, stem: str, payer: str) -> list[str]:
    email = person.email
    return [person.first_name, person.last_name, email, person.ticket_code, f"{stem}.png", email or payer]


_SEND_TO = Message("export", "Send to")
_TITLES = (
    Message("export", "First name"),
    Message("export", "Last name"),
    Message("export", "E-mail"),
    Message("export", "Code"),
    Message("export", "Image"),
    _SEND_TO,
)
_WRITTEN = Message("file", "{count} {count:code|codes} written to “{folder}”.")
_PENDING = Message("export", "{count} of them for people awaiting approval.")
_WITHOUT_CODE = Message("export", "None for {count} {count:person|people}, cancelled or blocked.")
_BY_PAYER = Message("export", "{count} to the address of whoever paid, in codes.csv under “{column}”.")
_NO_ADDRESS = Message("export", "{count} without any address: {names}.")
_FORGOTTEN = Message("export", "This event’s personal data was erased, codes included. Nothing was written.")
