# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge of the attendee shown at the desk: followed through its print job, sent to the second printer, printed
again.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.desk.badge_request import request_badge
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.target_person import TargetPerson


class DeskBadges(QObject):
    """The badge actions of the desk. `asked_for`: there is something to print. `reported`: a sentence for the user."""

    asked_for = Signal()
    reported = Signal(str)

    def __init__(self, desk: Desk, meant: TargetPerson, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._desk, self._meant, self._operations, self._stage = desk, meant, operations, stage

    def follow(self) -> None:
        """Show the current state of the answer's print job."""
        shown = self._operations.shown
        if shown is None or shown.badge is None:
            return
        job = self._desk.printing.job(shown.badge.job.id)
        if job and job != shown.badge.job:
            self._show(replace(shown, badge=replace(shown.badge, job=job)))

    def print_on_second(self) -> bool:
        """Move the answer's badge from a failing printer to the second one; return False if the answer has no such
        badge.
        """
        shown = self._operations.shown
        if shown is None or not shown.lacks_badge or not shown.badge or not shown.badge.can_go_to_second:
            return False
        self._desk.printing.move(shown.badge.job.id, shown.badge.second)
        self.follow()
        self.reported.emit(translate(_MOVED, printer=self._desk.printing.plan.name_of(shown.badge.second)))
        self.asked_for.emit()
        return True

    def reprint(self) -> None:
        """Request a badge for the person of the selected line, else for the one found or answered."""
        if person := self._meant.person_of_line() or self._meant.person(_NOBODY):
            self.reprint_for(person, self._stage)

    def reprint_for(self, person: Attendee, parent: QWidget) -> None:
        """Request another badge for `person`; an answer about that person then follows it.

        Raise `UserError` without a printer.
        """
        badge, sentence = request_badge(self._desk.printing, person, parent)
        if badge is None:
            return
        shown = self._operations.shown
        if shown and shown.attendee and shown.attendee.id == person.id:
            self._show(replace(shown, badge=replace(badge, is_by_hand=True)))
        else:
            self.reported.emit(sentence)
        self.asked_for.emit()

    def _show(self, answer: Answer) -> None:
        self._operations.amend(answer)
        self._stage.show_answer(answer, self._desk.programme, self._desk.photographs.shown(answer))


_MOVED = Message("printing", "The badge is being sent to {printer}.")
_NOBODY = Message("printing", "No person is shown whose badge could be printed. Search by name, or scan a code.")
