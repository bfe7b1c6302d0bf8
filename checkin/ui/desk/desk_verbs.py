# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at the desk does, as the desk's verbs: by a code, a key, a number, a name. Draws nothing.

Keeps the answer that is shown, for a key is about it. An answer is `answered` only after the desk's verb has returned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from checkin.core.admission import Reason
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.errors import CheckinError, StorageError
from checkin.core.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import OtherDesk
from checkin.desk.desk import Desk
from checkin.desk.desk_queries import DeskQueries


@dataclass(frozen=True, slots=True)
class PendingVerb:
    """What a verb was called for, until it returns: told if the disk fails."""

    read: str
    how: CheckInMethod
    attendee: Attendee | None = None


class DeskVerbs(QObject):
    """`shown` is the answer that is seen, `asked` the same while it is a question that F7 settles."""

    answered = Signal(Answer)
    """Of a verb that has returned, or that nothing was saved."""
    shown_changed = Signal()
    """Another answer is shown, or none is any more."""

    def __init__(self, desk: Desk, board: DeskQueries, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._board = desk, board
        self._attempt: PendingVerb | None = None
        self.shown: Answer | None = None
        self.asked: Answer | None = None
        self.silent: tuple[OtherDesk, ...] = ()
        """Desks whose arrivals may be missing here."""

    def forget(self) -> None:
        """The answer is no longer seen: no key is about it."""
        self.asked = self.shown = None
        self.shown_changed.emit()

    def amend(self, answer: Answer) -> None:
        """More is known of what is shown."""
        if self.asked is self.shown:
            self.asked = answer
        self.shown = answer

    def failed(self, error: CheckinError) -> bool:
        """Whether nothing was saved of a verb. That is the answer then, and the question may be settled again."""
        attempt, self._attempt = self._attempt, None
        if not isinstance(error, StorageError) or attempt is None:
            return False
        asked = self.asked
        self._answer(self._desk.not_saved(attempt.read, attempt.how, attempt.attendee))
        self.asked = asked
        return True

    # Somebody is there

    def scan(self, text: str) -> None:
        self._attempt = PendingVerb(text, CheckInMethod.CODE)
        self._answer(self._desk.scan(text))

    def check_in(self, attendee_id: str) -> None:
        self._attempt = PendingVerb("", CheckInMethod.SEARCH, self._board.person(attendee_id))
        self._answer(self._desk.check_in(attendee_id))

    def register(self, form: RegistrationForm, absent: Attendee | None) -> None:
        """Somebody new, in place of `absent` if that is somebody."""
        named = Attendee("", form.first_name, form.last_name, "", organisation=form.organisation)
        self._attempt = PendingVerb("", CheckInMethod.WALK_IN, named)
        registration = self._desk.registration
        self._answer(registration.substitute(absent.id, form) if absent else registration.walk_in(form))

    def call_next(self) -> bool:
        """The first who waits for a seat here, if one is free for them; false if nobody is to be called."""
        person = self._desk.workshops.next_in_line()
        if person is not None:
            self.check_in(person.id)
        return person is not None

    def settle(self, answer: Answer) -> None:
        """What was answered elsewhere, and somebody has to look at here."""
        self._answer(answer)

    # About the answer that is shown

    def admit(self) -> bool:
        """Let in the person of the answer that asked; false if none did."""
        if (asked := self.asked) is None:
            return False
        self._try(asked)
        self._answer(self._desk.admit(asked))
        return True

    def overrule(self, refused: Answer, authority: Authority) -> None:
        """Let in the person of `refused`, on somebody's authority."""
        self._try(refused)
        self._answer(self._desk.overrule(refused, authority))

    def complete(self, asked: Answer, changes: Mapping[str, str]) -> None:
        """What was missing is filled in, and they go on."""
        self._try(asked)
        self._answer(self._desk.complete(asked, changes))

    def wait(self) -> bool:
        """Put the person of the answer in the line for a seat; false if the answer has no line."""
        if (shown := self.shown) is None or not shown.can_wait:
            return False
        self._try(shown)
        self._answer(self._desk.workshops.wait(shown))
        return True

    def choose(self, number: int) -> bool:
        """Do what a number means to the answer that is shown; false where it asks for no such number.

        It is one of the people or workshops, or how many of a group.
        """
        shown = self.shown
        if shown is None or not 1 <= number <= shown.highest_choice:
            return False
        if shown.candidates:
            self.check_in(shown.candidates[number - 1].attendee.id)
            return True
        self._try(shown)
        if shown.workshops:
            self._answer(self._desk.workshops.move(shown, shown.workshops[number - 1].session.id))
        else:
            self._answer(self._desk.admit(shown, number))
        return True

    def undo(self, entry: bytes) -> None:
        """Undo one passage, or what was done about a full session."""
        self._attempt = PendingVerb("", CheckInMethod.SEARCH, self._board.person_of(entry))
        self._answer(self._desk.undo(entry))

    def _try(self, answer: Answer) -> None:
        self._attempt = PendingVerb(answer.read, answer.how, answer.attendee)

    def _answer(self, answer: Answer) -> None:
        self._attempt = None
        if answer.reason in (Reason.NOT_HEARD_OF, Reason.WELCOME):
            answer = replace(answer, silent=self.silent)
        self.asked = answer if answer.can_admit else None
        self.shown = answer
        self.shown_changed.emit()
        self.answered.emit(answer)
