# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.kiosk.kiosk_answers import GreetingStyle, KioskSettings
from checkin.services.event_file import EventFile
from checkin.storage import settings_store, usb_drive_store
from checkin.storage.connection import transaction
from checkin.storage.journal_purge import delivered_purge, note_purge_delivered
from checkin.storage.rehearsal_file import note_rehearsal_folder
from checkin.storage.settings_store import EXPORTED, note, noted
from checkin.storage.settings_table import Setting, put_setting_rows, setting_rows, settings_with_prefix
from tests.builders import KEY, MORNING


@pytest.fixture
def db(tmp_path):
    event = EventFile.create(tmp_path / "a.checkin", KEY)
    yield event.db
    event.close()


def _stored(db):
    return dict(setting_rows(db))


def test_what_is_stored_is_what_older_versions_read(db, tmp_path):
    settings_store.save_kiosk(db, KioskSettings(True, GreetingStyle.FULL))
    note(db, EXPORTED, "17")
    session = settings_store.begin_session(db)
    usb_drive_store.save(db, "CLÉ", MORNING, 3)
    note_rehearsal_folder(db, tmp_path)
    with transaction(db):
        note_purge_delivered(db, "folder:/x", b"\x01\xff")
    stored = _stored(db)
    assert stored["kiosk"] == '{"is_open": true, "greeting": "full"}'
    assert stored["exported_at_place"] == '"17"'
    assert stored["processes"] == f'["{session}"]'
    assert stored["key_visits"] == f'[{{"key": "CL\\u00c9", "at": "{MORNING.isoformat()}", "told": 3}}]'
    assert stored[f"practice_in:{tmp_path}"] == "true"
    assert stored["purge_told:folder:/x"] == '"01ff"'
    assert stored["is_marked_while_open"] == "true"
    assert stored["opened_as"] == str(db.path.stat().st_ino)
    assert delivered_purge(db, "folder:/x") == b"\x01\xff"


def test_a_value_that_cannot_be_read_is_none_but_set(db):
    put_setting_rows(db, [(EXPORTED.name, "{")])
    assert (EXPORTED.read(db), EXPORTED.is_set(db), noted(db, EXPORTED)) == (None, True, "")
    EXPORTED.remove(db)
    assert not EXPORTED.is_set(db)


def test_a_value_that_is_there_already_is_not_written_again(db):
    Setting("a").write(db, [1])
    before = db.conn.total_changes
    Setting("a").write(db, [1])
    assert db.conn.total_changes == before
    Setting("a").write(db, [2])
    assert Setting("a").read(db) == [2]


def test_settings_are_found_by_the_beginning_of_their_names(db):
    for name in ("in:b", "in:a", "i", "xin:"):
        Setting(name).write(db, True)
    assert settings_with_prefix(db, "in:") == [Setting("in:a"), Setting("in:b")]
