# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph travels to the other desks, which agree whose counts; a purge leaves none of its bytes anywhere."""

import random
from base64 import b64encode

import pytest

from checkin.core.entries import EntryKind
from checkin.core.picture_entries import join_photographs, photograph_digest, photograph_parts, photograph_set
from checkin.storage.connection import transaction
from checkin.sync.folder_peer import FolderPeer
from tests.sync.desks import SyncDesk, ticking

FACES = [random.Random(seed).randbytes(15_000) for seed in range(2)]


@pytest.fixture
def desks():
    made = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes, has_tables=True) for n in range(2)]
    made[0].append(EntryKind.ATTENDEE_ADDED, "P", first_name="Zoé", last_name="Durand")
    return made


def met(folder, desks):
    peers = [FolderPeer(folder, bytes(32), identity=f"desk{number}") for number in range(len(desks))]
    for exchange in [desk.exchange(peer) for desk, peer in zip(desks, peers, strict=True)] * 2:
        exchange.run_round()


def give(desk, face):
    for kind, subject, body in (*photograph_parts(face), photograph_set("P", face)):
        desk.append(kind, subject, **body)


def shown(desk):
    digest = photograph_digest(desk.journal.history("P").photograph)
    return join_photographs(desk.journal.photograph_parts([digest]), {"P": digest}).get("P", b"")


def is_written(folder, face):
    piece = b64encode(face[:300])
    return any(piece in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_photographs_given_apart_the_newest_is_shown_at_both(desks, tmp_path, first):
    met(tmp_path, desks)
    give(desks[first], FACES[0])
    give(desks[1 - first], FACES[1])
    met(tmp_path, desks)
    assert shown(desks[0]) == shown(desks[1]) != b""
    give(desks[0], FACES[0])
    met(tmp_path, desks)
    assert shown(desks[1]) == FACES[0]


def test_a_removal_reaches_the_other_desk(desks, tmp_path):
    give(desks[0], FACES[0])
    met(tmp_path, desks)
    kind, subject, body = photograph_set("P", b"")
    desks[1].append(kind, subject, **body)
    met(tmp_path, desks)
    assert shown(desks[0]) == b""


def test_a_purge_leaves_no_byte_at_a_desk_or_in_the_folder(desks, tmp_path):
    give(desks[0], FACES[0])
    met(tmp_path, desks)
    assert is_written(tmp_path, FACES[0])
    with transaction(desks[1].db):
        desks[1].journal.append(EntryKind.EVENT_PURGED, "", {}, at=desks[1].clock(), desk=desks[1].name)
        desks[1].journal.empty()
    met(tmp_path, desks)
    assert not is_written(tmp_path, FACES[0])
    piece = b64encode(FACES[0][:300]).decode()
    assert not any(piece in str(desk.entries()) for desk in desks)
    assert [shown(desk) for desk in desks] == [b"", b""]
