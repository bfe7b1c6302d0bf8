# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the settings of an open desk, each connected to the devices and the windows that are there now.

Imported when the settings are first opened, and so are they. Decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from checkin.core.queue_estimate import STANDARD_SECONDS
from checkin.core.together.status import Together
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.live_board import LiveBoard
from checkin.desk.supervision import Supervision
from checkin.language import say
from checkin.program.devices import SOUNDS, DeskDevices
from checkin.ui.desk.menu import DeskMenu
from checkin.ui.parts.choices import Choices
from checkin.ui.parts.together_words import sentences
from checkin.ui.settings.camera import CAMERA, CameraPage
from checkin.ui.settings.desk import THIS_DESK, DeskPage
from checkin.ui.settings.door import (
    DATA,
    DATA_STAYS,
    DESKS,
    PRINTER,
    SUPERVISORS,
    DoorPage,
    printer_told,
    supervisors_told,
)
from checkin.ui.settings.page import Page
from checkin.ui.settings.plan import PLAN, Expected, PlanPage
from checkin.ui.settings.scanner import SCANNER, ScannerPage
from checkin.ui.settings.sound import SOUND, SoundPage


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """What the pages tell of."""

    event: EventFile
    desk: Desk
    choices: Choices
    together: Callable[[], Together]


class DeskPages:
    """`devices` None: they are not there yet, and the pages say nothing of them."""

    def __init__(self, at: OpenDesk, menu: DeskMenu, devices: DeskDevices | None) -> None:
        self._at, self._menu, self._devices = at, menu, devices

    def steps(self) -> tuple[Page, ...]:
        """What a new desk wants set up, in this order."""
        return (*self._first(), self._plan())

    def all(self) -> tuple[Page, ...]:
        return (
            *self._first(),
            Page(SUPERVISORS.title, "shield-check", self._make_supervisors),
            Page(DESKS.title, "waypoints", self._make_desks),
            self._plan(),
            Page(DATA.title, "trash-2", self._make_data),
        )

    def _first(self) -> tuple[Page, ...]:
        return (
            Page(THIS_DESK, "monitor", self._make_desk),
            Page(CAMERA, "camera", self._make_camera),
            Page(SCANNER, "scan-qr-code", self._make_scanner),
            Page(SOUND, "volume-2", self._make_sound),
            Page(PRINTER.title, "printer", self._make_printer),
        )

    def _plan(self) -> Page:
        return Page(PLAN, "calculator", self._make_plan)

    # Each of them

    def _make_desk(self) -> QWidget:
        page = DeskPage(self._at.choices, lambda: self._at.together().other_names)
        page.full_screen_wanted.connect(self._menu.full_screen_wanted)
        return page

    def _make_camera(self) -> QWidget:
        page = CameraPage(self._at.choices)
        if self._devices:
            _Eye(page, self._devices, self._at.choices)
        return page

    def _make_scanner(self) -> QWidget:
        page = ScannerPage()
        if self._devices:
            self._devices.scanner_tried.connect(page.show_read)
        return page

    def _make_sound(self) -> QWidget:
        page = SoundPage(self._at.choices)
        if devices := self._devices:
            page.show_available(devices.sounds.is_available)
            page.play_wanted.connect(lambda family: devices.sounds.play(SOUNDS[family]))
        return page

    def _make_printer(self) -> QWidget:
        printing = self._at.desk.printing
        page = DoorPage(
            PRINTER, lambda: printer_told(printing.plan.printer and printing.plan.name_of(printing.plan.printer))
        )
        page.wanted.connect(self._menu.printer_wanted)
        return page

    def _make_supervisors(self) -> QWidget:
        supervision = Supervision(self._at.event, self._at.desk)
        page = DoorPage(SUPERVISORS, lambda: supervisors_told(len(supervision.supervisors())))
        page.wanted.connect(self._menu.supervisors_wanted)
        return page

    def _make_desks(self) -> QWidget:
        page = DoorPage(DESKS, lambda: "\n".join(sentences(self._at.together())))
        page.wanted.connect(self._menu.together_wanted)
        return page

    def _make_data(self) -> QWidget:
        page = DoorPage(DATA, lambda: say(DATA_STAYS))
        page.wanted.connect(self._menu.removal_wanted)
        return page

    def _make_plan(self) -> QWidget:
        live = LiveBoard(self._at.event).read(self._at.desk.now()).live
        measured = live.desks.seconds if live.desks.seconds != STANDARD_SECONDS else None
        return PlanPage(Expected(max(1, live.expected), measured))


class _Eye(QObject):
    """The camera and its page, as long as there is the page."""

    def __init__(self, page: CameraPage, devices: DeskDevices, choices: Choices) -> None:
        super().__init__(page)
        self._page, self._reading, self._choices = page, devices.reading, choices
        self._reading.cameras_changed.connect(self._offer)
        self._reading.camera_changed.connect(self._show)
        self._reading.image_taken.connect(page.show_image)
        self._reading.outlines_seen.connect(page.outline)
        devices.camera_tried.connect(page.show_tried)
        choices.changed.connect(self._show)
        self._offer()
        self._show()

    def _offer(self) -> None:
        self._page.offer(self._reading.cameras())

    def _show(self) -> None:
        if state := self._reading.camera_state:
            words = say(state.words, source=state.source, reason=state.reason)
            is_mirrored = self._choices.settings.is_mirrored and not self._reading.is_film
            self._page.show_state(words, state.is_live, is_mirrored)
