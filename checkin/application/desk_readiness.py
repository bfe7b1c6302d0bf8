# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness of an open desk, and rehearsals of its event. Judges nothing."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QBoxLayout, QMessageBox

from checkin.core.desk_settings import Settings
from checkin.core.message import CheckinError, Message
from checkin.core.ready import checks, readiness
from checkin.core.rehearsal_rules import RehearsalOptions, RehearsalTrace, begins_at
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.documents.atomic_write import remove_dead_drafts
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.print_threads import PrintService
from checkin.services.readiness_measuring import DeviceTrialRecorder, is_test_code
from checkin.services.rehearsal import (
    RehearsalResult,
    begin_rehearsal,
    is_rehearsal,
    make_guest_codes,
    remove_old_rehearsals,
)
from checkin.services.supervision import Supervision
from checkin.translation import clock_time, error_text, translate
from checkin.ui.desk.desk_bars import NoticeBar, PretendGuestBar
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.ready.ready_band import ReadyAction, ready_light
from checkin.ui.shell import Shell
from checkin.ui.widgets.screen_page import REHEARSAL

if TYPE_CHECKING:
    from checkin.devices.keyboard_wedge import KeyboardWedge
    from checkin.devices.sound import Sounds
    from checkin.services.camera_reader import CameraReader
    from checkin.services.readiness_measuring import ReadyWorker
    from checkin.ui.ready.ready_window import ReadyWindow


FOLLOW_MS = 1_000
"""Milliseconds between updates while the window is visible, so that a trial shows at once."""


class ReadinessDevices(Protocol):
    """The devices whose readiness is checked; slow to import, and built after the window."""

    reading: "CameraReader"
    wedge: "KeyboardWedge"
    sounds: "Sounds"

    def play_welcome(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ReadinessDependencies:
    """The parts of an open desk that are checked. `settings`, `sync_status` and `ticketing` are called each time."""

    event: EventFile
    desk: Desk
    room: PrintService
    settings: Callable[[], Settings]
    sync_status: Callable[[], SyncStatus]
    ticketing: Callable[[], TicketingStatus | None] = lambda: None


class DeskReadiness(QObject):
    """The readiness of a desk. Call `mount`, then `start`. `trials`: device trials made before a rehearsal."""

    rehearsal_wanted = Signal()
    failed = Signal(Exception)

    def __init__(
        self, at: ReadinessDependencies, clock: Callable[[], datetime], trials: readiness.DeviceTrials
    ) -> None:
        super().__init__()
        self._trying = DeviceTrialRecorder(at.desk, trials)
        self._at, self._clock = at, clock
        self._devices: ReadinessDevices | None = None
        self._worker: ReadyWorker | None = None
        self._measured: readiness.ReadinessMeasurements | None = None
        self._window: ReadyWindow | None = None
        self._follow = QTimer(self, interval=FOLLOW_MS)
        self._follow.timeout.connect(self.refresh)

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._shell, self._menu = shell, menu
        self._leave_window()
        shell.desk.chrome.ready_pressed.connect(self.show)
        menu.ready_wanted.connect(self.show)
        menu.rehearsal_wanted.connect(self.rehearsal_wanted)
        shell.desk.updates.people_forgotten.connect(self.look_again)
        self._light()

    def start(self, devices: ReadinessDevices) -> None:
        """Start the regular checks, now that the devices exist."""
        from checkin.services.readiness_measuring import ReadyWorker

        self._devices = devices
        devices.reading.code_seen.connect(self._see)
        devices.reading.camera_changed.connect(self.refresh)
        devices.wedge.layout_seen.connect(self._trying.note_keyboard)
        devices.wedge.code_typed.connect(self._hear)
        self._at.room.changed.connect(self.refresh)
        self._worker = worker = ReadyWorker(self._at.event.path, self._clock)
        worker.changed.connect(self._take)
        worker.failed.connect(self.failed)
        worker.start()

    def stop(self) -> None:
        """End the thread."""
        self._follow.stop()
        self._leave_window()
        if self._worker:
            self._worker.stop()
        self._worker = None

    # Results

    @property
    def trials(self) -> readiness.DeviceTrials:
        """The device trials so far."""
        return self._trying.made

    def findings(self) -> tuple[checks.CheckResult, ...]:
        """Return the check results of this moment; before the first measurement only those that need none."""
        sync_status = self._at.sync_status()
        now, erased = self._at.desk.now(), self._measured.list.erased_at if self._measured else None
        found = readiness.check_equipment(
            self._equipment(), sync_status, sync_status.heard_before(erased, now) if erased else ()
        )
        if self._measured:
            place = readiness.ReadinessContext(now, self._at.desk.control_point, sync_status)
            found += readiness.check_measurements(self._measured, place)
        return readiness.sort_results(found)

    def _equipment(self) -> readiness.Equipment:
        plan, trials, devices = self._at.desk.printing.plan, self._trying.made, self._devices
        state = devices.reading.camera_state if devices else None
        return readiness.Equipment(
            checks.CameraReadiness(
                state.is_live if state else None, state.source if state else "", trials.camera_read_at
            ),
            trials.scanner,
            self._at.settings().has_sound,
            devices.sounds.is_available if devices else None,
            trials.was_heard,
            plan.name_of(plan.printer) if plan.printer else "",
            self._at.room.state(plan.printer),
            self._trying.badge,
            self._at.ticketing(),
            self._at.desk.now(),
        )

    # Display

    def show(self) -> None:
        """Show the readiness window, beside the desk."""
        if self._window is None:
            self._window = self._made()
        self._follow.start()
        self.look_again()
        self.refresh()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def look_again(self) -> None:
        if self._worker:
            self._worker.wake()

    def refresh(self) -> None:
        """Update the light, and the window while it is visible."""
        self._light()
        if self._follow.isActive():
            self._show_window()

    def _show_window(self) -> None:
        if self._window:
            sentence = (
                translate(_LOOKED, time=clock_time(self._at.desk.now())) if self._measured else translate(_LOOKING)
            )
            self._window.show_findings(self.findings(), self._trying.asked, sentence)

    def _light(self) -> None:
        if self._measured is None:
            return
        found = self.findings()
        is_of_volunteers = Supervision(self._at.event, self._at.desk).is_needed
        of_others = {checks.ReadinessGrade.LOOK, checks.ReadinessGrade.UNTRIED} if is_of_volunteers else set()
        own = tuple(each for each in found if each.topic not in checks.OF_THE_EVENT or each.grade not in of_others)
        light = ready_light(own)
        if light.is_ok and checks.readiness(found) is not checks.Readiness.READY:
            light = replace(light, what=translate(Message("ready", "Desk ready")), tip=translate(_OF_THE_ORGANISER))
        self._shell.desk.chrome.set_ready(light)

    def _made(self) -> "ReadyWindow":
        from checkin.ui.ready.ready_window import ReadyPrinting, ReadyWindow

        window = ReadyWindow(self._shell)
        window.wanted.connect(self._act)
        window.again_wanted.connect(self.look_again)
        window.rehearsal_wanted.connect(self.rehearsal_wanted)
        window.rehearse.setVisible(not is_rehearsal(self._at.event))
        window.finished.connect(self._follow.stop)
        event = self._at.event
        paper = ReadyPrinting(self.findings, self._at.desk, (str(event.path.parent), event.relock), window)
        window.print_wanted.connect(paper.ask_print)
        window.save_wanted.connect(paper.ask_pdf)
        paper.reported.connect(window.message.setText)
        return window

    def _leave_window(self) -> None:
        if self._window:
            self._follow.stop()
            self._window.close()
            self._window.deleteLater()
        self._window = None

    # Device trials

    def _act(self, topic: checks.ReadinessTopic, act: ReadyAction) -> None:
        match act:
            case ReadyAction.PLAY if self._devices:
                self._devices.play_welcome()
                self._trying.note_sound()
            case ReadyAction.PRINT:
                self._trying.print_badge()
                self._at.room.wake()
            case ReadyAction.YES | ReadyAction.NO:
                self._trying.answered(topic, is_good=act is ReadyAction.YES)
            case _ if act in self._opens:
                self._opens[act].emit()
        self.look_again()
        self.refresh()

    @property
    def _opens(self) -> dict[ReadyAction, SignalInstance]:
        """The signals that open existing windows in which to fix a result."""
        menu, has_conflicts = self._menu, self._measured and self._measured.left.conflicts
        return {
            ReadyAction.BRING_LIST: menu.list_wanted,
            ReadyAction.EDIT_PROGRAMME: menu.edit_programme_wanted,
            ReadyAction.SET_PRINTER: menu.printer_wanted,
            ReadyAction.SHOW_DESKS: menu.sync_wanted,
            ReadyAction.SHOW_TICKETING: menu.ticketing_wanted,
            ReadyAction.SET_DESK: menu.settings_wanted,
            ReadyAction.SETTLE: self._shell.desk.stage.conflicts.clicked if has_conflicts else menu.print_queue_wanted,
        }

    def _see(self, text: str) -> None:
        self._trying.seen()
        self._heed(is_trial=is_test_code(text))

    def _hear(self, text: str) -> None:
        self._heed(is_trial=self._trying.typed(text))

    def _heed(self, *, is_trial: bool) -> None:
        """Close the readiness window if a real code is scanned: it would hide the answer to an attendee."""
        if self._window and not is_trial:
            self._window.close()
        self.refresh()

    def _take(self, measured: readiness.ReadinessMeasurements) -> None:
        if self._worker is None:  # arrived after the worker was stopped
            return
        self._measured = measured
        self.refresh()


_OF_THE_ORGANISER = Message("ready", "This desk is ready. What the organiser has to look at is in Ready to open?")
_LOOKED = Message("ready", "Checked at {time}.")
_LOOKING = Message("ready", "Checking…")


# Rehearsals: closing the event, opening a rehearsal of it in a new window, and reopening the event.
# `run_with_rehearsals` runs the windows one after the other; `DeskRehearsal` has the menu entry, the band and the way
# back of the window that is open.

Clock = Callable[[], datetime]
UNDER_THE_HEADER = 1
"""Index of a notice in the layout of the desk."""


@dataclass(frozen=True, slots=True)
class WindowStart:
    """The state with which a window begins: device trials made before, and a text to show."""

    trials: readiness.DeviceTrials = field(default_factory=readiness.DeviceTrials)
    message: str = ""


FIRST = WindowStart()


@dataclass(frozen=True, slots=True)
class WindowOutcome:
    """The result of a window: its exit code, the device trials so far, and what follows: a rehearsal, or the first
    window to choose another event.
    """

    code: int
    trials: readiness.DeviceTrials
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
        from checkin.ui.ready.ready_band import RehearsalDialog

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
