# SPDX-License-Identifier: GPL-3.0-or-later
"""The control point of this desk: the move that the clock proposes, the move itself, and the note for the next
volunteer.
"""

from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.desk.handover_bar import HandoverBar
from checkin.ui.desk.note_dialog import NoteDialog

QUIET = timedelta(minutes=3)
"""Time since the last answer, or the start, before another control point is proposed: a busy desk is left alone."""


class ControlPointSwitcher(QObject):
    """The moves of this desk between control points; the window places its `bar`.

    With `follows_clock` the desk moves without a question, once per pair of control points, where there is only one to
    go to.
    """

    leaving = Signal()
    """Emitted before the move, so that codes read here are answered here."""
    moved = Signal(str)
    """Emitted with the id of the new control point; everything on the screen is about the old one."""
    reported = Signal(str)
    note_left = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._gone: set[tuple[str, str]] = set()
        self._busy_until = desk.now() + QUIET
        self.follows_clock = True
        self.bar = HandoverBar()
        self.bar.chosen.connect(self.move_to)

    def move_to(self, point: str) -> None:
        self.leaving.emit()
        self._desk.move_to(point)
        self.propose(is_free=False)
        self.moved.emit(self._desk.control_point.id)

    def answered(self) -> None:
        """Put off proposals for `QUIET`: a desk with a queue is not asked to move."""
        self._busy_until = self._desk.now() + QUIET

    def propose(self, *, is_free: bool) -> None:
        """Propose a move if the clock calls for one.

        `is_free`: no answer is shown, so the desk may move without a question.
        """
        found, here = self._desk.handover.wanted(), self._desk.control_point
        is_asked = found is not None and (found.is_over or self._desk.now() >= self._busy_until)
        self.bar.propose(found if is_asked else None, here)
        only = found.only if found else None
        if only and self.follows_clock and is_free and (here.id, only.id) not in self._gone:
            self._gone.add((here.id, only.id))
            self.move_to(only.id)
            words = _BY_THE_CLOCK if here.closes else _TIME_FOR
            self.reported.emit(translate(words, gone=here.name, here=only.name))

    def accept_proposal(self) -> bool:
        """Move to the proposed control point; return False if there is none, or several."""
        points = self.bar.points if self.bar.isVisible() else ()
        if len(points) == 1:
            self.move_to(points[0].id)
        return len(points) == 1

    def ask_note(self, parent: QWidget) -> None:
        """Ask for the note that the volunteer leaving this control point writes for the next one."""
        dialog = NoteDialog(self._desk.control_point.name, self._desk.handover.note(), parent)
        if dialog.exec():
            self._desk.handover.leave_note(dialog.text)
            self.note_left.emit()
        dialog.deleteLater()


_BY_THE_CLOCK = Message("desk", "{gone} has closed: this desk is now at {here}. F10 to change.")
_TIME_FOR = Message("desk", "It is time for {here}: this desk is now there. F10 to change.")
