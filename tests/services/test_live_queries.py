# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything the live screen shows, read from a real file."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.live.live_figures import Phase
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_edits import ProgrammeDraft, with_categories
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_use import read_programme_use
from checkin.ui.live.live_wording import group_missing
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services import lists

PARIS = ZoneInfo("Europe/Paris")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = MORNING.astimezone(PARIS)  # 8:40
OPENING = Session("opening", "Ouverture", START + 20 * MINUTE, START + 50 * MINUTE, "Auditorium")
MAYOR = an_attendee(20, first_name="Zoé", last_name="Ba", category="officiel")
PREFECT = an_attendee(21, first_name="Max", last_name="Roy", category="Officiel")
AWAY = an_attendee(22, category="officiel", status="cancelled")


@pytest.fixture
def day(event, clock):
    """An opening at nine with a speaker; two officials who are expected, a third who has cancelled."""
    workshop = replace(a_programme().sessions[0], starts=START + 90 * MINUTE)
    speakers = (Speaker("opening/1", "Ana Lys", "", "", "opening"),)
    event.plan(replace(a_programme(), sessions=(OPENING, workshop), speakers=speakers), at=clock(), desk="d")
    add_people(event, clock(), MAYOR, PREFECT, AWAY, *(an_attendee(n, category="presse") for n in range(30, 60)))
    return event


def arrive(event, clock, desk, *people):
    for person in people:
        assert Desk(event, clock, desk).check_in(person.id).entry


def read(event, clock):
    return LiveQueries(event).read(clock().astimezone(PARIS))


def test_who_came_by_desk_and_category(day, clock):
    arrive(day, clock, "Accueil 2", MAYOR, an_attendee(30), an_attendee(31))
    arrive(day, clock, "Accueil 1", an_attendee(1))
    live = read(day, clock).live
    assert (live.arrived, live.expected) == (4, 35)
    assert [(p.name, p.arrived) for p in live.by_desk] == [("Accueil 1", 1), ("Accueil 2", 3)]
    assert [(p.name, p.arrived, p.expected) for p in live.by_category] == [
        ("Participant", 1, 2),
        ("Officiel", 1, 2),  # one is written as the list wrote it
        ("Presse", 2, 30),
        ("", 0, 1),
    ]


def test_who_is_missing(day, clock):
    arrive(day, clock, "Accueil 1", MAYOR)
    live = read(day, clock).live
    assert [guest.name for guest in live.guests] == ["Max Roy"]
    assert live.guests_missing == 1
    assert [line.speaker.name for line in live.speakers] == ["Ana Lys"]


def test_who_is_missing_at_the_entrance_and_was_read_elsewhere_is_told_with_that_place(day, clock):
    desk = Desk(day, clock, "Accueil 2")
    desk.move_to("atelier-b")
    desk.admit(desk.check_in(PREFECT.id))
    (row,) = (each for each in group_missing(read(day, clock).live) if each.name == "Max Roy")
    assert "Atelier B" in row.about
    assert "Atelier B" in row.story


def test_speakers_whom_only_the_list_knows_are_missed_beside_those_of_the_programme(day, clock):
    one, other = (an_attendee(70 + n, first_name="Lou", last_name=f"Mel-{n}", category="Intervenant·e") for n in (0, 1))
    add_people(day, clock(), one, other)
    arrive(day, clock, "Accueil 1", MAYOR, one)
    live = read(day, clock).live
    assert [(guest.name, guest.category) for guest in live.guests] == [
        ("Lou Mel-1", "Intervenant·e"),
        ("Max Roy", "Officiel"),
    ]
    assert live.watched == ("Officiel", "Intervenant·e")


def test_categories_taken_from_the_list_are_those_of_its_people_and_who_speaks_is_missed(tmp_path, clock):
    with closing(EventFile.create(tmp_path / "liste.checkin")) as event:
        lists.bring(event, clock, "Mel;Lou;Intervenant·e", "Roy;Max;Participant·e", header="Nom;Prénom;Catégorie")
        assert [guest.name for guest in read(event, clock).live.guests] == ["Lou Mel"], "before there is a programme"
        planned = event.programme()
        draft = ProgrammeDraft(planned, with_categories(planned, read_programme_use(event).categories()))
        save_programme(event, draft, at=clock(), desk="d")
        live = read(event, clock).live
        assert lists.person(event, "Mel").category == event.programme().category_named("Intervenant·e").id
        assert [guest.name for guest in live.guests] == ["Lou Mel"]
        assert live.watched == ("Intervenant·e",)


def test_the_last_one_and_the_pace(day, clock):
    for n in range(30, 40):
        arrive(day, clock, "Accueil 1", an_attendee(n))
        clock.pass_by(seconds=30)
    clock.pass_by(minutes=1)
    live = read(day, clock).live
    assert (live.latest.attendee.id, live.latest.desk) == (an_attendee(39).id, "Accueil 1")
    assert live.per_minute == 1.2  # from 8:42 to 8:47: two a minute, then nobody
    assert live.desks.working == 1


def test_each_five_minutes_beside_the_forecast(day, clock):
    arrive(day, clock, "Accueil 1", an_attendee(30), an_attendee(31))
    clock.pass_by(minutes=7)
    arrive(day, clock, "Accueil 1", an_attendee(32))
    live = read(day, clock).live
    steps = {f"{step.starts:%H:%M}": step for step in live.steps}
    assert (steps["08:40"].arrived, steps["08:45"].arrived, steps["08:50"].arrived) == (2, 1, 0)
    assert steps["08:40"].coming == 0 < steps["08:45"].coming < steps["08:50"].coming
    assert sum(step.planned for step in live.steps) == pytest.approx(0.85 * 35)
    assert sum(step.coming for step in live.steps) == pytest.approx(live.forecast.remaining)
    assert live.phase is Phase.ARRIVING


def test_a_straggler_makes_longer_bars_and_not_more_of_them(day, clock):
    arrive(day, clock, "Accueil 1", an_attendee(30))
    clock.pass_by(hours=7)
    arrive(day, clock, "Accueil 1", an_attendee(31))
    steps = read(day, clock).live.steps
    assert len(steps) <= 36
    assert f"{steps[0].starts:%H:%M} {steps[0].ends:%H:%M}" == "08:00 08:15"
    assert (sum(step.arrived for step in steps), steps[-1].arrived) == (2, 1)


def test_a_crowd_that_the_desks_do_not_keep_up_with_is_a_queue(day, clock):
    add_people(day, clock(), *(an_attendee(n) for n in range(100, 500)))
    for n in range(36):
        arrive(day, clock, "Accueil 1", an_attendee(100 + n))
        clock.pass_by(seconds=20)
    live = read(day, clock).live
    assert round(live.desks.seconds) == 20
    assert live.queue.people > 20
    assert live.queue.most >= live.queue.people
    assert live.desks.wanted > live.desks.working == 1


def test_sessions_and_their_fill_are_of_the_same_moment(day, clock):
    figures = {f.session.id: f for f in read(day, clock).day.sessions}
    assert (figures["atelier-b"].registered, figures["atelier-b"].inside) == (1, 0)


@pytest.mark.parametrize(
    ("minutes", "phase"), [(-60, Phase.BEFORE), (0, Phase.ARRIVING), (300, Phase.AFTER), (24 * 60, Phase.AFTER)]
)
def test_before_while_and_after_people_arrive(day, clock, minutes, phase):
    if phase is Phase.AFTER:
        arrive(day, clock, "Accueil 1", MAYOR)
    clock.pass_by(minutes=minutes)
    live = read(day, clock).live
    assert live.phase is phase
    if minutes == 300:
        assert live.forecast.total == live.arrived == 1


def test_the_day_before_there_is_a_forecast_of_the_day(day, clock):
    clock.pass_by(hours=-24)
    live = read(day, clock).live
    assert (live.phase, live.arrived, live.expected) == (Phase.BEFORE, 0, 35)
    assert sum(step.planned for step in live.steps) == pytest.approx(0.85 * 35)
    assert f"{live.forecast.curve.begins:%d %H:%M}" == "04 09:00"


def test_without_times_there_are_figures_and_no_forecast(tmp_path, clock):
    event = EventFile.create(tmp_path / "e.checkin")
    add_people(event, clock(), an_attendee(1))
    before = read(event, clock).live
    arrive(event, clock, "Accueil 1", an_attendee(1))
    live = read(event, clock).live
    event.close()
    assert (before.phase, before.steps, before.forecast) == (Phase.BEFORE, (), None)
    assert (live.arrived, live.forecast, [step.arrived for step in live.steps]) == (1, None, [1])


def test_what_anybody_writes_is_a_change(day, clock):
    board = LiveQueries(day)
    board.has_changed()
    assert not board.has_changed()
    arrive(day, clock, "Accueil 1", an_attendee(1))
    assert board.has_changed()
    other = EventFile.open(day.path)
    arrive(other, clock, "Accueil 2", an_attendee(2))
    other.close()
    assert board.has_changed()
    assert not board.has_changed()


def test_an_empty_programme_is_no_trouble(event, clock):
    event.plan(Programme(a_programme().event, control_points=()), at=clock(), desk="d")
    assert read(event, clock).live.expected == 3


MONDAY = ControlPoint("lundi", "Accueil lundi", opens=START, closes=START + 9 * HOUR)
TUESDAY = ControlPoint("mardi", "Accueil mardi", opens=START + DAY, closes=START + DAY + 9 * HOUR)


@pytest.fixture
def two_entrances(event, clock):
    """An event of two days, each with an entrance of its own, as the organiser planned them."""
    first = OPENING.starts.date()
    planned = a_programme(
        event=Event("Rencontre", first, last_day=first + DAY),
        sessions=(OPENING, replace(OPENING, id="second", starts=OPENING.starts + DAY, ends=OPENING.ends + DAY)),
        speakers=(Speaker("second/1", "Zoé Ba", "", "", "second"),),
        control_points=(MONDAY, TUESDAY),
    )
    event.plan(planned, at=clock(), desk="d")
    add_people(event, clock(), MAYOR, *(an_attendee(n, category="presse") for n in range(30, 60)))
    return event


def come_in(event, clock, point, *people):
    for person in people:
        assert Desk(event, clock, "Accueil 1", point).check_in(person.id).entry


def test_each_day_is_told_of_its_own_entrance(two_entrances, clock):
    come_in(two_entrances, clock, "lundi", *(an_attendee(n) for n in range(30, 40)))
    assert read(two_entrances, clock).live.point.id == "lundi"
    clock.pass_by(minutes=10 * 60)
    evening = read(two_entrances, clock).live
    assert (evening.point.id, evening.arrived) == ("lundi", 10)  # its hours are over, its day is not
    clock.pass_by(minutes=14 * 60)
    come_in(two_entrances, clock, "mardi", *(an_attendee(n) for n in range(38, 42)))
    clock.pass_by(minutes=2)
    live = read(two_entrances, clock).live
    assert (live.point.id, live.arrived, live.missing) == ("mardi", 4, live.expected - 4)
    assert (live.per_minute, live.desks.working, live.phase) == (0.8, 1, Phase.ARRIVING)
    assert live.latest.at.astimezone(PARIS).date() == START.date() + DAY
    assert [each.arrived for each in live.days] == [10, 4]
    assert live.in_all == 12


def test_before_and_after_the_event_the_entrance_is_that_of_its_first_and_last_day(two_entrances, clock):
    clock.pass_by(minutes=-48 * 60)
    assert read(two_entrances, clock).live.point.id == "lundi"
    clock.pass_by(minutes=7 * 24 * 60)
    assert read(two_entrances, clock).live.point.id == "mardi"


def test_an_entrance_that_is_still_open_stays_the_one_that_is_told_of(two_entrances, clock):
    planned = two_entrances.programme()
    always = replace(MONDAY, closes=None)
    two_entrances.plan(replace(planned, control_points=(always, TUESDAY)), at=clock(), desk="d")
    clock.pass_by(minutes=24 * 60)
    assert read(two_entrances, clock).live.point.id == "lundi"


def test_a_speaker_of_the_second_day_has_arrived_at_its_entrance(two_entrances, clock):
    clock.pass_by(minutes=24 * 60)
    assert [line.speaker.name for line in read(two_entrances, clock).live.speakers] == ["Zoé Ba"]
    come_in(two_entrances, clock, "mardi", MAYOR)
    assert read(two_entrances, clock).live.speakers == ()
