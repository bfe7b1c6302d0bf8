# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programme screen reads, from a real event file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.counts import SpeakerState
from checkin.core.programme.programme import ControlPoint, PointMode, Session, Speaker
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_queries import ProgrammeQueries
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

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
    points = (
        ControlPoint("in", "Entrée", "atelier-b"),
        ControlPoint("out", "Sortie", "atelier-b", mode=PointMode.EXIT),
    )
    event.plan(replace(a_programme(), control_points=points), at=clock(), desk="d")
    desk.reload()
    desk.check_in(an_attendee(3).id)
    desk.move_to("out")
    desk.check_in(an_attendee(3).id)
    figures = workshop(board)
    assert (figures.registered, figures.awaited, figures.inside) == (1, 0, 0)


def test_who_waits_for_a_seat_is_counted(board, event, desk, clock):
    sessions = (replace(a_programme().sessions[0], waiting=2),)
    event.plan(replace(a_programme(), sessions=sessions), at=clock(), desk="d")
    desk.reload()
    desk.move_to("atelier-b")
    desk.admit(desk.check_in(an_attendee(1).id))
    desk.workshops.wait(desk.check_in(an_attendee(2).id))
    figures = workshop(board)
    assert (figures.waiting, figures.seats, figures.inside) == (1, 0, 1)


def test_a_session_without_a_door_or_a_limit_says_so(board, event, clock):
    session = Session("s", "Plénière")
    event.plan(replace(a_programme(), sessions=(session,), control_points=()), at=clock(), desk="d")
    figures = workshop(board)
    assert (figures.inside, figures.seats, figures.registered) == (None, None, 0)


def test_the_programme_is_the_one_another_window_wrote(board, event, clock):
    assert not board.has_changed()
    other = EventFile.open(event.path)
    other.plan(replace(a_programme(), sessions=()), at=clock(), desk="d")
    other.close()
    assert board.has_changed()
    assert not board.has_changed()
    assert board.read(clock()).sessions == ()


def test_a_speaker_is_found_by_name_however_it_is_written(board, event, desk, clock, add):
    add(SPEAKS, an_attendee(21, first_name="Jean", last_name="d’Avila"))
    speaker = Speaker("s/1", "D'AVILA Y OEUVRE Jean Marie", "", "", "s")
    event.plan(replace(a_programme(), speakers=(speaker,)), at=clock(), desk="d")
    (line,) = board.read(clock()).speakers
    assert line.attendee == SPEAKS
    desk.scan(SPEAKS.ticket_code)
    (line,) = board.read(clock()).speakers
    assert (line.state, line.arrival.desk, line.arrival.at) == (SpeakerState.ARRIVED, "Accueil 1", desk.now())


def test_an_arrival_that_is_undone_is_none_and_who_went_out_was_here(board, event, desk, clock, add):
    add(SPEAKS)
    event.plan(replace(a_programme(), speakers=(Speaker("s/1", SPEAKS.name, "", "", "s"),)), at=clock(), desk="d")
    desk.reload()
    desk.undo(desk.scan(SPEAKS.ticket_code).entry)
    assert board.read(clock()).speakers[0].arrival is None
    desk.check_in(SPEAKS.id)
    clock.pass_by(minutes=5)
    Desk(event, clock, "Sortie 1", "sortie").check_in(SPEAKS.id)
    (line,) = board.read(clock()).speakers
    assert line.arrival.left_at == MORNING + timedelta(minutes=5)
    desk.check_in(SPEAKS.id)
    assert board.read(clock()).speakers[0].arrival.left_at is None


def test_hundreds_of_speakers_are_found_among_everybody(board, event, clock, add):
    people = [an_attendee(n, first_name=f"Prénom{n}", last_name=f"de la Tour {n}") for n in range(100, 450)]
    add(*people)
    speakers = tuple(Speaker(f"s/{p.id}", f"{p.last_name} {p.first_name}", "", "", "s") for p in people)
    event.plan(replace(a_programme(), speakers=speakers), at=clock(), desk="d")
    assert [line.attendee for line in board.read(clock()).speakers] == people


@pytest.mark.parametrize("name", ["???", "* OR NEAR(", '"; DROP TABLE', "😀"])
def test_whatever_a_speaker_is_called_the_board_is_read(board, event, clock, name):
    event.plan(replace(a_programme(), speakers=(Speaker("s/1", name, "", "", "s"),)), at=clock(), desk="d")
    assert board.read(clock()).speakers[0].attendee is None


def test_an_event_that_nobody_described_is_empty(tmp_path, clock):
    event = EventFile.create(tmp_path / "new.checkin")
    day = ProgrammeQueries(event).read(clock())
    assert (day.sessions, day.speakers, day.programme.event.title) == ((), (), "new")
    event.close()
