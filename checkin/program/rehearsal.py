# SPDX-License-Identifier: GPL-3.0-or-later
"""From the event to a rehearsal of it and back: one window after the other, of one file after the other.

`rehearsing` runs them; `DeskRehearsal` is the way in, the band and the way out of the one that is open.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QMessageBox

from checkin.core.errors import CheckinError
from checkin.core.ready.judging import Trials
from checkin.core.rehearsal import RehearsalWish, Trace, begins_at
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.rehearsal import Outcome, begin, guests, is_rehearsal, remove_leftovers
from checkin.language import say, sentence
from checkin.ui.desk.guest_bar import GuestBar
from checkin.ui.desk.menu import DeskMenu
from checkin.ui.desk.notice_bar import NoticeBar
from checkin.ui.parts.occasion_band import REHEARSAL
from checkin.ui.shell import Shell

Clock = Callable[[], datetime]
UNDER_THE_HEADER = 1
"""Where a strip stands in the column of the desk."""


@dataclass(frozen=True, slots=True)
class Stay:
    """What a window begins with: what was tried at this desk before, and what is to be told."""

    trials: Trials = field(default_factory=Trials)
    told: str = ""


FIRST = Stay()


@dataclass(frozen=True, slots=True)
class Left:
    """How a window was left: the exit code, what was tried by then, and what is to follow: a rehearsal, or the first
    window, where another event is chosen.
    """

    code: int
    trials: Trials
    wish: RehearsalWish | None = None
    wants_another: bool = False


Open = Callable[[EventFile, Clock, Stay], Left]
"""Shows the window of an event until it is closed, and closes the file."""


def rehearsing(event: EventFile, now: Clock, open_: Open) -> Left:
    """The desk of one event until its window is closed, and every rehearsal of it in between."""
    remove_leftovers(event)
    path, left = event.path, open_(event, now, Stay())
    while left.wish:
        stay = _rehearsed(path, now, left, open_)
        left = open_(_reopened(path), now, stay)
    return left


def _rehearsed(path: Path, now: Clock, left: Left, open_: Open) -> Stay:
    """One rehearsal; the event is closed while it goes on, and looked at afterwards."""
    trials = replace(left.trials, test_badge=0)  # the number of a job in another file
    try:
        with closing(EventFile.open(path)) as event:
            rehearsal = begin(event, now, left.wish or RehearsalWish(), say)
    except CheckinError as error:
        return Stay(trials, sentence(error))
    try:
        done = open_(EventFile.open(rehearsal.path), rehearsal.clock, Stay(trials))
        with closing(_reopened(path)) as event:
            told = outcome_sentence(rehearsal.end(event))
    finally:
        rehearsal.remove()
    return Stay(replace(done.trials, test_badge=0), told)


def _reopened(path: Path) -> EventFile:
    """The event, which may be on a key that somebody has pulled meanwhile: then they are asked for it."""
    while True:
        try:
            return EventFile.open(path)
        except CheckinError as error:
            told, buttons = sentence(error), QMessageBox.StandardButton.Retry | QMessageBox.StandardButton.Close
            if QMessageBox.critical(None, "Checkin", told, buttons) != QMessageBox.StandardButton.Retry:
                raise


def outcome_sentence(outcome: Outcome) -> str:
    """The proof, for whoever rehearsed."""
    now, state = outcome.now, {"entries": outcome.now.sheet.entries, "digest": outcome.now.sheet.digest[:8]}
    return say(_ENDED[outcome.trace], rehearsed=outcome.rehearsed, people=now.people, arrived=now.arrived, **state)


class DeskRehearsal(QObject):
    """Of the file that is open: the event, or the copy to practise on. `told` is said once."""

    def __init__(self, event: EventFile, desk: Desk, told: str) -> None:
        super().__init__()
        self._event, self._desk, self._told = event, desk, told
        self.is_on = is_rehearsal(event)
        self.wish: RehearsalWish | None = None

    def serve(self, shell: Shell, menu: DeskMenu, notice: NoticeBar) -> None:
        """Of the program from now on."""
        self._shell = shell
        if self.is_on:
            shell.show_occasion(REHEARSAL, say(_FINISH))
            shell.band.left.connect(shell.close)
            menu.rehearsal.setText(say(_FINISH))
            self._add_guests(shell)
        elif self._told:
            notice.show_notice(self._told, "flag")
            self._told = ""

    def _add_guests(self, shell: Shell) -> None:
        bar = GuestBar(partial(guests, self._event))
        bar.came.connect(shell.desk.take_code)
        column = shell.desk.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(UNDER_THE_HEADER, bar)

    def ask(self) -> None:
        """In, after a question; or out of the one that goes on."""
        from checkin.ui.ready.rehearsal_dialog import RehearsalDialog

        if self.is_on:
            self._shell.close()
            return
        plan, at = self._desk.printing.plan, self._desk.now()
        begins = begins_at(self._desk.programme, self._desk.control_point, at)
        printer = plan.name_of(plan.printer) if plan.printer else ""
        dialog = RehearsalDialog(begins if begins != at else None, printer, self._shell)
        if dialog.exec() == RehearsalDialog.DialogCode.Accepted:
            self.wish = dialog.wish
            self._shell.close()
        dialog.deleteLater()


_FINISH = Words("rehearsal", "Finish the rehearsal")
_ENDED = {
    Trace.NONE: Words(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}), its copy is deleted. The event’s journal is as before: "
        "people {people}, arrivals {arrived}, entries {entries}, digest {digest}.",
    ),
    Trace.WENT_ON: Words(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}), its copy is deleted. Nothing of it is in the event’s journal; "
        "another window has added to that meanwhile: people {people}, arrivals {arrived}, entries {entries}.",
    ),
    Trace.OTHER: Words(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}), its copy is deleted. The event’s file is another than before: "
        "people {people}, arrivals {arrived}, entries {entries}. Look whether it is the right one.",
    ),
}
