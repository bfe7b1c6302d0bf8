# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets of an event of two days, whose dinner, plenary and closing have no end: a guest's calendar and ticket say all
that the programme says, and nothing else.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from checkin.badges.badge_problems import find_problems
from checkin.core.programme.programme import ControlPoint, Event, Programme, Requirement, Session
from checkin.core.ready.checks import ReadinessGrade, ReadinessTopic
from checkin.core.ready.readiness import ReadinessContext, check_measurements
from checkin.core.tickets.ticket_settings import TicketLayout, TicketSettings
from checkin.services.mail.ticket_messages import TicketMessages
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.services.ticket_making import TicketMaker
from checkin.ui.ready.ready_band import result_text
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people

PARIS = ZoneInfo("Europe/Paris")
FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 2)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


TWO_DAYS = Programme(
    Event("Assises", FIRST, "Nantes", last_day=SECOND),
    sessions=(
        Session("accueil", "Accueil", at(FIRST, 9), at(FIRST, 10)),
        Session("a", "Atelier A", at(FIRST, 14), at(FIRST, 17), is_booked=True),
        Session("diner", "Dîner", at(FIRST, 20), is_booked=True),
        Session("pleniere", "Plénière", at(SECOND, 9, 30)),
        Session("cloture", "Clôture", at(SECOND, 16)),
    ),
    control_points=(ControlPoint("entree", "Entrée", is_daily=True),),
)
GUEST = an_attendee(70, sessions=("a", "diner"))


@pytest.fixture
def told(qapp, event):
    """Return what the calendar of a person says: when each entry begins and ends, and its title."""

    def read(person=GUEST, programme=TWO_DAYS):
        event.plan(programme, at=MORNING, desk="d")
        entries = icalendar.Calendar.from_ical(TicketMaker(event).calendar_entry(person)).walk("VEVENT")
        assert len({str(entry["uid"]) for entry in entries}) == len(entries)
        return [
            (entry["dtstart"].dt, entry["dtend"].dt if "dtend" in entry else None, str(entry["summary"]))
            for entry in entries
        ]

    return read


def utc(day, hour, minute=0):
    return at(day, hour, minute).astimezone(UTC)


def test_the_calendar_has_each_day_their_sessions_and_the_dinner_and_no_end_that_nobody_wrote(told):
    assert told() == [
        (utc(FIRST, 9), utc(FIRST, 17), "Assises"),
        (utc(FIRST, 20), None, "Assises – Dîner"),
        (utc(SECOND, 9, 30), None, "Assises – Plénière"),
        (utc(SECOND, 16), None, "Assises – Clôture"),
    ]


def test_who_did_not_book_the_dinner_is_not_told_to_come(told):
    assert "Assises – Dîner" not in [title for _, _, title in told(replace(GUEST, sessions=()))]


def test_the_ticket_says_the_hours_of_each_day(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    values = TicketMaker(event).values(GUEST)
    lines = values["hours"].split("\n")
    assert "Dîner" in values["booked"], "and only there"
    assert [
        ("09:00" in line, "17:00" in line, "20:00" in line, "09:30" in line, "16:00" in line) for line in lines
    ] == [
        (True, True, False, False, False),
        (False, False, False, True, False),
        (False, False, False, False, True),
    ]
    assert "Plénière" in lines[1]
    assert "1" in lines[0]
    assert "2" in lines[2]


def test_a_session_booked_on_a_day_that_the_person_did_not_name_is_in_the_hours_and_told_to_the_organiser(
    qapp, event, clock
):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    ada = replace(GUEST, last_name="Lovelace", days="Wednesday", sessions=("a",))
    add_people(event, clock(), ada, an_attendee(71, days="Tuesday", sessions=("a",)))
    values = TicketMaker(event).values(ada)
    assert [line.split(",")[0] for line in values["hours"].split("\n")] == ["Tue 1", "Wed 2", "Wed 2"]
    measured = ReadinessMeter(event, clock).measure()
    (found,) = [
        each
        for each in check_measurements(measured, ReadinessContext(clock(), TWO_DAYS.control_points[0]))
        if each.topic is ReadinessTopic.DAYS
    ]
    assert found.grade is ReadinessGrade.LOOK
    assert found.fields["count"] == 1
    assert "Lovelace" in result_text(found)


def test_the_message_names_each_session_once_and_the_booked_ones_under_their_heading(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    text = TicketMessages(TicketMaker(event), [GUEST]).filled(GUEST).text
    for title in ("Atelier A", "Dîner", "Plénière", "Clôture"):
        assert text.count(title) == 1, title
    assert text.index("Your sessions:") < text.index("Atelier A") < text.index("Dîner")
    assert "\n\nYour sessions:\n" in text
    other = replace(GUEST, sessions=())
    assert "Your sessions" not in TicketMessages(TicketMaker(event), [other]).filled(other).text


@pytest.mark.parametrize("layout", TicketLayout)
def test_no_day_of_a_ticket_is_cut_off(qapp, event, layout):
    days = [date(2026, 12, number) for number in range(1, 5)]
    dinner = "Dîner de gala dans les salons de l’hôtel de région"
    sessions = [Session(f"s{day}", "Plénière", at(day, 9), at(day, 17)) for day in days]
    sessions += [Session(f"d{day}", dinner, at(day, 20)) for day in days]
    longest = replace(TWO_DAYS, event=replace(TWO_DAYS.event, last_day=days[-1]), sessions=tuple(sessions))
    event.plan(longest, at=MORNING, desk="d")
    assert find_problems([TicketMaker(event, TicketSettings(layout=layout)).ticket(GUEST)]) == []


def test_who_may_come_on_the_second_day_only_has_only_that(told):
    def door(name, day, value):
        return ControlPoint(name, name, "", at(day, 8), at(day, 19), requires=(Requirement("custom:Jour", (value,)),))

    by_day = replace(TWO_DAYS, control_points=(door("j1", FIRST, "1"), door("j2", SECOND, "2")))
    found = told(replace(GUEST, sessions=(), custom={"Jour": "2"}), by_day)
    assert [begins for begins, _, _ in found] == [utc(SECOND, 9, 30), utc(SECOND, 16)]


def test_a_day_whose_programme_has_no_hours_is_there_as_a_day(told):
    found = told(programme=replace(TWO_DAYS, sessions=TWO_DAYS.sessions[:3]))
    assert found[-1] == (SECOND, SECOND + timedelta(days=1), "Assises")


def test_an_entry_sent_again_is_the_same_one_and_later(qapp, event):
    def sent(programme):
        event.plan(programme, at=MORNING, desk="d")
        return icalendar.Calendar.from_ical(TicketMaker(event).calendar_entry(GUEST)).walk("VEVENT")

    later = replace(TWO_DAYS.sessions[3], starts=at(SECOND, 10), ends=at(SECOND, 12))
    before = sent(TWO_DAYS)
    after = sent(replace(TWO_DAYS, sessions=(*TWO_DAYS.sessions[:3], later, TWO_DAYS.sessions[4])))
    assert [entry["uid"] for entry in after] == [entry["uid"] for entry in before]
    assert all(new["sequence"] >= old["sequence"] > 0 for new, old in zip(after, before, strict=True))


def test_another_time_of_the_calendar_is_another_ticket(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    before = TicketMaker(event).fingerprint(GUEST)
    ended = replace(TWO_DAYS.sessions[2], ends=at(FIRST, 23))
    event.plan(
        replace(TWO_DAYS, sessions=(*TWO_DAYS.sessions[:2], ended, *TWO_DAYS.sessions[3:])), at=MORNING, desk="d"
    )
    assert TicketMaker(event).fingerprint(GUEST) != before


def test_a_message_for_a_family_has_the_calendar_of_each_who_is_expected_at_other_times(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    child = an_attendee(71, first_name="Zoé", last_name="Kermarec", sessions=())
    twin = replace(child, id=an_attendee(72).id, first_name="Léo", ticket_code=an_attendee(72).ticket_code)
    family = [GUEST, child, twin]
    content = TicketMessages(TicketMaker(event), family).content("a@example.org", family)
    calendars = {file.name: file.content.count(b"BEGIN:VEVENT") for file in content.files if file.name.endswith("ics")}
    assert calendars == {"event.ics": 4, "KERMAREC Zoé.ics": 3}


def test_a_message_names_its_person_and_says_for_how_many_the_ticket_is(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    group = replace(GUEST, places=12)
    content = TicketMessages(TicketMaker(event), [group]).content("a@example.org", [group])
    assert group.last_name in content.subject
    assert "For 12 people" in content.text
    assert "For 12 people" in content.html


def test_who_comes_on_one_day_is_told_of_that_day_alone(told):
    first = replace(an_attendee(71), days="Mardi 1er décembre")
    assert {begins.date() for begins, _, _ in told(first)} == {FIRST}
    assert {begins.date() for begins, _, _ in told(replace(first, days="Les 2 jours"))} == {FIRST, SECOND}
    assert {begins.date() for begins, _, _ in told(replace(first, days="on verra"))} == {FIRST, SECOND}
