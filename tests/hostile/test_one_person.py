# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of entries about one person, told by another desk: they are folded once, and not while scans wait."""

import json
import time
from dataclasses import replace

import pytest

from checkin.core.entries import EntryKind, next_id
from checkin.core.history import HistoryFold
from checkin.core.supervisor import Authority
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.services.privacy.event_purge import purge
from checkin.storage.outbox import Outbox
from tests.builders import MORNING, an_attendee

ALICE, BOB, CAROL = (an_attendee(n) for n in (1, 2, 3))
MANY, BATCH = 600, 200


def told(kind, count, **body):
    """So many entries about Alice, from another desk."""
    last, entries = None, []
    for number in range(count):
        last = next_id(last, time.time_ns(), number.to_bytes(8, "big"))
        text = json.dumps({key: value.format(number) for key, value in body.items()})
        entries.append(SealedEntry(last, kind, ALICE.id, "Accueil 2", MORNING.isoformat(), text))
    return entries


def differences(event):
    return {table: count for table, count in event.journal.differences().items() if count}


@pytest.fixture
def folded(event, monkeypatch):
    """Whether a transaction was open, for each entry that was folded."""
    found, take = [], HistoryFold.take

    def counted(fold, entry):
        found.append(event.db.conn.in_transaction)
        take(fold, entry)

    monkeypatch.setattr(HistoryFold, "take", counted)
    return found


@pytest.fixture
def meanwhile(event, monkeypatch):
    """Lets something happen after the rows were computed and before they are stored."""

    def happens(act):
        ahead = event.journal.people_ahead

        def computed(entries):
            found = ahead(entries)
            act()
            return found

        monkeypatch.setattr(event.journal, "people_ahead", computed)

    return happens


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EntryKind.WAITING_JOINED, {"session": "s{}"}),
        (EntryKind.CHECKED_IN, {"control_point": "accueil"}),
        (EntryKind.CODE_REPLACED, {"new": "C{}"}),
    ],
)
def test_while_scans_wait_none_of_a_persons_entries_is_folded_and_else_each_once_a_batch(event, folded, kind, body):
    entries, outbox = told(kind, MANY, **body), Outbox(event.db, event.journal)
    for start in range(0, MANY, BATCH):
        folded.clear()
        known = len(event.journal.about(ALICE.id))
        assert outbox.absorb(entries[start : start + BATCH]) == BATCH
        assert folded == [False] * (known + BATCH)
    assert differences(event) == {}


def test_an_undo_that_separates_nobody_has_nobody_folded_while_scans_wait(event, folded):
    arrived = told(EntryKind.CHECKED_IN, 3, control_point="accueil")
    undone = told(EntryKind.UNDONE, 5)[3:]
    bodies = [json.dumps({"targets": [entry.id.hex()]}) for entry in arrived]
    undone = [replace(entry, body=body) for entry, body in zip(undone, bodies, strict=False)]
    Outbox(event.db, event.journal).absorb([*arrived, *undone])
    assert True not in folded
    assert differences(event) == {}


def test_a_scan_of_the_same_person_meanwhile_counts(event, desk, meanwhile):
    meanwhile(lambda: desk.scan(ALICE.ticket_code))
    Outbox(event.db, event.journal).absorb(told(EntryKind.WAITING_JOINED, 3, session="s{}"))
    assert event.attendees.arrived("accueil") == 1
    assert len(event.attendees.waiting.of("s1")) == 1
    assert differences(event) == {}


def test_a_merge_meanwhile_counts(event, meanwhile):
    def merge():
        with event.transaction():
            event.journal.append(EntryKind.ATTENDEE_MERGED, ALICE.id, {"into": BOB.id}, at=MORNING, desk="Accueil 1")

    meanwhile(merge)
    Outbox(event.db, event.journal).absorb(told(EntryKind.CHECKED_IN, 3, control_point="accueil"))
    assert [visit.attendee for visit in event.attendees.visits()] == [BOB.id]
    assert differences(event) == {}


def test_nobody_comes_back_whose_data_was_purged_meanwhile(event, meanwhile):
    meanwhile(lambda: purge(event, Authority("Ana", "the event is over"), at=MORNING, desk="Accueil 1"))
    Outbox(event.db, event.journal).absorb(told(EntryKind.CHECKED_IN, 3, control_point="accueil"))
    assert ALICE.last_name not in {person.last_name for person, _ in event.attendees.all()}
    assert differences(event) == {}


def test_a_merge_among_the_entries_told_counts(event):
    arrived = told(EntryKind.CHECKED_IN, 3, control_point="accueil")
    merge = told(EntryKind.ATTENDEE_MERGED, 4, into=CAROL.id)[3:]
    Outbox(event.db, event.journal).absorb([*arrived, *merge])
    assert [visit.attendee for visit in event.attendees.visits()] == [CAROL.id]
    assert differences(event) == {}
