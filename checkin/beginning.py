# SPDX-License-Identifier: GPL-3.0-or-later
"""How a desk begins: the event that is named, the one that was open, the one that is chosen in the first window, or the
demonstration. Decides which; the rest is `app`.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from checkin import app, faults, language, paths
from checkin.core.errors import CheckinError
from checkin.desk.errand import Errand
from checkin.desk.event_file import EventFile
from checkin.desk.own_folder import own_folder
from checkin.desk.recent_events import Recent, RecentEvents, look_at_all
from checkin.desk_trouble import reopened
from checkin.ui.joined_event import joined_event
from checkin.ui.new_event import event_from
from checkin.ui.theme import Appearance, Theme
from checkin.ui.welcome import WelcomeWindow


def recent_events() -> RecentEvents:
    """Of this computer."""
    return RecentEvents(own_folder() / "recent.json")


def open_desk(event: EventFile, spoken: str | None, film: Path | None = None, *, is_new: bool = False) -> int:
    """The desk of an event, which is the newest of the recent ones from now on."""
    recent_events().remember(event.path)
    return app.run(event, event.clock(), spoken, film, is_new=is_new)


def start(spoken: str | None) -> int:
    """`checkin`: the event that was open when it stopped without warning; else ask which, then open it."""
    program = app.application()
    language.install(program, spoken)
    Appearance(program).use(Theme.SYSTEM)
    first = FirstWindow(spoken, recent_events())
    if left := first.left_open():
        return open_desk(left[0], left[1])
    first.window.show()
    first.look()
    program.exec()
    try:
        return first.chosen() if first.chosen else 0
    finally:
        first.stop()


def demo(spoken: str | None) -> int:
    """The demonstration in a window, from a folder that goes with it."""
    from checkin.desk.demo import make_demo

    sources = paths.resources() / "demo"
    with tempfile.TemporaryDirectory(prefix="checkin-demo-") as folder:
        event, now = make_demo(Path(folder), sources, time.monotonic)
        return app.run(event, now, spoken, sources / "queue.mp4")


class FirstWindow(QObject):
    """`chosen` is what was asked for, to be called when the window is closed."""

    def __init__(self, spoken: str | None, recent: RecentEvents) -> None:
        super().__init__()
        self._spoken, self._recent = spoken, recent
        self._looking: list[Errand] = []
        self.chosen: Callable[[], int] | None = None
        self.window = window = WelcomeWindow()
        faults.hear(lambda error: window.tell(language.sentence(error)), window.tell)
        window.event_chosen.connect(lambda path: self._take_event(EventFile.open(path)))
        window.source_chosen.connect(lambda source: self._take_event(event_from(source, window), is_new=True))
        window.join_wanted.connect(lambda: self._take_event(joined_event(window), is_new=True))
        window.demo_chosen.connect(lambda: self._take(partial(demo, spoken)))
        window.forget_wanted.connect(self._forget)

    def left_open(self) -> tuple[EventFile, str | None] | None:
        """What was open when Checkin stopped without warning; why it cannot be opened is told in the window."""
        try:
            return reopened(own_folder(), self._spoken)
        except CheckinError as error:
            self.window.tell(language.sentence(error))
            return None

    def look(self) -> None:
        """The recent events by their files at once, by what they say as soon as they are read."""
        found = self._recent.paths()
        self.window.show_recent([Recent(path, path.stem) for path in found])
        if found:
            errand = Errand(partial(look_at_all, found))
            errand.done.connect(self._show)
            errand.start()
            self._looking.append(errand)

    def stop(self) -> None:
        """Returns when nothing is looked at any more."""
        for errand in self._looking:
            errand.stop()

    def _show(self, seen: tuple[Recent, ...]) -> None:
        """But not those that were taken off the list meanwhile."""
        listed = self._recent.paths()
        self.window.show_recent([recent for recent in seen if recent.path in listed])

    def _forget(self, path: Path) -> None:
        self._recent.forget(path)
        self.look()

    def _take_event(self, event: EventFile | None, *, is_new: bool = False) -> None:
        if event:
            self._take(partial(open_desk, event, self._spoken, is_new=is_new))

    def _take(self, then: Callable[[], int]) -> None:
        self.chosen = then
        for errand in self._looking:
            errand.cancel()
        self.window.close()
