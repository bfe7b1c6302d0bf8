# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything else that is known of a person, field by field, and their code to be read by a camera. Paints only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.field_names import STATE_NAMES
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.desk.exports.codes import code_modules
from checkin.desk.people import Person
from checkin.language import clock_time, say
from checkin.ui.look.drawing import LEFT, align, fill, write
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import GLOW, SMALL, TEXT, font, tokens
from checkin.ui.look.typesetting import wrap_all
from checkin.ui.look.wording import field_name
from checkin.ui.parts.code_card import grouped, paint_modules
from checkin.ui.parts.details import session_text

CAPTION, GAP, SHARE = 92, 6, 0.3
"""Least width of the names of the fields, what is left free between two, in pixels, and the names' largest share."""
CODE, LETTERS_LINE = 116, 22
"""Widest side of a code whose modules can be smaller, and a line of its letters, in pixels."""
_LINE = 18


@dataclass(frozen=True, slots=True)
class Fact:
    """What a field is called, and what it holds."""

    caption: str
    text: str


def facts(person: Person, programme: Programme) -> list[Fact]:
    """Only what is known; the list's own columns as it called them."""
    known = [*_of_form(person, programme), *(Fact(title, text) for title, text in person.attendee.custom.items())]
    return [fact for fact in known if fact.text]


def _of_form(person: Person, programme: Programme) -> Iterator[Fact]:
    attendee = person.attendee
    sessions = ((programme.session(each), each) for each in attendee.sessions)
    yield Fact(field_name("category"), programme.category_name(attendee.category))
    yield Fact(field_name("email"), attendee.email)
    yield Fact(field_name("phone"), attendee.phone)
    yield Fact(say(_PRESENCE), say(STATE_NAMES[attendee.presence]))
    yield Fact(say(_PEOPLE), str(attendee.places) if attendee.places > 1 else "")
    yield Fact(field_name("sessions"), "\n".join(session_text(known) if known else each for known, each in sessions))
    yield Fact(say(_CAME), "\n".join(_visits(person)))
    yield Fact(say(_CONSENT), say(_GIVEN) if attendee.has_consented else "")


def _visits(person: Person) -> Iterator[str]:
    """Where they were; of a group how many of them."""
    places = person.attendee.places
    for point, visit in person.visits:
        if visit.arrived:
            of = f" ({say(_OF, came=visit.people, places=places)})" if places > 1 else ""
            out = f" → {clock_time(visit.left.at)}" if visit.left else ""
            yield f"{point.name} {clock_time(visit.arrived.at)}{out}{of}"


class FactList(QWidget):
    """Names at the left, what they hold at the right, as high as that needs."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: Sequence[Fact] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_facts(self, shown: Sequence[Fact]) -> None:
        self._facts = shown
        self.setAccessibleName(". ".join(f"{fact.caption} {fact.text}" for fact in shown))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        boxes = self._boxes(whole(self).width())
        self.setFixedHeight(sized(round(boxes[-1].bottom())) if boxes else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        for fact, box in zip(self._facts, self._boxes(whole(self).width()), strict=True):
            first = QRectF(0, box.top(), box.left() - 12, _LINE)
            write(painter, first, fact.caption, font(SMALL), t.quiet)
            for at, line in enumerate(_lines(fact.text, box.width())):
                place = QRectF(box.left(), box.top() + at * _LINE, box.width(), _LINE)
                align(painter, place, line, (font(TEXT), t.ink), LEFT)

    def _boxes(self, width: float) -> list[QRectF]:
        top, boxes = 0.0, []
        left = self._left(width)
        room = max(40, width - left)
        for fact in self._facts:
            height = len(_lines(fact.text, room)) * _LINE
            boxes.append(QRectF(left, top, room, height))
            top += height + GAP
        return boxes

    def _left(self, width: float) -> float:
        """Where what they hold begins: after the longest name, if there is room for it."""
        metrics = QFontMetricsF(font(SMALL))
        longest = max((metrics.horizontalAdvance(fact.caption) for fact in self._facts), default=0.0)
        return max(CAPTION, min(ceil(longest) + 13, width * SHARE))


def _lines(text: str, room: float) -> list[str]:
    metrics = QFontMetricsF(font(TEXT))
    return [line for paragraph in text.split("\n") for line in wrap_all(paragraph, metrics, room)]


class CodeTile(QWidget):
    """The ticket code to be photographed, and its letters to be read out."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: Sequence[Sequence[bool]] = ()
        self._letters: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_code(self, code: str) -> None:
        self._modules, self._letters = code_modules(code) if code else (), grouped(code)
        self.setAccessibleName(f"{field_name('ticket_code')} {code}")
        self.setFixedHeight(sized(max(self._side, len(self._letters) * LETTERS_LINE)))
        self.update()

    @property
    def _side(self) -> int:
        """All modules of one whole number of pixels, or a camera reads moiré."""
        count = len(self._modules)
        return count * max(2, CODE // count) if count else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(0, 0, self._side, self._side)
        fill(painter, square, 8, GLOW)
        paint_modules(painter, square, self._modules)
        top = (whole(self).height() - len(self._letters) * LETTERS_LINE) / 2
        for at, letters in enumerate(self._letters):
            box = QRectF(self._side + 16, top + at * LETTERS_LINE, whole(self).width() - self._side - 16, LETTERS_LINE)
            write(painter, box, letters, font(TEXT, 600, tabular=True), t.ink)


_PEOPLE = Words("walk-in", "People")
_PRESENCE = Words("people", "Attends")
_CAME = Words("people", "Came")
_OF = Words("people", "{came} of {places}")
_CONSENT = Words("people", "Consent")
_GIVEN = Words("people", "given at the desk")
