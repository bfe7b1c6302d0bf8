# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody signs at two desks that do not hear of each other: afterwards both show the same signature, and a purge
leaves neither.
"""

import random

import pytest

from checkin.core.entries import EntryKind
from checkin.core.signature import encode_signature, signature_entries, signatures_by_occasion, signed_body
from checkin.storage.connection import transaction
from checkin.sync.folder_peer import FolderPeer
from tests.core.signatures import a_signature
from tests.sync.desks import SyncDesk, ticking

HALF = "2023-07-04/morning"
FIRST, SECOND = a_signature(), a_signature(shift=0.1)


@pytest.fixture
def desks():
    made = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes, has_tables=True) for n in range(2)]
    made[0].append(EntryKind.ATTENDEE_ADDED, "P", first_name="Zoé", last_name="Durand")
    return made


def met(folder, desks):
    peers = [FolderPeer(folder, bytes(32), identity=f"desk{number}") for number in range(len(desks))]
    exchanges = [desk.exchange(peer) for desk, peer in zip(desks, peers, strict=True)]
    for exchange in exchanges * 2:
        exchange.run_round()


def written(folder):
    """Whether a signature stands in the files where the desks meet."""
    texts = [encode_signature(each).encode() for each in (FIRST, SECOND)]
    return any(text in path.read_bytes() for path in folder.rglob("*") if path.is_file() for text in texts)


def signatures(desk):
    return {occasion: each.signature for occasion, each in signatures_by_occasion(desk.journal.about("P")).items()}


@pytest.mark.parametrize("first_to_sign", [0, 1])
def test_two_desks_agree_which_one_counts(desks, tmp_path, first_to_sign):
    met(tmp_path, desks)
    desks[first_to_sign].append(EntryKind.SIGNED, "P", **signed_body(HALF, FIRST))
    desks[1 - first_to_sign].append(EntryKind.SIGNED, "P", **signed_body(HALF, SECOND))
    met(tmp_path, desks)
    assert signatures(desks[0]) == signatures(desks[1])
    latest = max(signature_entries(desks[0].journal.about("P"), HALF), key=lambda entry: entry.id)
    assert encode_signature(signatures(desks[0])[HALF]) == latest.body["ink"]
    desks[0].append(
        EntryKind.UNDONE, "P", targets=[e.id.hex() for e in signature_entries(desks[0].journal.about("P"), HALF)]
    )
    met(tmp_path, desks)
    assert signatures(desks[1]) == {}


def test_a_purge_leaves_neither_on_any_desk_nor_in_the_folder(desks, tmp_path):
    for desk, signature in zip(desks, (FIRST, SECOND), strict=True):
        desk.append(EntryKind.SIGNED, "P", **signed_body(HALF, signature))
    met(tmp_path, desks)
    assert written(tmp_path)
    with transaction(desks[0].db):
        desks[0].journal.append(EntryKind.EVENT_PURGED, "", {}, at=desks[0].clock(), desk=desks[0].name)
        desks[0].journal.empty()
    met(tmp_path, desks)
    for desk in desks:
        assert not any(encode_signature(each) in str(desk.entries()) for each in (FIRST, SECOND))
        assert HALF not in str(desk.entries())
    assert not written(tmp_path)
