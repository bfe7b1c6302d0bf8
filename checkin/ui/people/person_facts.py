# SPDX-License-Identifier: GPL-3.0-or-later
"""All other fields of a person, and the ticket code for a camera. Paints only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.attendee_body import CUSTOM
from checkin.core.chosen_columns import chosen_values
from checkin.core.field_names import STATE_NAMES
from checkin.core.message import Message
from checkin.core.programme.daily_points import day_of
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text
from checkin.services.exports.code_export import code_modules
from checkin.services.people_queries import Person
from checkin.translation import clock_time, programme_time, translate
from checkin.ui.look.access_wording import person_field_label
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import GLOW, SMALL, TEXT, font, tokens
from checkin.ui.look.typesetting import wrap_all
from checkin.ui.people.people_model import FIELD
from checkin.ui.widgets.code_card import group_letters, paint_code_modules
from checkin.ui.widgets.workshop_boxes import session_text

CAPTION, GAP, SHARE = 92, 6, 0.3
"""Least width of the field names, gap between two rows, in pixels, and the names' largest share of the width."""
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
    chosen = [Fact(each.column.name, each.text) for each in values]
    named = {fold_text(each.column.field.removeprefix(CUSTOM)) for each in values}
    others = (Fact(title, text) for title, text in person.attendee.custom.items() if fold_text(title) not in named)
    known = [*chosen, *_of_form(person, programme), *others]
    return [fact for fact in known if fact.text]


def _of_form(person: Person, programme: Programme) -> Iterator[Fact]:
    attendee = person.attendee
    sessions = ((programme.session(each), each) for each in attendee.sessions)
    yield Fact(person_field_label("category"), programme.category_name(attendee.category))
    yield Fact(person_field_label("email"), attendee.email)
    yield Fact(person_field_label("phone"), attendee.phone)
    yield Fact(translate(_ACCOMPANIES), person.standing.accompanies)
    yield Fact(translate(_COMPANIONS), "\n".join(person.companions))
    yield Fact(translate(_PRESENCE), translate(STATE_NAMES[attendee.presence]))
    yield Fact(translate(_PEOPLE), str(attendee.places) if attendee.places > 1 else "")
    titles = (session_text(known, programme) if known else each for known, each in sessions)
    yield Fact(person_field_label("sessions"), "\n".join(titles))
    yield Fact(translate(_OTHER_CODES), "\n".join(map(_short, person.other_codes)))
    yield Fact(translate(_CAME), "\n".join(_visits(person, programme)))
    yield Fact(translate(_CONSENT), translate(_GIVEN) if attendee.has_consented else "")


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
                draw_elided(painter, first, line, font(SMALL), t.quiet)
            for at, line in enumerate(_lines(fact.text, box.width())):
                place = QRectF(box.left(), box.top() + at * _LINE, box.width(), _LINE)
                draw_aligned(painter, place, line, (font(TEXT), t.ink), LEFT)

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
        draw_rounded(painter, square, 8, GLOW)
        paint_code_modules(painter, square, self._modules)
        top = (design_rect(self).height() - len(self._letters) * LETTERS_LINE) / 2
        for at, letters in enumerate(self._letters):
            box = QRectF(
                self._side + 16, top + at * LETTERS_LINE, design_rect(self).width() - self._side - 16, LETTERS_LINE
            )
            draw_elided(painter, box, letters, font(TEXT, 600, tabular=True), t.ink)


_PEOPLE = Message("walk-in", "People")
_ACCOMPANIES, _COMPANIONS = Message("people", "Accompanies"), Message("people", "Companions")
_PRESENCE = Message("people", "Attends")
_CAME = Message("people", "Came")
_OF = Message("people", "{came} of {places}")
_OTHER_CODES = Message("people", "Other codes")
_CONSENT = Message("people", "Consent")
_GIVEN = Message("people", "given at the desk")
