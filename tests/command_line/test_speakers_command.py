# SPDX-License-Identifier: GPL-3.0-or-later
"""The speakers board for scripts: a real process, a real file, the real clock."""

import json
from datetime import UTC, datetime, timedelta

from checkin.core.programme.programme import Event, Programme, Session, Speaker
from checkin.services.event_file import EventFile
from tests.builders import KEY, an_attendee
from tests.command_line.test_commands import checkin
from tests.conftest import add_people


def test_one_line_a_speaker_the_missing_first(tmp_path):
    path, now = tmp_path / "e.checkin", datetime.now(UTC)
    soon = Session("soon", "Table ronde", now + timedelta(minutes=20), now + timedelta(hours=1))
    speakers = (
        Speaker("later/1", "Zoé Ba", "Élue", "Ville", "later", is_confirmed=False),
        Speaker("soon/1", "LE GOFF-1 Éléonore", "", "", "soon", replaces="Max Roy"),
    )
    event = EventFile.create(path, KEY)
    event.plan(Programme(Event("R"), sessions=(soon,), speakers=speakers), at=now, desk="d")
    add_people(event, now, an_attendee(1))
    event.close()
    told = checkin("speakers", path)
    assert (told.returncode, told.stderr) == (1, "")
    first, second = map(json.loads, told.stdout.splitlines())
    assert (first["id"], first["state"], first["minutes"], first["is_alert"]) == ("soon/1", "missing", 20, True)
    assert (first["attendee"], first["replaces"]) == (an_attendee(1).id, "Max Roy")
    assert (second["state"], second["minutes"], second["attendee"]) == ("to_confirm", None, None)
    checkin("scan", path, an_attendee(1).ticket_code)
    told = checkin("speakers", path)
    assert told.returncode == 0
    arrived = json.loads(told.stdout.splitlines()[1])
    assert (arrived["state"], arrived["desk"]) == ("arrived", "CLI")
    assert arrived["arrived_at"].startswith(f"{datetime.now():%Y-}")
