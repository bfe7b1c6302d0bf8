# SPDX-License-Identifier: GPL-3.0-or-later
"""Confirmed, to be confirmed, replaced and put back: each is an entry, and the desk knows it at once."""

from dataclasses import replace

import pytest

from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import Event, Speaker
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_use import Speakers
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people

PLANNED = a_programme().speakers[0]
ZOE = an_attendee(30, first_name="Zoé", last_name="Ba", role="Élue", organisation="Ville de Brest")


@pytest.fixture
def speakers(event, desk):
    return Speakers(event, desk)


def written(event):
    return event.journal.entries_of_kinds([EntryKind.SPEAKER_PLANNED])


def test_confirmed_and_back_are_one_entry_each_with_desk_and_time(speakers, event, desk, clock):
    before = event.journal.count()
    clock.pass_by(minutes=3)
    change = speakers.confirm("s/1")
    assert (change.before, change.after) == (PLANNED, replace(PLANNED, is_confirmed=True))
    assert event.journal.count() == before + 1
    entry = written(event)[-1]
    assert (entry.subject, entry.desk, entry.at) == ("s/1", "Accueil 1", clock())
    assert desk.programme.speakers[0].is_confirmed
    assert speakers.unconfirm("s/1").after == PLANNED
    assert event.programme().speakers == (PLANNED,)


def test_what_is_so_already_is_not_written(speakers, event):
    before = event.journal.count()
    assert speakers.unconfirm("s/1").after == PLANNED
    assert speakers.restore("s/1").after == PLANNED
    assert event.journal.count() == before


def test_a_substitute_is_welcomed_as_a_speaker_and_names_who_was_planned_first(speakers, event, desk, clock):
    add_people(event, clock(), ZOE)
    assert desk.scan(ZOE.ticket_code).speaker is None
    desk.undo(event.journal.newest_passages("accueil", 1)[0].id)
    change = speakers.substitute("s/1", ZOE.name, ZOE.role, ZOE.organisation)
    assert change.after == Speaker("s/1", "Zoé Ba", "Élue", "Ville de Brest", "s", True, "Sylvain REYMOND")
    answer = desk.scan(ZOE.ticket_code)
    assert (answer.reason, answer.speaker) == (Reason.ATTENTION, change.after)
    again = speakers.substitute("s/1", "  Max \n Roy ", "Préfet")
    assert (again.after.name, again.after.role, again.after.replaces) == ("Max Roy", "Préfet", "Sylvain REYMOND")


def test_put_back_the_planned_speaker_is_as_before(speakers, event):
    speakers.substitute("s/1", "Zoé Ba")
    speakers.substitute("s/1", "Max Roy")
    assert speakers.restore("s/1").after == PLANNED
    assert event.programme().speakers == (PLANNED,)


def test_the_planned_speaker_by_name_replaces_nobody(speakers):
    speakers.substitute("s/1", "Zoé Ba")
    assert speakers.substitute("s/1", "Reymond Sylvain").after.replaces == ""


def test_who_came_with_the_file_as_a_substitute_leaves_only_the_name_that_was_planned(speakers, event, clock):
    came = Speaker("s/1", "Zoé Ba", "Élue", "Ville", "s", True, "Une Autre")
    event.plan(replace(a_programme(), speakers=(came,)), at=clock(), desk="d")
    assert speakers.restore("s/1").after == Speaker("s/1", "Une Autre", "", "", "s")


def test_without_a_name_or_a_speaker_nothing_changes(speakers, event):
    before = event.journal.count()
    for act in (
        lambda: speakers.substitute("s/1", " \t"),
        lambda: speakers.confirm("gone"),
    ):
        with pytest.raises(UserError):
            act()
    assert event.journal.count() == before


def test_another_windows_change_stays(speakers, event, clock):
    two = replace(PLANNED, id="s/2", name="Zoé Ba")
    event.plan(replace(a_programme(), speakers=(PLANNED, two)), at=clock(), desk="d")
    other = EventFile.open(event.path)
    other.plan(replace(a_programme(), speakers=(PLANNED, replace(two, role="Élue"))), at=clock(), desk="d")
    other.close()
    speakers.confirm("s/1")
    assert event.programme().speakers == (replace(PLANNED, is_confirmed=True), replace(two, role="Élue"))


def test_a_programme_without_control_points_is_not_written_anew(speakers, event, clock):
    event.plan(replace(a_programme(), event=Event("Petit"), control_points=()), at=clock(), desk="d")
    before = event.journal.count()
    speakers.confirm("s/1")
    assert event.journal.count() == before + 1
