# SPDX-License-Identifier: GPL-3.0-or-later
"""One figure, one number: over random days, screens, commands and exports agree on each name (docs/figures.md)."""

from contextlib import closing, suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.command_line.export_commands import as_json
from checkin.core.attendee import Presence, Status
from checkin.core.counts import count_speakers, counted_point, is_expected
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
from checkin.core.programme.programme_edits import day_at, programme_on
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
from checkin.services.programme.programme_queries import read_speakers
from checkin.storage.people_search import PeopleList
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

PARIS = ZoneInfo("Europe/Paris")
DAYS = date(2023, 7, 4), date(2023, 7, 5)
DIETS = ("Végétarien", "Sans gluten", "", "végétarienne")


def at(day, hour, minute=0):
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


WITH_DINNER = Requirement('custom:Au "dîner" \\ du soir ?', ("OUI",))
WITH_ROLE = Requirement("role", ("", "Élue"))
PROGRAMME = Programme(
    Event("Congrès", DAYS[0], last_day=DAYS[1]),
    categories=(Category("congressiste", "Congressiste"), Category("presse", "Presse")),
    sessions=(
        Session("pleniere", "Plénière", at(4, 9), at(4, 12)),
        Session("atelier", "Atelier", at(4, 14), at(4, 17), capacity=3, is_booked=True),
        Session("diner", "Dîner", at(4, 20), at(4, 22)),
        Session("concert", "Concert", at(4, 22), at(4, 23), is_booked=True),
        Session("bilan", "Bilan", at(5, 9), at(5, 12)),
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
    return programme_on(PROGRAMME, day)


PEOPLE = [
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
        st.integers(0, len(PEOPLE) - 1),
        st.sampled_from(["accueil", "accueil", "atelier", "diner", "concert", "bilan", "sortie"]),
    ),
    max_size=16,
)


class Day(NamedTuple):
    """An event file and the desk at which a random day takes place."""

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
            self.clock.at = max(self.clock.at, at(5, 8))
            return
        self.desk.move_to(point)
        person = PEOPLE[number]
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
        return programme_of(day_at(PROGRAMME, self.clock()))

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
    """Who is expected and arrived at a door."""
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
    """Each value of a counted column, at each door."""
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
        event.plan(PROGRAMME, at=at(3, 12), desk="Accueil 1")
        add_people(event, at(3, 12), *PEOPLE)
        clock = FakeClock(at(4, 8))
        day = Day(event, Desk(event, clock, "Accueil 1"), clock, DeskQueries(event))
        for act in done:
            day.carry_out(*act)
        report = day_report_from_journal(event, clock())
        for check in (check_doors, check_registrations, check_columns, check_speakers):
            check(day, report)


def test_the_pace_says_what_the_last_minutes_brought_this_one_included(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n) for n in range(100, 139)))
    for n in range(100, 139):
        clock.pass_by(seconds=1)
        desk.check_in(an_attendee(n).id)
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    live = LiveQueries(event).read(clock()).live
    assert tally.pace == live.per_minute == 39 / 5
