# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service begins only where it can be ended, is kept, and its help is heard at every desk."""

from dataclasses import replace

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import GreetingStyle, HelpEnd, KioskAnswer, KioskSettings, kiosk_answer
from checkin.core.message import UserError
from checkin.core.programme.programme import Column, ColumnRule
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService
from checkin.services.supervision import Supervision
from checkin.storage import settings_store
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.full_disk import full_disk

PIN = "4711"
WORD = Authority("Accueil 1", "First supervisor")


@pytest.fixture
def service(event, desk):
    return KioskService(event, desk)


@pytest.fixture
def begun(service):
    service.supervision.name("Anne", PIN, WORD)
    service.begin(GreetingStyle.INITIAL)
    return service


@pytest.fixture
def other(event, clock):
    """Another desk at the same file."""
    file = EventFile.open(event.path)
    yield Desk(file, clock, "Accueil 2")
    file.close()


def why_not(service):
    with pytest.raises(UserError) as refused:
        service.begin(GreetingStyle.INITIAL)
    return refused.value.words.text


def guess(service, times=5):
    for _ in range(times):
        with pytest.raises(UserError):
            service.end("0815")


def test_it_begins_only_with_a_pin_to_end_it_at_no_way_out_and_not_while_paper_is_entered(service, event, desk, clock):
    assert "Name a supervisor first" in why_not(service)
    service.supervision.name("Anne", PIN, WORD)
    desk.move_to("sortie")
    assert "is an exit" in why_not(service)
    desk.move_to("accueil")
    desk.enter_from_paper(clock())
    assert "paper" in why_not(service)
    assert not settings_store.load_kiosk(event.db).is_open
    desk.enter_from_paper(None)
    service.begin(GreetingStyle.FULL)
    assert settings_store.load_kiosk(event.db) == KioskSettings(True, GreetingStyle.FULL)


def test_it_ends_with_the_pin_and_the_next_time_it_greets_as_before(service, event, desk):
    service.supervision.name("Anne", PIN, WORD)
    service.begin(GreetingStyle.NONE)
    service.end(PIN)
    assert KioskService(event, desk).settings == KioskSettings(False, GreetingStyle.NONE)


def test_where_the_last_supervisor_was_removed_nobody_is_locked_in(begun):
    (anne,) = begun.supervision.supervisors()
    begun.supervision.remove(anne, Authority("Anne", "Gone"))
    begun.end("")
    assert not begun.settings.is_open


def test_the_settings_of_another_window_do_not_open_the_desk_to_guests(service, event):
    theirs = settings_store.load(event.db)
    service.supervision.name("Anne", PIN, WORD)
    service.begin(GreetingStyle.INITIAL)
    settings_store.save(event.db, theirs)
    assert settings_store.load_kiosk(event.db).is_open


@pytest.mark.parametrize("value", ["7", "{}", '{"is_open": "yes", "greeting": "loud"}'])
def test_what_cannot_be_read_of_it_is_its_default(event, value):
    event.db.conn.execute("INSERT INTO settings VALUES ('kiosk', ?)", [value])
    assert settings_store.load_kiosk(event.db) == KioskSettings()


def test_a_scan_is_written_as_at_the_desk(service, event):
    answer = service.scan(an_attendee(1).ticket_code)
    assert answer.reason is Reason.WELCOME
    (entry,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert (entry.id, entry.desk, entry.body["how"]) == (answer.entry, "Accueil 1", "code")


def test_help_is_heard_at_the_other_desk_and_its_word_here(service, other, desk):
    assert other.help.open() == ()
    call = service.help.ask()
    assert service.help.ask() == call  # pressed twice
    assert [c.desk for c in other.help.open()] == ["Accueil 1"]
    assert service.help.end_of(call) is None
    other.help.promise(other.help.open()[0])
    assert service.help.end_of(call) is HelpEnd.COMING
    assert other.help.open() == ()
    with pytest.raises(UserError, match="already"):
        desk.help.promise(call)


def test_nobody_comes_for_a_call_that_was_taken_back(service, other):
    call = service.help.ask()
    service.help.withdraw(call)
    assert other.help.open() == ()
    other_call = service.help.ask()
    other.help.promise(other_call)
    service.help.withdraw(other_call)
    assert service.help.end_of(other_call) is HelpEnd.COMING


def test_whoever_ends_self_service_has_come(begun, other):
    begun.help.ask()
    begun.end(PIN)
    assert other.help.open() == ()


def test_wrong_pins_of_a_guest_lock_it_and_no_desk_out_and_no_other_screen(begun, event, other, clock):
    guess(begun)
    with pytest.raises(UserError, match="locked"):
        begun.end(PIN)
    assert settings_store.load_kiosk(event.db).is_open
    assert Supervision(event, other).check(PIN).name == "Anne"
    assert KioskService(event, other).supervision.check(PIN).name == "Anne"
    clock.pass_by(minutes=2)
    begun.end(PIN)


def test_a_right_pin_ends_it_on_a_full_disk_too_and_it_is_said_that_this_is_not_kept(begun, event):
    begun.help.ask()
    with full_disk():
        begun.end(PIN)
    assert begun.save_error
    assert not begun.settings.is_open
    assert settings_store.load_kiosk(event.db).is_open  # the next start serves guests again
    begun.begin(GreetingStyle.INITIAL)
    begun.end(PIN)
    assert begun.save_error is None


def test_a_full_disk_is_no_way_to_guess_without_end(begun, event, clock):
    with full_disk():
        guess(begun)
        with pytest.raises(UserError, match="locked"):
            begun.end(PIN)
        clock.pass_by(minutes=2)
        with pytest.raises(UserError, match="locked"):
            begun.end("0815")
        clock.pass_by(minutes=3)
        begun.end(PIN)
    assert begun.supervision.lock_out().tries_left == 5
    guess(begun, 1)
    refused, recognised = EntryKind.SUPERVISOR_REFUSED, EntryKind.SUPERVISOR_RECOGNISED
    kinds = [entry.kind for entry in event.journal.entries_of_kinds([refused, recognised])]
    assert kinds == [*[refused] * 6, recognised, refused]


@pytest.mark.parametrize("about", [{"note": "Give the card for allergies"}, {"custom": {"Allergies": "arachide"}}])
def test_a_guest_about_whom_the_team_has_something_to_read_is_in_only_once_the_desk_let_them_in(
    service, event, desk, clock, about
):
    rule = ColumnRule(values=("arachide",), text="Give the card")
    columns = (Column("allergies", "Allergies", "custom:Allergies", rules=(rule,)),)
    event.plan(replace(event.programme(), columns=columns), at=clock(), desk="d")
    desk.reload()
    guest = an_attendee(40, **about)
    add_people(event, clock(), guest)
    answer = service.scan(guest.ticket_code)
    assert kiosk_answer(answer, None) is KioskAnswer.DESK
    assert not event.attendees.visits_at(desk.control_point.id, [guest.id])
    at_desk = desk.scan(guest.ticket_code)
    assert (at_desk.verdict, at_desk.reason) == (Verdict.ADMIT, Reason.ATTENTION)
    assert event.attendees.visits_at(desk.control_point.id, [guest.id])
