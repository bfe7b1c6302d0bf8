# SPDX-License-Identifier: GPL-3.0-or-later
"""Event files with damage anywhere: every command says what it finds in sentences and ends with its exit code.

`CHECKIN_DAMAGES` sets the number of random cases, `CHECKIN_SEED` the first of their seeds, which are in every failure.
"""

import os
import random
import shutil
from contextlib import closing

import pytest

from checkin.command_line.main import main
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.privacy import a_day

CASES = int(os.environ.get("CHECKIN_DAMAGES", "40"))
SEED = int(os.environ.get("CHECKIN_SEED", "2023"))
PAGE = 4096
CODE = an_attendee(1).ticket_code


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    clock = FakeClock(MORNING)
    event = EventFile.create(tmp_path_factory.mktemp("sound") / "day.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    add_people(event, MORNING, *(an_attendee(n) for n in range(1, 60)))
    a_day(event, Desk(event, clock, "Accueil 1"), clock)
    event.close()
    return event.path


@pytest.fixture
def path(sound, tmp_path):
    return shutil.copy(sound, tmp_path / "day.checkin")


def run(command, path, tmp_path, qapp):
    out = tmp_path / "out.csv"
    out.unlink(missing_ok=True)
    arguments = {
        "check": ["check", path],
        "rebuild": ["check", path, "--rebuild"],
        "export": ["export", path, out],
        "scan": ["scan", path, CODE],
        "purge": ["purge", path],
    }[command]
    return main([*map(str, arguments), "--language", "en"])


COMMANDS = ("check", "export", "scan", "purge", "rebuild")


def damage(path, dice):
    """A page somewhere, and what is done to it."""
    size = path.stat().st_size
    deed = dice.choice(["bit", "bytes", "zeros", "cut", "letter"])
    at = dice.randrange(size)
    with path.open("r+b") as file:
        if deed == "cut":
            file.truncate(at)
            return f"cut to {at}"
        file.seek(at)
        before = file.read(dice.choice([1, 8, 300]))
        new = {
            "bit": bytes([before[0] ^ (1 << dice.randrange(8))]),
            "bytes": dice.randbytes(len(before)),
            "zeros": bytes(len(before)),
            "letter": b"\xff",
        }[deed]
        file.seek(at)
        file.write(new)
    return f"{deed} at {at} (page {at // PAGE + 1})"


@pytest.mark.parametrize("seed", range(SEED, SEED + CASES))
def test_no_damage_ends_a_command_in_anything_but_a_sentence(path, tmp_path, qapp, capsys, seed):
    did = damage(path, random.Random(seed))
    for command in COMMANDS:
        work = shutil.copy(path, tmp_path / "work.checkin")
        code = run(command, work, tmp_path, qapp)
        told = capsys.readouterr()
        assert code in range(5), (seed, did, command)
        assert code in (0, 1) or told.err.strip(), (seed, did, command)
        assert "Traceback" not in told.err, (seed, did, command)
        for end in ("", "-wal", "-shm"):
            work.with_name(work.name + end).unlink(missing_ok=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_schema_that_sqlite_quotes_is_a_sentence(path, tmp_path, qapp, capsys, command):
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"CREATE TABLE attendees", b"CREATE TABLE\xa0attendees"))
    assert path.read_bytes() != whole
    assert run(command, path, tmp_path, qapp) in (1, 2, 4)
    assert "damaged" in capsys.readouterr().err


def edit(path, sql, *arguments):
    """As somebody does with a SQLite tool."""
    with closing(EventFile.open(path)) as event:
        event.db.conn.execute("PRAGMA ignore_check_constraints = ON")
        guards = [row[0] for row in event.db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for name in ("journal_is_append_only", "journal_keeps_everything"):
            event.db.conn.execute(f"DROP TRIGGER {name}")
        event.db.conn.execute(sql, arguments)
        for guard in guards[-3:]:
            if "append-only" in guard:
                event.db.conn.execute(guard)


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"first_name": 3}', "\udcff"])
def test_the_row_of_a_person_that_cannot_be_read_is_told_and_made_anew(path, tmp_path, qapp, capsys, body):
    text = body.encode("utf-8", "surrogateescape")
    edit(path, "UPDATE attendees SET body = CAST(? AS TEXT) WHERE id = ?", text, an_attendee(1).id)
    assert run("check", path, tmp_path, qapp) == 1
    assert "“attendees”" in capsys.readouterr().err
    assert run("export", path, tmp_path, qapp) in (0, 4)
    assert run("rebuild", path, tmp_path, qapp) == 0
    assert run("export", path, tmp_path, qapp) == 0


def test_a_table_of_merges_that_cannot_be_read_is_told_and_made_anew(path, tmp_path, qapp, capsys):
    edit(path, "INSERT INTO merged VALUES (CAST(? AS TEXT), 'x')", b"\xff")
    assert run("check", path, tmp_path, qapp) == 1
    assert "“merged”" in capsys.readouterr().err
    assert run("rebuild", path, tmp_path, qapp) == 0
    assert run("check", path, tmp_path, qapp) == 0


def test_a_text_that_cannot_be_read_is_not_taken_for_one_that_looks_like_it(path, tmp_path, qapp, capsys):
    """The list was read in a wrong encoding: its sign for a lost letter is a letter of the journal."""
    with closing(EventFile.open(path)) as event:
        add_people(event, MORNING, an_attendee(70, last_name="Lef\ufffdvre"))
    edit(path, "UPDATE attendees SET body = CAST(replace(CAST(body AS BLOB), ?, ?) AS TEXT) WHERE body GLOB '*Lef*'",
         "\ufffd".encode(), b"\xff")  # fmt: skip
    assert run("check", path, tmp_path, qapp) == 1
    assert "“attendees”" in capsys.readouterr().err


def test_an_entry_that_cannot_be_read_is_told_by_its_place(path, tmp_path, qapp, capsys):
    edit(path, "UPDATE journal SET body = '{' WHERE id = (SELECT min(id) FROM journal)")
    assert run("check", path, tmp_path, qapp) == 1
    told = capsys.readouterr()
    assert "Damaged entries in the journal: 1, at positions 1" in told.err
    assert run("export", path, tmp_path, qapp) == 4
    assert run("rebuild", path, tmp_path, qapp) == 1
