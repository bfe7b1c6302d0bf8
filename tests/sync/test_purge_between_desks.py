# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that exchange after a purge: whoever hears of it forgets everybody too, and nobody comes back."""

import json
import random
import tempfile
from pathlib import Path

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import SyncError
from checkin.core.purge import IMPERSONAL_KINDS
from checkin.core.sync.conflicts import ConflictKind
from checkin.core.text_folding import fold_text
from checkin.storage import journal_purge
from checkin.storage.connection import transaction
from checkin.storage.sqlite_library import sqlite3
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import SyncRejectedError
from tests.holding import HOLDS
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

NAMES = ("Zéphyrine", "Wolfgang", "Odile")


@pytest.fixture(params=["memory", "folder", "postgres"])
def meeting(request, tmp_path):
    """A function that gives a new peer on one log, as another desk has it."""
    log = MemoryLog()
    match request.param:
        case "memory":
            return lambda: MemoryPeer(log)
        case "folder":
            return lambda: FolderPeer(tmp_path, bytes(32))
    return request.getfixturevalue("hub").peer


@pytest.fixture
def desks():
    """Three that know the same two people."""
    made = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes, has_tables=True) for n in range(3)]
    for number, name in enumerate(NAMES[:2]):
        made[0].append(EntryKind.ATTENDEE_ADDED, f"P{number}", first_name=name, last_name=name, category="presse")
    return made


def met(meeting, *desks):
    peers = [desk.exchange(meeting()) for desk in desks]
    for exchange in peers * 2:
        exchange.run_round()


def purged(desk):
    with transaction(desk.db):
        desk.journal.append(EntryKind.EVENT_PURGED, "", {}, at=desk.clock(), desk=desk.name)
        desk.journal.empty()
    journal_purge.remove_old_bytes(desk.db)


def named(desk):
    """Whose name is in the pages of their file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages"
        copy = sqlite3.connect(path)
        desk.db.conn.backup(copy)
        copy.close()
        everything = path.read_bytes()
    return [name for name in NAMES if name.encode() in everything or fold_text(name).encode() in everything]


def arrived(desk):
    return desk.db.conn.execute("SELECT attendee FROM visits ORDER BY attendee").fetchall()


def test_every_desk_that_hears_of_it_forgets_everybody(meeting, desks):
    met(meeting, *desks)
    desks[1].check_in("P0")
    met(meeting, *desks)
    assert named(desks[2]) == list(NAMES[:2])
    purged(desks[0])
    met(meeting, *desks)
    assert [named(desk) for desk in desks] == [[], [], []]
    assert desks[0].entries() == desks[1].entries() == desks[2].entries()
    assert len(arrived(desks[2])) == 1


@pytest.mark.parametrize("for_good", [False, True])
def test_a_folder_forgets_everybody_when_nobody_holds_its_files_any_more(tmp_path, desks, hold, for_good):
    here, folder = desks[0], FolderPeer(tmp_path, bytes(32), identity="accueil")
    here.exchange(folder).run_round()
    (file,) = tmp_path.glob("*.checkin-log")
    purged(here)
    hold(file, for_good)
    if for_good and HOLDS:
        with pytest.raises(SyncError):
            here.exchange(folder).run_round()
        return
    here.exchange(folder).run_round()
    texts = [file.read_bytes() for file in tmp_path.iterdir()]
    assert texts
    assert not any(name.encode() in text for name in NAMES for text in texts)


def test_a_desk_that_was_away_brings_its_arrivals_and_nobodys_name(meeting, desks):
    met(meeting, *desks)
    desks[2].check_in("P1")
    desks[2].append(EntryKind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile", how="walk_in")
    purged(desks[0])
    met(meeting, desks[0])
    met(meeting, desks[2], desks[0], desks[1])
    assert [named(desk) for desk in desks] == [[], [], []]
    assert desks[0].entries() == desks[2].entries()
    assert len(arrived(desks[0])) == 1


def test_what_the_log_still_says_of_people_resurrects_nobody(meeting, desks):
    """A desk that never heard of the purge told the log; another knew the purge before it read that."""
    met(meeting, *desks)
    desks[2].check_in("P1", ticket="Odile")
    desks[2].append(EntryKind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile")
    purged(desks[0])
    old = [entry for _, entry in desks[2].outbox.since(0, 100)]
    desks[0].outbox.absorb(old)
    assert named(desks[0]) == []
    assert set(desks[2].ids()) < set(desks[0].ids())
    assert arrived(desks[0]) == []
    assert desks[0].outbox.unknown(old) == []


def test_a_new_desk_reads_an_old_log_and_the_purge_in_it(meeting, desks):
    met(meeting, *desks)
    purged(desks[0])
    met(meeting, desks[0])
    late = SyncDesk("Accueil 9", ticking(), random.Random(9).randbytes, has_tables=True)
    met(meeting, late)
    assert named(late) == []
    assert late.ids() == desks[0].ids()


def test_life_goes_on_after_it(meeting, desks):
    met(meeting, *desks)
    purged(desks[0])
    met(meeting, *desks)
    desks[1].append(EntryKind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile")
    met(meeting, *desks)
    assert [named(desk) for desk in desks] == [["Odile"]] * 3


def said(place):
    return "".join(file.read_text("utf-8") for file in place.iterdir())


def test_in_a_folder_each_desk_empties_what_it_wrote_also_in_a_process_before(tmp_path, desks):
    def peer(number):
        return FolderPeer(tmp_path, bytes(32), identity=f"desk{number}")

    for _ in range(2):  # two mornings: each process has a file of its own
        desks[0].append(EntryKind.ATTENDEE_ADDED, "P5", first_name="Odile", last_name="Odile")
        desks[0].exchange(peer(0)).run_round()
    desks[1].exchange(peer(1)).run_round()
    desks[1].check_in("P0", ticket="Wolfgang")
    desks[1].exchange(peer(1)).run_round()
    ids = desks[1].ids()
    (tmp_path / "desk0-torn.checkin-log").write_text("Odile")
    purged(desks[0])
    desks[0].exchange(peer(0)).run_round()
    assert "Odile" not in said(tmp_path)
    assert "Wolfgang" in said(tmp_path)  # desk 1 has not heard of it: its file is its own
    desks[1].exchange(peer(1)).run_round()
    assert [name for name in NAMES if name in said(tmp_path)] == []
    late = SyncDesk("Accueil 9", ticking(), random.Random(9).randbytes, has_tables=True)
    late.exchange(peer(9)).run_round()
    assert set(ids) < set(late.ids())
    assert (len(arrived(late)), named(late)) == (1, [])


def test_a_second_key_at_the_same_place_is_emptied_too(tmp_path, desks):
    """Systems call every key alike; and a program that synchronises may bring an old file back."""
    place, elsewhere = tmp_path / "key", tmp_path / "second"
    for folder in (elsewhere, place):
        folder.mkdir()
        desks[0].exchange(FolderPeer(folder, bytes(32), identity="d")).run_round()
    purged(desks[0])
    exchange = desks[0].exchange(FolderPeer(place, bytes(32), identity="d"))
    exchange.run_round()
    assert [name for name in NAMES if name in said(place)] == []
    assert not list(place.glob(".*"))
    for file in elsewhere.iterdir():
        file.rename(place / file.name)
    exchange.run_round()
    desks[0].exchange(FolderPeer(place, bytes(32), identity="d")).run_round()
    assert [name for name in NAMES if name in said(place)] == []


def test_files_that_name_no_desk_are_emptied_by_whoever_purges(tmp_path, desks):
    """Nobody would ever know them for theirs."""
    desks[1].append(EntryKind.ATTENDEE_ADDED, "P5", first_name="Odile", last_name="Odile")
    desks[1].exchange(FolderPeer(tmp_path, bytes(32))).run_round()
    desks[0].exchange(FolderPeer(tmp_path, bytes(32), identity="d")).run_round()
    purged(desks[0])
    desks[0].exchange(FolderPeer(tmp_path, bytes(32), identity="d")).run_round()
    assert [name for name in NAMES if name in said(tmp_path)] == []


OF_ENTRIES = f"{'0a' * 16}:{'0b' * 16}"
KEYS = {
    ConflictKind.DOUBLE_ADMISSION: [OF_ENTRIES],
    ConflictKind.CORRECTED_TWICE: [f"{OF_ENTRIES}:{field}" for field in ("category", "first_name", "custom:Odile")],
    ConflictKind.SAME_WALK_IN: ["P0:P1", "P1:P0"],
    ConflictKind.OVERRUN: ["a:12"],
    ConflictKind.ONE_ID: ["0a" * 16],
    ConflictKind.CODE_OF_TWO: [OF_ENTRIES],
}


@pytest.mark.parametrize("conflict", [f"{kind}:{of}" for kind in ConflictKind for of in KEYS[kind]])
def test_a_hub_takes_what_a_purge_leaves_of_every_kind_as_it_is(hub, desks, conflict):
    """The hub admits only what says less (docs/adr/0043); no figure may be lost by that."""
    everything = {
        "first_name": "Odile", "last_name": "Odile", "category": "presse", "status": "expected", "presence": "remote",
        "sessions": ["a", "b"], "places": "3", "custom:age": "7", "how": "walk_in", "control_point": "accueil",
        "session": "a", "reason": "known", "over": "full", "verdict": "admit", "people": 2, "together": ["0" * 32, "x"],
        "written_at": "2023-07-04T08:30:00+02:00", "start": "2023-07-04T08:30:00+02:00", "source": "zoom", "new": "K7",
        "changes": {"category": ["presse", "staff"], "first_name": ["Odile", "O"], "custom:age": ["7", "8"],
                    "sessions": [["a"], ["b", "c"]], "places": ["1", ""]},
        "targets": ["0" * 32], "moved_to": "b", "conflict": conflict, "template": "t", "copy": 1, "added": 3,
        "note": "Odile", "withdrawn": False, "tied": True,
    }  # fmt: skip
    for kind in EntryKind:
        if kind not in (EntryKind.EVENT_PURGED, EntryKind.REHEARSAL_BEGUN):
            desks[0].append(kind, "P0", **everything, into="P1")
            desks[0].append(kind, "", **everything)
    met(hub.peer, desks[0])
    purged(desks[0])
    met(hub.peer, desks[0])
    at_hub = hub.rows("SELECT id, kind, subject, desk, at, body FROM checkin.entry ORDER BY id")
    assert [(id.bytes, *rest) for id, *rest in at_hub] == desks[0].entries()
    carried = [json.loads(body) for _, kind, _, _, _, body in at_hub if kind == EntryKind.ATTENDEE_MERGED]
    assert all(str(body["conflict"]).startswith(conflict.partition(":")[0]) for body in carried)
    assert "Odile" not in str([row for row in at_hub if row[1] not in IMPERSONAL_KINDS])


@pytest.mark.parametrize("way", [("merge", "two_people"), ("two_people", "merge"), ("merge", "merge")])
def test_a_desk_that_joins_by_the_hub_after_the_purge_counts_the_people_others_count(hub, desks, way):
    """Two walk-ins who were settled apart, in the north first."""
    nord, sud, _ = desks
    for _ in range(60):
        sud.clock()
    met(hub.peer, nord, sud)
    for desk, who in ((nord, "P0"), (sud, "P1")):
        desk.check_in(who)
    met(hub.peer, nord, sud)
    for desk, how in ((nord, way[0]), (sud, way[1])):
        said = {"conflict": f"{ConflictKind.SAME_WALK_IN}:P0:P1", "how": how}
        if how == "merge":
            desk.append(EntryKind.ATTENDEE_MERGED, "P1", into="P0", **said)
            desk.append(EntryKind.ATTENDEE_CORRECTED, "P0", changes={"category": ["presse", "staff"]}, **said)
        told = desk.append(EntryKind.CONFLICT_SETTLED, "P0", **said)
        desk.append(EntryKind.CONFLICT_SETTLED, "P1", **said, settlement=told.id.hex())
    met(hub.peer, nord, sud)
    before = figures(nord)
    assert len(before) == (1 if way[0] == "merge" else 2)
    purged(nord)
    met(hub.peer, nord, sud)
    late = SyncDesk("Accueil 9", ticking(), random.Random(9).randbytes, has_tables=True)
    met(hub.peer, late)
    assert late.entries() == nord.entries()
    assert [figures(desk) for desk in (nord, sud, late)] == [before] * 3


def figures(desk):
    """Category and arrivals of each person."""
    people = (history for _, history in desk.journal.histories(desk.journal.people()) if history.attendee)
    return sorted((each.attendee.category, len(each.visits)) for each in people)


SAID_AT_A_HUB = [
    ("same_walk_in:P0:P1", "same_walk_in:P0:Odile"),
    ("same_walk_in:P0:P1", f"same_walk_in:anonymous:{'0' * 32}:anonymous:Odile"),
    ("overrun:a", f"same_walk_in:anonymous:{'0' * 32}:anonymous:{'1' * 32}"),
    (f"corrected_twice:{OF_ENTRIES}:custom:Age", f"corrected_twice:{OF_ENTRIES}:custom:Odile"),
    (f"corrected_twice:{OF_ENTRIES}:custom:Age", f"corrected_twice:{'0c' * 16}:{'0b' * 16}:custom:1"),
    (f"corrected_twice:{OF_ENTRIES}:custom:Age", f"double_admission:{OF_ENTRIES}"),
    (None, f"same_walk_in:anonymous:{'0' * 32}:anonymous:{'1' * 32}"),
]


def is_taken(hub, *keys):
    with hub.cluster.superuser(hub.database) as connection:
        bodies = [json.dumps({"conflict": key} if key else {}) for key in keys]
        return connection.execute("SELECT checkin.is_remainder(%s, %s)", bodies).fetchone()[0]


def test_a_hub_takes_no_other_key_of_a_conflict(hub):
    assert [pair for pair in SAID_AT_A_HUB if is_taken(hub, *pair) is not False] == []
    assert is_taken(hub, f"corrected_twice:{OF_ENTRIES}:custom:Age", f"corrected_twice:{OF_ENTRIES}:custom:1")


def test_at_a_hub_nobody_is_left_and_every_cursor_stays(hub, desks):
    def everything():
        return hub.rows("SELECT place, chain, id, kind, desk, at FROM checkin.entry ORDER BY place")

    met(hub.peer, *desks)
    desks[1].check_in("P0", ticket="Odile")
    met(hub.peer, *desks)
    before = everything()
    purged(desks[0])
    met(hub.peer, desks[0])
    texts = str(hub.rows("SELECT subject, body FROM checkin.entry"))
    assert [name for name in NAMES if name in texts] == []
    assert everything()[: len(before)] == before
    met(hub.peer, *desks)
    assert desks[0].entries() == desks[1].entries() == desks[2].entries()


def test_a_hub_forgets_nothing_without_a_purge(hub, desks):
    met(hub.peer, desks[0])
    peer = hub.peer()
    with pytest.raises(SyncRejectedError):
        peer.forget(desks[0].ids()[-1], [entry for _, entry in desks[0].outbox.since(0, 9)])
