# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed at the desk: people found at every letter, and what Enter means."""

from PySide6.QtCore import QObject, Signal

from checkin.core.answer import Match
from checkin.core.person_state import PersonState, state_of
from checkin.core.programme.programme import Mode
from checkin.core.words import Words
from checkin.desk.board import Board
from checkin.desk.desk import Desk
from checkin.language import say
from checkin.ui.desk.steps import number_told
from checkin.ui.desk.verbs import DeskVerbs
from checkin.ui.look.announcing import announce
from checkin.ui.parts.search_box import SearchBox, may_be_code


class DeskSearch(QObject):
    """`code_typed`: what was typed is a scan. `told` is a sentence for the bottom of the window."""

    code_typed = Signal(str)
    told = Signal(str)

    def __init__(self, desk: Desk, board: Board, verbs: DeskVerbs, box: SearchBox) -> None:
        super().__init__(box)
        self._desk, self._board, self._verbs, self._box = desk, board, verbs, box
        box.query_changed.connect(self._look_up)
        box.chosen.connect(verbs.check_in)
        box.entered.connect(self._enter)
        box.matches.chosen_changed.connect(self._tell_keys)
        box.marked.connect(self._tell_second_enter)

    def _look_up(self, query: str) -> None:
        """A number that the answer asks for finds nobody: what Enter does with it is told instead."""
        if (number := self._number_asked(query.strip())) is not None:
            self._box.tell(number)
            return
        desk = self._desk
        self._box.set_matches(self._board.search(query, desk.programme, desk.control_point))

    def take_highlighted(self) -> bool:
        """Take the person highlighted in the list, exactly as Enter does; false where none is."""
        if not self._box.matches.has_people() or self._box.matches.chosen() is None:
            return False
        self._box.enter()
        return True

    def _enter(self, text: str, marked: str) -> None:
        """A ticket is a scan, whatever names it resembles; then the person marked, if any.

        A text with a digit never takes a person by itself: it may be a number nobody has.
        """
        if self._number_asked(text) is not None:
            self._choose(text)
        elif code := self._desk.resolve(text):
            self._box.dismiss()
            self.code_typed.emit(code)
        elif marked:
            self._box.dismiss()
            self._verbs.check_in(marked)
        elif may_be_code(text):
            self._box.dismiss()
            self.code_typed.emit(text)
        else:
            self.told.emit(say(_NOBODY, text=text))

    def _tell_keys(self) -> None:
        """Tell what the keys do with the person highlighted."""
        self._box.matches.show_hints(self._hints(_ENTER))

    def _tell_second_enter(self) -> None:
        """The first Enter highlighted somebody, who may not be the one that was looked for."""
        hints = self._hints(_ENTER_AGAIN)
        self._box.matches.show_hints(hints)
        announce(self._box, " ".join(hints))

    def _hints(self, enter: Words) -> tuple[str, ...]:
        match = self._box.matches.chosen()
        if match is None:
            return ()
        mode = self._desk.control_point.mode
        taken = say(enter, what=say(_act(match, mode), name=match.attendee.name))
        return (taken, say(_SUBSTITUTE)) if mode is Mode.ENTRY else (taken,)

    def _number_asked(self, text: str) -> str | None:
        """What Enter does with `text`, if that is a number and the answer that is shown asks for one."""
        shown = self._verbs.shown
        return number_told(shown, int(text)) if shown and shown.highest_choice and _is_number(text) else None

    def _choose(self, text: str) -> None:
        """What a scanner types is never a choice (docs/adr/0046), nor is a number that was not asked for."""
        if self._box.is_typed_by_hand and self._verbs.choose(int(text)):
            self._box.dismiss()
        elif code := self._desk.resolve(text):
            self._box.dismiss()
            self.code_typed.emit(code)


def _is_number(text: str) -> bool:
    """One or two digits: no ticket, but an answer to a question that asked for a number."""
    return len(text) <= 2 and text.isdecimal() and text.isascii()


def _act(match: Match, mode: Mode) -> Words:
    """Return what taking this person comes to: where something else is to be seen to, that they are shown."""
    if mode is Mode.EXIT:
        return _LET_OUT if match.is_inside else _SHOW
    return _LET_IN if state_of(match) in _LET_IN_STATES else _SHOW


_LET_IN_STATES = (PersonState.EXPECTED, PersonState.PART, PersonState.OUT)
_ENTER, _ENTER_AGAIN = Words("search", "Enter: {what}"), Words("search", "Enter once more: {what}")
_LET_IN, _SHOW = Words("search", "let in {name}"), Words("search", "show {name}")
_LET_OUT = Words("search", "record the exit of {name}")
_SUBSTITUTE = Words("search", "F6: somebody came in their place")
_NOBODY = Words("desk", "Nobody matches “{text}”. Try another spelling, or the organisation.")
