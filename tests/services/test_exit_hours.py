# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser confirms when people left whose exit nobody scanned: at one desk, and every other one knows."""

from datetime import timedelta

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, ExitHours, exit_hours
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from tests.builders import KEY, MORNING, an_attendee
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, HALF = an_attendee(1), "2023-07-04/morning"
END = MORNING + timedelta(hours=2)


@pytest.fixture
def evening(event, desk, clock):
    """One came and was never scanned out; the programme ended at 10:40 on the clock of the hall."""
    desk.check_in(ONE.id)
    clock.at = MORNING + timedelta(hours=9)
    return ExitHours(event, desk)


def shown(event, clock):
    return exit_hours(AttendanceEvidence(event, clock()).occasions)


def minutes(event):
    return AttendanceEvidence(event).of(ONE.id).attendance.minutes


def test_the_end_of_the_programme_is_proposed_until_an_hour_is_confirmed(event, evening, clock):
    (proposed,) = shown(event, clock)
    assert (f"{proposed.hour:%H:%M}", proposed.confirmed, minutes(event)) == ("10:40", None, 120)
    evening.confirm({HALF: END - timedelta(minutes=20)})
    (told,) = shown(event, clock)
    assert (told.hour, told.confirmed.desk, told.confirmed.at) == (END - timedelta(minutes=20), "Accueil 1", clock())
    assert minutes(event) == 100


def test_it_can_be_changed_and_taken_away_and_is_written_once(event, evening, clock):
    for hour in (END, END, END - timedelta(minutes=60), None, None):
        evening.confirm({HALF: hour})
    assert len(event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])) == 3
    assert (shown(event, clock)[0].confirmed, minutes(event)) == (None, 120)


def test_it_is_about_nobody_and_a_purge_leaves_it(event, evening, clock):
    evening.confirm({HALF: END})
    people = set(event.journal.people())
    assert "" not in people
    assert people == {an_attendee(n).id for n in (1, 2, 3)}
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert shown(event, clock)[0].confirmed.hour == END


@pytest.mark.parametrize(
    ("half_day", "after", "told"),
    [
        (HALF, timedelta(hours=10), "has not passed yet"),
        (HALF, timedelta(0), "before this half-day"),
        ("2023-07-04/evening", timedelta(hours=2), "no longer in the programme"),
    ],
)
def test_an_hour_that_nobody_can_know_is_refused(event, evening, half_day, after, told):
    with pytest.raises(UserError, match=told):
        evening.confirm({half_day: MORNING + after})
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) == []


def test_while_the_half_day_goes_on_people_may_have_left_before_its_end(event, evening, clock):
    clock.at = MORNING + timedelta(minutes=90)
    assert not shown(event, clock)[0].is_over
    evening.confirm({HALF: MORNING + timedelta(minutes=80)})
    assert AttendanceEvidence(event, clock()).of(ONE.id).attendance.minutes == 80
    clock.at = MORNING - timedelta(minutes=1)
    assert shown(event, clock) == (), "it has not begun"


def test_another_desk_hears_of_it_and_may_change_it(event, evening, clock, tmp_path):
    evening.confirm({HALF: END - timedelta(minutes=20)})
    other, log = EventFile.create(tmp_path / "other.checkin", KEY), MemoryLog()
    here, there = (Exchange(Outbox(each.db, each.journal), MemoryPeer(log), clock) for each in (event, other))
    here.run_round()
    there.run_round()
    elsewhere = ExitHours(other, Desk(other, clock, "Accueil 2"))
    assert (shown(other, clock)[0].hour, minutes(other)) == (END - timedelta(minutes=20), 100)
    elsewhere.confirm({HALF: END - timedelta(minutes=60)})
    there.run_round()
    here.run_round()
    assert (shown(event, clock)[0].confirmed.desk, minutes(event)) == ("Accueil 2", 60)
    other.close()


def test_a_clock_that_runs_ahead_attests_no_time_that_has_not_passed(event, desk, clock):
    desk.check_in(ONE.id)
    clock.pass_by(minutes=90)
    with event.transaction():
        event.journal.append(
            EntryKind.CLOCK_MEASURED, "", {"offset": 3600, "identity": "a"}, at=clock(), desk="Accueil 1"
        )
    known = ExitHours(event, desk)
    with pytest.raises(UserError, match="has not passed yet"):
        known.confirm({HALF: clock() - timedelta(minutes=10)})


def test_a_supervisor_who_confirmed_is_named_until_a_purge(event, evening, clock):
    evening.confirm({HALF: END}, Authority("Anne Martin", "The hall was empty"))
    clock.pass_by(minutes=1)
    assert evening.confirm({HALF: END}, Authority("Ben", "Again")) == 0, "the hour counts already"
    (told,) = shown(event, clock)
    assert (told.confirmed.by, told.confirmed.why) == ("Anne Martin", "The hall was empty")
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    (kept,) = shown(event, clock)
    assert (kept.hour, kept.confirmed.by, kept.confirmed.why) == (END, "", "")


def test_a_purge_leaves_entries_without_a_supervisor_as_they_were(event, evening, clock):
    evening.confirm({HALF: END})
    evening.confirm({HALF: None})
    before = event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) == before
