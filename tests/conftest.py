# SPDX-License-Identifier: GPL-3.0-or-later
import faulthandler
import gc
import logging
import os
import shutil
import sys
import threading
from collections import deque
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import ClassVar

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What a computer remembers of its desk is not that of whoever runs the tests.
os.environ["XDG_DATA_HOME"] = mkdtemp(prefix="checkin-tests-")

from checkin import translation
from checkin.application.qt_application import FileOpeningApplication, GarbageCollection
from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.services import threads
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import regular_files
from checkin.storage.database import transaction
from tests import leftovers
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.fakes import FakeClock
from tests.holding import Holder
from tests.needs import missing, need
from tests.patience import PATIENCE_MS, PATIENCE_S
from tests.printing_lab import PrintingLab

HAS_FAILED, RUNNING = pytest.StashKey[bool](), pytest.StashKey[leftovers.Running]()

AUTOMATIC = gc.get_threshold()
"""When Python searches by itself: in tests without windows it may, in whatever thread."""

# Everyone who passes the tests passes the same examples, so that a failure belongs to the change it is seen with. New
# examples are looked for on purpose, by CHECKIN_EXPLORE=1, before changes are handed on.
settings.register_profile("the same", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False)
settings.load_profile("new" if os.environ.get("CHECKIN_EXPLORE") else "the same")


# A screen has what it reads when the call returns; tests of what it shows meanwhile set this to 0.
threads.PATIENCE_MS = PATIENCE_MS


def pytest_unconfigure():
    shutil.rmtree(os.environ["XDG_DATA_HOME"], ignore_errors=True)


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        if reason := missing(*mark.args):
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


def pytest_collection_finish():
    """Modules stay: no search looks at them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def qapp_cls():
    """That of the program."""
    return FileOpeningApplication


@pytest.fixture(scope="session")
def qapp(qapp):
    """As in the program: windows are destroyed in the thread they belong to."""
    GarbageCollection(qapp)
    return qapp


@pytest.fixture(scope="session", autouse=True)
def application_has_windows(request):
    """A command that a test runs in this process would else leave the later tests an application without windows."""
    request.getfixturevalue("qapp")


_exec = QDialog.exec


def _exec_until_patience_ends(dialog):
    """A dialog that no test answers fails that test; it would hold up all the others."""
    left, timer = [], QTimer(singleShot=True)
    timer.timeout.connect(lambda: left.append(dialog.reject()))
    timer.start(PATIENCE_MS)
    try:
        answer = _exec(dialog)
    finally:
        timer.stop()  # what was raised may hold this frame for longer than the dialog is there
    assert not left, f"{type(dialog).__name__} was not answered"
    return answer


QDialog.exec = _exec_until_patience_ends


class PatientBot(QtBot):
    """Waits as long as a busy machine may need. What is awaited ends the wait, so patience costs nothing.

    What waited for a signal is kept a while. The signal that a thread gives once more at that moment is delivered after
    the wait, and PySide, which holds no reference to an object whose method it calls, would call one that is gone.
    """

    _kept: ClassVar = deque(maxlen=100)

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **more):
        self._kept.append(super().waitSignal(signal, timeout=timeout, **more))
        return self._kept[-1]

    def waitSignals(self, signals, *, timeout=PATIENCE_MS, **more):
        self._kept.append(super().waitSignals(signals, timeout=timeout, **more))
        return self._kept[-1]


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(scope="module", autouse=True)
def leftovers_stay():
    """What outlives a file of tests does so to the end. The search after each test with windows looks at it no more, or
    hundreds of windows would make each later test slower.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def deaths_are_told(pytestconfig):
    """Where pytest tells them. A program under test has them noted in a file of its own, and leaves it so."""
    yield
    faulthandler.enable(pytestconfig.stash[fault_handler_stderr_fd_key])


@pytest.fixture(autouse=True)
def garbage_goes(request):
    """That of windows before the next test starts threads, and the windows that a test made with it: no loop runs here
    that would do what `deleteLater` asked for, and one window more that hears each event makes every later test slower.
    """
    has_windows = "qapp" in request.fixturenames
    gc.set_threshold(0 if has_windows else AUTOMATIC[0])
    kept = set(QApplication.topLevelWidgets()) if has_windows else set()
    yield
    if has_windows:
        for window in set(QApplication.topLevelWidgets()) - kept:
            if window.parent() is None and window.windowType() is not Qt.WindowType.Popup:  # that is its owner's
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    """A test that failed in the middle of a journey has its programs ended while their files are open."""
    if item.stash.get(HAS_FAILED, False) and RUNNING in item.stash:
        item.stash[RUNNING].end_programs()
    return (yield)


@pytest.fixture(autouse=True)
def nothing_runs_on(request, garbage_goes, look_stays, deaths_are_told):
    """What a test leaves running is named with it, and ended before its windows go."""
    running = request.node.stash[RUNNING] = leftovers.Running()
    yield
    left = running.end()
    if request.node.stash.get(HAS_FAILED, False):
        left += leftovers.forget_frames()
    if left:
        pytest.fail(f"left running, and ended now: {', '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True)
def look_stays(request):
    """A theme, size of text or language that a test chose for the application is not the next one's."""
    app = request.getfixturevalue("qapp") if "qapp" in request.fixturenames else None
    before = (app.font(), app.palette(), app.styleSheet()) if app else None
    spoken = translation.current_language()
    yield
    if translation.current_language() != spoken:
        translation.install(QApplication.instance(), spoken)
    if app and (app.font(), app.palette(), app.styleSheet()) != before:
        font, palette, sheet = before
        app.setStyleSheet(sheet)
        app.setPalette(palette)
        app.setFont(font)


@pytest.fixture(autouse=True)
def log_stays():
    """A log that a program under test opened is closed with it."""
    before = list(logging.getLogger().handlers)
    yield
    for handler in [each for each in logging.getLogger().handlers if each not in before]:
        logging.getLogger().removeHandler(handler)
        handler.close()


@pytest.fixture
def open_folder():
    """A folder that every account may enter. Those of pytest lie in one that is closed to others at the start of each
    run, whoever else is at work in it.
    """
    with TemporaryDirectory(prefix="checkin-tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def hold(monkeypatch):
    """Have another program hold a file, for a moment (until something waits for it) or `for_good`."""
    holders = []

    def held(path, for_good=False):
        holders.append(Holder(path))
        monkeypatch.setattr(regular_files.time, "sleep", (lambda _seconds: None) if for_good else holders[-1].let_go)

    yield held
    for holder in holders:
        holder.let_go()


@pytest.fixture
def clock():
    return FakeClock(MORNING)


@pytest.fixture(scope="session")
def prepared_event(tmp_path_factory):
    """The file that each test's event is a copy of: to make it takes three times as long as to open it."""
    made = EventFile.create(tmp_path_factory.mktemp("prepared") / "rencontre.checkin", KEY)
    made.plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(
        made,
        MORNING,
        an_attendee(1, category="participant"),
        an_attendee(2, first_name="Jean-Baptiste", last_name="de La Fournière", category="participant"),
        an_attendee(3, first_name="Thanh-Mai", last_name="N’Guyen", sessions=("atelier-b",)),
    )
    made.close()
    return made.path


@pytest.fixture
def event(tmp_path, prepared_event):
    """An event with the test programme and three people: 1 and 2 on site, 3 registered for workshop B."""
    opened = EventFile.open(Path(shutil.copy(prepared_event, tmp_path / "rencontre.checkin")))
    yield opened
    opened.close()


@pytest.fixture
def desk(event, clock):
    return Desk(event, clock, "Accueil 1")


def add_people(event, at, *attendees):
    with transaction(event.db):
        event.journal.append_all(
            [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in attendees], at=at, desk="Accueil 1"
        )


@pytest.fixture
def may_read(monkeypatch):
    """Until this is set, no screen gets what it reads: what it shows meanwhile is seen."""
    reader, gate = EventFile.reader, threading.Event()

    def held(event):
        assert gate.wait(PATIENCE_S)
        return reader(event)

    monkeypatch.setattr(EventFile, "reader", held)
    monkeypatch.setattr(threads, "PATIENCE_MS", 0)
    yield gate
    gate.set()


@pytest.fixture
def lab():
    """Printers, of a test's own: it is quicker than tidying up after another one's faults."""
    need("CUPS")
    with PrintingLab() as opened:
        yield opened


@pytest.fixture(scope="session")
def pretix_server():
    """A real pretix (tests/pretix_server), started by the first test of this worker that asks for it."""
    need("pretix")
    from tests.pretix_server.installation import PretixMissingError
    from tests.pretix_server.server import PretixServer

    try:
        server = PretixServer()
    except PretixMissingError as missing_there:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"pretix cannot be installed: {missing_there}")
    with server:
        yield server


@pytest.fixture
def pretix(pretix_server):
    """A pretix as it was seeded, and running: another test may have stopped it."""
    pretix_server.reset()
    pretix_server.start()
    return pretix_server


@pytest.fixture(autouse=True)
def _hands_rest():
    """The hands of a test answer no window of the next, though garbage may keep them alive."""
    yield
    if answering := sys.modules.get("tests.ui.answering"):
        answering.Answering.rest()
