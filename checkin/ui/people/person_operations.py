# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of the list of people: each asks what it must, calls the desk, and reports the result."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.admission_rules import counting_point
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.payments import PaymentMeans, can_be_paid
from checkin.core.people.people_filter import PersonAtPoint
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleQueries, Person
from checkin.services.photograph_importing import read_photograph_file
from checkin.translation import clock_time, translate
from checkin.ui.desk.badge_request import request_badge
from checkin.ui.look.answer_wording import answer_explanation
from checkin.ui.look.payment_wording import payment_text
from checkin.ui.look.undo_wording import undo_line
from checkin.ui.supervision.person_status_wording import confirmation_question, confirmed_sentence
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from checkin.ui.widgets.dialog_buttons import ask_confirmation
from checkin.ui.widgets.payment_dialog import ask_payment


class PersonOperations(QObject):
    """The actions. `changed` is emitted before `reported`.

    Cancelling, blocking, reinstating and everything done to several people at once but a payment asks for a supervisor
    through `supervised`.
    """

    changed = Signal()
    reported = Signal(str)
    badge_asked = Signal()
    """Emitted when there is a badge to print."""
    needs_review = Signal(Answer)
    """Emitted with an answer that must be shown at the desk."""

    def __init__(self, desk: Desk, people: PeopleQueries, supervised: SupervisionFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._people, self._supervised = desk, people, supervised

    def check_in(self, person: Attendee) -> None:
        answer = self._desk.check_in(person.id)
        if answer.verdict is Verdict.ADMIT:
            self._report_done(self._arrival(answer))
        elif answer.verdict is Verdict.DUPLICATE and answer.earlier_at:
            since = {"time": clock_time(answer.earlier_at), "desk": answer.earlier_desk}
            self.reported.emit(translate(_ALREADY, name=person.name, point=answer.control_point.name, **since))
        else:
            self.needs_review.emit(answer)

    def take_back(self, person: Attendee) -> None:
        """Take back what the person has from the control point where this desk stands."""
        answer = self._desk.lending.take_back(person.id)
        self._report_done(translate(_TAKEN_BACK, name=person.name, thing=answer.thing, time=clock_time(answer.at)))

    def undo_newest(self, person: Person) -> None:
        """Undo the person's newest arrival or exit at this control point."""
        here = counting_point(self._desk.programme, self._desk.control_point).id
        newest = (line.entry for line in person.story if line.can_undo and line.control_point == here)
        if entry := next(newest, None):
            self.undo(entry)
        else:
            self.reported.emit(translate(_NOTHING, name=person.attendee.name))

    def report_not_undoable(self) -> None:
        """Report that the chosen line cannot be undone."""
        self.reported.emit(translate(_NOT_THIS_LINE))

    def untie_code(self, person: Person) -> None:
        """Take off the code that was given to the person last."""
        if person.last_tie:
            self.undo(person.last_tie)

    def undo(self, entry: bytes) -> None:
        """Undo the entry of one line of the timeline."""
        self._report_done(undo_line(self._desk.undo(entry)))

    def confirm(self, people: Sequence[Attendee]) -> None:
        """Confirm registrations that were approved or paid.

        A single one is asked about first, because the same key lets people in at the desk.
        """
        if all(map(can_be_paid, people)):
            self._ask_payment(people)
            return
        if len(people) > 1:
            self.set_status(people, Status.CONFIRMED)
            return
        question, do = confirmation_question(people[0])
        if ask_confirmation(self._supervised.window(), question, do, is_danger=False):
            self._desk.registration.set_status({people[0].id: Status.CONFIRMED})
            self._report_done(confirmed_sentence(people[0]))

    def _ask_payment(self, people: Sequence[Attendee]) -> None:
        """Ask how these people paid, and note it as an entry for each."""
        how = ask_payment(people, self._supervised.window(), may_enter=False)
        if not isinstance(how, PaymentMeans):
            return
        paid = self._desk.payments.receive([person.id for person in people], how)
        payment = payment_text(how, sum(each.cents for each in paid))
        if len(people) > 1:
            self._report_done(translate(_PAID_TOGETHER, count=len(paid), payment=payment))
        elif paid:
            self._report_done(translate(_PAID, name=people[0].name, payment=payment))
        else:
            self._report_done(translate(_SETTLED, name=people[0].name))

    def set_status(self, people: Sequence[Attendee], status: Status) -> None:
        self._supervised.ask_status([(person, status) for person in people])

    def reinstate(self, people: Sequence[Attendee]) -> None:
        """Give each registration its earlier status again."""
        self._supervised.ask_status([(person, self._people.earlier_status(person.id)) for person in people])

    def merge(self, keep: Attendee, drop: Attendee) -> bool:
        """Merge two records; return False if the user cancelled."""
        return self._supervised.ask_merge(keep, drop)

    def separate(self, person: Person) -> None:
        """Separate the record that was merged last."""
        self._supervised.ask_separate(person.attendee, person.merged[0])

    def give_data(self, person: Person) -> None:
        """Write all data about a person as a JSON file and a readable text."""
        if path := ask_person_file(self._people, self._supervised.window()):
            self._people.export_person(person.attendee.id, path, translate)
            self.reported.emit(translate(_GIVEN, name=path.name, text=path.with_suffix(".txt").name))

    def choose_photograph(self, person: Person) -> None:
        """Give a person the photograph of a file. Raises `UserError` that says what is wrong with it."""
        if path := ask_picture(self._people, self._supervised.window()):
            self._desk.photographs.keep(person.attendee.id, read_photograph_file(path))
            self._report_done(translate(_PHOTOGRAPHED, name=person.attendee.name))

    def remove_photograph(self, person: Person) -> None:
        """Remove a person's photograph, after a question."""
        if not person.photograph:
            self.reported.emit(translate(_NO_PHOTOGRAPH, name=person.attendee.name))
            return
        question = (translate(_REMOVE, name=person.attendee.name), translate(_REMOVED_WHERE))
        if ask_confirmation(self._supervised.window(), question, translate(_DO_REMOVE)):
            self._desk.photographs.remove(person.attendee.id)
            self._report_done(translate(_REMOVED, name=person.attendee.name))

    def print_badge(self, person: Attendee) -> None:
        """Request a badge, whether the person had one or not."""
        badge, sentence = request_badge(self._desk.printing, person, self._supervised.window())
        if badge:
            self.changed.emit()
            self.badge_asked.emit()
        if sentence:
            self.reported.emit(sentence)

    def copy_codes(self, people: Sequence[PersonAtPoint]) -> None:
        codes = [standing.attendee.ticket_code for standing in people]
        QGuiApplication.clipboard().setText("\n".join(codes))
        one = translate(_COPIED, name=people[0].attendee.name)
        self.reported.emit(one if len(codes) == 1 else translate(_ALL_COPIED, count=len(codes)))

    def _arrival(self, answer: Answer) -> str:
        words = _ARRIVALS.get(answer.reason, _ARRIVED)
        name = answer.attendee.name if answer.attendee else ""
        text = translate(words, name=name, point=answer.control_point.name, time=clock_time(answer.at))
        return " ".join(part for part in (text, answer_explanation(answer, self._desk.programme)) if part)

    def _report_done(self, sentence: str) -> None:
        self.changed.emit()
        self.reported.emit(sentence)


def ask_person_file(people: PeopleQueries, parent: QWidget | None) -> Path | None:
    """Return the file for everything about one person, proposed without a name; None if the user cancelled."""
    start = str(people.proposed(translate(_FILE_NAME), ".json"))
    chosen, _ = QFileDialog.getSaveFileName(parent, translate(_FILE_TITLE), start, "JSON (*.json)")
    people.relock()
    return Path(chosen if chosen.lower().endswith(".json") else f"{chosen}.json") if chosen else None


def ask_picture(people: PeopleQueries, parent: QWidget | None) -> Path | None:
    """Return the file of a picture; None if the user cancelled."""
    kinds = f"{translate(_PICTURES)} (*.jpg *.jpeg *.png *.webp *.gif *.bmp)"
    chosen, _ = QFileDialog.getOpenFileName(parent, translate(_CHOOSE), "", kinds)
    people.relock()
    return Path(chosen) if chosen else None


_ARRIVED = Message("people", "{name} has arrived: {point}, {time}.")
_ARRIVALS = {
    Reason.REENTRY: Message("people", "{name} is back: {point}, {time}."),
    Reason.EXIT: Message("people", "{name} went out: {point}, {time}."),
}
_TAKEN_BACK = Message("people", "{name} gave back: {thing}, {time}.")
_SETTLED = Message("people", "{name} owes nothing any more: another desk noted it.")
_PAID_TOGETHER = Message("people", "Payments noted: {count}, {payment}. The registrations are confirmed.")
_PAID = Message("people", "{name} has paid: {payment}. The registration is confirmed.")
_ALREADY = Message("people", "{name} is already here: {point}, {time}, {desk}. Nothing changed.")
_NOTHING = Message("people", "{name}: nothing to undo here.")
_NOT_THIS_LINE = Message(
    "people",
    "This line cannot be undone. F8 undoes arrivals, exits, corrections made at a desk, given codes and signatures.",
)
_GIVEN = Message("privacy", "Everything about this person is in {name}, and as readable text in {text}.")
_COPIED = Message("people", "The code of {name} is copied.")
_ALL_COPIED = Message("people", "{count} codes are copied, one per line.")
_PICTURES = Message("photograph", "Pictures")
_CHOOSE = Message("photograph", "Choose a photograph")
_PHOTOGRAPHED = Message("photograph", "{name} has a photograph.")
_NO_PHOTOGRAPH = Message("photograph", "{name} has no photograph.")
_REMOVE = Message("photograph", "Remove the photograph of {name}?")
_REMOVED_WHERE = Message(
    "photograph",
    "It is no longer shown or printed, at no desk. The event file still contains it until the personal data is erased.",
)
_DO_REMOVE = Message("photograph", "Remove")
_REMOVED = Message("photograph", "The photograph of {name} is removed.")
_FILE_TITLE = Message("privacy", "Save everything about this person")
_FILE_NAME = Message("privacy", "data of one person")
