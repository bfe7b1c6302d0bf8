# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme screen: the day at the left, the speakers of the chosen session at the right, and their actions.

Reads the programme queries and calls the desk's operations; success is reported only after the operation has returned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from checkin.core.admission_rules import lets_into
from checkin.core.attendee import Attendee
from checkin.core.counts import SpeakerState, SpeakerStatus
from checkin.core.message import Message
from checkin.core.people_list import PersonAtPoint
from checkin.core.programme.programme import Session
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_queries import ProgrammeDay, ProgrammeQueries
from checkin.services.programme.programme_use import Speakers
from checkin.services.threads import EventReading
from checkin.translation import clock_time, translate
from checkin.ui.look.answer_wording import answer_explanation, answer_title
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_card, draw_elided, draw_hairline
from checkin.ui.look.theme import GAP, MARGIN, SMALL, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.programme import speaker_actions
from checkin.ui.programme.programme_speakers import ProgrammeSpeakers
from checkin.ui.programme.session_row import (
    LEGEND,
    ProgrammeItem,
    SessionRow,
    column_counts,
    item_description,
    item_speakers,
    list_items,
)
from checkin.ui.widgets.buttons import EmptyState, ReadingState
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.row_list import RowList
from checkin.ui.widgets.screen_page import PROGRAMME, Keys, ScreenHeading, ScreenPage, event_line

HEADING, UNDER, EDGE = 36, 18, 16
"""Pixels: height of the heading, of its second line, and the margins."""
_TITLE, _TITLE_OF_DAYS = Message("programme screen", "The day"), Message("programme screen", "The days")


class ProgrammeSessions(QWidget):
    """The day's sessions, with all speakers as the first row; `chosen` is the row chosen."""

    moved = Signal()
    crossed = Signal()

    def __init__(self) -> None:
        super().__init__()
        across = (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.list = RowList(item_description, translate(_TITLE), across)
        self.list.setItemDelegate(SessionRow(self.list))
        self.list.moved.connect(self.moved)
        self.list.crossed.connect(self.crossed)
        self._title = _TITLE
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, scale_px(HEADING + 1), 1, 4)
        self._column = column
        column.addWidget(self.list)

    def show_items(self, items: Sequence[ProgrammeItem], chosen: str) -> None:
        """Show the rows and choose the one with the id `chosen`, else the first."""
        at = next((number for number, item in enumerate(items) if item.id == chosen), 0)
        self.list.show_rows(items, at)
        self._title = _TITLE_OF_DAYS if sum(bool(item.heading) for item in items) > 1 else _TITLE
        self.list.setAccessibleName(translate(self._title))
        self.update()

    def choose(self, item_id: str) -> None:
        """Choose the row with this id; an unknown id changes nothing."""
        for number, item in enumerate(self.list.content.rows):
            if item.id == item_id:
                self.list.setCurrentIndex(self.list.content.index(number))

    @property
    def chosen(self) -> ProgrammeItem | None:
        item: ProgrammeItem | None = self.list.chosen()
        return item

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._column.setContentsMargins(1, scale_px(self._heading() + 1), 1, 4)

    def _heading(self) -> int:
        """Return the height of the heading, with a second line where the legend has no room beside the title."""
        texts = (translate(self._title), font(SMALL, 600)), (translate(LEGEND), font(SMALL))
        needed = sum(QFontMetricsF(face).horizontalAdvance(text) for text, face in texts) + EDGE
        return HEADING if needed <= design_rect(self).width() - 2 * EDGE else HEADING + UNDER

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        heading, height = QRectF(EDGE, 0, design_rect(self).width() - 2 * EDGE, HEADING), self._heading()
        draw_elided(painter, heading, translate(self._title), font(SMALL, 600), t.quiet)
        draw_aligned(painter, heading.translated(0, height - HEADING), translate(LEGEND), (font(SMALL), t.quiet), RIGHT)
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 1, height, design_rect(self).width() - 1, height)


TICK_MS = 1_000
DAY_SHARE, DAY_LEAST = 0.43, 430
"""Width of the day: its share of the screen, and its least in pixels."""

_EMPTY_WHY = Message(
    "programme screen",
    "With a programme, the desk knows sessions, rooms and seats, welcomes the speakers, and says who is "
    "missing half an hour before their session. You can check people in without one too.",
)
_LOAD = Message("programme screen", "Load a programme… (Ctrl+O)")
_WRITE = Message("programme screen", "Write one here… (Ctrl+E)")


@dataclass(frozen=True, slots=True)
class ProgrammeContext:
    """The dependencies of the screen, all of one event and thread."""

    event: EventFile
    speakers: Speakers
    desk: Desk


class ProgrammeScreen(ScreenPage):
    """The screen. `changed`: something was written; `reported` one sentence for the footer."""

    changed = Signal()
    reported = Signal(str)
    find_wanted = Signal(str)
    """Emitted with the name of a person to look for at the desk."""
    load_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, at: ProgrammeContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._queries = at, ProgrammeQueries(at.event)
        self._beside, self._beside_registrants = EventReading(at.event, self), EventReading(at.event, self)
        self._beside_columns = EventReading(at.event, self)
        self._day: ProgrammeDay | None = None
        self._wants_alerts, self._session_shown, self._columns_of = False, "", ""
        self.heading, self.sessions = ScreenHeading(PROGRAMME, at.desk.now), ProgrammeSessions()
        self.acts, self.form = speaker_actions.SpeakerActionBar(), speaker_actions.SubstituteForm(self._queries.people)
        self.speakers = ProgrammeSpeakers((self.acts, self.form))
        self._pages = QStackedLayout()
        self._empty, self.edit = ProgrammeEmpty(), QPushButton(translate(Message("programme screen", "Edit…")))
        self.edit.setToolTip(translate(Message("programme screen", "Edit the programme (Ctrl+E)")))
        self.heading.add(self.edit)
        self._arrange()
        self._begins = InitialFocus(self, self.sessions)
        self._connect()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._keep_time)

    # Output

    def refresh(self) -> None:
        """Read everything again, beside the window; the choice stays. A day read at an earlier visit is not shown."""
        self._queries.has_changed()  # marks what is read now as seen
        now = self._at.desk.now()
        if not self._beside.read(lambda event: ProgrammeQueries(event).read(now), self._show) and not self.isVisible():
            self.waiting.stand_in(True)

    def _show(self, day: ProgrammeDay) -> None:
        self._day = day
        self.waiting.stand_in(False)
        self.heading.set_place(event_line(day.programme.event))
        is_empty = not (day.sessions or day.speakers)
        self._pages.setCurrentIndex(int(is_empty))
        self._begins.at = self._empty if is_empty else self.sessions
        self.keys_changed.emit()
        chosen = self.sessions.chosen
        self.speakers.show_programme(day.programme)
        self.sessions.show_items(list_items(day), chosen.id if chosen else "")
        self._show_speakers()
        if self._wants_alerts:
            self.show_alerts()

    @property
    def keys(self) -> Keys:
        return _KEYS_EMPTY if self._pages.currentWidget() is self._empty else _KEYS

    def show_alerts(self) -> None:
        """Show all speakers, with the most urgent one chosen; as soon as they are read."""
        self._wants_alerts = self._beside.is_reading
        if self._wants_alerts:
            return
        self._leave_form()
        self.sessions.choose("")
        self.speakers.choose_first()
        self.speakers.focus_list()

    def _show_speakers(self) -> None:
        item, line = self.sessions.chosen, self.speakers.chosen
        lines = item_speakers(self._day, item) if self._day and item else []
        only_missing = self.speakers.only_missing.isChecked()
        shown = [each for each in lines if not only_missing or each.state is not SpeakerState.ARRIVED]
        self.speakers.show_lines(item, shown, line.speaker.id if line else "")
        self._read_columns(item.figures.session if item and item.figures and item.figures.door else None)
        if self.speakers.shows_registrants and item and item.figures:
            self._read_registrants(item.figures.session, only_missing=only_missing)
        self._offer()

    def _read_columns(self, session: Session | None) -> None:
        """Show the counted columns of those expected at a session, none of another while they are read."""
        has_columns = self._day is not None and any(column.is_counted for column in self._day.programme.columns)
        shown, self._columns_of = self._columns_of, session.id if session and has_columns else ""
        if self._columns_of != shown:
            self.speakers.show_columns(())
        if session is None or not has_columns:
            self._beside_columns.drop()
            return
        now = self._at.desk.now()
        self._beside_columns.read(
            lambda event: ProgrammeQueries(event).columns(session, now),
            lambda columns: self.speakers.show_columns(column_counts(columns)),
        )

    def _read_registrants(self, session: Session, *, only_missing: bool) -> None:
        """Show the registered people of a session, none of another while they are read."""
        read = self._beside_registrants.read(
            lambda event: ProgrammeQueries(event).registrants(session, only_missing=only_missing),
            self._show_registrants,
        )
        if not read and session.id != self._session_shown:
            self.speakers.show_reading()
        self._session_shown = session.id

    def _show_registrants(self, standings: Sequence[PersonAtPoint]) -> None:
        if self.speakers.shows_registrants:
            self.speakers.show_registrants(standings)
            self._offer()

    def _offer(self) -> None:
        if not self.form.isVisible():
            self.acts.offer(self.speakers.chosen, self._at.desk.control_point)

    def _keep_time(self) -> None:
        """Read again when another window wrote, and each minute; the desk's own timer reloads the programme."""
        if self._beside.is_reading:
            return
        is_new_minute = self._day is None or clock_time(self._at.desk.now()) != clock_time(self._day.now)
        if self._queries.has_changed() or is_new_minute:
            self.refresh()

    # Actions

    def act(self, act: speaker_actions.SpeakerAction) -> None:
        """Perform an action if it is offered now."""
        line = self.speakers.chosen
        if line is not None and act in self.acts.offered and self.acts.isVisible():
            self._operations[act](line)

    def _press(self, key: Qt.Key) -> None:
        """Perform the offered action of a key; a key may have two opposite actions, only one of which is offered."""
        for act in self.acts.offered:
            if speaker_actions.KEYS[act] is key:
                self.act(act)
                return
        registrant = self.speakers.chosen_registrant
        if registrant and speaker_actions.KEYS[speaker_actions.SpeakerAction.FIND] is key:
            self.find_wanted.emit(registrant.name)
        elif registrant and speaker_actions.KEYS[speaker_actions.SpeakerAction.CHECK_IN] is key:
            self._check_in_registrant(registrant)

    @property
    def _operations(self) -> dict[speaker_actions.SpeakerAction, Callable[[SpeakerStatus], None]]:
        return {
            speaker_actions.SpeakerAction.CHECK_IN: self._check_in,
            speaker_actions.SpeakerAction.CONFIRM: self._confirm,
            speaker_actions.SpeakerAction.UNCONFIRM: self._unconfirm,
            speaker_actions.SpeakerAction.SUBSTITUTE: self._open_form,
            speaker_actions.SpeakerAction.RESTORE: self._restore,
            speaker_actions.SpeakerAction.FIND: lambda line: self.find_wanted.emit(line.speaker.name),
        }

    def _check_in(self, line: SpeakerStatus) -> None:
        if line.attendee is not None:
            self._let_in(line.attendee)

    def _check_in_registrant(self, person: Attendee) -> None:
        """Let in a person of the chosen session, if the desk stands there."""
        item, point = self.sessions.chosen, self._at.desk.control_point
        session = item.figures.session if item and item.figures else None
        if session and lets_into(self._at.desk.programme, point, session, person):
            self._let_in(person)
        else:
            self.reported.emit(translate(_STANDS_ELSEWHERE, point=point.name, name=person.name))

    def _let_in(self, person: Attendee) -> None:
        desk = self._at.desk
        answer = desk.check_in(person.id)
        parts = [answer_title(answer), person.name, answer_explanation(answer, desk.programme)]
        sentence = " · ".join(part for part in parts if part)
        self._done(translate(_SETTLE, answer=sentence) if answer.can_admit else sentence)

    def _confirm(self, line: SpeakerStatus) -> None:
        self._at.speakers.confirm(line.speaker.id)
        self._done(translate(Message("programme screen", "{name} is confirmed."), name=line.speaker.name))

    def _unconfirm(self, line: SpeakerStatus) -> None:
        self._at.speakers.unconfirm(line.speaker.id)
        self._done(translate(Message("programme screen", "{name} is still to be confirmed."), name=line.speaker.name))

    def _restore(self, line: SpeakerStatus) -> None:
        change = self._at.speakers.restore(line.speaker.id)
        self._done(translate(Message("programme screen", "{name} is speaking after all."), name=change.after.name))

    def _substitute(self, named: speaker_actions.SpeakerSubstitute) -> None:
        change = self._at.speakers.substitute(named.speaker_id, named.name, named.role, named.organisation)
        self._leave_form()
        self._done(translate(_SUBSTITUTED, new=change.after.name, old=change.before.name))

    def _done(self, sentence: str) -> None:
        self.changed.emit()
        self.refresh()
        self.reported.emit(sentence)

    def _open_form(self, line: SpeakerStatus) -> None:
        self.form.start(line.speaker)
        self.acts.hide()
        self.form.show()
        self.form.setFocus()

    def _leave_form(self) -> None:
        if self.form.isVisible():
            self.form.hide()
            self._offer()
            self.speakers.focus_list()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sessions.setFixedWidth(round(max(DAY_LEAST, self.width() * DAY_SHARE)))

    def _arrange(self) -> None:
        pages, day = QWidget(), QWidget()
        self.waiting = ReadingState([pages])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(pages, 1)
        pages.setLayout(self._pages)  # first: a page would else be a window of its own for a moment, and take the focus
        self._pages.addWidget(day)
        self._pages.addWidget(self._empty)
        row = QHBoxLayout(day)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addWidget(self.sessions)
        row.addWidget(self.speakers, 1)
        column.addWidget(self.waiting, 1)  # after the day, as Tab goes

    def _connect(self) -> None:
        self.sessions.moved.connect(self._move)
        self.sessions.crossed.connect(self.speakers.focus_list)
        self.speakers.moved.connect(self._offer)
        self.speakers.page_changed.connect(self._move)
        self.speakers.crossed.connect(self.sessions.setFocus)
        self.acts.chosen.connect(self.act)
        self.form.named.connect(self._substitute)
        self.form.left.connect(self._leave_form)
        self._empty.load_wanted.connect(self.load_wanted)
        self._empty.edit_wanted.connect(self.edit_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        add_shortcuts(self, {key: partial(self._press, key) for key in speaker_actions.KEYS.values()})
        add_shortcuts(self, {"Ctrl+O": self.load_wanted.emit, "Ctrl+E": self.edit_wanted.emit})

    def _move(self) -> None:
        """Show another session and close the form, which was about another speaker."""
        self._leave_form()
        self._show_speakers()


class ProgrammeEmpty(EmptyState):
    """The placeholder for an empty programme: what it is for, and how to load or write one."""

    load_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        button, other = QPushButton(translate(_LOAD)), QPushButton(translate(_WRITE))
        super().__init__("calendar", button, other)
        button.setProperty("primary", True)
        button.clicked.connect(self.load_wanted)
        other.clicked.connect(self.edit_wanted)
        self.setFocusProxy(button)
        self.show_texts(translate(Message("programme screen", "No programme yet")), translate(_EMPTY_WHY))


_SETTLE = Message("programme screen", "{answer}. F3: deal with it at the desk.")
_STANDS_ELSEWHERE = Message(
    "programme screen", "Nothing was recorded: this desk is at “{point}”. F3: deal with {name} at the desk."
)
_SUBSTITUTED = Message("programme screen", "{new} is speaking in place of {old}.")
_KEYS_EMPTY = (("Ctrl+E", Message("footer", "Edit")), ("Ctrl+O", Message("footer", "Load")))
_KEYS = (
    ("F3", Message("footer", "Search")),
    ("F6", Message("footer", "Replace")),
    ("F7", Message("footer", "Let in")),
    *_KEYS_EMPTY,
)
