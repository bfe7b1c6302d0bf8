# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the settings of an open desk, each connected to the present devices and windows.

Imported when the settings are first opened. Decides nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from checkin.application.desk_devices import SOUNDS, DeskDevices
from checkin.core.live.forecast import STANDARD_SECONDS
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.settings import desk_pages
from checkin.ui.settings.settings_page import CurrentSettings, SettingsPage
from checkin.ui.widgets.exchange_wording import sync_sentences


@dataclass(frozen=True, slots=True)
class SettingsDependencies:
    """The parts of a desk that the pages show and change."""

    event: EventFile
    desk: Desk
    choices: CurrentSettings
    sync_status: Callable[[], SyncStatus]


class DeskSettingsPages:
    """The pages of the settings. `devices` None: not built yet, and the pages leave them out."""

    def __init__(self, at: SettingsDependencies, menu: DeskMenu, devices: DeskDevices | None) -> None:
        self._at, self._menu, self._devices = at, menu, devices

    def steps(self) -> tuple[SettingsPage, ...]:
        """Return the pages of the setup wizard, in order."""
        return (*self._first(), self._plan())

    def all(self) -> tuple[SettingsPage, ...]:
        return (
            *self._first(),
            SettingsPage(desk_pages.SUPERVISORS.title, "shield-check", self._make_supervisors),
            SettingsPage(desk_pages.DESKS.title, "waypoints", self._make_desks),
            self._plan(),
            SettingsPage(desk_pages.DATA.title, "trash-2", self._make_data),
        )

    def _first(self) -> tuple[SettingsPage, ...]:
        return (
            SettingsPage(desk_pages.THIS_DESK, "monitor", self._make_desk),
            SettingsPage(desk_pages.CAMERA, "camera", self._make_camera),
            SettingsPage(desk_pages.SCANNER, "scan-qr-code", self._make_scanner),
            SettingsPage(desk_pages.SOUND, "volume-2", self._make_sound),
            SettingsPage(desk_pages.PRINTER.title, "printer", self._make_printer),
        )

    def _plan(self) -> SettingsPage:
        return SettingsPage(desk_pages.PLAN, "calculator", self._make_plan)

    # The pages

    def _make_desk(self) -> QWidget:
        page = desk_pages.DeskPage(self._at.choices, lambda: self._at.sync_status().other_names)
        page.full_screen_wanted.connect(self._menu.full_screen_wanted)
        return page

    def _make_camera(self) -> QWidget:
        page = desk_pages.CameraPage(self._at.choices)
        if self._devices:
            _Eye(page, self._devices, self._at.choices)
        return page

    def _make_scanner(self) -> QWidget:
        page = desk_pages.ScannerPage()
        if self._devices:
            self._devices.scanner_tried.connect(page.show_read)
        return page

    def _make_sound(self) -> QWidget:
        page = desk_pages.SoundPage(self._at.choices)
        if devices := self._devices:
            page.show_available(devices.sounds.is_available)
            page.play_wanted.connect(lambda family: devices.sounds.play(SOUNDS[family]))
        return page

    def _make_printer(self) -> QWidget:
        printing = self._at.desk.printing
        page = desk_pages.LinkPage(
            desk_pages.PRINTER,
            lambda: desk_pages.printer_summary(printing.plan.printer and printing.plan.name_of(printing.plan.printer)),
        )
        page.wanted.connect(self._menu.printer_wanted)
        return page

    def _make_supervisors(self) -> QWidget:
        supervision = Supervision(self._at.event, self._at.desk)
        page = desk_pages.LinkPage(
            desk_pages.SUPERVISORS, lambda: desk_pages.supervisors_summary(len(supervision.supervisors()))
        )
        page.wanted.connect(self._menu.supervisors_wanted)
        return page

    def _make_desks(self) -> QWidget:
        page = desk_pages.LinkPage(desk_pages.DESKS, lambda: "\n".join(sync_sentences(self._at.sync_status())))
        page.wanted.connect(self._menu.sync_wanted)
        return page

    def _make_data(self) -> QWidget:
        page = desk_pages.LinkPage(desk_pages.DATA, lambda: translate(desk_pages.DATA_STAYS))
        page.wanted.connect(self._menu.removal_wanted)
        return page

    def _make_plan(self) -> QWidget:
        live = LiveQueries(self._at.event).read(self._at.desk.now()).live
        measured = live.desks.seconds if live.desks.seconds != STANDARD_SECONDS else None
        return desk_pages.DeskPlanPage(desk_pages.Expected(max(1, live.expected), measured))


class _Eye(QObject):
    """The connection of the camera to its page, as long as the page exists."""

    def __init__(self, page: desk_pages.CameraPage, devices: DeskDevices, choices: CurrentSettings) -> None:
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
            words = translate(state.words, source=state.source, reason=state.reason)
            is_mirrored = self._choices.settings.is_mirrored and not self._reading.is_video
            self._page.show_state(words, state.is_live, is_mirrored)
