# SPDX-License-Identifier: GPL-3.0-or-later
"""What the live screen shows, and that over random days each figure is one number everywhere (docs/figures.md)."""

from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.command_line.export_commands import as_json
from checkin.core.attendee import Presence, Status
from checkin.core.counts import count_speakers, counted_point, is_expected
from checkin.core.live.live_figures import Phase
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.programme.programme import (
    Category,
    Column,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Requirement,
    Session,
    Speaker,
)
from checkin.core.programme.programme_edits import ProgrammeDraft, day_at, programme_on, with_categories
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal, day_report_from_tables
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.door_figures import columns_at
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import day_report_json
from checkin.services.exports.export_source import ExportSource
from checkin.services.live_queries import LiveQueries
from checkin.services.people_queries import PeopleQueries
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_queries import read_speakers
from checkin.services.programme.programme_use import read_programme_use
from checkin.storage.people_search import PeopleList
from checkin.ui.live.live_wording import group_missing
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
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


def arrive(event, clock, desk, *people, point=""):
    for person in people:
        assert Desk(event, clock, desk, point).check_in(person.id).entry


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


def test_who_is_missing_however_their_category_is_written_where_they_were_read_and_how_full_a_session_is(day, clock):
    """Speakers whom only the list knows are missed beside those of the programme."""
    add_people(day, clock(), an_attendee(23, first_name="Léo", last_name="Sy", category="OFFICÌEL"))
    one, other = (an_attendee(70 + n, first_name="Lou", last_name=f"Mel-{n}", category="Intervenant·e") for n in (0, 1))
    add_people(day, clock(), one, other)
    arrive(day, clock, "Accueil 1", MAYOR, one)
    desk = Desk(day, clock, "Accueil 2", "atelier-b")
    desk.admit(desk.check_in(PREFECT.id))
    found = read(day, clock)
    missed = [(guest.name, guest.category) for guest in found.live.guests]
    assert missed == [("Lou Mel-1", "Intervenant·e"), ("Max Roy", "Officiel"), ("Léo Sy", "OFFICÌEL")]
    assert (found.live.guests_missing, found.live.watched) == (3, ("Officiel", "Intervenant·e"))
    assert [line.speaker.name for line in found.live.speakers] == ["Ana Lys"]
    (workshop,) = (figures for figures in found.day.sessions if figures.session.id == "atelier-b")
    assert (workshop.registered, workshop.inside) == (1, 1)
    (row,) = (each for each in group_missing(found.live) if each.name == "Max Roy")
    assert "Atelier B" in row.about
    assert "Atelier B" in row.story


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


def test_the_last_one_and_the_pace_of_the_last_minutes_this_one_included(day, clock):
    for n in range(30, 40):
        arrive(day, clock, "Accueil 1", an_attendee(n))
        clock.pass_by(seconds=30)
    clock.pass_by(minutes=1)
    live = read(day, clock).live
    assert (live.latest.attendee.id, live.latest.desk) == (an_attendee(39).id, "Accueil 1")
    assert live.per_minute == 1.2  # from 8:42 to 8:47: two a minute, then nobody
    assert live.desks.working == 1
    clock.pass_by(minutes=9)
    desk = Desk(day, clock, "Accueil 1")
    for n in range(40, 60):
        clock.pass_by(seconds=1)
        desk.check_in(an_attendee(n).id)
    tally = DeskQueries(day).tally(desk.programme, desk.control_point, clock())
    assert tally.pace == read(day, clock).live.per_minute == 20 / 5


def test_each_five_minutes_beside_the_forecast_and_a_straggler_makes_longer_bars_and_not_more_of_them(day, clock):
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
    clock.pass_by(hours=7)
    arrive(day, clock, "Accueil 1", an_attendee(33))
    bars = read(day, clock).live.steps
    assert len(bars) <= 36
    assert f"{bars[0].starts:%H:%M} {bars[0].ends:%H:%M}" == "08:00 08:15"
    assert (sum(bar.arrived for bar in bars), bars[-1].arrived) == (4, 1)


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


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [(-24 * 60, Phase.BEFORE), (-60, Phase.BEFORE), (0, Phase.ARRIVING), (300, Phase.AFTER), (24 * 60, Phase.AFTER)],
)
def test_before_while_and_after_people_arrive(day, clock, minutes, phase):
    if phase is Phase.AFTER:
        arrive(day, clock, "Accueil 1", MAYOR)
    clock.pass_by(minutes=minutes)
    live = read(day, clock).live
    assert live.phase is phase
    if minutes == 300:
        assert live.forecast.total == live.arrived == 1
    if minutes == -24 * 60:
        assert (live.arrived, live.expected) == (0, 35)
        assert sum(step.planned for step in live.steps) == pytest.approx(0.85 * 35)
        assert f"{live.forecast.curve.begins:%d %H:%M}" == "04 09:00"


def test_without_times_there_are_figures_and_no_forecast(tmp_path, clock):
    with closing(EventFile.create(tmp_path / "e.checkin")) as event:
        add_people(event, clock(), an_attendee(1))
        before = read(event, clock).live
        arrive(event, clock, "Accueil 1", an_attendee(1))
        live = read(event, clock).live
        assert (before.phase, before.steps, before.forecast) == (Phase.BEFORE, (), None)
        assert (live.arrived, live.forecast, [step.arrived for step in live.steps]) == (1, None, [1])
        event.plan(Programme(a_programme().event, control_points=()), at=clock(), desk="d")
        assert read(event, clock).live.expected == 1, "an empty programme is no trouble"


def test_what_anybody_writes_is_a_change(day, clock):
    board = LiveQueries(day)
    board.has_changed()
    assert not board.has_changed()
    arrive(day, clock, "Accueil 1", an_attendee(1))
    assert board.has_changed()
    with closing(EventFile.open(day.path)) as other:
        arrive(other, clock, "Accueil 2", an_attendee(2))
    assert board.has_changed()
    assert not board.has_changed()


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


@pytest.mark.parametrize(("days", "point"), [(-2, "lundi"), (5, "mardi"), (1, "lundi")])
def test_the_entrance_is_that_of_the_first_and_last_day_or_one_that_is_still_open(two_entrances, clock, days, point):
    if days == 1:
        planned = two_entrances.programme()
        always = (replace(MONDAY, closes=None), TUESDAY)
        two_entrances.plan(replace(planned, control_points=always), at=clock(), desk="d")
    clock.pass_by(days=days)
    assert read(two_entrances, clock).live.point.id == point


def test_each_day_is_told_of_its_own_entrance(two_entrances, clock):
    arrive(two_entrances, clock, "Accueil 1", *(an_attendee(n) for n in range(30, 40)), point="lundi")
    assert read(two_entrances, clock).live.point.id == "lundi"
    clock.pass_by(hours=10)
    evening = read(two_entrances, clock).live
    assert (evening.point.id, evening.arrived) == ("lundi", 10)  # its hours are over, its day is not
    clock.pass_by(hours=14)
    assert [line.speaker.name for line in read(two_entrances, clock).live.speakers] == ["Zoé Ba"]
    arrive(two_entrances, clock, "Accueil 1", MAYOR, *(an_attendee(n) for n in range(38, 41)), point="mardi")
    clock.pass_by(minutes=2)
    live = read(two_entrances, clock).live
    assert (live.point.id, live.arrived, live.missing) == ("mardi", 4, live.expected - 4)
    assert (live.per_minute, live.desks.working, live.phase) == (0.8, 1, Phase.ARRIVING)
    assert live.latest.at.astimezone(PARIS).date() == START.date() + DAY
    assert ([each.arrived for each in live.days], live.in_all) == ([10, 4], 12)
    assert live.speakers == (), "who speaks on the second day has arrived at its entrance"


MEANT, ALSO, OTHER, NONE = (
    an_attendee(20 + n, category=category) for n, category in enumerate(("participant", "PARTICÌPANT", "presse", ""))
)


@pytest.fixture
def lunch(event, clock):
    """A desk at the door of participants; one of them is written with capitals and an accent."""
    add_people(event, clock(), MEANT, ALSO, OTHER, NONE)
    return Desk(event, clock, "Accueil 1", control_point="dejeuner")


def listed(event, desk, attendance):
    found = PeopleQueries(event, desk).order("", AttendeeFilter(attendance=attendance), AttendeeOrder())
    return set(found) & {MEANT.id, ALSO.id, OTHER.id, NONE.id}


def test_whoever_a_door_lets_in_by_their_category_is_expected_there_however_it_is_written(event, lunch, clock):
    before = DeskQueries(event).tally(lunch.programme, lunch.control_point, clock())
    assert lunch.check_in(ALSO.id).entry
    tally = DeskQueries(event).tally(lunch.programme, lunch.control_point, clock())
    assert (tally.arrived, tally.unexpected, tally.missing) == (1, 0, before.missing - 1)
    assert listed(event, lunch, AttendanceFilter.EXPECTED) == {MEANT.id, ALSO.id}
    assert listed(event, lunch, AttendanceFilter.TO_COME) == {MEANT.id}


def test_the_live_screen_expects_them_too_and_nobody_where_nobody_has_the_category(event, clock):
    def only_entrance(category):
        entrance = replace(a_programme().control_points[0], categories=(category,))
        event.plan(replace(a_programme(), control_points=(entrance,)), at=clock(), desk="d")

    only_entrance("officiel")
    live = read(event, clock).live
    assert (live.expected, live.by_category) == (0, ())
    only_entrance("participant")
    add_people(event, clock(), MEANT, ALSO, OTHER, NONE)
    before = read(event, clock).live
    arrive(event, clock, "Accueil 1", ALSO)
    live = read(event, clock).live
    assert (live.expected, live.unexpected, live.missing) == (before.expected, 0, before.missing - 1)
    assert [(part.name, part.missing) for part in live.by_category if part.expected] == [("Participant", live.missing)]


def test_whom_the_door_of_a_dinner_refuses_is_not_expected_at_it_nor_counted_for_its_cook(event, clock):
    answered = Requirement("custom:Dîner ?", ("oui",))
    door = ControlPoint("diner", "Dîner", categories=("participant",), requires=(answered,))
    diets = Column("regime", "Régime", "custom:Régime", is_counted=True)
    event.plan(replace(a_programme(), control_points=(door,), columns=(diets,)), at=clock(), desk="d")
    people = [
        an_attendee(30 + n, category="participant", custom={"Dîner ?": answer, "Régime": "Végétarien"})
        for n, answer in enumerate(("Oui", "non", "", "OUI"))
    ]
    add_people(event, clock(), *people)
    desk = Desk(event, clock, "Accueil 1")
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert (tally.expected, tally.missing) == (2, 2)
    (column,) = read(event, clock).live.by_column
    assert [(value.name, value.expected) for value in column.values] == [("Végétarien", 2)]
    to_come = AttendeeFilter(attendance=AttendanceFilter.TO_COME)
    assert {*PeopleQueries(event, desk).order("", to_come, AttendeeOrder())} == {people[0].id, people[3].id}


DAYS = date(2023, 7, 4), date(2023, 7, 5)
DIETS = ("Végétarien", "Sans gluten", "", "végétarienne")


def in_july(day, hour, minute=0):
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


WITH_DINNER = Requirement('custom:Au "dîner" \\ du soir ?', ("OUI",))
WITH_ROLE = Requirement("role", ("", "Élue"))
CONGRESS = Programme(
    Event("Congrès", DAYS[0], last_day=DAYS[1]),
    categories=(Category("congressiste", "Congressiste"), Category("presse", "Presse")),
    sessions=(
        Session("pleniere", "Plénière", in_july(4, 9), in_july(4, 12)),
        Session("atelier", "Atelier", in_july(4, 14), in_july(4, 17), capacity=3, is_booked=True),
        Session("diner", "Dîner", in_july(4, 20), in_july(4, 22)),
        Session("concert", "Concert", in_july(4, 22), in_july(4, 23), is_booked=True),
        Session("bilan", "Bilan", in_july(5, 9), in_july(5, 12)),
    ),
    speakers=(Speaker("s/1", "Éléonore Le Goff-0", "", "", "pleniere"),),
    control_points=(
        ControlPoint("accueil", "Accueil", is_daily=True),
        ControlPoint("atelier", "Atelier", "atelier"),
        ControlPoint("diner", "Dîner", "diner", categories=("congressiste",)),
        ControlPoint("concert", "Concert", "concert", requires=(WITH_DINNER, WITH_ROLE)),
        ControlPoint("bilan", "Bilan", "bilan", categories=("presse", "congressiste"), requires=(WITH_DINNER,)),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
    ),
    columns=(Column("regime", "Régime", "custom:Régime", is_counted=True),),
)


@cache
def programme_of(day):
    """One object for each day, as a desk has it."""
    return programme_on(CONGRESS, day)


GUESTS = [
    an_attendee(
        n,
        first_name="Éléonore",
        last_name=f"Le Goff-{n}",
        category=("congressiste", "presse")[n % 2],
        places=(1, 1, 3)[n % 3],
        sessions=(("atelier", "concert"), ("atelier",), ("concert",), ())[n % 4],
        status=(Status.CONFIRMED, Status.UNPAID, Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED)[n % 5],
        presence=Presence.REMOTE if n == 8 else Presence.ON_SITE,
        role=("Elue", "", "Maire")[n % 3],
        days=("", "mardi", "Les 2 jours", "mercredi 5", "jour 2", "je ne sais pas")[n % 6],
        custom={"Régime": DIETS[n % 4], 'Au "dîner" \\ du soir ?': ("oui", "non", "Oui", "")[n % 4]},
    )
    for n in range(9)
]
acts = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "arrive", "part", "undo", "walk_in", "night", *Status]),
        st.integers(0, len(GUESTS) - 1),
        st.sampled_from(["accueil", "accueil", "atelier", "diner", "concert", "bilan", "sortie"]),
    ),
    max_size=16,
)


class Day(NamedTuple):
    """An event file and the desk in_july which a random day takes place."""

    event: EventFile
    desk: Desk
    clock: FakeClock
    queries: DeskQueries

    def carry_out(self, kind, number, point):
        self._carry_out(kind, number, point)
        for door in self.doors():
            self.tally(door)  # as the header does, which keeps what it read

    def _carry_out(self, kind, number, point):
        self.clock.pass_by(minutes=7)
        if kind == "night":
            self.clock.at = max(self.clock.at, in_july(5, 8))
            return
        self.desk.move_to(point)
        person = GUESTS[number]
        if kind == "walk_in":
            form = RegistrationForm(first_name="Zoé", last_name=f"Gœury-{number}", category="presse")
            with suppress(UserError):
                self.desk.registration.walk_in(form)
        elif kind in set(Status):
            self.desk.registration.set_status({person.id: Status(kind)})
        else:
            self._come(person, kind)

    def _come(self, person, kind):
        answer = self.desk.scan(person.ticket_code)
        if kind == "undo" and answer.undoes:
            self.desk.undo(answer.undoes)
        elif answer.can_admit:
            self.desk.admit(answer, 1) if kind == "part" else self.desk.admit(answer)
        elif answer.can_overrule and not answer.undoes:
            self.desk.overrule(answer, Authority("Ana Lys", "comes all the same"))

    @property
    def programme(self):
        return programme_of(day_at(CONGRESS, self.clock()))

    def doors(self):
        return [point for point in self.programme.control_points if point.mode is PointMode.ENTRY]

    def tally(self, point):
        return self.queries.tally(self.programme, point, self.clock())

    def listed(self, attendance, point):
        counted = counted_point(self.programme, point, self.event.attendees.texts)
        wanted = AttendeeFilter(attendance=attendance)
        return PeopleList(self.event.db).order(wanted, AttendeeOrder(), counted)


def doors_of(report):
    return {door: (each.total.places, each.total.people, each.total.missing) for door, each in report.doors.items()}


def values(columns):
    return {(column, value): counted for column, of_value in columns for value, *counted in of_value if any(counted)}


def check_doors(day, report):
    """Who is expected and arrived in_july a door."""
    assert report.is_balanced
    assert report == day_report_from_tables(day.event)
    assert doors_of(report) == doors_of(day_report_from_tables(day.event))
    tallies = {point.id: day.tally(point) for point in day.doors()}
    header = {door: (tally.expected, tally.arrived, tally.missing) for door, tally in tallies.items()}
    at_closing = doors_of(report)
    assert header == {door: at_closing[door] for door in header}

    live = LiveQueries(day.event).read(day.clock())
    assert (live.live.expected, live.live.arrived, live.live.missing) == at_closing[live.live.point.id]
    printed = {each["id"]: each for each in as_json(day.event, live)["control_points"]}
    assert header == {door: (p["expected"], p["arrived"], p["missing"]) for door, p in printed.items()}
    for figures in live.day.sessions:
        door = header.get(figures.session.id)
        assert door == (figures.door and (figures.door.expected, figures.door.arrived, figures.door.missing))
    written = day_report_json(ExportSource(day.event, day.clock()), report)
    points = written["control_points"]
    assert header == {door: tuple(points[door][each] for each in ("places", "people", "missing")) for door in header}
    for session in ("atelier", "diner", "bilan"):
        line = written["sessions"][session]
        assert (line["places"], line["people"]) == header[session][:2]


def check_registrations(day, report):
    """They are told apart from people."""
    assert report.total.registered == PeopleQueries(day.event, day.desk).count()
    people_of = PeopleList(day.event.db).count_people
    for point in day.doors():
        line, tally = report.doors[point.id].total, day.tally(point)
        arrived, expected, to_come = (
            day.listed(each, point)
            for each in (AttendanceFilter.ARRIVED, AttendanceFilter.EXPECTED, AttendanceFilter.TO_COME)
        )
        assert len(arrived) == line.present + line.others
        assert people_of(arrived, AttendanceFilter.ARRIVED, point.id) == tally.arrived
        assert people_of(expected, AttendanceFilter.EXPECTED, point.id) == tally.expected
        assert len(expected) <= line.registered - line.cancelled + line.present
        assert len(to_come) <= line.absent
    assert report.total.places == sum(p.places for p, _ in day.event.attendees.all() if is_expected(p))
    assert report.total.people >= max(each.total.people for each in report.doors.values())
    assert sum(line.people for line in report.categories.values()) == report.total.people


def check_columns(day, report):
    """Each value of a counted column, in_july each door."""
    live = LiveQueries(day.event).read(day.clock()).live
    for point in day.doors():
        at_closing = values(
            (name, [(value, line.people, line.places) for value, line in of_value.items()])
            for name, of_value in report.doors[point.id].columns.items()
        )
        shown = columns_at(day.event, day.programme, point)
        assert at_closing == values((c.name, [(v.name, v.arrived, v.expected) for v in c.values]) for c in shown)
        if point.id == live.point.id:
            assert [*shown] == [*live.by_column]


def check_speakers(day, _report):
    planned = day.event.programme()
    shown = (planned, day.programme, programme_on(planned, DAYS[1]))
    assert len({count_speakers(read_speakers(day.event, each, day.clock())) for each in shown}) == 1


@settings(max_examples=30, deadline=None)
@given(acts)
def test_on_any_day_every_figure_is_one_number_everywhere(done):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "jour.checkin", KEY)) as event:
        event.plan(CONGRESS, at=in_july(3, 12), desk="Accueil 1")
        add_people(event, in_july(3, 12), *GUESTS)
        clock = FakeClock(in_july(4, 8))
        day = Day(event, Desk(event, clock, "Accueil 1"), clock, DeskQueries(event))
        for act in done:
            day.carry_out(*act)
        report = day_report_from_journal(event, clock())
        for check in (check_doors, check_registrations, check_columns, check_speakers):
            check(day, report)
