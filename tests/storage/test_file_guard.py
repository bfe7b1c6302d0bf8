# SPDX-License-Identifier: GPL-3.0-or-later
"""The file under an open desk is replaced, cut or overwritten: noticed before the next green, and put right."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import KioskSettings
from checkin.core.message import StorageError, UserError
from checkin.core.print_jobs import PrintPlan
from checkin.core.supervisor import Authority
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.storage import settings_store
from checkin.storage.connection import COMMITS_TO_CHECKPOINT, read_only, transaction
from checkin.storage.copies import is_rehearsal_copy, make_rehearsal_copy
from checkin.storage.outbox import Outbox
from checkin.storage.regular_files import FileTrouble, read_file_state
from checkin.storage.rescue import copy_in_memory, passing_over_damage
from checkin.storage.sqlite_library import fetch_rows, sqlite3
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.patience import PATIENCE_S
from tests.restored_files import put_in_place, restore, writable_copy

ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))
OTHER = EventKey("other-event", bytes(range(1, 33)))


@pytest.fixture
def older(event, tmp_path):
    """A copy of before anybody came."""
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "older")])
    return tmp_path / "older"


@pytest.fixture
def other(tmp_path, clock):
    opened = EventFile.create(tmp_path / "autre.checkin", OTHER)
    add_people(opened, clock(), an_attendee(1))
    opened.close()
    return opened.path


def arrivals(event):
    return [entry.subject for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_an_older_copy_is_told_before_the_next_green_and_nobody_comes_twice(event, desk, older):
    desk.scan(ONE)
    restore(event, older)
    with pytest.raises(StorageError, match="older copy"):
        desk.scan(ONE)
    assert event.guard.trouble is FileTrouble.OLDER
    replaced = event.guard.repair().kept
    assert event.guard.trouble is None
    assert desk.scan(ONE).verdict is Verdict.DUPLICATE
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert EventFile.open(replaced).attendees.arrived("accueil") == 0
    assert EventFile.open(event.path).attendees.arrived("accueil") == 2


def test_what_is_known_is_seen_and_kept_beside_until_it_is_put_right(event, desk, older):
    desk.scan(ONE)
    restore(event, older)
    assert event.guard.trouble is FileTrouble.OLDER
    assert event.attendees.arrived("accueil") == 1
    (rescued,) = event.path.parent.glob("*.rescued-*.checkin")
    with closing(EventFile.open(rescued)) as found:
        assert arrivals(found) == [an_attendee(1).id]
    event.guard.repair()
    assert not list(event.path.parent.glob("*.rescued-*"))


@pytest.mark.needs("unlinking open files")
def test_nothing_is_written_into_another_event(event, desk, other):
    desk.scan(ONE)
    before = other.read_bytes()
    os.replace(other, event.path)
    with pytest.raises(StorageError, match="Another file"):
        desk.scan(TWO)
    assert event.path.read_bytes() == before
    kept = event.guard.repair().kept
    assert kept.read_bytes() == before
    assert "other" in kept.name
    assert arrivals(event) == [an_attendee(1).id]


@pytest.mark.needs("times of writing")
def test_the_log_of_this_event_does_not_stay_beside_another_one(event, desk, other):
    desk.scan(ONE)
    before = other.read_bytes()
    event.path.write_bytes(before)
    assert event.guard.trouble is FileTrouble.FOREIGN
    event.close()
    with EventFile.open(event.path).snapshot() as found:
        assert found.key.event == "other-event"
        assert found.journal.count() == 1


@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_file_that_was_cut_is_no_green(event, desk, end):
    event.relock()  # closed for a moment: the log is carried into the file
    desk.scan(ONE)
    os.truncate(event.path.with_name(event.path.name + end), 1000)
    with pytest.raises(StorageError, match="nothing more is being saved"):
        desk.scan(TWO)
    event.guard.repair()
    assert desk.scan(ONE).reason in ("already_arrived", "repeated")
    assert len(arrivals(event)) == 1


def test_what_is_lost_of_before_is_counted(event, desk):
    """A file cut to nothing: who was on the list was recorded by another process, and is nowhere any more."""
    event.close()
    with closing(EventFile.open(event.path)) as again:
        known = again.journal.count()
        Desk(again, lambda: MORNING, "d").scan(ONE)
        again.relock()
        again.db.conn.execute("PRAGMA shrink_memory")
        os.truncate(event.path, 100)
        os.truncate(f"{event.path}-wal", 0)
        assert again.guard.trouble is FileTrouble.DAMAGED
        assert again.guard.repair().lost == known
        assert arrivals(again) == [an_attendee(1).id]


@pytest.mark.needs("unlinking open files")
def test_a_log_that_lies_there_alone_is_not_taken_for_the_new_file_s(event, desk):
    desk.scan(ONE)
    event.path.unlink()
    assert event.guard.trouble is FileTrouble.GONE
    assert event.guard.repair().kept is None
    assert desk.scan(TWO).verdict is Verdict.ADMIT


@pytest.mark.needs("unlinking open files")
def test_a_file_that_comes_back_is_used_again(event, desk):
    """A key that was pulled and is plugged in again."""
    desk.scan(ONE)
    away = event.path.with_name("away")
    os.replace(event.path, away)
    assert event.guard.trouble is FileTrouble.GONE
    os.replace(away, event.path)
    assert event.guard.trouble is None
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert len(arrivals(EventFile.open(event.path))) == 2


CHILD = """
import sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee
event = EventFile.open(Path(sys.argv[1]))
desk = Desk(event, lambda: MORNING, "Accueil 2")
for number in range(100, 200):
    desk.scan(an_attendee(number).ticket_code)
event.close()
"""


def test_what_another_window_writes_is_no_trouble(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 200)))
    desk.scan(ONE)
    subprocess.run([sys.executable, "-c", CHILD, str(event.path)], check=True)
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert event.guard.trouble is None
    assert len(arrivals(event)) == 102


@pytest.mark.needs("unlinking open files")
def test_two_connections_of_a_process_agree(event, desk, clock, older):
    """As those of the desk and of the exchange with other desks."""
    second = EventFile.open(event.path)
    Desk(second, clock, "Accueil 2").scan(TWO)
    desk.scan(ONE)
    restore(event, older)
    assert event.guard.trouble is FileTrouble.OLDER
    with pytest.raises(StorageError, match="older copy"):
        Desk(second, clock, "Accueil 2").scan(THREE)
    event.guard.repair()
    assert Desk(second, clock, "Accueil 2").scan(THREE).reason == "welcome"
    assert len(arrivals(event)) == 3
    second.close()


def test_a_whole_list_is_remembered(event, clock):
    people = [an_attendee(n) for n in range(1000, 2000)]
    add_people(event, clock(), *people)
    os.truncate(event.path, 4096)
    os.truncate(f"{event.path}-wal", 0)
    assert event.guard.trouble
    event.guard.repair()
    assert all(event.attendees.get(person.id) for person in people)


def test_a_purge_leaves_nobody_in_memory_or_beside(event, desk, older):
    desk.scan(ONE)
    shutil.copy(older, event.path.with_name("rencontre.replaced-20230704-1.checkin"))
    event_purge.purge(event, Authority("d", "w"), at=MORNING, desk="d")
    assert [entry.kind for entry in event.db.held.acknowledged()] == [EntryKind.EVENT_PURGED]
    assert not list(event.path.parent.glob("*.replaced-*"))
    assert event.guard.trouble is None
    assert desk.scan(ONE).reason == "erased"


def test_a_file_that_was_closed_is_nobody_s_trouble(event):
    event.close()
    event.path.unlink()
    assert event.guard.trouble is None
    event.relock()
    assert not event.path.exists()


def overwrite(event):
    """A disk that fails: nothing but the first pages can be read."""
    event.checkpoint_wal()
    with event.path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096 * 30)


@pytest.mark.needs("times of writing")
def test_the_settings_of_the_desk_are_in_the_file_that_is_made_anew(event, clock):
    event.close()  # all of it is in the file, and nothing in its log
    with closing(EventFile.open(event.path)) as opened:
        settings_store.save(
            opened.db, Settings(desk="Porte Nord", folder="/srv/share", printing=PrintPlan("pdf:/tmp/badges"))
        )
        settings_store.save_kiosk(opened.db, KioskSettings(is_open=True))
        before, desk = settings_store.load(opened.db), Desk(opened, clock, "Porte Nord")
        desk.scan(ONE)
        overwrite(opened)
        assert opened.guard.trouble is FileTrouble.DAMAGED
        opened.guard.repair()
        assert settings_store.load(opened.db) == before
        assert settings_store.load_kiosk(opened.db).is_open
        assert desk.scan(ONE).verdict is Verdict.DUPLICATE


@pytest.mark.needs("times of writing")
def test_a_copy_to_practise_on_stays_one(event, clock, tmp_path):
    with closing(EventFile.open(make_rehearsal_copy(event.db, tmp_path / "copie.checkin"))) as copy:
        Desk(copy, clock, "Accueil 1").scan(ONE)
        overwrite(copy)
        assert copy.guard.trouble is FileTrouble.DAMAGED
        copy.guard.repair()
        assert is_rehearsal_copy(copy.db)


def damage(path):
    """Two pages in place, as a bad medium or a program that synchronises does: the size stays."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(b"\xff" * 2 * 4096)


@pytest.mark.needs("times of writing")
def test_damage_in_place_is_told_though_another_connection_committed(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 500)))
    second = EventFile.open(event.path)
    assert event.guard.trouble is None
    Desk(second, clock, "Accueil 2").scan(TWO)
    event.checkpoint_wal()
    desk.scan(ONE)
    event.checkpoint_wal()
    damage(event.path)
    assert event.guard.trouble is FileTrouble.DAMAGED
    with pytest.raises(StorageError, match="nothing more is being saved"):
        desk.scan(THREE)
    event.guard.repair()
    assert arrivals(event) == [an_attendee(2).id, an_attendee(1).id]
    assert desk.scan(THREE).verdict is Verdict.ADMIT
    second.close()


def test_damage_after_another_process_carried_its_log_is_told(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 200)))
    desk.scan(ONE)
    subprocess.run([sys.executable, "-c", CHILD, str(event.path)], check=True)
    event.db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    damage(event.path)
    assert event.guard.trouble is FileTrouble.DAMAGED


@pytest.mark.needs("times of writing")
def test_damage_in_the_middle_of_a_write_is_told_at_the_next_look(event, desk):
    desk.scan(ONE)
    event.checkpoint_wal()
    with event.transaction():
        event.journal.append("refused", "", {}, at=MORNING, desk="d")
        damage(event.path)
    assert event.guard.trouble is FileTrouble.DAMAGED


def test_a_log_that_is_taken_in_by_a_write_is_no_trouble(event, clock):
    """SQLite does it in the middle of a long one."""
    before = event.path.stat().st_size
    event.db.conn.execute("PRAGMA wal_autocheckpoint = 1")
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 400)))
    add_people(event, clock(), *(an_attendee(n) for n in range(400, 500)))
    assert event.path.stat().st_size > before
    assert event.guard.trouble is None
    assert event.guard.number == 0


def half_written(event, clock, beside):
    """Call `beside` with another connection, in its thread, while half of a transaction of this one is in the WAL: it
    is there before the commit can be seen. Return what `beside` returned.
    """
    is_open, goes_on, told = threading.Event(), threading.Event(), []

    def work():
        with closing(EventFile.open(event.path)) as theirs:
            is_open.set()
            assert goes_on.wait(PATIENCE_S)
            told.append(beside(theirs))

    thread = threading.Thread(target=work)
    thread.start()
    assert is_open.wait(PATIENCE_S)
    event.db.conn.execute("PRAGMA cache_size = 1")
    before = read_file_state(event.path)
    with event.transaction():
        for _ in range(200):
            event.journal.append("refused", "", {"text": "x" * 2_000}, at=clock(), desk="d")
        assert read_file_state(event.path).wal != before.wal
        goes_on.set()
        thread.join(0.2)
    thread.join()
    return told[0]


def test_a_look_in_the_middle_of_a_write_of_ones_own_program_is_no_alarm(event, clock):
    assert half_written(event, clock, lambda theirs: (theirs.guard.trouble, theirs.guard.number)) == (None, 0)


def test_a_write_in_the_middle_of_a_write_of_ones_own_program_waits_for_its_turn(event, clock):
    def write(theirs):
        with theirs.transaction():
            theirs.journal.append("refused", "", {}, at=MORNING, desk="other")
        return theirs.guard.number, theirs.journal.count() - event_count

    event_count = event.journal.count() + 200
    assert half_written(event, clock, write) == (0, 1)


def test_what_a_desk_records_fast_is_not_taken_for_the_write_of_another_program(event):
    """A look at the whole file takes a second with 100,000 people."""
    looks = []
    for _ in range(COMMITS_TO_CHECKPOINT + 1):
        with event.transaction():
            event.journal.append("refused", "", {"read": "x" * 4_000}, at=MORNING, desk="d")
        looks.append(event.db.is_as_it_was())
    assert all(looks)
    with read_only(event.path, has_log=False) as alone:
        assert fetch_rows(alone, "SELECT count(*) FROM journal")[0][0] >= COMMITS_TO_CHECKPOINT


@pytest.mark.parametrize("is_other_process", [True, False])
def test_an_older_copy_without_what_others_recorded_is_told(event, desk, clock, older, is_other_process):
    if is_other_process:
        add_people(event, clock(), *(an_attendee(n) for n in range(100, 200)))
        event.checkpoint_wal()
        shutil.copy(event.path, older)
        subprocess.run([sys.executable, "-c", CHILD, str(event.path)], check=True)
    else:
        with closing(EventFile.open(event.path)) as theirs, theirs.snapshot() as still:
            assert still.journal.count()
        heard(event, clock)
    known = len(arrivals(event))
    restore(event, older)
    assert event.guard.trouble is FileTrouble.OLDER
    event.guard.repair()
    assert len(arrivals(event)) == known > 0


def heard(event, clock):
    """An arrival of another desk comes through the connection of the exchange."""
    with writable_copy(event) as other:
        Desk(other, clock, "Accueil 2").scan(TWO)
        (entry,) = (e for e in Outbox(other.db, other.journal).since(event.journal.newest_place(), 9))
    with closing(EventFile.open(event.path)) as theirs:
        assert Outbox(theirs.db, theirs.journal).absorb([entry[1]]) == 1


def test_what_others_recorded_is_kept_where_the_older_copy_is_written_in_place(event, desk, clock, older):
    heard(event, clock)
    os.truncate(f"{event.path}-wal", 0)
    put_in_place(event, older)
    assert event.guard.trouble
    event.guard.repair()
    assert arrivals(event) == [an_attendee(2).id]


def test_names_that_a_purge_took_out_elsewhere_do_not_stay_in_memory(event, clock):
    heard(event, clock)
    with writable_copy(event) as other:
        place = event.journal.newest_place()
        with transaction(other.db):
            other.journal.append(EntryKind.EVENT_PURGED, "", {}, at=MORNING, desk="d")
        news = [entry for _, entry in Outbox(other.db, other.journal).since(place, 9)]
    Outbox(event.db, event.journal).absorb(news)
    assert [entry.kind for entry in event.db.held.acknowledged()] == [EntryKind.EVENT_PURGED]


@pytest.mark.needs("times of writing")
def test_what_a_damaged_file_has_no_more_is_passed_over_and_the_log_says_so(event, desk, caplog):
    desk.scan(ONE)
    overwrite(event)
    event.db.conn.execute("PRAGMA shrink_memory")  # what it read before is read again
    assert event.guard.trouble is FileTrouble.DAMAGED
    assert "what is damaged is passed over" in caplog.text
    assert an_attendee(1).last_name not in caplog.text
    event.guard.repair()
    assert arrivals(event) == [an_attendee(1).id]


def test_a_mistake_of_the_program_is_not_taken_for_damage(event):
    with pytest.raises(sqlite3.ProgrammingError), passing_over_damage():
        event.db.conn.execute("SELECT ?")
    with pytest.raises(StorageError), passing_over_damage():
        fetch_rows(event.db, "SELECT ?")
    with passing_over_damage():
        fetch_rows(event.db, "SELECT json('{')")


def test_a_connection_that_could_not_connect_again_keeps_what_it_recorded(event, desk):
    desk.scan(ONE)
    event.db.abandon()
    event.db.abandon()
    with closing(copy_in_memory(event.db).conn) as kept:
        assert kept.execute("SELECT count(*) FROM journal WHERE kind = 'checked_in'").fetchone() == (1,)


def take_over(event, copy):
    """Another file comes to the event's name; the log stays."""
    os.replace(copy, event.path)


@pytest.fixture(
    params=[
        pytest.param((restore, "older", FileTrouble.OLDER), marks=pytest.mark.needs("unlinking open files")),
        pytest.param((take_over, "other", FileTrouble.FOREIGN), marks=pytest.mark.needs("unlinking open files")),
        pytest.param((put_in_place, "other", FileTrouble.FOREIGN), marks=pytest.mark.needs("times of writing")),
        pytest.param((put_in_place, "older", FileTrouble.OLDER), marks=pytest.mark.needs("times of writing")),
    ],
    ids=["restored", "of another event", "overwritten by another event", "overwritten by an older copy"],
)
def trouble(request, event, desk):
    """What replaced the file after an arrival, before anything has looked at it."""
    come, copy, trouble = request.param
    copy = request.getfixturevalue(copy)
    desk.scan(ONE)
    event.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    come(event, copy)
    return trouble


def test_a_second_connection_waits_until_the_file_is_judged(event, desk, trouble):
    """As that of a thread that begins its work: it would make the other file the event's for the whole process."""
    before = event.path.read_bytes()
    with pytest.raises(StorageError, match="moved or replaced while it was open"):
        EventFile.open(event.path)
    assert event.path.read_bytes() == before
    assert event.guard.trouble is trouble
    with pytest.raises(StorageError, match="moved or replaced while it was open"):
        EventFile.open(event.path)
    event.guard.repair()
    with closing(EventFile.open(event.path)) as second:
        assert arrivals(second) == [an_attendee(1).id]
    assert desk.scan(ONE).verdict is Verdict.DUPLICATE


@pytest.mark.needs("unlinking open files")
def test_a_thread_does_not_follow_to_a_file_that_came_after_the_one_that_was_judged(event, desk, tmp_path, other):
    desk.scan(ONE)
    second = EventFile.open(event.path)
    event.checkpoint_wal()
    restore(event, shutil.copy(event.path, tmp_path / "same"))
    assert event.guard.trouble is None
    take_over(event, other)
    with pytest.raises(StorageError, match="moved or replaced while it was open"):
        second.guard.reconnect_if_replaced()
    assert event.guard.trouble is FileTrouble.FOREIGN
    second.close()


def test_a_second_connection_hides_no_damage(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 500)))
    event.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    damage(event.path)
    with pytest.raises(StorageError, match="moved or replaced while it was open"):
        EventFile.open(event.path)
    assert event.guard.trouble is FileTrouble.DAMAGED


@pytest.mark.parametrize("way", ["PASSIVE", "TRUNCATE"])
def test_a_log_that_another_connection_took_in_keeps_nobody_from_opening(event, desk, clock, way):
    second = EventFile.open(event.path)
    Desk(second, clock, "Accueil 2").scan(ONE)
    second.db.conn.execute(f"PRAGMA wal_checkpoint({way})").fetchall()
    with closing(EventFile.open(event.path)) as third:
        assert arrivals(third) == [an_attendee(1).id]
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert event.guard.trouble is None
    second.close()


@pytest.mark.parametrize("number", [errno.ESTALE, errno.EIO, errno.EACCES])
def test_a_share_that_does_not_answer_for_a_moment_is_told_and_saved_to_again(event, desk, monkeypatch, number):
    desk.scan(ONE)
    with monkeypatch.context() as share:
        does_not_answer(share, event.path.parent, number)
        with pytest.raises(StorageError, match="no longer in its place"):
            desk.scan(TWO)
        assert event.guard.trouble is FileTrouble.GONE
        assert event.attendees.arrived("accueil") == 1
    assert event.guard.trouble is None
    assert desk.scan(ONE).verdict is Verdict.DUPLICATE
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    with closing(EventFile.open(event.path)) as found:
        assert found.attendees.arrived("accueil") == 2


def test_the_log_alone_that_does_not_answer_is_told_too(event, desk, monkeypatch):
    desk.scan(ONE)
    with monkeypatch.context() as share:
        does_not_answer(share, f"{event.path}-wal", errno.EIO)
        with pytest.raises(StorageError):
            desk.scan(TWO)
    assert desk.scan(TWO).verdict is Verdict.ADMIT


def test_an_event_on_a_share_that_does_not_answer_is_not_found(event, monkeypatch):
    event.close()
    does_not_answer(monkeypatch, event.path, errno.ESTALE)
    with pytest.raises(UserError, match="cannot be found"):
        EventFile.open(event.path)


def does_not_answer(monkeypatch, start, number):
    """What the system says of every path that begins so, as of a share whose server is away."""
    stat, exists = os.stat, os.path.exists

    def said(path, *how, **named):
        if str(path).startswith(str(start)):
            raise OSError(number, os.strerror(number), str(path))
        return stat(path, *how, **named)

    monkeypatch.setattr(os, "stat", said)
    # Windows asks the system for it without `os.stat`.
    monkeypatch.setattr(os.path, "exists", lambda path: not str(path).startswith(str(start)) and exists(path))
