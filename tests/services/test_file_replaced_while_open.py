# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads of a desk after its event file was replaced by an older copy, and put right."""

import shutil
import sys
from contextlib import closing, suppress

import pytest

from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.core.message import StorageError
from checkin.core.print_jobs import JobState, PrintPlan
from checkin.core.sync.sync_status import SyncPlace
from checkin.services.badge_print_requests import Printing
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.spooler import PrintSpooler, PrintWorker
from checkin.services.readiness_measuring import ReadyWorker
from checkin.services.sync.joining import load_own_settings, make_peer_syncs, open_hub
from checkin.services.sync.peer_sync import OwnIdentity, PeerSync, SyncWorker
from tests.builders import an_attendee
from tests.restored_files import restore
from tests.services.test_print_worker import HERE, QuickPrinter, drawn
from tests.sync.memory import MemoryLog, MemoryPeer

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
        ready.measured.connect(told.append)
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
