# SPDX-License-Identifier: GPL-3.0-or-later
"""The findings of readiness on paper or as a PDF. Asks where; the drawing is done elsewhere."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.badges.badge_fonts import UNIT, load
from checkin.badges.badge_output import MM_PER_INCH
from checkin.core.errors import DeviceError, UserError
from checkin.core.message import Message
from checkin.core.proposed_file_names import propose_file_name
from checkin.core.ready.check_result import CheckResult, ReadinessGrade, readiness
from checkin.core.tokens import TEST_CODE
from checkin.pdf_reports.page_canvas import PageCanvas
from checkin.pdf_reports.pdf_building import PdfMetadata, build_pdf
from checkin.pdf_reports.readiness_page import ReadyPageRow, ReadyPageTexts, draw_ready_page
from checkin.services.desk import Desk
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.ready.ready_wording import READINESS, ready_summary, remedy_text, result_text, topic_name

Place = tuple[str, Callable[[], None]]
"""The proposed folder, and a function to call after a file dialog."""


class ReadyPrinting(QWidget):
    """An invisible widget; `findings` is called anew each time."""

    reported = Signal(str)

    def __init__(
        self, findings: Callable[[], tuple[CheckResult, ...]], desk: Desk, place: Place, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._findings, self._desk = findings, desk
        self._folder, self._relock = place

    def ask_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.parentWidget())
        is_wanted = dialog.exec()
        dialog.deleteLater()
        self._relock()
        if is_wanted:
            print_rows(printer, *self.content())
            self.reported.emit(translate(_PRINTED, name=printer.printerName()))

    def ask_pdf(self) -> None:
        name = propose_file_name(self._desk.programme.event, self._desk.now(), translate(_FILE))
        start = f"{self._folder}/{name}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), translate(_SAVE), start, "PDF (*.pdf)")
        self._relock()
        if chosen:
            path = chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
            write_ready_pdf(path, *self.content())
            self.reported.emit(translate(_SAVED, name=Path(path).name))

    def content(self) -> tuple[list[ReadyPageRow], ReadyPageTexts]:
        """Return the rows and texts of the page, as of now."""
        found, now = self._findings(), self._desk.now()
        rows = [
            ReadyPageRow(topic_name(f), result_text(f), remedy_text(f), f.grade is ReadinessGrade.WELL) for f in found
        ]
        made = translate(
            _MADE, desk=self._desk.name, day=day_text(now.date(), current_language()), time=clock_time(now)
        )
        title = self._desk.programme.event.title
        return rows, ReadyPageTexts(
            title, translate(READINESS[readiness(found)]), ready_summary(found), made, TEST_CODE, translate(_SIGNED)
        )


def print_rows(printer: QPrinter, rows: list[ReadyPageRow], texts: ReadyPageTexts) -> None:
    """Print the page. Raise `DeviceError` if the printer cannot be painted on."""
    load()
    margins = QMarginsF(0, 0, 0, 0)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins))
    painter = QPainter()
    if not painter.begin(printer):
        raise DeviceError(_NOT_PRINTED)
    scale = printer.logicalDpiX() / MM_PER_INCH / UNIT
    painter.scale(scale, scale)
    draw_ready_page(rows, texts, PageCanvas(painter))
    if not painter.end():
        raise DeviceError(_NOT_PRINTED)


def write_ready_pdf(path: str, rows: list[ReadyPageRow], texts: ReadyPageTexts) -> None:
    """Write the page as a PDF, replacing the file only when complete. Raise `UserError` if it cannot be written."""
    content = build_pdf(PdfMetadata(texts.title, "Checkin"), [lambda ink: draw_ready_page(rows, texts, ink)])
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(content) != len(content) or not file.commit():
        raise UserError(_NOT_WRITTEN)


_SAVE = Message("ready", "Save as a PDF…")
_MADE = Message("ready", "{desk} · {day}, {time}")
_SIGNED = Message("ready", "Checked by:")
_SAVED = Message("ready", "The page was written to {name}.")
_PRINTED = Message("ready", "The page was sent to the printer {name}.")
_NOT_WRITTEN = Message(
    "ready", "The PDF cannot be written there. Nothing was changed; choose another folder or another name."
)
_FILE = Message("file", "ready")
_NOT_PRINTED = Message("ready", "The printer did not take the page. Choose another one, or save it as a PDF.")
