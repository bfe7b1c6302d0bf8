# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing screen: sections as cards. What a section asks for is done here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from checkin.badges.badge_fonts import load
from checkin.badges.badge_problems import PageProgress, undrawable_letters
from checkin.core.attendance.day_report import DayReport, UnheldDoors, unheld_doors, with_optional
from checkin.core.attendance.sign_in_sheet import SignInSheet, list_occasions
from checkin.core.badges.template import TemplateProblem
from checkin.core.counts import count_speakers
from checkin.core.message import CheckinError, Message, ReportProgress, UserError
from checkin.core.payments import Payment, currency_of, sum_payments
from checkin.core.programme.programme_edits import ProgrammeDraft, day_today
from checkin.core.proposed_file_names import propose_file_name
from checkin.pdf_reports.certificate_page import certificate_count, verification_sentence, without_certificate
from checkin.pdf_reports.page_canvas import ReportContext
from checkin.services.attendance import attendance_evidence, attendance_papers
from checkin.services.attendance.attendance_papers import (
    CertificateCheck,
    CertificateRound,
    SheetOptions,
    issue_round,
    read_logo,
    verify,
    write_certificates,
)
from checkin.services.desk import Desk
from checkin.services.desk_services import read_payments
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import on_own_connection
from checkin.services.privacy.purge_day import LastExport, last_export
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_queries import read_speakers
from checkin.services.supervision import Supervision
from checkin.services.threads import EventReading
from checkin.translation import Translator, clock_time, error_text, translate
from checkin.ui.closing.closing_day_report import ClosingDayReport, ClosingPayments
from checkin.ui.closing.closing_sections import (
    ClosingCertificates,
    ClosingExits,
    ClosingExport,
    ClosingSheets,
    ClosingUnheldDoors,
    confirm_request,
)
from checkin.ui.closing.purge_flow import export_state_text
from checkin.ui.look.theme import GAP, MARGIN, SMALL
from checkin.ui.supervision.supervision_flow import ask_authority, ask_where_named
from checkin.ui.sync.progress_dialog import write_beside
from checkin.ui.widgets import screen_page
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.dialogs import ask_target
from checkin.ui.widgets.form_fields import label, stack
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress

# The file dialogs of the closing screen: where reports go, and the logo.
# After each dialog the event file is held again, because file dialogs open files to find their icons.


class ClosingFiles:
    """The dialogs; `folder` is where they begin."""

    def __init__(self, folder: Path, hold_again: Callable[[], None], parent: QWidget) -> None:
        self._folder, self._relock, self._parent = folder, hold_again, parent

    def ask_pdf_target(self, name: str) -> Path | None:
        path = ask_target(self._parent, translate(_SAVE), self._folder / f"{name}.pdf", "PDF (*.pdf)", ".pdf")
        self._relock()
        return path

    def ask_folder(self, name: str) -> Path | None:
        """Return a new folder called `name` in the chosen one, for hundreds of files; None if the user cancelled."""
        chosen = QFileDialog.getExistingDirectory(self._parent, translate(_FOLDER), str(self._folder))
        self._relock()
        return Path(chosen) / name if chosen else None

    def logo(self) -> Path | None:
        kinds = f"{translate(Message('badges', 'Pictures'))} (*.png *.jpg *.jpeg *.svg)"
        chosen, _ = QFileDialog.getOpenFileName(self._parent, translate(_LOGO), str(self._folder), kinds)
        self._relock()
        return Path(chosen) if chosen else None


_SAVE = Message("badges", "Save the PDF as")
_FOLDER = Message("closing", "Folder for the certificates")
_LOGO = Message("closing", "Choose a logo")


SEEN = QSize(120, 40)
"""Pixels, at most."""


class ClosingLogo(QWidget):
    """The logo of all reports: chosen, shown small, removed. `refused` carries the error for an unusable file; the
    earlier logo stays.
    """

    refused = Signal(object)

    def __init__(self, files: ClosingFiles) -> None:
        super().__init__()
        self._files = files
        self.image: QImage | None = None
        self._seen, self._none = QLabel(), label(translate(Message("closing", "Documents without a logo")), SMALL)
        self._none.setWordWrap(False)
        self.button, self.away = WordButton(translate(_CHOOSE), "image"), IconButton("x", translate(_AWAY))
        self.button.clicked.connect(self.choose)
        self.away.clicked.connect(self._take_away)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row_of(self._seen, self.away, self._none, self.button, spacing=12, of=self)
        self._show()

    def choose(self) -> None:
        path = self._files.logo()
        if path is None:
            return
        try:
            self.image = read_logo(path)
        except CheckinError as error:
            self.refused.emit(error)
        self._show()

    def _take_away(self) -> None:
        self.image = None
        self._show()

    def _show(self) -> None:
        if self.image:
            small = self.image.scaled(
                SEEN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._seen.setPixmap(QPixmap.fromImage(small))
            self._seen.setAccessibleName(translate(Message("closing", "Logo")))
        self._seen.setVisible(self.image is not None)
        self.away.setVisible(self.image is not None)
        self._none.setVisible(self.image is None)


_CHOOSE = Message("closing", "Logo…")
_AWAY = Message("closing", "Without a logo")


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class ClosingContext:
    event: EventFile
    desk: Desk
    spoken: str


class ClosingScreen(screen_page.ScreenPage):
    """The screen; `more` are further sections, placed below.

    `reported` carries one sentence for the footer, `written` a sentence and the path written, `refused` the error if
    nothing was.
    """

    reported = Signal(str)
    written = Signal(str, object)
    refused = Signal(object)

    def __init__(
        self,
        at: ClosingContext,
        more: Sequence[QWidget] = (),
        files: ClosingFiles | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._at, self._voice, self._note = at, Translator(at.spoken), ""
        self._beside = EventReading(at.event, self)
        self._files = files or ClosingFiles(at.event.path.parent, at.event.relock, self)
        self.heading, self.day_report = screen_page.ScreenHeading(screen_page.CLOSING, at.desk.now), ClosingDayReport()
        self.doors, self.payments = ClosingUnheldDoors(), ClosingPayments()
        self.exits, self._hours = ClosingExits(self._voice), attendance_evidence.ExitHours(at.event, at.desk)
        self._supervision = Supervision(at.event, at.desk)
        self.sheets, self.certificates, self.export = ClosingSheets(self._voice), ClosingCertificates(), ClosingExport()
        self.logo, self.progress = ClosingLogo(self._files), WritingProgress(_DRAWING)
        self.writing = PdfWriting(self.progress, Message("closing", "Stopped: nothing was written."), self)
        self._more = tuple(more)  # for the interpreter: Qt alone keeps their widgets, but not what they know
        self.heading.add(self.logo)
        column = QVBoxLayout()
        column_of(self.heading, wide(column), spacing=0, of=self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        column.setSpacing(GAP)
        column.addWidget(self.progress)
        sections = stack(
            *(self.doors, self.day_report, self.payments, self.exits),
            *(self.export, self.sheets, self.certificates, *self._more),
        )
        column.addWidget(screen_page.scroll_unless_large(sections), 1)
        self.doors.wanted.connect(self._change_doors)
        self.exits.wanted.connect(self._confirm)
        self.sheets.wanted.connect(self._write_sheets)
        self.certificates.pdf_wanted.connect(self._write_pdf)
        self.certificates.folder_wanted.connect(self._write_each)
        self.certificates.code_typed.connect(self._verify)
        self.certificates.code.leaves = at.desk.is_ticket
        self.writing.reported.connect(self.reported)
        self.writing.written.connect(lambda text, path: self.written.emit(f"{text} {self._note}".strip(), path))
        self.writing.refused.connect(self.refused)
        self.logo.refused.connect(self.refused)
        InitialFocus(self, self.doors)
        add_shortcuts(self, {_KEYS[0][0]: self.export.export_wanted.emit})  # the same key as at the desk

    def refresh(self) -> None:
        """Read occasions, exit times and the day report again; what everybody is counted for, beside the window."""
        programme, now = self._at.event.programme(), self._at.desk.now()
        evidence = attendance_evidence.AttendanceEvidence(
            self._at.event, attendance_evidence.correct_clock(self._at.event, now)
        )
        occasions = evidence.occasions
        self.heading.set_place(screen_page.event_line(programme.event))
        to_come_at = None if occasions.have_ended else now
        today, ended = day_today(programme, now), occasions.ended_days()

        def read(event: EventFile) -> tuple[DayReport, LastExport | None, list[Payment], str]:
            payments = read_payments(event)
            currency = currency_of(event.attendees.known({each.person for each in payments}).values())
            return attendance_evidence.day_report_from_tables(event), last_export(event), payments, currency

        def show(found: tuple[DayReport, LastExport | None, list[Payment], str]) -> None:
            report, export, payments, currency = found
            self.day_report.show_day_report(report, programme, to_come_at, today, ended)
            self.doors.show_doors(unheld_doors(programme, report, occasions))
            self.export.state.show_text(export_state_text(export, now))
            self.payments.show_sums(sum_payments(payments), currency)

        if not self._beside.read(read, show):
            self.day_report.show_counting()
            self.doors.show_doors(UnheldDoors())
            self.export.state.show_text("")
        self.day_report.show_speakers(count_speakers(read_speakers(self._at.event, programme, now)))
        self.exits.show_hours(attendance_evidence.exit_hours(occasions), occasions.zone)
        self.sheets.offer(list_occasions(evidence.programme, occasions), occasions.zone)

    @property
    def keys(self) -> screen_page.Keys:
        return _KEYS

    can_forget_people = True

    def forget_people(self) -> None:
        """Clear the answer about a certificate: it names a person."""
        self.certificates.clear()

    def _write_sheets(self, options: SheetOptions) -> None:
        def make(still: EventFile, setting: ReportContext, report: ReportProgress) -> list[SignInSheet]:
            return attendance_papers.make_sign_in_sheets(still, options, setting.made, report)

        def texts(made: Sequence[SignInSheet]) -> Iterator[str]:
            return (text for sheet in made for row in sheet.rows for text in (row.name, row.organisation))

        if not self.writing.is_free or (found := self._read(make, texts)) is None:
            return
        made, setting, letters = found
        if path := self._files.ask_pdf_target(self._name(self.sheets.file_name_part)):
            self._note = _remarks(letters, is_provisional=any(sheet.is_provisional for sheet in made))
            self._write(path, partial(attendance_papers.write_sheets, path, made, setting))

    def _confirm(self, hours: Mapping[str, datetime | None]) -> None:
        """Confirm the hours; a supervisor signs what is new, once one is named."""
        try:
            news, authority = self._hours.news(hours), None
            if news and self._supervision.is_needed:
                zone = attendance_papers.hall_zone(self._at.event)
                request = confirm_request(news, self._at.desk.programme, zone, self._voice)
                authority = ask_authority(self._supervision, request, self.window())
                if authority is None:
                    return
            is_news = bool(self._hours.confirm(news, authority))
        except UserError as error:
            self.exits.show_problem(error_text(error))
            return
        self.certificates.clear()  # its answer may no longer be true
        self.refresh()
        self.reported.emit(translate(_CONFIRMED if is_news else _AS_BEFORE if any(hours.values()) else _NO_HOUR))

    def _change_doors(self, doors: Sequence[str], is_optional: bool) -> None:
        """Write into the programme whether a scan at these doors is required; a supervisor signs, once one is named."""
        request = self.doors.request(doors, is_optional=is_optional)
        is_allowed, authority = ask_where_named(self._supervision, request, self.window())
        if not is_allowed:
            return
        opened, desk = self._at.event.programme(), self._at.desk
        draft = ProgrammeDraft(opened, with_optional(opened, doors, is_optional=is_optional))
        save_programme(self._at.event, draft, at=desk.now(), desk=desk.name, authority=authority)
        desk.reload()
        self.certificates.clear()  # its answer may no longer be true
        self.refresh()
        self.reported.emit(translate(_NOT_REQUIRED if is_optional else _REQUIRED))

    def _write_pdf(self) -> None:
        self._write_certificates(is_folder=False)

    def _write_each(self) -> None:
        self._write_certificates(is_folder=True)

    def _write_certificates(self, *, is_folder: bool) -> None:
        def make(still: EventFile, setting: ReportContext, report: ReportProgress) -> CertificateRound:
            return issue_round(still, setting.made, report)

        def texts(made: CertificateRound) -> Iterator[str]:
            return (text for each in made.issued for text in (each.certificate.name, each.certificate.organisation))

        if not self.writing.is_free or (read := self._read(make, texts)) is None:
            return
        (found, setting, letters), name = read, self._name(translate(Message("closing", "certificates")))
        issued = found.issued
        if path := self._files.ask_folder(name) if is_folder else self._files.ask_pdf_target(name):
            remarks = _remarks(letters, is_provisional=any(each.certificate.is_provisional for each in issued))
            self._note = f"{certificate_count(len(issued), found.without, self._voice)} {remarks}".strip()
            as_of = self._voice.translate(_MADE, time=clock_time(setting.made))
            lines = without_certificate(found.without, self._voice, found.backwards)
            self.certificates.show_without(as_of, lines)
            self._write(path, partial(write_certificates, path, issued, setting))

    def _write(self, path: Path, write: Callable[[PageProgress], int]) -> None:
        self.writing.write(path, write, lambda count: translate(_WRITTEN, count=count, name=path.name))

    def _verify(self, text: str) -> None:
        now = attendance_evidence.correct_clock(self._at.event, self._at.desk.now())

        def check(event: EventFile, report: ReportProgress) -> CertificateCheck:
            return verify(event, text, now, report)

        found = write_beside(on_own_connection(self._at.event.path, check), translate(_READING), self)
        if found is None:
            return
        self.certificates.show_verdict(verification_sentence(found.standing, found.now, self._voice))
        QTimer.singleShot(0, self, lambda: screen_page.scroll_to(self.certificates.verdict))

    def _read(
        self, make: Callable[[EventFile, ReportContext, ReportProgress], Made], texts: Callable[[Made], Iterable[str]]
    ) -> tuple[Made, ReportContext, TemplateProblem | None] | None:
        """Return what `make` reads of this moment beside the window, and the report context of the same snapshot, so
        that fingerprint and content of reports match; with the letters of its `texts` that cannot be drawn. The dialog
        for the file may stay open for long.
        """
        load()  # fonts are loaded in the UI thread
        now, logo = self._at.desk.now(), self.logo.image

        def read(event: EventFile, report: ReportProgress) -> tuple[Made, ReportContext, TemplateProblem | None]:
            with event.snapshot() as still:
                setting = attendance_papers.make_report_context(still, self._voice, now, logo)
                made = make(still, setting, report)
            return made, setting, undrawable_letters(texts(made))

        return write_beside(on_own_connection(self._at.event.path, read), translate(_READING), self)

    def _name(self, what: str) -> str:
        return propose_file_name(self._at.desk.programme.event, self._at.desk.now(), what)


def _remarks(letters: TemplateProblem | None, *, is_provisional: bool) -> str:
    sentences = (
        translate(_PROVISIONAL) if is_provisional else "",
        translate(letters[0], **letters[1]) if letters else "",
    )
    return " ".join(filter(None, sentences))


_PROVISIONAL = Message(
    "closing", "They are provisional: confirm the exit times once they have passed, then write them again."
)
_CONFIRMED = Message("closing", "Exit times confirmed; all desks will receive them.")
_AS_BEFORE = Message("closing", "The exit times were already confirmed; nothing was changed.")
_NOT_REQUIRED = Message("closing", "The programme requires that scan no longer; minutes and certificates follow.")
_REQUIRED = Message("closing", "The programme requires that scan again.")
_NO_HOUR = Message("closing", "There is no time to confirm yet: type the time people left.")
_READING = Message("closing", "Reading who was present…")
_DRAWING = Message("closing", "Preparing documents: {done} of {total}")
_WRITTEN = Message("closing", "Pages: {count}; written to {name}.")
_MADE = Message("closing", "Certificates made at {time}:")
_KEYS = (("Ctrl+S", Message("footer", "Export")),)
