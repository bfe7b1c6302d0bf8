# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel beside the list: all about the selected person, and the available actions. Performs none of them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from checkin.core.attendee import Status
from checkin.core.message import Message
from checkin.core.people.people_filter import PersonAtPoint
from checkin.core.person_state import PersonState, person_state
from checkin.core.programme.daily_points import planned_id
from checkin.core.programme.programme import Programme
from checkin.core.speaker_status import event_entry
from checkin.services.people_queries import Person
from checkin.translation import translate
from checkin.ui.look.answer_wording import accompanied_text
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.pills import Pill, person_pill, status_pill
from checkin.ui.look.theme import SMALL, Tokens, tokens
from checkin.ui.people.person_actions import (
    LABELS,
    LOUD,
    PersonAction,
    available_person_actions,
    person_action_key,
)
from checkin.ui.people.person_facts import CodeTile, FactList, person_facts
from checkin.ui.people.person_header import PersonHeader
from checkin.ui.people.timeline_list import TimelineList
from checkin.ui.people.timeline_wording import TimelineFormatter, TimelineRow
from checkin.ui.widgets.empty_state import EmptyState
from checkin.ui.widgets.form_fields import FormMessage, scrolling_stack
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.reading_stop import read_by_tab

PADDING = 16
SPACE, MENU_WIDTH = 8, 44
MOST_BUTTONS = 2
MOST_NAMED = 12
NARROW = 260
"""Width of the text without a selection, in pixels; the narrowest panel has room for it."""


class PersonPanel(QWidget):
    """The panel; call `show_person`, `show_several` or `show_nobody` to match the selection."""

    action_chosen = Signal(PersonAction)
    undo_chosen = Signal(bytes)

    def __init__(self) -> None:
        super().__init__()
        self.head, self.note, self.facts, self.code, self.story = (
            PersonHeader(),
            FormMessage(is_announced=False),  # the row says it
            FactList(),
            CodeTile(),
            TimelineList(),
        )
        self._message = Paragraph()
        self._nobody = EmptyState("users", width=NARROW)
        self._nobody.show_texts(translate(_NO_ONE), translate(_NOBODY))
        self._happened = label(translate(_STORY), SMALL, 600)
        self._buttons = [_button(self) for _ in range(MOST_BUTTONS)]
        self._more = QPushButton("⋯")
        self._menu = QMenu(self._more)
        self.acts: tuple[PersonAction, ...] = ()
        self._possible: tuple[PersonAction, ...] = ()
        self._arrange()
        read_by_tab(self.head, self.note, self.facts, self.code)
        for button in self._buttons:
            button.clicked.connect(lambda _=False, b=button: self.action_chosen.emit(b.property("act")))
        self.story.undo_chosen.connect(self.undo_chosen)
        self.story.choice_changed.connect(self._offer)
        self.show_nobody()

    def show_person(self, person: Person, teller: TimelineFormatter, *, prints: bool) -> None:
        """Show one person; `prints`: this computer prints badges."""
        attendee, t = person.attendee, tokens(self.palette())
        parts = (accompanied_text(person.standing.accompanies), attendee.organisation, attendee.role)
        detail = " · ".join(part for part in parts if part)
        pills = [_state_pill(person, teller.programme, t)]
        if attendee.is_off and person.standing.arrived_at:  # let in all the same
            confirmed = replace(person.standing, attendee=replace(attendee, status=Status.CONFIRMED))
            pills.append(_state_pill(replace(person, standing=confirmed), teller.programme, t))
        if attendee.status is not Status.CONFIRMED and (status := status_pill(attendee.status, t)) not in pills:
            pills.append(status)
        self.head.show_person((attendee.first_name, attendee.last_name), detail, pills, person.photograph)
        self.note.note(attendee.note)
        self.facts.show_facts(person_facts(person, teller.programme))
        self.code.show_code(attendee.ticket_code)
        self.story.show_timeline([teller.format_entry(line) for line in person.story])
        has = {"is_merged": bool(person.merged), "has_face": bool(person.photograph), "is_tied": bool(person.last_tie)}
        self._show(available_person_actions([person.standing], prints=prints, **has), "")

    def show_several(self, people: Sequence[PersonAtPoint], count: int) -> None:
        """Show a selection of `count` people, of whom `people` are known."""
        names = [standing.attendee.name for standing in people[:MOST_NAMED]]
        more = [translate(_MORE, count=count - len(names))] if count > len(names) else []
        self.head.show_person((translate(_SEVERAL, count=count),), "", ())
        self._show(available_person_actions(people), "\n".join(names + more))

    def show_nobody(self) -> None:
        self._show((), "", is_anybody=False)

    def _show(self, possible: tuple[PersonAction, ...], sentence: str, *, is_anybody: bool = True) -> None:
        """Show the parts; `text` is the text for several people and "" for one."""
        self._possible = possible
        self._area.setVisible(is_anybody)
        self._nobody.setVisible(not is_anybody)
        self._message.show_text(sentence)
        self._message.setVisible(bool(sentence))
        for part in (self.facts, self.code, self._happened, self.story):
            part.setVisible(not sentence)
        if sentence:
            self.note.note("")
        self._offer()

    def _offer(self) -> None:
        """Offer the possible actions. While a line of the history is chosen, an undo is that of this line."""
        chosen = self.story.selected()
        self.acts = _acts_with_line(self._possible, chosen) if chosen else self._possible
        self._undo_words = _UNDO_LINE if chosen else LABELS[PersonAction.UNDO]
        self._share_out()

    def _words(self, act: PersonAction) -> Message:
        return self._undo_words if act is PersonAction.UNDO else LABELS[act]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Show as many buttons as there is room for; the other actions go into the menu."""
        room = self.width() - 2 * PADDING - scale_px(MENU_WIDTH)
        shown = 0
        for place, button in enumerate(self._buttons):
            if place < len(self.acts):
                _dress(button, self.acts[place], self._words(self.acts[place]))
                room -= button.sizeHint().width() + SPACE
            is_shown = place < len(self.acts) and (room >= 0 or not place)
            button.setVisible(is_shown)
            shown += is_shown
        self._more.setVisible(len(self.acts) > shown)
        self._fill_menu(self.acts[shown:])

    def _fill_menu(self, rest: Sequence[PersonAction]) -> None:
        self._menu.clear()
        for act in rest:
            action = self._menu.addAction(f"{translate(self._words(act))}\t{person_action_key(act)}")
            action.triggered.connect(lambda _=False, a=act: self.action_chosen.emit(a))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))

    def _arrange(self) -> None:
        parts = (self.head, self.note, self._message, self.facts, self.code, self._happened, self.story)
        self._area = scrolling_stack(*parts)
        if (page := self._area.widget()) and (column := page.layout()):
            column.setContentsMargins(PADDING, PADDING, PADDING, 8)
            column.setSpacing(12)
        self._message.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._happened.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._nobody, 1)
        outer.addLayout(self._row())

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(PADDING, 8, PADDING, PADDING - 4)
        row.setSpacing(SPACE)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._more.setAccessibleName(translate(_ACTS))
        self._more.setToolTip(translate(_ACTS))
        self._more.setMenu(self._menu)
        self._more.setFixedWidth(scale_px(MENU_WIDTH))
        self._more.setStyleSheet("QPushButton { padding: 6px 0 } QPushButton::menu-indicator { image: none; width: 0 }")
        row.addWidget(self._more)
        return row


def _button(parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet("QPushButton { padding: 6px 11px } QPushButton:focus { padding: 5px 10px }")
    return button


def _state_pill(person: Person, programme: Programme, t: Tokens) -> Pill:
    """Return the state of a person, with the control point where that may be taken for another one."""
    pill = person_pill(person.standing, t)
    entry = event_entry(programme)
    here = planned_id(person.point.id)
    is_entry = entry is None or planned_id(entry.id) == here
    is_plain = is_entry and all(planned_id(point.id) == here for point, _ in person.visits)
    if is_plain or person_state(person.standing) not in _OF_POINT:
        return pill
    return replace(pill, text=f"{pill.text} · {person.point.name}")


_OF_POINT = (
    PersonState.EXPECTED,
    PersonState.ELSEWHERE,
    PersonState.ARRIVED,
    PersonState.PART,
    PersonState.OUT,
    PersonState.WAITING,
    PersonState.NOT_BOOKED,
)
"""States that hold at one control point."""


def _acts_with_line(possible: tuple[PersonAction, ...], chosen: TimelineRow) -> tuple[PersonAction, ...]:
    """Return the actions, first the undo of the chosen line; none of an undo if that cannot be undone."""
    rest = tuple(act for act in possible if act is not PersonAction.UNDO)
    return (PersonAction.UNDO, *rest) if chosen.line.can_undo else rest


def _dress(button: QPushButton, act: PersonAction, words: Message) -> None:
    is_primary = act in LOUD
    button.setText(f"{translate(words)} ({person_action_key(act)})")
    button.setProperty("act", act)
    if button.property("primary") != is_primary:
        button.setProperty("primary", is_primary)
        button.style().polish(button)


_STORY = Message("people", "History")
_UNDO_LINE = Message("people", "Undo the selected line")
_NO_ONE = Message("people", "Nobody is selected")
_NOBODY = Message("people", "Choose a person in the list with ↑ and ↓ to see everything about them here.")
_SEVERAL = Message("people", "{count} people selected")
_MORE = Message("people", "and {count} more")
_ACTS = Message("people", "More actions")
