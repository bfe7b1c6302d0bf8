# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel beside the list: all about the selected person, and the available actions. Performs none of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.attendee import CUSTOM, STATE_NAMES, Status
from checkin.core.chosen_columns import chosen_values
from checkin.core.counts import event_entry
from checkin.core.message import Message
from checkin.core.payments import due_column
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.people_list import PersonAtPoint, PersonState, person_state
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import day_of, planned_id
from checkin.core.text_folding import fold_text
from checkin.services.exports.exporting import code_modules
from checkin.services.people_queries import Person
from checkin.translation import clock_time, programme_time, translate
from checkin.ui.look import drawing
from checkin.ui.look.answer_wording import accompanied_text
from checkin.ui.look.theme import DETAIL, GLOW, SMALL, TEXT, Tokens, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.look.typesetting import fit, wrap, wrap_all
from checkin.ui.look.undo_wording import PAID, paid_amount, payment_text, person_field_label
from checkin.ui.people.people_table import FIELD
from checkin.ui.people.person_actions import LABELS, LOUD, PersonAction, available_person_actions, person_action_key
from checkin.ui.people.timeline_wording import TimelineFormatter, TimelineList, TimelineRow
from checkin.ui.widgets.buttons import EmptyState
from checkin.ui.widgets.camera_preview import group_letters, paint_code_modules
from checkin.ui.widgets.form_fields import FormMessage, Paragraph, label, scrolling_stack
from checkin.ui.widgets.row_list import read_by_tab
from checkin.ui.widgets.speaker_wording import session_text

NAME_HEIGHT = 96
"""Pixels a name may take before it is drawn smaller."""
PILL, GAP = 24, 6
"""Pixels: a pill, and the gap between two pills or two rows."""
PHOTOGRAPH, PHOTOGRAPH_GAP = QSizeF(78, 104), 14
"""The most pixels of a photograph, at the left, and the space beside it."""
_NOBODY_CHOSEN = Message("people", "Nobody is chosen")


@dataclass(frozen=True, slots=True)
class _Line:
    box: QRectF
    text: str
    font: QFont
    is_quiet: bool


class PersonHeader(QWidget):
    """Photograph, name, organisation, role and pills of a person, as high as its content needs at its width."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._detail = ""
        self._pills: Sequence[drawing.Pill] = ()
        self._photograph = QImage()
        self.setAccessibleName(translate(_NOBODY_CHOSEN))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_person(
        self, names: Sequence[str], detail: str, pills: Sequence[drawing.Pill], photograph: bytes = b""
    ) -> None:
        self._photograph = drawing.photograph_image(photograph)
        self._names, self._detail, self._pills = tuple(filter(None, names)), detail, pills
        parts = (" ".join(self._names), detail, *(pill.text for pill in pills))
        self.setAccessibleName(". ".join(part for part in parts if part) or translate(_NOBODY_CHOSEN))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = design_rect(self).width() - self._indent()
        lines, pills = self._lines(width), self._places(width)
        bottoms = [
            self._size().height(),
            *(line.box.bottom() for line in lines),
            *(place.y() + PILL / 2 for place in pills),
        ]
        self.setFixedHeight(scale_px(round(max(bottoms, default=0) + 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.draw_photograph(painter, QRectF(QPointF(0, 0), self._size()), self._photograph)
        painter.translate(self._indent(), 0)
        width = design_rect(self).width() - self._indent()
        for line in self._lines(width):
            drawing.draw_aligned(
                painter, line.box, line.text, (line.font, t.quiet if line.is_quiet else t.ink), drawing.LEFT
            )
        for pill, right_middle in zip(self._pills, self._places(width), strict=True):
            drawing.draw_pill(painter, right_middle, pill)

    def _size(self) -> QSizeF:
        return drawing.photograph_size(self._photograph, PHOTOGRAPH)

    def _indent(self) -> float:
        """Return how far the texts stand from the left: past the photograph."""
        return 0.0 if self._size().isEmpty() else self._size().width() + PHOTOGRAPH_GAP

    def _lines(self, width: float) -> list[_Line]:
        name = fit(self._names, DETAIL, 700, (max(1, width), NAME_HEIGHT))
        made = [
            _Line(QRectF(0, at * name.line_height, width, name.line_height), text, name.font, False)
            for at, text in enumerate(name.lines)
        ]
        face = font(TEXT)
        height, top = QFontMetricsF(face).height(), name.height + 2
        for at, text in enumerate(wrap(self._detail, QFontMetricsF(face), max(1, width))):
            made.append(_Line(QRectF(0, top + at * height, width, height), text, face, True))
        return made

    def _places(self, width: float) -> list[QPointF]:
        """Return the right middle of each pill, in as many rows as needed."""
        lines = self._lines(width)
        x, y = 0.0, (lines[-1].box.bottom() if lines else 0) + 10 + PILL / 2
        places = []
        for pill in self._pills:
            if x and x + drawing.pill_width(pill) > width:
                x, y = 0.0, y + PILL + GAP
            x += drawing.pill_width(pill)
            places.append(QPointF(x, y))
            x += GAP
        return places


# All other fields of a person, and the ticket code for a camera. Paints only.

CAPTION, SHARE = 92, 0.3
"""Least width of the field names, in pixels, and their largest share of the width."""
CODE, LETTERS_LINE = 116, 22
"""Largest side of the code, and height of a line of its letters, in pixels."""
CAPTION_LINES = 4
"""The most lines of a field's name."""
_LINE = 18
_OF_FORM = ("email", "phone")
"""The columns that every person's page has under their own names."""
LONGEST_CODE = 40
"""The most characters of another code that are shown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The name of a field, and its text."""

    caption: str
    text: str


def person_facts(person: Person, programme: Programme) -> list[Fact]:
    """Return the fields that have a value: first the chosen columns by their names, last the others by their titles."""
    values = [each for each in chosen_values(person.attendee, programme) if each.column.field not in _OF_FORM]
    chosen = [Fact(each.column.name, _with_payment(person, each.column.field, each.text)) for each in values]
    named = {fold_text(each.column.field.removeprefix(CUSTOM)) for each in values}
    own = ((title, text) for title, text in person.attendee.custom.items() if fold_text(title) not in named)
    others = (Fact(title, _with_payment(person, title, text)) for title, text in own)
    known = [*chosen, *_of_form(person, programme), *others]
    return [fact for fact in known if fact.text]


def _with_payment(person: Person, field: str, text: str) -> str:
    """Return the text of a column; of the one that says what was due also how it was paid."""
    if fold_text(field.removeprefix(CUSTOM)) != fold_text(due_column(person.attendee)[0]):
        return text
    paid = (line for line in person.story if line.what is TimelineKind.PAID and not line.is_undone)
    told = (payment_text(line.means, paid_amount(person.attendee, line.cents)) for line in paid)
    return "\n".join([text, *(translate(PAID, payment=each) for each in told)])


def _of_form(person: Person, programme: Programme) -> Iterator[Fact]:
    attendee = person.attendee
    sessions = ((programme.session(each), each) for each in attendee.sessions)
    yield Fact(person_field_label("category"), programme.category_name(attendee.category))
    yield Fact(person_field_label("email"), attendee.email)
    yield Fact(person_field_label("phone"), attendee.phone)
    yield Fact(translate(_ACCOMPANIES), person.standing.accompanies)
    yield Fact(translate(_COMPANIONS), "\n".join(person.companions))
    yield Fact(translate(Message("people", "Attends")), translate(STATE_NAMES[attendee.presence]))
    yield Fact(translate(Message("walk-in", "People")), str(attendee.places) if attendee.places > 1 else "")
    titles = (session_text(known, programme) if known else each for known, each in sessions)
    yield Fact(person_field_label("sessions"), "\n".join(titles))
    yield Fact(translate(Message("people", "Other codes")), "\n".join(map(_short, person.other_codes)))
    yield Fact(translate(Message("people", "Came")), "\n".join(_visits(person, programme)))
    yield Fact(translate(Message("people", "Consent")), translate(_GIVEN) if attendee.has_consented else "")


def _short(code: str) -> str:
    return code if len(code) <= LONGEST_CODE else f"{code[:LONGEST_CODE]}…"


def _visits(person: Person, programme: Programme) -> Iterator[str]:
    """Yield the visits of a person, each with its day where the event has several; of a group with numbers."""
    places = person.attendee.places
    for point, visit in person.visits:
        if visit.arrived:
            of = f" ({translate(_OF, came=visit.people, places=places)})" if places > 1 else ""
            out = f" → {clock_time(visit.left.at)}" if visit.left else ""
            has = f" · {point.gives} {visit.thing}" if point.gives and visit.thing else ""
            day = day_of(point.id)
            name = f"{point.name} {day:%d/%m}" if day else point.name
            came = clock_time(visit.arrived.at) if day else programme_time(visit.arrived.at, programme)
            yield f"{name} {came}{out}{of}{has}"


class FactList(QWidget):
    """Field names at the left, values at the right, as high as needed."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: Sequence[Fact] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_facts(self, shown: Sequence[Fact]) -> None:
        self._facts = shown
        self.setAccessibleName(". ".join(translate(FIELD, title=fact.caption, text=fact.text) for fact in shown))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        boxes = self._boxes(design_rect(self).width())
        self.setFixedHeight(scale_px(round(boxes[-1].bottom())) if boxes else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        for fact, box in zip(self._facts, self._boxes(design_rect(self).width()), strict=True):
            for at, line in enumerate(_caption_lines(fact.caption, box.left() - 12)):
                first = QRectF(0, box.top() + at * _LINE, box.left() - 12, _LINE)
                drawing.draw_elided(painter, first, line, font(SMALL), t.quiet)
            for at, line in enumerate(_lines(fact.text, box.width())):
                place = QRectF(box.left(), box.top() + at * _LINE, box.width(), _LINE)
                drawing.draw_aligned(painter, place, line, (font(TEXT), t.ink), drawing.LEFT)

    def _boxes(self, width: float) -> list[QRectF]:
        top, boxes = 0.0, []
        left = self._left(width)
        room = max(40, width - left)
        for fact in self._facts:
            height = max(len(_lines(fact.text, room)), len(_caption_lines(fact.caption, left - 12))) * _LINE
            boxes.append(QRectF(left, top, room, height))
            top += height + GAP
        return boxes

    def _left(self, width: float) -> float:
        """Return the left edge of the values: after the longest name, within limits; no word of a name is broken that
        leaves the values half of the width.
        """
        metrics = QFontMetricsF(font(SMALL))

        def widest(texts: Iterable[str]) -> float:
            return ceil(max(map(metrics.horizontalAdvance, texts), default=0.0)) + 13

        words = widest(word for fact in self._facts for word in fact.caption.split())
        longest = widest(fact.caption for fact in self._facts)
        return max(CAPTION, min(longest, max(width * SHARE, min(words, width / 2))))


def _lines(text: str, room: float) -> list[str]:
    metrics = QFontMetricsF(font(TEXT))
    return [line for paragraph in text.split("\n") for line in wrap_all(paragraph, metrics, room)]


def _caption_lines(caption: str, room: float) -> list[str]:
    """Return the lines of a name; of a whole question the first ones, so that two that begin alike differ."""
    lines = wrap_all(caption, QFontMetricsF(font(SMALL)), room)
    return [*lines[: CAPTION_LINES - 1], " ".join(lines[CAPTION_LINES - 1 :])] if len(lines) > CAPTION_LINES else lines


class CodeTile(QWidget):
    """The ticket code to be photographed, and its letters to be read out."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: Sequence[Sequence[bool]] = ()
        self._letters: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_code(self, code: str) -> None:
        self._modules, self._letters = code_modules(code) if code else (), group_letters(code)
        self.setAccessibleName(f"{person_field_label('ticket_code')} {code}")
        self.setFixedHeight(scale_px(max(self._side, len(self._letters) * LETTERS_LINE)))
        self.update()

    @property
    def _side(self) -> int:
        """Side of the code; its modules have a whole number of pixels, or a camera reads moiré."""
        count = len(self._modules)
        return count * max(2, CODE // count) if count else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(0, 0, self._side, self._side)
        drawing.draw_rounded(painter, square, 8, GLOW)
        paint_code_modules(painter, square, self._modules)
        top = (design_rect(self).height() - len(self._letters) * LETTERS_LINE) / 2
        for at, letters in enumerate(self._letters):
            box = QRectF(
                self._side + 16, top + at * LETTERS_LINE, design_rect(self).width() - self._side - 16, LETTERS_LINE
            )
            drawing.draw_elided(painter, box, letters, font(TEXT, 600, tabular=True), t.ink)


_ACCOMPANIES, _COMPANIONS = Message("people", "Accompanies"), Message("people", "Companions")
_OF = Message("people", "{came} of {places}")
_GIVEN = Message("people", "given at the desk")


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
        self._nobody.show_texts(translate(Message("people", "Nobody is selected")), translate(_NOBODY))
        self._happened = label(translate(Message("people", "History")), SMALL, 600)
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
        if attendee.status is not Status.CONFIRMED and (status := drawing.status_pill(attendee.status, t)) not in pills:
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
        self._undo_words = Message("people", "Undo the selected line") if chosen else LABELS[PersonAction.UNDO]
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
        drawing.draw_card(painter, design_rect(self), tokens(self.palette()))

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


def _state_pill(person: Person, programme: Programme, t: Tokens) -> drawing.Pill:
    """Return the state of a person, with the control point where that may be taken for another one."""
    pill = drawing.person_pill(person.standing, t)
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


_NOBODY = Message("people", "Choose a person in the list with ↑ and ↓ to see everything about them here.")
_SEVERAL = Message("people", "{count} people selected")
_MORE = Message("people", "and {count} more")
_ACTS = Message("people", "More actions")
