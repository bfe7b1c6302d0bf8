# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of one session: its speakers, and on another page who is registered; or all speakers of the day.

Those first who are to be found. Shows them; does nothing itself.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from checkin.core.people import Standing
from checkin.core.speakers import Line
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import card, hairline
from checkin.ui.look.measure import design_painter, text_scale, whole
from checkin.ui.look.theme import tokens
from checkin.ui.parts.empty_place import EmptyPlace
from checkin.ui.parts.row_list import RowList
from checkin.ui.parts.speaker_words import line_story
from checkin.ui.parts.tick_box import TickBox
from checkin.ui.programme.heading import SessionHeading
from checkin.ui.programme.registrants import Registrants
from checkin.ui.programme.speaker_row import SpeakerRow
from checkin.ui.programme.words import Item

_SPEAKERS = Words("programme screen", "Speakers ({count})")
_REGISTERED = Words("programme screen", "Registered ({count})")
_PAGES = Words("programme screen", "Speakers or registered people")
_ONLY_MISSING = Words("programme screen", "Only who is missing")
_ALL_HERE = Words("programme screen", "Nobody is missing here.")
_TITLE = Words("programme screen", "Speakers")
_NOBODY = Words("programme screen", "The programme names no speaker here.")
_WHERE = Words("programme screen", "Whoever speaks is named in the programme (Ctrl+E).")
EDGE, NARROW = 16, 400
"""Pixels; the width of what is said where there is nobody."""


class ProgrammeSpeakers(QWidget):
    """`below` is what stands under the list: what can be done about the one who is chosen. `page_changed` when a hand
    turned to the other page, or asked for the missing alone.
    """

    page_changed = Signal()

    moved = Signal()
    crossed = Signal()

    def __init__(self, below: Sequence[QWidget]) -> None:
        super().__init__()
        self.heading = SessionHeading()
        self.list = RowList(line_story, say(_TITLE), (Qt.Key.Key_Left,))
        self.empty = EmptyPlace("mic", width=NARROW)
        self.empty.show_texts(say(_NOBODY), say(_WHERE))
        self.registrants, self.pages = Registrants(), QTabBar()
        self.only_missing = TickBox(say(_ONLY_MISSING))
        self.pages.addTab("")
        self.pages.addTab("")
        self.pages.setAccessibleName(say(_PAGES))
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
        turning = QHBoxLayout()
        turning.setContentsMargins(EDGE - 4, 0, EDGE, 0)
        turning.addWidget(self.pages)
        turning.addStretch(1)
        turning.addWidget(self.only_missing)
        column.addLayout(turning)
        place = QGridLayout()  # in one cell: a list that is hidden holds the keyboard up
        place.addWidget(self.list, 0, 0)
        place.addWidget(self.registrants, 0, 0)
        place.addWidget(self.empty, 0, 0)
        self.registrants.hide()
        column.addLayout(place, 1)
        column.addSpacing(12)
        for widget in below:
            column.addLayout(_inset(widget))

    def focus_list(self) -> None:
        """Give the keyboard to the list that is shown. (With a focus proxy Tab passes over what stands above it.)"""
        (self.registrants if self.shows_registrants else self.list).setFocus()

    @property
    def shows_registrants(self) -> bool:
        return self.pages.currentIndex() == 1

    def offer_pages(self, item: Item | None) -> None:
        """Offer a page for who is registered, where there is anybody; alone where the session has no speaker."""
        registered = item.figures.registered if item and item.figures else 0
        speakers = item.speakers if item else 0
        self.pages.blockSignals(True)
        for page, (words, count) in enumerate(((_SPEAKERS, speakers), (_REGISTERED, registered))):
            self.pages.setTabText(page, say(words, count=count))
            self.pages.setTabVisible(page, bool(count))
        if bool(speakers) != bool(registered):
            self.pages.setCurrentIndex(1 if registered else 0)
        self.pages.blockSignals(False)
        self.pages.setVisible(bool(speakers or registered))
        self.only_missing.setVisible(bool(speakers or registered))
        self._show_page()

    def show_registrants(self, standings: Sequence[Standing]) -> None:
        """Show who is registered for the session."""
        self.registrants.show_standings(standings)
        self._say_nobody(bool(standings))

    def _turn(self, _: int) -> None:
        self._show_page()
        self.page_changed.emit()

    def _show_page(self) -> None:
        self.list.setVisible(not self.shows_registrants)
        self.registrants.setVisible(self.shows_registrants)

    def _say_nobody(self, is_there: bool) -> None:
        """Say why a page is empty: nobody is named, or nobody is missing."""
        if self.only_missing.isVisible() and self.only_missing.isChecked():
            self.empty.show_texts(say(_ALL_HERE), "")
        else:
            self.empty.show_texts(say(_NOBODY), say(_WHERE))
        self.empty.setVisible(not is_there)
        self.update()

    def show_lines(self, item: Item | None, lines: Sequence[Line], chosen: str) -> None:
        """Of the session `item`; the first where nobody has the id `chosen`."""
        self.heading.show_item(item)
        self.offer_pages(item)
        self._row.has_sessions = item is None or item.figures is None
        at = next((number for number, line in enumerate(lines) if line.speaker.id == chosen), 0)
        self.list.show_rows(lines, at)
        if not self.shows_registrants:
            self._say_nobody(bool(lines))

    def choose_first(self) -> None:
        self.pages.setCurrentIndex(0)
        self.list.setCurrentIndex(self.list.content.index(0))

    @property
    def chosen(self) -> Line | None:
        """The speaker that is chosen; nobody while the other page is looked at."""
        line: Line | None = None if self.shows_registrants else self.list.chosen()
        return line

    @property
    def chosen_name(self) -> str:
        """Return the name of whoever is chosen on the page that is seen; "" for nobody."""
        if not self.shows_registrants:
            return self.chosen.speaker.name if self.chosen else ""
        standing: Standing | None = self.registrants.chosen()
        return standing.attendee.name if standing else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, whole(self), t)
        painter.setPen(QPen(QColor(t.line), 1))
        below = (self.heading.geometry().bottom() + 10) / text_scale()
        hairline(painter, 1, below, whole(self).width() - 1, below)


def _inset(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(EDGE, 0, EDGE, 0)
    column.addWidget(widget)
    return column
