# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of an open event that somebody asked for: whole, as it is now, and in nobody's place."""

from contextlib import closing
from dataclasses import replace

import pytest

from checkin.core.message import StorageError, UserError
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import save_copy
from checkin.storage.leftover_wal import read_open_copy
from checkin.storage.settings_store import load, save
from tests.builders import an_attendee

ONE = an_attendee(1)


def test_a_copy_has_the_last_arrival_and_is_told_of_nobody(event, desk, tmp_path):
    desk.check_in(ONE.id)
    path = save_copy(event, tmp_path / "Copie du 4 juillet")
    assert path == tmp_path / "Copie du 4 juillet.checkin"
    with closing(EventFile.open(path)) as copy:
        assert copy.journal.everything() == event.journal.everything()
        assert read_open_copy(copy.db) is None
    desk.check_in(an_attendee(2).id)
    assert event.journal.count() > 0


def test_a_copy_meets_no_other_desk_until_somebody_connects_it(event, tmp_path):
    """Opened, it would join the shared folder as the same desk without asking."""
    joined = replace(
        load(event.db), desk="Accueil 3", folder=str(tmp_path / "shared"), hub="postgresql://x", identity="1f"
    )
    save(event.db, joined)
    with closing(EventFile.open(save_copy(event, tmp_path / "copy"))) as copy:
        assert load(copy.db) == replace(joined, folder="", hub="", identity="")
    assert load(event.db) == joined
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.checkin"]


def test_nothing_is_written_in_the_place_of_a_file(event, tmp_path):
    with pytest.raises(UserError, match="already exists"):
        save_copy(event, event.path)
    (tmp_path / "a.checkin").write_text("mine")
    with pytest.raises(UserError, match="already exists"):
        save_copy(event, tmp_path / "a.checkin")
    assert (tmp_path / "a.checkin").read_text() == "mine"


def test_a_folder_that_is_not_there_says_so_and_leaves_nothing(event, tmp_path):
    with pytest.raises(StorageError):
        save_copy(event, tmp_path / "gone" / "a.checkin")
    assert not list(tmp_path.glob("**/a.checkin*"))
