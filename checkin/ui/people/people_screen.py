# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of all people: the list, and the pages over it. Turns requested actions into operations.

What is shown is read from the event file after every action. Decides nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from checkin.core.admission_rules import counting_point, decides_entrance
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, Status
from checkin.core.chosen_columns import titles_to_correct
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.payments import PaymentMeans, can_be_paid, currency_of
from checkin.core.people_list import PersonAtPoint
from checkin.services.desk import Desk
from checkin.services.desk_queries import FormChoices
from checkin.services.people_queries import PeopleQueries, Person
from checkin.services.photograph_importing import read_photograph_file
from checkin.services.registration import NewValue
from checkin.translation import clock_time, translate
from checkin.ui.desk.person_keys import request_badge
from checkin.ui.look.answer_wording import answer_explanation
from checkin.ui.look.theme import GAP, MARGIN
from checkin.ui.look.undo_wording import amount_shown, payment_text, person_field_label, undo_line
from checkin.ui.people.correction_form import CorrectionForm, MergePage, ReplaceCodePage
from checkin.ui.people.people_browser import PeopleBrowser
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.supervision.supervision_flow import SupervisionFlow, confirmation_question, confirmed_sentence
from checkin.ui.widgets.buttons import ask_confirmation
from checkin.ui.widgets.form_page import FormPage
from checkin.ui.widgets.payment_dialog import ask_payment
from checkin.ui.widgets.screen_page import PARTICIPANTS, Keys, Pages, ScreenHeading, ScreenPage, event_line


class PersonOperations(QObject):
    """The operations of the list of people: each asks what it must, calls the desk, and reports. `changed` is emitted
    before `reported`.

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
        elif answer.verdict is Verdict.DUPLICATE and answer.earlier.at:
            since = {"time": clock_time(answer.earlier.at), "desk": answer.earlier.desk}
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
            self.reported.emit(translate(Message("people", "{name}: nothing to undo here."), name=person.attendee.name))

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
        payment = payment_text(how, amount_shown(sum(each.cents for each in paid), currency_of(people)))
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
            self._report_done(translate(Message("photograph", "{name} has a photograph."), name=person.attendee.name))

    def remove_photograph(self, person: Person) -> None:
        """Remove a person's photograph, after a question."""
        if not person.photograph:
            self.reported.emit(translate(Message("photograph", "{name} has no photograph."), name=person.attendee.name))
            return
        question = (translate(_REMOVE, name=person.attendee.name), translate(_REMOVED_WHERE))
        if ask_confirmation(self._supervised.window(), question, translate(Message("photograph", "Remove"))):
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
        one = translate(Message("people", "The code of {name} is copied."), name=people[0].attendee.name)
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
    start = str(people.proposed(translate(Message("privacy", "data of one person")), ".json"))
    chosen, _ = QFileDialog.getSaveFileName(parent, translate(_FILE_TITLE), start, "JSON (*.json)")
    people.relock()
    return Path(chosen if chosen.lower().endswith(".json") else f"{chosen}.json") if chosen else None


def ask_picture(people: PeopleQueries, parent: QWidget | None) -> Path | None:
    """Return the file of a picture; None if the user cancelled."""
    kinds = f"{translate(_PICTURES)} (*.jpg *.jpeg *.png *.webp *.gif *.bmp)"
    chosen, _ = QFileDialog.getOpenFileName(parent, translate(Message("photograph", "Choose a photograph")), "", kinds)
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
_NOT_THIS_LINE = Message(
    "people",
    "This line cannot be undone. F8 undoes arrivals, exits, corrections made at a desk, given codes and signatures.",
)
_GIVEN = Message("privacy", "Everything about this person is in {name}, and as readable text in {text}.")
_ALL_COPIED = Message("people", "{count} codes are copied, one per line.")
_REMOVE = Message("photograph", "Remove the photograph of {name}?")
_REMOVED_WHERE = Message(
    "photograph",
    "It is no longer shown or printed, at no desk. The event file still contains it until the personal data is erased.",
)
_REMOVED = Message("photograph", "The photograph of {name} is removed.")
_FILE_TITLE = Message("privacy", "Save everything about this person")


LOOK_MS = 2_000
"""Milliseconds between checks whether another window has written to the file."""


@dataclass(frozen=True, slots=True)
class PeopleContext:
    """The dependencies of the screen, all of one desk."""

    desk: Desk
    people: PeopleQueries
    choices: FormChoices
    supervised: SupervisionFlow


class PeopleScreen(ScreenPage):
    """The screen; `show_person` opens one person's timeline."""

    changed = Signal()
    """Emitted when people or their states changed, so that counts must be read again."""
    reported = Signal(str)
    badge_asked = Signal()
    """Emitted when there is a badge to print."""
    code_wanted = Signal(Attendee)
    """Emitted with the person to whom the desk is to give a code."""
    needs_review = Signal(Answer)
    """Emitted with an answer that must be shown at the desk."""

    def __init__(self, sources: PeopleContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._people = sources.desk, sources.people
        self.heading = ScreenHeading(PARTICIPANTS, sources.desk.now)
        self.list = PeopleBrowser(sources.desk, sources.people)
        self._choices, self._supervised = sources.choices, sources.supervised
        self._operations = PersonOperations(self._desk, self._people, sources.supervised, self)
        self._pages = Pages()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_for_others)
        self._assemble()
        self._connect()

    def refresh(self) -> None:
        """Read everything again; an open form stays open."""
        self.heading.set_place(event_line(self._desk.programme.event))
        self.list.refresh()

    @property
    def keys(self) -> Keys:
        """The keys of the list; a page over it shows its own on buttons."""
        return _KEYS if self._pages.currentWidget() is self.list else ()

    def show_person(self, attendee_id: str) -> None:
        """Show the list with the timeline of this person."""
        self._open(self.list)
        self.list.show_person(attendee_id)

    def correct(self, attendee_id: str) -> None:
        """Open the correction form of this person, above their timeline."""
        self.show_person(attendee_id)
        if person := self._people.person(attendee_id):
            self._correct(person)

    def replace_code(self, attendee_id: str) -> None:
        """Ask whether to replace this person's code, above their timeline."""
        self.show_person(attendee_id)
        if person := self._people.person(attendee_id):
            self._ask_code(person)

    # Actions

    def _act(self, act: PersonAction) -> None:
        standings = self.list.standings
        people = [standing.attendee for standing in standings]
        if act in self._for_all:
            self._for_all[act](people)
        elif act is PersonAction.COPY_CODE:
            self._operations.copy_codes(standings)
        elif act is PersonAction.MERGE:
            self._compare(*(person.id for person in people))
        elif self.list.person is not None:
            self._for_one[act](self.list.person)

    @property
    def _for_all(self) -> Mapping[PersonAction, Callable[[list[Attendee]], None]]:
        operations = self._operations
        return {
            PersonAction.APPROVE: operations.confirm,
            PersonAction.PAID: operations.confirm,
            PersonAction.BRING_BACK: operations.reinstate,
            PersonAction.CANCEL: lambda people: operations.set_status(people, Status.CANCELLED),
            PersonAction.BLOCK: lambda people: operations.set_status(people, Status.BLOCKED),
        }

    @property
    def _for_one(self) -> Mapping[PersonAction, Callable[[Person], None]]:
        return {
            PersonAction.CHECK_IN: lambda person: self._operations.check_in(person.attendee),
            PersonAction.TAKE_BACK: lambda person: self._operations.take_back(person.attendee),
            PersonAction.UNDO: self._undo,
            PersonAction.CORRECT: self._correct,
            PersonAction.PRINT: lambda person: self._operations.print_badge(person.attendee),
            PersonAction.REPLACE_CODE: self._ask_code,
            PersonAction.TIE_CODE: lambda person: self.code_wanted.emit(person.attendee),
            PersonAction.UNTIE_CODE: self._operations.untie_code,
            PersonAction.PHOTOGRAPH: self._operations.choose_photograph,
            PersonAction.REMOVE_PHOTOGRAPH: self._operations.remove_photograph,
            PersonAction.SEPARATE: self._operations.separate,
            PersonAction.GIVE_DATA: self._operations.give_data,
        }

    def _undo(self, person: Person) -> None:
        """Undo the chosen line of the timeline, or else the newest arrival here."""
        chosen = self.list.panel.story.selected()
        if chosen is None:
            self._operations.undo_newest(person)
        elif chosen.line.can_undo:
            self._operations.undo(chosen.line.entry)
        else:
            self._operations.report_not_undoable()

    def _correct(self, person: Person) -> None:
        """Open the correction form, with the list's columns that are chosen, asked for, or this person's."""
        self.form.start(person.attendee, titles_to_correct(person.attendee, self._desk.programme))
        self._open(self.form)

    def _save(self, attendee_id: str, changes: dict[str, NewValue]) -> None:
        """Write the changes; those of what decides about entrances need a supervisor, once one is named."""
        decisive = [name for name in changes if decides_entrance(name, self._desk.programme)]
        may, by = self._supervised.ask_correction(self.form.name, decisive) if decisive else (True, None)
        if not may:
            return
        person = self._desk.registration.correct(attendee_id, changes, by)
        self.form.forget()
        self._open(self.list)
        self.changed.emit()
        fields = ", ".join(person_field_label(name) for name in changes)
        self.reported.emit(
            translate(_CORRECTED, name=person.name, fields=fields) if changes else translate(_SAME, name=person.name)
        )

    def _ask_code(self, person: Person) -> None:
        self.code_page.ask(person.attendee)
        self._open(self.code_page)

    def _replace_code(self, attendee_id: str) -> None:
        self._desk.replace_code(attendee_id)
        if (person := self._people.person(attendee_id)) is not None:
            self.code_page.show_code(person.attendee, prints=bool(self._desk.printing.plan.printer))
        self.changed.emit()

    def _compare(self, one: str, other: str) -> None:
        first, second = self._people.person(one), self._people.person(other)
        if first and second:
            self.merge_page.start(first, second, self._desk.programme)
            self._open(self.merge_page)

    def _merge(self, keep_id: str, drop_id: str) -> None:
        keep, drop = self._people.person(keep_id), self._people.person(drop_id)
        if keep and drop and self._operations.merge(keep.attendee, drop.attendee):
            self.show_person(keep_id)

    def _open(self, page: QWidget) -> None:
        """Show the list, or a page over it."""
        self._pages.setCurrentWidget(page)
        self.heading.setVisible(page is self.list)
        self.setFocusProxy(page)
        self.setFocus()
        self.keys_changed.emit()

    # Changes by others

    def _look_for_others(self) -> None:
        if self._people.has_changed():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    # Assembly

    def _assemble(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.heading)
        inner = QVBoxLayout()
        outer.addLayout(inner, 1)
        inner.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        inner.addWidget(self._pages)
        self._pages.addWidget(self.list)
        self.heading.add(self.list.counts)
        self.setFocusProxy(self.list)

    # The pages over the list, each made when it is first opened

    @cached_property
    def form(self) -> CorrectionForm:
        form = CorrectionForm(self._choices)
        form.corrected.connect(self._save)
        self._add_page(form)
        return form

    @cached_property
    def code_page(self) -> ReplaceCodePage:
        page = ReplaceCodePage()
        page.confirmed.connect(self._replace_code)
        page.badge_wanted.connect(self._operations.print_badge)
        self._add_page(page)
        return page

    @cached_property
    def merge_page(self) -> MergePage:
        page = MergePage()
        page.confirmed.connect(self._merge)
        self._add_page(page)
        return page

    def _add_page(self, page: FormPage) -> None:
        page.left.connect(self._close_page)
        self._pages.addWidget(page)

    def _connect(self) -> None:
        self.list.action_wanted.connect(self._act)
        self.list.undo_wanted.connect(self._operations.undo)
        self.list.reported.connect(self.reported)
        self._operations.changed.connect(self.changed)
        self._operations.reported.connect(self.reported)
        self._operations.badge_asked.connect(self.badge_asked)
        self._operations.needs_review.connect(self.needs_review)

    def _close_page(self) -> None:
        self._open(self.list)


_CORRECTED = Message("people", "{name} is corrected: {fields}.")
_SAME = Message("people", "{name}: everything is as it was. Nothing was changed.")
_KEYS = (
    ("F2", Message("footer", "Register")),
    ("F3", Message("footer", "Search")),
    ("F4", Message("footer", "Correct")),
    ("F7", Message("footer", "Let in")),
    ("F8", Message("footer", "Undo")),
    ("Ctrl+I", Message("footer", "Import")),
)


_PICTURES = Message("photograph", "Pictures")
