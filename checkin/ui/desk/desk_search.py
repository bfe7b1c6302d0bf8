# SPDX-License-Identifier: GPL-3.0-or-later
"""The search of the desk, with people found at every letter and the meaning of Enter; and its forms."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer, SearchMatch
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.core.people.registration_form import RegistrationForm, tidy_field
from checkin.core.people_list import PersonState, person_state
from checkin.core.programme.programme import PointMode
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.translation import translate
from checkin.ui.desk.answer_steps import LOST_BADGE_KEY, not_entered, number_meaning, shown_key
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.look.screen_reader import announce
from checkin.ui.widgets.search_box import SearchBox, may_be_code

if TYPE_CHECKING:
    from checkin.ui.desk.walk_in_form import MissingFieldsForm, WalkInForm


class DeskSearch(QObject):
    """The logic behind the search box. `code_typed`: the text is a code. `reported`: a sentence for the footer.
    `number_lost`: a sentence about a number that was typed for the answer before, and never confirmed with Enter.
    """

    code_typed = Signal(str)
    reported = Signal(str)
    number_lost = Signal(str)

    def __init__(self, desk: Desk, queries: DeskQueries, operations: DeskOperations, box: SearchBox) -> None:
        super().__init__(box)
        self._desk, self._queries, self._operations, self._box = desk, queries, operations, box
        self.awaits_code: Callable[[], bool] = lambda: False
        """Whether what is typed is the new code of a person, whatever it looks like."""
        self.is_allowed = False
        """Whether a supervisor allowed the next search at a desk that only scans."""
        self._asked: Answer | None = None
        """The answer that the number in the box is for."""
        self._lost: tuple[Answer, int] | None = None
        """A number that was never confirmed and the answer that it was for, until the next answer says so."""
        operations.shown_changed.connect(self._drop_number)
        operations.answered.connect(self._close)
        box.query_changed.connect(self._look_up)
        box.chosen.connect(operations.check_in)
        box.entered.connect(self._enter)
        box.matches.chosen_changed.connect(self._show_keys)
        box.marked.connect(self._show_second_enter)

    def allow(self) -> None:
        """Search for people until the next answer."""
        self.is_allowed = True
        self._box.show_codes_alone(False)

    def end_allowed(self) -> bool:
        """End the search that a supervisor allowed; return whether there was one."""
        was_allowed = self.is_allowed
        self._close()
        return was_allowed

    def _close(self) -> None:
        self.is_allowed = False
        self._box.show_codes_alone(self._desk.scans_only)

    @property
    def _takes_codes_alone(self) -> bool:
        return self._desk.scans_only and not self.is_allowed

    def _look_up(self, query: str) -> None:
        """Search at every letter; for a number that the answer asks for, say what Enter does instead."""
        if self.awaits_code():
            if query.strip():
                self._box.show_sentence(translate(Message("tie", "Enter: this is the new code")))
            return
        meaning = self._number_asked(query.strip())
        self._asked = None if meaning is None else self._operations.shown
        if meaning is not None:
            self._box.show_sentence(meaning)
            return
        if self._takes_codes_alone:
            if query.strip():
                self._box.show_sentence(translate(_CODE_ALONE))
            return
        if thing := self._thing(query.strip()):
            self._box.show_sentence(thing)
            return
        desk, queries = self._desk, self._queries
        matches, more = queries.find(query, desk.programme, desk.control_point)
        is_new = not (matches or desk.scans_only or queries.is_about_columns(query, desk.programme))
        self._box.set_matches(matches, more, may_be_new=is_new, may_lead=not matches and queries.may_lead(query))

    def _drop_number(self) -> None:
        """Empty the box of a number that was for the question shown before, or that the new one would take as its own.

        Names stay (docs/adr/0046).
        """
        text = self._box.text().strip()
        if self._asked:
            self._lost = self._asked, int(text)
        if self._asked or self._number_asked(text) is not None:
            self._box.dismiss()

    def tell_lost_number(self) -> None:
        """Say that the number for the answer before was not confirmed: another answer is on the screen, or none."""
        now = self._operations.shown
        if self._lost and (sentence := not_entered(*self._lost, now)):
            self.number_lost.emit(sentence)
        if now:
            self._lost = None

    def forget_people(self) -> None:
        """Forget what was typed, and whom it was about."""
        self._box.dismiss()
        self._lost = None

    def take_highlighted(self) -> bool:
        """Take the highlighted person as Enter does; return False if none is highlighted."""
        if not self._box.matches.has_people() or self._box.matches.chosen() is None:
            return False
        self._box.enter()
        return True

    def _enter(self, text: str, marked: str) -> None:
        """Treat the text as a ticket code if it is one, else take the marked person, else try it as a code.

        A text with a digit never selects a person by itself: it may be a number that belongs to no attendee.
        """
        if self.awaits_code():
            self._box.dismiss()
            self.code_typed.emit(text)
        elif self._number_asked(text) is not None:
            self._choose(text)
        elif code := self._desk.resolve(text):
            self._box.dismiss()
            self.code_typed.emit(code)
        elif marked:
            self._box.dismiss()
            self._operations.check_in(marked)
        elif may_be_code(text) or self._takes_codes_alone:
            self._box.dismiss()
            self.code_typed.emit(text)
        else:
            self.reported.emit(translate(_NOBODY, text=text))

    def _show_keys(self) -> None:
        """Show what the keys do with the highlighted person."""
        self._box.matches.show_hints(self._hints(_ENTER))

    def _show_second_enter(self) -> None:
        """Ask for a second Enter: the first one highlighted a person, perhaps not the right one."""
        self._box.matches.show_hints(self._hints(_ENTER_AGAIN))

    def _hints(self, enter: Message) -> tuple[str, ...]:
        """Return what the keys do, in as many lines whether a person is highlighted or not: the list must not jump."""
        mode, match = self._desk.control_point.mode, self._box.matches.chosen()
        other = translate(Message("search", "F6: someone came in their place"))
        if match is None:
            match, enter, other = self._box.matches.first(), _ENTER_TWICE, translate(_ARROW)
        if match is None:
            return ()
        if enter is _ENTER_TWICE and not self._box.marks_first:
            enter = _ARROW_FIRST
        act = _act(match, mode)
        act = Message("search", "lend to {name}") if act is _LET_IN and self._desk.control_point.gives else act
        taken = translate(enter, what=translate(act, name=match.attendee.name))
        lost = translate(Message("search", "{key}: lost badge"), key=shown_key(LOST_BADGE_KEY))
        return (taken, other, lost) if mode is PointMode.ENTRY else (taken,)

    def _number_asked(self, text: str) -> str | None:
        """Return what Enter does with `text` if it is a number that the shown answer asks for, else None."""
        shown = self._operations.shown
        return number_meaning(shown, int(text)) if shown and shown.highest_choice and _is_number(text) else None

    def _thing(self, text: str) -> str:
        """Return what Enter does with the number of a thing that is lent or comes back here; "" for another text."""
        meaning = self._desk.lending.meaning(text)
        if meaning is None or self._desk.is_ticket(text):
            return ""
        if not meaning.holder:
            words = _FOR if meaning.borrower else _THING
        elif meaning.is_taken_back:
            words = _IS_BACK
        else:
            words = _IS_OUT
        what = translate(words, thing=meaning.thing, name=meaning.holder or meaning.borrower)
        return translate(_ENTER, what=what)

    def _choose(self, text: str) -> None:
        """Choose by a number typed by hand. A scanner's number is always a code (docs/adr/0046)."""
        number, shown = int(text), self._operations.shown
        if self._box.is_typed_by_hand and shown and 1 <= number <= shown.highest_choice:
            self._box.dismiss()  # before it: the answer is another then
            self._operations.choose(number)
        elif code := self._desk.resolve(text):
            self._box.dismiss()
            self.code_typed.emit(code)
        else:
            announce(self._box, self._number_asked(text) or "", at_once=True)


def _is_number(text: str) -> bool:
    """Return whether `text` is one or two ASCII digits: the answer to a question, never a ticket."""
    return len(text) <= 2 and text.isdecimal() and text.isascii()


def _act(match: SearchMatch, mode: PointMode) -> Message:
    """Return what Enter does with this person: let in, let out, or only show where something needs attention."""
    if mode is PointMode.EXIT:
        return Message("search", "record the exit of {name}") if match.is_inside else _SHOW
    return _LET_IN if person_state(match) in _LET_IN_STATES else _SHOW


_LET_IN_STATES = (PersonState.EXPECTED, PersonState.PART, PersonState.OUT)
_ENTER, _ENTER_AGAIN = Message("search", "Enter: {what}"), Message("search", "Enter once more: {what}")
_ENTER_TWICE = Message("search", "Enter twice: {what}")
_ARROW, _ARROW_FIRST = Message("search", "↓: choose in the list"), Message("search", "↓, then Enter: {what}")
_LET_IN, _SHOW = Message("search", "let in {name}"), Message("search", "show {name}")
_FOR, _THING = Message("search", "{thing} for {name}"), Message("search", "{thing}, which nobody has")
_IS_OUT, _IS_BACK = Message("search", "{thing}, which is with {name}"), Message("search", "{thing} is back from {name}")
_CODE_ALONE = Message("search", "Enter: take it as a code. Searching by name needs a supervisor (F3).")
_NOBODY = Message("desk", "Nobody matches “{text}”. Try another spelling, or the organisation.")


class DeskForms(QObject):
    """The forms of the desk (walk-in, substitute, missing fields), each made when it is first opened. While one is
    `busy`, codes wait.

    `opened`: a form took the place of the answer. `left`: the user closed it without saving.
    """

    opened = Signal()
    left = Signal()
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, queries: DeskQueries, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._operations, self._stage = operations, stage
        self._choices = FormChoices(desk, queries)
        self._new: WalkInForm | None = None
        self._missing: MissingFieldsForm | None = None

    def _registering(self) -> "WalkInForm":
        if self._new is None:
            from checkin.ui.desk.walk_in_form import WalkInForm

            self._new = WalkInForm(self._choices)
            self._new.registered.connect(self._register)
            self._new.chosen.connect(self._choose_instead)
            self._connect(self._new)
        return self._new

    def _completing(self) -> "MissingFieldsForm":
        if self._missing is None:
            from checkin.ui.desk.walk_in_form import MissingFieldsForm

            self._missing = MissingFieldsForm()
            self._missing.filled.connect(self._operations.complete)
            self._connect(self._missing)
        return self._missing

    def _connect(self, form: "WalkInForm | MissingFieldsForm") -> None:
        form.left.connect(self.left)
        form.busy_changed.connect(self.busy_changed)

    def register(self) -> None:
        """Open the walk-in form (F2), filled with the name that was typed in the search; a number is no name."""
        text = self._stage.search.text()
        typed = "" if text.strip().isdecimal() else text
        form = self._registering()
        self._open(form, lambda: form.start(typed))
        self._stage.search.dismiss()  # after the answer is forgotten: a number without Enter was for it

    def substitute(self, absent: Attendee) -> None:
        """Open the form for a substitute of `absent` (F6)."""
        form = self._registering()
        self._open(form, lambda: form.start_instead(absent))
        self._stage.search.dismiss()

    def complete(self) -> bool:
        """Open the form for the answer's missing fields (F4); return False if nothing is missing."""
        asked = self._operations.asked
        if asked is None or asked.attendee is None or asked.reason is not Reason.INCOMPLETE:
            return False
        form = self._completing()
        self._open(form, lambda: form.start(asked))
        return True

    def show_code_waits(self) -> None:
        """Show in the form that a code was read and waits."""
        if self._new:
            self._new.show_code_waits()

    def show_error(self, text: str) -> None:
        """Show `text` in the open form, which keeps what was typed."""
        for form in (self._new, self._missing):
            if form and self._stage.is_showing(form):
                form.show_error(text)

    def count(self) -> None:
        """Read the seats that are left again."""
        if self._new and self._stage.is_showing(self._new):
            self._new.refresh()

    def forget_people(self) -> None:
        """Clear what was typed: it may name an attendee."""
        for form in (self._new, self._missing):
            if form:
                form.clear()

    def forget(self) -> None:
        """Read the choices of the form again when it is next opened."""
        self._choices.forget()

    def _register(self, form: RegistrationForm) -> None:
        page = self._registering()
        self._operations.register(form, page.instead_of)
        self._choices.remember(tidy_field(form.organisation))
        page.clear()

    def _choose_instead(self, attendee_id: str) -> None:
        """Check in the attendee whom the form's person turned out to be."""
        self._operations.check_in(attendee_id)
        self._registering().clear()

    def _open(self, form: QWidget, start: Callable[[], None]) -> None:
        self.opened.emit()
        start()
        self._stage.show_form(form)
        form.setFocus()
