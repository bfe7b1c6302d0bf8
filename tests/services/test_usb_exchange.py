# SPDX-License-Identifier: GPL-3.0-or-later
"""A key between two desks that have nothing else: everything is on it, and it may be pulled out at any time."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.desk_settings import Settings
from checkin.core.message import SyncError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.progress import WHOLE, Cancelled, ignore_progress
from checkin.core.ready.checks import ReadinessGrade, check_copy
from checkin.core.supervisor import Authority
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.sync.usb_exchange import exchange_and_renew
from checkin.storage import settings_store
from checkin.storage import settings_store as kept
from checkin.ui.widgets.exchange_wording import sync_sentences
from tests.builders import an_attendee
from tests.services.lists import bring

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return Volume((tmp_path / "CLE").as_posix(), "CLE")


@pytest.fixture
def other(event, clock, tmp_path):
    """Another desk, which knows of the event only how its codes are signed."""
    opened = EventFile.create(tmp_path / "autre.checkin", event.key)
    yield opened
    opened.close()


def visit(event, key, clock, tell=ignore_progress):
    done = exchange_and_renew(event.path, key, clock, tell).done
    return done.sent, done.received


def heard(event, key, clock):
    told = []
    visit(event, key, clock, lambda done, total: told.append((done, total)))
    return told


def since(event):
    return settings_store.load_usb_drive(event.db).since


def test_what_is_told_is_what_went_and_came(event, other, clock, key):
    count = event.journal.count()
    assert visit(event, key, clock) == (count, 0)
    assert visit(other, key, clock) == (0, count)
    Desk(other, clock, "Accueil 2").check_in(ONE.id)
    assert visit(other, key, clock) == (1, 0)
    assert visit(event, key, clock) == (0, 1)
    assert visit(event, key, clock) == (0, 0)


def test_a_visit_is_remembered_with_what_was_written_since(event, other, clock, key, desk):
    assert settings_store.load_usb_drive(event.db) is None
    visit(event, key, clock)
    last = settings_store.load_usb_drive(event.db)
    assert (last.name, last.at, last.since) == ("CLE", clock(), 0)
    desk.check_in(ONE.id)
    assert since(event) == 1
    visit(other, key, clock)
    assert (since(event), since(other)) == (1, 0)
    visit(event, key, clock)
    assert since(event) == 0


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
        told = heard(each, key, clock)
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
    left = iter(range(moment))

    def tell(_done, _total):
        if next(left, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled):
        visit(event, key, clock, tell)
    assert settings_store.load_usb_drive(event.db) is None
    visit(event, key, clock)
    visit(other, key, clock)
    assert event.journal.count() == other.journal.count()
    assert since(event) == since(other) == 0


def test_a_key_that_is_pulled_out_says_what_is_safe(event, clock, key):
    shutil.rmtree(key.root)
    with pytest.raises(SyncError, match="Everything is saved here"):
        visit(event, key, clock)
    assert settings_store.load_usb_drive(event.db) is None


def test_a_purge_takes_people_off_the_key_that_this_desk_wrote_there_on_another_day(event, desk, clock, key):
    kept.save(event.db, Settings(identity="5" * 16))
    desk.registration.walk_in(RegistrationForm("Zéphyrine", "Quatremer"))
    visit(event, key, clock)
    assert names_on(key, "Zéphyrine")
    event_purge.purge(event, Authority("Anne", "14 days are over"), at=clock(), desk="Accueil 1")
    visit(event, key, clock)
    assert not names_on(key, "Zéphyrine")


def names_on(key, name):
    return any(name.encode() in file.read_bytes() for file in Path(key.root).iterdir())


def test_a_file_of_the_event_is_closed_whatever_happened(event, clock, key, tmp_path):
    shutil.rmtree(key.root)
    with pytest.raises(SyncError):
        visit(event, key, clock)
    with closing(EventFile.open(event.path)) as again:
        assert again.journal.count() == event.journal.count()


def test_after_a_purge_the_key_that_still_has_everybody_is_asked_for_until_it_was_here_again(event, clock, key):
    visit(event, key, clock)
    assert not settings_store.load_usb_drive(event.db).is_before_purge
    event_purge.purge(event, Authority("Accueil 1", "x"), at=clock(), desk="Accueil 1")
    last = settings_store.load_usb_drive(event.db)
    assert last.is_before_purge
    together = SyncStatus(usb_drive=last, unerased_drives=settings_store.load_unerased(event.db))
    assert sync_sentences(together)[0].startswith("Personal data was erased here; the drive CLE")
    found = check_copy(together)
    assert (found.grade, found.fields["key"]) == (ReadinessGrade.LOOK, "CLE")
    visit(event, key, clock)
    assert not settings_store.load_usb_drive(event.db).is_before_purge
