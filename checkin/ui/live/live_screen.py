# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen: the day's figures, refreshed at every arrival; with projection, print and PDF.

Only reads; writes nothing to the event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import QIODevice, QMarginsF, QModelIndex, QPoint, QSaveFile, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from checkin.core.message import DeviceError, Message, UserError
from checkin.core.proposed_file_names import propose_file_name
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries, LiveSnapshot
from checkin.services.threads import EventReading
from checkin.translation import clock_time, translate
from checkin.ui.live.live_page import WIDTH, LivePage
from checkin.ui.live.live_wording import MissingPerson
from checkin.ui.look.theme import LIGHT, palette_of, scale_px, tokens
from checkin.ui.widgets import screen_page
from checkin.ui.widgets.buttons import IconButton, ReadingState, WordButton
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts

# The page of the day's figures drawn on projector, printer or PDF, as vectors at any size.

MARGIN_MM = 10


def size_for(width: float, height: float) -> QSize:
    """Return the layout size of a page for an area of this shape: `WIDTH` wide, whatever its resolution.

    It includes this screen's text scale, which `paint_page` removes again.
    """
    return scale_px(QSize(WIDTH, round(WIDTH * height / max(1.0, width))))


def paint_page(page: LivePage, painter: QtGui.QPainter, width: float) -> None:
    """Paint the laid out page scaled to `width`."""
    painter.save()
    painter.scale(width / scale_px(WIDTH), width / scale_px(WIDTH))
    page.render(painter, QPoint(), renderFlags=LivePage.RenderFlag.DrawChildren)
    painter.restore()


def paint_sheet(reading: LiveSnapshot, title: str, device: QtGui.QPagedPaintDevice) -> None:
    """Paint one sheet in dark ink on white, whatever the theme.

    Raise `DeviceError` if the device cannot be painted on.
    """
    device.setPageLayout(_layout())
    page = LivePage(is_alone=True)
    page.show_snapshot(reading, title)
    page.lay_out(size_for(device.width(), device.height()))
    page.apply_palette(palette_of(LIGHT))
    painter = QtGui.QPainter()
    if not painter.begin(device):
        raise DeviceError(_NOT_PRINTED)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    paint_page(page, painter, device.width())
    is_done = painter.end()
    page.deleteLater()
    if not is_done:
        raise DeviceError(_NOT_PRINTED)


def write_live_pdf(reading: LiveSnapshot, title: str, path: str) -> None:
    """Write the figures as a PDF, replacing the file only when complete. Raise `UserError` if it cannot be written."""
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise UserError(_NOT_WRITTEN)
    writer = QtGui.QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Checkin")
    paint_sheet(reading, title, writer)
    del writer
    if not file.commit():
        raise UserError(_NOT_WRITTEN)


def _layout() -> QtGui.QPageLayout:
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QtGui.QPageSize(QtGui.QPageSize.PageSizeId.A4)
    return QtGui.QPageLayout(size, QtGui.QPageLayout.Orientation.Landscape, margins, QtGui.QPageLayout.Unit.Millimeter)


_NOT_WRITTEN = Message(
    "live", "The PDF cannot be written there. Nothing was changed; choose another folder or another name."
)
_NOT_PRINTED = Message("live", "The printer did not take the page. Choose another one, or save it as a PDF.")


# The projection of the day's figures on a screen that everybody sees: large type, no cursor, no names.
# It is a window of its own, so that the desk goes on beside it; it handles only the keys that end it.


class LiveProjection(QWidget):
    """The projection window; `closed` is emitted when Esc, F11 or the system ended it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = LivePage(is_alone=True, names_people=False)
        self._shown: tuple[LiveSnapshot, str] | None = None
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName(translate(Message("live", "Live, full screen. Esc to leave.")))

    def open_beside(self, window: QWidget) -> None:
        """Open full screen on the first screen without `window`, or on its screen if it is the only one."""
        self.setWindowTitle(window.windowTitle())
        self.setWindowIcon(window.windowIcon())
        screen = screen_beside(window.screen(), QtGui.QGuiApplication.screens())
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()

    def covers(self, window: QWidget) -> bool:
        """Whether it hides the desk's window."""
        return self.isVisible() and self.screen() is window.screen()

    def show_snapshot(self, reading: LiveSnapshot, title: str) -> None:
        self._shown = (reading, title)
        self._lay_out()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QtGui.QColor(tokens(self.palette()).background))
        paint_page(self._page, painter, self.width())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._shown:
            self._page.show_snapshot(*self._shown)  # restores the rows that had no room at another size
        self._page.lay_out(size_for(self.width(), self.height()))
        self.update()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        super().closeEvent(event)
        self._page.close()
        self.closed.emit()


def screen_beside(own: QtGui.QScreen, screens: list[QtGui.QScreen]) -> QtGui.QScreen:
    return next((screen for screen in screens if screen is not own), own)


TICK_MS = 400
"""Milliseconds between checks for changes, each of which takes microseconds: an arrival is shown within a second."""


@dataclass(frozen=True, slots=True)
class LiveContext:
    """The dependencies of the screen. `standing_at` returns the id of the desk's control point, "" without a desk."""

    event: EventFile
    now: Callable[[], datetime]
    standing_at: Callable[[], str] = str


class LiveScreen(screen_page.ScreenPage):
    """The screen; `reported` carries one sentence for the footer."""

    reported = Signal(str)
    find_wanted = Signal(str)
    """Emitted with the name of a person to look for at the desk."""

    def __init__(self, at: LiveContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._queries, self._beside = at, LiveQueries(at.event), EventReading(at.event, self)
        self.reading: LiveSnapshot | None = None
        self.heading, self.page = screen_page.ScreenHeading(screen_page.LIVE, at.now), LivePage()
        self.projection: LiveProjection | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._keep_up)
        self._arrange()
        InitialFocus(self, self.page)
        self.page.missing.list.activated.connect(self._find)

    def refresh(self) -> None:
        """Read everything again, beside the window. Figures that are on the screen stay meanwhile; those of an earlier
        visit are not shown.
        """
        self._queries.has_changed()  # marks what is read now as seen
        now, standing_at = self._at.now(), self._at.standing_at()
        if (
            not self._beside.read(lambda event: LiveQueries(event).read(now, standing_at), self._show)
            and not self.isVisible()
        ):
            self.waiting.stand_in(True)

    def _show(self, reading: LiveSnapshot) -> None:
        self.reading = reading
        self.waiting.stand_in(False)
        title = self.title
        self.heading.set_place(title)
        self.page.show_snapshot(reading, title)
        if self.projection:
            self.projection.show_snapshot(reading, title)

    can_forget_people = True

    def forget_people(self) -> None:
        """All it shows is read again, on the projector too; the names are gone until then."""
        self.reading = None
        self.waiting.stand_in(True)
        self.refresh()

    @property
    def keys(self) -> screen_page.Keys:
        return _KEYS

    @property
    def title(self) -> str:
        """Event and day, marked as a demonstration where it is one, on projector and paper too."""
        if self.reading is None:
            return ""
        event = self.reading.live.programme.event
        occasion = translate(screen_page.DEMONSTRATION) if event.is_demo else ""
        return " · ".join(text for text in (occasion, screen_page.event_line(event)) if text)

    def project(self) -> None:
        """Fill the other screen, or this one (F11)."""
        if self.projection:
            self.projection.close()
            return
        self.projection = projection = LiveProjection()
        projection.closed.connect(self._end_projection)
        self.refresh()
        projection.open_beside(self.window())
        self._tick.start()

    def end_projection(self) -> None:
        """Close a projection that hides the desk, which has an answer to show."""
        if self.projection and self.projection.covers(self.window()):
            self.projection.close()

    def ask_print(self) -> None:
        """Print the page (Ctrl+P)."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # imported late: it searches printers slowly

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        is_wanted = dialog.exec()
        dialog.deleteLater()
        self._at.event.relock()
        if is_wanted and self.reading:
            paint_sheet(self.reading, self.title, printer)
            self.reported.emit(translate(_PRINTED, name=printer.printerName()))

    def ask_pdf(self) -> None:
        """Save the page as a PDF (Ctrl+S)."""
        if self.reading is None:
            return
        name = propose_file_name(self.reading.live.programme.event, self._at.now(), translate(_FILE))
        proposed = str(self._at.event.path.with_name(f"{name}.pdf"))
        chosen, _ = QFileDialog.getSaveFileName(self, translate(_SAVE), proposed, "PDF (*.pdf)")
        self._at.event.relock()
        if chosen:
            path = chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
            write_live_pdf(self.reading, self.title, path)
            self.reported.emit(translate(Message("live", "The figures were written to {name}."), name=Path(path).name))

    def _keep_up(self) -> None:
        """Read again when something was written, and each minute; never before the last reading has ended."""
        before = self.reading
        if self._beside.is_reading:
            return
        is_new_minute = before is None or clock_time(self._at.now()) != clock_time(before.live.now)
        if self._queries.has_changed() or is_new_minute:
            self.refresh()

    def _find(self, index: QModelIndex) -> None:
        row: MissingPerson = index.data(Qt.ItemDataRole.UserRole)
        if row.name:
            self.find_wanted.emit(row.name)

    def _end_projection(self) -> None:
        if self.projection:
            self.projection.deleteLater()
            self.projection = None
        if not self.isVisible():
            self._tick.stop()

    # Qt

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        """Stop when hidden; a projection goes on, and ends with the window."""
        super().hideEvent(event)
        if self.projection and not self.window().isVisible():
            self.projection.close()
        if not self.projection:
            self._tick.stop()

    def _arrange(self) -> None:
        full = WordButton(translate(Message("live", "Full screen")), "maximize")
        full.setToolTip("F11")
        pdf, paper = (
            IconButton("file-down", translate(_SAVE), "Ctrl+S"),
            IconButton("printer", translate(Message("live", "Print…")), "Ctrl+P"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        page = screen_page.scroll_unless_large(self.page)
        self.waiting = ReadingState([page])
        column.addWidget(page, 1)
        column.addWidget(self.waiting, 1)
        for button, key, act in (
            (pdf, "Ctrl+S", self.ask_pdf),
            (paper, "Ctrl+P", self.ask_print),
            (full, "F11", self.project),
        ):
            self.heading.add(button)
            button.clicked.connect(act)
            add_shortcuts(self, {key: act})


_SAVE = Message("live", "Save as a PDF…")
_FILE = Message("file", "figures")
_PRINTED = Message("live", "The figures were sent to the printer {name}.")
_KEYS = (
    ("F11", Message("footer", "Full screen")),
    ("Ctrl+P", Message("footer", "Print")),
    ("Ctrl+S", Message("footer", "PDF")),
)
