# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes of other programs into the event, again as an update; and what the programme screen reads of it."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.counts import SpeakerState
from checkin.core.decision import Reason
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Session, Speaker
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
from checkin.services.programme.programme_queries import ProgrammeQueries
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

DATA = Path(__file__).parents[1] / "data" / "programmes"
FILES = ["pretalx_schedule.json", "frab_schedule.json", "pretalx.ics", "agenda.ics"]
SEED = load_programme(resources() / "demo" / "programme.toml")


@pytest.fixture
def bare(tmp_path):
    """An event of which nobody has said anything."""
    with closing(EventFile.create(tmp_path / "journée.checkin")) as opened:
        yield opened


def bring(event, clock, path, **fields):
    return import_programme(event, path, at=clock(), desk="d", **fields)


@pytest.mark.parametrize("name", FILES)
def test_the_day_comes_out_of_every_format_and_the_same_again_writes_nothing(bare, clock, name):
    programme = bring(bare, clock, DATA / name)
    assert bare.programme() == programme
    there = {(s.title, s.starts, s.ends, s.room) for s in programme.sessions}
    planned = {(s.title, s.starts, s.ends, s.room) for s in SEED.sessions if s.room}
    assert planned <= there
    assert programme.event.day == SEED.event.day
    assert [p.name for p in programme.control_points] == ["Accueil", "Atelier A", "Atelier B", "Atelier C", "Atelier D"]
    assert [s.is_booked for s in programme.sessions].count(True) == 4
    if name != "agenda.ics":
        assert {s.name for s in programme.speakers} == {s.name for s in SEED.speakers}
    before = bare.journal.count()
    preview = preview_programme(bare, DATA / name)
    assert (preview.difference.is_empty, preview.left_behind) == (True, 0)
    apply_programme(bare, preview, at=clock(), desk="d")
    assert bare.journal.count() == before


def test_of_a_calendar_only_those_speak_of_whom_it_says_so(bare, clock):
    programme = bring(bare, clock, DATA / "agenda.ics")
    speakers = {s.name: s.is_confirmed for s in programme.speakers}
    assert speakers == {"Sylvain Reymond": False, "Loreline Vidal": True}
    assert "Point de l’équipe" in {s.title for s in programme.sessions}
    notes = [n.fields["titles"] for n in preview_programme(bare, DATA / "agenda.ics").notes]
    assert notes == ["Rencontre des pionniers", "Visite du quartier"]


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


def test_a_file_that_comes_again_is_an_update_and_what_it_does_not_name_goes_on_request(bare, clock, changed):
    first = bring(bare, clock, DATA / "pretalx_schedule.json")
    preview = preview_programme(bare, changed)
    added = [item_name(i) for i in preview.difference.added]
    assert added == ["Verre de l’amitié", "Ana Le Goff", "Frédérique Marquet"]
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
    with pytest.raises(UserError, match="No session"):
        preview_programme(bare, path)


def test_of_no_event_yet_everything_is_new():
    preview = preview_programme(None, DATA / "frab_schedule.json")
    assert len(preview.difference.added) > 20
    assert preview.difference.gone == ()


SPEAKS = an_attendee(20, first_name="Jean-Marie", last_name="d’Ávila y Œuvré")


@pytest.fixture
def board(event):
    return ProgrammeQueries(event)


@pytest.fixture
def add(event, clock):
    return lambda *people: add_people(event, clock(), *people)


def workshop(board):
    (figures,) = board.read(MORNING).sessions
    return figures


def plan(event, clock, **fields):
    event.plan(a_programme(**fields), at=clock(), desk="d")


def test_a_session_is_counted_as_the_desk_counts_it(board, desk, add):
    add(
        an_attendee(11, sessions=("atelier-b",), places=3),
        an_attendee(12, sessions=("atelier-b",), status=Status.CANCELLED),
        an_attendee(13, sessions=("atelier-b",), presence=Presence.REMOTE),
    )
    figures = workshop(board)
    assert (figures.registered, figures.awaited, figures.inside, figures.seats) == (4, 4, 0, 0)
    desk.move_to("atelier-b")
    desk.scan(an_attendee(3).ticket_code)
    figures = workshop(board)
    assert (figures.registered, figures.awaited, figures.inside) == (4, 3, 1)


def test_who_left_a_session_is_not_inside_and_not_awaited(board, event, desk, clock):
    way_out = ControlPoint("out", "Sortie", "atelier-b", mode=PointMode.EXIT)
    plan(event, clock, control_points=(ControlPoint("in", "Entrée", "atelier-b"), way_out))
    desk.reload()
    desk.check_in(an_attendee(3).id)
    desk.move_to("out")
    desk.check_in(an_attendee(3).id)
    figures = workshop(board)
    assert (figures.registered, figures.awaited, figures.inside) == (1, 0, 0)


def test_who_waits_for_a_seat_is_counted(board, event, desk, clock):
    plan(event, clock, sessions=(replace(a_programme().sessions[0], waiting=2),))
    desk.reload()
    desk.move_to("atelier-b")
    desk.admit(desk.check_in(an_attendee(1).id))
    desk.workshops.wait(desk.check_in(an_attendee(2).id))
    figures = workshop(board)
    assert (figures.waiting, figures.seats, figures.inside) == (1, 0, 1)


def test_a_session_without_a_door_or_a_limit_says_so_and_an_event_that_nobody_described_has_none(
    board, event, bare, clock
):
    plan(event, clock, sessions=(Session("s", "Plénière"),), control_points=())
    figures = workshop(board)
    assert (figures.inside, figures.seats, figures.registered) == (None, None, 0)
    day = ProgrammeQueries(bare).read(clock())
    assert (day.sessions, day.speakers, day.programme.event.title) == ((), (), "journée")


def test_the_programme_is_the_one_another_window_wrote(board, event, clock):
    assert not board.has_changed()
    with closing(EventFile.open(event.path)) as other:
        plan(other, clock, sessions=())
    assert board.has_changed()
    assert not board.has_changed()
    assert board.read(clock()).sessions == ()


def test_a_speaker_is_found_by_name_however_it_is_written(board, event, desk, clock, add):
    add(SPEAKS, an_attendee(21, first_name="Jean", last_name="d’Avila"))
    plan(event, clock, speakers=(Speaker("s/1", "D'AVILA Y OEUVRE Jean Marie", "", "", "s"),))
    (line,) = board.read(clock()).speakers
    assert line.attendee == SPEAKS
    desk.reload()
    arrived = desk.scan(SPEAKS.ticket_code)
    (line,) = board.read(clock()).speakers
    assert (line.state, line.arrival.desk, line.arrival.at) == (SpeakerState.ARRIVED, "Accueil 1", desk.now())
    desk.undo(arrived.entry)
    assert board.read(clock()).speakers[0].arrival is None
    desk.check_in(SPEAKS.id)
    clock.pass_by(minutes=5)
    Desk(event, clock, "Sortie 1", "sortie").check_in(SPEAKS.id)
    assert board.read(clock()).speakers[0].arrival.left_at == MORNING + timedelta(minutes=5)
    desk.check_in(SPEAKS.id)
    assert board.read(clock()).speakers[0].arrival.left_at is None


def test_hundreds_of_speakers_are_found_among_everybody(board, event, clock, add):
    people = [an_attendee(n, first_name=f"Prénom{n}", last_name=f"de la Tour {n}") for n in range(100, 450)]
    add(*people)
    plan(event, clock, speakers=[Speaker(f"s/{p.id}", f"{p.last_name} {p.first_name}", "", "", "s") for p in people])
    assert [line.attendee for line in board.read(clock()).speakers] == people


@pytest.mark.parametrize("name", ["???", "* OR NEAR(", '"; DROP TABLE', "😀"])
def test_whatever_a_speaker_is_called_the_board_is_read(board, event, clock, name):
    plan(event, clock, speakers=(Speaker("s/1", name, "", "", "s"),))
    assert board.read(clock()).speakers[0].attendee is None
