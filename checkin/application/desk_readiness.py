# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness of an open desk: the regular check, its light, the readiness window, and device trials there. Judges
nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.ready.check_result import (
    OF_THE_EVENT,
    CheckResult,
    Readiness,
    ReadinessGrade,
    ReadinessTopic,
    readiness,
)
from checkin.core.ready.device_checks import CameraReadiness
from checkin.core.ready.readiness import (
    DeviceTrials,
    Equipment,
    ReadinessContext,
    ReadinessMeasurements,
    check_equipment,
    check_measurements,
    sort_results,
)
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.ticketing.ticketing_status import TicketingStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.print_threads import PrintService
from checkin.services.ready.device_trials import DeviceTrialRecorder, is_test_code
from checkin.services.rehearsal import is_rehearsal
from checkin.services.supervision import Supervision
from checkin.translation import clock_time, translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.ready.ready_actions import ReadyAction
from checkin.ui.ready.ready_band import ready_light
from checkin.ui.shell import Shell

if TYPE_CHECKING:
    from checkin.devices.keyboard_wedge import KeyboardWedge
    from checkin.devices.sound import Sounds
    from checkin.services.camera.camera_reader import CameraReader
    from checkin.services.ready.ready_worker import ReadyWorker
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

    def __init__(self, at: ReadinessDependencies, clock: Callable[[], datetime], trials: DeviceTrials) -> None:
        super().__init__()
        self._trying = DeviceTrialRecorder(at.desk, trials)
        self._at, self._clock = at, clock
        self._devices: ReadinessDevices | None = None
        self._worker: ReadyWorker | None = None
        self._measured: ReadinessMeasurements | None = None
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
        from checkin.services.ready.ready_worker import ReadyWorker

        self._devices = devices
        devices.reading.code_seen.connect(self._see)
        devices.reading.camera_changed.connect(self.refresh)
        devices.wedge.layout_seen.connect(self._trying.note_keyboard)
        devices.wedge.code_typed.connect(self._hear)
        self._at.room.changed.connect(self.refresh)
        self._worker = worker = ReadyWorker(self._at.event.path, self._clock)
        worker.measured.connect(self._take)
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
    def trials(self) -> DeviceTrials:
        """The device trials so far."""
        return self._trying.made

    def findings(self) -> tuple[CheckResult, ...]:
        """Return the check results of this moment; before the first measurement only those that need none."""
        sync_status = self._at.sync_status()
        now, erased = self._at.desk.now(), self._measured.list.erased_at if self._measured else None
        found = check_equipment(self._equipment(), sync_status, sync_status.heard_before(erased, now) if erased else ())
        if self._measured:
            place = ReadinessContext(now, self._at.desk.control_point, sync_status)
            found += check_measurements(self._measured, place)
        return sort_results(found)

    def _equipment(self) -> Equipment:
        plan, trials, devices = self._at.desk.printing.plan, self._trying.made, self._devices
        state = devices.reading.camera_state if devices else None
        return Equipment(
            CameraReadiness(state.is_live if state else None, state.source if state else "", trials.camera_read_at),
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
        of_others = {ReadinessGrade.LOOK, ReadinessGrade.UNTRIED} if is_of_volunteers else set()
        own = tuple(each for each in found if each.topic not in OF_THE_EVENT or each.grade not in of_others)
        light = ready_light(own)
        if light.is_ok and readiness(found) is not Readiness.READY:
            light = replace(light, what=translate(_DESK_READY), tip=translate(_OF_THE_ORGANISER))
        self._shell.desk.chrome.set_ready(light)

    def _made(self) -> "ReadyWindow":
        from checkin.ui.ready.ready_printing import ReadyPrinting
        from checkin.ui.ready.ready_window import ReadyWindow

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

    def _act(self, topic: ReadinessTopic, act: ReadyAction) -> None:
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

    def _take(self, measured: ReadinessMeasurements) -> None:
        if self._worker is None:  # arrived after the worker was stopped
            return
        self._measured = measured
        self.refresh()


_DESK_READY = Message("ready", "Desk ready")
_OF_THE_ORGANISER = Message("ready", "This desk is ready. What the organiser has to look at is in Ready to open?")
_LOOKED = Message("ready", "Checked at {time}.")
_LOOKING = Message("ready", "Checking…")
