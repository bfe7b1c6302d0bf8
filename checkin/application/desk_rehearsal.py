# SPDX-License-Identifier: GPL-3.0-or-later
"""Rehearsals: closing the event, opening a rehearsal of it in a new window, and reopening the event.

`run_with_rehearsals` runs the windows one after the other; `DeskRehearsal` has the menu entry, the band and the way
back of the window that is open.
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
from checkin.core.message import Message
from checkin.core.ready.readiness import DeviceTrials
from checkin.core.ready.rehearsal_rules import RehearsalOptions, RehearsalTrace, begins_at
from checkin.documents.drafts import remove_dead_drafts
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import (
    RehearsalResult,
    begin_rehearsal,
    is_rehearsal,
    make_guest_codes,
    remove_old_rehearsals,
)
from checkin.translation import error_text, translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.notice_bar import NoticeBar
from checkin.ui.desk.pretend_guest_bar import PretendGuestBar
from checkin.ui.shell import Shell
from checkin.ui.widgets.occasion_band import REHEARSAL

Clock = Callable[[], datetime]
UNDER_THE_HEADER = 1
"""Index of a notice in the layout of the desk."""


@dataclass(frozen=True, slots=True)
class WindowStart:
    """The state with which a window begins: device trials made before, and a text to show."""

    trials: DeviceTrials = field(default_factory=DeviceTrials)
    message: str = ""


FIRST = WindowStart()


@dataclass(frozen=True, slots=True)
class WindowOutcome:
    """The result of a window: its exit code, the device trials so far, and what follows: a rehearsal, or the first
    window to choose another event.
    """

    code: int
    trials: DeviceTrials
    rehearsal_options: RehearsalOptions | None = None
    wants_another: bool = False


Open = Callable[[EventFile, Clock, WindowStart], WindowOutcome]
"""A function that shows the window of an event until it is closed, and closes the file."""


def run_with_rehearsals(event: EventFile, now: Clock, open_: Open) -> WindowOutcome:
    """Run the desk of one event until its window is closed, with all rehearsals in between."""
    remove_old_rehearsals(event)
    remove_dead_drafts(event.path.parent)
    path, left = event.path, open_(event, now, WindowStart())
    while left.rehearsal_options:
        stay = _rehearsed(path, now, left, open_)
        left = open_(_reopened(path), now, stay)
    return left


def _rehearsed(path: Path, now: Clock, left: WindowOutcome, open_: Open) -> WindowStart:
    """Run one rehearsal; the event is closed meanwhile, and compared afterwards."""
    trials = replace(left.trials, test_badge=0)  # the number of a job in another file
    try:
        with closing(EventFile.open(path)) as event:
            rehearsal = begin_rehearsal(event, now, left.rehearsal_options or RehearsalOptions(), translate)
    except CheckinError as error:
        return WindowStart(trials, error_text(error))
    try:
        with closing(EventFile.open(rehearsal.path)) as copy:
            done = open_(copy, rehearsal.clock, WindowStart(trials))
        with closing(_reopened(path)) as event:
            sentence = outcome_sentence(rehearsal.end(event))
    finally:
        rehearsal.remove()
    return WindowStart(replace(done.trials, test_badge=0), sentence)


def _reopened(path: Path) -> EventFile:
    """Return the event; if it cannot be opened (a USB drive was pulled), ask the user to try again."""
    while True:
        try:
            return EventFile.open(path)
        except CheckinError as error:
            sentence, buttons = error_text(error), QMessageBox.StandardButton.Retry | QMessageBox.StandardButton.Close
            if QMessageBox.critical(None, "Checkin", sentence, buttons) != QMessageBox.StandardButton.Retry:
                raise


def outcome_sentence(outcome: RehearsalResult) -> str:
    """Return the sentence that proves that the event's journal is unchanged."""
    now, state = outcome.now, {"entries": outcome.now.sheet.entries, "digest": outcome.now.sheet.digest[:8]}
    return translate(
        _ENDED[outcome.trace], rehearsed=outcome.rehearsed, people=now.people, arrived=now.arrived, **state
    )


class DeskRehearsal(QObject):
    """The rehearsal controls of the open file, an event or a rehearsal copy. `sentence` is shown once."""

    def __init__(self, event: EventFile, desk: Desk, sentence: str) -> None:
        super().__init__()
        self._event, self._desk, self._message = event, desk, sentence
        self.is_on = is_rehearsal(event)
        self.rehearsal_options: RehearsalOptions | None = None

    def mount(self, shell: Shell, menu: DeskMenu, notice: NoticeBar) -> None:
        """Connect a new window of the program."""
        self._shell = shell
        if self.is_on:
            shell.show_occasion(REHEARSAL, translate(_FINISH))
            shell.band.left.connect(shell.close)
            menu.rehearsal.setText(translate(_FINISH))
            self._add_guests(shell)
        elif self._message:
            notice.show_notice(self._message, "flag")
            self._message = ""

    def _add_guests(self, shell: Shell) -> None:
        bar = PretendGuestBar(partial(make_guest_codes, self._event))
        bar.came.connect(shell.desk.take_code)
        column = shell.desk.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(UNDER_THE_HEADER, bar)

    def ask(self) -> None:
        """Ask for the options and begin a rehearsal; in a rehearsal, end it."""
        from checkin.ui.ready.rehearsal_dialog import RehearsalDialog

        if self.is_on:
            self._shell.close()
            return
        plan, at = self._desk.printing.plan, self._desk.now()
        begins = begins_at(self._desk.programme, self._desk.control_point, at)
        printer = plan.name_of(plan.printer) if plan.printer else ""
        dialog = RehearsalDialog(begins if begins != at else None, printer, self._shell)
        if dialog.exec() == RehearsalDialog.DialogCode.Accepted:
            self.rehearsal_options = dialog.options
            self._shell.close()
        dialog.deleteLater()


_FINISH = Message("rehearsal", "Finish the rehearsal")
_ENDED = {
    RehearsalTrace.NONE: Message(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. The event’s journal is as before: "
        "people {people}, arrivals {arrived}, entries {entries}, digest {digest}.",
    ),
    RehearsalTrace.WENT_ON: Message(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. None of it is in the event’s "
        "journal; another window has added to that meanwhile: people {people}, arrivals {arrived}, entries "
        "{entries}.",
    ),
    RehearsalTrace.OTHER: Message(
        "rehearsal",
        "The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. The event file is not the same as "
        "before: people {people}, arrivals {arrived}, entries {entries}. Check whether it is the right one.",
    ),
}
