# SPDX-License-Identifier: GPL-3.0-or-later
"""A purge removes what the program left beside the event and its exports, and names what it could not look at."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from checkin.command_line.main import main
from checkin.core.message import fill_message
from checkin.core.supervisor import Authority
from checkin.documents.atomic_write import (
    LEFT_OVER_S,
    is_draft,
    new_draft,
    remove_dead_drafts,
    temporary_folder,
    write_file_atomically,
)
from checkin.paths import app_folder
from checkin.services.computer.app_data import RecentEvents
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.privacy.purge_day import export_folders, note_folder
from checkin.storage.database import back_up
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

WHY = Authority("Accueil 1", "Quatorze jours après")
KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from checkin.core.export_columns import ExportOptions
from checkin.core.progress import WHOLE
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import ExportOrder
from checkin.translation import Translator
from tests.builders import MORNING

def report(done, total):
    if done > WHOLE * 0.6:
        os.kill(os.getpid(), signal.SIGKILL)

app = QApplication([])
event = EventFile.open(Path(sys.argv[1]))
ExportOrder(Path(sys.argv[2]), ExportOptions(), Translator("fr"), MORNING).write(event, report)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the event; temporary files go to another one."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "day").mkdir()
    return tmp_path / "day"


@pytest.fixture
def event(folder):
    event = EventFile.create(folder / "rencontre.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    add_people(event, MORNING, *(an_attendee(n, last_name=f"Quillévéré-{n}") for n in range(1, 400)))
    yield event
    event.close()


def purged(event):
    done = event_purge.purge(event, WHY, at=MORNING, desk="Accueil 1")
    return done.remains, event_purge.purge_record_text(done, lambda words, **fields: fill_message(words.text, fields))


def traces(folder):
    """The files in which somebody is named."""
    return [path for path in folder.rglob("*") if path.is_file() and b"Quill" in content(path)]


def content(path):
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"".join(map(parts.read, parts.namelist()))


def killed_export(event, path):
    path.parent.mkdir(exist_ok=True)
    environment = os.environ | {"PYTHONPATH": os.getcwd(), "TMPDIR": str(event.path.parent.parent / "temporary")}
    child = subprocess.run([sys.executable, "-c", KILLED, str(event.path), str(path)], env=environment, check=False)
    assert child.returncode == -signal.SIGKILL
    return [each for each in path.parent.iterdir() if is_draft(each.name)]


@pytest.mark.needs("POSIX signals")
@pytest.mark.parametrize("name", ["liste.csv", "liste.json", "liste.xlsx"])
def test_what_a_killed_export_left_is_gone_after_a_purge(event, folder, name):
    """The folder of the export is another than that of the event."""
    (draft,) = killed_export(event, folder.parent / "documents" / name)
    assert traces(folder.parent / "documents"), "or the search proves nothing"
    remains, record = purged(event)
    assert not draft.exists()
    assert traces(folder.parent / "documents") == []
    assert (remains.drafts, "Unfinished exports that a stopped program had left: 1 file or folder" in record) == (
        1,
        True,
    )


@pytest.mark.needs("POSIX signals")
def test_the_next_opening_of_the_event_removes_what_a_killed_export_left_beside_it(event, folder, capsys):
    (draft,) = killed_export(event, folder / "liste.json")
    event.close()
    main(["check", str(event.path)])
    assert not draft.exists()


@pytest.mark.needs("POSIX signals")
def test_the_next_export_removes_what_a_killed_one_left_a_moment_ago(event, folder):
    (draft,) = killed_export(event, folder / "liste.csv")
    write_file_atomically(folder / "other.txt", b"x")
    assert not draft.exists()


def test_the_draft_of_a_living_process_stays_and_is_told(event, folder):
    draft = new_draft(folder)
    draft.mkdir()
    (draft / "liste.csv").write_text("Quillévéré")
    remains, record = purged(event)
    assert (draft.exists(), remains.folders) == (True, (str(folder),))
    assert f"The folder {folder} could not be looked through" in record


@pytest.mark.parametrize("name", [".download.part", f".{'0' * 32}.part", f".{'f' * 31}.part", "0.part"])
def test_a_folder_of_another_program_stays(event, folder, name):
    theirs = folder / name
    theirs.mkdir()
    (theirs / "film").write_bytes(b"theirs")
    os.utime(theirs, (0, 0))
    assert purged(event)[0].folders == ()
    assert (theirs / "film").read_bytes() == b"theirs"


@pytest.mark.needs("links")
def test_a_link_is_no_draft_and_what_it_leads_to_stays(event, folder):
    draft, theirs = new_draft(folder), folder.parent / "theirs"
    theirs.mkdir()
    (theirs / "film").write_bytes(b"theirs")
    draft.symlink_to(theirs)
    dead = new_draft(folder)
    dead.mkdir()
    (dead / "link").symlink_to(theirs)
    os.utime(dead, (0, 0))
    assert purged(event)[0].drafts == 1
    assert draft.is_symlink()
    assert (dead.exists(), (theirs / "film").read_bytes()) == (False, b"theirs")


def test_the_draft_of_another_computer_is_left_for_a_day(folder, monkeypatch):
    monkeypatch.setattr("platform.node", lambda: "another")
    draft = new_draft(folder)
    monkeypatch.undo()
    draft.write_bytes(b"x")
    assert (remove_dead_drafts(folder).removed, draft.exists()) == (0, True)
    os.utime(draft, (time.time() - LEFT_OVER_S - 60,) * 2)
    assert (remove_dead_drafts(folder).removed, draft.exists()) == (1, False)


def test_a_folder_with_too_many_names_is_told(event, folder, monkeypatch):
    monkeypatch.setattr("checkin.documents.atomic_write.MOST_NAMES", 3)
    for number in range(9):
        (folder / f"{number}.txt").touch()
    assert purged(event)[0].folders == (str(folder),)


def test_a_folder_of_exports_that_is_gone_is_told_and_remembered(event, folder):
    gone, there = folder.parent / "drive", folder.parent / "documents"
    for each in (gone, there):
        each.mkdir()
        note_folder(event, each)
    shutil.rmtree(gone)
    remains, record = purged(event)
    assert (remains.folders, str(gone) in record, str(there) in record) == ((str(gone),), True, False)
    assert export_folders(event) == [gone]


def test_a_backup_is_known_by_the_event_in_it_whatever_it_is_called(event, folder):
    for name in ("rencontre", "before", "Other day"):
        back_up(event.db, folder / f"{name}.schema-14.backup.checkin")
    back_up(event.db, folder / "before.rescued-20230704.checkin")
    remains, record = purged(event)
    assert traces(folder) == []
    assert (remains.backups, "Backups next to the event: 4" in record) == (4, True)


def test_the_backup_of_another_event_stays_even_under_this_name(event, folder):
    other = EventFile.create(folder.parent / "other.checkin")
    other.close()
    names = ("rencontre.schema-3.backup.checkin", "other.schema-3.backup.checkin")
    for name in names:
        shutil.copy(folder.parent / "other.checkin", folder / name)
    remains, _ = purged(event)
    assert (all((folder / name).exists() for name in names), remains.files) == (True, ())


def test_what_might_be_a_backup_or_is_a_copy_is_named(event, folder):
    (folder / "before.schema-14.backup.checkin.part").write_bytes(b"half of it")
    back_up(event.db, folder / "copie.checkin")
    remains, record = purged(event)
    assert (remains.files, remains.copies) == (("before.schema-14.backup.checkin.part",), ("copie.checkin",))
    assert "The copy copie.checkin beside the event still has everyone" in record
    assert "before.schema-14.backup.checkin.part beside the event: it may be a backup" in record


@pytest.mark.needs("links")
def test_a_link_called_like_a_backup_is_not_followed(event, folder):
    theirs = folder.parent / "theirs"
    theirs.write_bytes(b"theirs")
    (folder / "rencontre.schema-3.backup.checkin").symlink_to(theirs)
    purged(event)
    assert theirs.read_bytes() == b"theirs"


@pytest.mark.needs("FIFOs")
def test_a_pipe_called_like_a_backup_holds_nothing_up(event, folder):
    os.mkfifo(folder / "other.schema-3.backup.checkin")
    assert purged(event)[0].files == ()


def test_the_export_that_a_check_makes_again_is_a_draft_too(folder):
    with temporary_folder() as made:
        assert is_draft(made.name)
        assert (os.name != "posix" or made.stat().st_mode & 0o077) in (True, 0)
    assert not made.exists()


def test_the_folder_of_the_program_names_nobody(event, folder, monkeypatch):
    """The places of events, when they were open, and how far their journals were."""
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "data"))
    RecentEvents(app_folder() / "recent.json").remember(event.path)
    purged(event)
    assert traces(Path(folder.parent)) == []
