# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody does what they should not to the files of an open event: restores an older copy, puts another event there,
cuts, deletes, renames, overwrites. What the desk acknowledged is in the file or the rescue, or the desk said so before
the next green; nobody is admitted twice; nothing is written into another event's file.

`CHECKIN_STRANGERS` sets the number of runs, `CHECKIN_SEED` the first of their seeds, which are in every failure.
"""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkin.core.message import CheckinError
from checkin.core.tokens import EventKey
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

RUNS = int(os.environ.get("CHECKIN_STRANGERS", "60"))
SEED = int(os.environ.get("CHECKIN_SEED", "2023"))
PEOPLE = 400
OTHER = EventKey("other-event", bytes(range(1, 33)))

# One child forks a desk for each run, which does what it is told and says what came of it.
FORKER = """
import json, os, sys, traceback
from pathlib import Path
from checkin.core.message import StorageError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee

def say(**told):
    os.write(1, json.dumps(told).encode() + b"\\n")

def work(path, commands):
    event = EventFile.open(Path(path))
    desk = Desk(event, lambda: MORNING, "Accueil 1")
    say(ready=True)
    for line in commands:
        verb, _, number = line.strip().partition(" ")
        try:
            if verb == "scan":
                answer = desk.scan(an_attendee(int(number)).ticket_code)
                say(entry=answer.entry.hex() if answer.entry else "", verdict=answer.verdict, who=int(number))
            elif verb == "look":
                say(trouble=event.guard.trouble)
            elif verb == "right":
                say(right=str(event.guard.repair().kept))
            else:
                event.close()
                say(closed=True)
                return
        except StorageError as error:
            say(refused=str(error))

while path := sys.stdin.readline().strip():
    if (pid := os.fork()) == 0:
        try:
            work(path, iter(sys.stdin.readline, ""))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    say(ended=os.waitstatus_to_exitcode(status))
"""


class DeskOfAChild:
    """A desk in another process; it may die of what is done to its files."""

    def __init__(self) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen([sys.executable, "-u", "-c", FORKER], text=True, bufsize=1, **pipes)
        self.is_alive = False
        self.greens: list[tuple[int, str]] = []
        self.said: list[str] = []

    def open(self, path: Path) -> None:
        self.greens, self.said = [], []
        self.is_alive = "ready" in self.tell(str(path))

    def tell(self, command: str) -> dict:
        self._process.stdin.write(command + "\n")
        answer = json.loads(self._process.stdout.readline())
        if "ended" in answer:
            self.is_alive = False
        if answer.get("verdict") == "admit":
            self.greens.append((answer["who"], answer["entry"]))
        if answer.get("refused") or answer.get("trouble"):
            self.said.append(answer.get("refused") or answer["trouble"])
        return answer

    def close(self) -> None:
        if self.is_alive:
            self.tell("close")
            assert json.loads(self._process.stdout.readline()) == {"ended": 0}
        self.is_alive = False

    def end(self) -> None:
        self._process.communicate("")


class Stranger:
    """Who does something to the files of an event, chosen by `dice`; `did` says what."""

    def __init__(self, path: Path, other: Path, dice: random.Random) -> None:
        self.path, self.other, self.dice = path, other, dice
        self.snapshots: list[list[bytes | None]] = []

    def take_snapshot(self) -> None:
        self.snapshots.append([_content(self._part(end)) for end in ("", "-wal")])

    def act(self) -> str:
        deed = self.dice.choice([self.restore, self.put_other, self.swap, self.cut, self.delete, self.overwrite])
        return f"{deed.__name__} {deed()}"

    def restore(self) -> str:
        main, log = self.dice.choice(self.snapshots)
        with_log, is_moved = self.dice.random() < 0.5, self.dice.random() < 0.5
        self._put("", main, is_moved)
        if with_log and log:
            self._put("-wal", log, is_moved)
        elif self.dice.random() < 0.7:
            self._part("-wal").unlink(missing_ok=True)
            self._part("-shm").unlink(missing_ok=True)
        return f"{with_log=} {is_moved=}"

    def put_other(self) -> str:
        is_moved = self.dice.random() < 0.5
        self._put("", self.other.read_bytes(), is_moved)
        if self.dice.random() < 0.7:
            self._part("-wal").unlink(missing_ok=True)
            self._part("-shm").unlink(missing_ok=True)
        return f"{is_moved=}"

    def swap(self) -> str:
        aside = self.path.with_name("aside")
        os.replace(self.path, aside)
        os.replace(self.other, self.path)
        os.replace(aside, self.other)
        return ""

    def cut(self) -> str:
        part = self._part(self.dice.choice(["", "-wal", "-shm"]))
        if not part.exists():
            return "nothing"
        size = self.dice.randrange(part.stat().st_size + 1)
        os.truncate(part, size)
        return f"{part.suffix} to {size}"

    def delete(self) -> str:
        parts = self.dice.choice([("",), ("-wal",), ("-shm",), ("-wal", "-shm"), ("", "-wal", "-shm")])
        for end in parts:
            self._part(end).unlink(missing_ok=True)
        return str(parts)

    def overwrite(self) -> str:
        part = self._part(self.dice.choice(["", "-wal"]))
        if not part.exists():
            return "nothing"
        with part.open("r+b") as file:
            file.seek(self.dice.randrange(max(1, part.stat().st_size)))
            file.write(self.dice.randbytes(self.dice.choice([1, 100, 10_000])))
        return part.suffix

    def _put(self, end: str, content: bytes, is_moved: bool) -> None:
        target = self._part(end)
        if is_moved:
            new = target.with_name("new")
            new.write_bytes(content)
            os.replace(new, target)
        else:
            target.write_bytes(content)

    def _part(self, end: str) -> Path:
        return self.path.with_name(self.path.name + end)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def make_events(folder: Path) -> tuple[Path, Path]:
    paths = folder / "day.checkin", folder / "other.checkin"
    for path, key in zip(paths, (KEY, OTHER), strict=True):
        event = EventFile.create(path, key)
        event.plan(a_programme(), at=MORNING, desk="d")
        add_people(event, MORNING, *(an_attendee(n) for n in range(1, PEOPLE + 1)))
        event.close()
    return paths


def entries_beside(folder: Path) -> dict[str, list[str]]:
    """Ids of the entries of every file that can be read, by event."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.checkin")):
        with contextlib.suppress(CheckinError), contextlib.closing(EventFile.open(path)) as event:
            found.setdefault(event.key.event, []).extend(e.id.hex() for e in event.journal.everything())
    return found


@pytest.fixture(scope="module")
def children():
    made = [DeskOfAChild()]
    yield made
    for each in made:
        each.end()


@pytest.fixture
def child(children):
    """Another one after a run that failed: that one still waits for what it is told."""
    if children[-1].is_alive:
        children.append(DeskOfAChild())
    return children[-1]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_events(tmp_path_factory.mktemp("made"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork, and files that can be replaced while they are open")
@pytest.mark.parametrize("seed", range(SEED, SEED + RUNS))
def test_what_was_acknowledged_is_kept_whatever_is_done_to_the_files(child, made, tmp_path, seed):
    path, other = (Path(shutil.copy(each, tmp_path)) for each in made)
    untouched = EventFile.open(other).journal.count()
    dice = random.Random(seed)
    stranger = Stranger(path, other, dice)
    child.open(path)
    people = iter(dice.sample(range(1, PEOPLE + 1), PEOPLE))
    stranger.take_snapshot()
    for _ in range(dice.choice([0, 1, 3, 20, 120])):
        child.tell(f"scan {next(people)}")
        if dice.random() < 0.1:
            stranger.take_snapshot()
    before = [entry for _, entry in child.greens]
    did = f"seed {seed}: {stranger.act()}"
    if dice.random() < 0.3:
        child.tell("look")
    for _ in range(dice.choice([1, 2, 10])):
        if child.is_alive:
            child.tell(f"scan {next(people)}")
    is_put_right = bool(child.is_alive and child.said and dice.random() < 0.7)
    if is_put_right:
        assert "right" in child.tell("right"), did
        if before:
            assert child.tell(f"scan {child.greens[0][0]}")["verdict"] == "duplicate", did
        assert "verdict" in child.tell(f"scan {next(people)}"), did
    child.close()
    look_at_the_end(path, child, did, untouched, is_put_right)


def look_at_the_end(path, child, did, untouched, is_put_right):
    green = [entry for _, entry in child.greens]
    people = [who for who, _ in child.greens]
    assert len(set(people)) == len(people), did
    if is_put_right or not child.said:
        event = EventFile.open(path)
        kept = {e.id.hex() for e in event.journal.everything()}
        assert set(green) <= kept, (did, len(green), len(set(green) - kept))
        assert event.key == KEY, did
        arrivals = [e.subject for e in event.journal.everything() if e.kind == "checked_in"]
        assert len(arrivals) == len(set(arrivals)), did
        event.close()
    found = entries_beside(path.parent)
    assert set(green) <= set(found.get(KEY.event, [])), (did, child.said)
    others = found.get(OTHER.event, [])
    assert not others or len(others) % untouched == 0, did
