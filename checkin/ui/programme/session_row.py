# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions on the programme screen: their rows, texts about them, and the heading over speakers. Paints only.

A row has time, title, room, marks, and how full the session is; the first of each day stands below its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from checkin.core import counts
from checkin.core.attendee import CUSTOM, FIELD_NAMES
from checkin.core.message import Message
from checkin.core.programme.programme import (
    ColumnDisplay,
    ColumnRule,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    Session,
    is_running,
    is_session_over,
)
from checkin.core.programme.programme_edits import has_several_days
from checkin.core.programme.programme_schema import DISPLAY_NAMES, MODE_NAMES, REENTRY_NAMES, TEST_NAMES
from checkin.services.programme.programme_queries import ProgrammeDay, SessionFigures
from checkin.translation import clock_time, current_language, day_text, programme_time, short_day_text, translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import (
    LEFT,
    RIGHT,
    Pill,
    draw_aligned,
    draw_elided,
    draw_hairline,
    draw_pill,
    draw_rounded,
    faded,
    pill_width,
)
from checkin.ui.look.theme import (
    LARGE,
    SMALL,
    TEXT,
    Tokens,
    design_painter,
    design_rect,
    font,
    scale_px,
    to_design_rect,
    tokens,
)
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.row_list import RowList, WideRow
from checkin.ui.widgets.speaker_wording import SpeakerRemark, session_hours, speakers_now, speakers_summary

# The texts about a session on the programme screen: figures, marks, and all of it for a screen reader.


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """A row of the programme: a session, or all speakers where `figures` is None.

    `hours` are the session's times, and `heading` the day that begins above this row, where the event has several.
    """

    figures: SessionFigures | None
    speakers: counts.SpeakerCounts
    is_running: bool = False
    is_over: bool = False
    hours: str = ""
    heading: str = ""

    @property
    def id(self) -> str:
        """The id of the session, "" for all speakers."""
        return self.figures.session.id if self.figures else ""


def list_items(day: ProgrammeDay) -> list[ProgrammeItem]:
    """Return the row of all speakers, if there are any, then the sessions."""
    everybody = [_item(None, day.speakers, day)] if day.speakers else []
    sessions = [_item(figures, session_speakers(day, figures.session.id), day) for figures in day.sessions]
    return [*everybody, *with_day_headings(sessions, day.programme)]


def with_day_headings(items: Sequence[ProgrammeItem], programme: Programme) -> list[ProgrammeItem]:
    """Return rows of sessions, the first of each day with the day above it; as they are where there is only one."""
    days = [
        item.figures.session.starts.date() if item.figures and item.figures.session.starts else None for item in items
    ]
    if not has_several_days(programme):
        return list(items)
    before = (object(), *days)
    return [
        item if day == last else replace(item, heading=_day_heading(day))
        for item, day, last in zip(items, days, before[:-1], strict=True)
    ]


def _day_heading(day: date | None) -> str:
    text = day_text(day, current_language()) if day else translate(Message("programme screen", "Without a time"))
    return text[:1].upper() + text[1:]


def session_speakers(day: ProgrammeDay, session: str) -> list[counts.SpeakerStatus]:
    return [line for line in day.speakers if line.speaker.session == session]


def item_speakers(day: ProgrammeDay, item: ProgrammeItem) -> list[counts.SpeakerStatus]:
    """Return the speakers of a session; of the whole day, the overdue first, then in order of their sessions."""
    if item.figures is not None:
        return session_speakers(day, item.id)
    missing = counts.overdue_speakers(day.speakers)
    others = [line for line in day.speakers if line not in missing]
    order = {figures.session.id: place for place, figures in enumerate(day.sessions)}
    return [*missing, *sorted(others, key=lambda line: order.get(line.speaker.session, len(order)))]


def _item(figures: SessionFigures | None, lines: Sequence[counts.SpeakerStatus], day: ProgrammeDay) -> ProgrammeItem:
    session = figures.session if figures else Session("", "")
    return ProgrammeItem(
        figures,
        counts.count_speakers(lines),
        is_running(session, day.now),
        is_session_over(session, day.now),
        session_hours(session, day.programme),
    )


def session_marks(session: Session) -> list[SpeakerRemark]:
    streamed = [SpeakerRemark("radio", translate(_STREAMED))] if session.is_streamed else []
    return streamed + ([SpeakerRemark("ticket-check", translate(_BOOKED))] if session.is_booked else [])


def session_numbers(figures: SessionFigures) -> str:
    """Return inside / registered / seats as far as they are counted: "12 / 38 / 40"."""
    session = figures.session
    if not has_counts(figures):
        return translate(_CAPACITY, count=session.capacity) if session.capacity else ""
    parts = ["–" if figures.inside is None else str(figures.inside)]
    parts += [str(figures.registered)] if session.is_booked else []
    parts += [str(session.capacity)] if session.capacity else []
    return " / ".join(parts) if len(parts) > 1 else translate(_INSIDE_ONLY, count=parts[0])


def has_counts(figures: SessionFigures) -> bool:
    """Whether people of the session are counted or booked."""
    return figures.inside is not None or figures.session.is_booked


def session_facts(figures: SessionFigures) -> list[tuple[str, str]]:
    """Return (text, number) for every figure that is counted. At the door as many are expected as in its header: of a
    session with registration only where that is another number than the registered.
    """
    session, door = figures.session, figures.door
    found: list[tuple[Message, int | None]] = [(_REGISTERED, figures.registered)] if session.is_booked else []
    if door and not (session.is_booked and door.expected == figures.registered):
        found += [(Message("programme screen", "{count:Expected|Expected}"), door.expected)]
    found += [(_ARRIVED, door.arrived)] if door and door.arrived != figures.inside else []
    found += [(_INSIDE, figures.inside)] if figures.inside is not None else []
    found += [(_MISSING, door.missing if door else figures.awaited)] if door or session.is_booked else []
    found += [(_FREE, figures.seats)] if figures.seats is not None and has_counts(figures) else []
    found += [(Message("programme screen", "Waiting"), figures.waiting)] if figures.waiting else []
    return [(translate(words, count=count), str(count)) for words, count in found]


def column_counts(columns: Sequence[counts.ColumnShares]) -> list[str]:
    """Return a line for each counted column: of those expected at the door, and who has arrived, by value."""
    return [
        translate(
            Message("programme screen", "{column} (arrived / expected): {values}"),
            column=column.name,
            values=" · ".join(_value(each) for each in shown),
        )
        for column in columns
        if (shown := [v for v in column.values if v.arrived or v.expected])
    ]


def _value(share: counts.ArrivalShare) -> str:
    """Return a value with its figures, which stay on one line."""
    said = translate(_VALUE, name=share.name, arrived=share.arrived, expected=share.expected)
    return said.replace(" / ", "\u00a0/\u00a0")


def session_about(figures: SessionFigures, hours: str) -> str:
    """Return time, room and marks in one line."""
    session = figures.session
    parts = [hours, session.room, *(mark.text for mark in session_marks(session))]
    parts += [] if has_counts(figures) else [session_numbers(figures)]
    parts += [translate(FULL)] if figures.seats == 0 else []
    return " · ".join(part for part in parts if part)


def item_description(item: ProgrammeItem) -> str:
    """Return the full text of a row."""
    spoken = [translate(ALL_SPEAKERS)]
    if figures := item.figures:
        spoken = [figures.session.title, translate(NOW) if item.is_running else "", session_about(figures, item.hours)]
        spoken += [f"{what} {count}" for what, count in session_facts(figures)]
    spoken.append(speakers_now(item.speakers))
    return " · ".join(part for part in spoken if part)


NOW = Message("programme screen", "Now")
FULL = Message("programme screen", "full")
LEGEND = Message("programme screen", "inside / registered / seats")
ALL_SPEAKERS = Message("programme screen", "All speakers")
_STREAMED = Message("programme screen", "streamed")
_BOOKED = Message("programme screen", "registration required")
_CAPACITY = Message("programme screen", "{count} {count:seat|seats}")
_INSIDE_ONLY = Message("programme screen", "{count} inside")
_REGISTERED = Message("programme screen", "{count:Registered|Registered}")
_INSIDE = Message("programme screen", "{count:Inside|Inside}")
_ARRIVED = Message("programme screen", "{count:Arrived|Arrived}")
_MISSING = Message("programme screen", "{count:Missing|Missing}")
_VALUE = Message("programme screen", "{name}: {arrived} / {expected}")
_FREE = Message("programme screen", "{count:Free seat|Free seats}")


TIME, TITLE, EDGE = 16, 82, 16
"""Left edges of the columns and right margin, in pixels. Where no session has a time, there is no column of times."""
LINE, META, PADDING = 20, 20, 12
DAY, DAY_TEXT = 32, 10
"""Pixels above the first session of a day, and from their top to its heading."""
BAR, MARK = 72, 16
LONGEST_TITLE = 2
"""Most lines of a title."""


class SessionRow(WideRow):
    """The delegate of the sessions."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._rows = view.content
        self.title_left = TITLE
        self._rows.modelReset.connect(self._place_titles)

    def _place_titles(self) -> None:
        rows: Sequence[ProgrammeItem] = self._rows.rows
        self.title_left = TITLE if any(item.figures is None or item.figures.session.starts for item in rows) else TIME

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        item: ProgrammeItem = index.data(Qt.ItemDataRole.UserRole)
        width = self.width
        height = len(self._title(item, width)) * LINE + (META if _has_meta(item) else 0)
        height = max(height, 3 * LINE if item.is_running else 2 * LINE) + 2 * PADDING
        return scale_px(QSize(width, height + (DAY if item.heading else 0)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: ProgrammeItem = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        own = QStyleOptionViewItem(option)
        own.rect = option.rect.adjusted(0, scale_px(DAY) if item.heading else 0, 0, 0)
        t = self.begin(painter, own, index.row() == 0 or bool(item.heading))
        box = to_design_rect(QRectF(own.rect))
        if item.heading:
            self._paint_day(painter, box.adjusted(0, -DAY, 0, 0), item.heading, is_first=index.row() == 0)
        if item.speakers.to_find:
            corner = QPointF(box.right() - EDGE, box.top() + PADDING + LINE / 2)
            draw_pill(painter, corner, _missing(item, t))
        ink = t.quiet if item.is_over else t.ink
        self._paint_time(painter, box, item, t)
        for number, line in enumerate(self._title(item, round(box.width()))):
            top = box.top() + PADDING + number * LINE
            draw_elided(painter, QRectF(self.title_left, top, box.width(), LINE), line, font(TEXT, 600), ink)
        room = box.width() - self.title_left - EDGE
        self._paint_meta(painter, QRectF(self.title_left, box.bottom() - PADDING - META, room, META), item)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRectF, day: str, *, is_first: bool) -> None:
        t = tokens(self._view.palette())
        if not is_first:
            painter.setPen(QPen(QColor(t.line), 1))
            draw_hairline(painter, box.left(), box.top(), box.right(), box.top())
        row = QRectF(TIME, box.top() + DAY_TEXT, box.width() - TIME - EDGE, DAY - DAY_TEXT)
        draw_elided(painter, row, day, font(TEXT, 700), t.ink)

    def _title(self, item: ProgrammeItem, width: int) -> list[str]:
        title = item.figures.session.title if item.figures else translate(ALL_SPEAKERS)
        pill = pill_width(_missing(item, tokens(self._view.palette()))) + 8 if item.speakers.to_find else 0
        return cut(title, QFontMetricsF(font(TEXT, 600)), max(80, width - self.title_left - EDGE - pill), LONGEST_TITLE)

    def _paint_time(self, painter: QPainter, box: QRectF, item: ProgrammeItem, t: Tokens) -> None:
        column = QRectF(TIME, box.top() + PADDING, TITLE - TIME - 8, LINE)
        if item.figures is None:
            drawing.draw(painter, "mic", QRectF(column.left(), column.top() + 1, 18, 18), t.ink)
            return
        session = item.figures.session
        if item.is_running:
            draw_rounded(painter, QRectF(4, box.top() + PADDING, 4, box.height() - 2 * PADDING), 2, t.accent)
            draw_aligned(painter, column.translated(0, 2 * LINE), translate(NOW), (font(SMALL, 700), t.accent), LEFT)
        if session.starts:
            face = font(TEXT, 600, tabular=True), t.quiet if item.is_over else t.ink
            draw_aligned(painter, column, clock_time(session.starts), face, LEFT)
        if session.ends:
            draw_aligned(
                painter,
                column.translated(0, LINE),
                clock_time(session.ends),
                (font(SMALL, tabular=True), t.quiet),
                LEFT,
            )

    def _paint_meta(self, painter: QPainter, row: QRectF, item: ProgrammeItem) -> None:
        t = tokens(self._view.palette())
        if item.figures is None:
            draw_elided(painter, row, speakers_now(item.speakers), font(SMALL), t.quiet)
            return
        right = self._paint_figures(painter, row, item, t)
        left = row.left()
        for mark in session_marks(item.figures.session):
            drawing.draw(painter, mark.icon, QRectF(left, row.center().y() - MARK / 2, MARK, MARK), t.quiet)
            left += MARK + 6
        room = QRectF(left, row.top(), right - left - 12, row.height())
        draw_elided(painter, room, item.figures.session.room, font(SMALL), t.quiet)

    def _paint_figures(self, painter: QPainter, row: QRectF, item: ProgrammeItem, t: Tokens) -> float:
        """Draw numbers and a bar of people inside and seats kept, from the right; return the left edge."""
        figures = item.figures
        text = session_numbers(figures) if figures else ""
        if not figures or not text:
            return row.right()
        is_full = figures.seats == 0
        shown = f"{translate(FULL)} · {text}" if is_full else text
        face = font(SMALL, 700 if is_full else 400, tabular=True)
        draw_aligned(painter, row, shown, (face, t.ink if is_full else t.quiet), RIGHT)
        left = row.right() - QFontMetricsF(face).horizontalAdvance(shown)
        if figures.inside is None or not figures.session.capacity:
            return left
        bar = QRectF(left - 10 - BAR, row.center().y() - 3, BAR, 6)
        draw_rounded(painter, bar, 3, t.track)
        share = BAR / figures.session.capacity
        kept = figures.inside + (figures.awaited if figures.session.is_booked else 0)
        for people, colour in ((kept, faded(t.accent, 0.4)), (figures.inside, QColor(t.accent))):
            if people:
                draw_rounded(painter, QRectF(bar.left(), bar.top(), min(BAR, max(6.0, people * share)), 6), 3, colour)
        return bar.left()


def _has_meta(item: ProgrammeItem) -> bool:
    figures = item.figures
    return figures is None or bool(figures.session.room or session_marks(figures.session) or session_numbers(figures))


def _missing(item: ProgrammeItem, t: Tokens) -> Pill:
    """Return the pill with the number of overdue speakers; heading and tool tip explain it."""
    return Pill(str(item.speakers.to_find), "clock-alert", t.pill_refused)


# The values of programme fields as text. Draws nothing.

NOTHING = "–"

_A_DAY = timedelta(days=1)


def value_text(name: str, value: Any, programme: Programme) -> str:
    """Return a value as text.

    `name` is its field in `core.programme`; ids are replaced by what they mean in `programme`.
    """
    if name == "session":
        session = programme.session(value)
        return session.title if session else NOTHING if value else translate(ARRIVAL)
    if name in ("categories", "only_for"):
        return ", ".join(map(programme.category_name, value)) or translate(EVERYBODY)
    if name == "field":
        return requirement_field_label(value)
    if name == "rules":
        return "; ".join(map(_rule_text, value)) or NOTHING
    if name in ("asks_for", "requires"):
        return "; ".join(_asked(part) for part in value) or NOTHING
    return _plain(value, programme)


def _plain(value: Any, programme: Programme) -> str:
    match value:
        case bool():
            return translate(Message("programme", "yes") if value else Message("programme", "no"))
        case PointMode() | Reentry() | ColumnDisplay():
            return translate((MODE_NAMES | REENTRY_NAMES | DISPLAY_NAMES)[value])
        case datetime():
            return moment_text(value, programme)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value) if value else NOTHING


def moment_text(at: datetime, programme: Programme) -> str:
    """Return a time of the programme, after its day where it needs one: “jeu. 3, 14:00”."""
    if has_several_days(programme) or at.date() == programme.event.day:
        return programme_time(at, programme)
    return f"{short_day_text(at.date(), True, current_language())}, {clock_time(at)}"


def hours_text(begin: datetime | None, end: datetime | None, programme: Programme) -> str:
    """Return "09:30 – 10:00", after its day where it needs one, or as much of it as is known."""
    if begin and end and end - begin < _A_DAY:
        return f"{moment_text(begin, programme)} – {clock_time(end)}"
    return " – ".join(moment_text(at, programme) for at in (begin, end) if at)


def requirement_field_label(name: str) -> str:
    """Return the name of a person's field as used by `asks_for` and requirements."""
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def _asked(part: str | Requirement) -> str:
    return _required(part.field, part.values) if isinstance(part, Requirement) else requirement_field_label(part)


def _rule_text(rule: ColumnRule) -> str:
    values = [*rule.values, translate(Message("programme", "or is empty"))] if rule.also_empty else rule.values
    test = f"{translate(TEST_NAMES[rule.test])} {', '.join(values)}".strip()
    return f"{test} → {rule.text}" if rule.text else test


def _required(field: str, values: Sequence[str]) -> str:
    return translate(_REQUIRED, field=requirement_field_label(field), values=", ".join(values))


EVERYBODY = Message("programme", "Everyone")
ARRIVAL = Message("programme", "Arrival at the event")
_REQUIRED = Message("programme", "{field}: {values}")


class SessionHeading(QWidget):
    """Title, time, place and figures of the session."""

    def __init__(self) -> None:
        super().__init__()
        self._item: ProgrammeItem | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_item(self, item: ProgrammeItem | None) -> None:
        self._item = item
        title, below, figures = self._texts()
        spoken = [title, below, *(f"{what} {count}" for what, count in figures)]
        self.setAccessibleName(" · ".join(part for part in spoken if part))
        self.setToolTip(title)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(scale_px(320), self.height())

    def _texts(self) -> tuple[str, str, list[tuple[str, str]]]:
        """Return title, the line below it, and the figures."""
        item = self._item
        if item is None or item.figures is None:
            return translate(ALL_SPEAKERS), speakers_summary(item.speakers) if item else "", []
        return item.figures.session.title, session_about(item.figures, item.hours), session_facts(item.figures)

    def _title_lines(self) -> list[str]:
        return cut(self._texts()[0], QFontMetricsF(font(LARGE, 700)), max(80, design_rect(self).width()), 2)

    def _fit(self) -> None:
        _, below, figures = self._texts()
        height = 24 * len(self._title_lines()) + (22 if below else 0) + (34 if figures else 0)
        self.setFixedHeight(scale_px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, (_, below, figures) = 0.0, self._texts()
        for line in self._title_lines():
            draw_elided(painter, QRectF(0, top, design_rect(self).width(), 24), line, font(LARGE, 700), t.ink)
            top += 24
        if below:
            draw_elided(painter, QRectF(0, top, design_rect(self).width(), 22), below, font(SMALL), t.quiet)
            top += 22
        self._paint_figures(painter, QRectF(0, top + 4, design_rect(self).width(), 30), figures, t)

    def _paint_figures(self, painter: QPainter, row: QRectF, figures: list[tuple[str, str]], t: Tokens) -> None:
        left = row.left()
        for what, count in figures:
            for text, face, ink, gap in (
                (count, font(LARGE, 700, tabular=True), t.ink, 6),
                (what, font(SMALL), t.quiet, 22),
            ):
                width = QFontMetricsF(face).horizontalAdvance(text)
                draw_aligned(painter, QRectF(left, row.top(), width, row.height()), text, (face, ink), LEFT)
                left += width + gap
