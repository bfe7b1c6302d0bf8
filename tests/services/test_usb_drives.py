# SPDX-License-Identifier: GPL-3.0-or-later
"""A key between desks that have nothing else, and an event on it for a computer that does not have it yet."""

import base64
import errno
import shutil
import sys
import tracemalloc
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.message import WHOLE, Cancelled, Message, SyncError, UserError, ignore_progress
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.ready.checks import ReadinessGrade, check_copy
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import PREFIX, Volume
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.sync.joining import join_from_usb_drive
from checkin.services.sync.usb_exchange import (
    exchange_and_renew,
    put_on_usb_drive,
    read_usb_drives,
    remove_from_usb_drive,
)
from checkin.storage import settings_store
from checkin.storage import settings_store as kept
from checkin.storage.settings_store import IS_DEMO, note
from checkin.sync import folder_peer as folders
from checkin.sync import heartbeats
from checkin.sync.heartbeats import INVITATION_MARK, PART, LineAuthenticator
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import an_attendee
from tests.services.lists import bring

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return Volume((tmp_path / "CLE").as_posix(), "CLE")


@pytest.fixture
def other(event, tmp_path):
    """Another desk, which knows of the event only how its codes are signed."""
    with closing(EventFile.create(tmp_path / "autre.checkin", event.key)) as opened:
        yield opened


def visit(event, key, clock, tell=ignore_progress):
    done = exchange_and_renew(event.path, key, clock, tell).done
    return done.sent, done.received


def since(event):
    return settings_store.load_usb_drive(event.db).since


def names_on(key, name):
    return any(name.encode() in file.read_bytes() for file in Path(key.root).iterdir())


def taking(moment):
    """Something told of progress that cancels at this moment."""
    left = iter(range(moment))

    def tell(_done, _total):
        if next(left, None) is None:
            raise Cancelled

    return tell


def test_what_is_told_is_what_went_and_came_and_is_remembered_with_what_was_written_since(event, other, clock, key):
    assert settings_store.load_usb_drive(event.db) is None
    count = event.journal.count()
    assert visit(event, key, clock) == (count, 0)
    last = settings_store.load_usb_drive(event.db)
    assert (last.name, last.at, last.since) == ("CLE", clock(), 0)
    assert visit(other, key, clock) == (0, count)
    Desk(other, clock, "Accueil 2").check_in(ONE.id)
    assert (since(other), since(event)) == (1, 0)
    assert visit(other, key, clock) == (1, 0)
    assert visit(event, key, clock) == (0, 1)
    assert visit(event, key, clock) == (0, 0)
    assert (since(event), since(other)) == (0, 0)


def test_what_was_written_while_the_key_was_here_is_not_said_to_be_on_it(event, clock, key, desk):
    late = iter(((), (ONE, TWO)))

    def scan_meanwhile(done, _total):
        """When all was written, and it is looked whether it is there."""
        if done == WHOLE:
            for guest in next(late, ()):
                desk.check_in(guest.id)

    visit(event, key, clock, scan_meanwhile)
    assert since(event) == 2


def test_how_far_it_is_only_grows_and_is_known_from_the_first_moment(event, other, clock, key):
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(450)))
    bring(other, clock, *(f"Paul;Martin-{n};;;;;;" for n in range(450)))
    for each in (event, other):
        told = []
        visit(each, key, clock, lambda *how_far, told=told: told.append(how_far))
        assert {total for _, total in told} == {WHOLE}
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[0][0] < WHOLE // 2
        assert len({done for done, _ in told}) >= 3
        assert told[-1] == (WHOLE, WHOLE)


@pytest.mark.parametrize("moment", [0, 1, 3, 6])
def test_whoever_cancels_has_lost_nothing_here_or_there(event, other, clock, key, moment):
    """At whatever moment; the next visit goes on."""
    visit(other, key, clock)
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(450)))
    bring(other, clock, *(f"Paul;Martin-{n};;;;;;" for n in range(250)))
    visit(other, key, clock)
    with pytest.raises(Cancelled):
        visit(event, key, clock, taking(moment))
    assert settings_store.load_usb_drive(event.db) is None
    visit(event, key, clock)
    visit(other, key, clock)
    assert event.journal.count() == other.journal.count()
    assert since(event) == since(other) == 0


def test_a_key_that_is_pulled_out_says_what_is_safe_and_the_file_is_closed(event, clock, key):
    shutil.rmtree(key.root)
    with pytest.raises(SyncError, match="Everything is saved here"):
        visit(event, key, clock)
    assert settings_store.load_usb_drive(event.db) is None
    with closing(EventFile.open(event.path)) as again:
        assert again.journal.count() == event.journal.count()


def test_after_a_purge_the_key_that_still_has_everybody_is_asked_for_until_it_was_here_again(event, desk, clock, key):
    kept.save(event.db, Settings(identity="5" * 16))
    desk.registration.walk_in(RegistrationForm("Zéphyrine", "Quatremer"))
    visit(event, key, clock)
    assert not settings_store.load_usb_drive(event.db).is_before_purge
    assert names_on(key, "Zéphyrine")
    event_purge.purge(event, Authority("Anne", "14 days are over"), at=clock(), desk="Accueil 1")
    last = settings_store.load_usb_drive(event.db)
    assert last.is_before_purge
    together = SyncStatus(usb_drive=last, unerased_drives=settings_store.load_unerased(event.db))
    assert "CLE" in sync_sentences(together)[0]
    found = check_copy(together)
    assert (found.grade, found.fields["key"]) == (ReadinessGrade.LOOK, "CLE")
    visit(event, key, clock)
    assert not settings_store.load_usb_drive(event.db).is_before_purge
    assert not names_on(key, "Zéphyrine")


@pytest.fixture
def other_event(tmp_path, clock):
    opened = EventFile.create(tmp_path / "gala.checkin", EventKey("9a", bytes(range(1, 33))))
    bring(opened, clock, "Zoé;Martin;;;;;;")
    yield opened
    opened.close()


def put(event, key, clock, desks=()):
    return put_on_usb_drive(event.path, key, desks, clock, ignore_progress)


def on(key):
    (found,) = read_usb_drives((key,))
    return found


def joined(key, path, desk="", carried=None):
    carried = carried or on(key).events[0]
    return closing(join_from_usb_drive(carried, key, path, desk or carried.proposed_desk))


def files(key):
    return sorted(file.name for file in Path(key.root).iterdir())


def invitation_on(key):
    (file,) = Path(key.root).glob(f"*{INVITATION_MARK}")
    return file


def test_a_new_computer_has_all_of_it_and_goes_on_with_the_same_key(event, desk, clock, key, tmp_path):
    desk.check_in(ONE.id)
    put(event, key, clock)
    (carried,) = on(key).events
    assert (carried.invitation.title, carried.people) == ("9ᵉ Rencontre", event.attendees.count())
    assert (carried.day, carried.at) == (event.programme().event.day, clock())
    with joined(key, tmp_path / "second.checkin") as second:
        assert second.journal.everything() == event.journal.everything()
        there = Desk(second, clock, kept.load(second.db).desk)
        assert there.name == "Accueil 2"
        assert there.check_in(ONE.id).reason is Reason.ALREADY_ARRIVED
        walk_in = there.registration.walk_in(RegistrationForm("Inès", "Prigent")).attendee
        exchange_and_renew(second.path, key, clock, ignore_progress)
    exchange_and_renew(event.path, key, clock, ignore_progress)
    assert event.attendees.get(walk_in.id).last_name == "Prigent"


def test_each_computer_that_joins_is_proposed_a_name_of_its_own_and_a_taken_one_becomes_the_next(
    event, clock, key, tmp_path
):
    put(event, key, clock, ["Accueil 2", "Accueil 4"])
    proposed = []
    for number, wanted in enumerate(("", "", "", "Accueil 1")):
        with joined(key, tmp_path / f"{number}.checkin", wanted) as there:
            proposed.append(kept.load(there.db).desk)
    assert proposed == ["Accueil 3", "Accueil 5", "Accueil 6", "Accueil 7"]
    put(event, key, clock)
    exchange_and_renew(event.path, key, clock, ignore_progress)
    assert on(key).events[0].proposed_desk == "Accueil 8"
    assert len([name for name in files(key) if name.endswith(INVITATION_MARK)]) == 1


def test_a_visit_brings_what_the_key_says_up_to_date_and_alone_puts_no_invitation_on_it(event, clock, key):
    assert not exchange_and_renew(event.path, key, clock, ignore_progress).has_event
    assert on(key).events == ()
    put(event, key, clock)
    before = on(key).events[0]
    bring(event, clock, "Zoé;Martin;;;;;;")
    visited = exchange_and_renew(event.path, key, lambda: clock() + timedelta(hours=1), ignore_progress)
    after = on(key).events[0]
    assert visited.has_event
    assert (after.people, after.entries > before.entries) == (event.attendees.count(), True)
    assert after.at == before.at + timedelta(hours=1)


def test_an_older_key_gives_what_it_has_and_the_rest_comes_later(event, desk, clock, key, tmp_path):
    put(event, key, clock)
    older = Volume((tmp_path / "OLD").as_posix(), "OLD")
    shutil.copytree(key.root, older.root)
    desk.check_in(ONE.id)
    exchange_and_renew(event.path, key, clock, ignore_progress)
    with joined(older, tmp_path / "second.checkin") as there:
        assert there.journal.count() == event.journal.count() - 1
        exchange_and_renew(there.path, key, clock, ignore_progress)
        assert there.journal.everything() == event.journal.everything()


@pytest.mark.parametrize("moment", range(4))
def test_a_key_that_is_pulled_out_in_the_middle_invites_nobody(event, clock, key, moment):
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(450)))
    with pytest.raises(Cancelled):
        put_on_usb_drive(event.path, key, (), clock, taking(moment))
    assert on(key).events == ()
    put(event, key, clock)
    assert on(key).events[0].people == event.attendees.count()


def test_a_key_that_is_full_when_the_invitation_comes_has_none_and_says_so(event, clock, key, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    put(event, key, clock)
    before = on(key)
    monkeypatch.setattr(heartbeats.os, "fsync", full)
    with pytest.raises(SyncError, match="full"):
        put(event, key, clock)
    assert on(key) == before
    assert not [name for name in files(key) if name.endswith(PART)]


@pytest.mark.parametrize("size", [0, 1, 60, -2, -20])
def test_an_invitation_of_which_only_a_part_is_there_is_told_and_never_joined(event, clock, key, size):
    put(event, key, clock)
    file = invitation_on(key)
    file.write_bytes(file.read_bytes()[:size])
    assert (on(key).events, on(key).unreadable) == ((), 1)


def test_whatever_somebody_wrote_in_it_never_ends_the_program(event, clock, key):
    carried, file = put(event, key, clock), invitation_on(key)
    lines = heartbeats.LineAuthenticator(event.key.secret)
    first = carried.invitation.text().encode() + b"\n"
    for said in ({"at": "noon", "people": 1, "entries": 1, "desks": ["A"]}, {"at": 1}, [], {"desks": []}):
        file.write_bytes(first + lines.sealed(said))
        assert on(key).unreadable == 1
    file.write_bytes(b"\xff\xfe\x00" * 400_000)
    assert on(key).unreadable == 1


def test_a_key_without_its_entries_or_pulled_out_while_joining_makes_no_event(event, clock, key, tmp_path):
    carried = put(event, key, clock)
    for file in Path(key.root).iterdir():
        if not file.name.endswith(INVITATION_MARK):
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(SyncError, match="whole event"):
        joined(key, tmp_path / "second.checkin")
    shutil.rmtree(key.root)
    with pytest.raises(SyncError):
        join_from_usb_drive(carried, key, tmp_path / "second.checkin", "Accueil 2")
    assert not list(tmp_path.glob("second*"))


def test_a_key_that_can_only_be_read_is_joined_from(event, clock, key, tmp_path, monkeypatch):
    put(event, key, clock)

    def refuse(*_):
        raise SyncError(Message("test", "read-only"))

    monkeypatch.setattr("checkin.services.sync.joining.write_carried_event", refuse)
    with joined(key, tmp_path / "second.checkin") as there:
        assert there.journal.count() == event.journal.count()


def test_the_shared_folder_of_the_event_is_taken_where_it_is_found(event, clock, key, tmp_path):
    (tmp_path / "share").mkdir()
    for number, folder in enumerate((str(tmp_path / "share"), "/nowhere/share")):
        kept.save(event.db, Settings(folder=folder, identity="5" * 16))
        put(event, key, clock)
        with joined(key, tmp_path / f"{number}.checkin") as there:
            assert kept.load(there.db).folder == ("" if number else folder)
    (carried,) = on(key).events
    far = replace(carried, invitation=replace(carried.invitation, folder="/x" * 2000))  # no system could have it
    with joined(key, tmp_path / "second.checkin", carried=far) as second:
        assert kept.load(second.db).folder == ""


def test_no_password_of_a_server_and_no_demonstration_goes_on_a_key(event, clock, key):
    kept.save(event.db, Settings(hub="postgresql://poste1:geheim@hub.example/checkin", identity="5" * 16))
    carried = put(event, key, clock)
    assert (carried.has_hub, carried.invitation.hub, names_on(key, "geheim")) == (True, "", False)
    remove_from_usb_drive(event.path, key, clock, ignore_progress)
    note(event.db, IS_DEMO, "demo")
    with pytest.raises(UserError, match="demonstration"):
        put(event, key, clock)
    assert files(key) == []


def test_of_two_events_on_a_key_one_is_taken_off_with_all_of_it_and_what_it_brought_is_here(
    event, other_event, clock, key, tmp_path
):
    put(event, key, clock)
    put(other_event, key, clock)
    assert {carried.event for carried in on(key).events} == {event.key.event, other_event.key.event}
    with joined(key, tmp_path / "second.checkin", carried=on(key).find(event.key.event)) as second:
        there = Desk(second, clock, "Accueil 2")
        walk_in = there.registration.walk_in(RegistrationForm("Zéphyrine", "Quatremer")).attendee
        exchange_and_renew(second.path, key, clock, ignore_progress)
    (Path(key.root) / "vacances.jpg").write_bytes(b"not ours")
    remove_from_usb_drive(event.path, key, clock, ignore_progress)
    assert event.attendees.get(walk_in.id)
    assert not names_on(key, "Zéphyrine")
    assert [carried.event for carried in on(key).events] == ["9a"]
    assert "vacances.jpg" in files(key)
    with joined(key, tmp_path / "third.checkin") as there:
        assert there.journal.everything() == other_event.journal.everything()
    remove_from_usb_drive(other_event.path, key, clock, ignore_progress)
    assert files(key) == ["vacances.jpg"]


def test_a_key_of_an_exchange_alone_has_entries_until_the_event_is_taken_off(event, other_event, clock, key):
    exchange_and_renew(event.path, key, clock, ignore_progress)
    (found,) = read_usb_drives((key,), event.key.secret)
    assert (found.has_entries, found.events) == (True, ())
    assert not read_usb_drives((key,), other_event.key.secret)[0].has_entries
    remove_from_usb_drive(event.path, key, clock, ignore_progress)
    assert not read_usb_drives((key,), event.key.secret)[0].has_entries


def test_a_purge_takes_the_invitation_and_everybodys_names_off_the_key(event, desk, clock, key, tmp_path):
    put(event, key, clock)
    with joined(key, tmp_path / "second.checkin") as second:
        Desk(second, clock, "Accueil 2").registration.walk_in(RegistrationForm("Zéphyrine", "Quatremer"))
        exchange_and_renew(second.path, key, clock, ignore_progress)
    assert names_on(key, "Zéphyrine")
    event_purge.purge(event, Authority("Anne", "14 days are over"), at=clock(), desk="Accueil 1")
    exchange_and_renew(event.path, key, clock, ignore_progress)
    assert (names_on(key, "Zéphyrine"), names_on(key, ONE.last_name), on(key).events) == (False, False, ())
    with closing(EventFile.open(tmp_path / "second.checkin")) as second:
        exchange_and_renew(second.path, key, clock, ignore_progress)
        assert not any("Zéphyrine" in person.first_name for person, _ in second.attendees.all())
    assert not names_on(key, "Zéphyrine")
    desk.registration.walk_in(RegistrationForm("Inès", "Prigent"))  # the event is used again
    put(event, key, clock)
    exchange_and_renew(event.path, key, clock, ignore_progress)
    with joined(key, tmp_path / "third.checkin") as there:
        assert there.attendees.count() == event.attendees.count()


def test_a_purge_of_one_event_leaves_the_other_event_on_the_key_as_it_is(event, other_event, clock, key):
    for each in (event, other_event):
        put(each, key, clock)
    event_purge.purge(event, Authority("Anne", "14 days are over"), at=clock(), desk="Accueil 1")
    exchange_and_renew(event.path, key, clock, ignore_progress)
    assert not names_on(key, ONE.last_name)
    with joined(key, event.path.with_name("second.checkin")) as there:
        assert there.journal.everything() == other_event.journal.everything()


def planted(raw=b'["Gala", "9b", "", ""]', **state):
    """What lies on a key if somebody means harm: sealed, and whole."""
    data = bytes(32) + zlib.compress(raw, 9)
    data += zlib.crc32(data).to_bytes(4, "big")
    said = {"at": "2026-11-28T05:00:00+01:00", "people": 1, "entries": 0, "desks": ["A"]} | state
    return PREFIX.encode() + base64.b32encode(data).rstrip(b"=") + b"\n" + LineAuthenticator(bytes(32)).sealed(said)


PLANTED = [
    planted(b"5"),
    planted(b"null"),
    planted(b"[" * 200_000 + b"]" * 200_000),
    planted(b'["' + b"a" * 60_000_000 + b'", "9b", "", ""]'),
    planted(b'["a\\ud800", "9b", "", ""]'),
    planted(b'["Gala", "9b", "\\u0000", ""]'),
    planted(at="2026-11-28T05:00:00"),
    planted(at="0001-01-01T00:00:00+14:00"),
    planted(people=-5),
    planted(people=10**3000),
    planted(desks=["\0"]),
    planted(desks=["A" * 50_000]),
]


@pytest.mark.parametrize("hostile", PLANTED, ids=lambda _: "")
def test_what_somebody_planted_is_counted_as_not_whole_and_the_good_event_is_offered(event, clock, key, hostile):
    put(event, key, clock)
    (Path(key.root) / f"0{INVITATION_MARK}").write_bytes(hostile)
    found = on(key)
    assert [carried.event for carried in found.events] == [event.key.event]
    assert found.unreadable == 1


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")


@needs_links
def test_a_link_under_the_name_of_the_draft_leads_nowhere_and_one_is_no_event(event, clock, key, tmp_path):
    put(event, key, clock)
    invitation = invitation_on(key)
    (tmp_path / "thesis.txt").write_text("two years of work")
    invitation.with_name(invitation.name + PART).symlink_to(tmp_path / "thesis.txt")
    put(event, key, clock)
    assert (tmp_path / "thesis.txt").read_text() == "two years of work"
    assert on(key).events
    invitation.rename(tmp_path / "elsewhere")
    invitation.symlink_to(tmp_path / "elsewhere")
    assert on(key).events == ()
    exchange_and_renew(event.path, key, clock, ignore_progress)
    assert invitation.is_symlink()


@pytest.mark.parametrize("name", ["x.checkin-log", "holiday.mp4.part", ".0123456789abcdef.part"])
def test_a_huge_file_without_lines_is_left_alone_soon(event, clock, key, name):
    """Without holes this would be a film: what is read of it is counted, in memory."""
    put(event, key, clock)
    with (Path(key.root) / name).open("wb") as huge:
        huge.truncate(300 << 20)
    tracemalloc.start()
    try:
        remove_from_usb_drive(event.path, key, clock, ignore_progress)
        assert tracemalloc.get_traced_memory()[1] < 30 << 20
    finally:
        tracemalloc.stop()
    assert files(key) == [name]


def test_what_was_too_large_to_be_read_stays(event, clock, key, monkeypatch):
    """It may hold the only copy of an arrival."""
    put(event, key, clock)
    (log,) = Path(key.root).glob("*.checkin-log")
    with monkeypatch.context() as small:
        small.setattr(folders, "LARGEST", log.stat().st_size - 1)
        remove_from_usb_drive(event.path, key, clock, ignore_progress)
    assert log.name in files(key)


@needs_links
def test_what_a_link_leads_to_stays_when_the_event_is_taken_off(event, clock, key, tmp_path):
    put(event, key, clock)
    (log,) = Path(key.root).glob("*.checkin-log")
    only_copy = tmp_path / "only-copy.checkin-log"
    shutil.copyfile(log, only_copy)
    before = only_copy.read_bytes()
    (Path(key.root) / "y.checkin-log").symlink_to(only_copy)
    remove_from_usb_drive(event.path, key, clock, ignore_progress)
    assert (only_copy.read_bytes(), files(key)) == (before, ["y.checkin-log"])


@pytest.mark.parametrize("end", [KeyboardInterrupt, MemoryError, Cancelled])
def test_while_an_event_is_joined_no_file_is_an_event_and_none_is_left_of_it(event, clock, key, tmp_path, end):
    put(event, key, clock)
    (carried,) = on(key).events
    path, seen = tmp_path / "second.checkin", []

    def stop(*_):
        seen.append(path.exists())
        raise end

    with pytest.raises(end):
        join_from_usb_drive(carried, key, path, "Accueil 2", stop)
    assert seen == [False]
    assert not list(tmp_path.glob("second*"))


def test_what_a_killed_computer_left_of_a_join_is_in_nobodys_way_and_a_file_is_not_replaced(
    event, clock, key, tmp_path
):
    put(event, key, clock)
    (carried,) = on(key).events
    (tmp_path / "second.checkin.part").write_bytes(b"half")
    with joined(key, tmp_path / "second.checkin") as second:
        assert second.journal.everything() == event.journal.everything()
    assert [file.name for file in tmp_path.glob("second*")] == ["second.checkin"]
    path = tmp_path / "third.checkin"
    with pytest.raises(UserError, match="already exists"):
        join_from_usb_drive(carried, key, path, "Accueil 2", lambda *_: path.write_bytes(b"mine"))
    assert path.read_bytes() == b"mine"
    assert [file.name for file in tmp_path.glob("third*")] == ["third.checkin"]
