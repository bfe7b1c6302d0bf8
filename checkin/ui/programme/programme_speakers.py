# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a session: its speakers, and on another page the registered attendees; or all speakers of the day.

Overdue speakers come first. Shows them; changes nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListView, QStyleOptionViewItem, QTabBar, QVBoxLayout, QWidget

from checkin.core.attendee import Attendee
from checkin.core.counts import SpeakerStatus
from checkin.core.message import Message
from checkin.core.people_list import PersonAtPoint
from checkin.core.programme.programme import Event, Programme
from checkin.translation import programme_time, translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import (
    LEFT,
    RIGHT,
    draw_aligned,
    draw_card,
    draw_elided,
    draw_hairline,
    draw_pill,
    person_pill,
    pill_width,
)
from checkin.ui.look.typesetting import cut
from checkin.ui.programme.session_row import ProgrammeItem, SessionHeading
from checkin.ui.widgets.buttons import READING, EmptyState
from checkin.ui.widgets.form_fields import Paragraph, WrappingCheckBox
from checkin.ui.widgets.row_list import PersonRow, RowList, WideRow
from checkin.ui.widgets.speaker_wording import (
    SpeakerRemark,
    speaker_description,
    speaker_pill,
    speaker_remarks,
    speaker_time,
)

REGISTRANTS_EDGE = 16


class _RegistrantRow(PersonRow):
    """A row: name over organisation; at the right the state at the session's control point."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        standing: PersonAtPoint = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t, box = self.begin(painter, option, index.row() == 0), theme.to_design_rect(QRectF(option.rect))
        pill = draw_pill(painter, QPointF(box.right() - REGISTRANTS_EDGE, box.center().y()), person_pill(standing, t))
        room = QRectF(REGISTRANTS_EDGE, box.top(), pill.left() - REGISTRANTS_EDGE - 12, box.height())
        self.two_lines(painter, room, (_name(standing), _about(standing)), t)
        painter.restore()


class Registrants(RowList):
    """The people registered for a session, by name, each with whether they have arrived."""

    def __init__(self) -> None:
        super().__init__(registrant_description, translate(_REGISTRANTS), (Qt.Key.Key_Left,))
        self.setItemDelegate(_RegistrantRow(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def show_standings(self, standings: Sequence[PersonAtPoint]) -> None:
        """Show the people; the choice stays."""
        chosen: PersonAtPoint | None = self.chosen()
        wanted = chosen.attendee.id if chosen else ""
        at = next((n for n, each in enumerate(standings) if each.attendee.id == wanted), 0)
        self.show_rows(standings, at)


def registrant_description(standing: PersonAtPoint) -> str:
    """Return the full text of a row: name, state, organisation."""
    parts = (_name(standing), person_pill(standing, theme.LIGHT).text, _about(standing))
    return " · ".join(part for part in parts if part)


def _name(standing: PersonAtPoint) -> str:
    """Return the name, and for how many people it stands: the numbers above count each of a group."""
    person = standing.attendee
    return f"{person.name} {translate(_PLACES, places=person.places)}" if person.places > 1 else person.name


def _about(standing: PersonAtPoint) -> str:
    person = standing.attendee
    return " · ".join(part for part in (person.role, person.organisation) if part)


_PLACES = Message("people", "×{places}")
_REGISTRANTS = Message("programme screen", "People registered")


SPEAKER_EDGE, TIME, PADDING = 16, 62, 11
NAME, LINE, REMARK = 21, 18, 20
"""Heights of lines in pixels."""
STATE = 44
"""Height in pixels of the state and the line under it."""
MARK, BETWEEN = 19, 16
"""Pixels of a remark's icon, and after its text."""
LONGEST = 2
"""Most lines of a name, and of a role."""


class SpeakerRow(WideRow):
    """A row of the speakers: name, role, organisation, remarks; state and time at the right. With `has_sessions` each
    row has its session and time, and its day where `programme` has several.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.has_sessions = False
        self.programme = Programme(Event(""))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: SpeakerStatus = index.data(Qt.ItemDataRole.UserRole)
        width = self.width
        text = self._text(line, width)
        above = len(_speaker_name(line, text)) * NAME + len(self._about(line, text)) * LINE
        height = above + len(in_lines(speaker_remarks(line), self._beside(above, text, width))) * REMARK
        return theme.scale_px(QSize(width, max(height, NAME + LINE) + 2 * PADDING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: SpeakerStatus = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = theme.to_design_rect(QRectF(option.rect))
        top, left, width = box.top() + PADDING, self._left(), self._text(line, round(box.width()))
        self._paint_state(painter, QPointF(box.right() - SPEAKER_EDGE, top), line, t)
        if self.has_sessions and line.session and line.session.starts:
            time = QRectF(SPEAKER_EDGE, top, TIME, NAME)
            *day, hour = programme_time(line.session.starts, self.programme).split(", ")
            draw_aligned(painter, time, hour, (theme.font(theme.TEXT, tabular=True), t.quiet), LEFT)
            draw_aligned(painter, time.translated(0, NAME), "".join(day), (theme.font(theme.SMALL), t.quiet), LEFT)
        for text in _speaker_name(line, width):
            draw_elided(painter, QRectF(left, top, width, NAME), text, theme.font(theme.TEXT, 600), t.ink)
            top += NAME
        for text in self._about(line, width):
            draw_elided(painter, QRectF(left, top, width, LINE), text, theme.font(theme.SMALL), t.quiet)
            top += LINE
        room = self._beside(top - box.top() - PADDING, width, round(box.width()))
        for found in in_lines(speaker_remarks(line), room):
            _paint_remarks(painter, QRectF(left, top, room, REMARK), found, t)
            top += REMARK
        painter.restore()

    def _paint_state(self, painter: QPainter, corner: QPointF, line: SpeakerStatus, t: theme.Tokens) -> None:
        drawn = draw_pill(painter, corner + QPointF(0, 11), speaker_pill(line, t))
        under = QRectF(drawn.left() - 200, drawn.bottom() + 1, drawn.width() + 200, LINE)
        ink = t.ink if line.is_alert else t.quiet
        draw_aligned(
            painter, under, speaker_time(line), (theme.font(theme.SMALL, 600 if line.is_alert else 400), ink), RIGHT
        )

    def _about(self, line: SpeakerStatus, width: float) -> list[str]:
        metrics, speaker = QFontMetricsF(theme.font(theme.SMALL)), line.speaker
        session = line.session.title if self.has_sessions and line.session else ""
        both = " · ".join(text for text in (speaker.role, speaker.organisation) if text)
        if metrics.horizontalAdvance(both) <= width:
            return [text for text in (both, session) if text]
        found = cut(speaker.role, metrics, width, LONGEST)
        return found + [text for text in (speaker.organisation, session) if text]

    def _left(self) -> float:
        return SPEAKER_EDGE + (TIME if self.has_sessions else 0)

    def _text(self, line: SpeakerStatus, width: int) -> float:
        """Return the width of the text beside the state."""
        under = QFontMetricsF(theme.font(theme.SMALL, 600)).horizontalAdvance(speaker_time(line))
        return max(
            80.0, width - self._left() - max(pill_width(speaker_pill(line, theme.LIGHT)), under) - SPEAKER_EDGE - 14
        )

    def _beside(self, above: float, text: float, width: int) -> float:
        """Return the width of remarks that begin at `above`: the full row where they are below the state."""
        return width - self._left() - SPEAKER_EDGE if above >= STATE else text


def in_lines(found: Sequence[SpeakerRemark], width: float) -> list[list[SpeakerRemark]]:
    """Return the remarks in lines, as many in a line as fit whole, at least one."""
    lines: list[list[SpeakerRemark]] = []
    for remark in found:
        if lines and sum(map(_remark_width, (*lines[-1], remark))) - BETWEEN <= width:
            lines[-1].append(remark)
        else:
            lines.append([remark])
    return lines


def _remark_width(remark: SpeakerRemark) -> float:
    return MARK + QFontMetricsF(theme.font(theme.SMALL, 600)).horizontalAdvance(remark.text) + BETWEEN


def _paint_remarks(painter: QPainter, row: QRectF, found: Sequence[SpeakerRemark], t: theme.Tokens) -> None:
    left = row.left()
    for remark in found:
        drawing.draw(painter, remark.icon, QRectF(left, row.center().y() - 7, 14, 14), t.ink)
        room = QRectF(left + MARK, row.top(), max(0.0, row.right() - left - MARK), row.height())
        draw_elided(painter, room, remark.text, theme.font(theme.SMALL, 600), t.ink)
        left += _remark_width(remark)


def _speaker_name(line: SpeakerStatus, width: float) -> list[str]:
    return cut(line.speaker.name, QFontMetricsF(theme.font(theme.TEXT, 600)), width, LONGEST)


_SPEAKERS = Message("programme screen", "Speakers ({count})")
_REGISTERED = Message("programme screen", "Registered ({count})")
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
        self.heading, self.columns = SessionHeading(), Paragraph(theme.SMALL)
        self.columns.hide()
        self.list = RowList(self._describe, translate(Message("programme screen", "Speakers")), (Qt.Key.Key_Left,))
        self.empty = EmptyState("mic", width=NARROW)
        self.empty.show_texts(translate(_NOBODY), translate(_WHERE))
        self.registrants, self.pages = Registrants(), QTabBar()
        self.only_missing = WrappingCheckBox(translate(Message("programme screen", "Hide those who have arrived")))
        self.pages.addTab("")
        self.pages.addTab("")
        self.pages.setAccessibleName(translate(Message("programme screen", "Speakers or registered people")))
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
            self.empty.show_texts(translate(Message("programme screen", "Everyone here has arrived.")), "")
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
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, theme.design_rect(self), t)
        painter.setPen(QPen(QColor(t.line), 1))
        below = (self.heading.geometry().bottom() + 10) / theme.text_scale()
        draw_hairline(painter, 1, below, theme.design_rect(self).width() - 1, below)


def _inset(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(EDGE, 0, EDGE, 0)
    column.addWidget(widget)
    return column
