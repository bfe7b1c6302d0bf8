# SPDX-License-Identifier: GPL-3.0-or-later
"""After a purge: what lies beside the event and on USB keys is emptied or named; and whose clock is believed."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.command_line.main import main
from checkin.core.entries import EntryKind
from checkin.core.message import Message, SyncError, fill_message, ignore_progress
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.purge import ErasedDrives
from checkin.core.ready.checks import ReadinessGrade, check_copy
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace, SyncStatus
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
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.privacy.purge_day import PurgeDay, export_folders, note_folder
from checkin.services.sync import usb_exchange
from checkin.services.sync.usb_exchange import (
    empty_usb_drive,
    exchange_and_renew,
    purge_usb_drives,
    put_on_usb_drive,
    remove_from_usb_drive,
)
from checkin.storage import settings_store
from checkin.storage.copies import make_rehearsal_copy
from checkin.storage.database import back_up
from checkin.sync.exchange import Exchange
from checkin.sync.heartbeats import INVITATION_MARK
from checkin.translation import translate
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

ANNE = Authority("Anne", "14 days are over")
KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from checkin.core.export_columns import ExportOptions
from checkin.core.message import WHOLE
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


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The file of an event with people enough for an export to be killed in its midst."""
    path = tmp_path_factory.mktemp("many") / "event.checkin"
    with closing(EventFile.create(path, KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="d")
        add_people(event, MORNING, *(an_attendee(n, last_name=f"Quillévéré-{n}") for n in range(1, 400)))
    return path


@pytest.fixture
def crowd(folder, many):
    shutil.copyfile(many, folder / "rencontre.checkin")
    with closing(EventFile.open(folder / "rencontre.checkin")) as event:
        yield event


def purged(event):
    done = event_purge.purge(event, ANNE, at=MORNING, desk="Accueil 1")
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
def test_what_a_killed_export_left_is_gone_after_a_purge(crowd, folder, name):
    """The folder of the export is another than that of the event."""
    (draft,) = killed_export(crowd, folder.parent / "documents" / name)
    assert traces(folder.parent / "documents"), "or the search proves nothing"
    remains, record = purged(crowd)
    assert not draft.exists()
    assert traces(folder.parent / "documents") == []
    assert (remains.drafts, "1 file or folder" in record) == (1, True)


@pytest.mark.needs("POSIX signals")
def test_what_a_killed_export_left_goes_at_the_next_export_and_the_next_opening_of_the_event(crowd, folder, capsys):
    (draft,) = killed_export(crowd, folder / "liste.csv")
    write_file_atomically(folder / "other.txt", b"x")
    assert not draft.exists()
    (draft,) = killed_export(crowd, folder / "liste.json")
    crowd.close()
    main(["check", str(folder / "rencontre.checkin")])
    assert not draft.exists()


def test_the_draft_of_a_living_process_stays_and_is_told(crowd, folder):
    draft = new_draft(folder)
    draft.mkdir()
    (draft / "liste.csv").write_text("Quillévéré")
    remains, record = purged(crowd)
    assert (draft.exists(), remains.folders, str(folder) in record) == (True, (str(folder),), True)


def test_a_folder_with_too_many_names_is_told(crowd, folder, monkeypatch):
    monkeypatch.setattr("checkin.documents.atomic_write.MOST_NAMES", 3)
    for number in range(9):
        (folder / f"{number}.txt").touch()
    assert purged(crowd)[0].folders == (str(folder),)


def test_a_folder_of_another_program_stays(crowd, folder):
    names = (".download.part", f".{'0' * 32}.part", f".{'f' * 31}.part", "0.part")
    for name in names:
        (folder / name).mkdir()
        (folder / name / "film").write_bytes(b"theirs")
        os.utime(folder / name, (0, 0))
    assert purged(crowd)[0].folders == ()
    assert [(folder / name / "film").read_bytes() for name in names] == [b"theirs"] * 4


@pytest.mark.needs("links")
def test_a_link_is_no_draft_and_no_backup_and_what_it_leads_to_stays(crowd, folder):
    draft, dead, theirs = new_draft(folder), new_draft(folder), folder.parent / "theirs"
    theirs.mkdir()
    (theirs / "film").write_bytes(b"theirs")
    draft.symlink_to(theirs)
    dead.mkdir()
    (dead / "link").symlink_to(theirs)
    os.utime(dead, (0, 0))
    (folder / "rencontre.schema-3.backup.checkin").symlink_to(theirs / "film")
    assert purged(crowd)[0].drafts == 1
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


def test_a_folder_of_exports_that_is_gone_is_told_and_remembered(crowd, folder):
    gone, there = folder.parent / "drive", folder.parent / "documents"
    for each in (gone, there):
        each.mkdir()
        note_folder(crowd, each)
    shutil.rmtree(gone)
    remains, record = purged(crowd)
    assert (remains.folders, str(gone) in record, str(there) in record) == ((str(gone),), True, False)
    assert export_folders(crowd) == [gone]


def test_a_backup_is_known_by_the_event_in_it_whatever_it_is_called(crowd, folder):
    for name in ("rencontre", "before", "Other day"):
        back_up(crowd.db, folder / f"{name}.schema-14.backup.checkin")
    back_up(crowd.db, folder / "before.rescued-20230704.checkin")
    EventFile.create(folder.parent / "other.checkin").close()
    others = [folder / f"{name}.schema-3.backup.checkin" for name in ("rencontre", "other")]
    for other in others:
        shutil.copy(folder.parent / "other.checkin", other)
    remains, record = purged(crowd)
    assert traces(folder) == []
    assert (remains.backups, "event: 4" in record) == (4, True)
    assert (all(other.exists() for other in others), remains.files) == (True, ())


def test_what_might_be_a_backup_or_is_a_copy_is_named(crowd, folder):
    (folder / "before.schema-14.backup.checkin.part").write_bytes(b"half of it")
    back_up(crowd.db, folder / "copie.checkin")
    remains, record = purged(crowd)
    assert (remains.files, remains.copies) == (("before.schema-14.backup.checkin.part",), ("copie.checkin",))
    assert "The copy copie.checkin" in record
    assert "before.schema-14.backup.checkin.part beside the event: it may be" in record


@pytest.mark.needs("FIFOs")
def test_a_pipe_called_like_a_backup_holds_nothing_up(crowd, folder):
    os.mkfifo(folder / "other.schema-3.backup.checkin")
    assert purged(crowd)[0].files == ()


def test_the_export_that_a_check_makes_again_is_a_draft_too(folder):
    with temporary_folder() as made:
        assert is_draft(made.name)
        assert (os.name != "posix" or made.stat().st_mode & 0o077) in (True, 0)
    assert not made.exists()


def test_the_folder_of_the_program_names_nobody(crowd, folder, monkeypatch):
    """The places of events, when they were open, and how far their journals were."""
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "data"))
    RecentEvents(app_folder() / "recent.json").remember(crowd.path)
    purged(crowd)
    assert traces(Path(folder.parent)) == []


NAME = "Quatremer"


@pytest.fixture
def drives(tmp_path):
    def plug_in(name):
        (tmp_path / name).mkdir(exist_ok=True)
        return Volume((tmp_path / name).as_posix(), name)

    return plug_in


@pytest.fixture
def known(desk):
    return desk.registration.walk_in(RegistrationForm("Zéphyrine", NAME)).attendee


def carry(event, key, clock):
    put_on_usb_drive(event.path, key, (), clock, ignore_progress)


def visit(event, key, clock):
    return exchange_and_renew(event.path, key, clock, ignore_progress)


def purge(event, clock):
    return event_purge.purge(event, ANNE, at=clock(), desk="Accueil 1")


def empty(event, clock, *plugged):
    return purge_usb_drives(event.path, lambda: plugged, clock, ignore_progress)


def has_names(key):
    return any(NAME.encode() in file.read_bytes() for file in Path(key.root).rglob("*") if file.is_file())


@pytest.fixture
def other(event, tmp_path):
    """The event file of another desk, which has heard of nobody."""
    with closing(EventFile.create(tmp_path / "autre.checkin", event.key)) as opened:
        yield opened


@pytest.fixture
def read_only_keys(monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    @contextmanager
    def made():
        with monkeypatch.context() as world:
            world.setattr("checkin.sync.folder_peer.replace_file", refuse)
            yield

    return made


def named(event):
    return [key.name for key in settings_store.load_unerased(event.db)]


def test_the_keys_in_the_computer_are_emptied_and_the_others_are_named(event, known, clock, drives, tmp_path):
    here, away = drives("CLE52"), drives("CLE53")
    for key in (here, away):
        carry(event, key, clock)
    assert has_names(here)
    record = tmp_path / "record.txt"
    done = event_purge.purge_with_record(lambda: purge(event, clock), record, translate)
    assert done.drives.left == ("CLE52", "CLE53")
    assert "CLE52 still holds" in record.read_text("utf-8")
    found = empty(event, clock, here)
    assert (found.emptied, found.left, found.refused) == (("CLE52",), ("CLE53",), ())
    assert not has_names(here)
    assert not list(Path(here.root).glob(f"*{INVITATION_MARK}"))
    assert has_names(away)
    assert named(event) == ["CLE53"]
    event_purge.add_drives_to_record(done, found, record, translate)
    text = record.read_text("utf-8")
    assert ["On the USB drive CLE52" in text, "CLE52 still" in text, "CLE53 still" in text] == [True, False, True]
    assert "not plugged in" not in text


@pytest.mark.needs("unlinking open files")
def test_the_old_bytes_of_a_key_are_overwritten(event, known, clock, drives):
    key = drives("CLE53")
    carry(event, key, clock)
    with ExitStack() as stack:
        old = [stack.enter_context(file.open("rb")) for file in Path(key.root).iterdir() if file.is_file()]
        assert any(NAME.encode() in file.read() for file in old)
        sizes = [os.fstat(file.fileno()).st_size for file in old]
        purge(event, clock)
        assert empty(event, clock, key).emptied == ("CLE53",)
        for file, size in zip(old, sizes, strict=True):
            file.seek(0)
            assert file.read() == bytes(size)


def test_a_key_that_only_another_desk_wrote_is_emptied_too_and_one_of_other_things_is_not_written(
    event, other, clock, drives
):
    key, photographs = drives("AUTRE"), drives("PHOTOS")
    Desk(other, clock, "Accueil 2").registration.walk_in(RegistrationForm("Paul", NAME))
    carry(other, key, clock)
    Path(photographs.root, "vacances.txt").write_text("x")
    purge(event, clock)
    assert empty(event, clock, key, photographs).emptied == ("AUTRE",)
    assert not has_names(key)
    assert [file.name for file in Path(photographs.root).iterdir()] == ["vacances.txt"]


def test_a_key_that_cannot_be_written_is_named(event, known, clock, drives, read_only_keys):
    key = drives("CLE52")
    visit(event, key, clock)
    purge(event, clock)
    log = next(Path(key.root).glob("*.checkin-log*"))
    held = log.read_bytes()
    with read_only_keys():
        found = empty(event, clock, key)
    assert (found.emptied, found.left) == ((), ("CLE52",))
    ((name, error),) = found.refused
    assert (name, "cannot" in str(error) or "not written" in str(error)) == ("CLE52", True)
    assert log.read_bytes() == held
    assert named(event) == ["CLE52"]
    assert empty(event, clock, key).emptied == ("CLE52",)


def test_an_unknown_key_that_cannot_be_emptied_is_known_from_then_on(event, known, clock, drives, read_only_keys):
    key = drives("AUTRE")
    carry(event, key, clock)
    settings_store.forget(event.db, "AUTRE")
    purge(event, clock)
    with read_only_keys():
        assert empty(event, clock, key).left == ("AUTRE",)
    assert named(event) == ["AUTRE"]


def test_an_arrival_that_only_the_key_has_is_taken_in_before_it_is_emptied(event, other, clock, drives):
    key = drives("CLE52")
    visit(event, key, clock)
    visit(other, key, clock)
    Desk(other, clock, "Accueil 2").check_in(an_attendee(1).id)
    visit(other, key, clock)
    purge(event, clock)
    before = event.journal.count()
    empty(event, clock, key)
    assert event.journal.count() == before + 1


def test_a_key_taken_off_by_hand_is_asked_for_no_more_once_somebody_says_so(event, known, clock, drives):
    """By itself it is not: another key may have the same name."""
    key = drives("CLE52")
    visit(event, key, clock)
    purge(event, clock)
    for file in Path(key.root).iterdir():
        file.unlink()
    assert empty(event, clock, key).left == ("CLE52",)
    assert not empty_usb_drive(event.path, key, clock, ignore_progress).was_emptied
    assert named(event) == []
    assert not list(Path(key.root).iterdir())


def test_a_purge_in_a_rehearsal_leaves_every_key_as_it_is(event, known, clock, drives, tmp_path):
    key = drives("CLE52")
    carry(event, key, clock)
    before = {file.name: file.read_bytes() for file in Path(key.root).iterdir()}
    with closing(EventFile.open(make_rehearsal_copy(event.db, tmp_path / "copy.checkin"))) as copy:
        assert purge(copy, clock).drives.left == ()
        assert empty(copy, clock, key) == ErasedDrives()
    assert {file.name: file.read_bytes() for file in Path(key.root).iterdir()} == before


def test_an_event_that_is_taken_off_a_key_leaves_no_copy_there(event, known, clock, drives):
    key = drives("CLE52")
    carry(event, key, clock)
    remove_from_usb_drive(event.path, key, clock, ignore_progress)
    assert settings_store.load_usb_drive(event.db) is None
    purge(event, clock)
    assert named(event) == []


def test_the_exchange_by_hand_says_that_the_key_was_emptied_and_that_this_desk_was(event, other, clock, drives):
    key = drives("CLE52")
    assert not visit(event, key, clock).was_emptied
    assert visit(other, key, clock).erased_by == ""
    purge(event, clock)
    for desk, told in ((event, (True, "")), (other, (False, "Accueil 1")), (other, (False, "")), (event, (False, ""))):
        done = visit(desk, key, clock)
        assert (done.was_emptied, done.erased_by) == told


@pytest.mark.parametrize("places", [(), (PlaceStatus(SyncPlace.FOLDER),)])
def test_a_key_with_names_is_told_whether_or_not_there_is_a_shared_folder(event, known, clock, drives, places):
    for name in ("CLE52", "CLE53"):
        visit(event, drives(name), clock)
    purge(event, clock)
    keys = settings_store.load_unerased(event.db)
    together = SyncStatus(places, settings_store.load_usb_drive(event.db), keys)
    found = check_copy(together)
    assert (found.grade, found.fields["key"]) == (ReadinessGrade.LOOK, "CLE52, CLE53")
    assert [name in told for name, told in zip(("CLE52", "CLE53"), sync_sentences(together), strict=False)] == [
        True
    ] * 2


def test_a_file_that_this_desk_s_own_exchange_took_away_just_then_leaves_the_folder_empty(
    event, known, clock, tmp_path, monkeypatch
):
    folder = tmp_path / "partage"
    folder.mkdir()
    settings_store.save(event.db, replace(settings_store.load(event.db), folder=str(folder)))
    rounds, run_round = [], Exchange.run_round

    def crossed(exchange, *report):
        rounds.append(exchange)
        if len(rounds) == 1:
            raise SyncError(Message("sync", "gone"))
        return run_round(exchange, *report)

    monkeypatch.setattr(usb_exchange, "_PAUSE_S", 0)
    purge(event, clock)
    monkeypatch.setattr(Exchange, "run_round", crossed)
    assert purge_usb_drives(event.path, lambda: (), clock, ignore_progress).folder == str(folder)
    monkeypatch.setattr(Exchange, "run_round", lambda *_: (_ for _ in ()).throw(SyncError(Message("sync", "away"))))
    assert purge_usb_drives(event.path, lambda: (), clock, ignore_progress).folder_left == str(folder)


A_MONTH = 30 * 86_400.0
OWN, ANOTHER = "a" * 16, "b" * 16


@pytest.mark.parametrize(
    ("measures", "believed"),
    [
        ([(A_MONTH, OWN)], False),
        ([(A_MONTH, OWN), (0.0, ANOTHER)], False),
        ([(0.0, OWN), (A_MONTH, ANOTHER)], True),
        ([(A_MONTH, OWN), (0.4, OWN)], True),
    ],
    ids=["was wrong", "another one is right", "another one is wrong", "was put right"],
)
def test_a_clock_is_believed_by_the_measures_of_this_computer_whatever_its_desk_is_called(
    event, clock, measures, believed
):
    settings_store.save(event.db, settings_store.Settings(identity=OWN))
    for offset, identity in measures:
        with event.transaction():
            body = {"offset": offset, "identity": identity}
            event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")
    for name in ("Accueil 1", "Accueil 2"):
        assert PurgeDay(event, Desk(event, clock, name)).is_clock_believed is believed
