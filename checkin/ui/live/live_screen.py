# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen: the day's figures, refreshed at every arrival; with projection, print and PDF.

Only reads; writes nothing to the event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.proposed_file_names import propose_file_name
from checkin.services.event_file import EventFile
from checkin.services.event_reading import EventReading
from checkin.services.live_queries import LiveQueries, LiveSnapshot
from checkin.translation import clock_time, translate
from checkin.ui.live.live_page import LivePage
from checkin.ui.live.live_printout import paint_sheet, write_live_pdf
from checkin.ui.live.live_projection import LiveProjection
from checkin.ui.live.live_wording import MissingPerson
from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.navigation_rail import LIVE
from checkin.ui.widgets.occasion_band import DEMONSTRATION
from checkin.ui.widgets.reading_state import ReadingState
from checkin.ui.widgets.screen_heading import ScreenHeading, event_line
from checkin.ui.widgets.screen_page import Keys, ScreenPage
from checkin.ui.widgets.scrolling import scroll_unless_large

TICK_MS = 400
"""Milliseconds between checks for changes, each of which takes microseconds: an arrival is shown within a second."""


@dataclass(frozen=True, slots=True)
class LiveContext:
    """The dependencies of the screen. `standing_at` returns the id of the desk's control point, "" without a desk."""

    event: EventFile
    now: Callable[[], datetime]
    standing_at: Callable[[], str] = str


class LiveScreen(ScreenPage):
    """The screen; `reported` carries one sentence for the footer."""

    reported = Signal(str)
    find_wanted = Signal(str)
    """Emitted with the name of a person to look for at the desk."""

    def __init__(self, at: LiveContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._queries, self._beside = at, LiveQueries(at.event), EventReading(at.event, self)
        self.reading: LiveSnapshot | None = None
        self.heading, self.page = ScreenHeading(LIVE, at.now), LivePage()
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
    def keys(self) -> Keys:
        return _KEYS

    @property
    def title(self) -> str:
        """Event and day, marked as a demonstration where it is one, on projector and paper too."""
        if self.reading is None:
            return ""
        event = self.reading.live.programme.event
        occasion = translate(DEMONSTRATION) if event.is_demo else ""
        return " · ".join(text for text in (occasion, event_line(event)) if text)

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
            self.reported.emit(translate(_SAVED, name=Path(path).name))

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop when hidden; a projection goes on, and ends with the window."""
        super().hideEvent(event)
        if self.projection and not self.window().isVisible():
            self.projection.close()
        if not self.projection:
            self._tick.stop()

    def _arrange(self) -> None:
        full = WordButton(translate(_FULL), "maximize")
        full.setToolTip("F11")
        pdf, paper = (
            IconButton("file-down", translate(_SAVE), "Ctrl+S"),
            IconButton("printer", translate(_PRINT), "Ctrl+P"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        page = scroll_unless_large(self.page)
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


_FULL = Message("live", "Full screen")
_PRINT = Message("live", "Print…")
_SAVE = Message("live", "Save as a PDF…")
_SAVED = Message("live", "The figures were written to {name}.")
_FILE = Message("file", "figures")
_PRINTED = Message("live", "The figures were sent to the printer {name}.")
_KEYS = (
    ("F11", Message("footer", "Full screen")),
    ("Ctrl+P", Message("footer", "Print")),
    ("Ctrl+S", Message("footer", "PDF")),
)
