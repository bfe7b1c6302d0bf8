# SPDX-License-Identifier: GPL-3.0-or-later
"""A key is FAT or exFAT: what these lack (case, letters, links, fine times, sync of folders) nothing here leans on."""

import errno
import os
import random
import re
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import SyncError
from checkin.services.sync.joining import ensure_identity
from checkin.storage import journal_purge
from checkin.storage.connection import transaction
from checkin.sync import folder_peer as folders
from checkin.sync import heartbeats
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.heartbeats import replace_file, translated_folder_errors
from checkin.sync.peer import Heartbeat
from tests.sync.desks import SyncDesk, ticking

SECRET = bytes(range(32))
LONGEST = 143
"""Letters that every file system in use takes, eCryptfs too; FAT, exFAT and NTFS take 255."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def is_good(name):
    """Whether FAT, exFAT and NTFS, under any system, keep a file of this name and give it back under the same."""
    letters = set('<>:"/\\|?*') & set(name) or any(ord(letter) < 32 or letter > "~" for letter in name)
    return (
        not letters
        and name.strip(" ") == name
        and not name.endswith(".")
        and not _DEVICE.fullmatch(name)
        and (0 < len(name) <= LONGEST)
    )


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a1b2.checkin-log", True),
        (".a1b2.part", True),
        ("2023-07-04T08:41.checkin-log", False),
        ("Accueil 1/2", False),
        ("qui?", False),
        ("aux.checkin-log", False),
        ("COM1", False),
        ("comte.checkin-log", True),
        ("point.", False),
        ("espace ", False),
        ("Éléonore", False),
        ("", False),
        ("x" * 144, False),
    ],
)
def test_what_a_good_name_is(name, is_one):
    assert is_good(name) is is_one


class Names:
    """Every name that a folder gets, those that are there for a moment too."""

    def __init__(self, monkeypatch):
        self.seen = []
        monkeypatch.setattr(folders, "replace_file", self._put)
        monkeypatch.setattr(heartbeats, "replace_file", self._put)

    def _put(self, part, file):
        self.seen += [part.name, file.name]
        replace_file(part, file)


def a_day(folder, number=1, identity=""):
    """Entries, greetings and a purge of one desk."""
    desk = SyncDesk(f"Accueil {number}: « Être »?", ticking(), random.Random(number).randbytes, has_tables=True)
    peer = FolderPeer(folder, SECRET, identity=identity)
    desk.append(EntryKind.ATTENDEE_ADDED, "P", first_name="Zéphyrine", last_name="Con", category="aux")
    exchange = desk.exchange(peer)
    exchange.run_round()
    peer.exchange_heartbeats(Heartbeat(identity, desk.name, desk.clock(), 0))
    with transaction(desk.db):
        desk.journal.append(EntryKind.EVENT_PURGED, "", {}, at=desk.clock(), desk=desk.name)
        desk.journal.empty()
    journal_purge.remove_old_bytes(desk.db)
    exchange.run_round()
    return desk, peer


def test_whatever_is_put_on_a_key_bears_a_good_name(tmp_path, monkeypatch):
    names = Names(monkeypatch)
    for number in range(6):
        a_day(tmp_path, number, ensure_identity(Settings()).identity if number % 2 else "")
    everything = {*names.seen, *(file.name for file in tmp_path.iterdir())}
    assert [name for name in everything if not is_good(name)] == []
    assert len({name.casefold() for name in everything}) == len(everything) > 12


@given(st.binary(min_size=8, max_size=8), st.binary(min_size=8, max_size=8))
@settings(max_examples=40)
def test_any_chance_makes_a_good_name_that_differs_in_more_than_case(tmp_path_factory, one, another):
    place = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folders.secrets, "token_hex", lambda size: (one + another)[-size:].hex())
        peer = FolderPeer(place, SECRET, identity=one.hex())
    assert is_good(peer._own.name)
    assert peer._own.name == peer._own.name.lower()
    assert is_good(f"{peer._greetings._own.name}.part")


def test_a_driver_that_renames_over_nothing_takes_greetings_and_a_purge_all_the_same(tmp_path, monkeypatch):
    """As fusefat was seen to do."""

    def replace(part, file):
        if file.exists():
            raise FileExistsError(file)
        os.rename(part, file)

    monkeypatch.setattr(os, "replace", replace)
    desk, peer = a_day(tmp_path, identity="5" * 16)
    heard = [
        peer.exchange_heartbeats(Heartbeat("5" * 16, name, desk.clock(), 0)) for name in ("Accueil 1", "Accueil 2")
    ]
    assert [each.greeting.desk for each in heard[-1]] == ["Accueil 2"]
    assert not any("Zéphyrine".encode() in file.read_bytes() for file in tmp_path.iterdir())
    assert not [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")]


class FatFolder:
    """`os.scandir` of a driver that knows times of two seconds, and makes up numbers of files anew now and then."""

    def __init__(self, scandir=os.scandir):
        self._scandir, self._looks = scandir, 0

    @contextmanager
    def __call__(self, folder):
        self._looks += 1
        with self._scandir(folder) as entries:
            yield [FatFile(entry, self._looks // 7) for entry in entries]


class FatFile:
    def __init__(self, entry, made_up):
        self.name, self.path, self.is_file = entry.name, entry.path, entry.is_file
        self._entry, self._made_up = entry, made_up

    def stat(self, *, follow_symlinks):
        real = self._entry.stat(follow_symlinks=follow_symlinks)
        two_seconds = 2_000_000_000
        return SimpleNamespace(
            st_size=real.st_size,
            st_mode=real.st_mode,
            st_ino=real.st_ino + self._made_up,
            st_mtime_ns=real.st_mtime_ns // two_seconds * two_seconds,
            st_mtime=real.st_mtime // 2 * 2,
        )


def test_times_of_two_seconds_and_numbers_that_change_lose_nothing_in_a_day(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "scandir", FatFolder())
    desks = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes) for n in (1, 2)]
    exchanges = [desk.exchange(FolderPeer(tmp_path, SECRET)) for desk in desks]
    for number in range(25):
        for desk, exchange in zip(desks, exchanges, strict=True):
            desk.check_in(f"{desk.name} {number}")
            exchange.run_round()
    for exchange in exchanges:
        exchange.run_round()
    assert desks[0].ids() == desks[1].ids()
    assert len(desks[0].ids()) == 50


def test_a_file_that_has_become_too_large_is_told_as_no_room(tmp_path):
    with pytest.raises(SyncError, match="full"), translated_folder_errors():
        raise OSError(errno.EFBIG, "4 GB are all that FAT takes")
