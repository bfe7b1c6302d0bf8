# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk reads again: each second the clock and what other desks changed, after an answer the counts, and all of
it after an import.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from checkin.core.message import Message
from checkin.core.programme.daily_points import planned_id
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import translate
from checkin.ui.desk.desk_actions import DeskActions
from checkin.ui.desk.desk_chrome import DeskChrome
from checkin.ui.desk.shown_answer import ShownAnswer

TICK_MS = 1_000


class DeskUpdates(QObject):
    """The updates of the desk's screen. Call `start` once the window is complete."""

    refreshed = Signal()
    people_forgotten = Signal()
    """Emitted when people were erased, here or at another desk: whatever else shows people must be cleared."""

    def __init__(
        self, desk: Desk, queries: DeskQueries, chrome: DeskChrome, shown_answer: ShownAnswer, actions: DeskActions
    ) -> None:
        super().__init__(chrome)
        self._desk, self._queries, self._chrome, self._shown_answer, self._actions = (
            desk,
            queries,
            chrome,
            shown_answer,
            actions,
        )
        self._purge, self._stood = queries.newest_purge(), desk.control_point.id
        self._counting = QTimer(self, singleShot=True)
        self._counting.timeout.connect(self.count)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.keep_time)

    def start(self) -> None:
        self._tick.start()
        self.refresh()
        self.keep_time()

    def stop(self) -> None:
        self._tick.stop()

    def refresh(self) -> None:
        """Read everything around the answer again: after a start, an import, or a change by another window."""
        self._actions.forms.forget()
        self.refreshed.emit()
        self.look_for_purge()
        self._chrome.refresh()
        self._desk.tying.offer_where_given()
        self._actions.badges.follow()

    def look_for_purge(self) -> None:
        """Clear what shows people if the event was purged since the last look."""
        if (purge := self._queries.newest_purge()) != self._purge:
            self._purge = purge
            self.forget_people()

    def count_soon(self) -> None:
        """Count once the answer is on the screen."""
        self._counting.start()

    def count(self) -> None:
        self._chrome.count()
        self._actions.forms.count()

    def keep_time(self) -> None:
        """Show the time, and read again if entries have come from another desk."""
        now = self._desk.now()
        self._chrome.show_time(now)
        self._follow_day()
        if self._queries.has_changed():
            self._reload()
        is_free = self._chrome.stage.is_idle and not self._desk.written
        self._actions.switcher.propose(is_free=is_free)
        if now.second == 0:
            self.count()

    def _follow_day(self) -> None:
        """Show the day that has begun, unless the desk stands at a control point of all days."""
        self._desk.follow_day()
        stood, self._stood = self._stood, self._desk.control_point.id
        if stood != self._stood and planned_id(stood) == planned_id(self._stood):
            self._shown_answer.rest()
            self.refresh()
            self._chrome.show_status(translate(_NEW_DAY, here=self._desk.control_point.name))

    def _reload(self) -> None:
        stood = self._desk.control_point
        self._desk.reload()
        self.refresh()
        here = self._desk.control_point
        if here.id != stood.id:
            self._shown_answer.rest()
            self._chrome.show_status(translate(_POINT_GONE, gone=stood.name, here=here.name))

    def forget_people(self) -> None:
        """Clear what shows people, here and on other screens."""
        self._chrome.stage.search.dismiss()
        self._actions.forms.forget_people()
        self._actions.tying.leave()
        self._actions.operations.forget_people()
        self._shown_answer.rest()
        self._chrome.stage.answer.forget()
        self.people_forgotten.emit()


_NEW_DAY = Message("desk", "A new day of the event: at {here} everyone is counted anew.")
_POINT_GONE = Message("desk", "The control point “{gone}” is no longer in the programme. This desk is now at “{here}”.")
