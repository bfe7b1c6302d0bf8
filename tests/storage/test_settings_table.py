# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.services.event_file import EventFile
from checkin.storage.settings_store import EXPORTED, noted
from checkin.storage.sqlite_library import Setting, put_setting_rows, settings_with_prefix
from tests.builders import KEY


@pytest.fixture
def db(tmp_path):
    event = EventFile.create(tmp_path / "a.checkin", KEY)
    yield event.db
    event.close()


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
