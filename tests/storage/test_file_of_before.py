# SPDX-License-Identifier: GPL-3.0-or-later
"""An event file written before modules, classes and functions were renamed: none of their names is kept in it."""

import json
import shutil
from pathlib import Path

import pytest

from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from checkin.storage import settings_store
from tests.builders import MORNING, an_attendee

KEPT = Path(__file__).parent.parent / "data" / "before_the_renaming"


@pytest.fixture
def told():
    """What the program that wrote the file read in it."""
    return json.loads((KEPT / "told.json").read_text("utf-8"))


@pytest.fixture
def kept(tmp_path):
    """A copy: opening a file may bring it up to date."""
    event = EventFile.open(Path(shutil.copy(KEPT / "rencontre.checkin", tmp_path)))
    yield event
    event.close()


def test_every_entry_is_read_as_it_was_written(kept, told):
    read = [[e.id.hex(), str(e.kind), e.subject, e.desk, e.body] for e in kept.journal.everything()]
    assert read == told["entries"]


def test_the_settings_of_the_computer_and_of_its_kiosk_are_those_of_before(kept, told):
    found = json.loads(json.dumps(settings_store.to_plain(settings_store.load(kept.db))))
    assert {name: found[name] for name in told["settings"]} == told["settings"]
    kiosk = settings_store.load_kiosk(kept.db)
    assert [str(kiosk.is_open), str(kiosk.greeting)] == told["kiosk"]


def test_the_desk_goes_on_with_it(kept):
    desk = Desk(kept, lambda: MORNING, "Accueil 1")
    assert [desk.scan(an_attendee(n).ticket_code).reason for n in (2, 3, 4)] == [
        "already_arrived",
        "welcome",
        "welcome",
    ]
    assert [who.name for who in Supervision(kept, desk).supervisors()] == ["Claire"]
