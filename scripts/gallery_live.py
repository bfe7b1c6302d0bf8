# SPDX-License-Identifier: GPL-3.0-or-later
"""The day in figures: before, in the rush, with a queue, with hardly anybody, after, and with nobody to count; on a
projector too.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.services.event_file import EventFile
from checkin.ui.live.live_screen import LiveProjection, LiveScreen
from checkin.ui.widgets.screen_page import LIVE
from scripts import backstage
from scripts.backstage_day import EARLY, QUEUE, RUSH_AT

Staged = Callable[[], tuple[EventFile, Callable[[], datetime]]]

DAYS: dict[str, Staged] = {
    "rush": partial(backstage.demo, EARLY, RUSH_AT),
    "before": partial(backstage.demo, EARLY, time(7, 40)),
    "queue": partial(backstage.demo, QUEUE, time(8, 54)),
    "few": partial(backstage.demo, backstage.some_arrived, time(9, 5)),
    "after": partial(backstage.demo, EARLY, time(18, 5)),
    "empty": backstage.empty,
}


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, staged in DAYS.items():
        yield name, partial(on_screen, staged)
    for name, staged in DAYS.items():
        yield f"projected-{name}", partial(projected, staged)


def on_screen(staged: Staged) -> QWidget:
    return _screen(staged).window()


def projected(staged: Staged) -> QWidget:
    screen = _screen(staged)
    assert screen.reading
    projection = LiveProjection()
    projection.resize(1920, 1080)
    projection.show_snapshot(screen.reading, screen.title)
    return projection


def _screen(staged: Staged) -> LiveScreen:
    screen = backstage.entered(backstage.program(*staged()), LIVE)
    assert isinstance(screen, LiveScreen)
    return screen
