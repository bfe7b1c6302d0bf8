# SPDX-License-Identifier: GPL-3.0-or-later
"""An entry from elsewhere cannot make the real event a rehearsal, and what never travels is neither sent nor taken."""

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.rehearsal_rules import RehearsalOptions
from checkin.core.sync.sealed_entry import LOCAL_KINDS, MOST_DEEP, RULES, SealedEntry, is_shareable, read_sealed
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.rehearsal import begin_rehearsal, is_rehearsal, refuse_in_rehearsal
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from checkin.translation import translate
from tests.builders import KEY, MORNING
from tests.sync.desks import SyncDesk, some_entries, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

POISON = SealedEntry(
    bytes.fromhex("0189202a4c007fffbfffffffffffffff"), EntryKind.REHEARSAL_BEGUN, "", "X", MORNING.isoformat(), "{}"
)


def poisoned(event):
    """As a program that takes everything took it in."""
    row = (POISON.id, POISON.kind, POISON.subject, POISON.desk, POISON.at, POISON.body)
    event.db.conn.execute("INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize("where", ["hub", "folder"])
def test_a_rehearsal_that_is_told_is_not_taken(event, tmp_path, where):
    folder = tmp_path / "share"
    folder.mkdir()
    log = MemoryLog()
    make = {"hub": lambda: MemoryPeer(log), "folder": lambda: FolderPeer(folder, KEY.secret)}[where]
    make().push([POISON, *some_entries(3)])
    done = Exchange(Outbox(event.db, event.journal), make(), ticking()).run_round()
    assert done.received == 3
    assert not event.journal.entries_of_kinds([EntryKind.REHEARSAL_BEGUN])


def test_an_event_that_was_poisoned_is_healed_when_it_is_opened(event, tmp_path):
    poisoned(event)
    opened = EventFile.open(event.path)
    try:
        assert not is_rehearsal(opened)
        refuse_in_rehearsal(opened)
        log = MemoryLog()
        exchange = Exchange(Outbox(opened.db, opened.journal), MemoryPeer(log), ticking())
        exchange.run_round()
        assert len(log.entries) == opened.journal.count() - 1
        assert exchange.waiting == 0
    finally:
        opened.close()


def test_nothing_that_never_travels_waits_in_a_folder(event, tmp_path):
    poisoned(event)
    folder = tmp_path / "share"
    folder.mkdir()
    exchange = Exchange(Outbox(event.db, event.journal), FolderPeer(folder, KEY.secret), ticking())
    exchange.run_round()
    assert exchange.waiting == 0
    assert b"rehearsal" not in b"".join(file.read_bytes() for file in folder.iterdir())


def test_check_tells_of_it_and_the_file_is_sound_all_the_same(event):
    poisoned(event)
    report = check_file(event)
    assert not report.problems
    (words, fields), *others = report.remarks
    assert not others
    assert "X" in translate(words, **fields)


def test_a_copy_to_practise_on_is_one_still(event, clock):
    rehearsal = begin_rehearsal(event, clock, RehearsalOptions(), translate)
    copy = EventFile.open(rehearsal.path)
    assert is_rehearsal(copy)
    assert not check_file(copy).remarks
    with pytest.raises(UserError):
        Outbox(copy.db, copy.journal)
    copy.close()
    rehearsal.remove()


def test_of_every_kind_it_is_said_whether_it_may_be_told():
    assert set(RULES) == set(EntryKind)
    assert set(LOCAL_KINDS) == {EntryKind.REHEARSAL_BEGUN}


def body(text, kind="from_a_newer_version"):
    return SealedEntry(POISON.id, kind, "", "X", MORNING.isoformat(), text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 40 + "1" + "}" * 40,
        '{"a":' + "[" * 4000 + "]" * 4000 + "}",
        '{"a":1e400}',
        '{"a":[-1e999]}',
        '{"a":9223372036854775808}',
        '{"a":1' + "0" * 400 + "}",
        '{"a":1' + "0" * 5000 + "}",
        '{"a":NaN}',
        '{"a":"\\u0000"}',
        '{"a":"\\ud800"}',
        '{"\\u0000":1}',
        '{"a":"' + "x" * 9000 + '"}',
        "[]",
        "",
    ],
)
def test_what_no_desk_could_bear_is_neither_sent_nor_taken(text):
    assert not is_shareable(body(text))
    assert read_sealed(body(text).fields()) is None


@pytest.mark.parametrize(
    "text", ['{"a":' * (MOST_DEEP - 1) + "{}" + "}" * (MOST_DEEP - 1), '{"a":9223372036854775807}']
)
def test_what_a_newer_version_says_goes_through_as_it_came(text):
    assert read_sealed(body(text).fields()) == body(text)


@pytest.mark.parametrize(
    "peer", [lambda log, folder: MemoryPeer(log), lambda log, folder: FolderPeer(folder, KEY.secret)]
)
def test_what_an_earlier_version_took_in_and_none_can_bear_holds_up_nothing(tmp_path, peer):
    desk = SyncDesk("Accueil 1", ticking(), bytes)
    row = (POISON.id, "new_kind", "", "X", MORNING.isoformat(), '{"a":1e400}')
    desk.db.conn.execute("INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", row)
    desk.check_in("A")
    log, other = MemoryLog(), SyncDesk("Accueil 2", ticking(), bytes)
    desk.exchange(peer(log, tmp_path)).run_round()
    other.exchange(peer(log, tmp_path)).run_round()
    assert [entry[2] for entry in other.entries()] == ["A"]
