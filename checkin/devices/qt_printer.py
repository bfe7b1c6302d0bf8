# SPDX-License-Identifier: GPL-3.0-or-later
"""A printer of the system through Qt, for systems without CUPS (Windows). It takes a picture of the badge.

Qt accepts almost everything: an unknown queue (and prints elsewhere), paper that the printer does not have (and prints
on other paper), a printer that takes no jobs. So name and paper are looked up first, and "printed" only means handed
over.
"""

from contextlib import AbstractContextManager

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobProgress, JobState, PrinterState, PrinterTrouble
from checkin.core.printing.print_plan import Medium
from checkin.devices.crash_marks import CrashMarks, Part
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat, UncertainPrintError
from checkin.paths import app_folder

MM_PER_INCH = 25.4
TOLERANCE_MM = 1.0


def qt_printers() -> dict[str, list[Medium]]:
    """Return every printer of the system with its papers. May take minutes if the print service hangs."""
    if _is_left_out():
        return {}
    with _at_work():
        found = map(QPrinterInfo.printerInfo, QPrinterInfo.availablePrinterNames())
        return {info.printerName(): [_medium(size) for size in info.supportedPageSizes()] for info in found}


class QtPrinter:
    """A printer by its system name. Needs a QGuiApplication; blocks, so not in the windows' thread."""

    form = PrintFormat.PICTURE

    def __init__(self, name: str, medium: Medium) -> None:
        self._name, self._medium = name, medium

    def state(self) -> PrinterState:
        if _is_left_out():
            return PrinterState(PrinterTrouble.STOPPED, reports_paper=False)
        with _at_work():
            return self._state()

    def _state(self) -> PrinterState:
        info = QPrinterInfo.printerInfo(self._name)
        if info.isNull():
            return PrinterState(PrinterTrouble.GONE, reports_paper=False)
        if info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            return PrinterState(PrinterTrouble.STOPPED, reports_paper=False)
        if _paper(info, self._medium) is None:
            size = f"{self._medium.width:g} × {self._medium.height:g} mm"
            return PrinterState(PrinterTrouble.WRONG_PAPER, size, reports_paper=False)
        return PrinterState(reports_paper=False)

    def send(self, document: PrintDocument) -> str:
        if _is_left_out():
            raise PrinterError(_REFUSED, name=self._name)
        with _at_work():
            return self._send(document)

    def _send(self, document: PrintDocument) -> str:
        image = QImage.fromData(document.content)
        printer = self._printer(document)
        painter = QPainter()
        if image.isNull() or not painter.begin(printer):
            raise PrinterError(_REFUSED, name=self._name)
        scale = printer.resolution() / MM_PER_INCH
        painter.scale(document.medium.width * scale / image.width(), document.medium.height * scale / image.height())
        painter.drawImage(0, 0, image)
        if not painter.end():
            raise UncertainPrintError(_STOPPED, name=self._name)
        return ""

    def follow(self, reference: str) -> JobProgress:
        return JobProgress(JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        """Do nothing: Qt does not say which job it was."""

    def _printer(self, document: PrintDocument) -> QPrinter:
        """Return a printer set up for this badge. Raises `PrinterError` if Qt would print on anything else."""
        info = QPrinterInfo.printerInfo(self._name)
        if info.isNull():
            raise PrinterError(_GONE, name=self._name)
        printer = QPrinter(info)
        printer.setResolution(document.medium.dpi)
        printer.setFullPage(True)
        printer.setDocName(document.title)
        printer.setColorMode(QPrinter.ColorMode.Color)
        paper = _paper(info, document.medium)
        none = QMarginsF(0, 0, 0, 0)
        if paper is None or not printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, none)):
            raise PrinterError(_NO_PAPER, name=self._name)
        return printer


def _is_left_out() -> bool:
    return CrashMarks(app_folder()).is_left_out(Part.PRINTERS)


def _at_work() -> AbstractContextManager[None]:
    """Mark that a printer's driver is at work: it runs inside this program."""
    return CrashMarks(app_folder()).at_work(Part.PRINTERS)


def _paper(info: QPrinterInfo, medium: Medium) -> QPageSize | None:
    """Return the printer's own object for this paper: for any other Qt falls back to the printer's default paper."""
    return next((size for size in info.supportedPageSizes() if _is_like(_medium(size), medium)), None)


def _is_like(one: Medium, other: Medium) -> bool:
    return abs(one.width - other.width) <= TOLERANCE_MM and abs(one.height - other.height) <= TOLERANCE_MM


def _medium(size: QPageSize) -> Medium:
    mm: QSizeF = size.size(QPageSize.Unit.Millimeter)
    return Medium(mm.width(), mm.height())


_GONE = Message("printing", "The printer {name} is no longer there. Nothing was printed; choose another one.")
_NO_PAPER = Message(
    "printing",
    "The printer {name} has no paper of this size. Nothing was printed; choose its paper, or another printer.",
)
_REFUSED = Message("printing", "The printer {name} did not accept the badge. Nothing was printed; try again.")
_STOPPED = Message("printing", "The printer {name} stopped halfway. Check whether the badge came out.")
