# SPDX-License-Identifier: GPL-3.0-or-later
"""What is erased is not in the bytes that were on the disk: another name of the same file shows it."""

import os
import sys

import pytest

from checkin.core.message import UserError
from checkin.storage.journal_purge import erase_files, erase_folder, event_file_parts

SECRET = b"Zephyrine Quillevere"


def test_the_bytes_go_before_the_name(tmp_path):
    path, other = tmp_path / "file", tmp_path / "same"
    path.write_bytes(SECRET * 100_000)
    os.link(path, other)
    assert erase_files([path, tmp_path / "gone"]) == 1
    assert not path.exists()
    assert other.read_bytes() == bytes(len(SECRET) * 100_000)


def test_an_event_goes_with_what_is_beside_it_and_nothing_else(event):
    folder = event.path.parent
    (folder / "rencontre.schema-9.backup.checkin").write_bytes(SECRET)
    for other in ("rencontre2.checkin", "rencontre.xlsx", "autre.schema-9.backup.checkin"):
        (folder / other).write_bytes(SECRET)
    found = {path.name for path in event_file_parts(event.path)}
    assert {"rencontre.checkin", "rencontre.checkin-wal", "rencontre.schema-9.backup.checkin"} <= found
    event.close()
    erase_files(event_file_parts(event.path))
    left = {path.name for path in folder.iterdir()}
    assert left == {"rencontre2.checkin", "rencontre.xlsx", "autre.schema-9.backup.checkin"}


@pytest.mark.needs("links")
def test_a_folder_goes_and_what_a_link_leads_to_stays(tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(SECRET)
    folder = tmp_path / "own" / "below"
    folder.mkdir(parents=True)
    (folder / "log").write_bytes(SECRET)
    (folder / "link").symlink_to(outside)
    assert erase_folder(tmp_path / "own") == 2
    assert not (tmp_path / "own").exists()
    assert outside.read_bytes() == SECRET


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may do everything")
def test_a_file_that_is_not_ours_is_a_sentence(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(SECRET)
    path.chmod(0o400)
    with pytest.raises(UserError):
        erase_files([path])


def test_what_is_no_file_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match="cannot be removed"):
        erase_files([tmp_path])
