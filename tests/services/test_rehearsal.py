# SPDX-License-Identifier: GPL-3.0-or-later
"""A rehearsal leaves no trace: not in the event, not at other desks, not on the disk."""

import tempfile
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.desk_settings import Settings
from checkin.core.message import StorageError, UserError
from checkin.core.print_jobs import NO_PLAN, PrintPlan
from checkin.core.rehearsal_rules import RehearsalOptions, RehearsalTrace
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.rehearsal import begin_rehearsal, is_rehearsal, remove_old_rehearsals
from checkin.services.sync.joining import make_peer_syncs
from checkin.storage import settings_store as kept
from checkin.storage.copies import PREFIX, erase_rehearsal_folder, note_rehearsal_folder, rehearsal_folders
from checkin.storage.database import integrity_problems
from checkin.storage.journal_queries import entries_by_arrival
from checkin.storage.sqlite_library import fetch_rows
from checkin.translation import translate
from tests.builders import an_attendee
from tests.full_disk import full_disk

PLAN = PrintPlan("pdf:/tmp/badges")
AT_HOME = Settings(folder="/srv/share", hub="postgresql://a@b/c", identity="ab", printing=PLAN)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Where copies go in a test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def begun(event, clock):
    """Begin a rehearsal."""
    return lambda **wish: begin_rehearsal(event, clock, RehearsalOptions(**wish), translate)


def rehearse(rehearsal, *people):
    with closing(EventFile.open(rehearsal.path)) as copy:
        desk = Desk(copy, rehearsal.clock, "Accueil 1")
        return [desk.scan(an_attendee(number).ticket_code).reason.value for number in people]


def content(event):
    return entries_by_arrival(event.db), fetch_rows(event.db, "SELECT * FROM settings")


def test_a_rehearsal_leaves_the_event_letter_by_letter_as_it_was(event, begun, temporary):
    kept.save(event.db, AT_HOME)
    sheet, before = read_fingerprint(event), content(event)
    rehearsal = begun()
    assert rehearse(rehearsal, 1, 2, 1) == ["welcome", "welcome", "repeated"]
    outcome = rehearsal.end(event)
    assert (outcome.trace, outcome.rehearsed) == (RehearsalTrace.NONE, 2)
    assert (outcome.now.people, outcome.now.arrived, outcome.now.sheet) == (3, 0, sheet)
    assert content(event) == before
    assert not list(temporary.iterdir())


def test_an_event_that_nobody_described_is_called_like_its_own_file(tmp_path, clock):
    with closing(EventFile.create(tmp_path / "Gala de juin.checkin")) as event:
        rehearsal = begin_rehearsal(event, clock, RehearsalOptions(), translate)
        with closing(EventFile.open(rehearsal.path)) as copy:
            assert copy.programme().event.title == "REHEARSAL – Gala de juin"


def test_what_another_window_records_meanwhile_is_told_and_is_no_trace_of_it(event, begun, desk):
    rehearsal = begun()
    rehearse(rehearsal, 1)
    desk.scan(an_attendee(2).ticket_code)
    outcome = rehearsal.end(event)
    assert (outcome.trace, outcome.now.arrived) == (RehearsalTrace.WENT_ON, 1)


def test_the_copy_says_everywhere_that_it_is_one_and_meets_nobody(event, clock, begun):
    kept.save(event.db, AT_HOME)
    rehearsal = begun()
    with closing(EventFile.open(rehearsal.path)) as copy:
        assert copy.programme().event.title.startswith("REHEARSAL – ")
        assert (is_rehearsal(copy), is_rehearsal(event)) == (True, False)
        found = kept.load(copy.db)
        assert (found.folder, found.hub, found.identity, found.printing) == ("", "", "", NO_PLAN)
        with pytest.raises(UserError):  # even if somebody chooses a folder in the midst of it
            make_peer_syncs(copy, replace(AT_HOME, hub=""), clock, lambda *_: None)
        assert not integrity_problems(copy.db)
    rehearsal.remove()


def test_badges_are_printed_only_if_somebody_says_so_and_never_those_of_the_real_day(event, clock, begun, desk):
    kept.save(event.db, AT_HOME)
    desk.printing.plan = PLAN
    desk.printing.ask(an_attendee(1).id)
    rehearsal = begun(prints=True)
    with closing(EventFile.open(rehearsal.path)) as copy:
        assert kept.load(copy.db).printing == PLAN
        assert Desk(copy, clock, "a").printing.waiting() == 0
        assert desk.printing.waiting() == 1
    rehearsal.remove()


def test_the_day_before_it_is_the_hour_of_the_doors_and_time_goes_on(event, clock, begun):
    clock.pass_by(days=-1)
    rehearsal = begun()
    opens = event.programme().control_points[0].opens
    assert rehearsal.clock() == opens
    clock.pass_by(minutes=5)
    assert (rehearsal.clock() - opens).total_seconds() == 300
    assert rehearse(rehearsal, 1) == ["welcome"]
    rehearsal.remove()


def test_a_full_disk_begins_nothing_and_leaves_nothing(begun, temporary):
    with full_disk(), pytest.raises(StorageError):
        begun()
    assert not list(temporary.iterdir())


def test_leftovers_of_a_crash_go_at_the_next_start_and_one_that_is_in_use_stays(begun, temporary):
    left = temporary / f"{PREFIX}left"
    left.mkdir()
    (left / "rehearsal.checkin").write_bytes(b"Le Goff")
    rehearsal = begun()
    assert remove_old_rehearsals() == 1
    assert list(temporary.iterdir()) == [rehearsal.folder]
    assert rehearse(rehearsal, 1) == ["welcome"]
    rehearsal.remove()
    assert remove_old_rehearsals() == 0


def test_a_copy_of_a_crash_is_found_where_it_was_made_and_no_other_folder_is_erased(
    event, clock, begun, temporary, monkeypatch
):
    (temporary / "papers").mkdir()
    note_rehearsal_folder(event.db, temporary / "papers")
    assert remove_old_rehearsals(event) == 0
    assert (temporary / "papers").is_dir()
    rehearsal = begun()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary.parent / "elsewhere"))
    with closing(EventFile.open(rehearsal.path)) as copy:
        assert not rehearsal_folders(copy.db)
    assert remove_old_rehearsals(event) == 0  # in use
    rehearsal._lock.unlock()  # its process is gone
    event_purge.purge(event, Authority("Accueil 1", "Fini"), at=clock(), desk="Accueil 1")
    assert not rehearsal.folder.exists()
    assert rehearsal.folder not in rehearsal_folders(event.db)


def test_what_is_erased_was_written_over(tmp_path):
    """A second name of the file shows what became of its bytes."""
    folder, witness = tmp_path / "copy", tmp_path / "witness"
    folder.mkdir()
    (folder / "rehearsal.checkin").write_bytes(b"Le Goff" * 300_000)
    witness.hardlink_to(folder / "rehearsal.checkin")
    erase_rehearsal_folder(folder)
    erase_rehearsal_folder(folder)
    assert not folder.exists()
    assert witness.stat().st_size == 2_100_000
    assert not any(witness.read_bytes())
