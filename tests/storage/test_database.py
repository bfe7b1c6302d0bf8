# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sqlite3 as plain_sqlite
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from checkin.core.entries import EntryKind
from checkin.core.message import StorageError, UserError
from checkin.services.event_file import EventFile
from checkin.storage import database, migrations, regular_files
from checkin.storage import schema as schema_module
from checkin.storage.migrations import NAMES, applied, pending
from checkin.storage.schema import m0001_event_file, schema
from checkin.storage.sqlite_library import Database, sqlite3
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people


def test_a_new_event_is_durable_and_marked_as_ours(tmp_path):
    db = database.create(tmp_path / "a.checkin", KEY)
    assert db.conn.execute("PRAGMA synchronous").fetchone()[0] == 2
    sound = regular_files.wal_is_sound(sqlite3.sqlite_version_info)
    assert db.conn.execute("PRAGMA journal_mode").fetchone()[0] == ("wal" if sound else "truncate")
    db.close()
    assert database.event_key(database.open_event(tmp_path / "a.checkin")) == KEY


@pytest.mark.parametrize(
    ("version", "is_sound"),
    [((3, 46, 1), False), ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True)],
)
def test_wal_is_used_only_where_its_reset_race_is_mended(version, is_sound):
    assert regular_files.wal_is_sound(version) is is_sound


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / "a.checkin"
    path.write_text("mine")
    with pytest.raises(UserError, match="already exists"):
        database.create(path, KEY)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"SQLite format 3\0" + b"\0" * 100])
def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "a.checkin"
    path.write_bytes(content)
    with pytest.raises((UserError, StorageError), match=r"a\.checkin|event file"):
        database.open_event(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "a.checkin"
    other = plain_sqlite.connect(path)
    other.execute("CREATE TABLE journal (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="not a Checkin event"):
        database.open_event(path)
    assert path.read_bytes() == before


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"“gone\.checkin” cannot be found"):
        database.open_event(tmp_path / "gone.checkin")


@pytest.fixture
def newer_program(monkeypatch):
    """A program with a second migration, which writes a setting; its block ends with it."""

    @contextmanager
    def run():
        both = Migrations("checkin")
        both(name=NAMES[0])(m0001_event_file)

        @both()
        def m0002_invented(db):
            db.conn.execute("INSERT INTO settings VALUES ('invented', 'yes')")

        with monkeypatch.context() as patched:
            patched.setattr(schema_module, "schema", both)
            patched.setattr(migrations, "NAMES", (*NAMES, "m0002_invented"))
            yield

    return run


def settings_of(path):
    with closing(Database(plain_sqlite_connection(path))) as db:
        return applied(db), db.execute("SELECT value FROM settings WHERE name = 'invented'").fetchall()


def test_a_file_that_lacks_a_migration_is_backed_up_and_migrated(tmp_path, newer_program):
    path = tmp_path / "a.checkin"
    database.create(path, KEY).close()
    with newer_program():
        db = database.open_event(path)
        assert not pending(db)
        db.close()
        database.open_event(path).close()
    assert settings_of(path) == ([*NAMES, "m0002_invented"], [("yes",)])
    assert settings_of(tmp_path / "a.schema-1.backup.checkin") == ([*NAMES], [])
    assert len(list(tmp_path.glob("*.backup.checkin"))) == 1


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, newer_program):
    path = tmp_path / "a.checkin"
    db = database.create(path, KEY)
    db.execute("INSERT INTO settings VALUES ('invented', 'taken')")
    db.close()
    with newer_program(), pytest.raises(StorageError):
        database.open_event(path)
    assert settings_of(path) == ([*NAMES], [("taken",)])


def test_a_file_of_a_newer_program_is_refused_and_unchanged(tmp_path, newer_program):
    path = tmp_path / "a.checkin"
    with newer_program():
        database.create(path, KEY).close()
    before = settings_of(path)
    with pytest.raises(UserError, match="newer version"):
        database.open_event(path)
    assert settings_of(path) == before


def test_the_names_of_the_migrations_are_known_without_loading_them():
    assert [each.name for each in schema.pending(sqlite_utils.Database(memory=True))] == list(NAMES)


def plain_sqlite_connection(path):
    return sqlite3.connect(str(path), isolation_level=None)


def test_the_journal_cannot_be_edited(event):
    replaced = "REPLACE INTO journal SELECT id, kind, subject, desk, at, '{}', NULL FROM journal"
    for sql in ("UPDATE journal SET body = '{}'", "DELETE FROM journal", "UPDATE journal SET id = x'00'", replaced):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            event.db.conn.execute(sql)
    event.db.conn.execute("UPDATE journal SET position = 1")


def test_the_journal_cannot_be_edited_through_a_new_connection_either(event):
    event.relock()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        event.db.conn.execute("REPLACE INTO journal SELECT id, kind, subject, desk, at, '{}', NULL FROM journal")


def test_a_write_that_fails_leaves_nothing(event):
    before = event.journal.count()

    def fail_half_way():
        with database.transaction(event.db):
            event.journal.append(EntryKind.UNDONE, "x", {}, at=MORNING, desk="d")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert event.journal.count() == before
    assert not event.db.conn.in_transaction


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no read-only folders of this kind")
@pytest.mark.parametrize("of_the_folder", [0o555, 0o777])
def test_what_another_account_may_not_write_gets_a_sentence_and_is_left_alone(open_folder, of_the_folder):
    """In a folder that all may write to, a log of that account would keep the owner out."""
    folder = open_folder / "ro"
    folder.mkdir()
    database.create(folder / "a.checkin", KEY).close()
    database.create(open_folder / "b.checkin", KEY).close()
    script = (
        "import os, sys; from pathlib import Path; from checkin.storage import database\n"
        "from checkin.core.message import StorageError\n"
        "if os.geteuid() == 0:\n"
        "    database.open_event(Path(sys.argv[2])).close()  # imports what a folder of root's hides from others\n"
        "    os.setgid(65534); os.setuid(65534)\n"
        "try: database.open_event(Path(sys.argv[1]))\n"
        "except StorageError as e: print(e)\n"
    )
    (folder / "a.checkin").chmod(0o444)
    folder.chmod(of_the_folder)
    command = [sys.executable, "-c", script, str(folder / "a.checkin"), str(open_folder / "b.checkin")]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "cannot be written: nothing was saved" in said.stdout, said.stderr
    assert not list(folder.glob("*-wal"))


def test_a_damaged_file_gets_a_sentence_not_a_traceback(tmp_path, event, desk):
    path = event.path
    event.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    event.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"damaged|nothing was saved"):
        database.open_event(path)


def test_a_backup_is_whole_and_readable_on_its_own(event, tmp_path):
    target = database.back_up(event.db, tmp_path / "copy.checkin")
    assert not target.with_name("copy.checkin.part").exists()
    copy = database.open_event(target)
    assert copy.execute("SELECT count(*) FROM journal").fetchone()[0] == event.journal.count()
    copy.close()


def test_an_event_that_could_not_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "prepare", lambda db: db.conn.execute("PRAGMA max_page_count = 2"))
    with pytest.raises(StorageError, match="disk is full"):
        database.create(tmp_path / "a.checkin", KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of the folder there")
def test_event_files_are_the_account_s_own(tmp_path):
    def others_may(path):
        return path.stat().st_mode & 0o077

    event = EventFile.create(tmp_path / "a.checkin", KEY)
    add_people(event, MORNING, an_attendee(1))
    database.back_up(event.db, tmp_path / "copy.checkin")
    parts = list(tmp_path.iterdir())
    assert {part.suffix for part in parts} == {".checkin", ".checkin-wal", ".checkin-shm"}
    assert not any(map(others_may, parts))
    event.close()
    (tmp_path / "a.checkin").chmod(0o644)
    opened = EventFile.open(tmp_path / "a.checkin")
    assert not any(map(others_may, tmp_path.iterdir()))
    opened.close()
