# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads beside the window: readings, a file that was replaced meanwhile, joining, and what nobody waits for."""

import shutil
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QObject

from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import WHOLE, Cancelled, StorageError, ignore_progress
from checkin.core.print_jobs import JobState, PrintPlan
from checkin.core.sync.invitation import Invitation, Volume
from checkin.core.sync.sync_status import SyncPlace
from checkin.core.tokens import EventKey
from checkin.services import threads
from checkin.services.badge_print_requests import Printing
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.spooler import PrintSpooler, PrintWorker
from checkin.services.readiness_measuring import ReadyWorker
from checkin.services.sync.joining import join, load_own_settings, make_peer_syncs, open_hub
from checkin.services.sync.peer_sync import OwnIdentity, PeerSync, SyncWorker
from checkin.services.sync.usb_exchange import exchange_and_renew
from checkin.services.threads import EventReading
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.patience import PATIENCE_S
from tests.restored_files import restore
from tests.services.lists import bring
from tests.services.test_print_worker import HERE, QuickPrinter, drawn
from tests.sync.memory import MemoryLog, MemoryPeer


@pytest.fixture
def owner(qapp):
    return QObject()


def test_what_is_read_at_once_is_shown_before_the_window_goes_on(event, owner):
    shown = []
    assert EventReading(event, owner).read(lambda reader: reader.attendees.count(), shown.append)
    assert shown == [event.attendees.count()]


def test_what_takes_longer_is_shown_later_the_newest_alone_and_nothing_of_a_dropped_one(
    event, owner, clock, qtbot, monkeypatch
):
    monkeypatch.setattr(threads, "PATIENCE_MS", 0)
    reading, shown, may_go_on = EventReading(event, owner), [], Event()

    def slow(reader):
        may_go_on.wait()
        return reader.attendees.count()

    assert not reading.read(slow, shown.append)
    assert reading.is_reading
    before = event.attendees.count()
    add_people(event, clock(), an_attendee(30))
    assert not reading.read(slow, shown.append)
    may_go_on.set()
    qtbot.waitUntil(lambda: not reading.is_reading)
    assert shown == [before + 1]
    may_go_on.clear()
    reading.read(slow, shown.append)
    reading.drop()
    assert not reading.is_reading
    may_go_on.set()
    reading.read(lambda reader: "read", shown.append)
    qtbot.waitUntil(lambda: not reading.is_reading)
    assert shown == [before + 1, "read"]


def test_a_fault_is_raised_in_the_window_nothing_is_written_and_no_other_event_in_the_place_is_read(
    event, owner, clock
):
    def write(reader):
        with reader.transaction():
            reader.journal.append(EntryKind.NOTE_LEFT, "", {}, at=clock(), desk="d")

    with pytest.raises(ZeroDivisionError):
        EventReading(event, owner).read(lambda reader: 1 / 0, print)
    before = event.data_version(), event.journal.count()
    with pytest.raises(StorageError):
        EventReading(event, owner).read(write, print)
    assert (event.data_version(), event.journal.count()) == before
    ours = replace(event, key=EventKey("another event", bytes(32)))
    with pytest.raises(StorageError):
        EventReading(ours, owner).read(lambda reader: reader.attendees.count(), print)


PROGRAM = """
import sys
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from checkin.services import threads
from checkin.services.threads import BackgroundTask, wait_for_all

app = QApplication([])
errand = BackgroundTask(lambda tell: time.sleep(600))
errand.start()
threads.STOP_WAIT_MS = 10
getattr(errand, sys.argv[1])()
del errand
QTimer.singleShot(0, app.quit)
app.exec()
wait_for_all(1)
print("closed")
"""


@pytest.mark.parametrize("how", ["leave", "stop"])
def test_what_hangs_in_the_system_is_no_crash_of_the_program(how):
    """A share that is away: no thread can be ended in there, and Qt aborts where one is thrown away."""
    command = [sys.executable, "-c", PROGRAM, how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")


ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


@pytest.fixture
def older(event, tmp_path):
    """A copy of before anybody came."""
    event.checkpoint_wal()
    return shutil.copy(event.path, tmp_path / "older")


def a_worker(path, log, clock, name):
    """That meets others in a log of the memory; it is new at each beginning."""

    def set_up(event):
        return [PeerSync(event, SyncPlace.HUB, MemoryPeer(log, page=100), clock, OwnIdentity(name))]

    return closing(SyncWorker(path, set_up, name))


def subjects(log):
    return {entry.subject for entry in log.entries if entry.kind == "checked_in"}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("notice", [True, False], ids=["seen by the threads", "put right at once"])
def test_threads_let_go_of_a_file_that_is_to_be_put_right_and_go_on_with_that_of_now(event, desk, older, clock, notice):
    """Who comes is told to the other desks, a badge asked for is printed, what is ready is asked of that file."""
    log, printer, told = MemoryLog(), QuickPrinter(), []
    printing = Printing(event, clock, PrintPlan(HERE))
    with (
        a_worker(event.path, log, clock, "Accueil 1") as worker,
        closing(
            PrintWorker(event.path, lambda own: PrintSpooler(own, clock, printer, drawn, (HERE, "")))
        ) as printer_of,
        closing(ReadyWorker(event.path, clock)) as ready,
    ):
        ready.changed.connect(told.append)
        desk.scan(ONE)
        threads = (worker, printer_of, ready)
        for thread in threads:
            thread.step()
        restore(event, older)
        assert event.guard.trouble
        for thread in threads:
            if notice or sys.platform == "win32":  # which replaces no open file: a thread is woken at once and lets go
                with suppress(StorageError):
                    thread.step()
        event.guard.repair()
        clock.pass_by(hours=1)
        desk.scan(TWO)
        printing.ask(an_attendee(1).id)
        for thread in (*threads, printer_of):
            thread.step()
    assert subjects(log) == {an_attendee(1).id, an_attendee(2).id}
    assert [job.state for job in printing.jobs()] == [JobState.PRINTED]
    assert told[-1].newest == clock()


def test_all_reach_the_other_desk_through_a_folder(event, desk, older, clock, tmp_path):
    (folder := tmp_path / "share").mkdir()
    other = EventFile.open(shutil.copy(older, tmp_path / "other.checkin"))

    def worker_of(path, identity):
        settings = Settings(folder=str(folder), identity=identity)
        return closing(SyncWorker(path, lambda own: make_peer_syncs(own, settings, clock, open_hub), identity))

    with worker_of(event.path, "a" * 16) as worker, worker_of(other.path, "b" * 16) as others:
        desk.scan(ONE)
        worker.step()
        restore(event, older)
        assert event.guard.trouble
        if sys.platform == "win32":
            with suppress(StorageError):
                worker.step()
        event.guard.repair()
        desk.scan(TWO)
        worker.step()
        others.step()
        there = Desk(other, clock, "Accueil 2")
        verdicts = [there.scan(code).verdict for code in (ONE, TWO, THREE)]
        assert verdicts == [Verdict.DUPLICATE, Verdict.DUPLICATE, Verdict.ADMIT]
    other.close()
    assert load_own_settings(event)


def test_a_thread_that_finds_the_file_whole_again_first_begins_anew_too(qapp, event, desk, clock, tmp_path):
    """A newer copy of the same event was put there: the desk's connection is to the file of before, as was its own."""
    log = MemoryLog()
    with a_worker(event.path, log, clock, "Accueil 1") as worker:
        desk.scan(ONE)
        worker.step()
        event.checkpoint_wal()
        newer = EventFile.open(shutil.copy(event.path, tmp_path / "newer"))
        Desk(newer, clock, "Accueil 2").scan(TWO)
        newer.close()
        restore(event, newer.path)
        assert event.guard.trouble is None
        worker.step()
        assert subjects(log) == {an_attendee(1).id, an_attendee(2).id}


@pytest.fixture
def invitation(event, clock, tmp_path):
    """To a folder in which this event told everything."""
    (tmp_path / "share").mkdir()
    share = Volume((tmp_path / "share").as_posix())
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(450)))
    exchange_and_renew(event.path, share, clock, ignore_progress)
    return Invitation("Rencontre", event.key, share.root)


def joined(invitation, path, tell):
    return join(invitation, path, "Accueil 2", open_hub, tell)


def test_how_far_it_is_only_grows_and_whoever_goes_back_leaves_no_file_at_whatever_moment(invitation, event, tmp_path):
    """Not when all is there either: nothing is opened any more, the window has gone."""
    told = []
    there = joined(invitation, tmp_path / "other.checkin", lambda done, total: told.append((done, total)))
    assert there.journal.count() == event.journal.count()
    there.close()
    assert told == sorted(told)
    assert ({total for _, total in told}, told[-1]) == ({WHOLE}, (WHOLE, WHOLE))
    assert len(set(told)) >= 4
    for moment in range(len(told)):
        left = iter(range(moment))

        def tell(_done, _total, left=left):
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            joined(invitation, tmp_path / f"other-{moment}.checkin", tell)
    assert [file.name for file in sorted(tmp_path.glob("other*"))] == ["other.checkin"]
