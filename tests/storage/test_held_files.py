# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows refuses to replace a file that another program holds open: mostly for a moment only."""

import errno
import sys

import pytest

from checkin.documents.atomic_write import write_file_atomically
from checkin.storage import held_files
from checkin.storage.held_files import WAITS_S, retry_while_held


@pytest.fixture
def waits(monkeypatch):
    """The waits between the tries; none takes any time."""
    waited = []
    monkeypatch.setattr(held_files.time, "sleep", waited.append)
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


def test_what_stays_held_is_told_in_the_end(waits):
    with pytest.raises(PermissionError):
        retry_while_held(refusing(100, held()))
    assert 2 <= sum(waits) < 4


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), FileNotFoundError(), held(3)])
def test_any_other_refusal_is_told_at_once(waits, error):
    with pytest.raises(type(error)):
        retry_while_held(refusing(1, error))
    assert waits == []


def test_an_export_takes_the_place_of_one_that_somebody_reads_at_this_moment(tmp_path, monkeypatch):
    path = tmp_path / "presence.csv"
    path.write_bytes(b"before")
    reading = path.open("rb")
    monkeypatch.setattr(held_files.time, "sleep", lambda _seconds: reading.close())
    write_file_atomically(path, b"after")
    assert reading.closed == (sys.platform == "win32")
    reading.close()
    assert path.read_bytes() == b"after"
