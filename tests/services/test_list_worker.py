# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that reads lists: what was asked last is done, what nobody wants any more ends, child and all."""

import gc
import multiprocessing
import time
from dataclasses import replace

import pytest

from checkin.core.lists.list_fields import ListField
from checkin.documents import subprocess_reader
from checkin.services.lists.list_importing import apply_list
from checkin.services.lists.list_preview import AS_GUESSED, ListChoice
from checkin.services.lists.list_worker import ListWorker
from tests.patience import PATIENCE_MS, PATIENCE_S
from tests.services.lists import a_list, bring
from tests.services.public_lists import FOLDER

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


def test_a_file_that_is_no_list_is_told_in_its_sentence(worker_of):
    refused = read(worker_of(FOLDER / "invites_officiels_protege.xlsx"))
    assert "protected by a password" in str(refused)


def test_another_encoding_reads_the_file_again(worker_of, tmp_path):
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
