# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the day for scripts: a real process, a real file, the real clock."""

import json
from datetime import UTC, datetime, timedelta

from checkin.core.programme.programme import Event, Programme, Session
from checkin.services.event_file import EventFile
from tests.builders import KEY, an_attendee
from tests.command_line.test_commands import checkin
from tests.conftest import add_people


def test_one_object_with_all_the_figures_and_no_name(tmp_path):
    path, now = tmp_path / "e.checkin", datetime.now(UTC)
    soon = Session("soon", "Table ronde", now + timedelta(minutes=5), now + timedelta(hours=1), capacity=40)
    event = EventFile.create(path, KEY)
    event.plan(Programme(Event("R", timezone="UTC"), sessions=(soon,)), at=now, desk="d")
    add_people(event, now, *(an_attendee(n, category="presse") for n in range(1, 11)))
    event.close()
    checkin("scan", path, an_attendee(1).ticket_code, "--desk", "Accueil 2")
    done = checkin("live", path)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["arrived"], told["expected"], told["control_point"]) == (1, 10, "accueil")
    assert told["by_desk"] == [{"name": "Accueil 2", "arrived": 1}]
    assert told["by_category"] == [{"name": "presse", "arrived": 1, "expected": 10, "missing": 9}]
    assert told["missing"]["people"] == 9
    assert told["sessions"] == [{"id": "soon", "inside": None, "registered": None, "capacity": 40}]
    assert told["queue"]["people"] == 0
    assert sum(step["arrived"] for step in told["arrivals"]) == 1
    assert "Le Goff" not in done.stdout
