# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a key is about: the person highlighted in the search list, else the one of the answer. Does nothing to them."""

from PySide6.QtCore import QObject, Signal

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.desk.desk_queries import DeskQueries
from checkin.language import translate
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.desk_verbs import DeskVerbs


class TargetPerson(QObject):
    """Names the person a key is about. `told` is a sentence for the user of a key that is about nobody yet.

    An answer that comes while people are being looked for takes the highlight off their list: the next key may be meant
    for what has just been answered, until the list is typed for or moved in again.
    """

    told = Signal(str)

    def __init__(self, board: DeskQueries, verbs: DeskVerbs, stage: DeskStage) -> None:
        super().__init__(stage)
        self._board, self._verbs, self._stage = board, verbs, stage
        self._matches = stage.search.matches
        self._is_search_newest = False
        verbs.answered.connect(self._turn_to_answer)
        stage.search.query_changed.connect(self._turn_to_search)
        self._matches.view.selectionModel().currentChanged.connect(self._turn_to_search)

    def needs_choice(self) -> bool:
        """Whether people are found and none is highlighted; tells so."""
        is_open = self._is_search_newest and self._matches.has_people() and self._matches.chosen() is None
        if is_open:
            self.told.emit(translate(_CHOOSE_FIRST))
        return is_open

    def person(self, nobody: Message) -> Attendee | None:
        """Return the person meant; None after telling that one is to be chosen, or else the sentence `nobody`."""
        if self.needs_choice():
            return None
        shown = self._verbs.shown
        found = self._highlighted() or (shown.attendee if shown else None)
        if found is None:
            self.told.emit(translate(nobody))
        return found

    def person_of_line(self) -> Attendee | None:
        """Return the person of the highlighted line of the last arrivals."""
        line = self._stage.passages.selected()
        return self._board.person(line.attendee) if line else None

    def _highlighted(self) -> Attendee | None:
        match = self._matches.chosen() if self._matches.has_people() else None
        return self._board.person(match.attendee.id) if match else None

    def _turn_to_answer(self) -> None:
        self._matches.let_go()
        self._is_search_newest = False

    def _turn_to_search(self) -> None:
        self._is_search_newest = True


_CHOOSE_FIRST = Message("desk", "Choose a person first (↓).")
