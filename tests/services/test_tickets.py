# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets as somebody finds them: read from the PDF, decoded from its picture, opened in a calendar."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from checkin import translation
from checkin.badges.badge_problems import find_problems
from checkin.core.attendee import Presence, Status
from checkin.core.badges.template import Box, TextElement
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Event, Programme, Requirement, Session
from checkin.core.ready.checks import ReadinessGrade, ReadinessTopic
from checkin.core.ready.readiness import ReadinessContext, check_measurements
from checkin.core.tickets.ticket_settings import TicketLayout, TicketSettings
from checkin.documents.code_images import code_png
from checkin.services.mail.ticket_messages import TicketMessages
from checkin.services.readiness_measuring import ReadinessMeter
from checkin.services.ticket_making import (
    TicketMaker,
    TicketTemplates,
    find_recipients,
    read_ticket_settings,
    save_ticket_settings,
    shipped_ticket_template,
    ticket_designs,
    ticket_template,
    tickets_sentence,
    write_tickets,
)
from checkin.translation import Translator
from checkin.ui.ready.ready_band import result_text
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.pdf_reports.readers import codes, told

NOTES = TicketSettings(notes={"fr": "Métro Mabillon\nVestiaire gratuit", "en": "Underground: Mabillon"})


@pytest.fixture
def people(event):
    """Three who get a ticket, among others who do not."""
    french, english = ({"Langue": language} for language in ("français", "anglais"))
    jeanne = an_attendee(11, first_name="Jeanne", last_name="Kermarec", email="j@example.org", custom=french)
    coming = [
        replace(jeanne, sessions=("atelier-b",)),
        an_attendee(12, first_name="Guðrún", last_name="Þorláksdóttir", custom=english),
        an_attendee(13, first_name="Marie-Christine", last_name="de La Rochefoucauld-Montbéliard " * 2),
    ]
    off = [an_attendee(14, status=Status.CANCELLED), an_attendee(15, status=Status.PENDING)]
    add_people(event, MORNING, *coming, *off, an_attendee(16, presence=Presence.REMOTE))
    return [event.attendees.get(person.id) for person in coming]


@pytest.mark.parametrize("layout", TicketLayout)
def test_each_ticket_shows_the_code_of_its_person_in_their_language(qapp, event, people, tmp_path, layout):
    maker = TicketMaker(event, replace(NOTES, layout=layout))
    path = tmp_path / "tickets.pdf"
    path.write_bytes(maker.pdf(people))
    for page, person in enumerate(people, 1):
        assert codes(path, page) == [person.ticket_code]
        assert person.ticket_code in told(path, page)
    if layout is TicketLayout.A4:
        french, english = told(path, 1), told(path, 2)
        assert "Atelier B" in french
        assert "À présenter à l’accueil" in french
        assert "Please show this code" in english
        assert "Underground: Mabillon" in english
    assert find_problems([maker.ticket(person) for person in people]) == [], "even for long names"
    assert ticket_designs(maker, people).unknown_fields(maker.loaded.template) == []


def test_a_language_without_notes_of_its_own_has_the_other_ones(qapp, event, people):
    maker = TicketMaker(event, TicketSettings(notes={"fr": "Métro"}))
    assert [maker.values(person)["notes"] for person in people] == ["Métro"] * 3


def test_the_files_of_a_folder_are_named_by_the_person_if_chosen_and_by_the_code_otherwise(
    qapp, event, people, tmp_path
):
    found = written(event, tmp_path / "out", by_name=True)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert {"KERMAREC Jeanne.pdf", "KERMAREC Jeanne.ics"} <= set(names)
    assert len(names) == 2 * len(found.people)
    assert codes(tmp_path / "out" / "KERMAREC Jeanne.pdf") == [people[0].ticket_code]
    found = written(event, tmp_path / "codes")
    assert {path.stem for path in (tmp_path / "codes").iterdir()} == {person.ticket_code for person in found.people}


def test_what_is_said_after_writing(qapp, event, people, tmp_path):
    found = written(event, tmp_path / "all.pdf")
    said = tickets_sentence(found, "all.pdf", Translator("en").translate)
    assert re.match(r"\d+ tickets written to “all.pdf”. None for 1 person whose registration is cancelled.", said)
    assert "1 person awaiting approval" in said
    assert "1 person attending online" in said
    assert "no e-mail address that works:" in said


def test_whom_no_message_can_reach_is_named_as_when_tickets_are_sent(qapp, event, people):
    before = set(find_recipients(event).without_address)
    half = an_attendee(17, first_name="Half", last_name="Address", email="half@nowhere")
    paid = an_attendee(18, email="?", custom={"E-mail du payeur": "p@example.org"})
    add_people(event, MORNING, half, paid)
    assert set(find_recipients(event).without_address) - before == {"Half Address"}


def test_nothing_is_written_where_nobody_gets_a_ticket(qapp, event, desk, tmp_path):
    desk.registration.set_status({person.id: Status.CANCELLED for person, _ in event.attendees.all()})
    with pytest.raises(UserError, match="Nobody"):
        written(event, tmp_path / "all.pdf")
    assert not (tmp_path / "all.pdf").exists()


def test_the_entry_for_a_calendar_is_read_by_one(qapp, event, people):
    calendar = icalendar.Calendar.from_ical(TicketMaker(event, NOTES).calendar_entry(people[0]))
    (entry,) = calendar.walk("VEVENT")
    session = event.programme().sessions[0]
    assert entry["dtstart"].dt == session.starts
    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(hours=2)
    assert people[0].ticket_code in str(entry["description"])
    again = icalendar.Calendar.from_ical(TicketMaker(event, NOTES).calendar_entry(people[0]))
    assert again.walk("VEVENT")[0]["uid"] == entry["uid"]


def test_the_fingerprint_changes_with_the_ticket_and_only_then(qapp, event, desk, people):
    def printed(person=people[0], settings=NOTES):
        return TicketMaker(event, settings).fingerprint(person)

    person, first, all_before = people[0], printed(), [printed(each) for each in people]
    assert printed(replace(person, note="VIP", phone="1", email="x@example.org")) == first
    changed = [replace(person, ticket_code="OTHER"), replace(person, last_name="Kermarrec")]
    changed.append(replace(person, custom={"Langue": "anglais"}))
    assert first not in [printed(each) for each in changed]
    assert printed(settings=TicketSettings()) != first
    own = TicketTemplates(event, desk, TicketLayout.A4)
    own.save(with_note(shipped_ticket_template(TicketLayout.A4)))
    assert printed() != first
    own.withdraw()
    assert printed() == first
    assert translation.install(qapp, "fr") == "fr"
    assert [printed(each) for each in people] == all_before, "the language that Checkin runs in changes none"


def test_another_logo_changes_the_fingerprint_too_though_it_is_the_last_of_thousands_of_letters(event, people):
    drawn = shipped_ticket_template(TicketLayout.A4)
    with_logos = [replace(drawn, files={"logo.png": code_png(logo)}) for logo in ("OURS", "THEIRS", "OURS")]
    first, second, again = (TicketMaker(event, NOTES, each).fingerprint(people[0]) for each in with_logos)
    assert first == again != second


def test_the_event_has_a_template_of_its_own(qapp, event, desk):
    changed = with_note(shipped_ticket_template(TicketLayout.PHONE))
    TicketTemplates(event, desk, TicketLayout.PHONE).save(changed)
    assert ticket_template(event, TicketLayout.PHONE).template == changed.template
    assert ticket_template(event, TicketLayout.A4) == shipped_ticket_template(TicketLayout.A4)


def test_settings_are_saved_once(event, desk):
    save_ticket_settings(event, desk, NOTES)
    save_ticket_settings(event, desk, NOTES)
    assert read_ticket_settings(event) == NOTES
    assert len(event.journal.entries_of_kinds([EntryKind.TICKETS_DESCRIBED])) == 1


def with_note(loaded):
    added = TextElement(Box(5, 5, 30, 5), "{note}", 3)
    return replace(loaded, template=replace(loaded.template, elements=(*loaded.template.elements, added)))


def written(event, out, **how):
    found = find_recipients(event)
    assert write_tickets(found.people, TicketMaker(event), out, **how) == len(found.people)
    return found


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
def calendar(qapp, event):
    """Return what the calendar of a person says: when each entry begins and ends, and its title."""

    def read(person=GUEST, programme=TWO_DAYS):
        event.plan(programme, at=MORNING, desk="d")
        entries = icalendar.Calendar.from_ical(TicketMaker(event).calendar_entry(person)).walk("VEVENT")
        assert len({str(entry["uid"]) for entry in entries}) == len(entries)
        return [
            (entry["dtstart"].dt, entry.get("dtend") and entry["dtend"].dt, str(entry["summary"])) for entry in entries
        ]

    return read


@pytest.fixture
def maker(qapp, event):
    event.plan(TWO_DAYS, at=MORNING, desk="d")
    return TicketMaker(event)


def utc(day, hour, minute=0):
    return at(day, hour, minute).astimezone(UTC)


def test_the_calendar_has_each_day_their_sessions_and_the_dinner_and_no_end_that_nobody_wrote(calendar):
    assert calendar() == [
        (utc(FIRST, 9), utc(FIRST, 17), "Assises"),
        (utc(FIRST, 20), None, "Assises – Dîner"),
        (utc(SECOND, 9, 30), None, "Assises – Plénière"),
        (utc(SECOND, 16), None, "Assises – Clôture"),
    ]
    not_booked = calendar(replace(GUEST, sessions=()))
    assert "Assises – Dîner" not in [title for _, _, title in not_booked]
    without_hours = calendar(programme=replace(TWO_DAYS, sessions=TWO_DAYS.sessions[:3]))
    assert without_hours[-1] == (SECOND, SECOND + timedelta(days=1), "Assises")


def test_the_ticket_says_the_hours_of_each_day(maker):
    values = maker.values(GUEST)
    lines = values["hours"].split("\n")
    assert "Dîner" in values["booked"], "and only there"
    hours = ("09:00", "17:00", "20:00", "09:30", "16:00")
    assert [[hour for hour in hours if hour in line] for line in lines] == [["09:00", "17:00"], ["09:30"], ["16:00"]]
    assert "Plénière" in lines[1]
    assert "1" in lines[0]
    assert "2" in lines[2]


def test_a_session_booked_on_a_day_that_the_person_did_not_name_is_in_the_hours_and_told_to_the_organiser(
    maker, event, clock
):
    ada = replace(GUEST, last_name="Lovelace", days="Wednesday", sessions=("a",))
    add_people(event, clock(), ada, an_attendee(71, days="Tuesday", sessions=("a",)))
    assert [line.split(",")[0] for line in maker.values(ada)["hours"].split("\n")] == ["Tue 1", "Wed 2", "Wed 2"]
    checks = check_measurements(
        ReadinessMeter(event, clock).measure(), ReadinessContext(clock(), TWO_DAYS.control_points[0])
    )
    (found,) = [each for each in checks if each.topic is ReadinessTopic.DAYS]
    assert (found.grade, found.fields["count"]) == (ReadinessGrade.LOOK, 1)
    assert "Lovelace" in result_text(found)


def test_the_message_names_each_session_once_and_the_booked_ones_under_their_heading(maker):
    text = TicketMessages(maker, [GUEST]).filled(GUEST).text
    for title in ("Atelier A", "Dîner", "Plénière", "Clôture"):
        assert text.count(title) == 1, title
    assert text.index("\n\nYour sessions:\n") < text.index("Atelier A") < text.index("Dîner")
    other = replace(GUEST, sessions=())
    assert "Your sessions" not in TicketMessages(maker, [other]).filled(other).text


@pytest.mark.parametrize("layout", TicketLayout)
def test_no_day_of_a_ticket_is_cut_off(qapp, event, layout):
    days = [date(2026, 12, number) for number in range(1, 5)]
    dinner = "Dîner de gala dans les salons de l’hôtel de région"
    sessions = [Session(f"s{day}", "Plénière", at(day, 9), at(day, 17)) for day in days]
    sessions += [Session(f"d{day}", dinner, at(day, 20)) for day in days]
    event.plan(
        replace(TWO_DAYS, event=replace(TWO_DAYS.event, last_day=days[-1]), sessions=sessions), at=MORNING, desk="d"
    )
    assert find_problems([TicketMaker(event, TicketSettings(layout=layout)).ticket(GUEST)]) == []


def test_who_may_come_on_the_second_day_only_has_only_that(calendar):
    def door(name, day, value):
        return ControlPoint(name, name, "", at(day, 8), at(day, 19), requires=(Requirement("custom:Jour", (value,)),))

    by_day = replace(TWO_DAYS, control_points=(door("j1", FIRST, "1"), door("j2", SECOND, "2")))
    found = calendar(replace(GUEST, sessions=(), custom={"Jour": "2"}), by_day)
    assert [begins for begins, _, _ in found] == [utc(SECOND, 9, 30), utc(SECOND, 16)]


def test_an_entry_sent_again_is_the_same_one_and_later(qapp, event):
    def sent(programme):
        event.plan(programme, at=MORNING, desk="d")
        maker = TicketMaker(event)
        return icalendar.Calendar.from_ical(maker.calendar_entry(GUEST)).walk("VEVENT"), maker.fingerprint(GUEST)

    first, *middle, plenary, closing = TWO_DAYS.sessions
    later = replace(plenary, starts=at(SECOND, 10), ends=at(SECOND, 12))
    (before, ticket), (after, other) = (
        sent(TWO_DAYS),
        sent(replace(TWO_DAYS, sessions=(first, *middle, later, closing))),
    )
    assert [entry["uid"] for entry in after] == [entry["uid"] for entry in before]
    assert all(new["sequence"] >= old["sequence"] > 0 for new, old in zip(after, before, strict=True))
    dinner = replace(middle[-1], ends=at(FIRST, 23))
    _, third = sent(replace(TWO_DAYS, sessions=(first, middle[0], dinner, plenary, closing)))
    assert len({ticket, other, third}) == 3


def test_a_message_for_a_family_has_the_calendar_of_each_who_is_expected_at_other_times(maker):
    child = an_attendee(71, first_name="Zoé", last_name="Kermarec", sessions=())
    twin = replace(child, id=an_attendee(72).id, first_name="Léo", ticket_code=an_attendee(72).ticket_code)
    family = [GUEST, child, twin]
    content = TicketMessages(maker, family).content("a@example.org", family)
    calendars = {file.name: file.content.count(b"BEGIN:VEVENT") for file in content.files if file.name.endswith("ics")}
    assert calendars == {"event.ics": 4, "KERMAREC Zoé.ics": 3}


def test_a_message_names_its_person_and_says_for_how_many_the_ticket_is(maker):
    group = replace(GUEST, places=12)
    content = TicketMessages(maker, [group]).content("a@example.org", [group])
    assert group.last_name in content.subject
    assert "For 12 people" in content.text
    assert "For 12 people" in content.html


def test_who_comes_on_one_day_is_told_of_that_day_alone(calendar):
    for said, days in (
        ("Mardi 1er décembre", {FIRST}),
        ("Les 2 jours", {FIRST, SECOND}),
        ("on verra", {FIRST, SECOND}),
    ):
        assert {begins.date() for begins, _, _ in calendar(an_attendee(71, days=said))} == days, said
