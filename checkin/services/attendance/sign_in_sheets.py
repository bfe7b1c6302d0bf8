# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in sheets: blank ones before the event, filled ones after it; and what reports have in common (logo, zone).

Reads the journal in the event's thread; what it hands over to be drawn is immutable.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtGui import QImage

from checkin.badges.badge_output import PageProgress
from checkin.badges.pictures import read_picture
from checkin.core.attendance.attendance_rules import observed_occasions
from checkin.core.attendance.control_sheet import ControlSheet, control_row
from checkin.core.attendance.recorded_signatures import find_signature
from checkin.core.attendance.sign_in_sheet import (
    Occasion,
    SheetForm,
    SheetOrder,
    SignInRow,
    SignInSheet,
    earlier_end,
    expected_row,
    is_expected,
    list_occasions,
    sign_in_row,
    sort_rows,
    speakers_at,
)
from checkin.core.errors import UserError
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.text_folding import fold_text
from checkin.documents.chosen_file import LargeFileError, read_chosen_file
from checkin.pdf_reports.pdf_building import PdfMetadata, ReportContext, write_pdf
from checkin.pdf_reports.report_wording import sheet_title
from checkin.pdf_reports.sheet_pages import all_pages
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, PersonEvidence, correct_clock
from checkin.services.attendance.fingerprint_check import read_fingerprint
from checkin.services.badges.badge_building import LARGEST_PICTURE
from checkin.services.event_file import EventFile, zone_of
from checkin.translation import Translator


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """Options of sign-in sheets. `occasions` are ids; empty means every half-day."""

    occasions: tuple[str, ...] = ()
    form: SheetForm = SheetForm.FILLED
    order: SheetOrder = SheetOrder.NAME


def make_sign_in_sheets(
    event: EventFile,
    options: SheetOptions,
    now: datetime | None = None,
    report: ReportProgress = ignore_progress,
) -> list[SignInSheet]:
    """Return sheets as of `now`. Raises `UserError` for a session without times, or none at all."""
    evidence = AttendanceEvidence(event, now)
    every = list_occasions(evidence.programme, evidence.occasions)
    wanted = [o for o in every if o.id in options.occasions] if options.occasions else [o for o in every if o.half_day]
    if not wanted or len(wanted) < len(set(options.occasions)):
        raise UserError(_NO_OCCASION, known=", ".join(o.id for o in every) or "–")
    rows: list[list[SignInRow]] = [[] for _ in wanted]
    observed = set[str]()
    for traced in evidence.all_people(report):
        observed |= observed_occasions([traced.attendance])
        for occasion, listed in zip(wanted, rows, strict=True):
            if row := _row(evidence, traced, occasion, options.form):
                listed.append(row)
    return [
        _sheet(evidence, occasion, listed, observed, options) for occasion, listed in zip(wanted, rows, strict=True)
    ]


def _sheet(
    evidence: AttendanceEvidence,
    occasion: Occasion,
    rows: Sequence[SignInRow],
    observed: Set[str],
    options: SheetOptions,
) -> SignInSheet:
    programme, all_of_it, is_blank = evidence.programme, evidence.occasions, options.form is SheetForm.BLANK
    ordered, speakers = sort_rows(rows, options.order), speakers_at(programme, occasion)
    made = (programme.event, occasion, ordered, speakers, is_blank, evidence.now, occasion.id in observed)
    confirmed = all_of_it.confirmed_for(occasion.time)
    if options.form is not SheetForm.CONTROL:
        return SignInSheet(*made, confirmed)
    half = all_of_it.half_day_of(occasion.time)
    decisions = evidence.exit_decisions.get(half.id, ()) if half else ()
    return ControlSheet(*made, confirmed, half, decisions, earlier_end(occasion, all_of_it))


def _row(evidence: AttendanceEvidence, traced: PersonEvidence, occasion: Occasion, form: SheetForm) -> SignInRow | None:
    """Return a person's row on a sheet; None if they are not on it."""
    if form is SheetForm.BLANK:
        return _awaited(evidence, traced, occasion)
    at = (evidence.programme, evidence.occasions, occasion)
    row = sign_in_row(traced.history, traced.entries, traced.attendance, at)
    if row and form is SheetForm.CONTROL:
        return control_row(row, traced.history, traced.attendance, at)
    return row


def _awaited(evidence: AttendanceEvidence, traced: PersonEvidence, occasion: Occasion) -> SignInRow | None:
    """Return a row to be signed, with the signature already given on a screen; None if not expected."""
    person = traced.history.attendee
    if person is None or not is_expected(person, occasion, evidence.occasions):
        return None
    signed = find_signature(traced.entries, occasion.id)
    return expected_row(person, signed.signature if signed else None)


def write_sheets(
    path: Path, sheets: Sequence[SignInSheet], setting: ReportContext, report: PageProgress | None = None
) -> int:
    """Write one PDF and return its number of pages. An existing file is replaced completely or not at all."""
    event = sheets[0].event
    pages = all_pages(sheets, setting)
    about = PdfMetadata(
        f"{setting.voice.translate(sheet_title(sheets[0]))} – {event.title}", event.organiser, setting.fingerprint
    )
    write_pdf(path, about, pages, report)
    return len(pages)


def make_report_context(
    event: EventFile, voice: Translator, made: datetime, logo: QImage | None = None
) -> ReportContext:
    """Return what all reports of an event share. `made` is by this computer's clock, and is corrected."""
    return ReportContext(voice, hall_zone(event), correct_clock(event, made), logo, str(read_fingerprint(event)))


def hall_zone(event: EventFile) -> tzinfo:
    """Return the event's time zone, used for the hours on reports."""
    return zone_of(event.programme().event)


def find_occasion(event: EventFile, name: str) -> str:
    """Return the id of the session with this title, or `name` unchanged."""
    evidence = AttendanceEvidence(event)
    occasions = list_occasions(evidence.programme, evidence.occasions)
    titled = (o for o in occasions if o.session and fold_text(o.session.title) == fold_text(name))
    return next((o.id for o in titled), name)


def read_logo(path: Path) -> QImage:
    """Return a picture for the heading. Raises `UserError` for an unreadable or too large file."""
    try:
        image = read_picture(read_chosen_file(path, LARGEST_PICTURE))
    except LargeFileError as exc:
        raise UserError(_LARGE, name=path.name, most=LARGEST_PICTURE // 1_000_000) from exc
    except OSError as exc:
        raise UserError(_UNREAD, name=path.name) from exc
    if image.isNull():
        raise UserError(_UNREAD, name=path.name)
    return image


_NO_OCCASION = Message(
    "sheet",
    "The programme has no such half-day or session with times. Nothing was written; choose from: {known}.",
)
_LARGE = Message("sheet", "The picture “{name}” is larger than {most} MB. Nothing was written; choose a smaller one.")
_UNREAD = Message(
    "sheet", "“{name}” is not a picture Checkin can read (PNG, JPEG or SVG). Nothing was written; choose another."
)
