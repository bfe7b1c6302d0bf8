# SPDX-License-Identifier: GPL-3.0-or-later
"""A list is written on a connection of its own: desks go on meanwhile, and there is all of it or nothing."""

from contextlib import closing

import pytest

from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.lists.progress import Cancelled
from checkin.desk.event_file import EventFile
from checkin.desk.lists.import_undo import newest_import, undo_import
from checkin.desk.lists.list_importing import ListWriting
from checkin.desk.lists.list_preview import preview_list
from checkin.storage.connection import transaction
from tests.desk.lists import a_list, bring, correct, person, tables

FIRST = ("Zoé;Durand;Région;z@x.example;;confirmé;;oui", "Max;Petit;Mairie;m@x.example;;;;non")
NEXT = ("Zoé;Durant;Région;z@x.example;;annulé;;oui", "Léa;Martin;Mairie;l@x.example;;;;non")
SEARCHED = ("spellings", "vocabulary", "endings", "sounds")


@pytest.fixture
def event(event, clock):
    bring(event, clock, *FIRST)
    return event


@pytest.fixture
def writing(event, clock, tmp_path):
    seen = preview_list(event, a_list(tmp_path, *NEXT, name="v2.csv"))
    return ListWriting(event.path, seen, clock(), "Accueil 1")


def arrive(event, clock, who):
    body = {"control_point": "accueil", "how": "code", "reason": "welcome"}
    with transaction(event.db):
        event.journal.append(EntryKind.CHECKED_IN, who.id, body, at=clock(), desk="Accueil 2")


def once(act):
    """A progress report that acts at the first call."""
    left = [act]
    return lambda *_: left.pop()() if left else None


def everything(event):
    return tables(event) | {table: sorted(map(repr, event.db[table].rows)) for table in (*SEARCHED, "journal")}


def searches(event):
    return {word: [a.name for a in event.attendees.search(word)] for word in ("durand", "durant", "martin", "petit")}


def rebuilt(event):
    """The tables as they are made from the journal alone."""
    with transaction(event.db):
        event.journal.rebuild()
    return everything(event)


def test_the_tables_are_those_that_the_journal_makes_and_the_search_knows_the_new_names(event, writing):
    done = writing.run()
    assert (done.added, done.changed, done.gone) == (1, 1, 1)
    assert searches(event) == {
        "durand": ["Zoé Durant"],
        "durant": ["Zoé Durant"],
        "martin": ["Léa Martin"],
        "petit": ["Max Petit"],
    }
    written, found = everything(event), searches(event)
    assert rebuilt(event) == written
    assert searches(event) == found


def test_an_arrival_recorded_meanwhile_is_committed_at_once_and_stays(event, writing, clock):
    zoe, seen = person(event, "Durand"), []

    def scan():
        arrive(event, clock, zoe)
        with closing(EventFile.open(event.path)) as other:
            seen.extend(visit.attendee for visit in other.attendees.visits())

    writing.run(once(scan))
    assert seen == [zoe.id]
    assert [visit.attendee for visit in event.attendees.visits()] == [zoe.id]
    assert person(event, "Durant").status == "cancelled"
    written = everything(event)
    assert rebuilt(event) == written


def test_a_cancel_at_any_report_leaves_no_trace(event, writing):
    before, reports = everything(event), []
    for last in range(100):

        def report(done, total, last=last):
            reports.append((done, total))
            if len(reports) > last:
                raise Cancelled

        reports.clear()
        try:
            writing.run(report)
        except Cancelled:
            assert everything(event) == before
        else:
            break
    assert last > 3
    assert reports == sorted(reports)
    assert everything(event) != before


def test_someone_changed_meanwhile_is_never_overwritten(event, writing, clock):
    zoe = person(event, "Durand")
    with pytest.raises(UserError, match="People were changed"):
        writing.run(once(lambda: correct(event, clock, zoe, last_name="Dupond")))
    assert newest_import(event).changed == 0
    assert person(event, "Dupond").status == "confirmed"


def test_a_person_who_came_meanwhile_is_not_cancelled_for_having_left_the_list(event, clock, tmp_path):
    seen = preview_list(event, a_list(tmp_path, *NEXT, name="v2.csv"))
    writing, gone = ListWriting(event.path, seen, clock(), "Accueil 1", cancel_gone=True), person(event, "Petit")
    done = writing.run(once(lambda: arrive(event, clock, gone)))
    assert (done.gone, done.cancelled) == (1, 0)
    assert person(event, "Petit").status == "confirmed"


def test_it_is_undone_as_one_step(event, writing, clock):
    before = tables(event)["tickets"]
    writing.run()
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d")
    assert tables(event)["tickets"] == before
    assert searches(event)["durand"] == ["Zoé Durand"]
