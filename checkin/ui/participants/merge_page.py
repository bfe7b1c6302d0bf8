# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person side by side, to choose which one stays. Merges nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.filling import filling
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.desk.people import Person
from checkin.language import say
from checkin.ui.look.drawing import faded, fill
from checkin.ui.look.measure import design_painter, face, sized, whole
from checkin.ui.look.states import of_standing, of_status
from checkin.ui.look.theme import CORNER, LARGE, RADIUS, SMALL, tokens
from checkin.ui.look.wording import field_name
from checkin.ui.participants.person_facts import Fact, FactList, facts
from checkin.ui.participants.person_head import PersonHead
from checkin.ui.parts.form_fields import BUTTON_EDGE, Title, stacked
from checkin.ui.parts.labels import Paragraph
from checkin.ui.parts.scrolling import once

PADDING, BUTTON = 24, 48


class MergePage(QWidget):
    """The arrows, a click, or 1 and 2 choose; Enter asks for the merge, Escape leaves."""

    confirmed = Signal(str, str)
    """The ids of the record that stays, and of the one that becomes part of it."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self.kept = 0
        self._title, self._sentence, self._filled = Title("users"), Paragraph(LARGE), Paragraph()
        self.cards = (RecordCard(), RecordCard())
        self.merge_button, self.leave_button = QPushButton(say(_MERGE)), QPushButton(say(_LEAVE))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        for number, each in enumerate(self.cards):
            each.pressed.connect(lambda chosen=number: self.choose(chosen))
        self.merge_button.clicked.connect(self._ask)
        self.leave_button.clicked.connect(self.left)

    def start(self, one: Person, other: Person, programme: Programme) -> None:
        """Whoever has arrived is proposed to stay."""
        self._people = (one, other)
        self._title.show_title(say(_TITLE))
        self._sentence.show_text(say(_SENTENCE))
        for each, person in zip(self.cards, self._people, strict=True):
            each.show_record(person, programme)
        self.choose(int(not one.visits and bool(other.visits)))

    def choose(self, number: int) -> None:
        """0 is at the left."""
        self.kept = number
        for at, each in enumerate(self.cards):
            each.set_kept(at == number)
        keep, drop = self._people[number].attendee, self._people[1 - number].attendee
        news = ", ".join(map(field_name, filling(keep, drop)))
        self._filled.show_text(say(_FILLED, fields=news) if news else say(_NOTHING))
        self.setAccessibleName(say(_KEEPS, name=keep.name, code=keep.ticket_code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_1:
                self.choose(0)
            case Qt.Key.Key_Right | Qt.Key.Key_2:
                self.choose(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._ask()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _ask(self) -> None:
        keep, drop = self._people[self.kept], self._people[1 - self.kept]
        self.confirmed.emit(keep.attendee.id, drop.attendee.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, whole(self), CORNER, t.surface, t.line)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 16, PADDING, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        records = QHBoxLayout()
        records.setSpacing(16)
        for each in self.cards:
            records.addWidget(each, 1)
        column.addLayout(records, 1)
        column.addWidget(self._filled)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.merge_button.setProperty("primary", True)
        for button in (self.merge_button, self.leave_button):
            button.setFont(face(LARGE, 600))
            button.setStyleSheet(f"min-height: {sized(BUTTON - 2 * BUTTON_EDGE)}px")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows are the page's
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


class RecordCard(QWidget):
    """One of the two, with whether it stays."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._role, self._head, self._facts = Paragraph(SMALL, 600), PersonHead(), FactList()
        self._is_kept = False
        page = stacked(self._role, self._head, self._facts)
        if inner := page.layout():
            inner.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(once(page))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_record(self, person: Person, programme: Programme) -> None:
        attendee, t = person.attendee, tokens(self.palette())
        detail = " · ".join(part for part in (attendee.organisation, attendee.role) if part)
        pills = dict.fromkeys([of_standing(person.standing, t), of_status(attendee.status, t)])
        self._head.show_person((attendee.first_name, attendee.last_name), detail, list(pills))
        code, note = Fact(field_name("ticket_code"), attendee.ticket_code), Fact(field_name("note"), attendee.note)
        self._facts.show_facts([fact for fact in (code, *facts(person, programme), note) if fact.text])

    def set_kept(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._role.show_text(say(_STAYS if is_kept else _GOES))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = whole(self).adjusted(1, 1, -1, -1)
        fill(painter, box, RADIUS, t.selected if self._is_kept else t.surface)
        painter.setPen(QPen(faded(t.accent if self._is_kept else t.line, 1), 2 if self._is_kept else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


_TITLE = Words("people", "Are these two one person?")
_SENTENCE = Words(
    "people", "They become one: both codes open, arrivals are counted once. Choose with ← and → which record stays."
)
_MERGE = Words("people", "Make one of both (Enter)")
_LEAVE = Words("walk-in", "Close (Esc)")
_STAYS = Words("people", "This record stays")
_GOES = Words("people", "Becomes part of the other")
_FILLED = Words("people", "Taken over from the other record: {fields}.")
_NOTHING = Words("people", "Nothing has to be taken over from the other record but its code and its arrivals.")
_KEEPS = Words("people", "The record of {name} with the code {code} stays.")
