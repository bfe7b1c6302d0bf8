# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty desks as processes, a crowd at each of them, and everything around them fails at random: the program's own
code, real files, a real PostgreSQL or a real folder.

`CHECKIN_PEAKS` sets how many seeds are tried (1 in the suite). A seed is what fails and when; processes are never
twice the same, so it is the name of a run, printed when it fails, and no promise.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import START
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.needs import need
from tests.patience import PATIENCE_S
from tests.sync.at_work import now, until
from tests.sync.desk_process import PEOPLE, acknowledged
from tests.sync.line import CUT, OPEN, SILENT, SLOW, SWALLOWS_ANSWERS, Line
from tests.sync.pg import Meeting

SEEDS = range(int(os.environ.get("CHECKIN_PEAKS", "1")))
DESKS, ARRIVALS, KILLS = 20, 15, 3
CHANGE_S = 0.2
"""Something else fails, or heals, so often."""


class Hub:
    """Reached by each desk over a line of its own, which fails in every way a line can."""

    def __init__(self, meeting, stack):
        self._meeting, self._stack, self._lines, self.addresses = meeting, stack, [], []

    def join(self, name):
        """What leads there from one more desk."""
        cluster = self._meeting.cluster
        line = self._stack.enter_context(Line(cluster.port, cluster.host))
        self._lines.append(line)
        self.addresses.append(self._meeting.address(name, f"{cluster.host}:{line.port}"))
        return self._meeting.peer_at(self.addresses[-1], KEY.event)

    def fail(self, dice):
        dice.choice(self._lines).become(dice.choice([OPEN, OPEN, CUT, SILENT, SWALLOWS_ANSWERS, SLOW]))

    def heal(self):
        for line in self._lines:
            line.become(OPEN)

    def ids(self):
        return {entry for _, entry in self._meeting.places()}


class Folder:
    """Each desk's way to it is a link, which comes and goes."""

    def __init__(self, home):
        self._home, self._folder, self.addresses = home, home / "share", []
        self._folder.mkdir()

    def join(self, name):
        link = self._home / f"{name} share"
        link.symlink_to(self._folder)
        self.addresses.append(str(link))
        return FolderPeer(link, KEY.secret)

    def fail(self, dice):
        link = self._home / os.path.basename(dice.choice(self.addresses))
        if link.is_symlink():
            link.unlink()
        else:
            link.symlink_to(self._folder)

    def heal(self):
        for address in self.addresses:
            with contextlib.suppress(FileExistsError):
                os.symlink(self._folder, address)

    def ids(self):
        found, cursor = set(), START
        with contextlib.closing(FolderPeer(self._folder, KEY.secret)) as peer:
            while (page := peer.pull(cursor)).cursor != cursor:
                found, cursor = found | {entry.id for entry in page.entries if entry}, page.cursor
        return found


@pytest.fixture(params=["hub", "folder"])
def place(request, tmp_path):
    if request.param == "folder":
        need("links")
        yield Folder(tmp_path)
        return
    meeting = Meeting(request.getfixturevalue("cluster"), event=KEY.event)
    with contextlib.closing(meeting), ExitStack() as stack:
        yield Hub(meeting, stack)


def joined(place, path):
    """A desk of the event that has fetched what there is."""
    event = EventFile.create(path, KEY)
    if not place.addresses:
        event.plan(a_programme(), at=MORNING, desk=path.stem)
        add_people(event, MORNING, *(an_attendee(number + 1) for number in range(PEOPLE)))
    with contextlib.closing(place.join(path.stem)) as peer, contextlib.closing(event):
        Exchange(Outbox(event.db, event.journal), peer, now).run_round()
    return path


class Running:
    """A desk's process, which may be killed and started again."""

    def __init__(self, path, address, seed):
        self._path, self._address, self._seed, self._starts = path, address, seed, 0
        self.start()

    def start(self):
        self._starts += 1
        command = ["-m", "tests.sync.desk_process", self._path, self._address, ARRIVALS, f"{self._seed}.{self._starts}"]
        self._process = subprocess.Popen([sys.executable, *map(str, command)])

    def kill(self):
        assert self._process.poll() is None, "it ended by itself"
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @property
    def has_finished(self):
        assert self._process.poll() is None, "it ended by itself"
        return len(acknowledged(self._path)) >= ARRIVALS


@pytest.mark.parametrize("seed", SEEDS)
def test_a_peak_at_twenty_desks_while_everything_fails(place, tmp_path, seed):
    dice = random.Random(seed)
    paths = [joined(place, tmp_path / f"Accueil {number + 1}.checkin") for number in range(DESKS)]
    desks = [Running(*each, f"{seed}.{n}") for n, each in enumerate(zip(paths, place.addresses, strict=True))]
    try:
        kills = [dice.choice(desks) for _ in range(KILLS)]
        while not all(desk.has_finished for desk in desks):
            place.fail(dice)
            if kills and dice.random() < 0.1:
                killed = kills.pop()
                killed.kill()
                killed.start()
            time.sleep(CHANGE_S)
        place.heal()
        until(lambda: len({frozenset(ids_of(path)) for path in paths}) == 1, 2 * PATIENCE_S)
    finally:
        for desk in desks:
            desk.kill()
    agree(paths, place)


def ids_of(path):
    with contextlib.closing(EventFile.open(path)) as event:
        return [entry.id for _, entry in Outbox(event.db, event.journal).since(0, 100_000)]


def agree(paths, place):
    """Every acknowledged entry is on every desk, once, in the same order, with the same counts."""
    green = {entry for path in paths for entry in acknowledged(path)}
    assert len(green) >= DESKS * ARRIVALS
    states = [state_of(path) for path in paths]
    assert all(state == states[0] for state in states)
    everything = [row[0] for row in states[0][0]]
    assert green <= set(everything)
    assert len(everything) == len(set(everything))
    assert place.ids() == set(everything)
    assert states[0][2], "nobody was admitted at two desks: nothing was apart"


def state_of(path):
    """(entries, visits, conflicts), all in order."""
    with contextlib.closing(EventFile.open(path)) as event:
        assert check_file(event).problems == ()
        entries = list(event.db.execute("SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id"))
        visits = list(event.db.execute("SELECT * FROM visits ORDER BY control_point, attendee"))
        conflicts = [conflict.key for conflict in Desk(event, now, path.stem).conflicts.open()]
        return entries, visits, conflicts
