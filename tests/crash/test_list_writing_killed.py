# SPDX-License-Identifier: GPL-3.0-or-later
"""The program is killed while it writes a list: the event has all of the list or nothing of it, and every arrival."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import preview_list
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.lists import a_list

PEOPLE = 1_500
CHILD = """
import os, sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import preview_list
from tests.builders import MORNING, an_attendee

path, source = map(Path, sys.argv[1:])
event = EventFile.open(path)
desk = Desk(event, lambda: MORNING, "Accueil 2")
left = iter(range(1, 100))

def report(done, total):
    number = next(left)
    answer = desk.scan(an_attendee(number).ticket_code) if number <= 3 else None  # locked after that
    os.write(1, f"{done} {number if answer and answer.entry else 0}\\n".encode())
    sys.stdin.readline()

ListWriting(path, preview_list(event, source), MORNING, "Accueil 1").run(report)
os.write(1, b"written\\n")
"""


@pytest.mark.parametrize("reports", [0, 1, 3, 4, 5, 7, 9, 99])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9")
def test_all_of_the_list_or_nothing_of_it(tmp_path, reports):
    path = tmp_path / "event.checkin"
    with closing(EventFile.create(path, KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="d")
        add_people(event, MORNING, *(an_attendee(n) for n in range(1, 41)))
    source = a_list(tmp_path, *(f"Zoé {n};Durand {n};Région;z{n}@x.example;;;;" for n in range(PEOPLE)))
    arrived, is_written = killed_after(reports, path, source)
    with closing(EventFile.open(path)) as event:
        assert event.attendees.count() == 40 + (PEOPLE if is_written else 0)
        assert len({visit.attendee for visit in event.attendees.visits()}) == arrived
        ListWriting(path, preview_list(event, source), MORNING, "Accueil 1").run()
        assert event.attendees.count() == 40 + PEOPLE
        assert len(event.attendees.search("durand", 2 * PEOPLE)) == PEOPLE


def killed_after(reports, path, source):
    """Return how many arrivals were acknowledged, and whether the list was."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(source)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
    ) as child:
        arrived = 0
        for line in child.stdout:
            if line == "written\n":
                return arrived, True
            arrived += line.split()[1] != "0"
            if reports == 0:
                child.send_signal(signal.SIGKILL)
                return arrived, False
            reports -= 1
            child.stdin.write("\n")
            child.stdin.flush()
    raise AssertionError("the child ended by itself")
