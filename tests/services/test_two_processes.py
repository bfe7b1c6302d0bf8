# SPDX-License-Identifier: GPL-3.0-or-later
"""The same file opened twice on one computer is safe."""

import subprocess
import sys

from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from tests.builders import an_attendee
from tests.conftest import add_people

CHILD = """
import sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING
event = EventFile.open(Path(sys.argv[1]))
desk = Desk(event, lambda: MORNING, sys.argv[2])
sys.stdin.readline()
print(sum(desk.scan(code).verdict == "admit" for code in sys.argv[3].split(",")))
"""


def test_two_windows_on_one_file_admit_everyone_exactly_once(event, clock):
    people = [an_attendee(n) for n in range(100, 220)]
    add_people(event, clock(), *people)
    codes = ",".join(p.ticket_code for p in people)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(event.path), f"Accueil {n}", codes],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in (1, 2)
    ]
    admitted = race(children)
    assert sum(admitted) == len(people)
    again = EventFile.open(event.path)
    arrivals = again.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert len(arrivals) == len({a.subject for a in arrivals}) == len(people)
    again.close()


def race(children):
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    return [int(child.communicate()[0]) for child in children]
