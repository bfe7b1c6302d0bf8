# SPDX-License-Identifier: GPL-3.0-or-later
"""The devices of an open desk: camera or video file, scanner, sounds, printers, signature screen, disk space.

Builds them, connects them to the present window, ends them. Decides nothing.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal
from PySide6.QtWidgets import QApplication

from checkin import paths, translation
from checkin.core.answer import Answer
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.ready.checks import LOW_DISK
from checkin.devices.camera import FrameSourceState
from checkin.devices.crash_marks import CrashMarks, Part
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.devices.sound import Sound, Sounds
from checkin.services.camera_reader import CameraReader
from checkin.services.desk import Desk
from checkin.services.printing.print_threads import PrintService
from checkin.services.readiness_measuring import is_test_code
from checkin.translation import translate
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.answer_looks import AnswerFamily, answer_look
from checkin.ui.widgets.exchange_wording import printer_light
from checkin.ui.widgets.keyboard import give_to_focused_field

if TYPE_CHECKING:
    from checkin.ui.kiosk.kiosk_window import KioskWindow


FILM_OVER = Message("app", "The video has ended; the camera takes over. Scan a code of your own, or type a name.")

DISK_MS = 30_000

SOUNDS = {
    AnswerFamily.WELCOME: Sound.WELCOME,
    AnswerFamily.READ: Sound.ATTENTION,
    AnswerFamily.PERSON: Sound.ASK,
    AnswerFamily.REFUSED: Sound.REFUSE,
    AnswerFamily.TECHNICAL: Sound.TECHNICAL,
}


def family_at_desk(answer: Answer) -> AnswerFamily:
    """Return the family that determines an answer's sound and look at the desk."""
    return answer_look(answer).family


class DeskDevices(QObject):
    """The devices of a desk. Slow to import and to build, so the window is shown first. Call `mount`, then `start`.

    Also announces scans of the test code: `scanner_tried` carries the keyboard layout it was repaired from, "" for
    none.
    """

    scanner_tried = Signal(str)
    camera_tried = Signal()

    def __init__(self, desk: Desk, room: PrintService, event_path: Path, settings: Settings, app: QApplication) -> None:
        super().__init__()
        self._desk, self._room, self._app = desk, room, app
        self._event_path, self._settings = event_path, settings
        self.marks = CrashMarks(paths.app_folder())
        self.left_out = tuple(part for part in Part if self.marks.is_left_out(part))
        """The parts in which the program ended not long ago: this time it does without them."""
        with self._at_work(Part.SOUND):
            self.sounds = Sounds(paths.resources() / "sounds", self, is_left_out=Part.SOUND in self.left_out)
        self.wedge = KeyboardWedge(desk.resolve, parent=self)
        self.wedge.install(app)
        self.tries: Callable[[str], bool] = lambda code: False
        """Whether a code was scanned to try the devices in the setup; then the window does not receive it."""
        self.wedge.code_typed.connect(self._try_scanner)
        self.wedge.code_typed.connect(self._take_typed)
        self._opening = ExitStack()
        self._opening.enter_context(self._at_work(Part.CAMERA))
        self.reading = CameraReader(self, has_no_camera=Part.CAMERA in self.left_out)
        self.reading.code_seen.connect(self._try_camera)
        self.reading.code_seen.connect(self._take_seen)
        self.reading.camera_changed.connect(self._end_opening)
        self.reading.camera_changed.connect(self._show_camera)
        self.reading.lost.connect(lambda error: self._window.show_status(translation.error_text(error)))
        self.reading.ended.connect(self._end_video)
        room.changed.connect(self._show_printer)
        room.failed.connect(self._report)
        self._disk_watch = QTimer(self, interval=DISK_MS)
        self._disk_watch.timeout.connect(self._look_at_disk)
        self._disk_watch.start()

    def mount(
        self, window: "DeskWindow | KioskWindow", family: Callable[[Answer], AnswerFamily] = family_at_desk
    ) -> None:
        """Connect the devices to a window, one at a time. `family` maps an answer to the family of its sound."""
        self._window, self._family = window, family
        self.reading.outlines_seen.connect(window.outline)
        self.reading.image_taken.connect(window.take_image)
        window.answered.connect(self._print)
        window.answered.connect(self._sound)
        if state := self.reading.camera_state:
            self._show_camera(state)
        self._look_at_disk()
        self._show_printer()

    def leave(self, window: "DeskWindow | KioskWindow") -> None:
        """Disconnect the devices from a window that another one replaces."""
        self.reading.disconnect(window)
        window.answered.disconnect(self._print)
        window.answered.disconnect(self._sound)

    def start(self, video: Path | None) -> None:
        if video:
            self.reading.use_video(video)
        else:
            self.reading.use_camera(self._settings.camera)

    def use(self, settings: Settings) -> None:
        """Use these settings from now on."""
        before, self._settings = self._settings, settings
        if settings.camera != before.camera:
            self.reading.use_camera(settings.camera)
        if settings.is_mirrored != before.is_mirrored and (state := self.reading.camera_state):
            self._show_camera(state)

    def play_welcome(self) -> None:
        """Play the welcome sound, even if sounds are switched off: a user is testing it."""
        self.sounds.play(Sound.WELCOME)

    def stop(self) -> None:
        """End every thread and timer of the devices."""
        self._disk_watch.stop()
        self.wedge.remove(self._app)
        self._room.stop()
        self.reading.stop()
        self._opening.close()

    def _at_work(self, part: Part) -> AbstractContextManager[None]:
        return nullcontext() if part in self.left_out else self.marks.at_work(part)

    def _end_opening(self, state: FrameSourceState) -> None:
        """Note that the camera was opened without harm: a picture came, or there is no camera."""
        if state.is_live or not state.source:
            self._opening.close()

    def _show_camera(self, state: FrameSourceState) -> None:
        words = translate(state.words, source=state.source, reason=state.reason)
        width, height = state.size
        is_mirrored = self._settings.is_mirrored and not self.reading.is_video
        is_live = state.is_live if state.source else None  # a desk without a camera lacks nothing
        self._window.show_camera(words, f"{state.source} · {width} × {height}", is_live, is_mirrored)

    def _end_video(self) -> None:
        self.reading.use_camera(self._settings.camera)
        self._window.show_status(translate(FILM_OVER))

    def _try_scanner(self, code: str) -> None:
        if is_test_code(code):
            self.scanner_tried.emit(self.wedge.layout)

    def _try_camera(self, text: str) -> None:
        if is_test_code(text):
            self.camera_tried.emit()

    def _take_typed(self, code: str) -> None:
        if not self.tries(code) and not give_to_focused_field(code):
            self._window.take_code(code)

    def _take_seen(self, text: str) -> None:
        if not self.tries(text) and not give_to_focused_field(text):
            self._window.take_seen_code(text)

    def _look_at_disk(self) -> None:
        free = QStorageInfo(str(self._event_path.parent)).bytesAvailable()
        self._window.show_space(free > LOW_DISK)

    def _print(self, answer: Answer) -> None:
        """Wake the print service: the job is committed, so it need not wait for the next poll."""
        if answer.badge:
            self._room.wake()

    def _show_printer(self) -> None:
        self._window.show_printer(*printer_light(self._desk.printing, self._room))

    def _report(self, fault: Exception) -> None:
        """Raise an error of a printing thread, so that the error handler reports it."""
        raise fault

    def _sound(self, answer: Answer) -> None:
        family = self._family(answer)
        if self._settings.has_sound and family in SOUNDS:
            self.sounds.play(SOUNDS[family])
