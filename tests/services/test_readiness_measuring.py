# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import date

from checkin.core.entries import EntryKind
from checkin.core.programme.programme import Event
from checkin.core.ready.checks import ReadinessGrade
from checkin.core.ready.readiness import ListState, OpenIssues, Overbooked, check_list
from checkin.core.supervisor import Authority
from checkin.services.privacy import event_purge
from checkin.services.readiness_measuring import ReadinessMeter, ReadyWorker
from checkin.storage.connection import transaction
from checkin.ui.ready.ready_band import result_text
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people


def test_the_event_is_measured_as_it_is_and_nothing_is_left_in_it_nor_beside_it(event, desk, clock):
    beside, entries = sorted(event.path.parent.iterdir()), event.journal.count()
    probes = ReadinessMeter(event, clock)
    first = probes.measure()
    assert (sorted(event.path.parent.iterdir()), event.journal.count()) == (beside, entries)
    assert (first.list, first.left) == (ListState(3, None), OpenIssues())
    assert (first.days, first.zone) == (frozenset({date(2023, 7, 4)}), "Europe/Paris")
    assert first.disk.took is not None
    with transaction(event.db):
        event.journal.append(EntryKind.LIST_IMPORTED, "", {"import": "x"}, at=MORNING, desk="Accueil 1")
    desk.printing.test_page("pdf:/tmp")
    event.plan(replace(a_programme(), event=Event("Rencontre", timezone="Mars/Olympus")), at=MORNING, desk="a")
    then = probes.measure()
    assert (then.list, then.left) == (ListState(3, MORNING), OpenIssues(waiting=1))
    assert (then.newest, then.zone) == (MORNING, ""), "a time zone that nobody knows"


def test_after_a_purge_the_list_that_was_there_is_not_told_any_more(event, clock):
    with transaction(event.db):
        event.journal.append(EntryKind.LIST_IMPORTED, "", {"import": "x"}, at=MORNING, desk="Accueil 1")
    event_purge.purge(event, Authority("Accueil 1", "x"), at=MORNING, desk="Accueil 1")
    state = ReadinessMeter(event, clock).measure().list
    assert state == ListState(3, MORNING, MORNING)
    found = check_list(state, MORNING)
    assert (found.grade, found.is_end) == (ReadinessGrade.ASIDE, True)
    assert "erased" in result_text(found)
    add_people(event, MORNING, an_attendee(9))
    assert ReadinessMeter(event, clock).measure().list.erased_at is None


def test_sessions_with_more_people_booked_than_seats_are_found(event, clock):
    (workshop,) = a_programme().sessions
    sessions = (workshop, replace(workshop, id="libre", is_booked=False), replace(workshop, id="sans", capacity=0))
    event.plan(a_programme(sessions=sessions), at=MORNING, desk="a")
    booked = ("atelier-b", "libre", "sans")
    add_people(event, MORNING, an_attendee(4, sessions=booked), an_attendee(5, sessions=booked, status="cancelled"))
    assert ReadinessMeter(event, clock).measure().overbooked == ()  # two for two seats
    add_people(event, MORNING, an_attendee(6, sessions=booked, places=3))
    assert ReadinessMeter(event, clock).measure().overbooked == (Overbooked(workshop, 5),)


def test_the_worker_measures_with_a_connection_of_its_own_and_tries_a_file_that_is_away_again(qapp, event, clock):
    away = event.path.with_name("elsewhere.checkin")
    worker, measured = ReadyWorker(away, clock), []
    worker.changed.connect(measured.append)
    worker.step()
    assert not measured
    event.close()
    event.path.rename(away)
    worker.step()
    worker.step()
    worker.close()
    assert [each.list.people for each in measured] == [3, 3]
