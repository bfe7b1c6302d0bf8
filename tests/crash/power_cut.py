# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated power cuts under the event file: `python -m tests.crash.power_cut --images 4000`.

A desk scans through a VFS that records what reaches the files; every moment of that gives disks that a cut could
leave, and the program opens each. Says nothing of drives that lie about a flush. apsw's SQLite does the recording.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apsw

from checkin.core.answer import Answer
from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.message import CheckinError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import database
from checkin.storage.attendees import Attendees
from checkin.storage.file_guard import FileGuard
from checkin.storage.journal import Journal
from checkin.storage.regular_files import leave_wal_mode
from checkin.storage.sqlite_library import fetch_rows
from tests.builders import KEY, MORNING, a_programme, an_attendee

NAME = "day.checkin"
VFS = "recording"
PEOPLE = 40
SECTOR = 512
CHECKPOINT_PAGES = 60
"""The log goes into the database every few scans, not every hundred: more moments where it could go wrong."""

MODES = {
    "WAL + FULL": ("journal_mode = WAL",),
    "TRUNCATE + FULL": ("journal_mode = TRUNCATE",),
    "WAL + NORMAL": ("journal_mode = WAL", "synchronous = NORMAL"),
    "DELETE + FULL": ("journal_mode = DELETE",),
}
"""What is set after the program's own pragmas: FULL is the program's word. The last two are controls that must
lose entries: NORMAL syncs the log only at a checkpoint, DELETE not the folder that its journal vanishes from."""


class _File:
    """`kept` is on the disk. Each of `waiting` is (offset, data), or (size, None) for a cut to that size."""

    def __init__(self, kept: bytes = b"") -> None:
        self.kept = bytearray(kept)
        self.waiting: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        for change in self.waiting:
            _change(self.kept, *change)
        self.waiting.clear()

    def after_losing_some(self, dice: random.Random, share: float) -> bytes:
        content = bytearray(self.kept)
        for offset, data in self.waiting:
            for piece in _sectors(offset, data) if data and dice.random() < 0.5 else [(offset, data)]:
                if dice.random() < share:
                    _change(content, *piece)
        return bytes(content)


class Disk:
    """What a disk holds for certain and what it has only been told. Names wait for a sync of the folder."""

    def __init__(self, before: bytes) -> None:
        self.promised: frozenset[bytes] = frozenset()
        self.turns = 0  # how often what is certain or what is promised became another
        self._certain = {NAME: _File(before)}
        self._told = dict(self._certain)
        self._waiting: list[tuple[str, _File | None]] = []

    def promise(self, entries: list[bytes]) -> None:
        self.promised |= frozenset(entries)
        self.turns += 1

    def create(self, name: str) -> None:
        self._told[name] = _File()
        self._waiting.append((name, self._told[name]))

    def change(self, name: str, offset: int, data: bytes | None) -> None:
        self._told[name].waiting.append((offset, data))

    def sync(self, name: str, with_folder: bool) -> None:
        self._told[name].sync()
        if with_folder:
            self._sync_folder()
        self.turns += 1

    def delete(self, name: str, with_folder: bool) -> None:
        del self._told[name]
        self._waiting.append((name, None))
        if with_folder:
            self._sync_folder()
            self.turns += 1

    def after_losing_all(self) -> dict[str, bytes]:
        return {name: bytes(file.kept) for name, file in self._certain.items()}

    def after_losing_some(self, dice: random.Random) -> dict[str, bytes]:
        """Names, writes and cuts that waited are there or not, half of the writes in torn sectors."""
        share = dice.random()
        names = _renamed(self._certain, [w for w in self._waiting if dice.random() < share])
        return {name: file.after_losing_some(dice, share) for name, file in names.items()}

    def _sync_folder(self) -> None:
        self._certain = _renamed(self._certain, self._waiting)
        self._waiting.clear()


def _change(content: bytearray, offset: int, data: bytes | None) -> None:
    end = offset + len(data or b"")
    content.extend(bytes(max(0, end - len(content))))
    content[offset : len(content) if data is None else end] = data or b""


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    ends = [*range(SECTOR - offset % SECTOR, len(data), SECTOR), len(data)]
    return ((offset + start, data[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _renamed(names: dict[str, _File], changes: list[tuple[str, _File | None]]) -> dict[str, _File]:
    return {name: file for name, file in (names | dict(changes)).items() if file}


Step = partial[None]
"""A method of `Disk` and its arguments, by name."""


class RecordingVFS(apsw.VFS):
    """The system's file access; what it did is noted in `steps`."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.names = {NAME}
        super().__init__(VFS, "", maxpathname=0)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _RecordedFile(self, name, flags) if name else apsw.VFSFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.names.discard(Path(filename).name)
        self.steps.append(partial(Disk.delete, name=Path(filename).name, with_folder=bool(syncdir)))


class _RecordedFile(apsw.VFSFile):
    def __init__(self, vfs: RecordingVFS, name: Any, flags: list[int]) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        self._steps, self._name = vfs.steps, path.name
        # Under Unix SQLite syncs the folder with the first sync of a log or journal that it opened to create.
        logs = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        self._with_folder = bool(flags[0] & logs and flags[0] & apsw.SQLITE_OPEN_CREATE)
        super().__init__("", name, flags)
        if (
            self._name not in vfs.names
        ):  # the disk may have it already, empty (`storage.regular_files`): a cut may lose that
            vfs.names.add(self._name)
            self._steps.append(partial(Disk.create, name=self._name))

    def xWrite(self, data: Any, offset: int) -> None:
        super().xWrite(data, offset)
        self._steps.append(partial(Disk.change, name=self._name, offset=offset, data=bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._steps.append(partial(Disk.change, name=self._name, offset=newsize, data=None))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._steps.append(partial(Disk.sync, name=self._name, with_folder=self._with_folder))
        self._with_folder = False


@dataclass(frozen=True, slots=True)
class Recording:
    """`before` is the event file when the desk opened it, `steps` all that the disk was told since."""

    before: bytes
    steps: tuple[Step, ...]

    def moments(self) -> Iterator[Disk]:
        """One disk, after each step."""
        disk = Disk(self.before)
        for step in self.steps:
            step(disk)
            yield disk


def record(folder: Path, pragmas: tuple[str, ...]) -> Recording:
    """Two mornings at a desk whose connection was prepared by the program and then by `pragmas`."""
    path = folder / NAME
    event = EventFile.create(path, KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    event.close()
    before, vfs = path.read_bytes(), RecordingVFS()
    for numbers in (range(PEOPLE // 2), range(PEOPLE // 2, PEOPLE)):
        event = _opened(path, pragmas)
        for entries in _morning(event, numbers):
            vfs.steps.append(partial(Disk.promise, entries=entries))
        leave_wal_mode(event.db.conn)
        event.db.conn.close()
    vfs.unregister()
    return Recording(before, tuple(vfs.steps))


def _opened(path: Path, pragmas: tuple[str, ...]) -> EventFile:
    connection = apsw.Connection(str(path), vfs=VFS)
    db: Any = SimpleNamespace(conn=connection, execute=connection.execute)  # all that the storage asks for
    database.prepare(db)
    for pragma in (*pragmas, f"wal_autocheckpoint = {CHECKPOINT_PAGES}"):
        db.execute(f"PRAGMA {pragma}")
    attendees = Attendees(db)
    return EventFile(path, db, KEY, attendees, Journal(db, attendees), FileGuard(db))


def _morning(event: EventFile, numbers: range) -> Iterator[list[bytes]]:
    """A list comes in, then people: the entries of each transaction as soon as it is acknowledged."""
    desk = Desk(event, lambda: MORNING, "Accueil 1")
    listed = [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in map(an_attendee, numbers)]
    with database.transaction(event.db):
        added = event.journal.append_all(listed, at=MORNING, desk=desk.name)
    yield [entry.id for entry in added]
    for number in numbers:
        arrival = _promised(desk.scan(an_attendee(number).ticket_code))
        yield arrival
        if number % 5 == 0:
            yield _promised(desk.scan(f"37601234{number}"))
        if number % 7 == 0:
            yield _promised(desk.undo(arrival[0]))


def _promised(answer: Answer) -> list[bytes]:
    assert answer.entry
    return [answer.entry]


Image = tuple[dict[str, bytes], frozenset[bytes]]


def cut(recording: Recording, images: int) -> Iterator[Image]:
    """About `images` times: the files a cut leaves, and the entries that had been promised.

    First the loss of all that waited, at every moment that makes it another loss; then some of it, at random ones.
    """
    dice = random.Random(2023)
    turns = 0
    for disk in recording.moments():
        if disk.turns > turns:
            turns = disk.turns
            yield disk.after_losing_all(), disk.promised
    drawn = Counter(dice.choices(range(len(recording.steps)), k=max(0, images - turns)))
    for moment, disk in enumerate(recording.moments()):
        for _ in range(drawn[moment]):
            yield disk.after_losing_some(dice), disk.promised


@dataclass(slots=True)
class Tally:
    """`worst`: the most promised entries that one image lost. `damage`: what was wrong with each broken one."""

    images: int = 0
    losing: int = 0
    worst: int = 0
    damage: list[str] = field(default_factory=list)


def tally(mode: str, images: int) -> Tally:
    """Record `mode` once and open each image as the program opens its event in the morning."""
    found = Tally()
    # In memory where there is such a folder: neither the recording nor the images need a disk of their own.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        for files, promised in cut(record(folder, MODES[mode]), images):
            _lay_out(files, folder)
            missing, damage = _open(folder / NAME, promised)
            found.images += 1
            found.losing += missing > 0
            found.worst = max(found.worst, missing)
            found.damage += [damage] if damage else []
    return found


def _lay_out(files: dict[str, bytes], folder: Path) -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _open(path: Path, promised: frozenset[bytes]) -> tuple[int, str]:
    """How many promised entries are missing, and what is wrong with what is there ("" if nothing)."""
    try:
        with closing(EventFile.open(path)) as event:
            held = {row[0] for row in fetch_rows(event.db, "SELECT id FROM journal")}
            damage = database.integrity_problems(event.db)
            if not damage and not _tables_are_what_the_journal_says(event):
                damage.append("half a transaction: the tables are not what the journal says")
    except CheckinError as refusal:
        return len(promised), str(refusal)
    return len(promised - held), "; ".join(damage)


def _tables_are_what_the_journal_says(event: EventFile) -> bool:
    queries = [
        f"SELECT * FROM {table}" for table in ("attendees", "tickets", "visits", "visit_counts", "arrival_counts")
    ]
    found = [fetch_rows(event.db, query) for query in queries]
    with database.transaction(event.db):
        event.journal.rebuild()
    return found == [fetch_rows(event.db, query) for query in queries]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=400, metavar="N", help="of each mode, about (%(default)s)")
    wanted = parser.parse_args().images
    print(f"{'':20}{'images':>8}{'that lost':>11}{'at most':>9}{'damaged':>9}{'seconds':>9}")
    for mode in MODES:
        begun, found = time.monotonic(), tally(mode, wanted)
        counts = f"{found.images:8}{found.losing:11}{found.worst:9}{len(found.damage):9}"
        print(f"{mode:20}{counts}{time.monotonic() - begun:9.1f}", flush=True)


if __name__ == "__main__":
    main()
