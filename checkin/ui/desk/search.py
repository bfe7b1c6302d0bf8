# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed at the desk: people found at every letter, and what Enter means."""

from PySide6.QtCore import QObject, Signal

from checkin.core.words import Words
from checkin.desk.board import Board
from checkin.desk.desk import Desk
from checkin.language import say
from checkin.ui.desk.steps import number_told
from checkin.ui.desk.verbs import DeskVerbs
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


_NOBODY = Words("desk", "Nobody matches “{text}”. Try another spelling, or the organisation.")
