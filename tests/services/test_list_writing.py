# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists are read and written beside the window: what was asked last is done, all of it or nothing, desks go on."""

import gc
import multiprocessing
import shutil
import time
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.entries import EntryKind
from checkin.core.lists.list_fields import ListField
from checkin.core.message import Cancelled, UserError
from checkin.core.supervisor import Authority
from checkin.documents import subprocess_reader
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_importing import ListWriting, apply_list
from checkin.services.lists.list_preview import AS_GUESSED, ListChoice, preview_list
from checkin.services.lists.list_worker import ListWorker
from checkin.services.person_lookup import code_owners
from checkin.services.privacy import event_purge
from checkin.storage.connection import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.settings_store import note
from checkin.storage.sqlite_library import Setting
from tests.patience import PATIENCE_MS, PATIENCE_S
from tests.restored_files import put_in_place, restore, writable_copy
from tests.services.lists import a_list, bring, correct, person, tables
from tests.services.public_lists import FOLDER

FIRST = ("Zoé;Durand;Région;z@x.example;;confirmé;;oui", "Max;Petit;Mairie;m@x.example;;;;non")
NEXT = ("Zoé;Durant;Région;z@x.example;;annulé;;oui", "Léa;Martin;Mairie;l@x.example;;;;non")
SEARCHED = ("spellings", "vocabulary", "endings", "sounds")


@pytest.fixture
def event(event, clock):
    bring(event, clock, *FIRST)
    return event


def the_writing(event, clock, *lines, **choice):
    seen = preview_list(event, a_list(event.path.parent, *lines, name="v2.csv"))
    return ListWriting(event.path, seen, clock(), "Accueil 1", **choice)


@pytest.fixture
def writing(event, clock):
    return the_writing(event, clock, *NEXT)


def arrive(event, clock, who):
    body = {"control_point": "accueil", "how": "code", "reason": "welcome"}
    with transaction(event.db):
        event.journal.append(EntryKind.CHECKED_IN, who.id, body, at=clock(), desk="Accueil 2")


def once(act):
    """A progress report that acts at the first call."""
    left = [act]
    return lambda *_: left.pop()() if left else None


def everything(event):
    return tables(event) | {
        table: sorted(map(repr, event.db.execute(f"SELECT * FROM {table}"))) for table in (*SEARCHED, "journal")
    }


def searches(event):
    return {word: [a.name for a in event.attendees.search(word)] for word in ("durand", "durant", "martin", "petit")}


def is_of_the_journal(event):
    """Whether the tables are as they are made from the journal alone."""
    written = everything(event), searches(event)
    with transaction(event.db):
        event.journal.rebuild()
    return (everything(event), searches(event)) == written


def test_the_tables_are_those_that_the_journal_makes_the_search_knows_the_new_names_and_it_is_undone_as_one_step(
    event, writing, clock
):
    tickets = tables(event)["tickets"]
    done = writing.run()
    assert (done.added, done.changed, done.gone) == (1, 1, 1)
    zoe = ["Zoé Durant"]
    assert searches(event) == {"durand": zoe, "durant": zoe, "martin": ["Léa Martin"], "petit": ["Max Petit"]}
    assert is_of_the_journal(event)
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert tables(event)["tickets"] == tickets
    assert searches(event)["durand"] == ["Zoé Durand"]


def test_an_arrival_recorded_meanwhile_is_committed_at_once_and_stays_and_no_one_who_came_is_cancelled(event, clock):
    writing = the_writing(event, clock, *NEXT, cancel_gone=True)
    zoe, max_, seen = person(event, "Durand"), person(event, "Petit"), []

    def scan():
        for each in (zoe, max_):
            arrive(event, clock, each)
        with closing(EventFile.open(event.path)) as other:
            seen.extend(visit.attendee for visit in other.attendees.visits())

    done = writing.run(once(scan))
    assert set(seen) == {visit.attendee for visit in event.attendees.visits()} == {zoe.id, max_.id}
    assert person(event, "Durant").status == "cancelled", "the list says so"
    assert (done.gone, done.cancelled, person(event, "Petit").status) == (1, 0, "confirmed")
    assert is_of_the_journal(event)


def test_someone_changed_meanwhile_is_never_overwritten(event, writing, clock):
    zoe = person(event, "Durand")
    with pytest.raises(UserError, match="People were changed"):
        writing.run(once(lambda: correct(event, clock, zoe, last_name="Dupond")))
    assert newest_import(event).changed == 0
    assert person(event, "Dupond").status == "confirmed"


def test_a_cancel_at_any_report_leaves_no_trace(event, writing):
    before, reports = everything(event), []
    for last in range(100):

        def report(done, total, last=last):
            reports.append((done, total))
            if len(reports) > last:
                raise Cancelled

        reports.clear()
        try:
            writing.run(report)
        except Cancelled:
            assert everything(event) == before
        else:
            break
    assert last > 3
    assert reports == sorted(reports)
    assert everything(event) != before


def purge(event, clock):
    event_purge.purge(event, Authority("Accueil 1", "after the day"), at=clock(), desk="Accueil 1")


def drop_everyone(event, _clock):
    """As a desk does that was revoked at the hub: no entry says so."""
    Outbox(event.db, event.journal).forget_all_people()


@pytest.mark.parametrize("forget", [purge, drop_everyone])
@pytest.mark.parametrize("is_begun", [False, True])
def test_people_forgotten_meanwhile_do_not_come_back(event, writing, clock, forget, is_begun):
    if not is_begun:
        forget(event, clock)
    with pytest.raises(UserError, match="People were changed"):
        writing.run(once(lambda: forget(event, clock)) if is_begun else lambda *_: None)
    left = repr(everything(event))
    assert [name for name in ("Durand", "Durant", "Petit", "Martin") if name.lower() in left.lower()] == []


def newer_copy(event, folder, change):
    """A copy that another desk went on with: its entries came there in another order, what it changed first."""
    with closing(EventFile.create(folder / "newer.checkin", event.key)) as copy, writable_copy(event) as theirs:
        change(theirs)
        entries = [entry for _, entry in Outbox(theirs.db, theirs.journal).since(0, 1_000)]
        with copy.transaction():
            copy.journal.insert([entries.pop(), *entries])
        copy.checkpoint_wal()
        return shutil.copy(copy.path, folder / "newer")


def overwrite(event, copy):
    """Write the copy into the event file, whose log is empty, and which is longer: SQLite's shared memory keeps the old
    length, and calls pages beyond it damaged.
    """
    note(event.db, Setting("long"), "x" * 100_000)
    event.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    put_in_place(event, copy)


@pytest.fixture(params=[restore, overwrite])
def put_there(request, event, clock, tmp_path):
    """The event file is replaced by a copy with this change, which the desk accepts."""
    arrive(event, clock, person(event, "Durand"))

    def come(change):
        request.param(event, newer_copy(event, tmp_path, change))
        assert event.guard.trouble is None

    return come


@pytest.mark.needs("times of writing")
def test_someone_changed_in_a_file_that_replaced_the_event_s_is_not_overwritten(event, writing, clock, put_there):
    """The place of an entry says nothing in another file."""
    zoe = person(event, "Durand")
    with pytest.raises(UserError, match="People were changed"):
        writing.run(once(lambda: put_there(lambda theirs: correct(theirs, clock, zoe, last_name="Dupond"))))
    assert person(event, "Dupond").status == "confirmed"
    assert searches(event)["martin"] == []


@pytest.mark.needs("times of writing")
def test_a_list_goes_into_the_file_that_replaced_the_event_s(event, writing, clock, put_there):
    max_ = person(event, "Petit")
    done = writing.run(once(lambda: put_there(lambda theirs: arrive(theirs, clock, max_))))
    assert (done.added, done.changed, done.gone) == (1, 1, 1)
    assert {visit.attendee for visit in event.attendees.visits()} == {max_.id, person(event, "Durant").id}
    assert is_of_the_journal(event)


def test_a_preview_of_a_file_that_was_closed_and_replaced_since_is_compared_again(event, clock, tmp_path):
    """The newest entry of the other file is in the same place."""
    event.close()
    other = shutil.copy(event.path, tmp_path / "other.checkin")
    seen, newest = None, []
    for path, name in ((event.path, "Dupont"), (other, "Dupond")):
        with closing(EventFile.open(path)) as opened:
            correct(opened, clock, person(opened, "Durand"), last_name=name)
            seen = seen or preview_list(opened, a_list(tmp_path, *NEXT, name="v2.csv"))
            newest.append(opened.journal.newest_place())
    assert newest[0] == newest[1]
    put_in_place(event, other)
    with pytest.raises(UserError, match="People were changed"):
        ListWriting(event.path, seen, clock(), "Accueil 1").run()


def test_a_code_that_two_people_have_finds_the_one_whose_it_is(event, clock):
    """Two desks gave it while they were apart. The list changes the one who has it in their own entries alone."""
    zoe, max_ = person(event, "Durand"), person(event, "Petit")
    with transaction(event.db):
        for who in (max_, zoe):
            event.journal.append(EntryKind.CODE_REPLACED, who.id, {"new": "BADGE7"}, at=clock(), desk="Accueil 2")
    the_writing(event, clock, *NEXT).run()
    assert code_owners(event, event.key.read("BADGE7"), "BADGE7") == (max_.id,)


def test_a_second_row_of_a_person_is_merged_as_it_is_written(event, clock):
    zoe, before = person(event, "Durand"), event.attendees.count()
    writing = the_writing(event, clock, *FIRST, "Zo;Durand;;zo@y.example;;;;", same={4: zoe.id})
    done = writing.run(once(lambda: arrive(event, clock, zoe)))
    assert (done.merged, event.attendees.count()) == (1, before)
    assert [visit.attendee for visit in event.attendees.visits()] == [zoe.id]
    assert is_of_the_journal(event)


CSV = "Prénom;Nom\nZoé;Durand\nMax;Petit\n"


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def worker_of(qapp):
    def made(file, event=None):
        worker = ListWorker(file, event)
        worker.said = []
        for signal in (worker.opened, worker.compared, worker.refused):
            signal.connect(worker.said.append)
        return worker

    return made


def read(worker, choice=AS_GUESSED):
    worker.read(choice)
    worker.step()
    return worker.said.pop()


def test_a_list_is_read_and_then_compared(worker_of, listed):
    worker = worker_of(listed)
    opened = read(worker)
    assert opened.mapping.columns == {0: ListField.FIRST_NAME, 1: ListField.LAST_NAME}
    worker.compare(opened)
    worker.step()
    (seen,) = worker.said
    assert [person.last_name for person in seen.difference.added] == ["Durand", "Petit"]
    assert seen.interpreted.mapping is opened.mapping


def test_the_event_is_looked_at_on_a_connection_of_its_own_and_what_is_seen_can_be_applied(event, clock, worker_of):
    bring(event, clock, "Zoé;Durand;Région;z@x.example;;;;")
    worker = worker_of(a_list(event.path.parent, "Zoé;Durand;Mairie;z@x.example;;;;", name="v2.csv"), event.path)
    opened = read(worker)
    worker.compare(opened)
    worker.step()
    (change,) = worker.said[0].difference.changed
    assert change.fields["organisation"] == ("Région", "Mairie")
    assert apply_list(event, worker.said[0], at=clock(), desk="d").changed == 1


def test_only_what_was_asked_last_is_done_and_nothing_when_nothing_is_wanted_any_more(worker_of, listed):
    worker = worker_of(listed)
    opened = read(worker)
    for mapping in (opened.mapping.without_column(0), opened.mapping.without_column(1)):
        worker.compare(replace(opened, mapping=mapping))
    worker.step()
    worker.step()
    assert [seen.interpreted.mapping.left_out for seen in worker.said] == [{1}]
    worker.compare(opened)
    worker.forget()
    worker.step()
    assert len(worker.said) == 1


def test_a_new_wish_ends_the_work_on_the_one_before(worker_of, listed):
    worker = worker_of(listed)
    opened = read(worker)
    other = opened.mapping.without_column(0)
    worker.compare(opened)
    worker.progressed.connect(lambda: worker.compare(replace(opened, mapping=other)) if not worker.said else None)
    worker.step()
    assert worker.said == []
    worker.progressed.disconnect()
    worker.step()
    assert worker.said[0].interpreted.mapping is other


def test_a_file_that_is_no_list_is_told_in_its_sentence_and_another_encoding_reads_it_again(worker_of, tmp_path):
    assert "protected by a password" in str(read(worker_of(FOLDER / "invites_officiels_protege.xlsx")))
    path = tmp_path / "liste.csv"
    path.write_bytes(CSV.encode("cp1252"))
    worker = worker_of(path)
    assert read(worker).read.sheet.rows[1].cells == ("Zoé", "Durand")
    assert read(worker, ListChoice(encoding="mac-roman")).read.sheet.rows[1].cells == ("ZoÈ", "Durand")


@pytest.mark.parametrize("hangs", [False, True])
def test_leaving_ends_the_child_that_reads(worker_of, monkeypatch, hangs):
    if hangs:
        monkeypatch.setattr(subprocess_reader, "_in_child", _sleep)
    worker, children = worker_of(FOLDER / "inscriptions_journee_reseau.xlsx"), []
    worker.progressed.connect(lambda: (children.extend(multiprocessing.active_children()), worker.leave()))
    worker.read(AS_GUESSED)
    worker.step()
    assert children
    assert multiprocessing.active_children() == []
    assert worker.said == []


def _sleep(*_):
    time.sleep(10 * PATIENCE_S)


def test_the_search_for_cycles_rests_while_it_works_and_goes_on_after_a_fault_too(worker_of, listed):
    worker = worker_of(listed)
    at_work = []
    worker.progressed.connect(lambda: at_work.append(gc.isenabled()))
    read(worker)
    assert set(at_work) == {False}
    worker.compare(None)
    with pytest.raises(AttributeError):
        worker.step()
    assert gc.isenabled()


def test_a_fault_in_the_thread_is_told_the_next_wish_is_tried_and_it_ends_when_told(worker_of, listed, qtbot):
    worker = worker_of(listed)
    worker.start()
    with qtbot.waitSignal(worker.failed) as told:
        worker.compare(None)
    assert isinstance(told.args[0], AttributeError)
    with qtbot.waitSignal(worker.opened):
        worker.read(AS_GUESSED)
    worker.leave()
    assert worker.wait(PATIENCE_MS)
