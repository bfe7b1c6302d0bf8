# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage is destroyed by the thread of the windows, whoever made it."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from checkin.application import qt_application
from checkin.application.qt_application import GarbageCollection
from checkin.services.threads import EventReading, is_anything_read


class Cycle:
    """Garbage that tells in which thread it was destroyed."""

    def __init__(self, ends):
        self.itself, self._ends = self, ends

    def __del__(self):
        self._ends.append(threading.current_thread())


@pytest.fixture
def collection(qapp):
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(50, 5, 5)
    parent = QObject()
    yield GarbageCollection(parent)
    gc.unfreeze()
    gc.set_threshold(*before)


def busy(ends, kept):
    Cycle(ends)
    kept.extend([] for _ in range(10_000))  # far beyond every threshold


def test_a_thread_that_makes_many_objects_destroys_none(collection, qtbot):
    ends, kept = [], []
    thread = threading.Thread(target=busy, args=(ends, kept))
    thread.start()
    thread.join()
    assert ends == []
    qtbot.waitUntil(lambda: ends == [threading.main_thread()])


def test_nothing_is_searched_while_somebody_wants_rest(collection):
    ends, kept = [], []
    gc.disable()
    busy(ends, kept)
    collection.step()
    assert ends == []
    gc.enable()
    collection.step()
    assert ends == [threading.main_thread()]


def test_old_garbage_goes_too(collection):
    ends = []
    old = Cycle(ends)
    kept = weakref.ref(old)
    gc.collect()
    del old
    made = []
    for _ in range(100):
        made.extend([] for _ in range(100))
        collection.step()
    assert kept() is None


def test_a_search_of_everything_rests_in_proportion(collection):
    gc.collect()
    before = gc.get_stats()[2]["collections"]
    made = []
    for _ in range(1000):
        made.extend([] for _ in range(100))
        collection.step()
    assert 1 <= gc.get_stats()[2]["collections"] - before <= 10


def test_what_survived_a_long_search_is_not_looked_at_in_the_next_ones(collection, monkeypatch):
    def search():
        collection._next_full, before = 0, gc.get_stats()[2]["collections"]
        while gc.get_stats()[2]["collections"] == before:
            made.extend([] for _ in range(100))
            collection.step()

    monkeypatch.setattr(qt_application, "LONG_S", 0)
    ends, made = [], []
    old = Cycle(ends)
    search()
    assert gc.get_freeze_count() > 0
    del old
    search()
    assert ends == [], "set aside"
    collection._thaws_at = 1e-9
    search()
    assert ends == [threading.main_thread()]


def test_what_was_read_of_many_people_is_set_aside_unseen(collection, monkeypatch):
    monkeypatch.setattr(qt_application, "MANY", 5_000)
    ends, kept = [], []
    busy(ends, kept)
    collection.step()
    assert ends == [], "not looked at"
    collection._thaws_at = 1e-9
    while not ends:
        kept.extend([] for _ in range(100))
        collection.step()
    assert ends == [threading.main_thread()]


def test_nothing_is_searched_until_what_is_read_beside_the_window_has_come(collection, event, may_read, qtbot):
    def step_often():
        for _ in range(1000):
            made.extend([] for _ in range(100))
            collection.step()
        return [generation["collections"] for generation in gc.get_stats()]

    made = []
    gc.collect()
    before = [generation["collections"] for generation in gc.get_stats()]
    EventReading(event, collection).read(lambda reader: None, made.append)
    assert step_often() == before
    may_read.set()
    qtbot.waitUntil(lambda: not is_anything_read())
    assert step_often() > before
