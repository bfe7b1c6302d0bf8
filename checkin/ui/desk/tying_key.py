# SPDX-License-Identifier: GPL-3.0-or-later
"""The key that gives a code to a person (Ctrl+L): the next code that is read becomes theirs and is no scan."""

from PySide6.QtCore import QObject, QTimer, Signal

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.chosen_columns import isolated
from checkin.core.decision import Reason
from checkin.core.desk_settings import TiedCodes
from checkin.core.message import Message
from checkin.services.admission_service import make_displayable
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.tying_bar import TyingBar
from checkin.ui.widgets.dialog_buttons import ask_agreement

WAIT_MS = 30_000
"""Milliseconds for which a code is awaited, from the key or from a code that was refused."""


class TyingKey(QObject):
    """The wait for a code of one person. `bar` shows whose.

    It ends with the code, with Esc, after `WAIT_MS`, and when the desk turns to somebody else. A code that cannot be
    theirs is refused with the reason, and the next one is awaited.
    """

    reported = Signal(str)
    """Emitted with one sentence for the user."""

    def __init__(self, desk: Desk, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._desk, self._operations, self._stage = desk, operations, stage
        self._person: Attendee | None = None
        self.rule = TiedCodes.ASK
        """What becomes of a person's other codes, as in the settings. The strip offers the other way for one person."""
        self._keeps = True
        self.bar = TyingBar()
        self.bar.left.connect(self.leave)
        self.bar.turned_over.connect(self._turn_over)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._give_up)
        operations.answered.connect(self._turn_to)

    @property
    def is_waiting(self) -> bool:
        """Whether the next code is for a person, and no scan."""
        return self._person is not None

    def begin(self, person: Attendee) -> None:
        """Await the code of a person."""
        self._person, self._keeps = person, self._keeps_usually()
        self._wait.start()
        self.bar.show_person(person.name, keeps=self._keeps)
        self._stage.search.setFocus()

    def give_scanned(self, person: Attendee) -> None:
        """Tie the code that was scanned last, and was nobody's; of a person whom no user chose, ask first. What is
        scanned while it is asked changes neither.
        """
        code = self._operations.scanned
        if self._operations.chose(person) or self._is_agreed(person, code):
            self._operations.tie(person, code, keeps=self._keeps_usually())

    def _is_agreed(self, person: Attendee, code: str) -> bool:
        question = translate(_ASK, code=isolated(make_displayable(code)), name=person.name), translate(_ASK_NOTE)
        do = translate(_GIVE, name=person.name)
        return ask_agreement(self._stage.window(), question, do)

    def take(self, text: str) -> bool:
        """Tie a code that was read, if one is awaited; return whether it was. After one that cannot be theirs the next
        is awaited.
        """
        person = self._person
        if person is None:
            return False
        self._wait.start()
        self._operations.tie(person, text, keeps=self._keeps)
        return True

    def leave(self) -> bool:
        """Await no code any more; return whether one was awaited."""
        was_waiting, self._person = self.is_waiting, None
        self._wait.stop()
        self.bar.hide()
        return was_waiting

    def _give_up(self) -> None:
        if person := self._person:
            self.leave()
            self.reported.emit(translate(_GIVEN_UP, name=person.name))

    def _turn_to(self, answer: Answer) -> None:
        """End the wait with an answer: that the code is theirs now, one about somebody else, or that nothing was
        saved; not with that of a code that cannot be theirs.
        """
        if answer.reason is not Reason.NOT_TIED:
            self.leave()

    def _keeps_usually(self) -> bool:
        """Return whether old codes stay valid, as this desk's settings say, else as at the newest code of the event;
        before the first one they do, because that takes nothing away.
        """
        if self.rule is TiedCodes.ASK:
            return self._desk.tying.kept_last() is not False
        return self.rule is TiedCodes.KEEP

    def _turn_over(self) -> None:
        """Let the other codes of this person be replaced instead of staying valid, or the other way round."""
        if person := self._person:
            self._keeps = not self._keeps
            self._wait.start()
            self.bar.show_person(person.name, keeps=self._keeps)
            self._stage.search.setFocus()


_ASK = Message("tie", "Give the code {code} to {name}?")
_ASK_NOTE = Message("tie", "Only if you hand this badge or wristband to them. Another event’s ticket: Esc.")
_GIVE = Message("tie", "Give it to {name}")
_GIVEN_UP = Message("tie", "No code was read: nothing was given to {name}. Ctrl+L begins again.")
