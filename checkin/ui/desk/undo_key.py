# SPDX-License-Identifier: GPL-3.0-or-later
"""The F8 key: which passage it undoes. Never one that the user does not see highlighted or answered."""

from PySide6.QtCore import QObject, Signal

from checkin.core.answer import Answer
from checkin.core.message import Message
from checkin.core.scan_outcomes import RecentScan
from checkin.services.desk import Desk
from checkin.translation import clock_time, translate
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.look.pills import scan_name
from checkin.ui.look.undo_wording import with_people


class UndoKey(QObject):
    """Undo of the highlighted line of the recent scans, else of the shown answer.

    On the idle desk, where neither is visible, the first press only highlights this desk's newest passage; the second
    undoes it. The first press also only informs if a new scan removed the highlight a moment before, because the user
    may have meant the line that is no longer highlighted (docs/adr/0045).
    """

    reported = Signal(str)
    """Emitted with one sentence for the user."""

    def __init__(self, desk: Desk, operations: DeskOperations, chrome: DeskChrome) -> None:
        super().__init__(chrome)
        self._desk, self._operations, self._chrome = desk, operations, chrome
        self._stage = stage = chrome.stage
        stage.recent_scans.chosen_changed.connect(self._show_line)
        stage.recent_scans.undo_chosen.connect(self._undo_line)

    def press(self) -> None:
        """Undo (F8). Without an answer it is about the recent scans, which are read again first."""
        scans, shown = self._stage.recent_scans, self._operations.shown
        if shown is None:
            self._chrome.count()  # a desk that only scans shows no lines, and undoes only what it shows
        was_interrupted = scans.pop_interruption()
        if (line := scans.selected()) is not None:
            self._undo_line(line.entry if line.can_undo else None)
        elif shown is None:
            self._highlight_newest()
        elif was_interrupted and shown.undoes:
            self.reported.emit(translate(_SOMEBODY_PASSED, name=_name(shown)))
        else:
            self._undo(shown.undoes)

    def undo_shown(self) -> None:
        """Undo what the answer shows, whatever is highlighted in the list: its button was pressed."""
        if (shown := self._operations.shown) is not None:
            self._undo(shown.undoes)

    def _undo_line(self, entry: bytes | None) -> None:
        """Undo a line and remove its highlight, so that a later F8 does not ask about it."""
        self._undo(entry)
        if entry is not None:
            self._stage.recent_scans.clear_highlight()

    def _show_line(self) -> None:
        line = self._stage.recent_scans.selected()
        if line is None:
            self._stage.show_undo_target("")
            return
        self._stage.show_undo_target(translate(self._words_for(line), name=_name_of(line), time=clock_time(line.at)))

    def _words_for(self, line: RecentScan) -> Message:
        """Return what a key does with a highlighted line: F8 undoes it, or F7 asks its question again."""
        if line.is_open:
            return _CHOSEN_LATER if self._operations.asked else _CHOSEN_OPEN
        return _CHOSEN if line.can_undo and not line.is_undone else _CHOSEN_FOR_NOTHING

    def _undo(self, entry: bytes | None) -> None:
        if entry is None:
            self.reported.emit(translate(self._nothing))
        else:
            self._operations.undo(entry)

    @property
    def _nothing(self) -> Message:
        """That there is nothing to undo; a desk that only scans has no list to click in."""
        return _NOTHING_SHOWN if self._desk.scans_only else _NOTHING_TO_UNDO

    def _highlight_newest(self) -> None:
        """Highlight the newest passage of this desk; on the idle desk only, because a form is about another person."""
        lines = self._stage.recent_scans.lines if self._stage.is_idle else ()
        newest = next((line for line in lines if line.can_undo and line.desk == self._desk.name), None)
        if newest is None:
            self.reported.emit(translate(self._nothing))
            return
        self._stage.recent_scans.highlight(newest)
        self.reported.emit(translate(_PRESS_AGAIN, name=_name_of(newest), time=clock_time(newest.at)))


def _name(answer: Answer) -> str:
    person = answer.attendee
    return with_people(person.name, answer.people_to_undo, person.places) if person else answer.read


def _name_of(line: RecentScan) -> str:
    return with_people(scan_name(line), line.people if line.can_undo else 0, line.places)


_NOTHING_TO_UNDO = Message(
    "desk", "Nothing to undo here. To undo someone else’s arrival, click their line in “Last arrivals”."
)
_NOTHING_SHOWN = Message("desk", "Nothing to undo: this desk only scans, and undoes only the arrival shown.")
_CHOSEN = Message("desk", "Selected: {name}, {time}. F8 undoes it; Esc goes back.")
_CHOSEN_FOR_NOTHING = Message("desk", "Selected: {name}, {time}. There is nothing to undo; Esc goes back.")
_CHOSEN_OPEN = Message("desk", "Selected: {name}, {time}. F7 shows the answer again; Esc goes back.")
_CHOSEN_LATER = Message(
    "desk", "Selected: {name}, {time}. Answer the question shown first, then click this line again and press F7."
)
_PRESS_AGAIN = Message("desk", "Press F8 again to undo: {name}, {time}.")
_SOMEBODY_PASSED = Message("desk", "Your selection was cleared: someone has come in since. F8 again undoes {name}.")
