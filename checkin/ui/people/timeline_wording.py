# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a person: its wording and its list.

Each entry is what happened in one line, then who, where, how and why.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.admission_rules import counting_point
from checkin.core.attendee import STATE_NAMES, Attendee, CheckInMethod
from checkin.core.decision import Reason, Verdict
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import Message
from checkin.core.people.person_timeline import TimelineChange, TimelineEntry, TimelineKind
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import find_point
from checkin.pdf_reports.sheet_frame import occasion_name
from checkin.translation import Translator, clock_time, current_language, translate
from checkin.ui.look import drawing
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_rounded
from checkin.ui.look.theme import SMALL, TEXT, Colours, Tokens, font, scale_painter, scale_px, to_design_rect, tokens
from checkin.ui.look.typesetting import wrap_all
from checkin.ui.look.undo_wording import PAID, paid_amount, payment_text, person_field_label
from checkin.ui.widgets.row_list import RowModel

NOTHING = "–"
"""Stands for an empty value."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the timeline. `when` is the time, with the day if that is not today."""

    line: TimelineEntry
    when: str
    title: str
    details: tuple[str, ...]
    icon: str

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        undone = (translate(Message("story", "undone")),) if self.line.is_undone else ()
        return ". ".join((self.when, self.title, *undone, *self.details))


@dataclass(frozen=True, slots=True)
class TimelineFormatter:
    """The context of the wording: programme, current time, names of other people, and the person."""

    programme: Programme
    now: datetime
    name_of: Callable[[str], str]
    person: Attendee | None = None

    def format_entry(self, line: TimelineEntry) -> TimelineRow:
        return TimelineRow(line, self._when(line.at), self._title(line), tuple(self._details(line)), _icon(line))

    def _when(self, at: datetime) -> str:
        local = at.astimezone(self.now.tzinfo)
        return clock_time(local) if local.date() == self.now.date() else f"{local:%d/%m} {clock_time(local)}"

    def _title(self, line: TimelineEntry) -> str:
        match line.what:
            case TimelineKind.ARRIVED | TimelineKind.EXITED | TimelineKind.REFUSED:
                return self._passage(line)
            case TimelineKind.CORRECTED:
                return self._corrected(line)
            case TimelineKind.UNDONE:
                return self._undone(line)
            case TimelineKind.MERGED:
                record = line.other if self.person and line.record == self.person.id else line.record
                return translate(_TITLES[TimelineKind.MERGED], name=self.name_of(record) or NOTHING)
            case TimelineKind.REGISTERED if line.other:
                return translate(_IN_PLACE_OF, name=self.name_of(line.other) or NOTHING)
            case TimelineKind.PRINTED if line.copy > 1:
                return translate(Message("story", "Badge printed, copy {copy}"), copy=line.copy)
            case TimelineKind.WATCHED if line.watched:
                begins, ends = (self._when(at) for at in (line.watched.begins, line.watched.ends))
                return translate(Message("story", "Watched online, {begins} to {ends}"), begins=begins, ends=ends)
        fields = {"session": self._session(line.session), "thing": self._thing(line)}
        payment = payment_text(line.means, paid_amount(self.person, line.cents))
        return translate(_TITLES[line.what], **fields, payment=payment)

    def _thing(self, line: TimelineEntry) -> str:
        point = find_point(self.programme, line.control_point)
        gives = counting_point(self.programme, point).gives if point else ""
        return " ".join(part for part in (gives, line.thing) if part)

    def _undone(self, line: TimelineEntry) -> str:
        if line.target:
            return translate(_TAKEN_BACK, what=self._title(line.target), when=self._when(line.target.at))
        return translate(_IMPORT_UNDONE if line.is_from_list else _TITLES[TimelineKind.UNDONE])

    def _passage(self, line: TimelineEntry) -> str:
        """Return what happened and at which control point: "Arrived – Accueil"."""
        words = _title_words(line)
        point = find_point(self.programme, line.control_point)
        where = point.name if point else line.control_point
        if line.what in _LOANS and (thing := self._thing(line)):
            return translate(_LOANS[line.what], thing=thing)
        what = translate(words, people=line.people) if line.people > 1 and words is _ARRIVED_GROUP else translate(words)
        return f"{what} – {where}" if where else what

    def _corrected(self, line: TimelineEntry) -> str:
        """Return the title of a correction; a single status change is the title itself."""
        if line.other:
            return translate(_REPLACED_BY, name=self.name_of(line.other) or NOTHING)
        if line.session:
            return translate(Message("story", "Sent to {session}"), session=self._session(line.session))
        if len(line.changes) == 1 and line.changes[0].field == "status":
            state = translate(_STATES.get(_only(line.changes[0].new), _CORRECTED))
            return state if not line.is_from_list else f"{state} – {translate(_BY_LIST)}"
        return translate(Message("story", "Updated by the import") if line.is_from_list else _CORRECTED)

    def _details(self, line: TimelineEntry) -> Iterator[str]:
        for change in line.changes:
            if len(line.changes) > 1 or change.field != "status":
                yield from self._change(change)
        yield from self._facts(line)
        desk = "" if line.desk == COMMAND_LINE_DESK else line.desk
        if by := " · ".join(part for part in (desk, self._how(line)) if part):
            yield by
        if line.why:
            yield (
                translate(Message("story", "agreed by {name}: {why}"), name=line.allowed_by, why=line.why)
                if line.allowed_by
                else translate(Message("story", "reason: {why}"), why=line.why)
            )

    def _facts(self, line: TimelineEntry) -> Iterator[str]:
        """Yield what one kind of entry alone says."""
        if line.over and line.what is not TimelineKind.REFUSED:
            yield translate(Message("story", "let in despite: {reason}"), reason=_reason(line.over))
        if line.is_checked:
            yield self._checked(line)
        if line.address:
            yield translate(Message("story", "to {address}"), address=line.address)
        if line.code:
            yield translate(Message("story", "new code {code}"), code=line.code)

    def _checked(self, line: TimelineEntry) -> str:
        point = self.programme.control_point(line.control_point)
        return translate(_CHECKED, what=point.checks) if point and point.checks else translate(_WAS_CHECKED)

    def _how(self, line: TimelineEntry) -> str:
        if line.written_at:
            return translate(Message("story", "from paper, written {time}"), time=self._when(line.written_at))
        return translate(_HOWS[CheckInMethod(line.how)]) if line.how in set(CheckInMethod) else ""

    def _change(self, change: TimelineChange) -> Iterator[str]:
        """Yield what changed, unless it reads the same: a category in another spelling."""
        old, new = (", ".join(self._value(change.field, each) for each in side) for side in (change.old, change.new))
        if old != new:
            yield translate(_CHANGE, field=person_field_label(change.field), old=old or NOTHING, new=new or NOTHING)

    def _value(self, field: str, value: str) -> str:
        if field in ("status", "presence") and value in STATE_NAMES:
            return translate(STATE_NAMES[value])
        if field == "category":
            return self.programme.category_name(value)
        return self._session(value) if field == "sessions" else value

    def _session(self, session_id: str) -> str:
        """Return the name of a session or half-day."""
        return occasion_name(session_id, self.programme, _voice(current_language()))


@lru_cache(maxsize=2)
def _voice(language: str) -> Translator:
    return Translator(language)


def line_colours(line: TimelineEntry, t: Tokens) -> Colours:
    """Return the colours of the mark beside a line."""
    if line.is_undone:
        return t.pill_quiet
    match line.what:
        case TimelineKind.ARRIVED:
            return t.pill_ok
        case TimelineKind.EXITED:
            return t.pill_exit
        case TimelineKind.REFUSED:
            return t.pill_refused if line.verdict == Verdict.REFUSE else t.pill_person
    return t.pill_quiet


def _icon(line: TimelineEntry) -> str:
    if line.what is TimelineKind.REFUSED and line.reason in set(Reason):
        return LOOKS[Reason(line.reason)].icon
    if _came_back(line):
        return "log-in"
    if line.what is TimelineKind.CORRECTED and line.other:
        return "users"
    if line.what is TimelineKind.CORRECTED and [change.field for change in line.changes] == ["status"]:
        return _STATE_ICONS.get(_only(line.changes[0].new), "pencil")
    return _ICONS[line.what]


def _came_back(line: TimelineEntry) -> bool:
    """Whether a person came in again after an exit. Further people of a group come in for the first time."""
    return line.what is TimelineKind.ARRIVED and line.reason == Reason.REENTRY and not line.people


def _title_words(line: TimelineEntry) -> Message:
    if line.what is TimelineKind.REFUSED:
        return LOOKS[Reason(line.reason)].title if line.reason in set(Reason) else _TITLES[TimelineKind.REFUSED]
    if _came_back(line):
        return Message("story", "Came back")
    return _ARRIVED_GROUP if line.what is TimelineKind.ARRIVED and line.people > 1 else _TITLES[line.what]


def _reason(text: str) -> str:
    return translate(LOOKS[Reason(text)].title) if text in set(Reason) else text


def _only(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


_CORRECTED = Message("story", "Corrected")
_ARRIVED_GROUP = Message("story", "{people} arrived")
_LENT = Message("story", "Lent: {thing}")
_LOANS = {TimelineKind.ARRIVED: _LENT, TimelineKind.EXITED: Message("story", "Given back: {thing}")}
_TITLES = {
    TimelineKind.ADDED: Message("story", "On the list"),
    TimelineKind.REGISTERED: Message("story", "Registered at the desk"),
    TimelineKind.CORRECTED: _CORRECTED,
    TimelineKind.SEEN_BY_LIST: Message("story", "On a newer list"),
    TimelineKind.LEFT_LIST: Message("story", "No longer on the list"),
    TimelineKind.CODE_REPLACED: Message("story", "Code replaced"),
    TimelineKind.CODE_TIED: Message("story", "New code given at the desk"),
    TimelineKind.MERGED: Message("story", "Merged with the record of {name}"),
    TimelineKind.FILLED: Message("story", "Taken from the other record"),
    TimelineKind.ARRIVED: Message("story", "Arrived"),
    TimelineKind.EXITED: Message("story", "Went out"),
    TimelineKind.REFUSED: Message("story", "Not let in"),
    TimelineKind.UNDONE: Message("story", "Undone"),
    TimelineKind.WAITS: Message("story", "On the waiting list: {session}"),
    TimelineKind.WAITS_NO_MORE: Message("story", "Off the waiting list: {session}"),
    TimelineKind.PRINTED: Message("story", "Badge printed"),
    TimelineKind.WATCHED: Message("story", "Watched online"),
    TimelineKind.SIGNED: Message("story", "Signed: {session}"),
    TimelineKind.SENT: Message("story", "Ticket sent"),
    TimelineKind.LENT: _LENT,
    TimelineKind.PAID: PAID,
    TimelineKind.PHOTOGRAPHED: Message("story", "Photograph added"),
    TimelineKind.PHOTOGRAPH_REMOVED: Message("story", "Photograph removed"),
    TimelineKind.OTHER: Message("story", "Recorded by a newer version"),
}
_ICONS = {
    TimelineKind.ADDED: "list-plus",
    TimelineKind.REGISTERED: "user-plus",
    TimelineKind.CORRECTED: "pencil",
    TimelineKind.SEEN_BY_LIST: "list-plus",
    TimelineKind.LEFT_LIST: "list-x",
    TimelineKind.CODE_REPLACED: "refresh-cw",
    TimelineKind.CODE_TIED: "ticket-check",
    TimelineKind.MERGED: "users",
    TimelineKind.FILLED: "users",
    TimelineKind.ARRIVED: "check",
    TimelineKind.EXITED: "log-out",
    TimelineKind.REFUSED: "x",
    TimelineKind.UNDONE: "undo-2",
    TimelineKind.WAITS: "hourglass",
    TimelineKind.WAITS_NO_MORE: "hourglass",
    TimelineKind.PRINTED: "printer",
    TimelineKind.WATCHED: "monitor",
    TimelineKind.SIGNED: "pencil",
    TimelineKind.SENT: "mail",
    TimelineKind.LENT: "send",
    TimelineKind.PAID: "banknote",
    TimelineKind.PHOTOGRAPHED: "square-user",
    TimelineKind.PHOTOGRAPH_REMOVED: "square-user",
    TimelineKind.OTHER: "circle-ellipsis",
}
_STATES = {
    "confirmed": Message("story", "Registration confirmed"),
    "pending": Message("story", "Registration to be approved"),
    "unpaid": Message("story", "Registration unpaid"),
    "cancelled": Message("story", "Registration cancelled"),
    "blocked": Message("story", "Registration blocked"),
}
_STATE_ICONS = {
    "confirmed": "circle-check",
    "pending": "hourglass",
    "unpaid": "banknote",
    "cancelled": "ticket-x",
    "blocked": "ban",
}
_HOWS = {
    CheckInMethod.CODE: Message("story", "by code"),
    CheckInMethod.SEARCH: Message("story", "picked from the list"),
    CheckInMethod.WALK_IN: Message("story", "registered at the desk"),
    CheckInMethod.PAPER: Message("story", "from paper"),
}
_REPLACED_BY = Message("story", "Registration cancelled: {name} came instead")
_IN_PLACE_OF = Message("story", "Registered in place of {name}")
_TAKEN_BACK = Message("story", "Undone: {what}, {when}")
_IMPORT_UNDONE = Message("story", "The import was undone")
_CHECKED, _WAS_CHECKED = Message("story", "checked: {what}"), Message("story", "checked before")
_CHANGE = Message("story", "{field}: {old} → {new}")


MARK, TEXT_LEFT, PADDING, GAP = 24, 36, 8, 2
"""Pixels of a line: the round mark, the left edge of its text, padding above and below, gap between parts."""

_Index = QModelIndex | QPersistentModelIndex


class TimelineDelegate(QStyledItemDelegate):
    """A delegate that wraps all texts and strikes through what was undone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: TimelineRow = index.data(Qt.ItemDataRole.UserRole)
        width = to_design_rect(QRectF(option.rect)).width() or 300
        title, details = _broken(row, width)
        heights = len(title) * _height(_TITLE) + len(details) * (_height(_DETAIL) + GAP)
        return scale_px(QSize(round(width), round(max(MARK, heights) + 2 * PADDING)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TimelineRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, box = tokens(option.palette), scale_painter(painter, QRectF(option.rect))
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            draw_rounded(painter, box, 8, t.selected)
        self._mark(painter, box, row, t)
        title, details = _broken(row, box.width())
        ink, y = t.quiet if row.line.is_undone else t.ink, box.top() + PADDING
        for line in title:
            place = QRectF(TEXT_LEFT, y, box.width() - TEXT_LEFT, _height(_TITLE))
            draw_aligned(painter, place, line, (font(*_TITLE), ink), LEFT)
            if row.line.is_undone:
                _strike(painter, place, line, t)
            y += _height(_TITLE)
        when = QRectF(box.left(), box.top() + PADDING, box.width() - 4, _height(_TITLE))
        draw_aligned(painter, when, row.when, (font(SMALL, tabular=True), t.quiet), RIGHT)
        for line in details:
            y += GAP
            draw_aligned(
                painter, QRectF(TEXT_LEFT, y, box.width(), _height(_DETAIL)), line, (font(*_DETAIL), t.quiet), LEFT
            )
            y += _height(_DETAIL)
        painter.restore()

    def _mark(self, painter: QPainter, box: QRectF, row: TimelineRow, t: Tokens) -> None:
        colours = line_colours(row.line, t)
        mark = QRectF(box.left() + 2, box.top() + PADDING - 2, MARK, MARK)
        draw_rounded(painter, mark, MARK / 2, colours.ground)
        drawing.draw(painter, row.icon, mark.adjusted(5, 5, -5, -5), colours.ink)


class TimelineList(QListView):
    """The timeline of a person, newest first, as high as its content. A line is chosen by a click or the arrows, and
    stays so while the list has the focus, also when it is read again. Delete requests the undo of the chosen line.
    """

    undo_chosen = Signal(bytes)
    """Emitted with the id of the entry."""
    choice_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._story = RowModel(attrgetter("spoken"))
        self.setModel(self._story)
        self.setItemDelegate(TimelineDelegate(self))
        self.setAccessibleName(translate(Message("people", "History")))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.selectionModel().currentChanged.connect(self.choice_changed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_timeline(self, lines: Sequence[TimelineRow]) -> None:
        chosen: TimelineRow | None = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._story.show(lines)
        self._fit()
        same = (row for row, line in enumerate(lines) if chosen and line.line.entry == chosen.line.entry)
        if (row := next(same, None)) is not None:
            self.setCurrentIndex(self._story.index(row, 0))

    def selected(self) -> TimelineRow | None:
        """Return the chosen line, None while the list has no focus."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if self.hasFocus() and index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.selected()
        if event.key() == Qt.Key.Key_Delete and chosen is not None and chosen.line.can_undo:
            self.undo_chosen.emit(chosen.line.entry)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCurrentIndex(self.currentIndex())  # Qt makes a line current that it does not highlight
        self.choice_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.choice_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Set the height again, because lines are wrapped to the width."""
        option = QStyleOptionViewItem()
        option.rect = self.viewport().rect()
        line, rows = TimelineDelegate(), range(self._story.rowCount())
        height = sum(line.sizeHint(option, self._story.index(row, 0)).height() for row in rows)
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(height)


_TITLE, _DETAIL = (TEXT, 600), (SMALL, 400)


def _broken(row: TimelineRow, width: float) -> tuple[list[str], list[str]]:
    """Return title and details as lines; the title leaves room for the time at its right."""
    hour = QFontMetricsF(font(SMALL, tabular=True)).horizontalAdvance(row.when) + 12
    title, detail = QFontMetricsF(font(*_TITLE)), QFontMetricsF(font(*_DETAIL))
    room = max(60, width - TEXT_LEFT)
    details = [line for text in row.details for line in wrap_all(text, detail, room)]
    return wrap_all(row.title, title, max(60, room - hour)), details


def _height(face: tuple[int, int]) -> float:
    return QFontMetricsF(font(*face)).height()


def _strike(painter: QPainter, place: QRectF, text: str, t: Tokens) -> None:
    width = QFontMetricsF(font(*_TITLE)).horizontalAdvance(text)
    painter.setPen(QPen(QColor(t.quiet), 1.5))
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.left() + width, place.center().y()))


_BY_LIST = Message("story", "by the import")
