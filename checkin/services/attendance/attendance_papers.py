# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of attendance: sign-in sheets, tick lists and certificates."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QImage

from checkin.badges.badge_problems import LEAST_MODULE, PageProgress
from checkin.badges.pictures import read_picture
from checkin.core import tokens
from checkin.core.admission_rules import counting_point
from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance.attendance_certificate import Certificate, WhyNone, why_no_certificate
from checkin.core.attendance.attendance_rules import observed_occasions
from checkin.core.attendance.control_sheet import ControlSheet, control_row
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
    name_sessions_outside,
    name_sort_key,
    sign_in_row,
    sort_rows,
    speakers_at,
)
from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.message import Message, ReportProgress, Translate, UserError, ignore_progress
from checkin.core.people_list import TAIL_LETTERS, PersonAtPoint, PersonState, person_state, state_text
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.purge import is_anonymous
from checkin.core.signature import find_signature
from checkin.core.text_folding import fold_text
from checkin.core.tokens import CodeValidity
from checkin.documents.atomic_write import write_file_atomically, write_folder_atomically
from checkin.documents.code_images import file_stems, qr_matrix
from checkin.documents.input_table import LargeFileError, read_chosen_file
from checkin.pdf_reports.certificate_page import IssuedCertificate, certificate_pages
from checkin.pdf_reports.control_pages import control_pages
from checkin.pdf_reports.page_canvas import DrawPage, PdfMetadata, ReportContext, build_pdf, write_pdf
from checkin.pdf_reports.sheet_frame import sheet_title
from checkin.pdf_reports.sign_in_pages import sign_in_pages
from checkin.pdf_reports.table_pages import CODE_SIDE, TickRow, TickTexts, build_tick_list
from checkin.services.attendance.attendance_evidence import (
    AttendanceEvidence,
    PersonEvidence,
    correct_clock,
    read_fingerprint,
)
from checkin.services.badges.badge_building import LARGEST_PICTURE
from checkin.services.event_file import EventFile, zone_of
from checkin.services.person_lookup import read_standings
from checkin.translation import Translator

# The pages of sheets of any form, one sheet after the other.


def all_pages(sheets: Sequence[SignInSheet], setting: ReportContext) -> list[DrawPage]:
    """Return the pages of all sheets, each sheet with its own page numbers."""
    return [page for sheet in sheets for page in _pages(sheet, setting)]


def _pages(sheet: SignInSheet, setting: ReportContext) -> list[DrawPage]:
    return control_pages(sheet, setting) if isinstance(sheet, ControlSheet) else sign_in_pages(sheet, setting)


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """Options of sign-in sheets. `occasions` are ids; empty means every half-day."""

    occasions: tuple[str, ...] = ()
    form: SheetForm = SheetForm.FILLED
    order: SheetOrder = SheetOrder.NAME


def make_sign_in_sheets(
    event: EventFile, options: SheetOptions, now: datetime | None = None, report: ReportProgress = ignore_progress
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
    "sheet", "The programme has no such half-day or session with times. Nothing was written; choose from: {known}."
)
_LARGE = Message("sheet", "The picture “{name}” is larger than {most} MB. Nothing was written; choose a smaller one.")
_UNREAD = Message(
    "sheet", "“{name}” is not a picture Checkin can read (PNG, JPEG or SVG). Nothing was written; choose another."
)


# The paper tick list: the attendee list of this minute, to go on without a computer (docs/paper.md). Read-only.


@dataclass(frozen=True, slots=True)
class TickListHeader:
    """The heading of a tick list: time of printing in the event's zone, desk, and control point."""

    at: datetime
    desk: str
    point: ControlPoint


@dataclass(frozen=True, slots=True)
class TickListWritten:
    """The list's `people`, `pages`, and how many `arrived`. `is_small`: a code is too small to scan well."""

    people: int
    arrived: int
    pages: int
    is_small: bool


def write_tick_list(
    event: EventFile, path: Path, moment: TickListHeader, translate: Translate, report: ReportProgress = ignore_progress
) -> TickListWritten:
    """Write the list of everyone who may come, by name. Raises `UserError` if there are none.

    An existing file is replaced completely or not at all; not if `report` raises.
    """
    programme = event.programme()
    entrance = counting_point(programme, moment.point)
    people = [a for a, _ in event.attendees.all() if _may_come(a)]
    if not people:
        raise UserError(_NOBODY)
    rows = [
        _tick_list_row(standing, moment, translate)
        for standing in read_standings(event, people, entrance.id, programme)
    ]
    content, pages = build_tick_list(rows, _texts(programme, moment, translate), report)
    write_file_atomically(path, content, ".pdf")
    return TickListWritten(len(rows), sum(1 for row in rows if row.arrived), pages, any(map(_is_small, rows)))


def _may_come(person: Attendee) -> bool:
    """Whether to list a person. A purged one has neither a name nor a code any more."""
    return person.status not in OFF_STATUSES and not is_anonymous(person.id)


def tick_list_sentence(done: TickListWritten, path: Path, translate: Translate) -> str:
    """Return the sentence shown after the list is written."""
    sentence = translate(_WRITTEN, people=done.people, pages=done.pages, name=path.name)
    return f"{sentence} {translate(_SMALL)}" if done.is_small else sentence


def _is_small(row: TickRow) -> bool:
    return CODE_SIDE / len(qr_matrix(row.code)) < LEAST_MODULE


def _tick_list_row(standing: PersonAtPoint, moment: TickListHeader, translate: Translate) -> TickRow:
    """Return a person's row. The last name goes first, as the paper is searched by it; open questions stand below."""
    person = standing.attendee
    name = f"{person.last_name} {person.first_name}".strip()
    name += f" (×{person.places})" if person.places > 1 else ""
    arrived = _time(standing.arrived_at, moment.at) if standing.arrived_at else ""
    is_plain = bool(arrived) or person_state(standing) is PersonState.EXPECTED
    state = "" if is_plain else state_text(standing, translate, lambda at: _time(at, moment.at))
    below = " · ".join(part for part in (state, person.organisation) if part)
    return TickRow(name, below, person.ticket_code[-TAIL_LETTERS:], person.ticket_code, arrived)


def _time(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"


def _texts(programme: Programme, moment: TickListHeader, translate: Translate) -> TickTexts:
    printed = translate(_PRINTED, date=f"{moment.at:%d/%m/%Y}", time=f"{moment.at:%H:%M}", desk=moment.desk)
    columns = (
        translate(Message("paper", "Time of arrival")),
        translate(Message("paper", "Name")),
        translate(Message("paper", "Organisation")),
        translate(Message("paper", "Code")),
    )
    title = f"{programme.event.title} – {moment.point.name}"
    page = translate(Message("paper", "Page {page} / {pages}"), page="{page}", pages="{pages}")
    return TickTexts(title, programme.event.title, printed, translate(_HOW_TO), page, columns)


_PRINTED = Message("paper", "List at {time} on {date}, printed at {desk}. In grey: already arrived.")
_HOW_TO = Message(
    "paper",
    "Tick each person who arrives and write down the time. Afterwards, in the desk’s menu: “Enter arrivals "
    "noted on paper…”.",
)
_WRITTEN = Message("paper", "{people} {people:person|people} on {pages} {pages:page|pages} written to {name}.")
_SMALL = Message("paper", "Some codes are long and print small: for these people, type the name instead.")
_NOBODY = Message("paper", "Nobody is on the list yet. Nothing was written; import a list first.")


# Certificates of attendance: issued for everyone present, and checked by their code (docs/adr/0030). No entries.

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """The validity of a code; `now` is the certificate the event would issue now, None if none."""

    standing: CodeValidity
    now: Certificate | None = None


@dataclass(frozen=True, slots=True)
class CertificateRound:
    """The certificates of one moment, by name, and the names of those who came and get none, by the reason; with
    the sessions, where they were outside the half-days only. `backwards` are the names of those who get one that lacks
    time, for they left before they came, by the clocks of the desks.
    """

    issued: list[IssuedCertificate]
    without: Mapping[WhyNone, Sequence[str]]
    backwards: Sequence[str] = ()


def issue(event: EventFile, now: datetime | None = None) -> list[IssuedCertificate]:
    """Return certificates as of `now`, by name, without purged people. Raises `UserError` if there are none."""
    return issue_round(event, now).issued


def issue_round(
    event: EventFile, now: datetime | None = None, report: ReportProgress = ignore_progress
) -> CertificateRound:
    """Return `issue`, and who came and gets none."""
    evidence, has_erased = AttendanceEvidence(event, now), False
    found: list[tuple[str, str, IssuedCertificate]] = []
    without: dict[WhyNone, list[tuple[str, str, str]]] = {}
    backwards: list[tuple[str, str, str]] = []
    for traced in evidence.all_people(report):
        certificate, person = _certificate(evidence, traced), traced.history.attendee
        if is_anonymous(traced.id):
            has_erased |= certificate is not None
        elif certificate:
            found.append((_name(traced), traced.id, _issued(event, certificate)))
            if traced.attendance.is_backwards:
                backwards.append((_name(traced), traced.id, certificate.name))
        elif person and _is_present(traced):
            why = why_no_certificate(traced.attendance)
            where = name_sessions_outside(traced.attendance, evidence.programme) if why is WhyNone.OUTSIDE else ""
            text = f"{person.name} ({where})" if where else person.name
            without.setdefault(why, []).append((_name(traced), traced.id, text))
    if not found and WhyNone.CLOCK in without:
        raise UserError(_NOBODY_BY_CLOCK, names=", ".join(_by_name(without[WhyNone.CLOCK])))
    if not found:
        raise UserError(_FORGOTTEN if has_erased else _NOBODY_PRESENT)
    named = {why: _by_name(names) for why, names in without.items()}
    return CertificateRound(_by_name(found), named, _by_name(backwards))


def _issued(event: EventFile, certificate: Certificate) -> IssuedCertificate:
    number = tokens.number(event.key, certificate.person)
    return IssuedCertificate(certificate, number, rules.code(event.key, certificate))


def _by_name(found: list[tuple[str, str, Item]]) -> list[Item]:
    """Return the items by name and id, which are before them."""
    return [item for _, _, item in sorted(found, key=lambda each: each[:2])]


def _is_present(traced: PersonEvidence) -> bool:
    """Whether the day report counts a person among the present."""
    return any(visit.arrived for visit in traced.history.visits.values()) or bool(traced.attendance.watched)


def _name(traced: PersonEvidence) -> str:
    """Return the key by which sign-in sheets are sorted too."""
    person = traced.history.attendee
    return name_sort_key(person.last_name, person.first_name) if person else ""


def write_certificates(
    out: Path, issued: Sequence[IssuedCertificate], setting: ReportContext, report: PageProgress | None = None
) -> int:
    """Write one PDF if `out` has that suffix, else one per person into the folder `out`; return how many.

    Files in the folder are named by certificate number.
    """
    pages, event = certificate_pages(issued, setting), issued[0].certificate.event
    about = PdfMetadata(f"{setting.voice.translate(_TITLE)} – {event.title}", event.organiser, setting.fingerprint)
    if out.suffix.lower() == ".pdf":
        write_pdf(out, about, pages, report)
        return len(pages)
    stems = file_stems(one.number for one in issued)
    return write_folder_atomically(out, _each(about, stems, pages, report))


def _each(
    about: PdfMetadata, stems: Sequence[str], pages: Sequence[DrawPage], report: PageProgress | None
) -> Iterator[tuple[str, bytes]]:
    for done, (stem, page) in enumerate(zip(stems, pages, strict=True), 1):
        yield f"{stem}.pdf", build_pdf(about, [page])
        if report:
            report(done, len(pages))


def verify(
    event: EventFile, text: str, now: datetime | None = None, report: ReportProgress = ignore_progress
) -> CertificateCheck:
    """Return what the code of a certificate is worth as of `now`. `text` was scanned or typed."""
    read = tokens.read_certificate_code(event.key, text)
    if read.standing is not CodeValidity.GENUINE:
        return CertificateCheck(read.standing)
    evidence = AttendanceEvidence(event, now)
    whose = [traced for traced in evidence.all_people(report) if _has_number(event, traced, read.number)]
    today = [certificate for traced in whose if (certificate := _certificate(evidence, traced))]
    same = next((each for each in today if rules.content(event.key, each) == read.content), None)
    if same:
        return CertificateCheck(CodeValidity.GENUINE, same)
    return CertificateCheck(CodeValidity.CHANGED if whose else CodeValidity.GONE, today[0] if today else None)


def _certificate(evidence: AttendanceEvidence, traced: PersonEvidence) -> Certificate | None:
    person = traced.history.attendee
    if person is None:
        return None
    return rules.make_certificate(evidence.programme.event, evidence.occasions, person, traced.attendance)


def _has_number(event: EventFile, traced: PersonEvidence, number: str) -> bool:
    """Whether the number belongs to the person, or to a record merged into theirs since."""
    records = {traced.id, *(entry.subject for entry in traced.entries)}
    return any(tokens.number(event.key, record) == number for record in records)


_TITLE = Message("certificate", "Certificate of attendance")
_FORGOTTEN = Message(
    "certificate", "This event’s personal data has been erased: there is nobody left to write a certificate for."
)
_NOBODY_PRESENT = Message(
    "certificate", "Nobody has been present for half of a half-day yet: there is no certificate to write."
)
_NOBODY_BY_CLOCK = Message(
    "certificate",
    "There is no certificate to write. By the clocks of the desks these people left before they came, so that no time "
    "counts: {names}. Undo the wrong exit in their history; the exit time of the half-day then counts for them.",
)
