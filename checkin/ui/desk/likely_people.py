# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendees on the list whom a walk-in may be; one key checks in that attendee instead. Draws only."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.people.registration_duplicates import DuplicateReason
from checkin.services.registration_choices import MOST_ALIKE, SimilarPerson
from checkin.translation import translate
from checkin.ui.look.drawing import draw_elided, draw_key_cap, draw_pill, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.pills import match_description, match_detail_line, person_pill
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.keyboard import number_keys

ROW = 44

_MAYBE = Message("walk-in", "Perhaps already on the list: one key checks them in")
_SAME = Message("walk-in", "Someone of this name is already on the list. Ask before you register a second person.")
_SPOKEN = Message("walk-in", "Perhaps: {person}")


class LikelyPeople(QWidget):
    """A list of similar attendees, hidden while there are none. Never takes the focus, so that typing goes on."""

    chosen = Signal(str)
    """Emitted with the id of the chosen attendee."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = FormMessage()
        self._rows = [_Row(number) for number in range(1, MOST_ALIKE + 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        for row in self._rows:
            row.clicked.connect(lambda _=False, r=row: self.chosen.emit(r.attendee_id))
            column.addWidget(row)
        self.hide()

    def show_people(self, people: Sequence[SimilarPerson]) -> None:
        before = self.names
        if self.has_namesake(people):
            self._heading.warn(translate(_SAME))
        else:
            self._heading.note(translate(_MAYBE) if people else "")
        for row, alike in zip(self._rows, [*people, *[None] * MOST_ALIKE], strict=False):
            row.show_person(alike)
        self.setVisible(bool(people))
        if self.names != before:
            announce(self, ". ".join(self.names))

    @staticmethod
    def has_namesake(people: Sequence[SimilarPerson]) -> bool:
        return any(alike.likeness is DuplicateReason.SAME_NAME for alike in people)

    @property
    def names(self) -> list[str]:
        """The people shown, as spoken."""
        return [row.accessibleName() for row in self._rows if row.isVisible()]


class _Row(QAbstractButton):
    """One person: key, name and distinguishing fields, and their state at this control point."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._alike: SimilarPerson | None = None
        self._key = f"Alt+{number}"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        shortcut = QShortcut(self)
        shortcut.setKeys(number_keys(number, "Alt"))
        shortcut.activated.connect(self.click)
        self.hide()

    @property
    def attendee_id(self) -> str:
        return self._alike.match.attendee.id if self._alike else ""

    def show_person(self, alike: SimilarPerson | None) -> None:
        self._alike = alike
        if alike:
            person = match_description(alike.match)
            self.setAccessibleName(f"{translate(_SPOKEN, person=person)} ({self._key})")
            self.setToolTip(person)
        self.setVisible(alike is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return scale_px(QSize(320, ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._alike is None:
            return
        t, match = tokens(self.palette()), self._alike.match
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, RADIUS - 2, t.hover if self.underMouse() else t.surface, t.edge)
        middle = box.center().y()
        cap = QFontMetricsF(font(SMALL, 600)).horizontalAdvance(self._key) + 16
        draw_key_cap(painter, QPointF(10 + cap, middle), self._key, t)
        pill = draw_pill(painter, QPointF(box.right() - 10, middle), person_pill(match, t))
        text = box.adjusted(22 + cap, 0, 0, 0)
        text.setRight(pill.left() - 12)
        name = min(text.width() * 0.6, QFontMetricsF(font(TEXT, 600)).horizontalAdvance(match.attendee.name) + 1)
        draw_elided(
            painter, QRectF(text.left(), text.top(), name, text.height()), match.attendee.name, font(TEXT, 600), t.ink
        )
        rest = text.adjusted(name + 10, 0, 0, 0)
        draw_elided(painter, rest, match_detail_line(match), font(SMALL), t.quiet)
