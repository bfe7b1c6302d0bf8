# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of attendance: issued for everyone present, and checked by their code (docs/adr/0030). No entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from checkin.badges.badge_output import PageProgress
from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance import certificate_code
from checkin.core.attendance.attendance_certificate import Certificate, WhyNone, why_no_certificate
from checkin.core.attendance.certificate_code import CodeValidity
from checkin.core.attendance.outside_half_days import name_sessions_outside
from checkin.core.attendance.sign_in_sheet import name_sort_key
from checkin.core.errors import UserError
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.privacy.anonymisation import is_anonymous
from checkin.documents.atomic_write import write_folder_atomically
from checkin.documents.code_images import file_stems
from checkin.pdf_reports.certificate_page import IssuedCertificate, certificate_pages
from checkin.pdf_reports.pdf_building import DrawPage, PdfMetadata, ReportContext, build_pdf, write_pdf
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, PersonEvidence
from checkin.services.event_file import EventFile

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
        raise UserError(_FORGOTTEN if has_erased else _NOBODY)
    named = {why: _by_name(names) for why, names in without.items()}
    return CertificateRound(_by_name(found), named, _by_name(backwards))


def _issued(event: EventFile, certificate: Certificate) -> IssuedCertificate:
    number = certificate_code.number(event.key, certificate.person)
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
    read = certificate_code.read_certificate_code(event.key, text)
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
    return any(certificate_code.number(event.key, record) == number for record in records)


_TITLE = Message("certificate", "Certificate of attendance")
_FORGOTTEN = Message(
    "certificate", "This event’s personal data has been erased: there is nobody left to write a certificate for."
)
_NOBODY = Message(
    "certificate", "Nobody has been present for half of a half-day yet: there is no certificate to write."
)
_NOBODY_BY_CLOCK = Message(
    "certificate",
    "There is no certificate to write. By the clocks of the desks these people left before they came, so that no time "
    "counts: {names}. Undo the wrong exit in their history; the exit time of the half-day then counts for them.",
)
