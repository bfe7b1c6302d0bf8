# SPDX-License-Identifier: GPL-3.0-or-later
"""An older copy, or another file, that comes in the place of an event file while it is open."""

import os
import sys
from contextlib import closing, contextmanager

from checkin.services.event_file import EventFile
from checkin.storage.copies import copied


def restore(event, copy):
    """What a restore does, or a program that synchronises: the log of the file goes, the older copy comes.

    Windows neither deletes nor replaces files that are open; there it is written into them.
    """
    logs = [event.path.with_name(event.path.name + end) for end in ("-wal", "-shm")]
    if sys.platform == "win32":
        os.truncate(logs[0], 0)
        put_in_place(event, copy)
        return
    for log in logs:
        log.unlink()
    os.replace(copy, event.path)


def put_in_place(event, copy):
    """Give the event file the content of the copy; it stays the same file."""
    with event.path.open("r+b") as file:
        file.write(copy.read_bytes())
        file.truncate()


def look(program, band, qtbot, *, finds):
    """Let the program look at its file until its `band` says what it `finds`: trouble or not. It looks each second;
    while another of its threads writes, an old answer holds.
    """

    def looked():
        program.file_trouble.look()
        return bool(band.text) is finds

    qtbot.waitUntil(looked)


@contextmanager
def writable_copy(event):
    """The event as it is now once more, in memory: what is written to it is not in the file."""
    with closing(copied(event.db)) as db:
        db.conn.execute("PRAGMA query_only = OFF")
        yield EventFile._of(event.path, db, event.guard)
