# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's operations with the answer they lead to: scan, check in, undo, overrule. Draws nothing.

Keeps the answer that is shown, because keys refer to it. `answered` is emitted only after the operation has returned,
that is after the commit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import CheckinError, StorageError, UserError
from checkin.core.payments import PaymentMeans
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.desk_services import WAIT
from checkin.ui.desk.answer_content import provisional_code
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.widgets.keyboard import QUESTION_MS, CodeQueue

SERVED_FOR = timedelta(seconds=12)
"""How long an unknown code is offered to the person who was answered before it: the next one is there soon."""


@dataclass(frozen=True, slots=True)
class PendingOperation:
    """The arguments of the operation in progress, needed for the answer if the disk fails."""

    read: str
    how: CheckInMethod
    attendee: Attendee | None = None


class DeskOperations(QObject):
    """The one way from codes, keys, numbers and names to the operations of `desk.Desk`.

    Each operation here calls one of the desk, in this thread, and emits `answered` once it has returned; an operation
    that raises emits nothing, and the caller passes the error to `failed`. Methods that a key may call in vain return
    False and do nothing then.

    `shown` is the visible answer; `asked` is the same while it is a question, which `admit` (F7) confirms.

        operations = DeskOperations(desk, queries, window)
        operations.answered.connect(window.show)
        operations.scan(text)          # answered: REMOTE asks a question
        operations.admit()             # answered: the person is let in
    """

    answered = Signal(Answer)
    """Emitted with the answer of an operation that has returned, or with NOT_SAVED."""
    shown_changed = Signal()
    """Another answer is shown, or none is any more."""

    def __init__(self, desk: Desk, queries: DeskQueries, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._queries = desk, queries
        self._attempt: PendingOperation | None = None
        self.shown: Answer | None = None
        self.asked: Answer | None = None
        self.scanned = ""
        """The text of the newest code that was scanned."""
        self._served: Answer | None = None
        self._stray = ""
        """The unknown code that was offered to the person answered before it: no other is."""
        self._unnumbered: Answer | None = None
        """The answer to who was lent a thing here last, while its number is not noted."""
        self.is_searching: Callable[[], bool] = lambda: False
        self.highlighted: Callable[[], Attendee | None] = lambda: None
        """Whether the user looks for a person since the last answer, and the one chosen in that search."""
        self.silent: tuple[OtherDesk, ...] = ()
        """Desks that have not been heard of lately: their arrivals may be missing here."""

    def forget(self) -> None:
        """Drop the answer: it is no longer visible, so no key may refer to it."""
        self.asked = self.shown = None
        self.shown_changed.emit()

    def forget_people(self) -> None:
        """Drop who was answered before, after an erasure."""
        self._served = self._unnumbered = None

    def amend(self, answer: Answer) -> None:
        """Replace the shown answer by `answer`, which says more about the same scan."""
        if self.asked is self.shown:
            self.asked = answer
        self.shown = answer

    def failed(self, error: CheckinError) -> bool:
        """Answer NOT_SAVED if `error` says that an operation could not be stored; return whether it did.

        The question stays open, so that it can be confirmed again.
        """
        attempt, self._attempt = self._attempt, None
        if not isinstance(error, StorageError) or attempt is None:
            return False
        asked = self.asked
        self._answer(self._desk.not_saved(attempt.read, attempt.how, attempt.attendee))
        self.asked = asked
        return True

    # A person is there

    def scan(self, text: str) -> None:
        self._attempt, self.scanned = PendingOperation(text, CheckInMethod.CODE), text
        self._answer(self._desk.scan(text))

    def check_in(self, attendee_id: str) -> None:
        self._attempt = PendingOperation("", CheckInMethod.SEARCH, self._queries.person(attendee_id))
        self._answer(self._desk.check_in(attendee_id))

    def register(self, form: RegistrationForm, absent: Attendee | None) -> None:
        """Register a walk-in, or the substitute of `absent`."""
        named = Attendee("", form.first_name, form.last_name, "", organisation=form.organisation)
        self._attempt = PendingOperation("", CheckInMethod.WALK_IN, named)
        registration = self._desk.registration
        self._answer(registration.substitute(absent.id, form) if absent else registration.walk_in(form))

    def call_next(self) -> bool:
        """Check in the first attendee of the waiting line for whom a seat is free; return False if there is none."""
        person = self._desk.workshops.next_in_line()
        if person is not None:
            self.check_in(person.id)
        return person is not None

    def show_decided(self, answer: Answer) -> None:
        """Show an answer that was decided elsewhere (at a self-service screen) and needs attention here."""
        self._answer(answer)

    # About the answer that is shown

    def admit(self) -> bool:
        """Let in the person of the open question, or who just got a code; return False if there is none."""
        if (shown := self.shown) and shown.awaits_entry and shown.attendee:
            self.check_in(shown.attendee.id)
            return True
        if (asked := self.asked) is None:
            return False
        self.admit_asked(asked)
        return True

    def admit_asked(self, asked: Answer) -> None:
        """Let in the person of a question, also where another was answered meanwhile."""
        self._try(asked)
        self._answer(self._desk.admit(asked).with_party(asked.order.party))

    def admit_paid(self, asked: Answer, means: PaymentMeans) -> None:
        """Note how the person of `asked` paid, and let them in if nothing else is to be asked."""
        self._try(asked)
        self._answer(self._desk.admit_paid(asked, means).with_party(asked.order.party))

    def note_payment(self, shown: Answer, means: PaymentMeans) -> None:
        """Note how the person of `shown`, who is in already, paid."""
        assert shown.attendee
        self._try(shown)
        paid = self._desk.payments.receive([shown.attendee.id], means)
        confirmed = replace(shown.attendee, status=Status.CONFIRMED)
        self._answer(replace(shown, attendee=confirmed, payment=replace(shown.payment, means=means if paid else None)))

    def take_back(self) -> bool:
        """Take back what the person of the answer has from here; return False if there is nothing to take back."""
        if (shown := self.shown) is None or not shown.can_take_back or shown.attendee is None:
            return False
        self._try(shown)
        lending = self._desk.lending
        is_for_another = shown.reason is Reason.THING_OUT
        self._answer(lending.hand_on(shown) if is_for_another else lending.take_back(shown.attendee.id))
        return True

    def overrule(self, refused: Answer, authority: Authority) -> None:
        """Let in the person of `refused` on a supervisor's authority."""
        self._try(refused)
        self._answer(self._desk.overrule(refused, authority))

    def complete(self, asked: Answer, changes: Mapping[str, str]) -> None:
        """Save the missing fields and check the person in."""
        self._try(asked)
        self._answer(self._desk.complete(asked, changes))

    def wait(self) -> bool:
        """Put the person of the answer in the waiting line; return False if the answer offers none."""
        if (shown := self.shown) is None or not shown.can_wait:
            return False
        self._try(shown)
        self._answer(self._desk.workshops.wait(shown))
        return True

    def choose(self, number: int) -> bool:
        """Do what `number` means for the shown answer: a candidate, a workshop, or how many people of a group.

        Return False if the answer asks for no such number.
        """
        shown = self.shown
        if shown is None or not 1 <= number <= shown.highest_choice:
            return False
        if shown.candidates:
            self.check_in(shown.candidates[number - 1].attendee.id)
            return True
        self._try(shown)
        if shown.asks_how_many:
            self._answer(self._desk.admit(shown, number).with_party(shown.order.party))
        elif shown.alternatives.workshops:
            self._answer(self._desk.workshops.move(shown, shown.alternatives.workshops[number - 1].session.id))
        elif number > shown.order.last_number:
            self.undo(shown.undoable_party[number - shown.order.last_number - 1].entry or b"")
        else:
            self._choose_of_order(shown, number)
        return True

    def _choose_of_order(self, shown: Answer, number: int) -> None:
        """Check in one of the order of `shown`, or all; if none comes in without a question, ask about the first. Each
        answer keeps those before it: what is to be read about them stays on the screen.
        """
        answers = self._desk.check_in_order(shown) if number == shown.order.number_of_all else []
        if not answers:
            chosen = shown.order.others[number - 1 if number <= len(shown.order.named) else 0].attendee
            self._attempt = PendingOperation("", CheckInMethod.SEARCH, chosen)
            answers = [self._desk.check_in(chosen.id)]
        party = (*shown.order.party, shown.with_party(()))
        for answer in answers:
            self._answer(answer.with_party(party))
            party = (*party, answer)

    def tie(self, person: Attendee, text: str, *, keeps: bool) -> None:
        """Make a code that was read the person's; answer NOT_TIED for one that cannot be theirs."""
        self._attempt = PendingOperation(text, CheckInMethod.CODE, person)
        try:
            answer = self._desk.tying.tie(person.id, text, keeps=keeps)
        except UserError as error:
            answer = self._desk.tying.refused(text, error)
        self._answer(answer)

    def undo(self, entry: bytes) -> None:
        """Undo one passage, or what was decided about a full session. Others of an order who are shown stay."""
        self._attempt = PendingOperation("", CheckInMethod.SEARCH, self._queries.person_of(entry))
        shown = self.shown
        together = (*shown.order.party, shown.with_party(())) if shown and shown.order.party else ()
        stay = tuple(each for each in together if each.entry != entry and each.reason is not Reason.UNDONE)
        self._answer(self._desk.undo(entry).with_party(stay if len(stay) < len(together) else ()))

    def _try(self, answer: Answer) -> None:
        self._attempt = PendingOperation(answer.read, answer.how, answer.attendee)

    def _answer(self, answer: Answer) -> None:
        self._attempt = None
        if answer.reason in (Reason.NOT_HEARD_OF, Reason.WELCOME):
            answer = replace(answer, silent=self.silent)
        if _may_be_given(answer):
            answer = replace(answer, giving=replace(answer.giving, to=self._busy_with(answer)))
        else:
            self._served, self._stray = answer if _is_served(answer) else None, ""
        answer = self._with_unnumbered(answer)
        self.asked = answer if answer.can_admit else None
        self.shown = answer
        self.shown_changed.emit()
        self.answered.emit(answer)

    def _with_unnumbered(self, answer: Answer) -> Answer:
        """Return `answer` with the name of who got a thing here just before, without a noted number."""
        before, person = self._unnumbered, answer.attendee
        if person is None or not answer.is_loan:
            return answer
        is_here = before is not None and before.control_point.id == answer.control_point.id
        other = before.attendee if before and is_here else None
        is_same = other is not None and other.id == person.id
        if answer.thing or answer.lent.is_asked or is_same:
            self._unnumbered = answer if answer.lent.is_asked and not answer.thing else None
        if other is None or is_same:
            return answer
        return replace(answer, lent=replace(answer.lent, unnumbered=other.name))

    def chose(self, person: Attendee) -> bool:
        """Return whether a user chose the person whom an unknown code is offered to; the one answered before it nobody
        did.
        """
        return self._served is None or self._served.attendee is None or self._served.attendee.id != person.id

    def _busy_with(self, unknown: Answer) -> Attendee | None:
        """Return the person who perhaps gets the unknown code: the one chosen in a search, if there is one, else the
        one of the answer just before, for a while.
        """
        if self.is_searching():
            return self.highlighted()
        served = self._served
        if served is None or unknown.at - served.at > SERVED_FOR or self._stray not in ("", unknown.read):
            return None
        self._stray = unknown.read
        return served.attendee


def _may_be_given(answer: Answer) -> bool:
    """Whether the unknown code may be a wristband, and no number of a thing that is lent here."""
    is_nobodys = answer.reason is Reason.UNKNOWN and answer.attendee is None
    return is_nobodys and not answer.desk.scans_only and not answer.control_point.gives


def _is_served(answer: Answer) -> bool:
    """Whether the person of the answer stands here and is in, or just got a code."""
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) or answer.reason is Reason.TIED
    return is_in and answer.attendee is not None


LINGER_MS = {Verdict.ADMIT: 8_000, Verdict.DUPLICATE: 20_000, Verdict.REFUSE: 30_000}
"""How long an answer stays when nothing follows. A question stays until something follows."""

ORDER_LINGER_MS = 30_000
"""How long an answer stays that offers the others of an order."""

NUMBER_LINGER_MS = round(WAIT.total_seconds() * 1000)
"""How long an answer stays that waits for the number of a thing: as long as the number is for its person."""

PHOTO_MS, PHOTO_LINGER_MS = 8_000, 60_000
"""How long a new code is shown to be photographed: before waiting codes go on, and when nothing follows."""


class ShownAnswer(QObject):
    """The way of an answer to the screen (`present`), and back to the camera (`rest`)."""

    presented = Signal(Answer)
    """Emitted with an answer that is on the screen now."""

    def __init__(self, desk: Desk, operations: DeskOperations, chrome: DeskChrome, codes: CodeQueue) -> None:
        super().__init__(chrome)
        self._desk, self._operations, self._chrome, self._codes = desk, operations, chrome, codes
        self._stage = chrome.stage
        self.linger = QTimer(self, singleShot=True)
        self.linger.timeout.connect(self.rest)

    def rest(self) -> None:
        """Return to the camera and forget the answer."""
        self._operations.forget()
        self._chrome.reset_status()
        self._stage.recent_scans.pop_interruption()
        self._stage.show_idle()

    def make_way(self) -> None:
        """Forget the answer before a form is shown: F7 and F8 were about it."""
        self.linger.stop()
        self._operations.forget()

    def present(self, answer: Answer) -> None:
        """Show an answer at once. Anything but NOT_SAVED is on the disk."""
        self._stage.recent_scans.interrupt()
        if answer.reason is not Reason.NOT_SAVED:
            self._chrome.reset_status()
            self._chrome.show_saved(True)
        is_new = bool(provisional_code(answer))
        self._pause_codes(answer, is_new)
        self._stage.show_answer(answer, self._desk.programme, self._desk.photographs.shown(answer))
        self._stage.search.setFocus()  # the next name can be typed at once, whatever was clicked before
        self.linger.stop()
        if answer.verdict in LINGER_MS:
            self.linger.start(PHOTO_LINGER_MS if is_new else _linger(answer))
        self.presented.emit(answer)

    def _pause_codes(self, answer: Answer, is_new: bool) -> None:
        """Let waiting codes wait until this answer could be read, or its new code photographed."""
        if self._operations.asked:
            self._codes.pause_for(QUESTION_MS)
        elif answer.verdict is not Verdict.ADMIT and self._codes.is_resting:
            self._codes.pause_for()
        if is_new and self._codes.is_waiting:
            self._codes.pause_for(PHOTO_MS)


def _linger(answer: Answer) -> int:
    """Return how long `answer` stays when nothing follows, in milliseconds."""
    if answer.lent.is_asked:
        return NUMBER_LINGER_MS
    return max(LINGER_MS[answer.verdict], ORDER_LINGER_MS if answer.order.others or answer.order.party else 0)
