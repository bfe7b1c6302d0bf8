# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks at work on real event files: one connection writes as people arrive, another exchanges in a thread, all day."""

import threading
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.message import SyncError
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.connection import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.sqlite_library import fetch_rows
from checkin.sync.exchange import Exchange
from checkin.sync.peer import wait_for_news
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.patience import PATIENCE_S

PEOPLE = [an_attendee(number) for number in range(1, 21)]


def now():
    return datetime.now(UTC)


class DeskAtWork:
    """`peer` is used in the thread alone, from `start` to `stop`."""

    def __init__(self, path, peer):
        self.name, self._path, self.peer = path.stem, path, peer
        self.event = EventFile.create(path, KEY)
        self.acknowledged, self.slowest_commit, self.troubles = set(), 0.0, []
        self.waiting, self._is_over = None, threading.Event()
        self._thread = threading.Thread(target=self._exchange)

    def plan(self):
        self.event.plan(a_programme(), at=MORNING, desk=self.name)
        with transaction(self.event.db):
            added = [(EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person)) for person in PEOPLE]
            self.event.journal.append_all(added, at=MORNING, desk=self.name)
        self.acknowledged |= {row[0] for row in fetch_rows(self.event.db, "SELECT id FROM journal")}

    def check_in(self, number):
        began = time.monotonic()
        person, body = PEOPLE[number % len(PEOPLE)], {"control_point": "accueil", "how": "code"}
        with transaction(self.event.db):
            entry = self.event.journal.append(EntryKind.CHECKED_IN, person.id, body, at=now(), desk=self.name)
        self.slowest_commit = max(self.slowest_commit, time.monotonic() - began)
        self.acknowledged.add(entry.id)

    def start(self):
        self._thread.start()

    def stop(self):
        self._is_over.set()
        self._thread.join()
        self.event.close()

    def _exchange(self):
        with closing(EventFile.open(self._path)) as event, closing(self.peer):
            exchange = Exchange(Outbox(event.db, event.journal), self.peer, now)
            while not self._is_over.is_set():
                try:
                    exchange.run_round()
                    self.waiting = exchange.waiting
                except SyncError as error:
                    self.troubles.append(error)
                wait_for_news([self.peer], 0.02)

    def entries(self):
        return fetch_rows(self.event.db, "SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id")

    def visits(self):
        return fetch_rows(self.event.db, "SELECT * FROM visits ORDER BY control_point, attendee")


@contextmanager
def at_work(desks):
    for desk in desks:
        desk.start()
    try:
        yield desks
    finally:
        for desk in desks:
            desk.stop()


def until(is_so, patience=PATIENCE_S):
    """Seconds it took; fails after `patience`."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < patience, "it did not come about"
        time.sleep(0.005)
    return time.monotonic() - began


def until_all_have_all(desks, patience=PATIENCE_S):
    def is_so():
        count = sum(len(desk.acknowledged) for desk in desks)
        return all(desk.waiting == 0 and desk.event.journal.count() == count for desk in desks)

    return until(is_so, patience)


def check(desks, hub):
    """Every acknowledged entry is on every desk and on the hub, once, in the same order, with the same counts."""
    everything = desks[0].entries()
    acknowledged = set().union(*(desk.acknowledged for desk in desks))
    assert {row[0] for row in everything} == acknowledged
    assert all(desk.entries() == everything for desk in desks)
    assert all(desk.visits() == desks[0].visits() for desk in desks)
    assert all(check_file(desk.event).problems == () for desk in desks)
    places, ids = zip(*hub.places(), strict=True)
    assert list(places) == list(range(1, len(everything) + 1))
    assert sorted(ids) == [row[0] for row in everything]
