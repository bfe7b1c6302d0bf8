# SPDX-License-Identifier: GPL-3.0-or-later
"""After a purge no USB key is forgotten: those in the computer are emptied, the others are named until they were."""

import os
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.core.message import Message, SyncError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.progress import ignore_progress
from checkin.core.purge import ErasedDrives
from checkin.core.ready.checks import ReadinessGrade, check_copy
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace, SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
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
from checkin.sync.exchange import Exchange
from checkin.sync.heartbeats import INVITATION_MARK
from checkin.translation import translate
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import an_attendee

NAME = "Quatremer"
ANNE = Authority("Anne", "14 days are over")


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


def invitations(key):
    return list(Path(key.root).glob(f"*{INVITATION_MARK}"))


def named(event):
    return [key.name for key in settings_store.load_unerased(event.db)]


def test_the_keys_in_the_computer_are_emptied_and_the_others_are_named(event, known, clock, drives):
    here, away = drives("CLE52"), drives("CLE53")
    for key in (here, away):
        carry(event, key, clock)
    assert has_names(here)
    done = purge(event, clock)
    assert done.drives.left == ("CLE52", "CLE53")
    found = empty(event, clock, here)
    assert (found.emptied, found.left, found.refused) == (("CLE52",), ("CLE53",), ())
    assert not has_names(here)
    assert not invitations(here)
    assert has_names(away)
    assert named(event) == ["CLE53"]


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


def test_a_key_that_only_another_desk_wrote_is_emptied_too(event, known, clock, drives, tmp_path):
    key = drives("AUTRE")
    other = EventFile.create(tmp_path / "autre.checkin", event.key)
    Desk(other, clock, "Accueil 2").registration.walk_in(RegistrationForm("Paul", NAME))
    carry(other, key, clock)
    other.close()
    purge(event, clock)
    assert empty(event, clock, key).emptied == ("AUTRE",)
    assert not has_names(key)


def test_nothing_is_written_on_a_key_of_other_things(event, known, clock, drives):
    key = drives("PHOTOS")
    Path(key.root, "vacances.txt").write_text("x")
    purge(event, clock)
    assert empty(event, clock, key).emptied == ()
    assert [file.name for file in Path(key.root).iterdir()] == ["vacances.txt"]


def test_a_key_that_cannot_be_written_is_named(event, known, clock, drives, monkeypatch):
    key = drives("CLE52")
    visit(event, key, clock)
    purge(event, clock)
    log = next(Path(key.root).glob("*.checkin-log*"))
    held = log.read_bytes()

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as world:
        world.setattr("checkin.sync.folder_peer.replace_file", refuse)
        found = empty(event, clock, key)
    assert (found.emptied, found.left) == ((), ("CLE52",))
    ((name, error),) = found.refused
    assert (name, "cannot" in str(error) or "not written" in str(error)) == ("CLE52", True)
    assert log.read_bytes() == held
    assert named(event) == ["CLE52"]
    assert empty(event, clock, key).emptied == ("CLE52",)


def test_an_unknown_key_that_cannot_be_emptied_is_known_from_then_on(event, known, clock, drives, monkeypatch):
    key = drives("AUTRE")
    carry(event, key, clock)
    settings_store.forget(event.db, "AUTRE")
    purge(event, clock)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as world:
        world.setattr("checkin.sync.folder_peer.replace_file", refuse)
        assert empty(event, clock, key).left == ("AUTRE",)
    assert named(event) == ["AUTRE"]


def test_an_arrival_that_only_the_key_has_is_taken_in_before_it_is_emptied(event, clock, drives, tmp_path):
    key = drives("CLE52")
    other = EventFile.create(tmp_path / "autre.checkin", event.key)
    visit(event, key, clock)
    visit(other, key, clock)
    Desk(other, clock, "Accueil 2").check_in(an_attendee(1).id)
    visit(other, key, clock)
    other.close()
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


def test_the_exchange_by_hand_says_that_the_key_was_emptied_and_that_this_desk_was(
    event, known, clock, drives, tmp_path
):
    key = drives("CLE52")
    other = EventFile.create(tmp_path / "autre.checkin", event.key)
    assert not visit(event, key, clock).was_emptied
    assert visit(other, key, clock).erased_by == ""
    purge(event, clock)
    done = visit(event, key, clock)
    assert (done.was_emptied, done.erased_by) == (True, "")
    taken = visit(other, key, clock)
    assert (taken.was_emptied, taken.erased_by) == (False, "Accueil 1")
    assert not visit(other, key, clock).erased_by
    assert not visit(event, key, clock).was_emptied
    other.close()


@pytest.mark.parametrize("places", [(), (PlaceStatus(SyncPlace.FOLDER),)])
def test_a_key_with_names_is_told_whether_or_not_there_is_a_shared_folder(event, known, clock, drives, places):
    visit(event, drives("CLE52"), clock)
    visit(event, drives("CLE53"), clock)
    purge(event, clock)
    keys = settings_store.load_unerased(event.db)
    together = SyncStatus(places, settings_store.load_usb_drive(event.db), keys)
    found = check_copy(together)
    assert (found.grade, found.fields["key"]) == (ReadinessGrade.LOOK, "CLE52, CLE53")
    told = sync_sentences(together)
    assert all("may still have it" in sentence for sentence in told[:2])
    assert ["CLE52" in told[0], "CLE53" in told[1]] == [True, True]


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


def test_the_record_names_what_was_emptied_and_what_was_not(event, known, clock, drives, tmp_path):
    here, away = drives("CLE52"), drives("CLE53")
    for key in (here, away):
        visit(event, key, clock)
    record = tmp_path / "record.txt"
    done = event_purge.purge_with_record(lambda: purge(event, clock), record, translate)
    assert "the drive CLE52 still holds the names" in record.read_text("utf-8")
    event_purge.add_drives_to_record(done, empty(event, clock, here), record, translate)
    text = record.read_text("utf-8")
    assert "On the USB drive CLE52" in text
    assert "the drive CLE52 still holds the names" not in text
    assert "the drive CLE53 still holds the names" in text
    assert "not plugged in" not in text
