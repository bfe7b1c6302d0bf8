# SPDX-License-Identifier: GPL-3.0-or-later
"""No file that is written takes the place of an event, whatever it is called, or of what lies beside one."""

import pytest

from checkin.core.message import UserError
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.storage import regular_files
from tests.builders import KEY


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
@pytest.mark.parametrize("name", ["e.checkin", "E.CHECKIN", "e.pdf", "e"])
@pytest.mark.parametrize("mode", ["WAL", "TRUNCATE"])
def test_nothing_is_written_over_an_open_event(tmp_path, monkeypatch, mode, name, end):
    monkeypatch.setattr(regular_files, "wal_is_sound", lambda _: mode == "WAL")
    event = EventFile.create(tmp_path / name, KEY)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(UserError, match="event"):
        write_file_atomically(tmp_path / (name + end), b"%PDF")
    assert {path.name for path in tmp_path.iterdir()} == before
    event.close()
    EventFile.open(tmp_path / name).close()


def test_nor_over_one_that_is_not_open(tmp_path):
    EventFile.create(tmp_path / "e.checkin", KEY).close()
    with pytest.raises(UserError, match="event"):
        write_file_atomically(tmp_path / "e.checkin", b"%PDF")
    EventFile.open(tmp_path / "e.checkin").close()


@pytest.mark.parametrize("name", ["list", "list.txt", "list.pdf.txt"])
def test_a_file_is_called_what_it_is(tmp_path, name):
    with pytest.raises(UserError, match=r"\.pdf"):
        write_file_atomically(tmp_path / name, b"%PDF", ".pdf")
    assert list(tmp_path.iterdir()) == []
    write_file_atomically(tmp_path / "LIST.PDF", b"%PDF", ".pdf")
    assert (tmp_path / "LIST.PDF").read_bytes() == b"%PDF"
