# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at a random moment: no acknowledged scan is missing and the file opens.

`CHECKIN_KILLS` sets the number of runs (300 in the suite). The page cache survives a kill: what this proves is
that the answer comes after the commit and that no half-written state is ever met. Power cuts are `power_cut`'s matter.
"""

import os
import random
import subprocess
import sys
import time
from contextlib import closing

import pytest

from checkin.services.event_file import EventFile
from checkin.storage.leftover_wal import read_closed_state, read_open_copy
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

RUNS = int(os.environ.get("CHECKIN_KILLS", "300"))

# One child forks a scanning grandchild per run, so that a run costs no interpreter start.
FORKER = """
import os, select, signal, sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee

def open_until_killed(path, start, out):
    os.write(out, b"ready\\n")
    for number in range(10_000):
        EventFile.open(Path(path)).close()

def scan_until_killed(path, start, out):
    event = EventFile.open(Path(path))
    desk = Desk(event, lambda: MORNING, "Accueil 1")
    os.write(out, b"ready\\n")
    for number in range(start, start + 10_000):
        answer = desk.scan(an_attendee(1 + number % 50).ticket_code if number % 3 else f"37601234{number}")
        if answer.entry:
            os.write(out, answer.entry.hex().encode() + b"\\n")

for line in sys.stdin:
    task, path, start, least, wait = line.split()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            {"scan": scan_until_killed, "open": open_until_killed}[task](path, int(start), write)
        finally:
            os._exit(1)
    os.close(write)
    got = b""
    while got.count(b"\\n") <= int(least) and (chunk := os.read(read, 65536)):  # ready, and so many scans
        got += chunk
    select.select([], [], [], float(wait))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while chunk := os.read(read, 65536):
        got += chunk
    os.close(read)
    print(" ".join(got.decode().split("\\n")[1:-1]), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_no_acknowledged_scan_is_lost_to_a_kill(tmp_path):
    path = tmp_path / "day.checkin"
    event = EventFile.create(path, KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    add_people(event, MORNING, *(an_attendee(n) for n in range(1, 51)))
    event.close()
    dice = random.Random(2023)
    forker = subprocess.Popen([sys.executable, "-c", FORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    acknowledged, began = 0, time.monotonic()
    for run in range(RUNS):
        forker.stdin.write(f"scan {path} {acknowledged} {dice.randrange(4)} {dice.random() * 0.01}\n")
        forker.stdin.flush()
        promised = forker.stdout.readline().split()
        acknowledged += len(promised)
        missing, problems = look(path, promised, thorough=run % 20 == 0)
        assert not missing, f"run {run}: {missing}"
        assert not problems
    forker.communicate()
    assert acknowledged > RUNS  # the kills fell among scans, not before them
    print(f"{RUNS} kills, {acknowledged} acknowledged scans, {time.monotonic() - began:.0f} s")


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_an_event_whose_opening_or_closing_is_killed_opens_whole_and_is_no_copy(tmp_path):
    path = tmp_path / "day.checkin"
    EventFile.create(path, KEY).close()
    dice, states = random.Random(50), set()
    forker = subprocess.Popen([sys.executable, "-c", FORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for run in range(RUNS):
        forker.stdin.write(f"open {path} 0 0 {dice.random() * 0.03}\n")
        forker.stdin.flush()
        forker.stdout.readline()
        states.add(read_closed_state(path))
        with closing(EventFile.open(path)) as event:
            assert read_open_copy(event.db) is None, f"run {run}"
            assert event.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    forker.communicate()
    assert read_closed_state(path).is_closed
    assert len(states) > 1  # the kills fell into openings and closings


def look(path, promised, *, thorough):
    event = EventFile.open(path)
    missing = [entry for entry in promised if event.journal.entry(bytes.fromhex(entry)) is None]
    problems = event.db.execute("PRAGMA integrity_check").fetchone()[0] if thorough else "ok"
    event.close()
    return missing, problems != "ok"
