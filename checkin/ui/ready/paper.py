# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ready window says, on a printer or as a PDF. Asks where; draws nothing itself."""

from collections.abc import Callable

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.badges.faces import UNIT, load
from checkin.badges.outputs import MM_PER_INCH
from checkin.core.errors import DeviceError, UserError
from checkin.core.proposed_names import proposed_name
from checkin.core.ready.finding import Finding, Grade, readiness
from checkin.core.tokens import TRIAL
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.language import clock_time, day_text, say, spoken
from checkin.papers.ink import Ink
from checkin.papers.pdf import About, pdf
from checkin.papers.ready_page import ReadyRow, ReadyTexts, draw_ready_page
from checkin.ui.ready.words import READINESS, remedy, said, summary, topic_name

Place = tuple[str, Callable[[], None]]
"""The folder where files are proposed, and what is called after a file dialog was open."""


class ReadyPaper(QWidget):
    """Invisible. `findings` are asked for anew each time."""

    told = Signal(str)

    def __init__(self, findings: Callable[[], tuple[Finding, ...]], desk: Desk, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._findings, self._desk = findings, desk
        self._folder, self._hold_again = place

    def ask_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.parentWidget())
        is_wanted = dialog.exec()
        dialog.deleteLater()
        self._hold_again()
        if is_wanted:
            print_on(printer, *self.content())
            self.told.emit(say(_PRINTED, name=printer.printerName()))

    def ask_pdf(self) -> None:
        name = proposed_name(self._desk.programme.event, self._desk.now(), say(_FILE))
        start = f"{self._folder}/{name}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), say(_SAVE), start, "PDF (*.pdf)")
        self._hold_again()
        if chosen:
            path = chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
            write_pdf(path, *self.content())
            self.told.emit(say(_SAVED, name=path.rsplit("/", 1)[-1]))

    def content(self) -> tuple[list[ReadyRow], ReadyTexts]:
        """What stands on the page, as of now."""
        found, now = self._findings(), self._desk.now()
        rows = [ReadyRow(topic_name(f), said(f), remedy(f), f.grade is Grade.WELL) for f in found]
        made = say(_MADE, desk=self._desk.name, day=day_text(now.date(), spoken()), time=clock_time(now))
        title = self._desk.programme.event.title
        return rows, ReadyTexts(title, say(READINESS[readiness(found)]), summary(found), made, TRIAL, say(_SIGNED))


def print_on(printer: QPrinter, rows: list[ReadyRow], texts: ReadyTexts) -> None:
    """Raises `DeviceError` with the sentence to show."""
    load()
    margins = QMarginsF(0, 0, 0, 0)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins))
    painter = QPainter()
    if not painter.begin(printer):
        raise DeviceError(_NOT_PRINTED)
    scale = printer.logicalDpiX() / MM_PER_INCH / UNIT
    painter.scale(scale, scale)
    draw_ready_page(rows, texts, Ink(painter))
    if not painter.end():
        raise DeviceError(_NOT_PRINTED)


def write_pdf(path: str, rows: list[ReadyRow], texts: ReadyTexts) -> None:
    """The file is whole or as it was before. Raises `UserError` with the sentence to show."""
    content = pdf(About(texts.title, "Checkin"), [lambda ink: draw_ready_page(rows, texts, ink)])
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(content) != len(content) or not file.commit():
        raise UserError(_NOT_WRITTEN)


_SAVE = Words("ready", "Save as a PDF…")
_MADE = Words("ready", "{desk} · {day}, {time}")
_SIGNED = Words("ready", "Checked by:")
_SAVED = Words("ready", "The page was written to {name}.")
_PRINTED = Words("ready", "The page was given to the printer {name}.")
_NOT_WRITTEN = Words(
    "ready", "The PDF cannot be written there. Nothing was changed; choose another folder or another name."
)
_FILE = Words("file", "ready")
_NOT_PRINTED = Words("ready", "The printer did not take the page. Choose another one, or save it as a PDF.")
