# SPDX-License-Identifier: GPL-3.0-or-later
"""Which event a desk starts with: named, interrupted by a crash, chosen in the first window, or the demonstration. The
rest is `desk_program`.
"""

import tempfile
import time
from pathlib import Path

from checkin import paths, translation
from checkin.application import desk_program, qt_application
from checkin.application.desk_recovery import reopen_after_crash
from checkin.application.qt_application import opened_files
from checkin.core.desk_settings import Settings
from checkin.core.message import CheckinError
from checkin.paths import app_folder
from checkin.services.computer.app_data import RecentEvents, load_computer_settings, save_computer_settings
from checkin.services.event_file import EventFile
from checkin.storage import settings_store
from checkin.ui.look.screen_reader import announce_next_window
from checkin.ui.look.theme import Appearance
from checkin.ui.widgets.screen_page import DialogScroller


def recent_events() -> RecentEvents:
    """Return the recent events of this computer."""
    return RecentEvents(app_folder() / "recent.json")


def open_desk(event: EventFile, spoken: str | None, video: Path | None = None, *, is_new: bool = False) -> int:
    """Run the desk of an event, which becomes the newest of the recent ones; return the exit code."""
    recent_events().remember(event.path)
    if not is_new:
        save_computer_settings(app_folder(), settings_store.load(event.db))
    left = desk_program.run(event, event.clock(), spoken, video, is_new=is_new)
    return _ask(spoken, None) if left.wants_another else left.code


def start(spoken: str | None) -> int:
    """Run `checkin`: reopen the event after a crash, else ask for one. Return the exit code."""
    program = qt_application.application()
    known = load_computer_settings(app_folder())
    translation.install(program, spoken or (known and known.language) or None)
    trouble: CheckinError | None = None
    try:
        left = reopen_after_crash(app_folder(), spoken)
    except CheckinError as error:  # shown in the first window
        left, trouble = None, error
    return open_desk(*left) if left else _ask(spoken, trouble)


def start_with_error(trouble: CheckinError, spoken: str | None, code: int) -> int:
    """Show in the first window why an event cannot be opened, and ask for another; return `code` if none was chosen."""
    translation.install(qt_application.application(), spoken)
    return _ask(spoken, trouble, code)


def _ask(spoken: str | None, trouble: CheckinError | None, code: int = 0) -> int:
    """Show the first window; return the exit code of the desk, `code` if no event was chosen."""
    from checkin.application.welcome_controller import WelcomeController

    program = qt_application.application()
    Appearance(program).apply(load_computer_settings(app_folder()) or Settings())
    room = DialogScroller(program)
    room.look()
    first = WelcomeController(recent_events())
    if trouble:
        first.show_error(trouble)
    first.window.show()
    first.look()
    files = opened_files(program)
    files.take_to_window(first.window, first.window.take)
    program.exec()
    files.take_to(None)
    room.leave()
    announce_next_window(program)
    try:
        if not first.wants_demo:
            return open_desk(first.chosen, spoken, is_new=first.is_new) if first.chosen else code
    except CheckinError as error:  # the file could be opened and not read
        return _ask(spoken, error, code)
    finally:
        first.stop()
    return demo(spoken) or _ask(spoken, None)  # after the demonstration the first window is shown again


def demo(spoken: str | None) -> int:
    """Run the demonstration in a window, from a temporary folder; return the exit code."""
    from checkin.services.demo_event import make_demo

    sources = paths.resources() / "demo"
    with tempfile.TemporaryDirectory(prefix="checkin-demo-") as folder:
        event, now = make_demo(Path(folder), sources, time.monotonic)
        return desk_program.run(event, now, spoken, sources / "queue.mp4").code
