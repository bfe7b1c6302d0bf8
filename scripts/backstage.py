# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the scenes of the gallery are set: events as somebody left them, the program over them, windows off screen.

Every maker of a scene gets what it needs here, anew; `shown` takes all of it away afterwards. No device, no thread, no
clock that goes: a scene looks the same every time. Not part of the program.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path
from time import sleep

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from checkin import translation
from checkin.application.desk_program import SIZE, DeskProgram
from checkin.core.message import Message
from checkin.core.programme.programme import Event, Programme
from checkin.paths import resources
from checkin.services import threads
from checkin.services.demo_event import OPENING_TIME, make_demo
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile, zone_of
from checkin.storage import settings_store
from checkin.ui.desk.desk_operations import ShownAnswer
from checkin.ui.look.theme import CONTRAST, DARK, Theme, text_scale, tokens
from checkin.ui.widgets.screen_page import DialogScroller

Maker = Callable[[], QWidget]
"""Of a widget in one state, in the language and the theme of the moment. It may have been shown."""

Clock = Callable[[], datetime]
Prepare = Callable[[EventFile, datetime], None]
"""What happened to the demonstration before the scene begins; called once, with the time of the scene."""

PATIENCE_S = 120
"""For what a thread has to finish before the picture."""
threads.PATIENCE_MS = PATIENCE_S * 1000

_things, _room = ExitStack(), QSize(SIZE)
"""Of the scene that is shown now: what goes with it, and how large its window is."""


def on_screen_of(size: QSize, folder: Path) -> dict[str, str]:
    """The surroundings of a process whose one screen has so many dots: a dialog takes no more than its screen has."""
    file = folder / f"{size.width()}x{size.height()}.json"
    screen = {"name": "screen", "x": 0, "y": 0, "width": size.width(), "height": size.height()}
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [screen | more]}), encoding="utf-8")
    return {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"}


@contextmanager
def shown(make: Maker, size: QSize = SIZE) -> Iterator[QWidget]:
    """The widget of a scene, for as long as it is looked at. Screens take `size`; dialogs have their own."""
    QApplication.styleHints().setCursorFlashTime(0)
    _room.setWidth(size.width())
    _room.setHeight(size.height())
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    room = DialogScroller(app)
    after(room.leave)
    room.look()
    try:
        widget = make()
        if not has_own_size(widget):
            widget.resize(size)
        widget.show()
        settle()
        yield widget
        if isValid(widget):  # some are destroyed when they are closed
            widget.hide()  # closing might ask whether to keep what was drawn
            widget.deleteLater()
    finally:
        _things.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def has_own_size(widget: QWidget) -> bool:
    return isinstance(widget, QDialog) or widget.testAttribute(Qt.WidgetAttribute.WA_Resized)


def after(then: Callable[[], object]) -> None:
    """Done when the scene is over, the newest first."""
    _things.callback(then)


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for a thread."""
    patience = QDeadlineTimer(PATIENCE_S * 1000)
    while not is_so():
        assert not patience.hasExpired()
        QApplication.processEvents()
        sleep(0.01)  # QTest.qWait would keep the interpreter from the thread
    settle()


# Events


def folder() -> Path:
    """An empty one, gone after the scene."""
    return Path(_things.enter_context(tempfile.TemporaryDirectory(prefix="checkin-")))


def nothing(event: EventFile, now: datetime) -> None:
    """The demonstration as it is at first."""


def some_arrived(event: EventFile, now: datetime) -> None:
    """Thirty people came."""
    desk = Desk(event, lambda: now, "Accueil 1")
    for person in [person for person, _ in event.attendees.all()][:30]:
        desk.check_in(person.id)


def as_demo(event: EventFile, _now: datetime) -> None:
    """The demonstration as what it is."""
    settings_store.note(event.db, settings_store.IS_DEMO, "demo")


def demo(prepare: Prepare = nothing, at: time = OPENING_TIME) -> tuple[EventFile, Clock]:
    """The demonstration's event, and a clock that stands still at an hour of its day."""
    event = EventFile.open(Path(shutil.copy(_prepared(prepare, at), folder())))
    after(event.close)
    now = _hour(event, at)
    return event, lambda: now


def empty(programme: Programme | None = None) -> tuple[EventFile, Clock]:
    """An event that nobody has come to, in the demonstration's time."""
    now = demo()[1]()
    event = EventFile.create(folder() / "Rencontre.checkin")
    after(event.close)
    event.plan(programme or Programme(Event("Rencontre des pionniers", now.date())), at=now, desk="Accueil 1")
    return event, lambda: now


@cache
def _prepared(prepare: Prepare, at: time) -> Path:
    """A file to copy, once a process."""
    place = Path(tempfile.mkdtemp(prefix="checkin-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    event, _ = make_demo(place, resources() / "demo", lambda: 0.0)
    now = _hour(event, at)
    settings_store.note(event.db, settings_store.IS_DEMO, "")  # screens look as on the day
    prepare(event, now)
    event.close()
    return event.path


def _hour(event: EventFile, at: time) -> datetime:
    described = event.programme().event
    assert described.day
    return datetime.combine(described.day, at, zone_of(described))


# The program


def program(event: EventFile, now: Clock) -> DeskProgram:
    """The whole program as the rest is worn, its window not shown yet."""
    chosen = replace(
        settings_store.load(event.db),
        theme=str(worn()),
        language=translation.current_language(),
        text_size=round(100 * text_scale()),
    )
    settings_store.save(event.db, chosen)
    made = DeskProgram(event, now, translation.current_language())
    sys.excepthook = sys.__excepthook__  # a fault is the gallery's, not something to tell in the picture
    made._room.leave()  # `shown` makes it
    (answer,) = made.shell.findChildren(ShownAnswer)
    answer.linger.blockSignals(True)  # no clock goes: an answer stays
    made.shell.setAttribute(Qt.WidgetAttribute.WA_Resized, False)
    after(made._look.deleteLater)
    after(made.shell.deleteLater)
    after(made.stop)
    return made


def entered(made: DeskProgram, words: Message) -> QWidget:
    """The screen that the rail calls so, seen in a window as large as in the picture."""
    shell = made.shell
    shell.resize(_room)
    shell.setAttribute(Qt.WidgetAttribute.WA_Resized, False)
    shell.show()
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    screen = shell.enter_by_name(words)
    settle()
    return screen


def worn() -> Theme:
    """The theme of the moment."""
    now = tokens(QApplication.palette())
    return Theme.CONTRAST if now is CONTRAST else Theme.DARK if now is DARK else Theme.LIGHT
