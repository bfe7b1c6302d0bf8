# SPDX-License-Identifier: GPL-3.0-or-later
"""Two entries under one id: both are kept, every desk ends with the same, and somebody is told."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.purge import is_anonymous
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import ConflictKind, Resolution
from checkin.core.sync.sealed_entry import is_shareable, read_sealed
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from checkin.storage.journal_queries import separate_collision
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer
from tests.sync.simulation import failures

ONE = an_attendee(1)


@pytest.fixture
def desks(tmp_path):
    """Two event files that have the same entries."""
    first = EventFile.create(tmp_path / "1.checkin", KEY)
    first.plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(first, MORNING, ONE, an_attendee(2))
    second = EventFile.create(tmp_path / "2.checkin", KEY)
    Outbox(second.db, second.journal).absorb([entry for _, entry in Outbox(first.db, first.journal).since(0, 1000)])
    yield first, second
    first.close()
    second.close()


def both_ways(kind, body, other):
    """The same id, told as one thing to the first desk and as another to the second."""
    source = SyncDesk("Accueil 3", ticking(datetime.now(UTC)), bytes)
    source.append(kind, ONE.id, **body)
    entry = source.outbox.since(0, 1)[0][1]
    return entry, replace(entry, body=json.dumps(other))


def absorb(event, *entries):
    return Outbox(event.db, event.journal).absorb([read_sealed(entry.fields()) for entry in entries])


def meet(events, peer):
    for _ in range(2):
        for event in events:
            Exchange(Outbox(event.db, event.journal), peer(), ticking()).run_round()


def people(event):
    """Everybody, and where they came in."""
    everyone = list(event.attendees.all())
    ids, doors = [person.id for person, _ in everyone], ("accueil", "dejeuner", "atelier-b")
    return everyone, [[(who, v.people) for who, v in event.attendees.visits_at(p, ids).items()] for p in doors]


BLOCKED = {"changes": {"status": ["confirmed", "blocked"]}}
WELCOME = {"changes": {"organisation": ["", "Ville"]}}


@pytest.fixture(params=["hub", "folder"])
def peer(request, tmp_path):
    log = MemoryLog()
    (tmp_path / "share").mkdir()
    return {"hub": lambda: MemoryPeer(log), "folder": lambda: FolderPeer(tmp_path / "share", KEY.secret)}[request.param]


def test_one_desk_is_told_blocked_and_another_welcome_and_both_end_with_the_same(desks, peer):
    entries = both_ways(EntryKind.ATTENDEE_CORRECTED, BLOCKED, WELCOME)
    for event, entry in zip(desks, entries, strict=True):
        absorb(event, entry)
    meet(desks, peer)
    assert people(desks[0]) == people(desks[1])
    for event in desks:
        found = event.attendees.get(ONE.id)
        assert (found.status, found.organisation) == ("blocked", "Ville"), "both are kept"
        desk = Desk(event, FakeClock(MORNING), "Accueil 1")
        (conflict,) = desk.conflicts.open()
        assert (conflict.kind, conflict.person.id, desk.conflicts.count()) == (ConflictKind.ONE_ID, ONE.id, 1)
        assert {conflict.first.value, conflict.second.value} == {"blocked", "Ville"}
        report = check_file(event)
        assert (report.problems, len(report.remarks)) == ((), 1)
    meet(desks, peer)
    assert desks[0].journal.count() == desks[1].journal.count()


def test_it_is_seen_once_for_all_desks(desks, peer):
    for event, entry in zip(desks, both_ways(EntryKind.ATTENDEE_CORRECTED, BLOCKED, WELCOME), strict=True):
        absorb(event, entry)
    meet(desks, peer)
    desk = Desk(desks[0], FakeClock(MORNING), "Accueil 1")
    desk.conflicts.resolve(desk.conflicts.open()[0], Resolution.SEEN)
    meet(desks, peer)
    for event in desks:
        desk = Desk(event, FakeClock(MORNING), "Accueil 1")
        assert (desk.conflicts.count(), desk.conflicts.open()) == (0, [])


def test_two_in_one_page_of_a_log_are_two(desks):
    first, _ = desks
    assert (
        absorb(first, *both_ways(EntryKind.CHECKED_IN, {"control_point": "accueil"}, {"control_point": "dejeuner"}))
        == 5
    )
    assert set(first.journal.history(ONE.id).visits) == {"accueil", "dejeuner"}


KINDS = sorted(set(EntryKind) - {EntryKind.REHEARSAL_BEGUN})
bodies = st.sampled_from(
    [
        {},
        BLOCKED,
        WELCOME,
        attendee_body(an_attendee(1, last_name="Autre")),
        {"control_point": "accueil"},
        {"control_point": "dejeuner", "people": 2},
        {"into": an_attendee(2).id},
        {"into": "x"},
        {"conflict": "overrun:atelier-b:9", "how": "accept"},
        {"conflict": "overrun:atelier-b:9", "how": "other"},
        {"title": "A", "name": "A", "id": "x"},
        {"title": "B", "name": "B", "id": "x"},
        {"session": "atelier-b"},
        {"new": "X-1"},
        {"start": "2023-07-04T08:30:00+02:00", "end": "2023-07-04T09:30:00+02:00"},
    ]
)


@settings(max_examples=60)
@given(st.sampled_from(KINDS), bodies, bodies)
def test_of_whatever_kind_they_are_two_desks_read_the_same(tmp_path_factory, kind, body, other):
    folder = tmp_path_factory.mktemp("twins")
    made = []
    for number in (1, 2):
        event = EventFile.create(folder / f"{number}.checkin", KEY)
        made.append(event)
    made[0].plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(made[0], MORNING, ONE, an_attendee(2))
    absorb(made[1], *[entry for _, entry in Outbox(made[0].db, made[0].journal).since(0, 1000)])
    for event, entry in zip(made, both_ways(kind, body, other), strict=True):
        absorb(event, entry)
    log = MemoryLog()
    meet(made, lambda: MemoryPeer(log))
    assert people(made[0]) == people(made[1])
    assert made[0].programme() == made[1].programme()
    keys = [[c.key for c in Desk(e, FakeClock(MORNING), "Accueil 1").conflicts.open()] for e in made]
    assert keys[0] == keys[1]
    assert [not check_file(event).problems for event in made] == [True, True]
    for event in made:
        event.close()


def test_what_a_purge_has_emptied_at_one_desk_is_no_second_entry(desks, peer):
    first, _ = desks
    desk = Desk(first, FakeClock(MORNING), "Accueil 1")
    desk.scan(ONE.ticket_code)
    meet(desks, peer)
    with first.transaction():
        first.journal.append(EntryKind.EVENT_PURGED, "", {}, at=MORNING, desk="Accueil 1")
        first.journal.empty()
    meet(desks, peer)
    for event in desks:
        assert not event.journal.twins()
        assert event.attendees.get(ONE.id) is None


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("in_one_page", [True, False])
def test_what_is_told_emptied_without_a_purge_takes_nobody_out_of_an_arrival(desks, is_first, in_one_page):
    first, second = desks
    Desk(first, FakeClock(MORNING), "Accueil 1").check_in(ONE.id)
    arrival = Outbox(first.db, first.journal).since(0, 1000)[-1][1]
    emptied = replace(arrival, subject="anonymous:" + "0" * 32, body="{}")
    pair = [emptied, arrival] if is_first else [arrival, emptied]
    for page in [pair] if in_one_page else [[each] for each in pair]:
        absorb(second, *page)
    assert second.journal.history(ONE.id).visit("accueil").is_inside
    assert people(first) == people(second)
    absorb(second, emptied, arrival)
    assert second.journal.count() == first.journal.count()
    assert check_file(second).problems == ()


def test_an_arrival_that_was_told_emptied_is_emptied_by_the_purge_that_comes_later(desks, peer):
    first, second = desks
    Desk(first, FakeClock(MORNING), "Accueil 1").check_in(ONE.id)
    arrival = Outbox(first.db, first.journal).since(0, 1000)[-1][1]
    event_purge.purge(first, Authority("A", "over"), at=MORNING, desk="Accueil 1")
    emptied = next(e for _, e in Outbox(first.db, first.journal).since(0, 1000) if e.id == arrival.id)
    assert is_anonymous(emptied.subject)
    absorb(second, emptied, arrival)
    meet(desks, peer)
    meet(desks, peer)
    assert people(first) == people(second)
    absorb(second, arrival)
    assert {entry.subject for entry in second.journal.everything()} & {ONE.id} == set()


def test_the_same_copies_come_of_the_same_two_in_whatever_order():
    one, other = both_ways(EntryKind.CHECKED_IN, {"control_point": "a"}, {"control_point": "b"})
    copies = separate_collision(one, other)
    assert sorted(copies, key=lambda e: e.id) == sorted(separate_collision(other, one), key=lambda e: e.id)
    assert all(map(is_shareable, copies))
    assert separate_collision(one, one) == []


def test_many_desks_and_an_insider_who_tells_one_thing_here_and_another_there():
    found, _ = failures(range(200), insider=True)
    assert found == []


def test_the_tables_agree_too():
    made = lambda *named, **given: SyncDesk(*named, **given, has_tables=True)  # noqa: E731
    assert failures(range(40), insider=True, make=made)[0] == []


def test_desks_that_compare_ids_alone_are_found_out(monkeypatch):
    monkeypatch.setattr("checkin.storage.outbox.separate_collision", lambda one, other: [])
    assert failures(range(40), insider=True)[0]
