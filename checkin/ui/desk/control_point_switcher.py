# SPDX-License-Identifier: GPL-3.0-or-later
"""Where this desk stands: what the clock proposes, the move, and the note for whoever comes. Shows no answer."""

from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from checkin.core.message import Message
from checkin.core.registration_form import MOST_LETTERS
from checkin.desk.desk import Desk
from checkin.language import translate
from checkin.ui.desk.handover_bar import HandoverBar

QUIET = timedelta(minutes=3)
"""Since the last answer, or the start: before that nobody at the desk has time for another question."""


class ControlPointSwitcher(QObject):
    """`bar` is the window's to place. `follows_clock`: the desk goes by itself, once, where it is no question."""

    leaving = Signal()
    """Before it moves: what was read here is to be answered here."""
    moved = Signal(str)
    """The control point chosen: everything on the screen was about another one."""
    told = Signal(str)
    note_left = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._gone: set[tuple[str, str]] = set()
        self._busy_until = desk.now() + QUIET
        self.follows_clock = True
        self.bar = HandoverBar()
        self.bar.chosen.connect(self.stand_at)

    def stand_at(self, point: str) -> None:
        self.leaving.emit()
        self._desk.stand_at(point)
        self.propose(is_free=False)
        self.moved.emit(self._desk.control_point.id)

    def answered(self) -> None:
        """Somebody is here: a desk with a queue is not asked whether it would rather stand elsewhere."""
        self._busy_until = self._desk.now() + QUIET

    def propose(self, *, is_free: bool) -> None:
        """Look at the clock. `is_free`: nobody is being answered, so the desk may go."""
        found, here = self._desk.handover.wanted(), self._desk.control_point
        is_asked = found is not None and (found.is_over or self._desk.now() >= self._busy_until)
        self.bar.propose(found if is_asked else None, here)
        only = found.only if found else None
        if only and self.follows_clock and is_free and (here.id, only.id) not in self._gone:
            self._gone.add((here.id, only.id))
            self.stand_at(only.id)
            self.told.emit(translate(_BY_THE_CLOCK, gone=here.name, here=only.name))

    def accept_proposal(self) -> bool:
        """Go where the clock proposes; false if that is nowhere, or a choice."""
        points = self.bar.points if self.bar.isVisible() else ()
        if len(points) == 1:
            self.stand_at(points[0].id)
        return len(points) == 1

    def ask_note(self, parent: QWidget) -> None:
        """Of whoever leaves this control point, for whoever comes."""
        here = self._desk.control_point.name
        title, before = translate(_NOTE, here=here), self._desk.handover.note()
        text, is_given = QInputDialog.getText(parent, title, translate(_NOTE_FOR), QLineEdit.EchoMode.Normal, before)
        if is_given:
            self._desk.handover.leave_note(text[:MOST_LETTERS])
            self.note_left.emit()


_BY_THE_CLOCK = Message("desk", "{gone} has closed: this desk now stands at {here}. F10 changes it.")
_NOTE = Message("desk", "Note at {here}")
_NOTE_FOR = Message("desk", "For whoever stands here next:")
