# SPDX-License-Identifier: GPL-3.0-or-later
"""The account balances, and not where somebody cheats. A thousand days of entries are in `test_account_of_entries`."""

from dataclasses import replace

from checkin.core.attendance.day_report import DayReport, make_day_report
from checkin.core.attendance.day_report_lines import DayReportLine, DayReportPerson
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Status
from checkin.core.history import Correction
from checkin.core.merged_records import MERGED
from tests.builders import MORNING, a_programme, an_attendee

PROGRAMME = a_programme()


def test_a_category_is_one_however_it_is_spelt():
    people = [
        DayReportPerson(an_attendee(n, category=name), {}) for n, name in enumerate(["Presse", "presse", "vip", ""])
    ]
    found = make_day_report(PROGRAMME, people).categories
    assert {name: line.registered for name, line in found.items()} == {"": 1, "presse": 2, "vip": 1}


def test_who_came_although_cancelled_is_present():
    made = make_day_report(PROGRAMME, [DayReportPerson(an_attendee(1, status=Status.CANCELLED), {"accueil": 1})])
    assert (made.total.present, made.total.cancelled) == (1, 0)


def test_who_was_seen_only_at_the_door_of_a_session_was_present():
    """A workshop may scan its own door and the welcome desk somebody's not: they were at the event."""
    booked = an_attendee(1, sessions=("atelier-b",))
    group = DayReportPerson(an_attendee(2, places=4), {"accueil": 2, "atelier-b": 3})
    off = DayReportPerson(an_attendee(3, status=Status.BLOCKED), {"dejeuner": 1})
    gone = DayReportPerson(an_attendee(4), {"a door of yesterday": 1})
    made = make_day_report(
        PROGRAMME,
        [DayReportPerson(booked, {"atelier-b": 1}), group, off, gone, DayReportPerson(None, {"atelier-b": 1})],
    )
    assert (made.total.registered, made.total.present, made.total.absent, made.total.cancelled) == (4, 4, 0, 0)
    assert (made.total.people, made.total.others, made.total.remote) == (7, 1, 0), "of a group those who came at most"
    assert made.came_cancelled == 1
    session = made.sessions["atelier-b"]
    assert (session.registered, session.present, session.people, session.others) == (1, 1, 5, 2)
    assert made.is_balanced


def test_who_watched_is_present_and_counted_apart():
    seen = frozenset([WHOLE_EVENT, "atelier-b"])
    booked = an_attendee(1, sessions=("atelier-b",))
    both = DayReportPerson(an_attendee(2), {"accueil": 1}, watched=seen)
    off = DayReportPerson(an_attendee(3, status=Status.CANCELLED), {}, watched=frozenset([WHOLE_EVENT]))
    made = make_day_report(PROGRAMME, [DayReportPerson(booked, {}, watched=seen), both, off])
    assert (made.total.present, made.total.remote, made.total.absent, made.total.cancelled) == (3, 2, 0, 0)
    assert (made.total.people, made.came_cancelled) == (1, 1), "nobody came in at a door from afar"
    session = made.sessions["atelier-b"]
    assert (session.registered, session.present, session.remote, session.others) == (1, 1, 1, 1)
    assert made.is_balanced


def test_what_was_taken_back_of_somebody_who_is_gone_is_told():
    undone = Correction("checked_in:accueil", "", "", MORNING, "Accueil 1")
    made = make_day_report(
        PROGRAMME, [DayReportPerson(None, {}, corrections=(undone,)), DayReportPerson(an_attendee(1), {})]
    )
    assert (made.total.registered, made.total.others, made.undone) == (1, 0, 1)


def test_the_switch_that_the_door_makes_is_no_correction_of_anybody():
    switched = Correction("presence", "remote", "on_site", MORNING, "Accueil 1")
    back = Correction("presence", "on_site", "remote", MORNING, "Accueil 1")
    made = make_day_report(PROGRAMME, [DayReportPerson(an_attendee(1), {}, corrections=(switched, back))])
    assert (made.switches, made.corrections) == (1, 1)


def test_groups_are_counted_by_people_and_by_codes():
    made = make_day_report(
        PROGRAMME, [DayReportPerson(an_attendee(1, places=5), {"accueil": 3}), DayReportPerson(an_attendee(2), {})]
    )
    assert (made.total.registered, made.total.places, made.total.people) == (2, 6, 3)


def test_corrections_merges_and_conflicts_are_told():
    changed = Correction("email", "", "a@b.example", MORNING, "Accueil 1")
    undone = Correction("checked_in:accueil", "", "", MORNING, "Accueil 1")
    merged = Correction(MERGED, "Anne Le Goff (ABC)", "", MORNING, "Accueil 1")
    person = DayReportPerson(an_attendee(1), {}, corrections=(changed, undone, merged), conflicts=2)
    made = make_day_report(PROGRAMME, [person])
    assert (made.corrections, made.undone, made.merges, made.conflicts) == (1, 1, ("Anne Le Goff (ABC)",), 2)


def test_what_does_not_add_up_is_seen():
    good = DayReportLine(3, 1, 1, 1, people=1)
    assert DayReport(good, {"": good}).is_balanced
    assert not DayReport(replace(good, present=2), {"": good}).is_balanced
    assert not DayReport(good, {"a": replace(good, registered=2, absent=0)}).is_balanced
    assert not DayReport(good, {"": good}, {"s": replace(good, cancelled=0)}).is_balanced
    assert not DayReport(good, {"": replace(good, people=2)}).is_balanced


def test_who_is_counted_is_named_and_who_registered_at_the_door_is_told():
    walk_in = DayReportPerson(an_attendee(2), {"accueil": 1}, is_walk_in=True)
    ticket = DayReportPerson(None, {"accueil": 1}, ticket="unheard", is_walk_in=True)
    made = make_day_report(PROGRAMME, [DayReportPerson(an_attendee(1), {}), walk_in, ticket])
    assert made.walk_ins == 1
    assert made.counted == {an_attendee(1).id, an_attendee(2).id, "unheard"}
