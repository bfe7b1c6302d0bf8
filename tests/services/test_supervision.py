# SPDX-License-Identifier: GPL-3.0-or-later
import json
import time
from datetime import timedelta

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.supervisor import KINDS, TRIES, Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file, rebuild
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.lists.list_importing import import_list
from checkin.services.supervision import Supervision

FIRST = Authority("Accueil 1", "Premier superviseur")
ANA = Authority("Ana", "Équipe du soir")


@pytest.fixture
def supervision(event, desk):
    return Supervision(event, desk)


@pytest.fixture
def supervised(supervision):
    """With Ana, whose PIN is 4071."""
    supervision.name("Ana", "4071", FIRST)
    return supervision


def kinds(event):
    return [e.kind for e in event.journal.entries_of_kinds(KINDS + TRIES)]


def fail(supervision, times, pin="9042"):
    for _ in range(times):
        with pytest.raises(UserError) as told:
            supervision.check(pin)
    return told.value


def test_while_nobody_is_named_a_reason_is_enough_and_the_desk_signs(supervision, event):
    assert not supervision.is_needed
    assert supervision.authority(" Parole  de l’organisateur ") == Authority("Accueil 1", "Parole de l’organisateur")
    with pytest.raises(UserError):
        supervision.authority("  ")
    assert kinds(event) == []


def test_a_pin_alone_tells_who_allows(supervised):
    supervised.name("Bruno", "90210", ANA)
    assert supervised.is_needed
    assert supervised.authority("Payé à l’accueil", "90210") == Authority("Bruno", "Payé à l’accueil")
    assert supervised.authority("Payé à l’accueil", "4071").name == "Ana"


def test_a_right_pin_writes_nothing_when_there_is_nothing_to_forgive(supervised, event):
    supervised.check("4071")
    assert kinds(event) == [EntryKind.SUPERVISOR_NAMED]


def test_wrong_pins_are_entries_told_with_the_tries_left_and_forgiven_by_a_right_one(supervised, event):
    assert fail(supervised, 3).fields == {"left": 2}
    assert kinds(event)[1:] == [EntryKind.SUPERVISOR_REFUSED] * 3
    assert event.journal.entries_of_kinds([EntryKind.SUPERVISOR_REFUSED])[0].desk == "Accueil 1"
    assert supervised.check("4071").name == "Ana"
    assert kinds(event)[-1] == EntryKind.SUPERVISOR_RECOGNISED
    assert fail(supervised, 1).fields == {"left": 4}


def test_five_wrong_pins_lock_out_the_right_one_too_and_a_try_meanwhile_is_not_counted(supervised, event, clock):
    assert fail(supervised, 5).fields == {"until": "08:41"}
    assert fail(supervised, 1, "4071").fields == {"until": "08:41"}
    assert len(kinds(event)) == 6
    clock.pass_by(seconds=61)
    assert supervised.check("4071").name == "Ana"


def test_the_lock_survives_a_restart_and_another_name_of_the_desk(supervised, event, clock):
    fail(supervised, 5)
    again = EventFile.open(event.path)
    other = Supervision(again, Desk(again, clock, "Accueil 2"))
    assert other.waiting_time() == timedelta(minutes=1)
    assert "until" in fail(other, 1, "4071").fields
    again.close()


def test_a_clock_set_back_begins_the_wait_again_once(supervised, event, clock):
    fail(supervised, 5)
    clock.pass_by(hours=-30)
    assert supervised.waiting_time() == timedelta(minutes=1)
    clock.pass_by(seconds=30)
    assert supervised.waiting_time() == timedelta(seconds=30)
    assert len(kinds(event)) == 7
    clock.pass_by(seconds=31)
    assert supervised.check("4071")


def test_a_pin_changed_in_another_window_while_it_was_tried_is_not_accepted(supervised, event, clock, monkeypatch):
    other = EventFile.open(event.path)
    beside = Supervision(other, Desk(other, clock, "Accueil 2"))
    real = Supervision.supervisors
    first = []

    def supervisors_then_changed(self):
        found = real(self)
        if self is supervised and not first:
            first.append(found)
            beside.change_pin(found[0], "90210", ANA)
        return found

    monkeypatch.setattr(Supervision, "supervisors", supervisors_then_changed)
    with pytest.raises(UserError):
        supervised.check("4071")
    other.close()


def test_no_pin_is_ever_in_the_file_or_in_an_error(supervised, event):
    error = fail(supervised, 1, "90420042")
    assert "90420042" not in f"{error} {error.fields}"
    bodies = json.dumps([dict(e.body) for e in event.journal.entries_of_kinds(KINDS + TRIES)])
    assert "90420042" not in bodies
    assert '"4071"' not in bodies


def test_no_two_share_a_pin_and_no_two_a_name(supervised, event):
    for name, pin in (("Bruno", "4071"), ("ANA", "90210"), ("Bruno", "1234"), ("", "90210")):
        with pytest.raises(UserError):
            supervised.name(name, pin, ANA)
    assert [s.name for s in supervised.supervisors()] == ["Ana"]
    assert supervised.check("4071")
    assert kinds(event) == [EntryKind.SUPERVISOR_NAMED]


def test_a_pin_that_was_changed_is_nobodys(supervised):
    supervised.change_pin(supervised.supervisors()[0], "90210", ANA)
    assert supervised.check("90210").name == "Ana"
    fail(supervised, 1, "4071")
    supervised.change_pin(supervised.supervisors()[0], "90210", ANA)  # the same again is no other person's


def test_every_change_of_supervisors_tells_who_and_why(supervised, event):
    supervised.name("Bruno", "90210", ANA)
    supervised.remove(supervised.supervisors()[1], ANA)
    for entry in event.journal.entries_of_kinds(KINDS)[1:]:
        assert (entry.body["allowed_by"], entry.body["why"]) == ("Ana", "Équipe du soir")


def test_the_last_one_is_removed_by_themselves_alone(supervised):
    supervised.name("Bruno", "90210", ANA)
    ana, bruno = supervised.supervisors()
    supervised.remove(bruno, Authority("Bruno", "Je pars"))
    with pytest.raises(UserError):
        supervised.remove(ana, Authority("Bruno", "Je pars"))
    supervised.remove(ana, Authority("Ana", "Je pars aussi"))
    assert not supervised.is_needed


def test_the_desk_signs_no_more_once_somebody_was_named(supervised):
    with pytest.raises(UserError):
        supervised.name("Mallory", "90210", FIRST)


def test_supervisors_are_not_people_of_the_event(supervised, event):
    fail(supervised, 2)
    supervised.check("4071")
    before = day_report_from_journal(event)
    assert before.total.registered == event.attendees.count() == 3
    assert all(not subject.startswith("supervisor") for subject in event.journal.people())
    rebuild(event)
    assert check_file(event).problems == ()
    assert day_report_from_journal(event) == before


def test_a_pin_is_answered_before_one_notices(supervised):
    started = time.thread_time()
    supervised.check("4071")
    assert time.thread_time() - started < 2  # 0.1 s on an idle computer


def test_an_import_taken_back_tells_who_allowed_it(event, clock, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("Prénom;Nom\nLéa;Petit\n", encoding="utf-8")
    import_list(event, path, at=clock(), desk="Accueil 1")
    undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 1", authority=ANA)
    first, *others = event.journal.entries_of_kinds([EntryKind.UNDONE])
    assert (first.subject, first.body["allowed_by"], first.body["why"]) == ("", "Ana", "Équipe du soir")
    assert all("why" not in e.body for e in others)
