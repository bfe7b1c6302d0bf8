# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that meet in a folder which is torn, zeroed, copied, deleted: one seed is one run.

`python -m tests.sync.folder_simulation SEEDS [FIRST]` runs more than the suite does.
"""

import random
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from checkin.core.message import SyncError
from checkin.sync.folder_peer import MARK, FolderPeer
from tests.sync.desks import START, SyncDesk

SECRET = bytes(range(32))
STEPS = 45
MOST_DESKS = 5
CHANCES = {
    "write": 40,
    "meet": 35,
    "crash": 4,
    "tear": 4,
    "zero": 3,
    "flip": 2,
    "conflict_copy": 3,
    "delete": 2,
    "put_back": 2,
    "clone": 2,
    "another_key": 2,
}


class FolderWorld:
    def __init__(self, seed, root):
        self.random = random.Random(seed)
        self.now = START
        self.folders = [root / "key"]
        self.folders[0].mkdir()
        self._root = root
        self.desks, self._meetings = [], []
        self.acknowledged, self._gone, self._kept = {}, set(), None
        for _ in range(self.random.randint(2, 3)):
            self._add(None)

    def _add(self, copy_of):
        name = f"Accueil {len(self.desks) + 1}"
        desk = SyncDesk(name, lambda: self.now, self.random.randbytes, copy_of=copy_of)
        self.desks.append(desk)
        self._meetings.append({})

    def _exchange_of(self, number, folder):
        """A desk's exchange with a folder lasts as long as its process."""
        meetings = self._meetings[number]
        if folder not in meetings:
            peer = FolderPeer(folder, SECRET, lambda: (self.now - START).total_seconds())
            meetings[folder] = self.desks[number].exchange(peer)
        return meetings[folder]

    def run(self):
        for _ in range(STEPS):
            self.now += timedelta(seconds=self.random.random() * 20)
            happens = self.random.choices(list(CHANCES), CHANCES.values())[0]
            getattr(self, f"_{happens}")(self.random.randrange(len(self.desks)))
        self.now += timedelta(hours=1)
        for _ in range(3):
            for number in range(len(self.desks)):
                for folder in self.folders:
                    self._meet(number, folder)

    def _write(self, number):
        entry = self.desks[number].check_in(self.random.choice("ABC"))
        self.acknowledged[entry.id] = entry

    def _meet(self, number, folder=None):
        self._exchange_of(number, folder or self.random.choice(self.folders)).run_round()

    def _crash(self, number):
        self._meetings[number] = {}

    def _file(self):
        files = [file for folder in self.folders for file in folder.iterdir() if MARK in file.name]
        return self.random.choice(files) if files else None

    def _tear(self, _):
        if file := self._file():
            size = file.stat().st_size
            with file.open("r+b") as opened:
                opened.truncate(max(0, size - self.random.randint(1, 300)))

    def _zero(self, _):
        if (file := self._file()) and (data := bytearray(file.read_bytes())):
            start = self.random.randrange(len(data))
            data[start : start + 64] = bytes(len(data[start : start + 64]))
            file.write_bytes(data)

    def _flip(self, _):
        if (file := self._file()) and (data := bytearray(file.read_bytes())):
            data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
            self._put(file, data)

    def _conflict_copy(self, _):
        if file := self._file():
            name = self.random.choice(("{} (conflicted copy 2023-07-04)", "{}.sync-conflict-20230704-083000-ABC"))
            shutil.copy(file, file.with_name(name.format(file.stem) + file.suffix))

    def _delete(self, _):
        if file := self._file():
            self._kept = file, file.read_bytes()
            file.unlink()

    def _put_back(self, _):
        if self._kept:
            self._put(*self._kept)

    def _put(self, file, data):
        """As synchronising programs do: beside, then renamed."""
        part = file.with_name("part")
        part.write_bytes(data)
        part.replace(file)

    def _clone(self, number):
        if len(self.desks) < MOST_DESKS:
            self._add(self.desks[number].db.conn)

    def _another_key(self, _):
        if len(self.folders) < 3:
            self.folders.append(self._root / f"key {len(self.folders)}")
            self.folders[-1].mkdir()

    def check(self):
        everywhere = [desk.entries() for desk in self.desks]
        assert all(entries == everywhere[0] for entries in everywhere), "desks differ"
        assert {row[0] for row in everywhere[0]} == set(self.acknowledged), "an acknowledged entry is lost"
        for folder in self.folders:
            fresh = SyncDesk("new", lambda: self.now, self.random.randbytes)
            fresh.exchange(FolderPeer(folder, SECRET)).run_round()
            assert fresh.entries() == everywhere[0], "a folder alone does not tell everything"
        return len(everywhere[0])


def failures(seeds):
    found, entries = [], 0
    for seed in seeds:
        with tempfile.TemporaryDirectory() as root:
            world = FolderWorld(seed, Path(root))
            try:
                world.run()
                entries += world.check()
            except (AssertionError, SyncError) as wrong:
                found.append((seed, str(wrong).split("\n")[0]))
    return found, entries


def main():
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found, entries = failures(range(first, first + int(sys.argv[1])))
    print(f"{sys.argv[1]} seeds from {first}, {entries} entries: {len(found)} failures", found[:20])


if __name__ == "__main__":
    main()
