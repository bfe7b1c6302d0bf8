# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person side by side, to choose which one stays. Merges nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.merged_fields import merge_fields
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.services.people_queries import Person
from checkin.translation import translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.measure import design_painter, design_rect
from checkin.ui.look.pills import person_pill, status_pill
from checkin.ui.look.theme import LARGE, RADIUS, SMALL, tokens
from checkin.ui.people.person_facts import Fact, FactList, person_facts
from checkin.ui.people.person_header import PersonHeader
from checkin.ui.widgets.form_fields import stack
from checkin.ui.widgets.form_page import FormPage
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.scrolling import scroll_unless_large


class MergePage(FormPage):
    """A page with two records. Arrows, a click, or 1 and 2 choose; Enter asks for the merge, Escape leaves."""

    confirmed = Signal(str, str)
    """Emitted with the ids of the record that stays and of the one that is merged into it."""

    def __init__(self) -> None:
        super().__init__("users", translate(_MERGE), spacing=12)
        self._people: tuple[Person, ...] = ()
        self.kept = 0
        self._sentence, self._filled = Paragraph(LARGE), Paragraph()
        self.cards = (RecordCard(), RecordCard())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()
        for number, each in enumerate(self.cards):
            each.pressed.connect(lambda chosen=number: self.choose(chosen))
        self.entered.connect(self._ask)
        self.do_button.clicked.connect(self._ask)

    def start(self, one: Person, other: Person, programme: Programme) -> None:
        """Begin with two records; one with an arrival is proposed to stay."""
        self._people = (one, other)
        self.title.show_title(translate(_TITLE))
        self._sentence.show_text(translate(_SENTENCE))
        for each, person in zip(self.cards, self._people, strict=True):
            each.show_record(person, programme)
        self.choose(int(not one.visits and bool(other.visits)))

    def choose(self, number: int) -> None:
        """Choose the record that stays: 0 is at the left, 1 at the right."""
        self.kept = number
        for at, each in enumerate(self.cards):
            each.set_kept(at == number)
        keep, drop = self._people[number].attendee, self._people[1 - number].attendee
        news = ", ".join(map(person_field_label, merge_fields(keep, drop)))
        self._filled.show_text(translate(_FILLED, fields=news) if news else translate(_NOTHING))
        self.setAccessibleName(translate(_KEEPS, name=keep.name, code=keep.ticket_code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_1:
                self.choose(0)
            case Qt.Key.Key_Right | Qt.Key.Key_2:
                self.choose(1)
            case _:
                super().keyPressEvent(event)

    def _ask(self) -> None:
        keep, drop = self._people[self.kept], self._people[1 - self.kept]
        self.confirmed.emit(keep.attendee.id, drop.attendee.id)

    def _arrange(self) -> None:
        records = QHBoxLayout()
        records.setSpacing(16)
        for each in self.cards:
            records.addWidget(each, 1)
        self.column.addWidget(self._sentence)
        self.column.addLayout(records, 1)
        self.column.addWidget(self._filled)
        self.add_buttons()
        for button in (self.do_button, self.leave_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows belong to the page


class RecordCard(QWidget):
    """One of the two records, and whether it stays."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._role, self._head, self._facts = Paragraph(SMALL, 600), PersonHeader(), FactList()
        self._is_kept = False
        page = stack(self._role, self._head, self._facts)
        if inner := page.layout():
            inner.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(scroll_unless_large(page))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_record(self, person: Person, programme: Programme) -> None:
        attendee, t = person.attendee, tokens(self.palette())
        detail = " · ".join(part for part in (attendee.organisation, attendee.role) if part)
        pills = dict.fromkeys([person_pill(person.standing, t), status_pill(attendee.status, t)])
        self._head.show_person((attendee.first_name, attendee.last_name), detail, list(pills))
        code, note = (
            Fact(person_field_label("ticket_code"), attendee.ticket_code),
            Fact(person_field_label("note"), attendee.note),
        )
        self._facts.show_facts([fact for fact in (code, *person_facts(person, programme), note) if fact.text])

    def set_kept(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._role.show_text(translate(_STAYS if is_kept else _GOES))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self).adjusted(1, 1, -1, -1)
        draw_rounded(painter, box, RADIUS, t.selected if self._is_kept else t.surface)
        painter.setPen(QPen(faded(t.accent if self._is_kept else t.line, 1), 2 if self._is_kept else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


_TITLE = Message("people", "Are these two the same person?")
_SENTENCE = Message(
    "people",
    "They become one record: both codes work, arrivals are counted once. Choose with ← and → which record to keep.",
)
_MERGE = Message("people", "Merge (Enter)")
_STAYS = Message("people", "This record is kept")
_GOES = Message("people", "Joins the other record")
_FILLED = Message("people", "Taken from the other record: {fields}.")
_NOTHING = Message("people", "Nothing to take from the other record except its code and its arrivals.")
_KEEPS = Message("people", "The record of {name} with the code {code} stays.")
