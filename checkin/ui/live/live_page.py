# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the day's figures, for window, projector and paper. Shows a snapshot; reads nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.live.live_figures import ChartStep
from checkin.core.message import Message
from checkin.services.live_queries import LiveSnapshot
from checkin.translation import clock_time, translate
from checkin.ui.live import live_charts, live_wording
from checkin.ui.look import theme
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided
from checkin.ui.look.typesetting import cut
from checkin.ui.programme import session_row
from checkin.ui.widgets.keyboard import InitialFocus
from checkin.ui.widgets.row_list import RowList, read_by_tab
from checkin.ui.widgets.screen_page import LIVE

NUMBER_WIDTH = 275
"""Design width that the texts of a number need, in both languages; four share a row also where they are elided."""
WIDTH = max(1100, len(live_wording.LIVE_NUMBERS) * NUMBER_WIDTH)
"""Width in pixels that the page is designed for; on projector and paper it is scaled as a whole."""
MOST_PARTS = 7
"""Most bars of a chart; of more categories or desks the smallest are merged."""
TITLE, LINE = 40, 20
NARROW = 900
CHART, LIST = 220, 190
"""Design width below which the parts are stacked in a scroll area, and the heights of chart and list then."""
LEAST_CHART, LEAST_LIST = 200, 140
"""Least heights of chart and list below numbers in several rows, for which a low window has no room: it scrolls."""


class LivePage(QWidget):
    """The page. `is_alone` adds its own title; `names_people` False leaves out names, for a projector seen by
    strangers.
    """

    def __init__(self, *, is_alone: bool = False, names_people: bool = True) -> None:
        super().__init__()
        self._names_people = names_people
        self._title = _Title()
        self._title.setVisible(is_alone)
        self._numbers = live_charts.NumberCards(len(live_wording.LIVE_NUMBERS))
        self.numbers = self._numbers.cards
        self.sentence = _Sentence()
        self.arrivals = live_charts.ArrivalsChart()
        self.categories, self.desks = (
            live_charts.PartsChart(translate(_BY_CATEGORY)),
            live_charts.PartsChart(translate(_BY_DESK)),
        )
        self.sessions = RowList(session_row.item_description, translate(Message("live", "Sessions")), ())
        self.sessions.setItemDelegate(session_row.SessionRow(self.sessions))
        self.missing = live_charts.MissingPeople(names_people=names_people)
        self._missing_card = live_charts.LiveCard(translate(live_charts.MISSING), self.missing)
        self.columns = live_charts.PartsChart(translate(_BY_COLUMN))
        self._cards = (
            live_charts.LiveCard(translate(_BY_CATEGORY), self.categories),
            live_charts.LiveCard(translate(_BY_DESK), self.desks),
            live_charts.LiveCard(translate(Message("live", "Sessions: inside / registered / seats")), self.sessions),
        )
        self._columns_card = live_charts.LiveCard(translate(_BY_COLUMN), self.columns)
        InitialFocus(self, self.numbers[0])
        read_by_tab(*self.numbers, self.sentence, self.arrivals, self.categories, self.desks, self.columns)
        self._arrange()

    def show_snapshot(self, reading: LiveSnapshot, title: str) -> None:
        live = reading.live
        self._cards[2].show_more("")
        self._missing_card.show_more("")
        self._arrivals_card.set_title(_arrivals_title(live.steps))
        self._title.show_texts(title, clock_time(live.now))
        for card, number in zip(self.numbers, live_wording.LIVE_NUMBERS, strict=True):
            card.show_number(number(live))
        self.sentence.show_text(live_wording.live_sentence(live, names_people=self._names_people))
        self.arrivals.show_steps(live.steps)
        self.categories.show_parts(live_wording.merge_smallest(live.by_category, MOST_PARTS))
        self.desks.show_parts(live_wording.merge_smallest(live.by_desk, MOST_PARTS))
        parts = live_wording.column_parts(live, MOST_PARTS)
        hidden = sum(len(column.values) for column in live.by_column) - len(parts)
        self._columns_card.setVisible(bool(parts))
        self._columns_card.set_title(live_wording.columns_title(live))
        self._columns_card.show_more(translate(_MORE, count=hidden) if hidden else "")
        self._columns_card.setToolTip(live_wording.all_column_parts(live) if hidden else "")
        self.columns.show_parts(parts)
        self._cards[0].show_instead("" if live.by_category else translate(_NO_LIST))
        self._cards[1].show_instead("" if live.by_desk else translate(_NO_DESK))
        sessions = session_row.with_day_headings(_counted(session_row.list_items(reading.day)), reading.day.programme)
        self.sessions.show_rows(sessions, -1)
        self._cards[2].show_instead("" if sessions else translate(_NO_SESSION))
        self.missing.show_live(live)

    def apply_palette(self, palette: QPalette) -> None:
        """Set the colours of the page regardless of the application, once it is laid out.

        Each child is set: the style sheet keeps a palette from being inherited, and resets widgets it has not polished
        yet.
        """
        for widget in (self, *self.findChildren(QWidget)):
            widget.setPalette(palette)

    def lay_out(self, size: QSize) -> None:
        """Lay out the page without a screen. Lists keep only whole rows, and the number of the others is shown."""
        lists = ((self._cards[2], self.sessions), (self._missing_card, self.missing.list))
        for _, part in lists:
            part.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.resize(size)
        self.show()
        self._column.activate()  # without an event loop, the height of the numbers is not heeded otherwise
        for card, part in lists:
            if part.isVisible() and (hidden := part.show_whole_rows()):
                card.show_more(translate(_MORE, count=hidden))

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(live_charts.SPACING)
        column.addWidget(self._title)
        column.addWidget(self._numbers)
        keys = (
            live_charts.LegendEntry(live_charts.ChartMark.WHOLE, translate(_HERE)),
            live_charts.LegendEntry(live_charts.ChartMark.HATCHED, translate(Message("live", "still to come"))),
            live_charts.LegendEntry(live_charts.ChartMark.DASHED, translate(Message("live", "forecast"))),
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(live_charts.SPACING)
        chart = QWidget()
        inside = QVBoxLayout(chart)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(self.sentence)
        inside.addWidget(self.arrivals, 1)
        self._arrivals_card = arrivals = live_charts.LiveCard(translate(_ARRIVALS), chart, keys)
        parts = _row(*self._cards[:2], self._columns_card)
        left.addWidget(arrivals, 10)
        left.addLayout(parts, 8)
        right.addWidget(self._cards[2], 1 if self._names_people else 6)
        right.addWidget(self._missing_card, 1)
        halves = QHBoxLayout()
        halves.setSpacing(live_charts.SPACING)
        halves.addLayout(left, 7)
        halves.addLayout(right, 4)
        column.addLayout(halves, 1)
        self._beside = (parts, halves)
        lists = (*self._cards, self._columns_card, self._missing_card)
        self._high = ((arrivals, CHART, LEAST_CHART), *((card, LIST, LEAST_LIST) for card in lists))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = theme.design_rect(self).width()
        is_narrow = width < NARROW
        in_row = 2 if is_narrow else max(4, int(width / NUMBER_WIDTH))
        self._numbers.allow_in_row(in_row)
        has_rows = len(self.numbers) > in_row
        self.sentence.allow_lines(2 if is_narrow else 1)
        for row in self._beside:
            row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        for card, stacked, least in self._high:
            card.setMinimumHeight(theme.scale_px(stacked if is_narrow else least if has_rows else 0))


def _arrivals_title(steps: Sequence[ChartStep]) -> str:
    """Return the title with the minutes of a bar."""
    if not steps:
        return translate(_ARRIVALS)
    minutes = round((steps[0].ends - steps[0].starts).total_seconds() / 60)
    return translate(Message("live", "Arrivals, every {minutes} min"), minutes=minutes)


def _counted(day: list[session_row.ProgrammeItem]) -> list[session_row.ProgrammeItem]:
    """Return the sessions with known counts; those that are over come last."""
    counted = [item for item in day if item.figures is not None and session_row.has_counts(item.figures)]
    return sorted(counted, key=lambda item: item.is_over)


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(live_charts.SPACING)
    for part in parts:
        row.addWidget(part, 1)
    return row


class _Title(QWidget):
    """Event title, day, and the time of the figures."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = ("", "")
        self.setFixedHeight(theme.scale_px(TITLE))

    def show_texts(self, title: str, clock: str) -> None:
        self._texts = (title, clock)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        title, clock = self._texts
        box = theme.design_rect(self)
        draw_elided(painter, box.adjusted(0, 0, -90, -18), translate(LIVE), theme.font(theme.LARGE, 700), t.ink)
        draw_elided(painter, box.adjusted(0, 22, -90, 0), title, theme.font(theme.SMALL), t.quiet)
        draw_aligned(painter, box, clock, (theme.font(theme.DETAIL, 700, tabular=True), t.ink), RIGHT)


class _Sentence(QWidget):
    """A sentence on one line, two where it is narrow; elided where needed, whole in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._most = "", 1
        self.allow_lines(1)

    def allow_lines(self, most: int) -> None:
        self._most = most
        self.setFixedHeight(theme.scale_px(LINE * most))

    def show_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        box = theme.design_rect(self).adjusted(16, 0, -16, 0)
        painter, face = theme.design_painter(self), theme.font(theme.TEXT)
        for number, line in enumerate(cut(self._text, QFontMetricsF(face), box.width(), self._most)):
            draw_elided(painter, QRectF(box.left(), number * LINE, box.width(), LINE), line, face, QColor(t.ink))


_ARRIVALS = Message("live", "Arrivals")
_MORE = Message("live", "{count} more")
_HERE = Message("live", "arrived")
_BY_CATEGORY = Message("live", "By category")
_BY_DESK = Message("live", "By desk")
_BY_COLUMN = Message("live", "By column of the list")
_NO_LIST = Message("live", "Nobody is on the list yet.")
_NO_DESK = Message("live", "No desk has recorded an arrival yet.")
_NO_SESSION = Message("live", "There are no sessions to count: nobody is scanned in or registered for one.")
