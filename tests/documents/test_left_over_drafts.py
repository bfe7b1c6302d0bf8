# SPDX-License-Identifier: GPL-3.0-or-later
"""What a killed program had begun to write does not stay: people may be in it."""

import os
import time

from checkin.documents.atomic_write import LEFT_OVER_S, draft_of_files, new_draft, write_file_atomically


def left(folder, age):
    """A folder of drafts and a draft of one file, so many seconds old."""
    drafts, draft = new_draft(folder), new_draft(folder)
    drafts.mkdir()
    (drafts / "out.csv").write_bytes(b"Goff")
    draft.write_bytes(b"Goff")
    for each in (drafts, draft):
        os.utime(each, (time.time() - age,) * 2)
    return {drafts, draft}


def test_the_next_file_in_the_folder_removes_it(tmp_path):
    left(tmp_path, LEFT_OVER_S + 60)
    with draft_of_files(tmp_path / "new.csv") as draft:
        draft.write_bytes(b"a")
    assert {each.name for each in tmp_path.iterdir()} == {"new.csv"}
    left(tmp_path, LEFT_OVER_S + 60)
    write_file_atomically(tmp_path / "new.csv", b"b")
    assert {each.name for each in tmp_path.iterdir()} == {"new.csv"}


def test_what_is_being_written_stays_and_so_does_what_is_not_ours(tmp_path):
    now = left(tmp_path, 60)
    foreign = tmp_path / ".0a.part"
    foreign.write_bytes(b"x")
    os.utime(foreign, (0, 0))
    write_file_atomically(tmp_path / "new.csv", b"b")
    assert {*tmp_path.iterdir()} == {*now, foreign, tmp_path / "new.csv"}
