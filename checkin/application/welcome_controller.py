# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller of the first window: turns the choice there into an event, and inspects the recent ones.

Imported when no event was named; opens no desk itself.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from checkin import error_handler, translation
from checkin.application.desk_recovery import listen_for_help
from checkin.core.message import CheckinError
from checkin.paths import app_folder
from checkin.services.computer.app_data import RecentEvent, RecentEvents, inspect_events
from checkin.services.event_file import EventFile
from checkin.services.threads import BackgroundTask, wait_for_all
from checkin.storage.copies import go_on_with
from checkin.ui.help.help_flow import HelpFlow
from checkin.ui.welcome.join_event import create_event, join_event
from checkin.ui.welcome.welcome_window import WelcomeWindow


def _now() -> datetime:
    return datetime.now().astimezone()


class WelcomeController(QObject):
    """The first window and its result: when `window` is closed, `chosen` is the event, or `wants_demo` is set, or
    neither.
    """

    def __init__(self, recent: RecentEvents, now: Callable[[], datetime] = _now) -> None:
        super().__init__()
        self._recent, self._now = recent, now
        self._looking: list[BackgroundTask] = []
        self._known: dict[str, Path] = {}
        self.chosen: EventFile | None = None
        self.is_new, self.wants_demo = False, False
        self.window = window = WelcomeWindow()
        error_handler.install_error_handler(self.show_error, window.show_error)
        window.event_chosen.connect(lambda path: self._take(EventFile.open(path)))
        window.rescue_wanted.connect(self._go_on)
        window.source_chosen.connect(lambda source: self._take(create_event(source, window), is_new=True))
        window.join_wanted.connect(lambda: self._take(join_event(window), is_new=True))
        window.usb_join_wanted.connect(self._join_from_drive)
        window.demo_chosen.connect(self._take_demo)
        window.forget_wanted.connect(self._forget)
        self.helping = helping = HelpFlow(app_folder(), None, now, window)
        helping.reported.connect(window.show_error)
        helping.reported.connect(self.look)  # removing all data also removes the recent events
        listen_for_help(window, helping)

    def show_error(self, error: CheckinError) -> None:
        self.window.show_error(translation.error_text(error))

    def look(self) -> None:
        """List the recent events by file name at once, and by their content when it is read."""
        found = self._recent.paths()
        self.window.show_recent([RecentEvent(path, path.stem) for path in found])
        if found:
            errand = BackgroundTask(partial(inspect_events, found))
            errand.done.connect(self._show)
            errand.start()
            self._looking.append(errand)

    def stop(self) -> None:
        """Wait until no file is inspected any more, or abandon an inspection that hangs."""
        for errand in self._looking:
            errand.leave()
        wait_for_all()

    def _show(self, seen: tuple[RecentEvent, ...]) -> None:
        """Show the inspected events, without those removed from the list meanwhile."""
        self._known.clear()  # the same mapping object, for a window that already has it
        self._known.update((recent.event, recent.path) for recent in reversed(seen) if recent.event)
        listed = self._recent.paths()
        self.window.show_recent([recent for recent in seen if recent.path in listed], self._now().date())

    def _forget(self, path: Path) -> None:
        self._recent.forget(path)
        self.look()

    def _take(self, event: EventFile | None, *, is_new: bool = False) -> None:
        if event:
            self.chosen, self.is_new = event, is_new
            self._close()

    def _go_on(self, path: Path) -> None:
        """Open the rescue copy of an event whose file is gone."""
        go_on_with(path)
        self._take(EventFile.open(path))

    def _join_from_drive(self) -> None:
        from checkin.ui.welcome.join_event import join_from_usb

        if joined := join_from_usb(self.window, self._known):
            event, is_new = joined
            self._take(event, is_new=is_new)

    def _take_demo(self) -> None:
        self.wants_demo = True
        self._close()

    def _close(self) -> None:
        """Cancel inspections and close the window."""
        for errand in self._looking:
            errand.end()
        self.window.close()
