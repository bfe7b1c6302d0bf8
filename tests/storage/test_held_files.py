# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are replaced though Windows refuses it of those that another program holds open, mostly for a moment only; and
what is erased is not in the bytes that were on the disk: another name of the same file shows it."""

import errno
import os
import sys

import pytest

from checkin.core.message import StorageError, UserError
from checkin.documents.atomic_write import write_file_atomically
from checkin.storage import journal_purge, regular_files
from checkin.storage.database import back_up
from checkin.storage.journal_purge import erase_file, erase_files, erase_folder, event_file_parts
from checkin.storage.regular_files import WAITS_S, remove_path, replace_path, retry_while_held
from checkin.storage.rescue import put_back
from tests.holding import HOLDS


@pytest.fixture
def waits(monkeypatch):
    """The waits between the tries; none takes any time."""
    waited = []
    monkeypatch.setattr(regular_files.time, "sleep", waited.append)
    return waited


def held(code=32):
    error = PermissionError(errno.EACCES, "in use")
    error.winerror = code
    return error


def refusing(times, error):
    """Work that is refused so many times."""
    left = [error] * times

    def work():
        if left:
            raise left.pop()
        return "done"

    return work


@pytest.mark.parametrize("code", [5, 32, 33])
def test_what_is_held_for_a_moment_is_tried_again(waits, code):
    assert retry_while_held(refusing(3, held(code))) == "done"
    assert waits == list(WAITS_S[:3])
    with pytest.raises(PermissionError):
        retry_while_held(refusing(100, held(code)))
    assert 2 <= sum(waits[3:]) < 4


NO_RIGHT = pytest.param(
    PermissionError(errno.EACCES, "no"),
    marks=pytest.mark.skipif(sys.platform == "win32", reason="there it means that another program has the file open"),
)


@pytest.mark.parametrize("error", [FileExistsError(errno.EEXIST, "there"), FileNotFoundError(), held(3), NO_RIGHT])
def test_any_other_refusal_is_told_at_once(waits, error):
    with pytest.raises(type(error)):
        retry_while_held(refusing(1, error))
    assert waits == []


def test_an_export_takes_the_place_of_one_that_somebody_reads_at_this_moment(tmp_path, monkeypatch):
    path = tmp_path / "presence.csv"
    path.write_bytes(b"before")
    reading = path.open("rb")
    monkeypatch.setattr(regular_files.time, "sleep", lambda _seconds: reading.close())
    write_file_atomically(path, b"after")
    assert reading.closed == (sys.platform == "win32")
    reading.close()
    assert path.read_bytes() == b"after"


@pytest.mark.parametrize("work", [remove_path, erase_file, lambda path: erase_files([path])])
def test_a_file_that_is_held_for_a_moment_goes(tmp_path, hold, work):
    path = tmp_path / "liste.csv"
    path.write_bytes(b"names")
    hold(path)
    work(path)
    assert not path.exists()


def test_a_file_that_is_held_for_good_is_told_to_be_open(tmp_path, hold):
    path = tmp_path / "liste.csv"
    path.write_bytes(b"names")
    hold(path, for_good=True)
    if HOLDS:
        with pytest.raises(UserError, match="it may be open in another window"):
            erase_files([path])
    assert path.exists() == HOLDS or erase_files([path])


@pytest.mark.parametrize("held_one", ["new", "old"])
def test_a_file_is_replaced_though_one_of_the_two_is_held_for_a_moment(tmp_path, hold, held_one):
    for name in ("new", "old"):
        (tmp_path / name).write_text(name)
    hold(tmp_path / held_one)
    replace_path(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"


def test_a_backup_takes_the_place_of_one_that_is_held(event, tmp_path, hold):
    target = tmp_path / "copie.checkin"
    target.write_bytes(b"an earlier one")
    hold(target)
    back_up(event.db, target)
    assert target.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("for_good", [False, True])
def test_old_bytes_in_a_backup_that_is_held_go_now_or_when_the_event_is_next_opened(event, hold, for_good):
    backup = event.path.with_name(f"{event.path.stem}.schema-9.backup.checkin")
    backup.write_bytes(b"names")
    hold(backup, for_good)
    is_left = for_good and HOLDS
    assert (journal_purge.remove_old_bytes(event.db), backup.exists()) == (not is_left, is_left)


@pytest.fixture
def files(tmp_path):
    """An event file with its log, and a rescue copy."""
    path, log, copy = (tmp_path / name for name in ("rencontre.checkin", "rencontre.checkin-wal", "copie"))
    for each in (path, log, copy):
        each.write_text(each.name)
    return path, log, copy


@pytest.mark.parametrize("held_one", [0, 1, 2])
def test_a_rescue_copy_takes_the_place_of_an_event_file_that_is_held_for_a_moment(files, hold, held_one):
    path, log, copy = files
    hold(files[held_one])
    kept = put_back(copy, path)
    assert (path.read_text(), kept.read_text(), log.exists()) == ("copie", "rencontre.checkin", False)


def test_a_rescue_copy_that_cannot_take_its_place_leaves_all_where_it_was(files, tmp_path, hold):
    path, log, copy = files
    if HOLDS:
        hold(copy, for_good=True)
    else:
        copy.unlink()
    with pytest.raises(StorageError):
        put_back(copy, path)
    assert (path.read_text(), log.read_text()) == ("rencontre.checkin", "rencontre.checkin-wal")
    assert {each.name for each in tmp_path.iterdir()} - {"copie"} == {path.name, log.name}


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
