# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes of other programs into the event: looked at first, then written in one step, again as an update."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.core.decision import Reason
from checkin.core.message import UserError
from checkin.core.programme.programme import Event, Session
from checkin.core.programme.programme_difference import item_name
from checkin.paths import resources
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import (
    apply_programme,
    import_programme,
    load_programme,
    preview_programme,
)
from tests.builders import an_attendee
from tests.conftest import add_people

DATA = Path(__file__).parents[1] / "data" / "programmes"
FILES = ["pretalx_schedule.json", "frab_schedule.json", "pretalx.ics", "agenda.ics"]
SEED = load_programme(resources() / "demo" / "programme.toml")


@pytest.fixture
def bare(tmp_path):
    """An event of which nobody has said anything."""
    opened = EventFile.create(tmp_path / "journée.checkin")
    yield opened
    opened.close()


def bring(event, clock, path, **fields):
    return import_programme(event, path, at=clock(), desk="d", **fields)


@pytest.mark.parametrize("name", FILES)
def test_the_day_comes_out_of_every_format(bare, clock, name):
    programme = bring(bare, clock, DATA / name)
    assert bare.programme() == programme
    there = {(s.title, s.starts, s.ends, s.room) for s in programme.sessions}
    planned = {(s.title, s.starts, s.ends, s.room) for s in SEED.sessions if s.room}
    assert planned <= there
    assert programme.event.day == SEED.event.day
    assert [p.name for p in programme.control_points] == ["Accueil", "Atelier A", "Atelier B", "Atelier C", "Atelier D"]
    assert [s.is_booked for s in programme.sessions].count(True) == 4


@pytest.mark.parametrize("name", FILES[:3])
def test_speakers_come_along(bare, clock, name):
    programme = bring(bare, clock, DATA / name)
    assert {s.name for s in programme.speakers} == {s.name for s in SEED.speakers}


def test_of_a_calendar_only_those_speak_of_whom_it_says_so(bare, clock):
    programme = bring(bare, clock, DATA / "agenda.ics")
    assert [(s.name, s.is_confirmed) for s in programme.speakers] == [
        ("Sylvain Reymond", False),
        ("Loreline Vidal", True),
    ]
    assert "Point de l’équipe" in {s.title for s in programme.sessions}
    notes = [n.fields["titles"] for n in preview_programme(bare, DATA / "agenda.ics").notes]
    assert notes == ["Rencontre des pionniers", "Visite du quartier"]


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_again_writes_nothing(bare, clock, name):
    bring(bare, clock, DATA / name)
    before = bare.journal.count()
    preview = preview_programme(bare, DATA / name)
    assert preview.difference.is_empty
    assert preview.left_behind == 0
    apply_programme(bare, preview, at=clock(), desk="d")
    assert bare.journal.count() == before


@pytest.fixture
def changed(tmp_path):
    """The schedule with one talk moved, one gone, one new, one speaker exchanged."""
    document = json.loads((DATA / "pretalx_schedule.json").read_text("utf-8"))
    rooms = document["schedule"]["conference"]["days"][0]["rooms"]
    workshop, talks = rooms["Salle Loire"][0], rooms["Auditorium"]
    workshop.update(date="2023-07-04T14:30:00+02:00", duration="02:30")
    gone = talks.pop()
    talks[0]["persons"][0]["name"] = "Ana Le Goff"
    talks.append({**gone, "guid": "new", "code": "NEW", "title": "Verre de l’amitié"})
    path = tmp_path / "v2.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_file_that_comes_again_is_an_update(bare, clock, changed):
    first = bring(bare, clock, DATA / "pretalx_schedule.json")
    preview = preview_programme(bare, changed)
    assert [item_name(i) for i in preview.difference.added] == [
        "Verre de l’amitié",
        "Ana Le Goff",
        "Frédérique Marquet",
    ]
    assert {item_name(c.item): sorted(c.changed) for c in preview.difference.changed} == {
        "Atelier A – Écouter et cartographier un écosystème d’acteurs": ["starts"],
        "Atelier A": ["opens"],
    }
    gone = [item_name(i) for i in preview.difference.gone]
    assert gone == ["Conclusions", "Pierre Mace", "Frédérique Marquet"]
    assert bare.programme() == first
    kept = apply_programme(bare, preview, at=clock(), desk="d")
    assert bare.programme() == kept
    assert "Conclusions" in {s.title for s in kept.sessions}


def test_what_the_file_does_not_name_goes_on_request(bare, clock, changed):
    bring(bare, clock, DATA / "pretalx_schedule.json")
    programme = bring(bare, clock, changed, removes_gone=True)
    assert "Conclusions" not in {s.title for s in programme.sessions}
    assert bare.programme() == programme


def test_a_programme_by_hand_gets_its_calendar_and_keeps_its_ids_doors_and_categories(event, clock, tmp_path):
    event.plan(SEED, at=clock(), desk="d")
    preview = preview_programme(event, DATA / "agenda.ics")
    assert [item_name(i) for i in preview.difference.added] == ["Point de l’équipe"]
    programme = apply_programme(event, preview, at=clock(), desk="d", removes_gone=True)
    assert programme.control_points == SEED.control_points
    assert programme.categories == SEED.categories
    assert {s.id for s in SEED.sessions} < {s.id for s in programme.sessions}


def test_people_registered_for_a_session_pass_at_its_proposed_door(bare, clock):
    bring(bare, clock, DATA / "pretalx_schedule.json")
    programme = bare.programme()
    door = programme.control_points[1]
    add_people(bare, clock(), an_attendee(1, sessions=(door.session,)), an_attendee(2))
    clock.at = door.opens
    desk = Desk(bare, clock, "Porte", door.id)
    reasons = [desk.check_in(an_attendee(number).id).reason for number in (1, 2)]
    assert reasons == [Reason.WELCOME, Reason.NOT_REGISTERED]


def test_a_programme_changed_since_it_was_looked_at_is_not_overwritten(bare, clock):
    preview = preview_programme(bare, DATA / "frab_schedule.json")
    other = replace(bare.programme(), event=Event("Autre"), sessions=(Session("x", "X"),))
    bare.plan(other, at=clock(), desk="d")
    before = bare.journal.count()
    with pytest.raises(UserError):
        apply_programme(bare, preview, at=clock(), desk="d")
    assert (bare.programme(), bare.journal.count()) == (other, before)


def test_our_own_file_is_the_whole_programme(event, clock, tmp_path):
    path = tmp_path / "p.toml"
    path.write_text('[event]\ntitle = "R"\n[[session]]\nid = "a"\ntitle = "A"\n', "utf-8")
    preview = preview_programme(event, path)
    assert (preview.keeping, preview.left_behind) == (None, 0)
    assert "Atelier B" in {item_name(i) for i in preview.difference.gone}
    assert [s.id for s in apply_programme(event, preview, at=clock(), desk="d").sessions] == ["a"]
    assert event.programme().event.title == "R"


def test_a_file_without_a_single_session_is_one_sentence(bare, tmp_path):
    path = tmp_path / "a.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    with pytest.raises(UserError) as raised:
        preview_programme(bare, path)
    assert "No session in this file can be used" in str(raised.value)


def test_of_no_event_yet_everything_is_new():
    preview = preview_programme(None, DATA / "frab_schedule.json")
    assert len(preview.difference.added) > 20
    assert preview.difference.gone == ()
