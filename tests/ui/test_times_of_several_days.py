# SPDX-License-Identifier: GPL-3.0-or-later
"""An event of two days: wherever a session's time is written, its day stands beside it; of one day it does not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from checkin import translation
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_edits import time_with_day
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.people_queries import PeopleQueries
from checkin.services.programme.programme_use import Speakers
from checkin.services.ticket_making import TicketMaker
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.people.correction_form import CorrectionForm
from checkin.ui.people.person_panel import person_facts
from checkin.ui.programme.programme_screen import ProgrammeContext, ProgrammeScreen
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answers import an_answer

PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
VISITOR = an_attendee(60, sessions=("c", "e"))


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


def workshop(name, day, hour=14):
    return Session(name.lower(), f"Atelier {name}", at(day, hour), at(day, hour + 2), capacity=20, is_booked=True)


TWO_DAYS = Programme(
    Event("Rencontre", MONDAY, last_day=TUESDAY),
    sessions=(
        Session("ouverture", "Ouverture", at(MONDAY, 9), at(MONDAY, 12)),
        workshop("C", MONDAY),
        workshop("E", TUESDAY),
    ),
    speakers=(Speaker("c/1", "Ana Lys", "Directrice", "", "c"),),
    control_points=(ControlPoint("accueil", "Accueil"),),
)
ONE_DAY = replace(TWO_DAYS, event=Event("Rencontre", MONDAY), sessions=TWO_DAYS.sessions[:2])


@pytest.fixture(params=[(TWO_DAYS, "lun. 5, 14:00", "mar. 6, 14:00"), (ONE_DAY, "14:00", None)], ids=["two", "one"])
def planned(request, qapp, event, desk, clock):
    translation.install(qapp, "fr")
    clock.at = at(MONDAY, 8)
    programme, monday, tuesday = request.param
    event.plan(programme, at=clock(), desk="d")
    add_people(event, clock(), VISITOR)
    desk.reload()
    return monday, tuesday


def expect(text, planned):
    monday, tuesday = planned
    lines = text.split("\n")
    assert any(f"Atelier C · {monday}" in line or f"{monday}–16:00 · Atelier C" in line for line in lines), text
    if tuesday:
        assert any(f"Atelier E · {tuesday}" in line or f"{tuesday}–16:00 · Atelier E" in line for line in lines), text


def test_on_the_ticket_in_the_message_and_in_the_calendar(event, planned):
    maker = TicketMaker(event)
    expect(maker.values(VISITOR)["booked"], planned)
    entries = icalendar.Calendar.from_ical(maker.calendar_entry(VISITOR)).walk("VEVENT")
    expect("\n".join(str(entry["description"]) for entry in entries), planned)


def test_in_the_answer_and_on_the_page_of_the_person(event, desk, clock, planned):
    answer = an_answer(Reason.WELCOME, attendee=VISITOR)
    expect("\n".join(chip.text for chip in answer_content(answer, desk.programme).chips), planned)
    person = PeopleQueries(event, desk).person(VISITOR.id)
    expect("\n".join(fact.text for fact in person_facts(person, desk.programme)), planned)


def test_in_the_form_of_a_walk_in_and_of_a_correction(qtbot, event, desk, planned):
    choices = FormChoices(desk, DeskQueries(event))
    new, correction = WalkInForm(choices), CorrectionForm(choices)
    for form in (new, correction):
        qtbot.addWidget(form)
    new.start()
    correction.start(VISITOR, [])
    for boxes in (new.more.workshops.boxes, correction.fields.workshops.boxes):
        expect("\n".join(box.accessibleName() for box in boxes), planned)
    new.start_instead(VISITOR)
    expect(new._inherited.text().replace("Atelier E", "\nAtelier E"), planned)


def test_the_programme_has_a_heading_for_each_day(qtbot, event, desk, planned):
    _, tuesday = planned
    screen = ProgrammeScreen(ProgrammeContext(event, Speakers(event, desk), desk))
    qtbot.addWidget(screen)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.sessions.list.content.rowCount() > 0)
    items = screen.sessions.list.content.rows[1:]
    begins = [item.heading for item in items]
    told = [screen.sessions.list.content.index(row).data() for row in range(1, len(items) + 1)]
    if tuesday:
        assert begins == ["Lundi 5 octobre 2026", "", "Mardi 6 octobre 2026"]
        assert screen.sessions.list.accessibleName() == "Les journées"
        assert "mar. 6, 14:00 – 16:00" in told[-1]
    else:
        assert begins == ["", ""]
        assert screen.sessions.list.accessibleName() == "La journée"
        assert "Atelier C · 14:00 – 16:00" in told[-1]


def test_sessions_of_several_days_are_enough_and_a_long_event_names_the_month():
    def short(day, with_month):
        return f"{day:%a} {day.day}{' Oct' * with_month}"

    loose = replace(TWO_DAYS, event=Event("Rencontre", MONDAY))
    assert time_with_day(at(TUESDAY, 14), loose, short) == "Tue 6, 14:00"
    season = replace(TWO_DAYS, event=Event("Rencontre", MONDAY, last_day=MONDAY + timedelta(days=60)))
    assert time_with_day(at(TUESDAY, 14), season, short) == "Tue 6 Oct, 14:00"


@pytest.mark.parametrize(("days", "told"), [("Tuesday", {MONDAY: "6"}), ("Monday", {TUESDAY: "5"}), ("Both days", {})])
def test_who_registered_for_another_day_is_let_in_and_the_answer_says_so_in_large_letters(
    event, desk, clock, days, told
):
    clock.at = at(MONDAY, 8)
    entrance = ControlPoint("accueil", "Accueil", is_daily=True)
    event.plan(replace(TWO_DAYS, control_points=(entrance,)), at=clock(), desk="d")
    visitor = an_attendee(61, days=days)
    add_people(event, clock(), visitor)
    desk.reload()
    for day in (MONDAY, TUESDAY):
        clock.at = at(day, 8)
        answer = desk.scan(visitor.ticket_code)
        large = [chip.text for chip in answer_content(answer, desk.programme).chips if chip.is_large]
        assert answer.verdict is Verdict.ADMIT
        assert [word for text in large for word in text.split() if word.isdigit()] == list(told.get(day, ""))
