# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a session: its speakers, and on another page the registered attendees; or all speakers of the day.

Overdue speakers come first. Shows them; changes nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.people.people_filter import PersonAtPoint
from checkin.core.programme.programme import Event, Programme
from checkin.core.speaker_status import SpeakerStatus
from checkin.translation import translate
from checkin.ui.look.drawing import draw_card, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, text_scale
from checkin.ui.look.theme import SMALL, tokens
from checkin.ui.programme.programme_screen_wording import ProgrammeItem
from checkin.ui.programme.registrants import Registrants
from checkin.ui.programme.session_heading import SessionHeading
from checkin.ui.programme.speaker_row import SpeakerRow
from checkin.ui.widgets.empty_state import EmptyState
from checkin.ui.widgets.form_fields import WrappingCheckBox
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.reading_state import READING
from checkin.ui.widgets.row_list import RowList
from checkin.ui.widgets.speaker_wording import speaker_description

_SPEAKERS = Message("programme screen", "Speakers ({count})")
_REGISTERED = Message("programme screen", "Registered ({count})")
_PAGES = Message("programme screen", "Speakers or registered people")
_ONLY_MISSING = Message("programme screen", "Hide those who have arrived")
_ALL_HERE = Message("programme screen", "Everyone here has arrived.")
_TITLE = Message("programme screen", "Speakers")
_NOBODY = Message("programme screen", "The programme has no speaker here.")
_WHERE = Message("programme screen", "Name the speakers in the programme (Ctrl+E).")
EDGE, NARROW = 16, 400
"""Pixels: margin, and width of the text of an empty list."""


class ProgrammeSpeakers(QWidget):
    """The two lists; `below` are widgets under them, the actions on the chosen speaker.

    `page_changed`: the user turned the page or asked for missing people only.
    """

    page_changed = Signal()

    moved = Signal()
    crossed = Signal()

    def __init__(self, below: Sequence[QWidget]) -> None:
        super().__init__()
        self._programme = Programme(Event(""))
        self.heading, self.columns = SessionHeading(), Paragraph(SMALL)
        self.columns.hide()
        self.list = RowList(self._describe, translate(_TITLE), (Qt.Key.Key_Left,))
        self.empty = EmptyState("mic", width=NARROW)
        self.empty.show_texts(translate(_NOBODY), translate(_WHERE))
        self.registrants, self.pages = Registrants(), QTabBar()
        self.only_missing = WrappingCheckBox(translate(_ONLY_MISSING))
        self.pages.addTab("")
        self.pages.addTab("")
        self.pages.setAccessibleName(translate(_PAGES))
        self.pages.setDrawBase(False)
        self.pages.setExpanding(False)
        self.pages.currentChanged.connect(self._turn)
        self.only_missing.toggled.connect(lambda _: self.page_changed.emit())
        self._row = SpeakerRow(self.list)
        self.list.setItemDelegate(self._row)
        self.list.moved.connect(self.moved)
        for rows in (self.list, self.registrants):
            rows.crossed.connect(self.crossed)
        self.registrants.moved.connect(self.moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 12)
        column.setSpacing(0)
        column.addLayout(_inset(self.heading))
        column.addSpacing(12)
        column.addLayout(_inset(self.columns))
        self.columns.setContentsMargins(0, 8, 0, 8)
        turning = QHBoxLayout()
        turning.setContentsMargins(EDGE - 4, 0, EDGE, 0)
        turning.addWidget(self.pages)
        turning.addStretch(1)
        turning.addWidget(self.only_missing)
        column.addLayout(turning)
        place = QGridLayout()  # in one cell, because a hidden list keeps the focus
        place.addWidget(self.list, 0, 0)
        place.addWidget(self.registrants, 0, 0)
        place.addWidget(self.empty, 0, 0)
        self.registrants.hide()
        column.addLayout(place, 1)
        column.addSpacing(12)
        for widget in below:
            column.addLayout(_inset(widget))

    def focus_list(self) -> None:
        """Focus the visible list; with a focus proxy Tab would skip what stands above it."""
        (self.registrants if self.shows_registrants else self.list).setFocus()

    @property
    def shows_registrants(self) -> bool:
        return self.pages.currentIndex() == 1

    def offer_pages(self, item: ProgrammeItem | None) -> None:
        """Show the tab of registered people where there are any; it is the only one if there is no speaker."""
        registered = item.figures.registered if item and item.figures else 0
        speakers = item.speakers.total if item else 0
        self.pages.blockSignals(True)
        for page, (words, count) in enumerate(((_SPEAKERS, speakers), (_REGISTERED, registered))):
            self.pages.setTabVisible(page, bool(count))
            self.pages.setTabText(page, translate(words, count=count))  # last: Qt forgets its new width otherwise
        if bool(speakers) != bool(registered):
            self.pages.setCurrentIndex(1 if registered else 0)
        self.pages.blockSignals(False)
        self.pages.setVisible(bool(speakers or registered))
        self.only_missing.setVisible(bool(speakers or registered))
        self._show_page()

    def show_registrants(self, standings: Sequence[PersonAtPoint]) -> None:
        """Show the people registered for the session."""
        self.registrants.show_standings(standings)
        self._show_empty(bool(standings))

    def show_columns(self, lines: Sequence[str]) -> None:
        """Show the counted columns of those expected at the session."""
        self.columns.show_text("\n".join(lines))
        self.columns.setVisible(bool(lines))

    def show_reading(self) -> None:
        """Show that the registered people are still being read."""
        self.registrants.show_rows((), -1)
        self.empty.show_texts(translate(READING), "")
        self.empty.show()

    def _turn(self, _: int) -> None:
        self._show_page()
        self.page_changed.emit()

    def _show_page(self) -> None:
        self.list.setVisible(not self.shows_registrants)
        self.registrants.setVisible(self.shows_registrants)

    def _show_empty(self, is_there: bool) -> None:
        """Show why a page is empty: there are no speakers, or none is missing."""
        if self.only_missing.isVisible() and self.only_missing.isChecked():
            self.empty.show_texts(translate(_ALL_HERE), "")
        else:
            self.empty.show_texts(translate(_NOBODY), translate(_WHERE))
        self.empty.setVisible(not is_there)
        self.update()

    def show_programme(self, programme: Programme) -> None:
        """Write the times of the speakers as this programme's, with days where it has several."""
        self._programme = self._row.programme = programme

    def _describe(self, line: SpeakerStatus) -> str:
        return speaker_description(line, self._programme)

    def show_lines(self, item: ProgrammeItem | None, lines: Sequence[SpeakerStatus], chosen: str) -> None:
        """Show the speakers of `item` and choose the one with the id `chosen`, else the first."""
        self.heading.show_item(item)
        self.offer_pages(item)
        self._row.has_sessions = item is None or item.figures is None
        at = next((number for number, line in enumerate(lines) if line.speaker.id == chosen), 0)
        self.list.show_rows(lines, at)
        if not self.shows_registrants:
            self._show_empty(bool(lines))

    def choose_first(self) -> None:
        self.pages.setCurrentIndex(0)
        self.list.setCurrentIndex(self.list.content.index(0))

    @property
    def chosen(self) -> SpeakerStatus | None:
        """The chosen speaker, None while the other page is shown."""
        line: SpeakerStatus | None = None if self.shows_registrants else self.list.chosen()
        return line

    @property
    def chosen_name(self) -> str:
        """The name of the person chosen on the visible page, "" for none."""
        if not self.shows_registrants:
            return self.chosen.speaker.name if self.chosen else ""
        return self.chosen_registrant.name if self.chosen_registrant else ""

    @property
    def chosen_registrant(self) -> Attendee | None:
        """The person chosen among those registered; None while the speakers are shown."""
        standing: PersonAtPoint | None = self.registrants.chosen() if self.shows_registrants else None
        return standing.attendee if standing else None

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        painter.setPen(QPen(QColor(t.line), 1))
        below = (self.heading.geometry().bottom() + 10) / text_scale()
        draw_hairline(painter, 1, below, design_rect(self).width() - 1, below)


def _inset(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(EDGE, 0, EDGE, 0)
    column.addWidget(widget)
    return column
