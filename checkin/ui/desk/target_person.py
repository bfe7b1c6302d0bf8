# SPDX-License-Identifier: GPL-3.0-or-later
"""The person a key refers to: the one highlighted in the search, else the one of the answer. Changes nothing."""

from PySide6.QtCore import QObject, Signal

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.services.desk_queries import DeskQueries
from checkin.translation import translate
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage


class TargetPerson(QObject):
    """The choice of the person a key refers to. `reported`: a sentence when it refers to none yet.

    An answer that comes during a search removes the highlight from the list: the next key may be meant for that answer,
    until the user types or moves in the list again.
    """

    reported = Signal(str)

    def __init__(self, queries: DeskQueries, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._queries, self._operations, self._stage = queries, operations, stage
        self._matches = stage.search.matches
        self._is_search_newest = False
        operations.is_searching, operations.highlighted = self.is_searching, self._highlighted
        operations.answered.connect(self._turn_to_answer)
        stage.search.query_changed.connect(self._turn_to_search)
        self._matches.view.selectionModel().currentChanged.connect(self._turn_to_search)

    def needs_choice(self) -> bool:
        """Return whether people are found and none is highlighted, and then say so."""
        is_open = self._is_search_newest and self._matches.has_people() and self._matches.chosen() is None
        if is_open:
            self.reported.emit(translate(_CHOOSE_FIRST))
        return is_open

    def is_searching(self) -> bool:
        """Return whether the user looks for a person since the last answer."""
        return self._is_search_newest and bool(self._stage.search.text().strip())

    def person(self, if_empty: Message) -> Attendee | None:
        """Return the person meant; None after saying that one must be chosen, or else the sentence `if_empty`."""
        if self.needs_choice():
            return None
        shown = self._operations.shown
        found = self._highlighted() or (shown.attendee if shown else None)
        if found is None:
            self.reported.emit(translate(if_empty))
        return found

    def person_of_line(self) -> Attendee | None:
        """Return the attendee of the highlighted line of the recent scans; None without one."""
        line = self._stage.recent_scans.selected()
        return self._queries.person(line.attendee) if line else None

    def _highlighted(self) -> Attendee | None:
        match = self._matches.chosen() if self._matches.has_people() else None
        return self._queries.person(match.attendee.id) if match else None

    def _turn_to_answer(self) -> None:
        self._matches.clear_highlight()
        self._is_search_newest = False

    def _turn_to_search(self) -> None:
        self._is_search_newest = True


_CHOOSE_FIRST = Message("desk", "Choose a person first (↓).")
